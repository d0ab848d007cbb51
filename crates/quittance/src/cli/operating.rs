//! `doctor`, `report`, `advance`, `replay`, `dump`, `rebuild`, `backup`, `restore`.

use super::{print, stop::Stop};
use crate::config::{self, Settings};
use app::{App, Call, read::Reader, roles::Actor};
use clap::ArgMatches;
use domain::{
    analytics::Group,
    dates::Date,
    ids::OrgId,
    refusal::{Refusal, RefusalKind},
};
use serde_json::json;
use std::{io::Write, path::Path};

async fn opened(settings: &Settings) -> Result<(App, OrgId), Stop> {
    let app = settings.open().await?;
    let (org, _) = settings.organisation(&app).await?;
    Ok((app, org))
}

fn text<'m>(matches: &'m ArgMatches, name: &str) -> &'m str {
    matches.get_one::<String>(name).map_or("", String::as_str)
}

/// Proves the books; refused (exit code 3) when a check that is more than advice found something.
pub async fn doctor(settings: &Settings) -> Result<(), Stop> {
    let (app, org) = opened(settings).await?;
    let leaks = examined(settings, &app, org).await?;
    if leaks > 0 { Err(Refusal::state("doctor_findings").with("count", leaks).into()) } else { Ok(()) }
}

/// Prints every check and returns how many findings are damage.
pub async fn examined(settings: &Settings, app: &App, org: OrgId) -> Result<usize, Stop> {
    let checks = app.doctor(org).await?;
    let leaks = checks.iter().filter(|check| !check.is_advice).map(|check| check.findings.len()).sum();
    if settings.json {
        let shown = checks.iter().map(|check| json!({
            "check": check.key, "rows": check.rows, "is_advice": check.is_advice,
            "findings": check.findings.iter().map(|f| json!({"what": f.what, "amount": f.amount})).collect::<Vec<_>>(),
        }));
        print::line!("{}", json!({"object": "list", "has_more": false, "data": shown.collect::<Vec<_>>()}));
        return Ok(leaks);
    }
    for check in checks {
        let word = match (check.findings.is_empty(), check.is_advice) {
            (true, _) => "cli-check-good",
            (false, true) => "cli-check-advice",
            (false, false) => "cli-check-bad",
        };
        let label = text::t(settings.lang, &format!("check-{}", check.key));
        print::line!("{:<9} {label}  ({})", print::sentence(settings, word, &[]), check.rows);
        for finding in check.findings.iter().take(20) {
            let amount = finding.amount.map(|amount| text::format::money(settings.lang, amount)).unwrap_or_default();
            print::line!("          {}  {amount}", finding.what);
        }
    }
    Ok(leaks)
}

pub async fn report(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let (app, org) = opened(settings).await?;
    let reader = Reader { org, actor: Actor::System };
    let as_of = match matches.get_one::<String>("as-of") {
        Some(given) => given.parse::<Date>()?,
        None => app.today(&reader).await?,
    };
    let by = matches.get_one::<String>("by").map(|by| Group::parse(by)).transpose()?;
    print::report(settings, &app.report(&reader, text(matches, "name"), as_of, by).await?);
    Ok(())
}

pub async fn advance(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let (app, org) = opened(settings).await?;
    let to: Date = text(matches, "date").parse()?;
    let (_, is_simulated) = app.business_now(org).await?;
    if !is_simulated && !matches.get_flag("simulate") {
        return Err(Refusal::state("advance_unsimulated").into());
    }
    let fallen = app.advance(&Call::system(org), to).await?;
    print::answer(settings, &json!({"date": to, "done": fallen.done, "refused": fallen.refused.len()}));
    match fallen.refused.into_iter().next() {
        Some(refusal) => Err(refusal.into()),
        None => Ok(()),
    }
}

pub async fn rebuild(settings: &Settings) -> Result<(), Stop> {
    let (app, org) = opened(settings).await?;
    print::answer(settings, &json!({"rows": app.rebuild(org).await?}));
    Ok(())
}

/// Runs all recorded intents again in an empty database and compares; refused when the two differ.
pub async fn replay(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let (app, org) = opened(settings).await?;
    let target = config::database(text(matches, "into")).await?;
    if !store::state::orgs(&mut target.read().await?).await?.is_empty() {
        return Err(Refusal::state("database_not_empty").with("database", text(matches, "into")).into());
    }
    let replayed = app.replay(org, &target).await?;
    let differences = replayed.differences.len();
    print::document(
        settings,
        &json!({
            "intents": replayed.intents, "lines": replayed.lines, "differences": replayed.differences,
        }),
    );
    if differences > 0 { Err(Refusal::state("replay_differs").with("count", differences).into()) } else { Ok(()) }
}

/// Prints every document and fact, one to a line: two databases with the same history print the same.
pub async fn dump(settings: &Settings) -> Result<(), Stop> {
    let (app, org) = opened(settings).await?;
    let mut conn = app.db.read().await?;
    let dump = store::dump::Canonical::of(&mut conn, org).await?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for table in store::dump::tables() {
        for line in dump.lines(&mut conn, table).await? {
            match writeln!(out, "{line}") {
                Ok(()) => {}
                // Whoever reads may have seen enough, as `head` does.
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(()),
                Err(error) => return Err(unwritable(&error)),
            }
        }
    }
    match out.flush() {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(unwritable(&error)),
        _ => Ok(()),
    }
}

fn unwritable(error: &std::io::Error) -> Stop {
    Refusal::new(RefusalKind::Unavailable, "output_unwritable").with("why", error.to_string()).into()
}

pub async fn backup(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let file = text(matches, "file");
    settings.open().await?.backup(Path::new(file)).await?;
    print::say(settings, "cli-backed-up", &[("file", file.to_string())]);
    Ok(())
}

pub async fn restore(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let file = settings.file().ok_or_else(|| Refusal::invalid("backup_by_server"))?;
    if file.as_os_str().is_empty() {
        return Err(Refusal::invalid("database_unnamed").with("given", &settings.database).into());
    }
    app::operations::restore(Path::new(text(matches, "file")), &file).await?;
    print::say(settings, "cli-restored", &[("file", file.display().to_string())]);
    Ok(())
}
