//! Approvals on pages: what a quote needs, on its own page and while it is typed.

use crate::{
    document, forms,
    lists::href_of,
    offers::action,
    problem::Problem,
    session::Visitor,
    ui::{self, Action, Cell, Column, Row, Table},
};
use app::{App, Call};
use axum::{
    Extension,
    body::Bytes,
    extract::Path,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::{
    approval::{Needed, Outlook, Standing},
    dates::Interval,
    document::{DocRef, Kind},
    ids::QuoteId,
    quote::Totals,
    refusal::{Refusal, RefusalKind},
};
use maud::{Markup, html};
use serde_json::Value as Json;

/// What a draft needs before it may go out; nothing where no rule applies. What went out needs nothing any more.
pub async fn needed(
    visitor: &Visitor,
    app: &App,
    document: DocRef,
    state: &str,
) -> Result<Option<Outlook>, app::Error> {
    if document.kind != Kind::Quote || state != "draft" {
        return Ok(None);
    }
    let outlook = app.outlook(&visitor.reader(), QuoteId(document.id)).await?;
    Ok(Some(outlook).filter(|outlook| !outlook.needed.is_empty()))
}

pub fn section(visitor: &Visitor, outlook: &Outlook) -> (String, Markup) {
    let body = html! {
        p { (text::outlook(visitor.lang, outlook)) }
        (ui::table(&table(visitor, outlook)))
    };
    (document::capital(&text::kinds(visitor.lang, Kind::Approval)), body)
}

/// Instead of sending a draft that needs approval, what leads there: asking, or waiting.
pub fn first(visitor: &Visitor, document: DocRef, outlook: &Outlook) -> Option<Action> {
    if outlook.is_clear() {
        return None;
    }
    let unasked = |n: &Needed| matches!(n.standing, Standing::Missing | Standing::Rejected);
    if outlook.to_come().any(unasked) {
        let verb = app::verbs::find("quote.request_approval").filter(|verb| visitor.can(verb.name()))?;
        return Some(action(visitor, verb, document).key('\n'));
    }
    let send = app::verbs::find("quote.send").filter(|verb| visitor.can(verb.name()))?;
    Some(action(visitor, send, document).blocked(text::outlook(visitor.lang, outlook)))
}

fn table(visitor: &Visitor, outlook: &Outlook) -> Table {
    let rows = outlook.needed.iter().map(|needed| {
        let name = match needed.approval {
            Some(id) => html! { a href=(href_of(Kind::Approval, id.raw())) { (needed.name) } },
            None => html! { (needed.name) },
        };
        let standing = visitor.page(|ctx| ui::state_badge(ctx, needed.standing.key()));
        let cells = vec![
            Cell::from(needed.step.to_string()),
            Cell::new(name),
            Cell::from(role(visitor, &needed.role)),
            Cell::new(standing),
        ];
        Row::new(cells)
    });
    let columns = vec![
        Column::new(visitor.t("field-step")),
        Column::new(visitor.t("field-rule")).grow(),
        Column::new(visitor.t("field-role")),
        Column::new(visitor.t("field-state")),
    ];
    Table {
        caption: document::capital(&text::kinds(visitor.lang, Kind::Approval)),
        columns,
        rows: rows.collect(),
        cards: true,
    }
}

fn role(visitor: &Visitor, role: &str) -> String {
    visitor.t(&format!("role-{role}"))
}

/// `POST /preview/{verb}`: what the form as it is typed would come to. Nothing is kept.
pub async fn preview(
    visitor: Visitor,
    Extension(app): Extension<App>,
    headers: HeaderMap,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Response, Problem> {
    let verb = app::verbs::find(&name).filter(|verb| verb.noun() == Kind::Quote.noun());
    let fail = |refusal: Refusal| Problem(refusal, visitor.lang);
    let verb = verb.ok_or_else(|| fail(Refusal::not_found("verb_unknown").with("verb", &name)))?;
    let all = crate::acts::posted(&visitor, &headers, &body)?;
    let input = forms::read(verb, visitor.lang, &all);
    let call = Call::new(visitor.who.org, visitor.who.actor.clone());
    let shown = match app.preview_quote(&call, verb.name(), input).await {
        Ok(preview) => html! {
            (totals(&visitor, &preview.totals))
            p class="q-quiet" { (text::outlook(visitor.lang, &preview.outlook)) }
        },
        Err(error) => {
            let refusal = error.into_refusal();
            if matches!(refusal.kind, RefusalKind::Fault | RefusalKind::Unavailable) {
                return Err(Problem(refusal, visitor.lang));
            }
            // A form that is half filled in is no mistake yet.
            html! { p class="q-quiet" { (document::capital(&text::refusal(visitor.lang, &refusal))) } }
        }
    };
    Ok(shown.into_response())
}

pub(crate) fn totals(visitor: &Visitor, totals: &Totals) -> Markup {
    let money = |amount| text::format::money(visitor.lang, amount);
    let mut rows = vec![(visitor.t("sum-one_off"), money(totals.one_off))];
    rows.extend(totals.recurring.iter().map(|recurring| {
        let label = match recurring.interval {
            Interval::Month => "sum-month",
            Interval::Quarter => "sum-quarter",
            Interval::Year => "sum-year",
        };
        (visitor.t(label), money(recurring.net))
    }));
    rows.push((visitor.t("sum-first_year"), money(totals.first_year)));
    rows.push((visitor.t("sum-contract_value"), money(totals.contract_value)));
    html! {
        dl class="q-facts" {
            @for (label, amount) in rows { div { dt { (label) } dd { (ui::money(&amount)) } } }
        }
    }
}

/// The figures an approval was asked about, as people read them.
pub fn figures(visitor: &Visitor, body: &Json) -> Option<(String, Markup)> {
    let figures = body.get("figures").and_then(Json::as_object).filter(|figures| !figures.is_empty())?;
    let shown = |figure: &Json| match figure {
        Json::String(_) | Json::Null => visitor.t("figure-unknown"),
        Json::Object(kind) => match kind.iter().next() {
            Some((_, Json::Array(texts))) => texts.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", "),
            Some((name, Json::String(number))) if name == "number" => {
                number.parse().map_or_else(|_| number.clone(), |n| text::format::decimal(visitor.lang, n))
            }
            Some((_, Json::String(text))) => text.clone(),
            _ => visitor.t("figure-unknown"),
        },
        _ => visitor.t("figure-unknown"),
    };
    let body = html! {
        dl class="q-facts" {
            @for (name, figure) in figures { div { dt { (visitor.t(&format!("figure-{name}"))) } dd { (shown(figure)) } } }
        }
    };
    Some((visitor.t("section-figures"), body))
}
