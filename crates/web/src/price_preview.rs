//! What a price list that is being prepared would change: sums by kind, by customer, and the documents behind them.

use crate::{
    document::capital,
    lists::{href_of, path_of},
    offers::action,
    problem::Problem,
    session::Visitor,
    ui::{self, Cell, Column, Crumb, Row, Table, shell},
};
use app::{
    App,
    price_book::{Difference, PreviewOf, PricePreview},
};
use axum::{
    extract::{Extension, Path, Query as Asked},
    response::{IntoResponse, Response},
};
use domain::{
    document::{DocRef, Kind},
    ids::{PriceBookId, parse_any},
    refusal::Refusal,
};
use maud::{Markup, html};
use serde::Deserialize;

/// Which part is asked for.
#[derive(Debug, Deserialize)]
pub struct Part {
    #[serde(default)]
    from: usize,
    document: Option<String>,
}

/// `GET /price_books/{id}/preview?from=100`, and `?document=quo_...` for the lines of one.
pub async fn page(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path(id): Path<String>,
    Asked(part): Asked<Part>,
) -> Result<Response, Problem> {
    let fail = |refusal: Refusal| Problem(refusal, visitor.lang);
    let book: PriceBookId = id.parse().map_err(fail)?;
    let of = PreviewOf { from: part.from, document: part.document.as_deref().map(document).transpose().map_err(fail)? };
    let found = app.price_preview(&visitor.reader(), book, of).await.map_err(|e| fail(e.into_refusal()))?;
    let back = href_of(Kind::PriceBook, book.raw());
    let crumbs = [
        Crumb::new(capital(&text::kinds(visitor.lang, Kind::PriceBook)), format!("/{}", path_of(Kind::PriceBook))),
        Crumb::new(found.name.clone(), back.clone()),
    ];
    let title = text::t_with(visitor.lang, "prices-preview-title", &[("name", found.name.as_str().into())]);
    let here = format!("{back}/preview");
    let body = html! {
        p class="q-quiet" { (text::t_with(visitor.lang, "prices-preview-lead", &[
            ("name", found.name.as_str().into()), ("earlier", found.earlier_name.as_str().into()), ("from", found.valid_from.into()),
        ])) }
        @if of.document.is_some() {
            p { a href=(here) { (visitor.t("prices-preview-all")) } }
            (lines(&visitor, &found))
        } @else {
            (section(&visitor, "prices-preview-kinds", kinds(&visitor, &found)))
            @if found.count == 0 { p { (visitor.t("prices-preview-none")) } }
            @else {
                (section(&visitor, "prices-preview-customers", customers(&visitor, &found)))
                (section(&visitor, "prices-preview-documents", documents(&visitor, &found, &here)))
                (pager(&visitor, &found, of.from, &here))
            }
            (not_priced(&visitor, &found))
        }
    };
    let publish = app::verbs::find("price_book.publish").filter(|verb| visitor.can(verb.name()));
    let actions = publish.map(|verb| action(&visitor, verb, DocRef { kind: Kind::PriceBook, id: book.raw() }));
    Ok(visitor
        .page(|ctx| {
            let actions = html! {
                a class="btn btn-q-plain" href=(back) { (visitor.t("prices-preview-back")) }
                @if let Some(action) = &actions { (ui::button(ctx, action, "btn btn-primary")) }
            };
            shell(ctx, &title, &crumbs, actions, body)
        })
        .into_response())
}

fn document(id: &str) -> Result<DocRef, Refusal> {
    let (prefix, raw) = parse_any(id)?;
    let kind = Kind::from_prefix(prefix);
    let kind = kind.ok_or_else(|| Refusal::invalid("parameter_wrong").with("name", "document").with("given", id))?;
    Ok(DocRef { kind, id: raw })
}

fn section(visitor: &Visitor, title: &str, table: Table) -> Markup {
    html! { section class="q-card" { h2 class="q-legend" { (visitor.t(title)) } (ui::table(&table)) } }
}

fn amounts(visitor: &Visitor, amounts: &Difference) -> [Cell; 3] {
    let money = |money| Cell::from(text::format::money(visitor.lang, money));
    [money(amounts.before), money(amounts.after), money(amounts.difference)]
}

fn table(visitor: &Visitor, caption: &str, first: &[&str], rows: Vec<Row>) -> Table {
    let named = first.iter().enumerate().map(|(at, key)| {
        let column = Column::new(visitor.t(key));
        if at == 0 { column.grow() } else { column }
    });
    let figures = ["prices-before", "prices-after", "prices-difference"].map(|key| Column::money(visitor.t(key)));
    Table { caption: visitor.t(caption), columns: named.chain(figures).collect(), rows, cards: true }
}

