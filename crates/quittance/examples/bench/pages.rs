//! How long the server takes over a page, with more and more in the books, and how soon it answers after its start.

use crate::{
    Failure,
    measure::{Measure, Times, shown},
    startup,
    world::World,
};
use app::App;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use domain::{
    document::DocRef,
    ids::{OrgId, UserId},
};
use std::time::{Duration, Instant};
use tower::ServiceExt;
use web::session::SESSION_COOKIE;

/// A page is asked for so often, unless it takes longer than this altogether.
const TIMES: usize = 200;
const TIME_MAX: Duration = Duration::from_secs(2);
pub const LIMIT: Duration = Duration::from_millis(50);

pub async fn measured(size: usize) -> Result<Vec<Measure>, Failure> {
    let world = World::new().await?;
    let filling = Instant::now();
    let quote: DocRef = world.fill(size).await?;
    eprintln!("({size} customers and quotes made in {})", shown(filling.elapsed()));
    let browser = Browser::open(&world.app, world.org, world.owner).await?;
    let mut measures = Vec::new();
    let paths =
        [("dashboard", "/".to_string()), ("list of quotes", "/quotes".into()), ("a quote", format!("/quotes/{quote}"))];
    let size = format!("{size} customers, quotes");
    for (name, path) in paths {
        let mut times = browser.times(&path).await?;
        measures.push(Measure {
            spread: times.spread(),
            ..Measure::timed(format!("page: {name}, p99"), size.clone(), times.percentile(99), LIMIT)
        });
    }
    drop(browser);
    world.app.db.close().await;
    measures.push(startup::measured(&world.file(), size).await?);
    Ok(measures)
}

/// Somebody who is logged in, and asks without a network between.
pub struct Browser {
    routes: Router,
    cookie: String,
}

impl Browser {
    pub async fn open(app: &App, org: OrgId, user: UserId) -> Result<Browser, Failure> {
        let token = app.open_session(org, user).await?.token;
        Ok(Browser { routes: quittance::server::router(app.clone()), cookie: format!("{SESSION_COOKIE}={token}") })
    }

    /// Asks for a page once; how long the server took over all of it, and its status.
    pub async fn ask(&self, path: &str) -> Result<(Duration, u16), Failure> {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).header(header::ACCEPT_ENCODING, "gzip");
        let request = request.body(Body::empty())?;
        let asked = Instant::now();
        let answer = self.routes.clone().oneshot(request).await?;
        let status = answer.status().as_u16();
        to_bytes(answer.into_body(), usize::MAX).await?;
        Ok((asked.elapsed(), status))
    }

    /// Asks for a page again and again.
    pub async fn times(&self, path: &str) -> Result<Times, Failure> {
        let (mut times, started) = (Times::default(), Instant::now());
        while times.len() < TIMES && (times.len() == 0 || started.elapsed() < TIME_MAX) {
            let (time, status) = self.ask(path).await?;
            times.push(time);
            if status != 200 {
                return Err(format!("{path}: status {status}").into());
            }
        }
        Ok(times)
    }
}
