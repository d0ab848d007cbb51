//! Orders from every origin, in parts and whole, forwards and back.

use super::*;
use crate::{catalog::*, refusal::Refusal};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp(1_790_000_000_000_000);

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}
fn q(text: &str) -> Quantity {
    text.parse().unwrap()
}
fn today() -> Date {
    Date::constant(2026, 11, 24)
}
fn id<T: From<RawId>>(n: u32) -> T {
    T::from(RawId::default().derive(n))
}
/// A line of goods with stock: quantity, unit price, cost.
fn goods(quantity: &str, price: &str, cost: i64) -> LineTerms {
    LineTerms {
        later: Vec::new(),
        parts: Vec::new(),
        product: Some(id(900)),
        description: "Chair".into(),
        quantity: q(quantity),
        unit: "C62".into(),
        price: PriceModel::PerUnit { unit_price: price.parse().unwrap() },
        discount: None,
        supply: Supply::Goods,
        tax_class: TaxClass::Standard,
        charging: Charging::OneOff,
        term: None,
        recognition: Recognition::PointInTime,
        standalone: None,
        cost: Some(eur(cost)),
        net: eur(0),
    }
}
fn service(price: &str, recognition: Recognition) -> LineTerms {
    LineTerms { product: None, supply: Supply::Service, recognition, cost: None, ..goods("1", price, 0) }
}
fn recurring(price: &str, charging: Charging, term: Option<u32>) -> LineTerms {
    LineTerms { charging, term, ..service(price, Recognition::StraightLine) }
}
fn order(lines: Vec<LineTerms>) -> Order {
    let new = NewOrder { id: id(1), number: "ORD-1".into(), date: today(), start: None, purchase_order: None };
    let direct = DirectOrder {
        entity: id(2),
        customer: id(3),
        reference: Some("PO 7".into()),
        title: "Chairs".into(),
        currency: Currency::EUR,
        payment_days: 30,
        payment_plan: PaymentPlan::Full,
        lines,
        owner: None,
        metadata: Metadata::new(),
    };
    Order::direct(new, direct).unwrap()
}
fn new_delivery(n: u32) -> NewDelivery {
    NewDelivery { id: id(100 + n), number: format!("DEL-{n}"), date: today(), at: NOW }
}
fn deliver(order: Order, lines: &[(u32, &str)]) -> Result<Delivered, Refusal> {
    let lines: Vec<(u32, Quantity)> = lines.iter().map(|(no, quantity)| (*no, q(quantity))).collect();
    order.deliver(&lines, new_delivery(1))
}
/// From deferred, to unbilled, cost, in cents.
fn books(handover: &[Handover]) -> Vec<(i64, i64, i64)> {
    handover.iter().map(|h| (h.from_deferred.minor(), h.to_unbilled.minor(), h.cost.minor())).collect()
}
fn reason() -> String {
    "wrong size".into()
}

#[test]
fn parts_of_a_delivery_sum_to_the_line() {
    // 10.00 over 3 pieces: 3.33, then 6.67 - 3.33 = 3.34, then 10.00 - 6.67 = 3.33.
    let mut order = order(vec![LineTerms { discount: Some(Percent::from(10)), ..goods("3", "3.7037", 150) }]);
    assert_eq!(order.net(), eur(1_000));
    for expected in [(0, 333, 150), (0, 334, 150), (0, 333, 150)] {
        let delivered = deliver(order, &[(1, "1")]).unwrap();
        assert_eq!(books(&delivered.handover), [expected]);
        assert_eq!(delivered.movements, [Movement { product: id(900), quantity: q("-1"), value: eur(-150) }]);
        order = delivered.order;
    }
    assert_eq!(order.lines[0].left_to_deliver(), Quantity::ZERO);
    assert_eq!(order.state, OrderState::Open, "nothing is invoiced yet");
}

