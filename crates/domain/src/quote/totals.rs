//! What a deal amounts to: once, per interval, in its first year and over the whole agreed term.

use super::{LineTerms, Quote};
use crate::{
    dates::Interval,
    money::{Currency, Money},
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What recurs, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Recurring {
    pub interval: Interval,
    pub net: Money,
}

/// Sums over the lines of a deal, before VAT.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// What is charged once.
    pub one_off: Money,
    /// What is charged again each interval; only the intervals that occur, shortest first.
    pub recurring: Vec<Recurring>,
    /// One-off amounts and all intervals that begin in the first year.
    pub first_year: Money,
    /// Everything agreed: lines without a term count for one year.
    pub contract_value: Money,
}

impl Totals {
    pub fn of<'a>(currency: Currency, lines: impl IntoIterator<Item = &'a LineTerms>) -> Result<Totals, Refusal> {
        let zero = Money::zero(currency);
        let mut totals = Totals { one_off: zero, recurring: Vec::new(), first_year: zero, contract_value: zero };
        let mut per_interval = [Interval::Month, Interval::Quarter, Interval::Year].map(|i| (i, None::<Money>));
        for line in lines {
            let (in_year, in_all) = match line.charging.interval() {
                None => (1, 1),
                Some(interval) => {
                    let a_year = 12 / interval.months().unsigned_abs();
                    (line.term.unwrap_or(a_year).min(a_year), line.term.unwrap_or(a_year))
                }
            };
            match per_interval.iter_mut().find(|(interval, _)| Some(*interval) == line.charging.interval()) {
                Some((_, sum)) => *sum = Some(sum.unwrap_or(zero).add(line.net)?),
                None => totals.one_off = totals.one_off.add(line.net)?,
            }
            totals.first_year = totals.first_year.add(line.net_until(in_year)?)?;
            totals.contract_value = totals.contract_value.add(line.net_until(in_all)?)?;
        }
        let occurring = per_interval.into_iter().filter_map(|(interval, net)| Some(Recurring { interval, net: net? }));
        totals.recurring = occurring.collect();
        Ok(totals)
    }
}

impl Quote {
    pub fn totals(&self) -> Result<Totals, Refusal> {
        Totals::of(self.currency, self.agreed().map(|line| &line.terms))
    }
}
