//! The lines of a document as a table: only the columns that say something, and what is to be chosen about a line.

use super::{Names, money_at};
use crate::{
    bundles, forms,
    session::Visitor,
    ui::{Cell, Column, Row, Table},
};
use domain::money::Currency;
use maud::{Markup, html};
use serde_json::Value as Json;

pub fn lines(visitor: &Visitor, body: &Json, names: &Names) -> Option<Table> {
    let lines = body.get("lines").or_else(|| body.get("entries")).and_then(Json::as_array).filter(|l| !l.is_empty())?;
    let lang = visitor.lang;
    let currency = body.get("currency").and_then(Json::as_str).and_then(|c| c.parse().ok()).unwrap_or(Currency::EUR);
    let decimal = |line: &Json, key: &str| {
        line.get(key)
            .and_then(Json::as_str)
            .and_then(|s| s.parse().ok())
            .map(|d| text::format::decimal(lang, d))
            .unwrap_or_default()
    };
    let has = |key: &str| lines.iter().any(|l| l.get(key).is_some_and(|v| !v.is_null() && v != "0" && v["minor"] != 0));
    let text_of = |line: &Json, key: &str| {
        line.get(key).map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_string)).unwrap_or_default()
    };
    // Only columns that say something: a price book has no quantities, a delivery no prices.
    type Written<'a> = Box<dyn Fn(&Json) -> String + 'a>;
    let mut shown: Vec<(Column, Written)> = Vec::new();
    if has("no") {
        shown.push((Column::new(visitor.t("field-line")), Box::new(|l| text_of(l, "no"))));
    }
    shown.push((Column::new(visitor.t("field-description")).grow(), Box::new(|l| described(l, names).to_string())));
    for key in ["quantity", "delivered", "invoiced"] {
        if has(key) {
            let counted = move |l: &Json| match (l.get("unit").and_then(Json::as_str), bundles::quantity_of(l, key)) {
                (Some(unit), Some(many)) => format!("{} {}", decimal(l, key), text::format::unit_for(lang, unit, many)),
                _ => decimal(l, key),
            };
            shown.push((Column::money(forms::label(visitor.lang, key)), Box::new(counted)));
        }
    }
    if has("unit_price") || has("price") {
        let price = |l: &Json| unit_price(visitor, l, currency);
        shown.push((Column::money(visitor.t("field-unit_price")), Box::new(price)));
    }
    if has("discount") {
        let discount = |l: &Json| match l.get("discount") {
            Some(Json::String(percent)) if percent != "0" => format!("{percent} %"),
            Some(Json::Object(amount)) if amount["minor"] != 0 => money_at(visitor, l, "discount"),
            _ => String::new(),
        };
        shown.push((Column::money(visitor.t("field-discount")), Box::new(discount)));
    }
    if has("net") {
        shown.push((Column::money(visitor.t("field-net")), Box::new(|l| money_at(visitor, l, "net"))));
    }
    let kind_of = |line: &Json| line.get("kind").and_then(Json::as_str).unwrap_or("item").to_string();
    let described_at = usize::from(has("no"));
    let row = |line: &Json| {
        let kind = kind_of(line);
        let cell = |(at, (_, write)): (usize, &(Column, Written))| match (kind.as_str(), at == described_at) {
            ("heading", true) => Cell::from(html! { strong { (write(line)) } }),
            ("note", true) => Cell::from(html! { em { (write(line)) } }),
            ("heading" | "note", false) => Cell::from(String::new()),
            (kind, true) => {
                Cell::from(html! { (write(line)) (choice(visitor, line, kind)) (bundles::parts_of(visitor, line)) })
            }
            _ => Cell::from(write(line)),
        };
        Row::new(shown.iter().enumerate().map(cell).collect())
    };
    let rows = lines.iter().map(row).collect();
    let columns = shown.iter().map(|(column, _)| column.clone()).collect();
    Some(Table { caption: visitor.t("ui-lines"), columns, rows, cards: true })
}

/// What is to be chosen about a line: whether it counts, which alternative it belongs to, and the quantities that may be ordered.
fn choice(visitor: &Visitor, line: &Json, kind: &str) -> Markup {
    let of = |field: &str| line.get(field).filter(|value| value.is_object());
    let kind = (kind != "item").then(|| visitor.t(&format!("kind-{kind}")).to_lowercase());
    let alternative = of("alternative").map(forms::alternative_text);
    let range = of("customer_quantity").map(|range| {
        let range = [("range", forms::range_text(visitor.lang, range).into())];
        text::t_with(visitor.lang, "line-customer-quantity", &range)
    });
    let all: Vec<String> = kind.into_iter().chain(alternative).chain(range).collect();
    html! { @if !all.is_empty() { " " small { "(" (all.join(" · ")) ")" } } }
}

/// What a line is about: its text, or the name of its product.
fn described<'a>(line: &'a Json, names: &'a Names) -> &'a str {
    let product =
        || line.get("product").and_then(Json::as_str).and_then(|id| names.get(id)).map(|(name, _)| name.as_str());
    line.get("description").and_then(Json::as_str).or_else(product).unwrap_or_default()
}

fn unit_price(visitor: &Visitor, line: &Json, currency: Currency) -> String {
    let plain =
        line.get("unit_price").or_else(|| line.get("price").and_then(|p| p.get("unit_price"))).and_then(Json::as_str);
    match plain.and_then(|s| s.parse().ok()) {
        Some(price) => text::format::unit_price_bare(visitor.lang, price, currency),
        None => line
            .get("price")
            .and_then(|p| p.get("model"))
            .and_then(Json::as_str)
            .map(|m| visitor.t(&format!("model-{m}")))
            .unwrap_or_default(),
    }
}
