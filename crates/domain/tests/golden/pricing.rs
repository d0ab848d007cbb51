//! The golden cases of pricing: how a quantity and a price become a line's amount.

use crate::harness::{Outcome, computed, run};
use domain::{catalog::*, money::*, pricing::amount};
use serde_json::{Value, json};

#[test]
fn golden_pricing() {
    let counts = [
        run("pricing", "per_unit", |_, given| per_unit(given)),
        run("pricing", "graduated", |_, given| tiered(given)),
        run("pricing", "volume", |_, given| tiered(given)),
        run("pricing", "rounding", |_, given| rounding(given)),
    ];
    let not_built: usize = counts.iter().map(|(_, not_built)| not_built).sum();
    assert_eq!(not_built, 4, "the number of cases that are left out is known");
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}"))
}
fn currency(given: &Value) -> Currency {
    text(&given["currency"]).parse().unwrap()
}
fn priced(price: &PriceModel, quantity: &str, currency: Currency) -> Value {
    json!(amount(price, quantity.parse().unwrap(), currency).unwrap().decimal().to_string())
}

/// Either one quantity, or records that are priced together and one by one.
fn per_unit(given: &Value) -> Outcome {
    let price = PriceModel::PerUnit { unit_price: text(&given["unit_price"]).parse().unwrap() };
    let Some(records) = given["records"].as_array() else {
        return computed(json!({"total": priced(&price, text(&given["quantity"]), currency(given))}));
    };
    let quantities: Vec<Quantity> = records.iter().map(|record| text(record).parse().unwrap()).collect();
    let total = quantities.iter().fold(Quantity::ZERO, |sum, quantity| sum.add(*quantity));
    let each = quantities.iter().map(|quantity| amount(&price, *quantity, currency(given)).unwrap());
    let each = Money::sum(currency(given), each).unwrap();
    computed(json!({
        "rated_on_total": priced(&price, &total.to_string(), currency(given)),
        "rated_per_record": each.decimal().to_string(),
    }))
}

fn tiered(given: &Value) -> Outcome {
    let rows = given["tiers"].as_array().unwrap();
    if rows.iter().any(|row| !row["cap"].is_null()) {
        return Outcome::NotBuilt("a tier has no upper limit on its own amount");
    }
    let tiers = serde_json::from_value(given["tiers"].clone()).unwrap();
    let price = match text(&given["model"]) {
        "graduated" => PriceModel::Graduated { tiers },
        "volume" => PriceModel::Volume { tiers },
        other => panic!("no price model {other}"),
    };
    computed(json!({"total": priced(&price, text(&given["quantity"]), currency(given))}))
}

/// A price per dozen is written here as the price of one, with as many places as that takes.
fn rounding(given: &Value) -> Outcome {
    if !given["value"].is_null() {
        return Outcome::NotBuilt("usage is not metered, so there is no metric to round");
    }
    if !given["line_allowances"].is_null() {
        return Outcome::NotBuilt("a line has a discount in per cent, no charges and no discounts in amounts");
    }
    let per = decimal(text(&given["price_base_quantity"])).unwrap();
    let price = decimal(text(&given["price"])).unwrap() / per;
    let price = PriceModel::PerUnit { unit_price: Amount(price) };
    computed(json!({"line_net": priced(&price, text(&given["quantity"]), currency(given))}))
}
