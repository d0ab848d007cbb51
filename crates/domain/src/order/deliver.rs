//! Deliveries: handing over all or part of an order, what that does to revenue and stock, and taking it back.

use super::{Delivery, DeliveryLine, DeliveryState, Handover, Order, OrderLine, line::at_least_zero};
use crate::{
    catalog::{Recognition, Supply},
    dates::{Date, Timestamp},
    document::required,
    ids::DeliveryId,
    money::{Money, Quantity, Rounding, UnitPrice},
    refusal::Refusal,
    stock::Movement,
};
use std::collections::BTreeSet;

/// What a delivery has that its order does not say.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    pub id: DeliveryId,
    pub number: String,
    /// The day control passed (IFRS 15.38).
    pub date: Date,
    pub at: Timestamp,
}

/// What came of a delivery, or of taking one back: the changed order, the delivery with what it does to the books, and
/// the movements of stock.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivered {
    pub order: Order,
    pub delivery: Delivery,
    pub movements: Vec<Movement>,
}

impl Order {
    /// Everything that is still to be handed over, line by line.
    pub fn undelivered(&self) -> Vec<(u32, Quantity)> {
        let lines = self.lines.iter().filter(|line| line.needs_delivery());
        lines.map(|line| (line.no, line.left_to_deliver())).filter(|(_, left)| left.is_positive()).collect()
    }
    /// Hands over these quantities, each at most what was ordered and neither cancelled nor delivered before.
    ///
    /// Only lines that are earned on delivery make revenue: first from what was invoiced ahead, the rest into unbilled
    /// receivables. Goods leave the stock at cost.
    pub fn deliver(mut self, lines: &[(u32, Quantity)], new: NewDelivery) -> Result<Delivered, Refusal> {
        self.open()?;
        required("number", &new.number)?;
        if lines.is_empty() {
            return Err(self.refused("delivery_empty").at("lines"));
        }
        let (mut delivered, mut handover, mut movements) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen = BTreeSet::new();
        for (index, (no, quantity)) in lines.iter().enumerate() {
            let place = format!("lines.{index}");
            if !seen.insert(*no) {
                return Err(Refusal::invalid("delivery_line_twice").with("line", *no).at(place));
            }
            let line = self.line_mut(*no).map_err(|refusal| refusal.at(&place))?;
            line.deliverable(*quantity).map_err(|refusal| refusal.at(&place))?;
            let (books, movement) = line.hand_over(*quantity)?;
            delivered.push(delivery_line(delivered.len(), line, *quantity));
            handover.extend(books);
            movements.extend(movement);
        }
        self.settle(new.at);
        let delivery = Delivery {
            id: new.id,
            number: new.number,
            entity: self.entity,
            customer: self.customer,
            order: self.id,
            date: new.date,
            lines: delivered,
            handover,
            state: DeliveryState::Delivered,
        };
        Ok(Delivered { order: self, delivery, movements })
    }
    /// Takes a delivery back: the goods return and the books get its exact mirror, `delivery.handover` with the sign
    /// turned. Refused when an invoice has since taken what it left in unbilled receivables.
    pub fn reverse_delivery(mut self, delivery: Delivery, at: Timestamp, reason: String) -> Result<Delivered, Refusal> {
        required("reason", &reason)?;
        if delivery.order != self.id {
            let refusal = Refusal::invalid("delivery_of_other_order").with("delivery", &delivery.number);
            return Err(refusal.with("number", &self.number));
        }
        if let DeliveryState::Reversed { at, .. } = delivery.state {
            return Err(Refusal::state("delivery_reversed").with("delivery", &delivery.number).with("at", at));
        }
        let mut movements = Vec::new();
        for part in &delivery.lines {
            let books = delivery.handover.iter().find(|handover| handover.order_line == part.order_line);
            let line = self.line_mut(part.order_line)?;
            line.take_back(part.quantity, books).map_err(|refusal| refusal.with("delivery", &delivery.number))?;
            movements.extend(movement(line, part.quantity, books.map(|books| books.cost)).map(|out| out.mirrored()));
        }
        self.settle(at);
        let delivery = Delivery { state: DeliveryState::Reversed { at, reason }, ..delivery };
        Ok(Delivered { order: self, delivery, movements })
    }
}

