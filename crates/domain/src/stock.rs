//! Stock: what lies on the shelf, as movements that are never changed, only reversed.

use crate::{dates::*, ids::*, money::*};
use serde::{Deserialize, Serialize};

/// One movement: positive in, negative out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Movement {
    pub product: ProductId,
    pub quantity: Quantity,
    /// Value at cost, zero when the product has no cost.
    pub value: Money,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum StockEvent {
    /// Goods came in from a supplier.
    Received { entity: EntityId, product: ProductId, on: Date, movements: Vec<Movement> },
    /// Counted and found different.
    Adjusted { entity: EntityId, product: ProductId, on: Date, reason: String, movements: Vec<Movement> },
}
