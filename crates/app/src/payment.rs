//! Verbs on payments: money that came in, whose it is, and what it settles.

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{crm::Customer, dates::Date, document::*, ids::*, money::*, payment::*, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, btree_map::Entry};

/// Records money that came in. It is owed back until it is allocated to an invoice.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PaymentCreate {
    /// The first entity when left out.
    pub entity: Option<EntityId>,
    /// Leave out when it is not known yet whose payment it is.
    pub customer: Option<CustomerId>,
    /// Today when left out.
    pub date: Option<Date>,
    pub amount: Money,
    #[serde(default)]
    pub method: Method,
    /// What the payer wrote.
    pub reference: Option<String>,
    /// The bank's own id of the movement; the same one is never booked twice.
    pub bank_reference: Option<String>,
    pub counterparty_iban: Option<String>,
}
impl Verb for PaymentCreate {
    const NAME: &'static str = "payment.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let entity = tx.entity_or_first(self.entity).await?;
        if !self.amount.is_positive() {
            return Err(Refusal::invalid("payment_not_positive").with("amount", self.amount).at("amount").into());
        }
        if let Some(customer) = self.customer {
            tx.peek::<Customer>(customer).await?;
        }
        let date = tx.happened(entity.id, self.date).await?;
        let bank_reference = self.bank_reference.map(|r| r.trim().to_string()).filter(|r| !r.is_empty());
        let (org, id) = (tx.org(), tx.new_id());
        if let Some(reference) = &bank_reference {
            if let Some(before) = store::payments::booked(tx.conn(), org, entity.id, reference).await? {
                let before: Payment = tx.peek(before).await?;
                let refusal = Refusal::state("bank_reference_booked").with("reference", reference);
                return Err(refusal.with("payment", before.number).at("bank_reference").into());
            }
            store::payments::book(tx.conn(), org, entity.id, reference, id).await?;
        }
        let payment = Payment {
            id,
            number: tx.number(&entity, "PAY", date).await?,
            entity: entity.id,
            customer: self.customer,
            date,
            amount: self.amount,
            method: self.method,
            reference: self.reference,
            bank_reference,
            counterparty_iban: self.counterparty_iban,
            state: PaymentState::Received,
        };
        tx.save(&payment).await?;
        received(tx, &payment).await?;
        Ok(Outcome::of(payment.doc_ref()).number(payment.number))
    }
}

/// The event of a payment and its open item: a credit.
async fn received(tx: &mut Tx<'_>, payment: &Payment) -> Result<()> {
    let Payment { entity, customer, date: on, amount, .. } = *payment;
    let event = tx.emit(PaymentEvent::Received { entity, customer, payment: payment.id, on, amount }, on).await?;
    let item = OpenItem {
        id: tx.new_id(),
        entity,
        customer,
        document: payment.doc_ref(),
        date: on,
        date_due: on,
        amount: amount.negate(),
        open: amount.negate(),
    };
    let org = tx.org();
    Ok(store::facts::insert_open_items(tx.conn(), org, event, &[item]).await?)
}

/// Says whose payment it is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PaymentIdentify {
    pub id: PaymentId,
    pub customer: CustomerId,
}
impl Verb for PaymentIdentify {
    const NAME: &'static str = "payment.identify";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let payment: Payment = tx.load(self.id).await?;
        tx.peek::<Customer>(self.customer).await?;
        let item = credit_of(tx, payment.doc_ref()).await?;
        if payment.customer != Some(self.customer) && item.open != item.amount {
            let used = item.open.sub(item.amount)?;
            return Err(Refusal::state("payment_in_use").with("payment", payment.number).with("used", used).into());
        }
        let payment = Payment { customer: Some(self.customer), ..payment };
        tx.save(&payment).await?;
        let org = tx.org();
        store::payments::identify(tx.conn(), org, payment.id.raw(), self.customer).await?;
        let today = tx.today(payment.entity).await?;
        tx.emit(PaymentEvent::Identified { payment: payment.id, customer: self.customer }, today).await?;
        Ok(Outcome::of(payment.doc_ref()).number(payment.number))
    }
}

