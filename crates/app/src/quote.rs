//! Verbs on quotes: drafts here, what is said to and by the customer in `answer`.

mod answer;
mod changes;
mod choice;
mod edit_lines;
mod explained;
mod held;
mod lines;
mod rows;
mod template;
mod watch;

pub use answer::*;
pub use changes::Changes;
pub use choice::Chosen;
pub use edit_lines::{ChangeKind, ClearedField, LineChange, QuoteEditLines};
pub use explained::{ExplainedLine, Waterfall};
pub use held::HeldQuotes;
pub(crate) use held::LinesEdited;
pub use lines::QuoteLineInput;
pub use rows::{EditedRows, Row, Rows};
pub use template::*;
pub use watch::*;

use crate::{
    customer,
    error::Result,
    exchange,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    crm::{Metadata, Opportunity, Person},
    dates::Date,
    document::Document,
    ids::*,
    money::*,
    org::Language,
    quote::*,
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Days a quote is valid when nothing else is said.
const VALID_DAYS: i64 = 30;

/// What can be said of a quote, at creation and while it is a draft.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteFields {
    pub customer: CustomerId,
    /// The person it is addressed to.
    pub contact: Option<PersonId>,
    /// The deal it belongs to, which is kept in step with it.
    pub opportunity: Option<OpportunityId>,
    /// The deal's title, or the customer's name, when left out.
    pub title: Option<String>,
    /// The customer's language when left out.
    pub language: Option<Language>,
    /// The customer's currency when left out.
    pub currency: Option<Currency>,
    /// The only book that prices of products come from; when left out each is chosen for the customer, of the books that hold
    /// on the quote's date in its currency.
    pub price_book: Option<PriceBookId>,
    /// Where it is bought, such as web, partner or field; prices may be for one of them.
    pub channel: Option<String>,
    /// Last day the customer can accept; thirty days from today when left out.
    pub valid_until: Option<Date>,
    /// Days to pay; those agreed with the customer when left out.
    pub payment_days: Option<u32>,
    #[serde(default)]
    pub payment_plan: PaymentPlan,
    /// Discount on the whole quote, in per cent, after line discounts.
    pub discount: Option<Percent>,
    /// Codes of promotions and coupons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promotions: Vec<String>,
    /// Whether the customer may accept some of the lines and leave out others.
    #[serde(default)]
    pub part_acceptance: bool,
    #[serde(default)]
    pub lines: Vec<QuoteLineInput>,
    pub introduction: Option<String>,
    pub notes: Option<String>,
    /// Whose quote it is; yours when left out.
    pub owner: Option<UserId>,
    #[serde(default)]
    pub metadata: Metadata,
}

/// Drafts a quote. A line with a product takes what is not given from the catalogue.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteCreate {
    /// Who makes the offer; the first legal entity when left out.
    pub entity: Option<EntityId>,
    /// What it starts from: lines, terms and texts that are not given are the template's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<QuoteTemplateId>,
    #[serde(flatten)]
    pub fields: QuoteFields,
}
impl Verb for QuoteCreate {
    const NAME: &'static str = "quote.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let entity = tx.entity_or_first(self.entity).await?;
        let today = tx.today(entity.id).await?;
        let customer = customer::active(tx, self.fields.customer).await?;
        let fields = match self.template {
            Some(id) => template::started(tx, id, customer.language, today, self.fields).await?,
            None => self.fields,
        };
        let blank = Quote {
            id: tx.new_id(),
            number: String::new(),
            revision: 1,
            entity: entity.id,
            customer: customer.id,
            contact: None,
            opportunity: None,
            revises: None,
            title: customer.name,
            language: customer.language,
            currency: customer.currency,
            exchange: None,
            price_book: None,
            channel: None,
            promotions: Promotions::default(),
            date: today,
            valid_until: today.add_days(VALID_DAYS),
            payment_days: customer.payment_days.unwrap_or(entity.payment_days),
            payment_plan: PaymentPlan::default(),
            discount: None,
            part_acceptance: false,
            lines: Vec::new(),
            introduction: None,
            notes: None,
            state: QuoteState::Draft,
            waterfall: Vec::new(),
            owner: tx.actor().user(),
            views: None,
            expiry_reminder: None,
            view_reminder: None,
            metadata: Metadata::new(),
        };
        let mut quote = filled(tx, blank, fields).await?;
        quote.number = tx.number(&entity, "Q", today).await?;
        tx.save(&quote).await?;
        tx.emit(QuoteEvent::Created { quote: quote.id }, today).await?;
        Ok(outcome(&quote))
    }
}

/// Changes a draft: all that can be said of it is said again. What was sent stands as sent; revise that instead.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteEdit {
    pub id: QuoteId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    #[serde(flatten)]
    pub fields: QuoteFields,
}
impl Verb for QuoteEdit {
    const NAME: &'static str = "quote.edit";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let before: Quote = tx.load_version(self.id, self.version).await?;
        before.editable()?;
        let quote = filled(tx, before, self.fields).await?;
        tx.save(&quote).await?;
        let today = tx.today(quote.entity).await?;
        tx.emit(QuoteEvent::Edited { quote: quote.id }, today).await?;
        Ok(outcome(&quote))
    }
}

