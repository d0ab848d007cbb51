//! The price an invoice line shows. EN 16931 knows one price per line, so whatever the price model, the line must read:
//! quantity x price, rounded, less discount = net amount. A part of a line whose cents were rounded over all its parts, or a
//! tier table, gets the price that gives exactly its amount, with as many places as that needs.

use crate::{catalog::PriceModel, money::*, order::share, pricing, quote::LineTerms, refusal::Refusal};
use rust_decimal::Decimal;

/// Quantity, price and discount as printed; `quantity x unit_price - discount` is the net amount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShownPrice {
    pub quantity: Quantity,
    pub unit_price: Amount,
    pub discount: Money,
}

/// The price to show for `quantity` of these terms that costs `net`.
pub fn shown_price(terms: &LineTerms, quantity: Quantity, net: Money) -> Result<ShownPrice, Refusal> {
    // The list price of a ramp is another in each interval; the line shows what it comes to.
    if !terms.later.is_empty() {
        return effective(quantity, net);
    }
    let whole = pricing::amount(&terms.price, terms.quantity, net.currency())?;
    if !whole.sub(terms.net)?.is_positive() {
        return effective(quantity, net);
    }
    // A discount was agreed: show the list price, and what was taken off it.
    let (unit_price, list) = match &terms.price {
        PriceModel::PerUnit { unit_price } => {
            let list = UnitPrice { amount: *unit_price, currency: net.currency() };
            (*unit_price, list.times(quantity, Rounding::HalfUp)?)
        }
        _ => {
            let list = share(whole, quantity, terms.quantity)?;
            (effective(quantity, list)?.unit_price, list)
        }
    };
    let discount = list.sub(net)?;
    if discount.is_negative() {
        return effective(quantity, net);
    }
    Ok(ShownPrice { quantity, unit_price, discount })
}

/// The price with the fewest places (two at least) that gives `net` without a discount. A negative amount has a negative
/// quantity, because a price may not be negative (BR-27).
pub fn effective(quantity: Quantity, net: Money) -> Result<ShownPrice, Refusal> {
    let size = Quantity(quantity.0.abs());
    let exact = net.abs().decimal().checked_div(size.0).ok_or_else(|| quantity_zero(quantity))?;
    let quantity = if net.is_negative() { Quantity(-size.0) } else { quantity };
    for places in net.currency().exponent().max(2)..=20 {
        let unit_price = exact.round_dp_with_strategy(places, Rounding::HalfUp.strategy());
        let total = UnitPrice::new(unit_price, net.currency()).times(size, Rounding::HalfUp)?;
        if total == net.abs() {
            let unit_price = Amount(at_least_places(unit_price, net.currency()));
            return Ok(ShownPrice { quantity, unit_price, discount: Money::zero(net.currency()) });
        }
    }
    Err(quantity_zero(quantity))
}

fn quantity_zero(quantity: Quantity) -> Refusal {
    Refusal::invalid("quantity_out_of_range").with("given", quantity.value())
}

/// 9.5 as 9.50.
fn at_least_places(price: Decimal, currency: Currency) -> Decimal {
    let mut price = price.normalize();
    if price.scale() < currency.exponent() {
        price.rescale(currency.exponent());
    }
    price
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_price_has_as_many_places_as_it_needs() {
        let check = |quantity: &str, net: i64, price: &str| {
            let shown = effective(quantity.parse().unwrap(), Money::new(net, Currency::EUR)).unwrap();
            assert_eq!(shown.unit_price.to_string(), price, "{quantity} for {net}");
        };
        check("1", 0, "0.00");
        check("2", 1900, "9.50");
        check("3", 10_000, "33.333");
        check("16000", 14_080, "0.0088");
        check("1000000000", 33_333, "0.00000033333");
        assert!(effective(Quantity::ZERO, Money::new(1, Currency::EUR)).is_err());
    }

    proptest! {
        #[test]
        fn quantity_times_price_is_the_amount(micros in 1i64..1_000_000_000_000_000, minor in -100_000_000_000i64..100_000_000_000) {
            let net = Money::new(minor, Currency::EUR);
            let shown = effective(Quantity::from_micros(micros), net).unwrap();
            let price = UnitPrice { amount: shown.unit_price, currency: Currency::EUR };
            prop_assert_eq!(price.times(shown.quantity, Rounding::HalfUp).unwrap(), net);
            prop_assert!(shown.unit_price.0 >= Decimal::ZERO);
        }
    }
}
