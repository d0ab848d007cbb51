//! What a customer can do with an offer behind their link: choose, see what that comes to, ask, accept or decline; in a browser,
//! and by posts that no page of ours would send.

use crate::{
    chrome::Chrome,
    world::{Client, PASSWORD, Served, customer, done, refused},
};
use ::app::{App, Call, read::Reader};
use domain::{
    document::DocRef,
    quote::{LineKind, Quote, QuoteState, Reminding},
};
use serde_json::{Value as Json, json};

fn price(amount: &str) -> Json {
    json!({"model": "per_unit", "unit_price": amount})
}

/// A machine of 100.00, five to fifty mats of 10.00, support good for 20.00 or better for 35.00, and an option of 7.00.
fn offer(buyer: DocRef, part: bool) -> Json {
    let support = |name: &str, kind: &str, amount: &str| {
        json!({"description": format!("Onderhoud {name}"), "quantity": "1", "kind": kind, "price": price(amount),
            "alternative": {"group": "Support", "name": name}})
    };
    json!({"customer": buyer, "part_acceptance": part, "lines": [
        {"description": "Machine", "quantity": "1", "price": price("100"), "cost": {"minor": 6_000, "currency": "EUR"}},
        {"description": "Mat", "quantity": "10", "price": price("10"), "customer_quantity": {"min": "5", "max": "50", "step": "5"}},
        support("Good", "item", "20"),
        support("Better", "alternative", "35"),
        {"description": "Montage", "quantity": "1", "kind": "optional", "price": price("7")},
    ]})
}

async fn sent(app: &App, call: &Call, part: bool) -> (DocRef, String) {
    let buyer = done(app, call, "customer.create", customer("Bakkerij Jansen")).await;
    let quote = done(app, call, "quote.create", offer(buyer, part)).await;
    done(app, call, "quote.send", json!({"id": quote})).await;
    let reader = Reader { org: call.org, actor: call.actor.clone() };
    let token = app.share(&reader, quote).await.unwrap();
    (quote, format!("/p/{token}"))
}

async fn read(app: &App, call: &Call, quote: DocRef) -> Quote {
    let reader = Reader { org: call.org, actor: call.actor.clone() };
    app.document(&reader, quote.id).await.unwrap()
}

