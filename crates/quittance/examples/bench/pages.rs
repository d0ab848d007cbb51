//! How long the server takes over a page, with more and more in the books, and how soon it answers after its start.

use crate::{
    Failure,
    measure::{Measure, Times, shown},
    startup,
    world::World,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use domain::document::DocRef;
use std::time::{Duration, Instant};
use tower::ServiceExt;
use web::session::SESSION_COOKIE;

/// A page is asked for so often, unless it takes longer than this altogether.
const TIMES: usize = 300;
const TIME_MAX: Duration = Duration::from_secs(4);
const LIMIT: Duration = Duration::from_millis(50);

pub async fn measured(size: usize) -> Result<Vec<Measure>, Failure> {
    let world = World::new().await?;
    let filling = Instant::now();
    let quote: DocRef = world.fill(size).await?;
    eprintln!("({size} customers and quotes made in {})", shown(filling.elapsed()));
    let token = world.app.open_session(world.org, world.owner).await?.token;
    let routes = web::router(world.app.clone());
    let mut measures = Vec::new();
    let paths =
        [("dashboard", "/".to_string()), ("list of quotes", "/quotes".into()), ("a quote", format!("/quotes/{quote}"))];
    for (name, path) in paths {
        let mut times = asked(&routes, &path, &token).await?;
        let (middle, worst) = (times.percentile(50), times.percentile(99));
        measures.push(Measure {
            what: format!("page: {name}"),
            size: format!("{size} customers, quotes"),
            ours: shown(middle),
            spread: times.spread(),
            against: format!("limit {} p99", shown(LIMIT)),
            ratio: Some(worst.as_secs_f64() / LIMIT.as_secs_f64()),
        });
    }
    drop(routes);
    world.app.db.close().await;
    measures.push(startup::measured(&world.file(), size).await?);
    Ok(measures)
}

async fn asked(routes: &Router, path: &str, token: &str) -> Result<Times, Failure> {
    let (mut times, started) = (Times::default(), Instant::now());
    for _ in 0..TIMES {
        let request = Request::get(path).header(header::COOKIE, format!("{SESSION_COOKIE}={token}"));
        let request = request.body(Body::empty())?;
        let asked = Instant::now();
        let answer = routes.clone().oneshot(request).await?;
        let status = answer.status();
        to_bytes(answer.into_body(), usize::MAX).await?;
        times.push(asked.elapsed());
        if !status.is_success() {
            return Err(format!("{path}: status {status}").into());
        }
        if started.elapsed() > TIME_MAX {
            break;
        }
    }
    Ok(times)
}
