//! The whole accounting policy on one page: what each event does to the books. Every variant of every event is named
//! here, so an event that should move money cannot be forgotten: it does not compile.
//!
//! In short: goods in wait for the supplier's invoice; delivery earns revenue out of what was invoiced ahead, and the rest
//! waits in unbilled receivables (IFRS 15.105-107); an invoice moves unbilled to receivables or opens a deferred
//! balance; money received is owed back until it is allocated; paying never moves revenue.

use super::{Account, Entry, LedgerEvent, Posting};
use crate::{
    approval::ApprovalEvent, billing::*, catalog::CatalogEvent, contract::ContractEvent, crm::CrmEvent, dates::*,
    document::*, event::Event, exchange::ExchangeEvent, ids::*, money::*, order::*, org::OrgEvent, payment::*,
    quote::QuoteEvent, refusal::Refusal, revenue::*, stock::*, tax::VatSubtotal,
};
use Account::*;

/// The journal entries an event makes: none when it moves no money. Effective on the event's own date.
/// Refuses an event whose amounts do not balance, so that it is never recorded.
pub fn entries(event: &Event) -> Result<Vec<Entry>, Refusal> {
    match event {
        Event::Org(e) => org(e),
        Event::Crm(e) => crm(e),
        Event::Catalog(e) => catalog(e),
        Event::Exchange(e) => exchange(e),
        Event::Quote(e) => quote(e),
        Event::Approval(e) => approval(e),
        Event::Contract(e) => contract(e),
        Event::Stock(e) => stock(e),
        Event::Order(e) => order(e),
        Event::Billing(e) => billing(e),
        Event::Payment(e) => payment(e),
        Event::Revenue(e) => revenue(e),
        Event::Ledger(e) => ledger(e),
    }
}

fn stock(event: &StockEvent) -> Result<Vec<Entry>, Refusal> {
    let (entity, product, on, movements, against) = match event {
        StockEvent::Received { entity, product, on, movements } => (entity, product, on, movements, GoodsReceived),
        StockEvent::Adjusted { entity, product, on, movements, .. } => {
            (entity, product, on, movements, StockDifferences)
        }
    };
    let document = DocRef { kind: Kind::Product, id: product.raw() };
    let pair = |m: &Movement| [Posting::debit(Inventory, m.value), Posting::credit(against, m.value)];
    let postings = movements.iter().flat_map(pair).map(|p| p.of(document));
    entry(*entity, *on, postings.collect())
}

fn order(event: &OrderEvent) -> Result<Vec<Entry>, Refusal> {
    match event {
        OrderEvent::Delivered { entity, customer, delivery, on, handover, movements, .. } => {
            entry(*entity, *on, handed_over(*customer, *delivery, handover, movements))
        }
        OrderEvent::DeliveryReversed { entity, customer, delivery, on, handover, movements, .. } => {
            let delivered = entry(*entity, *on, handed_over(*customer, *delivery, handover, movements))?;
            Ok(delivered.iter().map(|e| e.reversed(*on)).collect())
        }
        OrderEvent::Created { .. }
        | OrderEvent::Edited { .. }
        | OrderEvent::Completed { .. }
        | OrderEvent::Cancelled { .. }
        | OrderEvent::SubscriptionStarted { .. }
        | OrderEvent::SubscriptionCancelled { .. }
        | OrderEvent::SubscriptionEnded { .. } => NOTHING,
    }
}

/// Control passes: revenue out of the deferred balance and into unbilled receivables, and the goods leave at cost.
/// A movement's value counts without its sign, because a delivery carries what left and its reversal what came back.
fn handed_over(customer: CustomerId, delivery: DeliveryId, lines: &[Handover], goods: &[Movement]) -> Vec<Posting> {
    let document = DocRef { kind: Kind::Delivery, id: delivery.raw() };
    let revenue = lines.iter().flat_map(|line| {
        let earned = [
            Posting::debit(Deferred, line.from_deferred),
            Posting::credit(Revenue, line.from_deferred),
            Posting::debit(Unbilled, line.to_unbilled),
            Posting::credit(Revenue, line.to_unbilled),
        ];
        earned.map(|p| p.line(line.order_line))
    });
    let cost = goods
        .iter()
        .flat_map(|m| [Posting::debit(CostOfSales, m.value.abs()), Posting::credit(Inventory, m.value.abs())]);
    revenue.chain(cost).map(|p| p.customer(customer).of(document)).collect()
}

