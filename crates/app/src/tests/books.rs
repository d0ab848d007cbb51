//! Money that comes in and goes back, and the books by hand.

use super::*;
use domain::payment::*;
use serde_json::json;

stories!(
    a_payment_is_booked_once_and_reversed_once,
    part_of_a_payment_is_undone_and_goes_elsewhere,
    each_entity_has_its_own_numbers,
    a_refund_needs_two_people,
    closed_books_stay_closed,
);

async fn credit(world: &World, id: DocRef) -> i64 {
    let mut conn = world.app.db.read().await.unwrap();
    let items = store::facts::items_of_document(&mut conn, world.org, id.id, false).await.unwrap();
    items.iter().find(|i| i.is_credit()).unwrap().open.minor()
}

async fn a_payment_is_booked_once_and_reversed_once(world: World) {
    let customer = world.customer("Boerderij Vandale").await;
    let create = json!({"amount": {"minor": 12_100, "currency": "EUR"}, "bank_reference": "NL1-77"});
    let create = || from::<crate::payment::PaymentCreate>(create.clone());
    let done = world.run(create()).await;
    assert_eq!(done.outcome.number.as_deref(), Some("PAY-2026-0001"));
    assert_eq!(world.refused(create()).await.code, "bank_reference_booked");
    let id = PaymentId(done.document().id);
    let allocate = || crate::payment::PaymentAllocate { id, to: vec![] };
    assert_eq!(world.refused(allocate()).await.code, "payment_unidentified");
    world.run(crate::payment::PaymentIdentify { id, customer }).await;
    assert_eq!(world.refused(allocate()).await.code, "nothing_to_allocate");
    let reverse = || crate::payment::PaymentReverse { id, reason: "bounced".into() };
    world.run(reverse()).await;
    assert_eq!(credit(&world, done.document()).await, 0);
    assert_eq!(world.refused(reverse()).await.code, "payment_reversed");
    assert_eq!(world.refused(crate::payment::PaymentUnallocate { id }).await.code, "nothing_allocated");
    assert_eq!(world.events(done.document()).await, ["payment.received", "payment.identified", "payment.reversed"]);
}

async fn part_of_a_payment_is_undone_and_goes_elsewhere(world: World) {
    use crate::payment::*;
    let customer = world.customer("Boerderij Vandale").await;
    let mut invoices = Vec::new();
    for price in ["100.00", "40.00"] {
        let lines = json!([{"description": "Advies", "quantity": "1", "unit": "HUR", "unit_price": price, "supply": "service"}]);
        let draft = from::<crate::invoice::InvoiceCreate>(json!({"customer": customer, "lines": lines}));
        let id = InvoiceId(world.run(draft).await.document().id);
        world.run(crate::invoice::InvoiceIssue { id, version: None, exchange_rate: None }).await;
        invoices.push(id);
    }
    let paid = from::<PaymentCreate>(json!({"customer": customer, "amount": eur(10_000)}));
    let paid = world.run(paid).await.document();
    let id = PaymentId(paid.id);
    let share = |invoice, minor| Share { invoice, amount: Some(eur(minor)) };
    // Open of both invoices (121.00 and 48.40) and of the payment.
    let open = async || {
        let mut conn = world.app.db.read().await.unwrap();
        let mut sums = Vec::new();
        for document in [invoices[0].raw(), invoices[1].raw(), paid.id] {
            let items = store::facts::items_of_document(&mut conn, world.org, document, false).await.unwrap();
            sums.push(items.iter().map(|i| i.open.minor()).sum::<i64>());
        }
        sums
    };
    world.run(PaymentAllocate { id, to: vec![share(invoices[0], 3_000)] }).await;
    assert_eq!(open().await, [9_100, 4_840, -7_000]);
    assert_eq!(world.run(PaymentUnallocate { id }).await.outcome.count, Some(1));
    assert_eq!(open().await, [12_100, 4_840, -10_000]);
    assert_eq!(world.refused(PaymentUnallocate { id }).await.code, "nothing_allocated");
    world.run(PaymentAllocate { id, to: vec![share(invoices[1], 4_840), share(invoices[0], 160)] }).await;
    assert_eq!(open().await, [11_940, 0, -5_000]);
    world.run(PaymentAllocate { id, to: vec![] }).await;
    assert_eq!(open().await, [6_940, 0, 0]);
    assert_eq!(world.run(PaymentUnallocate { id }).await.outcome.count, Some(2));
    assert_eq!(open().await, [12_100, 4_840, -10_000]);
    world.replay().await;
    let checks = world.app.doctor(world.org).await.unwrap();
    assert!(checks.iter().all(|c| c.findings.is_empty()), "{checks:?}");
}

