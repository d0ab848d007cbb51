//! Lines of a draft edited some at a time: what is written, what is refused, and how it looks from another process.

use super::{World, stories};
use crate::{App, Call, quote::EditedRows, read::Reader};
use domain::{document::DocRef, ids::QuoteId, quote::Quote};
use serde_json::{Value as Json, json};
use std::sync::Arc;

stories!(an_edit_writes_what_changed, refusals_name_the_cell, processes_see_each_other);

fn price(amount: &str) -> Json {
    json!({"model": "per_unit", "unit_price": amount})
}

async fn done(world: &World, verb: &str, input: Json) -> DocRef {
    let done = world.app.execute(&call(world), verb, input.clone()).await;
    done.unwrap_or_else(|e| panic!("{verb}: {}", e.into_refusal())).document()
}

fn call(world: &World) -> Call {
    let grants = crate::roles::Grants::of_role("owner");
    Call::new(world.org, crate::roles::Actor::User { id: world.owner, team: None, grants })
}

async fn draft(world: &World, lines: usize) -> DocRef {
    let address = json!({"street": "Kade 1", "city": "Utrecht", "postal_code": "3511 AB", "country": "NL"});
    let buyer = done(world, "customer.create", json!({"name": "Bakkerij", "address": address})).await;
    let line = |n: usize| json!({"description": format!("Plank {n}"), "quantity": "2", "price": price("10.00")});
    let lines: Vec<Json> = (1..=lines).map(line).collect();
    done(world, "quote.create", json!({"customer": buyer, "lines": lines})).await
}

async fn read(world: &World, quote: DocRef) -> Quote {
    world.app.document(&reader(world), quote.id).await.unwrap()
}

fn reader(world: &World) -> Reader {
    Reader { org: world.org, actor: call(world).actor }
}

async fn edit(world: &World, app: &App, quote: DocRef, changes: Json) -> EditedRows {
    app.edit_quote_lines(&call(world), json!({"id": quote, "changes": changes})).await.unwrap()
}

/// Numbers of the lines in their order.
fn order(quote: &Quote) -> Vec<u32> {
    quote.lines.iter().map(|line| line.no).collect()
}

async fn an_edit_writes_what_changed(world: World) {
    let quote = draft(&world, 300).await;
    let kept = |version: u32| {
        let (world, id) = (&world, quote.id);
        async move {
            let mut conn = world.app.db.read().await.unwrap();
            let all = store::document::history(&mut conn, world.org, id).await.unwrap();
            let body = all.into_iter().find(|(v, ..)| *v == version).unwrap().2;
            let body: Json = serde_json::from_str(&body).unwrap();
            body["parts"]["lines"].as_object().map_or(0, |lines| lines.len())
        }
    };
    let edited = edit(&world, &world.app, quote, json!([{"no": 7, "quantity": "5"}])).await;
    assert_eq!((edited.version, edited.rows.len(), edited.reordered), (2, 1, false));
    assert_eq!(kept(1).await, 1, "one cell is one row");
    // 300 x 20.00 and 3 x 10.00 more
    assert_eq!(edited.totals.one_off.minor(), 603_000);
    // The first line between two others makes room for all; after that there is room.
    edit(&world, &world.app, quote, json!([{"position": 8, "description": "Nieuw", "price": price("1")}])).await;
    let second =
        edit(&world, &world.app, quote, json!([{"position": 8, "description": "Nieuw", "price": price("1")}])).await;
    assert_eq!((second.count, kept(3).await), (302, 0));
    edit(
        &world,
        &world.app,
        quote,
        json!([{"change": "move", "no": 1, "position": 300}, {"change": "remove", "no": 2}]),
    )
    .await;
    assert_eq!(kept(4).await, 2);
    let stored = read(&world, quote).await;
    let mut expected: Vec<u32> = (3..=7).chain([302, 301]).chain(8..=300).collect();
    expected.insert(298, 1);
    assert_eq!(order(&stored), expected);
    // Each takes back the one before.
    let back = edit(&world, &world.app, quote, json!([{"no": 9, "kind": "heading", "description": "Kop"}])).await.undo;
    edit(&world, &world.app, quote, serde_json::to_value(back).unwrap()).await;
    assert_eq!(read(&world, quote).await, stored);
    // What follows writes all of it, and nothing is lost.
    done(&world, "quote.send", json!({"id": quote})).await;
    assert_eq!(order(&read(&world, quote).await), expected);
    world.replay().await;
}

