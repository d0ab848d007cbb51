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
    until(&chrome, "cell(0, 13) === '33.33'").await;
    until(&chrome, "document.querySelector('.q-sheet-totals').textContent.includes('a cost is missing')").await;
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

/// The next list is prepared, looked at, and published; what was agreed stays.
#[tokio::test(flavor = "multi_thread")]
async fn the_next_list_is_previewed_over_everything_and_published() {
    let served = Served::start().await;
    let (app, call) = (&served.app, served.call());
    let product = async |sku: &str, charging: &str| {
        done(app, &call, "product.create", json!({"sku": sku, "name": sku, "charging": charging})).await
    };
    let (mixer, support) = (product("MIX", "one_off").await, product("SUP", "monthly").await);
    let entries = json!([{"product": mixer, "price": per_unit("100")}, {"product": support, "price": per_unit("20")}]);
    let list = json!({"name": "Lijst", "valid_from": "2026-01-01", "entries": entries});
    let list = done(app, &call, "price_book.create", list).await;
    let baker = done(app, &call, "customer.create", customer("Bakkerij Jansen")).await;
    let other = done(app, &call, "customer.create", customer("Bakkerij De Vries")).await;
    let special =
        json!({"name": "Jansen", "customers": [baker], "entries": [{"product": mixer, "price": per_unit("100")}]});
    let quote = async |buyer: DocRef, lines: Json| {
        done(app, &call, "quote.create", json!({"customer": buyer, "lines": lines})).await
    };
    let of = |product: DocRef, quantity: &str| json!({"product": product, "quantity": quantity});
    // 10 x 100.00 less 10 %, and one price typed by hand
    let mut line = of(mixer, "10");
    line["discount"] = "10".into();
    let by_hand = json!({"product": mixer, "quantity": "1", "price": per_unit("55")});
    let draft = quote(other, json!([line, by_hand])).await;
    let sent = quote(baker, json!([of(support, "2")])).await;
    done(app, &call, "quote.send", json!({"id": sent})).await;
    // Agreed before: a subscription of 3 x 20.00 a month.
    let agreed = quote(baker, json!([of(support, "3"), of(mixer, "1")])).await;
    done(app, &call, "quote.send", json!({"id": agreed})).await;
    done(app, &call, "quote.accept", json!({"id": agreed, "consent": true, "signer_name": "Johan"})).await;
    done(app, &call, "order.create_from_quote", json!({"quote": agreed})).await;
    // The baker's own list gives the mixer from now on; the quote above was for the other one.
    done(app, &call, "price_book.create", special).await;
    let his = quote(baker, json!([of(mixer, "1")])).await;

    let row = json!([{"product": support, "price": per_unit("25")}]);
    let next = json!({"id": list, "change_percent": "10", "valid_from": "2999-01-01", "entries": row});
    let next = done(app, &call, "price_book.prepare", next).await;
    let client = served.owner_client().await;
    let path = format!("/v1/price_books/{next}/preview");
    let found = client.get(&path).await;
    let told = |kind: &str| {
        let kinds = found.body["kinds"].as_array().unwrap().iter();
        let kind = kinds.clone().find(|one| one["kind"] == kind).unwrap();
        let minor = |name: &str| kind[name]["minor"].as_i64().unwrap();
        (kind["looked_at"].as_u64().unwrap(), kind["changed"].as_u64().unwrap(), minor("before"), minor("after"))
    };
    // 900.00 + 55.00 becomes 990.00 + 55.00; 40.00 becomes 50.00; his 100.00 is his own list's
    assert_eq!(told("quote"), (3, 2, 95_500 + 4_000, 104_500 + 5_000), "{}", found.body);
    assert_eq!(told("subscription"), (1, 1, 6_000, 7_500));
    let changed: Vec<&Json> = found.body["documents"].as_array().unwrap().iter().map(|one| &one["document"]).collect();
    assert_eq!((changed[0], found.body["count"].as_u64()), (&json!(draft), Some(3)));
    assert!(!changed.contains(&&json!(his)));
    let sums: Vec<(&str, i64)> = found.body["customers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sum| (sum["name"].as_str().unwrap(), sum["difference"]["minor"].as_i64().unwrap()))
        .collect();
    assert_eq!(sums, [("Bakkerij De Vries", 9_000), ("Bakkerij Jansen", 1_000 + 1_500)]);
    let one = client.get(&format!("{path}?document={draft}")).await;
    let line = &one.body["documents"][0]["lines"];
    assert_eq!((line.as_array().map(Vec::len), &line[0]["after"]["minor"]), (Some(1), &json!(99_000)));

    // Nobody is priced by a draft, and publishing changes no price that was given.
    assert_eq!(quoted(&served, other, json!({})).await.0, 10_000);
    let before = client.get(&format!("/v1/quotes/{draft}")).await.body["lines"].clone();
    assert_eq!(refused(app, &call, "price_book.publish", json!({"id": list})).await, "price_book_published");
    done(app, &call, "price_book.publish", json!({"id": next})).await;
    assert_eq!(client.get(&format!("/v1/quotes/{draft}")).await.body["lines"], before);
    let ended = client.get(&format!("/v1/price_books/{list}")).await;
    assert_eq!(ended.body["valid_until"], "2998-12-31");
    assert_eq!(client.get(&path).await.code(), "price_book_published");
    let past = json!({"id": list, "valid_from": "2026-02-01"});
    let past = done(app, &call, "price_book.prepare", past).await;
    assert_eq!(refused(app, &call, "price_book.publish", json!({"id": past})).await, "price_book_begins_past");
    let printed = crate::program::printed(&served.database(), &["price_book", "preview", &past.to_string()]);
    assert!(String::from_utf8(printed).unwrap().contains("quotes: 0 of "), "nothing changes at the same prices");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_next_list_is_prepared_and_published_on_pages() {
    let served = Served::start().await;
    let Some(chrome) = Chrome::start(&served.url).await else { return };
    let quote = draft(&served).await;
    chrome.goto("/login").await;
    chrome.cookie("language", "en").await;
    chrome.log_in("owner@hovenier.example", PASSWORD).await;
    chrome.goto("/price_books").await;
    chrome.press("a[href^='/price_books/pbk_']").await;
    chrome.act("prepare").await;
    chrome.fill("name", "List of December").await;
    chrome.fill("change_percent", "5").await;
    chrome.submit().await;
    chrome.press("a[href$='/preview']").await;
    let text = chrome.text().await;
    // 900.00 + 100.01 becomes 945.00 + 100.01
    for part in ["What List of December would change", "1 of 1", "€1,000.01", "€1,045.01", "€45.00", "Bakkerij Jansen"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
    chrome.press(&format!("a[href$='document={quote}']")).await;
    let text = chrome.text().await;
    assert!(text.contains("Deegmenger") && text.contains("€945.00") && !text.contains("Montage"), "{text}");
    assert_eq!(chrome.errors().await, Vec::<String>::new(), "the browser complained");
}
