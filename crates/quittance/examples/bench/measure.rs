//! A line of the table, and the numbers it is made of.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// One line of the table.
#[derive(Debug, Serialize, Deserialize)]
pub struct Measure {
    pub what: String,
    pub size: String,
    pub ours: String,
    /// Median and 99th percentile.
    pub spread: String,
    /// What it is held against: the same rows written raw, or a limit.
    pub against: String,
    pub ratio: Option<f64>,
}

/// What a process measured, with its peak of resident memory.
#[derive(Debug, Serialize, Deserialize)]
pub struct Report {
    pub measures: Vec<Measure>,
    pub peak_kb: Option<u64>,
}

impl Measure {
    pub fn head() -> String {
        format!(
            "| {:<34} | {:<24} | {:>16} | {:>22} | {:>20} | {:>6} | {:>9} |\n|{}|{}|{}|{}|{}|{}|{}|",
            "what",
            "size",
            "ours",
            "p50 / p99",
            "raw or limit",
            "ratio",
            "peak MB",
            "-".repeat(36),
            "-".repeat(26),
            "-".repeat(18),
            "-".repeat(24),
            "-".repeat(22),
            "-".repeat(8),
            "-".repeat(11)
        )
    }
    pub fn line(&self, peak_kb: Option<u64>) -> String {
        let ratio = self.ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
        let peak = peak_kb.map_or(String::new(), |kb| (kb / 1_024).to_string());
        format!(
            "| {:<34} | {:<24} | {:>16} | {:>22} | {:>20} | {ratio:>6} | {peak:>9} |",
            self.what, self.size, self.ours, self.spread, self.against
        )
    }
}

/// Durations of single operations.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }
    pub fn extend(&mut self, other: Times) {
        self.0.extend(other.0);
    }
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// The time that `percent` of the operations stayed within.
    pub fn percentile(&mut self, percent: usize) -> Duration {
        self.0.sort_unstable();
        let at = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(at).copied().unwrap_or_default()
    }
    pub fn spread(&mut self) -> String {
        format!("{} / {}", shown(self.percentile(50)), shown(self.percentile(99)))
    }
}

/// Three significant figures in the unit that fits.
pub fn shown(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    match micros {
        m if m < 1_000.0 => format!("{m:.0} µs"),
        m if m < 1_000_000.0 => format!("{:.2} ms", m / 1e3),
        m => format!("{:.2} s", m / 1e6),
    }
}

pub fn per_second(count: usize, time: Duration) -> f64 {
    u32::try_from(count).map_or(f64::NAN, f64::from) / time.as_secs_f64().max(1e-9)
}

pub fn rate(per_second: f64) -> String {
    format!("{per_second:.0}/s")
}

/// The peak of this process's resident memory; only Linux says.
pub fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}
