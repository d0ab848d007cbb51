//! Words that have no business here: names that say nothing, shortcuts, unfinished work, and places only one machine has.

use super::tree::{Finding, Tree};

/// A file or folder is named by a word of the trade.
pub fn file_names(tree: &Tree) -> Vec<Finding> {
    const EMPTY: &[&str] = &["util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"];
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| file.rust.is_some()) {
        for name in file.path.trim_end_matches(".rs").split('/').filter(|name| EMPTY.contains(name)) {
            findings.push(file.finding(0, format!("`{name}` says nothing; name it by what is in it")));
        }
    }
    findings
}

/// Outside tests a failure is an error, not a panic.
pub fn unwrap(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, rust) in tree.rust_files() {
        for line in rust.positions(".unwrap()").into_iter().map(|at| rust.line(at)) {
            if !file.is_test_line(line) {
                findings.push(file.finding(line, "unwrap; return an error, or expect(..) with the broken invariant"));
            }
        }
    }
    findings
}

/// What is in the tree is done, and every test runs.
pub fn unfinished(tree: &Tree) -> Vec<Finding> {
    const MARKS: &[&str] = &["todo!", "unimplemented!", "dbg!", "#[ignore"];
    let mut findings = Vec::new();
    for (file, rust) in tree.rust_files() {
        for mark in MARKS {
            let lines = rust.positions(mark).into_iter().map(|at| rust.line(at));
            findings.extend(lines.map(|line| file.finding(line, format!("{mark} is unfinished work"))));
        }
    }
    findings
}

/// The repository means the same on every machine, and tells nobody where to fetch packages.
pub fn foreign_places(tree: &Tree) -> Vec<Finding> {
    // Written in two halves, or this file would break its own rule.
    const PLACES: &[&str] =
        &[concat!("/wo", "rk/"), concat!("crates.io", "/api"), concat!("registry", ".npmjs"), concat!("pypi", ".org")];
    let mut findings = Vec::new();
    for file in &tree.files {
        for (line, text) in file.text.lines().enumerate() {
            for place in PLACES.iter().filter(|place| mentions(text, place)) {
                findings.push(file.finding(line, format!("{place} exists on one machine, or is not ours to name")));
            }
        }
    }
    findings
}

/// A path starts at a border: `example.com/work/` is somebody's address, not a folder here.
fn mentions(text: &str, place: &str) -> bool {
    let starts_there = |at: usize| {
        let before = text[..at].chars().next_back();
        !place.starts_with('/')
            || !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '}'))
    };
    text.match_indices(place).any(|(at, _)| starts_there(at))
}

#[cfg(test)]
mod tests {
    use super::super::tree::check;
    use super::*;

    const PATH: &str = "crates/app/src/a.rs";

    #[test]
    fn names_say_something() {
        check(
            file_names,
            &[&[("crates/app/src/helpdesk.rs", "")], &[("docs/common/a.md", "")]],
            &[&[("crates/app/src/utils.rs", "")], &[("crates/app/src/common/a.rs", "")]],
        );
    }

    #[test]
    fn failures_are_errors() {
        check(
            unwrap,
            &[
                &[(PATH, "a.unwrap_or(1); // .unwrap()\n#[cfg(test)]\nmod tests {\n    fn b() { a.unwrap(); }\n}\n")],
                &[("crates/a/tests/it/a.rs", "a.unwrap();\n")],
            ],
            &[&[(PATH, "#[test]\nfn a() {}\nfn b() { a.unwrap(); }\n")]],
        );
    }

    #[test]
    fn nothing_is_left_for_later() {
        check(
            unfinished,
            &[&[(PATH, "// todo!\nf(\"dbg!\");\n")]],
            &[&[(PATH, "todo!()\n")], &[("crates/a/tests/it/a.rs", "#[ignore = \"slow\"]\nfn a() {}\n")]],
        );
    }

    #[test]
    fn no_machine_and_no_registry_is_named() {
        let folder = format!("see {}notes\n", PLACE);
        let host = format!("https://{}.org/simple\n", "pypi");
        check(
            foreign_places,
            &[&[("README.md", "https://example.com/work/plan and frame/work/s\n")]],
            &[&[("README.md", &folder)], &[("a.toml", &host)]],
        );
    }

    const PLACE: &str = concat!("/wo", "rk/");
}
