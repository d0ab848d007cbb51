//! `golden PATH...`: runs the cases of directories of areas, of one area or of one file, and prints a line per case.

use std::{path::Path, process::ExitCode};

fn main() -> ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    if paths.is_empty() {
        eprintln!(
            "usage: cargo xtask golden DIR...\n\na directory of areas, a directory of one area, or one file of cases"
        );
        return ExitCode::from(2);
    }
    let mut all = golden::Report::default();
    for path in &paths {
        match golden::run(Path::new(path), &mut |line| println!("{line}")) {
            Ok(report) => all.extend(report),
            Err(message) => {
                eprintln!("{message}");
                return ExitCode::from(2);
            }
        }
    }
    for line in all.closing() {
        println!("{line}");
    }
    if all.total().failed == 0 && all.total().cases() > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
