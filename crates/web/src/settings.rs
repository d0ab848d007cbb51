//! Settings: the organisation's entities, colleagues, API keys, and the clock.

use crate::{
    lists::path_of,
    problem::Problem,
    session::{Visitor, flash_cookie},
    ui::{
        Action, Cell, Choice, Column, Field, Form, Group, Kind as FieldKind, Row, Table, button, card, form, shell,
        table,
    },
};
use app::App;
use axum::{
    body::Bytes,
    extract::{Extension, Path},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{document::Kind, ids::KeyId, refusal::Refusal};
use maud::{Markup, html};

fn roles(visitor: &Visitor) -> Vec<Choice> {
    app::roles::ROLES
        .iter()
        .filter(|(name, _)| *name != "link")
        .map(|(name, _)| Choice::new(*name, visitor.t(&format!("role-{name}"))))
        .collect()
}

fn small_form(visitor: &Visitor, action: &str, submit: &str, fields: Vec<Field>) -> Form {
    Form {
        action: format!("/settings/{action}"),
        error: None,
        groups: vec![Group::Fields { title: String::new(), hint: None, fields }],
        hidden: Vec::new(),
        submit: visitor.t(submit),
        cancel: None,
        danger: false,
        multipart: false,
        preview: None,
        also: None,
    }
}

/// `GET /settings`
pub async fn page(visitor: Visitor, Extension(app): Extension<App>) -> Result<Response, Problem> {
    show(&visitor, &app, None).await
}

async fn show(visitor: &Visitor, app: &App, new_key: Option<String>) -> Result<Response, Problem> {
    let failed = |e: app::Error| Problem(e.into_refusal(), visitor.lang);
    visitor.who.actor.need("member.read").map_err(|r| Problem(r, visitor.lang))?;
    let members = app.members(&visitor.reader()).await.map_err(failed)?;
    let keys = app.keys(&visitor.reader()).await.map_err(failed)?;
    let t = |key: &str| visitor.t(key);
    let people = Table {
        caption: t("settings-members"),
        columns: vec![Column::new(t("field-name")).grow(), Column::new(t("field-email")), Column::new(t("field-role"))],
        rows: members
            .iter()
            .map(|(m, name, email)| {
                Row::new(vec![
                    Cell::from(name.as_str()),
                    Cell::from(email.as_str()),
                    Cell::from(t(&format!("role-{}", m.role))),
                ])
            })
            .collect(),
        cards: true,
    };
    let key_rows = visitor.page(|ctx| {
        keys.iter()
            .map(|k| {
                let state = if k.revoked_at.is_some() {
                    html! { (t("key-revoked")) }
                } else {
                    button(
                        ctx,
                        &Action::post(t("key-revoke"), "/settings/revoke")
                            .field("id", k.id.to_string())
                            .confirm(t("key-revoke-ask"))
                            .danger(),
                        "plain",
                    )
                };
                Row::new(vec![
                    Cell::from(k.name.as_str()),
                    Cell::from(t(&format!("role-{}", k.role))),
                    Cell::new(state),
                ])
            })
            .collect()
    });
    let secrets = Table {
        caption: t("settings-keys"),
        columns: vec![Column::new(t("field-name")).grow(), Column::new(t("field-role")), Column::new("")],
        rows: key_rows,
        cards: true,
    };
    let add_member = small_form(
        visitor,
        "member",
        "settings-member-add",
        vec![
            Field::text("name", t("field-name")).required().span(6),
            Field::new("email", t("field-email"), FieldKind::Email).required().span(6),
            Field::new("password", t("field-password"), FieldKind::Password).required().span(6),
            Field::new("role", t("field-role"), FieldKind::Select(roles(visitor))).span(6),
        ],
    );
    let add_key = small_form(
        visitor,
        "key",
        "settings-key-add",
        vec![
            Field::text("name", t("field-name")).required().span(6),
            Field::new("role", t("field-role"), FieldKind::Select(roles(visitor))).span(6),
            Field::text("grants", t("field-grants")).hint(t("hint-grants")),
        ],
    );
    let title = t("nav-settings");
    let page = visitor.page(|ctx| {
        let body = html! {
            @if let Some(key) = &new_key { (card(&t("settings-key-new"), None, html! { p { (t("settings-key-once")) } (crate::ui::code_block(ctx, "API", key)) })) }
            (card(&t("settings-organisation"), None, kept(visitor)))
            section class="q-card" { header class="q-card-head" { h2 { (t("settings-members")) } } (table(&people)) div class="q-card-body" { (form(ctx, &add_member)) } }
            section class="q-card" { header class="q-card-head" { h2 { (t("settings-keys")) } } (table(&secrets)) div class="q-card-body" { (form(ctx, &add_key)) } }
        };
        shell(ctx, &title, &[], html! {}, body)
    });
    Ok(page.into_response())
}

/// `POST /settings/{member|key|revoke}`
pub async fn act(
    visitor: Visitor,
    Extension(app): Extension<App>,
    headers: HeaderMap,
    Path(action): Path<String>,
    body: Bytes,
) -> Result<Response, Problem> {
    let all = crate::acts::posted(&visitor, &headers, &body)?;
    let get =
        |name: &str| all.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim().to_string()).filter(|v| !v.is_empty());
    let text_of = |name: &str| get(name).unwrap_or_default();
    visitor.who.actor.need("member.edit").map_err(|r| Problem(r, visitor.lang))?;
    let org = visitor.who.org;
    let done = match action.as_str() {
        "member" => app
            .add_member(org, &text_of("email"), &text_of("name"), &text_of("password"), &text_of("role"), None)
            .await
            .map(|_| ()),
        "key" => match app.create_key(org, &text_of("name"), &text_of("role"), get("grants")).await {
            Ok((_, secret)) => return show(&visitor, &app, Some(secret)).await,
            Err(error) => Err(error),
        },
        "revoke" => match text_of("id").parse::<KeyId>() {
            Ok(id) => app.revoke_key(org, id).await,
            Err(refusal) => Err(refusal.into()),
        },
        _ => {
            return Err(Problem(
                Refusal::not_found("route_unknown").with("path", format!("/settings/{action}")),
                visitor.lang,
            ));
        }
    };
    let (good, sentence) = match done {
        Ok(()) => (true, visitor.t("done")),
        Err(error) => (false, text::refusal(visitor.lang, &error.into_refusal())),
    };
    Ok(([(header::SET_COOKIE, flash_cookie(good, &sentence))], Redirect::to("/settings")).into_response())
}

/// Ways to what is set up once and looked at now and then.
fn kept(visitor: &Visitor) -> Markup {
    const LISTS: &[Kind] = &[Kind::Entity, Kind::PriceBook, Kind::Promotion, Kind::ExchangeRates, Kind::Template];
    html! {
        div class="q-buttons" {
            @for kind in LISTS {
                a class="btn btn-q-plain" href={ "/" (path_of(*kind)) } { (crate::document::capital(&text::kinds(visitor.lang, *kind))) }
            }
            a class="btn btn-q-plain" href="/v1/openapi.json" { (visitor.t("settings-openapi")) }
        }
    }
}
