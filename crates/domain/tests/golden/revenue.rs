//! The golden cases of revenue: straight-line schedules, credit notes on them, and the price shared over obligations.

use crate::{
    books::*,
    harness::{Fields, Outcome, computed, run},
};
use domain::{
    billing::Earned,
    dates::*,
    event::Event,
    ledger::Account,
    money::*,
    revenue::{allocation::*, *},
};
use serde_json::{Map, Value, json};

#[test]
fn golden_revenue() {
    assert_eq!(run("revenue", "saas_schedules", saas_schedules), (11, 3));
    assert_eq!(run("revenue", "allocation", allocation), (5, 2));
    assert_eq!(
        run("revenue", "over_time", |_, _| Outcome::NotBuilt("no progress by cost; services run by day")),
        (1, 1)
    );
}

fn saas_schedules(id: &str, given: &Value) -> Outcome {
    match id {
        "rev-saas-stripe-granularity" => granularity(given),
        "rev-saas-stripe-customer-balance" => computed(customer_balance(given)),
        "rev-saas-stripe-cn-before-payment" => computed(credit_note_before_payment(given)),
        "rev-saas-stripe-refund-standalone" => computed(refund(given)),
        "rev-saas-lago-annual" | "rev-saas-lago-annual-leap" => computed(annual(given)),
        "rev-saas-lago-seat-midmonth" => computed(seat_within_month(given)),
        "rev-saas-lago-tax-excluded" => computed(tax_excluded(given)),
        "rev-saas-lago-true-up-below" => Outcome::NotBuilt("no minimum commitments"),
        "rev-saas-lago-wallet" => Outcome::NotBuilt("no prepaid usage credits"),
        "rev-saas-lago-full-lifecycle" => Outcome::NotBuilt("no usage and no minimum commitments"),
        other => panic!("{other} is new"),
    }
}

fn day(given: &Value, field: &str) -> Date {
    d(given[field].as_str().unwrap())
}
/// A field that holds the last day, as the first day after it.
fn end(given: &Value, field: &str) -> Date {
    day(given, field).add_days(1)
}
fn month(date: Date) -> String {
    date.to_string()[..7].to_string()
}
fn by_month(schedule: &Schedule) -> Value {
    Value::Object(schedule.lines.iter().map(|line| (month(line.date), show(line.amount))).collect())
}

fn granularity(given: &Value) -> Outcome {
    // A service from noon to noon: its first day counts whole and its last day not at all.
    let date = |field: &str| d(&given[field].as_str().unwrap()[..10]);
    let schedule = scheduled(date("service_start"), date("service_end"), money(given, "amount"));
    let fields: Fields = [("per_day".to_string(), by_month(&schedule))].into_iter().collect();
    Outcome::Partly(
        fields,
        &[("per_second", "revenue is counted in days"), ("monthly_even", "revenue is counted in days")],
    )
}

/// What moved in a month, by the case's name for each account; income and liabilities positive when they grow.
fn activity(events: &[Event], of: &str, names: &[(Account, &str)]) -> Value {
    let sums = movements_in(events, of);
    let shown = |(account, name): &(Account, &str)| {
        let sum = sums.get(account).copied().filter(|sum| !sum.is_zero())?;
        Some((name.to_string(), show(if account.is_debit() { sum } else { sum.negate() })))
    };
    Value::Object(names.iter().filter_map(shown).collect())
}
fn movements_in(events: &[Event], of: &str) -> std::collections::BTreeMap<Account, Money> {
    movements(events, |date| month(date) == of)
}

fn customer_balance(given: &Value) -> Value {
    let invoice = money(given, "invoice");
    let service = scheduled(day(given, "service_start"), end(given, "service_end_inclusive"), invoice);
    let (billed_on, paid_on, paid) = (day(given, "finalised"), day(given, "paid_on"), money(given, "paid"));
    let mut events = vec![
        issued(billed_on, &[(invoice, Earned::Over { period: service.period })], Money::zero(invoice.currency())),
        allocated(billed_on, money(given, "customer_credit_applied")),
        received(paid_on, paid),
        allocated(paid_on, paid),
    ];
    events.extend(recognitions(&service));
    let names = [
        (Account::Bank, "cash"),
        (Account::Receivables, "accounts_receivable"),
        (Account::Unallocated, "customer_balance_liability"),
        (Account::Revenue, "revenue"),
        (Account::Deferred, "deferred_revenue"),
    ];
    let months = ["2026-01", "2026-02"].map(|of| (of.to_string(), activity(&events, of, &names)));
    json!({"activity": months.into_iter().collect::<Map<_, _>>()})
}

