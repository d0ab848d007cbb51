//! The simulated clock of an organisation: business time that moves when told to, and never backwards.

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    dates::{Date, Timestamp},
    org::OrgEvent,
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Sets business time to a moment. From then on it stands still until it is moved again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ClockSet {
    pub to: Timestamp,
}
impl Verb for ClockSet {
    const NAME: &'static str = "clock.set";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let org = tx.org();
        let (from, to) = (tx.business_now().date_in("UTC"), self.to.date_in("UTC"));
        not_too_far(from, to)?;
        if let Some(stands) = store::state::simulated_at(tx.conn(), org).await?
            && self.to < stands
        {
            return Err(Refusal::invalid("clock_backwards").with("stands", stands).with("to", self.to).at("to").into());
        }
        store::state::set_simulated_at(tx.conn(), org, Some(self.to)).await?;
        tx.emit(OrgEvent::ClockSet { to: Some(self.to) }, self.to.date_in("UTC")).await?;
        Ok(Outcome::default())
    }
}

/// Most years that business time moves ahead at once: further is a typing error, and it cannot be taken back.
const YEARS_MAX: i32 = 10;

/// Refuses a step of more than ten years.
pub(crate) fn not_too_far(today: Date, to: Date) -> std::result::Result<(), Refusal> {
    let limit = today.add_months(12 * YEARS_MAX);
    if to <= limit {
        return Ok(());
    }
    let refusal = Refusal::invalid("advance_too_far").with("today", today).with("to", to).with("limit", limit);
    Err(refusal.with("years", i64::from(YEARS_MAX)).at("to"))
}
