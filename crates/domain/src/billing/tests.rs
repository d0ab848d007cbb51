//! Stories and laws of invoices: from an order, a subscription or directly, to issue and credit.

use super::*;
use crate::{
    crm::*,
    ids::RawId,
    money::*,
    order::*,
    order::{Order, OrderLine, OrderState, Origin},
    quote::*,
    refusal::Refusal,
};
use proptest::prelude::*;

pub(super) fn day(s: &str) -> Date {
    s.parse().unwrap()
}
fn at() -> Timestamp {
    Timestamp(1_780_000_000_000_000)
}
fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}
fn address(country: &str) -> Address {
    Address {
        street: "Kade 1".into(),
        city: "Utrecht".into(),
        postal_code: "3511 AB".into(),
        country: country.parse().unwrap(),
    }
}
fn kvk(value: &str) -> Option<Registration> {
    Some(Registration { scheme: "0106".into(), value: value.into() })
}
pub(super) fn seller() -> Entity {
    Entity {
        id: EntityId(RawId::from_bytes([1; 16])),
        code: "NL".into(),
        legal_name: "Voorbeeld B.V.".into(),
        address: address("NL"),
        vat_number: Some("NL004495445B01".into()),
        registration: kvk("12345678"),
        iban: Some("NL91ABNA0417164300".into()),
        bic: None,
        email: None,
        phone: None,
        currency: Currency::EUR,
        language: Language::Nl,
        time_zone: "Europe/Amsterdam".into(),
        payment_days: 30,
        taxed_at_destination: false,
        promotion_stacking: Default::default(),
        remind_before_expiry: None,
        remind_unviewed: None,
        closed_until: None,
    }
}
/// A business in a country, with a VAT number that was found valid when one is given.
pub(super) fn buyer(country: &str, vat: Option<&str>) -> Customer {
    Customer {
        id: CustomerId(RawId::from_bytes([2; 16])),
        number: "C-1".into(),
        name: "Afnemer".into(),
        customer_type: CustomerType::Business,
        address: address(country),
        delivery_address: None,
        vat_number: vat.map(Into::into),
        vat_check: vat.map(|_| VatCheck { at: at(), valid: true, reference: "W1".into() }),
        registration: if country == "NL" { kvk("87654321") } else { None },
        email: None,
        iban: None,
        currency: Currency::EUR,
        language: Language::Nl,
        payment_days: None,
        buyer_reference: None,
        credit_limit: None,
        sector: None,
        owner: None,
        archived: None,
        metadata: Metadata::new(),
    }
}
pub(super) fn new_invoice(n: u8) -> NewInvoice {
    NewInvoice {
        id: InvoiceId(RawId::from_bytes([n; 16])),
        series: "INV".into(),
        date: day("2026-05-01"),
        supplied: None,
        notes: None,
        owner: None,
        over_threshold: false,
    }
}
pub(super) fn item(quantity: &str, price: &str, class: TaxClass) -> DirectLine {
    DirectLine {
        product: None,
        description: "Stoel".into(),
        quantity: quantity.parse().unwrap(),
        unit: "C62".into(),
        unit_price: price.parse().unwrap(),
        discount: None,
        supply: Supply::Goods,
        tax_class: class,
        period: None,
    }
}
pub(super) fn draft(lines: Vec<DirectLine>, buyer: &Customer) -> Invoice {
    Invoice::direct(lines, Currency::EUR, &seller(), buyer, new_invoice(9)).unwrap()
}
pub(super) fn issued(lines: Vec<DirectLine>) -> Invoice {
    draft(lines, &buyer("NL", None)).issue("F-1".into(), day("2026-05-01"), at()).unwrap()
}
fn code<T: std::fmt::Debug>(result: Result<T, Refusal>) -> &'static str {
    result.unwrap_err().code
}
fn terms(quantity: &str, price: &str, recognition: Recognition) -> LineTerms {
    let quantity: Quantity = quantity.parse().unwrap();
    let unit_price: Amount = price.parse().unwrap();
    let net = UnitPrice { amount: unit_price, currency: Currency::EUR }.times(quantity, Rounding::HalfUp).unwrap();
    LineTerms {
        later: Vec::new(),
        parts: Vec::new(),
        product: None,
        description: "Stoel".into(),
        quantity,
        unit: "C62".into(),
        price: PriceModel::PerUnit { unit_price },
        discount: None,
        supply: Supply::Goods,
        tax_class: TaxClass::Standard,
        charging: Charging::OneOff,
        term: None,
        recognition,
        standalone: None,
        cost: None,
        net,
    }
}
fn order(lines: Vec<LineTerms>) -> Order {
    let lines = (1..).zip(lines).map(|(no, terms)| OrderLine {
        no,
        source: None,
        terms,
        delivered: Quantity::ZERO,
        invoiced: Quantity::ZERO,
        cancelled: Quantity::ZERO,
        credited: Quantity::ZERO,
        net_credited: None,
    });
    Order {
        id: OrderId(RawId::from_bytes([3; 16])),
        number: "O-1".into(),
        entity: seller().id,
        customer: buyer("NL", None).id,
        origin: Origin::Direct { reference: None },
        title: "Stoelen".into(),
        currency: Currency::EUR,
        date: day("2026-04-01"),
        start: day("2026-05-01"),
        purchase_order: Some("PO-7".into()),
        payment_days: 14,
        payment_plan: PaymentPlan::Instalments { count: 2 },
        lines: lines.collect(),
        state: OrderState::Open,
        owner: None,
        metadata: Metadata::new(),
    }
}
fn bill(order: &Order, which: Which) -> Result<Invoice, Refusal> {
    Invoice::draft_from_order(order, which, &seller(), &buyer("NL", None), new_invoice(9))
}

