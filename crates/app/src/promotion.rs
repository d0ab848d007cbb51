//! Verbs on promotions, and how a quote comes by them: by code, with the terms of the day, counted when it is accepted.

use crate::{
    approval,
    error::Result,
    quote::hash,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    catalog::{CatalogEvent, Promotion, Use},
    crm::{Customer, Metadata},
    dates::Date,
    document::{Document, Kind},
    ids::*,
    money::{Money, Percent},
    org::Entity,
    pricing::{self, Off},
    quote::{Promotions, Quote, QuoteEvent, QuotePromotion},
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What can be said of a promotion.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PromotionFields {
    pub name: String,
    /// What the customer or the seller types; unique, in capitals.
    pub code: String,
    /// What it takes off, in per cent; of recurring lines in every interval.
    pub percent: Option<Percent>,
    /// What it takes off as an amount, once; a promotion has one of the two.
    pub amount: Option<Money>,
    /// First day it can be used.
    pub from: Option<Date>,
    /// Last day it can be used.
    pub until: Option<Date>,
    /// How often it can be used in all.
    pub uses: Option<u32>,
    pub uses_per_customer: Option<u32>,
    /// The least a quote must come to before promotions.
    pub minimum: Option<Money>,
    /// Sectors of customers it is for; all when left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<String>,
    /// Lower comes first, where only one may be used or the order matters; zero when left out.
    pub priority: Option<u32>,
    /// Cannot be used together with others.
    #[serde(default)]
    pub exclusive: bool,
    #[serde(default)]
    pub metadata: Metadata,
}
impl PromotionFields {
    fn off(&self) -> std::result::Result<Off, Refusal> {
        match (self.percent, self.amount) {
            (Some(percent), None) => Ok(Off::Percent { percent }),
            (None, Some(amount)) => Ok(Off::Amount { amount }),
            (None, None) => Err(Refusal::invalid("promotion_takes_nothing").at("percent")),
            (Some(_), Some(_)) => Err(Refusal::invalid("promotion_takes_both").at("amount")),
        }
    }
    /// The promotion with these fields; its version counts on.
    fn onto(self, before: Promotion) -> std::result::Result<Promotion, Refusal> {
        let off = self.off()?;
        Ok(Promotion {
            name: self.name,
            rule: pricing::Promotion {
                code: Promotion::code_of(&self.code),
                version: before.rule.version.saturating_add(1),
                off,
                priority: self.priority.unwrap_or_default(),
                exclusive: self.exclusive,
                from: self.from,
                until: self.until,
                uses: self.uses,
                uses_per_customer: self.uses_per_customer,
                minimum: self.minimum,
                segments: self.segments,
            },
            metadata: self.metadata,
            ..before
        })
    }
}

/// Adds a promotion: a discount that is got by its code, within limits.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PromotionCreate {
    #[serde(flatten)]
    pub fields: PromotionFields,
}
impl Verb for PromotionCreate {
    const NAME: &'static str = "promotion.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let blank = Promotion {
            id: tx.new_id(),
            name: String::new(),
            rule: pricing::Promotion {
                code: String::new(),
                version: 0,
                off: Off::Percent { percent: Percent::ZERO },
                priority: 0,
                exclusive: false,
                from: None,
                until: None,
                uses: None,
                uses_per_customer: None,
                minimum: None,
                segments: Vec::new(),
            },
            redeemed: Vec::new(),
            archived: None,
            metadata: Metadata::new(),
        };
        let promotion = self.fields.onto(blank)?;
        save(tx, &promotion).await?;
        emit(tx, &promotion, CatalogEvent::PromotionCreated { promotion: promotion.id }).await
    }
}

/// Changes a promotion; quotes that were sent keep what they were sent with.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PromotionEdit {
    pub id: PromotionId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    #[serde(flatten)]
    pub fields: PromotionFields,
}
impl Verb for PromotionEdit {
    const NAME: &'static str = "promotion.edit";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let before: Promotion = tx.load_version(self.id, self.version).await?;
        let promotion = self.fields.onto(before)?;
        save(tx, &promotion).await?;
        emit(tx, &promotion, CatalogEvent::PromotionEdited { promotion: promotion.id }).await
    }
}