fn credit_note_before_payment(given: &Value) -> Value {
    let (price, lowered) = (money(given, "amount"), money(given, "credit_note_before_payment"));
    let nothing = Money::zero(price.currency());
    let start = day(given, "service_start");
    let mut service = scheduled(start, end(given, "service_end_inclusive"), price);
    let credit = Credit {
        amount: lowered,
        on: start,
        reason: CreditFor::Price,
        recognised_until: None,
        from_revenue_before: nothing,
    };
    let split = domain::revenue::credited(&service, &credit).unwrap();
    service.lines.extend(split.lines.clone());
    let (paid, paid_on) = (money(given, "paid"), d("2026-02-15"));
    let mut events = vec![
        issued(start, &[(price, Earned::Over { period: service.period })], nothing),
        crate::books::credited(start, split.from_revenue, split.from_deferred, nothing),
        received(paid_on, paid),
        allocated(paid_on, paid),
    ];
    events.extend(recognitions(&service));
    let ends = ["2026-01-31", "2026-02-28", "2026-03-31"].map(d);
    let balance = |account: Account, at: Date| {
        let sum = movements(&events, |date| date <= at).get(&account).copied().unwrap_or(nothing);
        (month(at), show(if account.is_debit() { sum } else { sum.negate() }))
    };
    let earned = |at: &Date| (month(*at), activity(&events, &month(*at), &[(Account::Revenue, "r")])["r"].clone());
    json!({
        "revenue": ends.iter().map(earned).collect::<Map<_, _>>(),
        "deferred_end": ends.iter().map(|at| balance(Account::Deferred, *at)).collect::<Map<_, _>>(),
        "receivable_end": ends[..2].iter().map(|at| balance(Account::Receivables, *at)).collect::<Map<_, _>>(),
    })
}

fn refund(given: &Value) -> Value {
    let paid = money(given, "payment");
    let nothing = Money::zero(paid.currency());
    let (first, later) = (day(given, "paid_on"), day(given, "refunded_on"));
    let sale = [issued(first, &[(paid, Earned::Now)], nothing), received(first, paid), allocated(first, paid)];
    let back = [crate::books::credited(later, paid, nothing, nothing), refunded(later, paid, true)];
    let events: Vec<Event> = sale.into_iter().chain(back).collect();
    let moved = |of: &str| movements_in(&events, of)[&Account::Revenue];
    json!({
        "activity": {
            "2026-01": {"revenue": show(moved("2026-01").negate())},
            "2026-02": {"refunds_contra_revenue": show(moved("2026-02"))},
        },
        "net_revenue": show(movements(&events, |_| true)[&Account::Revenue]),
    })
}

fn annual(given: &Value) -> Value {
    let year = scheduled(day(given, "service_start"), end(given, "service_end_inclusive"), money(given, "amount"));
    let deferred = |at: &str| (at.to_string(), show(year.remaining_after(d(at)).unwrap()));
    let days = ["2025-01-31", "2025-06-30", "2025-12-31", "2024-12-31"];
    json!({
        "days": year.period.days(),
        "recognised": by_month(&year),
        "deferred_at": days.map(deferred).into_iter().collect::<Map<_, _>>(),
    })
}

fn seat_within_month(given: &Value) -> Value {
    let (added, end) = (day(given, "added"), end(given, "period_end_inclusive"));
    let whole = scheduled(end.add_months(-1), end, money(given, "seat_price"));
    let active = Period::new(added, end).unwrap();
    json!({"active_days": active.days(), "recognised": show(whole.unused_from(added).unwrap())})
}

fn tax_excluded(given: &Value) -> Value {
    let fee = money(given, "fee");
    let rate: Percent = given["tax_percent"].as_str().unwrap().parse().unwrap();
    let invoice = issued(DAY, &[(fee, Earned::Now)], fee.percent(rate, Rounding::HalfUp).unwrap());
    let sums = movements(&[invoice], |_| true);
    json!({
        "invoice_total": show(sums[&Account::Receivables]),
        "revenue_base": show(sums[&Account::Revenue].negate()),
        "tax_liability": show(sums[&Account::VatPayable].negate()),
    })
}

fn allocation(id: &str, given: &Value) -> Outcome {
    match id {
        "rev-all-ifrs-ex34b" => Outcome::NotBuilt("no residual approach: every product has a stand-alone price"),
        "rev-all-ifrs-ex35a" => Outcome::NotBuilt("no royalties"),
        _ => {
            let prices = given["stand_alone"].as_object().unwrap();
            let standalone: Vec<Money> = prices.values().map(|p| amount(given, p.as_str().unwrap())).collect();
            let position = |name: &Value| prices.keys().position(|key| Some(key.as_str()) == name.as_str()).unwrap();
            let bundle = given["bundle_regularly_sold"].as_object().map(|bundle| Bundle {
                members: bundle["items"].as_array().unwrap().iter().map(position).collect(),
                price: amount(given, bundle["price"].as_str().unwrap()),
            });
            let shares = share(money(given, "transaction_price"), &standalone, bundle.as_ref()).unwrap();
            let named: Map<String, Value> = prices.keys().cloned().zip(shares.into_iter().map(show)).collect();
            computed(json!({"allocation": named}))
        }
    }
}
