//! Invoices and credit notes as an order sees them: what can be billed, on which ground, and what was.

use super::{Order, OrderLine, OrderState, share};
use crate::{
    catalog::Recognition,
    dates::{Period, Timestamp},
    money::{Money, Quantity},
    refusal::Refusal,
};

/// Why a part of an order line can be invoiced; it decides what the invoice line does to the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Handed over before: it waits in unbilled receivables.
    Delivered,
    /// Not handed over yet: deferred until it is.
    Ahead,
    /// Earned evenly over the line's service period.
    OverPeriod,
    /// Handed over, invoiced, and credited before: the credit note lowered revenue, so this invoice brings it back.
    Again,
}

/// A part of an order line that can become one invoice line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Billable {
    pub quantity: Quantity,
    pub net: Money,
    pub ground: Ground,
}

/// What a credit note took back of an order line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Credited {
    pub quantity: Quantity,
    /// Net amount that was revenue already.
    pub from_revenue: Money,
    /// Net amount that was still deferred.
    pub from_deferred: Money,
}

impl Order {
    /// The period over which a line that is earned evenly runs: from the order's start, as many months as its term says,
    /// twelve when it says nothing.
    pub fn service_period(&self, line: &OrderLine) -> Period {
        let months = i32::try_from(line.terms.term.unwrap_or(12)).unwrap_or(12);
        Period::months(self.start, months)
    }
    /// Notes that an issued invoice line billed `quantity` of an order line. Completes the order when that was the last.
    pub fn invoiced(&mut self, line: u32, quantity: Quantity, at: Timestamp) -> Result<(), Refusal> {
        if matches!(self.state, OrderState::Cancelled { .. }) {
            return Err(self.refused("order_cancelled"));
        }
        let line = self.line_mut(line)?;
        line.invoiceable(quantity)?;
        // What was credited is invoiced again first, as `billable` offers it.
        let again = quantity.min(line.credited);
        if again.is_positive() {
            let net = share(line.net_credited(), again, line.credited)?;
            line.take_credited(again, net)?;
        }
        line.invoiced = line.invoiced.add(quantity.sub(again));
        self.settle(at);
        Ok(())
    }
    /// Notes that an issued credit note took back part of an order line, as [`OrderLine::creditable`] split it. What was
    /// deferred is as if never invoiced; what was revenue may be invoiced again, taken back with its delivery, or called
    /// off. A credit of an amount without a quantity only lowers the price and leaves the order alone.
    pub fn credited(&mut self, line: u32, credited: Credited, at: Timestamp) -> Result<(), Refusal> {
        if credited.quantity == Quantity::ZERO {
            return Ok(());
        }
        let line = self.line_mut(line)?;
        let unearned = line.unearned_of(credited.quantity)?;
        line.invoiced = line.invoiced.sub(unearned);
        let earned = credited.quantity.sub(unearned);
        if earned.is_positive() {
            line.net_credited = Some(line.net_credited().add(credited.from_revenue)?);
            line.credited = line.credited.add(earned);
        }
        self.settle(at);
        Ok(())
    }
}

impl OrderLine {
    /// What an invoice for `quantity` more of this line holds: what was credited before, what was delivered and waits, then
    /// what is invoiced ahead. Each part is an invoice line of its own, because each does something else to the books.
    pub fn billable(&self, quantity: Quantity) -> Result<Vec<Billable>, Refusal> {
        self.invoiceable(quantity)?;
        let again = quantity.min(self.credited);
        let rest = quantity.sub(again);
        let waiting = match self.terms.recognition {
            Recognition::PointInTime => self.delivered.sub(self.invoiced).max(Quantity::ZERO).min(rest),
            Recognition::StraightLine => Quantity::ZERO,
        };
        let ahead = match self.terms.recognition {
            Recognition::PointInTime => Ground::Ahead,
            Recognition::StraightLine => Ground::OverPeriod,
        };
        let (from, middle, to) = (self.invoiced, self.invoiced.add(waiting), self.invoiced.add(rest));
        let mut parts = Vec::new();
        if again.is_positive() {
            let net = share(self.net_credited(), again, self.credited)?;
            parts.push(Billable { quantity: again, net, ground: Ground::Again });
        }
        for (from, to, ground) in [(from, middle, Ground::Delivered), (middle, to, ahead)] {
            if to > from {
                let net = self.worth(to)?.sub(self.worth(from)?)?;
                parts.push(Billable { quantity: to.sub(from), net, ground });
            }
        }
        Ok(parts)
    }
    /// What a credit note for `quantity` of this line at `net` takes back: first what is invoiced ahead, out of the
    /// deferred balance, the rest out of revenue. How much of a line that is earned evenly is still deferred only its
    /// schedule knows; here it counts as deferred.
    pub fn creditable(&self, quantity: Quantity, net: Money) -> Result<Credited, Refusal> {
        let kept = self.invoiced.sub(self.unearned_of(quantity)?);
        let from_deferred = match self.terms.recognition {
            Recognition::PointInTime => self.worth(self.invoiced)?.sub(self.worth(kept)?)?,
            Recognition::StraightLine => net,
        };
        Ok(Credited { quantity, from_revenue: net.sub(from_deferred)?, from_deferred })
    }
    /// How much of a credited quantity was invoiced ahead; refuses more than stands invoiced.
    fn unearned_of(&self, quantity: Quantity) -> Result<Quantity, Refusal> {
        self.on_order()?;
        let left = self.invoiced.sub(self.credited);
        if !quantity.is_positive() || quantity > left {
            let refusal = Refusal::invalid("credit_exceeds_invoiced").with("line", self.no);
            return Err(refusal.with("quantity", quantity.value()).with("invoiced", left.value()));
        }
        Ok(match self.terms.recognition {
            Recognition::PointInTime => self.invoiced.sub(self.delivered).max(Quantity::ZERO).min(quantity),
            Recognition::StraightLine => quantity,
        })
    }
    fn invoiceable(&self, quantity: Quantity) -> Result<(), Refusal> {
        self.on_order()?;
        quantity.micros()?;
        let left = self.left_to_invoice();
        if quantity.is_positive() && quantity <= left {
            return Ok(());
        }
        let refusal = Refusal::invalid("invoice_exceeds_order").with("line", self.no);
        Err(refusal.with("quantity", quantity.value()).with("left", left.value()))
    }
    /// Strikes off part of what was credited.
    pub(super) fn take_credited(&mut self, quantity: Quantity, net: Money) -> Result<(), Refusal> {
        let left = self.net_credited().sub(net)?;
        self.credited = self.credited.sub(quantity);
        self.net_credited = self.credited.is_positive().then_some(left);
        Ok(())
    }
}
