//! Measures clicking through models: `cargo run --release -p configurator --example clicks -- MODEL.uvl ...`
//!
//! Per model at least 1,000 choices in sequences of 1 to 30 clicks, every sixth an undo of some earlier choice, all from a
//! fixed seed. A click is measured with the states of all options after it; every refused option met on the way is explained.
//! The last columns ask the same solver about every option one at a time, after a sample of the clicks.

mod walk;

use configurator::{Configurator, read, report};
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};
use walk::clicks;

fn main() -> Result<(), Box<dyn Error>> {
    println!(
        "| model | features | load | core, dead | count | click p50 | p95 | p99 | max | why p50 | p95 | p99 | one by one | ratio |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let begun = Instant::now();
        let configurator = Configurator::new(read::read(&bytes)?)?;
        let load = begun.elapsed();
        let begun = Instant::now();
        let stats = report::stats(&configurator);
        let counting = begun.elapsed();
        let configurator = Arc::new(configurator);
        let mut times = clicks(&configurator);
        let name = path.rsplit('/').next().unwrap_or(&path);
        let digits = stats.configurations.map_or("-".to_string(), |count| format!("{} digits", count.len()));
        let cells = [
            name.to_string(),
            stats.features.to_string(),
            show(load),
            format!("{}, {}", stats.core.len(), stats.dead.len()),
            format!("{digits}, {}", show(counting)),
        ];
        let clicks = percentiles(&mut times.clicks);
        let whys = percentiles(&mut times.whys);
        let slow: Duration = times.one_by_one.iter().sum();
        let fast: Duration = times.sampled.iter().sum();
        let ratio = slow.as_nanos() / fast.as_nanos().max(1);
        let each = slow.checked_div(times.one_by_one.len() as u32).unwrap_or_default();
        println!(
            "| {} | {clicks} | {} | {whys} | {} | {ratio} |",
            cells.join(" | "),
            show(times.clicks[times.clicks.len() - 1]),
            show(each)
        );
    }
    Ok(())
}

fn percentiles(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    format!("{} | {} | {}", show(at(50)), show(at(95)), show(at(99)))
}

fn show(time: Duration) -> String {
    let micros = time.as_micros();
    match micros {
        0..10_000 => format!("{}.{:03} ms", micros / 1000, micros % 1000),
        _ => format!("{} ms", micros / 1000),
    }
}
