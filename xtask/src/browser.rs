//! The browser that the pages are tested in: Chromium and its driver, found or installed.

use crate::install;
use crate::workspace::{Result, in_path};
use std::path::{Path, PathBuf};

/// The variables by which the browser tests find the two programs.
pub const CHROMIUM_VARIABLE: &str = "QUITTANCE_TEST_CHROMIUM";
pub const DRIVER_VARIABLE: &str = "QUITTANCE_TEST_CHROMEDRIVER";

const HOW_TO_INSTALL: &str =
    "Chromium and chromedriver are needed for the browser tests; install them in one of these ways:
  apt-get install chromium chromium-driver     (Debian)
  dnf install chromium chromedriver            (Fedora)
or leave these tests out with --no-browser";

pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Finds the browser and its driver, installing them when they are missing.
/// Err says how to install them by hand.
pub fn provide() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    let failure = match install::apt(&["chromium", "chromium-driver"]) {
        Ok(()) => "the packages brought no browser".to_string(),
        Err(e) => e,
    };
    find().ok_or_else(|| format!("{failure}\n{HOW_TO_INSTALL}"))
}

fn find() -> Option<Browser> {
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    let chromium = names.into_iter().find_map(in_path)?;
    let beside_chromium = || Some(PathBuf::from("/usr/lib/chromium/chromedriver")).filter(|file| Path::is_file(file));
    let driver = in_path("chromedriver").or_else(beside_chromium)?;
    Some(Browser { chromium, driver })
}
