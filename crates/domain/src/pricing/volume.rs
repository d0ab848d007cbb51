//! Volume: the whole quantity is charged at the price of the tier it falls in. Upper bounds are inclusive, so that a
//! fraction above a bound belongs to the next tier.

use super::{Slice, above_tiers};
use crate::{catalog::Tier, money::Quantity, refusal::Refusal};

pub(super) fn slices(tiers: &[Tier], quantity: Quantity) -> Result<Vec<Slice>, Refusal> {
    let tier = tiers.iter().find(|tier| tier.up_to.is_none_or(|up_to| quantity <= up_to));
    let tier = tier.ok_or_else(|| above_tiers(quantity))?;
    Ok(vec![Slice { quantity, unit_price: tier.unit_price, flat: tier.flat.unwrap_or_default() }])
}
