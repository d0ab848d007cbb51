//! Between the seller and the customer: a quote is sent, and accepted, declined, withdrawn or left to expire. Its
//! opportunity goes along: a quote that is sent makes it quoted, one that is accepted makes it won.

use super::outcome;
use crate::{
    error::Result,
    person,
    roles::Actor,
    runner::canonical,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    crm::{CrmEvent, Opportunity, Stage},
    dates::Date,
    document::{DocRef, Kind},
    ids::*,
    quote::*,
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::document::{Query, Sort};

/// Most quotes that one run of `quote.expire_due` closes.
const EXPIRE_MAX: u32 = 200;

/// Sends a quote: its prices are fixed with the steps that explain them, and the customer can accept it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteSend {
    pub id: QuoteId,
}
impl Verb for QuoteSend {
    const NAME: &'static str = "quote.send";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let mut quote: Quote = tx.load(self.id).await?;
        let today = tx.today(quote.entity).await?;
        if !quote.promotions.is_empty() {
            quote.promotions = crate::promotion::looked_up_again(tx, &quote).await?;
            quote.price()?;
        }
        crate::approval::check_sending(tx, &quote).await?;
        let mut quote = quote.send(tx.business_now(), today)?;
        let (org, steps) = (tx.org(), std::mem::take(&mut quote.waterfall));
        quote.waterfall = crate::price_book::name_sources(tx.conn(), org, &quote, steps).await?;
        tx.save(&quote).await?;
        let document_hash = Some(hash(&quote)?);
        tx.emit(QuoteEvent::Sent { quote: quote.id, document_hash }, today).await?;
        if let Some(deal) = quote.opportunity {
            let deal: Opportunity = tx.load_along(deal).await?;
            let customer = deal.customer.or(Some(quote.customer));
            let deal = Opportunity { customer, ..deal }.quoted(today, quote.id)?;
            tx.save(&deal).await?;
            tx.emit(CrmEvent::OpportunityQuoted { opportunity: deal.id, quote: quote.id }, today).await?;
        }
        Ok(outcome(&quote))
    }
}

/// SHA-256 in hex of the body as it was sent, its keys in order: shows later that nothing was changed.
pub(crate) fn hash(quote: &Quote) -> Result<String> {
    let body = serde_json::to_value(quote).map_err(|e| store::StoreError::Bug(format!("{}: {e}", quote.id)))?;
    Ok(hex::encode(Sha256::digest(canonical(&body).as_bytes())))
}

/// Accepts a quote, as the customer or on their behalf. Prices and obligations are pinned from here on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteAccept {
    pub id: QuoteId,
    /// Who accepts; the contact of the quote when left out. A customer who accepts by link gives it.
    pub signer_name: Option<String>,
    pub signer_email: Option<String>,
    /// That the customer agrees to the offer; must be true.
    pub consent: bool,
    #[serde(flatten)]
    pub selection: Selection,
}
impl Verb for QuoteAccept {
    const NAME: &'static str = "quote.accept";
    const PERSONAL: &'static [&'static str] = &["signer_name", "signer_email"];
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let quote: Quote = tx.load(self.id).await?;
        consented(self.consent)?;
        let today = tx.today(quote.entity).await?;
        let by_link = match tx.actor() {
            Actor::Link { person, .. } => Some(*person),
            _ => None,
        };
        let known: Vec<PersonId> = by_link.flatten().into_iter().chain(quote.contact).collect();
        let by = match self.signer_name.filter(|name| !name.trim().is_empty()) {
            Some(name) => Some(person::signer(tx, Some(quote.customer), &known, name, self.signer_email).await?),
            None if by_link == Some(None) => return Err(signer_missing()),
            None => Some(known.first().copied().ok_or_else(signer_missing)?),
        };
        let quote = super::choice::chosen(quote, &self.selection)?;
        let quote = quote.accept(tx.business_now(), today, by)?.into_quote();
        tx.save(&quote).await?;
        tx.emit(QuoteEvent::Accepted { quote: quote.id, by, selection: self.selection }, today).await?;
        crate::promotion::count_uses(tx, &quote, today).await?;
        if let Some(deal) = quote.opportunity {
            win(tx, deal, today).await?;
        }
        let outcome = outcome(&quote);
        Ok(by.map_or(outcome.clone(), |by| outcome.made(DocRef { kind: Kind::Person, id: by.raw() })))
    }
}

/// Refuses an agreement that was not given.
pub(crate) fn consented(consent: bool) -> Result<()> {
    if consent { Ok(()) } else { Err(Refusal::invalid("consent_missing").at("consent").into()) }
}

fn signer_missing() -> crate::error::Error {
    let word = domain::refusal::Arg::Word("field-name".into());
    Refusal::invalid("value_missing").with("field", word).at("signer_name").into()
}

