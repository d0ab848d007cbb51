//! Stock: what lies on the shelf, as movements that are never changed, only reversed.

use crate::{
    catalog::{Product, Supply},
    dates::*,
    ids::*,
    money::*,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

/// One movement: positive in, negative out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Movement {
    pub product: ProductId,
    pub quantity: Quantity,
    /// Value at cost with the sign of the quantity, zero when the product has no cost: their sum is what the stock is
    /// worth.
    pub value: Money,
}
impl Movement {
    /// Goods that came in; at the product's cost when the supplier's price is not given.
    pub fn receive(
        product: &Product,
        quantity: Quantity,
        unit_cost: Option<Money>,
        currency: Currency,
    ) -> Result<Movement, Refusal> {
        if !quantity.is_positive() {
            let refusal = Refusal::invalid("quantity_not_positive").with("quantity", quantity.value());
            return Err(refusal.at("quantity"));
        }
        Movement::at_cost(product, quantity, unit_cost.or(product.cost), currency)
    }
    /// The difference between what was counted and what should lie there, at the product's cost.
    pub fn adjust(
        product: &Product,
        counted: Quantity,
        expected: Quantity,
        currency: Currency,
    ) -> Result<Movement, Refusal> {
        if counted < Quantity::ZERO {
            return Err(Refusal::invalid("stock_count_negative").with("counted", counted.value()).at("counted"));
        }
        if counted == expected {
            let refusal = Refusal::state("stock_count_equal").with("sku", &product.sku);
            return Err(refusal.with("counted", counted.value()).at("counted"));
        }
        Movement::at_cost(product, counted.sub(expected), product.cost, currency)
    }
    /// The movement that takes this one back.
    pub fn mirrored(&self) -> Movement {
        let quantity = Quantity::ZERO.sub(self.quantity);
        Movement { product: self.product, quantity, value: self.value.negate() }
    }

    fn at_cost(
        product: &Product,
        quantity: Quantity,
        unit_cost: Option<Money>,
        currency: Currency,
    ) -> Result<Movement, Refusal> {
        if product.supply != Supply::Goods {
            return Err(Refusal::invalid("stock_of_service").with("sku", &product.sku).at("product"));
        }
        quantity.micros()?;
        let unit_cost = unit_cost.unwrap_or(Money::zero(currency));
        unit_cost.add(Money::zero(currency))?;
        let value = UnitPrice::new(unit_cost.decimal(), currency).times(quantity, Rounding::HalfUp)?;
        Ok(Movement { product: product.id, quantity, value })
    }
}

/// What lies there after these movements: quantity and value.
pub fn on_hand<'a>(
    currency: Currency,
    movements: impl IntoIterator<Item = &'a Movement>,
) -> Result<(Quantity, Money), Refusal> {
    movements.into_iter().try_fold((Quantity::ZERO, Money::zero(currency)), |(quantity, value), movement| {
        Ok((quantity.add(movement.quantity), value.add(movement.value)?))
    })
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum StockEvent {
    /// Goods came in from a supplier.
    Received { entity: EntityId, product: ProductId, on: Date, movements: Vec<Movement> },
    /// Counted and found different.
    Adjusted { entity: EntityId, product: ProductId, on: Date, reason: String, movements: Vec<Movement> },
}
