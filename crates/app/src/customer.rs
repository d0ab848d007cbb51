//! Verbs on customers.

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{crm::*, document::Document, ids::*, money::*, org::*, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What can be said of a customer, at creation and later.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CustomerFields {
    /// Your own code for the customer; the next free one when left out.
    pub number: Option<String>,
    pub name: String,
    #[serde(rename = "type", default)]
    pub customer_type: CustomerType,
    pub address: Address,
    /// Where goods go, when that is elsewhere.
    pub delivery_address: Option<Address>,
    pub vat_number: Option<String>,
    pub registration: Option<Registration>,
    pub email: Option<String>,
    pub iban: Option<String>,
    /// The entity's currency when left out.
    pub currency: Option<Currency>,
    /// The entity's language when left out.
    pub language: Option<Language>,
    pub payment_days: Option<u32>,
    pub buyer_reference: Option<String>,
    pub credit_limit: Option<Money>,
    pub sector: Option<String>,
    pub owner: Option<UserId>,
    #[serde(default)]
    pub metadata: Metadata,
}

/// Adds a customer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CustomerCreate {
    #[serde(flatten)]
    pub fields: CustomerFields,
}
impl Verb for CustomerCreate {
    const NAME: &'static str = "customer.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let entity = tx.entity_or_first(None).await?;
        let today = tx.today(entity.id).await?;
        let number = match &self.fields.number {
            Some(number) => number.clone(),
            None => tx.number(&entity, "C", today).await?,
        };
        let blank = Customer {
            id: tx.new_id(),
            number,
            name: String::new(),
            customer_type: CustomerType::Business,
            address: self.fields.address.clone(),
            delivery_address: None,
            vat_number: None,
            vat_check: None,
            registration: None,
            email: None,
            iban: None,
            currency: entity.currency,
            language: entity.language,
            payment_days: None,
            buyer_reference: None,
            credit_limit: None,
            sector: None,
            owner: tx.actor().user(),
            archived: None,
            metadata: BTreeMap::new(),
        };
        let customer = filled(blank, self.fields);
        customer.check()?;
        tx.save(&customer).await?;
        tx.emit(CrmEvent::CustomerCreated { customer: customer.id }, today).await?;
        Ok(Outcome::of(customer.doc_ref()).number(customer.number))
    }
}

/// A customer that new documents may be made for.
pub(crate) async fn active(tx: &mut Tx<'_>, id: CustomerId) -> Result<Customer> {
    let customer: Customer = tx.peek(id).await?;
    match customer.archived {
        None => Ok(customer),
        Some(on) => {
            let refusal = Refusal::state("customer_archived").with("name", &customer.name).with("on", on);
            Err(refusal.at("customer").into())
        }
    }
}

/// The customer with the given fields; what is left out of an optional default keeps its value.
fn filled(customer: Customer, f: CustomerFields) -> Customer {
    // A VAT check stands only for the number that was checked.
    let vat_check = if customer.vat_number == f.vat_number { customer.vat_check } else { None };
    Customer {
        number: f.number.unwrap_or(customer.number),
        name: f.name,
        customer_type: f.customer_type,
        address: f.address,
        delivery_address: f.delivery_address,
        vat_number: f.vat_number,
        vat_check,
        registration: f.registration,
        email: f.email,
        iban: f.iban,
        currency: f.currency.unwrap_or(customer.currency),
        language: f.language.unwrap_or(customer.language),
        payment_days: f.payment_days,
        buyer_reference: f.buyer_reference,
        credit_limit: f.credit_limit,
        sector: f.sector,
        owner: f.owner.or(customer.owner),
        metadata: f.metadata,
        id: customer.id,
        archived: customer.archived,
    }
}

/// Changes what is known of a customer; issued documents keep what they were issued with.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CustomerEdit {
    pub id: CustomerId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    #[serde(flatten)]
    pub fields: CustomerFields,
}
impl Verb for CustomerEdit {
    const NAME: &'static str = "customer.edit";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let customer: Customer = tx.load_version(self.id, self.version).await?;
        let customer = filled(customer, self.fields);
        customer.check()?;
        tx.save(&customer).await?;
        let on = tx.entity_or_first(None).await?.id;
        let on = tx.today(on).await?;
        tx.emit(CrmEvent::CustomerEdited { customer: customer.id }, on).await?;
        Ok(Outcome::of(customer.doc_ref()).number(customer.number))
    }
}

/// Takes a customer out of use; nothing of its history goes away.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CustomerArchive {
    pub id: CustomerId,
}
impl Verb for CustomerArchive {
    const NAME: &'static str = "customer.archive";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let entity = tx.entity_or_first(None).await?.id;
        let today = tx.today(entity).await?;
        let customer = tx.load::<Customer>(self.id).await?.archive(today)?;
        tx.save(&customer).await?;
        tx.emit(CrmEvent::CustomerArchived { customer: customer.id }, today).await?;
        Ok(Outcome::of(customer.doc_ref()).number(customer.number))
    }
}

/// Puts an archived customer back into use.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CustomerRestore {
    pub id: CustomerId,
}
impl Verb for CustomerRestore {
    const NAME: &'static str = "customer.restore";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let entity = tx.entity_or_first(None).await?.id;
        let today = tx.today(entity).await?;
        let customer = tx.load::<Customer>(self.id).await?.restore()?;
        tx.save(&customer).await?;
        tx.emit(CrmEvent::CustomerRestored { customer: customer.id }, today).await?;
        Ok(Outcome::of(customer.doc_ref()).number(customer.number))
    }
}
