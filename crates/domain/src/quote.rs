//! Quotes: an offer with a price that holds until a date. A draft can be edited; a sent quote stands as sent and can
//! be accepted, declined, withdrawn, revised or left to expire. Acceptance pins price terms and obligations.

mod check;
mod choice;
mod diff;
mod edit;
mod line;
mod margin;
mod price;
mod promotions;
mod reprice;
mod state;
mod template;
mod totals;
mod watch;

pub use crate::pricing::PriceStep;
pub use check::*;
pub use choice::*;
pub use diff::*;
pub use edit::*;
pub use line::*;
pub use margin::*;
pub use promotions::*;
pub use reprice::Repriced;
pub use state::*;
pub use template::*;
pub use totals::*;
pub use watch::*;

use crate::{catalog::*, crm::Metadata, dates::*, document::*, exchange::ExchangeRate, ids::*, money::*, org::*};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a line promises and costs; pinned at acceptance and copied, never looked up again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineTerms {
    pub product: Option<ProductId>,
    pub description: String,
    pub quantity: Quantity,
    pub unit: String,
    pub price: PriceModel,
    /// Discount on the line, in per cent of the list amount.
    pub discount: Option<Percent>,
    pub supply: Supply,
    pub tax_class: TaxClass,
    pub charging: Charging,
    /// Number of charging intervals agreed for a recurring line (3 for three years of yearly support); without it the
    /// line runs until it is cancelled. On a one-off line that is earned evenly: months of its service period.
    pub term: Option<u32>,
    pub recognition: Recognition,
    /// Stand-alone selling price of the whole quantity for one interval (or once), frozen at acceptance (IFRS 15.88).
    pub standalone: Option<Money>,
    /// Cost of one unit, for margin and cost of sales: a sensitive field.
    pub cost: Option<Money>,
    /// Amount of the line for one interval (or once), after discount, before VAT.
    pub net: Money,
    /// What `net` is from a later interval on, where the price ramps; ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later: Vec<LaterNet>,
    /// What one of it consists of, when the product is a bundle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<LinePart>,
}

/// A product in a bundle, as it is named on the line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinePart {
    pub product: ProductId,
    pub description: String,
    /// In one bundle.
    pub quantity: Quantity,
    pub unit: String,
}

/// The amount of a line from an interval on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LaterNet {
    /// The charging interval, 1 for the first.
    pub from: u32,
    pub net: Money,
}

