//! The golden cases of receivables: what a payment settles, ageing, terms.

use crate::{
    books::*,
    case::{Outcome, computed},
    given::{Given, OrFail},
};
use domain::{billing::due_terms, dates::*, document::*, ids::OpenItemId, money::*, payment::*, quote::PaymentPlan};
use serde_json::{Map, Value, json};

fn item(n: u32, due: Date, amount: Money) -> OpenItem {
    let kind = if amount.is_negative() { Kind::Payment } else { Kind::Invoice };
    let (entity, customer, document) = (raw(0).into(), Some(raw(1).into()), DocRef { kind, id: raw(n) });
    OpenItem { id: raw(n).into(), entity, customer, document, date: due, date_due: due, amount, open: amount }
}

/// The open items of a case in its order, numbered from 10.
fn items(given: &Given, field: &str) -> Vec<(String, OpenItem)> {
    let item = |(n, row): (u32, &Value)| {
        let due = d(row["due"].as_str().or_fail());
        (row["id"].as_str().or_fail().to_string(), item(n, due, amount(given, row["amount"].as_str().or_fail())))
    };
    (10..).zip(given[field].as_array().or_fail()).map(item).collect()
}

fn not_built(reason: &str) -> Outcome {
    Outcome::NotBuilt(reason.to_string())
}

pub(crate) fn payment_allocation(given: &Given) -> Outcome {
    if !given.has("open") {
        return not_built("no interest or collection costs are charged");
    }
    let rows = given["open"].as_array().or_fail();
    if rows.iter().any(|row| !row["interest_rate_percent"].is_null()) {
        return not_built("invoices bear no interest, so none is more burdensome");
    }
    let debts = items(given, "open");
    let paid = amount(given, given["payment"]["amount"].as_str().or_fail());
    let credit = item(1, d(given["today"].as_str().or_fail()), paid.negate());
    let open: Vec<OpenItem> = debts.iter().map(|(_, item)| item.clone()).collect();
    let made = allocate(&credit, &open, None).or_fail();
    let name = |id: OpenItemId| debts.iter().find(|(_, item)| item.id == id).or_fail().0.clone();
    let settled: Map<String, Value> = made.iter().map(|a| (name(a.debt), show(a.amount))).collect();
    computed(json!({"allocation": settled}))
}

pub(crate) fn ageing_and_allowance(given: &Given) -> Outcome {
    if given.has("balances") || given.has("matrix") {
        return not_built("no allowance for expected credit losses");
    }
    if !given.has("open_items") {
        return not_built("no report of days sales outstanding");
    }
    let open: Vec<OpenItem> = items(given, "open_items").into_iter().map(|(_, item)| item).collect();
    let aged = ageing(&open, d(given["reporting_date"].as_str().or_fail())).or_fail().remove(0);
    let names = ["not_due", "1-30", "31-60", "61-90", "over_90"];
    let buckets: Map<String, Value> =
        names.iter().zip(aged.buckets).map(|(name, amount)| (name.to_string(), show(amount))).collect();
    computed(json!({"buckets": buckets, "total": show(aged.total)}))
}

pub(crate) fn payment_terms(given: &Given) -> Outcome {
    // No amount is given with it.
    let _ = given.text("currency");
    if given.has("discount_percent") {
        return not_built("no discount for early payment");
    }
    if given.has("instalments") {
        return computed(instalments(given));
    }
    let term = given.text("term").or_fail();
    let words: Vec<&str> = term.split_whitespace().collect();
    let days = match words.as_slice() {
        ["on", "receipt"] => 0,
        ["net", days, "days" | "day"] | [days, "days" | "day"] => days.parse().or_fail(),
        _ => return not_built("terms are in days, never in months or to the end of one"),
    };
    computed(json!({"due": d(given["invoice_date"].as_str().or_fail()).add_days(days).to_string()}))
}

fn instalments(given: &Given) -> Value {
    assert_eq!(given["interval"], "month", "instalments are a month apart");
    let count = given["instalments"].as_u64().and_then(|count| u32::try_from(count).ok()).or_fail();
    let first = d(given["first_due"].as_str().or_fail());
    let terms = due_terms(money(given, "total"), first, &PaymentPlan::Instalments { count });
    let rows = terms.iter().map(|term| json!({"due": term.date.to_string(), "amount": show(term.amount)}));
    json!({"instalments": rows.collect::<Vec<_>>()})
}
