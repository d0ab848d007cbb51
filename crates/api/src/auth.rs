//! Who calls: an API key, as `Authorization: Bearer qk_...` or as the user name of Basic authentication.

use crate::error::Failure;
use app::{App, access::Who};
use axum::http::{HeaderMap, header};
use domain::{
    org::Language,
    refusal::{Refusal, RefusalKind},
};

/// The key's owner, or a 401 that says how to send one.
pub async fn bearer(app: &App, headers: &HeaderMap) -> Result<Who, Failure> {
    let lang = language(headers);
    let missing = || Failure::new(Refusal::new(RefusalKind::Unauthenticated, "key_needed"), lang);
    let text = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).ok_or_else(missing)?;
    let key = text.strip_prefix("Bearer ").map(str::trim).ok_or_else(missing)?;
    match app.key(key).await {
        Ok(Some(who)) => Ok(who),
        Ok(None) => Err(Failure::new(Refusal::new(RefusalKind::Unauthenticated, "key_wrong"), lang)),
        Err(error) => Err(Failure::of(error, lang)),
    }
}

/// The language the caller reads: the first known one of `Accept-Language`.
pub fn language(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or("");
    accepted.split(',').filter_map(|part| part.trim().get(..2)).find_map(Language::parse).unwrap_or(Language::En)
}
