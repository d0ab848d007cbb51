//! Verbs on invoices and credit notes: drafts, their changes, and sending. Issue and credit have files of their own.

mod credit;
mod issue;

pub use credit::{CreditLine, InvoiceCredit};
pub use issue::InvoiceIssue;
pub(crate) use issue::{drafted, issued, rate_of};

use crate::{
    delivery::LineQuantity,
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    billing::*,
    catalog::{Supply, TaxClass},
    crm::Customer,
    dates::Date,
    document::{Document, Kind},
    ids::*,
    money::{Currency, Money, Quantity},
    order::{Delivery, DeliveryState, Order},
    org::Entity,
    refusal::{Arg, Refusal},
    tax::{Sale, over_threshold, treatment},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Number series of invoices and of credit notes.
pub(crate) const SERIES: &str = "INV";
pub(crate) const SERIES_CREDIT: &str = "CN";

/// What a new invoice has that its origin does not say; planned for a date, supplied on another. For whom the threshold of
/// distance sales matters, `taxed_at_destination` says on which side of it the sale is.
pub(crate) fn new_invoice(tx: &mut Tx<'_>, series: &str, date: Date, supplied: Option<Date>) -> NewInvoice {
    let owner = tx.actor().user();
    NewInvoice { id: tx.new_id(), series: series.into(), date, supplied, notes: None, owner, over_threshold: false }
}

/// Whether what is sold to this buyer on a day is taxed where the buyer is, as far as it is a sale to which that applies:
/// the seller chose so, or what it sold in this way this year, with the sale itself, or last year passes the threshold
/// (VAT Directive art. 59c).
pub(crate) async fn taxed_at_destination(
    tx: &mut Tx<'_>,
    seller: &Entity,
    buyer: &Customer,
    on: Date,
    sale: Money,
) -> Result<bool> {
    // Only goods are asked about: no product is an electronic service yet.
    let goods = Sale::new(seller, buyer, (Supply::Goods, TaxClass::Standard), on);
    if seller.taxed_at_destination || !treatment(&goods)?.counts_for_threshold() {
        return Ok(seller.taxed_at_destination);
    }
    let first = |year: i16| Date::new(year, 1, 1);
    let (Some(this_year), Some(last_year)) = (first(on.year()), first(on.year() - 1)) else { return Ok(false) };
    let (org, entity) = (tx.org(), seller.id);
    let before = store::distance::distance_sales(tx.conn(), org, entity, this_year, on).await?;
    let last = store::distance::distance_sales(tx.conn(), org, entity, last_year, this_year.add_days(-1)).await?;
    let euros = |minor| Money::new(minor, Currency::EUR);
    // A sale in another currency counts from the next one on.
    let sale = if sale.currency() == Currency::EUR { sale } else { euros(0) };
    Ok(over_threshold(euros(before), euros(last), sale)?)
}

/// The part of an invoice that counts for the threshold.
pub(crate) fn distance_part(invoice: &Invoice) -> Result<Money> {
    let counts = |line: &&InvoiceLine| line.vat.counts_for_threshold();
    Ok(Money::sum(invoice.currency, invoice.lines.iter().filter(counts).map(|line| line.net))?)
}

/// Makes a draft invoice without an order.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct InvoiceCreate {
    /// The selling company; the first one when left out.
    pub entity: Option<EntityId>,
    pub customer: CustomerId,
    /// The customer's currency when left out.
    pub currency: Option<Currency>,
    /// The day it is planned to be issued; today when left out.
    pub date: Option<Date>,
    /// The day of supply; the day of issue when left out.
    pub supplied: Option<Date>,
    pub lines: Vec<DirectLine>,
    /// The customer's order number.
    pub purchase_order: Option<String>,
    pub notes: Option<String>,
}
impl Verb for InvoiceCreate {
    const NAME: &'static str = "invoice.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let entity = tx.entity_or_first(self.entity).await?;
        let customer: Customer = tx.peek(self.customer).await?;
        let date = self.date.unwrap_or(tx.today(entity.id).await?);
        let over_threshold = taxed_at_destination(tx, &entity, &customer, date, Money::zero(Currency::EUR)).await?;
        let new = NewInvoice { notes: self.notes, over_threshold, ..new_invoice(tx, SERIES, date, self.supplied) };
        let currency = self.currency.unwrap_or(customer.currency);
        let mut invoice = Invoice::direct(self.lines, currency, &entity, &customer, new)?;
        invoice.purchase_order = self.purchase_order.or(invoice.purchase_order);
        drafted(tx, &invoice).await
    }
}

