//! How an invoice comes about: from what an order has to bill, from an interval of a subscription, or from lines given
//! directly. A draft holds everything but its number.

use super::{
    Earned, Invoice, InvoiceKind, InvoiceLine, InvoiceState, PartySnapshot, ShownPrice, due_terms, effective,
    shown_price,
};
use crate::{
    catalog::*,
    crm::{Customer, Metadata},
    dates::*,
    document::*,
    ids::*,
    money::*,
    order::{Ground, Order, OrderLine, Subscription},
    org::*,
    quote::{LineTerms, PaymentPlan, QUANTITY_MAX, check_count},
    refusal::Refusal,
    tax::{Sale, treatment},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a new invoice has that neither order nor customer says.
#[derive(Clone, Debug)]
pub struct NewInvoice {
    pub id: InvoiceId,
    /// Code of the number series it will be numbered in.
    pub series: String,
    /// The day it is planned to be issued.
    pub date: Date,
    /// The day of supply: of the latest delivery it bills. The planned day when absent.
    pub supplied: Option<Date>,
    pub notes: Option<String>,
    pub owner: Option<UserId>,
    /// Whether sales to consumers elsewhere in the EU are taxed at destination (see `tax::over_threshold`).
    pub over_threshold: bool,
}

/// Which part of an order to bill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Which<'a> {
    /// What was delivered and not invoiced, and services that are earned over a period.
    Delivered,
    /// Everything not invoiced, ahead of delivery where need be.
    Everything,
    /// These quantities of these lines.
    Lines(&'a [(u32, Quantity)]),
}

/// A line given directly, without an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DirectLine {
    pub product: Option<ProductId>,
    pub description: String,
    pub quantity: Quantity,
    pub unit: String,
    pub unit_price: Amount,
    /// In per cent of the amount before it.
    pub discount: Option<Percent>,
    #[serde(default)]
    pub supply: Supply,
    #[serde(default)]
    pub tax_class: TaxClass,
    /// Earned evenly over this period; at once when absent.
    pub period: Option<Period>,
}

impl Invoice {
    /// A draft for part of an order. A line that is partly delivered becomes two, because the delivered part takes what
    /// waits in unbilled receivables and the rest is deferred. Refuses when there is nothing to bill.
    pub fn draft_from_order(
        order: &Order,
        which: Which,
        seller: &Entity,
        buyer: &Customer,
        new: NewInvoice,
    ) -> Result<Invoice, Refusal> {
        same_party(order.entity, seller, order.customer, buyer)?;
        let mut invoice = empty(order.currency, seller, buyer, &new);
        invoice.order = Some(order.id);
        invoice.purchase_order = order.purchase_order.clone().or_else(|| invoice.purchase_order.take());
        for (no, quantity) in quantities(order, which) {
            let line = order.line(no)?;
            for part in line.billable(quantity)? {
                let shown = shown_price(&line.terms, part.quantity, part.net)?;
                let source = LineRef { document: order.doc_ref(), line: no };
                let mut billed = line_of(&line.terms, source, shown, part.net);
                billed.earned = match part.ground {
                    Ground::Delivered => Earned::Unbilled,
                    Ground::Ahead => Earned::OnDelivery,
                    Ground::OverPeriod => Earned::Over { period: order.service_period(line) },
                    // The credit note lowered revenue; this brings it back.
                    Ground::Again => Earned::Now,
                };
                invoice.add(billed, seller, buyer, &new)?;
            }
        }
        if invoice.lines.is_empty() {
            return Err(Refusal::state("invoice_nothing_to_bill").with("order", &order.number).at("order"));
        }
        invoice.finish(order.payment_days, &order.payment_plan)
    }

