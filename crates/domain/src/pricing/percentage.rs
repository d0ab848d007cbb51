//! Percentage: a share of the amount of each transaction, with a fixed fee beside it. A minimum and maximum hold for each
//! transaction, fixed fee included, never for the total. Free transactions and a free amount: whichever is used up first
//! ends the allowance.

use super::{Ask, Operation, Reading, Trace, is_share, limits_agree, not_below_zero, too_large};
use crate::{
    money::{Amount, Percent, Quantity},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A share of the amount of each transaction. The quantity is the amount, in major units.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Percentage {
    pub rate: Percent,
    /// Fee for each charged transaction.
    #[serde(default)]
    pub fixed: Amount,
    /// The least a charged transaction costs, fixed fee included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Amount>,
    /// The most a transaction costs, fixed fee included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Amount>,
    /// Transactions that cost nothing; none when zero.
    #[serde(default)]
    pub free_events: u32,
    /// Amount that costs nothing; none when zero.
    #[serde(default)]
    pub free_amount: Amount,
}

/// What is left of the allowance.
struct Allowance {
    events: Option<u32>,
    amount: Option<Decimal>,
}

impl Reading for Percentage {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        is_share(self.rate, place, "rate")?;
        not_below_zero(self.fixed, place, "fixed")?;
        not_below_zero(self.free_amount, place, "free_amount")?;
        limits_agree(self.minimum, self.maximum, place)
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        if ask.events.is_empty() {
            return self.of_sum(ask, trace);
        }
        let mut allowance = self.allowance();
        let mut sum = Decimal::ZERO;
        for event in ask.events {
            let charged = allowance.take(event.value());
            let amount = self.of_one(charged).and_then(|amount| sum.checked_add(amount));
            sum = amount.ok_or_else(|| too_large(ask.quantity))?;
            trace.add("step_percentage", sum, || self.share(charged.unwrap_or_default(), u32::from(charged.is_some())));
        }
        Ok(sum)
    }
    fn by_event(&self, ask: &Ask) -> Result<Vec<Decimal>, Refusal> {
        let mut allowance = self.allowance();
        let charge = |event: &Amount| self.of_one(allowance.take(event.value())).ok_or_else(|| too_large(ask.quantity));
        ask.events.iter().map(charge).collect()
    }
}

impl Percentage {
    fn allowance(&self) -> Allowance {
        let amount = self.free_amount.value();
        Allowance {
            events: (self.free_events > 0).then_some(self.free_events),
            amount: (!amount.is_zero()).then_some(amount),
        }
    }
    /// Only the sum of the transactions is known, and how many are charged.
    fn of_sum(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        if ask.charged_events != 1 && (self.minimum.is_some() || self.maximum.is_some()) {
            return Err(Refusal::invalid("price_events_missing").with("events", ask.charged_events));
        }
        let charged = ask.quantity.value().saturating_sub(self.free_amount.value()).max(Decimal::ZERO);
        let fees = Decimal::from(ask.charged_events).checked_mul(self.fixed.value());
        let share = charged.checked_mul(self.rate.fraction());
        let amount = share.zip(fees).and_then(|(share, fees)| share.checked_add(fees));
        let amount = amount.ok_or_else(|| too_large(ask.quantity))?;
        let amount = if charged.is_zero() { amount } else { self.within_limits(amount) };
        trace.add("step_percentage", amount, || self.share(charged, ask.charged_events));
        Ok(amount)
    }
    /// What a transaction costs of which `charged` is not free; nothing when all of it is.
    fn of_one(&self, charged: Option<Decimal>) -> Option<Decimal> {
        let Some(charged) = charged else { return Some(Decimal::ZERO) };
        let share = charged.checked_mul(self.rate.fraction())?;
        share.checked_add(self.fixed.value()).map(|amount| self.within_limits(amount))
    }
    fn within_limits(&self, amount: Decimal) -> Decimal {
        let amount = self.minimum.map_or(amount, |minimum| amount.max(minimum.value()));
        self.maximum.map_or(amount, |maximum| amount.min(maximum.value()))
    }
    fn share(&self, of: Decimal, times: u32) -> Operation {
        Operation::Share { percent: self.rate, of: Amount(of), fixed: self.fixed, times, tier: None }
    }
}

impl Allowance {
    /// The part of a transaction that is charged, or none of it. The transaction that crosses a limit ends the allowance.
    fn take(&mut self, event: Decimal) -> Option<Decimal> {
        if self.events.is_none() && self.amount.is_none() {
            return Some(event);
        }
        let out_of_events = self.events == Some(0);
        let left = if out_of_events { Decimal::ZERO } else { self.amount.unwrap_or(event) };
        if out_of_events || event > left {
            (self.events, self.amount) = (None, None);
            return Some(event.saturating_sub(left));
        }
        self.events = self.events.map(|events| events - 1);
        self.amount = self.amount.map(|amount| amount.saturating_sub(event));
        None
    }
}

/// A tier of rates. Upper bounds are inclusive; the last tier has none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateTier {
    /// Amount in major units.
    pub up_to: Option<Quantity>,
    pub rate: Percent,
    /// Charged once when the tier is reached, beside the share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flat: Option<Amount>,
}
