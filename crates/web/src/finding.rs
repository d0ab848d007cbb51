//! Finding things: the search page, the palette, and the choices of a reference field.

use crate::{
    lists::{href_of, icon_of},
    problem::Problem,
    session::Visitor,
    ui::{Cell, Column, PaletteItem, Row, Table, palette_results, shell, table},
};
use app::{App, read::Query};
use axum::{
    Json,
    extract::{Extension, RawQuery},
    response::{IntoResponse, Response},
};
use domain::{document::Kind, ids::UserId};
use maud::html;
use serde_json::json;

fn param(query: &Option<String>, name: &str) -> String {
    form_urlencoded::parse(query.as_deref().unwrap_or("").as_bytes())
        .find(|(n, _)| n == name)
        .map(|(_, v)| v.into_owned())
        .unwrap_or_default()
}

/// `GET /search?q=`
pub async fn search(
    visitor: Visitor,
    Extension(app): Extension<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let words = param(&query, "q");
    let found =
        app.search(&visitor.reader(), &words, 100).await.map_err(|e| Problem(e.into_refusal(), visitor.lang))?;
    let rows = found.iter().map(|l| {
        Row::new(vec![
            Cell::from(text::kind(visitor.lang, l.kind)),
            Cell::new(
                html! { a href=(href_of(l.kind, l.id)) { (if l.number.is_empty() { &l.title } else { &l.number }) } },
            ),
            Cell::from(l.title.as_str()),
            Cell::from(visitor.t(&format!("state-{}", l.state))),
            Cell::from(l.amount.map(|m| text::format::money(visitor.lang, m)).unwrap_or_default()),
        ])
    });
    let columns = vec![
        Column::new(visitor.t("field-kind")),
        Column::new(visitor.t("field-number")),
        Column::new(visitor.t("field-title")).grow(),
        Column::new(visitor.t("field-state")),
        Column::money(visitor.t("field-amount")),
    ];
    let given = Table { caption: visitor.t("ui-search"), columns, rows: rows.collect(), cards: true };
    let title = visitor.t("ui-search");
    Ok(visitor
        .page(|ctx| shell(ctx, &title, &[], html! {}, html! { section class="q-card" { (table(&given)) } }))
        .into_response())
}

/// `GET /palette?q=`
pub async fn palette(
    visitor: Visitor,
    Extension(app): Extension<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let words = param(&query, "q");
    let found = app.search(&visitor.reader(), &words, 12).await.map_err(|e| Problem(e.into_refusal(), visitor.lang))?;
    let mut items: Vec<PaletteItem> = found
        .iter()
        .map(|l| PaletteItem {
            label: if l.number.is_empty() { l.title.clone() } else { format!("{} · {}", l.number, l.title) },
            note: text::kind(visitor.lang, l.kind),
            href: href_of(l.kind, l.id),
            icon: icon_of(l.kind),
        })
        .collect();
    let lower = words.to_lowercase();
    items.extend(app::verbs::VERBS.iter().filter(|v| v.action() == "create" && visitor.can(v.name())).filter_map(
        |v| {
            let label = crate::forms::verb_label(visitor.lang, *v);
            (!lower.is_empty() && label.to_lowercase().contains(&lower)).then(|| PaletteItem {
                label,
                note: String::new(),
                href: format!("/new/{}", v.name()),
                icon: crate::ui::Icon::Plus,
            })
        },
    ));
    Ok(palette_results(&items).into_response())
}

/// `GET /lookup?kind=cus&q=`: choices of a reference field.
pub async fn lookup(
    visitor: Visitor,
    Extension(app): Extension<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    if param(&query, "kind") == UserId::PREFIX {
        let wanted = param(&query, "q").to_lowercase();
        let found = app.colleagues(&visitor.reader()).await.map_err(|e| Problem(e.into_refusal(), visitor.lang))?;
        let found = found.iter().filter(|(_, name)| name.to_lowercase().contains(&wanted)).take(20);
        let choices: Vec<_> = found.map(|(id, name)| json!({"value": id, "label": name})).collect();
        return Ok(Json(choices).into_response());
    }
    let Some(kind) = Kind::from_prefix(&param(&query, "kind")) else { return Ok(Json(json!([])).into_response()) };
    let ask = Query { kind: Some(kind), search: param(&query, "q"), limit: 20, ..Query::default() };
    let found = app.list(&visitor.reader(), ask).await.map_err(|e| Problem(e.into_refusal(), visitor.lang))?;
    let choices: Vec<_> = found.rows.iter().map(|l| json!({"value": kind.show(l.id), "label": if l.number.is_empty() { l.title.clone() } else { format!("{} · {}", l.number, l.title) }})).collect();
    Ok(Json(choices).into_response())
}