impl Handover {
    /// What takes this one back.
    pub fn mirrored(&self) -> Handover {
        Handover {
            order_line: self.order_line,
            from_deferred: self.from_deferred.negate(),
            to_unbilled: self.to_unbilled.negate(),
            cost: self.cost.negate(),
        }
    }
}

impl OrderLine {
    fn deliverable(&self, quantity: Quantity) -> Result<(), Refusal> {
        self.on_order()?;
        quantity.micros()?;
        if !quantity.is_positive() {
            return Err(Refusal::invalid("quantity_not_positive").with("quantity", quantity.value()));
        }
        let left = self.left_to_deliver();
        if quantity > left {
            let refusal = Refusal::invalid("delivery_exceeds_order").with("line", self.no);
            return Err(refusal.with("quantity", quantity.value()).with("left", left.value()));
        }
        Ok(())
    }
    /// Counts the quantity as delivered; what that does to the books, and the goods that leave.
    fn hand_over(&mut self, quantity: Quantity) -> Result<(Option<Handover>, Option<Movement>), Refusal> {
        let zero = Money::zero(self.terms.net.currency());
        let total = self.delivered.add(quantity);
        let cost = match movement(self, quantity, None) {
            Some(_) => self.cost_of(total)?.sub(self.cost_of(self.delivered)?)?,
            None => zero,
        };
        let before = self.net_delivered()?;
        let (mut from_deferred, mut to_unbilled) = (zero, zero);
        if self.terms.recognition == Recognition::PointInTime {
            let earned = at_least_zero(self.worth(total)?.sub(before)?);
            from_deferred = earned.min(at_least_zero(self.net_invoiced()?.sub(before)?))?;
            to_unbilled = earned.sub(from_deferred)?;
            self.net_delivered = Some(before.add(earned)?);
        }
        self.delivered = total;
        let books = Handover { order_line: self.no, from_deferred, to_unbilled, cost };
        let silent = from_deferred.is_zero() && to_unbilled.is_zero() && cost.is_zero();
        Ok(((!silent).then_some(books), movement(self, quantity, Some(cost))))
    }
    /// Counts the quantity as not delivered. What moves between deferred, unbilled and revenue by that must be the exact
    /// mirror of the handover; it is not when the delivered quantity has been invoiced since.
    fn take_back(&mut self, quantity: Quantity, books: Option<&Handover>) -> Result<(), Refusal> {
        let zero = Money::zero(self.terms.net.currency());
        let (from_deferred, to_unbilled) = books.map_or((zero, zero), |b| (b.from_deferred, b.to_unbilled));
        let (before, invoiced) = (self.net_delivered()?, self.net_invoiced()?);
        let after = before.sub(from_deferred)?.sub(to_unbilled)?;
        let unbilled = |delivered: Money| Ok::<_, Refusal>(at_least_zero(delivered.sub(invoiced)?));
        if unbilled(before)?.sub(unbilled(after)?)? != to_unbilled {
            let refusal = Refusal::state("delivery_invoiced").with("line", self.no);
            return Err(refusal.with("invoiced", self.invoiced.value()));
        }
        if self.terms.recognition == Recognition::PointInTime {
            self.net_delivered = Some(after);
        }
        self.delivered = self.delivered.sub(quantity);
        Ok(())
    }
    fn cost_of(&self, quantity: Quantity) -> Result<Money, Refusal> {
        let zero = Money::zero(self.terms.net.currency());
        let Some(cost) = self.terms.cost else { return Ok(zero) };
        UnitPrice::new(cost.decimal(), cost.currency()).times(quantity, Rounding::HalfUp)
    }
}

/// The goods that leave with `quantity` of a line, at `cost`; none for services and for what is not in the catalogue.
fn movement(line: &OrderLine, quantity: Quantity, cost: Option<Money>) -> Option<Movement> {
    let product = line.terms.product.filter(|_| line.terms.supply == Supply::Goods)?;
    let value = cost.unwrap_or(Money::zero(line.terms.net.currency())).negate();
    Some(Movement { product, quantity: Quantity::ZERO.sub(quantity), value })
}

fn delivery_line(before: usize, line: &OrderLine, quantity: Quantity) -> DeliveryLine {
    DeliveryLine {
        no: u32::try_from(before + 1).unwrap_or(u32::MAX),
        order_line: line.no,
        product: line.terms.product,
        description: line.terms.description.clone(),
        quantity,
    }
}
