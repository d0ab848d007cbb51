//! Logging in and out, language.

use crate::{
    problem::{Problem, status},
    session::{SESSION_COOKIE, Visitor, language, theme},
    ui::{AuthPage, Ctx, Field, Form, Group, Kind, auth_page},
};
use app::App;
use axum::{
    body::Bytes,
    extract::{Extension, RawQuery},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

fn value(pairs: &[(String, String)], name: &str) -> String {
    pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default()
}

/// Only a path of our own: a link must not lead elsewhere after login.
pub(crate) fn back_to(given: &str) -> String {
    if given.starts_with('/') && !given.starts_with("//") && !given.contains('\\') {
        given.to_string()
    } else {
        "/".to_string()
    }
}

fn page(headers: &HeaderMap, back: &str, email: &str, with_code: bool, error: Option<String>) -> Response {
    let lang = language(headers);
    let say = move |key: &str| text::t(lang, key);
    let ctx = Ctx {
        lang: lang.code(),
        theme: theme(headers),
        t: &say,
        user_name: "",
        org_name: "Quittance",
        csrf: "",
        path: "/login",
        simulated_date: None,
        flashes: &[],
    };
    let mut fields = vec![
        Field::new("email", say("field-email"), Kind::Email).value(email).autocomplete("username").required(),
        Field::new("password", say("field-password"), Kind::Password).autocomplete("current-password").required(),
    ];
    if with_code {
        fields.push(Field::new("code", say("field-code"), Kind::Text).autocomplete("one-time-code"));
    }
    let form = Form {
        action: "/login".into(),
        error,
        groups: vec![Group::Fields { title: String::new(), hint: None, fields }],
        hidden: vec![("back".into(), back.into())],
        submit: say("login-submit"),
        cancel: None,
        danger: false,
        multipart: false,
        preview: None,
        also: None,
    };
    let title = say("login-title");
    auth_page(&ctx, &AuthPage { title: &title, intro: Some(&say("login-intro")), form: &form, links: &[] })
        .into_response()
}

/// `GET /login`
pub async fn ask(headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
    page(&headers, &back_to(&value(&pairs, "back")), "", false, None)
}

/// `POST /login`. The session cookie is new each time; it is not readable by scripts and not sent from other sites.
pub async fn log_in(Extension(app): Extension<App>, headers: HeaderMap, body: Bytes) -> Response {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let (email, back, code) = (value(&pairs, "email"), back_to(&value(&pairs, "back")), value(&pairs, "code"));
    match app.log_in(&email, &value(&pairs, "password"), Some(&code)).await {
        Ok(opened) => {
            let secure = headers.get("x-forwarded-proto").is_some_and(|p| p == "https");
            let cookie = format!(
                "{SESSION_COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600{}",
                opened.token,
                if secure { "; Secure" } else { "" }
            );
            ([(header::SET_COOKIE, cookie)], Redirect::to(&back)).into_response()
        }
        Err(error) => {
            let refusal = error.into_refusal();
            let with_code = refusal.code == "login_code_needed" || !code.is_empty();
            let answer = page(&headers, &back, &email, with_code, Some(text::refusal(language(&headers), &refusal)));
            (
                if status(refusal.kind).is_client_error() {
                    status(refusal.kind)
                } else {
                    StatusCode::SERVICE_UNAVAILABLE
                },
                answer,
            )
                .into_response()
        }
    }
}

/// `POST /logout`
pub async fn log_out(
    visitor: Visitor,
    Extension(app): Extension<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    crate::acts::posted(&visitor, &headers, &body)?;
    app.log_out(&visitor.token).await.map_err(|e| Problem(e.into_refusal(), visitor.lang))?;
    Ok(([(header::SET_COOKIE, format!("{SESSION_COOKIE}=; Path=/; Max-Age=0"))], Redirect::to("/login"))
        .into_response())
}
