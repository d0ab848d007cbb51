//! The command line: `quittance <noun> <action> [id] --field value`, made from the registry of verbs, and the commands
//! that are no verbs. Exit codes: 0 done, 2 wrong usage, 3 refused, 4 not found, 5 unavailable or a fault.

mod access;
mod args;
mod catalogue;
mod configuring;
mod demonstrating;
mod fields;
mod importing;
mod operating;
mod pricing;
mod print;
mod reading;
mod serving;
mod stop;
mod verbs;
mod way;

pub use access::new_password;

use crate::config::{self, Settings};
use clap::ArgMatches;
use std::{ffi::OsString, process::ExitCode};
use stop::Stop;

/// Runs one command line.
pub fn main(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.collect();
    log();
    let command = args::command(&arguments);
    let matches = match command.clone().try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let settings = Settings {
        database: matches.get_one::<String>("database").cloned().unwrap_or_else(config::default_database),
        organisation: matches.get_one::<String>("organisation").cloned(),
        json: matches.get_flag("json"),
        lang: config::language(),
    };
    let runtime = match crate::runtime() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(5);
        }
    };
    match runtime.block_on(run(&settings, &matches)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            let flag =
                stop.param().filter(|_| !settings.json).and_then(|param| args::flag_of(&command, &matches, param));
            let told = stop.told(&settings);
            if !told.is_empty() {
                eprintln!("{told}{}", flag.map_or_else(String::new, |flag| format!(" ({flag})")));
            }
            ExitCode::from(stop.exit_code())
        }
    }
}

/// Warnings and faults go to standard error; `QUITTANCE_LOG` asks for more.
fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("QUITTANCE_LOG");
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

async fn run(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let named = matches.contains_id("database");
    let Some((noun, matches)) = matches.subcommand() else { return Ok(()) };
    match (noun, matches.subcommand()) {
        ("serve", _) => serving::serve(settings, matches).await,
        ("demo", _) => demonstrating::run(settings, named, matches).await,
        ("doctor", _) => operating::doctor(settings).await,
        ("report", _) => operating::report(settings, matches).await,
        ("advance", _) => operating::advance(settings, matches).await,
        ("replay", _) => operating::replay(settings, matches).await,
        ("dump", _) => operating::dump(settings).await,
        ("rebuild", _) => operating::rebuild(settings).await,
        ("backup", _) => operating::backup(settings, matches).await,
        ("restore", _) => operating::restore(settings, matches).await,
        ("configurator", Some((action, matches))) => configuring::run(settings, action, matches),
        ("why", _) => reading::why(settings, matches).await,
        ("import", Some(("payments", matches))) => importing::payments(settings, matches).await,
        ("import", Some(("rates", matches))) => importing::rates(settings, matches).await,
        ("import", Some(("products", matches))) => catalogue::import(settings, matches).await,
        ("export", Some((_, matches))) => catalogue::export(settings, matches).await,
        ("import", Some((_, matches))) => importing::orders(settings, matches).await,
        ("init", _) => access::init(settings, matches).await,
        ("key", Some((action, matches))) => access::key(settings, action, matches).await,
        ("member", Some((action, matches))) => access::member(settings, action, matches).await,
        (noun, Some(("list", matches))) => reading::list(settings, noun, matches).await,
        (noun, Some(("show", matches))) => reading::show(settings, noun, matches).await,
        ("quote", Some(("diff", matches))) => reading::diff(settings, matches).await,
        ("quote", Some(("outlook", matches))) => reading::outlook(settings, matches).await,
        ("quote", Some(("explain", matches))) => pricing::explain(settings, matches).await,
        (_, Some(("preview", matches))) => pricing::preview(settings, matches).await,
        (noun, Some(("trail", matches))) => reading::trail(settings, noun, matches).await,
        (noun, Some((action, matches))) => verbs::run(settings, noun, action, matches).await,
        (_, None) => Ok(()),
    }
}
