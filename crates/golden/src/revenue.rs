//! The golden cases of revenue: straight-line schedules, credit notes on them, and the price shared over obligations.

use crate::{
    books::*,
    case::{Outcome, Reader, computed},
    given::{Given, OrFail},
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

fn not_built(reason: &str) -> Outcome {
    Outcome::NotBuilt(reason.to_string())
}

/// A field that tells what a case is about, and what reads it.
const SHAPES: &[(&str, Reader)] = &[
    ("commitment", |_| not_built("no minimum commitments in the books")),
    ("usage_commitment", |_| not_built("no usage and no minimum commitments in the books")),
    ("credits_bought", |_| not_built("no prepaid usage credits")),
    ("customer_credit_applied", |given| computed(customer_balance(given))),
    ("credit_note_before_payment", |given| computed(credit_note_before_payment(given))),
    ("refunded_on", |given| computed(refund(given))),
    ("seat_price", |given| computed(seat_within_month(given))),
    ("fee", |given| computed(tax_excluded(given))),
    ("service_end", |_| not_built("revenue is counted in days, not in seconds or even months")),
    ("service_end_inclusive", |given| computed(by_day(given))),
];

pub(crate) fn saas_schedules(given: &Given) -> Outcome {
    if given.text("granularity").is_some_and(|granularity| granularity != "day") {
        return not_built("revenue is counted in days");
    }
    let shape = SHAPES.iter().find(|(mark, _)| given.has(mark));
    shape.map_or_else(|| panic!("no such schedule"), |(_, reader)| reader(given))
}

/// The last days of the months in a period, and the last day of the period.
fn month_ends(period: Period) -> Vec<Date> {
    let last = period.end.add_days(-1);
    let mut ends = Vec::new();
    let mut first = period.start.first_of_month();
    while first <= last {
        first = first.add_months(1);
        ends.push(first.add_days(-1));
    }
    ends.push(last);
    ends.dedup();
    ends
}

fn day(given: &Given, field: &str) -> Date {
    d(given[field].as_str().or_fail())
}
/// A field that holds the last day, as the first day after it.
fn end(given: &Given, field: &str) -> Date {
    day(given, field).add_days(1)
}
fn month(date: Date) -> String {
    date.to_string()[..7].to_string()
}
fn by_month(schedule: &Schedule) -> Value {
    Value::Object(schedule.lines.iter().map(|line| (month(line.date), show(line.amount))).collect())
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

fn customer_balance(given: &Given) -> Value {
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
    let ends = month_ends(service.period);
    let months = ends.iter().map(|end| month(*end)).map(|of| (of.clone(), activity(&events, &of, &names)));
    json!({"activity": months.collect::<Map<_, _>>()})
}

fn credit_note_before_payment(given: &Given) -> Value {
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
    let split = domain::revenue::credited(&service, &credit).or_fail();
    service.lines.extend(split.lines.clone());
    let paid_on = d(&format!("{}-15", given["paid_month"].as_str().or_fail()));
    let paid = money(given, "paid");
    let mut events = vec![
        issued(start, &[(price, Earned::Over { period: service.period })], nothing),
        crate::books::credited(start, split.from_revenue, split.from_deferred, nothing),
        received(paid_on, paid),
        allocated(paid_on, paid),
    ];
    events.extend(recognitions(&service));
    let ends = month_ends(service.period);
    let balance = |account: Account, at: Date| {
        let sum = movements(&events, |date| date <= at).get(&account).copied().unwrap_or(nothing);
        (month(at), show(if account.is_debit() { sum } else { sum.negate() }))
    };
    let earned = |at: &Date| (month(*at), activity(&events, &month(*at), &[(Account::Revenue, "r")])["r"].clone());
    json!({
        "revenue": ends.iter().map(earned).collect::<Map<_, _>>(),
        "deferred_end": ends.iter().map(|at| balance(Account::Deferred, *at)).collect::<Map<_, _>>(),
        "receivable_end": ends.iter().map(|at| balance(Account::Receivables, *at)).collect::<Map<_, _>>(),
    })
}

fn refund(given: &Given) -> Value {
    let paid = money(given, "payment");
    let nothing = Money::zero(paid.currency());
    let (first, later) = (day(given, "paid_on"), day(given, "refunded_on"));
    let sale = [issued(first, &[(paid, Earned::Now)], nothing), received(first, paid), allocated(first, paid)];
    let back = [crate::books::credited(later, paid, nothing, nothing), refunded(later, paid, true)];
    let events: Vec<Event> = sale.into_iter().chain(back).collect();
    // Sources name the kind of sale; it is earned at once either way.
    let _ = given.text("type");
    let moved = |of: &str| movements_in(&events, of)[&Account::Revenue];
    let (sold, returned) = (month(first), month(later));
    let mut activity = Map::new();
    activity.insert(sold.clone(), json!({"revenue": show(moved(&sold).negate())}));
    activity.insert(returned.clone(), json!({"refunds_contra_revenue": show(moved(&returned))}));
    json!({
        "activity": activity,
        "net_revenue": show(movements(&events, |_| true)[&Account::Revenue]),
    })
}

/// A service earned day by day.
fn by_day(given: &Given) -> Value {
    let year = scheduled(day(given, "service_start"), end(given, "service_end_inclusive"), money(given, "amount"));
    let deferred = |at: Date| (at.to_string(), show(year.remaining_after(at).or_fail()));
    json!({
        "days": year.period.days(),
        "recognised": by_month(&year),
        "deferred_at": month_ends(year.period).into_iter().map(deferred).collect::<Map<_, _>>(),
    })
}

fn seat_within_month(given: &Given) -> Value {
    let (added, end) = (day(given, "added"), end(given, "period_end_inclusive"));
    let whole = scheduled(end.add_months(-1), end, money(given, "seat_price"));
    let active = Period::new(added, end).or_fail();
    if let Some(days) = given["period_days"].as_i64() {
        assert_eq!(whole.period.days(), days, "days in the period");
    }
    json!({"active_days": active.days(), "recognised": show(whole.unused_from(added).or_fail())})
}

fn tax_excluded(given: &Given) -> Value {
    let fee = money(given, "fee");
    let rate: Percent = given["tax_percent"].as_str().or_fail().parse().or_fail();
    let invoice = issued(DAY, &[(fee, Earned::Now)], fee.percent(rate, Rounding::HalfUp).or_fail());
    let sums = movements(&[invoice], |_| true);
    json!({
        "invoice_total": show(sums[&Account::Receivables]),
        "revenue_base": show(sums[&Account::Revenue].negate()),
        "tax_liability": show(sums[&Account::VatPayable].negate()),
    })
}

pub(crate) fn allocation(given: &Given) -> Outcome {
    if given.has("licences") {
        return not_built("no royalties");
    }
    if given.names().any(|name| name.ends_with("_stand_alone")) {
        return not_built("no residual approach: every product has a stand-alone price");
    }
    let prices = given["stand_alone"].as_object().or_fail();
    let standalone: Vec<Money> = prices.values().map(|p| amount(given, p.as_str().or_fail())).collect();
    let position = |name: &Value| prices.keys().position(|key| Some(key.as_str()) == name.as_str()).or_fail();
    let bundle = given["bundle_regularly_sold"].as_object().map(|bundle| Bundle {
        members: bundle["items"].as_array().or_fail().iter().map(position).collect(),
        price: amount(given, bundle["price"].as_str().or_fail()),
    });
    let shares = share(money(given, "transaction_price"), &standalone, bundle.as_ref()).or_fail();
    let named: Map<String, Value> = prices.keys().cloned().zip(shares.into_iter().map(show)).collect();
    computed(json!({"allocation": named}))
}
