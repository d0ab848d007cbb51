//! Limited: a charge of no less and no more than agreed, whatever its price says.

use super::{Ask, Inner, Operation, PriceModel, Reading, Trace, limits_agree};
use crate::{
    money::{Amount, Quantity},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// No less and no more than agreed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limited {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Amount>,
    /// Nothing is due without any use, neither the minimum nor a first tier's flat amount.
    #[serde(default)]
    pub unused_is_free: bool,
    pub price: Inner,
}
impl Reading for Limited {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        limits_agree(self.minimum, self.maximum, place)
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        if self.unused_is_free && ask.quantity == Quantity::ZERO {
            trace.add("step_unused", Decimal::ZERO, || Operation::Nothing);
            return Ok(Decimal::ZERO);
        }
        let mut amount = self.price.read(|model| model.amount(ask, trace))?;
        if let Some(limit) = self.minimum.filter(|minimum| amount < minimum.value()) {
            amount = limit.value();
            trace.add("step_minimum", amount, || Operation::AtLeast { limit });
        }
        if let Some(limit) = self.maximum.filter(|maximum| amount > maximum.value()) {
            amount = limit.value();
            trace.add("step_maximum", amount, || Operation::AtMost { limit });
        }
        Ok(amount)
    }
    fn nested(&self) -> Vec<(String, &PriceModel)> {
        vec![("price".to_string(), &self.price)]
    }
}
