//! Prices in use: what explains them, which list they come from, and who sees what is left of them.

use crate::{
    chrome::Chrome,
    grid::{SAVED, open, until},
    world::{PASSWORD, Served, customer, done, refused},
};
use domain::document::DocRef;
use serde_json::{Value as Json, json};

fn per_unit(amount: &str) -> Json {
    json!({"model": "per_unit", "unit_price": amount})
}

fn euros(minor: i64) -> Json {
    json!({"minor": minor, "currency": "EUR"})
}

/// A product with a cost in a price book, and a draft of 10 of it at a discount of 10 %, beside 1 of something without a
/// cost.
async fn draft(served: &Served) -> DocRef {
    let (app, call) = (&served.app, served.call());
    let mixer =
        done(app, &call, "product.create", json!({"sku": "MIX", "name": "Deegmenger", "cost": euros(6_000)})).await;
    let entries = json!([{"product": mixer, "price": per_unit("100.00")}]);
    done(app, &call, "price_book.create", json!({"name": "Lijst 2026", "entries": entries})).await;
    let buyer = done(app, &call, "customer.create", customer("Bakkerij Jansen")).await;
    let lines = json!([{"product": mixer, "quantity": "10", "discount": "10"},
        {"description": "Montage", "quantity": "3", "price": per_unit("33.335")}]);
    done(app, &call, "quote.create", json!({"customer": buyer, "lines": lines})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_is_explained_before_and_after_sending() {
    let served = Served::start().await;
    let quote = draft(&served).await;
    let client = served.owner_client().await;
    let path = format!("/v1/quotes/{quote}/waterfall");
    let told = |body: &Json| -> Vec<String> {
        let lines = body["lines"].as_array().unwrap().iter();
        let steps = lines.flat_map(|line| line["steps"].as_array().unwrap());
        steps.map(|s| format!("{}: {} {}", s["step"].as_str().unwrap(), s["arithmetic"], s["source_version"])).collect()
    };
    let draft = client.get(&path).await;
    assert_eq!((draft.status, &draft.body["stored"]), (200, &json!(false)));
    let expected = [
        "step_list_price: \"10 x 100.00\" 1",
        "step_line_discount: \"1000.00 - 10%\" null",
        "step_list_price: \"3 x 33.335\" null",
        "step_rounding: \"100.005 -> 100.01\" null",
    ];
    assert_eq!(told(&draft.body), expected);
    let names: Vec<&Json> = draft.body["sources"].as_object().unwrap().values().collect();
    assert_eq!(names, [&json!("Lijst 2026")]);
    let one = client.get(&format!("{path}?line=2")).await;
    assert_eq!(told(&one.body), expected[2..]);
    assert_eq!(client.get(&format!("{path}?line=9")).await.code(), "quote_line_missing");
    assert_eq!(client.get(&format!("{path}?row=9")).await.status, 400);
    done(&served.app, &served.call(), "quote.send", json!({"id": quote})).await;
    let sent = client.get(&path).await;
    assert_eq!((told(&sent.body), &sent.body["stored"]), (expected.map(String::from).to_vec(), &json!(true)));
    let id = quote.to_string();
    let printed = crate::program::printed(&served.database(), &["quote", "explain", &id, "--line", "1"]);
    let printed = String::from_utf8(printed).unwrap();
    // (900.00 - 10 x 60.00) / 900.00
    for part in ["10 × €100.00 = €1,000.00", "Lijst 2026, version 1", "− 10% = €900.00", "€300.00 (33.33%)"]
    {
        assert!(printed.contains(part), "{part} in {printed}");
    }
    assert!(!printed.contains("Montage"), "{printed}");
}

/// Costs, and what is left after them, are for whoever may see costs: over the API, in the editor's rows, and when undoing.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_is_for_those_who_may_see_costs() {
    let served = Served::start().await;
    let quote = draft(&served).await;
    let path = format!("/v1/quotes/{quote}/waterfall");
    let auditor = served.client("auditor", None).await.get(&path).await;
    assert_eq!(auditor.body["lines"][0]["margin"]["percent"], "33.33");
    assert_eq!(auditor.body["margin"], Json::Null, "a line has no cost");
    let lead = served.client("sales_lead", Some("quote.read quote.edit_lines product.read")).await;
    let seen = lead.get(&path).await;
    assert_eq!((seen.status, seen.body["lines"].as_array().map(Vec::len)), (200, Some(2)));
    assert!(!seen.body.to_string().contains("margin"), "{}", seen.body);
    let (org, app) = (served.org, &served.app);
    let reader = |patterns: &str| {
        let grants = ::app::roles::Grants::restricted("owner", patterns);
        let id = domain::ids::KeyId(served.owner.raw());
        ::app::read::Reader { org, actor: ::app::roles::Actor::Key { id, grants } }
    };
    let id = domain::ids::QuoteId(quote.id);
    let rows = app.quote_rows(&reader("quote.read product.cost"), id, 0, 10).await.unwrap();
    assert_eq!((rows.shows_margin, rows.rows[0].margin.map(|m| m.margin.minor())), (true, Some(30_000)));
    let blind = reader("quote.read quote.edit_lines");
    let rows = app.quote_rows(&blind, id, 0, 10).await.unwrap();
    assert_eq!((rows.shows_margin, rows.margin, rows.rows[0].margin), (false, None, None));
    let call = ::app::Call::new(org, blind.actor.clone());
    let changes = json!([{"no": 1, "quantity": "20"}]);
    let edited = app.edit_quote_lines(&call, json!({"id": quote, "changes": changes})).await.unwrap();
    assert!(!json!(edited).to_string().contains("\"cost\":{"), "{}", json!(edited));
    assert_eq!((edited.margin, edited.rows[0].margin), (None, None));
    // With a cost on every line the whole is known: 1,800.00 + 100.01 - 20 x 60.00 - 3 x 10.00
    let changes = json!([{"no": 2, "cost": euros(1_000)}]);
    let edited = app.edit_quote_lines(&served.call(), json!({"id": quote, "changes": changes})).await.unwrap();
    assert_eq!(edited.margin.unwrap().margin.minor(), 180_000 + 10_001 - 120_000 - 3_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_steps_stand_beside_the_line_in_the_editor() {
    let served = Served::start().await;
    let Some(chrome) = Chrome::start(&served.url).await else { return };
    let quote = draft(&served).await;
    chrome.goto("/login").await;
    chrome.cookie("language", "en").await;
    chrome.log_in("owner@hovenier.example", PASSWORD).await;
    open(&chrome, &format!("/quotes/{quote}/lines")).await;
    let says = |text: &str| format!("document.querySelector('.q-sheet-steps').textContent.includes('{text}')");
    until(&chrome, &says("10 × €100.00")).await;
    until(&chrome, &says("Lijst 2026, version 1")).await;
    until(&chrome, "cell(0, 11) === '33.33'").await;
    until(&chrome, "document.querySelector('.q-sheet-totals').textContent.includes('a line has no cost')").await;
    // 20 x 100.00 - 10 %
    chrome.run("at(0, 4); typing('20')", Vec::new()).await;
    until(&chrome, SAVED).await;
    chrome.run("press('ArrowUp')", Vec::new()).await;
    until(&chrome, &says("€1,800.00")).await;
    chrome.run("press('ArrowDown')", Vec::new()).await;
    until(&chrome, &says("How line 2 came about")).await;
    chrome.goto(&format!("/quotes/{quote}")).await;
    assert!(chrome.text().await.contains("20 × €100.00"), "{}", chrome.text().await);
    assert_eq!(chrome.errors().await, Vec::<String>::new(), "the browser complained");
}

/// The net amount of one mixer for a buyer, and what the steps of its price say of lists that did not give it.
async fn quoted(served: &Served, buyer: DocRef, more: Json) -> (i64, Vec<String>) {
    let mut input = json!({"customer": buyer, "lines": [{"product": mixer(served).await, "quantity": "1"}]});
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let quote = done(&served.app, &served.call(), "quote.create", input).await;
    let reader = ::app::read::Reader { org: served.org, actor: served.call().actor };
    let told = served.app.waterfall(&reader, domain::ids::QuoteId(quote.id), None).await.unwrap();
    let steps = told.lines.iter().flat_map(|line| &line.steps).chain(&told.whole);
    let idle = steps.filter_map(|step| {
        let name = told.source(step).map(|(name, _)| name).unwrap_or_default();
        step.not_applied
            .as_ref()
            .map(|reason| format!("{name}: {}", text::not_applied(domain::org::Language::En, reason)))
    });
    (told.lines[0].net.minor(), idle.collect())
}

async fn mixer(served: &Served) -> DocRef {
    let query = ::store::document::Query { number: Some("MIX".into()), limit: 1, ..Default::default() };
    let mut conn = served.app.db.read().await.unwrap();
    ::store::document::list(&mut conn, served.org, &query).await.unwrap()[0].doc_ref()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_is_from_the_list_that_is_most_exactly_for_the_buyer() {
    let served = Served::start().await;
    let (app, call) = (&served.app, served.call());
    let mixer = done(app, &call, "product.create", json!({"sku": "MIX", "name": "Deegmenger"})).await;
    let list = |name: &str, price: &str, more: Json| {
        let mut input = json!({"name": name, "entries": [{"product": mixer, "price": per_unit(price)}]});
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let mut school = customer("Basisschool De Regenboog");
    school["sector"] = "education".into();
    let school = done(app, &call, "customer.create", school).await;
    let baker = done(app, &call, "customer.create", customer("Bakkerij Jansen")).await;
    done(app, &call, "price_book.create", list("Iedereen", "100", json!({}))).await;
    done(app, &call, "price_book.create", list("Web", "95", json!({"channels": ["web"]}))).await;
    done(app, &call, "price_book.create", list("Onderwijs", "90", json!({"segments": ["education"]}))).await;
    done(app, &call, "price_book.create", list("Jansen", "80", json!({"customers": [baker]}))).await;
    done(app, &call, "price_book.create", list("Later", "1", json!({"valid_from": "2999-01-01"}))).await;
    let (later, behind) = ("Later: it begins on 1 Jan 2999", "Iedereen: “Onderwijs” comes first");
    let (net, idle) = quoted(&served, school, json!({})).await;
    assert_eq!((net, idle), (9_000, [behind, later, "Web: it is for another channel: web"].map(String::from).to_vec()));
    assert_eq!(quoted(&served, baker, json!({"channel": "web"})).await.0, 8_000);
    let other = done(app, &call, "customer.create", customer("Bakkerij De Vries")).await;
    assert_eq!(quoted(&served, other, json!({"channel": "web"})).await.0, 9_500);
    let (net, idle) = quoted(&served, other, json!({})).await;
    assert_eq!(net, 10_000);
    assert!(!idle.iter().any(|told| told.contains("Jansen")), "other customers' prices are named: {idle:?}");

    // Two lists of which neither comes first are refused where the second is written, and a higher priority decides.
    let twice = list("Nog een", "99", json!({}));
    assert_eq!(refused(app, &call, "price_book.create", twice).await, "price_books_contradict");
    done(app, &call, "price_book.create", list("Nog een", "99", json!({"priority": 1}))).await;
    assert_eq!(quoted(&served, other, json!({})).await.0, 9_900);
    // An order that comes in directly takes the same prices.
    let order = json!({"customer": baker, "title": "Menger", "lines": [{"product": mixer, "quantity": "2"}]});
    let order = done(app, &call, "order.create", order).await;
    let reader = ::app::read::Reader { org: call.org, actor: call.actor.clone() };
    let order: domain::order::Order = app.document(&reader, order.id).await.unwrap();
    assert_eq!(order.net().minor(), 16_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_named_must_be_for_the_quote() {
    let served = Served::start().await;
    let (app, call) = (&served.app, served.call());
    let quote = draft(&served).await;
    let reader = ::app::read::Reader { org: call.org, actor: call.actor.clone() };
    let sent: domain::quote::Quote = app.document(&reader, quote.id).await.unwrap();
    let baker = DocRef { kind: domain::document::Kind::Customer, id: sent.customer.raw() };
    let other = done(app, &call, "customer.create", customer("Bakkerij De Vries")).await;
    let entries = json!([{"product": mixer(&served).await, "price": per_unit("70")}]);
    let list = async |more: Json| {
        let mut input = json!({"name": "Afspraak", "entries": entries});
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        done(app, &call, "price_book.create", input).await
    };
    let check = async |list: DocRef, code: &str| {
        let lines = json!([{"product": mixer(&served).await, "quantity": "1"}]);
        let input = json!({"customer": baker, "price_book": list, "lines": lines});
        assert_eq!(refused(app, &call, "quote.create", input).await, code);
    };
    check(list(json!({"customers": [other]})).await, "price_book_for_others").await;
    check(list(json!({"currency": "USD"})).await, "price_book_currency_differs").await;
    let ended = json!({"valid_from": "2020-01-01", "valid_until": "2020-12-31"});
    check(list(ended).await, "price_book_not_in_force").await;

    // A contract's prices hold once both have signed it, and only for its customer.
    done(app, &call, "quote.send", json!({"id": quote})).await;
    done(app, &call, "quote.accept", json!({"id": quote, "consent": true, "signer_name": "Johan"})).await;
    let contract = done(app, &call, "contract.create", json!({"quote": quote})).await;
    list(json!({"contract": contract})).await;
    assert_eq!(quoted(&served, baker, json!({})).await.0, 10_000);
    done(app, &call, "contract.send", json!({"id": contract})).await;
    for (party, name) in [("customer", "Johan"), ("seller", "Anna")] {
        let signed = json!({"id": contract, "party": party, "name": name, "consent": true});
        done(app, &call, "contract.sign", signed).await;
    }
    assert_eq!(quoted(&served, baker, json!({})).await.0, 7_000);
    assert_eq!(quoted(&served, other, json!({})).await.0, 10_000 - 3_000, "its own list");
}

/// For whom a list is, is filled in a form: customers are looked up, sectors and channels are words.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_list_for_some_customers_is_written_in_a_form() {
    let served = Served::start().await;
    let Some(chrome) = Chrome::start(&served.url).await else { return };
    let baker = done(&served.app, &served.call(), "customer.create", customer("Bakkerij Jansen")).await;
    chrome.goto("/login").await;
    chrome.cookie("language", "en").await;
    chrome.log_in("owner@hovenier.example", PASSWORD).await;
    chrome.goto("/price_books/new").await;
    chrome.fill("name", "Webshop onderwijs").await;
    let unfold = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })";
    chrome.run(unfold, Vec::new()).await;
    chrome.refer("customers.0.id", "Jansen").await;
    chrome.fill("segments", "education, care").await;
    chrome.fill("channels", "web").await;
    chrome.fill("priority", "3").await;
    chrome.submit().await;
    let path = chrome.path().await;
    let id: domain::ids::PriceBookId = path.rsplit('/').next().unwrap().parse().unwrap();
    let reader = ::app::read::Reader { org: served.org, actor: served.call().actor };
    let book: domain::catalog::PriceBook = served.app.document(&reader, id.raw()).await.unwrap();
    let audience = book.audience;
    assert_eq!(
        (audience.customers, audience.segments.join("|")),
        (vec![baker.id.into()], "education|care".to_string())
    );
    assert_eq!((audience.channels.join("|"), audience.priority), ("web".to_string(), 3));
    chrome.goto(&format!("{path}/edit")).await;
    chrome.run(unfold, Vec::new()).await;
    chrome.fill("priority", "4").await;
    chrome.submit().await;
    let book: domain::catalog::PriceBook = served.app.document(&reader, id.raw()).await.unwrap();
    assert_eq!((book.audience.customers, book.audience.segments.len()), (vec![baker.id.into()], 2));
    assert!(chrome.text().await.contains("education, care"), "{}", chrome.text().await);
    assert_eq!(chrome.errors().await, Vec::<String>::new(), "the browser complained");
}
