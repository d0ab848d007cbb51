//! What changed on a quote since another revision: a page for the seller, and a part of the customer's page.

use crate::{
    document::{self, Names},
    forms,
    lists::{href_of, path_of},
    problem::Problem,
    session::Visitor,
    ui::{self, Cell, Column, Crumb, Row, Table, shell},
};
use app::{App, quote::Changes};
use axum::{
    extract::{Extension, Path, Query},
    response::{IntoResponse, Response},
};
use domain::{
    document::Kind,
    ids::QuoteId,
    quote::{FieldChange, LineChanged, LineDiff, Totals},
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value as Json, json};

/// What it is compared with.
#[derive(Debug, Deserialize)]
pub struct Compared {
    from: Option<String>,
}

/// `GET /quotes/{id}/changes`, `GET /quotes/{id}/changes?from=quo_...`
pub async fn page(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path(id): Path<String>,
    Query(compared): Query<Compared>,
) -> Result<Response, Problem> {
    let fail = |refusal| Problem(refusal, visitor.lang);
    let quote: QuoteId = id.parse().map_err(fail)?;
    let from = compared.from.filter(|from| !from.is_empty()).map(|from| from.parse()).transpose().map_err(fail)?;
    let found = app.quote_changes(&visitor.reader(), quote, from).await;
    let changes = found.map_err(|e| Problem(e.into_refusal(), visitor.lang))?;
    let values = changes.diff.terms.iter().flat_map(|change| [&change.before, &change.after]);
    let named: serde_json::Map<String, Json> =
        values.enumerate().map(|(at, value)| (at.to_string(), value.clone())).collect();
    let names = document::names(&app, &visitor, &Json::Object(named)).await;
    let back = href_of(Kind::Quote, quote.raw());
    let crumbs = [
        Crumb::new(document::capital(&text::kinds(visitor.lang, Kind::Quote)), format!("/{}", path_of(Kind::Quote))),
        Crumb::new(changes.to_number.clone(), back.clone()),
    ];
    let numbers = [("from", changes.from_number.as_str().into()), ("to", changes.to_number.as_str().into())];
    let title = text::t_with(visitor.lang, "changes-title", &numbers);
    let body = html! { section class="q-card" { div class="q-card-body" { (section(&visitor, &changes, &names)) } } };
    let actions = html! { a class="btn btn-q-plain" href=(back) { (visitor.t("grid-back")) } };
    Ok(visitor.page(|ctx| shell(ctx, &title, &crumbs, actions, body)).into_response())
}

/// Terms, lines and totals that are not as they were.
pub fn section(visitor: &Visitor, changes: &Changes, names: &Names) -> Markup {
    let diff = &changes.diff;
    html! {
        @if diff.is_empty() { p { (visitor.t("changes-none")) } }
        @if !diff.terms.is_empty() { (ui::table(&terms(visitor, &diff.terms, names))) }
        @if !diff.lines.is_empty() { (ui::table(&lines(visitor, &diff.lines))) }
        (ui::table(&totals(visitor, &diff.before, &diff.after)))
    }
}

fn columns(visitor: &Visitor, first: &[&str]) -> Vec<Column> {
    let named = first.iter().enumerate().map(|(at, key)| (at, Column::new(visitor.t(key))));
    let named = named.map(|(at, column)| if at == 0 { column.grow() } else { column });
    let values = ["changes-before", "changes-after"].map(|key| Column::money(visitor.t(key)));
    named.chain(values).collect()
}

fn terms(visitor: &Visitor, terms: &[FieldChange], names: &Names) -> Table {
    let shown = |change: &FieldChange, value: &Json| match value.as_str().and_then(|id| names.get(id)) {
        Some((name, _)) => name.clone(),
        None => text::value(visitor.lang, change.field, value),
    };
    let row = |change: &FieldChange| {
        let cells = [shown(change, &change.before), shown(change, &change.after)].map(Cell::from);
        Row::new([Cell::from(forms::label(visitor.lang, change.field))].into_iter().chain(cells).collect())
    };
    let rows = terms.iter().map(row).collect();
    Table { caption: visitor.t("changes-terms"), columns: columns(visitor, &["field-change"]), rows, cards: true }
}

/// A row per field that changed; of a line that came or went one for all of it.
fn lines(visitor: &Visitor, lines: &[LineDiff]) -> Table {
    let rows = lines.iter().flat_map(|line| {
        let of = |change: String, before: String, after: String| {
            let what = format!("{} · {}", line.no, line.description.lines().next().unwrap_or_default());
            Row::new([what, change, before, after].map(Cell::from).to_vec())
        };
        let whole = |side: fn(&FieldChange) -> &Json| {
            let value = |name: &str| {
                let change = line.fields.iter().find(|change| change.field == name)?;
                Some(text::value(visitor.lang, name, side(change)))
            };
            ["quantity", "net"].into_iter().filter_map(value).collect::<Vec<_>>().join(" · ")
        };
        let word = visitor.t(&format!("changed-{}", line.change.key()));
        match line.change {
            LineChanged::Added => vec![of(word, "–".into(), whole(|change| &change.after))],
            LineChanged::Removed => vec![of(word, whole(|change| &change.before), "–".into())],
            LineChanged::Changed => {
                let field = |change: &FieldChange| {
                    let [before, after] =
                        [&change.before, &change.after].map(|value| text::value(visitor.lang, change.field, value));
                    of(forms::label(visitor.lang, change.field), before, after)
                };
                line.fields.iter().map(field).collect()
            }
        }
    });
    let columns = columns(visitor, &["field-line", "field-change"]);
    Table { caption: visitor.t("changes-lines"), columns, rows: rows.collect(), cards: true }
}

fn totals(visitor: &Visitor, before: &Totals, after: &Totals) -> Table {
    let rows = ["one_off", "first_year", "contract_value"].map(|name| {
        let of = |totals: &Totals| text::value(visitor.lang, name, &json!(totals)[name]);
        Row::new([visitor.t(&format!("sum-{name}")), of(before), of(after)].map(Cell::from).to_vec())
    });
    let caption = visitor.t("changes-totals");
    Table { caption, columns: columns(visitor, &["changes-sum"]), rows: rows.to_vec(), cards: true }
}
