//! Minimum commitment: the customer promised to spend an amount per period. What is used less is charged as a true-up.
//! A part of a period promises its share of the amount, by days, before the true-up is computed. The commitment counts
//! before tax and before coupons.

use super::{Ask, Inner, Operation, PriceModel, Reading, Trace, not_below_zero};
use crate::{
    dates::Period,
    money::{Amount, Money, Rounding},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// At least the agreed spend; the difference is the true-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MinimumCommitment {
    /// Promised per period.
    pub spend: Amount,
    pub price: Inner,
}
impl Reading for MinimumCommitment {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        not_below_zero(self.spend, place, "spend")
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let used = self.price.read(|model| model.amount(ask, trace))?;
        let rest = self.spend.value().saturating_sub(used);
        if rest > Decimal::ZERO {
            trace.add("step_true_up", self.spend.value(), || Operation::Fixed { amount: Amount(rest) });
        }
        Ok(used.max(self.spend.value()))
    }
    fn nested(&self) -> Vec<(String, &PriceModel)> {
        vec![("price".to_string(), &self.price)]
    }
}

/// What a commitment adds to what was used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrueUp {
    /// The promise for the part of the period that ran.
    pub promised: Money,
    /// What is charged beside the use; zero when enough was used.
    pub true_up: Money,
    pub total: Money,
}

/// The true-up on `used`, with `spend` promised for `whole` of which only `ran` ran.
pub fn true_up(spend: Money, used: Money, ran: Period, whole: Period) -> Result<TrueUp, Refusal> {
    let (days, of) = (ran.days(), whole.days());
    if days < 0 || of <= 0 || days > of {
        return Err(Refusal::invalid("commitment_part_too_long").with("days", days).with("limit", of));
    }
    let exact = spend.decimal().checked_mul(Decimal::from(days)).and_then(|days| days.checked_div(Decimal::from(of)));
    let exact = exact.ok_or_else(|| Refusal::invalid("amount_too_large").with("limit", spend))?;
    let promised = Money::from_decimal(exact, spend.currency(), Rounding::HalfUp)?;
    let rest = promised.sub(used)?;
    let true_up = if rest.is_positive() { rest } else { Money::zero(spend.currency()) };
    Ok(TrueUp { promised, true_up, total: used.add(true_up)? })
}
