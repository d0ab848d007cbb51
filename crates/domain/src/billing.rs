//! Invoices and credit notes: what a customer owes, by law complete. A draft can be edited or discarded; issue gives the
//! number and closes it for ever. Invariants: an issued invoice never changes; totals are sums of rounded amounts; numbers
//! of a series have no gaps; a credit note names its invoice.

mod credit;
mod draft;
mod due;
mod edit;
#[cfg(test)]
mod foreign_tests;
mod issue;
mod price;
pub mod rules;
#[cfg(test)]
mod tests;

pub use credit::*;
pub use draft::*;
pub use due::due_terms;
pub use edit::*;
pub use issue::*;
pub use price::*;

use crate::{
    catalog::*, crm::Metadata, dates::*, document::*, exchange::ExchangeRate, ids::*, money::*, org::*, tax::*,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum InvoiceKind {
    Invoice,
    /// Takes back (part of) an invoice; amounts stand positive, the kind turns the sign.
    CreditNote {
        of: InvoiceId,
        of_number: String,
        of_date: Date,
        reason: String,
    },
    /// History from another system, under its original number; never issued as an e-invoice.
    Imported {
        credit: bool,
    },
}
impl InvoiceKind {
    /// Whether it lowers what the customer owes.
    pub fn is_credit(&self) -> bool {
        matches!(self, InvoiceKind::CreditNote { .. } | InvoiceKind::Imported { credit: true })
    }
}

/// Seller or buyer as they stood when the invoice was issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartySnapshot {
    pub name: String,
    pub address: Address,
    pub vat_number: Option<String>,
    pub registration: Option<Registration>,
    pub email: Option<String>,
}

/// What kind of account the line's net amount is credited to when the invoice is issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "earned", rename_all = "snake_case")]
pub enum Earned {
    /// Delivered before and waiting in unbilled receivables.
    Unbilled,
    /// Not delivered yet: becomes revenue on delivery.
    OnDelivery,
    /// Becomes revenue evenly over the service period.
    Over {
        /// Under a name of its own in JSON, because the line it is part of has a `period` too.
        #[serde(rename = "earned_over")]
        period: Period,
    },
    /// Revenue at once (a line without delivery, history).
    Now,
}

/// A line of an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InvoiceLine {
    pub no: u32,
    /// The order line, subscription, or (on a credit note) invoice line it comes from.
    pub source: Option<LineRef>,
    pub product: Option<ProductId>,
    pub description: String,
    pub quantity: Quantity,
    pub unit: String,
    /// Net price of one unit, before discount (BT-148).
    pub unit_price: Amount,
    /// Line discount as an amount (BT-136), zero or more.
    pub discount: Money,
    /// Line net amount: price times quantity less discount, rounded once (BT-131).
    pub net: Money,
    /// What decided the VAT, kept so that it can be decided again for another date while it is a draft.
    #[serde(default)]
    pub supply: Supply,
    #[serde(default)]
    pub tax_class: TaxClass,
    pub vat: VatTreatment,
    pub period: Option<Period>,
    #[serde(flatten)]
    pub earned: Earned,
    /// On a credit note: the price was lowered, and the quantity stays invoiced.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub credits_price: bool,
}
impl InvoiceLine {
    /// A line with this price and nothing else; the VAT is still to be decided.
    fn priced(shown: ShownPrice, net: Money) -> InvoiceLine {
        InvoiceLine {
            no: 0,
            source: None,
            product: None,
            description: String::new(),
            quantity: shown.quantity,
            unit: String::new(),
            unit_price: shown.unit_price,
            discount: shown.discount,
            net,
            supply: Supply::default(),
            tax_class: TaxClass::default(),
            vat: VatTreatment::uncharged(VatCategory::O, Date::constant(1970, 1, 1), ""),
            period: None,
            earned: Earned::Now,
            credits_price: false,
        }
    }
}

/// An amount to pay and the day it must be there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DueTerm {
    pub date: Date,
    pub amount: Money,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum InvoiceState {
    Draft,
    Issued {
        at: Timestamp,
    },
    /// A draft that was thrown away before it had a number.
    Discarded {
        at: Timestamp,
    },
}
impl InvoiceState {
    pub fn key(&self) -> &'static str {
        match self {
            InvoiceState::Draft => "draft",
            InvoiceState::Issued { .. } => "issued",
            InvoiceState::Discarded { .. } => "discarded",
        }
    }
}