#[test]
fn a_partly_delivered_line_becomes_two() {
    let mut order = order(vec![terms("10", "33.33", Recognition::PointInTime)]);
    assert_eq!(code(bill(&order, Which::Delivered)), "invoice_nothing_to_bill");
    order.lines[0].delivered = Quantity::from(4);
    let delivered = bill(&order, Which::Delivered).unwrap();
    assert_eq!(delivered.net, eur(13_332));
    assert_eq!(delivered.lines[0].earned, Earned::Unbilled);
    let all = bill(&order, Which::Everything).unwrap();
    let lines: Vec<_> = all.lines.iter().map(|l| (l.quantity.0.to_string(), l.net.minor(), l.earned.clone())).collect();
    assert_eq!(lines, [("4".into(), 13_332, Earned::Unbilled), ("6".into(), 19_998, Earned::OnDelivery)]);
    assert_eq!(all.purchase_order.as_deref(), Some("PO-7"));
    // 333.30 + 69.99 VAT in two instalments, the odd cent in the first.
    let due: Vec<_> = all.due.iter().map(|d| (d.date.to_string(), d.amount.minor())).collect();
    assert_eq!(due, [("2026-05-15".into(), 20_165), ("2026-06-15".into(), 20_164)]);
    assert_eq!(code(bill(&order, Which::Lines(&[(1, Quantity::from(11))]))), "invoice_exceeds_order");
}

#[test]
fn a_service_over_time_is_billed_at_once_and_earned_over_its_term() {
    let check = |term, end: &str| {
        let order = order(vec![LineTerms { term, ..terms("1", "1200.00", Recognition::StraightLine) }]);
        let line = bill(&order, Which::Delivered).unwrap().lines.remove(0);
        let period = Period { start: day("2026-05-01"), end: day(end) };
        assert_eq!((line.earned, line.period), (Earned::Over { period }, Some(period)));
    };
    check(None, "2027-05-01");
    check(Some(24), "2028-05-01");
}

#[test]
fn an_interval_of_a_subscription_is_billed_in_advance() {
    let terms = LineTerms { charging: Charging::Monthly, ..terms("5", "10.00", Recognition::StraightLine) };
    let mut order = order(vec![terms]);
    order.payment_plan = PaymentPlan::Full;
    assert_eq!(code(bill(&order, Which::Everything)), "invoice_nothing_to_bill");
    let new = subscriptions(&order).remove(0);
    let subscription = new.start(SubscriptionId(RawId::from_bytes([4; 16])), "S-1".into());
    let period = subscription.next_period().unwrap();
    let (seller, buyer) = (seller(), buyer("NL", None));
    let invoice = Invoice::for_subscription(&subscription, period, &seller, &buyer, new_invoice(9)).unwrap();
    assert_eq!((invoice.net, invoice.gross), (eur(5_000), eur(6_050)));
    assert_eq!(billed_lines(&invoice)[0].earned, Earned::Over { period });
    let other = Customer { id: CustomerId(RawId::from_bytes([7; 16])), ..buyer };
    let wrong = Invoice::for_subscription(&subscription, period, &seller, &other, new_invoice(9));
    assert_eq!(code(wrong), "invoice_other_party");
}

