//! Volume: the whole quantity is charged at the price of the tier it falls in. Upper bounds are inclusive, so that a
//! fraction above a bound belongs to the next tier. One more unit can cost less in all.

use super::{Ask, Reading, Tier, Trace, above_tiers, check_tiers};
use crate::refusal::Refusal;
use rust_decimal::Decimal;

pub(super) struct Volume<'a> {
    pub tiers: &'a [Tier],
}
impl Reading for Volume<'_> {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        check_tiers(self.tiers, place)
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let mut rows = (1..).zip(self.tiers);
        let found = rows.find(|(_, tier)| tier.up_to.is_none_or(|up_to| ask.quantity <= up_to));
        let (row, tier) = found.ok_or_else(|| above_tiers(ask.quantity))?;
        tier.charge(row, ask.quantity, Decimal::ZERO, trace)
    }
}
