//! A computer of real parts, put together in a browser: a processor, a board that does not go with it and why, a way to get
//! it, the rest in the cheapest way, and a quote line of what was clicked.

use crate::{
    chrome::Chrome,
    world::{PASSWORD, Served, customer, done},
};
use ::app::read::Reader;
use domain::{money::Amount, quote::Quote};
use rust_decimal::Decimal;
use serde_json::json;
use std::{path::PathBuf, time::Instant};

const PROCESSOR: &str = "AMD Ryzen 7 9800X3D";

/// The number of an option in the model's own text.
fn figure(name: &str, attribute: &str) -> Option<Decimal> {
    let line =
        documents::demo::COMPUTER.lines().find(|line| line.trim_start().starts_with(&format!("\"{name}\" {{")))?;
    let (_, after) = line.split_once(&format!("{attribute} "))?;
    after.split([',', '}']).next()?.trim().parse().ok()
}

/// Follows the link with these words, for example `Choose AMD Ryzen 7 9800X3D`; what is folded away is opened.
async fn follow(chrome: &Chrome, words: &str) {
    let script = "const link = [...document.querySelectorAll('main a')].find((a) => \
        a.textContent.replace(/\\s+/g, ' ').trim().startsWith(arguments[0])); if (link) link.id = 'followed'; return Boolean(link)";
    let found = chrome.run(script, vec![json!(words)]).await;
    assert_eq!(found, json!(true), "no link {words}: {}", chrome.text().await);
    chrome.press("#followed").await;
}

/// What is chosen, by the page's address.
async fn chosen(chrome: &Chrome) -> Vec<String> {
    let path = chrome.path().await;
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    pairs.filter(|(name, _)| name == "in").map(|(_, value)| value).collect()
}

/// What the cheapest way from here costs.
async fn price(chrome: &Chrome) -> Decimal {
    let shown =
        chrome.run("return document.querySelector('.q-facts dd').textContent.replace(',', '')", Vec::new()).await;
    shown.as_str().unwrap().parse().unwrap()
}

async fn picture(chrome: &Chrome, name: &str) {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let folder =
        target.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target")).join("screenshots");
    let over = "return document.scrollingElement.scrollWidth - window.innerWidth";
    for (width, height) in [(390, 844), (1440, 900)] {
        chrome.size(width, height).await;
        assert!(chrome.run(over, Vec::new()).await.as_i64().unwrap() <= 0, "{name} is wider than {width}");
        chrome.picture(&folder.join(format!("{name}-{width}.png"))).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_computer_is_put_together_by_clicking() {
    let served = Served::start().await;
    let Some(chrome) = Chrome::start(&served.url).await else { return };
    let (app, call) = (&served.app, served.call());
    let product = done(app, &call, "product.create", json!({"sku": "PC", "name": "Computer"})).await;
    let model = json!({"name": "Computer", "product": product, "definition": documents::demo::COMPUTER});
    let model = done(app, &call, "product_model.create", model).await;
    let buyer = done(app, &call, "customer.create", customer("Bakkerij Jansen")).await;
    let quote = done(app, &call, "quote.create", json!({ "customer": buyer })).await;
    chrome.goto("/login").await;
    chrome.cookie("language", "en").await;
    chrome.log_in("owner@hovenier.example", PASSWORD).await;
    chrome.goto(&format!("/product_models/{model}/configure?quote={quote}")).await;
    picture(&chrome, "computer").await;

    follow(&chrome, &format!("Choose {PROCESSOR}")).await;
    assert_eq!(chosen(&chrome).await, [PROCESSOR]);
    // The next section is open; its boards for other sockets are folded away, and say why.
    let excluded = "return [...document.querySelectorAll('.q-part-rest a')].map((a) => a.textContent).find((t) => t.startsWith('Why not?') && /B760/.test(t))";
    let words = chrome.run(excluded, Vec::new()).await;
    let words = words.as_str().expect("a board that is not possible").to_string();
    let board = words.trim_start_matches("Why not?").trim().to_string();
    picture(&chrome, "computer-board").await;
    follow(&chrome, &words).await;
    let text = chrome.text().await;
    for part in [
        format!("{board} is not possible"),
        format!("you chose {PROCESSOR}"),
        "A processor for AM5 needs a board with that socket".to_string(),
    ] {
        assert!(text.contains(&part), "{part} is not in:\n{text}");
    }
    picture(&chrome, "computer-why").await;
    // The way to get it says what it does to the price: another processor, board and memory.
    let offer = chrome.run("return document.querySelector('[role=alert] a').textContent.trim()", Vec::new()).await;
    let offer = offer.as_str().unwrap().to_string();
    let difference = offer.strip_prefix(&format!("Give up {PROCESSOR} (")).and_then(|rest| rest.strip_suffix(')'));
    let difference: Decimal = difference.unwrap_or_else(|| panic!("{offer}")).parse().unwrap();
    let before = price(&chrome).await;
    chrome.press("[role=alert] a").await;
    assert_eq!(chosen(&chrome).await, std::slice::from_ref(&board));
    assert_eq!(price(&chrome).await, before + difference);
    assert!(difference < Decimal::ZERO, "cheaper without the dear processor");

    follow(&chrome, "Complete in the cheapest way").await;
    let names = chosen(&chrome).await;
    assert!(names.contains(&board) && names.len() >= 6, "{names:?}");
    picture(&chrome, "computer-complete").await;
    let sum = |attribute: &str| names.iter().filter_map(|name| figure(name, attribute)).sum::<Decimal>();
    chrome.press("main form.q-form button[type=submit]").await;
    assert!(chrome.path().await.starts_with(&format!("/quotes/{quote}")), "{}", chrome.text().await);
    let reader = Reader { org: call.org, actor: call.actor.clone() };
    let quote: Quote = app.document(&reader, quote.id).await.unwrap();
    let line = &quote.lines[0].terms;
    assert_eq!(line.price, domain::pricing::PriceModel::PerUnit { unit_price: Amount(sum("price").normalize()) });
    assert_eq!(line.cost.unwrap().decimal(), sum("cost"));
    assert!(line.description.contains(&board), "{}", line.description);
    assert!(sum("supply") >= sum("watt") + Decimal::from(75), "the supply carries it");
    assert_eq!(chrome.errors().await, Vec::<String>::new(), "the browser complained");
}

/// A click is the page with one choice more.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_click_is_answered_at_once() {
    let served = Served::start().await;
    let (app, call) = (&served.app, served.call());
    let model = json!({"name": "Computer", "definition": documents::demo::COMPUTER});
    let model = done(app, &call, "product_model.create", model).await;
    let reader = Reader { org: call.org, actor: call.actor.clone() };
    let (mut choices, mut times) = (Vec::new(), Vec::new());
    loop {
        let began = Instant::now();
        let shown = app.configure(&reader, domain::ids::ProductModelId(model.id), &choices).await.unwrap();
        times.push(began.elapsed());
        let Some(next) = shown.options.iter().find(|option| option.state == "possible" && !option.heading) else {
            break;
        };
        choices.push((next.name.clone(), true));
    }
    assert!(choices.len() >= 6, "{choices:?}");
    println!("clicks: {times:?}");
    times.sort();
    assert!(times[times.len() / 2].as_millis() < 500, "{times:?}");
}
