//! Every kind of page with made-up content, to look at while working on the theme.
//! `cargo run -p web --example gallery` serves it on a free loopback port and prints the address;
//! `?theme=dark` and `?lang=nl` change the reader.

#[path = "gallery/figures.rs"]
mod figures;
#[path = "gallery/pages.rs"]
mod pages;

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::html;
use text::Language;
use web::assets;
use web::ui::{CONTENT_SECURITY_POLICY, Ctx, Flash, Theme, Tone};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let router = Router::new()
        .route(assets::ROUTE, get(assets::serve))
        .route("/", get(index))
        .route("/palette", get(|| async { pages::palette() }))
        .route("/{page}", get(page));
    let port = std::env::var("PORT").unwrap_or_else(|_| "0".to_string());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}/", listener.local_addr()?);
    axum::serve(listener, router).await
}

async fn index() -> Response {
    let body = html! { ul { @for (name, _) in pages::ALL { li { a href={ "/" (name) } { (name) } } } } };
    ([(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)], body).into_response()
}

async fn page(Path(name): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Response {
    let Some((_, draw)) = pages::ALL.iter().find(|(known, _)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let lang = query.get("lang").and_then(|code| Language::parse(code)).unwrap_or_default();
    let t = |key: &str| text::t(lang, key);
    let flashes = match query.contains_key("flash") {
        true => vec![Flash { tone: Tone::Good, text: "Quote Q-2026-0042 was sent to Noorderlicht BV".into() }],
        false => vec![],
    };
    let path = format!("/{}", name.split('-').next().unwrap_or_default());
    let ctx = Ctx {
        lang: lang.code(),
        theme: Theme::parse(query.get("theme").map_or("", String::as_str)),
        t: &t,
        user_name: "Marieke de Vries",
        org_name: "Havenlicht Systems BV",
        csrf: "gallery",
        path: &path,
        simulated_date: query.contains_key("clock").then_some("31 Mar 2027"),
        flashes: &flashes,
    };
    ([(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)], draw(&ctx)).into_response()
}
