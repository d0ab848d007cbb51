//! The sales side: from an opportunity to a signed contract.

use super::*;

use crate::{opportunity::*, price_book::*, product::*};
use domain::{catalog::*, crm::*};
use serde_json::json;

stories!(
    what_belongs_to_another_organisation_is_not_found,
    the_catalogue_has_prices_for_a_time,
    an_opportunity_goes_its_way,
);

async fn what_belongs_to_another_organisation_is_not_found(world: World) {
    let customer = world.customer("Boerderij Vandale").await;
    let found: domain::crm::Customer = world.get(customer).await;
    assert_eq!((found.name.as_str(), found.number.as_str()), ("Boerderij Vandale", "C-2026-0001"));
    let neighbour = world.neighbour().await;
    let refusal = world.refused_by(&neighbour, crate::customer::CustomerArchive { id: customer }).await;
    assert_eq!(refusal.code, "document_missing");
}

/// A chair for 30.00 (25.00 from 100 on), assembly by the hour for 80.00 and yearly support for 120.00.
struct Catalogue {
    chair: ProductId,
    support: ProductId,
    book: PriceBookId,
}

async fn product(world: &World, json: serde_json::Value) -> ProductId {
    ProductId(world.run(from::<ProductCreate>(json)).await.document().id)
}

async fn catalogue(world: &World) -> Catalogue {
    let chair = json!({"sku": "CHAIR", "name": "Bureaustoel", "cost": eur(1_500), "standalone_price": eur(3_200)});
    let chair = product(world, chair).await;
    let support = json!({"sku": "SUPPORT", "name": "Ondersteuning", "unit": "ANN", "supply": "service",
        "charging": "yearly", "recognition": "straight_line"});
    let support = product(world, support).await;
    let volume = json!({"model": "volume", "tiers": [
        {"up_to": "99", "unit_price": "30.00"}, {"up_to": null, "unit_price": "25.00"}]});
    let book = json!({"name": "Prijslijst 2026", "valid_from": "2026-01-01", "valid_until": "2026-12-31", "entries": [
        {"product": chair, "price": volume},
        {"product": support, "price": {"model": "per_unit", "unit_price": "120.00"}},
    ]});
    let book = PriceBookId(world.run(from::<PriceBookCreate>(book)).await.document().id);
    Catalogue { chair, support, book }
}

async fn the_catalogue_has_prices_for_a_time(world: World) {
    let Catalogue { chair, support, book } = catalogue(&world).await;
    let price = PriceModel::PerUnit { unit_price: "29.00".parse().unwrap() };
    world.run(PriceBookSetPrice { id: book, product: chair, price: price.clone() }).await;
    let stored: PriceBook = world.get(book).await;
    assert_eq!(stored.entries.len(), 2);
    assert_eq!(stored.price_of(chair, day("2026-12-31")), Some(&price));

    let unknown = ProductId(RawId::default());
    let refusal = world.refused(PriceBookSetPrice { id: book, product: unknown, price: price.clone() }).await;
    assert_eq!(refusal.code, "document_missing");
    let twice = from::<ProductCreate>(json!({"sku": "CHAIR", "name": "Another chair"}));
    assert_eq!(world.refused(twice).await.code, "number_taken");

    world.run(ProductArchive { id: support }).await;
    assert_eq!(world.refused(ProductArchive { id: support }).await.code, "product_archived");
    world.run(ProductRestore { id: support }).await;
    let archived = world.run(PriceBookArchive { id: book }).await;
    let edit = json!({"id": book, "version": 1, "name": "Prijslijst", "valid_from": "2026-01-01"});
    let refusal = world.refused(from::<PriceBookEdit>(edit)).await;
    assert_eq!((refusal.code, refusal.kind), ("version_stale", domain::refusal::RefusalKind::State));
    world.run(PriceBookRestore { id: book }).await;
    let kinds = ["price_book_created", "price_book_edited", "price_book_archived", "price_book_restored"];
    assert_eq!(world.events(archived.document()).await, kinds.map(|k| format!("catalog.{k}")));

    let refusal = world.refused_by(&world.call_as("sales"), ProductArchive { id: chair }).await;
    assert_eq!(refusal.code, "permission_missing");
}

async fn an_opportunity_goes_its_way(world: World) {
    let customer = world.customer("Boerderij Vandale").await;
    let create = json!({"title": "Stoelen", "customer": customer, "expected": eur(300_000)});
    let id = OpportunityId(world.run(from::<OpportunityCreate>(create)).await.document().id);
    assert_eq!(world.refused(OpportunityWin { id, on: None }).await.code, "opportunity_not_engaged");
    world.run(OpportunityEngage { id, on: Some(day("2026-02-20")) }).await;
    let early = OpportunityWin { id, on: Some(day("2026-02-19")) };
    assert_eq!(world.refused(early).await.code, "opportunity_date_backwards");
    world.run(OpportunityLose { id, on: None, reason: "Geen budget".into() }).await;
    world.run(OpportunityReopen { id }).await;
    world.run(OpportunityWin { id, on: None }).await;
    let won: Opportunity = world.get(id).await;
    assert_eq!((won.number.as_str(), won.state), ("O-2026-0001", Stage::Won { on: day("2026-03-02") }));
    assert_eq!(won.owner, Some(world.owner));
    let stranger = json!({"title": "Stoelen", "owner": UserId(RawId::default())});
    assert_eq!(world.refused(from::<OpportunityCreate>(stranger)).await.code, "user_missing");
}
