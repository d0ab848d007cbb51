//! Recurring plus overage: an amount that is due in any case and includes some units, and a price for what is used beyond.
//! Included units are not prorated.

use super::{Ask, Inner, Operation, PriceModel, Reading, Trace, not_below_zero, too_large};
use crate::{
    money::{Amount, Quantity},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A recurring amount with units in it, and a price for what is used beyond.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecurringPlusOverage {
    /// Due without any use; zero for units that are simply included.
    pub recurring: Amount,
    /// Units that cost nothing more.
    pub included: Quantity,
    /// The price of the units beyond, priced as if they were the first.
    pub beyond: Inner,
}
impl Reading for RecurringPlusOverage {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        not_below_zero(self.recurring, place, "recurring")?;
        not_below_zero(Amount(self.included.value()), place, "included")
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let recurring = self.recurring.value();
        trace.add("step_recurring", recurring, || Operation::Fixed { amount: self.recurring });
        if ask.quantity <= self.included {
            return Ok(recurring);
        }
        let beyond = Ask { quantity: ask.quantity.sub(self.included), events: &[], ..*ask };
        let overage = trace.on_top_of(recurring, |trace| self.beyond.read(|model| model.amount(&beyond, trace)))?;
        recurring.checked_add(overage).ok_or_else(|| too_large(ask.quantity))
    }
    fn nested(&self) -> Vec<(String, &PriceModel)> {
        vec![("beyond".to_string(), &self.beyond)]
    }
}
