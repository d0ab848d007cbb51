//! Where orders come from: a signed contract, an accepted quote, or a purchase order directly.

use super::{Order, OrderLine, OrderState, Origin};
use crate::{
    contract::SignedContract,
    crm::{Metadata, payment_days},
    dates::Date,
    document::{Document, LineRef, required},
    ids::{CustomerId, EntityId, OrderId, UserId},
    money::{Currency, Quantity},
    pricing::{self, LineInput},
    quote::{AcceptedQuote, LineTerms, PaymentPlan, check_count},
    refusal::Refusal,
};

/// What an order has that its origin does not say.
#[derive(Clone, Debug)]
pub struct NewOrder {
    pub id: OrderId,
    pub number: String,
    pub date: Date,
    /// First day of the service period; the contract's start, or else the order's date, when absent.
    pub start: Option<Date>,
    /// The customer's order number (BT-13).
    pub purchase_order: Option<String>,
}

/// An order without a quote: a customer's purchase order, the API, an import.
#[derive(Clone, Debug)]
pub struct DirectOrder {
    pub entity: EntityId,
    pub customer: CustomerId,
    pub reference: Option<String>,
    pub title: String,
    pub currency: Currency,
    pub payment_days: u32,
    pub payment_plan: PaymentPlan,
    /// Their net amounts are computed here.
    pub lines: Vec<LineTerms>,
    pub owner: Option<UserId>,
    pub metadata: Metadata,
}

impl Order {
    /// The order that a signed contract calls for, with its lines as signed.
    pub fn from_contract(signed: &SignedContract, new: NewOrder) -> Result<Order, Refusal> {
        let contract = signed.contract();
        let source = contract.doc_ref();
        let lines = contract.lines.iter().map(|line| of_terms(line.no, &line.terms, Some(source)));
        order(Order {
            start: new.start.unwrap_or(contract.start),
            id: new.id,
            number: new.number,
            entity: contract.entity,
            customer: contract.customer,
            origin: Origin::Contract { contract: contract.id },
            title: contract.title.clone(),
            currency: contract.currency,
            date: new.date,
            purchase_order: new.purchase_order,
            payment_days: contract.payment_days,
            payment_plan: contract.payment_plan.clone(),
            lines: lines.collect(),
            state: OrderState::Open,
            owner: contract.owner,
            metadata: Metadata::new(),
        })
    }
    /// The order for an accepted quote that needs no contract. Refuses one that has a contract: that leads to the order.
    pub fn from_quote(accepted: &AcceptedQuote, new: NewOrder) -> Result<Order, Refusal> {
        let quote = accepted.quote();
        if accepted.contract().is_some() {
            return Err(Refusal::state("quote_has_contract").with("number", &quote.number));
        }
        let source = quote.doc_ref();
        let lines = quote.agreed().map(|line| of_terms(line.no, &line.terms, Some(source)));
        order(Order {
            start: new.start.unwrap_or(new.date),
            id: new.id,
            number: new.number,
            entity: quote.entity,
            customer: quote.customer,
            origin: Origin::Quote { quote: quote.id },
            title: quote.title.clone(),
            currency: quote.currency,
            date: new.date,
            purchase_order: new.purchase_order,
            payment_days: quote.payment_days,
            payment_plan: quote.payment_plan.clone(),
            lines: lines.collect(),
            state: OrderState::Open,
            owner: quote.owner,
            metadata: Metadata::new(),
        })
    }
    /// An order that comes in directly: checked and priced here, because no quote did it before.
    pub fn direct(new: NewOrder, direct: DirectOrder) -> Result<Order, Refusal> {
        required("title", &direct.title)?;
        payment_days(direct.payment_days)?;
        direct.payment_plan.check()?;
        check_count(direct.lines.len())?;
        for (index, terms) in direct.lines.iter().enumerate() {
            terms.check(&format!("lines.{index}"), direct.currency)?;
        }
        let currency = direct.currency;
        let numbered = || (1u32..).zip(&direct.lines);
        let inputs: Vec<LineInput> = numbered().map(|(no, terms)| terms.input(no, currency, None)).collect();
        let mut lines: Vec<OrderLine> = numbered().map(|(no, terms)| of_terms(no, terms, None)).collect();
        for (line, net) in lines.iter_mut().zip(pricing::net_amounts(&inputs)?) {
            line.terms.net = net;
            line.terms.pin_later(currency, None)?;
            line.terms.pin_standalone(currency)?;
        }
        order(Order {
            start: new.start.unwrap_or(new.date),
            id: new.id,
            number: new.number,
            entity: direct.entity,
            customer: direct.customer,
            origin: Origin::Direct { reference: direct.reference },
            title: direct.title,
            currency,
            date: new.date,
            purchase_order: new.purchase_order,
            payment_days: direct.payment_days,
            payment_plan: direct.payment_plan,
            lines,
            state: OrderState::Open,
            owner: direct.owner,
            metadata: direct.metadata,
        })
    }
}

fn order(order: Order) -> Result<Order, Refusal> {
    required("number", &order.number)?;
    if order.lines.is_empty() {
        return Err(Refusal::invalid("document_without_lines").at("lines"));
    }
    Ok(order)
}

fn of_terms(no: u32, terms: &LineTerms, source: Option<crate::document::DocRef>) -> OrderLine {
    OrderLine {
        no,
        source: source.map(|document| LineRef { document, line: no }),
        terms: terms.clone(),
        delivered: Quantity::ZERO,
        invoiced: Quantity::ZERO,
        cancelled: Quantity::ZERO,
        credited: Quantity::ZERO,
        net_credited: None,
    }
}
