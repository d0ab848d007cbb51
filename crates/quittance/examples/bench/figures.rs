//! Pricing: the pure function on lines of three models, without and with the steps, and a whole quote with its checks.

use crate::{
    Failure,
    measure::{Measure, Times, shown},
    samples,
};
use domain::{
    money::{Currency, Percent, Quantity},
    pricing::{self, LineInput, PriceModel},
    quote::{LINES_MAX, Quote},
};
use serde_json::json;
use std::time::Instant;

pub fn measured(lines: usize) -> Result<Vec<Measure>, Failure> {
    let lines = u32::try_from(lines)?;
    let mut measures = pure(lines)?;
    if usize::try_from(lines)? <= LINES_MAX {
        measures.push(quoted(lines)?);
    }
    Ok(measures)
}

/// Prices that take turns on the lines of the pure rows.
const PRICES: &[&str] = &[
    r#"{"model": "per_unit", "unit_price": "12.345"}"#,
    r#"{"model": "graduated", "tiers": [{"up_to": "10", "unit_price": "5"}, {"up_to": "100", "unit_price": "4"},
        {"up_to": null, "unit_price": "3"}]}"#,
    r#"{"model": "formula", "formula": "500 + quantity * (quantity > 100 ? 80 : 100)"}"#,
];

fn pure(lines: u32) -> Result<Vec<Measure>, Failure> {
    let prices = PRICES.iter().map(|text| serde_json::from_str(text)).collect::<Result<Vec<PriceModel>, _>>()?;
    let input = |(line, price)| LineInput {
        line,
        price,
        quantity: Quantity::from(i64::from(line % 200 + 1)),
        period: 1,
        currency: Currency::EUR,
        discount: Some(Percent::from(5)),
        quote_discount: Some(Percent::from(3)),
    };
    let inputs: Vec<LineInput> = (1..=lines).zip(prices.iter().cycle()).map(input).collect();
    let mut nets = Times::default();
    let mut steps = Times::default();
    for _ in 0..50 {
        let started = Instant::now();
        pricing::net_amounts(&inputs).map_err(|e| e.to_string())?;
        nets.push(started.elapsed());
        let started = Instant::now();
        pricing::price_lines(&inputs).map_err(|e| e.to_string())?;
        steps.push(started.elapsed());
    }
    Ok(vec![row("net amounts alone", lines, &mut nets), row("net amounts with every step", lines, &mut steps)])
}

fn quoted(lines: u32) -> Result<Measure, Failure> {
    let mut body = serde_json::to_value(samples::quote(lines))?;
    body["state"] = json!("draft");
    let quote: Quote = serde_json::from_value(body)?;
    let mut times = Times::default();
    for _ in 0..50 {
        let mut quote = quote.clone();
        let started = Instant::now();
        quote.price().map_err(|e| e.to_string())?;
        times.push(started.elapsed());
    }
    Ok(row("pricing a quote", lines, &mut times))
}

fn row(what: &str, lines: u32, times: &mut Times) -> Measure {
    let middle = times.percentile(50);
    Measure {
        what: what.into(),
        size: format!("{lines} lines"),
        ours: shown(middle),
        spread: times.spread(),
        raw: format!("{:.2} µs/line", middle.as_secs_f64() * 1e6 / f64::from(lines)),
        ..Measure::default()
    }
}