fn billing(event: &BillingEvent) -> Result<Vec<Entry>, Refusal> {
    match event {
        BillingEvent::Issued { entity, customer, invoice, on, gross, lines, vat, due, .. } => {
            let postings = issued(*gross, lines, vat, due)?;
            entry(*entity, *on, about(postings, *customer, document(*invoice)))
        }
        BillingEvent::Credited { entity, customer, credit_note, on, gross, lines, vat, .. } => {
            let postings = credited(*gross, lines, vat);
            entry(*entity, *on, about(postings, *customer, document(*credit_note)))
        }
        BillingEvent::Imported { entity, customer, invoice, on, gross, credit, .. } => {
            // The kind turns the sign, as in `Invoice::signed_gross`; a negative debit is a credit.
            let owed = if *credit { gross.negate() } else { *gross };
            let postings = vec![Posting::debit(SettledElsewhere, owed), Posting::credit(ImportedRevenue, owed)];
            entry(*entity, *on, about(postings, *customer, document(*invoice)))
        }
        BillingEvent::Drafted { .. }
        | BillingEvent::Edited { .. }
        | BillingEvent::Discarded { .. }
        | BillingEvent::Sent { .. }
        | BillingEvent::Viewed { .. } => NOTHING,
    }
}

fn issued(gross: Money, lines: &[BilledLine], vat: &[VatSubtotal], due: &[DueTerm]) -> Result<Vec<Posting>, Refusal> {
    let terms = Money::sum(gross.currency(), due.iter().map(|term| term.amount))?;
    if terms != gross {
        return Err(Refusal::invalid("due_terms_differ").with("terms", terms).with("gross", gross));
    }
    let owed = due.iter().map(|term| Posting::debit(Receivables, term.amount));
    let earned = lines.iter().map(|line| {
        let account = match line.earned {
            Earned::Unbilled => Unbilled,
            Earned::OnDelivery | Earned::Over { .. } => Deferred,
            Earned::Now => Revenue,
        };
        Posting::credit(account, line.net).line(line.line)
    });
    let tax = vat.iter().map(|subtotal| Posting::credit(VatPayable, subtotal.tax));
    Ok(owed.chain(earned).chain(tax).collect())
}

/// The earned part comes out of revenue now, the rest out of the deferred balance; earlier months are not restated.
fn credited(gross: Money, lines: &[CreditedLine], vat: &[VatSubtotal]) -> Vec<Posting> {
    let mut postings = vec![Posting::credit(Receivables, gross)];
    for line in lines {
        postings.push(Posting::debit(Revenue, line.from_revenue).line(line.line));
        postings.push(Posting::debit(Deferred, line.from_deferred).line(line.line));
    }
    postings.extend(vat.iter().map(|subtotal| Posting::debit(VatPayable, subtotal.tax)));
    postings
}

fn payment(event: &PaymentEvent) -> Result<Vec<Entry>, Refusal> {
    match event {
        PaymentEvent::Received { entity, customer, payment, on, amount } => {
            entry(*entity, *on, about(pair(Bank, Unallocated, *amount), *customer, paid(*payment)))
        }
        PaymentEvent::Reversed { entity, customer, payment, on, amount, .. } => {
            entry(*entity, *on, about(pair(Unallocated, Bank, *amount), *customer, paid(*payment)))
        }
        PaymentEvent::Allocated { entity, customer, source, on, amount, .. } => {
            let postings = pair(credit_account(*source)?, Receivables, *amount);
            entry(*entity, *on, about(postings, *customer, *source))
        }
        // Undoing carries mirrored allocations; the total counts without its sign.
        PaymentEvent::Unallocated { entity, customer, source, on, amount, .. } => {
            let postings = pair(Receivables, credit_account(*source)?, amount.abs());
            entry(*entity, *on, about(postings, *customer, *source))
        }
        PaymentEvent::Refunded { entity, customer, refund, source, on, amount } => {
            let postings = pair(credit_account(*source)?, Bank, *amount);
            let document = DocRef { kind: Kind::Refund, id: refund.raw() };
            entry(*entity, *on, about(postings, *customer, document))
        }
        PaymentEvent::Identified { .. }
        | PaymentEvent::RefundRequested { .. }
        | PaymentEvent::RefundRejected { .. } => NOTHING,
    }
}

