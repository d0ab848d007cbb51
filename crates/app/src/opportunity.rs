//! Verbs on opportunities. Quotes keep theirs in step: sending one makes it quoted, acceptance makes it won.

use crate::{
    customer,
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{catalog::Product, crm::*, dates::Date, document::Document, ids::*, money::*};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What can be said of an opportunity, at creation and later.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpportunityFields {
    /// Your own number for it; the next free one when left out.
    pub number: Option<String>,
    pub title: String,
    /// May be unknown while prospecting.
    pub customer: Option<CustomerId>,
    pub product: Option<ProductId>,
    /// What the deal may be worth.
    pub expected: Option<Money>,
    pub expected_close: Option<Date>,
    /// Whose deal it is; yours when left out.
    pub owner: Option<UserId>,
    /// Sales person when that is not a user.
    pub agent: Option<String>,
    #[serde(default)]
    pub metadata: Metadata,
}

/// Notes a deal that may come.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpportunityCreate {
    #[serde(flatten)]
    pub fields: OpportunityFields,
}
impl Verb for OpportunityCreate {
    const NAME: &'static str = "opportunity.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let entity = tx.entity_or_first(None).await?;
        let today = tx.today(entity.id).await?;
        let number = match &self.fields.number {
            Some(number) => number.clone(),
            None => tx.number(&entity, "OPP", today).await?,
        };
        let blank = Opportunity {
            id: tx.new_id(),
            number,
            title: String::new(),
            customer: None,
            product: None,
            expected: None,
            expected_close: None,
            engaged: None,
            state: Stage::Prospecting,
            owner: tx.actor().user(),
            agent: None,
            metadata: Metadata::new(),
        };
        let opportunity = filled(tx, blank, self.fields).await?;
        tx.save(&opportunity).await?;
        tx.emit(CrmEvent::OpportunityCreated { opportunity: opportunity.id }, today).await?;
        Ok(Outcome::of(opportunity.doc_ref()).number(opportunity.number))
    }
}

/// Changes what is known of a deal.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpportunityEdit {
    pub id: OpportunityId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    #[serde(flatten)]
    pub fields: OpportunityFields,
}
impl Verb for OpportunityEdit {
    const NAME: &'static str = "opportunity.edit";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let before: Opportunity = tx.load_version(self.id, self.version).await?;
        let opportunity = filled(tx, before, self.fields).await?;
        tx.save(&opportunity).await?;
        let today = tx.today_of_org().await?;
        tx.emit(CrmEvent::OpportunityEdited { opportunity: opportunity.id }, today).await?;
        Ok(Outcome::of(opportunity.doc_ref()).number(opportunity.number))
    }
}

/// The opportunity with the given fields, all of which must be there.
async fn filled(tx: &mut Tx<'_>, before: Opportunity, f: OpportunityFields) -> Result<Opportunity> {
    if let Some(customer) = f.customer.filter(|c| Some(*c) != before.customer) {
        customer::active(tx, customer).await?;
    }
    if let Some(product) = f.product {
        tx.peek::<Product>(product).await?;
    }
    tx.check_colleague(f.owner).await?;
    let opportunity = Opportunity {
        number: f.number.unwrap_or(before.number),
        title: f.title,
        customer: f.customer,
        product: f.product,
        expected: f.expected,
        expected_close: f.expected_close,
        owner: f.owner.or(before.owner),
        agent: f.agent,
        metadata: f.metadata,
        ..before
    };
    opportunity.check()?;
    Ok(opportunity)
}

/// Notes that talks began.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpportunityEngage {
    pub id: OpportunityId,
    /// Today when left out.
    pub on: Option<Date>,
}
impl Verb for OpportunityEngage {
    const NAME: &'static str = "opportunity.engage";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let on = on_or_today(tx, self.on).await?;
        let opportunity = tx.load::<Opportunity>(self.id).await?.engage(on)?;
        tx.save(&opportunity).await?;
        tx.emit(CrmEvent::OpportunityEngaged { opportunity: opportunity.id }, on).await?;
        Ok(Outcome::of(opportunity.doc_ref()).number(opportunity.number))
    }
}

/// Notes that the customer said yes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpportunityWin {
    pub id: OpportunityId,
    /// Today when left out.
    pub on: Option<Date>,
}
impl Verb for OpportunityWin {
    const NAME: &'static str = "opportunity.win";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let on = on_or_today(tx, self.on).await?;
        let opportunity = tx.load::<Opportunity>(self.id).await?.win(on)?;
        tx.save(&opportunity).await?;
        tx.emit(CrmEvent::OpportunityWon { opportunity: opportunity.id }, on).await?;
        Ok(Outcome::of(opportunity.doc_ref()).number(opportunity.number))
    }
}

/// Notes that the customer said no, or went silent. Quotes that still wait for an answer are closed with the same reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpportunityLose {
    pub id: OpportunityId,
    /// Today when left out.
    pub on: Option<Date>,
    pub reason: String,
}
impl Verb for OpportunityLose {
    const NAME: &'static str = "opportunity.lose";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let on = on_or_today(tx, self.on).await?;
        let opportunity = tx.load::<Opportunity>(self.id).await?.lose(on, self.reason.clone())?;
        tx.save(&opportunity).await?;
        tx.emit(CrmEvent::OpportunityLost { opportunity: opportunity.id, reason: self.reason.clone() }, on).await?;
        crate::quote::close_lost(tx, opportunity.id, &self.reason).await?;
        Ok(Outcome::of(opportunity.doc_ref()).number(opportunity.number))
    }
}

/// Takes a closed deal up again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpportunityReopen {
    pub id: OpportunityId,
}
impl Verb for OpportunityReopen {
    const NAME: &'static str = "opportunity.reopen";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = tx.today_of_org().await?;
        let opportunity = tx.load::<Opportunity>(self.id).await?.reopen()?;
        tx.save(&opportunity).await?;
        tx.emit(CrmEvent::OpportunityReopened { opportunity: opportunity.id }, today).await?;
        Ok(Outcome::of(opportunity.doc_ref()).number(opportunity.number))
    }
}

async fn on_or_today(tx: &mut Tx<'_>, on: Option<Date>) -> Result<Date> {
    match on {
        Some(on) => Ok(on),
        None => tx.today_of_org().await,
    }
}
