//! Several products under one price: from its parts, fixed, in bundles of bundles, and never in a ring.

use super::*;
use crate::{order::OrderCreate, price_book::PriceBookCreate, product::*, quote::*};
use domain::{catalog::Product, order::Order, pricing::PriceModel, quote::*};
use serde_json::json;

stories!(a_bundle_is_priced_and_its_parts_are_named, a_bundle_that_cannot_be_is_refused);

async fn product(world: &World, sku: &str, more: serde_json::Value) -> ProductId {
    let mut fields = json!({"sku": sku, "name": sku.to_lowercase(), "supply": "goods"});
    fields.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    ProductId(world.run(from::<ProductCreate>(fields)).await.document().id)
}
fn bundle(id: ProductId, parts: &[(ProductId, &str)], more: serde_json::Value) -> ProductSetBundle {
    let part = |(product, quantity): &(ProductId, &str)| json!({"product": product, "quantity": quantity});
    let mut input = json!({"id": id, "parts": parts.iter().map(part).collect::<Vec<_>>()});
    input.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    from(input)
}

async fn a_bundle_is_priced_and_its_parts_are_named(world: World) {
    let cost = |minor: i64| json!({"cost": {"minor": minor, "currency": "EUR"}});
    let wheel = product(&world, "WHEEL", cost(3_000)).await;
    let spoke = product(&world, "SPOKE", cost(20)).await;
    let frame = product(&world, "FRAME", cost(20_000)).await;
    let set = product(&world, "WHEELSET", json!({})).await;
    let bike = product(&world, "BIKE", json!({"lead_time_days": 12})).await;
    let price =
        |id: ProductId, price: &str| json!({"product": id, "price": {"model": "per_unit", "unit_price": price}});
    let entries = [price(wheel, "55.00"), price(spoke, "0.35"), price(frame, "399.00")];
    world.run(from::<PriceBookCreate>(json!({"name": "2026", "entries": entries}))).await;
    world.run(bundle(set, &[(wheel, "2"), (spoke, "64")], json!({"pricing": "allocated", "price": "120"}))).await;
    world.run(bundle(bike, &[(frame, "1"), (set, "1")], json!({}))).await;

    let customer = world.customer("Fietsenwinkel Ter Beek").await;
    let lines = json!([{"product": bike, "quantity": "3"}, {"product": frame, "quantity": "1"}]);
    let made = world.run(from::<QuoteCreate>(json!({"customer": customer, "lines": lines}))).await;
    let id = QuoteId(made.document().id);
    let quote: Quote = world.get(id).await;
    let terms = &quote.lines[0].terms;
    // 399.00 + 120.00 for one; cost 200.00 + 2 x 30.00 + 64 x 0.20.
    let expected = PriceModel::PerUnit { unit_price: "519".parse().unwrap() };
    assert_eq!((&terms.price, terms.net, terms.cost), (&expected, eur(155_700), Some(eur(27_280))));
    let named = text::format::parts(Language::En, &terms.parts);
    assert_eq!(named, ["1 piece frame", "1 piece wheelset"]);
    assert!(quote.lines[1].terms.parts.is_empty());

    // What a line was made with stays, whatever becomes of the bundle; a new line follows it.
    world.run(bundle(bike, &[(frame, "1")], json!({"pricing": "fixed", "price": "450"}))).await;
    let changes = json!([{"no": 1, "quantity": "2"}, {"sku": "BIKE"}]);
    world.run(from::<QuoteEditLines>(json!({"id": id, "changes": changes}))).await;
    let quote: Quote = world.get(id).await;
    assert_eq!((quote.lines[0].terms.net, quote.lines[0].terms.parts.len()), (eur(103_800), 2));
    assert_eq!((quote.lines[2].terms.net, quote.lines[2].terms.parts.len()), (eur(45_000), 1));
    let lines = json!([{"product": set, "quantity": "2"}]);
    let order = world.run(from::<OrderCreate>(json!({"customer": customer, "title": "Wielen", "lines": lines}))).await;
    let order: Order = world.get(OrderId(order.document().id)).await;
    assert_eq!((order.lines[0].terms.net, order.lines[0].terms.parts.len()), (eur(24_000), 2));
    // Editing what else is said of it leaves the bundle, and no parts make it a plain product.
    world.run(from::<ProductEdit>(json!({"id": bike, "sku": "BIKE", "name": "Fiets"}))).await;
    assert!(world.get::<Product>(bike).await.bundle.is_some());
    world.run(bundle(bike, &[], json!({}))).await;
    assert_eq!(world.get::<Product>(bike).await.bundle, None);
    world.replay().await;
}

async fn a_bundle_that_cannot_be_is_refused(world: World) {
    let [wheel, set, bike] = ["WHEEL", "WHEELSET", "BIKE"];
    let (wheel, set, bike) = (
        product(&world, wheel, json!({})).await,
        product(&world, set, json!({})).await,
        product(&world, bike, json!({})).await,
    );
    let support = product(&world, "SUPPORT", json!({"charging": "yearly"})).await;
    world.run(bundle(set, &[(wheel, "2")], json!({}))).await;
    world.run(bundle(bike, &[(set, "1")], json!({}))).await;
    let ring = world.refused(bundle(set, &[(wheel, "2"), (bike, "1")], json!({}))).await;
    assert_eq!((ring.code, ring.param.as_deref()), ("bundle_ring", Some("parts.1.product")));
    assert!(text::refusal(Language::En, &ring).contains("(WHEELSET > BIKE > WHEELSET)"), "{ring:?}");
    let check = async |input: ProductSetBundle, code: &str, place: &str| {
        let refusal = world.refused(input).await;
        assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some(place)));
        for language in [Language::En, Language::Nl] {
            assert!(!text::refusal(language, &refusal).contains('⟨'), "{refusal:?}");
        }
    };
    check(bundle(wheel, &[(wheel, "1")], json!({})), "bundle_ring", "parts.0.product").await;
    check(bundle(bike, &[(wheel, "0")], json!({})), "quantity_not_positive", "parts.0.quantity").await;
    check(bundle(bike, &[(wheel, "1"), (wheel, "1")], json!({})), "bundle_part_twice", "parts.1.product").await;
    check(bundle(bike, &[(wheel, "1"), (support, "1")], json!({})), "bundle_charging_differs", "parts.1.product").await;
    check(bundle(bike, &[(wheel, "1")], json!({"pricing": "fixed"})), "bundle_price_missing", "price").await;
    check(bundle(bike, &[(wheel, "1")], json!({"price": "5"})), "bundle_price_unused", "price").await;
    check(bundle(bike, &[(wheel, "1")], json!({"pricing": "fixed", "price": "-5"})), "price_negative", "price").await;
    let customer = world.customer("Fietsenwinkel Ter Beek").await;
    let lines = json!([{"product": set, "quantity": "1"}]);
    let unpriced = world.refused(from::<QuoteCreate>(json!({"customer": customer, "lines": lines}))).await;
    assert_eq!((unpriced.code, unpriced.param.as_deref()), ("bundle_part_without_price", Some("lines.0.price")));
}
