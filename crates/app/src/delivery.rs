//! Verbs on deliveries: handing over an order in whole or in part, and taking that back.

use crate::{
    error::Result,
    order::{is_completed, save_settled},
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    dates::Date,
    document::Document,
    ids::*,
    money::Quantity,
    order::{Delivered, Delivery, NewDelivery, Order, OrderEvent},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A quantity of a line of the order.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LineQuantity {
    /// The line's number on the order.
    pub line: u32,
    pub quantity: Quantity,
}

/// Hands over goods or services of an order.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeliveryCreate {
    pub order: OrderId,
    /// The day the customer got it; today when left out.
    pub date: Option<Date>,
    /// Everything that is still to be delivered when left out.
    pub lines: Option<Vec<LineQuantity>>,
}
impl Verb for DeliveryCreate {
    const NAME: &'static str = "delivery.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let order: Order = tx.load(self.order).await?;
        let entity = tx.entity(order.entity).await?;
        let today = tx.today(entity.id).await?;
        let lines = match self.lines {
            Some(lines) => lines.iter().map(|l| (l.line, l.quantity)).collect(),
            None => order.undelivered(),
        };
        let date = tx.happened(entity.id, self.date).await?;
        let number = tx.number(&entity, "D", today).await?;
        let new = NewDelivery { id: tx.new_id(), number, date, at: tx.business_now() };
        let Delivered { order, delivery, handover, movements } = order.deliver(&lines, new)?;
        let event = OrderEvent::Delivered {
            entity: entity.id,
            customer: order.customer,
            order: order.id,
            delivery: delivery.id,
            on: date,
            handover,
            movements: movements.clone(),
        };
        let event = tx.emit(event, date).await?;
        tx.save(&delivery).await?;
        save_settled(tx, &order, false, date).await?;
        let (org, document) = (tx.org(), Some(delivery.raw_id()));
        store::facts::insert_movements(tx.conn(), org, event, date, document, &movements).await?;
        Ok(Outcome::of(delivery.doc_ref()).number(delivery.number))
    }
}

/// Takes a delivery back: the goods return and the books get the mirror of what it did.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeliveryReverse {
    pub id: DeliveryId,
    pub reason: String,
}
impl Verb for DeliveryReverse {
    const NAME: &'static str = "delivery.reverse";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let delivery: Delivery = tx.load(self.id).await?;
        let order: Order = tx.load(delivery.order).await?;
        let (now, was_completed) = (tx.business_now(), is_completed(&order));
        let on = tx.today(order.entity).await?;
        let taken = order.reverse_delivery(delivery, now, self.reason.clone())?;
        let Delivered { order, delivery, handover, movements } = taken;
        let event = OrderEvent::DeliveryReversed {
            entity: order.entity,
            customer: order.customer,
            order: order.id,
            delivery: delivery.id,
            on,
            reason: self.reason,
            handover,
            movements: movements.clone(),
        };
        let event = tx.emit(event, on).await?;
        tx.save(&delivery).await?;
        save_settled(tx, &order, was_completed, on).await?;
        let (org, document) = (tx.org(), Some(delivery.raw_id()));
        store::facts::insert_movements(tx.conn(), org, event, on, document, &movements).await?;
        Ok(Outcome::of(delivery.doc_ref()).number(delivery.number))
    }
}
