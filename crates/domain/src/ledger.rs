//! The ledger: double entry, append only. An entry that does not balance cannot exist. Corrections are mirrored entries.

pub mod account;
pub mod entry;
pub mod journal;
pub mod manual;
pub mod period;
pub mod posting;
pub mod report;

pub use account::*;
pub use entry::*;
pub use posting::entries;

use crate::{dates::*, ids::*};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum LedgerEvent {
    /// An entry made by hand, with its reason.
    Entered {
        entity: EntityId,
        on: Date,
        reason: String,
        lines: Vec<Posting>,
    },
    PeriodClosed {
        entity: EntityId,
        until: Date,
    },
    PeriodReopened {
        entity: EntityId,
        until: Option<Date>,
        reason: String,
    },
}
