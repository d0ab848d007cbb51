//! What is left of a deal after cost, over the agreed terms. As soon as one line has no cost nobody knows it: what is not
//! known may be too low.

use super::{LineTerms, Quote};
use crate::{
    money::{Currency, Money, Percent, Rounding},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Net amount, cost and what is left, over the agreed term; a recurring line without a term counts for one interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Margin {
    pub net: Money,
    pub cost: Money,
    pub margin: Money,
    /// Of the net amount, to a hundredth; absent where the net amount is zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<Percent>,
}

impl Margin {
    fn of(currency: Currency, net: Decimal, cost: Decimal) -> Result<Margin, Refusal> {
        let net = Money::from_decimal(net, currency, Rounding::HalfUp)?;
        let cost = Money::from_decimal(cost, currency, Rounding::HalfUp)?;
        let margin = net.sub(cost)?;
        let percent = (!net.is_zero()).then(|| {
            let part = margin.decimal() * Decimal::ONE_HUNDRED / net.decimal();
            Percent(part.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
        });
        Ok(Margin { net, cost, margin, percent })
    }
    /// What is left of all lines that count; `None` as soon as one of them has no cost.
    pub fn of_all<'a>(
        currency: Currency,
        lines: impl IntoIterator<Item = &'a LineTerms>,
    ) -> Result<Option<Margin>, Refusal> {
        let (mut net, mut cost, mut any) = (Decimal::ZERO, Decimal::ZERO, false);
        for line in lines {
            let Some((line_net, line_cost)) = line.net_and_cost()? else { return Ok(None) };
            (net, cost, any) = (net + line_net, cost + line_cost, true);
        }
        if any { Margin::of(currency, net, cost).map(Some) } else { Ok(None) }
    }
}

impl LineTerms {
    /// Net amount and cost over the agreed term, where the cost is known. Over its whole term: a price that falls later
    /// counts as it falls.
    pub fn net_and_cost(&self) -> Result<Option<(Decimal, Decimal)>, Refusal> {
        let Some(cost) = self.cost else { return Ok(None) };
        let intervals = self.charging.interval().map_or(1, |_| self.term.unwrap_or(1).max(1));
        let cost = cost.decimal().checked_mul(self.quantity.value());
        let cost = cost.and_then(|cost| cost.checked_mul(intervals.into()));
        let cost = cost.ok_or_else(|| Refusal::invalid("amount_too_large"))?;
        Ok(Some((self.net_until(intervals)?.decimal(), cost)))
    }
    /// What is left of the line after its cost, where that is known.
    pub fn margin(&self) -> Result<Option<Margin>, Refusal> {
        let known = self.net_and_cost()?;
        known.map(|(net, cost)| Margin::of(self.net.currency(), net, cost)).transpose()
    }
}

impl Quote {
    /// What is left after cost of what the price is made of.
    pub fn margin(&self) -> Result<Option<Margin>, Refusal> {
        Margin::of_all(self.currency, self.agreed().map(|line| &line.terms))
    }
}