fn kinds(visitor: &Visitor, found: &PricePreview) -> Table {
    let rows = found.kinds.iter().filter_map(|kind| Some((Kind::from_noun(kind.kind)?, kind)));
    let rows = rows.map(|(of, kind)| {
        let values = [("changed", kind.changed.into()), ("looked", kind.looked_at.into())];
        let mut cells = vec![
            Cell::from(capital(&text::kinds(visitor.lang, of))),
            Cell::from(text::t_with(visitor.lang, "prices-preview-count", &values)),
        ];
        cells.extend(amounts(visitor, &kind.amounts));
        Row::new(cells)
    });
    table(visitor, "prices-preview-kinds", &["prices-preview-what", "prices-preview-changed"], rows.collect())
}

fn customers(visitor: &Visitor, found: &PricePreview) -> Table {
    let rows = found.customers.iter().map(|sum| {
        let name = html! { a href=(href_of(Kind::Customer, sum.customer.raw())) { (sum.name) } };
        let mut cells = vec![Cell::from(name), Cell::from(sum.documents.to_string())];
        cells.extend(amounts(visitor, &sum.amounts));
        Row::new(cells)
    });
    table(visitor, "prices-preview-customers", &["field-customer", "prices-preview-number"], rows.collect())
}

fn documents(visitor: &Visitor, found: &PricePreview, here: &str) -> Table {
    let rows = found.documents.iter().map(|changed| {
        let kind = text::kind(visitor.lang, changed.document.kind);
        let name = html! {
            a href=(href_of(changed.document.kind, changed.document.id)) { (capital(&kind)) " " (changed.number) }
            @if !changed.title.is_empty() { " " small { (changed.title) } }
        };
        let mut cells = vec![
            Cell::from(name),
            Cell::from(changed.customer_name.clone().unwrap_or_default()),
            Cell::from(visitor.t(&format!("state-{}", changed.state))),
        ];
        let [before, after, difference] = amounts(visitor, &changed.amounts);
        cells.extend([before, after, difference.drill(format!("{here}?document={}", changed.document))]);
        Row::new(cells)
    });
    let named = ["prices-preview-document", "field-customer", "field-state"];
    table(visitor, "prices-preview-documents", &named, rows.collect())
}

/// The lines of the one document that was asked about.
fn lines(visitor: &Visitor, found: &PricePreview) -> Markup {
    html! {
        @if found.documents.is_empty() { p { (visitor.t("prices-preview-none")) } }
        @for changed in &found.documents {
            @let rows = changed.lines.iter().map(|line| {
                let mut cells = vec![Cell::from(line.description.clone()), Cell::from(line.no.to_string())];
                cells.extend(amounts(visitor, &line.amounts));
                Row::new(cells)
            }).collect();
            section class="q-card" {
                h2 class="q-legend" {
                    a href=(href_of(changed.document.kind, changed.document.id)) {
                        (capital(&text::kind(visitor.lang, changed.document.kind))) " " (changed.number)
                    }
                }
                (ui::table(&table(visitor, "ui-lines", &["field-description", "field-line"], rows)))
            }
        }
    }
}

fn pager(visitor: &Visitor, found: &PricePreview, from: usize, here: &str) -> Markup {
    let shown = found.documents.len();
    html! {
        p class="q-quiet" {
            @if from > 0 { a href=(here) { (visitor.t("prices-preview-first")) } " · " }
            (text::t_with(visitor.lang, "prices-preview-shown", &[
                ("from", (from + 1).into()), ("until", (from + shown).into()), ("count", found.count.into()),
            ]))
            @if found.has_more { " · " a href=(format!("{here}?from={}", from + shown)) { (visitor.t("prices-preview-next")) } }
        }
    }
}

fn not_priced(visitor: &Visitor, found: &PricePreview) -> Markup {
    html! {
        @if !found.not_priced.is_empty() {
            section class="q-card" {
                h2 class="q-legend" { (visitor.t("prices-preview-not_priced")) }
                ul {
                    @for one in found.not_priced.iter().take(50) {
                        li { a href=(href_of(one.document.kind, one.document.id)) { (one.number) } ": " (text::refusal(visitor.lang, &one.refusal)) }
                    }
                }
            }
        }
    }
}
