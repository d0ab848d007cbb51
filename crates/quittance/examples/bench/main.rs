//! What Quittance does in a second, beside what its database does without it: one table, run by `cargo xtask bench`.
//! Every row and size runs in a process of its own, so that its peak memory is its own. Names of rows as arguments choose
//! some of them. Nothing here is asserted: times depend on the machine.

#![allow(clippy::float_arithmetic, reason = "times and rates, not money")]

mod client;
mod figures;
mod measure;
mod pages;
mod printing;
mod raw;
#[allow(dead_code, reason = "shared with the timing of the printed documents, which uses the rest")]
#[path = "../../../render/examples/timing/samples.rs"]
mod samples;
mod startup;
mod verbs;
mod world;

use measure::{Measure, Report};
use std::process::{Command, ExitCode, Stdio};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Rows of the table and their sizes.
const ROWS: &[(&str, [usize; 3])] = &[
    ("http-1", [100, 400, 1_600]),
    ("http-32", [500, 2_000, 8_000]),
    ("process-1", [100, 400, 1_600]),
    ("process-32", [500, 2_000, 8_000]),
    ("pages", [100, 1_000, 10_000]),
    ("printing", [1, 5, 60]),
    ("price", [100, 1_000, 10_000]),
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let ended = match words.as_slice() {
        ["--row", row, size] => measured(row, size),
        ["--serve", file] => run(startup::serve(file)),
        chosen => table(chosen),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// One row at one size, in this process; the parent reads what it prints.
fn measured(row: &str, size: &str) -> Result<(), Failure> {
    let size: usize = size.parse()?;
    let measures = match row {
        "http-1" => run(verbs::over_http(size, 1))?,
        "http-32" => run(verbs::over_http(size, 32))?,
        "process-1" => run(verbs::in_process(size, 1))?,
        "process-32" => run(verbs::in_process(size, 32))?,
        "pages" => run(pages::measured(size))?,
        "printing" => printing::measured(size)?,
        "price" => figures::measured(size)?,
        other => return Err(format!("there is no row `{other}`").into()),
    };
    println!("{}", serde_json::to_string(&Report { measures, peak_kb: measure::peak_kb() })?);
    Ok(())
}

fn table(chosen: &[&str]) -> Result<(), Failure> {
    println!("{}", Measure::head());
    for (row, sizes) in ROWS.iter().filter(|(row, _)| chosen.is_empty() || chosen.contains(row)) {
        for size in sizes {
            let mut child = Command::new(std::env::current_exe()?);
            child.args(["--row", row, &size.to_string()]).stdin(Stdio::null()).stderr(Stdio::inherit());
            let output = child.output()?;
            let text = String::from_utf8_lossy(&output.stdout);
            let report = text.lines().last().and_then(|line| serde_json::from_str::<Report>(line).ok());
            match report {
                Some(report) => report.measures.iter().for_each(|m| println!("{}", m.line(report.peak_kb))),
                None => println!("| {row} | {size} | failed | | | | |"),
            }
        }
    }
    Ok(())
}
