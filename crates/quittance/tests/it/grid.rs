//! A quote's lines edited as in a spreadsheet: what is written, what is refused, and how it looks from other processes; in a
//! browser with a thousand lines.

use crate::{
    chrome::Chrome,
    world::{Base, PASSWORD, Served, customer, done, on_each_database},
};
use ::app::{App, Call, read::Reader};
use domain::{document::DocRef, ids::QuoteId, quote::Quote};
use serde_json::{Value as Json, json};
use std::sync::Arc;

on_each_database!(an_edit_writes_what_changed, refusals_name_the_cell, processes_see_each_other);

fn price(amount: &str) -> Json {
    json!({"model": "per_unit", "unit_price": amount})
}

async fn draft(app: &App, call: &Call, lines: usize) -> DocRef {
    let buyer = done(app, call, "customer.create", customer(&format!("Bakkerij {lines}"))).await;
    let line = |n: usize| json!({"description": format!("Plank {n}"), "quantity": "2", "price": price("10.00")});
    let lines: Vec<Json> = (1..=lines).map(line).collect();
    done(app, call, "quote.create", json!({"customer": buyer, "lines": lines})).await
}

async fn read(app: &App, call: &Call, quote: DocRef) -> Quote {
    let reader = Reader { org: call.org, actor: call.actor.clone() };
    app.document(&reader, quote.id).await.unwrap()
}

async fn edit(app: &App, call: &Call, quote: DocRef, changes: Json) -> ::app::quote::EditedRows {
    app.edit_quote_lines(call, json!({"id": quote, "changes": changes})).await.unwrap()
}

/// Numbers of the lines in their order.
fn order(quote: &Quote) -> Vec<u32> {
    quote.lines.iter().map(|line| line.no).collect()
}

async fn an_edit_writes_what_changed(base: Base) {
    let (app, call) = base.founded("owner@hovenier.example").await;
    let quote = draft(&app, &call, 300).await;
    let kept = |version: u32| {
        let (base, id) = (&base, quote.id);
        async move {
            let mut conn = base.db.read().await.unwrap();
            let all = ::store::document::history(&mut conn, call_org(&base).await, id).await.unwrap();
            let body = all.into_iter().find(|(v, ..)| *v == version).unwrap().2;
            let body: Json = serde_json::from_str(&body).unwrap();
            body["parts"]["lines"].as_object().map_or(0, |lines| lines.len())
        }
    };
    let edited = edit(&app, &call, quote, json!([{"no": 7, "quantity": "5"}])).await;
    assert_eq!((edited.version, edited.rows.len(), edited.reordered), (2, 1, false));
    assert_eq!(kept(1).await, 1, "one cell is one row");
    // 300 x 20.00 and 3 x 10.00 more
    assert_eq!(edited.totals.one_off.minor(), 603_000);
    // The first line between two others makes room for all; after that there is room.
    edit(&app, &call, quote, json!([{"position": 8, "description": "Nieuw", "price": price("1")}])).await;
    let second = edit(&app, &call, quote, json!([{"position": 8, "description": "Nieuw", "price": price("1")}])).await;
    assert_eq!((second.count, kept(3).await), (302, 0));
    edit(&app, &call, quote, json!([{"change": "move", "no": 1, "position": 300}, {"change": "remove", "no": 2}]))
        .await;
    assert_eq!(kept(4).await, 2);
    let stored = read(&app, &call, quote).await;
    let mut expected: Vec<u32> = (3..=7).chain([302, 301]).chain(8..=300).collect();
    expected.insert(299, 1);
    assert_eq!(order(&stored), expected);
    // Each takes back the one before.
    let back = edit(&app, &call, quote, json!([{"no": 9, "kind": "heading", "description": "Kop"}])).await.undo;
    edit(&app, &call, quote, serde_json::to_value(back).unwrap()).await;
    assert_eq!(read(&app, &call, quote).await, stored);
    // What follows writes all of it, and nothing is lost.
    done(&app, &call, "quote.send", json!({"id": quote})).await;
    assert_eq!(order(&read(&app, &call, quote).await), expected);
}

async fn call_org(base: &Base) -> domain::ids::OrgId {
    let mut conn = base.db.read().await.unwrap();
    domain::ids::OrgId(conn.row("SELECT id FROM org", &[]).await.unwrap().unwrap().id(0))
}

async fn refusals_name_the_cell(base: Base) {
    let (app, call) = base.founded("owner@hovenier.example").await;
    let quote = draft(&app, &call, 3).await;
    let before = read(&app, &call, quote).await;
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
        let refusal = app.edit_quote_lines(&call, json!({"id": quote, "changes": changes})).await.unwrap_err();
        let refusal = refusal.into_refusal();
        assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some(param)), "{refusal}");
    }
    let stale = app.edit_quote_lines(&call, json!({"id": quote, "version": 7, "changes": []})).await.unwrap_err();
    assert_eq!(stale.into_refusal().code, "version_stale");
    assert_eq!(read(&app, &call, quote).await, before, "nothing was written");
    done(&app, &call, "quote.send", json!({"id": quote})).await;
    let sent = app.edit_quote_lines(&call, json!({"id": quote, "changes": []})).await.unwrap_err();
    assert_eq!(sent.into_refusal().code, "quote_not_draft");
}