    /// A draft for one interval of a subscription, billed in advance and earned over it.
    pub fn for_subscription(
        subscription: &Subscription,
        period: Period,
        seller: &Entity,
        buyer: &Customer,
        new: NewInvoice,
    ) -> Result<Invoice, Refusal> {
        same_party(subscription.entity, seller, subscription.customer, buyer)?;
        let mut invoice = empty(subscription.currency, seller, buyer, &new);
        invoice.order = Some(subscription.order);
        let terms = &subscription.terms;
        let terms = &LineTerms { net: terms.net_in(subscription.billed.saturating_add(1)), ..terms.clone() };
        let shown = shown_price(terms, terms.quantity, terms.net)?;
        let source = LineRef { document: subscription.doc_ref(), line: subscription.order_line };
        let mut line = line_of(terms, source, shown, terms.net);
        line.earned = Earned::Over { period };
        invoice.add(line, seller, buyer, &new)?;
        invoice.finish(subscription.payment_days, &PaymentPlan::Full)
    }

    /// A draft of lines that were not ordered here.
    pub fn direct(
        lines: Vec<DirectLine>,
        currency: Currency,
        seller: &Entity,
        buyer: &Customer,
        new: NewInvoice,
    ) -> Result<Invoice, Refusal> {
        check_count(lines.len())?;
        let mut invoice = empty(currency, seller, buyer, &new);
        for (index, line) in lines.into_iter().enumerate() {
            let place = format!("lines.{index}");
            let line = direct_line(line, currency).map_err(|refusal| refusal.at(&place))?;
            invoice.add(line, seller, buyer, &new).map_err(|refusal| refusal.at(place))?;
        }
        if invoice.lines.is_empty() {
            return Err(Refusal::invalid("document_without_lines").at("lines"));
        }
        invoice.finish(buyer.payment_days.unwrap_or(seller.payment_days), &PaymentPlan::Full)
    }

    /// Numbers the line, decides its VAT at its tax point, and appends it.
    fn add(
        &mut self,
        mut line: InvoiceLine,
        seller: &Entity,
        buyer: &Customer,
        new: &NewInvoice,
    ) -> Result<(), Refusal> {
        line.no = u32::try_from(self.lines.len() + 1).unwrap_or(u32::MAX);
        if let Earned::Over { period } = line.earned {
            line.period = Some(period);
        }
        // What was supplied is taxed at the rate of that day; what is billed ahead, at the rate of the invoice's.
        let ahead = matches!(line.earned, Earned::OnDelivery | Earned::Over { .. });
        let tax_point = if ahead { self.date_issued } else { self.date_supplied };
        let mut sale = Sale::new(seller, buyer, (line.supply, line.tax_class), tax_point);
        sale.over_threshold = new.over_threshold;
        line.vat = treatment(&sale)?;
        if line.supply == Supply::Goods && self.delivery_address.is_none() {
            self.delivery_address = Some(buyer.address.clone());
        }
        self.lines.push(line);
        Ok(())
    }

    fn finish(mut self, payment_days: u32, plan: &PaymentPlan) -> Result<Invoice, Refusal> {
        self.recalculate()?;
        self.due = due_terms(self.gross, self.date_issued.add_days(i64::from(payment_days)), plan);
        Ok(self)
    }
}

fn same_party(entity: EntityId, seller: &Entity, customer: CustomerId, buyer: &Customer) -> Result<(), Refusal> {
    if entity == seller.id && customer == buyer.id {
        return Ok(());
    }
    Err(Refusal::invalid("invoice_other_party").with("seller", &seller.legal_name).with("buyer", &buyer.name))
}

/// By default what waits for its invoice. What was credited is billed again only when it is asked for, or when more of the
/// same line waits: it comes first.
fn quantities(order: &Order, which: Which) -> Vec<(u32, Quantity)> {
    let left = |line: &OrderLine| match (which, line.terms.recognition) {
        (Which::Delivered, Recognition::PointInTime) => {
            let waiting = line.delivered.sub(line.invoiced);
            let quantity = if waiting.is_positive() { waiting.add(line.credited) } else { Quantity::ZERO };
            quantity.min(line.left_to_invoice())
        }
        (Which::Delivered, Recognition::StraightLine) => line.left_to_invoice().sub(line.credited),
        _ => line.left_to_invoice(),
    };
    match which {
        Which::Lines(lines) => lines.to_vec(),
        _ => order.lines.iter().map(|l| (l.no, left(l))).filter(|(_, quantity)| quantity.is_positive()).collect(),
    }
}

