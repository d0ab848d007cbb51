//! The verbs of a run: the same seed gives the same list, with the same ids and moments.

use super::dice::Dice;
use ::app::{App, Call, Done, runner::Recorded};
use ::store::facts;
use domain::{
    dates::Timestamp,
    document::DocRef,
    ids::{IntentId, OrgId, RawId},
};
use serde_json::{Value as Json, json};

/// A verb and its input, in which `$7` stands for the document that verb 7 made.
#[derive(Clone, Debug)]
pub struct Step {
    pub verb: &'static str,
    pub input: Json,
}

/// What the verbs planned so far have left to go on with: numbers of verbs.
#[derive(Default)]
struct Stock {
    customers: Vec<usize>,
    quotes: Vec<usize>,
    drafts: Vec<(usize, usize)>,
    issued: Vec<(usize, usize)>,
    payments: Vec<(usize, usize)>,
}

pub fn plan(seed: u64, count: usize) -> Vec<Step> {
    let (mut dice, mut stock) = (Dice::new(seed), Stock::default());
    (0..count).map(|n| step(n, &mut dice, &mut stock)).collect()
}

fn step(n: usize, dice: &mut Dice, stock: &mut Stock) -> Step {
    let roll = dice.below(100);
    if stock.customers.is_empty() || roll < 12 {
        stock.customers.push(n);
        return Step { verb: "customer.create", input: customer(&format!("Klant {n}")) };
    }
    let customer = stock.customers[dice.below(stock.customers.len())];
    let made = |n: usize| format!("${n}");
    match roll {
        12..30 => {
            stock.quotes.push(n);
            let price = |dice: &mut Dice| json!({"model": "per_unit", "unit_price": price(dice)});
            let lines: Vec<Json> = (0..=dice.below(5))
                .map(|i| json!({"description": format!("Regel {i}"), "quantity": "3", "price": price(dice)}))
                .collect();
            Step { verb: "quote.create", input: json!({"customer": made(customer), "lines": lines}) }
        }
        30..42 if !stock.quotes.is_empty() => {
            let quote = stock.quotes.swap_remove(dice.below(stock.quotes.len()));
            Step { verb: "quote.send", input: json!({"id": made(quote)}) }
        }
        42..64 => {
            stock.drafts.push((n, customer));
            let lines: Vec<Json> = (0..=dice.below(4))
                .map(|i| json!({"description": format!("Regel {i}"), "quantity": "2", "unit": "C62", "unit_price": price(dice)}))
                .collect();
            Step { verb: "invoice.create", input: json!({"customer": made(customer), "lines": lines}) }
        }
        64..80 if !stock.drafts.is_empty() => {
            let (invoice, customer) = stock.drafts.swap_remove(dice.below(stock.drafts.len()));
            stock.issued.push((invoice, customer));
            Step { verb: "invoice.issue", input: json!({"id": made(invoice)}) }
        }
        80..90 if !stock.issued.is_empty() => {
            let (invoice, customer) = stock.issued.swap_remove(dice.below(stock.issued.len()));
            stock.payments.push((n, invoice));
            let amount = json!({"minor": 1_000 + dice.below(9_000), "currency": "EUR"});
            let input = json!({"customer": made(customer), "amount": amount, "bank_reference": format!("bank-{n}")});
            Step { verb: "payment.create", input }
        }
        90.. if !stock.payments.is_empty() => {
            let (payment, invoice) = stock.payments.swap_remove(dice.below(stock.payments.len()));
            Step { verb: "payment.allocate", input: json!({"id": made(payment), "to": [{"invoice": made(invoice)}]}) }
        }
        _ => {
            let lines = json!([{"description": "Advies", "quantity": "1", "unit": "HUR", "unit_price": price(dice)}]);
            stock.drafts.push((n, customer));
            Step { verb: "invoice.create", input: json!({"customer": made(customer), "lines": lines}) }
        }
    }
}

/// From 100.00 up, so that a payment never exceeds its invoice.
fn price(dice: &mut Dice) -> String {
    format!("{}.{:02}", 100 + dice.below(900), dice.below(100))
}

/// The input of `customer.create` for a Dutch business.
pub fn customer(name: &str) -> Json {
    json!({"name": name, "email": "administratie@klant.example",
        "address": {"street": "Kade 1", "city": "Utrecht", "postal_code": "3511 AB", "country": "NL"}})
}

/// The idempotency key of a verb.
pub fn key(seed: u64, n: usize) -> String {
    format!("torture-{seed}-{n}")
}

/// A call with the moments and the intent id that this verb has in every run.
pub fn call(org: OrgId, seed: u64, n: usize) -> Call {
    unkeyed(org, seed, n).key(key(seed, n))
}

/// The same without an idempotency key.
pub fn unkeyed(org: OrgId, seed: u64, n: usize) -> Call {
    let start: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
    let at = start.add_seconds(i64::try_from(n).unwrap());
    let mut dice = Dice::new(seed ^ (u64::try_from(n).unwrap() << 20));
    let random: [u8; 10] = std::array::from_fn(|_| dice.next().to_be_bytes()[0]);
    let intent = IntentId(RawId::from_moment(at.millis(), random));
    Call { recorded: Some(Recorded::at(intent, at, at)), ..Call::system(org) }
}

/// The step's input with the documents that earlier verbs made.
pub async fn resolved(app: &App, org: OrgId, seed: u64, step: &Step) -> Result<Json, String> {
    let mut text = step.input.to_string();
    while let Some(at) = text.find("\"$") {
        let end = at + 2 + text[at + 2..].find('"').ok_or("unclosed")?;
        let n: usize = text[at + 2..end].parse().map_err(|e| format!("{e}"))?;
        let id = made_by(app, org, seed, n).await?;
        text.replace_range(at..=end, &json!(id.to_string()).to_string());
    }
    serde_json::from_str(&text).map_err(|e| e.to_string())
}

async fn made_by(app: &App, org: OrgId, seed: u64, n: usize) -> Result<DocRef, String> {
    let mut conn = app.db.read().await.map_err(|e| e.to_string())?;
    let intent = facts::intent_by_key(&mut conn, org, &key(seed, n)).await.map_err(|e| e.to_string())?;
    let outcome: Json =
        serde_json::from_str(&intent.ok_or(format!("verb {n} is not there"))?.outcome).map_err(|e| e.to_string())?;
    let id: DocRef = serde_json::from_value(outcome["id"].clone()).map_err(|e| e.to_string())?;
    Ok(id)
}

/// Runs a step through the runner.
pub async fn run(app: &App, org: OrgId, seed: u64, n: usize, step: &Step) -> Result<Done, String> {
    let input = resolved(app, org, seed, step).await?;
    app.execute(&call(org, seed, n), step.verb, input).await.map_err(|e| format!("{}: {e}", step.verb))
}