#[test]
fn what_was_invoiced_ahead_comes_from_deferred_first() {
    let mut order = order(vec![goods("10", "10.00", 0)]);
    order.invoiced(1, q("4"), NOW).unwrap();
    let first = deliver(order, &[(1, "3")]).unwrap();
    assert_eq!(books(&first.handover), [(3_000, 0, 0)]);
    let second = deliver(first.order, &[(1, "3")]).unwrap();
    assert_eq!(books(&second.handover), [(1_000, 2_000, 0)]);
    let parts = second.order.lines[0].billable(q("6")).unwrap();
    let parts: Vec<_> = parts.iter().map(|p| (p.quantity, p.net.minor(), p.ground)).collect();
    assert_eq!(parts, [(q("2"), 2_000, Ground::Delivered), (q("4"), 4_000, Ground::Ahead)]);
    let mut order = second.order;
    order.invoiced(1, q("6"), NOW).unwrap();
    assert_eq!(order.state, OrderState::Open, "four are not delivered");
    let last = deliver(order, &[(1, "4")]).unwrap();
    assert_eq!(books(&last.handover), [(4_000, 0, 0)]);
    assert_eq!(last.order.state, OrderState::Completed { at: NOW });
}

#[test]
fn only_what_is_earned_on_delivery_makes_revenue() {
    let lines = vec![
        service("500.00", Recognition::PointInTime),
        service("1200.00", Recognition::StraightLine),
        LineTerms { recognition: Recognition::StraightLine, ..goods("1", "90.00", 4_000) },
        recurring("20.00", Charging::Monthly, None),
    ];
    let order = order(lines);
    assert_eq!(order.undelivered(), [(1, q("1")), (3, q("1"))]);
    let delivered = deliver(order.clone(), &[(1, "1"), (2, "1"), (3, "1")]).unwrap();
    assert_eq!(books(&delivered.handover), [(0, 50_000, 0), (0, 0, 4_000)]);
    assert_eq!(delivered.movements.len(), 1, "services and what is not in the catalogue leave no stock");
    let ground = |line: usize| delivered.order.lines[line].billable(q("1")).unwrap()[0].ground;
    assert_eq!([ground(0), ground(1), ground(2)], [Ground::Delivered, Ground::OverPeriod, Ground::OverPeriod]);
    let period = order.service_period(&order.lines[1]);
    assert_eq!((period.start, period.end), (today(), Date::constant(2027, 11, 24)));
    assert_eq!(deliver(order, &[(4, "1")]).unwrap_err().code, "order_line_recurring");
}

#[test]
fn wrong_deliveries_are_refused() {
    let order = order(vec![goods("10", "10.00", 0), goods("1.5", "10.00", 0)]);
    let check = |lines: &[(u32, &str)], code: &str, place: &str| {
        let refusal = deliver(order.clone(), lines).unwrap_err();
        assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some(place)));
    };
    check(&[], "delivery_empty", "lines");
    check(&[(1, "10.000001")], "delivery_exceeds_order", "lines.0");
    check(&[(1, "1"), (1, "1")], "delivery_line_twice", "lines.1");
    check(&[(1, "1"), (3, "1")], "order_line_unknown", "lines.1");
    check(&[(1, "0")], "quantity_not_positive", "lines.0");
    check(&[(1, "-1")], "quantity_not_positive", "lines.0");
    check(&[(1, "0.0000001")], "quantity_out_of_range", "lines.0");
    deliver(order, &[(1, "10"), (2, "1.5")]).unwrap();
}

#[test]
fn a_reversal_mirrors_its_delivery() {
    let mut order = order(vec![goods("3", "3.3333", 150), service("20.00", Recognition::PointInTime)]);
    order.invoiced(1, q("1"), NOW).unwrap();
    let before = order.clone();
    let delivered = deliver(order, &[(1, "2"), (2, "1")]).unwrap();
    assert_eq!(books(&delivered.handover), [(333, 334, 300), (0, 2_000, 0)]);
    let back = delivered.order.reverse_delivery(delivered.delivery.clone(), NOW, reason()).unwrap();
    assert_eq!(back.handover, delivered.handover);
    assert_eq!(back.movements, [Movement { product: id(900), quantity: q("2"), value: eur(300) }]);
    assert_eq!(back.order, before);
    assert_eq!(back.delivery.state.key(), "reversed");
    let twice = back.order.clone().reverse_delivery(back.delivery.clone(), NOW, reason()).unwrap_err();
    assert_eq!(twice.code, "delivery_reversed");
    let other = Delivery { order: id(77), ..delivered.delivery };
    assert_eq!(back.order.reverse_delivery(other, NOW, reason()).unwrap_err().code, "delivery_of_other_order");
}

