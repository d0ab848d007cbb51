//! The golden cases of the ledger: from a sale to the bank, and back.

use crate::{
    books::*,
    harness::{Outcome, computed, run},
};
use domain::{billing::Earned, dates::Date, ledger::*, money::*};
use serde_json::{Value, json};

#[test]
fn golden_ledger() {
    assert_eq!(run("ledger", "invariants", |_, given| computed(invariant(given))), (4, 0));
    assert_eq!(run("ledger", "invoice_to_cash", invoice_to_cash), (10, 6));
    assert_eq!(run("ledger", "credit_refund_dispute", credit_refund_dispute), (6, 3));
    assert_eq!(run("ledger", "deferral_and_contract", deferral_and_contract), (4, 3));
    assert_eq!(run("ledger", "deposits", deposits), (2, 1));
}

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

fn invariant(given: &Value) -> Value {
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
    let lines: Vec<manual::EntryLine> = given["lines"].as_array().unwrap().iter().map(line).collect();
    let entry = manual::postings(&lines).and_then(|postings| Entry::new(raw(0).into(), DAY, postings));
    json!({"accepted": entry.is_ok()})
}

fn invoice_to_cash(id: &str, given: &Value) -> Outcome {
    match id {
        "led-invoice-sale-fhwedel" => {
            let events = [issued(DAY, &[(money(given, "net"), Earned::Now)], money(given, "vat"))];
            computed(json!({"journal": [journal_entry("t0", &events, NAMES)]}))
        }
        "led-invoice-advance" => computed(invoice_in_advance(given)),
        "led-payment-partial" | "led-payment-over" => computed(payment(given)),
        "led-payment-short-tolerance" => Outcome::NotBuilt("no tolerance: a short payment leaves the rest open"),
        "led-payment-fee" | "led-payment-clearing" => Outcome::NotBuilt("no payment providers"),
        "led-skonto" | "led-skonto-closing" => Outcome::NotBuilt("no discount for early payment"),
        "led-cash-rounding" => Outcome::NotBuilt("cash is not rounded to five cents"),
        other => panic!("{other} is new"),
    }
}

fn invoice_in_advance(given: &Value) -> Value {
    let (net, start) = (money(given, "net"), d("2025-01-01"));
    let year = scheduled(start, d("2026-01-01"), net);
    let invoice = issued(start, &[(net, Earned::Over { period: year.period })], money(given, "vat"));
    let month = recognitions(&year).remove(0);
    json!({"journal": [
        journal_entry("2025-01-01", &[invoice], NAMES),
        journal_entry("2025-01-31", &[month], NAMES),
    ]})
}

fn payment(given: &Value) -> Value {
    let (open, paid) = (money(given, "open"), money(given, "received"));
    let used = open.min(paid).unwrap();
    let events = [received(DAY, paid), allocated(DAY, used)];
    json!({"journal": [journal_entry("t1", &events, NAMES)], "open_after": show(open.sub(used).unwrap())})
}

fn credit_refund_dispute(id: &str, given: &Value) -> Outcome {
    let nothing = Money::zero(Currency::EUR);
    match id {
        "led-credit-note" => {
            let names = called(&[(Account::Revenue, "revenue_credits")]);
            let note = credited(DAY, money(given, "net"), nothing, money(given, "vat"));
            computed(json!({"journal": [journal_entry("t0", &[note], &names)]}))
        }
        "led-refund" => {
            let refund = refunded(DAY, money(given, "refunded"), false);
            computed(json!({"journal": [journal_entry("t2", &[refund], &called(&[]))]}))
        }
        "led-refund-direct" => {
            // What a credit note owes stands in receivables, as a credit of the customer.
            let names = called(&[(Account::Revenue, "revenue_credits"), (Account::Receivables, "customer_credit")]);
            let (net, tax) = (money(given, "net"), money(given, "vat"));
            let (note, refund) = (credited(DAY, net, nothing, tax), refunded(DAY, net.add(tax).unwrap(), true));
            let entries = [journal_entry("t0", &[note], &names), journal_entry("t1", &[refund], &names)];
            computed(json!({"journal": entries}))
        }
        "led-chargeback-open" | "led-chargeback-won" => Outcome::NotBuilt("no card disputes"),
        "led-refund-fx-ledgerly" => Outcome::NotBuilt("no revaluation between currencies"),
        other => panic!("{other} is new"),
    }
}

fn deferral_and_contract(id: &str, given: &Value) -> Outcome {
    match id {
        "led-stripe-credit-balance" => computed(credit_balance(given)),
        "led-prepaid-credits" => Outcome::NotBuilt("no prepaid usage credits"),
        "led-true-up" => Outcome::NotBuilt("no minimum commitments"),
        "led-commission-asset" => Outcome::NotBuilt("no costs to obtain a contract"),
        other => panic!("{other} is new"),
    }
}

/// Using a credit balance settles the invoice; it lowers no revenue.
fn credit_balance(given: &Value) -> Value {
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

fn deposits(id: &str, given: &Value) -> Outcome {
    match id {
        "led-deposit-vat" => {
            let (order, deposit) = (money(given, "order_net"), money(given, "deposit_net"));
            let rate: Percent = given["vat_rate"].as_str().unwrap().parse().unwrap();
            let tax = |net: Money| net.percent(rate, Rounding::HalfUp).unwrap();
            let gross = deposit.add(tax(deposit)).unwrap();
            let rest = tax(order.sub(deposit).unwrap());
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
        "led-deposit-forfeited" => Outcome::NotBuilt("no compensation for cancelled orders"),
        other => panic!("{other} is new"),
    }
}
