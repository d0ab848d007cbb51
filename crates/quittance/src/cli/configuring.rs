//! `quittance configurator stats`, `run` and `why`: a product model in a file, without any database.

use super::{print, stop::Stop};
use crate::config::Settings;
use clap::{Arg, ArgMatches, Command};
use configurator::{Configurator, ImportError, model::Model, read, report};
use domain::refusal::Refusal;
use serde_json::json;
use std::{path::Path, sync::Arc};

pub fn command() -> Command {
    let file = || Arg::new("file").required(true).value_name("FILE").help("A model in UVL or DIMACS, plain or gzip");
    Command::new("configurator")
        .about("Product models: what is possible, what a choice forces, and why")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("stats")
                .about("Options, those always and never there, and how many configurations")
                .arg(file()),
        )
        .subcommand(
            Command::new("run")
                .about("Answers a file of partial configurations; exits 1 when a figure given in it differs")
                .arg(file())
                .arg(Arg::new("queries").required(true).value_name("QUERIES.json")),
        )
        .subcommand(
            Command::new("why")
                .about("Why an option is impossible under a partial configuration, and how to get it anyway")
                .arg(file())
                .arg(Arg::new("query").required(true).value_name("QUERY.json"))
                .arg(Arg::new("want").long("want").value_name("NAME").help("The option wanted"))
                .arg(Arg::new("avoid").long("avoid").value_name("NAME").help("The option to be without")),
        )
}

pub fn run(settings: &Settings, action: &str, matches: &ArgMatches) -> Result<(), Stop> {
    let given = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let model = model(given("file"))?;
    match action {
        "stats" => {
            let found = match Configurator::new(model) {
                Ok(configurator) => report::stats(&configurator),
                Err(ImportError::Void(void)) => report::stats_of_void(&void),
                Err(other) => return Err(wrong(given("file"), &other)),
            };
            stats(settings, &found);
            Ok(())
        }
        "run" => answer(settings, ready(model, given("file"))?, given("queries")),
        _ => {
            let query = report::query(&text_of(given("query"))?).map_err(|e| wrong(given("query"), &e))?;
            let (want, selected) = match (matches.get_one::<String>("want"), matches.get_one::<String>("avoid")) {
                (Some(want), None) => (want, true),
                (None, Some(avoid)) => (avoid, false),
                _ => return Err(Refusal::invalid("configurator_want").at("want").into()),
            };
            let configurator = ready(model, given("file"))?;
            let why = report::why(&configurator, &query, want, selected);
            told(settings, &why.map_err(|e| wrong(given("query"), &e))?);
            Ok(())
        }
    }
}

/// The bytes of a file, or what to do when there are none.
fn bytes_of(path: &str) -> Result<Vec<u8>, Stop> {
    std::fs::read(Path::new(path))
        .map_err(|error| Refusal::not_found("file_unreadable").with("file", path).with("why", error.to_string()).into())
}
fn text_of(path: &str) -> Result<String, Stop> {
    let not_text = |_| Refusal::invalid("file_unreadable").with("file", path).with("why", "UTF-8").into();
    String::from_utf8(bytes_of(path)?).map_err(not_text)
}
fn model(path: &str) -> Result<Model, Stop> {
    let unreadable = |error: read::ReadError| {
        Refusal::invalid("model_unreadable").with("file", path).with("problem", error.to_string())
    };
    Ok(read::read(&bytes_of(path)?).map_err(unreadable)?)
}
/// Refuses a model that nothing satisfies, with the rules that exclude each other.
fn ready(model: Model, path: &str) -> Result<Arc<Configurator>, Stop> {
    Ok(Arc::new(Configurator::new(model).map_err(|error| wrong(path, &error))?))
}
fn wrong(path: &str, error: &impl std::fmt::Display) -> Stop {
    Refusal::invalid("model_unreadable").with("file", path).with("problem", error.to_string()).into()
}

fn stats(settings: &Settings, stats: &report::Stats) {
    if settings.json {
        print::line!("{}", json!(stats));
        return;
    }
    let t = |key: &str| text::t(settings.lang, key);
    print::line!("{}: {}", t("configurator-features"), stats.features);
    print::line!("{}: {}", t("configurator-core"), stats.core.join(", "));
    print::line!("{}: {}", t("configurator-dead"), stats.dead.join(", "));
    let count = stats.configurations.clone().unwrap_or_else(|| t("configurator-uncounted"));
    print::line!("{}: {count}", t("configurator-configurations"));
}

/// Prints every answer. Ends with exit code 1 when a field given in the file came out otherwise.
fn answer(settings: &Settings, configurator: Arc<Configurator>, path: &str) -> Result<(), Stop> {
    let wrong = |e: report::QueryError| wrong(path, &e);
    let queries = report::queries(&text_of(path)?).map_err(wrong)?;
    let run = report::run(configurator, &queries).map_err(wrong)?;
    if settings.json {
        print::line!("{}", json!(run));
    } else {
        for (at, answered) in run.queries.iter().enumerate() {
            let differs = match answered.differs.as_slice() {
                [] => String::new(),
                differs => format!("  {}: {}", text::t(settings.lang, "configurator-differs"), differs.join(", ")),
            };
            print::line!("{}  {}  {} ms{differs}", at + 1, json!(answered.answer), answered.milliseconds);
        }
    }
    if run.different > 0 { Err(Stop::Said(1)) } else { Ok(()) }
}

fn told(settings: &Settings, why: &report::Why) {
    if settings.json {
        print::line!("{}", json!(why));
        return;
    }
    let t = |key: &str, name: &str| text::t_with(settings.lang, key, &[("name", name.into())]);
    if why.possible {
        print::line!("{}", t("configurator-possible", &why.want));
        return;
    }
    print::line!("{}", t("configurator-impossible", &why.want));
    why.conflict.select.iter().for_each(|name| print::line!("  + {name}"));
    why.conflict.deselect.iter().for_each(|name| print::line!("  - {name}"));
    why.conflict.rules.iter().for_each(|rule| print::line!("  {}: {}", rule.line, rule.text));
    for repair in &why.repairs {
        let drops = repair.drop_select.iter().map(|name| format!("+ {name}"));
        let drops: Vec<String> = drops.chain(repair.drop_deselect.iter().map(|name| format!("- {name}"))).collect();
        let price = repair.price_difference.as_ref().map_or_else(String::new, |price| format!(" ({price})"));
        print::line!("{}{price}", t("configurator-repair", &drops.join(", ")));
    }
}
