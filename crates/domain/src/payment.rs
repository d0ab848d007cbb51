//! Payments, allocation and refunds: money that came in, what it settles, and money that goes back.
//! Invariants: an allocation never exceeds what is open on either side; payment never moves revenue.

pub mod ageing;
pub mod allocation;
pub mod matching;
pub mod refund;

pub use ageing::*;
pub use allocation::*;
pub use refund::*;

use crate::{dates::*, document::*, ids::*, money::*};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    #[default]
    BankTransfer,
    Cash,
    Card,
    DirectDebit,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PaymentState {
    Received,
    /// It bounced or was entered by mistake; the mirrored entry stands beside it.
    Reversed {
        at: Timestamp,
        reason: String,
    },
}
impl PaymentState {
    pub fn key(&self) -> &'static str {
        match self {
            PaymentState::Received => "received",
            PaymentState::Reversed { .. } => "reversed",
        }
    }
}

/// Money received.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Payment {
    pub id: PaymentId,
    pub number: String,
    pub entity: EntityId,
    /// Unknown until somebody says whose it is.
    pub customer: Option<CustomerId>,
    pub date: Date,
    pub amount: Money,
    pub method: Method,
    /// The remittance text or reference as it came.
    pub reference: Option<String>,
    /// The bank's own id of the transaction; the same one is never booked twice.
    pub bank_reference: Option<String>,
    /// Account it came from: a sensitive field.
    pub counterparty_iban: Option<String>,
    #[serde(flatten)]
    pub state: PaymentState,
}
impl Document for Payment {
    const KIND: Kind = Kind::Payment;
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            number: self.number.clone(),
            title: self.reference.clone().unwrap_or_default(),
            state: self.state.key(),
            entity: Some(self.entity),
            customer: self.customer,
            date: Some(self.date),
            amount: Some(self.amount),
            ..Head::default()
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RefundState {
    /// Asked for; somebody else must approve it (separation of duties).
    Requested {
        at: Timestamp,
        by: Option<UserId>,
    },
    Paid {
        at: Timestamp,
        by: Option<UserId>,
        on: Date,
    },
    Rejected {
        at: Timestamp,
        by: Option<UserId>,
        /// In the refund's body its own reason stands beside it, so this one has another name there.
        #[serde(rename = "rejection")]
        reason: String,
    },
}
impl RefundState {
    pub fn key(&self) -> &'static str {
        match self {
            RefundState::Requested { .. } => "requested",
            RefundState::Paid { .. } => "paid",
            RefundState::Rejected { .. } => "rejected",
        }
    }
}

/// Money that goes back to a customer, out of an overpayment or a credit note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Refund {
    pub id: RefundId,
    pub number: String,
    pub entity: EntityId,
    pub customer: CustomerId,
    /// The payment or credit note whose open credit is paid back.
    pub source: DocRef,
    pub date: Date,
    pub amount: Money,
    pub reason: String,
    #[serde(flatten)]
    pub state: RefundState,
}
impl Document for Refund {
    const KIND: Kind = Kind::Refund;
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            number: self.number.clone(),
            title: self.reason.clone(),
            state: self.state.key(),
            entity: Some(self.entity),
            customer: Some(self.customer),
            date: Some(self.date),
            amount: Some(self.amount),
            parent: Some(self.source),
            ..Head::default()
        }
    }
}

/// An open item: a debt (an invoice's due term, positive) or a credit (a payment or credit note, negative).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenItem {
    pub id: OpenItemId,
    pub entity: EntityId,
    pub customer: Option<CustomerId>,
    pub document: DocRef,
    pub date: Date,
    pub date_due: Date,
    pub amount: Money,
    /// What is left of `amount`, same sign.
    pub open: Money,
}

/// `amount` (positive) of a credit item settles that much of a debt item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Allocation {
    pub debt: OpenItemId,
    pub credit: OpenItemId,
    pub amount: Money,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PaymentEvent {
    /// Received into the bank; it stands as unallocated until allocated.
    Received {
        entity: EntityId,
        customer: Option<CustomerId>,
        payment: PaymentId,
        on: Date,
        amount: Money,
    },
    /// Now known to be this customer's.
    Identified {
        payment: PaymentId,
        customer: CustomerId,
    },
    Reversed {
        entity: EntityId,
        customer: Option<CustomerId>,
        payment: PaymentId,
        on: Date,
        amount: Money,
        reason: String,
    },
    /// `payment_credit` of the total came from payments (a liability until now), the rest from credit notes.
    Allocated {
        entity: EntityId,
        customer: CustomerId,
        source: DocRef,
        on: Date,
        amount: Money,
        allocations: Vec<Allocation>,
    },
    /// An allocation undone: the mirrored amounts.
    Unallocated {
        entity: EntityId,
        customer: CustomerId,
        source: DocRef,
        on: Date,
        amount: Money,
        allocations: Vec<Allocation>,
    },
    RefundRequested {
        refund: RefundId,
    },
    RefundRejected {
        refund: RefundId,
        reason: String,
    },
    Refunded {
        entity: EntityId,
        customer: CustomerId,
        refund: RefundId,
        source: DocRef,
        on: Date,
        amount: Money,
    },
}
