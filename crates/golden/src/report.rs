//! Runs files of cases and counts how they end.

use crate::case::{Verdict, judge};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// How cases ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
}
impl Counts {
    pub fn cases(&self) -> usize {
        self.passed + self.failed + self.skipped
    }
    fn add(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// How the cases of each family ended.
#[derive(Debug, Default)]
pub struct Report {
    families: BTreeMap<(String, String), Counts>,
    /// Reasons why cases were skipped, with how many.
    skips: BTreeMap<(String, String), usize>,
}

impl Report {
    pub fn extend(&mut self, other: Report) {
        for (family, counts) in other.families {
            self.families.entry(family).or_default().add(counts);
        }
        for (skip, count) in other.skips {
            *self.skips.entry(skip).or_default() += count;
        }
    }
    pub fn total(&self) -> Counts {
        self.families.values().fold(Counts::default(), |mut sum, counts| {
            sum.add(*counts);
            sum
        })
    }
    /// The counts of one area, by its name.
    pub fn area(&self, area: &str) -> Counts {
        let of_area = self.families.iter().filter(|((known, _), _)| known == area);
        of_area.fold(Counts::default(), |mut sum, (_, counts)| {
            sum.add(*counts);
            sum
        })
    }
    /// The areas, then the reasons of the skips, then the sum.
    pub fn closing(&self) -> Vec<String> {
        let said =
            |counts: Counts| format!("{} passed, {} failed, {} skipped", counts.passed, counts.failed, counts.skipped);
        let mut areas: Vec<&str> = self.families.keys().map(|(area, _)| area.as_str()).collect();
        areas.dedup();
        let mut lines = vec![String::new()];
        lines.extend(areas.into_iter().map(|area| format!("{area}: {}", said(self.area(area)))));
        let whole = self.families.iter().filter(|(_, counts)| counts.skipped > 0 && counts.skipped == counts.cases());
        lines.extend(whole.map(|((area, family), _)| format!("{area}/{family} is skipped whole")));
        lines.extend(self.skips.iter().map(|((area, reason), count)| format!("skipped in {area}, {count}: {reason}")));
        lines.push(said(self.total()));
        lines
    }
}

/// Runs the cases under `path`: a directory of areas, of one area, or one file. Says a line per case.
pub fn run(path: &Path, say: &mut dyn FnMut(String)) -> Result<Report, String> {
    let mut files = Vec::new();
    collect(path, 0, &mut files)?;
    if files.is_empty() {
        return Err(format!(
            "there are no cases under {}; give a directory that holds <area>/<family>.json",
            path.display()
        ));
    }
    // A reader that stops is a failed case and told as one; the default hook would print it as a crash as well.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut report = Report::default();
    let outcome = files.iter().try_for_each(|file| run_file(file, &mut report, say));
    std::panic::set_hook(hook);
    outcome.map(|()| report)
}

/// The files of cases, in the order of their names.
fn collect(path: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{} cannot be read: {error}", path.display());
    if path.is_file() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    let mut entries = fs::read_dir(path).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    entries.sort_by_key(|entry| entry.file_name());
    for entry in entries {
        let path = entry.path();
        let is_cases = path.extension().is_some_and(|extension| extension == "json");
        if is_cases || (path.is_dir() && depth < 3) {
            collect(&path, depth + 1, files)?;
        }
    }
    Ok(())
}

fn run_file(path: &Path, report: &mut Report, say: &mut dyn FnMut(String)) -> Result<(), String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let file: Value = serde_json::from_str(&text).map_err(|error| format!("{} is no JSON: {error}", path.display()))?;
    let (Some(area), Some(family), Some(cases)) =
        (file["area"].as_str(), file["family"].as_str(), file["cases"].as_array())
    else {
        return Err(format!("{} needs `area`, `family` and `cases`", path.display()));
    };
    let mut counts = Counts::default();
    for (index, case) in cases.iter().enumerate() {
        let id = case["id"].as_str().map_or_else(|| format!("{}th case", index + 1), str::to_string);
        let (word, rest) = match judge(area, family, case) {
            Verdict::Passed => {
                counts.passed += 1;
                ("pass", String::new())
            }
            Verdict::Failed(wrong) => {
                counts.failed += 1;
                ("FAIL", format!(": {}", wrong.join("; ")))
            }
            Verdict::Skipped(reason) => {
                counts.skipped += 1;
                *report.skips.entry((area.to_string(), reason.clone())).or_default() += 1;
                ("skip", format!(": {reason}"))
            }
        };
        say(format!("{word} {area}/{family} {id}{rest}"));
    }
    report.families.entry((area.to_string(), family.to_string())).or_default().add(counts);
    Ok(())
}
