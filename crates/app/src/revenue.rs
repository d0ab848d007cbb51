//! The run that turns what was earned over time into revenue.

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    dates::Date,
    document::{DocRef, Kind},
    ids::*,
    money::{Currency, Money},
    refusal::Refusal,
    revenue::{RecognisedShare, RevenueEvent},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::facts::DueRecognition;

/// Shares that one page takes from the schedules, so that memory stays the same however many are due.
const PAGE: u32 = 500;

/// Recognises as revenue what was earned up to and including a day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RevenueRecognise {
    /// Today when left out.
    pub until: Option<Date>,
}
impl Verb for RevenueRecognise {
    const NAME: &'static str = "revenue.recognise";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let entity = tx.entity_or_first(None).await?;
        let today = tx.today(entity.id).await?;
        let until = self.until.unwrap_or(today);
        if until > today {
            let refusal = Refusal::state("recognise_future").with("until", until).with("today", today);
            return Err(refusal.at("until").into());
        }
        let (org, mut count) = (tx.org(), 0);
        loop {
            let due = store::facts::due_recognition(tx.conn(), org, until, PAGE).await?;
            if due.is_empty() {
                return Ok(Outcome::count(count));
            }
            count += due.len() as u64;
            recognise(tx, due).await?;
        }
    }
}

/// One event for each entity, date and currency, with what came of each document.
async fn recognise(tx: &mut Tx<'_>, due: Vec<DueRecognition>) -> Result<()> {
    let mut groups: BTreeMap<(EntityId, Date, Currency), Vec<DueRecognition>> = BTreeMap::new();
    for share in due {
        groups.entry((share.entity, share.date, share.amount.currency())).or_default().push(share);
    }
    let org = tx.org();
    for ((entity, on, currency), due) in groups {
        let mut sums: BTreeMap<(RawId, CustomerId), Money> = BTreeMap::new();
        for share in &due {
            let sum = sums.entry((share.document, share.customer)).or_insert(Money::zero(currency));
            *sum = sum.add(share.amount)?;
        }
        let share = |((id, customer), amount)| {
            let document = DocRef { kind: Kind::Invoice, id };
            RecognisedShare { document, customer, amount }
        };
        let shares: Vec<RecognisedShare> = sums.into_iter().map(share).collect();
        let amount = Money::sum(currency, shares.iter().map(|s| s.amount))?;
        let lines = u32::try_from(due.len()).unwrap_or(u32::MAX);
        let event = tx.emit(RevenueEvent::Recognised { entity, on, amount, lines, shares }, on).await?;
        let lines: Vec<(ScheduleId, u32)> = due.iter().map(|d| (d.schedule, d.pos)).collect();
        store::facts::insert_recognitions(tx.conn(), org, event, &lines).await?;
    }
    Ok(())
}
