//! From the words of a case to a price model.

use super::{amount, decimal_of, mode, number, words};
use crate::given::{Given, OrFail};
use domain::{money::*, pricing::*};
use rust_decimal::Decimal;
use serde_json::Value;

/// The price a case gives, with its limits around it.
pub(super) fn price(given: &Given) -> PriceModel {
    let name = words(&given.text("model").unwrap_or_else(|| "per unit".to_string()));
    let base = base(&name, given);
    let recurring = first(given, &["recurring", "base_fee", "recurring_fee"]).map(Amount);
    // A package takes its own free units off, a percentage its own free amount.
    let free = if name.contains("package") { None } else { first(given, &["free_units"]) };
    let included = first(given, &["included_units", "included_quantity"]).or(free);
    let base = match recurring.is_some() || included.is_some() {
        true => PriceModel::RecurringPlusOverage(RecurringPlusOverage {
            recurring: recurring.unwrap_or_default(),
            included: Quantity(included.unwrap_or_default()),
            beyond: base.into(),
        }),
        false => base,
    };
    let base = rounding(given, base);
    let base = limited(given, base);
    match first(given, &["spending_minimum", "minimum_commitment", "commitment"]).map(Amount) {
        Some(spend) => PriceModel::MinimumCommitment(MinimumCommitment { spend, price: base.into() }),
        None => base,
    }
}

/// The first of several names for one thing that a case uses.
fn first(given: &Given, names: &[&str]) -> Option<Decimal> {
    names.iter().find(|name| given.has(name)).and_then(|name| number(given, name))
}

fn limited(given: &Given, price: PriceModel) -> PriceModel {
    let minimum = first(given, &["charge_minimum", "minimum_charge"]).map(Amount);
    let maximum = first(given, &["charge_maximum", "maximum_charge"]).map(Amount);
    if minimum.is_none() && maximum.is_none() {
        return price;
    }
    PriceModel::Limited(Limited { minimum, maximum, unused_is_free: false, price: price.into() })
}

fn rounding(given: &Given, price: PriceModel) -> PriceModel {
    let Some(name) = given.text("rounding") else { return price };
    let places = number(given, "rounding_precision").map_or(2, |places| places.to_string().parse().or_fail());
    let amount = Some(RoundTo { mode: mode(&name), places });
    PriceModel::Rounded(Rounded { quantity: None, amount, rating: Rating::Total, price: price.into() })
}

/// The model by its name. A reading in words, such as `flat amount of the tier reached (stairstep)`, decides too.
fn base(name: &str, given: &Given) -> PriceModel {
    let says = |word: &str| name.contains(word);
    if says("block") {
        let (tiers, above_last) = (blocks(given), above_last(given));
        return match says("volume") || says("top") {
            true => PriceModel::VolumeBlocks(VolumeBlocks { tiers, above_last }),
            false => PriceModel::GraduatedBlocks(GraduatedBlocks { tiers, above_last }),
        };
    }
    if says("package") {
        return package(given);
    }
    if says("percentage") || says("percent") {
        return match says("graduated") || says("tiered") {
            true => PriceModel::GraduatedPercentage(GraduatedPercentage { tiers: rates(given) }),
            false => PriceModel::Percentage(percentage(given)),
        };
    }
    if says("overage") {
        let unit_price = amount(given, "overage_unit_price").or_else(|| amount(given, "unit_price"));
        return match unit_price {
            Some(unit_price) => PriceModel::PerUnit { unit_price },
            None => PriceModel::Graduated { tiers: tiers(given) },
        };
    }
    if given.has("tiers") {
        return tiered(name, given);
    }
    if says("flat") || says("fixed") {
        let names = ["amount", "price", "flat", "flat_fee"];
        let flat = names.iter().find(|name| given.has(name)).and_then(|name| amount(given, name));
        return PriceModel::Flat(Flat { amount: flat.or_fail() });
    }
    if says("formula") || says("dynamic") {
        let formula = given.text("formula").or_fail();
        return PriceModel::Formula(Formula { formula, constants: Default::default(), list: None });
    }
    if says("per unit") || says("standard") || says("unit") {
        let price = amount(given, "unit_price").or_else(|| amount(given, "price")).or_fail();
        let base = number(given, "price_base_quantity").or_else(|| number(given, "base_quantity"));
        return match base {
            Some(base) => PriceModel::PerQuantity(PerQuantity { price, base: Quantity(base) }),
            None => PriceModel::PerUnit { unit_price: price },
        };
    }
    panic!("no model is called {name}")
}

