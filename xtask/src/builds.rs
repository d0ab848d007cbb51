//! How long builds take: everything from nothing, and again after a change of one line. All of it happens in a copy of
//! the sources below the target folder: whatever ends the run, the sources themselves stay as they are.

use crate::workspace::{Result, cargo, root, target};
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

const PREFIX: &str = "bench-builds-";
/// Crates in which a line is changed: the one that everything depends on, and the one that is changed most.
const EDITED: [&str; 2] = ["domain", "web"];

/// `cargo xtask bench builds [edits]`: cold builds in a target folder of their own, and edits. With `edits` only those, in
/// the target folder in use, where the packages of others are built already.
pub fn run(args: &[&str]) -> Result<bool> {
    let edits_only = match args {
        [] => false,
        ["edits"] => true,
        other => return Err(format!("`builds` knows `edits`, not `{}`", other.join(" "))),
    };
    let folder = Folder::new(&target())?;
    let sources = folder.0.join("sources");
    copy(&root(), &sources)?;
    let cold = if edits_only { target() } else { folder.0.join("target") };
    let build = |profile: &[&str]| timed(&sources, &cold, profile);
    println!("| {:<34} | {:>8} |\n|{}|{}|", "build", "time", "-".repeat(36), "-".repeat(10));
    let warm = build(&[])?;
    if !edits_only {
        show("debug, cold", warm);
    }
    for name in EDITED {
        edit(&sources.join("crates").join(name).join("src/lib.rs"))?;
        show(&format!("debug, one line edited in {name}"), build(&[])?);
    }
    if !edits_only {
        // Nothing of the debug build serves the release build.
        show("release, cold", build(&["--release"])?);
    }
    Ok(true)
}

fn show(what: &str, took: Duration) {
    println!("| {what:<34} | {:>6.1} s |", took.as_secs_f64());
}

/// A folder that goes away with its contents; what a run that was killed left behind goes first.
struct Folder(PathBuf);

impl Folder {
    fn new(beside: &Path) -> Result<Folder> {
        for left in fs::read_dir(beside).into_iter().flatten().flatten() {
            if left.file_name().to_string_lossy().starts_with(PREFIX) {
                fs::remove_dir_all(left.path()).map_err(|e| format!("{}: {e}", left.path().display()))?;
            }
        }
        let path = beside.join(format!("{PREFIX}{}", std::process::id()));
        fs::create_dir_all(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Copies what the build needs: all but the repository's own history and a target folder.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let fail = |path: &Path, error: std::io::Error| format!("{} cannot be copied: {error}", path.display());
    fs::create_dir_all(to).map_err(|e| fail(to, e))?;
    for entry in fs::read_dir(from).map_err(|e| fail(from, e))? {
        let path = entry.map_err(|e| fail(from, e))?.path();
        let name = path.file_name().unwrap_or_default();
        if name == ".git" || path.join("CACHEDIR.TAG").exists() {
            continue;
        }
        let target = to.join(name);
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target).map_err(|e| fail(&path, e))?;
        }
    }
    Ok(())
}

/// A new line at the end, which every crate above has to look at.
fn edit(file: &Path) -> Result<()> {
    let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let edited = format!("{text}\n/// Changed to see how long a build takes.\npub const CHANGED: u32 = 1;\n");
    fs::write(file, edited).map_err(|e| format!("{}: {e}", file.display()))
}

fn timed(sources: &Path, target: &Path, profile: &[&str]) -> Result<Duration> {
    let mut command = cargo();
    command.current_dir(sources).env("CARGO_TARGET_DIR", target).args(["build", "--quiet", "--locked"]).args(profile);
    let started = Instant::now();
    crate::workspace::run(&mut command)?;
    Ok(started.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_edited_and_the_sources_stay() {
        let beside = std::env::temp_dir().join(format!("quittance-builds-{}", std::process::id()));
        let sources = beside.join("sources");
        for (path, text) in [("crates/a/src/lib.rs", "mod b;\n"), (".git/HEAD", ""), ("target/CACHEDIR.TAG", "")] {
            fs::create_dir_all(sources.join(path).parent().unwrap()).unwrap();
            fs::write(sources.join(path), text).unwrap();
        }
        fs::create_dir_all(beside.join("bench-builds-0/target")).unwrap();
        let folder = Folder::new(&beside).unwrap();
        copy(&sources, &folder.0.join("sources")).unwrap();
        edit(&folder.0.join("sources/crates/a/src/lib.rs")).unwrap();
        let text = |path: PathBuf| fs::read_to_string(path).unwrap();
        assert_eq!(text(sources.join("crates/a/src/lib.rs")), "mod b;\n");
        assert!(text(folder.0.join("sources/crates/a/src/lib.rs")).contains("CHANGED"));
        assert!(!folder.0.join("sources/.git").exists() && !folder.0.join("sources/target").exists());
        assert!(!beside.join("bench-builds-0").exists());
        drop(folder);
        assert_eq!(fs::read_dir(&beside).unwrap().count(), 1);
        fs::remove_dir_all(beside).unwrap();
    }
}
