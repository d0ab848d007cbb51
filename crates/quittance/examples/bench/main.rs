//! What Quittance does in a second, beside what its database does without it: one table, run by `cargo xtask bench`.
//! Every row and size runs in a process of its own, so that its peak memory is its own. Names of rows as arguments choose
//! some of them; `NAME=SIZE` runs a row at a size of one's own. Nothing here is asserted: times depend on the machine.

#![allow(clippy::float_arithmetic, reason = "times and rates, not money")]

mod cell;
mod choices;
mod client;
mod database;
mod figures;
mod history;
mod import;
mod measure;
mod pages;
mod portfolio;
mod printing;
mod raw;
#[allow(dead_code, reason = "shared with the timing of the printed documents, which uses the rest")]
#[path = "../../../render/examples/timing/samples.rs"]
mod samples;
mod startup;
mod verbs;
#[path = "../../../configurator/examples/clicks/walk.rs"]
mod walk;
mod world;

use measure::{Measure, Report};
use std::process::{Command, ExitCode, Stdio};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Rows of the table and their sizes.
const ROWS: &[(&str, &[usize])] = &[
    ("http-1", &[100, 400, 1_600]),
    ("http-32", &[500, 2_000, 8_000]),
    ("process-1", &[100, 400, 1_600]),
    ("process-32", &[500, 2_000, 8_000]),
    ("import", &[10_000, 100_000, import::ALL]),
    ("import-verbs", &[10_000, 50_000, 200_000]),
    ("pages", &[100, 1_000, 10_000]),
    // The size is that of the file.
    ("database", &[0]),
    ("printing", &[1, 5, 60]),
    ("price", &[100, 1_000, 10_000, 100_000]),
    ("cell", &[100, 1_000, 10_000]),
    ("portfolio", &[1_000, 10_000]),
    // Options of published product models.
    ("choices", &[364, 1_226, 18_616]),
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
    quittance::runtime()?.block_on(work)
}

/// One row at one size, in this process; the parent reads what it prints.
fn measured(row: &str, size: &str) -> Result<(), Failure> {
    let size: usize = size.parse()?;
    let measures = match row {
        "http-1" => run(verbs::over_http(size, 1))?,
        "http-32" => run(verbs::over_http(size, 32))?,
        "process-1" => run(verbs::in_process(size, 1))?,
        "process-32" => run(verbs::in_process(size, 32))?,
        "import" => run(import::measured(size))?,
        "import-verbs" => run(import::with_verbs(size))?,
        "database" => run(database::measured())?,
        "pages" => run(pages::measured(size))?,
        "printing" => printing::measured(size)?,
        "portfolio" => run(portfolio::measured(size))?,
        "cell" => run(cell::measured(size))?,
        "price" => figures::measured(size)?,
        "choices" => choices::measured(size)?,
        other => return Err(format!("there is no row `{other}`").into()),
    };
    println!("{}", serde_json::to_string(&Report { measures, peak_kb: measure::peak_kb() })?);
    Ok(())
}

/// The rows that were asked for, each at its sizes or at the one that was named with it.
fn rows(chosen: &[&str]) -> Result<Vec<(&'static str, Vec<usize>)>, Failure> {
    if chosen.is_empty() {
        // Without a database there is nothing to show for that row.
        let all = ROWS.iter().filter(|(row, _)| *row != "database" || database::given().is_some());
        return Ok(all.map(|(row, sizes)| (*row, sizes.to_vec())).collect());
    }
    let one = |word: &&str| {
        let (name, size) = word.split_once('=').map_or((*word, None), |(name, size)| (name, Some(size)));
        let known = || ROWS.iter().map(|(row, _)| *row).collect::<Vec<_>>().join(", ");
        let (row, sizes) = ROWS
            .iter()
            .find(|(row, _)| *row == name)
            .ok_or_else(|| format!("there is no row `{name}`; there are {}", known()))?;
        let size = size.map(str::parse).transpose()?;
        Ok((*row, size.map_or_else(|| sizes.to_vec(), |size| vec![size])))
    };
    chosen.iter().map(one).collect()
}

fn table(chosen: &[&str]) -> Result<(), Failure> {
    let rows = rows(chosen)?;
    println!("{}", Measure::head());
    for (row, sizes) in rows {
        let mut peaks = Vec::new();
        for size in sizes {
            let mut child = Command::new(std::env::current_exe()?);
            child.args(["--row", row, &size.to_string()]).stdin(Stdio::null()).stderr(Stdio::inherit());
            let output = child.output()?;
            let text = String::from_utf8_lossy(&output.stdout);
            let report = text.lines().last().and_then(|line| serde_json::from_str::<Report>(line).ok());
            match report {
                Some(report) => {
                    report.measures.iter().for_each(|m| println!("{}", m.line(report.peak_kb)));
                    peaks.push((size, report.peak_kb));
                }
                None => println!("| {row} | {size} | failed | | | | | | |"),
            }
        }
        if row == "import" {
            import::growth(&peaks).iter().for_each(|m| println!("{}", m.line(None)));
        }
    }
    Ok(())
}