/// The draft with the given fields, priced.
async fn filled(tx: &mut Tx<'_>, before: Quote, f: QuoteFields) -> Result<Quote> {
    if f.customer != before.customer {
        customer::active(tx, f.customer).await?;
    }
    let deal = check_relations(tx, &f).await?;
    tx.check_colleague(f.owner).await?;
    let blank = before.number.is_empty();
    let (deal_title, deal_owner) = deal.filter(|_| blank).map_or((None, None), |deal| (Some(deal.title), deal.owner));
    let kept_book = before.price_book.filter(|_| f.currency.is_none_or(|currency| currency == before.currency));
    let mut quote = Quote {
        customer: f.customer,
        contact: f.contact,
        opportunity: f.opportunity,
        title: f.title.or(deal_title).unwrap_or(before.title),
        language: f.language.unwrap_or(before.language),
        currency: f.currency.unwrap_or(before.currency),
        price_book: f.price_book,
        channel: f.channel.filter(|channel| !channel.trim().is_empty()),
        valid_until: f.valid_until.unwrap_or(before.valid_until),
        payment_days: f.payment_days.unwrap_or(before.payment_days),
        payment_plan: f.payment_plan,
        discount: f.discount,
        part_acceptance: f.part_acceptance,
        introduction: f.introduction,
        notes: f.notes,
        owner: f.owner.or(deal_owner).or(before.owner),
        metadata: f.metadata,
        lines: before.lines,
        ..before
    };
    check_count(f.lines.len())?;
    pin_rate(tx, &mut quote).await?;
    quote.promotions = crate::promotion::asked(tx, &quote, &f.promotions).await?;
    lines::fill(tx, &mut quote, f.lines).await?;
    // Prices that were taken before are typed prices now; the steps can still name their book.
    quote.price_book = quote.price_book.or(kept_book);
    quote.price()?;
    Ok(quote)
}

/// Notes what the quote's currency is worth on its date in that of the books, by the rates that were published until then.
pub(crate) async fn pin_rate(tx: &mut Tx<'_>, quote: &mut Quote) -> Result<()> {
    let books = tx.entity(quote.entity).await?.currency;
    let org = tx.org();
    quote.exchange = exchange::rate_on(tx.conn(), org, (quote.currency, books), quote.date).await?;
    Ok(())
}

/// The contact and the opportunity must be there, and be the customer's; returns the opportunity.
async fn check_relations(tx: &mut Tx<'_>, f: &QuoteFields) -> Result<Option<Opportunity>> {
    if let Some(contact) = f.contact {
        let person: Person = tx.peek(contact).await?;
        if person.customer.is_some_and(|customer| customer != f.customer) {
            let refusal = Refusal::invalid("contact_of_other_customer").with("id", contact.to_string());
            return Err(refusal.at("contact").into());
        }
    }
    let Some(id) = f.opportunity else { return Ok(None) };
    let deal: Opportunity = tx.peek(id).await?;
    if deal.customer.is_some_and(|customer| customer != f.customer) {
        let refusal = Refusal::invalid("opportunity_of_other_customer").with("number", &deal.number);
        return Err(refusal.at("opportunity").into());
    }
    Ok(Some(deal))
}

fn check_count(lines: usize) -> Result<()> {
    if lines <= LINES_MAX {
        return Ok(());
    }
    let refusal = Refusal::invalid("lines_too_many").with("lines", lines).with("limit", LINES_MAX);
    Err(refusal.at("lines").into())
}

/// Makes the next revision of a quote that was sent: a draft with the same number. The old one can no longer be accepted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteRevise {
    pub id: QuoteId,
}
impl Verb for QuoteRevise {
    const NAME: &'static str = "quote.revise";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let quote: Quote = tx.load(self.id).await?;
        let today = tx.today(quote.entity).await?;
        let (superseded, mut draft) = quote.revise(tx.new_id(), tx.business_now(), today)?;
        pin_rate(tx, &mut draft).await?;
        draft.price()?;
        tx.save(&superseded).await?;
        tx.save(&draft).await?;
        tx.emit(QuoteEvent::Revised { quote: superseded.id, by: draft.id }, today).await?;
        Ok(Outcome::of(draft.doc_ref()).number(draft.head().number))
    }
}

/// Makes a new draft like this quote, for the same customer, with the prices as they are on it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteDuplicate {
    pub id: QuoteId,
}
impl Verb for QuoteDuplicate {
    const NAME: &'static str = "quote.duplicate";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let model: Quote = tx.load(self.id).await?;
        let entity = tx.entity(model.entity).await?;
        let today = tx.today(entity.id).await?;
        customer::active(tx, model.customer).await?;
        let days = model.date.days_until(model.valid_until);
        let mut quote = Quote {
            id: tx.new_id(),
            number: tx.number(&entity, "Q", today).await?,
            revision: 1,
            revises: None,
            // A deal is won once; the copy is another deal.
            opportunity: None,
            date: today,
            valid_until: today.add_days(days),
            state: QuoteState::Draft,
            waterfall: Vec::new(),
            views: None,
            expiry_reminder: None,
            view_reminder: None,
            owner: tx.actor().user().or(model.owner),
            ..model
        };
        pin_rate(tx, &mut quote).await?;
        // The copy offers again what the other customer left out.
        for line in quote.lines.iter_mut().filter(|line| line.kind == LineKind::Declined) {
            line.kind = LineKind::Item;
        }
        quote.price()?;
        tx.save(&quote).await?;
        tx.emit(QuoteEvent::Created { quote: quote.id }, today).await?;
        Ok(outcome(&quote))
    }
}

fn outcome(quote: &Quote) -> Outcome {
    Outcome::of(quote.doc_ref()).number(quote.head().number)
}
