//! Names behind ids, so that a page shows people what they know.

use crate::{lists::href_of, session::Visitor};
use app::App;
use domain::{
    document::{DocRef, Kind},
    ids::{UserId, parse_any},
};
use serde_json::Value as Json;

/// A name and where it leads, by the id as it stands in a body.
pub type Names = std::collections::HashMap<String, (String, String)>;

pub async fn names(app: &App, visitor: &Visitor, body: &Json) -> Names {
    let mut names = Names::new();
    let Some(map) = body.as_object() else { return names };
    let in_lines = map.values().filter_map(Json::as_array).flatten().filter_map(Json::as_object);
    let in_lists = map.values().filter_map(Json::as_array).flatten().filter(|item| item.is_string()).take(200);
    let in_lines = in_lines.take(200).flat_map(|line| line.values());
    let in_bundle = body.pointer("/bundle/parts").or_else(|| map.get("parts")).and_then(Json::as_array);
    let in_bundle = in_bundle.into_iter().flatten().filter_map(|part| part.get("product")).take(200);
    let all = map.values().chain(in_lists).chain(in_lines).chain(in_bundle).filter_map(Json::as_str);
    let is_user = |value: &str| value.strip_prefix(UserId::PREFIX).is_some_and(|rest| rest.starts_with('_'));
    for value in all {
        if names.contains_key(value) {
            continue;
        }
        if is_user(value) && visitor.who.actor.user().is_some() {
            let colleagues = app.colleagues(&visitor.reader()).await.unwrap_or_default();
            names.extend(colleagues.into_iter().map(|(id, name)| (id.to_string(), (name, String::new()))));
            continue;
        }
        let Some((kind, raw)) = parse_any(value).ok().and_then(|(p, raw)| Some((Kind::from_prefix(p)?, raw))) else {
            continue;
        };
        if let Ok(head) = app.listed(&visitor.reader(), DocRef { kind, id: raw }).await {
            let name = if head.number.is_empty() || matches!(kind, Kind::Customer | Kind::Product) {
                head.title
            } else {
                head.number
            };
            names.insert(value.to_string(), (name, href_of(kind, raw)));
        }
    }
    names
}