#[test]
fn a_completed_order_opens_again_when_a_delivery_is_taken_back() {
    let mut order = order(vec![goods("2", "10.00", 0)]);
    order.invoiced(1, q("2"), NOW).unwrap();
    let delivered = deliver(order, &[(1, "2")]).unwrap();
    assert_eq!(delivered.order.state.key(), "completed");
    assert_eq!(deliver(delivered.order.clone(), &[(1, "1")]).unwrap_err().code, "order_completed");
    let back = delivered.order.reverse_delivery(delivered.delivery, NOW, reason()).unwrap();
    assert_eq!((books(&back.handover), back.order.state), (vec![(2_000, 0, 0)], OrderState::Open));
}

#[test]
fn deliveries_that_were_rounded_on_top_of_each_other_go_back_in_order() {
    let order = order(vec![LineTerms { discount: Some(Percent::from(10)), ..goods("3", "3.7037", 0) }]);
    let first = deliver(order, &[(1, "1")]).unwrap();
    let second = deliver(first.order, &[(1, "1")]).unwrap();
    let refusal = second.order.clone().reverse_delivery(first.delivery.clone(), NOW, reason()).unwrap_err();
    assert_eq!(refusal.code, "delivery_not_latest");
    let back = second.order.reverse_delivery(second.delivery, NOW, reason()).unwrap();
    let back = back.order.reverse_delivery(first.delivery, NOW, reason()).unwrap();
    assert!(back.order.lines[0].is_untouched());
}

#[test]
fn an_invoiced_delivery_waits_for_the_credit_note() {
    let order = order(vec![goods("3", "10.00", 400)]);
    let Delivered { mut order, delivery, .. } = deliver(order, &[(1, "3")]).unwrap();
    order.invoiced(1, q("2"), NOW).unwrap();
    let refusal = order.clone().reverse_delivery(delivery.clone(), NOW, reason()).unwrap_err();
    assert_eq!(refusal.code, "delivery_invoiced");
    order.invoiced(1, q("1"), NOW).unwrap();
    assert_eq!(order.state.key(), "completed");
    let credited = order.lines[0].creditable(q("3"), eur(3_000)).unwrap();
    assert_eq!((credited.from_revenue, credited.from_deferred), (eur(3_000), eur(0)));
    order.credited(1, credited, NOW).unwrap();
    assert_eq!((order.state.clone(), order.lines[0].left_to_invoice()), (OrderState::Open, q("3")));

    // Taken back: revenue was lowered by the credit note, so only the goods and their cost return.
    let back = order.clone().reverse_delivery(delivery, NOW, reason()).unwrap();
    assert_eq!(books(&back.handover), [(0, 0, 1_200)]);
    assert!(back.order.lines[0].is_untouched());
    assert_eq!(back.order.cancel(NOW, reason()).unwrap().state.key(), "cancelled");
    // Or invoiced again: revenue comes back with the new invoice.
    let again = order.lines[0].billable(q("2")).unwrap();
    assert_eq!(again, [Billable { quantity: q("2"), net: eur(2_000), ground: Ground::Again }]);
    let mut invoiced = order.clone();
    invoiced.invoiced(1, q("3"), NOW).unwrap();
    assert_eq!((invoiced.state.key(), invoiced.lines[0].net_credited), ("completed", None));
    // Or left to the customer.
    assert_eq!(order.cancel(NOW, reason()).unwrap().state.key(), "completed");
}