#[test]
fn prices_shown_give_the_amounts() {
    let check = |terms: LineTerms, shown: &str| {
        let line = bill(&order(vec![terms]), Which::Everything).unwrap().lines.remove(0);
        assert_eq!(format!("{} x {} - {}", line.quantity, line.unit_price, line.discount.decimal()), shown);
    };
    let plain = terms("10", "9.50", Recognition::PointInTime);
    check(plain.clone(), "10 x 9.50 - 0.00");
    check(LineTerms { discount: Some(Percent::from(10)), net: eur(8_550), ..plain.clone() }, "10 x 9.50 - 9.50");
    // A discount on the whole quote alone is in the net amount as well.
    check(LineTerms { net: eur(9_000), ..plain.clone() }, "10 x 9.50 - 5.00");
    let tier = |up_to: Option<i64>, price: &str| Tier {
        up_to: up_to.map(Quantity::from),
        unit_price: price.parse().unwrap(),
        ..Tier::default()
    };
    // 10 x 5.00 + 2 x 4.00 = 58.00 for 12.
    let price = PriceModel::Graduated { tiers: vec![tier(Some(10), "5.00"), tier(None, "4.00")] };
    let tiers = LineTerms { price, quantity: Quantity::from(12), net: eur(5_800), ..plain };
    check(tiers.clone(), "12 x 4.833 - 0.00");
    check(LineTerms { discount: Some(Percent::from(50)), net: eur(2_900), ..tiers }, "12 x 4.833 - 29.00");
}

#[test]
fn issue_gives_the_number_and_closes() {
    let draft = draft(vec![item("2", "10.00", TaxClass::Standard)], &buyer("NL", None));
    let issued = draft.clone().issue("F-2026-0001".into(), day("2026-05-04"), at()).unwrap();
    assert_eq!(
        (issued.gross, issued.date_issued, issued.date_supplied),
        (eur(2_420), day("2026-05-04"), day("2026-05-04"))
    );
    assert_eq!(issued.due, [DueTerm { date: day("2026-06-03"), amount: eur(2_420) }]);
    assert_eq!(issued.payment_reference.as_deref(), Some("RF12F20260001"));
    assert_eq!(rules::check(&issued), []);
    assert_eq!(code(issued.clone().issue("F-2".into(), day("2026-05-04"), at())), "invoice_issued");
    assert_eq!(code(issued.discard(at())), "invoice_issued");
    assert_eq!(code(draft.clone().issue(" ".into(), day("2026-05-04"), at())), "value_missing");
    let discarded = draft.discard(at()).unwrap();
    assert_eq!(code(discarded.issue("F-2".into(), day("2026-05-04"), at())), "invoice_discarded");
}

#[test]
fn the_rate_is_that_of_the_day_of_issue() {
    let mut new = new_invoice(9);
    new.date = day("2018-12-20");
    let line = DirectLine { period: None, ..item("1", "100.00", TaxClass::Reduced) };
    let draft = Invoice::direct(vec![line], Currency::EUR, &seller(), &buyer("NL", None), new.clone()).unwrap();
    assert_eq!(draft.tax, eur(600));
    let issued = draft.issue("F-1".into(), day("2019-01-02"), at()).unwrap();
    assert_eq!((issued.tax, issued.due[0].amount), (eur(900), eur(10_900)));
    // Supplied in the old year, invoiced in the new one: the old rate.
    new.supplied = Some(day("2018-12-19"));
    let line = item("1", "100.00", TaxClass::Reduced);
    let draft = Invoice::direct(vec![line], Currency::EUR, &seller(), &buyer("NL", None), new).unwrap();
    assert_eq!(draft.issue("F-1".into(), day("2019-01-02"), at()).unwrap().tax, eur(600));
}

#[test]
fn negative_lines_stand_as_negative_quantities() {
    let lines = vec![item("1", "100.00", TaxClass::Standard), item("1", "-30.00", TaxClass::Standard)];
    let invoice = issued(lines);
    assert_eq!(invoice.net, eur(7_000));
    assert_eq!(
        (invoice.lines[1].quantity, invoice.lines[1].unit_price.to_string()),
        (Quantity::from(-1), "30.00".into())
    );
    let negative = draft(vec![item("-1", "30.00", TaxClass::Standard)], &buyer("NL", None));
    assert_eq!(code(negative.issue("F-1".into(), day("2026-05-01"), at())), "invoice_negative");
}

