//! A line of an order in quantities and money: what is left to deliver and to invoice, and what each part of it is worth.
//!
//! The worth of a part is the difference of rounded cumulative shares, so the parts sum to the line's net amount whatever
//! the split. In money, what was invoiced ahead of delivery (deferred) is `invoiced - delivered` when that is positive, and
//! what waits for its invoice (unbilled) is `delivered - invoiced` when that is.

use super::OrderLine;
use crate::{
    catalog::{Recognition, Supply},
    money::{Money, Quantity},
    refusal::Refusal,
};

/// A part of an order line that can become one invoice line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Billable {
    pub quantity: Quantity,
    pub net: Money,
    /// Whether it was handed over before and waits in unbilled receivables; otherwise it is invoiced ahead.
    pub delivered: bool,
}

/// `part / whole` of an amount, rounded half up. Integers throughout: a product of decimals would lose its last places.
pub fn share(net: Money, part: Quantity, whole: Quantity) -> Result<Money, Refusal> {
    let (part, whole) = (i128::from(part.micros()?), i128::from(whole.micros()?));
    if part < 0 || whole <= 0 {
        return Err(Refusal::invalid("quantity_not_positive").with("quantity", Quantity::ZERO.value()));
    }
    let twice = 2 * i128::from(net.minor().unsigned_abs()) * part;
    let rounded = i64::try_from((twice + whole) / (2 * whole)).unwrap_or(i64::MAX);
    // Adding zero checks the limit of amounts.
    Money::new(rounded * net.minor().signum(), net.currency()).add(Money::zero(net.currency()))
}

impl OrderLine {
    /// Whether it is charged per interval, through its subscription and never through the order itself.
    pub fn is_recurring(&self) -> bool {
        self.terms.charging.interval().is_some()
    }
    /// Whether the order is not done before this is handed over. A service that is earned evenly is not handed over.
    pub fn needs_delivery(&self) -> bool {
        !self.is_recurring()
            && (self.terms.recognition == Recognition::PointInTime || self.terms.supply == Supply::Goods)
    }
    /// What was ordered and not cancelled.
    pub fn agreed(&self) -> Quantity {
        self.terms.quantity.sub(self.cancelled)
    }
    /// What is still to be delivered; zero for what is not delivered through the order.
    pub fn left_to_deliver(&self) -> Quantity {
        if self.is_recurring() { Quantity::ZERO } else { self.agreed().sub(self.delivered).max(Quantity::ZERO) }
    }
    /// What is still to be invoiced; zero for what is not invoiced through the order.
    pub fn left_to_invoice(&self) -> Quantity {
        if self.is_recurring() { Quantity::ZERO } else { self.agreed().sub(self.invoiced).max(Quantity::ZERO) }
    }
    /// Whether nothing is left to do for it on the order.
    pub fn is_done(&self) -> bool {
        let handed_over = !self.needs_delivery() || self.left_to_deliver() == Quantity::ZERO;
        handed_over && self.left_to_invoice() == Quantity::ZERO
    }
    pub fn is_untouched(&self) -> bool {
        self.delivered == Quantity::ZERO && self.invoiced == Quantity::ZERO
    }
    /// Revenue of the deliveries so far; none for what is earned over a period.
    pub fn net_delivered(&self) -> Result<Money, Refusal> {
        match (self.terms.recognition, self.net_delivered) {
            (Recognition::StraightLine, _) => Ok(Money::zero(self.terms.net.currency())),
            (Recognition::PointInTime, Some(net)) => Ok(net),
            (Recognition::PointInTime, None) => self.worth(self.delivered),
        }
    }
    /// Net amount of the invoices less credit notes so far.
    pub fn net_invoiced(&self) -> Result<Money, Refusal> {
        self.net_invoiced.map_or_else(|| self.worth(self.invoiced), Ok)
    }
    /// The rounded cumulative share of the net amount for the first `quantity` units.
    pub(super) fn worth(&self, quantity: Quantity) -> Result<Money, Refusal> {
        share(self.terms.net, quantity, self.terms.quantity)
    }

    /// What an invoice for `quantity` more of this line holds: first what was delivered and waits, then what is invoiced
    /// ahead; each part is an invoice line of its own, because each does something else to the books.
    pub fn billable(&self, quantity: Quantity) -> Result<Vec<Billable>, Refusal> {
        self.on_order()?;
        let left = self.left_to_invoice();
        if !quantity.is_positive() || quantity > left {
            let refusal = Refusal::invalid("invoice_exceeds_order").with("line", self.no);
            return Err(refusal.with("quantity", quantity.value()).with("left", left.value()));
        }
        let (delivered, invoiced) = (self.net_delivered()?, self.net_invoiced()?);
        let unbilled = at_least_zero(delivered.sub(invoiced)?);
        let all = at_least_zero(self.worth(self.invoiced.add(quantity))?.sub(invoiced)?);
        let waiting = match self.terms.recognition {
            Recognition::PointInTime => self.delivered.sub(self.invoiced).max(Quantity::ZERO),
            Recognition::StraightLine => Quantity::ZERO,
        };
        let first = waiting.min(quantity);
        let mut parts = Vec::new();
        let mut net = Money::zero(all.currency());
        if first.is_positive() {
            // The last of what waits clears the balance, also when deliveries were taken back out of order.
            net = match first == waiting {
                true => unbilled,
                false => at_least_zero(self.worth(self.invoiced.add(first))?.sub(invoiced)?).min(unbilled)?,
            };
            parts.push(Billable { quantity: first, net, delivered: true });
        }
        if quantity > first {
            let ahead = at_least_zero(all.sub(net)?);
            parts.push(Billable { quantity: quantity.sub(first), net: ahead, delivered: false });
        }
        Ok(parts)
    }
    /// Refuses what is neither delivered nor invoiced through the order.
    pub(super) fn on_order(&self) -> Result<(), Refusal> {
        match self.is_recurring() {
            false => Ok(()),
            true => {
                let refusal = Refusal::invalid("order_line_recurring").with("line", self.no);
                Err(refusal.with("description", &self.terms.description))
            }
        }
    }
}

pub(super) fn at_least_zero(amount: Money) -> Money {
    if amount.is_negative() { Money::zero(amount.currency()) } else { amount }
}
