//! The golden cases of the ledger: from a sale to the bank, and back.

use crate::{
    books::*,
    case::{Outcome, computed, one_of},
    given::{Given, OrFail},
};
use domain::{billing::Earned, dates::Date, ledger::*, money::*};
use serde_json::{Value, json};

const NAMES: &[(Account, &str)] = &[
    (Account::Bank, "bank"),
    (Account::Receivables, "receivable"),
    (Account::Revenue, "revenue"),
    (Account::Deferred, "deferred_revenue"),
    (Account::VatPayable, "vat_payable"),
    (Account::Unallocated, "customer_credit"),
];

/// `NAMES`, with other words for some accounts.
fn called(words: &[(Account, &'static str)]) -> Vec<(Account, &'static str)> {
    let other = |account| words.iter().find(|(known, _)| *known == account).map(|(_, word)| *word);
    NAMES.iter().map(|(account, name)| (*account, other(*account).unwrap_or(name))).collect()
}

pub(crate) fn invariant(given: &Given) -> Outcome {
    let _ = given.text("currency");
    let line = |line: &Value| {
        let side = |field: &str| line[field].as_str().map(|text| amount(given, text));
        // Receivables move by invoices only; cash stands in for them, so that the rule under test is the one that refuses.
        let account = match line["account"].as_str() {
            Some("receivable" | "bank") => Account::Cash,
            Some("vat_payable") => Account::VatPayable,
            _ => Account::Revenue,
        };
        manual::EntryLine { account, debit: side("debit"), credit: side("credit"), customer: None, document: None }
    };
    let lines: Vec<manual::EntryLine> = given["lines"].as_array().or_fail().iter().map(line).collect();
    let entry = manual::postings(&lines).and_then(|postings| Entry::new(raw(0).into(), DAY, postings));
    computed(json!({"accepted": entry.is_ok()}))
}

fn not_built(reason: &str) -> Outcome {
    Outcome::NotBuilt(reason.to_string())
}

/// What is not built, by a field that only such a case gives.
const NOT_BUILT: &[(&str, &str)] = &[
    ("tolerance", "no tolerance: a short payment leaves the rest open"),
    ("fee", "no payment providers"),
    ("captured", "no payment providers"),
    ("discount_allowed_balance", "no discount for early payment"),
    ("rounded", "cash is not rounded to five cents"),
    ("disputed", "no card disputes"),
    ("refunded_at_rate", "no revaluation between currencies"),
    ("bought", "no prepaid usage credits"),
    ("commitment", "no minimum commitments in the books"),
    ("commission", "no costs to obtain a contract"),
];

fn missing(given: &Given) -> Option<Outcome> {
    NOT_BUILT.iter().find(|(mark, _)| given.has(mark)).map(|(_, reason)| not_built(reason))
}

pub(crate) fn invoice_to_cash(given: &Given) -> Outcome {
    if let Some(missing) = missing(given) {
        return missing;
    }
    if given.has("received") {
        let discounted = given.has("vat_rate");
        return if discounted { not_built("no discount for early payment") } else { computed(payment(given)) };
    }
    let event = given.text("event").unwrap_or_default();
    if event.contains("advance") || given.has("recognised_in_first_month") {
        return computed(invoice_in_advance(given));
    }
    let events = [issued(DAY, &[(money(given, "net"), Earned::Now)], money(given, "vat"))];
    computed(json!({"journal": [journal_entry("t0", &events, NAMES)]}))
}

/// A year from the first of January, earned by day.
fn invoice_in_advance(given: &Given) -> Value {
    let (net, start) = (money(given, "net"), d("2025-01-01"));
    let year = scheduled(start, d("2026-01-01"), net);
    let invoice = issued(start, &[(net, Earned::Over { period: year.period })], money(given, "vat"));
    let month = recognitions(&year).remove(0);
    if let Some(told) = given.text("recognised_in_first_month") {
        assert_eq!(year.lines[0].amount, amount(given, &told), "what the first month earns");
    }
    json!({"journal": [
        journal_entry("2025-01-01", &[invoice], NAMES),
        journal_entry("2025-01-31", &[month], NAMES),
    ]})
}

fn payment(given: &Given) -> Value {
    let (open, paid) = (money(given, "open"), money(given, "received"));
    let used = open.min(paid).or_fail();
    let events = [received(DAY, paid), allocated(DAY, used)];
    json!({"journal": [journal_entry("t1", &events, NAMES)], "open_after": show(open.sub(used).or_fail())})
}

pub(crate) fn credit_refund_dispute(given: &Given) -> Outcome {
    if let Some(missing) = missing(given) {
        return missing;
    }
    if given.has("refunded") {
        let refund = refunded(DAY, money(given, "refunded"), false);
        assert!(money(given, "refunded").minor() <= money(given, "customer_credit").minor(), "more than there is");
        return computed(json!({"journal": [journal_entry("t2", &[refund], &called(&[]))]}));
    }
    let (net, tax) = (money(given, "net"), money(given, "vat"));
    let note = || credited(DAY, net, Money::zero(net.currency()), tax);
    let names = called(&[(Account::Revenue, "revenue_credits")]);
    let alone = json!([journal_entry("t0", &[note()], &names)]);
    // What a credit note owes stands in receivables, as a credit of the customer.
    let names = called(&[(Account::Revenue, "revenue_credits"), (Account::Receivables, "customer_credit")]);
    let refund = refunded(DAY, net.add(tax).or_fail(), true);
    let paid_back = json!([journal_entry("t0", &[note()], &names), journal_entry("t1", &[refund], &names)]);
    // Net and tax do not tell whether the note is set off against the invoice or paid back.
    computed(json!({"journal": one_of(vec![alone, paid_back])}))
}

pub(crate) fn deferral_and_contract(given: &Given) -> Outcome {
    missing(given).unwrap_or_else(|| computed(credit_balance(given)))
}

/// Using a credit balance settles the invoice; it lowers no revenue.
fn credit_balance(given: &Given) -> Value {
    let invoice = money(given, "invoice");
    let nothing = Money::zero(invoice.currency());
    let service = scheduled(d("2026-01-15"), d("2026-02-15"), invoice);
    let shares = recognitions(&service);
    let billed = issued(d("2026-01-15"), &[(invoice, Earned::Over { period: service.period })], nothing);
    let used = allocated(d("2026-01-15"), money(given, "credit_applied"));
    let paid = |day: Date| [received(day, money(given, "paid")), allocated(day, money(given, "paid"))];
    let mut names = called(&[(Account::Bank, "cash"), (Account::Unallocated, "customer_balance")]);
    names.sort_by_key(|(account, _)| !matches!(account, Account::Bank | Account::Receivables));
    json!({"journal": [
        journal_entry("2026-01-15", &[billed, used], &names),
        journal_entry("2026-01-31", &shares[..1], &names),
        journal_entry("2026-02-09", &paid(d("2026-02-09")), &names),
        journal_entry("2026-02-14", &shares[1..], &names),
    ]})
}

pub(crate) fn deposits(given: &Given) -> Outcome {
    if !given.has("order_net") {
        return not_built("no compensation for cancelled orders");
    }
    let (order, deposit) = (money(given, "order_net"), money(given, "deposit_net"));
    let rate: Percent = given["vat_rate"].as_str().or_fail().parse().or_fail();
    let tax = |net: Money| net.percent(rate, Rounding::HalfUp).or_fail();
    let gross = deposit.add(tax(deposit)).or_fail();
    let rest = tax(order.sub(deposit).or_fail());
    // The deposit is invoiced before delivery; the final invoice takes it off again.
    let first = issued(DAY, &[(deposit, Earned::OnDelivery)], tax(deposit));
    let last = issued(DAY, &[(order, Earned::Now), (deposit.negate(), Earned::OnDelivery)], rest);
    let names = called(&[(Account::Deferred, "deposits_received")]);
    computed(json!({"journal": [
        journal_entry("deposit_invoice", &[first], &names),
        journal_entry("deposit_paid", &[received(DAY, gross), allocated(DAY, gross)], &names),
        journal_entry("final_invoice", &[last], &names),
    ]}))
}
