//! Orders, deliveries and subscriptions: what was sold and what of it has been handed over. An order comes from a signed
//! contract, an accepted quote, or directly (a purchase order, the API, an import); its origin shows in the trail.

mod cancel;
mod create;
mod deliver;
mod edit;
mod invoice;
mod line;
mod subscription;

pub use create::*;
pub use deliver::*;
pub use invoice::*;
pub use line::*;
pub use subscription::*;

use crate::{
    crm::Metadata,
    dates::*,
    document::*,
    ids::*,
    money::*,
    quote::{LineTerms, PaymentPlan},
    stock::Movement,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "origin", rename_all = "snake_case")]
pub enum Origin {
    Contract {
        contract: ContractId,
    },
    Quote {
        quote: QuoteId,
    },
    /// The customer's own purchase order, or an order made by hand or by the API.
    Direct {
        reference: Option<String>,
    },
}

/// A line of an order. Delivered and invoiced quantities never exceed what was ordered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderLine {
    pub no: u32,
    pub source: Option<LineRef>,
    #[serde(flatten)]
    pub terms: LineTerms,
    #[serde(default)]
    pub delivered: Quantity,
    #[serde(default)]
    pub invoiced: Quantity,
    #[serde(default)]
    pub cancelled: Quantity,
    /// Delivered and invoiced, then credited: it may be invoiced again, taken back, or called off.
    #[serde(default)]
    pub credited: Quantity,
    /// Net amount of what stands in `credited`; absent when nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net_credited: Option<Money>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum OrderState {
    Open,
    /// Everything is delivered and invoiced.
    Completed {
        at: Timestamp,
    },
    Cancelled {
        at: Timestamp,
        reason: String,
    },
}
impl OrderState {
    pub fn key(&self) -> &'static str {
        match self {
            OrderState::Open => "open",
            OrderState::Completed { .. } => "completed",
            OrderState::Cancelled { .. } => "cancelled",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Order {
    pub id: OrderId,
    pub number: String,
    pub entity: EntityId,
    pub customer: CustomerId,
    #[serde(flatten)]
    pub origin: Origin,
    pub title: String,
    pub currency: Currency,
    pub date: Date,
    /// First day of the service period of recurring and straight-line lines.
    pub start: Date,
    /// The customer's order number (BT-13).
    pub purchase_order: Option<String>,
    pub payment_days: u32,
    #[serde(default)]
    pub payment_plan: PaymentPlan,
    pub lines: Vec<OrderLine>,
    #[serde(flatten)]
    pub state: OrderState,
    pub owner: Option<UserId>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: Metadata,
}
impl Order {
    pub fn net(&self) -> Money {
        Money::new(self.lines.iter().map(|l| l.terms.net.minor()).sum(), self.currency)
    }
}
impl Document for Order {
    const KIND: Kind = Kind::Order;
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
            parent: match &self.origin {
                Origin::Contract { contract } => Some(DocRef { kind: Kind::Contract, id: contract.raw() }),
                Origin::Quote { quote } => Some(DocRef { kind: Kind::Quote, id: quote.raw() }),
                Origin::Direct { .. } => None,
            },
        }
    }
}

/// How much of an order line a delivery hands over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeliveryLine {
    pub no: u32,
    pub order_line: u32,
    pub product: Option<ProductId>,
    pub description: String,
    pub quantity: Quantity,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DeliveryState {
    Delivered,
    /// Taken back: the mirrored movement stands beside it.
    Reversed {
        at: Timestamp,
        reason: String,
    },
}
impl DeliveryState {
    pub fn key(&self) -> &'static str {
        match self {
            DeliveryState::Delivered => "delivered",
            DeliveryState::Reversed { .. } => "reversed",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Delivery {
    pub id: DeliveryId,
    pub number: String,
    pub entity: EntityId,
    pub customer: CustomerId,
    pub order: OrderId,
    pub date: Date,
    pub lines: Vec<DeliveryLine>,
    /// What this delivery did to the books, so that a reversal mirrors it exactly.
    pub handover: Vec<Handover>,
    #[serde(flatten)]
    pub state: DeliveryState,
}
impl Document for Delivery {
    const KIND: Kind = Kind::Delivery;
    const PARTS: &'static [&'static str] = &["lines", "handover"];
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            number: self.number.clone(),
            state: self.state.key(),
            entity: Some(self.entity),
            customer: Some(self.customer),
            date: Some(self.date),
            parent: Some(DocRef { kind: Kind::Order, id: self.order.raw() }),
            ..Head::default()
        }
    }
}