fn credit(invoice: &Invoice, what: CreditWhat, earlier: &[Invoice]) -> Result<Invoice, Refusal> {
    let note = credit_note(invoice, what, "Retour", earlier, new_invoice(8 - earlier.len() as u8))?;
    note.issue(format!("C-{}", earlier.len() + 1), day("2026-06-01"), at())
}

#[test]
fn a_credit_keeps_the_rate_and_takes_no_more_than_is_left() {
    let mut new = new_invoice(9);
    new.date = day("2018-12-20");
    let line = item("3", "10.00", TaxClass::Reduced);
    let draft = Invoice::direct(vec![line], Currency::EUR, &seller(), &buyer("NL", None), new).unwrap();
    let invoice = draft.issue("F-1".into(), day("2018-12-20"), at()).unwrap();
    let two = credit(&invoice, CreditWhat::Lines(&[(1, CreditPart::Quantity(Quantity::from(2)))]), &[]).unwrap();
    assert_eq!((two.net, two.tax), (eur(2_000), eur(120)));
    assert_eq!(two.signed_gross(), eur(-2_120));
    let over = CreditWhat::Lines(&[(1, CreditPart::Quantity(Quantity::from(2)))]);
    assert_eq!(code(credit(&invoice, over, std::slice::from_ref(&two))), "credit_exceeds_quantity");
    let price = CreditPart::Amount(eur(400));
    let less = credit(&invoice, CreditWhat::Lines(&[(1, price)]), std::slice::from_ref(&two)).unwrap();
    assert!(less.lines[0].credits_price);
    let earlier = [two, less];
    let over = CreditWhat::Lines(&[(1, CreditPart::Amount(eur(601)))]);
    assert_eq!(code(credit(&invoice, over, &earlier)), "credit_exceeds_invoice");
    let rest = credit(&invoice, CreditWhat::Whole, &earlier).unwrap();
    assert_eq!((rest.net, rest.lines[0].quantity), (eur(600), Quantity::ONE));
    let all = [earlier[0].clone(), earlier[1].clone(), rest];
    assert_eq!(code(credit(&invoice, CreditWhat::Whole, &all)), "invoice_credited");
}

#[test]
fn what_cannot_be_credited() {
    let invoice = issued(vec![item("3", "10.00", TaxClass::Standard)]);
    let lines = |part: &[(u32, CreditPart)]| code(credit(&invoice, CreditWhat::Lines(part), &[]));
    let one = CreditPart::Quantity(Quantity::ONE);
    assert_eq!(lines(&[(2, one)]), "invoice_line_unknown");
    assert_eq!(lines(&[(1, one), (1, one)]), "credit_line_twice");
    assert_eq!(lines(&[(1, CreditPart::Quantity(Quantity::ZERO))]), "credit_exceeds_quantity");
    assert_eq!(lines(&[(1, CreditPart::Quantity(Quantity::from(-1)))]), "credit_exceeds_quantity");
    assert_eq!(lines(&[(1, CreditPart::Amount(eur(0)))]), "credit_exceeds_invoice");
    assert_eq!(lines(&[(1, CreditPart::Amount(Money::new(1, "USD".parse().unwrap())))]), "currency_mixed");
    let note = credit(&invoice, CreditWhat::Whole, &[]).unwrap();
    assert_eq!(code(credit(&note, CreditWhat::Whole, &[])), "credit_of_other");
    let draft = draft(vec![item("3", "10.00", TaxClass::Standard)], &buyer("NL", None));
    assert_eq!(code(credit(&draft, CreditWhat::Whole, &[])), "credit_of_unissued");
    let blank = credit_note(&invoice, CreditWhat::Whole, " ", &[], new_invoice(8));
    assert_eq!(code(blank), "value_missing");
}

/// Lines of an invoice with a positive total: quantities with a fraction, any price, all classes.
fn any_lines() -> impl Strategy<Value = Vec<DirectLine>> {
    let class =
        prop_oneof![Just(TaxClass::Standard), Just(TaxClass::Reduced), Just(TaxClass::Zero), Just(TaxClass::Exempt)];
    let line =
        (1i64..100_000, 0i64..1_000_000, 0i64..=100, class).prop_map(|(milli, price, discount, class)| DirectLine {
            quantity: Quantity::from_micros(milli * 1_000),
            unit_price: Amount(rust_decimal::Decimal::new(price, 4)),
            discount: Some(Percent::from(discount)),
            ..item("1", "1", class)
        });
    prop::collection::vec(line, 1..12)
}
/// By category and rate: base and tax of the invoice less those of its credit notes.
fn left(invoice: &Invoice, notes: &[Invoice]) -> Vec<(i64, i64)> {
    let of = |from: &Invoice, s: &VatSubtotal| {
        let same = from.vat.iter().find(|o| o.category == s.category && o.rate == s.rate);
        same.map_or((0, 0), |s| (s.base.minor(), s.tax.minor()))
    };
    let rest = |s: &VatSubtotal| notes.iter().map(|n| of(n, s)).fold(of(invoice, s), |l, t| (l.0 - t.0, l.1 - t.1));
    invoice.vat.iter().map(rest).collect()
}

