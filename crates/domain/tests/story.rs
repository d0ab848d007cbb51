//! A deal from quote to the last delivery, told with the rules alone.

#![allow(clippy::unwrap_used)] // A test may stop at the first surprise.

use domain::{catalog::*, contract::*, crm::Metadata, dates::*, ids::*, money::*, order::*, org::*, quote::*};
use std::collections::BTreeMap;

const HASH: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}
fn id<T: From<RawId>>(n: u32) -> T {
    T::from(RawId::default().derive(n))
}
fn at(hour: i64) -> Timestamp {
    Timestamp(1_790_000_000_000_000).add_seconds(hour * 3600)
}
fn today() -> Date {
    Date::constant(2026, 11, 24)
}
fn q(text: &str) -> Quantity {
    text.parse().unwrap()
}

/// Twelve chairs with 10 per cent off, fitting, and three years of support; 5 per cent off the whole.
fn quote() -> Quote {
    let chairs = LineTerms {
        later: Vec::new(),
        parts: Vec::new(),
        product: Some(id(900)),
        description: "Chair".into(),
        quantity: q("12"),
        unit: "C62".into(),
        price: PriceModel::PerUnit { unit_price: "149.95".parse().unwrap() },
        discount: Some(Percent::from(10)),
        supply: Supply::Goods,
        tax_class: TaxClass::Standard,
        charging: Charging::OneOff,
        term: None,
        recognition: Recognition::PointInTime,
        standalone: None,
        cost: Some(eur(8_000)),
        net: eur(0),
    };
    let fitting = LineTerms {
        product: None,
        description: "Fitting".into(),
        quantity: q("1"),
        discount: None,
        supply: Supply::Service,
        cost: None,
        price: PriceModel::PerUnit { unit_price: "250".parse().unwrap() },
        ..chairs.clone()
    };
    let support = LineTerms {
        description: "Support".into(),
        price: PriceModel::PerUnit { unit_price: "99.99".parse().unwrap() },
        charging: Charging::Yearly,
        term: Some(3),
        recognition: Recognition::StraightLine,
        ..fitting.clone()
    };
    Quote {
        id: id(1),
        number: "Q-2026-0012".into(),
        revision: 1,
        entity: id(2),
        customer: id(3),
        contact: None,
        opportunity: None,
        revises: None,
        title: "Chairs for the canteen".into(),
        language: Language::En,
        currency: Currency::EUR,
        price_book: None,
        channel: None,
        promotions: Default::default(),
        exchange: None,
        date: today(),
        valid_until: today().add_days(30),
        payment_days: 30,
        payment_plan: PaymentPlan::Full,
        discount: Some(Percent::from(5)),
        part_acceptance: false,
        lines: (1u32..).zip([chairs, fitting, support]).map(|(no, terms)| QuoteLine::item(no, terms)).collect(),
        introduction: None,
        notes: None,
        state: QuoteState::Draft,
        waterfall: vec![],
        owner: None,
        views: None,
        expiry_reminder: None,
        view_reminder: None,
        metadata: Metadata::new(),
    }
}

fn signature(party: Party, hour: i64) -> Signature {
    let person = id(if party == Party::Customer { 30 } else { 31 });
    let consent = "consent_contract".into();
    Signature { party, person, consent, at: at(hour), address: None, document_hash: HASH.into() }
}

fn new_contract(text: String) -> NewContract {
    let (id, number, template) = (id(4), "C-2026-0007".to_string(), Some(id(40)));
    NewContract { id, number, template, text, date: today(), start: Date::constant(2026, 12, 1) }
}

fn contract(accepted: &AcceptedQuote) -> Contract {
    let template = Template {
        id: id(40),
        name: "Supply".into(),
        language: Language::En,
        body: "{customer.name} buys {quote.title} for {quote.net}".into(),
        archived: None,
    };
    let fields = [("customer.name", "Vandale Zonen BV"), ("quote.title", "chairs"), ("quote.net", "1,870.94 EUR")];
    let fields: BTreeMap<String, String> = fields.map(|(k, v)| (k.to_string(), v.to_string())).into();
    Contract::from_quote(accepted, new_contract(template.merge(&fields).unwrap())).unwrap()
}

