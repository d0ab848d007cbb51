//! `quittance import products FILE` and `quittance export products`

use super::{print, reading, stop::Stop};
use crate::config::Settings;
use clap::ArgMatches;
use documents::catalogue::Format;
use domain::refusal::Refusal;
use std::path::Path;

pub async fn import(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let app = settings.open().await?;
    let (org, _) = settings.organisation(&app).await?;
    let file = matches.get_one::<String>("file").map_or("", String::as_str);
    let unreadable =
        |e: std::io::Error| Refusal::not_found("file_unreadable").with("file", file).with("why", e.to_string());
    let bytes = std::fs::read(file).map_err(unreadable)?;
    let name = Path::new(file).file_name().map_or_else(|| file.into(), |name| name.to_string_lossy());
    let report = app.import_products(&app::Call::system(org), &name, &bytes, matches.get_flag("dry-run")).await?;
    if settings.json {
        print::line!("{}", api::catalogue_import(&report, settings.lang));
        return Ok(());
    }
    let counts = [
        ("added", report.added.to_string()),
        ("changed", report.changed.to_string()),
        ("same", report.same.to_string()),
        ("prices", report.prices.to_string()),
    ];
    print::say(settings, if report.dry_run { "cli-products-would" } else { "cli-products" }, &counts);
    for row in &report.named {
        let sentence = text::refusal(settings.lang, &row.reason);
        print::say(settings, "cli-payments-named", &[("line", row.line.to_string()), ("sentence", sentence)]);
    }
    Ok(())
}

pub async fn export(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let format: Format = matches.get_one::<String>("format").map_or("csv", String::as_str).parse()?;
    let (app, reader) = reading::reader(settings).await?;
    let text = app.export_products(&reader, format).await?;
    match matches.get_one::<String>("output") {
        None => print::line!("{}", text.trim_end()),
        Some(file) => std::fs::write(file, text)
            .map_err(|e| Refusal::state("file_unwritable").with("file", file).with("why", e.to_string()))?,
    }
    Ok(())
}