proptest! {
    #[test]
    fn every_draft_can_be_issued_and_adds_up(lines in any_lines()) {
        let invoice = issued(lines);
        let sum = |f: fn(&VatSubtotal) -> Money| invoice.vat.iter().map(|s| f(s).minor()).sum::<i64>();
        prop_assert_eq!(sum(|s| s.base), invoice.net.minor());
        prop_assert_eq!(sum(|s| s.base) + sum(|s| s.tax), invoice.gross.minor());
        prop_assert_eq!(invoice.due.iter().map(|d| d.amount.minor()).sum::<i64>(), invoice.gross.minor());
        let billed = billed_lines(&invoice);
        prop_assert_eq!(billed.iter().map(|l| l.net.minor()).sum::<i64>(), invoice.net.minor());
    }

    #[test]
    fn an_invoice_and_its_credit_is_nothing(lines in any_lines()) {
        let invoice = issued(lines);
        let note = credit(&invoice, CreditWhat::Whole, &[]).unwrap();
        prop_assert!(left(&invoice, &[note]).iter().all(|left| *left == (0, 0)));
    }

    /// However an invoice is credited in parts, it ends at nothing in every category.
    #[test]
    fn credits_in_parts_end_at_nothing(lines in any_lines(), cuts in prop::collection::vec((0usize..12, 1i64..100), 0..6)) {
        let invoice = issued(lines);
        let mut notes: Vec<Invoice> = Vec::new();
        for (at, percent) in cuts {
            let line = &invoice.lines[at % invoice.lines.len()];
            let micros = line.quantity.micros().unwrap() * percent / 100;
            let part = [(line.no, CreditPart::Quantity(Quantity::from_micros(micros)))];
            if let Ok(note) = credit(&invoice, CreditWhat::Lines(&part), &notes) {
                notes.push(note);
            }
        }
        match credit(&invoice, CreditWhat::Whole, &notes) {
            Ok(note) => notes.push(note),
            Err(refusal) => prop_assert_eq!(refusal.code, "invoice_credited"),
        }
        prop_assert!(left(&invoice, &notes).iter().all(|left| *left == (0, 0)));
    }

    /// Invoices for parts of an order line sum to the line, and each shows a price that gives its amount.
    #[test]
    fn parts_of_a_line_sum_to_it(quantity in 1i64..50, price in 1i64..1_000_000, cuts in prop::collection::vec(1i64..20, 0..5)) {
        let price = rust_decimal::Decimal::new(price, 4).to_string();
        let mut order = order(vec![terms(&quantity.to_string(), &price, Recognition::PointInTime)]);
        let whole = order.lines[0].terms.net;
        let mut sum = eur(0);
        for cut in cuts.into_iter().chain([quantity]) {
            let part = Quantity::from(cut).min(order.lines[0].left_to_invoice());
            if !part.is_positive() {
                continue;
            }
            let invoice = bill(&order, Which::Lines(&[(1, part)])).unwrap();
            let invoice = invoice.issue("F-1".into(), day("2026-05-01"), at()).unwrap();
            order.invoiced(1, part, at()).unwrap();
            sum = sum.add(invoice.net).unwrap();
        }
        prop_assert_eq!(sum, whole);
    }
}

