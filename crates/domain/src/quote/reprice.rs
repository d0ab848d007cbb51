//! What other prices would make of an offer, or of a line that was agreed: nothing is changed, the same engine prices both.

use super::{LineTerms, Quote, QuoteState};
use crate::{
    money::{Money, Rounding},
    pricing::{self, Ask, PriceModel},
    refusal::Refusal,
};

/// What other prices would make of a quote, for one interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Repriced {
    pub before: Money,
    pub after: Money,
    pub difference: Money,
    /// The lines that change: number, net amount now and then.
    pub lines: Vec<(u32, Money, Money)>,
}

impl Quote {
    /// What it would come to with other prices, for those lines for which `price_of` has one.
    pub fn repriced<'a>(&self, price_of: impl Fn(&LineTerms) -> Option<&'a PriceModel>) -> Result<Repriced, Refusal> {
        let other = |terms: &LineTerms| price_of(terms).filter(|price| **price != terms.price);
        let before = self.net();
        if !self.lines.iter().any(|line| line.kind.is_priced() && other(&line.terms).is_some()) {
            return Ok(Repriced { before, after: before, difference: Money::zero(self.currency), lines: Vec::new() });
        }
        let mut then = Quote { state: QuoteState::Draft, waterfall: Vec::new(), ..self.clone() };
        for line in then.lines.iter_mut().filter(|line| line.kind.is_priced()) {
            if let Some(price) = other(&line.terms) {
                line.terms.price = price.clone();
            }
        }
        then.price()?;
        let pairs = self.lines.iter().zip(&then.lines);
        let lines = pairs.filter(|(now, then)| now.terms.net != then.terms.net || now.terms.later != then.terms.later);
        let lines = lines.map(|(now, then)| (now.no, now.terms.net, then.terms.net)).collect();
        let after = then.net();
        Ok(Repriced { before, after, difference: after.sub(before)?, lines })
    }
}

impl LineTerms {
    /// What an agreed line costs in an interval, and what it would cost at another price with every discount as agreed: in
    /// the same proportion to the list amount.
    pub fn renewed(&self, price: &PriceModel, interval: u32) -> Result<(Money, Money), Refusal> {
        let currency = self.net.currency();
        let list = |price: &PriceModel| {
            let ask = Ask { period: interval, ..Ask::of(self.quantity, currency) };
            pricing::exact(price, &ask, &mut pricing::Trace::off())
        };
        let (now, before, after) = (self.net_in(interval), list(&self.price)?, list(price)?);
        let renewed = match before.is_zero() {
            true => Some(after),
            false => now.decimal().checked_mul(after).and_then(|product| product.checked_div(before)),
        };
        let renewed = renewed.ok_or_else(|| Refusal::invalid("amount_too_large"))?;
        Ok((now, Money::from_decimal(renewed, currency, Rounding::HalfUp)?))
    }
}
