//! Approval: which quotes may not go out before somebody has looked at them. A rule is a condition over the figures of a
//! quote and the role that decides; rules of the same step are asked at the same time, a later step after the earlier one.
//! An approval holds for the figures it was given on and for anything better: it is asked for again only when a figure
//! that its rule looks at got worse. Nobody approves a quote of their own.

mod condition;
mod decide;
mod delegation;
mod figures;
mod outlook;
mod worst;

pub use condition::Condition;
pub use decide::*;
pub use delegation::*;
pub use figures::{Figure, Figures, VARIABLES};
pub use outlook::*;
pub use worst::check_choice;

use crate::{dates::*, document::*, ids::*, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most steps one after the other.
pub const STEPS_MAX: u32 = 20;
/// Longest time before an unanswered approval goes to somebody else, in days.
pub const ESCALATE_MAX: u32 = 90;

/// When a quote needs whose approval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalRule {
    pub id: ApprovalRuleId,
    pub name: String,
    /// In CEL, over the figures of the quote: `discount > 15.0 || margin < 20.0`.
    pub condition: String,
    /// Rules of a step are asked together; a step with a higher number after those before it. From 1.
    pub step: u32,
    /// Whose approval it needs.
    pub role: String,
    /// One person instead of anybody with the role.
    pub approver: Option<UserId>,
    /// Days without an answer after which it goes to `escalate_to`.
    pub escalate_after: Option<u32>,
    /// The role it goes to then.
    pub escalate_to: Option<String>,
    pub archived: Option<Date>,
}
impl ApprovalRule {
    /// Refuses a rule that could not be followed: an unreadable condition, a step out of range, an escalation without a
    /// time or without somebody it goes to.
    pub fn check(&self) -> Result<(), Refusal> {
        required("name", &self.name)?;
        Condition::read(&self.condition)?;
        if !(1..=STEPS_MAX).contains(&self.step) {
            let refusal = Refusal::invalid("approval_step_out_of_range").with("step", self.step);
            return Err(refusal.with("limit", STEPS_MAX).at("step"));
        }
        match (self.escalate_after, &self.escalate_to) {
            (None, None) => Ok(()),
            (Some(days), Some(_)) if (1..=ESCALATE_MAX).contains(&days) => Ok(()),
            (Some(days), Some(_)) => {
                let refusal = Refusal::invalid("escalation_out_of_range").with("days", days);
                Err(refusal.with("limit", ESCALATE_MAX).at("escalate_after"))
            }
            (None, Some(_)) => Err(Refusal::invalid("escalation_incomplete").at("escalate_after")),
            (Some(_), None) => Err(Refusal::invalid("escalation_incomplete").at("escalate_to")),
        }
    }
    pub fn archive(self, on: Date) -> Result<ApprovalRule, Refusal> {
        match self.archived {
            None => Ok(ApprovalRule { archived: Some(on), ..self }),
            Some(on) => Err(Refusal::state("approval_rule_archived").with("name", &self.name).with("on", on)),
        }
    }
    pub fn restore(self) -> Result<ApprovalRule, Refusal> {
        match self.archived {
            Some(_) => Ok(ApprovalRule { archived: None, ..self }),
            None => Err(Refusal::state("approval_rule_active").with("name", &self.name)),
        }
    }
}
impl Document for ApprovalRule {
    const KIND: Kind = Kind::ApprovalRule;
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            title: self.name.clone(),
            state: if self.archived.is_some() { "archived" } else { "active" },
            ..Head::default()
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ApprovalState {
    /// An earlier step is not done.
    Waiting,
    Requested {
        at: Timestamp,
    },
    Approved {
        at: Timestamp,
        by: UserId,
        /// In whose place they decided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        for_user: Option<UserId>,
        comment: Option<String>,
    },
    Rejected {
        at: Timestamp,
        by: UserId,
        /// In whose place they decided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        for_user: Option<UserId>,
        reason: String,
    },
    /// Not needed any more, or asked for again with other figures.
    Overtaken {
        at: Timestamp,
    },
}
impl ApprovalState {
    pub fn key(&self) -> &'static str {
        match self {
            ApprovalState::Waiting => "waiting",
            ApprovalState::Requested { .. } => "requested",
            ApprovalState::Approved { .. } => "approved",
            ApprovalState::Rejected { .. } => "rejected",
            ApprovalState::Overtaken { .. } => "overtaken",
        }
    }
}

/// One rule's question about one quote, and its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Approval {
    pub id: ApprovalId,
    pub number: String,
    pub quote: QuoteId,
    /// Revisions of a quote keep its number, and what was approved of one stands for the next.
    pub quote_number: String,
    pub entity: EntityId,
    pub customer: CustomerId,
    pub rule: ApprovalRuleId,
    /// The rule as it was when the question was put.
    pub rule_name: String,
    pub condition: String,
    pub step: u32,
    pub role: String,
    pub approver: Option<UserId>,
    /// Who asked, and whose quote it is: neither decides.
    pub requested_by: Option<UserId>,
    pub owner: Option<UserId>,
    pub date: Date,
    /// Days without an answer after which it goes on.
    pub escalate_after: Option<u32>,
    pub escalate_to: Option<String>,
    /// The day after which it goes to `escalate_to`, from when it is asked.
    pub due: Option<Date>,
    /// The figures the rule looks at, as they were when the question was put.
    pub figures: BTreeMap<String, Figure>,
    #[serde(flatten)]
    pub state: ApprovalState,
}
impl Document for Approval {
    const KIND: Kind = Kind::Approval;
    const FACETS: &'static [&'static str] = &["role", "quote_number"];
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            number: self.number.clone(),
            title: self.rule_name.clone(),
            state: self.state.key(),
            entity: Some(self.entity),
            customer: Some(self.customer),
            owner: self.owner,
            date: Some(self.date),
            date_due: self.due.filter(|_| matches!(self.state, ApprovalState::Requested { .. })),
            amount: None,
            parent: Some(DocRef { kind: Kind::Quote, id: self.quote.raw() }),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ApprovalEvent {
    RuleCreated { rule: ApprovalRuleId },
    RuleEdited { rule: ApprovalRuleId },
    RuleArchived { rule: ApprovalRuleId },
    RuleRestored { rule: ApprovalRuleId },
    Requested { approval: ApprovalId, quote: QuoteId },
    Approved { approval: ApprovalId, quote: QuoteId, by: UserId },
    Rejected { approval: ApprovalId, quote: QuoteId, by: UserId, reason: String },
    Delegated { approval: ApprovalId, to: UserId },
    Escalated { approval: ApprovalId, to: String },
    Overtaken { approval: ApprovalId },
    DelegationCreated { delegation: DelegationId, to: UserId },
    DelegationEnded { delegation: DelegationId },
}

#[cfg(test)]
mod tests;
