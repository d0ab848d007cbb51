//! Each event and what it does to the books, as an accountant would read it; and the laws that hold for any amount.

use super::*;
use crate::{ledger::journal, tax::VatCategory};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn raw(n: u32) -> RawId {
    RawId::from_moment(1, [1; 10]).derive(n)
}
fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}
fn day() -> Date {
    Date::constant(2026, 3, 31)
}
fn entity() -> EntityId {
    raw(0).into()
}
fn customer() -> CustomerId {
    raw(1).into()
}
fn payment_ref() -> DocRef {
    DocRef { kind: Kind::Payment, id: raw(2) }
}
fn credit_note_ref() -> DocRef {
    DocRef { kind: Kind::Invoice, id: raw(2) }
}

/// The postings as text: the tags without their names, the ids without their digits.
fn check(event: impl Into<Event>, journal: &str) {
    let entries = entries(&event.into()).unwrap();
    assert!(entries.iter().all(|e| e.entity() == entity() && e.date() == day()));
    let written: String = entries.iter().map(|e| journal::transaction(e, "", "")).collect();
    let shown = |line: &str| {
        let words = line.split_whitespace().filter(|w| !matches!(*w, ";" | "customer:" | "document:"));
        let words: Vec<&str> = words.map(|w| if w.len() > 29 { &w[..3] } else { w.trim_end_matches(',') }).collect();
        words.join(" ")
    };
    let got: Vec<String> = written.lines().filter(|l| l.starts_with(' ')).map(shown).collect();
    let want: Vec<&str> = journal.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    assert_eq!(got, want);
}

fn movement(quantity: i64, value: i64) -> Movement {
    Movement { product: raw(3).into(), quantity: Quantity::from(quantity), value: eur(value) }
}

#[test]
fn goods_come_in_at_cost_and_counts_correct_them() {
    let (product, on) = (raw(3).into(), day());
    let received = |movements| StockEvent::Received { entity: entity(), product, on, movements };
    check(
        received(vec![movement(10, 40_000)]),
        "assets:3000 Inventory 400.00 EUR prd
         liabilities:1610 GoodsReceived -400.00 EUR prd",
    );
    let counted = |movements| StockEvent::Adjusted { entity: entity(), product, on, reason: "count".into(), movements };
    check(
        counted(vec![movement(-1, -4_000)]),
        "assets:3000 Inventory -40.00 EUR prd
         expenses:7100 StockDifferences 40.00 EUR prd",
    );
    check(received(vec![movement(10, 0)]), "");
}

fn delivered(from_deferred: i64, to_unbilled: i64, cost: i64) -> OrderEvent {
    let handover =
        Handover { order_line: 2, from_deferred: eur(from_deferred), to_unbilled: eur(to_unbilled), cost: eur(cost) };
    OrderEvent::Delivered {
        entity: entity(),
        customer: customer(),
        order: raw(4).into(),
        delivery: raw(5).into(),
        on: day(),
        handover: vec![handover],
        movements: vec![movement(-2, -cost)],
    }
}
fn reversed(delivery: &OrderEvent) -> OrderEvent {
    let OrderEvent::Delivered { entity, customer, order, delivery, on, handover, movements } = delivery.clone() else {
        panic!("not a delivery")
    };
    let back = |m: Movement| Movement { quantity: Quantity(-m.quantity.0), value: m.value.negate(), ..m };
    let movements = movements.into_iter().map(back).collect();
    let reason = "wrong address".to_string();
    OrderEvent::DeliveryReversed { entity, customer, order, delivery, on, reason, handover, movements }
}

#[test]
fn delivery_earns_revenue_and_costs_goods() {
    check(
        delivered(6_000, 4_000, 3_000),
        "liabilities:1400 Deferred 60.00 EUR cus del line: 2
         revenues:8000 Revenue -60.00 EUR cus del line: 2
         assets:1310 Unbilled 40.00 EUR cus del line: 2
         revenues:8000 Revenue -40.00 EUR cus del line: 2
         expenses:7000 CostOfSales 30.00 EUR cus del
         assets:3000 Inventory -30.00 EUR cus del",
    );
    check(
        reversed(&delivered(0, 4_000, 3_000)),
        "assets:1310 Unbilled -40.00 EUR cus del line: 2
         revenues:8000 Revenue 40.00 EUR cus del line: 2
         expenses:7000 CostOfSales -30.00 EUR cus del
         assets:3000 Inventory 30.00 EUR cus del",
    );
    check(delivered(0, 0, 0), "");
}