#[test]
fn from_quote_to_the_last_delivery() {
    let sent = quote().send(at(0), today()).unwrap();
    // 12 x 149.95 - 10 % = 1,619.46; + 250.00 + 99.99 = 1,969.45; 5 % = 98.47 (98.4725), spread 80.97, 12.50, 5.00.
    let nets: Vec<i64> = sent.lines.iter().map(|line| line.terms.net.minor()).collect();
    assert_eq!(nets, [153_849, 23_750, 9_499]);
    let accepted = sent.accept(at(1), today(), Some(id(30))).unwrap();
    assert_eq!(accepted.quote().totals().unwrap().contract_value, eur(153_849 + 23_750 + 3 * 9_499));

    let draft = contract(&accepted);
    assert_eq!(draft.text, "Vandale Zonen BV buys chairs for 1,870.94 EUR");
    let accepted = accepted.with_contract(draft.id).unwrap();
    let signed = draft.send(at(2), HASH.into()).unwrap().sign(at(3), signature(Party::Customer, 3)).unwrap();
    assert_eq!(signed.state.key(), "sent");
    let signed = signed.sign(at(4), signature(Party::Seller, 4)).unwrap().signed().unwrap();

    let new =
        NewOrder { id: id(5), number: "O-1".into(), date: today(), start: None, purchase_order: Some("PO 7".into()) };
    assert_eq!(Order::from_quote(&accepted, new.clone()).unwrap_err().code, "quote_has_contract");
    let mut order = Order::from_contract(&signed, new).unwrap();
    assert_eq!((order.net(), order.start), (eur(187_098), Date::constant(2026, 12, 1)));
    assert!(order.lines.iter().all(|line| line.source.is_some() && line.terms.standalone.is_some()));

    let support: Vec<Subscription> = subscriptions(&order).into_iter().map(|s| s.start(id(6), "S-1".into())).collect();
    assert_eq!(support[0].next_period(), Some(Period::months(Date::constant(2026, 12, 1), 12)));

    order.invoiced(1, q("5"), at(5)).unwrap();
    let (mut revenue, mut stock) = (0, 0);
    let mut deliver = |order: Order, lines: &[(u32, Quantity)], n: u32| {
        let new = NewDelivery { id: id(50 + n), number: format!("D-{n}"), date: today(), at: at(6) };
        let delivered = order.deliver(lines, new).unwrap();
        let earned = delivered.handover.iter().map(|h| h.from_deferred.minor() + h.to_unbilled.minor());
        revenue += earned.sum::<i64>();
        stock += delivered.movements.iter().map(|m| m.value.minor()).sum::<i64>();
        delivered.order
    };
    order = deliver(order, &[(1, q("7"))], 1);
    assert_eq!(order.undelivered(), [(1, q("5")), (2, q("1"))]);
    let rest = order.undelivered();
    order = deliver(order, &rest, 2);
    assert_eq!((revenue, stock), (153_849 + 23_750, -12 * 8_000));

    for (line, quantity) in [(1, "7"), (2, "1")] {
        assert_eq!(order.state, OrderState::Open);
        order.invoiced(line, q(quantity), at(7)).unwrap();
    }
    assert_eq!(order.state, OrderState::Completed { at: at(7) });
}

#[test]
fn a_contract_is_signed_once_by_each_and_only_as_sent() {
    let accepted = quote().send(at(0), today()).unwrap().accept(at(1), today(), None).unwrap();
    let draft = contract(&accepted);
    let code = |found: Result<Contract, domain::refusal::Refusal>| found.unwrap_err().code;
    let (customer, seller) = (|| signature(Party::Customer, 3), || signature(Party::Seller, 4));
    let reason = || "changed our mind".to_string();

    assert_eq!(code(draft.clone().sign(at(3), customer())), "contract_not_sent");
    assert_eq!(code(draft.clone().send(at(2), "abc".into())), "hash_malformed");
    assert_eq!(code(draft.clone().decline(at(2), reason())), "contract_not_sent");
    assert_eq!(code(draft.clone().terminate(at(2), today(), reason())), "contract_not_signed");
    assert_eq!(draft.clone().void(at(2), reason()).unwrap().state.key(), "voided");

    let sent = draft.send(at(2), HASH.into()).unwrap();
    assert_eq!(code(sent.clone().send(at(2), HASH.into())), "contract_not_draft");
    let altered = Signature { document_hash: HASH.replace('9', "8"), ..customer() };
    assert_eq!(code(sent.clone().sign(at(3), altered)), "contract_hash_differs");
    assert_eq!(code(sent.clone().sign(at(1), customer())), "contract_signed_early");
    assert_eq!(code(sent.clone().sign(at(3), Signature { consent: " ".into(), ..customer() })), "value_missing");
    assert_eq!(sent.clone().decline(at(3), reason()).unwrap().state.key(), "declined");

    let half = sent.sign(at(3), customer()).unwrap();
    assert_eq!(code(half.clone().sign(at(3), customer())), "contract_party_signed");
    assert_eq!(half.clone().signed().unwrap_err().code, "contract_not_signed");
    let signed = half.sign(at(4), seller()).unwrap();
    assert_eq!(code(signed.clone().sign(at(4), seller())), "contract_signed");
    assert_eq!(code(signed.clone().void(at(5), reason())), "contract_signed");
    assert_eq!(code(signed.clone().decline(at(5), reason())), "contract_signed");
    assert_eq!(code(signed.clone().terminate(at(5), Date::constant(2026, 11, 30), reason())), "contract_ends_early");
    let ended = signed.terminate(at(5), Date::constant(2027, 12, 1), reason()).unwrap();
    assert_eq!(code(ended.clone().terminate(at(6), today(), reason())), "contract_closed");
    assert_eq!(ended.signed().unwrap_err().code, "contract_not_signed");

    let linked = accepted.with_contract(id(4)).unwrap();
    Contract::from_quote(&linked, new_contract("as agreed".into())).unwrap();
    let other = NewContract { id: id(44), ..new_contract("as agreed".into()) };
    assert_eq!(Contract::from_quote(&linked, other).unwrap_err().code, "quote_has_contract");
    assert_eq!(code(Contract::from_quote(&linked, new_contract(" ".into()))), "value_missing");
}
