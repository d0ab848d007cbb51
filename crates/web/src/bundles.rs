//! Bundles on pages: what a product consists of, and what a line of it does.

use crate::{document::Names, session::Visitor};
use domain::{
    money::{Currency, Quantity},
    quote::LinePart,
};
use maud::{Markup, html};
use serde_json::Value as Json;

/// A bundle: what it is priced by, and its parts.
pub fn bundle(visitor: &Visitor, bundle: &serde_json::Map<String, Json>, names: &Names) -> Markup {
    let text_of = |name: &str| bundle.get(name).and_then(Json::as_str).unwrap_or_default();
    let part = |part: &Json| {
        let id = part.get("product").and_then(Json::as_str).unwrap_or_default();
        let (name, href) = names.get(id).cloned().unwrap_or_default();
        let many = quantity_of(part, "quantity").map(|many| text::format::quantity(visitor.lang, many));
        html! { (many.unwrap_or_default()) " × " a href=(href) { (name) } br; }
    };
    // A price has the places of the organisation's own currency, which nearly all have two of.
    let price = text_of("price").parse().ok();
    let price = price.map(|price| text::format::unit_price_bare(visitor.lang, price, Currency::EUR));
    html! {
        @for found in bundle.get("parts").and_then(Json::as_array).into_iter().flatten() { (part(found)) }
        span class="q-quiet" { (visitor.t(&format!("pricing-{}", text_of("pricing")))) " " (price.unwrap_or_default()) }
    }
}

/// What a line of a bundle consists of.
pub fn parts_of(visitor: &Visitor, line: &Json) -> Markup {
    let parts: Vec<LinePart> =
        line.get("parts").and_then(|parts| serde_json::from_value(parts.clone()).ok()).unwrap_or_default();
    html! { @for part in text::format::parts(visitor.lang, &parts) { small class="q-about" { (part) } } }
}

pub fn quantity_of(line: &Json, key: &str) -> Option<Quantity> {
    line.get(key).and_then(Json::as_str).and_then(|text| text.parse().ok())
}