/// An invoice and how much of a payment it gets.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Share {
    pub invoice: InvoiceId,
    /// All that is open, as far as the payment reaches, when left out.
    pub amount: Option<Money>,
}

/// Settles invoices with a payment: those named, or else the customer's oldest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PaymentAllocate {
    pub id: PaymentId,
    #[serde(default)]
    pub to: Vec<Share>,
}
impl Verb for PaymentAllocate {
    const NAME: &'static str = "payment.allocate";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let payment: Payment = tx.load(self.id).await?;
        let credit = credit_of(tx, payment.doc_ref()).await?;
        let org = tx.org();
        let made = if self.to.is_empty() {
            let all = match credit.customer {
                Some(customer) => store::facts::open_items(tx.conn(), org, Some(customer), true).await?,
                None => Vec::new(),
            };
            let fits = |i: &OpenItem| {
                !i.is_credit() && i.entity == credit.entity && i.open.currency() == credit.open.currency()
            };
            allocate(&credit, &all.into_iter().filter(fits).collect::<Vec<_>>(), None)?
        } else {
            let (debts, wanted) = designated(tx, &credit, &self.to).await?;
            allocate(&credit, &debts, Some(&wanted))?
        };
        if made.is_empty() {
            return Err(Refusal::state("nothing_to_allocate").with("payment", payment.number).into());
        }
        let count = settle(tx, &credit, made).await?;
        Ok(Outcome { count: Some(count), ..Outcome::of(payment.doc_ref()).number(payment.number) })
    }
}

/// The terms of the named invoices, oldest first, and how much each gets.
async fn designated(
    tx: &mut Tx<'_>,
    credit: &OpenItem,
    to: &[Share],
) -> Result<(Vec<OpenItem>, Vec<(OpenItemId, Money)>)> {
    let org = tx.org();
    let mut debts: BTreeMap<RawId, Vec<OpenItem>> = BTreeMap::new();
    let mut wanted = Vec::new();
    let mut left = credit.open.negate();
    for (row, share) in to.iter().enumerate() {
        let id = share.invoice.raw();
        if let Entry::Vacant(unread) = debts.entry(id) {
            unread.insert(store::facts::items_of_document(tx.conn(), org, id, true).await?);
        }
        let items = debts.get_mut(&id).map(|i| i.iter().filter(|i| !i.is_credit()).collect::<Vec<_>>());
        let items = items.filter(|i| !i.is_empty()).ok_or_else(|| {
            Refusal::invalid("not_a_debt").with("document", share.invoice.to_string()).at(format!("to.{row}.invoice"))
        })?;
        let mut asked = match share.amount {
            Some(amount) => amount,
            None => Money::sum(left.currency(), items.iter().map(|i| i.open))?.min(left)?,
        };
        left = left.sub(asked)?;
        for (n, item) in items.iter().enumerate() {
            // What exceeds all terms goes to the last one, where the domain refuses it with the figures.
            let part = if n + 1 == items.len() { asked } else { asked.min(item.open)? };
            asked = asked.sub(part)?;
            if part.is_positive() || share.amount.is_some_and(|a| !a.is_positive()) {
                wanted.push((item.id, part));
            }
        }
    }
    let debts = debts.into_values().flatten().filter(|i| !i.is_credit()).collect();
    Ok((debts, wanted))
}

/// Records allocations of a credit with their event. Returns how many.
pub(crate) async fn settle(tx: &mut Tx<'_>, credit: &OpenItem, made: Vec<Allocation>) -> Result<u64> {
    let customer =
        credit.customer.ok_or_else(|| Refusal::state("payment_unidentified").with("amount", credit.amount.negate()))?;
    let amount = Money::sum(credit.open.currency(), made.iter().map(|a| a.amount))?;
    let on = tx.today(credit.entity).await?;
    let (entity, source) = (credit.entity, credit.document);
    let allocations = made.clone();
    let event = PaymentEvent::Allocated { entity, customer, source, on, amount, allocations };
    let event = tx.emit(event, on).await?;
    record(tx, event, on, made).await
}

