//! `quittance demo`: builds the demo company, prints what happened and the books, and serves it.

use super::{operating, print, stop::Stop};
use crate::{
    config::{self, Settings},
    demo, server,
};
use app::{App, read::Reader, roles::Actor};
use clap::ArgMatches;
use domain::{ids::OrgId, refusal::Refusal};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::json;
use std::path::PathBuf;

pub async fn run(settings: &Settings, named: bool, matches: &ArgMatches) -> Result<(), Stop> {
    let database = if named { settings.database.clone() } else { config::demo_database() };
    let settings = Settings { database, ..settings.clone() };
    let serves = !matches.get_flag("no-serve");
    let listener = match matches.get_one::<String>("listen").filter(|_| serves) {
        Some(listen) => Some(server::listen(listen).await?),
        None => None,
    };
    if matches.get_flag("fresh") {
        clear(&settings)?;
    }
    let app = settings.open_or_make().await?;
    if !store::state::orgs(&mut app.db.read().await?).await?.is_empty() {
        return Err(Refusal::state("database_not_empty").with("database", &settings.database).into());
    }
    let password = super::new_password();
    let bar = print::bar(&settings, 0);
    let built = demo::build(&app, &password, matches.get_one("deals").copied(), &bar).await?;
    bar.finish_and_clear();
    tell(&settings, &app, &built).await?;
    let Some(listener) = listener else { return Ok(()) };
    let address = listener.local_addr().map(|address| address.to_string()).unwrap_or_default();
    print::say(&settings, "cli-serving", &[("address", format!("http://{address}"))]);
    Ok(server::serve(app, listener).await?)
}

/// Throws the file away, unless a server still has it open.
fn clear(settings: &Settings) -> Result<(), Refusal> {
    let file = settings.file().ok_or_else(|| Refusal::invalid("fresh_needs_file"))?;
    if let Some(notice) = server::Notice::of(&file) {
        return Err(Refusal::state("database_served").with("address", notice.address.to_string()));
    }
    for end in ["", "-wal", "-shm"] {
        let mut path = file.clone().into_os_string();
        path.push(end);
        match std::fs::remove_file(PathBuf::from(path)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                let refusal = Refusal::state("file_unwritable").with("file", file.display().to_string());
                return Err(refusal.with("why", error.to_string()));
            }
            _ => {}
        }
    }
    Ok(())
}

async fn tell(settings: &Settings, app: &App, built: &demo::Built) -> Result<(), Stop> {
    let (reader, seconds) = (Reader { org: built.org, actor: Actor::System }, built.took.as_secs().to_string());
    let figures = figures(app, built.org).await?;
    if settings.json {
        print::line!(
            "{}",
            json!({
                "organisation": built.org, "database": settings.database, "login": demo::LOGIN, "password": built.password,
                "verbs": built.verbs, "seconds": built.took.as_secs(), "figures": figures,
            })
        );
    }
    let total: u64 = built.verbs.values().sum();
    if !settings.json {
        let rows: Vec<Vec<String>> =
            built.verbs.iter().map(|(verb, count)| vec![verb.to_string(), count.to_string()]).collect();
        print::table(&[String::new(), total.to_string()], &rows, &[1]);
        print::line!();
        for key in ["win_rate", "cycle_time", "pipeline", "ageing", "trial_balance"] {
            print::report(settings, &app.report(&reader, key, built.today, None).await?);
            print::line!();
        }
    }
    print::say(
        settings,
        "cli-demo-figures",
        &[
            ("closed", figures.closed.to_string()),
            ("rate", figures.rate.to_string()),
            ("mean", figures.mean.to_string()),
            ("median", figures.median.to_string()),
        ],
    );
    operating::examined(settings, app, built.org).await?;
    print::say(
        settings,
        "cli-demo-built",
        &[("verbs", total.to_string()), ("seconds", seconds), ("database", settings.database.clone())],
    );
    print::say(
        settings,
        "cli-login-password",
        &[("email", demo::LOGIN.to_string()), ("password", built.password.clone())],
    );
    Ok(())
}

/// The figures that were published of these deals, computed from what is stored.
#[derive(Debug, serde::Serialize)]
struct Figures {
    closed: usize,
    /// Per cent of the closed that were won.
    rate: Decimal,
    /// Days from first talks to the end.
    mean: Decimal,
    median: Decimal,
}

async fn figures(app: &App, org: OrgId) -> Result<Figures, Stop> {
    let mut conn = app.db.read().await?;
    let members = store::reports::members(&mut conn, org).await?;
    let deals = store::reports::deals(&mut conn, org, &members).await?;
    let mut days = Vec::new();
    let (mut closed, mut won) = (0usize, 0usize);
    for deal in &deals {
        let Some(on) = deal.closed() else { continue };
        closed += 1;
        won += usize::from(matches!(deal.progress, domain::analytics::Progress::Won(_)));
        days.extend(deal.engaged.map(|engaged| engaged.days_until(on)));
    }
    days.sort_unstable();
    let ratio = |above: i64, below: usize| {
        let ratio = Decimal::from(above).checked_div(Decimal::from(below)).unwrap_or_default();
        ratio.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize()
    };
    let middle = |at: usize| days.get(at).copied().unwrap_or_default();
    let median = ratio(middle(days.len() / 2) + middle(days.len().saturating_sub(1) / 2), 2);
    let won = i64::try_from(won * 100).unwrap_or(i64::MAX);
    Ok(Figures { closed, rate: ratio(won, closed), mean: ratio(days.iter().sum(), days.len()), median })
}
