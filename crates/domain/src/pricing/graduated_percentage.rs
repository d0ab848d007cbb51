//! Graduated percentage: a share of each slice of the amount at its own tier's rate. A transaction adds what the price of
//! everything after it is more than the price of everything before it.

use super::{Ask, Operation, RateTier, Reading, Trace, above_tiers, is_share, not_below_zero, rows_ascend, too_large};
use crate::{
    money::{Amount, Quantity},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A share of each slice of the amount at its own tier's rate. The quantity is the amount, in major units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GraduatedPercentage {
    pub tiers: Vec<RateTier>,
}
impl Reading for GraduatedPercentage {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        rows_ascend(&self.tiers, |tier| tier.up_to.map(Quantity::value), place, "tiers")?;
        self.tiers.iter().enumerate().try_for_each(|(index, tier)| {
            let place = format!("{place}.tiers.{index}");
            not_below_zero(tier.flat.unwrap_or_default(), &place, "flat")?;
            is_share(tier.rate, &place, "rate")
        })
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let (mut charged, mut amount) = (Quantity::ZERO, Decimal::ZERO);
        for (row, tier) in (1..).zip(&self.tiers) {
            let top = tier.up_to.map_or(ask.quantity, |up_to| up_to.min(ask.quantity));
            if top > charged || row == 1 {
                let of = top.sub(charged).value();
                let fixed = tier.flat.unwrap_or_default();
                let share = of.checked_mul(tier.rate.fraction()).and_then(|share| share.checked_add(fixed.value()));
                amount = share.and_then(|share| share.checked_add(amount)).ok_or_else(|| too_large(ask.quantity))?;
                trace.add("step_percentage", amount, || Operation::Share {
                    percent: tier.rate,
                    of: Amount(of),
                    fixed,
                    times: 1,
                    tier: Some(row),
                });
                charged = top;
            }
        }
        if charged == ask.quantity && !self.tiers.is_empty() { Ok(amount) } else { Err(above_tiers(ask.quantity)) }
    }
}
