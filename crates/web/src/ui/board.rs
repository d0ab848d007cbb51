//! A board of cards in columns, for the pipeline. A card is moved with its menu or by dragging; both post the same form.

use maud::{Markup, html};

use super::{CSRF_FIELD, Ctx, Icon, icon};

#[derive(Clone, Debug)]
pub struct BoardCard {
    pub id: String,
    pub title: String,
    pub href: String,
    pub subtitle: String,
    pub amount: Option<String>,
    /// Badges.
    pub marks: Vec<Markup>,
    /// Next step and date.
    pub note: Option<String>,
}

#[derive(Clone, Debug)]
pub struct BoardColumn {
    /// The stage's value in the posted move.
    pub id: String,
    pub title: String,
    /// Number and sum of the cards.
    pub summary: String,
    pub cards: Vec<BoardCard>,
}

pub struct Board {
    pub title: String,
    pub columns: Vec<BoardColumn>,
    /// Where `id` and `to` are posted; `None` when the reader may not move cards.
    pub move_to: Option<String>,
}

/// A board that fills the page.
pub fn board_page(ctx: &Ctx, given: &Board) -> Markup {
    html! { div class="q-board-page" { (board(ctx, given)) } }
}

pub fn board(ctx: &Ctx, given: &Board) -> Markup {
    html! {
        div class="q-board" role="region" aria-label=(given.title) tabindex="0" data-board[given.move_to.is_some()] {
            @for column in &given.columns {
                section class="q-column" data-column=(column.id) aria-label=(column.title) {
                    header class="q-column-head" { h2 { (column.title) } span class="text-secondary" { (column.summary) } }
                    ul { @for one in &column.cards { (board_card(ctx, given, column, one)) } }
                }
            }
        }
    }
}

fn board_card(ctx: &Ctx, given: &Board, column: &BoardColumn, one: &BoardCard) -> Markup {
    let movable = given.move_to.is_some();
    html! {
        li class="q-board-card" draggable=[movable.then_some("true")] data-card=(one.id) {
            div class="q-board-card-head" {
                a class="q-board-card-title" href=(one.href) { (one.title) }
                @if let Some(action) = &given.move_to {
                    details class="q-menu" {
                        summary class="q-menu-dots" aria-label={ (ctx.t("ui-move")) " " (one.title) } { (icon(Icon::Dots)) }
                        form method="post" action=(action) class="q-menu-body" {
                            input type="hidden" name=(CSRF_FIELD) value=(ctx.csrf);
                            input type="hidden" name="id" value=(one.id);
                            p class="q-menu-title" { (ctx.t("ui-move-to")) }
                            @for other in given.columns.iter().filter(|other| other.id != column.id) {
                                button type="submit" class="q-menu-item" name="to" value=(other.id) { (other.title) }
                            }
                        }
                    }
                }
            }
            p class="text-secondary" { (one.subtitle) }
            div class="q-board-card-foot" {
                @if let Some(amount) = &one.amount { span class="q-money" { (amount) } }
                @for mark in &one.marks { (mark) }
            }
            @if let Some(note) = &one.note { p class="q-board-card-note" { (icon(Icon::Clock)) (note) } }
        }
    }
}