fn line_of(terms: &LineTerms, source: LineRef, shown: ShownPrice, net: Money) -> InvoiceLine {
    InvoiceLine {
        source: Some(source),
        product: terms.product,
        description: terms.description.clone(),
        unit: terms.unit.clone(),
        supply: terms.supply,
        tax_class: terms.tax_class,
        ..InvoiceLine::priced(shown, net)
    }
}

fn direct_line(line: DirectLine, currency: Currency) -> Result<InvoiceLine, Refusal> {
    required("description", &line.description)?;
    known_unit("unit", &line.unit)?;
    line.quantity.micros()?;
    if line.quantity == Quantity::ZERO || line.quantity.0.abs() > Quantity::from(QUANTITY_MAX).0 {
        return Err(Refusal::invalid("quantity_out_of_range").with("given", line.quantity.value()));
    }
    // A negative price is written as a negative quantity (BR-27).
    let negative = line.unit_price.0.is_sign_negative();
    let quantity = if negative { Quantity(-line.quantity.0) } else { line.quantity };
    let price = UnitPrice::new(line.unit_price.0.abs(), currency);
    let list = price.times(quantity, Rounding::HalfUp)?;
    let discount = line.discount.unwrap_or_default();
    if !discount.is_between_0_and_100() {
        return Err(Refusal::invalid("discount_out_of_range").with("discount", discount.value()));
    }
    let off = list.percent(discount, Rounding::HalfUp)?;
    let net = list.sub(off)?;
    // Less of a negative line would be a negative discount: its price says it instead.
    let shown = match off.is_negative() {
        true => effective(quantity, net)?,
        false => ShownPrice { quantity, unit_price: price.amount, discount: off },
    };
    Ok(InvoiceLine {
        product: line.product,
        description: line.description,
        unit: line.unit,
        supply: line.supply,
        tax_class: line.tax_class,
        earned: line.period.map_or(Earned::Now, |period| Earned::Over { period }),
        ..InvoiceLine::priced(shown, net)
    })
}

/// An invoice of this seller to this buyer without lines.
fn empty(currency: Currency, seller: &Entity, buyer: &Customer, new: &NewInvoice) -> Invoice {
    let zero = Money::zero(currency);
    Invoice {
        id: new.id,
        kind: InvoiceKind::Invoice,
        number: String::new(),
        series: new.series.clone(),
        entity: seller.id,
        customer: buyer.id,
        order: None,
        seller: PartySnapshot::seller(seller),
        buyer: PartySnapshot::buyer(buyer),
        delivery_address: buyer.delivery_address.clone(),
        language: buyer.language,
        currency,
        date_issued: new.date,
        date_supplied: new.supplied.unwrap_or(new.date),
        due: Vec::new(),
        // A Dutch seller must give the buyer's reference or order number (BR-NL-2); the customer number is one.
        buyer_reference: buyer.buyer_reference.clone().or_else(|| Some(buyer.number.clone()).filter(|n| !n.is_empty())),
        purchase_order: None,
        payment_reference: None,
        iban: seller.iban.clone(),
        bic: seller.bic.clone(),
        lines: Vec::new(),
        vat: Vec::new(),
        net: zero,
        tax: zero,
        gross: zero,
        exchange_rate: None,
        tax_in_books: None,
        notes: new.notes.clone(),
        state: InvoiceState::Draft,
        owner: new.owner,
        metadata: Metadata::new(),
    }
}

impl PartySnapshot {
    pub fn seller(entity: &Entity) -> PartySnapshot {
        PartySnapshot {
            name: entity.legal_name.clone(),
            address: entity.address.clone(),
            vat_number: entity.vat_number.clone(),
            registration: entity.registration.clone(),
            email: entity.email.clone(),
        }
    }
    pub fn buyer(customer: &Customer) -> PartySnapshot {
        PartySnapshot {
            name: customer.name.clone(),
            address: customer.address.clone(),
            vat_number: customer.vat_number.clone(),
            registration: customer.registration.clone(),
            email: customer.email.clone(),
        }
    }
}