async fn each_entity_has_its_own_numbers(world: World) {
    let fields = EntityFields { code: "SUB".into(), ..founding("nobody@hovenier.example").entity };
    let second = EntityId(world.run(crate::entity::EntityCreate { fields }).await.document().id);
    let customer = world.customer("Boerderij Vandale").await;
    let mut numbers = Vec::new();
    for entity in [None, Some(second), Some(second), None] {
        let paid = json!({"entity": entity, "customer": customer, "amount": eur(10_000)});
        numbers.extend(world.run(from::<crate::payment::PaymentCreate>(paid)).await.outcome.number);
    }
    assert_eq!(numbers, ["PAY-2026-0001", "SUB-PAY-2026-0001", "SUB-PAY-2026-0002", "PAY-2026-0002"]);
    let lines =
        json!([{"description": "Advies", "quantity": "1", "unit": "HUR", "unit_price": "80", "supply": "service"}]);
    let draft = json!({"entity": second, "customer": customer, "lines": lines});
    let id = InvoiceId(world.run(from::<crate::invoice::InvoiceCreate>(draft)).await.document().id);
    let issued = world.run(crate::invoice::InvoiceIssue { id, version: None, exchange_rate: None }).await;
    assert_eq!(issued.outcome.number.as_deref(), Some("SUB-INV-2026-0001"));
    let checks = world.app.doctor(world.org).await.unwrap();
    assert!(checks.iter().all(|c| c.findings.is_empty()), "{checks:?}");
}

async fn a_refund_needs_two_people(world: World) {
    let customer = world.customer("Boerderij Vandale").await;
    let paid = world
        .run(from::<crate::payment::PaymentCreate>(
            json!({"customer": customer, "amount": {"minor": 9_000, "currency": "EUR"}}),
        ))
        .await
        .document();
    let ask = crate::refund::RefundCreate { source: paid, amount: eur(4_000), reason: "paid twice".into() };
    let id = RefundId(world.run(ask).await.document().id);
    assert_eq!(world.refused(crate::refund::RefundApprove { id }).await.code, "refund_own_request");
    let colleague = UserId(crate::clock::new_id());
    let colleague = Call::new(world.org, Actor::User { id: colleague, team: None, grants: Grants::of_role("finance") });
    world.run_by(&colleague, crate::refund::RefundApprove { id }).await;
    assert_eq!(credit(&world, paid).await, -5_000);
    let refund: Refund = world.get(id).await;
    assert_eq!(refund.state.key(), "paid");
    assert_eq!(
        world.refused(crate::payment::PaymentUnallocate { id: PaymentId(paid.id) }).await.code,
        "nothing_allocated"
    );
}

async fn closed_books_stay_closed(world: World) {
    let enter = |date: &str, account: &str| {
        from::<crate::ledger::LedgerEnter>(json!({"date": date, "reason": "capital", "lines": [
            {"account": account, "debit": {"minor": 500_000, "currency": "EUR"}},
            {"account": "0500", "credit": {"minor": 500_000, "currency": "EUR"}}]}))
    };
    world.run(enter("2026-02-10", "1000")).await;
    assert_eq!(world.refused(enter("2026-02-10", "1300")).await.code, "account_controlled");
    let close = |until: &str| crate::ledger::LedgerClose { entity: None, until: day(until) };
    assert_eq!(world.refused(close("2026-03-02")).await.code, "close_before_end");
    world.run(close("2026-02-28")).await;
    assert_eq!(world.refused(enter("2026-02-28", "1000")).await.code, "period_closed");
    let reopen = |until: &str| crate::ledger::LedgerReopen {
        entity: None,
        until: Some(day(until)),
        reason: "forgotten entry".into(),
    };
    assert_eq!(world.refused(reopen("2026-02-28")).await.code, "reopen_after_close");
    world.run(reopen("2026-01-31")).await;
    world.run(enter("2026-02-28", "1000")).await;
    let recognise = |until: &str| crate::revenue::RevenueRecognise { until: Some(day(until)) };
    assert_eq!(world.refused(recognise("2026-03-31")).await.code, "recognise_future");
    assert_eq!(world.run(recognise("2026-02-28")).await.outcome.count, Some(0));
}
