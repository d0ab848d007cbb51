//! What a quote needs before it may go out: a dry run of the rules on its figures and on the answers there are.

use super::{
    Approval, ApprovalRule, ApprovalState, Condition, Figures,
    figures::{Figure, is_worse},
};
use crate::{ids::*, refusal::Refusal};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// How far a rule's question is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nobody was asked, or with better figures than these.
    Missing,
    Waiting,
    Requested,
    Approved,
    Rejected,
}
impl Standing {
    pub fn key(self) -> &'static str {
        match self {
            Standing::Missing => "missing",
            Standing::Waiting => "waiting",
            Standing::Requested => "requested",
            Standing::Approved => "approved",
            Standing::Rejected => "rejected",
        }
    }
}

/// A rule that applies to a quote.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Needed {
    pub rule: ApprovalRuleId,
    pub name: String,
    pub step: u32,
    pub role: String,
    pub approver: Option<UserId>,
    pub standing: Standing,
    /// The question that stands for it.
    pub approval: Option<ApprovalId>,
}

/// What a quote needs, step after step, and the discount at which nobody would be asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Outlook {
    pub needed: Vec<Needed>,
    /// The highest whole discount, in per cent to a tenth, at which no rule applies; absent when a lower discount does not help.
    #[schemars(with = "Option<String>")]
    pub nobody_at: Option<Decimal>,
}
impl Outlook {
    /// Nothing stands in the way of sending it.
    pub fn is_clear(&self) -> bool {
        self.needed.iter().all(|needed| needed.standing == Standing::Approved)
    }
    /// Whose approval is still to come, in the order in which they are asked.
    pub fn to_come(&self) -> impl Iterator<Item = &Needed> {
        self.needed.iter().filter(|needed| needed.standing != Standing::Approved)
    }
}

/// The rules that apply to these figures, with how far the answers to them are. Archived rules are left out.
pub fn outlook(rules: &[ApprovalRule], figures: &Figures, approvals: &[Approval]) -> Result<Outlook, Refusal> {
    let mut conditions = Vec::new();
    for rule in rules.iter().filter(|rule| rule.archived.is_none()) {
        conditions.push((rule, Condition::read(&rule.condition)?));
    }
    let mut needed = Vec::new();
    for (rule, condition) in &conditions {
        if condition.holds(figures)? {
            needed.push(standing(rule, &guarded(condition, figures), approvals));
        }
    }
    needed.sort_by(|a, b| (a.step, &a.name, a.rule).cmp(&(b.step, &b.name, b.rule)));
    let nobody_at = if needed.is_empty() { None } else { nobody_at(&conditions, figures)? };
    Ok(Outlook { needed, nobody_at })
}

/// The figures that a condition looks at.
pub fn guarded(condition: &Condition, figures: &Figures) -> BTreeMap<String, Figure> {
    condition.names().filter_map(|name| Some((name.to_string(), figures.value(name)?))).collect()
}

/// An answer stands for the figures it was given on and for any that are no worse.
fn standing(rule: &ApprovalRule, figures: &BTreeMap<String, Figure>, approvals: &[Approval]) -> Needed {
    let fits = |approval: &&Approval| {
        approval.rule == rule.id && approval.condition == rule.condition && approval.covers(figures)
    };
    let rank = |approval: &Approval| match approval.state {
        ApprovalState::Approved { .. } => Some(Standing::Approved),
        ApprovalState::Requested { .. } => Some(Standing::Requested),
        ApprovalState::Waiting => Some(Standing::Waiting),
        ApprovalState::Rejected { .. } => Some(Standing::Rejected),
        ApprovalState::Overtaken { .. } => None,
    };
    let found = approvals.iter().filter(fits).filter_map(|approval| Some((rank(approval)?, approval.id)));
    // The best answer counts; of equal ones the last.
    let best = found.min_by_key(|(standing, id)| {
        let order = [Standing::Approved, Standing::Requested, Standing::Waiting, Standing::Rejected];
        (order.iter().position(|known| known == standing), std::cmp::Reverse(*id))
    });
    let ApprovalRule { id, name, step, role, approver, .. } = rule.clone();
    Needed {
        rule: id,
        name,
        step,
        role,
        approver,
        standing: best.map_or(Standing::Missing, |(standing, _)| standing),
        approval: best.map(|(_, id)| id),
    }
}

impl Approval {
    /// Whether none of the figures it was asked about got worse.
    pub fn covers(&self, now: &BTreeMap<String, Figure>) -> bool {
        now.iter().all(|(name, now)| self.figures.get(name).is_some_and(|then| !is_worse(name, now, then)))
    }
}

/// Goes down from the present discount by tenths of a per cent. Halving would be quicker, but rules need not be
/// monotone: one may apply between 5 and 10 per cent alone.
fn nobody_at(conditions: &[(&ApprovalRule, Condition)], figures: &Figures) -> Result<Option<Decimal>, Refusal> {
    let tenth = Decimal::new(1, 1);
    let mut percent = figures.discount().trunc_with_scale(1);
    while percent > Decimal::ZERO || percent.is_zero() {
        let lower = figures.at_discount(percent);
        let mut applies = false;
        for (_, condition) in conditions {
            applies = applies || condition.holds(&lower)?;
        }
        if !applies {
            return Ok(Some(percent.normalize()));
        }
        percent -= tenth;
    }
    Ok(None)
}
