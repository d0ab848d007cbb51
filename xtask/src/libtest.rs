//! Reading what Rust's test harness prints: the list of tests, and per test what became of it.

use std::collections::{BTreeMap, BTreeSet};

/// A test that must not pass unnoticed without having run prints this at the start of a line, and the reason behind it.
const SKIP_MARK: &str = "SKIPPED:";

/// What became of the tests of one run, by name.
#[derive(Debug, Default, PartialEq)]
pub struct Outcome {
    pub passed: Vec<String>,
    /// With what the test printed, when it printed anything.
    pub failed: Vec<(String, String)>,
    /// With the reason.
    pub skipped: Vec<(String, String)>,
}

/// The names in the answer to `--list`.
pub fn parse_list(stdout: &str) -> Vec<String> {
    stdout.lines().filter_map(|line| line.strip_suffix(": test")).map(String::from).collect()
}

/// Sorts the tests that were asked for into passed, failed and skipped, from the output of a run with `--show-output`.
/// Without a summary line (the process died) every test that was not reported as ok has failed.
pub fn parse_run(asked: &[String], stdout: &str) -> Outcome {
    let summary = stdout.lines().rev().find(|line| line.starts_with("test result: "));
    let reported = reported(stdout);
    let printed = printed_output(stdout);
    let failed_at_the_end = failure_list(stdout);
    let mut outcome = Outcome::default();
    for name in asked {
        let said = printed.get(name.as_str()).cloned().unwrap_or_default();
        let report = reported.get(name.as_str()).copied();
        let ignored = report.filter(|word| word.starts_with("ignored"));
        let failed = failed_at_the_end.contains(name.as_str()) || report.is_some_and(|word| word.starts_with("FAILED"));
        if failed {
            outcome.failed.push((name.clone(), said));
        } else if let Some(word) = ignored {
            outcome.skipped.push((name.clone(), word.to_string()));
        } else if let Some(reason) = said.lines().find_map(|line| line.strip_prefix(SKIP_MARK)) {
            outcome.skipped.push((name.clone(), reason.trim().to_string()));
        } else if summary.is_none() && report != Some("ok") {
            outcome.failed.push((name.clone(), "did not finish".to_string()));
        } else {
            outcome.passed.push(name.clone());
        }
    }
    disagreement(&outcome, summary).into_iter().for_each(|entry| outcome.failed.push(entry));
    outcome
}

/// The harness counts for itself; when it saw more failures or fewer tests than we read, that is a failure too.
fn disagreement(outcome: &Outcome, summary: Option<&str>) -> Option<(String, String)> {
    let summary = summary?;
    let count = |word: &str| -> Option<usize> {
        let before = summary.split(&format!(" {word}")).next()?;
        before.rsplit(' ').next()?.parse().ok()
    };
    let ran = count("passed")? + count("failed")? + count("ignored")?;
    let read = outcome.passed.len() + outcome.failed.len() + outcome.skipped.len();
    let agree = ran == read && count("failed")? == outcome.failed.len();
    (!agree).then(|| ("(summary)".to_string(), format!("{read} tests were asked for, but the harness says: {summary}")))
}

/// The word behind `test <name> ... `.
fn reported(stdout: &str) -> BTreeMap<&str, &str> {
    let lines = stdout.lines().filter_map(|line| line.strip_prefix("test ")?.split_once(" ... "));
    lines.map(|(name, word)| (name.trim_end_matches(" - should panic"), word.trim())).collect()
}

/// What each test printed, from the blocks headed `---- <name> stdout ----`.
fn printed_output(stdout: &str) -> BTreeMap<&str, String> {
    let mut blocks: BTreeMap<&str, String> = BTreeMap::new();
    let mut current = None;
    for line in stdout.lines() {
        let head = line.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" stdout ----"));
        if head.is_some() {
            current = head;
        } else if matches!(line, "successes:" | "failures:") {
            current = None;
        } else if let Some(name) = current {
            let block = blocks.entry(name).or_default();
            block.push_str(line);
            block.push('\n');
        }
    }
    blocks
}

/// The names listed, indented, under the last `failures:`.
fn failure_list(stdout: &str) -> BTreeSet<&str> {
    let lines: Vec<&str> = stdout.lines().collect();
    let Some(start) = lines.iter().rposition(|line| *line == "failures:") else { return BTreeSet::new() };
    lines[start + 1..].iter().map_while(|line| line.strip_prefix("    ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: &str = "
running 4 tests
test money::adds ... ok
test money::mixed ... FAILED
test money::later ... ignored, needs a printer
test store::on_postgres ... ok

successes:

---- store::on_postgres stdout ----
SKIPPED: no server


successes:
    money::adds
    store::on_postgres

failures:

---- money::mixed stdout ----
thread 'money::mixed' panicked at src/money.rs:1:
1 is not 2


failures:
    money::mixed

test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
";

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| name.to_string()).collect()
    }

    #[test]
    fn a_list_gives_the_tests_and_not_the_benchmarks() {
        let list = "money::adds: test\nmoney::speed: benchmark\n\n1 test, 1 benchmark\n";
        assert_eq!(parse_list(list), names(&["money::adds"]));
    }

    #[test]
    fn a_run_is_sorted_and_a_skip_is_no_pass() {
        let asked = names(&["money::adds", "money::mixed", "money::later", "store::on_postgres"]);
        let outcome = parse_run(&asked, RUN);
        assert_eq!(outcome.passed, ["money::adds"]);
        assert_eq!(outcome.failed.len(), 1);
        assert!(outcome.failed[0].1.contains("1 is not 2"));
        let skipped: Vec<&str> = outcome.skipped.iter().map(|(_, reason)| reason.as_str()).collect();
        assert_eq!(skipped, ["ignored, needs a printer", "no server"]);
    }

    #[test]
    fn a_process_that_died_has_failed_all_it_did_not_finish() {
        let outcome = parse_run(&names(&["a", "b"]), "running 2 tests\ntest a ... ok\n");
        assert_eq!(outcome.passed, ["a"]);
        assert_eq!(outcome.failed, [("b".to_string(), "did not finish".to_string())]);
    }

    #[test]
    fn tests_that_did_not_run_are_a_failure() {
        let empty = "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 9 filtered out; finished in 0.00s";
        assert_eq!(parse_run(&names(&["a"]), empty).failed[0].0, "(summary)");
    }
}
