//! `quittance import orders FILE --mapping online-retail` and `quittance import payments FILE`

use super::{print, stop::Stop};
use crate::{config::Settings, import};
use clap::ArgMatches;
use domain::{
    dates::Date,
    ids::EntityId,
    money::{Currency, Money},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use serde_json::json;
use std::{path::Path, time::Instant};

pub async fn orders(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let app = settings.open().await?;
    let (org, _) = settings.organisation(&app).await?;
    let file = matches.get_one::<String>("file").map_or("", String::as_str);
    let (bar, began) = (print::bar(settings, 0), Instant::now());
    let imported = import::online_retail(&app, org, Path::new(file), &bar).await?;
    bar.finish_and_clear();
    let totals = &imported.survey.totals;
    let books = imported_revenue(&app, org).await?;
    if settings.json {
        print::line!(
            "{}",
            json!({
                "invoices": totals.invoices, "credit_notes": totals.credit_notes, "lines_taken": totals.lines_taken,
                "lines_named": totals.lines_named, "taken": totals.taken, "named": totals.named, "sum": totals.exact(),
                "rounded": totals.rounded, "rounding": totals.rounding(), "imported_now": imported.taken_now,
                "ledger": books.iter().map(|(currency, amount)| json!({"currency": currency, "amount": amount})).collect::<Vec<_>>(),
                "seconds": began.elapsed().as_secs(),
            })
        );
        return Ok(());
    }
    let decimal = |value: Decimal| text::format::decimal(settings.lang, value.normalize());
    let count = |value: u64| text::format::decimal(settings.lang, Decimal::from(value));
    let rows = vec![
        vec![print::sentence(settings, "cli-import-taken", &[]), count(totals.lines_taken), decimal(totals.taken)],
        vec![print::sentence(settings, "cli-import-named", &[]), count(totals.lines_named), decimal(totals.named)],
        vec![print::sentence(settings, "cli-import-sum", &[]), count(totals.lines()), decimal(totals.exact())],
        vec![print::sentence(settings, "cli-import-rounding", &[]), String::new(), decimal(totals.rounding())],
        vec![print::sentence(settings, "cli-import-rounded", &[]), String::new(), decimal(totals.rounded)],
    ];
    let labels = ["", "cli-lines", "cli-amount"].map(|key| match key {
        "" => String::new(),
        key => print::sentence(settings, key, &[]),
    });
    print::table(&labels, &rows, &[1, 2]);
    for (currency, minor) in books {
        let amount = currency.parse::<Currency>().map(|currency| Money::new(minor, currency));
        let amount = amount.map_or_else(|_| minor.to_string(), |amount| text::format::money(settings.lang, amount));
        print::say(settings, "cli-import-ledger", &[("amount", amount)]);
    }
    let (invoices, notes) = (count(totals.invoices), count(totals.credit_notes));
    print::say(
        settings,
        "cli-import-documents",
        &[
            ("invoices", invoices),
            ("notes", notes),
            ("now", count(imported.taken_now)),
            ("seconds", began.elapsed().as_secs().to_string()),
        ],
    );
    Ok(())
}

/// What the ledger holds on the account of imported revenue: credits less debits, by currency.
async fn imported_revenue(app: &app::App, org: domain::ids::OrgId) -> Result<Vec<(String, i64)>, Stop> {
    let account = domain::ledger::Account::ImportedRevenue.code();
    Ok(store::reports::account_totals(&mut app.db.read().await?, org, account).await?)
}

pub async fn payments(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let app = settings.open().await?;
    let (org, _) = settings.organisation(&app).await?;
    let file = matches.get_one::<String>("file").map_or("", String::as_str);
    let entity = matches.get_one::<String>("entity").map(|id| id.parse::<EntityId>()).transpose()?;
    let unreadable =
        |e: std::io::Error| Refusal::invalid("bank_file_unreadable").with("file", file).with("why", e.to_string());
    let bytes = std::fs::read(file).map_err(unreadable)?;
    let name = Path::new(file).file_name().map_or_else(|| file.into(), |name| name.to_string_lossy());
    let report = app.import_payments(&app::Call::system(org), &name, &bytes, entity).await?;
    if settings.json {
        print::line!("{}", api::bank_import(&report, settings.lang));
        return none_taken(&report, file);
    }
    print::say(
        settings,
        "cli-payments",
        &[
            ("taken", report.taken.to_string()),
            ("allocated", report.allocated.to_string()),
            ("repeated", report.repeated.to_string()),
        ],
    );
    for row in &report.named {
        let sentence = text::refusal(settings.lang, &row.reason);
        print::say(settings, "cli-payments-named", &[("line", row.line.to_string()), ("sentence", sentence)]);
    }
    none_taken(&report, file)
}

/// Days that go in at once: long files go in parts.
const DAYS_AT_ONCE: usize = 300;

pub async fn rates(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let file = matches.get_one::<String>("file").map_or("", String::as_str);
    let day = |name| matches.get_one::<String>(name).map(|text| text.parse::<Date>()).transpose();
    let (from_day, until_day) = (day("from-day")?, day("until-day")?);
    let unreadable =
        |e: std::io::Error| Refusal::invalid("file_unreadable").with("file", file).with("why", e.to_string());
    let bytes = std::fs::read(file).map_err(unreadable)?;
    let text = match bytes.starts_with(&[0x1f, 0x8b]) {
        true => std::io::read_to_string(flate2::read::GzDecoder::new(bytes.as_slice())).map_err(unreadable)?,
        false => String::from_utf8_lossy(&bytes).into_owned(),
    };
    // Read as a whole first: a file with a fault changes nothing.
    let days = documents::ecb_csv::read(&text, from_day, until_day)?.len();
    let app = settings.open().await?;
    let (org, _) = settings.organisation(&app).await?;
    let (head, rows) = text.split_once('\n').unwrap_or((&text, ""));
    let rows: Vec<&str> = rows.lines().filter(|row| !row.trim().is_empty()).collect();
    let bar = print::bar(settings, u64::try_from(rows.len()).unwrap_or_default());
    let mut taken = 0;
    for part in rows.chunks(DAYS_AT_ONCE) {
        let text = format!("{head}\n{}\n", part.join("\n"));
        let import = json!({ "text": text, "from_day": from_day, "until_day": until_day });
        let done = app.execute(&app::Call::system(org), "exchange_rate.import", import).await?;
        taken += done.outcome.count.unwrap_or_default();
        bar.inc(u64::try_from(part.len()).unwrap_or_default());
    }
    bar.finish_and_clear();
    if settings.json {
        print::line!("{}", json!({"object": "import", "days": days, "taken": taken}));
    } else {
        print::say(settings, "cli-rates", &[("days", days.to_string()), ("taken", taken.to_string())]);
    }
    Ok(())
}

/// A file of which every row was left out is refused, so that a script notices.
fn none_taken(report: &app::bank_import::ImportReport, file: &str) -> Result<(), Stop> {
    if report.taken + report.repeated > 0 || report.named.is_empty() {
        return Ok(());
    }
    Err(Refusal::state("payments_none_taken").with("file", file).with("count", report.named.len()).into())
}
