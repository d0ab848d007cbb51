//! A quote's lines edited as in a spreadsheet: in a browser with a thousand lines, over the API and from the command line.

use crate::{
    chrome::Chrome,
    world::{PASSWORD, Served, customer, done},
};
use ::app::{App, Call, read::Reader};
use domain::{document::DocRef, quote::Quote};
use serde_json::{Value as Json, json};

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

/// Keys and blocks as a user gives them.
const HANDS: &str = r#"
const box = document.querySelector('[role=grid]');
window.press = (key, more = {}) => (document.querySelector('.q-sheet-field') ?? box).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
window.at = (row, column) => { const cell = document.getElementById(`line-${row}-${column}`); cell.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerType: 'mouse' })); dispatchEvent(new PointerEvent('pointerup')); box.focus(); };
window.typing = (text) => { press('F2'); document.querySelector('.q-sheet-field').value = text; press('Enter'); };
window.paste = (text) => { const data = new DataTransfer(); data.setData('text/plain', text); box.focus(); document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); };
window.cell = (row, column) => document.querySelector(`#line-${row}-${column} span`)?.textContent;
"#;

pub async fn until(chrome: &Chrome, what: &str) {
    for _ in 0..200 {
        if chrome.run(&format!("return Boolean({what})"), Vec::new()).await == json!(true) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("never: {what}; {}", chrome.text().await);
}

/// Rows are drawn a frame after what they say is known.
async fn shown(chrome: &Chrome, what: &str, values: Json) {
    until(chrome, &format!("JSON.stringify({what}) === JSON.stringify({values})")).await;
}

/// Opens the lines and waits until they can be seen and typed in.
pub async fn open(chrome: &Chrome, path: &str) {
    chrome.goto(path).await;
    until(chrome, SAVED).await;
    until(chrome, "document.querySelector('#line-0-4 span')?.textContent").await;
    chrome.run(HANDS, Vec::new()).await;
}

pub const SAVED: &str = "document.querySelector('.q-sheet-state').dataset.state === 'saved'";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_lines_in_a_browser() {
    let served = Served::start().await;
    let Some(chrome) = Chrome::start(&served.url).await else { return };
    let quote = draft(&served.app, &served.call(), 1_000).await;
    chrome.goto("/login").await;
    chrome.cookie("language", "en").await;
    chrome.log_in("owner@hovenier.example", PASSWORD).await;
    let path = format!("/quotes/{quote}/lines");
    open(&chrome, &path).await;
    let run = |script: &str| {
        let script = script.to_string();
        let chrome = &chrome;
        async move { chrome.run(&script, Vec::new()).await }
    };
    let total = |text: &str| format!("document.querySelector('.q-sheet-totals').textContent.includes('{text}')");
    // 1,000 x 20.00
    until(&chrome, &total("20,000.00")).await;
    assert!(
        run("return document.querySelectorAll('.q-sheet-body > .q-sheet-row').length").await.as_i64().unwrap() < 80
    );
    // A block that goes on into rows nobody has read yet, and back.
    run("at(0, 4); paste('3\\n'.repeat(300))").await;
    // 300 x 30.00 + 700 x 20.00
    until(&chrome, &total("23,000.00")).await;
    assert_eq!(read(&served.app, &served.call(), quote).await.lines.len(), 1_000);
    run("press('z', {ctrlKey: true})").await;
    until(&chrome, &total("20,000.00")).await;
    // A cell: 3 more of 10.00
    run("at(2, 4); typing('5')").await;
    until(&chrome, &total("20,030.00")).await;
    // A block of two rows: quantity, unit, price.
    run("at(4, 4); paste('10\\thour\\t12.50\\n1\\tC62\\t0.50\\n')").await;
    // - 2 x 20.00 + 125.00 + 0.50
    until(&chrome, &total("20,115.50")).await;
    // A bad figure is marked and kept; the row beside it is stored.
    run("at(6, 4); paste('many\\n3')").await;
    until(&chrome, "document.querySelector('.q-sheet-trouble:not([hidden])')").await;
    let marked = "[cell(6, 4), cell(7, 4), document.querySelectorAll('.is-wrong').length]";
    shown(&chrome, marked, json!(["many", "3", 1])).await;
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
    run("document.querySelector('[data-grid=reload]').click()").await;
    // + 2 x 10.00 + 5 x 10.00
    until(&chrome, &total("20,185.50")).await;
    open(&chrome, &path).await;
    until(&chrome, &total("20,185.50")).await;
    shown(&chrome, "[cell(2, 4), cell(4, 5), cell(4, 6)]", json!(["5", "hour", "12.50"])).await;
    assert_eq!(read(&served.app, &served.call(), quote).await.lines.len(), 1_001);
    // Looking into a description of two lines leaves it as it is.
    edit(&served.app, &served.call(), quote, json!([{"no": 1, "description": "Eerste\nTweede"}])).await;
    open(&chrome, &path).await;
    run("at(0, 3); press('F2'); press('Enter'); at(1, 3); typing('Balk')").await;
    until(&chrome, SAVED).await;
    until(&chrome, "cell(1, 3) === 'Balk'").await;
    let stored = read(&served.app, &served.call(), quote).await;
    let told = [&stored.lines[0], &stored.lines[1]].map(|line| line.terms.description.as_str());
    assert_eq!(told, ["Eerste\nTweede", "Balk"]);
    let errors: Vec<String> = chrome.errors().await.into_iter().filter(|e| !e.contains("409")).collect();
    assert_eq!(errors, Vec::<String>::new(), "the browser complained");
}

#[tokio::test(flavor = "multi_thread")]
async fn by_api_and_command_the_cell_is_named_too() {
    let served = Served::start().await;
    let quote = draft(&served.app, &served.call(), 2).await;
    let client = served.owner_client().await;
    let path = format!("/v1/quotes/{quote}/edit_lines");
    let wrong = client.post(&path, &json!({"changes": [{"no": 1, "quantity": "0"}]})).await;
    assert_eq!(
        (wrong.status, wrong.code(), &wrong.body["error"]["param"]),
        (400, "quantity_not_positive", &json!("changes.0.quantity"))
    );
    let done =
        client.post(&path, &json!({"changes": [{"no": 1, "quantity": "4"}, {"change": "remove", "no": 2}]})).await;
    assert_eq!(
        (done.status, done.body["lines"].as_array().map(Vec::len), &done.body["version"]),
        (200, Some(1), &json!(2))
    );
    let reader = served.client("auditor", None).await;
    assert_eq!(reader.post(&path, &json!({"changes": []})).await.status, 403);
    let said = |changes: &str, code: i32| {
        let quote = quote.to_string();
        crate::program::refused(&served.database(), &["quote", "edit-lines", &quote, "--changes", changes], code)
    };
    assert!(said(r#"[{"no": 1, "quantity": "many"}]"#, 3).contains("(--changes: 0.quantity)"));
    assert!(said(r#"[{"no": 1, "sku": "NO-1"}]"#, 4).contains("NO-1"));
}

/// While a draft is typed it says what it comes to and whose approval it would need.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_says_what_it_comes_to_as_it_is_typed() {
    let served = Served::start().await;
    let Some(chrome) = Chrome::start(&served.url).await else { return };
    let rule = json!({"name": "Korting", "condition": "discount > 11.8", "role": "sales_lead"});
    done(&served.app, &served.call(), "approval_rule.create", rule).await;
    let quote = draft(&served.app, &served.call(), 3).await;
    chrome.goto("/login").await;
    chrome.cookie("language", "en").await;
    chrome.log_in("owner@hovenier.example", PASSWORD).await;
    chrome.goto(&format!("/quotes/{quote}/edit")).await;
    let says = |text: &str| format!("document.querySelector('.q-preview').textContent.includes('{text}')");
    until(&chrome, &says("€60.00")).await;
    until(&chrome, &says("nobody’s approval")).await;
    let typed = "const field = document.querySelector('[name=discount]'); field.value = '15'; \
        field.dispatchEvent(new Event('input', {bubbles: true}))";
    chrome.run(typed, Vec::new()).await;
    until(&chrome, &says("€51.00")).await;
    until(&chrome, &says("Needs sales lead; at 11.8 % discount nobody")).await;
    assert_eq!(read(&served.app, &served.call(), quote).await.discount, None, "nothing is kept");
    assert_eq!(chrome.errors().await, Vec::<String>::new(), "the browser complained");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_adds_an_option() {
    let served = Served::start().await;
    let (app, call) = (&served.app, served.call());
    let quote = draft(app, &call, 1).await;
    let more = json!([{"kind": "heading", "description": "Opties", "position": 1},
        {"kind": "optional", "description": "Montage", "price": price("50.00")},
        {"kind": "optional", "description": "Beits", "price": price("7.00")}]);
    edit(app, &call, quote, more).await;
    done(app, &call, "quote.send", json!({"id": quote})).await;
    let accepted = json!({"id": quote, "consent": true, "signer_name": "Johan", "options": [3]});
    done(app, &call, "quote.accept", accepted).await;
    let order = done(app, &call, "order.create_from_quote", json!({"quote": quote})).await;
    let reader = Reader { org: call.org, actor: call.actor.clone() };
    let order: domain::order::Order = app.document(&reader, order.id).await.unwrap();
    assert_eq!(order.lines.iter().map(|line| line.no).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(read(app, &call, quote).await.net().minor(), 2_000 + 5_000);
    let (_, _, pdf) = app.file(&reader, quote, "pdf").await.unwrap();
    assert!(pdf.starts_with(b"%PDF"));
}