async fn refusals_name_the_cell(world: World) {
    let quote = draft(&world, 3).await;
    let before = read(&world, quote).await;
    let many: Vec<Json> = (0..10_001).map(|_| json!({"description": "x", "price": price("1")})).collect();
    for (changes, code, param) in [
        (
            json!([{"no": 1, "quantity": "1"}, {"no": 2, "quantity": "0"}]),
            "quantity_not_positive",
            "changes.1.quantity",
        ),
        (json!([{"no": 1, "quantity": "1000000000000000000"}]), "quantity_out_of_range", "changes.0.quantity"),
        (json!([{"no": 1, "quantity": "2000000000"}]), "quantity_too_large", "changes.0.quantity"),
        (json!([{"no": 1, "quantity": "veel"}]), "field_wrong", "changes.0.quantity"),
        (json!([{"no": 1, "discount": "101"}]), "discount_out_of_range", "changes.0.discount"),
        (json!([{"no": 1, "unit": "stuks"}]), "unit_unknown", "changes.0.unit"),
        (json!([{"no": 1, "sku": "NO-1"}]), "product_unknown", "changes.0.sku"),
        (json!([{"description": "Plank"}]), "value_missing", "changes.0.price"),
        (json!([{"price": price("1")}]), "value_missing", "changes.0.description"),
        (json!([{"change": "remove", "no": 9}]), "quote_line_missing", "changes.0.no"),
        (json!([{"change": "move", "no": 1}]), "value_missing", "changes.0.position"),
        (json!([{"no": 1, "position": 0}]), "position_from_one", "changes.0.position"),
        (json!([{"no": 0, "description": "x", "price": price("1")}]), "line_number_out_of_range", "changes.0.no"),
        (Json::Array(many), "lines_too_many", "changes"),
    ] {
        let refusal =
            world.app.edit_quote_lines(&call(&world), json!({"id": quote, "changes": changes})).await.unwrap_err();
        let refusal = refusal.into_refusal();
        assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some(param)), "{refusal}");
    }
    let stale =
        world.app.edit_quote_lines(&call(&world), json!({"id": quote, "version": 7, "changes": []})).await.unwrap_err();
    assert_eq!(stale.into_refusal().code, "version_stale");
    assert_eq!(read(&world, quote).await, before, "nothing was written");
    done(&world, "quote.send", json!({"id": quote})).await;
    let sent = world.app.edit_quote_lines(&call(&world), json!({"id": quote, "changes": []})).await.unwrap_err();
    assert_eq!(sent.into_refusal().code, "quote_not_draft");
}

async fn processes_see_each_other(world: World) {
    let one = world.app.clone();
    let other = App::new(world.app.db.clone(), Arc::new(documents::print::Unprinted));
    let quote = draft(&world, 5).await;
    let reader = reader(&world);
    for n in 1..=6 {
        let app = if n % 2 == 0 { &one } else { &other };
        let edited = edit(&world, app, quote, json!([{"no": n.min(5), "quantity": n.to_string()}])).await;
        assert_eq!(edited.version, 1 + n);
        for app in [&one, &other] {
            let rows = app.quote_rows(&reader, QuoteId(quote.id), 0, 10).await.unwrap();
            assert_eq!((rows.version, rows.totals.one_off), (edited.version, edited.totals.one_off));
        }
    }
    let stored = read(&world, quote).await;
    assert_eq!(stored.totals().unwrap().one_off.minor(), 1_000 + 2_000 + 3_000 + 4_000 + 6_000);
}
