//! Deliveries: handing over all or part of an order, what that does to revenue and stock, and taking it back.

use super::{Delivery, DeliveryLine, DeliveryState, Handover, Order, OrderLine};
use crate::{
    catalog::Supply,
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

/// What came of a delivery, or of taking one back.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivered {
    pub order: Order,
    pub delivery: Delivery,
    /// What the books get; of a delivery taken back, what they get the mirror of.
    pub handover: Vec<Handover>,
    /// Goods that left, or came back.
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
            handover: handover.clone(),
            state: DeliveryState::Delivered,
        };
        Ok(Delivered { order: self, delivery, handover, movements })
    }
    /// Takes a delivery back: the goods return, and the books get the exact mirror of what it did. Refused when it has
    /// been invoiced since; once that is credited, the credit note has lowered revenue and only the goods return.
    pub fn reverse_delivery(mut self, delivery: Delivery, at: Timestamp, reason: String) -> Result<Delivered, Refusal> {
        required("reason", &reason)?;
        if delivery.order != self.id {
            let refusal = Refusal::invalid("delivery_of_other_order").with("delivery", &delivery.number);
            return Err(refusal.with("number", &self.number));
        }
        if let DeliveryState::Reversed { at, .. } = delivery.state {
            return Err(Refusal::state("delivery_reversed").with("delivery", &delivery.number).with("at", at));
        }
        let (mut handover, mut movements) = (Vec::new(), Vec::new());
        for part in &delivery.lines {
            let books = delivery.handover.iter().find(|handover| handover.order_line == part.order_line);
            let line = self.line_mut(part.order_line)?;
            let mirrored = line.take_back(part.quantity, books);
            handover.extend(mirrored.map_err(|refusal| refusal.with("delivery", &delivery.number))?);
            movements.extend(movement(line, part.quantity, books.map(|books| books.cost)).map(|out| out.mirrored()));
        }
        self.settle(at);
        let delivery = Delivery { state: DeliveryState::Reversed { at, reason }, ..delivery };
        Ok(Delivered { order: self, delivery, handover, movements })
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
        let (from, before) = (self.delivered, self.balance()?);
        self.delivered = from.add(quantity);
        let after = self.balance()?;
        let cost = self.cost_of(self.delivered)?.sub(self.cost_of(from)?)?;
        let books = Handover {
            order_line: self.no,
            from_deferred: before.deferred.sub(after.deferred)?,
            to_unbilled: after.unbilled.sub(before.unbilled)?,
            cost,
        };
        let silent = books.from_deferred.is_zero() && books.to_unbilled.is_zero() && cost.is_zero();
        Ok(((!silent).then_some(books), movement(self, quantity, Some(cost))))
    }
    /// Counts the quantity as not delivered; what the ledger must mirror.
    ///
    /// That is what the delivery did, to the cent. Where it would not be, an invoice has taken what the delivery left in
    /// unbilled receivables, or a later delivery was rounded on top of it: those must go first.
    fn take_back(&mut self, quantity: Quantity, books: Option<&Handover>) -> Result<Option<Handover>, Refusal> {
        let zero = Money::zero(self.terms.net.currency());
        let none = Handover { order_line: self.no, from_deferred: zero, to_unbilled: zero, cost: zero };
        let books = books.cloned().unwrap_or(none);
        let mut taken = OrderLine { delivered: self.delivered.sub(quantity), ..self.clone() };
        let mut back = self.undone(&taken, books.cost)?;
        if back != books {
            if self.invoiced <= taken.delivered {
                return Err(Refusal::state("delivery_not_latest").with("line", self.no));
            }
            let earned = books.from_deferred.add(books.to_unbilled)?;
            if self.credited < quantity || self.net_credited().minor() < earned.minor() {
                let refusal = Refusal::state("delivery_invoiced").with("line", self.no);
                return Err(refusal.with("invoiced", self.invoiced.sub(self.credited).value()));
            }
            // The credit note has lowered revenue already; at most a cent of rounding is left to move.
            taken.invoiced = taken.invoiced.sub(quantity);
            taken.take_credited(quantity, earned)?;
            back = self.undone(&taken, books.cost)?;
        }
        *self = taken;
        let silent = back.from_deferred.is_zero() && back.to_unbilled.is_zero() && back.cost.is_zero();
        Ok((!silent).then_some(back))
    }
    /// The handover whose mirror leads from this line to `taken`.
    fn undone(&self, taken: &OrderLine, cost: Money) -> Result<Handover, Refusal> {
        let (before, after) = (self.balance()?, taken.balance()?);
        let from_deferred = after.deferred.sub(before.deferred)?;
        Ok(Handover { order_line: self.no, from_deferred, to_unbilled: before.unbilled.sub(after.unbilled)?, cost })
    }
    /// Cost of the first `quantity` units that left the stock; nothing for what is not kept there.
    fn cost_of(&self, quantity: Quantity) -> Result<Money, Refusal> {
        let zero = Money::zero(self.terms.net.currency());
        let kept = self.terms.supply == Supply::Goods && self.terms.product.is_some();
        let Some(cost) = self.terms.cost.filter(|_| kept) else { return Ok(zero) };
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
