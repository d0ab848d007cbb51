//! Prices over the API: how those of a quote came about.

use crate::handlers::{Answer, Caller, pairs};
use app::{App, narrowing};
use axum::{
    Json,
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::IntoResponse,
};
use domain::{ids::QuoteId, refusal::Refusal};
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
