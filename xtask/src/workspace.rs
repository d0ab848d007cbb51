//! Where things are in this workspace, and how to run a program in it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A failure of the tool itself, as a sentence that says what to do.
pub type Result<T> = std::result::Result<T, String>;

/// The folder that holds the virtual manifest.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The cargo target folder in use.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// Cargo, with the workspace as its working folder.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// The first file called `name` in the folders of PATH.
pub fn in_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// Runs a program to its end and returns its standard output, trimmed.
/// Errors carry the program's own complaint.
pub fn output_of(command: &mut Command) -> Result<String> {
    let output = command.output().map_err(|e| format!("{command:?} did not start: {e}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_string());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?} failed ({}): {}", output.status, complaint.trim()))
}

/// Runs a program to its end, its output going to the terminal.
pub fn run(command: &mut Command) -> Result<()> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command:?} failed ({status})")),
        Err(e) => Err(format!("{command:?} did not start: {e}")),
    }
}

/// The numeric user this process runs as; None when `id` cannot tell.
pub fn user_id() -> Option<u32> {
    output_of(Command::new("id").arg("-u")).ok()?.parse().ok()
}