/// Ends the use of a promotion; quotes that were sent with it keep it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PromotionArchive {
    pub id: PromotionId,
}
impl Verb for PromotionArchive {
    const NAME: &'static str = "promotion.archive";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = tx.today_of_org().await?;
        let promotion = tx.load::<Promotion>(self.id).await?.archive(today)?;
        tx.save(&promotion).await?;
        emit(tx, &promotion, CatalogEvent::PromotionArchived { promotion: promotion.id }).await
    }
}

/// Puts an archived promotion back into use.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PromotionRestore {
    pub id: PromotionId,
}
impl Verb for PromotionRestore {
    const NAME: &'static str = "promotion.restore";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let promotion = tx.load::<Promotion>(self.id).await?.restore()?;
        tx.save(&promotion).await?;
        emit(tx, &promotion, CatalogEvent::PromotionRestored { promotion: promotion.id }).await
    }
}

async fn save(tx: &mut Tx<'_>, promotion: &Promotion) -> Result<()> {
    promotion.check()?;
    if by_code(tx, &promotion.rule.code).await?.is_some_and(|other| other != promotion.id) {
        return Err(Refusal::state("promotion_code_taken").with("code", &promotion.rule.code).at("code").into());
    }
    tx.save(promotion).await
}

async fn emit(tx: &mut Tx<'_>, promotion: &Promotion, event: CatalogEvent) -> Result<Outcome> {
    let today = tx.today_of_org().await?;
    tx.emit(event, today).await?;
    Ok(Outcome::of(promotion.doc_ref()).number(&promotion.rule.code))
}

async fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<PromotionId>> {
    let org = tx.org();
    Ok(store::document::by_number(tx.conn(), org, Kind::Promotion, code).await?.map(PromotionId))
}

/// The promotions behind codes, with their terms and uses as they are today. A code that nobody has is refused; one that
/// cannot be used now stays on the quote with the reason.
pub(crate) async fn asked(tx: &mut Tx<'_>, quote: &Quote, codes: &[String]) -> Result<Promotions> {
    if codes.is_empty() {
        return Ok(Promotions::default());
    }
    let (mut offers, mut seen) = (Vec::with_capacity(codes.len()), BTreeSet::new());
    for (index, typed) in codes.iter().enumerate() {
        let (code, place) = (Promotion::code_of(typed), format!("promotions.{index}"));
        if !seen.insert(code.clone()) {
            return Err(Refusal::invalid("promotion_twice").with("code", &code).at(place).into());
        }
        let unknown = || Refusal::not_found("promotion_unknown").with("code", &code).at(place.as_str());
        let id = by_code(tx, &code).await?.ok_or_else(unknown)?;
        let promotion: Promotion = tx.peek(id).await?;
        // One that stood on the quote before may go on; nobody takes up one that is over.
        let kept = quote.promotions.offers.iter().any(|offer| offer.promotion == id);
        if let Some(on) = promotion.archived.filter(|_| !kept) {
            return Err(Refusal::state("promotion_archived").with("code", &code).with("on", on).at(place).into());
        }
        offers.push(as_offered(&promotion, quote));
    }
    with_terms(tx, quote, offers).await
}

/// The promotions of a draft as they are on the day it is sent.
pub(crate) async fn looked_up_again(tx: &mut Tx<'_>, quote: &Quote) -> Result<Promotions> {
    if quote.promotions.is_empty() {
        return Ok(Promotions::default());
    }
    let mut offers = Vec::with_capacity(quote.promotions.offers.len());
    for offer in &quote.promotions.offers {
        let promotion: Promotion = tx.peek(offer.promotion).await?;
        offers.push(as_offered(&promotion, quote));
    }
    with_terms(tx, quote, offers).await
}