#[test]
fn a_credit_of_what_was_invoiced_ahead_is_as_if_never_invoiced() {
    let mut order = order(vec![goods("3", "10.00", 0)]);
    order.invoiced(1, q("3"), NOW).unwrap();
    let Delivered { mut order, .. } = deliver(order, &[(1, "1")]).unwrap();
    let credited = order.lines[0].creditable(q("3"), eur(3_000)).unwrap();
    assert_eq!((credited.from_revenue, credited.from_deferred), (eur(1_000), eur(2_000)));
    order.credited(1, credited, NOW).unwrap();
    let line = &order.lines[0];
    assert_eq!((line.invoiced, line.credited, line.net_credited), (q("1"), q("1"), Some(eur(1_000))));
    let refusal = line.creditable(q("1"), eur(1_000)).unwrap_err();
    assert_eq!(refusal.code, "credit_exceeds_invoiced");
    let price_only = Credited { quantity: Quantity::ZERO, from_revenue: eur(5), from_deferred: eur(0) };
    let before = order.clone();
    order.credited(1, price_only, NOW).unwrap();
    assert_eq!(order, before);
}

#[test]
fn cancelling_calls_off_what_is_neither_delivered_nor_invoiced() {
    let whole = order(vec![goods("10", "10.00", 0)]).cancel(NOW, reason()).unwrap();
    assert_eq!((whole.state.key(), whole.lines[0].cancelled), ("cancelled", q("10")));
    assert_eq!(whole.clone().cancel(NOW, reason()).unwrap_err().code, "order_cancelled");
    assert_eq!(deliver(whole, &[(1, "1")]).unwrap_err().code, "order_cancelled");
    assert_eq!(order(vec![goods("1", "1", 0)]).cancel(NOW, " ".into()).unwrap_err().code, "value_missing");

    let Delivered { mut order, .. } = deliver(order(vec![goods("10", "10.00", 0)]), &[(1, "4")]).unwrap();
    order.invoiced(1, q("6"), NOW).unwrap();
    let rest = order.cancel(NOW, reason()).unwrap();
    assert_eq!((rest.state.key(), rest.lines[0].cancelled), ("open", q("4")));
    assert_eq!(rest.clone().cancel(NOW, reason()).unwrap_err().code, "order_nothing_to_cancel");
    assert_eq!(deliver(rest.clone(), &[(1, "3")]).unwrap_err().code, "delivery_exceeds_order");
    let done = deliver(rest, &[(1, "2")]).unwrap();
    assert_eq!(done.order.state.key(), "completed");
}

#[test]
fn recurring_lines_go_through_their_subscription_alone() {
    let mut order = order(vec![recurring("20.00", Charging::Monthly, Some(3)), goods("1", "5.00", 0)]);
    assert_eq!(order.invoiced(1, q("1"), NOW).unwrap_err().code, "order_line_recurring");
    assert_eq!(order.lines[0].billable(q("1")).unwrap_err().code, "order_line_recurring");
    assert_eq!(order.invoiced(2, q("2"), NOW).unwrap_err().code, "invoice_exceeds_order");
    let drafts = subscriptions(&order);
    assert_eq!(drafts.iter().map(|d| (d.order_line, d.anchor)).collect::<Vec<_>>(), [(1, today())]);
    let mut subscription = drafts[0].clone().start(id(5), "SUB-1".into());
    for billed in 1..=3 {
        assert_eq!(subscription.state, SubscriptionState::Active);
        subscription = subscription.billed(NOW).unwrap();
        assert_eq!(subscription.billed, billed);
    }
    assert_eq!(subscription.state, SubscriptionState::Ended { at: NOW });
    assert_eq!(subscription.billed(NOW).unwrap_err().code, "subscription_nothing_to_bill");
    // The order itself is done with its one-off line.
    let rest = order.cancel(NOW, reason()).unwrap();
    assert_eq!((rest.state.key(), rest.lines[0].cancelled), ("completed", Quantity::ZERO));
}

