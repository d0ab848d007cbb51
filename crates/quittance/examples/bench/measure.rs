//! A line of the table, and the numbers it is made of.

use serde::{Deserialize, Serialize};
use std::{sync::OnceLock, time::Duration};

/// One line of the table.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Measure {
    pub what: String,
    pub size: String,
    pub ours: String,
    /// Median and 99th percentile.
    pub spread: String,
    /// The same rows written raw, in the unit of `ours`; empty where nothing is written.
    pub raw: String,
    /// Ours over raw; for times, ours over the limit.
    pub ratio: Option<f64>,
    pub limit: Option<Limit>,
}

/// What a line is held to, and whether it holds.
#[derive(Debug, Serialize, Deserialize)]
pub struct Limit {
    pub text: String,
    pub held: bool,
}

impl Limit {
    pub fn new(text: impl Into<String>, held: bool) -> Option<Limit> {
        Some(Limit { text: text.into(), held })
    }
}

/// What a process measured, with its peak of resident memory.
#[derive(Debug, Serialize, Deserialize)]
pub struct Report {
    pub measures: Vec<Measure>,
    pub peak_kb: Option<u64>,
}

const HEAD: [&str; 9] = ["what", "size", "ours", "p50 / p99", "raw", "ratio", "limit", "held", "peak MB"];
const WIDTHS: [usize; 9] = [46, 24, 12, 20, 10, 6, 20, 4, 8];

impl Measure {
    /// A time that may not be longer than a limit.
    pub fn timed(what: String, size: String, ours: Duration, limit: Duration) -> Measure {
        Measure {
            what,
            size,
            ours: shown(ours),
            ratio: Some(ours.as_secs_f64() / limit.as_secs_f64()),
            limit: Limit::new(format!("at most {}", shown(limit)), ours <= limit),
            ..Measure::default()
        }
    }
    /// The heading of the table.
    pub fn head() -> String {
        let rule: Vec<String> = WIDTHS.iter().map(|width| "-".repeat(width + 2)).collect();
        format!("{}\n|{}|", row(&HEAD), rule.join("|"))
    }
    pub fn line(&self, peak_kb: Option<u64>) -> String {
        let ratio = self.ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
        let (limit, held) = match &self.limit {
            None => ("", ""),
            Some(limit) => (limit.text.as_str(), if limit.held { "yes" } else { "MISS" }),
        };
        let peak = peak_kb.map_or(String::new(), |kb| (kb / 1_024).to_string());
        row(&[&self.what, &self.size, &self.ours, &self.spread, &self.raw, &ratio, limit, held, &peak])
    }
}

fn row(cells: &[&str; 9]) -> String {
    let left = |at: usize| at < 2;
    let padded = cells.iter().zip(WIDTHS).enumerate().map(|(at, (cell, width))| match left(at) {
        true => format!("{cell:<width$}"),
        false => format!("{cell:>width$}"),
    });
    format!("| {} |", padded.collect::<Vec<_>>().join(" | "))
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
        m if m < 10_000.0 => format!("{:.2} ms", m / 1e3),
        m if m < 100_000.0 => format!("{:.1} ms", m / 1e3),
        m if m < 1_000_000.0 => format!("{:.0} ms", m / 1e3),
        m => format!("{:.2} s", m / 1e6),
    }
}

pub fn per_second(count: usize, time: Duration) -> f64 {
    u32::try_from(count).map_or(f64::NAN, f64::from) / time.as_secs_f64().max(1e-9)
}

pub fn rate(per_second: f64) -> String {
    format!("{per_second:.0}/s")
}

static PEAK: OnceLock<Option<u64>> = OnceLock::new();

/// The peak of this process's resident memory, in kB, when it was first asked for: what is written raw afterwards, only
/// to be compared with, does not count. Only Linux says.
pub fn peak_kb() -> Option<u64> {
    *PEAK.get_or_init(|| {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().trim_end_matches("kB").trim().parse().ok()
    })
}
