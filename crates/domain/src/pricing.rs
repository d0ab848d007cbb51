//! Pricing: from a quantity and a price model to an amount, with every step shown. Prices keep all their places; an amount
//! is rounded once, at the line. A discount on the whole document is spread so that the lines sum to what was promised.
//! Used by `quote` and, for orders that come in directly, by `order`; nothing after acceptance prices again.

mod graduated;
mod line;
mod per_unit;
mod volume;

pub use line::*;

use crate::{
    catalog::PriceModel,
    money::{Amount, Currency, Money, Quantity, Rounding},
    refusal::Refusal,
};
use rust_decimal::Decimal;

/// A part of the quantity that is charged at one price, and what is charged once beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slice {
    pub quantity: Quantity,
    pub unit_price: Amount,
    pub flat: Amount,
}
impl Slice {
    /// Not rounded; refuses what no number here can hold.
    fn total(&self) -> Result<Decimal, Refusal> {
        let units = self.unit_price.value().checked_mul(self.quantity.value());
        units.and_then(|units| units.checked_add(self.flat.value())).ok_or_else(|| too_large(self.quantity))
    }
}

/// The parts of `quantity`, each with its price, as the model reads them. Nothing falls in the first tier: its flat amount
/// is due without any use, as a subscription's base price is.
pub fn slices(model: &PriceModel, quantity: Quantity) -> Result<Vec<Slice>, Refusal> {
    if quantity < Quantity::ZERO {
        return Err(Refusal::invalid("quantity_not_positive").with("quantity", quantity.value()));
    }
    match model {
        PriceModel::PerUnit { unit_price } => Ok(per_unit::slices(*unit_price, quantity)),
        PriceModel::Graduated { tiers } => graduated::slices(tiers, quantity),
        PriceModel::Volume { tiers } => volume::slices(tiers, quantity),
    }
}

/// What `quantity` costs before any discount, rounded half up once.
pub fn amount(model: &PriceModel, quantity: Quantity, currency: Currency) -> Result<Money, Refusal> {
    Money::from_decimal(exact(&slices(model, quantity)?)?, currency, Rounding::HalfUp)
}

fn exact(slices: &[Slice]) -> Result<Decimal, Refusal> {
    slices
        .iter()
        .try_fold(Decimal::ZERO, |sum, slice| sum.checked_add(slice.total()?).ok_or_else(|| too_large(slice.quantity)))
}

fn too_large(quantity: Quantity) -> Refusal {
    Refusal::invalid("quantity_out_of_range").with("given", quantity.value())
}

fn above_tiers(quantity: Quantity) -> Refusal {
    Refusal::invalid("quantity_above_tiers").with("quantity", quantity.value())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Tier;
    use proptest::prelude::*;

    fn tiers() -> Vec<Tier> {
        let tier = |up_to: Option<i64>, price: &str| Tier {
            up_to: up_to.map(Quantity::from),
            unit_price: price.parse().unwrap(),
            flat: None,
        };
        vec![tier(Some(10), "5.00"), tier(Some(100), "4.00"), tier(None, "3.00")]
    }
    fn check(model: PriceModel, table: &[(&str, i64)]) {
        for (quantity, minor) in table {
            let found = amount(&model, quantity.parse().unwrap(), Currency::EUR).unwrap();
            assert_eq!(found, Money::new(*minor, Currency::EUR), "{model:?} x {quantity}");
        }
    }

    #[test]
    fn one_tier_table_has_two_readings() {
        // 11 = 10 x 5.00 + 1 x 4.00; 101 = 10 x 5.00 + 90 x 4.00 + 1 x 3.00. A bound belongs to its own tier.
        let table = [("0", 0), ("1", 500), ("10", 5_000), ("10.5", 5_200), ("11", 5_400), ("100", 41_000)];
        check(PriceModel::Graduated { tiers: tiers() }, &table);
        check(PriceModel::Graduated { tiers: tiers() }, &[("101", 41_300)]);
        // By volume one more unit can cost less in all: 100 x 4.00 = 400.00, but 101 x 3.00 = 303.00.
        let table = [("0", 0), ("1", 500), ("10", 5_000), ("10.5", 4_200), ("11", 4_400), ("100", 40_000)];
        check(PriceModel::Volume { tiers: tiers() }, &table);
        check(PriceModel::Volume { tiers: tiers() }, &[("101", 30_300)]);
    }

    #[test]
    fn a_flat_amount_is_due_once_per_tier_reached() {
        let mut tiers = tiers();
        tiers[0].flat = "2.00".parse().ok();
        tiers[1].flat = "3.00".parse().ok();
        // 11 = 2.00 + 10 x 5.00 + 3.00 + 1 x 4.00; by volume 3.00 + 11 x 4.00.
        let table = [("0", 200), ("10", 5_200), ("11", 5_900)];
        check(PriceModel::Graduated { tiers: tiers.clone() }, &table);
        check(PriceModel::Volume { tiers }, &[("0", 200), ("10", 5_200), ("11", 4_700)]);
    }

    #[test]
    fn each_unit_costs_the_same() {
        let price = |text: &str| PriceModel::PerUnit { unit_price: text.parse().unwrap() };
        check(price("9.99"), &[("0", 0), ("1", 999), ("3", 2_997), ("0.5", 500)]);
        check(price("0.00880"), &[("16000", 14_080)]);
    }

    #[test]
    fn what_cannot_be_priced_is_refused() {
        let check = |model: &PriceModel, quantity: &str, code: &str| {
            assert_eq!(amount(model, quantity.parse().unwrap(), Currency::EUR).unwrap_err().code, code, "{quantity}");
        };
        let closed = tiers()[..2].to_vec();
        check(&PriceModel::Volume { tiers: closed.clone() }, "101", "quantity_above_tiers");
        check(&PriceModel::Graduated { tiers: closed }, "100.000001", "quantity_above_tiers");
        check(&PriceModel::Graduated { tiers: vec![] }, "1", "quantity_above_tiers");
        let dear = PriceModel::PerUnit { unit_price: "99999999999999999999".parse().unwrap() };
        check(&dear, "-1", "quantity_not_positive");
        check(&dear, "1000000000", "quantity_out_of_range");
        check(&dear, "1", "amount_too_large");
    }

    proptest! {
        /// With falling prices graduated never costs less than volume, and more units never cost less in all.
        #[test]
        fn graduated_is_never_below_volume(micros in 1i64..1_000_000_000) {
            let at = |model: &PriceModel, micros| amount(model, Quantity::from_micros(micros), Currency::EUR).unwrap();
            let (graduated, volume) = (PriceModel::Graduated { tiers: tiers() }, PriceModel::Volume { tiers: tiers() });
            prop_assert!(at(&graduated, micros).minor() >= at(&volume, micros).minor());
            prop_assert!(at(&graduated, micros + 1_000_000).minor() > at(&graduated, micros).minor());
        }

        #[test]
        fn slices_sum_to_the_quantity(micros in 0i64..1_000_000_000) {
            let quantity = Quantity::from_micros(micros);
            let parts = slices(&PriceModel::Graduated { tiers: tiers() }, quantity).unwrap();
            prop_assert_eq!(parts.iter().fold(Quantity::ZERO, |sum, part| sum.add(part.quantity)), quantity);
        }
    }
}
