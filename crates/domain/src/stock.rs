//! Stock: what lies on the shelf, as movements that are never changed, only reversed.

use crate::{
    catalog::{Product, Supply, not_negative},
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
        not_negative("unit_cost", Some(unit_cost))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn product(supply: Supply, cost: Option<i64>) -> Product {
        let body = serde_json::json!({
            "id": ProductId(RawId::default()), "sku": "CHAIR", "name": "Chair", "unit": "C62", "supply": supply,
            "cost": cost.map(|minor| Money::new(minor, Currency::EUR)),
        });
        serde_json::from_value(body).unwrap()
    }
    fn q(text: &str) -> Quantity {
        text.parse().unwrap()
    }

    #[test]
    fn the_stock_is_the_sum_of_its_movements() {
        let chair = product(Supply::Goods, Some(250));
        let price = Some(Money::new(300, Currency::EUR));
        let received = Movement::receive(&chair, q("10"), price, Currency::EUR).unwrap();
        let more = Movement::receive(&chair, q("1.5"), None, Currency::EUR).unwrap();
        let lost = Movement::adjust(&chair, q("11"), q("11.5"), Currency::EUR).unwrap();
        assert_eq!([received.value, more.value, lost.value].map(|v| v.minor()), [3_000, 375, -125]);
        let (quantity, value) = on_hand(Currency::EUR, [&received, &more, &lost]).unwrap();
        assert_eq!((quantity, value), (q("11.0"), Money::new(3_250, Currency::EUR)));
        let back = received.mirrored();
        assert_eq!(on_hand(Currency::EUR, [&received, &back]).unwrap(), (q("0"), Money::zero(Currency::EUR)));
    }

    #[test]
    fn what_is_not_stock_is_refused() {
        let check = |found: Result<Movement, Refusal>, code: &str| assert_eq!(found.unwrap_err().code, code);
        let (chair, hour) = (product(Supply::Goods, None), product(Supply::Service, None));
        assert!(Movement::receive(&chair, q("1"), None, Currency::EUR).unwrap().value.is_zero());
        check(Movement::receive(&hour, q("1"), None, Currency::EUR), "stock_of_service");
        check(Movement::receive(&chair, q("0"), None, Currency::EUR), "quantity_not_positive");
        check(Movement::receive(&chair, q("0.0000001"), None, Currency::EUR), "quantity_out_of_range");
        let usd = Money::new(1, "USD".parse().unwrap());
        check(Movement::receive(&chair, q("1"), Some(usd), Currency::EUR), "currency_mixed");
        let below_zero = Some(Money::new(-1, Currency::EUR));
        check(Movement::receive(&chair, q("1"), below_zero, Currency::EUR), "amount_negative");
        check(Movement::adjust(&chair, q("-1"), q("1"), Currency::EUR), "stock_count_negative");
        check(Movement::adjust(&chair, q("1"), q("1.0"), Currency::EUR), "stock_count_equal");
    }
}
