//! Events of one customer's sale, and the books they make, for golden cases that print journals and balances.

use crate::given::Given;
use domain::{
    billing::*, dates::*, document::*, event::Event, ids::*, ledger::*, money::*, payment::*, revenue::*, tax::*,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub fn raw(n: u32) -> RawId {
    RawId::from_moment(1, [1; 10]).derive(n)
}
pub fn d(date: &str) -> Date {
    date.parse().unwrap_or_else(|_| panic!("a date, not {date}"))
}
/// A field of `given` as money in the case's currency (euro when that is the test currency).
pub fn money(given: &Given, field: &str) -> Money {
    amount(given, given[field].as_str().unwrap_or_else(|| panic!("{field} is missing")))
}
pub fn amount(given: &Given, text: &str) -> Money {
    let currency = given["currency"].as_str().and_then(|code| code.parse().ok()).unwrap_or(Currency::EUR);
    Money::from_decimal(decimal(text).expect("a number"), currency, Rounding::HalfUp).expect("an amount")
}
pub fn show(amount: Money) -> Value {
    json!(amount.decimal().to_string())
}

/// The day of events whose case names none.
pub const DAY: Date = Date::constant(2026, 1, 1);
const INVOICE: u32 = 6;
const CREDIT_NOTE: u32 = 7;
const PAYMENT: u32 = 8;

fn payment() -> DocRef {
    DocRef { kind: Kind::Payment, id: raw(PAYMENT) }
}
fn vat(net: Money, tax: Money) -> Vec<VatSubtotal> {
    vec![VatSubtotal { category: VatCategory::S, rate: Percent(21.into()), base: net, tax }]
}

/// An invoice of `(net, earned)` lines with its VAT, due at once.
pub fn issued(on: Date, lines: &[(Money, Earned)], tax: Money) -> Event {
    let net = Money::sum(tax.currency(), lines.iter().map(|(net, _)| *net)).expect("an amount");
    let gross = net.add(tax).expect("an amount");
    let billed =
        |(line, (net, earned)): (u32, &(Money, Earned))| BilledLine { line, net: *net, earned: earned.clone() };
    let (entity, customer, invoice) = (raw(0).into(), raw(1).into(), raw(INVOICE).into());
    let (lines, vat, due) =
        ((1..).zip(lines).map(billed).collect(), vat(net, tax), vec![DueTerm { date: on, amount: gross }]);
    BillingEvent::Issued { entity, customer, invoice, number: "1".into(), on, gross, lines, vat, due }.into()
}
pub fn credited(on: Date, from_revenue: Money, from_deferred: Money, tax: Money) -> Event {
    let net = from_revenue.add(from_deferred).expect("an amount");
    BillingEvent::Credited {
        entity: raw(0).into(),
        customer: raw(1).into(),
        credit_note: raw(CREDIT_NOTE).into(),
        number: "C1".into(),
        of: raw(INVOICE).into(),
        on,
        gross: net.add(tax).expect("an amount"),
        lines: vec![CreditedLine { line: 1, from_revenue, from_deferred }],
        vat: vat(net, tax),
    }
    .into()
}
pub fn received(on: Date, amount: Money) -> Event {
    let (entity, customer, payment) = (raw(0).into(), Some(raw(1).into()), raw(PAYMENT).into());
    PaymentEvent::Received { entity, customer, payment, on, amount }.into()
}
pub fn allocated(on: Date, amount: Money) -> Event {
    let (entity, customer, source) = (raw(0).into(), raw(1).into(), payment());
    PaymentEvent::Allocated { entity, customer, source, on, amount, allocations: Vec::new() }.into()
}
/// Money back out of the payment, or out of the credit note.
pub fn refunded(on: Date, amount: Money, of_credit_note: bool) -> Event {
    let note = DocRef { kind: Kind::Invoice, id: raw(CREDIT_NOTE) };
    let source = if of_credit_note { note } else { payment() };
    let (entity, customer, refund) = (raw(0).into(), raw(1).into(), raw(9).into());
    PaymentEvent::Refunded { entity, customer, refund, source, on, amount }.into()
}
pub fn recognised(on: Date, amount: Money) -> Event {
    RevenueEvent::Recognised { entity: raw(0).into(), on, amount, lines: 1, shares: Vec::new() }.into()
}
/// A line earned from `start` to the day before `end`, and the recognition of each of its shares.
pub fn scheduled(start: Date, end: Date, amount: Money) -> Schedule {
    let source = LineRef { document: DocRef { kind: Kind::Invoice, id: raw(INVOICE) }, line: 1 };
    let period = Period { start, end };
    let obligation = Obligation { entity: raw(0).into(), customer: raw(1).into(), source, period, amount };
    schedule(raw(5).into(), obligation).expect("a schedule")
}
pub fn recognitions(schedule: &Schedule) -> Vec<Event> {
    schedule.lines.iter().map(|line| recognised(line.date, line.amount)).collect()
}

/// Sums by account of what these events post, on days that are wanted.
pub fn movements(events: &[Event], wanted: impl Fn(Date) -> bool) -> BTreeMap<Account, Money> {
    let mut sums: BTreeMap<Account, Money> = BTreeMap::new();
    for entry in events.iter().flat_map(|event| entries(event).expect("entries")).filter(|e| wanted(e.date())) {
        for posting in entry.postings() {
            let sum = sums.entry(posting.account).or_insert(Money::zero(posting.amount.currency()));
            *sum = sum.add(posting.amount).expect("an amount");
        }
    }
    sums
}

/// One journal entry of what the events post together: debits, then credits, each in the order of `names`.
pub fn journal_entry(date: &str, events: &[Event], names: &[(Account, &str)]) -> Value {
    let sums = movements(events, |_| true);
    let unnamed = sums.iter().find(|(account, sum)| !sum.is_zero() && !names.iter().any(|(name, _)| name == *account));
    assert_eq!(unnamed, None, "an account of the case without a name");
    let named = || names.iter().filter_map(|(account, name)| Some((name, *sums.get(account)?)));
    let line = |(name, sum): (&&str, Money)| {
        let nothing = Money::zero(sum.currency());
        let (debit, credit) = if sum.is_positive() { (sum, nothing) } else { (nothing, sum.negate()) };
        json!({"account": name, "debit": show(debit), "credit": show(credit)})
    };
    let debits = named().filter(|(_, sum)| sum.is_positive());
    let lines: Vec<Value> = debits.chain(named().filter(|(_, sum)| sum.is_negative())).map(line).collect();
    json!({"date": date, "lines": lines})
}
