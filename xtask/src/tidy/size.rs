//! Sizes: what fits on a few screens is read, what does not is skimmed.

use super::rust::{Rust, closing};
use super::tree::{Finding, Tree};

const FILE_LINES: usize = 600;
const TEST_FILE_LINES: usize = 1000;
/// Longer is worth a note, and above the second number a failure.
const FUNCTION_LINES: usize = 70;
const FUNCTION_LINES_AT_MOST: usize = 110;

/// No file of ours is longer than it may be.
pub fn file_length(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| file.path.ends_with(".rs") || file.path.ends_with(".sql")) {
        let lines = file.text.lines().count();
        let limit = if file.is_test { TEST_FILE_LINES } else { FILE_LINES };
        if lines > limit {
            findings.push(file.finding(0, format!("{lines} lines, {limit} at most; split it by what it does")));
        }
    }
    findings
}

/// No function is longer than it may be. A test that tells a long story only gets a note.
pub fn function_length(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, rust) in tree.rust_files() {
        for (line, name, lines) in functions(rust) {
            if lines > FUNCTION_LINES {
                let mut finding = file.finding(line, format!("fn {name} has {lines} lines, {FUNCTION_LINES} at most"));
                finding.fails = lines > FUNCTION_LINES_AT_MOST && !file.is_test_line(line);
                findings.push(finding);
            }
        }
    }
    findings
}

/// First line, name and number of lines of each function with a body.
fn functions(rust: &Rust) -> Vec<(usize, String, usize)> {
    let mut found = Vec::new();
    for at in rust.positions("fn") {
        let rest = &rust.code[at + "fn".len()..];
        let name: String = rest.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if name.is_empty() {
            continue;
        }
        let mut depth = 0i32;
        let body = rest.bytes().position(|byte| {
            depth += match byte {
                b'(' | b'[' => 1,
                b')' | b']' => -1,
                _ => 0,
            };
            depth == 0 && matches!(byte, b'{' | b';')
        });
        let Some(body) = body.map(|offset| at + "fn".len() + offset) else { continue };
        if rust.code.as_bytes()[body] == b'{' {
            let first = rust.line(at);
            found.push((first, name, rust.line(closing(&rust.code, body)) - first + 1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tree::{check, sample};
    use super::*;

    const PATH: &str = "crates/app/src/a.rs";

    #[test]
    fn a_file_has_600_lines_and_a_test_1000() {
        let (fits, long) = ("//\n".repeat(600), "//\n".repeat(601));
        check(
            file_length,
            &[&[(PATH, &fits)], &[("crates/a/tests/it/a.rs", &long)], &[("README.md", &long)]],
            &[&[(PATH, &long)], &[("crates/a/tests/it/a.rs", &"//\n".repeat(1001))]],
        );
    }

    #[test]
    fn a_function_has_70_lines_and_110_are_too_many() {
        let function = |lines: usize| format!("fn a(b: [u8; 2]) -> u8 {{\n{}}}\n", "    b();\n".repeat(lines - 2));
        check(function_length, &[&[(PATH, &function(70))]], &[&[(PATH, &function(111))]]);
        let notes = function_length(&sample(&[(PATH, &function(71))]));
        assert!(notes.len() == 1 && !notes[0].fails);
    }

    #[test]
    fn a_story_may_be_long() {
        let story = format!("#[test]\nfn story() {{\n{}}}\n", "    step();\n".repeat(200));
        assert!(function_length(&sample(&[(PATH, &story)])).iter().all(|finding| !finding.fails));
    }
}
