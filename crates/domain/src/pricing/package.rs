//! Package: whole packages of a size, after the free units are taken off; a started package counts whole.

use super::{Ask, Operation, Reading, Trace, above_zero, not_below_zero, too_large};
use crate::{
    money::{Amount, Quantity},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whole packages; a started one counts whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Units in a package.
    pub size: Quantity,
    /// Price of a package.
    pub price: Amount,
    /// Units that cost nothing, before the packages are counted.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub free: Quantity,
}
impl Reading for Package {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        not_below_zero(self.price, place, "price")?;
        not_below_zero(Amount(self.free.value()), place, "free")?;
        above_zero(self.size, place, "size")
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let charged = ask.quantity.sub(self.free).max(Quantity::ZERO);
        let count = packages(charged, self.size).ok_or_else(|| too_large(ask.quantity))?;
        let amount = count.checked_mul(self.price.value()).ok_or_else(|| too_large(ask.quantity))?;
        trace.add("step_package", amount, || {
            let (count, price) = (Quantity(count), self.price);
            Operation::Packages { count, size: self.size, price, tier: None }
        });
        Ok(amount)
    }
}

pub(super) fn is_nothing(quantity: &Quantity) -> bool {
    *quantity == Quantity::ZERO
}

/// How many packages of `size` hold `quantity`; none for no size.
pub(super) fn packages(quantity: Quantity, size: Quantity) -> Option<Decimal> {
    quantity.value().checked_div(size.value()).map(|packages| packages.ceil())
}
