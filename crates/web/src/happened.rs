//! The trail of a document as nodes: the newest part of it, or the part before an event.

use crate::{
    forms,
    lists::href_of,
    session::Visitor,
    ui::{Node, NodeKind},
};
use app::read::{Happening, Trail};
use domain::{document::DocRef, money::Money};

/// Postings of an event that a page shows; the others are a click away.
const POSTINGS_SHOWN: usize = 8;

/// What happened, with the way to what happened before, and back when it is not the newest part.
pub fn nodes(visitor: &Visitor, document: DocRef, trail: &Trail, earlier_part: bool) -> Vec<Node> {
    let page = href_of(document.kind, document.id);
    let way = |key: &str, href: String| Node {
        kind: NodeKind::Fact,
        title: visitor.t(key),
        detail: String::new(),
        href: Some(href),
        children: Vec::new(),
    };
    let first = trail.happenings.first().filter(|_| trail.has_earlier);
    let earlier = first.map(|h| way("why-earlier", format!("{page}?before={}", h.event)));
    let newest = earlier_part.then(|| way("trail-newest", page.clone()));
    earlier.into_iter().chain(trail.happenings.iter().map(|h| happening(visitor, h))).chain(newest).collect()
}

fn happening(visitor: &Visitor, h: &Happening) -> Node {
    let lang = visitor.lang;
    let actor = h.intent.actor.split(':').next().unwrap_or("system").to_string();
    let posting =
        |(entry, date, account, minor, currency): &(domain::ids::EntryId, domain::dates::Date, String, i64, String)| {
            let amount = currency.parse().map(|c| text::format::money(lang, Money::new(*minor, c))).unwrap_or_default();
            Node {
                kind: NodeKind::Fact,
                title: format!("{account} {}", visitor.t(&format!("account-{account}"))),
                detail: format!("{} · {amount}", text::format::date(lang, *date)),
                href: visitor.can("ledger.read").then(|| format!("/why/{entry}")),
                children: Vec::new(),
            }
        };
    let shown = h.postings.iter().take(POSTINGS_SHOWN).map(posting);
    let left = h.postings.len().saturating_sub(POSTINGS_SHOWN);
    let more = (left > 0).then(|| Node {
        kind: NodeKind::Fact,
        title: text::t_with(lang, "why-more", &[("count", left.into())]),
        detail: String::new(),
        href: visitor.can("ledger.read").then(|| format!("/why/{}", h.event)),
        children: Vec::new(),
    });
    let event = Node {
        kind: NodeKind::Event,
        title: event_name(visitor, &h.kind),
        detail: text::format::date(lang, h.effective_date),
        href: None,
        children: shown.chain(more).collect(),
    };
    Node {
        kind: NodeKind::Intent,
        title: app::verbs::find(&h.intent.name).map_or_else(|| h.intent.name.clone(), |v| forms::verb_label(lang, v)),
        detail: format!(
            "{} · {} · #{}",
            h.actor_name.clone().unwrap_or_else(|| visitor.t(&format!("actor-{actor}"))),
            text::format::timestamp(lang, &visitor.zone, h.recorded_at),
            h.seq
        ),
        href: None,
        children: vec![event],
    }
}

fn event_name(visitor: &Visitor, kind: &str) -> String {
    let key = format!("event-{}", kind.replace('.', "-"));
    if text::has(&key) { visitor.t(&key) } else { kind.replace(['.', '_'], " ") }
}
