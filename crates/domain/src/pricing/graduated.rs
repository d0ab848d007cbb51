//! Graduated: each slice of the quantity is charged at its own tier's price. Upper bounds are inclusive.

use super::{Slice, above_tiers};
use crate::{catalog::Tier, money::Quantity, refusal::Refusal};

pub(super) fn slices(tiers: &[Tier], quantity: Quantity) -> Result<Vec<Slice>, Refusal> {
    let mut slices = Vec::new();
    let mut charged = Quantity::ZERO;
    for tier in tiers {
        let top = tier.up_to.map_or(quantity, |up_to| up_to.min(quantity));
        if top > charged || slices.is_empty() {
            let flat = tier.flat.unwrap_or_default();
            slices.push(Slice { quantity: top.sub(charged), unit_price: tier.unit_price, flat });
            charged = top;
        }
    }
    if charged == quantity && !slices.is_empty() { Ok(slices) } else { Err(above_tiers(quantity)) }
}
