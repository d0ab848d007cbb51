//! A line of an order in quantities and money: what is left to deliver and to invoice, and what each part of it is worth.
//!
//! The worth of a part is the difference of rounded cumulative shares, so the parts sum to the line's net amount whatever
//! the split, and what stands in the books for a line follows from its quantities alone.

use super::OrderLine;
use crate::{
    catalog::{Recognition, Supply},
    money::{Money, Quantity},
    refusal::Refusal,
};

/// Where the earned and the invoiced part of a line that is earned on delivery stand apart; at most one is not zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balance {
    /// Invoiced ahead of delivery.
    pub deferred: Money,
    /// Delivered, waiting for its invoice.
    pub unbilled: Money,
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
        let invoiced = self.invoiced.sub(self.credited);
        if self.is_recurring() { Quantity::ZERO } else { self.agreed().sub(invoiced).max(Quantity::ZERO) }
    }
    /// Whether nothing is left to do for it on the order.
    pub fn is_done(&self) -> bool {
        let handed_over = !self.needs_delivery() || self.left_to_deliver() == Quantity::ZERO;
        handed_over && self.left_to_invoice() == Quantity::ZERO
    }
    pub fn is_untouched(&self) -> bool {
        self.delivered == Quantity::ZERO && self.invoiced == Quantity::ZERO
    }
    /// What stands in the books for the line, by what was delivered and invoiced.
    pub fn balance(&self) -> Result<Balance, Refusal> {
        let net = match self.terms.recognition {
            Recognition::PointInTime => self.worth(self.delivered)?.sub(self.worth(self.invoiced)?)?,
            Recognition::StraightLine => Money::zero(self.terms.net.currency()),
        };
        Ok(Balance { deferred: at_least_zero(net.negate()), unbilled: at_least_zero(net) })
    }
    /// Net amount of what was credited and not invoiced again.
    pub fn net_credited(&self) -> Money {
        self.net_credited.unwrap_or(Money::zero(self.terms.net.currency()))
    }
    /// The rounded cumulative share of the net amount for the first `quantity` units.
    pub(super) fn worth(&self, quantity: Quantity) -> Result<Money, Refusal> {
        share(self.terms.net, quantity, self.terms.quantity)
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

fn at_least_zero(amount: Money) -> Money {
    if amount.is_negative() { Money::zero(amount.currency()) } else { amount }
}
