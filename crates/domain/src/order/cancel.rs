//! How an order ends: when it is complete, and what of it is called off.

use super::{Order, OrderLine, OrderState};
use crate::{
    dates::Timestamp,
    document::required,
    money::Quantity,
    refusal::{Arg, Refusal},
};

impl Order {
    /// Calls off what is neither delivered nor invoiced, and gives up invoicing again what was credited. An order that
    /// nothing was done for is cancelled; otherwise the rest is, and the order is complete when what remains is done.
    /// Subscriptions are cancelled by themselves.
    pub fn cancel(mut self, at: Timestamp, reason: String) -> Result<Order, Refusal> {
        self.open()?;
        required("reason", &reason)?;
        let rest = |line: &OrderLine| line.left_to_deliver().min(line.agreed().sub(line.invoiced));
        let nothing = |line: &OrderLine| !rest(line).is_positive() && line.credited == Quantity::ZERO;
        if self.lines.iter().all(nothing) {
            return Err(self.refused("order_nothing_to_cancel"));
        }
        let untouched = self.lines.iter().all(|line| line.is_untouched() && !line.is_recurring());
        for line in &mut self.lines {
            line.cancelled = line.cancelled.add(rest(line).max(Quantity::ZERO));
            line.credited = Quantity::ZERO;
            line.net_credited = None;
        }
        if untouched {
            self.state = OrderState::Cancelled { at, reason };
        } else {
            self.settle(at);
        }
        Ok(self)
    }
    /// Completes the order when every line is done, and opens it again when one no longer is. Lines that are charged per
    /// interval do not count: their subscriptions live on.
    pub fn settle(&mut self, at: Timestamp) {
        let done = self.lines.iter().all(OrderLine::is_done);
        match (&self.state, done) {
            (OrderState::Open, true) => self.state = OrderState::Completed { at },
            (OrderState::Completed { .. }, false) => self.state = OrderState::Open,
            _ => {}
        }
    }
    pub fn line(&self, no: u32) -> Result<&OrderLine, Refusal> {
        self.lines.iter().find(|line| line.no == no).ok_or_else(|| self.no_line(no))
    }
    pub(super) fn line_mut(&mut self, no: u32) -> Result<&mut OrderLine, Refusal> {
        let missing = self.no_line(no);
        self.lines.iter_mut().find(|line| line.no == no).ok_or(missing)
    }
    pub(super) fn open(&self) -> Result<(), Refusal> {
        match self.state {
            OrderState::Open => Ok(()),
            OrderState::Completed { .. } => Err(self.refused("order_completed")),
            OrderState::Cancelled { .. } => Err(self.refused("order_cancelled")),
        }
    }
    pub(super) fn refused(&self, code: &'static str) -> Refusal {
        let refusal =
            Refusal::state(code).with("number", &self.number).with("state", Arg::Word(self.state.key().into()));
        match &self.state {
            OrderState::Completed { at } | OrderState::Cancelled { at, .. } => refusal.with("at", *at),
            OrderState::Open => refusal,
        }
    }
    fn no_line(&self, no: u32) -> Refusal {
        Refusal::invalid("order_line_unknown").with("number", &self.number).with("line", no)
    }
}
