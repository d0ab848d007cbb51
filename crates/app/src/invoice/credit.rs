//! Credit notes: the draft, and what issuing it does to revenue, to the order and to what the customer owes.

use super::{SERIES_CREDIT, drafted, new_invoice, rate_of};
use crate::{
    error::Result,
    order::{is_completed, save_settled},
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    billing::*,
    dates::Date,
    document::{Document, Kind},
    ids::*,
    money::{Amount, Money, Quantity},
    order::{self, Order},
    payment::{Allocation, OpenItem, PaymentEvent, allocate},
    refusal::Refusal,
    revenue::{Credit, CreditFor, Schedule, credited},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What to take back of a line: a quantity, or an amount off its price.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CreditLine {
    /// The line's number on the invoice.
    pub line: u32,
    /// Units that are taken back.
    pub quantity: Option<Quantity>,
    /// Net amount off the price, when no units are taken back.
    pub amount: Option<Money>,
}

/// Makes a draft credit note for an issued invoice.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct InvoiceCredit {
    pub id: InvoiceId,
    pub reason: String,
    /// All that is left of the invoice when left out.
    pub lines: Option<Vec<CreditLine>>,
}
impl Verb for InvoiceCredit {
    const NAME: &'static str = "invoice.credit";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let invoice: Invoice = tx.load(self.id).await?;
        let earlier = notes_of(tx, invoice.id, &["draft", "issued"]).await?;
        let parts = self.lines.map(|lines| parts(&lines)).transpose()?;
        let what = parts.as_ref().map_or(CreditWhat::Whole, |parts| CreditWhat::Lines(parts));
        let today = tx.today(invoice.entity).await?;
        let new = new_invoice(tx, SERIES_CREDIT, today, None);
        let note = credit_note(&invoice, what, &self.reason, &earlier, new)?;
        drafted(tx, &note).await
    }
}

fn parts(lines: &[CreditLine]) -> Result<Vec<(u32, CreditPart)>> {
    let part = |(index, line): (usize, &CreditLine)| match (line.quantity, line.amount) {
        (Some(quantity), None) => Ok((line.line, CreditPart::Quantity(quantity))),
        (None, Some(amount)) => Ok((line.line, CreditPart::Amount(amount))),
        _ => {
            let refusal = Refusal::invalid("credit_part_unclear").with("line", line.line);
            Err(refusal.at(format!("lines.{index}")).into())
        }
    };
    lines.iter().enumerate().map(part).collect()
}

/// The credit notes of an invoice in these states.
async fn notes_of(tx: &mut Tx<'_>, invoice: InvoiceId, states: &[&str]) -> Result<Vec<Invoice>> {
    let query = store::document::Query {
        kind: Some(Kind::Invoice),
        parent: Some(invoice.raw()),
        states: states.iter().map(|s| s.to_string()).collect(),
        ascending: true,
        limit: 10_000,
        ..Default::default()
    };
    let mut notes = Vec::new();
    for listed in tx.list(&query).await? {
        notes.push(tx.peek(listed.id).await?);
    }
    Ok(notes)
}

/// Issues a credit note today, and settles with it what is still open of its invoice.
pub(crate) async fn issued(tx: &mut Tx<'_>, draft: Invoice, rate: Option<Amount>) -> Result<Invoice> {
    let InvoiceKind::CreditNote { of, .. } = draft.kind else {
        return Err(Refusal::state("credit_of_other").with("number", &draft.number).into());
    };
    let (on, at) = (tx.today(draft.entity).await?, tx.business_now());
    let entity = tx.entity(draft.entity).await?;
    // Held, so that two credit notes of one invoice are issued one after the other.
    let invoice: Invoice = tx.load_along(of).await?;
    let earlier = notes_of(tx, of, &["issued"]).await?;
    let rate = rate_of(tx, &draft, entity.currency, rate, on).await?;
    let draft = draft.state_tax_in(entity.currency, rate)?;
    draft.clone().issue("0".into(), on, at)?;
    let mut order: Option<Order> = match invoice.order.filter(|_| !invoice.of_order().is_empty()) {
        Some(order) => Some(tx.load_along(order).await?),
        None => None,
    };
    let was_completed = order.as_ref().is_some_and(is_completed);
    let mut split = Split { on, invoice: &invoice, earlier: &earlier, lines: Vec::new(), schedules: Vec::new() };
    for line in &draft.lines {
        split.add(tx, line, order.as_mut(), at).await?;
    }
    let Split { lines, schedules, .. } = split;
    let number = tx.number(&entity, &draft.series, on).await?;
    let note = draft.issue(number, on, at)?;
    tx.save(&note).await?;
    let event = BillingEvent::Credited {
        entity: note.entity,
        customer: note.customer,
        credit_note: note.id,
        number: note.number.clone(),
        of,
        on,
        gross: note.gross,
        lines,
        vat: note.vat.clone(),
    };
    let event = tx.emit(event, on).await?;
    let org = tx.org();
    for (schedule, lines) in schedules {
        store::facts::insert_schedule_lines(tx.conn(), org, schedule, &lines).await?;
    }
    if let Some(order) = &order {
        save_settled(tx, order, was_completed, on).await?;
    }
    settle(tx, &note, &invoice, event, on).await?;
    Ok(note)
}

