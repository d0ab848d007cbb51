//! Verbs on the ledger: entries by hand, and closing and reopening the books.

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    dates::Date,
    document::Document,
    ids::*,
    ledger::{LedgerEvent, manual, manual::EntryLine, period},
    org::Entity,
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Makes a journal entry by hand, such as opening balances or a bank charge.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LedgerEnter {
    /// The first entity when left out.
    pub entity: Option<EntityId>,
    pub date: Date,
    pub reason: String,
    /// Debits and credits that add up to the same.
    pub lines: Vec<EntryLine>,
}
impl Verb for LedgerEnter {
    const NAME: &'static str = "ledger.enter";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let entity = tx.entity_or_first(self.entity).await?;
        let reason = given(&self.reason)?;
        tx.happened(entity.id, Some(self.date)).await?;
        period::check_open(self.date, entity.closed_until).map_err(|r| r.at("date"))?;
        let lines = manual::postings(&self.lines)?;
        tx.emit(LedgerEvent::Entered { entity: entity.id, on: self.date, reason, lines }, self.date).await?;
        Ok(Outcome::count(1))
    }
}

/// Closes the books up to and including a day; what comes later is booked on the first open day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LedgerClose {
    pub entity: Option<EntityId>,
    pub until: Date,
}
impl Verb for LedgerClose {
    const NAME: &'static str = "ledger.close";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let id = tx.entity_or_first(self.entity).await?.id;
        let entity: Entity = tx.load(id).await?;
        let today = tx.today(id).await?;
        let until = period::close(self.until, entity.closed_until, today)?;
        let entity = Entity { closed_until: Some(until), ..entity };
        tx.save(&entity).await?;
        tx.emit(LedgerEvent::PeriodClosed { entity: id, until }, until).await?;
        Ok(Outcome::of(entity.doc_ref()))
    }
}

/// Opens closed books again, all of them or the days after one.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LedgerReopen {
    pub entity: Option<EntityId>,
    /// The last day that stays closed; none when left out.
    pub until: Option<Date>,
    pub reason: String,
}
impl Verb for LedgerReopen {
    const NAME: &'static str = "ledger.reopen";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let id = tx.entity_or_first(self.entity).await?.id;
        let entity: Entity = tx.load(id).await?;
        let reason = given(&self.reason)?;
        let closed = entity.closed_until.ok_or_else(|| Refusal::state("books_open"))?;
        if let Some(until) = self.until.filter(|until| *until >= closed) {
            let refusal = Refusal::invalid("reopen_after_close").with("until", until).with("closed_until", closed);
            return Err(refusal.at("until").into());
        }
        let entity = Entity { closed_until: self.until, ..entity };
        tx.save(&entity).await?;
        let today = tx.today(id).await?;
        tx.emit(LedgerEvent::PeriodReopened { entity: id, until: self.until, reason }, today).await?;
        Ok(Outcome::of(entity.doc_ref()))
    }
}

fn given(reason: &str) -> Result<String> {
    match reason.trim() {
        "" => Err(Refusal::invalid("reason_missing").at("reason").into()),
        reason => Ok(reason.to_string()),
    }
}
