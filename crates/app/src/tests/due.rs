//! What falls due, day by day: billed once, earned by the month, and nothing written on days without.

use super::{World, day, eur, from, stories};
use crate::{due::Fallen, order::OrderCreate};
use serde_json::json;
use store::params;

stories!(what_is_due_is_done_once_and_leaves_no_trace_otherwise);

async fn intents(world: &World, name: &str) -> i64 {
    const SQL: &str = "SELECT COUNT(*) FROM intent WHERE org_id = $1 AND name = $2";
    let row = world.app.db.read().await.unwrap().row(SQL, params![world.org, name]).await.unwrap();
    row.unwrap().int(0)
}

async fn revenue(world: &World) -> i64 {
    const SQL: &str =
        "SELECT CAST(COALESCE(SUM(-amount), 0) AS BIGINT) FROM posting WHERE org_id = $1 AND account = '8000'";
    let row = world.app.db.read().await.unwrap().row(SQL, params![world.org]).await.unwrap();
    row.unwrap().int(0)
}

async fn what_is_due_is_done_once_and_leaves_no_trace_otherwise(world: World) {
    let customer = world.customer("Boerderij Vandale").await;
    let line = json!({"description": "Ondersteuning", "quantity": "1", "unit": "ANN", "supply": "service", "charging": "yearly",
        "recognition": "straight_line", "price": {"model": "per_unit", "unit_price": "1200.00"}});
    let order = json!({"customer": customer, "title": "Ondersteuning", "start": "2026-04-01", "lines": [line]});
    world.run(from::<OrderCreate>(order)).await;

    let call = world.call();
    // A slip of the pen would bill for centuries, and there is no way back.
    let far = world.app.advance(&call, day("9999-01-01")).await.unwrap_err().into_refusal();
    assert_eq!((far.code, intents(&world, "clock.set").await), ("advance_too_far", 1));
    let before = world.app.advance(&call, day("2026-03-31")).await.unwrap();
    assert_eq!((before.done, intents(&world, "billing.run").await), (0, 0));

    let fallen = world.app.advance(&call, day("2026-05-01")).await.unwrap();
    // One bill on 1 April; April's share on the 30th: 1200.00 x 30 / 365 = 98.63.
    assert_eq!((fallen.done, fallen.refused.len()), (2, 0));
    assert_eq!(revenue(&world).await, eur(9_863).minor());
    // The run that did it, and the one that found no more.
    assert_eq!((intents(&world, "billing.run").await, intents(&world, "revenue.recognise").await), (2, 2));

    let mut again = Fallen::default();
    world.app.fall_due(&call, day("2026-05-01"), &mut again).await.unwrap();
    assert_eq!((again.done, intents(&world, "billing.run").await), (0, 2));
    world.replay().await;
}
