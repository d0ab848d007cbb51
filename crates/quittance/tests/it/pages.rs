//! Every page as a picture, wide and narrow, light and dark, in Dutch and English; none may overflow, complain in the
//! console, miss a word, or shut somebody out.

use crate::{
    chrome::Chrome,
    seed::{self, Company},
    world::{PASSWORD, Served},
};
use domain::document::Kind;
use serde_json::Value as Json;
use std::{path::PathBuf, sync::Arc};

const AXE: &str = include_str!("../assets/axe.min.js");

/// What is wrong for people who see, hear or move otherwise, as short texts.
const AXE_RUN: &str = "const done = arguments[arguments.length - 1]; \
    axe.run(document, {resultTypes: ['violations']}).then((found) => done(found.violations.map((v) => \
    `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? '')).join(' | ')}`)), \
    (error) => done([String(error)]))";

/// How far the page is wider than the window, and what sticks out.
const OVERFLOW: &str = "const over = document.scrollingElement.scrollWidth - window.innerWidth; if (over <= 0) return null; \
    const wide = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1); \
    return `${over} px too wide: ` + wide.slice(-3).map((e) => e.tagName.toLowerCase() + '.' + e.className).join(', ')";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_page_is_whole_in_every_size_theme_and_language() {
    let served = Arc::new(Served::start().await);
    if Chrome::start(&served.url).await.is_none() {
        return;
    }
    let company = Arc::new(seed::company(&served).await);
    // A browser for each language, at the same time.
    let looks = ["en", "nl"].map(|language| tokio::spawn(look_in(language, served.clone(), company.clone())));
    let mut wrong = Vec::new();
    for look in looks {
        wrong.extend(look.await.unwrap());
    }
    assert!(wrong.is_empty(), "{} things are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

async fn look_in(language: &'static str, served: Arc<Served>, company: Arc<Company>) -> Vec<String> {
    let Some(chrome) = Chrome::start(&served.url).await else { return Vec::new() };
    let mut wrong = Vec::new();
    for theme in ["light", "dark"] {
        chrome.goto("/login").await;
        chrome.cookie("language", language).await;
        chrome.cookie("theme", theme).await;
        for (name, path) in outside(&company) {
            look(&chrome, &name, &path, theme, language, &mut wrong).await;
        }
        chrome.log_in("owner@hovenier.example", PASSWORD).await;
        for (name, path) in inside(&company) {
            look(&chrome, &name, &path, theme, language, &mut wrong).await;
        }
        chrome.forget().await;
    }
    wrong
}

/// Pages without a login.
fn outside(company: &Company) -> Vec<(String, String)> {
    let mut all = vec![("login".to_string(), "/login".to_string()), ("link-gone".into(), "/p/nothing".into())];
    all.extend(company.links.iter().map(|(kind, path)| (format!("public-{kind}"), path.clone())));
    all
}

fn inside(company: &Company) -> Vec<(String, String)> {
    let named = |name: &str, path: &str| (name.to_string(), path.to_string());
    let mut all = vec![
        named("dashboard", "/"),
        named("ledger", "/ledger"),
        named("ledger-account", "/ledger/1300"),
        named("revenue", "/revenue"),
        named("insight", "/insight"),
        named("settings", "/settings"),
        named("search", "/search?q=jansen"),
        named("not-found", "/nowhere"),
        named("open-items", "/open-items"),
        named("postings", "/ledger/postings?class=income"),
        named("bank-file", "/payments/import"),
        named("catalogue-file", "/products/import"),
        named("list-narrowed", "/pipeline?agent=Moosa+Akoto&state=closed"),
        named("win-rate-by-product", "/reports/win_rate?by=product"),
    ];
    for kind in Kind::ALL {
        all.push((format!("list-{}", kind.noun()), format!("/{}", web::lists::path_of(*kind))));
    }
    all.push(named("quote-guarded", &web::lists::href_of(Kind::Quote, company.guarded.id)));
    let bundle = web::lists::href_of(Kind::Product, company.bundle.id);
    all.push(named("product-bundle", &bundle));
    all.push(named("form-bundle", &format!("{bundle}/set_bundle")));
    let configure = format!("{}/configure", web::lists::href_of(Kind::ProductModel, company.model.id));
    all.push(named("configure", &format!("{configure}?in=20+liter")));
    let wish = "?in=20+liter&in=Koeling+met+digitale+temperatuurregeling";
    all.push(named("configure-why", &format!("{configure}{wish}")));
    all.push(named("list-empty", "/customers?q=zzzz"));
    for document in &company.documents {
        let path = web::lists::href_of(document.kind, document.id);
        all.push((format!("document-{}", document.kind.noun()), path.clone()));
        if app::verbs::find(&format!("{}.edit", document.kind.noun())).is_some() {
            all.push((format!("edit-{}", document.kind.noun()), format!("{path}/edit")));
        }
    }
    if let Some(quote) = company.documents.iter().find(|document| document.kind == Kind::Quote) {
        all.push(("quote-lines".to_string(), format!("{}/lines", web::lists::href_of(quote.kind, quote.id))));
    }
    for verb in app::verbs::VERBS.iter().filter(|v| !app::verbs::is_on_document(**v) && v.noun() != "comment") {
        all.push((format!("form-{}", verb.name()), format!("/new/{}", verb.name())));
    }
    all
}

fn folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target"));
    target.join("screenshots")
}

async fn look(chrome: &Chrome, name: &str, path: &str, theme: &str, language: &str, wrong: &mut Vec<String>) {
    let before = wrong.len();
    chrome.goto(path).await;
    for (width, height) in [(1440, 900), (390, 844)] {
        chrome.size(width, height).await;
        let here = format!("{name} ({path}) {width} {theme} {language}");
        if let Some(over) = chrome.run(OVERFLOW, Vec::new()).await.as_str() {
            wrong.push(format!("{here}: {over}"));
        }
        // The words do not depend on the theme, nor the rules for access on the language.
        if theme == "light" && width == 1440 {
            let text = chrome.text().await;
            wrong.extend(text.lines().filter(|l| l.contains('⟨')).map(|l| format!("{here}: no word for {l}")));
        }
        if language == "en" {
            chrome.run(AXE, Vec::new()).await;
            let found = chrome.run_async(AXE_RUN).await;
            let found = found.as_array().cloned().unwrap_or_default();
            wrong.extend(found.iter().filter_map(Json::as_str).map(|v| format!("{here}: {v}")));
        }
        chrome.picture(&folder().join(format!("{name}-{width}-{theme}-{language}.png"))).await;
    }
    // Whoever watches a long run sees at once what it finds.
    wrong.iter().skip(before).for_each(|w| println!("{w}"));
    let expected = ["not-found", "link-gone"].contains(&name);
    let errors = chrome.errors().await;
    wrong.extend(
        errors
            .into_iter()
            .filter(|e| !(expected && e.contains("404")))
            .map(|e| format!("{name} ({path}) {theme} {language}: {e}")),
    );
}
