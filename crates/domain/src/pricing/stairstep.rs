//! Stairstep: one amount for the step the quantity falls on, not a price per unit. Sum of flats: the amounts of all steps
//! up to that one. Nothing stands on the first step.

use super::{Ask, Operation, Reading, Trace, above_tiers, not_below_zero, rows_ascend, too_large};
use crate::{
    money::{Amount, Quantity},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A step of the stairs. Upper bounds are inclusive; the last step has none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stair {
    pub up_to: Option<Quantity>,
    pub amount: Amount,
}

/// One amount for the step the quantity falls on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stairstep {
    pub steps: Vec<Stair>,
}
impl Reading for Stairstep {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        check(&self.steps, place)
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let stair = self.steps.iter().find(|stair| stair.holds(ask.quantity));
        let amount = stair.ok_or_else(|| above_tiers(ask.quantity))?.amount;
        trace.add("step_stair", amount.value(), || Operation::Fixed { amount });
        Ok(amount.value())
    }
}

/// The amounts of all steps up to the one the quantity falls on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SumOfFlats {
    pub steps: Vec<Stair>,
}
impl Reading for SumOfFlats {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        check(&self.steps, place)
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let mut sum = Decimal::ZERO;
        for stair in &self.steps {
            let amount = stair.amount;
            sum = sum.checked_add(amount.value()).ok_or_else(|| too_large(ask.quantity))?;
            trace.add("step_stair", sum, || Operation::Fixed { amount });
            if stair.holds(ask.quantity) {
                return Ok(sum);
            }
        }
        Err(above_tiers(ask.quantity))
    }
}

impl Stair {
    fn holds(&self, quantity: Quantity) -> bool {
        self.up_to.is_none_or(|up_to| quantity <= up_to)
    }
}

fn check(steps: &[Stair], place: &str) -> Result<(), Refusal> {
    rows_ascend(steps, |stair| stair.up_to.map(Quantity::value), place, "steps")?;
    let mut rows = steps.iter().enumerate();
    rows.try_for_each(|(index, stair)| not_below_zero(stair.amount, &format!("{place}.steps.{index}"), "amount"))
}
