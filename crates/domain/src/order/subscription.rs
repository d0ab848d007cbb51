//! Subscriptions: the recurring lines of an order, billed in advance one interval at a time until the agreed term is over
//! or someone cancels.

use super::{Order, Subscription, SubscriptionState};
use crate::{
    dates::{Date, Timestamp},
    document::required,
    ids::{CustomerId, EntityId, OrderId, SubscriptionId},
    money::Currency,
    quote::LineTerms,
    refusal::{Arg, Refusal},
};

/// A subscription that has no identity yet.
#[derive(Clone, Debug, PartialEq)]
pub struct NewSubscription {
    pub entity: EntityId,
    pub customer: CustomerId,
    pub order: OrderId,
    pub order_line: u32,
    pub currency: Currency,
    pub terms: LineTerms,
    pub payment_days: u32,
    pub anchor: Date,
}
impl NewSubscription {
    pub fn start(self, id: SubscriptionId, number: String) -> Subscription {
        Subscription {
            id,
            number,
            entity: self.entity,
            customer: self.customer,
            order: self.order,
            order_line: self.order_line,
            currency: self.currency,
            terms: self.terms,
            payment_days: self.payment_days,
            anchor: self.anchor,
            billed: 0,
            state: SubscriptionState::Active,
        }
    }
}

/// One subscription for each recurring line, running from the order's start.
pub fn subscriptions(order: &Order) -> Vec<NewSubscription> {
    let recurring = order.lines.iter().filter(|line| line.is_recurring());
    let subscription = recurring.map(|line| NewSubscription {
        entity: order.entity,
        customer: order.customer,
        order: order.id,
        order_line: line.no,
        currency: order.currency,
        terms: line.terms.clone(),
        payment_days: order.payment_days,
        anchor: order.start,
    });
    subscription.collect()
}

impl Subscription {
    /// Ends it on the first day of an interval that is not billed yet. Whole intervals only: what is billed in advance is
    /// given back by a credit note, never by shortening an interval.
    pub fn cancel(self, at: Timestamp, from: Date, reason: String) -> Result<Subscription, Refusal> {
        if !matches!(self.state, SubscriptionState::Active) {
            return Err(self.refused("subscription_not_active"));
        }
        required("reason", &reason)?;
        let start_of = |n: u32| self.interval().period(self.anchor, n).start;
        let billed_until = start_of(self.billed);
        if from < billed_until {
            let refusal = self.refused("subscription_billed").with("from", from);
            return Err(refusal.with("until", billed_until).at("from"));
        }
        if let Some(end) = self.terms.term.map(start_of).filter(|end| from >= *end) {
            return Err(self.refused("subscription_ends_itself").with("from", from).with("end", end).at("from"));
        }
        let next = (self.billed..).map(start_of).find(|start| *start >= from).unwrap_or(from);
        if next != from {
            return Err(self.refused("subscription_mid_interval").with("from", from).with("next", next).at("from"));
        }
        Ok(Subscription { state: SubscriptionState::Cancelled { at, from, reason }, ..self })
    }
    /// Counts the next interval as billed; the last of an agreed term ends it.
    pub fn billed(self, at: Timestamp) -> Result<Subscription, Refusal> {
        if self.next_period().is_none() {
            return Err(self.refused("subscription_nothing_to_bill"));
        }
        let mut billed = Subscription { billed: self.billed.saturating_add(1), ..self };
        if billed.next_period().is_none() && matches!(billed.state, SubscriptionState::Active) {
            billed.state = SubscriptionState::Ended { at };
        }
        Ok(billed)
    }
    fn refused(&self, code: &'static str) -> Refusal {
        Refusal::state(code).with("number", &self.number).with("state", Arg::Word(self.state.key().into()))
    }
}