/// Makes a draft invoice of an order: what was delivered, or everything ahead of delivery.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct InvoiceCreateFromOrder {
    pub order: OrderId,
    /// Also what is not delivered yet.
    #[serde(default)]
    pub ahead: bool,
    /// Only these quantities; all that can be invoiced when left out.
    pub lines: Option<Vec<LineQuantity>>,
    pub notes: Option<String>,
}
impl Verb for InvoiceCreateFromOrder {
    const NAME: &'static str = "invoice.create_from_order";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let order: Order = tx.load_along(self.order).await?;
        let entity = tx.entity(order.entity).await?;
        let customer: Customer = tx.peek(order.customer).await?;
        let today = tx.today(entity.id).await?;
        let supplied = if self.ahead { None } else { latest_delivery(tx, order.id).await? };
        let new = new_invoice(tx, SERIES, today, supplied.filter(|day| *day <= today));
        let over_threshold = taxed_at_destination(tx, &entity, &customer, today, Money::zero(Currency::EUR)).await?;
        let new = NewInvoice { notes: self.notes, owner: order.owner.or(new.owner), over_threshold, ..new };
        let lines: Option<Vec<(u32, Quantity)>> =
            self.lines.map(|lines| lines.iter().map(|l| (l.line, l.quantity)).collect());
        let which = match (&lines, self.ahead) {
            (Some(lines), _) => Which::Lines(lines),
            (None, true) => Which::Everything,
            (None, false) => Which::Delivered,
        };
        drafted(tx, &Invoice::draft_from_order(&order, which, &entity, &customer, new)?).await
    }
}

/// The day of the last delivery of an order that stands.
async fn latest_delivery(tx: &mut Tx<'_>, order: OrderId) -> Result<Option<Date>> {
    let query = store::document::Query {
        kind: Some(Kind::Delivery),
        parent: Some(order.raw()),
        states: vec![DeliveryState::Delivered.key().into()],
        sort: store::document::Sort::Date,
        limit: 1,
        ..Default::default()
    };
    let found = tx.list(&query).await?;
    let Some(latest) = found.first() else { return Ok(None) };
    Ok(Some(tx.peek::<Delivery>(latest.id).await?.date))
}

/// Changes a draft. What is left out stays as it is; an empty text clears a field.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct InvoiceEdit {
    pub id: InvoiceId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    /// The day it is planned to be issued.
    pub date: Option<Date>,
    /// The day of supply.
    pub supplied: Option<Date>,
    pub payment_days: Option<u32>,
    pub buyer_reference: Option<String>,
    /// The customer's order number.
    pub purchase_order: Option<String>,
    pub notes: Option<String>,
    /// Other lines, on a draft that was made without an order.
    pub lines: Option<Vec<DirectLine>>,
}
impl Verb for InvoiceEdit {
    const NAME: &'static str = "invoice.edit";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let invoice: Invoice = tx.load_version(self.id, self.version).await?;
        let mut invoice = invoice.edit(DraftEdit {
            date: self.date,
            supplied: self.supplied,
            payment_days: self.payment_days,
            buyer_reference: self.buyer_reference,
            purchase_order: self.purchase_order,
            notes: self.notes,
        })?;
        if let Some(lines) = self.lines {
            let entity = tx.entity(invoice.entity).await?;
            let customer: Customer = tx.peek(invoice.customer).await?;
            let (date, sale) = (invoice.date_issued, distance_part(&invoice)?);
            let over_threshold = taxed_at_destination(tx, &entity, &customer, date, sale).await?;
            let new = NewInvoice { over_threshold, ..new_invoice(tx, SERIES, date, Some(invoice.date_supplied)) };
            invoice = invoice.with_lines(lines, &entity, &customer, new)?;
        }
        tx.save(&invoice).await?;
        let on = tx.today(invoice.entity).await?;
        tx.emit(BillingEvent::Edited { invoice: invoice.id }, on).await?;
        Ok(Outcome::of(invoice.doc_ref()))
    }
}

/// Throws a draft away; it never had a number.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct InvoiceDiscard {
    pub id: InvoiceId,
}
impl Verb for InvoiceDiscard {
    const NAME: &'static str = "invoice.discard";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let now = tx.business_now();
        let invoice = tx.load::<Invoice>(self.id).await?.discard(now)?;
        tx.save(&invoice).await?;
        let on = tx.today(invoice.entity).await?;
        tx.emit(BillingEvent::Discarded { invoice: invoice.id }, on).await?;
        Ok(Outcome::of(invoice.doc_ref()))
    }
}

/// Notes that an issued invoice or credit note was sent to the customer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct InvoiceSend {
    pub id: InvoiceId,
}
impl Verb for InvoiceSend {
    const NAME: &'static str = "invoice.send";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let invoice: Invoice = tx.load(self.id).await?;
        if !matches!(invoice.state, InvoiceState::Issued { .. }) {
            let state = Arg::Word(format!("state-{}", invoice.state.key()));
            return Err(Refusal::state("invoice_not_issued").with("state", state).into());
        }
        let on = tx.today(invoice.entity).await?;
        tx.emit(BillingEvent::Sent { invoice: invoice.id }, on).await?;
        Ok(Outcome::of(invoice.doc_ref()).number(invoice.number))
    }
}
