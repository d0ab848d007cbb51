//! What may still change on an order: its reference, and its start while nothing was done for it.

use super::{Order, OrderLine, Subscription};
use crate::{dates::Date, refusal::Refusal};

impl Order {
    /// Changes the customer's order number, and the first day of service periods. The start moves only while nothing of
    /// the order was delivered, invoiced or billed, because periods in the books were computed from it.
    pub fn edit(
        self,
        purchase_order: Option<String>,
        start: Date,
        subscriptions: &[Subscription],
    ) -> Result<Order, Refusal> {
        self.open()?;
        let untouched = self.lines.iter().all(OrderLine::is_untouched) && subscriptions.iter().all(|s| s.billed == 0);
        if start != self.start && !untouched {
            return Err(self.refused("order_touched").with("start", self.start).at("start"));
        }
        Ok(Order { purchase_order, start, ..self })
    }
}
