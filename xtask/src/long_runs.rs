//! Runs of other programs of this workspace: benchmarks and torture (crashes, concurrency, big books), which take minutes
//! and need the optimised build, and the golden cases, which take seconds.

use crate::postgres::{self, Server};
use crate::workspace::{Result, cargo};

/// `cargo xtask bench`: the example `bench` of the binary's crate, with PostgreSQL at hand; builds are timed from here.
pub fn bench(args: &[String]) -> Result<bool> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    if let ["builds", rest @ ..] = words.as_slice() {
        return crate::builds::run(rest);
    }
    with_postgres(&["run", "--release", "-p", "quittance", "--example", "bench", "--"], &[], args)
}

/// `cargo xtask torture`: the module `torture` of the integration tests, told to take its time.
/// Arguments are handed to the test harness.
pub fn torture(args: &[String]) -> Result<bool> {
    let command = ["test", "--release", "-p", "quittance", "--test", "it", "--", "torture::", "--nocapture"];
    with_postgres(&command, &[("QUITTANCE_TORTURE", "long")], args)
}

/// `cargo xtask golden DIR...`: the program of the crate `golden`, which knows the domain; this tool does not, so that it
/// need not be built anew with every rule.
pub fn golden(args: &[String]) -> Result<bool> {
    let absolute = |path: &String| std::path::absolute(path).map_err(|e| format!("{path} is no path: {e}"));
    let paths = args.iter().map(absolute).collect::<Result<Vec<_>>>()?;
    let mut cargo = cargo();
    cargo.args(["run", "--quiet", "-p", "golden", "--"]).args(paths);
    cargo.status().map(|status| status.success()).map_err(|e| format!("cargo did not start: {e}"))
}

fn with_postgres(command: &[&str], variables: &[(&str, &str)], args: &[String]) -> Result<bool> {
    let mut cargo = cargo();
    cargo.args(command).args(args).envs(variables.iter().copied());
    let server = match std::env::var_os(postgres::URL_VARIABLE) {
        Some(_) => None,
        None => Some(Server::start(&postgres::provide()?)?),
    };
    if let Some(server) = &server {
        cargo.env(postgres::URL_VARIABLE, server.url());
    }
    cargo.status().map(|status| status.success()).map_err(|e| format!("cargo did not start: {e}"))
}
