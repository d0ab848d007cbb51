//! Contracts: the text both parties sign, made from an accepted quote and a template. What is signed is the hash of the
//! exact bytes; the signature keeps name (by person), consent, time and network address.

mod signing;
mod template;

pub use signing::*;

use crate::{
    dates::*,
    document::*,
    ids::*,
    money::*,
    org::*,
    quote::{LineTerms, PaymentPlan},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A contract text with merge fields such as `{customer.name}`; published versions never change, a new one is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Template {
    pub id: TemplateId,
    pub name: String,
    pub language: Language,
    pub body: String,
    pub archived: Option<Date>,
}
impl Document for Template {
    const KIND: Kind = Kind::Template;
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            title: self.name.clone(),
            state: if self.archived.is_some() { "archived" } else { "active" },
            ..Head::default()
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    Customer,
    Seller,
}

/// A signature by name: who, that they agreed, when, from where, and to exactly which bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    pub party: Party,
    pub person: PersonId,
    /// Word key of the sentence they agreed to.
    pub consent: String,
    pub at: Timestamp,
    /// Network address, sealed with the person's key.
    pub address: Option<String>,
    /// SHA-256 of the signed bytes, in hex.
    pub document_hash: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ContractState {
    Draft,
    /// Sent for signature; the text is fixed as the blob with this hash.
    Sent {
        at: Timestamp,
        document_hash: String,
    },
    Signed {
        at: Timestamp,
        document_hash: String,
    },
    Declined {
        at: Timestamp,
        reason: String,
    },
    Voided {
        at: Timestamp,
        reason: String,
    },
    Terminated {
        at: Timestamp,
        on: Date,
        reason: String,
    },
}
impl ContractState {
    pub fn key(&self) -> &'static str {
        match self {
            ContractState::Draft => "draft",
            ContractState::Sent { .. } => "sent",
            ContractState::Signed { .. } => "signed",
            ContractState::Declined { .. } => "declined",
            ContractState::Voided { .. } => "voided",
            ContractState::Terminated { .. } => "terminated",
        }
    }
}

/// A line of a contract: the accepted terms and the quote line they came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ContractLine {
    pub no: u32,
    pub source: LineRef,
    #[serde(flatten)]
    pub terms: LineTerms,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Contract {
    pub id: ContractId,
    pub number: String,
    pub entity: EntityId,
    pub customer: CustomerId,
    pub quote: QuoteId,
    pub template: Option<TemplateId>,
    pub title: String,
    pub language: Language,
    pub currency: Currency,
    pub date: Date,
    /// First day of the term; recurring lines run from here.
    pub start: Date,
    pub payment_days: u32,
    #[serde(default)]
    pub payment_plan: PaymentPlan,
    /// The text with all merge fields filled in.
    pub text: String,
    pub lines: Vec<ContractLine>,
    #[serde(flatten)]
    pub state: ContractState,
    pub signatures: Vec<Signature>,
    pub owner: Option<UserId>,
}
impl Contract {
    pub fn net(&self) -> Money {
        Money::new(self.lines.iter().map(|l| l.terms.net.minor()).sum(), self.currency)
    }
}
impl Document for Contract {
    const KIND: Kind = Kind::Contract;
    const PARTS: &'static [&'static str] = &["lines"];
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            number: self.number.clone(),
            title: self.title.clone(),
            state: self.state.key(),
            entity: Some(self.entity),
            customer: Some(self.customer),
            owner: self.owner,
            date: Some(self.date),
            date_due: Some(self.start),
            amount: Some(self.net()),
            parent: Some(DocRef { kind: Kind::Quote, id: self.quote.raw() }),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ContractEvent {
    TemplateCreated { template: TemplateId },
    TemplateEdited { template: TemplateId },
    TemplateArchived { template: TemplateId },
    TemplateRestored { template: TemplateId },
    Created { contract: ContractId },
    Edited { contract: ContractId },
    Sent { contract: ContractId, document_hash: String },
    Viewed { contract: ContractId },
    Signed { contract: ContractId, party: Party, person: PersonId, document_hash: String },
    Declined { contract: ContractId, reason: String },
    Voided { contract: ContractId, reason: String },
    Terminated { contract: ContractId, on: Date, reason: String },
}
