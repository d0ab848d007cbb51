//! The files of the repository as the checks see them.

use super::rust::Rust;
use crate::workspace::{Result, output_of};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A place that breaks a rule.
#[derive(Debug, PartialEq)]
pub struct Finding {
    pub path: String,
    /// Counted from one; one as well when the whole file is meant.
    pub line: usize,
    pub message: String,
    /// A note otherwise: printed, and no failure.
    pub fails: bool,
}

/// One text file.
pub struct SourceFile {
    /// From the root, with forward slashes.
    pub path: String,
    pub text: String,
    /// For `.rs` files: the code without comments and strings, and more.
    pub rust: Option<Rust>,
    /// The whole file is test code.
    pub is_test: bool,
}

pub struct Tree {
    pub files: Vec<SourceFile>,
}

impl Tree {
    /// Reads the files that git tracks or would track; binary files are left out.
    pub fn read(root: &Path) -> Result<Tree> {
        let mut git = Command::new("git");
        git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root);
        let mut paths: Vec<String> = output_of(&mut git)?.split('\0').map(String::from).collect();
        paths.sort();
        paths.dedup();
        // A file may be tracked and already deleted.
        let text = |path: String| Some((path.clone(), fs::read_to_string(root.join(&path)).ok()?));
        Ok(Tree::new(paths.into_iter().filter(|path| !path.is_empty()).filter_map(text).collect()))
    }

    pub fn new(files: Vec<(String, String)>) -> Tree {
        let mut files: Vec<SourceFile> = files
            .into_iter()
            .map(|(path, text)| {
                let rust = path.ends_with(".rs").then(|| Rust::read(&text));
                SourceFile { is_test: is_test_path(&path), path, text, rust }
            })
            .collect();
        let test_modules: BTreeSet<String> = files.iter().flat_map(test_modules).collect();
        files.iter_mut().for_each(|file| file.is_test = file.is_test || test_modules.contains(&file.path));
        Tree { files }
    }

    pub fn rust_files(&self) -> impl Iterator<Item = (&SourceFile, &Rust)> {
        self.files.iter().filter_map(|file| Some((file, file.rust.as_ref()?)))
    }
}

impl SourceFile {
    pub fn is_in(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    /// A line (from zero) of code that only tests run.
    pub fn is_test_line(&self, line: usize) -> bool {
        self.is_test || self.rust.as_ref().is_some_and(|rust| rust.test_lines.contains(&line))
    }

    /// The line, or a comment of its own on the line before, says `// <tag>: <reason>`.
    pub fn is_excused(&self, line: usize, tag: &str) -> bool {
        let mark = format!("// {tag}: ");
        let gives_reason = |text: &str| text.split_once(&mark).is_some_and(|(_, reason)| !reason.trim().is_empty());
        let line_before = line.checked_sub(1).and_then(|before| self.text.lines().nth(before));
        self.text.lines().nth(line).is_some_and(gives_reason)
            || line_before.is_some_and(|text| text.trim_start().starts_with("//") && gives_reason(text))
    }

    /// `line` counts from zero.
    pub fn finding(&self, line: usize, message: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line: line + 1, message: message.into(), fails: true }
    }
}

fn is_test_path(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.ends_with("_tests.rs")
}

/// The files of modules declared as `#[cfg(test)] mod name;`.
fn test_modules(file: &SourceFile) -> Vec<String> {
    let Some(rust) = &file.rust else { return Vec::new() };
    rust.test_modules.iter().flat_map(|name| module_paths(&file.path, name)).collect()
}

/// Where the body of `mod name;` in the file `path` may lie.
pub fn module_paths(path: &str, name: &str) -> [String; 2] {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.trim_end_matches(".rs");
    let is_root = matches!(stem, "lib" | "main" | "mod") || is_crate_root(path);
    let base = if is_root { folder.to_string() } else { format!("{folder}/{stem}") };
    [format!("{base}/{name}.rs"), format!("{base}/{name}/mod.rs")]
}

/// A file that cargo compiles by itself.
pub fn is_crate_root(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        [.., "src", "lib.rs" | "main.rs"] | [.., "build.rs"] => true,
        [.., "src", "bin", _] | [.., "src", "bin", _, "main.rs"] => true,
        [.., "tests" | "examples" | "benches", _, "main.rs"] => !parts.contains(&"src"),
        [.., "tests" | "examples" | "benches", _] => !parts.contains(&"src"),
        _ => false,
    }
}

/// A tree of samples, for the tests of the checks.
#[cfg(test)]
pub fn sample(files: &[(&str, &str)]) -> Tree {
    Tree::new(files.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect())
}

/// Fails unless the check finds something in each bad sample and nothing in the good ones.
#[cfg(test)]
pub fn check(rule: fn(&Tree) -> Vec<Finding>, good: &[&[(&str, &str)]], bad: &[&[(&str, &str)]]) {
    for files in good {
        assert_eq!(rule(&sample(files)), [], "should pass: {files:?}");
    }
    for files in bad {
        assert!(rule(&sample(files)).iter().any(|finding| finding.fails), "should be caught: {files:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_lie_beside_a_root_and_below_any_other_file() {
        assert_eq!(module_paths("crates/a/src/lib.rs", "b")[0], "crates/a/src/b.rs");
        assert_eq!(module_paths("crates/a/src/b/mod.rs", "c")[0], "crates/a/src/b/c.rs");
        assert_eq!(module_paths("crates/a/src/b.rs", "c")[1], "crates/a/src/b/c/mod.rs");
        assert_eq!(module_paths("crates/a/tests/it/main.rs", "c")[0], "crates/a/tests/it/c.rs");
    }

    #[test]
    fn test_code_is_known_by_path_by_attribute_and_by_declaration() {
        let tree = sample(&[
            (
                "crates/a/src/lib.rs",
                "#[cfg(test)]\nmod fixture;\nfn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() {}\n}\n",
            ),
            ("crates/a/src/fixture.rs", "fn c() {}\n"),
            ("crates/a/tests/it/main.rs", "fn d() {}\n"),
        ]);
        let lib = &tree.files[0];
        assert!(!lib.is_test_line(2) && lib.is_test_line(5));
        assert!(tree.files[1].is_test && tree.files[2].is_test);
    }

    #[test]
    fn an_excuse_needs_a_reason() {
        let tree = sample(&[("a.rs", "x // float: a chart\ny // float:\n// float: a chart\nz\n")]);
        let excused: Vec<bool> = (0..4).map(|line| tree.files[0].is_excused(line, "float")).collect();
        assert_eq!(excused, [true, false, true, true]);
    }
}