/// Where a customer's credit stands: a payment is owed back until it is allocated; a credit note already stands in
/// receivables, so that allocating it moves nothing.
fn credit_account(source: DocRef) -> Result<Account, Refusal> {
    match source.kind {
        Kind::Payment => Ok(Unallocated),
        Kind::Invoice => Ok(Receivables),
        _ => Err(Refusal::invalid("not_a_credit").with("document", source.to_string())),
    }
}

fn revenue(event: &RevenueEvent) -> Result<Vec<Entry>, Refusal> {
    match event {
        RevenueEvent::Recognised { entity, on, amount, shares, .. } if shares.is_empty() => {
            entry(*entity, *on, pair(Deferred, Revenue, *amount))
        }
        RevenueEvent::Recognised { entity, on, shares, .. } => {
            let of =
                |share: &RecognisedShare| about(pair(Deferred, Revenue, share.amount), share.customer, share.document);
            entry(*entity, *on, shares.iter().flat_map(of).collect())
        }
    }
}

fn ledger(event: &LedgerEvent) -> Result<Vec<Entry>, Refusal> {
    match event {
        LedgerEvent::Entered { entity, on, lines, .. } => Ok(vec![Entry::new(*entity, *on, lines.clone())?]),
        LedgerEvent::PeriodClosed { .. } | LedgerEvent::PeriodReopened { .. } => NOTHING,
    }
}

fn org(event: &OrgEvent) -> Result<Vec<Entry>, Refusal> {
    match event {
        OrgEvent::Founded { .. }
        | OrgEvent::EntityCreated { .. }
        | OrgEvent::EntityEdited { .. }
        | OrgEvent::MemberAdded { .. }
        | OrgEvent::MemberChanged { .. }
        | OrgEvent::MemberRemoved { .. }
        | OrgEvent::KeyCreated { .. }
        | OrgEvent::KeyRevoked { .. }
        | OrgEvent::ClockSet { .. }
        | OrgEvent::Commented { .. } => NOTHING,
    }
}

fn crm(event: &CrmEvent) -> Result<Vec<Entry>, Refusal> {
    match event {
        CrmEvent::CustomerCreated { .. }
        | CrmEvent::CustomerEdited { .. }
        | CrmEvent::CustomerArchived { .. }
        | CrmEvent::CustomerRestored { .. }
        | CrmEvent::PersonCreated { .. }
        | CrmEvent::PersonEdited { .. }
        | CrmEvent::PersonErased { .. }
        | CrmEvent::OpportunityCreated { .. }
        | CrmEvent::OpportunityEdited { .. }
        | CrmEvent::OpportunityEngaged { .. }
        | CrmEvent::OpportunityQuoted { .. }
        | CrmEvent::OpportunityWon { .. }
        | CrmEvent::OpportunityLost { .. }
        | CrmEvent::OpportunityReopened { .. } => NOTHING,
    }
}

fn catalog(event: &CatalogEvent) -> Result<Vec<Entry>, Refusal> {
    match event {
        CatalogEvent::ProductCreated { .. }
        | CatalogEvent::ProductEdited { .. }
        | CatalogEvent::ProductArchived { .. }
        | CatalogEvent::ProductRestored { .. }
        | CatalogEvent::PriceBookCreated { .. }
        | CatalogEvent::PriceBookEdited { .. }
        | CatalogEvent::PriceBookArchived { .. }
        | CatalogEvent::PriceBookRestored { .. }
        | CatalogEvent::PriceBookPrepared { .. }
        | CatalogEvent::PriceBookPublished { .. }
        | CatalogEvent::PromotionCreated { .. }
        | CatalogEvent::PromotionEdited { .. }
        | CatalogEvent::PromotionArchived { .. }
        | CatalogEvent::PromotionRestored { .. }
        | CatalogEvent::PromotionRedeemed { .. }
        | CatalogEvent::ModelCreated { .. }
        | CatalogEvent::ModelEdited { .. }
        | CatalogEvent::ModelArchived { .. }
        | CatalogEvent::ModelRestored { .. } => NOTHING,
    }
}