#[test]
fn a_subscription_ends_on_the_first_day_of_an_interval() {
    let mut order = order(vec![recurring("20.00", Charging::Monthly, Some(12))]);
    order.start = Date::constant(2026, 1, 31);
    let running = subscriptions(&order)[0].clone().start(id(5), "SUB-1".into()).billed(NOW).unwrap();
    let cancel = |from: Date| running.clone().cancel(NOW, from, reason());
    let check = |from: Date, code: &str| assert_eq!(cancel(from).unwrap_err().code, code, "{from}");
    check(Date::constant(2026, 1, 31), "subscription_billed");
    check(Date::constant(2026, 2, 27), "subscription_billed");
    check(Date::constant(2026, 3, 1), "subscription_mid_interval");
    check(Date::constant(2027, 1, 31), "subscription_ends_itself");
    let now = cancel(Date::constant(2026, 2, 28)).unwrap();
    assert_eq!(now.next_period(), None);
    let later = cancel(Date::constant(2026, 3, 31)).unwrap();
    let last = later.billed(NOW).unwrap();
    assert_eq!((last.next_period(), last.state.key()), (None, "cancelled"));
    assert_eq!(last.cancel(NOW, Date::constant(2026, 4, 30), reason()).unwrap_err().code, "subscription_not_active");
}

#[test]
fn a_direct_order_is_checked_and_priced() {
    let found = order(vec![LineTerms { discount: Some(Percent::from(5)), ..goods("7", "19.99", 0) }]);
    // 139.93 - 5 % = 132.9335
    assert_eq!((found.net(), found.lines[0].terms.standalone), (eur(13_293), Some(eur(13_993))));
    let direct = |terms: Vec<LineTerms>| {
        let new = NewOrder { id: id(1), number: "ORD-1".into(), date: today(), start: None, purchase_order: None };
        let (entity, customer) = (id(2), id(3));
        let (title, currency) = ("Chairs".to_string(), Currency::EUR);
        let (payment_days, payment_plan, metadata) = (30, PaymentPlan::Full, Metadata::new());
        let direct = DirectOrder {
            entity,
            customer,
            reference: None,
            title,
            currency,
            payment_days,
            payment_plan,
            lines: terms,
            owner: None,
            metadata,
        };
        Order::direct(new, direct).unwrap_err().code
    };
    assert_eq!(direct(vec![]), "document_without_lines");
    assert_eq!(direct(vec![goods("0", "1", 0)]), "quantity_not_positive");
    assert_eq!(direct(vec![goods("1", "-1", 0)]), "price_negative");
}

