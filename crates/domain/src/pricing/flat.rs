//! Flat: one amount, whatever the quantity. A call-out fee, a licence for the whole company.

use super::{Ask, Operation, Reading, Trace, not_below_zero};
use crate::{money::Amount, refusal::Refusal};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One amount, whatever the quantity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flat {
    pub amount: Amount,
}
impl Reading for Flat {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        not_below_zero(self.amount, place, "amount")
    }
    fn amount(&self, _: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        trace.add("step_flat", self.amount.value(), || Operation::Fixed { amount: self.amount });
        Ok(self.amount.value())
    }
}
