//! Volume: the whole quantity is charged at the price of the tier it falls in. Upper bounds are inclusive, so that a
//! fraction above a bound belongs to the next tier. One more unit can cost less in all.

use super::{Ask, PriceModel, Reading, Tier, Trace, above_tiers, amount, check_tiers};
use crate::{
    money::{Currency, Money, Quantity},
    refusal::Refusal,
};
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

/// A larger quantity that costs less in all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cliff {
    pub quantity: Quantity,
    pub amount: Money,
    /// What it costs less.
    pub saving: Money,
}

/// The next whole quantity that costs less in all than `quantity` does, where the price is by volume: what a good seller
/// says before the buyer finds out.
pub fn cheaper_above(price: &PriceModel, quantity: Quantity, currency: Currency) -> Result<Option<Cliff>, Refusal> {
    let PriceModel::Volume { tiers } = price else { return Ok(None) };
    let now = amount(price, quantity, currency)?;
    for bound in tiers.iter().filter_map(|tier| tier.up_to).filter(|bound| *bound >= quantity) {
        let more = Quantity(bound.value().floor().saturating_add(1.into()));
        let amount = amount(price, more, currency)?;
        if amount.minor() < now.minor() {
            return Ok(Some(Cliff { quantity: more, amount, saving: now.sub(amount)? }));
        }
    }
    Ok(None)
}
