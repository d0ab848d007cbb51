//! Per unit: each unit costs the same.

use super::Slice;
use crate::money::{Amount, Quantity};

pub(super) fn slices(unit_price: Amount, quantity: Quantity) -> Vec<Slice> {
    vec![Slice { quantity, unit_price, flat: Amount::ZERO }]
}
