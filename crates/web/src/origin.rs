//! Where a post comes from: another site must not log a visitor in, nor answer a link in their name. Posts of a session
//! carry its token besides.

use crate::{problem::page_for, session::language};
use axum::{
    extract::Request,
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::Response,
};
use domain::refusal::Refusal;

/// Lets a post through only from a page of our own, or from a program that is no browser.
pub async fn own_site(request: Request, next: Next) -> Response {
    let headers = request.headers();
    match foreign(headers) {
        Some(origin) if *request.method() == Method::POST => {
            page_for(Refusal::forbidden("cross_site").with("origin", origin), language(headers))
        }
        _ => next.run(request).await,
    }
}

/// The other site a request comes from. Browsers say so themselves on secure connections; else the page's address must be
/// ours. Every browser sends one of these with a post, so what sends neither is none and holds nobody's cookies.
fn foreign(headers: &HeaderMap) -> Option<String> {
    let text = |name: header::HeaderName| headers.get(name).map(|v| v.to_str().unwrap_or("").to_string());
    let origin = text(header::ORIGIN).or_else(|| text(header::REFERER));
    let named = origin.clone().unwrap_or_default();
    match text(header::HeaderName::from_static("sec-fetch-site")).as_deref() {
        Some("same-origin" | "none") => return None,
        Some(_) => return Some(named),
        None => {}
    }
    let origin = origin?;
    let from = origin.split_once("://").and_then(|(_, rest)| rest.split('/').next()).unwrap_or("");
    // Behind a proxy the name that the visitor typed stands in another header, which no other site's form can write.
    let ours = [text(header::HOST), text(header::HeaderName::from_static("x-forwarded-host"))];
    (from.is_empty() || !ours.iter().flatten().any(|host| host.eq_ignore_ascii_case(from))).then_some(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(headers: &[(&'static str, &'static str)], foreign_is: bool) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        assert_eq!(foreign(&map).is_some(), foreign_is, "{headers:?}");
    }

    #[test]
    fn only_our_own_pages_post() {
        let host = ("host", "books.example:8080");
        check(&[host], false);
        check(&[host, ("origin", "http://books.example:8080")], false);
        check(&[host, ("origin", "http://books.example")], true);
        check(&[host, ("origin", "https://evil.example")], true);
        check(&[host, ("origin", "evil")], true);
        check(&[host, ("origin", "null")], true);
        check(&[host, ("referer", "http://books.example:8080/login")], false);
        check(&[host, ("referer", "http://evil.example/books.example:8080")], true);
        check(&[host, ("sec-fetch-site", "cross-site"), ("origin", "http://books.example:8080")], true);
        check(&[host, ("sec-fetch-site", "same-site")], true);
        check(&[host, ("sec-fetch-site", "same-origin"), ("origin", "https://proxy.example")], false);
        check(&[host, ("x-forwarded-host", "q.example"), ("origin", "https://q.example")], false);
    }
}
