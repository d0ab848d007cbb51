//! The catalogue over the API as a file: taken in, tried out, and given.

use crate::handlers::{Answer, Caller, pairs};
use app::{
    App, Call, narrowing,
    product::{CatalogueFormat as Format, CatalogueReport},
};
use axum::{
    Json,
    extract::{RawQuery, State},
    http::{HeaderMap, header},
    response::IntoResponse,
};
use serde_json::{Value, json};
use text::Language;

/// `POST /v1/products/import?dry_run=true` with a catalogue, CSV or UBL, as its body.
pub async fn import(
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(raw): RawQuery,
    body: axum::body::Bytes,
) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let mut dry_run = false;
    for (name, value) in pairs(raw.as_deref().unwrap_or("")) {
        match name.as_str() {
            "dry_run" => dry_run = value == "true",
            _ => return Err(caller.fail(narrowing::unknown(&name))),
        }
    }
    let call = Call::new(caller.who.org, caller.who.actor.clone());
    let report = app.import_products(&call, "body", &body, dry_run).await.map_err(|e| caller.fail(e))?;
    Ok(Json(shown(&report, caller.lang)).into_response())
}

/// `GET /v1/products/export?format=csv`
pub async fn export(State(app): State<App>, headers: HeaderMap, RawQuery(raw): RawQuery) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let mut format = Format::default();
    for (name, value) in pairs(raw.as_deref().unwrap_or("")) {
        match name.as_str() {
            "format" => format = value.parse().map_err(|r| caller.fail(r))?,
            _ => return Err(caller.fail(narrowing::unknown(&name))),
        }
    }
    let text = app.export_products(&caller.reader(), format).await.map_err(|e| caller.fail(e))?;
    Ok(([(header::CONTENT_TYPE, format.media_type())], text).into_response())
}

/// What came of a file, in the words of a language.
pub fn shown(report: &CatalogueReport, lang: Language) -> Value {
    json!({"object": "import", "dry_run": report.dry_run, "added": report.added, "changed": report.changed,
        "same": report.same, "prices": report.prices, "named": crate::shape::named(&report.named, lang)})
}
