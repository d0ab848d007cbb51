//! The cases of pricing: which model and what is asked come from the names of the fields, never from the case.

mod discounts;
mod model;
mod spend;

use crate::{
    case::{Fields, Outcome, one_of},
    given::{Given, OrFail},
};
use domain::{money::*, pricing::*};
use rust_decimal::Decimal;
use serde_json::{Value, json};

pub(crate) fn read(given: &Given) -> Outcome {
    if given.has("model") {
        return Outcome::Computed(priced(given));
    }
    for (mark, reader) in SHAPES {
        if given.has(mark) {
            return Outcome::Computed(reader(given));
        }
    }
    panic!("no price is given")
}

type Shape = fn(&Given) -> Fields;

/// A field that tells the shape of a case without a model, and what reads it.
const SHAPES: &[(&str, Shape)] = &[
    ("subtotal", discounts::coupons),
    ("document_discount", discounts::spread),
    ("document_discount_percent", discounts::spread),
    ("prepaid_credits", discounts::taxed),
    ("coupons_before_tax", discounts::taxed),
    ("coupons_after_tax", discounts::taxed),
    ("usage_amount", spend::commitment),
    ("commitment", spend::commitment),
    ("spending_minimum", spend::commitment),
    ("spending_minimum_month", spend::commitment),
    ("value", rounded),
    ("records", priced),
    ("unit_price", priced),
    ("price", line),
];

