//! Who looks at a page: the session cookie, the language, the theme, the one-time message, and the CSRF token of forms.

use crate::ui::{Ctx, Flash, Theme, Tone};
use app::{App, access::Who, read::Reader};
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use domain::org::Language;

pub const SESSION_COOKIE: &str = "quittance_session";
pub const FLASH_COOKIE: &str = "quittance_flash";
pub const LANGUAGE_COOKIE: &str = "language";

/// Somebody who is logged in, on a page.
pub struct Visitor {
    pub who: Who,
    pub token: String,
    pub lang: Language,
    pub theme: Theme,
    pub path: String,
    pub org_name: String,
    pub flashes: Vec<Flash>,
    pub simulated: Option<String>,
    pub today: domain::dates::Date,
    /// The time zone of the organisation's first entity.
    pub zone: String,
}

impl Visitor {
    pub fn reader(&self) -> Reader {
        Reader { org: self.who.org, actor: self.who.actor.clone() }
    }
    pub fn t(&self, key: &str) -> String {
        text::t(self.lang, key)
    }
    pub fn can(&self, permission: &str) -> bool {
        self.who.actor.has(permission)
    }
    /// Runs a page's rendering with everything its frame needs.
    pub fn page<R>(&self, render: impl FnOnce(&Ctx) -> R) -> R {
        let lang = self.lang;
        let say = move |key: &str| text::t(lang, key);
        let ctx = Ctx {
            lang: lang.code(),
            theme: self.theme,
            t: &say,
            user_name: &self.who.name,
            org_name: &self.org_name,
            csrf: &self.who.csrf,
            path: &self.path,
            simulated_date: self.simulated.as_deref(),
            flashes: &self.flashes,
        };
        render(&ctx)
    }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, v)| v)
}

/// The reader's language: the choice in the cookie, else the browser's.
pub fn language(headers: &HeaderMap) -> Language {
    if let Some(chosen) = cookie(headers, LANGUAGE_COOKIE).and_then(Language::parse) {
        return chosen;
    }
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or("");
    accepted.split(',').filter_map(|part| part.trim().get(..2)).find_map(Language::parse).unwrap_or_default()
}

pub fn theme(headers: &HeaderMap) -> Theme {
    cookie(headers, Theme::COOKIE).map(Theme::parse).unwrap_or_default()
}

/// The message of the last action, kept in a cookie as tone and percent-encoded text until the next page shows it.
fn flashes(headers: &HeaderMap) -> Vec<Flash> {
    let Some((tone, encoded)) = cookie(headers, FLASH_COOKIE).and_then(|v| v.split_once(':')) else {
        return Vec::new();
    };
    let text = form_urlencoded::parse(format!("m={encoded}").as_bytes())
        .next()
        .map(|(_, v)| v.into_owned())
        .unwrap_or_default();
    let tone = if tone == "bad" { Tone::Bad } else { Tone::Good };
    vec![Flash { tone, text }]
}

/// A `Set-Cookie` value that shows `text` once on the next page.
pub fn flash_cookie(good: bool, text: &str) -> String {
    let encoded: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    format!(
        "{FLASH_COOKIE}={}:{encoded}; Path=/; HttpOnly; SameSite=Lax; Max-Age=30",
        if good { "good" } else { "bad" }
    )
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Visitor {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Visitor>, Response> {
        let Some(app) = parts.extensions.get::<App>().cloned() else { return Ok(None) };
        let Some(token) = cookie(&parts.headers, SESSION_COOKIE).map(str::to_string) else { return Ok(None) };
        let lang = language(&parts.headers);
        let failed = |e: app::Error| crate::problem::page_for(e.into_refusal(), lang);
        let Some(who) = app.session(&token).await.map_err(failed)? else { return Ok(None) };
        let org_name = app.org_name(who.org).await.map_err(failed)?;
        let (now, simulated) = app.business_now(who.org).await.map_err(failed)?;
        let zone = app.time_zone(who.org).await.map_err(failed)?;
        let today = now.date_in(&zone);
        Ok(Some(Visitor {
            token,
            lang,
            theme: theme(&parts.headers),
            path: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
            org_name,
            flashes: flashes(&parts.headers),
            simulated: simulated.then(|| text::format::date(lang, today)),
            today,
            zone,
            who,
        }))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Response;
    /// Sends somebody without a session to the login page, and back here afterwards.
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Visitor, Response> {
        match <Visitor as OptionalFromRequestParts<S>>::from_request_parts(parts, state).await? {
            Some(visitor) => Ok(visitor),
            None => {
                let back: String = form_urlencoded::byte_serialize(parts.uri.path().as_bytes()).collect();
                Err(Redirect::to(&format!("/login?back={back}")).into_response())
            }
        }
    }
}