fn exchange(event: &ExchangeEvent) -> Result<Vec<Entry>, Refusal> {
    match event {
        ExchangeEvent::Published { .. } | ExchangeEvent::Corrected { .. } => NOTHING,
    }
}

/// An offer is no fact of the books: nothing is owed until something is delivered or invoiced.
fn quote(event: &QuoteEvent) -> Result<Vec<Entry>, Refusal> {
    match event {
        QuoteEvent::Created { .. }
        | QuoteEvent::Edited { .. }
        | QuoteEvent::Sent { .. }
        | QuoteEvent::Viewed { .. }
        | QuoteEvent::Redeemed { .. }
        | QuoteEvent::Reminded { .. }
        | QuoteEvent::TemplateCreated { .. }
        | QuoteEvent::TemplateEdited { .. }
        | QuoteEvent::TemplateArchived { .. }
        | QuoteEvent::TemplateRestored { .. }
        | QuoteEvent::Accepted { .. }
        | QuoteEvent::Declined { .. }
        | QuoteEvent::Withdrawn { .. }
        | QuoteEvent::Expired { .. }
        | QuoteEvent::Revised { .. } => NOTHING,
    }
}

fn approval(event: &ApprovalEvent) -> Result<Vec<Entry>, Refusal> {
    match event {
        ApprovalEvent::RuleCreated { .. }
        | ApprovalEvent::RuleEdited { .. }
        | ApprovalEvent::RuleArchived { .. }
        | ApprovalEvent::RuleRestored { .. }
        | ApprovalEvent::Requested { .. }
        | ApprovalEvent::Approved { .. }
        | ApprovalEvent::Rejected { .. }
        | ApprovalEvent::Delegated { .. }
        | ApprovalEvent::Escalated { .. }
        | ApprovalEvent::Overtaken { .. }
        | ApprovalEvent::DelegationCreated { .. }
        | ApprovalEvent::DelegationEnded { .. } => NOTHING,
    }
}

/// Neither side has performed when a contract is signed, so there is no entry (IFRS 15.105).
fn contract(event: &ContractEvent) -> Result<Vec<Entry>, Refusal> {
    match event {
        ContractEvent::TemplateCreated { .. }
        | ContractEvent::TemplateEdited { .. }
        | ContractEvent::TemplateArchived { .. }
        | ContractEvent::TemplateRestored { .. }
        | ContractEvent::Created { .. }
        | ContractEvent::Edited { .. }
        | ContractEvent::Sent { .. }
        | ContractEvent::Viewed { .. }
        | ContractEvent::Signed { .. }
        | ContractEvent::Declined { .. }
        | ContractEvent::Voided { .. }
        | ContractEvent::Terminated { .. } => NOTHING,
    }
}

const NOTHING: Result<Vec<Entry>, Refusal> = Ok(Vec::new());

/// One entry; none when nothing moves (a free line, a product without cost, both sides in the same account).
fn entry(entity: EntityId, on: Date, postings: Vec<Posting>) -> Result<Vec<Entry>, Refusal> {
    if postings.iter().all(|p| p.amount.is_zero()) {
        return NOTHING;
    }
    Ok(vec![Entry::new(entity, on, postings)?])
}

fn pair(debit: Account, credit: Account, amount: Money) -> Vec<Posting> {
    if debit == credit {
        return Vec::new();
    }
    vec![Posting::debit(debit, amount), Posting::credit(credit, amount)]
}

fn about(postings: Vec<Posting>, customer: impl Into<Option<CustomerId>>, document: DocRef) -> Vec<Posting> {
    let customer = customer.into();
    postings.into_iter().map(|p| p.customer(customer).of(document)).collect()
}

fn document(invoice: InvoiceId) -> DocRef {
    DocRef { kind: Kind::Invoice, id: invoice.raw() }
}

fn paid(payment: PaymentId) -> DocRef {
    DocRef { kind: Kind::Payment, id: payment.raw() }
}

#[cfg(test)]
mod tests;
