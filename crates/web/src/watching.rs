//! What is known of an offer that waits for an answer: how often its customer looked, and what its seller is reminded of.

use crate::{
    lists::href_of,
    session::Visitor,
    ui::{Fact, Icon, icon},
};
use app::quote::Reminded;
use axum::http::{HeaderMap, Method, header};
use domain::{
    document::Kind,
    quote::{Reminder, Views},
};
use maud::{Markup, html};
use serde_json::Value as Json;

/// Words in the name of a program that reads pages for nobody, such as one that previews links.
const ROBOTS: &[&str] =
    &["bot", "crawl", "spider", "preview", "facebookexternalhit", "whatsapp", "scanner", "monitor", "slurp", "fetch"];

/// Whether a request is a look by a person: not a program that only asks whether the page is there, or previews it, or a
/// browser that fetches it ahead.
pub fn is_look(method: &Method, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("").to_lowercase();
    let agent = text(header::USER_AGENT.as_str());
    let ahead = ["sec-purpose", "purpose", "x-moz", "x-purpose"].into_iter().any(|name| text(name).contains("pre"));
    *method == Method::GET && !ahead && !agent.is_empty() && !ROBOTS.iter().any(|robot| agent.contains(robot))
}

pub fn views_of(body: &Json) -> Option<Views> {
    serde_json::from_value(body.get("views")?.clone()).ok()
}

/// The same of a body as text, without reading the rest of it.
pub fn views_in(body: &str) -> Option<Views> {
    #[derive(serde::Deserialize)]
    struct Watched {
        #[serde(default)]
        views: Option<Views>,
    }
    serde_json::from_str::<Watched>(body).ok()?.views
}

/// "3 times, last 24 Nov 2026, 10:31".
pub fn shown(visitor: &Visitor, views: &Views) -> String {
    let last = text::format::timestamp(visitor.lang, &visitor.zone, views.last);
    text::t_with(visitor.lang, "quote-views", &[("count", views.count.into()), ("last", last.into())])
}

/// How often the customer looked at an offer that was sent.
pub fn fact(visitor: &Visitor, kind: Kind, body: &Json) -> Option<Fact> {
    let sent = kind == Kind::Quote && body.get("waterfall").and_then(Json::as_array).is_some_and(|all| !all.is_empty());
    let views = views_of(body).map_or_else(|| visitor.t("quote-views-none"), |views| shown(visitor, &views));
    sent.then(|| Fact::text(visitor.t("field-views"), views))
}

/// The offers that somebody was reminded of, each with the way to it; nothing when there are none.
pub fn reminders(visitor: &Visitor, all: &[Reminded]) -> Option<Markup> {
    let line = |reminded: &Reminded| {
        let quote = &reminded.quote;
        let date = quote.date_due.map(|date| text::format::date(visitor.lang, date)).unwrap_or_default();
        let customer = quote.customer_name.clone().unwrap_or_default();
        let values = [("number", quote.number.as_str().into()), ("customer", customer.into()), ("date", date.into())];
        let key = match reminded.of {
            Reminder::Expiring => "reminder-expiring",
            Reminder::Unviewed => "reminder-unviewed",
        };
        html! { li { (icon(Icon::Bell)) " " a href=(href_of(Kind::Quote, quote.id)) { (text::t_with(visitor.lang, key, &values)) } } }
    };
    (!all.is_empty()).then(|| {
        html! {
            section class="q-card q-reminders" aria-label=(visitor.t("reminders-title")) {
                header class="q-card-head" { h2 { (visitor.t("reminders-title")) } }
                div class="q-card-body" { ul class="q-plain-list" { @for one in all { (line(one)) } } }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_that_read_for_nobody_do_not_look() {
        let check = |method: Method, headers: &[(&'static str, &'static str)], is: bool| {
            let headers: HeaderMap = headers.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect();
            assert_eq!(is_look(&method, &headers), is, "{method} {headers:?}");
        };
        let firefox = ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        check(Method::GET, &[firefox], true);
        check(Method::HEAD, &[firefox], false);
        check(Method::GET, &[], false);
        check(Method::GET, &[firefox, ("sec-purpose", "prefetch;prerender")], false);
        for agent in ["Slackbot-LinkExpanding 1.0", "WhatsApp/2.23", "Microsoft Office URL Preview", "Googlebot/2.1"] {
            check(Method::GET, &[("user-agent", agent)], false);
        }
    }
}
