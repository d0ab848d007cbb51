//! An invoice on paper, after the first, which also loads the fonts, and as an e-invoice.

use crate::{
    Failure,
    measure::{Measure, Times, shown},
    samples,
};
use domain::org::Language::Nl;
use render::{Printable, render};
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_millis(15);
const LIMIT_UBL: Duration = Duration::from_millis(1);
const TIME_MAX: Duration = Duration::from_secs(4);

pub fn measured(lines: usize) -> Result<Vec<Measure>, Failure> {
    let lines = u32::try_from(lines)?;
    let started = Instant::now();
    render(&Printable::Invoice(&samples::invoice(3)), Nl).map_err(|e| format!("{e:?}"))?;
    let first = started.elapsed();
    let (mut times, started) = (Times::default(), Instant::now());
    for n in 0..100 {
        let mut invoice = samples::invoice(lines);
        invoice.number = format!("NW-2026-{n:04}");
        let began = Instant::now();
        render(&Printable::Invoice(&invoice), Nl).map_err(|e| format!("{e:?}"))?;
        times.push(began.elapsed());
        if started.elapsed() > TIME_MAX {
            break;
        }
    }
    let pdf = measure(format!("invoice as PDF (first: {})", shown(first)), lines, times, LIMIT);
    let invoice = samples::invoice(lines);
    let mut times = Times::default();
    for _ in 0..200 {
        let began = Instant::now();
        documents::ubl::write(&invoice).map_err(|e| e.to_string())?;
        times.push(began.elapsed());
    }
    Ok(vec![pdf, measure("invoice as UBL".into(), lines, times, LIMIT_UBL)])
}

fn measure(what: String, lines: u32, mut times: Times, limit: Duration) -> Measure {
    let middle = times.percentile(50);
    Measure { spread: times.spread(), ..Measure::timed(what, format!("{lines} lines"), middle, limit) }
}
