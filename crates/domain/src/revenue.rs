//! Revenue recognition (IFRS 15): each invoice line that is earned over time gets a schedule; each month's share becomes a
//! journal entry when the month ends. Shares are differences of rounded cumulative amounts, so they always add up.

use crate::{dates::*, document::*, ids::*, money::*};
use serde::{Deserialize, Serialize};

/// One month's share of a schedule: what becomes revenue on `date` (the month's last day within the period).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScheduleLine {
    pub pos: u32,
    pub date: Date,
    pub amount: Money,
}

/// The plan by which an invoice line becomes revenue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    pub id: ScheduleId,
    pub entity: EntityId,
    pub customer: CustomerId,
    pub source: LineRef,
    pub period: Period,
    pub amount: Money,
    pub lines: Vec<ScheduleLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum RevenueEvent {
    /// All shares of one entity and currency that fell due on a date; the lines themselves are facts.
    Recognised { entity: EntityId, on: Date, amount: Money, lines: u32 },
}