/// How the price is to be paid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "plan", rename_all = "snake_case")]
#[schemars(extend("format" = "payment_plan"))]
pub enum PaymentPlan {
    /// Everything within the days to pay.
    #[default]
    Full,
    /// Equal instalments a month apart, the first within the days to pay.
    Instalments { count: u32 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum QuoteState {
    Draft,
    Sent {
        at: Timestamp,
    },
    Accepted {
        at: Timestamp,
        by: Option<PersonId>,
        contract: Option<ContractId>,
    },
    Declined {
        at: Timestamp,
        reason: String,
    },
    /// Taken back by the seller.
    Withdrawn {
        at: Timestamp,
        reason: String,
    },
    Expired {
        at: Timestamp,
    },
    /// A later revision took its place.
    Superseded {
        at: Timestamp,
        by: QuoteId,
    },
}
impl QuoteState {
    pub fn key(&self) -> &'static str {
        match self {
            QuoteState::Draft => "draft",
            QuoteState::Sent { .. } => "sent",
            QuoteState::Accepted { .. } => "accepted",
            QuoteState::Declined { .. } => "declined",
            QuoteState::Withdrawn { .. } => "withdrawn",
            QuoteState::Expired { .. } => "expired",
            QuoteState::Superseded { .. } => "superseded",
        }
    }
}

/// An offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    pub id: QuoteId,
    pub number: String,
    /// 1 for the first; a revision keeps the number and counts on.
    pub revision: u32,
    pub entity: EntityId,
    pub customer: CustomerId,
    pub contact: Option<PersonId>,
    pub opportunity: Option<OpportunityId>,
    /// The quote this one revises.
    pub revises: Option<QuoteId>,
    pub title: String,
    pub language: Language,
    pub currency: Currency,
    /// What its currency was worth in that of the seller's books on its date; absent when they are the same, or nobody knew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<ExchangeRate>,
    /// The book that was named for its prices; without one each product's is chosen for the customer.
    pub price_book: Option<PriceBookId>,
    /// Where it is bought, for prices of that channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    pub date: Date,
    pub valid_until: Date,
    pub payment_days: u32,
    #[serde(default)]
    pub payment_plan: PaymentPlan,
    /// Discount on the whole quote, in per cent, after line discounts.
    pub discount: Option<Percent>,
    /// Promotions that were asked for, and what became of them.
    #[serde(default, skip_serializing_if = "Promotions::is_empty")]
    pub promotions: Promotions,
    /// Whether the customer may accept some of the lines and leave out others.
    #[serde(default)]
    pub part_acceptance: bool,
    pub lines: Vec<QuoteLine>,
    pub introduction: Option<String>,
    pub notes: Option<String>,
    #[serde(flatten)]
    pub state: QuoteState,
    /// Stored once, when the quote is sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waterfall: Vec<PriceStep>,
    pub owner: Option<UserId>,
    /// When the customer opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub views: Option<Views>,
    /// The reminder before its last day, from when it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry_reminder: Option<Reminding>,
    /// The reminder that nobody opened it, until somebody does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view_reminder: Option<Reminding>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: Metadata,
}
impl Quote {
    /// Sum of the lines for one interval: one-off lines and the first interval of recurring ones.
    pub fn net(&self) -> Money {
        let minor = self.agreed().map(|l| l.terms.net.minor()).sum();
        Money::new(minor, self.currency)
    }
}
impl Document for Quote {
    const KIND: Kind = Kind::Quote;
    const PARTS: &'static [&'static str] = &["lines", "waterfall"];
    const FACETS: &'static [&'static str] = &["expiry_reminder", "view_reminder"];
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            number: if self.revision > 1 { format!("{}/{}", self.number, self.revision) } else { self.number.clone() },
            title: self.title.clone(),
            state: self.state.key(),
            entity: Some(self.entity),
            customer: Some(self.customer),
            owner: self.owner,
            date: Some(self.date),
            date_due: Some(self.valid_until),
            amount: Some(self.net()),
            parent: self.opportunity.map(|o| DocRef { kind: Kind::Opportunity, id: o.raw() }),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum QuoteEvent {
    Created {
        quote: QuoteId,
    },
    Edited {
        quote: QuoteId,
    },
    Sent {
        quote: QuoteId,
        document_hash: Option<String>,
    },
    Viewed {
        quote: QuoteId,
    },
    Reminded {
        quote: QuoteId,
        of: Reminder,
    },
    TemplateCreated {
        template: QuoteTemplateId,
    },
    TemplateEdited {
        template: QuoteTemplateId,
    },
    TemplateArchived {
        template: QuoteTemplateId,
    },
    TemplateRestored {
        template: QuoteTemplateId,
    },
    Accepted {
        quote: QuoteId,
        by: Option<PersonId>,
        /// What the customer chose, where there was something to choose.
        #[serde(default, skip_serializing_if = "Selection::is_empty")]
        selection: Selection,
    },
    Redeemed {
        quote: QuoteId,
        promotion: PromotionId,
        /// Of the quote as it is since, as in `Sent`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document_hash: Option<String>,
    },
    Declined {
        quote: QuoteId,
        reason: String,
    },
    Withdrawn {
        quote: QuoteId,
        reason: String,
    },
    Expired {
        quote: QuoteId,
    },
    Revised {
        quote: QuoteId,
        by: QuoteId,
    },
}

#[cfg(test)]
mod tests;
