//! Whether the customer looked at an offer, and what its seller is reminded of: an offer that runs out, or that nobody opened.

use super::{Quote, QuoteState};
use crate::dates::{Date, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Looking again within this many seconds is the same look.
pub const VIEW_PAUSE: i64 = 30 * 60;

/// When the customer opened the page of an offer, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Views {
    pub first: Timestamp,
    pub last: Timestamp,
    pub count: u32,
}
impl Views {
    /// Whether a look at this moment is another one than the last.
    pub fn is_over(&self, at: Timestamp) -> bool {
        at >= self.last.add_seconds(VIEW_PAUSE)
    }
}

/// Whether a reminder is still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reminding {
    Pending,
    Given,
}

/// What the seller is reminded of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reminder {
    /// Its last day is near, and there is no answer.
    Expiring,
    /// The customer has not opened it.
    Unviewed,
}

impl Quote {
    /// The customer opened it; nothing when they did just before, or when it was never sent.
    pub fn viewed(self, at: Timestamp) -> Option<Quote> {
        if !self.was_sent() || self.views.is_some_and(|views| !views.is_over(at)) {
            return None;
        }
        let before = self.views;
        let views = Views {
            first: before.map_or(at, |views| views.first),
            last: at,
            count: before.map_or(0, |views| views.count).saturating_add(1),
        };
        Some(Quote { views: Some(views), view_reminder: None, ..self })
    }
    /// Reminds its seller, once; nothing when it is not due. `days` are those before the last day of the offer, or after the
    /// day it was sent on.
    pub fn remind(self, of: Reminder, days: u32, today: Date, zone: &str) -> Option<Quote> {
        let QuoteState::Sent { at } = self.state else { return None };
        let (pending, due) = match of {
            Reminder::Expiring => (self.expiry_reminder, self.valid_until.add_days(-i64::from(days))),
            Reminder::Unviewed => (self.view_reminder, at.date_in(zone).add_days(i64::from(days))),
        };
        let is_over = today > self.valid_until;
        if pending != Some(Reminding::Pending) || today < due || is_over {
            return None;
        }
        let given = Some(Reminding::Given);
        Some(match of {
            Reminder::Expiring => Quote { expiry_reminder: given, ..self },
            Reminder::Unviewed => Quote { view_reminder: given, ..self },
        })
    }
}
