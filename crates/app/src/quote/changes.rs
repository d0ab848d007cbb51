//! What changed between two revisions of a quote: for the seller on any two, for the customer since the last offer they got.

use crate::{error::Result, read::Reader, roles::Actor, runner::App};
use domain::{
    document::{DocRef, Document, Kind},
    ids::QuoteId,
    quote::{Quote, QuoteDiff, diff},
    refusal::Refusal,
};
use serde::Serialize;

/// Most revisions that are gone back in search of the last one that was sent.
const REVISIONS_MAX: u32 = 200;

/// Two quotes, and how the later one differs.
#[derive(Clone, Debug, Serialize)]
pub struct Changes {
    pub from: QuoteId,
    pub from_number: String,
    pub to: QuoteId,
    pub to_number: String,
    #[serde(flatten)]
    pub diff: QuoteDiff,
}

impl Changes {
    fn between(before: &Quote, after: &Quote, inside: bool) -> Result<Changes> {
        Ok(Changes {
            from: before.id,
            from_number: before.head().number,
            to: after.id,
            to_number: after.head().number,
            diff: diff(before, after, inside)?,
        })
    }
}

impl App {
    /// How a quote differs from another one, or from the revision before it.
    pub async fn quote_changes(&self, reader: &Reader, id: QuoteId, from: Option<QuoteId>) -> Result<Changes> {
        let after: Quote = self.document(reader, id.raw()).await?;
        let first = || Refusal::state("quote_first_revision").with("number", after.head().number).at("from");
        let from = from.or(after.revises).ok_or_else(first)?;
        let before: Quote = self.document(reader, from.raw()).await?;
        Changes::between(&before, &after, true)
    }

    /// How the quote of a link differs from the last revision that was sent to its customer before; nothing on a first offer.
    pub async fn changes_since_last_offer(&self, reader: &Reader, id: QuoteId) -> Result<Option<Changes>> {
        self.get(reader, DocRef { kind: Kind::Quote, id: id.raw() }).await?;
        // The link is to this revision alone; what it tells of the one before is what its customer saw of it.
        let inside = Reader { org: reader.org, actor: Actor::System };
        let after: Quote = self.document(&inside, id.raw()).await?;
        let mut earlier = after.revises;
        for _ in 0..REVISIONS_MAX {
            let Some(id) = earlier else { break };
            let before: Quote = self.document(&inside, id.raw()).await?;
            if before.was_sent() && before.customer == after.customer {
                return Changes::between(&before, &after, false).map(Some);
            }
            earlier = before.revises;
        }
        Ok(None)
    }
}