pub(crate) fn decimal_of(value: &Value) -> Decimal {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        other => panic!("{other} is no number"),
    };
    decimal(&text).unwrap_or_else(|| panic!("{text} is no number"))
}
pub(crate) fn number(given: &Given, name: &str) -> Option<Decimal> {
    given.get(name).filter(|value| !value.is_null()).map(decimal_of)
}
pub(crate) fn amount(given: &Given, name: &str) -> Option<Amount> {
    number(given, name).map(Amount)
}
pub(crate) fn numbers(given: &Given, name: &str) -> Vec<Amount> {
    given.list(name).into_iter().flatten().map(|value| Amount(decimal_of(value))).collect()
}
pub(crate) fn currency(given: &Given) -> Currency {
    match given.text("currency").as_deref() {
        None | Some("XTS") => Currency::EUR,
        Some(code) => code.parse().or_fail(),
    }
}
/// An amount with its currency; refuses one that is not whole minor units.
pub(crate) fn money(given: &Given, name: &str) -> Option<Money> {
    let exact = number(given, name)?;
    let money = to_money(exact, currency(given));
    assert_eq!(money.decimal(), exact, "{name} has more places than its currency");
    Some(money)
}
pub(crate) fn to_money(exact: Decimal, currency: Currency) -> Money {
    Money::from_decimal(exact, currency, Rounding::HalfUp).or_fail()
}
pub(crate) fn show(amount: Money) -> Value {
    json!(amount.decimal().to_string())
}
pub(crate) fn exactly(number: Decimal) -> Value {
    json!(number.normalize().to_string())
}
pub(crate) fn fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        other => panic!("{other} is no object"),
    }
}
/// Words without capitals, dashes and underscores, so that `half-up` and `Half up` are one.
pub(crate) fn words(text: &str) -> String {
    text.to_lowercase().replace(['-', '_'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is asked of the price: a quantity, records, events or an amount.
struct Asked {
    events: Vec<Amount>,
    records: bool,
    quantity: Quantity,
    charged_events: u32,
    period: u32,
}
impl Asked {
    fn read(given: &Given) -> Asked {
        let events = if given.has("records") { numbers(given, "records") } else { numbers(given, "events") };
        let names = ["quantity", "units", "usage", "amount", "total_amount"];
        let whole = names.iter().find(|name| given.has(name)).and_then(|name| number(given, name));
        let sum = events.iter().fold(Decimal::ZERO, |sum, event| sum + event.value());
        let quantity = match whole {
            Some(whole) if !events.is_empty() => {
                assert_eq!(whole, sum, "the events do not sum to the quantity");
                whole
            }
            Some(whole) => whole,
            None => {
                assert!(!events.is_empty(), "no quantity is given");
                sum
            }
        };
        let charged = number(given, "paid_events").or_else(|| number(given, "charged_events"));
        let charged_events = charged.map_or(1, |charged| charged.to_string().parse().or_fail());
        let period = number(given, "period").map_or(1, |period| period.to_string().parse().or_fail());
        Asked { records: given.has("records"), events, quantity: Quantity(quantity), charged_events, period }
    }
    fn ask(&self, currency: Currency) -> Ask<'_> {
        let (quantity, charged_events, period) = (self.quantity, self.charged_events, self.period);
        Ask { quantity, events: &self.events, charged_events, period, currency }
    }
}

/// A price and what is asked of it: the total, its parts, and what each event adds.
fn priced(given: &Given) -> Fields {
    let currency = currency(given);
    let price = model::price(given);
    if given.has("quantities") {
        let total = |quantity: &Amount| amount_of(&price, Quantity(quantity.value()), currency);
        let totals: Vec<Value> = numbers(given, "quantities").iter().map(total).collect();
        return fields(json!({"totals": totals, "total": totals}));
    }
    let asked = Asked::read(given);
    let ask = asked.ask(currency);
    let mut trace = Trace::on();
    let total = match exact(&price, &ask, &mut trace) {
        Ok(total) => total,
        Err(refusal) => return fields(json!({"error": refusal.code, "total": null})),
    };
    let mut found = of_steps(trace.steps(), currency);
    // A table may be told with the tiers that were not reached, or without.
    if let (Some(Value::Array(parts)), Some(tiers)) = (found.get("by_tier").cloned(), given.list("tiers")) {
        let padded = parts.iter().cloned().chain(std::iter::repeat(json!("0"))).take(tiers.len().max(parts.len()));
        found.insert("by_tier".into(), one_of(vec![Value::Array(padded.collect()), Value::Array(parts)]));
    }
    found.insert("total".into(), show(to_money(total, currency)));
    found.insert("line_net".into(), show(to_money(total, currency)));
    found.insert("total_unrounded".into(), exactly(total));
    if asked.records {
        let record = Rounded { quantity: None, amount: None, rating: Rating::Record, price: price.clone().into() };
        let each = exact(&PriceModel::Rounded(record), &ask, &mut Trace::off()).or_fail();
        found.insert("rated_on_total".into(), show(to_money(total, currency)));
        found.insert("rated_per_record".into(), show(to_money(each, currency)));
    } else if !asked.events.is_empty() {
        let each = by_event(&price, &ask).or_fail();
        let sum = each.iter().fold(Decimal::ZERO, |sum, charge| sum + charge);
        assert_eq!(sum, total, "the events sum to the total");
        let shown: Vec<Value> = each.iter().map(|charge| exactly(*charge)).collect();
        found.insert("by_event".into(), json!(shown));
        found.insert("charge_by_event".into(), json!(shown));
    }
    found
}

fn amount_of(price: &PriceModel, quantity: Quantity, currency: Currency) -> Value {
    show(domain::pricing::amount(price, quantity, currency).or_fail())
}

/// What the steps say: the parts by tier, the tier of a volume price, packages, what was added beyond a limit.
fn of_steps(steps: &[Step], currency: Currency) -> Fields {
    let mut found = Fields::new();
    let (mut before, mut parts, mut packages) = (Decimal::ZERO, Vec::new(), Decimal::ZERO);
    for step in steps {
        let part = to_money(step.amount - before, currency);
        before = step.amount;
        let tier = match &step.operation {
            Operation::Units(units) => units.tier,
            Operation::Packages { count, tier, .. } => {
                packages += count.value();
                let whole: i64 = packages.to_string().parse().or_fail();
                found.insert("packages".into(), json!(whole));
                found.insert("blocks".into(), json!(whole));
                *tier
            }
            Operation::Share { tier, .. } => *tier,
            _ => None,
        };
        match step.step {
            "step_recurring" => drop(found.insert("recurring".into(), show(part))),
            "step_true_up" => drop(found.insert("true_up".into(), show(part))),
            _ if step.step == "step_stair" => parts.push(show(part)),
            _ => {}
        }
        if let Some(tier) = tier {
            found.insert("tier".into(), json!(tier));
            parts.push(show(part));
        }
    }
    if let Some(recurring) = found.get("recurring").cloned() {
        let overage = before - decimal_of(&recurring);
        found.insert("overage".into(), show(to_money(overage, currency)));
    }
    found.insert("by_tier".into(), json!(parts));
    found
}

/// A line of a document: a price for a number of units, with charges and allowances in amounts.
fn line(given: &Given) -> Fields {
    let currency = currency(given);
    let price = amount(given, "price").or_fail();
    let model = match number(given, "price_base_quantity") {
        Some(base) => PriceModel::PerQuantity(PerQuantity { price, base: Quantity(base) }),
        None => PriceModel::PerUnit { unit_price: price },
    };
    let input = LineInput {
        line: 1,
        price: &model,
        quantity: Quantity(number(given, "quantity").or_fail()),
        period: 1,
        currency,
        discount: number(given, "discount_percent").map(Percent),
        quote_discount: None,
    };
    let gross = price_line(&input).or_fail().0;
    let sum = |names: [&str; 2]| {
        let all = names.iter().flat_map(|name| numbers(given, name));
        all.fold(Money::zero(currency), |sum, extra| sum.add(to_money(extra.value(), currency)).or_fail())
    };
    let (charges, allowances) = (sum(["line_charges", "charges"]), sum(["line_allowances", "allowances"]));
    let net = with_extras(gross, charges, allowances).or_fail();
    fields(json!({"line_net": show(net), "gross": show(gross), "total": show(net)}))
}

/// A number and how it is rounded.
fn rounded(given: &Given) -> Fields {
    // Rounding a count has nothing to do with its currency.
    let _ = currency(given);
    let places = number(given, "precision").map_or(0, |places| places.to_string().parse().or_fail());
    let to = RoundTo { mode: mode(given.text("mode").as_deref().unwrap_or("half up")), places };
    fields(json!({"rounded": exactly(to.round(number(given, "value").or_fail()))}))
}

pub(crate) fn mode(name: &str) -> Rounding {
    match words(name).trim_start_matches("round ").trim() {
        "half up" | "round" | "half away from zero" | "nearest" | "commercial" => Rounding::HalfUp,
        "half even" | "bankers" | "banker's" | "half to even" => Rounding::HalfEven,
        "half down" | "half towards zero" => Rounding::HalfDown,
        "down" | "truncate" | "towards zero" | "toward zero" => Rounding::Down,
        "up" | "away from zero" => Rounding::Up,
        "ceil" | "ceiling" => Rounding::Ceiling,
        "floor" => Rounding::Floor,
        other => panic!("no rounding is called {other}"),
    }
}