async fn until(chrome: &Chrome, what: &str) {
    for _ in 0..200 {
        if chrome.run(&format!("return Boolean({what})"), Vec::new()).await == json!(true) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("never: {what}; {}", chrome.text().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_customer_chooses_asks_and_accepts() {
    let served = Served::start().await;
    let Some(chrome) = Chrome::start(&served.url).await else { return };
    let (app, call) = (&served.app, served.call());
    let (quote, link) = sent(app, &call, false).await;
    let internal = json!({"document": quote, "text": "Marge is krap"});
    done(app, &call, "comment.create", internal).await;
    chrome.goto(&link).await;
    chrome.cookie("language", "en").await;
    chrome.goto(&link).await;
    let comes_to = |text: &str| format!("document.querySelector('.q-preview').textContent.includes('{text}')");
    // 100 + 10 x 10 + 20
    until(&chrome, &comes_to("€220.00")).await;
    chrome.fill("quantity.2", "25").await;
    // 100 + 25 x 10 + 20
    until(&chrome, &comes_to("€370.00")).await;
    chrome.run("document.querySelector('input[name=\"alternative.0\"][value=Better]').click()", Vec::new()).await;
    // 100 + 25 x 10 + 35
    until(&chrome, &comes_to("€385.00")).await;
    chrome.fill("quantity.2", "27").await;
    until(&chrome, &comes_to("choose 5 to 50, in steps of 5")).await;
    chrome.fill("quantity.2", "25").await;
    chrome.press("button[formaction$='/price']").await;
    let text = chrome.text().await;
    assert!(text.contains("not accepted yet") && text.contains("€385.00"), "{text}");
    assert!(!text.contains("krap") && !text.contains("60.00"), "what is internal is seen: {text}");
    chrome.fill("text", "Is de montage erbij?").await;
    chrome.press("form[action$='/comment'] button").await;
    assert!(chrome.text().await.contains("Is de montage erbij?"));

    // The seller reads it, and answers on the quote's page.
    chrome.log_in("owner@hovenier.example", PASSWORD).await;
    chrome.goto(&format!("/quotes/{quote}")).await;
    let text = chrome.text().await;
    assert!(text.contains("The customer") && text.contains("Is de montage erbij?"), "{text}");
    chrome.fill("text", "Nee, die is een optie.").await;
    chrome.fill("for_customer", "true").await;
    chrome.press("form[action$='/comment'] button").await;
    chrome.forget().await;
    chrome.goto(&link).await;
    chrome.cookie("language", "en").await;
    chrome.goto(&link).await;
    assert!(chrome.text().await.contains("Nee, die is een optie."), "{}", chrome.text().await);
    for (name, value) in [
        ("quantity.2", "25"),
        ("option.5", "true"),
        ("signer_name", "Johan Jansen"),
        ("signer_email", "johan@jansen.example"),
        ("consent", "true"),
    ] {
        chrome.fill(name, value).await;
    }
    chrome.run("document.querySelector('input[name=\"alternative.0\"][value=Better]').click()", Vec::new()).await;
    chrome.press("form[action$='/accept'] button.btn-q-primary").await;
    assert!(!chrome.has("form[action$='/accept']").await, "it can still be done: {}", chrome.text().await);
    let stored = read(app, &call, quote).await;
    assert!(matches!(stored.state, QuoteState::Accepted { .. }));
    // 100 + 25 x 10 + 35 + 7
    assert_eq!(stored.net().minor(), 39_200);
    let contract = done(app, &call, "contract.create", json!({"quote": quote})).await;
    let reader = Reader { org: call.org, actor: call.actor.clone() };
    let contract: domain::contract::Contract = app.document(&reader, contract.id).await.unwrap();
    let lines: Vec<(u32, String)> =
        contract.lines.iter().map(|line| (line.no, line.terms.quantity.to_string())).collect();
    assert_eq!(lines, [(1, "1".into()), (2, "25".into()), (4, "1".into()), (5, "1".into())]);
    assert_eq!(chrome.errors().await, Vec::<String>::new(), "the browser complained");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_customer_declines_with_a_reason() {
    let served = Served::start().await;
    let Some(chrome) = Chrome::start(&served.url).await else { return };
    let (app, call) = (&served.app, served.call());
    let (quote, link) = sent(app, &call, false).await;
    chrome.goto(&link).await;
    chrome.cookie("language", "nl").await;
    chrome.goto(&link).await;
    let text = chrome.text().await;
    assert!(text.contains("Uw keuzes") && text.contains("5 tot en met 50, in stappen van 5"), "{text}");
    chrome.fill("reason", "Te duur voor dit jaar").await;
    chrome.press("form[action$='/decline'] button[type=submit]").await;
    assert!(!chrome.has("form[action$='/decline']").await);
    let stored = read(app, &call, quote).await;
    assert!(matches!(&stored.state, QuoteState::Declined { reason, .. } if reason == "Te duur voor dit jaar"));
    assert_eq!(chrome.errors().await, Vec::<String>::new(), "the browser complained");
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_that_no_page_sends_are_refused_with_the_place() {
    let served = Served::start().await;
    let (app, call) = (&served.app, served.call());
    let (quote, link) = sent(app, &call, false).await;
    let (_, other) = sent(app, &call, true).await;
    let visitor = Client::new(&served.url, None);
    let form = [("content-type", "application/x-www-form-urlencoded"), ("accept-language", "en")];
    let signed = "signer_name=Johan&consent=true";
    for (posted, said) in [
        ("quantity.2=1000000000000000000", "choose 5 to 50, in steps of 5"),
        ("quantity.2=12", "choose 5 to 50, in steps of 5"),
        ("quantity.2=-5", "choose 5 to 50, in steps of 5"),
        ("quantity.2=veel", "veel"),
        ("quantity.1=2", "stands at 1"),
        ("quantity.99=2", "has no line 99"),
        ("option.3=true", "ine 3 of"),
        ("alternative.0=Best", "choose one of Good, Better"),
        ("alternative.0=Better&alternative.0=Best", "oth Better and Best"),
        ("take.1=false", "only be accepted as a whole"),
    ] {
        for action in ["accept", "price"] {
            let answer = visitor.send("POST", &format!("{link}/{action}"), &form, format!("{posted}&{signed}")).await;
            let page = answer.body.as_str().unwrap_or_default();
            assert!((400..500).contains(&answer.status) && page.contains(said), "{posted}: {} {page}", answer.status);
        }
    }
    assert!(matches!(read(app, &call, quote).await.state, QuoteState::Sent { .. }), "it was accepted all the same");
    // A part, where that is offered: the machine alone, without support.
    let nothing = format!("take.1=false&take.2=false&alternative.0=&{signed}");
    assert_eq!(visitor.send("POST", &format!("{other}/accept"), &form, nothing).await.status, 409);
    let part = format!("take.1=true&take.2=false&alternative.0=&{signed}");
    let answer = visitor.send("POST", &format!("{other}/accept"), &form, part).await;
    assert_eq!(answer.status, 303, "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_choice_goes_below_what_was_approved() {
    let served = Served::start().await;
    let (app, call) = (&served.app, served.call());
    let rule = json!({"name": "Korting", "condition": "discount > 20.0", "role": "sales_lead"});
    done(app, &call, "approval_rule.create", rule).await;
    let buyer = done(app, &call, "customer.create", customer("Bakkerij")).await;
    // 10 % as it stands; with the option alone it would be 30.
    let lines = json!([{"description": "Deur", "quantity": "1", "price": price("100")},
        {"description": "Slot", "quantity": "1", "price": price("50"), "discount": "30"}]);
    let whole = json!({"customer": buyer, "lines": lines});
    let quote = done(app, &call, "quote.create", whole.clone()).await;
    done(app, &call, "quote.send", json!({"id": quote})).await;
    let accept = json!({"id": quote, "consent": true, "signer_name": "Johan", "lines": [2]});
    assert_eq!(refused(app, &call, "quote.accept", accept).await, "quote_whole_only");
    // Where a part may be accepted, the worst part is looked at before it goes out.
    let mut part = whole;
    part["part_acceptance"] = json!(true);
    let quote = done(app, &call, "quote.create", part).await;
    assert_eq!(refused(app, &call, "quote.send", json!({"id": quote})).await, "quote_needs_approval");
    let milder = json!({"id": quote, "changes": [{"no": 2, "discount": "20"}]});
    done(app, &call, "quote.edit_lines", milder).await;
    done(app, &call, "quote.send", json!({"id": quote})).await;
    let accept = json!({"id": quote, "consent": true, "signer_name": "Johan", "lines": [2]});
    done(app, &call, "quote.accept", accept).await;
    let stored = read(app, &call, quote).await;
    assert_eq!(stored.lines.iter().map(|line| line.kind).collect::<Vec<_>>(), [LineKind::Declined, LineKind::Item]);
    assert_eq!(stored.net().minor(), 4_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_since_the_last_offer_is_told_to_both() {
    let served = Served::start().await;
    let (app, call) = (&served.app, served.call());
    let (first, _) = sent(app, &call, false).await;
    let second = app.execute(&call, "quote.revise", json!({"id": first})).await.unwrap().document();
    let changes = json!([{"no": 2, "quantity": "20"}, {"no": 1, "cost": {"minor": 7_000, "currency": "EUR"}},
        {"change": "remove", "no": 5}, {"description": "Transport", "price": price("12.50")}]);
    done(app, &call, "quote.edit_lines", json!({"id": second, "changes": changes})).await;
    let client = served.owner_client().await;
    let told = client.get(&format!("/v1/quotes/{second}/changes")).await;
    let lines: Vec<String> = told.body["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let fields = line["fields"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap());
            format!("{} {} {}", line["change"].as_str().unwrap(), line["no"], fields.collect::<Vec<_>>().join("+"))
        })
        .collect();
    let all = "kind+description+quantity+unit+price+charging+net";
    assert_eq!(lines[..2], ["changed 1 cost", "changed 2 quantity+net"]);
    assert!(lines[2].starts_with(&format!("added 6 {all}")) && lines[3].starts_with("removed 5 "), "{lines:?}");
    // Who may not see costs is not told that they changed.
    let sales = served.client("sales_lead", Some("quote.read")).await;
    let told = sales.get(&format!("/v1/quotes/{second}/changes")).await;
    assert!(!told.body.to_string().contains("cost"), "{:?}", told.body);
    assert_eq!(client.get(&format!("/v1/quotes/{first}/changes")).await.code(), "quote_first_revision");
    done(app, &call, "quote.send", json!({"id": second})).await;
    let reader = Reader { org: call.org, actor: call.actor.clone() };
    let token = app.share(&reader, second).await.unwrap();
    let dutch = [("accept-language", "nl")];
    let page = Client::new(&served.url, None).send("GET", &format!("/p/{token}"), &dutch, String::new()).await;
    let page = page.body.as_str().unwrap_or_default().to_string();
    for said in ["Wat er is gewijzigd sinds onze aanbieding", "Transport", "332,50"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("70,00") && !page.contains("Kostprijs"), "a cost is seen: {page}");
    let by_command = crate::program::printed(&served.database(), &["quote", "diff", &second.to_string()]);
    let by_command = String::from_utf8(by_command).unwrap();
    assert!(by_command.contains("Transport") && by_command.contains(" -> "), "{by_command}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_counts_once_and_reminders_come_once() {
    let served = Served::start().await;
    let (app, call) = (&served.app, served.call());
    let client = served.owner_client().await;
    let entity = client.get("/v1/entities").await.body["data"][0]["id"].as_str().unwrap().to_string();
    let reader = Reader { org: call.org, actor: call.actor.clone() };
    let id = domain::ids::parse_any(&entity).unwrap().1;
    let mut fields = app.get(&reader, DocRef { kind: domain::document::Kind::Entity, id }).await.unwrap().body;
    fields.as_object_mut().unwrap().shift_remove("closed_until");
    (fields["remind_before_expiry"], fields["remind_unviewed"]) = (json!(5), json!(2));
    done(app, &call, "entity.edit", fields.clone()).await;
    fields["remind_unviewed"] = json!(0);
    assert_eq!(refused(app, &call, "entity.edit", fields).await, "reminder_days_out_of_range");
    let (seen, link) = sent(app, &call, false).await;
    let (unseen, _) = sent(app, &call, false).await;
    let visitor = Client::new(&served.url, None);
    let browser = ("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
    for (method, headers) in [
        ("HEAD", vec![browser]),
        ("GET", vec![("user-agent", "Slackbot-LinkExpanding 1.0")]),
        ("GET", vec![browser, ("sec-purpose", "prefetch")]),
    ] {
        assert_eq!(visitor.send(method, &link, &headers, String::new()).await.status, 200);
    }
    assert_eq!(read(app, &call, seen).await.views, None);
    for _ in 0..2 {
        visitor.send("GET", &link, &[browser], String::new()).await;
    }
    assert_eq!(read(app, &call, seen).await.views.map(|views| views.count), Some(1), "the same look");
    assert_eq!(refused(app, &call, "quote.view", json!({"id": seen})).await, "quote_view_by_customer");
    // Nobody opened the other for two days; both end on the thirtieth.
    let today = app.today(&Reader { org: call.org, actor: call.actor.clone() }).await.unwrap();
    let system = Call::system(call.org);
    let reminded = |quote: Quote| [quote.expiry_reminder, quote.view_reminder].map(|of| of == Some(Reminding::Given));
    app.advance(&system, today.add_days(2)).await.unwrap();
    assert_eq!(reminded(read(app, &call, seen).await), [false, false]);
    assert_eq!(reminded(read(app, &call, unseen).await), [false, true]);
    app.advance(&system, today.add_days(26)).await.unwrap();
    assert_eq!(reminded(read(app, &call, seen).await), [true, false]);
    assert_eq!(reminded(read(app, &call, unseen).await), [true, true]);
    let happened = app.trail(&Reader { org: call.org, actor: call.actor.clone() }, unseen, None, 50).await.unwrap();
    let times = happened.happenings.iter().filter(|h| h.kind == "quote.reminded").count();
    assert_eq!(times, 2, "each reminder once");
    let shown = app.reminders(&Reader { org: call.org, actor: call.actor.clone() }).await.unwrap();
    assert_eq!(shown.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quote_starts_from_a_template_with_the_prices_of_its_day() {
    let served = Served::start().await;
    let (app, call) = (&served.app, served.call());
    let product = done(app, &call, "product.create", json!({"sku": "MAT", "name": "Mat"})).await;
    let entries = json!([{"product": product, "price": price("10")}]);
    let book = done(app, &call, "price_book.create", json!({"name": "2026", "entries": entries})).await;
    let buyer = done(app, &call, "customer.create", customer("Bakkerij")).await;
    let lines = json!([{"kind": "heading", "description": "Matten", "quantity": "1"}, {"product": product, "quantity": "3"},
        {"description": "Montage", "quantity": "1", "price": price("80"), "kind": "optional"}]);
    let model = json!({"customer": buyer, "lines": lines, "discount": "10", "introduction": "Zoals besproken.", "language": "nl"});
    let model = done(app, &call, "quote.create", model).await;
    let template = done(app, &call, "quote.save_as_template", json!({"id": model, "name": "Matten"})).await;
    done(app, &call, "price_book.set_price", json!({"id": book, "product": product, "price": price("12")})).await;
    let started = done(app, &call, "quote.create", json!({"customer": buyer, "template": template})).await;
    let quote = read(app, &call, started).await;
    // 3 x 12.00 less 10 %, and not the option.
    assert_eq!((quote.net().minor(), quote.lines.len()), (3_240, 3));
    assert_eq!(quote.introduction.as_deref(), Some("Zoals besproken."));
    assert_eq!(quote.date.days_until(quote.valid_until), 30);
    done(app, &call, "quote_template.archive", json!({"id": template})).await;
    let again = json!({"customer": buyer, "template": template});
    assert_eq!(refused(app, &call, "quote.create", again).await, "quote_template_archived");
    let nothing = json!({"name": "Leeg", "lines": [{"description": "Montage", "quantity": "1"}]});
    assert_eq!(refused(app, &call, "quote_template.create", nothing).await, "value_missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_without_a_quote_passes_the_rules_of_quotes() {
    let served = Served::start().await;
    let (app, call) = (&served.app, served.call());
    let rule = json!({"name": "Korting", "condition": "discount > 20.0", "role": "sales_lead"});
    done(app, &call, "approval_rule.create", rule).await;
    let buyer = done(app, &call, "customer.create", customer("Bakkerij")).await;
    let order = |discount: &str| {
        let line = json!({"description": "Deur", "quantity": "1", "price": price("100"), "discount": discount});
        json!({"customer": buyer, "title": "Deur", "lines": [line]})
    };
    assert_eq!(refused(app, &call, "order.create", order("25")).await, "order_needs_quote");
    done(app, &call, "order.create", order("20")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_decides_for_a_while() {
    use ::app::roles::{Actor, Grants};
    let served = Served::start().await;
    let (app, call) = (&served.app, served.call());
    let mut people = Vec::new();
    for (name, role) in [("Lisa", "sales_lead"), ("Femke", "finance"), ("Sam", "sales")] {
        let email = format!("{}@hovenier.example", name.to_lowercase());
        let id = app.add_member(served.org, &email, name, PASSWORD, role, None).await.unwrap();
        people.push(Call::new(served.org, Actor::User { id, team: None, grants: Grants::of_role(role) }));
    }
    let [lead, finance, sales] = &people[..] else { panic!() };
    let rule = json!({"name": "Korting", "condition": "discount > 20.0", "role": "sales_lead"});
    done(app, &call, "approval_rule.create", rule).await;
    let buyer = done(app, &call, "customer.create", customer("Bakkerij")).await;
    let line = json!({"description": "Deur", "quantity": "1", "price": price("100"), "discount": "25"});
    let quote = done(app, sales, "quote.create", json!({"customer": buyer, "lines": [line]})).await;
    let asked = app.execute(sales, "quote.request_approval", json!({"id": quote})).await.unwrap().outcome.made[0];
    let waiting = |call: &Call| {
        let reader = Reader { org: call.org, actor: call.actor.clone() };
        async move { app.approvals_for(&reader).await.unwrap().len() }
    };
    assert_eq!((waiting(lead).await, waiting(finance).await), (1, 0));
    let approve = json!({"id": asked});
    assert_eq!(refused(app, finance, "approval.approve", approve.clone()).await, "approval_not_yours");
    let today = app.today(&Reader { org: call.org, actor: call.actor.clone() }).await.unwrap();
    let to = finance.actor.user();
    let away = json!({"to": to, "until": today.add_days(14)});
    let owner = call.actor.user();
    let of_other = json!({"to": to, "in_place_of": owner, "until": today});
    assert_eq!(refused(app, lead, "delegation.create", of_other).await, "delegation_of_other");
    let to_sales = json!({"to": sales.actor.user(), "until": today});
    assert_eq!(refused(app, lead, "delegation.create", to_sales).await, "role_decides_nothing");
    let later = json!({"to": to, "from": today.add_days(3), "until": today.add_days(4)});
    done(app, lead, "delegation.create", later).await;
    assert_eq!(waiting(finance).await, 0, "not yet");
    let away = done(app, lead, "delegation.create", away).await;
    assert_eq!(waiting(finance).await, 1);
    done(app, lead, "delegation.end", json!({"id": away})).await;
    assert_eq!(waiting(finance).await, 0, "taken back");
    let again = json!({"to": to, "until": today});
    done(app, lead, "delegation.create", again).await;
    done(app, finance, "approval.approve", approve).await;
    done(app, sales, "quote.send", json!({"id": quote})).await;
}