/// What passing control of part of an order line means for the books: revenue now, taken from what was invoiced ahead
/// (deferred) and for the rest into unbilled receivables (IFRS 15.105-107).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Handover {
    pub order_line: u32,
    /// Revenue taken from the deferred balance, because it was invoiced before.
    pub from_deferred: Money,
    /// Revenue that waits in unbilled receivables for its invoice.
    pub to_unbilled: Money,
    /// Cost of the goods that left, at cost.
    pub cost: Money,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SubscriptionState {
    Active,
    /// Ends on this date (exclusive); nothing is billed from then on.
    Cancelled {
        at: Timestamp,
        from: Date,
        reason: String,
    },
    Ended {
        at: Timestamp,
    },
}
impl SubscriptionState {
    pub fn key(&self) -> &'static str {
        match self {
            SubscriptionState::Active => "active",
            SubscriptionState::Cancelled { .. } => "cancelled",
            SubscriptionState::Ended { .. } => "ended",
        }
    }
}

/// A recurring line of an order that is billed in advance, one interval at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Subscription {
    pub id: SubscriptionId,
    pub number: String,
    pub entity: EntityId,
    pub customer: CustomerId,
    pub order: OrderId,
    pub order_line: u32,
    pub currency: Currency,
    pub terms: LineTerms,
    pub payment_days: u32,
    /// First day of the first interval; every later one is computed from it.
    pub anchor: Date,
    /// Intervals billed so far.
    pub billed: u32,
    #[serde(flatten)]
    pub state: SubscriptionState,
}
impl Subscription {
    pub fn interval(&self) -> Interval {
        self.terms.charging.interval().unwrap_or(Interval::Year)
    }
    /// The next interval to bill, or `None` when the agreed term has been billed or it ended.
    pub fn next_period(&self) -> Option<Period> {
        let period = self.interval().period(self.anchor, self.billed);
        let left = self.terms.term.is_none_or(|term| self.billed < term);
        match &self.state {
            SubscriptionState::Active if left => Some(period),
            SubscriptionState::Cancelled { from, .. } if left && period.start < *from => Some(period),
            _ => None,
        }
    }
}
impl Document for Subscription {
    const KIND: Kind = Kind::Subscription;
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            number: self.number.clone(),
            title: self.terms.description.clone(),
            state: self.state.key(),
            entity: Some(self.entity),
            customer: Some(self.customer),
            date: Some(self.anchor),
            // Lists and the billing run find what is due by this column.
            date_due: self.next_period().map(|p| p.start),
            amount: Some(self.terms.net),
            parent: Some(DocRef { kind: Kind::Order, id: self.order.raw() }),
            ..Head::default()
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum OrderEvent {
    Created {
        order: OrderId,
    },
    Edited {
        order: OrderId,
    },
    Completed {
        order: OrderId,
    },
    Cancelled {
        order: OrderId,
        reason: String,
    },
    Delivered {
        entity: EntityId,
        customer: CustomerId,
        order: OrderId,
        delivery: DeliveryId,
        on: Date,
        handover: Vec<Handover>,
        movements: Vec<Movement>,
    },
    /// The mirror of a delivery.
    DeliveryReversed {
        entity: EntityId,
        customer: CustomerId,
        order: OrderId,
        delivery: DeliveryId,
        on: Date,
        reason: String,
        handover: Vec<Handover>,
        movements: Vec<Movement>,
    },
    SubscriptionStarted {
        subscription: SubscriptionId,
    },
    SubscriptionCancelled {
        subscription: SubscriptionId,
        from: Date,
        reason: String,
    },
    SubscriptionEnded {
        subscription: SubscriptionId,
    },
}

#[cfg(test)]
mod tests;
