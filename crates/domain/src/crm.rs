//! Customers, the people who work there, and opportunities: where every deal begins.
//! A customer is the buyer's company (or a consumer). Personal data lives on `Person` alone, so that it can be erased.

mod customer;
mod opportunity;

pub use customer::*;

use crate::{dates::*, document::*, ids::*, money::*, org::*};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Free text pairs that integrations may keep on any document.
pub type Metadata = BTreeMap<String, String>;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CustomerType {
    #[default]
    Business,
    Consumer,
    Government,
}

/// What was found when a VAT number was checked, kept as evidence for the VAT treatment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VatCheck {
    pub at: Timestamp,
    pub valid: bool,
    /// The register's consultation number, or `checksum` when only the form was checked.
    pub reference: String,
}

/// The buyer's company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Customer {
    pub id: CustomerId,
    pub number: String,
    pub name: String,
    #[serde(rename = "type", default)]
    pub customer_type: CustomerType,
    pub address: Address,
    /// Where goods go when that is not the address above.
    pub delivery_address: Option<Address>,
    pub vat_number: Option<String>,
    pub vat_check: Option<VatCheck>,
    pub registration: Option<Registration>,
    /// Where invoices and reminders are sent.
    pub email: Option<String>,
    /// Bank account: a sensitive field, shown with permission `customer.bank_account`.
    pub iban: Option<String>,
    pub currency: Currency,
    pub language: Language,
    /// Days to pay agreed with this customer; the entity's when absent.
    pub payment_days: Option<u32>,
    /// What the buyer wants to see on invoices (BT-10).
    pub buyer_reference: Option<String>,
    /// Most that may be open at once; no limit when absent.
    pub credit_limit: Option<Money>,
    pub sector: Option<String>,
    pub owner: Option<UserId>,
    /// Set when it should no longer be chosen.
    pub archived: Option<Date>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: Metadata,
}
impl Document for Customer {
    const KIND: Kind = Kind::Customer;
    const FACETS: &'static [&'static str] = &["sector"];
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            number: self.number.clone(),
            title: self.name.clone(),
            state: if self.archived.is_some() { "archived" } else { "active" },
            customer: Some(self.id),
            owner: self.owner,
            ..Head::default()
        }
    }
}

/// A natural person: the only place where names, addresses and numbers of people are kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    pub id: PersonId,
    pub customer: Option<CustomerId>,
    /// Empty after erasure, as are the other fields.
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// Their part in the deal, such as "purchasing".
    pub role: Option<String>,
    pub erased: Option<Date>,
}
impl Document for Person {
    const KIND: Kind = Kind::Person;
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        let state = if self.erased.is_some() { "erased" } else { "active" };
        Head { title: self.name.clone(), state, customer: self.customer, ..Head::default() }
    }
}

/// Where an opportunity stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    Prospecting,
    Engaged { since: Date },
    Quoted { since: Date, quote: QuoteId },
    Won { on: Date },
    Lost { on: Date, reason: String },
}
impl Stage {
    pub fn key(&self) -> &'static str {
        match self {
            Stage::Prospecting => "prospecting",
            Stage::Engaged { .. } => "engaged",
            Stage::Quoted { .. } => "quoted",
            Stage::Won { .. } => "won",
            Stage::Lost { .. } => "lost",
        }
    }
    pub fn is_closed(&self) -> bool {
        matches!(self, Stage::Won { .. } | Stage::Lost { .. })
    }
}

/// A deal that may come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Opportunity {
    pub id: OpportunityId,
    pub number: String,
    pub title: String,
    /// Unknown while prospecting.
    pub customer: Option<CustomerId>,
    pub product: Option<ProductId>,
    pub expected: Option<Money>,
    pub expected_close: Option<Date>,
    /// When talks began; absent while prospecting. Cycle time counts from here.
    pub engaged: Option<Date>,
    pub state: Stage,
    pub owner: Option<UserId>,
    /// Sales person as recorded by the source system, when not a user.
    pub agent: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: Metadata,
}
impl Document for Opportunity {
    const KIND: Kind = Kind::Opportunity;
    const FACETS: &'static [&'static str] = &["agent", "product"];
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        let closed = match &self.state {
            Stage::Won { on } | Stage::Lost { on, .. } => Some(*on),
            _ => self.expected_close,
        };
        Head {
            number: self.number.clone(),
            title: self.title.clone(),
            state: self.state.key(),
            customer: self.customer,
            owner: self.owner,
            date: self.engaged,
            date_due: closed,
            amount: self.expected,
            ..Head::default()
        }
    }
}

/// What happened in the relationship with a customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum CrmEvent {
    CustomerCreated { customer: CustomerId },
    CustomerEdited { customer: CustomerId },
    CustomerArchived { customer: CustomerId },
    CustomerRestored { customer: CustomerId },
    PersonCreated { person: PersonId, customer: Option<CustomerId> },
    PersonEdited { person: PersonId },
    PersonErased { person: PersonId },
    OpportunityCreated { opportunity: OpportunityId },
    OpportunityEdited { opportunity: OpportunityId },
    OpportunityEngaged { opportunity: OpportunityId },
    OpportunityQuoted { opportunity: OpportunityId, quote: QuoteId },
    OpportunityWon { opportunity: OpportunityId },
    OpportunityLost { opportunity: OpportunityId, reason: String },
    OpportunityReopened { opportunity: OpportunityId },
}
