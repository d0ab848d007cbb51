//! The promotions of a quote, as its page and the customer's show them.

use crate::{
    session::Visitor,
    ui::{self, Cell, Column, Row, Table},
};
use domain::quote::Promotions;
use maud::Markup;
use serde_json::Value as Json;

/// What each code takes off, or why it takes nothing off; nothing without promotions.
pub fn section(visitor: &Visitor, body: &Json) -> Option<(String, Markup)> {
    table(visitor, body, true)
}

/// For the customer: those that take something off.
pub fn applied(visitor: &Visitor, body: &Json) -> Option<(String, Markup)> {
    table(visitor, body, false)
}

fn table(visitor: &Visitor, body: &Json, with_idle: bool) -> Option<(String, Markup)> {
    let promotions: Promotions = serde_json::from_value(body.get("promotions")?.clone()).ok()?;
    let offers = promotions.offers.iter().filter(|offer| with_idle || offer.is_applied());
    let row = |offer: &domain::quote::QuotePromotion| {
        let what = match &offer.not_applied {
            Some(reason) => text::not_applied(visitor.lang, reason),
            None => format!("− {}", text::format::money(visitor.lang, offer.amount)),
        };
        Row::new(vec![Cell::from(offer.terms.code.clone()), Cell::from(what)])
    };
    let rows: Vec<Row> = offers.map(row).collect();
    if rows.is_empty() {
        return None;
    }
    let title = visitor.t("field-promotions");
    let columns = vec![Column::new(visitor.t("field-code")).grow(), Column::money(visitor.t("promotion-takes"))];
    Some((title.clone(), ui::table(&Table { caption: title, columns, rows, cards: false })))
}
