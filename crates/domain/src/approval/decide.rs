//! The life of a question: put, answered, passed on, escalated or overtaken.

use super::{Approval, ApprovalRule, ApprovalState, Figure};
use crate::{
    dates::{Date, Timestamp},
    document::required,
    ids::*,
    quote::Quote,
    refusal::{Arg, Refusal},
};
use std::collections::BTreeMap;

/// Who wants to decide: a person, with their role.
#[derive(Clone, Debug, PartialEq)]
pub struct Decider {
    pub user: UserId,
    pub role: String,
    /// In whose place they decide today, each with their role.
    pub stands_in_for: Vec<(UserId, String)>,
}

/// The role that may decide in anybody's place.
const EVERYBODY: &str = "owner";

/// A question that is about to be put.
pub struct Question<'a> {
    pub id: ApprovalId,
    pub number: String,
    pub rule: &'a ApprovalRule,
    pub figures: BTreeMap<String, Figure>,
    pub by: Option<UserId>,
    /// Whether every earlier step is done.
    pub first: bool,
}

impl Approval {
    /// Puts a rule's question about a quote.
    pub fn ask(question: Question, quote: &Quote, at: Timestamp, today: Date) -> Approval {
        let Question { id, number, rule, figures, by, first } = question;
        let waiting = Approval {
            id,
            number,
            quote: quote.id,
            quote_number: quote.number.clone(),
            entity: quote.entity,
            customer: quote.customer,
            rule: rule.id,
            rule_name: rule.name.clone(),
            condition: rule.condition.clone(),
            step: rule.step,
            role: rule.role.clone(),
            approver: rule.approver,
            requested_by: by,
            owner: quote.owner,
            date: today,
            escalate_after: rule.escalate_after,
            escalate_to: rule.escalate_to.clone(),
            due: None,
            figures,
            state: ApprovalState::Waiting,
        };
        if first { waiting.request(at, today) } else { waiting }
    }
    /// Its step has come.
    pub fn request(self, at: Timestamp, today: Date) -> Approval {
        let due = self.escalate_after.map(|days| today.add_days(i64::from(days)));
        Approval { state: ApprovalState::Requested { at }, due, ..self }
    }
    /// Says yes. Refuses whoever asked or owns the quote, and anybody but the one it waits for; and a quote whose figures
    /// got worse since.
    pub fn approve(
        self,
        by: &Decider,
        now: &BTreeMap<String, Figure>,
        comment: Option<String>,
        at: Timestamp,
    ) -> Result<Approval, Refusal> {
        self.check_decider(by)?;
        if !self.covers(now) {
            return Err(self.refused("approval_figures_worse"));
        }
        let state = ApprovalState::approved(by, self.in_whose_place(by), comment, at);
        Ok(Approval { state, ..self })
    }
    /// Says no.
    pub fn reject(self, by: &Decider, reason: String, at: Timestamp) -> Result<Approval, Refusal> {
        self.check_decider(by)?;
        required("reason", &reason)?;
        let for_user = self.in_whose_place(by);
        Ok(Approval { state: ApprovalState::Rejected { at, by: by.user, for_user, reason }, ..self })
    }
    /// Leaves the decision to a colleague, who then decides whatever their role.
    pub fn delegate(self, by: &Decider, to: UserId) -> Result<Approval, Refusal> {
        self.check_decider(by)?;
        if self.is_own(to) {
            return Err(self.own());
        }
        Ok(Approval { approver: Some(to), ..self })
    }
    /// Goes to the next in line when nobody answered in time; `None` when it is not due.
    pub fn escalate(self, today: Date) -> Option<Approval> {
        let to = self.escalate_to.clone().filter(|_| self.is_requested() && self.due.is_some_and(|due| due < today))?;
        Some(Approval { role: to, approver: None, due: None, escalate_to: None, ..self })
    }
    /// Not needed any more; what was answered stays answered.
    pub fn overtake(self, at: Timestamp) -> Option<Approval> {
        let open = matches!(self.state, ApprovalState::Waiting | ApprovalState::Requested { .. });
        open.then_some(Approval { state: ApprovalState::Overtaken { at }, ..self })
    }
    pub fn is_requested(&self) -> bool {
        matches!(self.state, ApprovalState::Requested { .. })
    }
    /// Whether it waits for this person's answer.
    pub fn is_for(&self, by: &Decider) -> bool {
        self.is_requested() && !self.is_own(by.user) && self.fits(by)
    }

    fn fits(&self, by: &Decider) -> bool {
        self.fits_person(by.user, &by.role) || self.in_whose_place(by).is_some()
    }
    /// Whom somebody stands in for when they decide this; nobody where they decide it themselves. What a colleague may not
    /// decide, being their own, nobody decides in their place.
    fn in_whose_place(&self, by: &Decider) -> Option<UserId> {
        if self.fits_person(by.user, &by.role) {
            return None;
        }
        let fitting = |(user, role): &&(UserId, String)| !self.is_own(*user) && self.fits_person(*user, role);
        by.stands_in_for.iter().find(fitting).map(|(user, _)| *user)
    }
    fn fits_person(&self, user: UserId, role: &str) -> bool {
        if self.is_nobodys() && role != EVERYBODY {
            return false;
        }
        match self.approver {
            Some(approver) => approver == user || role == EVERYBODY,
            None => role == self.role || role == EVERYBODY,
        }
    }
    fn is_own(&self, user: UserId) -> bool {
        self.requested_by == Some(user) || self.owner == Some(user)
    }
    /// Nobody knows whose it is, as when a program made it: only the owner of the organisation is nobody's colleague.
    fn is_nobodys(&self) -> bool {
        self.requested_by.is_none() && self.owner.is_none()
    }
    fn check_decider(&self, by: &Decider) -> Result<(), Refusal> {
        if !self.is_requested() {
            return Err(self.refused("approval_not_requested"));
        }
        if self.is_own(by.user) {
            return Err(self.own());
        }
        if !self.fits(by) {
            let refusal = Refusal::forbidden("approval_not_yours").with("number", &self.number);
            return Err(refusal.with("role", Arg::Word(format!("role-{}", self.role))));
        }
        Ok(())
    }
    fn own(&self) -> Refusal {
        Refusal::forbidden("approval_own_quote").with("number", &self.number)
    }
    fn refused(&self, code: &'static str) -> Refusal {
        Refusal::state(code).with("number", &self.number).with("state", Arg::Word(self.state.key().into()))
    }
}
