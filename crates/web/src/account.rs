//! The reader's own account: language and theme, password, one-time codes.

use crate::{
    problem::Problem,
    session::{LANGUAGE_COOKIE, Visitor, flash_cookie},
    ui::{Field, Form, Group, Kind, Theme, card, code_block, form, shell},
};
use app::App;
use axum::{
    body::Bytes,
    extract::{Extension, Path},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{org::Language, refusal::Refusal};
use maud::html;

fn value(pairs: &[(String, String)], name: &str) -> String {
    pairs.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.trim().to_string()).unwrap_or_default()
}

/// `POST /preferences` with `theme` or `lang`, and `back`: kept in cookies, so that it also holds before logging in.
pub async fn preferences(body: Bytes) -> Response {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let mut response = Redirect::to(&crate::login::back_to(&value(&pairs, "back"))).into_response();
    let mut keep = |name: &str, value: &str| {
        if let Ok(cookie) = HeaderValue::from_str(&format!("{name}={value}; Path=/; SameSite=Lax; Max-Age=31536000")) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    };
    if let Some(lang) = Language::parse(&value(&pairs, "lang")) {
        keep(LANGUAGE_COOKIE, lang.code());
    }
    if !value(&pairs, "theme").is_empty() {
        keep(Theme::COOKIE, Theme::parse(&value(&pairs, "theme")).name());
    }
    response
}

/// `GET /account`
pub async fn page(visitor: Visitor, Extension(app): Extension<App>) -> Result<Response, Problem> {
    let t = |key: &str| visitor.t(key);
    let secret = app.new_totp_secret();
    let small = |action: &str, submit: &str, fields: Vec<Field>, hidden: Vec<(String, String)>| Form {
        action: format!("/account/{action}"),
        error: None,
        groups: vec![Group::Fields { title: String::new(), hint: None, fields }],
        hidden,
        submit: t(submit),
        cancel: None,
        danger: false,
        multipart: false,
        preview: None,
        also: None,
    };
    let password = small(
        "password",
        "account-password",
        vec![
            Field::new("current", t("account-current"), Kind::Password)
                .autocomplete("current-password")
                .required()
                .span(6),
            Field::new("new", t("account-new"), Kind::Password).autocomplete("new-password").required().span(6),
        ],
        Vec::new(),
    );
    let code = small(
        "code",
        "account-code",
        vec![Field::text("code", t("field-code")).autocomplete("one-time-code").required().span(6)],
        vec![("secret".into(), secret.clone())],
    );
    let title = t("account-title");
    let page = visitor.page(|ctx| {
        let body = html! {
            (card(&t("account-password"), None, form(ctx, &password)))
            (card(&t("account-code-title"), None, html! { p { (t("account-code-how")) } (code_block(ctx, &t("account-secret"), &secret)) (form(ctx, &code)) }))
        };
        shell(ctx, &title, &[], html! {}, body)
    });
    Ok(page.into_response())
}

/// `POST /account/{password|code}`
pub async fn act(
    visitor: Visitor,
    Extension(app): Extension<App>,
    headers: HeaderMap,
    Path(action): Path<String>,
    body: Bytes,
) -> Result<Response, Problem> {
    let all = crate::acts::posted(&visitor, &headers, &body)?;
    let Some(user) = visitor.who.actor.user() else {
        return Err(Problem(Refusal::forbidden("permission_missing").with("permission", "account"), visitor.lang));
    };
    let done = match action.as_str() {
        "password" => app.change_password(user, &value(&all, "current"), &value(&all, "new")).await,
        "code" => app.set_totp(user, &value(&all, "secret"), &value(&all, "code")).await,
        _ => {
            return Err(Problem(
                Refusal::not_found("route_unknown").with("path", format!("/account/{action}")),
                visitor.lang,
            ));
        }
    };
    let (good, sentence) = match done {
        Ok(()) => (true, visitor.t("done")),
        Err(error) => (false, text::refusal(visitor.lang, &error.into_refusal())),
    };
    Ok(([(header::SET_COOKIE, flash_cookie(good, &sentence))], Redirect::to("/account")).into_response())
}
