//! Verbs on refunds: asked for by one person, approved by another.

use crate::{
    error::Result,
    payment::{credit_of, paid_back},
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{document::*, ids::*, money::*, payment::*};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Asks for money to go back to the customer, out of a payment or a credit note. Somebody else must approve it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RefundCreate {
    /// The payment or credit note that was too much.
    pub source: DocRef,
    pub amount: Money,
    pub reason: String,
}
impl Verb for RefundCreate {
    const NAME: &'static str = "refund.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let credit = credit_of(tx, self.source).await?;
        let entity = tx.entity(credit.entity).await?;
        let date = tx.today(entity.id).await?;
        let number = tx.number(&entity, "REF", date).await?;
        let draft = RefundDraft { id: tx.new_id(), number, amount: self.amount, reason: self.reason, date };
        let refund = Refund::request(draft, &credit, tx.actor().user(), tx.business_now())?;
        tx.save(&refund).await?;
        tx.emit(PaymentEvent::RefundRequested { refund: refund.id }, date).await?;
        Ok(Outcome::of(refund.doc_ref()).number(refund.number))
    }
}

/// Approves a refund that a colleague asked for, and books it as paid.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RefundApprove {
    pub id: RefundId,
}
impl Verb for RefundApprove {
    const NAME: &'static str = "refund.approve";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let refund: Refund = tx.load(self.id).await?;
        tx.within_limit(refund.amount)?;
        let credit = credit_of(tx, refund.source).await?;
        let on = tx.today(refund.entity).await?;
        let refund = refund.approve(&credit, tx.actor().user(), on, tx.business_now())?;
        tx.save(&refund).await?;
        let Refund { entity, customer, source, amount, .. } = refund;
        let event = PaymentEvent::Refunded { entity, customer, refund: refund.id, source, on, amount };
        let event = tx.emit(event, on).await?;
        paid_back(tx, event, &credit, refund.doc_ref(), amount, on).await?;
        Ok(Outcome::of(refund.doc_ref()).number(refund.number))
    }
}

/// Turns a refund down, or withdraws it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RefundReject {
    pub id: RefundId,
    pub reason: String,
}
impl Verb for RefundReject {
    const NAME: &'static str = "refund.reject";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let refund: Refund = tx.load(self.id).await?;
        let refund = refund.reject(tx.actor().user(), &self.reason, tx.business_now())?;
        tx.save(&refund).await?;
        let on = tx.today(refund.entity).await?;
        tx.emit(PaymentEvent::RefundRejected { refund: refund.id, reason: self.reason }, on).await?;
        Ok(Outcome::of(refund.doc_ref()).number(refund.number))
    }
}
