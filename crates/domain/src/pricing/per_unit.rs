//! Per unit: each unit costs the same. Per quantity: a price for a number of units, such as 15.24 a dozen or 12.50 per
//! 1,000 kWh; the number is EN 16931's price base quantity (BT-149).

use super::{Ask, Operation, Reading, Trace, Units, above_zero, not_below_zero, too_large};
use crate::{
    money::{Amount, Quantity},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) struct PerUnit {
    pub unit_price: Amount,
}
impl Reading for PerUnit {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        not_below_zero(self.unit_price, place, "unit_price")
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let amount =
            self.unit_price.value().checked_mul(ask.quantity.value()).ok_or_else(|| too_large(ask.quantity))?;
        trace.add("step_list_price", amount, || Operation::Units(Units::of(ask.quantity, self.unit_price)));
        Ok(amount)
    }
}

/// A price for a number of units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PerQuantity {
    /// Price of `base` units.
    pub price: Amount,
    /// How many units the price is for; the quantity need not be a multiple.
    pub base: Quantity,
}
impl Reading for PerQuantity {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        not_below_zero(self.price, place, "price")?;
        above_zero(self.base, place, "base")
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        // Multiplied first: 132 at 15.24 a dozen is exact, the price of one is not.
        let units = self.price.value().checked_mul(ask.quantity.value());
        let amount = units.and_then(|units| units.checked_div(self.base.value()));
        let amount = amount.ok_or_else(|| too_large(ask.quantity))?;
        trace.add("step_list_price", amount, || {
            Operation::Units(Units { per: Some(self.base), ..Units::of(ask.quantity, self.price) })
        });
        Ok(amount)
    }
}
