//! What falls due: quotes that expire or that somebody is to be reminded of, subscription periods to bill, shares of revenue to recognise. `advance` runs it day by
//! day in simulated time; the server's scheduler runs it by the wall clock. It looks before it acts, so that a day on which
//! nothing is due leaves no intent, and running it twice, or in two processes, does nothing twice.

use crate::{
    clock_verbs::not_too_far,
    error::{Error, Result},
    runner::{App, Call},
};
use domain::{
    dates::Date,
    document::Kind,
    refusal::{Refusal, RefusalKind},
};
use serde_json::{Value as Json, json};
use store::document::{Query, list};

/// What a run did, and what could not be done: one customer's missing address does not keep the others waiting.
#[derive(Clone, Debug, Default)]
pub struct Fallen {
    pub done: u64,
    pub refused: Vec<Refusal>,
}

impl App {
    /// Moves business time to 09:00 on each day up to `to` and runs what falls due on it.
    pub async fn advance(&self, call: &Call, to: Date) -> Result<Fallen> {
        let (now, _) = self.business_now(call.org).await?;
        let today = now.date_in("UTC");
        if to < today {
            return Err(Refusal::invalid("advance_backwards").with("today", today).with("to", to).at("to").into());
        }
        not_too_far(today, to)?;
        let (mut fallen, mut day) = (Fallen::default(), today);
        while day < to {
            day = day.add_days(1);
            // Nine in the morning, UTC: the same civil day from Hawaii to Auckland's evening, and within office hours here.
            let at = day.start_in("UTC").add_seconds(9 * 3600);
            self.execute(call, "clock.set", json!({ "to": at })).await?;
            self.fall_due(call, day, &mut fallen).await?;
        }
        Ok(fallen)
    }

    /// Runs what is due on a day of business time.
    pub async fn fall_due(&self, call: &Call, day: Date, fallen: &mut Fallen) -> Result<()> {
        let expired = self.some(call, Kind::Quote, &["sent"], day.add_days(-1)).await?;
        self.while_due(call, expired, "quote.expire_due", json!({}), fallen).await?;
        let remind = self.reminders_due(call.org, day).await?;
        self.while_due(call, remind, "quote.remind_due", json!({ "until": day }), fallen).await?;
        let late = self.some(call, Kind::Approval, &["requested"], day.add_days(-1)).await?;
        self.while_due(call, late, "approval.escalate_due", json!({ "until": day }), fallen).await?;
        let billable = self.some(call, Kind::Subscription, &["active", "cancelled"], day).await?;
        self.while_due(call, billable, "billing.run", json!({ "until": day }), fallen).await?;
        let earned = store::facts::due_recognition(&mut self.db.read().await?, call.org, day, 1).await?;
        self.while_due(call, !earned.is_empty(), "revenue.recognise", json!({ "until": day }), fallen).await
    }

    /// Whether a document in one of these states is due by a day.
    async fn some(&self, call: &Call, kind: Kind, states: &[&str], until: Date) -> Result<bool> {
        let states = states.iter().map(ToString::to_string).collect();
        let query = Query { kind: Some(kind), states, due_until: Some(until), limit: 1, ..Query::default() };
        Ok(!list(&mut self.db.read().await?, call.org, &query).await?.is_empty())
    }

    /// Runs a verb, which does some of what is due at a time, until it finds no more.
    async fn while_due(&self, call: &Call, due: bool, verb: &str, input: Json, fallen: &mut Fallen) -> Result<()> {
        let mut more = due;
        while more {
            match self.execute(call, verb, input.clone()).await {
                Ok(done) => {
                    let count = done.outcome.count.unwrap_or(done.outcome.made.len() as u64);
                    fallen.done += count;
                    more = count > 0;
                }
                Err(Error::Refused(refusal))
                    if matches!(refusal.kind, RefusalKind::Invalid | RefusalKind::State | RefusalKind::NotFound) =>
                {
                    fallen.refused.push(refusal);
                    more = false;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
