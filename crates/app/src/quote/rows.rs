//! The lines of a quote as the grid editor asks for them: a stretch at a time, with what they come to; and what an edit
//! changed of them.

use super::{ClearedField, LineChange, LinesEdited, QuoteEditLines};
use crate::{
    error::Result,
    read::Reader,
    roles::Actor,
    runner::{App, Call},
    verb::Verb,
};
use domain::{
    document::Kind,
    ids::QuoteId,
    quote::{Margin, Promotions, QuoteLine, QuoteState, Totals},
};
use serde::Serialize;
use serde_json::Value as Json;

/// Most lines that one answer holds.
pub const ROWS_MAX: usize = 1_000;

/// A line with its place, 1 for the first.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub position: usize,
    #[serde(flatten)]
    pub line: QuoteLine,
    /// What is left after cost, for those who may see costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<Margin>,
}

/// A stretch of a quote's lines.
#[derive(Clone, Debug, Serialize)]
pub struct Rows {
    pub version: u32,
    /// How many lines there are in all.
    pub count: usize,
    pub editable: bool,
    pub totals: Totals,
    pub promotions: Promotions,
    /// What is left of all lines after cost: for those who may see costs, where every line has one.
    pub margin: Option<Margin>,
    /// Whether costs and what is left after them are shown at all.
    pub shows_margin: bool,
    pub rows: Vec<Row>,
}

/// What an edit of lines did.
#[derive(Clone, Debug, Serialize)]
pub struct EditedRows {
    pub version: u32,
    pub count: usize,
    pub totals: Totals,
    pub promotions: Promotions,
    pub margin: Option<Margin>,
    /// The lines whose content changed and that are there, in the order of their numbers.
    pub rows: Vec<Row>,
    /// Whether lines stand elsewhere than before, or more of them changed than this holds: what is shown must be asked again.
    pub reordered: bool,
    /// The changes that take the edit back.
    pub undo: Vec<LineChange>,
}

impl App {
    /// Lines of a quote from a place on, 0 for the first; costs only for those who may see them.
    pub async fn quote_rows(&self, reader: &Reader, id: QuoteId, from: usize, count: usize) -> Result<Rows> {
        let scope = reader.actor.need("quote.read")?;
        let mut conn = self.db.read_much().await?;
        let held = self.quotes.of(&mut conn, reader.org, id.raw(), false).await?;
        let held =
            held.filter(|held| reader.actor.sees(scope, held.doc.owner) && !matches!(reader.actor, Actor::Link { .. }));
        let held = held.ok_or_else(|| crate::tx::missing(Kind::Quote, id.raw()))?;
        let quote = &held.doc;
        let lines = quote.lines.iter().enumerate().skip(from).take(count.min(ROWS_MAX));
        let shows_margin = is_shown_costs(&reader.actor);
        Ok(Rows {
            version: held.version,
            count: quote.lines.len(),
            editable: matches!(quote.state, QuoteState::Draft) && reader.actor.has(QuoteEditLines::NAME),
            totals: quote.totals()?,
            promotions: quote.promotions.clone(),
            margin: if shows_margin { quote.margin()? } else { None },
            shows_margin,
            rows: lines.map(|(at, line)| shown(&reader.actor, at, line)).collect::<Result<_>>()?,
        })
    }

    /// Edits lines and tells what that changed, without the document.
    pub async fn edit_quote_lines(&self, call: &Call, input: Json) -> Result<EditedRows> {
        let done = self.execute(call, QuoteEditLines::NAME, input).await?;
        let Some(LinesEdited { held, edited, undo }) = done.held else {
            // It was done before: who asks again reads again.
            let reader = Reader { org: call.org, actor: call.actor.clone() };
            let rows = self.quote_rows(&reader, QuoteId(done.document().id), 0, 0).await?;
            let Rows { version, count, totals, promotions, margin, .. } = rows;
            return Ok(EditedRows {
                version,
                count,
                totals,
                promotions,
                margin,
                rows: Vec::new(),
                reordered: true,
                undo: Vec::new(),
            });
        };
        let quote = &held.doc;
        let (mut rows, mut next) = (Vec::new(), 0);
        let (mut here, mut gone) = (0, false);
        for no in edited.touched.iter().take(ROWS_MAX + 1) {
            let Some(at) = quote.find(*no, next) else {
                gone = true;
                continue;
            };
            (next, here) = (at + 1, here + 1);
            rows.push(shown(&call.actor, at, &quote.lines[at])?);
        }
        // Who edits a line without seeing its cost does not change it, nor by taking an edit back.
        let sees_cost = is_shown_costs(&call.actor);
        let undo = undo.iter().map(LineChange::of).map(|mut change| {
            change.cost = change.cost.filter(|_| sees_cost);
            change.clear.retain(|field| sees_cost || *field != ClearedField::Cost);
            change
        });
        Ok(EditedRows {
            version: held.version,
            count: quote.lines.len(),
            totals: quote.totals()?,
            promotions: quote.promotions.clone(),
            margin: if sees_cost { quote.margin()? } else { None },
            reordered: gone || !edited.moved.is_empty() || here > ROWS_MAX,
            rows,
            undo: undo.collect(),
        })
    }
}

/// Whether somebody may see what things cost, and so what is left of a price.
pub(super) fn is_shown_costs(actor: &Actor) -> bool {
    actor.has("product.cost")
}

pub(super) fn margin_of(line: &QuoteLine, sees_cost: bool) -> Result<Option<Margin>> {
    if sees_cost && line.kind.is_priced() { Ok(line.terms.margin()?) } else { Ok(None) }
}

fn shown(actor: &Actor, at: usize, line: &QuoteLine) -> Result<Row> {
    let sees_cost = is_shown_costs(actor);
    let margin = margin_of(line, sees_cost)?;
    let mut line = line.clone();
    if !sees_cost {
        line.terms.cost = None;
    }
    Ok(Row { position: at + 1, line, margin })
}