/// An invoice or a credit note: the EN 16931 semantic model, as far as Quittance uses it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Invoice {
    pub id: InvoiceId,
    #[serde(flatten)]
    pub kind: InvoiceKind,
    /// Given at issue; empty on a draft (BT-1).
    pub number: String,
    /// Code of the number series.
    pub series: String,
    pub entity: EntityId,
    pub customer: CustomerId,
    pub order: Option<OrderId>,
    pub seller: PartySnapshot,
    pub buyer: PartySnapshot,
    pub delivery_address: Option<Address>,
    pub language: Language,
    pub currency: Currency,
    /// BT-2; the planned date on a draft.
    pub date_issued: Date,
    /// Date of supply, or of the prepayment (BT-72).
    pub date_supplied: Date,
    pub due: Vec<DueTerm>,
    pub buyer_reference: Option<String>,
    pub purchase_order: Option<String>,
    /// ISO 11649 creditor reference the customer should give (BT-83).
    pub payment_reference: Option<String>,
    pub iban: Option<String>,
    pub bic: Option<String>,
    pub lines: Vec<InvoiceLine>,
    pub vat: Vec<VatSubtotal>,
    pub net: Money,
    pub tax: Money,
    pub gross: Money,
    /// The rate at which the VAT was converted, when the invoice is in another currency than the seller's books.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange_rate: Option<ExchangeRate>,
    /// VAT in the currency of the seller's books, when the invoice is in another (BT-111).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_in_books: Option<Money>,
    pub notes: Option<String>,
    #[serde(flatten)]
    pub state: InvoiceState,
    pub owner: Option<UserId>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: Metadata,
}
impl Invoice {
    /// What the receivables ledger moves by: positive for an invoice, negative for a credit note.
    pub fn signed_gross(&self) -> Money {
        if self.kind.is_credit() { self.gross.negate() } else { self.gross }
    }
    /// The last day of the payment terms.
    pub fn date_due(&self) -> Date {
        self.due.iter().map(|d| d.date).max().unwrap_or(self.date_issued)
    }
}
impl Document for Invoice {
    const KIND: Kind = Kind::Invoice;
    const PARTS: &'static [&'static str] = &["lines"];
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            number: self.number.clone(),
            title: self.buyer.name.clone(),
            state: self.state.key(),
            entity: Some(self.entity),
            customer: Some(self.customer),
            owner: self.owner,
            date: Some(self.date_issued),
            date_due: Some(self.date_due()),
            amount: Some(self.signed_gross()),
            parent: match (&self.kind, self.order) {
                (InvoiceKind::CreditNote { of, .. }, _) => Some(DocRef { kind: Kind::Invoice, id: of.raw() }),
                (_, Some(order)) => Some(DocRef { kind: Kind::Order, id: order.raw() }),
                _ => None,
            },
        }
    }
}

/// What one invoice line does to the books.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BilledLine {
    pub line: u32,
    pub net: Money,
    #[serde(flatten)]
    pub earned: Earned,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum BillingEvent {
    Drafted {
        invoice: InvoiceId,
    },
    Edited {
        invoice: InvoiceId,
    },
    Discarded {
        invoice: InvoiceId,
    },
    Issued {
        entity: EntityId,
        customer: CustomerId,
        invoice: InvoiceId,
        number: String,
        on: Date,
        gross: Money,
        lines: Vec<BilledLine>,
        vat: Vec<VatSubtotal>,
        due: Vec<DueTerm>,
    },
    /// A credit note: the mirror of what the invoice line did, as far as it was earned or not.
    Credited {
        entity: EntityId,
        customer: CustomerId,
        credit_note: InvoiceId,
        number: String,
        of: InvoiceId,
        on: Date,
        gross: Money,
        lines: Vec<CreditedLine>,
        vat: Vec<VatSubtotal>,
    },
    Imported {
        entity: EntityId,
        customer: CustomerId,
        invoice: InvoiceId,
        number: String,
        on: Date,
        gross: Money,
        credit: bool,
    },
    Sent {
        invoice: InvoiceId,
    },
    Viewed {
        invoice: InvoiceId,
    },
}

/// How much of a credited line was already revenue and how much was still deferred or unbilled (rule: the earned part is
/// taken from revenue now, the unearned part from the deferred balance; earlier months are not restated).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditedLine {
    pub line: u32,
    pub from_revenue: Money,
    pub from_deferred: Money,
}
