//! Replay, rebuild and the moving clock.

use super::*;
use serde_json::json;

stories!(a_replay_gives_the_same_dump, a_rebuild_changes_nothing);

async fn small_chain(world: &World) {
    let customer = world.customer("Boerderij Vandale").await;
    world
        .run(from::<crate::person::PersonCreate>(
            json!({"customer": customer, "name": "Bram Vandale", "email": "bram@vandale.example"}),
        ))
        .await;
    let paid = world
        .run(from::<crate::payment::PaymentCreate>(
            json!({"customer": customer, "amount": {"minor": 9_000, "currency": "EUR"}, "bank_reference": "1"}),
        ))
        .await
        .document();
    world.run(crate::refund::RefundCreate { source: paid, amount: eur(1_000), reason: "too much".into() }).await;
    world.app.advance(&world.call(), day("2026-03-05")).await.unwrap();
    world
        .run(from::<crate::ledger::LedgerEnter>(json!({"date": "2026-02-10", "reason": "capital", "lines": [
            {"account": "1000", "debit": {"minor": 500_000, "currency": "EUR"}},
            {"account": "0500", "credit": {"minor": 500_000, "currency": "EUR"}}]})))
        .await;
}

async fn a_replay_gives_the_same_dump(world: World) {
    small_chain(&world).await;
    let replayed = world.replay().await;
    assert!(replayed.intents >= 7 && replayed.lines > 30, "{replayed:?}");
}

async fn a_rebuild_changes_nothing(world: World) {
    small_chain(&world).await;
    let mut conn = world.app.db.read().await.unwrap();
    let mut before = Vec::new();
    store::dump::canonical(&mut conn, world.org, |l| before.push(l)).await.unwrap();
    world.app.rebuild(world.org).await.unwrap();
    let mut after = Vec::new();
    drop(conn);
    let mut conn = world.app.db.read().await.unwrap();
    store::dump::canonical(&mut conn, world.org, |l| after.push(l)).await.unwrap();
    assert_eq!(before, after);
}