/// One tier table has four readings: unit prices by slice or of the tier reached, amounts of all steps or of one.
fn tiered(name: &str, given: &Given) -> PriceModel {
    let says = |word: &str| name.contains(word);
    let amounts = says("stairstep") || says("stair step") || (says("flat") && !says("per unit"));
    let all = says("sum")
        || says("graduated")
        || says("slab")
        || says("each tier")
        || says("all tiers")
        || says("cumulative");
    let reached = says("volume") || says("tier reached") || says("all units") || says("whole quantity");
    match (amounts, all, reached) {
        (true, true, _) => PriceModel::SumOfFlats(SumOfFlats { steps: stairs(given) }),
        (true, false, _) => PriceModel::Stairstep(Stairstep { steps: stairs(given) }),
        (false, _, true) => PriceModel::Volume { tiers: tiers(given) },
        (false, _, false) if says("graduated") || says("tiered") => PriceModel::Graduated { tiers: tiers(given) },
        _ => panic!("no reading of tiers is called {name}"),
    }
}

/// Reads each row of `tiers`, all of whose fields must be read.
fn rows<T>(given: &Given, row: impl Fn(&Given) -> T) -> Vec<T> {
    let read = |(index, value): (usize, &Value)| Given::object(value, &format!("tiers.{index}"), &row);
    given.list("tiers").or_fail().iter().enumerate().map(read).collect()
}

fn tiers(given: &Given) -> Vec<Tier> {
    let mut found = rows(given, |row| Tier {
        up_to: number(row, "up_to").map(Quantity),
        unit_price: amount(row, "unit_price").or_else(|| amount(row, "price")).unwrap_or_default(),
        flat: amount(row, "flat").or_else(|| amount(row, "flat_fee")),
        cap: amount(row, "cap"),
    });
    ascending(&found.iter().map(|tier| tier.up_to).collect::<Vec<_>>());
    // The price of the last tier above its bound is the price of a last tier without one.
    if above_last(given) == AboveLast::LastTier {
        found.iter_mut().rev().take(1).for_each(|tier| tier.up_to = None);
    }
    found
}

fn stairs(given: &Given) -> Vec<Stair> {
    let names = ["amount", "flat", "price"];
    let found = rows(given, |row| Stair {
        up_to: number(row, "up_to").map(Quantity),
        amount: names.iter().find(|name| row.has(name)).and_then(|name| amount(row, name)).or_fail(),
    });
    ascending(&found.iter().map(|stair| stair.up_to).collect::<Vec<_>>());
    found
}

fn rates(given: &Given) -> Vec<RateTier> {
    rows(given, |row| RateTier {
        up_to: number(row, "up_to").map(Quantity),
        rate: Percent(number(row, "rate_percent").or_else(|| number(row, "rate")).unwrap_or_default()),
        flat: amount(row, "flat"),
    })
}

/// A published table may end closed; it may not step back.
fn ascending(bounds: &[Option<Quantity>]) {
    let bounded: Vec<Decimal> = bounds.iter().flatten().map(|bound| bound.value()).collect();
    assert!(bounded.is_sorted(), "the tiers do not ascend");
}

fn blocks(given: &Given) -> Vec<BlockTier> {
    rows(given, |row| BlockTier {
        size: Quantity(number(row, "block_size").or_else(|| number(row, "size")).or_fail()),
        price: amount(row, "block_price").or_else(|| amount(row, "price")).or_fail(),
        blocks: number(row, "max_blocks").map(|blocks| blocks.to_string().parse().or_fail()),
    })
}

fn above_last(given: &Given) -> AboveLast {
    match given.text("above_last_tier").map(|policy| words(&policy)).as_deref() {
        Some("price at last tier" | "last tier") => AboveLast::LastTier,
        None | Some("refused" | "refuse" | "error" | "no price") => AboveLast::Refused,
        Some(other) => panic!("nothing above the last tier is called {other}"),
    }
}

fn package(given: &Given) -> PriceModel {
    PriceModel::Package(Package {
        size: Quantity(number(given, "package_size").or_fail()),
        price: amount(given, "package_price").or_else(|| amount(given, "price")).or_fail(),
        free: Quantity(number(given, "free_units").unwrap_or_default()),
    })
}

fn percentage(given: &Given) -> Percentage {
    if let Some(rule) = given.text("free_rule") {
        assert!(words(&rule).contains("first limit reached"), "no allowance is called {rule}");
    }
    let count = |name: &str| given.get(name).filter(|value| !value.is_null()).map(decimal_of);
    Percentage {
        rate: Percent(number(given, "rate_percent").or_fail()),
        fixed: amount(given, "fixed_fee_per_event").or_else(|| amount(given, "fixed_fee")).unwrap_or_default(),
        minimum: amount(given, "per_event_min"),
        maximum: amount(given, "per_event_max"),
        free_events: count("free_events").map_or(0, |events| events.to_string().parse().or_fail()),
        free_amount: amount(given, "free_amount").unwrap_or_default(),
    }
}