fn vat(base: i64, tax: i64) -> VatSubtotal {
    let (category, rate) = if tax == 0 { (VatCategory::Ae, 0) } else { (VatCategory::S, 21) };
    VatSubtotal { category, rate: Percent(rate.into()), base: eur(base), tax: eur(tax) }
}
fn billed(line: u32, net: i64, earned: Earned) -> BilledLine {
    BilledLine { line, net: eur(net), earned }
}
fn issued_event(lines: Vec<BilledLine>, vat: Vec<VatSubtotal>, terms: &[i64]) -> BillingEvent {
    BillingEvent::Issued {
        entity: entity(),
        customer: customer(),
        invoice: raw(6).into(),
        number: "F-2026-0001".into(),
        on: day(),
        gross: eur(terms.iter().sum()),
        lines,
        vat,
        due: terms.iter().map(|minor| DueTerm { date: day(), amount: eur(*minor) }).collect(),
    }
}
fn credited_event(lines: &[(i64, i64)], tax: i64) -> BillingEvent {
    let line = |(no, (revenue, deferred)): (u32, &(i64, i64))| CreditedLine {
        line: no,
        from_revenue: eur(*revenue),
        from_deferred: eur(*deferred),
    };
    let net: i64 = lines.iter().map(|(a, b)| a + b).sum();
    BillingEvent::Credited {
        entity: entity(),
        customer: customer(),
        credit_note: raw(2).into(),
        number: "C-2026-0001".into(),
        of: raw(6).into(),
        on: day(),
        gross: eur(net + tax),
        lines: (1..).zip(lines).map(line).collect(),
        vat: vec![vat(net, tax)],
    }
}
fn imported(gross: i64, credit: bool) -> BillingEvent {
    BillingEvent::Imported {
        entity: entity(),
        customer: customer(),
        invoice: raw(6).into(),
        number: "536365".into(),
        on: day(),
        gross: eur(gross),
        credit,
    }
}

#[test]
fn an_invoice_is_owed_by_term_and_earned_by_line() {
    let year = Period::months(day(), 12);
    let lines = vec![
        billed(1, 10_000, Earned::Unbilled),
        billed(2, 20_000, Earned::OnDelivery),
        billed(3, 120_000, Earned::Over { period: year }),
        billed(4, 5_000, Earned::Now),
    ];
    // 1,550.00 net + 21% = 1,875.50, in two terms; reverse charge adds no posting.
    check(
        issued_event(lines, vec![vat(155_000, 32_550), vat(0, 0)], &[93_775, 93_775]),
        "assets:1300 Receivables 937.75 EUR cus inv
         assets:1300 Receivables 937.75 EUR cus inv
         assets:1310 Unbilled -100.00 EUR cus inv line: 1
         liabilities:1400 Deferred -200.00 EUR cus inv line: 2
         liabilities:1400 Deferred -1200.00 EUR cus inv line: 3
         revenues:8000 Revenue -50.00 EUR cus inv line: 4
         liabilities:1500 VatPayable -325.50 EUR cus inv",
    );
    check(issued_event(vec![billed(1, 0, Earned::Now)], vec![vat(0, 0)], &[0]), "");
}

#[test]
fn an_invoice_whose_parts_differ_is_refused() {
    let code = |event: BillingEvent| entries(&event.into()).unwrap_err().code;
    let lines = || vec![billed(1, 10_000, Earned::Now)];
    assert_eq!(code(issued_event(lines(), vec![vat(10_000, 2_100)], &[12_000])), "entry_unbalanced");
    let mut wrong_terms = issued_event(lines(), vec![vat(10_000, 2_100)], &[12_100]);
    if let BillingEvent::Issued { gross, .. } = &mut wrong_terms {
        *gross = eur(12_000);
    }
    assert_eq!(code(wrong_terms), "due_terms_differ");
}

#[test]
fn a_credit_note_takes_back_what_was_earned_and_what_was_not() {
    check(
        credited_event(&[(1_000, 0), (500, 8_500)], 2_100),
        "assets:1300 Receivables -121.00 EUR cus inv
         revenues:8000 Revenue 10.00 EUR cus inv line: 1
         revenues:8000 Revenue 5.00 EUR cus inv line: 2
         liabilities:1400 Deferred 85.00 EUR cus inv line: 2
         liabilities:1500 VatPayable 21.00 EUR cus inv",
    );
}

