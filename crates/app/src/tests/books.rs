//! Money that comes in and goes back, and the books by hand.

use super::*;
use domain::payment::*;
use serde_json::json;

stories!(a_payment_is_booked_once_and_reversed_once, a_refund_needs_two_people, closed_books_stay_closed);

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
