//! Standing delegation: for a while a colleague decides in somebody's place. They may decide what the other may, and nothing of
//! the other's own; their own quotes stay somebody else's to decide.

use super::{ApprovalState, Decider};
use crate::{dates::Date, document::*, ids::*, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest that somebody stands in for another, in days.
const DAYS_MAX: i64 = 366;

/// Who decides in whose place, from and until which day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Delegation {
    pub id: DelegationId,
    pub of: UserId,
    pub to: UserId,
    pub from: Date,
    /// The last day.
    pub until: Date,
    pub reason: Option<String>,
    /// The day it was taken back.
    pub ended: Option<Date>,
}
impl Delegation {
    /// Refuses one to oneself, one that ends before it begins or is over, and one without an end in sight.
    pub fn check(&self, today: Date) -> Result<(), Refusal> {
        if self.of == self.to {
            return Err(Refusal::invalid("delegation_to_self").at("to"));
        }
        let range = |code| Refusal::invalid(code).with("from", self.from).with("until", self.until).at("until");
        if self.until < self.from || self.until < today {
            return Err(range("delegation_backwards"));
        }
        if self.from.days_until(self.until) >= DAYS_MAX {
            return Err(range("delegation_too_long").with("limit", DAYS_MAX));
        }
        Ok(())
    }
    pub fn holds_on(&self, day: Date) -> bool {
        self.ended.is_none() && self.from <= day && day <= self.until
    }
    pub fn end(self, on: Date) -> Result<Delegation, Refusal> {
        match self.ended {
            None => Ok(Delegation { ended: Some(on), ..self }),
            Some(on) => Err(Refusal::state("delegation_ended").with("on", on)),
        }
    }
}
impl Document for Delegation {
    const KIND: Kind = Kind::Delegation;
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        let days = format!("{} – {}", self.from, self.until);
        Head {
            title: self.reason.clone().filter(|reason| !reason.trim().is_empty()).unwrap_or(days),
            state: if self.ended.is_some() { "ended" } else { "active" },
            owner: Some(self.of),
            date: Some(self.from),
            date_due: Some(self.until),
            ..Head::default()
        }
    }
}

impl ApprovalState {
    /// An approval by somebody, or by somebody in another's place.
    pub(super) fn approved(
        by: &Decider,
        for_user: Option<UserId>,
        comment: Option<String>,
        at: crate::dates::Timestamp,
    ) -> ApprovalState {
        ApprovalState::Approved { at, by: by.user, for_user, comment }
    }
}