#[test]
fn history_comes_in_with_its_sign() {
    let owed = "assets:1390 SettledElsewhere 10.00 EUR cus inv
                revenues:8090 ImportedRevenue -10.00 EUR cus inv";
    let back = "assets:1390 SettledElsewhere -10.00 EUR cus inv
                revenues:8090 ImportedRevenue 10.00 EUR cus inv";
    check(imported(1_000, false), owed);
    check(imported(1_000, true), back);
    check(imported(-1_000, false), back);
    check(imported(0, false), "");
}

fn received(amount: i64, customer: Option<CustomerId>) -> PaymentEvent {
    PaymentEvent::Received { entity: entity(), customer, payment: raw(2).into(), on: day(), amount: eur(amount) }
}
fn bounced(amount: i64, customer: Option<CustomerId>) -> PaymentEvent {
    let reason = "bounced".to_string();
    PaymentEvent::Reversed {
        entity: entity(),
        customer,
        payment: raw(2).into(),
        on: day(),
        amount: eur(amount),
        reason,
    }
}
fn allocated(source: DocRef, amount: i64) -> PaymentEvent {
    let (entity, customer, on) = (entity(), customer(), day());
    PaymentEvent::Allocated { entity, customer, source, on, amount: eur(amount), allocations: Vec::new() }
}
fn unallocated(source: DocRef, amount: i64) -> PaymentEvent {
    let (entity, customer, on) = (entity(), customer(), day());
    PaymentEvent::Unallocated { entity, customer, source, on, amount: eur(amount), allocations: Vec::new() }
}
fn refunded(source: DocRef, amount: i64) -> PaymentEvent {
    let (entity, customer, refund, on) = (entity(), customer(), raw(7).into(), day());
    PaymentEvent::Refunded { entity, customer, refund, source, on, amount: eur(amount) }
}

#[test]
fn money_received_is_owed_back_until_it_is_allocated() {
    check(
        received(12_100, None),
        "assets:1000 Bank 121.00 EUR pay
         liabilities:1320 Unallocated -121.00 EUR pay",
    );
    check(
        bounced(12_100, Some(customer())),
        "liabilities:1320 Unallocated 121.00 EUR cus pay
         assets:1000 Bank -121.00 EUR cus pay",
    );
    check(
        allocated(payment_ref(), 12_100),
        "liabilities:1320 Unallocated 121.00 EUR cus pay
         assets:1300 Receivables -121.00 EUR cus pay",
    );
    let undone = "assets:1300 Receivables 121.00 EUR cus pay
                  liabilities:1320 Unallocated -121.00 EUR cus pay";
    check(unallocated(payment_ref(), 12_100), undone);
    check(unallocated(payment_ref(), -12_100), undone);
    check(
        refunded(payment_ref(), 4_000),
        "liabilities:1320 Unallocated 40.00 EUR cus rfd
         assets:1000 Bank -40.00 EUR cus rfd",
    );
}

#[test]
fn a_credit_note_already_stands_in_receivables() {
    check(allocated(credit_note_ref(), 12_100), "");
    check(unallocated(credit_note_ref(), 12_100), "");
    check(
        refunded(credit_note_ref(), 12_100),
        "assets:1300 Receivables 121.00 EUR cus rfd
         assets:1000 Bank -121.00 EUR cus rfd",
    );
    let order = DocRef { kind: Kind::Order, id: raw(4) };
    assert_eq!(entries(&allocated(order, 1).into()).unwrap_err().code, "not_a_credit");
}

#[test]
fn a_month_of_service_becomes_revenue() {
    check(
        RevenueEvent::Recognised { entity: entity(), on: day(), amount: eur(10_192), lines: 3, shares: Vec::new() },
        "liabilities:1400 Deferred 101.92 EUR
         revenues:8000 Revenue -101.92 EUR",
    );
}

#[test]
fn an_entry_by_hand_stands_as_given() {
    let entered = |lines| LedgerEvent::Entered { entity: entity(), on: day(), reason: "capital".into(), lines };
    check(
        entered(vec![Posting::debit(Bank, eur(100)), Posting::credit(Equity, eur(100))]),
        "assets:1000 Bank 1.00 EUR
         equity:0500 Equity -1.00 EUR",
    );
    assert_eq!(entries(&entered(Vec::new()).into()).unwrap_err().code, "entry_one_sided");
}

