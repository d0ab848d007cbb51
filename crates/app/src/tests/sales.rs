//! The sales side: from an opportunity to a signed contract.

use super::*;

use crate::{opportunity::*, price_book::*, product::*, quote::*};
use domain::{catalog::*, crm::*, document::Kind, quote::*, refusal::RefusalKind};
use serde_json::json;

stories!(
    what_belongs_to_another_organisation_is_not_found,
    the_catalogue_has_prices_for_a_time,
    an_opportunity_goes_its_way,
    a_quote_is_priced_sent_and_accepted,
    a_quote_is_answered_once_and_in_time,
    what_cannot_be_quoted_is_refused,
    a_request_is_done_once,
    quotes_expire_revise_and_follow_a_lost_deal,
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
    assert_eq!((refusal.code, refusal.kind), ("version_stale", RefusalKind::State));
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

async fn opportunity(world: &World, customer: CustomerId) -> OpportunityId {
    let create = json!({"title": "Stoelen voor het atelier", "customer": customer});
    OpportunityId(world.run(from::<OpportunityCreate>(create)).await.document().id)
}

/// Two lines: 120 chairs by volume price less 10 %, and three years of support; 5 % off the whole.
fn two_lines(customer: CustomerId, catalogue: &Catalogue) -> serde_json::Value {
    json!({"customer": customer, "valid_until": "2026-03-31", "discount": "5", "lines": [
        {"product": catalogue.chair, "quantity": "120", "discount": "10"},
        {"product": catalogue.support, "quantity": "2", "term": 3, "description": "Ondersteuning, drie jaar"},
    ]})
}

async fn draft(world: &World, json: serde_json::Value) -> QuoteId {
    QuoteId(world.run(from::<QuoteCreate>(json)).await.document().id)
}

async fn a_quote_is_priced_sent_and_accepted(world: World) {
    let catalogue = catalogue(&world).await;
    let customer = world.customer("Boerderij Vandale").await;
    let deal = opportunity(&world, customer).await;
    let mut json = two_lines(customer, &catalogue);
    json["opportunity"] = json!(deal);
    let id = draft(&world, json).await;
    let quote: Quote = world.get(id).await;
    // 120 x 25.00 = 3,000.00 - 10 % = 2,700.00; 2 x 120.00 = 240.00; 5 % of 2,940.00 = 147.00, spread 135.00 and 12.00.
    let nets: Vec<i64> = quote.lines.iter().map(|line| line.terms.net.minor()).collect();
    assert_eq!((nets, quote.title.as_str()), (vec![256_500, 22_800], "Stoelen voor het atelier"));
    let chairs = &quote.lines[0].terms;
    assert_eq!((chairs.standalone, chairs.cost), (Some(eur(384_000)), Some(eur(1_500))));
    assert_eq!((chairs.supply, quote.lines[1].terms.charging), (Supply::Goods, Charging::Yearly));

    world.run(QuoteSend { id }).await;
    let sent: Quote = world.get(id).await;
    let book = sent.waterfall.iter().filter(|step| step.source.is_some()).count();
    assert_eq!((sent.state.key(), book), ("sent", 2));
    assert_eq!(world.get::<Opportunity>(deal).await.state.key(), "quoted");

    world.at("2026-03-31").await;
    let visitor = world.by_link(DocRef { kind: Kind::Quote, id: id.raw() });
    let accept = QuoteAccept { id, signer_name: None, signer_email: None, consent: true };
    assert_eq!(world.refused_by(&visitor, accept.clone()).await.param.as_deref(), Some("signer_name"));
    let signer_email = Some("jan@vandale.example".to_string());
    let accept = QuoteAccept { signer_name: Some("Jan Vandale".into()), signer_email, ..accept };
    let silent = QuoteAccept { consent: false, ..accept.clone() };
    assert_eq!(world.refused_by(&visitor, silent).await.code, "consent_missing");
    let done = world.run_by(&visitor, accept).await;
    let accepted: Quote = world.get(id).await;
    let QuoteState::Accepted { by: Some(by), .. } = accepted.state else { panic!("{:?}", accepted.state) };
    let person: Person = world.get(by).await;
    assert_eq!((person.name.as_str(), person.customer), ("Jan Vandale", Some(customer)));
    assert_eq!(accepted.lines[1].terms.standalone, Some(eur(24_000)));
    assert_eq!(world.get::<Opportunity>(deal).await.state, Stage::Won { on: day("2026-03-31") });
    let events = ["quote.created", "quote.sent", "crm.opportunity_quoted", "quote.accepted"];
    assert_eq!(world.events(done.document()).await, events);
    let mut conn = world.app.db.read().await.unwrap();
    let (_, intent) = store::facts::intent_by_id(&mut conn, world.org, done.intent).await.unwrap().unwrap();
    assert!(!intent.input.contains("Vandale") && intent.input.contains("sealed:"), "{}", intent.input);
    assert_eq!(intent.actor, format!("link:{id}"));
}

async fn a_quote_is_answered_once_and_in_time(world: World) {
    let catalogue = catalogue(&world).await;
    let customer = world.customer("Boerderij Vandale").await;
    let id = draft(&world, two_lines(customer, &catalogue)).await;
    let accept = QuoteAccept { id, signer_name: None, signer_email: None, consent: true };
    assert_eq!(world.refused(accept.clone()).await.code, "quote_not_sent");
    world.run(QuoteSend { id }).await;
    assert_eq!(world.refused(QuoteSend { id }).await.code, "quote_not_draft");
    let mut edit = two_lines(customer, &catalogue);
    edit["id"] = json!(id);
    assert_eq!(world.refused(from::<QuoteEdit>(edit)).await.code, "quote_not_draft");
    assert_eq!(world.refused(QuoteExpire { id }).await.code, "quote_still_valid");

    // A link opens its own document and nothing else, and says only what a customer says.
    let other = draft(&world, two_lines(customer, &catalogue)).await;
    world.run(QuoteSend { id: other }).await;
    let visitor = world.by_link(DocRef { kind: Kind::Quote, id: other.raw() });
    let no = QuoteDecline { id, reason: "Te duur".into() };
    assert_eq!(world.refused_by(&visitor, no).await.code, "document_missing");
    let back = QuoteWithdraw { id: other, reason: "Vergissing".into() };
    assert_eq!(world.refused_by(&visitor, back).await.code, "permission_missing");

    world.at("2026-04-01").await;
    assert_eq!(world.refused(accept).await.code, "quote_expired");
    world.run_by(&visitor, QuoteDecline { id: other, reason: "Te duur".into() }).await;
    let declined = QuoteWithdraw { id: other, reason: "Vergissing".into() };
    assert_eq!(world.refused(declined).await.code, "quote_closed");
    let neighbour = world.neighbour().await;
    assert_eq!(world.refused_by(&neighbour, QuoteExpire { id }).await.code, "document_missing");
}

async fn what_cannot_be_quoted_is_refused(world: World) {
    let catalogue = catalogue(&world).await;
    let customer = world.customer("Boerderij Vandale").await;
    let chair = catalogue.chair;
    let check = async |change: &[(&str, serde_json::Value)], code: &str, param: &str| {
        let mut json = two_lines(customer, &catalogue);
        for (pointer, value) in change {
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            json.pointer_mut(parent).unwrap()[key] = value.clone();
        }
        let refusal = world.refused(from::<QuoteCreate>(json)).await;
        assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some(param).filter(|p| !p.is_empty())));
    };
    let absurd = json!("1000000000000000000");
    check(&[("/lines/0/quantity", absurd)], "quantity_out_of_range", "lines.0.quantity").await;
    check(&[("/lines/1/quantity", json!("0"))], "quantity_not_positive", "lines.1.quantity").await;
    let dear = json!({"model": "per_unit", "unit_price": "99999999999999"});
    check(&[("/lines/1/price", dear), ("/lines/1/quantity", json!("1000000000"))], "amount_too_large", "").await;
    let dollars = json!({"minor": 100, "currency": "USD"});
    check(&[("/lines/0/standalone", dollars)], "line_currency_differs", "lines.0.standalone").await;
    check(&[("/currency", json!("USD"))], "price_missing", "lines.0.price").await;
    let book = ("/price_book", json!(catalogue.book));
    check(&[("/currency", json!("USD")), book], "price_book_currency_differs", "price_book").await;
    check(&[("/lines/0/product", json!(null))], "value_missing", "lines.0.price").await;
    check(&[("/lines/1/no", json!(1)), ("/lines/0/no", json!(1))], "line_number_taken", "lines.1.no").await;
    check(&[("/valid_until", json!("2026-03-01"))], "quote_validity_backwards", "valid_until").await;
    check(&[("/discount", json!("100.5"))], "discount_out_of_range", "discount").await;
    world.run(ProductArchive { id: chair }).await;
    check(&[], "product_archived", "lines.0.product").await;
    world.run(crate::customer::CustomerArchive { id: customer }).await;
    check(&[], "customer_archived", "customer").await;
}

