//! The doctor on a whole database, and on one that was broken by hand: each check catches its damage.

use super::*;
use serde_json::json;

stories!(whole_books_have_no_findings_and_each_damage_is_caught);

async fn whole_books_have_no_findings_and_each_damage_is_caught(world: World) {
    let customer = world.customer("Boerderij Vandale").await;
    world
        .run(from::<crate::payment::PaymentCreate>(
            json!({"customer": customer, "amount": {"minor": 9_000, "currency": "EUR"}}),
        ))
        .await;
    assert_eq!(found(&world).await, Vec::<&str>::new());
    const DAMAGES: &[(&str, &[&str])] = &[
        ("UPDATE posting SET amount = amount + 1 WHERE account = '1000'", &["entries_balance", "projections"]),
        ("UPDATE open_amount SET amount_open = amount_open + 1", &["unallocated", "projections"]),
        ("UPDATE posting SET account = '1300' WHERE account = '1320'", &["receivables", "unallocated", "projections"]),
        ("UPDATE posting SET account = '1310' WHERE account = '1000'", &["unbilled", "projections"]),
        ("UPDATE posting SET account = '1400' WHERE account = '1000'", &["deferred", "projections"]),
        ("UPDATE series SET next = next + 1", &["numbers"]),
        ("UPDATE balance SET debit = debit + 1", &["projections"]),
        ("UPDATE intent SET name = 'clock.stop' WHERE seq = 2", &["chain"]),
        ("UPDATE document SET body = '{}' WHERE kind = 'payment'", &["bodies"]),
    ];
    for (damage, keys) in DAMAGES {
        // The checks run in the transaction that does the damage, so that the next one starts whole again.
        let mut tx = world.app.db.begin().await.unwrap();
        assert!(tx.conn().exec(damage, &[]).await.unwrap() > 0, "{damage}");
        let checks = world.app.examined(tx.conn(), world.org).await.unwrap();
        tx.rollback().await;
        assert_eq!(keys_of(&checks), *keys, "{damage}");
    }
    assert_eq!(found(&world).await, Vec::<&str>::new());
}

fn keys_of(checks: &[crate::doctor::Check]) -> Vec<&'static str> {
    checks.iter().filter(|c| !c.findings.is_empty()).map(|c| c.key).collect()
}
async fn found(world: &World) -> Vec<&'static str> {
    keys_of(&world.app.doctor(world.org).await.unwrap())
}