/// Events that move no money, by stage; the fields are shared, except where an event means something else by a name.
const NO_ENTRY: &[(&str, &str)] = &[
    ("org", "founded entity_created entity_edited member_added member_changed member_removed key_created key_revoked"),
    ("org", "clock_set commented"),
    ("crm", "customer_created customer_edited customer_archived customer_restored person_created person_edited"),
    (
        "crm",
        "person_erased opportunity_created opportunity_edited opportunity_engaged opportunity_won opportunity_lost",
    ),
    ("crm", "opportunity_reopened"),
    ("catalog", "product_created product_edited product_archived product_restored"),
    ("catalog", "price_book_created price_book_edited price_book_archived price_book_restored"),
    ("quote", "created edited sent viewed accepted declined withdrawn expired revised"),
    (
        "contract",
        "template_created template_edited template_archived created edited sent viewed signed declined voided",
    ),
    ("contract", "terminated"),
    ("order", "created edited completed cancelled subscription_started subscription_cancelled subscription_ended"),
    ("billing", "drafted edited discarded sent viewed"),
    ("payment", "identified refund_requested refund_rejected"),
    ("ledger", "period_closed period_reopened"),
];

fn without_money(stage: &str, event: &str) -> Value {
    let id = raw(9);
    let by = if event == "revised" { format!("quo_{id}") } else { format!("per_{id}") };
    let key = |prefix: &str| format!("{prefix}_{id}");
    json!({
        "stage": stage, "event": event, "name": "n", "role": "sales", "reason": "r", "document_hash": "h",
        "party": "customer", "on": "2026-01-01", "from": "2026-01-01", "until": "2026-01-01", "by": by, "to": null,
        "entity": key("ent"), "user": key("usr"), "key": key("key"), "document": key("quo"), "comment": key("cmt"),
        "customer": key("cus"), "person": key("per"), "opportunity": key("opp"), "product": key("prd"),
        "price_book": key("pbk"), "quote": key("quo"), "template": key("tpl"), "contract": key("con"),
        "order": key("ord"), "subscription": key("sub"), "invoice": key("inv"), "payment": key("pay"),
        "refund": key("rfd"),
    })
}

#[test]
fn offers_promises_and_notes_move_no_money() {
    for (stage, events) in NO_ENTRY {
        for name in events.split(' ') {
            let event: Event = serde_json::from_value(without_money(stage, name)).unwrap();
            assert_eq!(entries(&event).unwrap(), [], "{stage} {name}");
        }
    }
}

fn balances(events: &[Event]) -> BTreeMap<Account, i64> {
    let mut sums = BTreeMap::new();
    for event in events {
        for posting in entries(event).unwrap().iter().flat_map(Entry::postings) {
            *sums.entry(posting.account).or_default() += posting.amount.minor();
        }
    }
    sums
}

proptest! {
    #[test]
    fn an_event_and_its_mirror_leave_nothing(a in 0i64..1_000_000_000, b in 0i64..1_000_000_000, tax in 0i64..1_000_000) {
        let earned = |e: Earned, net| issued_event(vec![billed(1, net, e)], vec![vat(net, tax)], &[net + tax]);
        let pairs: [[Event; 2]; 7] = [
            [received(a, None).into(), bounced(a, None).into()],
            [allocated(payment_ref(), a).into(), unallocated(payment_ref(), a).into()],
            [delivered(a, b, tax).into(), reversed(&delivered(a, b, tax)).into()],
            [imported(a, false).into(), imported(a, true).into()],
            [earned(Earned::Now, a).into(), credited_event(&[(a, 0)], tax).into()],
            [earned(Earned::OnDelivery, a).into(), credited_event(&[(0, a)], tax).into()],
            [received(a, None).into(), refunded(payment_ref(), a).into()],
        ];
        for pair in pairs {
            prop_assert!(balances(&pair).values().all(|sum| *sum == 0), "{:?}", pair);
        }
    }

    #[test]
    fn a_sale_ends_in_money_revenue_and_tax_whatever_comes_first(net in 1i64..1_000_000_000, tax in 0i64..1_000_000, ahead in any::<bool>()) {
        let invoice = |e| Event::from(issued_event(vec![billed(1, net, e)], vec![vat(net, tax)], &[net + tax]));
        let paid = [Event::from(received(net + tax, None)), allocated(payment_ref(), net + tax).into()];
        let mut events = match ahead {
            true => vec![invoice(Earned::OnDelivery), delivered(net, 0, 0).into()],
            false => vec![delivered(0, net, 0).into(), invoice(Earned::Unbilled)],
        };
        events.extend(paid);
        let left: BTreeMap<Account, i64> = balances(&events).into_iter().filter(|(_, sum)| *sum != 0).collect();
        let want = [(Bank, net + tax), (VatPayable, -tax), (Revenue, -net)];
        prop_assert_eq!(left, want.into_iter().filter(|(_, sum)| *sum != 0).collect::<BTreeMap<_, _>>());
    }
}
