//! How the prices of a quote came about, and what is left of them after cost. A draft's steps are worked out when they are
//! asked for; from sending on they are those that were stored.

use super::rows::{is_shown_costs, margin_of};
use crate::{error::Result, read::Reader, roles::Actor, runner::App};
use domain::{
    document::{DocRef, Document, Kind},
    ids::{OrgId, QuoteId},
    money::Money,
    pricing::PriceStep,
    quote::{LineKind, Margin, Quote, QuoteState},
    refusal::Refusal,
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::Conn;

/// A line with the steps of its price.
#[derive(Clone, Debug, Serialize)]
pub struct ExplainedLine {
    pub no: u32,
    #[serde(skip_serializing_if = "LineKind::is_item")]
    pub kind: LineKind,
    pub description: String,
    pub net: Money,
    pub steps: Vec<PriceStep>,
    /// For those who may see costs, where the line has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<Margin>,
}

/// The steps of a quote's prices.
#[derive(Clone, Debug, Serialize)]
pub struct Waterfall {
    pub quote: QuoteId,
    pub version: u32,
    /// Whether these are the steps that were stored when the quote was sent.
    pub stored: bool,
    pub lines: Vec<ExplainedLine>,
    /// Steps of the whole quote.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub whole: Vec<PriceStep>,
    /// The names of the documents that steps come from.
    pub sources: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<Margin>,
}

impl Waterfall {
    /// The rule or document that a step comes from, with its version then: `Catalogue 2026, version 3`.
    pub fn source(&self, step: &PriceStep) -> Option<(String, Option<u32>)> {
        let document = step.source.map(|source| source.to_string());
        let named = document.map(|id| (self.sources.get(&id).cloned().unwrap_or(id), step.source_version));
        named.or_else(|| step.rule.clone().map(|rule| (rule, step.rule_version)))
    }
}

impl App {
    /// The steps of all lines of a quote, or of the one with this number.
    pub async fn waterfall(&self, reader: &Reader, id: QuoteId, line: Option<u32>) -> Result<Waterfall> {
        let scope = reader.actor.need("quote.read")?;
        let mut conn = self.db.read_much().await?;
        let held = self.quotes.of(&mut conn, reader.org, id.raw(), false).await?;
        let held =
            held.filter(|held| reader.actor.sees(scope, held.doc.owner) && !matches!(reader.actor, Actor::Link { .. }));
        let held = held.ok_or_else(|| crate::tx::missing(Kind::Quote, id.raw()))?;
        let quote = &held.doc;
        let places = match line {
            None => (0..quote.lines.len()).filter(|at| quote.lines[*at].kind.is_priced()).collect(),
            Some(no) => vec![quote.find(no, 0).ok_or_else(|| {
                Refusal::not_found("quote_line_missing").with("number", quote.head().number).with("line", no).at("line")
            })?],
        };
        let stored = !matches!(quote.state, QuoteState::Draft);
        let steps =
            if stored { quote.waterfall.clone() } else { worked_out(&mut conn, reader.org, quote, line).await? };
        let mut by_line: BTreeMap<u32, Vec<PriceStep>> = BTreeMap::new();
        steps.into_iter().for_each(|step| by_line.entry(step.line).or_default().push(step));
        let sees_cost = is_shown_costs(&reader.actor);
        let whole = by_line.remove(&0).unwrap_or_default();
        let mut lines = Vec::with_capacity(places.len());
        for at in places {
            let line = &quote.lines[at];
            lines.push(ExplainedLine {
                no: line.no,
                kind: line.kind,
                description: line.terms.description.clone(),
                net: line.terms.net,
                steps: by_line.remove(&line.no).unwrap_or_default(),
                margin: margin_of(line, sees_cost)?,
            });
        }
        let margin = if sees_cost { quote.margin()? } else { None };
        let told = lines.iter().flat_map(|line| &line.steps).chain(&whole);
        let sources = names(&mut conn, reader.org, told.filter_map(|step| step.source)).await?;
        Ok(Waterfall { quote: id, version: held.version, stored, lines, whole, sources, margin })
    }
}

/// The steps as they would be stored if the draft were sent now.
async fn worked_out(conn: &mut Conn, org: OrgId, quote: &Quote, line: Option<u32>) -> Result<Vec<PriceStep>> {
    let steps = match line.and_then(|no| quote.find(no, 0)) {
        Some(at) => quote.explain_line(at)?,
        None => quote.explain()?,
    };
    crate::price_book::name_sources(conn, org, quote, steps).await
}

async fn names(conn: &mut Conn, org: OrgId, sources: impl Iterator<Item = DocRef>) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for source in sources {
        let key = source.to_string();
        if !found.contains_key(&key) {
            let name = store::document::load_any(conn, org, source.id, false).await?.map(|(any, _)| any.body);
            let name = name.and_then(|body| body.get("name")?.as_str().map(str::to_string));
            found.insert(key.clone(), name.unwrap_or(key));
        }
    }
    Ok(found)
}
