//! The workspace's own tool, run as `cargo xtask <command>`: one command that passes the tests, the checks on the code
//! itself, and the long runs. It depends on nothing but the standard library and JSON, so that it starts in seconds.

mod browser;
mod builds;
mod install;
mod libtest;
mod long_runs;
mod postgres;
mod report;
mod suites;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <command>

  test [--suite NAME] [--filter TEXT] [--no-browser]
                     run every test on SQLite and on a private PostgreSQL, and print one table
  tidy               check the code itself: arrows, order, sizes, words, dead files
  bench [ROW[=SIZE]...]
                     measure the release build: all rows, or those named
  bench builds [edits]
                     time cold builds and builds after an edit: half an hour; or the edits only
  golden DIR...      run the published cases in a directory: <area>/<family>.json, one area, or one file
  torture [ARGS]     the long crash and concurrency runs on the release build
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match args.split_first() {
        Some((command, rest)) => match command.as_str() {
            "test" => test::run(rest),
            "tidy" => tidy::run(),
            "bench" => long_runs::bench(rest),
            "golden" => long_runs::golden(rest),
            "torture" => long_runs::torture(rest),
            "help" | "--help" | "-h" => {
                print!("{USAGE}");
                Ok(true)
            }
            other => Err(format!("there is no command `{other}`\n\n{USAGE}")),
        },
        None => Err(USAGE.to_string()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}