fn as_offered(promotion: &Promotion, quote: &Quote) -> QuotePromotion {
    let offer = promotion.offer(quote.customer);
    let mut terms = promotion.rule.clone();
    if let Some(on) = promotion.archived {
        // It ended the day before it was put away, whatever it said.
        terms.until = Some(terms.until.map_or(on.add_days(-1), |until| until.min(on.add_days(-1))));
        terms.from = terms.from.filter(|from| Some(*from) <= terms.until);
    }
    QuotePromotion {
        promotion: promotion.id,
        terms,
        used: offer.used,
        used_by_customer: offer.used_by_customer,
        amount: Money::zero(quote.currency),
        not_applied: None,
    }
}

async fn with_terms(tx: &mut Tx<'_>, quote: &Quote, offers: Vec<QuotePromotion>) -> Result<Promotions> {
    let entity: Entity = tx.entity(quote.entity).await?;
    let customer: Customer = tx.peek(quote.customer).await?;
    let on = Some(tx.today(quote.entity).await?);
    let promotions = Promotions { stacking: entity.promotion_stacking, segment: customer.sector, on, offers };
    promotions.check()?;
    Ok(promotions)
}

/// Counts the promotions of a quote that was just accepted. One whose last use went to another quote in the meantime is
/// refused: then the price that was offered cannot be given any more.
pub(crate) async fn count_uses(tx: &mut Tx<'_>, quote: &Quote, today: Date) -> Result<()> {
    let applied: Vec<(PromotionId, Money)> =
        quote.promotions.applied().map(|offer| (offer.promotion, offer.amount)).collect();
    for (id, amount) in applied {
        let promotion: Promotion = tx.load_along(id.raw()).await?;
        let used = Use { quote: quote.id, customer: quote.customer, on: today, amount };
        tx.save(&promotion.redeem(used)?).await?;
        tx.emit(CatalogEvent::PromotionRedeemed { promotion: id, quote: quote.id }, today).await?;
    }
    Ok(())
}

/// Uses the code of a promotion or coupon on a quote that was sent: the customer's own act, which makes it cheaper and changes
/// nothing else.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteRedeem {
    pub id: QuoteId,
    pub code: String,
}
impl Verb for QuoteRedeem {
    const NAME: &'static str = "quote.redeem";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let quote: Quote = tx.load(self.id).await?;
        let today = tx.today(quote.entity).await?;
        let code = Promotion::code_of(&self.code);
        if quote.promotions.offers.iter().any(|offer| offer.terms.code == code) {
            return Err(Refusal::invalid("promotion_twice").with("code", &code).at("code").into());
        }
        let mut given = asked(tx, &quote, std::slice::from_ref(&code)).await.map_err(|error| error.at("code"))?;
        let promotion = given.offers.first().map(|offer| offer.promotion);
        // Its code may have been another when the quote was sent.
        if quote.promotions.offers.iter().any(|offer| Some(offer.promotion) == promotion) {
            return Err(Refusal::invalid("promotion_twice").with("code", &code).at("code").into());
        }
        if let Some(until) = given.offers.iter().find_map(|offer| offer.terms.until.filter(|until| *until < today)) {
            let refusal = Refusal::state("promotion_over").with("code", &code).with("until", until);
            return Err(refusal.at("code").into());
        }
        // The others are looked at as on the day the quote was sent; this one holds from today on.
        for offer in &mut given.offers {
            offer.terms.from = offer.terms.from.filter(|from| *from > today);
        }
        // What was sent stands on the terms it was sent with.
        let mut promotions = if quote.promotions.is_empty() {
            Promotions { offers: Vec::new(), ..given.clone() }
        } else {
            quote.promotions.clone()
        };
        promotions.offers.extend(given.offers);
        let mut quote = quote.redeem(promotions, today)?;
        let (org, steps) = (tx.org(), std::mem::take(&mut quote.waterfall));
        quote.waterfall = crate::price_book::name_sources(tx.conn(), org, &quote, steps).await?;
        approval::check_redeemed(tx, &quote).await?;
        tx.save(&quote).await?;
        if let Some(promotion) = promotion {
            let document_hash = Some(hash(&quote)?);
            tx.emit(QuoteEvent::Redeemed { quote: quote.id, promotion, document_hash }, today).await?;
        }
        Ok(Outcome::of(quote.doc_ref()).number(quote.head().number))
    }
}
