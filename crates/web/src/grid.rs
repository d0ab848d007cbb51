//! The editor of a quote's lines: a page around the one island, `assets/grid/`, and the JSON it reads and writes. Rows come
//! in stretches, so that a quote of ten thousand lines opens as fast as one of ten.

use crate::{
    acts::check_csrf,
    assets::asset,
    lists::{href_of, path_of},
    prices,
    problem::{Problem, status},
    session::Visitor,
    ui::{Crumb, Icon, icon, shell},
};
use app::{
    App, Call,
    quote::{Row, Rows},
    read::Query,
};
use axum::{
    Json as Body,
    body::Bytes,
    extract::{Extension, Path, Query as Asked},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{
    document::{DocRef, Kind},
    ids::{ProductId, QuoteId, RawId},
    money::Money,
    quote::{Margin, Promotions, QuotePromotion, Totals},
    refusal::Refusal,
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// The words that the island says itself.
const WORDS: &[&str] = &[
    "grid-saved",
    "grid-saving",
    "grid-loading",
    "grid-failed",
    "grid-conflict",
    "grid-wrong-kind",
    "grid-wrong-charging",
    "grid-wrong-alternative",
    "grid-wrong-range",
    "grid-readonly",
    "grid-model",
    "grid-new-row",
    "grid-choices",
    "kind-item",
    "kind-optional",
    "kind-chosen",
    "kind-alternative",
    "kind-declined",
    "kind-heading",
    "kind-note",
    "charging-one_off",
    "charging-monthly",
    "charging-quarterly",
    "charging-yearly",
    "total-one_off",
    "total-month",
    "total-quarter",
    "total-year",
    "total-first_year",
    "total-contract_value",
    "field-margin",
];
const COLUMNS: &[&str] = &[
    "no",
    "kind",
    "sku",
    "description",
    "quantity",
    "unit",
    "price",
    "discount",
    "charging",
    "term",
    "alternative",
    "customer_quantity",
    "net",
    "margin",
];

/// The columns this reader sees: what is left after cost only for who may see costs.
fn columns(rows: &Rows) -> &'static [&'static str] {
    let without = COLUMNS.len() - 1;
    if rows.shows_margin { COLUMNS } else { &COLUMNS[..without] }
}

/// A stretch of rows.
#[derive(Debug, Deserialize)]
pub struct Stretch {
    #[serde(default)]
    from: usize,
    count: Option<usize>,
}

fn quote_of(visitor: &Visitor, id: &str) -> Result<QuoteId, Problem> {
    id.parse().map_err(|refusal| Problem(refusal, visitor.lang))
}

/// `GET /quotes/{id}/lines`
pub async fn page(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let failed = |e: app::Error| Problem(e.into_refusal(), visitor.lang);
    let quote = quote_of(&visitor, &id)?;
    let document = DocRef { kind: Kind::Quote, id: quote.raw() };
    // Whoever may not see the quote is told so here.
    let rows = app.quote_rows(&visitor.reader(), quote, 0, 0).await.map_err(failed)?;
    let head = app.listed(&visitor.reader(), document).await.map_err(failed)?;
    let back = href_of(Kind::Quote, quote.raw());
    let crumbs = [
        Crumb::new(
            crate::document::capital(&text::kinds(visitor.lang, Kind::Quote)),
            format!("/{}", path_of(Kind::Quote)),
        ),
        Crumb::new(head.number.clone(), back.clone()),
    ];
    let title = text::t_with(visitor.lang, "grid-title", &[("number", head.number.as_str().into())]);
    let config = config(&visitor, &rows, quote);
    let body = html! {
        link rel="stylesheet" href=(asset("grid/grid.css"));
        section class="q-card q-sheet-card" { (island(&visitor, &rows, &config)) }
        script type="module" src=(asset("grid/grid.js")) {}
    };
    let actions = html! { a class="btn btn-q-plain" href=(back) { (visitor.t("grid-back")) } };
    Ok(visitor.page(|ctx| shell(ctx, &title, &crumbs, actions, body)).into_response())
}

fn config(visitor: &Visitor, rows: &Rows, quote: QuoteId) -> Json {
    let mut words: Map<String, Json> = WORDS.iter().map(|key| (key.to_string(), Json::from(visitor.t(key)))).collect();
    words.extend(
        columns(rows)
            .iter()
            .map(|name| (format!("grid-col-{name}"), Json::from(visitor.t(&format!("grid-col-{name}"))))),
    );
    // Filled in by the island, which knows the values.
    let blank = |key: &str, names: &[&str]| {
        let marks: Vec<_> = names.iter().map(|name| (*name, format!("%{name}%"))).collect();
        let values: Vec<_> = marks.iter().map(|(name, mark)| (*name, mark.as_str().into())).collect();
        Json::from(text::t_with(visitor.lang, key, &values))
    };
    words.insert("grid-refused".into(), blank("grid-refused", &["sentence"]));
    words.insert("grid-wrong-figure".into(), blank("grid-wrong-figure", &["example"]));
    words.insert("grid-too-wide".into(), blank("grid-too-wide", &["columns", "left"]));
    json!({
        "url": format!("/quotes/{quote}/lines"),
        "lookup": format!("/lookup?kind={}&", Kind::Product.prefix()),
        "lang": visitor.lang.code(),
        "currency": rows.totals.one_off.currency().code(),
        "digits": rows.totals.one_off.currency().exponent(),
        "editable": rows.editable,
        "columns": columns(rows),
        "words": words,
        "units": text::format::units(visitor.lang).into_iter().collect::<BTreeMap<_, _>>(),
    })
}

fn island(visitor: &Visitor, rows: &Rows, config: &Json) -> Markup {
    let tool = |act: &str, shape: Option<Icon>, key: &str| {
        html! {
            button type="button" class="btn btn-q-plain" data-grid=(act) disabled {
                @if let Some(shape) = shape { (icon(shape)) }
                span { (visitor.t(key)) }
            }
        }
    };
    html! {
        div class={ "q-sheet" @if rows.shows_margin { " has-margin" } } data-lines=(config) {
            @if rows.editable {
                div class="q-sheet-tools" role="toolbar" aria-label=(visitor.t("grid-label")) {
                    (tool("insert", Some(Icon::Plus), "grid-insert"))
                    (tool("delete", Some(Icon::Trash), "grid-delete"))
                    (tool("up", Some(Icon::ArrowUp), "grid-up"))
                    (tool("down", Some(Icon::ArrowDown), "grid-down"))
                    (tool("undo", None, "grid-undo"))
                    (tool("redo", None, "grid-redo"))
                    p class="q-sheet-state" data-state="loading" role="status" aria-live="polite" { (visitor.t("grid-loading")) }
                }
                div class="q-sheet-trouble" role="alert" hidden {
                    p {}
                    button type="button" class="btn btn-q-plain" data-grid="retry" { (visitor.t("grid-retry")) }
                    button type="button" class="btn btn-q-plain" data-grid="reload" { (visitor.t("grid-reload")) }
                    button type="button" class="btn btn-q-plain" data-grid="discard" { (visitor.t("grid-discard")) }
                }
            } @else {
                p class="q-sheet-state" data-state="loading" role="status" aria-live="polite" { (visitor.t("grid-loading")) }
            }
            div class="q-sheet-box" role="grid" tabindex="0" aria-label=(visitor.t("grid-label")) aria-describedby="lines-help"
                aria-colcount=(columns(rows).len()) aria-rowcount=(rows.count + 1) aria-multiselectable="true" {}
            p class="q-sheet-help" id="lines-help" { (visitor.t("grid-help")) }
            div class="q-sheet-foot" {
                section class="q-sheet-steps" aria-label=(visitor.t("grid-steps")) { (visitor.t("grid-steps-wait")) }
                dl class="q-sheet-totals" aria-live="off" {}
            }
        }
    }
}

/// `GET /quotes/{id}/lines/rows?from=200&count=200`
pub async fn rows(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path(id): Path<String>,
    Asked(stretch): Asked<Stretch>,
) -> Response {
    let quote = match id.parse() {
        Ok(quote) => quote,
        Err(refusal) => return refused(&visitor, refusal),
    };
    match app.quote_rows(&visitor.reader(), quote, stretch.from, stretch.count.unwrap_or(200)).await {
        Ok(rows) => {
            let mut answer = json!({"version": rows.version, "count": rows.count, "totals": totals(&visitor, (&rows.totals, &rows.promotions), rows.margin.as_ref())});
            answer["products"] = products(&visitor, &app, &rows.rows).await;
            answer["rows"] = shown(&rows.rows);
            Body(answer).into_response()
        }
        Err(error) => refused(&visitor, error.into_refusal()),
    }
}

/// `POST /quotes/{id}/lines` with `{"version": 3, "changes": [..]}`, as `quote.edit_lines` takes them.
pub async fn edit(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let token = headers.get("x-csrf-token").and_then(|v| v.to_str().ok()).unwrap_or_default();
    if let Err(Problem(refusal, _)) = check_csrf(&visitor, token) {
        return refused(&visitor, refusal);
    }
    let Ok(Json::Object(mut input)) = serde_json::from_slice::<Json>(&body) else {
        return refused(&visitor, Refusal::invalid("body_not_object"));
    };
    input.insert("id".into(), id.into());
    let mut call = Call::new(visitor.who.org, visitor.who.actor.clone());
    call.idempotency_key = headers.get("idempotency-key").and_then(|v| v.to_str().ok()).map(str::to_string);
    match app.edit_quote_lines(&call, Json::Object(input)).await {
        Ok(edited) => {
            let mut answer = json!({
                "version": edited.version,
                "count": edited.count,
                "totals": totals(&visitor, (&edited.totals, &edited.promotions), edited.margin.as_ref()),
                "reordered": edited.reordered,
                "undo": edited.undo,
            });
            answer["products"] = products(&visitor, &app, &edited.rows).await;
            answer["rows"] = shown(&edited.rows);
            Body(answer).into_response()
        }
        Err(error) => refused(&visitor, error.into_refusal()),
    }
}

fn shown(rows: &[Row]) -> Json {
    serde_json::to_value(rows).unwrap_or(Json::Null)
}

/// Codes and names of the products that rows hold, for those who may see products.
async fn products(visitor: &Visitor, app: &App, rows: &[Row]) -> Json {
    let ids: BTreeSet<ProductId> = rows.iter().filter_map(|row| row.line.terms.product).collect();
    if ids.is_empty() || !visitor.can("product.read") {
        return json!({});
    }
    let ids: Vec<RawId> = ids.into_iter().map(|id| id.raw()).collect();
    let query =
        Query { kind: Some(Kind::Product), limit: u32::try_from(ids.len()).unwrap_or(1_000), ids, ..Query::default() };
    let found = app.list(&visitor.reader(), query).await.map(|page| page.rows).unwrap_or_default();
    found
        .iter()
        .map(|l| (Kind::Product.show(l.id), json!({"sku": l.number, "name": l.title})))
        .collect::<Map<_, _>>()
        .into()
}

/// What the lines come to, in the reader's language.
fn totals(visitor: &Visitor, (totals, promotions): (&Totals, &Promotions), margin: Option<&Margin>) -> Json {
    let one = |key: &str, money: Money| json!({"key": key, "text": text::format::money(visitor.lang, money)});
    let mut all: Vec<Json> = promotions.offers.iter().map(|offer| promotion(visitor, offer)).collect();
    if totals.one_off.minor() != 0 || totals.recurring.is_empty() {
        all.push(one("total-one_off", totals.one_off));
    }
    for recurring in &totals.recurring {
        let key = match recurring.interval.months() {
            1 => "total-month",
            3 => "total-quarter",
            _ => "total-year",
        };
        all.push(one(key, recurring.net));
    }
    all.push(one("total-first_year", totals.first_year));
    all.push(one("total-contract_value", totals.contract_value));
    if visitor.can("product.cost") {
        all.push(json!({"key": "field-margin", "text": prices::total_margin(visitor, margin)}));
    }
    all.into()
}

/// A code with what it takes off, or why it takes nothing off.
fn promotion(visitor: &Visitor, offer: &QuotePromotion) -> Json {
    let text = match &offer.not_applied {
        Some(reason) => text::not_applied(visitor.lang, reason),
        None => format!("− {}", text::format::money(visitor.lang, offer.amount)),
    };
    json!({"label": format!("{} {}", visitor.t("promotion-one"), offer.terms.code), "text": text})
}

fn refused(visitor: &Visitor, refusal: Refusal) -> Response {
    let code: StatusCode = status(refusal.kind);
    let sentence = text::refusal(visitor.lang, &refusal);
    let error = json!({"error": {"code": refusal.code, "message": sentence, "param": refusal.param}});
    (code, Body(error)).into_response()
}