/// A deal that was closed before stays as it is: its second quote is more of the same deal.
async fn win(tx: &mut Tx<'_>, deal: OpportunityId, today: Date) -> Result<()> {
    let deal: Opportunity = tx.load_along(deal).await?;
    if matches!(deal.state, Stage::Engaged { .. } | Stage::Quoted { .. }) {
        let deal = deal.win(today)?;
        tx.save(&deal).await?;
        tx.emit(CrmEvent::OpportunityWon { opportunity: deal.id }, today).await?;
    }
    Ok(())
}

/// Notes that the customer said no to a quote.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteDecline {
    pub id: QuoteId,
    pub reason: String,
}
impl Verb for QuoteDecline {
    const NAME: &'static str = "quote.decline";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let quote: Quote = tx.load(self.id).await?;
        decline(tx, quote, self.reason).await
    }
}

async fn decline(tx: &mut Tx<'_>, quote: Quote, reason: String) -> Result<Outcome> {
    let quote = quote.decline(tx.business_now(), reason.clone())?;
    tx.save(&quote).await?;
    let today = tx.today(quote.entity).await?;
    tx.emit(QuoteEvent::Declined { quote: quote.id, reason }, today).await?;
    Ok(outcome(&quote))
}

/// Takes a quote back before the customer answered, or throws a draft away.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteWithdraw {
    pub id: QuoteId,
    pub reason: String,
}
impl Verb for QuoteWithdraw {
    const NAME: &'static str = "quote.withdraw";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let quote: Quote = tx.load(self.id).await?;
        withdraw(tx, quote, self.reason).await
    }
}

async fn withdraw(tx: &mut Tx<'_>, quote: Quote, reason: String) -> Result<Outcome> {
    let quote = quote.withdraw(tx.business_now(), reason.clone())?;
    tx.save(&quote).await?;
    crate::approval::overtake_all(tx, &quote).await?;
    let today = tx.today(quote.entity).await?;
    tx.emit(QuoteEvent::Withdrawn { quote: quote.id, reason }, today).await?;
    Ok(outcome(&quote))
}

/// Closes the quotes of a deal that was lost: what was sent is declined, drafts are withdrawn.
pub(crate) async fn close_lost(tx: &mut Tx<'_>, deal: OpportunityId, reason: &str) -> Result<()> {
    let query = Query {
        kind: Some(Kind::Quote),
        parent: Some(deal.raw()),
        states: vec!["draft".into(), "sent".into()],
        ascending: true,
        limit: 1_000,
        ..Query::default()
    };
    for listed in tx.list(&query).await? {
        let quote: Quote = tx.load_along(listed.id).await?;
        match quote.state {
            QuoteState::Draft => withdraw(tx, quote, reason.to_string()).await?,
            _ => decline(tx, quote, reason.to_string()).await?,
        };
    }
    Ok(())
}

/// Closes a quote whose validity ran out.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteExpire {
    pub id: QuoteId,
}
impl Verb for QuoteExpire {
    const NAME: &'static str = "quote.expire";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let quote: Quote = tx.load(self.id).await?;
        let today = tx.today(quote.entity).await?;
        let quote = expire(tx, quote, today).await?;
        Ok(outcome(&quote))
    }
}

/// Closes quotes whose last day has passed, up to 200 at a time; the count tells how many, and fewer than 200 that all are done.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteExpireDue {
    /// As on the morning of this day; today when left out, and never later.
    pub until: Option<Date>,
}
impl Verb for QuoteExpireDue {
    const NAME: &'static str = "quote.expire_due";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let mut entities: std::collections::BTreeMap<EntityId, Date> = Default::default();
        let latest = tx.business_now().add_seconds(86_400).date_in("UTC");
        let until = self.until.map_or(latest, |until| until.min(latest));
        let query = Query {
            kind: Some(Kind::Quote),
            states: vec!["sent".into()],
            due_until: Some(until.add_days(-1)),
            sort: Sort::DateDue,
            ascending: true,
            limit: EXPIRE_MAX,
            ..Query::default()
        };
        let mut count = 0;
        for listed in tx.list(&query).await? {
            let quote: Quote = tx.load_along(listed.id).await?;
            let today = match entities.get(&quote.entity) {
                Some(today) => *today,
                None => tx.today(quote.entity).await?,
            };
            entities.insert(quote.entity, today);
            // Where the entity is, it may still be the day before.
            if quote.valid_until < today.min(until) {
                expire(tx, quote, today).await?;
                count += 1;
            }
        }
        Ok(Outcome::count(count))
    }
}

/// It counts as expired from the day after its last day, however late this is noticed.
async fn expire(tx: &mut Tx<'_>, quote: Quote, today: Date) -> Result<Quote> {
    let quote = quote.expire(tx.business_now(), today)?;
    tx.save(&quote).await?;
    tx.emit(QuoteEvent::Expired { quote: quote.id }, quote.valid_until.add_days(1)).await?;
    Ok(quote)
}
