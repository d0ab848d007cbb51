//! The page that says why a figure is what it is: back to the price and to who agreed, forward to the books.

use crate::{
    lists::{href_of, path_of},
    problem::Problem,
    session::Visitor,
    ui::{Crumb, Node, NodeKind, card, shell, trail},
};
use app::{App, why::Why};
use axum::{
    extract::{Extension, Path},
    response::{IntoResponse, Response},
};
use domain::{
    document::Kind,
    ids::{EventId, IntentId, parse_any},
};
use maud::html;

/// `GET /why/{id}`
pub async fn page(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let found = app.why(&visitor.reader(), visitor.lang, &id).await;
    let tree = found.map_err(|e| Problem(e.into_refusal(), visitor.lang))?;
    let title = visitor.t("why-title");
    let document = parse_any(&id).ok().and_then(|(prefix, raw)| Some((Kind::from_prefix(prefix)?, raw)));
    let mut crumbs = Vec::new();
    if let Some((kind, raw)) = document {
        crumbs.push(Crumb::new(
            crate::document::capital(&text::kinds(visitor.lang, kind)),
            format!("/{}", path_of(kind)),
        ));
        crumbs.push(Crumb::new(tree.title.clone(), href_of(kind, raw)));
    }
    let heading = tree.title.clone();
    let nodes = [node(&tree)];
    let page = visitor.page(|ctx| shell(ctx, &title, &crumbs, html! {}, card(&heading, None, trail(ctx, &nodes))));
    Ok(page.into_response())
}

fn node(why: &Why) -> Node {
    let parsed = why.id.as_deref().and_then(|id| Some((id, parse_any(id).ok()?)));
    let (kind, href) = match parsed {
        Some((_, (prefix, raw))) if Kind::from_prefix(prefix).is_some() => {
            (NodeKind::Fact, Kind::from_prefix(prefix).map(|kind| href_of(kind, raw)))
        }
        Some((id, (prefix, _))) => {
            let kind = match prefix {
                p if p == IntentId::PREFIX => NodeKind::Intent,
                p if p == EventId::PREFIX => NodeKind::Event,
                _ => NodeKind::Fact,
            };
            (kind, Some(format!("/why/{id}")))
        }
        None => (NodeKind::Fact, None),
    };
    Node {
        kind,
        title: why.title.clone(),
        detail: why.detail.clone(),
        href,
        children: why.children.iter().map(node).collect(),
    }
}
