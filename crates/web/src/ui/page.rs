//! The HTML document around every page: head, theme, scripts.

use maud::{DOCTYPE, Markup, html};

use super::Theme;
use crate::assets::asset;

/// The policy that these pages keep; the server sends it as `Content-Security-Policy`.
/// `data:` pictures are the small marks inside Tabler's stylesheet (a select's arrow, a checkbox's tick).
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
     base-uri 'none'; object-src 'none'; frame-src 'self'";

/// htmx without evaluation, inline styles or history snapshots (which would keep customers' data in the browser).
const HTMX: &str = r#"{"includeIndicatorStyles":false,"allowEval":false,"historyCacheSize":0,"selfRequestsOnly":true,"scrollBehavior":"auto","responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"422","swap":true},{"code":"[45]..","swap":false,"error":true}]}"#;

/// What goes into the document's head and onto its root.
pub struct Head<'a> {
    pub lang: &'a str,
    pub theme: Theme,
    pub title: &'a str,
    /// Empty on pages without a session.
    pub csrf: &'a str,
    /// A class on `body` that picks the layout.
    pub layout: &'static str,
}

/// A whole HTML document around `body`.
pub fn html(head: &Head, body: Markup) -> Markup {
    // Without a choice the attribute is left to theme.js, which runs before the first paint.
    let fixed = (head.theme != Theme::Auto).then(|| head.theme.name());
    html! {
        (DOCTYPE)
        html lang=(head.lang) data-theme-choice=(head.theme.name()) data-bs-theme=[fixed] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if !head.csrf.is_empty() { meta name="csrf-token" content=(head.csrf); }
                meta name="htmx-config" content=(HTMX);
                title { (head.title) " · Quittance" }
                link rel="icon" type="image/svg+xml" href=(asset("mark.svg"));
                script src=(asset("theme.js")) {}
                link rel="stylesheet" href=(asset("vendor/tabler/tabler.min.css"));
                link rel="stylesheet" href=(asset("app.css"));
                script src=(asset("vendor/htmx/htmx.min.js")) defer {}
                script type="module" src=(asset("app.js")) {}
            }
            body class=(head.layout) { (body) }
        }
    }
}