/// How a credit note falls on revenue and on what is deferred, line by line.
struct Split<'a> {
    on: Date,
    invoice: &'a Invoice,
    earlier: &'a [Invoice],
    lines: Vec<CreditedLine>,
    schedules: Vec<(ScheduleId, Vec<domain::revenue::ScheduleLine>)>,
}

impl Split<'_> {
    async fn add(
        &mut self,
        tx: &mut Tx<'_>,
        line: &InvoiceLine,
        order: Option<&mut Order>,
        at: domain::dates::Timestamp,
    ) -> Result<()> {
        let of = line.source.map(|source| source.line);
        let Some(original) = self.invoice.lines.iter().find(|l| Some(l.no) == of) else {
            return Err(Refusal::state("credit_of_other").with("number", &self.invoice.number).into());
        };
        let on_order = original.source.filter(|source| source.document.kind == Kind::Order);
        let mut from = (line.net, Money::zero(line.net.currency()));
        if let (Some(order), Some(source), false) = (order, on_order, line.credits_price) {
            let taken: order::Credited = order.line(source.line)?.creditable(line.quantity, line.net)?;
            order.credited(source.line, taken, at)?;
            from = (taken.from_revenue, taken.from_deferred);
        }
        if let Earned::Over { .. } = original.earned {
            from = self.over_time(tx, line, original).await?;
        }
        if !line.net.is_zero() {
            self.lines.push(CreditedLine { line: line.no, from_revenue: from.0, from_deferred: from.1 });
        }
        Ok(())
    }

    /// A line that is earned over time: its schedule knows what was earned.
    async fn over_time(
        &mut self,
        tx: &mut Tx<'_>,
        line: &InvoiceLine,
        original: &InvoiceLine,
    ) -> Result<(Money, Money)> {
        let org = tx.org();
        let zero = Money::zero(line.net.currency());
        let all = store::facts::schedules_of(tx.conn(), org, self.invoice.id.raw()).await?;
        let Some((schedule, recognised)) = all.into_iter().find(|(s, _)| s.source.line == original.no) else {
            return Ok((line.net, zero));
        };
        let posted = schedule.lines.iter().zip(&recognised).filter(|(_, done)| **done);
        let credit = Credit {
            amount: line.net,
            on: self.on,
            reason: CreditFor::Price,
            recognised_until: posted.map(|(share, _)| share.date).max(),
            from_revenue_before: self.revenue_taken_before(&schedule)?,
        };
        let credited = credited(&schedule, &credit)?;
        self.schedules.push((schedule.id, credited.lines));
        Ok((credited.from_revenue, credited.from_deferred))
    }

    /// What earlier credit notes took of the line, less what they took out of the shares to come.
    fn revenue_taken_before(&self, schedule: &Schedule) -> Result<Money> {
        let currency = schedule.amount.currency();
        let notes = self.earlier.iter().flat_map(|note| &note.lines);
        let of_line = notes.filter(|l| l.source == Some(schedule.source)).map(|l| l.net);
        let against = |amount: Money| amount.is_negative() != schedule.amount.is_negative();
        let lowered = schedule.lines.iter().map(|l| l.amount).filter(|amount| against(*amount));
        Ok(Money::sum(currency, of_line)?.add(Money::sum(currency, lowered)?)?)
    }
}

/// An open item for the credit, set off against what is still open of the invoice.
async fn settle(tx: &mut Tx<'_>, note: &Invoice, invoice: &Invoice, event: EventId, on: Date) -> Result<()> {
    if note.gross.is_zero() {
        return Ok(());
    }
    let amount = note.signed_gross();
    let item = OpenItem {
        id: tx.new_id(),
        entity: note.entity,
        customer: Some(note.customer),
        document: note.doc_ref(),
        date: on,
        date_due: on,
        amount,
        open: amount,
    };
    let org = tx.org();
    store::facts::insert_open_items(tx.conn(), org, event, std::slice::from_ref(&item)).await?;
    let debts = store::facts::items_of_document(tx.conn(), org, invoice.id.raw(), true).await?;
    let debts: Vec<OpenItem> = debts.into_iter().filter(|debt| debt.open.is_positive()).collect();
    let allocations: Vec<Allocation> = allocate(&item, &debts, None)?;
    if allocations.is_empty() {
        return Ok(());
    }
    let settled = PaymentEvent::Allocated {
        entity: note.entity,
        customer: note.customer,
        source: note.doc_ref(),
        on,
        amount: Money::sum(amount.currency(), allocations.iter().map(|a| a.amount))?,
        allocations: allocations.clone(),
    };
    let event = tx.emit(settled, on).await?;
    let list: Vec<(AllocationId, Allocation)> = allocations.into_iter().map(|a| (tx.new_id(), a)).collect();
    Ok(store::facts::insert_allocations(tx.conn(), org, event, on, 1, &list).await?)
}