async fn a_request_is_done_once(world: World) {
    let catalogue = catalogue(&world).await;
    let customer = world.customer("Boerderij Vandale").await;
    let create = from::<QuoteCreate>(two_lines(customer, &catalogue));
    let call = world.call().key("once");
    let first = world.run_by(&call, create.clone()).await;
    let again = world.run_by(&call, create.clone()).await;
    assert_eq!((again.repeated, &again.outcome), (true, &first.outcome));
    let mut other = two_lines(customer, &catalogue);
    other["discount"] = json!("6");
    assert_eq!(world.refused_by(&call, from::<QuoteCreate>(other)).await.code, "idempotency_key_reused");

    // Lines keep their numbers when they are edited, and a number that is gone does not come back.
    let id = first.document().id;
    let mut edit = two_lines(customer, &catalogue);
    edit["id"] = json!(QuoteId(id));
    edit["version"] = json!(1);
    edit["lines"] = json!([{"no": 2, "product": catalogue.support, "quantity": "1"},
        {"description": "Bezorgen", "quantity": "1", "price": {"model": "per_unit", "unit_price": "45.00"}}]);
    let edit = from::<QuoteEdit>(edit);
    world.run(edit.clone()).await;
    let edited: Quote = world.get(id).await;
    assert_eq!(edited.lines.iter().map(|line| line.no).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(edited.net(), eur(15_675));
    let stale = world.refused(edit).await;
    assert_eq!((stale.code, stale.kind), ("version_stale", RefusalKind::State));
}

async fn quotes_expire_revise_and_follow_a_lost_deal(world: World) {
    let catalogue = catalogue(&world).await;
    let customer = world.customer("Boerderij Vandale").await;
    let deal = opportunity(&world, customer).await;
    let mut json = two_lines(customer, &catalogue);
    json["opportunity"] = json!(deal);
    let late = draft(&world, json.clone()).await;
    let lost = draft(&world, json).await;
    world.run(QuoteSend { id: late }).await;
    world.run(QuoteSend { id: lost }).await;
    let copy = QuoteId(world.run(QuoteDuplicate { id: lost }).await.document().id);

    let revised = world.run(QuoteRevise { id: lost }).await;
    assert_eq!(revised.outcome.number.as_deref(), Some("Q-2026-0002/2"));
    assert_eq!(world.get::<Quote>(lost).await.state.key(), "superseded");
    let revision = QuoteId(revised.document().id);
    world.run(QuoteSend { id: revision }).await;

    world.at("2026-03-31").await;
    assert_eq!(world.run(QuoteExpireDue { until: None }).await.outcome.count, Some(0));
    world.run(OpportunityLose { id: deal, on: None, reason: "Geen budget".into() }).await;
    assert_eq!(world.get::<Quote>(revision).await.state.key(), "declined");
    assert_eq!(world.get::<Quote>(copy).await.state.key(), "draft");
    world.run(QuoteSend { id: copy }).await;
    world.at("2026-04-01").await;
    assert_eq!(world.run(QuoteExpireDue { until: None }).await.outcome.count, Some(1));
    assert_eq!(world.get::<Quote>(copy).await.state.key(), "expired");
}
