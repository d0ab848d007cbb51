//! Each model on a table of quantities, its borders, and what is refused.

use super::*;
use proptest::prelude::*;

fn tiers() -> Vec<Tier> {
    let tier = |up_to: Option<i64>, price: &str| Tier {
        up_to: up_to.map(Quantity::from),
        unit_price: price.parse().unwrap(),
        ..Tier::default()
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
}
