//! What a customer would get for what they choose on an offer, worked out by the same engine that priced it; nothing is kept.

use super::QuoteAccept;
use crate::{error::Result, read::Reader, roles::Actor, runner::App, verb::Verb};
use domain::{
    document::{DocRef, Kind},
    ids::QuoteId,
    money::Money,
    quote::{Quote, Selection, Totals},
    refusal::Refusal,
};
use serde_json::Value as Json;
use store::StoreError;

/// A quote as it would be with what was chosen.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// As the reader may see it.
    pub body: Json,
    pub net: Money,
    pub totals: Totals,
}

/// The offer with what was chosen, refused where that is worse for the seller than anything that was looked at before.
pub(super) fn chosen(quote: Quote, selection: &Selection) -> Result<Quote> {
    if selection.is_empty() {
        return Ok(quote);
    }
    let chosen = quote.clone().choose(selection)?;
    domain::approval::check_choice(&quote, &chosen)?;
    Ok(chosen)
}

impl App {
    /// What the quote of a link, or one the reader may see, comes to with what is chosen.
    pub async fn choose_on_quote(&self, reader: &Reader, id: QuoteId, input: &Json) -> Result<Chosen> {
        let schema = crate::verbs::find(QuoteAccept::NAME).map(crate::verbs::schema);
        let selection: Selection = crate::input::read(schema.unwrap_or(&Json::Null), input)?;
        let document = DocRef { kind: Kind::Quote, id: id.raw() };
        self.get(reader, document).await?;
        // It is worked out on all of it, also what the reader may not see.
        let inside = Reader { org: reader.org, actor: Actor::System };
        let quote: Quote = self.document(&inside, id.raw()).await?;
        let quote = chosen(quote, &selection)?;
        if quote.agreed().next().is_none() {
            return Err(Refusal::state("quote_nothing_chosen").with("number", &quote.number).at("options").into());
        }
        let totals = quote.totals()?;
        let mut body = serde_json::to_value(&quote).map_err(|e| StoreError::Bug(format!("{}: {e}", quote.id)))?;
        crate::read::redact(&reader.actor, Kind::Quote, &mut body);
        Ok(Chosen { body, net: quote.net(), totals })
    }
}
