//! Getting a missing program onto the machine: by the system's packages when that is allowed, by a wheel otherwise.

use crate::workspace::{Result, in_path, output_of, run, user_id};
use std::path::Path;
use std::process::{Command, Stdio};

/// Installs Debian packages as root or through a `sudo` that asks nothing.
/// Err when this machine has no apt, or this user may not install.
pub fn apt(packages: &[&str]) -> Result<()> {
    if in_path("apt-get").is_none() {
        return Err("this machine has no apt-get".to_string());
    }
    let sudo = match user_id() {
        Some(0) => false,
        _ if output_of(Command::new("sudo").args(["-n", "true"])).is_ok() => true,
        _ => return Err("this user may not install packages (neither root nor `sudo -n`)".to_string()),
    };
    eprintln!("installing {} with apt-get", packages.join(" "));
    // The index may be missing or old; failing to renew it is only fatal when the install fails too.
    let renewed = run(&mut apt_get(sudo, &["update"]));
    run(&mut apt_get(sudo, &[&["install", "--no-install-recommends"], packages].concat())).map_err(|e| match renewed {
        Ok(()) => e,
        Err(update) => format!("{update}; {e}"),
    })
}

fn apt_get(sudo: bool, args: &[&str]) -> Command {
    let mut command = if sudo { Command::new("sudo") } else { Command::new("env") };
    if sudo {
        command.args(["-n", "env"]);
    }
    // RUNLEVEL=1 keeps the packages' own services from being started where init scripts are honoured.
    command.args(["DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get", "-y", "-q"]);
    command.args(["-o", "DPkg::Lock::Timeout=300"]).args(args).stdin(Stdio::null());
    command
}

/// Unpacks one Python wheel, without what it depends on, into `into`.
pub fn wheel(package: &str, into: &Path) -> Result<()> {
    let python = in_path("python3").ok_or("this machine has no python3")?;
    eprintln!("installing the wheel {package}");
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:", "--upgrade", "--target"]);
    output_of(pip.arg(into).arg(package).stdin(Stdio::null())).map(|_| ())
}
