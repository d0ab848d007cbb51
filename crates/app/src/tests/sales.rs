//! The sales side: from an opportunity to a signed contract.

use super::*;

use crate::{contract::*, opportunity::*, price_book::*, product::*, quote::*, template::*};
use domain::{catalog::*, contract::*, crm::*, document::Kind, quote::*, refusal::RefusalKind};
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
    a_contract_is_signed_by_both,
    a_contract_that_is_not_signed_makes_room_for_another,
    sales_people_see_to_their_own_deals,
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
    assert_eq!((won.number.as_str(), won.state), ("OPP-2026-0001", Stage::Won { on: day("2026-03-02") }));
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
    json["entity"] = json!(world.entity);
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
    let accept =
        QuoteAccept { id, signer_name: None, signer_email: None, consent: true, selection: Selection::default() };
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
    world.replay().await;
}

async fn a_quote_is_answered_once_and_in_time(world: World) {
    let catalogue = catalogue(&world).await;
    let customer = world.customer("Boerderij Vandale").await;
    let id = draft(&world, two_lines(customer, &catalogue)).await;
    let accept = QuoteAccept {
        id,
        signer_name: Some("Jan Vandale".into()),
        signer_email: None,
        consent: true,
        selection: Selection::default(),
    };
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
    world.replay().await;
}

async fn accepted(world: &World) -> QuoteId {
    let catalogue = catalogue(world).await;
    let customer = world.customer("Boerderij Vandale").await;
    let id = draft(world, two_lines(customer, &catalogue)).await;
    world.run(QuoteSend { id }).await;
    let signer_name = Some("Jan Vandale".to_string());
    world
        .run(QuoteAccept { id, signer_name, signer_email: None, consent: true, selection: Selection::default() })
        .await;
    id
}

async fn contract_of(world: &World, quote: QuoteId) -> ContractId {
    let create = ContractCreate { quote, template: None, title: None, start: Some(day("2026-04-01")) };
    ContractId(world.run(create).await.document().id)
}

fn sign(id: ContractId, party: Party, name: &str) -> ContractSign {
    ContractSign { id, party, name: name.into(), email: None, consent: true, address: None }
}

async fn a_contract_is_signed_by_both(world: World) {
    let quote = accepted(&world).await;
    let id = contract_of(&world, quote).await;
    let contract: Contract = world.get(id).await;
    // 2,565.00 once and 228.00 in each of three years = 3,249.00.
    for words in ["Boerderij Vandale", "Q-2026-0001", "1 april 2026", "€ 3.249,00", "binnen 30 dagen"] {
        assert!(contract.text.contains(words), "{words} in {}", contract.text);
    }
    assert_eq!(world.refused(sign(id, Party::Seller, "Anna de Wit")).await.code, "contract_not_sent");
    let edit = json!({"id": id, "version": 1, "title": "Stoelen en ondersteuning", "start": "2026-05-01"});
    world.run(from::<ContractEdit>(edit.clone())).await;
    assert_eq!(world.refused(from::<ContractEdit>(edit)).await.code, "version_stale");
    world.run(ContractSend { id }).await;
    let sent: Contract = world.get(id).await;
    assert!(sent.text.contains("1 mei 2026"), "{}", sent.text);
    let ContractState::Sent { document_hash, .. } = &sent.state else { panic!("{:?}", sent.state) };
    let mut conn = world.app.db.read().await.unwrap();
    let (media, bytes) =
        store::state::blob(&mut conn, world.org, &hex::decode(document_hash).unwrap()).await.unwrap().unwrap();
    let bytes = String::from_utf8(bytes).unwrap();
    assert_eq!(media, "text/plain; charset=utf-8");
    assert!(bytes.contains("120 stuks Bureaustoel: € 2.565,00 (Eenmalig)"), "{bytes}");

    let visitor = world.by_link(DocRef { kind: Kind::Contract, id: id.raw() });
    let as_seller = sign(id, Party::Seller, "Jan Vandale");
    assert_eq!(world.refused_by(&visitor, as_seller).await.code, "link_signs_for_customer");
    let silent = ContractSign { consent: false, ..sign(id, Party::Customer, "Jan Vandale") };
    assert_eq!(world.refused_by(&visitor, silent).await.code, "consent_missing");
    let signed = world.run_by(&visitor, sign(id, Party::Customer, "jan vandale")).await;
    let again = sign(id, Party::Customer, "Jan Vandale");
    assert_eq!(world.refused_by(&visitor, again).await.code, "contract_party_signed");
    world.run(sign(id, Party::Seller, "Anna de Wit")).await;

    let contract: Contract = world.get(id).await;
    assert_eq!(contract.state.key(), "signed");
    let [customer, seller] = &contract.signatures[..] else { panic!("{:?}", contract.signatures) };
    let QuoteState::Accepted { by, contract: noted, .. } = world.get::<Quote>(quote).await.state else { panic!() };
    assert_eq!((Some(customer.person), Some(id)), (by, noted), "who accepted also signed");
    assert_eq!((&customer.document_hash, &seller.document_hash), (document_hash, document_hash));
    let key = store::people::key(&mut conn, world.org, customer.person).await.unwrap().unwrap();
    let address = customer.address.as_deref().and_then(|sealed| key.open(sealed));
    assert_eq!((address.as_deref(), &seller.address), (Some("203.0.113.7"), &None));
    let (_, intent) = store::facts::intent_by_id(&mut conn, world.org, signed.intent).await.unwrap().unwrap();
    assert!(!intent.input.contains("203.0.113.7") && !intent.input.contains("vandale"), "{}", intent.input);

    let end = |on| ContractTerminate { id, on: Some(day(on)), reason: "Verhuisd".into() };
    assert_eq!(world.refused(end("2026-04-30")).await.code, "contract_ends_early");
    assert_eq!(world.refused(ContractVoid { id, reason: "Fout".into() }).await.code, "contract_signed");
    world.run(end("2027-05-01")).await;
    let kinds = ["created", "edited", "sent", "signed", "signed", "terminated"];
    assert_eq!(world.events(contract.doc_ref()).await, kinds.map(|k| format!("contract.{k}")));
    world.replay().await;
}

