//! What is noticed about an offer while it waits for an answer: that its customer opened it, and that its seller should be
//! reminded. Reminders stand on the dashboard and in the trail; nothing is mailed.

use super::outcome;
use crate::{
    error::Result,
    read::Reader,
    roles::Actor,
    runner::{App, Call},
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    dates::{Date, Timestamp},
    document::{DocRef, Document, Kind},
    ids::*,
    org::Entity,
    quote::*,
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    Conn,
    document::{FacetIs, Listed, Query, Sort},
    state,
};

/// Most quotes that one run of `quote.remind_due` looks at for each reminder.
const REMIND_MAX: u32 = 200;
/// Most reminders that a dashboard shows.
const SHOWN_MAX: u32 = 20;
/// The last day on which every reminder was given.
const CURSOR: &str = "quote.remind_due";

/// Notes that the customer opened an offer by their link; looking again within half an hour is the same look.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteView {
    pub id: QuoteId,
}
impl Verb for QuoteView {
    const NAME: &'static str = "quote.view";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let quote: Quote = tx.load(self.id).await?;
        if !matches!(tx.actor(), Actor::Link { .. }) {
            return Err(Refusal::forbidden("quote_view_by_customer").with("number", quote.head().number).into());
        }
        let unchanged = outcome(&quote);
        let Some(quote) = quote.viewed(tx.business_now()) else { return Ok(unchanged) };
        tx.save(&quote).await?;
        let today = tx.today(quote.entity).await?;
        tx.emit(QuoteEvent::Viewed { quote: quote.id }, today).await?;
        Ok(outcome(&quote))
    }
}

/// Reminds sellers of offers that run out soon or that their customers have not opened, by the days set for the legal entity;
/// each offer once. The count tells how many.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteRemindDue {
    /// As on this day; today when left out, and never later.
    pub until: Option<Date>,
}
impl Verb for QuoteRemindDue {
    const NAME: &'static str = "quote.remind_due";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let latest = tx.today_of_org().await?;
        let until = self.until.map_or(latest, |until| until.min(latest));
        let org = tx.org();
        let (mut count, mut seen) = (0, 0);
        for entity in entities(tx.conn(), org).await? {
            let today = tx.today(entity.id).await?.min(until);
            for (of, days, query) in queries(&entity, today) {
                for listed in tx.list(&query).await? {
                    seen += 1;
                    let quote: Quote = tx.load_along(listed.id).await?;
                    if quote.entity != entity.id {
                        continue;
                    }
                    if let Some(quote) = quote.remind(of, days, today, &entity.time_zone) {
                        tx.save(&quote).await?;
                        tx.emit(QuoteEvent::Reminded { quote: quote.id, of }, today).await?;
                        count += 1;
                    }
                }
            }
        }
        // What is left waits for another day; until then nobody need look again.
        if count == 0 || seen < u64::from(REMIND_MAX) {
            state::set_cursor(tx.conn(), org, CURSOR, &until.to_string()).await?;
        }
        Ok(Outcome::count(count))
    }
}

async fn entities(conn: &mut Conn, org: OrgId) -> Result<Vec<Entity>> {
    let query = Query { kind: Some(Kind::Entity), ascending: true, limit: 1_000, ..Query::default() };
    Ok(store::document::load_listed(conn, org, &query).await?)
}

/// The reminders an entity wants, with the quotes that may be due for them on a day.
fn queries(entity: &Entity, today: Date) -> Vec<(Reminder, u32, Query)> {
    let pending = |name: &'static str| Query {
        kind: Some(Kind::Quote),
        states: vec!["sent".into()],
        facets: vec![FacetIs { name, value: Some("pending".into()), of_customer: false }],
        sort: Sort::DateDue,
        ascending: true,
        limit: REMIND_MAX,
        ..Query::default()
    };
    let expiring = entity.remind_before_expiry.map(|days| {
        let last = Some(today.add_days(i64::from(days)));
        (Reminder::Expiring, days, Query { due_until: last, ..pending("expiry_reminder") })
    });
    let unviewed = entity.remind_unviewed.map(|days| {
        // It is dated on the day it was sent on, or before.
        let last = Some(today.add_days(-i64::from(days)));
        (Reminder::Unviewed, days, Query { date_until: last, ..pending("view_reminder") })
    });
    expiring.into_iter().chain(unviewed).collect()
}

/// A reminder that was given about an offer that still waits.
#[derive(Clone, Debug)]
pub struct Reminded {
    pub of: Reminder,
    pub quote: Listed,
}

impl App {
    /// Whether somebody may have to be reminded on a day, and nobody looked on that day yet.
    pub(crate) async fn reminders_due(&self, org: OrgId, day: Date) -> Result<bool> {
        let mut conn = self.db.read().await?;
        let done = state::cursor(&mut conn, org, CURSOR).await?;
        if done.is_some_and(|done| done.parse::<Date>().is_ok_and(|done| done >= day)) {
            return Ok(false);
        }
        for entity in entities(&mut conn, org).await? {
            for (_, _, query) in queries(&entity, day) {
                if !store::document::list(&mut conn, org, &Query { limit: 1, ..query }).await?.is_empty() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The reader's own offers that they were reminded of and that have no answer yet.
    pub async fn reminders(&self, reader: &Reader) -> Result<Vec<Reminded>> {
        let Some(user) = reader.actor.user().filter(|_| reader.actor.has("quote.read")) else { return Ok(Vec::new()) };
        let mut conn = self.db.read().await?;
        let mut all = Vec::new();
        for (of, name) in [(Reminder::Expiring, "expiry_reminder"), (Reminder::Unviewed, "view_reminder")] {
            let query = Query {
                kind: Some(Kind::Quote),
                states: vec!["sent".into()],
                owner: Some(user),
                facets: vec![FacetIs { name, value: Some("given".into()), of_customer: false }],
                sort: Sort::DateDue,
                ascending: true,
                limit: SHOWN_MAX,
                ..Query::default()
            };
            let found = store::document::list(&mut conn, reader.org, &query).await?;
            all.extend(found.into_iter().map(|quote| Reminded { of, quote }));
        }
        Ok(all)
    }

    /// Notes that the customer of a link opened its quote, unless they did just before.
    pub async fn note_view(&self, call: &Call, document: DocRef, before: Option<Views>, now: Timestamp) -> Result<()> {
        if before.is_none_or(|views| views.is_over(now)) {
            self.execute(call, QuoteView::NAME, json!({ "id": document.to_string() })).await?;
        }
        Ok(())
    }
}
