//! The golden cases of receivables: what a payment settles, ageing, terms.

use crate::{
    books::*,
    harness::{Outcome, computed, run},
};
use domain::{dates::*, document::*, ids::OpenItemId, money::*, payment::*};
use serde_json::{Map, Value, json};

#[test]
fn golden_receivables() {
    assert_eq!(run("receivables", "payment_allocation", payment_allocation), (7, 5));
    assert_eq!(run("receivables", "ageing_and_allowance", ageing_and_allowance), (6, 5));
    assert_eq!(run("receivables", "payment_terms", payment_terms), (10, 7));
}

fn item(n: u32, due: Date, amount: Money) -> OpenItem {
    let kind = if amount.is_negative() { Kind::Payment } else { Kind::Invoice };
    let (entity, customer, document) = (raw(0).into(), Some(raw(1).into()), DocRef { kind, id: raw(n) });
    OpenItem { id: raw(n).into(), entity, customer, document, date: due, date_due: due, amount, open: amount }
}

/// The open items of a case in its order, numbered from 10.
fn items(given: &Value, field: &str) -> Vec<(String, OpenItem)> {
    let item = |(n, row): (u32, &Value)| {
        let due = d(row["due"].as_str().unwrap());
        (row["id"].as_str().unwrap().to_string(), item(n, due, amount(given, row["amount"].as_str().unwrap())))
    };
    (10..).zip(given[field].as_array().unwrap()).map(item).collect()
}

fn payment_allocation(id: &str, given: &Value) -> Outcome {
    match id {
        "rcv-643-due-first" | "rcv-643-prorata" => {
            let debts = items(given, "open");
            let paid = amount(given, given["payment"]["amount"].as_str().unwrap());
            let credit = item(1, d(given["today"].as_str().unwrap()), paid.negate());
            let open: Vec<OpenItem> = debts.iter().map(|(_, item)| item.clone()).collect();
            let made = allocate(&credit, &open, None).unwrap();
            let name = |id: OpenItemId| debts.iter().find(|(_, item)| item.id == id).unwrap().0.clone();
            let settled: Map<String, Value> = made.iter().map(|a| (name(a.debt), show(a.amount))).collect();
            computed(json!({"allocation": settled}))
        }
        "rcv-643-burdensome" => Outcome::NotBuilt("invoices bear no interest, so none is more burdensome"),
        _ if id.starts_with("rcv-644") => Outcome::NotBuilt("no interest or collection costs are charged"),
        other => panic!("{other} is new"),
    }
}

fn ageing_and_allowance(id: &str, given: &Value) -> Outcome {
    match id {
        "rcv-age-boundaries" => {
            let open: Vec<OpenItem> = items(given, "open_items").into_iter().map(|(_, item)| item).collect();
            let aged = ageing(&open, d(given["reporting_date"].as_str().unwrap())).unwrap().remove(0);
            let names = ["not_due", "1-30", "31-60", "61-90", "over_90"];
            let buckets: Map<String, Value> =
                names.iter().zip(aged.buckets).map(|(name, amount)| (name.to_string(), show(amount))).collect();
            computed(json!({"buckets": buckets, "total": show(aged.total)}))
        }
        _ if id.starts_with("rcv-ecl") => Outcome::NotBuilt("no allowance for expected credit losses"),
        _ if id.starts_with("rcv-dso") => Outcome::NotBuilt("no report of days sales outstanding"),
        other => panic!("{other} is new"),
    }
}

fn payment_terms(id: &str, given: &Value) -> Outcome {
    let invoiced = || d(given["invoice_date"].as_str().unwrap());
    match id {
        "rcv-term-net30" | "rcv-term-net30-leap" => computed(json!({"due": invoiced().add_days(30).to_string()})),
        "rcv-term-net0" => computed(json!({"due": invoiced().add_days(0).to_string()})),
        "rcv-term-eom30" | "rcv-term-30eom-15" => Outcome::NotBuilt("terms are in days, never to the end of a month"),
        "rcv-term-month" => Outcome::NotBuilt("terms are in days, never in months"),
        "rcv-disc-2-10-30" => Outcome::NotBuilt("no discount for early payment"),
        _ if id.starts_with("rcv-inst") => Outcome::NotBuilt("tested with billing"),
        other => panic!("{other} is new"),
    }
}