async fn a_contract_that_is_not_signed_makes_room_for_another(world: World) {
    let quote = accepted(&world).await;
    let unknown = from::<TemplateCreate>(json!({"name": "Kort", "language": "nl", "body": "{klant.naam} koopt"}));
    assert_eq!(world.refused(unknown).await.code, "template_field_unknown");
    let body = "{customer.name} koopt voor {contract.value}";
    let template = from::<TemplateCreate>(json!({"name": "Kort", "language": "nl", "body": body}));
    let template = TemplateId(world.run(template).await.document().id);
    let create = ContractCreate { quote, template: Some(template), title: None, start: None };
    let first = ContractId(world.run(create.clone()).await.document().id);
    assert_eq!(world.get::<Contract>(first).await.text, "Boerderij Vandale koopt voor € 3.249,00");
    assert_eq!(world.refused(create.clone()).await.code, "quote_has_contract");
    world.run(ContractSend { id: first }).await;
    let visitor = world.by_link(DocRef { kind: Kind::Contract, id: first.raw() });
    world.run_by(&visitor, ContractDecline { id: first, reason: "Voorwaarden".into() }).await;
    world.run(TemplateArchive { id: template }).await;
    assert_eq!(world.refused(create).await.code, "template_archived");
    let second = contract_of(&world, quote).await;
    world.run(ContractVoid { id: second, reason: "Fout".into() }).await;
    world.run(crate::order::OrderCreateFromQuote { quote, start: None, purchase_order: None }).await;
    let late = ContractCreate { quote, template: None, title: None, start: None };
    assert_eq!(world.refused(late).await.code, "order_exists");
}

async fn sales_people_see_to_their_own_deals(world: World) {
    let catalogue = catalogue(&world).await;
    let customer = world.customer("Boerderij Vandale").await;
    let id = draft(&world, two_lines(customer, &catalogue)).await;
    let colleague = Call::new(
        world.org,
        Actor::User { id: UserId(RawId::default()), team: None, grants: Grants::of_role("sales") },
    );
    assert_eq!(world.refused_by(&colleague, QuoteSend { id }).await.code, "document_missing");
    let own = from::<QuoteCreate>(two_lines(customer, &catalogue));
    let own = QuoteId(world.run_by(&colleague, own).await.document().id);
    world.run_by(&colleague, QuoteSend { id: own }).await;
    let mut dear = two_lines(customer, &catalogue);
    dear["lines"][0]["cost"] = json!(eur(1));
    assert_eq!(world.refused_by(&colleague, from::<QuoteCreate>(dear)).await.code, "permission_missing");
    let auditor = world.call_as("auditor");
    assert_eq!(world.refused_by(&auditor, QuoteSend { id }).await.code, "permission_missing");
}
