//! How prices came about, on pages: beside a line in the editor, and on the page of a quote.

use crate::{
    problem::Problem,
    session::Visitor,
    ui::{self, Cell, Column, Row, Table},
};
use app::{App, quote::Waterfall};
use axum::{
    extract::{Extension, Path, Query as Asked},
    response::{IntoResponse, Response},
};
use domain::{
    document::{DocRef, Kind},
    ids::QuoteId,
    pricing::PriceStep,
    quote::Margin,
    refusal::Refusal,
};
use maud::{Markup, html};
use serde::Deserialize;

/// Most lines whose steps stand on a quote's own page; the editor shows those of every line.
const LINES_SHOWN: usize = 100;

/// Which line is asked about.
#[derive(Debug, Deserialize)]
pub struct OfLine {
    line: u32,
}

/// `GET /quotes/{id}/lines/steps?line=3`: a part of the editor's page.
pub async fn steps(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path(id): Path<String>,
    Asked(of): Asked<OfLine>,
) -> Result<Response, Problem> {
    let quote: QuoteId = id.parse().map_err(|refusal: Refusal| Problem(refusal, visitor.lang))?;
    let found = app.waterfall(&visitor.reader(), quote, Some(of.line)).await;
    let found = found.map_err(|e| Problem(e.into_refusal(), visitor.lang))?;
    let title = text::t_with(visitor.lang, "steps-title", &[("no", of.line.into())]);
    let shows_cost = visitor.can("product.cost");
    let body = html! {
        h2 { (title) }
        @for line in &found.lines {
            p class="q-quiet" { (line.description) }
            @if line.steps.is_empty() { p { (visitor.t("steps-none")) } }
            @else { (list(&visitor, &found, &line.steps)) }
            @if shows_cost && line.kind.is_priced() {
                dl class="q-facts" {
                    div { dt { (visitor.t("field-margin")) } dd { (left(&visitor, line.margin.as_ref())) } }
                }
            }
        }
        @if !found.whole.is_empty() { (list(&visitor, &found, &found.whole)) }
    };
    Ok(body.into_response())
}

fn list(visitor: &Visitor, found: &Waterfall, steps: &[PriceStep]) -> Markup {
    html! {
        ol class="q-steps-of-price" {
            @for step in steps {
                @let told = text::price_step(visitor.lang, step);
                li data-idle[told.idle] {
                    strong { (told.what) }
                    span class="q-step-how" { (told.how) }
                    @if let Some(source) = source(visitor, found, step) { small { (source) } }
                    @if !told.idle { span class="q-step-result" { (text::format::money(visitor.lang, step.result)) } }
                }
            }
        }
    }
}

fn source(visitor: &Visitor, found: &Waterfall, step: &PriceStep) -> Option<String> {
    found.source(step).map(|(name, version)| text::price_source(visitor.lang, &name, version))
}

/// A margin with its percentage, or that nobody knows it.
fn left(visitor: &Visitor, margin: Option<&Margin>) -> String {
    let Some(margin) = margin else { return visitor.t("steps-margin-none") };
    let amount = text::format::money(visitor.lang, margin.margin);
    match margin.percent {
        Some(percent) => format!("{amount} ({})", text::format::percent(visitor.lang, percent)),
        None => amount,
    }
}

/// What is left of a whole quote, as the editor shows it among the totals.
pub fn total_margin(visitor: &Visitor, margin: Option<&Margin>) -> String {
    if margin.is_none() { visitor.t("steps-total-margin-none") } else { left(visitor, margin) }
}

/// The section of a quote's page.
pub async fn section(visitor: &Visitor, app: &App, document: DocRef) -> Result<Option<(String, Markup)>, app::Error> {
    if document.kind != Kind::Quote {
        return Ok(None);
    }
    let found = app.waterfall(&visitor.reader(), QuoteId(document.id), None).await?;
    if found.lines.is_empty() {
        return Ok(None);
    }
    let of_lines = found.lines.iter().take(LINES_SHOWN).flat_map(|line| &line.steps);
    let row = |step: &PriceStep| {
        let told = text::price_step(visitor.lang, step);
        let how = html! {
            @if told.idle { em { (visitor.t("steps-not-applied")) ": " (told.how) } } @else { (told.how) }
        };
        Row::new(vec![
            Cell::from(if step.line == 0 { String::new() } else { step.line.to_string() }),
            Cell::from(told.what),
            Cell::from(how),
            Cell::from(source(visitor, &found, step).unwrap_or_default()),
            Cell::from(if told.idle { String::new() } else { text::format::money(visitor.lang, step.result) }),
        ])
    };
    let columns = vec![
        Column::new(visitor.t("field-line")),
        Column::new(visitor.t("field-step")),
        Column::new(visitor.t("field-arithmetic")).grow(),
        Column::new(visitor.t("steps-source")),
        Column::money(visitor.t("field-result")),
    ];
    let rows = of_lines.chain(&found.whole).map(row).collect();
    let caption = visitor.t("section-waterfall");
    let count = found.lines.len();
    let values = [("shown", LINES_SHOWN.into()), ("count", count.into())];
    let body = html! {
        (ui::table(&Table { caption: caption.clone(), columns, rows, cards: false }))
        @if count > LINES_SHOWN { p class="q-quiet" { (text::t_with(visitor.lang, "waterfall-more", &values)) } }
    };
    Ok(Some((caption, body)))
}
