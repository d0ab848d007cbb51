//! Prices in use: what explains them, which list they come from, and who sees what is left of them.

use crate::{
    chrome::Chrome,
    grid::{SAVED, open, until},
    world::{PASSWORD, Served, customer, done},
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