async fn record(tx: &mut Tx<'_>, event: EventId, on: Date, made: Vec<Allocation>) -> Result<u64> {
    let rows: Vec<(AllocationId, Allocation)> = made.into_iter().map(|a| (tx.new_id(), a)).collect();
    let org = tx.org();
    store::facts::insert_allocations(tx.conn(), org, event, on, 1, &rows).await?;
    Ok(rows.len() as u64)
}

/// Undoes the allocations of a payment; its invoices are open again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PaymentUnallocate {
    pub id: PaymentId,
}
impl Verb for PaymentUnallocate {
    const NAME: &'static str = "payment.unallocate";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let payment: Payment = tx.load(self.id).await?;
        let credit = credit_of(tx, payment.doc_ref()).await?;
        let customer = credit.customer.ok_or_else(|| Refusal::state("nothing_allocated"))?;
        let org = tx.org();
        let standing = store::facts::allocations_of(tx.conn(), org, payment.id.raw()).await?;
        // A refund or reversal takes part as a debt as well; those are not undone here.
        let ids: Vec<OpenItemId> = standing.iter().map(|a| a.debt).collect();
        let debts = store::facts::items_by_id(tx.conn(), org, &ids).await?;
        let of_invoice = |a: &&Allocation| debts.iter().any(|d| d.id == a.debt && d.document.kind == Kind::Invoice);
        let undone = unallocate(&standing.iter().filter(of_invoice).cloned().collect::<Vec<_>>(), None)?;
        let amount = Money::sum(credit.open.currency(), undone.iter().map(|a| a.amount))?;
        let on = tx.today(payment.entity).await?;
        let event = PaymentEvent::Unallocated {
            entity: payment.entity,
            customer,
            source: payment.doc_ref(),
            on,
            amount,
            allocations: undone.clone(),
        };
        let event = tx.emit(event, on).await?;
        let count = record(tx, event, on, undone).await?;
        Ok(Outcome { count: Some(count), ..Outcome::of(payment.doc_ref()).number(payment.number) })
    }
}

/// Takes a payment back that bounced or was entered by mistake.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PaymentReverse {
    pub id: PaymentId,
    pub reason: String,
}
impl Verb for PaymentReverse {
    const NAME: &'static str = "payment.reverse";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let payment: Payment = tx.load(self.id).await?;
        let credit = credit_of(tx, payment.doc_ref()).await?;
        let payment = payment.reverse(&credit, &self.reason, tx.business_now())?;
        tx.save(&payment).await?;
        let Payment { entity, amount, .. } = payment;
        let on = tx.today(entity).await?;
        let customer = payment.customer;
        let event = PaymentEvent::Reversed { entity, customer, payment: payment.id, on, amount, reason: self.reason };
        let event = tx.emit(event, on).await?;
        paid_back(tx, event, &credit, payment.doc_ref(), amount, on).await?;
        Ok(Outcome::of(payment.doc_ref()).number(payment.number))
    }
}

/// Money that left again stands as a debt item that the credit settles at once, so that what is open of the credit always
/// follows from facts.
pub(crate) async fn paid_back(
    tx: &mut Tx<'_>,
    event: EventId,
    credit: &OpenItem,
    document: DocRef,
    amount: Money,
    on: Date,
) -> Result<()> {
    let (entity, customer) = (credit.entity, credit.customer);
    let item = OpenItem { id: tx.new_id(), entity, customer, document, date: on, date_due: on, amount, open: amount };
    let org = tx.org();
    store::facts::insert_open_items(tx.conn(), org, event, std::slice::from_ref(&item)).await?;
    record(tx, event, on, vec![Allocation { debt: item.id, credit: credit.id, amount }]).await.map(|_| ())
}

/// The credit item of a payment or credit note, held until the end.
pub(crate) async fn credit_of(tx: &mut Tx<'_>, document: DocRef) -> Result<OpenItem> {
    let org = tx.org();
    let items = store::facts::items_of_document(tx.conn(), org, document.id, true).await?;
    let none = || Refusal::invalid("not_a_credit").with("document", document.to_string());
    Ok(items.into_iter().find(OpenItem::is_credit).ok_or_else(none)?)
}
