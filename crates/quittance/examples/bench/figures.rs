//! Pricing a quote: every line with its discounts, to the cent.

use crate::{
    Failure,
    measure::{Measure, Times, shown},
    samples,
};
use domain::quote::Quote;
use serde_json::json;
use std::time::Instant;

pub fn measured(lines: usize) -> Result<Vec<Measure>, Failure> {
    let mut body = serde_json::to_value(samples::quote(u32::try_from(lines)?))?;
    body["state"] = json!("draft");
    let quote: Quote = serde_json::from_value(body)?;
    let mut times = Times::default();
    for _ in 0..50 {
        let mut quote = quote.clone();
        let started = Instant::now();
        quote.price().map_err(|e| e.to_string())?;
        times.push(started.elapsed());
    }
    let middle = times.percentile(50);
    Ok(vec![Measure {
        what: "pricing a quote".into(),
        size: format!("{lines} lines"),
        ours: shown(middle),
        spread: times.spread(),
        raw: format!("{:.2} µs/line", middle.as_secs_f64() * 1e6 / f64::from(u32::try_from(lines)?)),
        ..Measure::default()
    }])
}
