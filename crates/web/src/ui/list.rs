//! The list page: chips for the states, a search box, columns to sort by, rows to open, marks for work in bulk.
//! On a phone each row becomes a card: name and amount on the first line, the rest below.

use maud::{Markup, html};

use super::table::{Column, head};
use super::{Action, CSRF_FIELD, Cell, Ctx, Empty, Icon, button, empty_state, icon};

/// A filter with the number of rows behind it.
#[derive(Clone, Debug)]
pub struct Chip {
    pub label: String,
    pub count: Option<String>,
    pub href: String,
    pub active: bool,
}

#[derive(Clone, Debug)]
pub struct Search {
    /// What the reader has typed.
    pub value: String,
    /// What can be searched, for example "Number, customer or reference".
    pub placeholder: String,
    /// The rest of the query (chip, sort), kept while searching.
    pub keep: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub struct ListRow {
    /// The value of the row's mark in a bulk action.
    pub id: String,
    /// Read aloud for the row's mark, for example the document's number.
    pub name: String,
    pub href: String,
    /// One cell for each column; the first becomes the link and the title of the card.
    pub cells: Vec<Cell>,
}

/// Pages by cursor: there is no page number and no last page.
#[derive(Clone, Debug, Default)]
pub struct Paging {
    pub previous: Option<String>,
    pub next: Option<String>,
    /// For example "1-50 of 1,204".
    pub shown: Option<String>,
}

pub struct ListPage {
    pub title: String,
    /// All rows that match, already written.
    pub count: Option<String>,
    pub chips: Vec<Chip>,
    pub search: Option<Search>,
    pub columns: Vec<Column>,
    /// Which column is the amount, shown at the right of a card's first line.
    pub amount_column: Option<usize>,
    pub rows: Vec<ListRow>,
    /// Posts with `id` once for each marked row.
    pub bulk: Vec<Action>,
    pub csv: Option<String>,
    pub paging: Paging,
    pub empty: Empty,
}

/// The body of a list page; the actions that make something new go into the shell.
pub fn list_page(ctx: &Ctx, page: &ListPage) -> Markup {
    html! {
        div id="list" class="q-list" {
            div class="q-list-bar" {
                @if !page.chips.is_empty() { (chips(ctx, &page.chips)) }
                div class="q-list-tools" {
                    @if let Some(search) = &page.search { (search_box(ctx, search)) }
                    @if let Some(csv) = &page.csv {
                        a class="btn btn-q-plain" href=(csv) download { (icon(Icon::Download)) span { "CSV" } }
                    }
                }
            }
            div id="list-rows" {
                @if page.rows.is_empty() {
                    div class="q-card" { (empty_state(ctx, &page.empty)) }
                } @else {
                    (rows(ctx, page))
                }
            }
        }
    }
}

fn chips(ctx: &Ctx, chips: &[Chip]) -> Markup {
    html! {
        nav class="q-chips" aria-label=(ctx.t("ui-filter")) {
            @for chip in chips {
                a class="q-chip" href=(chip.href) aria-current=[chip.active.then_some("true")] {
                    span { (chip.label) }
                    @if let Some(count) = &chip.count { span class="q-count" { (count) } }
                }
            }
        }
    }
}

fn search_box(ctx: &Ctx, search: &Search) -> Markup {
    let path = ctx.path.split('?').next().unwrap_or_default();
    html! {
        form method="get" action=(path) class="q-search" role="search" aria-label=(ctx.t("ui-search-list"))
            hx-get=(path) hx-trigger="input changed delay:250ms from:find input[type=search], submit"
            hx-target="#list-rows" hx-select="#list-rows" hx-swap="outerHTML" hx-push-url="true" hx-sync="this:replace" {
            @for (name, value) in &search.keep { input type="hidden" name=(name) value=(value); }
            (icon(Icon::Search))
            input type="search" name="q" value=(search.value) placeholder=(search.placeholder)
                aria-label=(search.placeholder) class="form-control" autocomplete="off";
        }
    }
}

fn rows(ctx: &Ctx, page: &ListPage) -> Markup {
    let bulk = !page.bulk.is_empty();
    html! {
        form method="post" class="q-card q-list-card" data-bulk[bulk] {
            input type="hidden" name=(CSRF_FIELD) value=(ctx.csrf);
            @if bulk { (bulk_bar(ctx, &page.bulk)) }
            table class="q-table is-list" {
                caption class="visually-hidden" { (page.title) }
                thead {
                    tr {
                        @if bulk {
                            th class="q-check" scope="col" {
                                input type="checkbox" class="form-check-input" data-mark-all
                                    aria-label=(ctx.t("ui-mark-all"));
                            }
                        }
                        @for column in &page.columns { (head(column)) }
                    }
                }
                tbody { @for row in &page.rows { (list_row(ctx, page, row, bulk)) } }
            }
            (pager(ctx, page))
        }
    }
}

fn list_row(ctx: &Ctx, page: &ListPage, row: &ListRow, bulk: bool) -> Markup {
    html! {
        tr data-href=(row.href) {
            @if bulk {
                td class="q-check" {
                    input type="checkbox" class="form-check-input" name="id" value=(row.id) data-mark
                        aria-label={ (ctx.t("ui-mark")) " " (row.name) };
                }
            }
            @for (at, cell) in row.cells.iter().enumerate() {
                @let column = page.columns.get(at);
                @let place = if at == 0 { "is-title" } else if page.amount_column == Some(at) { "is-amount" } else { "" };
                td class={ (place) " " (column.map(Column::class).unwrap_or_default()) }
                    data-label=[column.map(|column| &column.label)] {
                    @if at == 0 { a class="q-row-link" href=(row.href) { (cell.body) } } @else { (cell.body) }
                }
            }
        }
    }
}

fn bulk_bar(ctx: &Ctx, actions: &[Action]) -> Markup {
    html! {
        div class="q-bulk" hidden role="region" aria-label=(ctx.t("ui-bulk")) {
            span class="q-bulk-count" aria-live="polite" { b data-bulk-count { "0" } " " (ctx.t("ui-selected")) }
            @for action in actions {
                button type="submit" formaction=(action.href) data-confirm=[action.confirm.as_ref()]
                    data-danger[action.danger]
                    class=(if action.danger { "btn btn-sm btn-q-danger q-plain" } else { "btn btn-sm btn-q-plain" }) {
                    @if let Some(found) = action.icon { (icon(found)) }
                    span { (action.label) }
                }
            }
            button type="button" class="btn btn-sm btn-q-ghost" data-bulk-clear { (ctx.t("ui-clear")) }
        }
    }
}

fn pager(ctx: &Ctx, page: &ListPage) -> Markup {
    let paging = &page.paging;
    if paging.previous.is_none() && paging.next.is_none() && paging.shown.is_none() {
        return html! {};
    }
    let step = |href: &Option<String>, key: &str| {
        href.as_ref().map(|href| button(ctx, &Action::link(ctx.t(key), href.clone()), "plain"))
    };
    html! {
        div class="q-pager" {
            span class="text-secondary" { @if let Some(shown) = &paging.shown { (shown) } }
            nav class="q-buttons" aria-label=(ctx.t("ui-pages")) {
                @if let Some(link) = step(&paging.previous, "ui-previous") { (link) }
                @if let Some(link) = step(&paging.next, "ui-next") { (link) }
            }
        }
    }
}