async fn processes_see_each_other(base: Base) {
    let (one, call) = base.founded("owner@hovenier.example").await;
    let other = App::new(base.db.clone(), Arc::new(render::Typst));
    let quote = draft(&one, &call, 5).await;
    let reader = Reader { org: call.org, actor: call.actor.clone() };
    for n in 1..=6 {
        let app = if n % 2 == 0 { &one } else { &other };
        let edited = edit(app, &call, quote, json!([{"no": n.min(5), "quantity": n.to_string()}])).await;
        assert_eq!(edited.version, 1 + n);
        for app in [&one, &other] {
            let rows = app.quote_rows(&reader, QuoteId(quote.id), 0, 10).await.unwrap();
            assert_eq!((rows.version, rows.totals.one_off), (edited.version, edited.totals.one_off));
        }
    }
    let done = read(&one, &call, quote).await;
    assert_eq!(done.totals().unwrap().one_off.minor(), 1_000 + 2_000 + 3_000 + 4_000 + 6_000);
}

/// Keys and blocks as a user gives them.
const HANDS: &str = r#"
const box = document.querySelector('[role=grid]');
window.press = (key, more = {}) => (document.querySelector('.q-lines-field') ?? box).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
window.at = (row, column) => { const cell = document.getElementById(`line-${row}-${column}`); cell.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerType: 'mouse' })); dispatchEvent(new PointerEvent('pointerup')); box.focus(); };
window.typing = (text) => { press('F2'); document.querySelector('.q-lines-field').value = text; press('Enter'); };
window.paste = (text) => { const data = new DataTransfer(); data.setData('text/plain', text); box.focus(); document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); };
window.cell = (row, column) => document.querySelector(`#line-${row}-${column} span`)?.textContent;
"#;

async fn until(chrome: &Chrome, what: &str) {
    for _ in 0..200 {
        if chrome.run(&format!("return Boolean({what})"), Vec::new()).await == json!(true) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("never: {what}; {}", chrome.text().await);
}

const SAVED: &str = "document.querySelector('.q-lines-state').dataset.state === 'saved'";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_lines_in_a_browser() {
    let served = Served::start().await;
    let Some(chrome) = Chrome::start(&served.url).await else { return };
    let quote = draft(&served.app, &served.call(), 1_000).await;
    chrome.goto("/login").await;
    chrome.cookie("language", "en").await;
    chrome.log_in("owner@hovenier.example", PASSWORD).await;
    let path = format!("/quotes/{quote}/lines");
    chrome.goto(&path).await;
    until(&chrome, SAVED).await;
    chrome.run(HANDS, Vec::new()).await;
    let run = |script: &str| {
        let script = script.to_string();
        let chrome = &chrome;
        async move { chrome.run(&script, Vec::new()).await }
    };
    let total = |text: &str| format!("document.querySelector('.q-lines-totals').textContent.includes('{text}')");
    // 1,000 x 20.00
    until(&chrome, &total("20,000.00")).await;
    assert!(
        run("return document.querySelectorAll('.q-lines-body > .q-lines-row').length").await.as_i64().unwrap() < 80
    );
    // A cell: 3 more of 10.00
    run("at(2, 4); typing('5')").await;
    until(&chrome, &total("20,030.00")).await;
    // A block of two rows: quantity, unit, price.
    run("at(4, 4); paste('10\\tHUR\\t12.50\\n1\\tC62\\t0.50\\n')").await;
    // - 2 x 20.00 + 125.00 + 0.50
    until(&chrome, &total("20,115.50")).await;
    // A bad figure is marked and kept; the row beside it is stored.
    run("at(6, 4); paste('many\\n3')").await;
    until(&chrome, "document.querySelector('.q-lines-trouble:not([hidden])')").await;
    assert_eq!(
        run("return [cell(6, 4), cell(7, 4), document.querySelectorAll('.is-wrong').length]").await,
        json!(["many", "3", 1])
    );
    until(&chrome, &total("20,125.50")).await;
    run("at(6, 4); typing('2')").await;
    until(&chrome, SAVED).await;
    // Back, and forth again.
    run("press('z', {ctrlKey: true})").await;
    until(&chrome, &total("20,115.50")).await;
    run("press('z', {ctrlKey: true})").await;
    until(&chrome, &total("20,030.00")).await;
    run("press('y', {ctrlKey: true})").await;
    until(&chrome, &total("20,115.50")).await;
    // To the end: a new line, which becomes a heading.
    run("press('End', {ctrlKey: true})").await;
    until(&chrome, "document.getElementById('line-1000-3')").await;
    run("at(1000, 3); typing('Assembly')").await;
    until(&chrome, SAVED).await;
    run("at(1000, 1); typing('Heading')").await;
    until(&chrome, "document.querySelector('[data-kind=heading]')").await;
    // Somebody else's edit is met, and what was typed can be put in on top of it.
    edit(&served.app, &served.call(), quote, json!([{"no": 1, "quantity": "4"}])).await;
    run("press('ArrowUp'); at(999, 4); typing('7')").await;
    until(&chrome, "!document.querySelector('[data-grid=reload]').hidden").await;
    chrome.press("[data-grid=reload]").await;
    // + 2 x 10.00 + 5 x 10.00
    until(&chrome, &total("20,185.50")).await;
    chrome.goto(&path).await;
    until(&chrome, &total("20,185.50")).await;
    chrome.run(HANDS, Vec::new()).await;
    assert_eq!(run("return [cell(2, 4), cell(4, 5), cell(4, 6)]").await, json!(["5", "HUR", "12.50"]));
    assert_eq!(read(&served.app, &served.call(), quote).await.lines.len(), 1_001);
    let errors: Vec<String> = chrome.errors().await.into_iter().filter(|e| !e.contains("409")).collect();
    assert_eq!(errors, Vec::<String>::new(), "the browser complained");
}
