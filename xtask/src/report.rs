//! The table at the end of a test run, and the lines above it that somebody must read.

use crate::suites::Ran;
use std::fmt::Write;

/// Printed per failing test; the rest is in the log.
const LINES_PER_FAILURE: usize = 40;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counts {
    passed: usize,
    failed: usize,
    skipped: usize,
}

/// What the whole run came to.
#[derive(Debug, PartialEq)]
pub struct Total {
    pub passed: usize,
    pub failed: usize,
}

/// The database a test ran on, told by its name.
fn database(test: &str) -> &'static str {
    ["partitioned", "postgres", "sqlite"].into_iter().find(|kind| test.contains(kind)).unwrap_or("-")
}

/// Prints skipped and failed tests of one suite as soon as it has run.
pub fn print_suite(ran: &Ran) {
    for (name, reason) in &ran.outcome.skipped {
        println!("SKIPPED {} {name}: {reason}", ran.name);
    }
    for (name, said) in &ran.outcome.failed {
        println!("\nFAILED {} {name}", ran.name);
        // The log has the backtrace.
        let lines: Vec<&str> = said.trim().lines().take_while(|line| *line != "stack backtrace:").collect();
        lines.iter().take(LINES_PER_FAILURE).for_each(|line| println!("  {line}"));
        if lines.len() > LINES_PER_FAILURE {
            println!("  ... {} more lines", lines.len() - LINES_PER_FAILURE);
        }
        // A suite that could not start has no log.
        if ran.log.is_file() {
            println!("  (everything it printed: {})", ran.log.display());
        }
    }
}

/// Prints the table and the total.
pub fn print_table(suites: &[Ran]) -> Total {
    let (table, total) = table(suites);
    println!("\n{table}");
    total
}

fn table(suites: &[Ran]) -> (String, Total) {
    let mut text = format!(
        "{:<16} {:<12} {:>7} {:>7} {:>7} {:>9}\n",
        "suite", "database", "passed", "failed", "skipped", "seconds"
    );
    let mut total = Total { passed: 0, failed: 0 };
    for suite in suites {
        for (row, (database, counts)) in by_database(suite).into_iter().enumerate() {
            total.passed += counts.passed;
            total.failed += counts.failed;
            // The suite's time stands in its first row.
            let seconds = if row == 0 { format!("{:.1}", suite.seconds) } else { String::new() };
            let Counts { passed, failed, skipped } = counts;
            let line = format!("{:<16} {database:<12} {passed:>7} {failed:>7} {skipped:>7} {seconds:>9}", suite.name);
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }
    (text, total)
}

fn by_database(suite: &Ran) -> Vec<(&'static str, Counts)> {
    let mut rows = Vec::new();
    for kind in ["-", "sqlite", "postgres", "partitioned"] {
        let of_kind = |name: &String| kind == if suite.uses_database { database(name) } else { "-" };
        let counts = Counts {
            passed: suite.outcome.passed.iter().filter(|name| of_kind(name)).count(),
            failed: suite.outcome.failed.iter().filter(|(name, _)| of_kind(name)).count(),
            skipped: suite.outcome.skipped.iter().filter(|(name, _)| of_kind(name)).count(),
        };
        if counts != Counts::default() {
            rows.push((kind, counts));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::libtest::Outcome;

    #[test]
    fn a_suite_has_a_row_for_each_database() {
        let outcome = Outcome {
            passed: vec!["store::a_sqlite".into(), "store::a_postgres".into(), "store::b_sqlite".into()],
            failed: vec![("store::a_postgres_partitioned".into(), String::new())],
            skipped: vec![("store::plain".into(), "no disk".into())],
        };
        let ran = Ran { name: "it/store".into(), uses_database: true, outcome, seconds: 1.25, log: "log".into() };
        let (table, total) = table(&[ran]);
        let rows: Vec<String> =
            table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(
            rows,
            [
                "suite database passed failed skipped seconds",
                "it/store - 0 0 1 1.2",
                "it/store sqlite 2 0 0",
                "it/store postgres 1 0 0",
                "it/store partitioned 0 1 0",
            ]
        );
        assert_eq!(total, Total { passed: 3, failed: 1 });
    }
}
