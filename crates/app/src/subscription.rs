//! Verbs on subscriptions.

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    dates::Date,
    document::Document,
    ids::*,
    order::{OrderEvent, Subscription},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Ends a subscription on the first day of a period that is not billed yet.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SubscriptionCancel {
    pub id: SubscriptionId,
    /// The first day without it.
    pub from: Date,
    pub reason: String,
}
impl Verb for SubscriptionCancel {
    const NAME: &'static str = "subscription.cancel";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let now = tx.business_now();
        let subscription: Subscription = tx.load(self.id).await?;
        let subscription = subscription.cancel(now, self.from, self.reason.clone())?;
        tx.save(&subscription).await?;
        let on = tx.today(subscription.entity).await?;
        let event =
            OrderEvent::SubscriptionCancelled { subscription: subscription.id, from: self.from, reason: self.reason };
        tx.emit(event, on).await?;
        Ok(Outcome::of(subscription.doc_ref()).number(subscription.number))
    }
}
