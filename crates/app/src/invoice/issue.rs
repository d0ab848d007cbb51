//! Issue: the number, the books, the open items, the schedules, and what the order and subscription learn of it.

use super::{credit, distance_part, new_invoice, taxed_at_destination};
use crate::{
    error::Result,
    exchange,
    order::{is_completed, save_settled},
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    billing::*,
    crm::Customer,
    dates::Date,
    document::{Document, Kind, LineRef},
    ids::*,
    money::{Amount, Currency},
    order::{Order, OrderEvent, Subscription, SubscriptionState},
    payment::OpenItem,
    revenue::{Obligation, Schedule, schedule},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Issues a draft: it gets its number and never changes again. Refused when it breaks a rule for invoices.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct InvoiceIssue {
    pub id: InvoiceId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    /// What one unit of the invoice's currency is worth in the currency of your books on the day of supply. Needed when VAT is
    /// due on an invoice in another currency, because the VAT stands on it in both; the published rate when left out.
    pub exchange_rate: Option<Amount>,
}
impl Verb for InvoiceIssue {
    const NAME: &'static str = "invoice.issue";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let invoice: Invoice = tx.load_version(self.id, self.version).await?;
        invoice.draft()?;
        let invoice = match invoice.kind.is_credit() {
            true => credit::issued(tx, invoice, self.exchange_rate).await?,
            false => issued(tx, invoice, self.exchange_rate).await?,
        };
        Ok(Outcome::of(invoice.doc_ref()).number(invoice.number))
    }
}

/// Saves a new draft.
pub(crate) async fn drafted(tx: &mut Tx<'_>, invoice: &Invoice) -> Result<Outcome> {
    tx.save(invoice).await?;
    let on = tx.today(invoice.entity).await?;
    tx.emit(BillingEvent::Drafted { invoice: invoice.id }, on).await?;
    Ok(Outcome::of(invoice.doc_ref()))
}

/// Issues an invoice today, with its VAT converted at a rate when it is in another currency than the books.
pub(crate) async fn issued(tx: &mut Tx<'_>, draft: Invoice, rate: Option<Amount>) -> Result<Invoice> {
    let (on, at) = (tx.today(draft.entity).await?, tx.business_now());
    let entity = tx.entity(draft.entity).await?;
    let buyer: Customer = tx.peek(draft.customer).await?;
    let mut order: Option<Order> = match draft.order.filter(|_| !draft.of_order().is_empty()) {
        Some(order) => Some(tx.load_along(order).await?),
        None => None,
    };
    let over_threshold = taxed_at_destination(tx, &entity, &buyer, on, distance_part(&draft)?).await?;
    let new = new_invoice(tx, &draft.series, draft.date_issued, Some(draft.date_supplied));
    let new = NewInvoice { over_threshold, ..new };
    let draft = draft.refreshed(order.as_ref(), &entity, &buyer, new)?;
    let rate = rate_of(tx, &draft, entity.currency, rate, on).await?;
    let draft = draft.state_tax_in(entity.currency, rate)?;
    // Its rules are checked before it takes a number: the series stays locked from here until the end.
    draft.clone().issue("0".into(), on, at)?;
    let number = tx.number(&entity, &draft.series, on).await?;
    let invoice = draft.issue(number, on, at)?;
    tx.save(&invoice).await?;
    into_books(tx, &invoice, on).await?;
    if let Some(order) = &mut order {
        let was_completed = is_completed(order);
        for (line, quantity) in invoice.of_order() {
            order.invoiced(line, quantity, at)?;
        }
        save_settled(tx, order, was_completed, on).await?;
    }
    for source in invoice.lines.iter().filter_map(|line| line.source) {
        if source.document.kind == Kind::Subscription {
            billed(tx, SubscriptionId(source.document.id), on).await?;
        }
    }
    Ok(invoice)
}

/// The rate that was given or, where VAT must be converted, the last one that was published when it was supplied.
pub(crate) async fn rate_of(
    tx: &mut Tx<'_>,
    draft: &Invoice,
    books: Currency,
    given: Option<Amount>,
    today: Date,
) -> Result<Option<Amount>> {
    if given.is_some() || !draft.needs_rate(books) {
        return Ok(given);
    }
    let org = tx.org();
    let on = draft.date_supplied.min(today);
    let published = exchange::rate_on(tx.conn(), org, (draft.currency, books), on).await?;
    Ok(published.map(|published| published.rate))
}

/// The event with its entries, an open item for each term, and a schedule for each line that is earned over time.
async fn into_books(tx: &mut Tx<'_>, invoice: &Invoice, on: Date) -> Result<()> {
    let event = BillingEvent::Issued {
        entity: invoice.entity,
        customer: invoice.customer,
        invoice: invoice.id,
        number: invoice.number.clone(),
        on,
        gross: invoice.gross,
        lines: billed_lines(invoice),
        vat: invoice.vat.clone(),
        due: invoice.due.clone(),
    };
    let event = tx.emit(event, on).await?;
    let mut items = Vec::new();
    for term in &invoice.due {
        items.push(OpenItem {
            id: tx.new_id(),
            entity: invoice.entity,
            customer: Some(invoice.customer),
            document: invoice.doc_ref(),
            date: on,
            date_due: term.date,
            amount: term.amount,
            open: term.amount,
        });
    }
    let schedules = schedules(tx, invoice)?;
    let org = tx.org();
    store::facts::insert_open_items(tx.conn(), org, event, &items).await?;
    Ok(store::facts::insert_schedules(tx.conn(), org, event, &schedules).await?)
}

fn schedules(tx: &mut Tx<'_>, invoice: &Invoice) -> Result<Vec<Schedule>> {
    let mut schedules = Vec::new();
    for (line, amount, period) in lines_over_time(invoice) {
        let source = LineRef { document: invoice.doc_ref(), line };
        let obligation = Obligation { entity: invoice.entity, customer: invoice.customer, source, period, amount };
        schedules.push(schedule(tx.new_id(), obligation)?);
    }
    Ok(schedules)
}

/// Counts the next period of a subscription as billed.
async fn billed(tx: &mut Tx<'_>, id: SubscriptionId, on: Date) -> Result<()> {
    let now = tx.business_now();
    let subscription = tx.load_along::<Subscription>(id).await?.billed(now)?;
    tx.save(&subscription).await?;
    if matches!(subscription.state, SubscriptionState::Ended { .. }) {
        tx.emit(OrderEvent::SubscriptionEnded { subscription: id }, on).await?;
    }
    Ok(())
}
