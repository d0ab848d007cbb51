//! `cargo xtask test`: the one command that passes the tests. Builds, provides PostgreSQL and a browser, runs every suite,
//! and ends with one table and one line.

use crate::browser::{self, CHROMIUM_VARIABLE, DRIVER_VARIABLE};
use crate::libtest::Outcome;
use crate::postgres::{self, Server, URL_VARIABLE};
use crate::report::{print_suite, print_table};
use crate::suites::{self, Ran, Suite};
use crate::workspace::Result;
use std::path::PathBuf;

#[derive(Debug, Default, PartialEq)]
struct Options {
    suite: Option<String>,
    filter: Option<String>,
    no_browser: bool,
}

/// Runs the tests. Ok(false) when one failed, or when none ran.
pub fn run(args: &[String]) -> Result<bool> {
    let options = parse(args)?;
    let suites = match suites::build(options.suite.as_deref()) {
        Ok(suites) => select(suites, &options)?,
        Err(e) => {
            println!("{e}\n\n0 passed, 1 failed");
            return Ok(false);
        }
    };
    let mut variables = Vec::new();
    let server = match provide_database(&suites, &mut variables) {
        Ok(server) => server,
        Err(e) => {
            println!("{e}\n\n0 passed, 1 failed");
            return Ok(false);
        }
    };
    let mut ran = Vec::new();
    for suite in &suites {
        let result = run_suite(suite, &options, &mut variables)?;
        print_suite(&result);
        ran.push(result);
    }
    drop(server);
    let total = print_table(&ran);
    if total.passed + total.failed == 0 {
        println!("no test ran");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(total.failed == 0 && total.passed > 0)
}

fn parse(args: &[String]) -> Result<Options> {
    let mut options = Options::default();
    let mut words = args.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().cloned().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--suite" => options.suite = Some(value()?),
            "--filter" => options.filter = Some(value()?),
            "--no-browser" => options.no_browser = true,
            other => {
                return Err(format!(
                    "cargo xtask test does not know `{other}`; it takes --suite NAME, --filter TEXT and --no-browser"
                ));
            }
        }
    }
    Ok(options)
}

fn select(suites: Vec<Suite>, options: &Options) -> Result<Vec<Suite>> {
    let names: Vec<String> = suites.iter().map(|suite| suite.name.clone()).collect();
    let mut chosen = suites;
    if let Some(name) = &options.suite {
        chosen.retain(|suite| suite.is_called(name));
        if chosen.is_empty() {
            return Err(format!("there is no suite `{name}`; there are: {}", names.join(" ")));
        }
    }
    if let Some(text) = &options.filter {
        chosen.iter_mut().for_each(|suite| suite.keep_containing(text));
    }
    chosen.retain(|suite| !suite.tests.is_empty());
    Ok(chosen)
}

/// Starts PostgreSQL when a chosen suite needs it, unless the environment names a server already.
fn provide_database(suites: &[Suite], variables: &mut Vec<(String, String)>) -> Result<Option<Server>> {
    if !suites.iter().any(Suite::needs_database) || std::env::var_os(URL_VARIABLE).is_some() {
        return Ok(None);
    }
    let server = Server::start(&postgres::provide()?)?;
    variables.push((URL_VARIABLE.to_string(), server.url().to_string()));
    Ok(Some(server))
}

fn run_suite(suite: &Suite, options: &Options, variables: &mut Vec<(String, String)>) -> Result<Ran> {
    if suite.needs_browser() {
        if options.no_browser {
            return Ok(not_run(suite, |test| Outcome {
                skipped: vec![(test, "--no-browser".into())],
                ..Outcome::default()
            }));
        }
        match browser::provide() {
            Ok(browser) => {
                variables.push((CHROMIUM_VARIABLE.to_string(), browser.chromium.display().to_string()));
                variables.push((DRIVER_VARIABLE.to_string(), browser.driver.display().to_string()));
            }
            Err(e) => {
                println!("{e}");
                let reason = "there is no browser";
                return Ok(not_run(suite, |test| Outcome {
                    failed: vec![(test, reason.into())],
                    ..Outcome::default()
                }));
            }
        }
    }
    eprintln!("running {} ({} tests)", suite.name, suite.tests.len());
    suites::run(suite, variables)
}

/// The same outcome for each test of a suite that could not run.
fn not_run(suite: &Suite, outcome: impl Fn(String) -> Outcome) -> Ran {
    let mut all = Outcome::default();
    for test in &suite.tests {
        let one = outcome(test.clone());
        all.failed.extend(one.failed);
        all.skipped.extend(one.skipped);
    }
    Ran { name: suite.name.clone(), uses_database: false, outcome: all, seconds: 0.0, log: PathBuf::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_read_and_unknown_ones_refused() {
        let args = |words: &[&str]| -> Vec<String> { words.iter().map(|word| word.to_string()).collect() };
        let options = parse(&args(&["--suite", "store", "--no-browser", "--filter", "invoice"])).unwrap();
        let expected = Options { suite: Some("store".into()), filter: Some("invoice".into()), no_browser: true };
        assert_eq!(options, expected);
        assert!(parse(&args(&["--sweet"])).is_err());
        assert!(parse(&args(&["--suite"])).is_err());
    }
}
