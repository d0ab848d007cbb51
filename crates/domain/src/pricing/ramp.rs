//! Ramp: another price from a later period on, such as 8.00 in the first year and 10.00 after it. Periods are the
//! charging intervals of the line, counted from 1: a ramp by year on a monthly line begins at 1, 13 and 25.

use super::{Ask, Inner, Operation, PriceModel, ROWS_MAX, Reading, Trace};
use crate::refusal::Refusal;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Another price from a later period on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ramp {
    pub steps: Vec<RampStep>,
}

impl PriceModel {
    /// Whether another price begins in that period.
    pub fn changes_in(&self, period: u32) -> bool {
        matches!(self, PriceModel::Ramp(ramp) if ramp.steps.iter().any(|step| step.from == period))
            || self.nested().into_iter().any(|(_, price)| price.changes_in(period))
    }
    fn starts(&self, found: &mut BTreeSet<u32>) {
        if let PriceModel::Ramp(ramp) = self {
            found.extend(ramp.steps.iter().map(|step| step.from).filter(|from| *from > 1));
        }
        self.nested().into_iter().for_each(|(_, price)| price.starts(found));
    }
}

/// The periods after the first in which another of these prices begins.
pub fn later_periods<'a>(prices: impl IntoIterator<Item = &'a PriceModel>) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    prices.into_iter().for_each(|price| price.starts(&mut found));
    found
}

/// The price from a period on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RampStep {
    /// The first charging interval at this price; 1 for the first step.
    pub from: u32,
    pub price: Inner,
}

impl Reading for Ramp {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        if self.steps.is_empty() {
            return Err(Refusal::invalid("tiers_missing").at(format!("{place}.steps")));
        }
        if self.steps.len() > ROWS_MAX {
            let refusal = Refusal::invalid("price_rows_too_many").with("rows", self.steps.len());
            return Err(refusal.with("limit", ROWS_MAX).at(format!("{place}.steps")));
        }
        let mut before = 0;
        for (index, step) in self.steps.iter().enumerate() {
            let place = format!("{place}.steps.{index}.from");
            if index == 0 && step.from != 1 {
                return Err(Refusal::invalid("ramp_starts_late").with("from", step.from).at(place));
            }
            if step.from <= before {
                let refusal = Refusal::invalid("ramp_not_ascending").with("from", step.from);
                return Err(refusal.with("before", before).at(place));
            }
            before = step.from;
        }
        Ok(())
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let step = self.steps.iter().rev().find(|step| step.from <= ask.period).or(self.steps.first());
        let step = step.ok_or_else(|| Refusal::invalid("tiers_missing"))?;
        trace.add("step_ramp", Decimal::ZERO, || Operation::FromPeriod { period: ask.period, from: step.from });
        step.price.read(|model| model.amount(ask, trace))
    }
    fn nested(&self) -> Vec<(String, &PriceModel)> {
        (0..).zip(&self.steps).map(|(index, step): (u32, _)| (format!("steps.{index}.price"), &*step.price)).collect()
    }
}
