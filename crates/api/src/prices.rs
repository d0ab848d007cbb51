//! Prices over the API: how those of a quote came about, and what a list that is prepared would change.

use crate::handlers::{Answer, Caller, pairs};
use app::{App, narrowing, price_book::PreviewOf};
use axum::{
    Json,
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::IntoResponse,
};
use domain::{
    document::{DocRef, Kind},
    ids::{PriceBookId, QuoteId, parse_any},
    refusal::Refusal,
};
use serde_json::json;

/// `GET /v1/quotes/{id}/waterfall?line=3`: every step of every price, or of one line's.
pub async fn waterfall(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let id: QuoteId = id.parse().map_err(|r: Refusal| caller.fail(r))?;
    let mut line = None;
    for (name, value) in pairs(raw.as_deref().unwrap_or("")) {
        if name != "line" {
            return Err(caller.fail(narrowing::unknown(&name)));
        }
        let wrong = Refusal::invalid("parameter_wrong").with("name", "line").with("given", value.as_str()).at("line");
        line = Some(value.parse::<u32>().map_err(|_| caller.fail(wrong))?);
    }
    let waterfall = app.waterfall(&caller.reader(), id, line).await.map_err(|e| caller.fail(e))?;
    let mut answer = json!(waterfall);
    answer["object"] = "waterfall".into();
    Ok(Json(answer).into_response())
}

/// `GET /v1/price_books/{id}/preview?from=100`, and `?document=quo_...` for the lines of one document.
pub async fn preview(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let id: PriceBookId = id.parse().map_err(|r: Refusal| caller.fail(r))?;
    let mut of = PreviewOf::default();
    for (name, value) in pairs(raw.as_deref().unwrap_or("")) {
        let wrong =
            || Refusal::invalid("parameter_wrong").with("name", name.as_str()).with("given", value.as_str()).at(&name);
        match name.as_str() {
            "from" => of.from = value.parse().map_err(|_| caller.fail(wrong()))?,
            "document" => {
                let (prefix, raw) = parse_any(&value).map_err(|r| caller.fail(r))?;
                let kind = Kind::from_prefix(prefix).ok_or_else(|| caller.fail(wrong()))?;
                of.document = Some(DocRef { kind, id: raw });
            }
            _ => return Err(caller.fail(narrowing::unknown(&name))),
        }
    }
    let preview = app.price_preview(&caller.reader(), id, of).await.map_err(|e| caller.fail(e))?;
    let mut answer = json!(preview);
    answer["object"] = "price_preview".into();
    Ok(Json(answer).into_response())
}
