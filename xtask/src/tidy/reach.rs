//! Files that nothing reaches are not compiled, and rot.

use super::rust::Rust;
use super::tree::{Finding, SourceFile, Tree, is_crate_root, module_paths};
use std::collections::BTreeSet;

/// Every Rust file is a crate's root or declared by a `mod` that is reached from one.
pub fn dead_files(tree: &Tree) -> Vec<Finding> {
    let sources: Vec<(&SourceFile, &Rust)> =
        tree.rust_files().filter(|(file, _)| file.is_in(&["crates/", "xtask/"])).collect();
    let mut reached = BTreeSet::new();
    let mut to_visit: Vec<String> =
        sources.iter().filter(|(file, _)| is_crate_root(&file.path)).map(|(file, _)| file.path.clone()).collect();
    while let Some(path) = to_visit.pop() {
        if reached.insert(path.clone())
            && let Some((file, rust)) = sources.iter().find(|(file, _)| file.path == path)
        {
            to_visit.extend(children(file, rust));
        }
    }
    let dead = sources.iter().filter(|(file, _)| !reached.contains(&file.path));
    dead.map(|(file, _)| file.finding(0, "no `mod` reaches this file; declare it or delete it")).collect()
}

/// The files that the declarations of one file may mean.
fn children(file: &SourceFile, rust: &Rust) -> Vec<String> {
    let mut paths = Vec::new();
    for at in rust.positions("mod") {
        let name: String = rust.code[at + "mod".len()..]
            .trim_start()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        paths.extend(module_paths(&file.path, &name));
    }
    // `#[path = ".."]` counts from the file's own folder.
    let folder = file.path.rsplit_once('/').map(|(folder, _)| folder).unwrap_or_default();
    let after_path = |start: usize| rust.code[..start].trim_end().ends_with("#[path =");
    let named = rust.literals.iter().filter(|literal| after_path(literal.start));
    paths.extend(named.map(|literal| resolve(&format!("{folder}/{}", literal.text))));
    paths
}

/// Takes `..` out of a path.
fn resolve(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::super::tree::check;
    use super::*;

    #[test]
    fn every_file_is_reached() {
        const LIB: (&str, &str) = ("crates/a/src/lib.rs", "mod b;\n#[path = \"../shared/d.rs\"]\nmod d;\n");
        check(
            dead_files,
            &[&[
                LIB,
                ("crates/a/src/b.rs", "mod c;\n"),
                ("crates/a/src/b/c.rs", ""),
                ("crates/a/shared/d.rs", ""),
                ("crates/a/tests/it/main.rs", "mod e;\n"),
                ("crates/a/tests/it/e.rs", ""),
                ("crates/a/examples/bench.rs", ""),
            ]],
            &[
                &[LIB, ("crates/a/src/forgotten.rs", "")],
                &[LIB, ("crates/a/src/c.rs", "// mod c;\n")],
                &[LIB, ("crates/a/tests/it/main.rs", ""), ("crates/a/tests/it/lost.rs", "")],
            ],
        );
    }
}