/// Spoils an invoice that is in order, and names the rules that must then be broken.
#[test]
fn each_rule_is_held() {
    type Spoil = fn(&mut Invoice);
    let table: &[(Spoil, &[&str])] = &[
        (|i| i.number.clear(), &["BR-02"]),
        (|i| i.seller.name.clear(), &["BR-06"]),
        (|i| i.buyer.name = " ".into(), &["BR-07"]),
        (|i| i.buyer.address.country = "QQ".parse().unwrap(), &["BR-CL-14"]),
        (|i| i.seller.vat_number = Some("QQ1".into()), &["BR-CO-09"]),
        (|i| i.seller.registration.as_mut().unwrap().scheme = "9999".into(), &["BR-CL-11", "BR-NL-1"]),
        (|i| i.lines.clear(), &["BR-16", "BR-CO-10", "BR-S-08", "BR-S-08"]),
        (|i| i.lines[0].unit.clear(), &["BR-23"]),
        (|i| i.lines[0].unit = "stuks".into(), &["BR-CL-23"]),
        (|i| i.lines[0].description.clear(), &["BR-25"]),
        (|i| i.lines[0].period = Some(Period { start: day("2026-02-01"), end: day("2026-02-01") }), &["BR-30"]),
        (|i| i.lines[0].unit_price = "9.99".parse().unwrap(), &["PEPPOL-EN16931-R120"]),
        (|i| i.net = eur(1), &["BR-CO-10", "BR-CO-15"]),
        (|i| i.tax = eur(1), &["BR-CO-14", "BR-CO-15"]),
        (|i| i.due[0].amount = eur(1), &["BR-CO-16"]),
        (|i| i.due.clear(), &["BR-CO-25"]),
        (|i| i.vat[0].tax = eur(419), &["BR-CO-14", "BR-CO-17"]),
        (|i| i.vat.swap(0, 1), &[]),
        (|i| i.vat[1].base = eur(1), &["BR-S-08", "BR-CO-17"]),
        (|i| i.vat.truncate(1), &["BR-CO-14", "BR-S-01"]),
        (|i| i.lines[0].vat.rate = Percent::ZERO, &["BR-S-05", "BR-S-01", "BR-S-08"]),
        (|i| i.seller.vat_number = None, &["BR-S-02"]),
        (|i| i.lines[0].vat.category = VatCategory::K, &["BR-S-08", "BR-IC-02", "BR-IC-05", "BR-IC-01"]),
        (|i| i.seller.registration = None, &["BR-NL-1"]),
        (|i| i.buyer.registration.as_mut().unwrap().scheme = "0088".into(), &["BR-NL-10"]),
        (|i| i.buyer.registration = None, &[]),
        (|i| i.buyer_reference = None, &["BR-NL-2"]),
        (|i| i.seller.address.city.clear(), &["BR-NL-3"]),
        (|i| i.buyer.address.street.clear(), &["BR-NL-4"]),
        (|i| i.iban = None, &["BR-NL-11"]),
    ];
    let sound = issued(vec![item("2", "10.00", TaxClass::Standard), item("1", "5.00", TaxClass::Reduced)]);
    for (spoil, expected) in table {
        let mut invoice = sound.clone();
        spoil(&mut invoice);
        let found: Vec<String> = rules::check(&invoice).into_iter().map(|v| v.rule).collect();
        assert_eq!(found, *expected);
    }
}

#[test]
fn rules_of_the_other_categories() {
    let check = |country: &str, vat: Option<&str>, supply: Supply, spoil: fn(&mut Invoice), expected: &[&str]| {
        let line = DirectLine { supply, ..item("1", "10.00", TaxClass::Standard) };
        let mut invoice = draft(vec![line], &buyer(country, vat));
        spoil(&mut invoice);
        let found: Vec<String> = rules::check(&invoice).into_iter().map(|v| v.rule).collect();
        assert_eq!(found, expected, "{country} {supply:?}");
    };
    let german = Some("DE136695976");
    check("DE", german, Supply::Goods, |_| {}, &[]);
    check("DE", german, Supply::Goods, |i| i.delivery_address = None, &["BR-IC-12"]);
    check("DE", german, Supply::Goods, |i| i.buyer.vat_number = None, &["BR-IC-02"]);
    check("DE", german, Supply::Service, |i| i.buyer.vat_number = None, &["BR-AE-02"]);
    check("US", None, Supply::Goods, |i| i.vat[0].tax = eur(1), &["BR-CO-14", "BR-G-09"]);
    check("US", None, Supply::Service, |_| {}, &[]);
    let mixed = vec![
        item("1", "1", TaxClass::Standard),
        DirectLine { supply: Supply::Service, ..item("1", "1", TaxClass::Standard) },
    ];
    let found = rules::check(&draft(mixed, &buyer("US", None)));
    assert_eq!(found.iter().map(|v| v.rule.as_str()).collect::<Vec<_>>(), ["BR-O-11"]);
    let kwd: Currency = "KWD".parse().unwrap();
    let dinars = Invoice::direct(
        vec![item("1", "1.001", TaxClass::Standard)],
        kwd,
        &seller(),
        &buyer("US", None),
        new_invoice(9),
    )
    .unwrap();
    assert_eq!(rules::check(&dinars)[0].rule, "BR-DEC-14");
}
