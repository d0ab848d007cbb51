//! Graduated: each slice of the quantity is charged at its own tier's price. Upper bounds are inclusive.

use super::{Ask, Operation, Reading, Tier, Trace, Units, above_tiers, check_tiers, too_large};
use crate::{money::Quantity, refusal::Refusal};
use rust_decimal::Decimal;

pub(super) struct Graduated<'a> {
    pub tiers: &'a [Tier],
}
impl Reading for Graduated<'_> {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        check_tiers(self.tiers, place)
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let (mut charged, mut amount) = (Quantity::ZERO, Decimal::ZERO);
        for (row, tier) in (1..).zip(self.tiers) {
            let top = tier.up_to.map_or(ask.quantity, |up_to| up_to.min(ask.quantity));
            // Nothing falls in the first tier: its flat amount is due without any use, as a subscription's base price is.
            if top > charged || row == 1 {
                amount = tier.charge(row, top.sub(charged), amount, trace)?;
                charged = top;
            }
        }
        if charged == ask.quantity && !self.tiers.is_empty() { Ok(amount) } else { Err(above_tiers(ask.quantity)) }
    }
}

impl Tier {
    /// `before` and what `quantity` costs in this tier.
    pub(super) fn charge(
        &self,
        row: u32,
        quantity: Quantity,
        before: Decimal,
        trace: &mut Trace,
    ) -> Result<Decimal, Refusal> {
        let units = self.unit_price.value().checked_mul(quantity.value());
        let flat = self.flat.unwrap_or_default();
        let part = units.and_then(|units| units.checked_add(flat.value())).ok_or_else(|| too_large(quantity))?;
        let part = self.cap.map_or(part, |cap| part.min(cap.value()));
        let amount = before.checked_add(part).ok_or_else(|| too_large(quantity))?;
        trace.add("step_tier", amount, || {
            Operation::Units(Units {
                flat: self.flat,
                cap: self.cap,
                tier: Some(row),
                ..Units::of(quantity, self.unit_price)
            })
        });
        Ok(amount)
    }
}