proptest! {
    /// Whatever the order of deliveries, invoices, credits and reversals: revenue handed over and what stands invoiced
    /// agree with the quantities, balances never go below zero, and when all is done both are the line's net amount.
    #[test]
    fn books_follow_the_quantities(
        price in 1i64..100_000, pieces in 1i64..40,
        steps in prop::collection::vec((0u8..4, 1i64..15), 1..40),
    ) {
        let text = format!("0.{price:05}");
        let mut order = order(vec![goods(&pieces.to_string(), &text, 7)]);
        let net = order.net();
        let (mut revenue, mut deferred, mut unbilled, mut stock) = (0i64, 0i64, 0i64, 0i64);
        let mut invoiced = 0i64;
        let mut deliveries: Vec<Delivery> = Vec::new();
        let finish = [(0u8, 1_000i64), (1, 1_000)];
        for (kind, size) in steps.into_iter().chain(finish) {
            let line = &order.lines[0];
            match kind {
                0 => {
                    let quantity = Quantity::from(size).min(line.left_to_deliver());
                    if !quantity.is_positive() || order.state != OrderState::Open { continue; }
                    let done = order.clone().deliver(&[(1, quantity)], new_delivery(1)).unwrap();
                    for h in &done.handover {
                        prop_assert!(!h.from_deferred.is_negative() && !h.to_unbilled.is_negative());
                        revenue += h.from_deferred.minor() + h.to_unbilled.minor();
                        deferred -= h.from_deferred.minor();
                        unbilled += h.to_unbilled.minor();
                    }
                    stock += done.movements.iter().map(|m| m.value.minor()).sum::<i64>();
                    deliveries.push(done.delivery);
                    order = done.order;
                }
                1 => {
                    let quantity = Quantity::from(size).min(line.left_to_invoice());
                    if !quantity.is_positive() { continue; }
                    for part in line.billable(quantity).unwrap() {
                        invoiced += part.net.minor();
                        match part.ground {
                            Ground::Delivered => unbilled -= part.net.minor(),
                            Ground::Ahead => deferred += part.net.minor(),
                            Ground::Again | Ground::OverPeriod => revenue += part.net.minor(),
                        }
                    }
                    order.invoiced(1, quantity, NOW).unwrap();
                }
                2 => {
                    let quantity = Quantity::from(size).min(line.invoiced.sub(line.credited));
                    if !quantity.is_positive() { continue; }
                    let amount = share(net, quantity, Quantity::from(pieces)).unwrap();
                    let credited = line.creditable(quantity, amount).unwrap();
                    invoiced -= amount.minor();
                    revenue -= credited.from_revenue.minor();
                    deferred -= credited.from_deferred.minor();
                    order.credited(1, credited, NOW).unwrap();
                }
                _ => {
                    let Some(delivery) = deliveries.pop() else { continue };
                    match order.clone().reverse_delivery(delivery.clone(), NOW, reason()) {
                        Ok(back) => {
                            for h in &back.handover {
                                revenue -= h.from_deferred.minor() + h.to_unbilled.minor();
                                deferred += h.from_deferred.minor();
                                unbilled -= h.to_unbilled.minor();
                            }
                            stock += back.movements.iter().map(|m| m.value.minor()).sum::<i64>();
                            order = back.order;
                        }
                        Err(_) => deliveries.push(delivery),
                    }
                }
            }
            let balance = order.lines[0].balance().unwrap();
            prop_assert_eq!((balance.deferred.minor(), balance.unbilled.minor()), (deferred, unbilled));
            prop_assert!(deferred >= 0 && unbilled >= 0);
            // What customers owe and what was earned differ by the balances: the entries balance.
            prop_assert_eq!(invoiced - revenue, deferred - unbilled);
        }
        prop_assert_eq!(order.state.key(), "completed");
        prop_assert_eq!((deferred, unbilled), (0, 0));
        prop_assert_eq!(stock, -7 * pieces);
    }

    /// Without credits the parts of any split sum to the line's net amount exactly.
    #[test]
    fn any_split_sums_to_the_net_amount(
        price in 1i64..10_000_000, micros in prop::collection::vec(1i64..5_000_000, 1..12), ahead in 0usize..12,
    ) {
        let total = Quantity::from_micros(micros.iter().sum());
        let mut order = order(vec![goods(&total.to_string(), &format!("{}.{:04}", price / 10_000, price % 10_000), 0)]);
        let net = order.net();
        let (mut handed_over, mut invoiced) = (0i64, 0i64);
        for (index, micros) in micros.iter().enumerate() {
            let quantity = Quantity::from_micros(*micros);
            let bill = |order: &mut Order| {
                let parts = order.lines[0].billable(quantity).unwrap();
                order.invoiced(1, quantity, NOW).unwrap();
                parts.iter().map(|part| part.net.minor()).sum::<i64>()
            };
            if index < ahead { invoiced += bill(&mut order); }
            let done = order.deliver(&[(1, quantity)], new_delivery(1)).unwrap();
            handed_over += done.handover.iter().map(|h| h.from_deferred.minor() + h.to_unbilled.minor()).sum::<i64>();
            order = done.order;
            if index >= ahead { invoiced += bill(&mut order); }
        }
        prop_assert_eq!((handed_over, invoiced), (net.minor(), net.minor()));
        prop_assert_eq!(order.state.key(), "completed");
    }
}
