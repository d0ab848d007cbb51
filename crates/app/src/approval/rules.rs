//! Verbs on approval rules. A question that was put keeps the rule as it was; a rule with another condition asks again.

use super::RULES_MAX;
use crate::{
    error::Result,
    roles,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    approval::*,
    document::{Document, Kind},
    ids::*,
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Conn, document::Query};

/// What can be said of an approval rule.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalRuleFields {
    pub name: String,
    /// When it applies, in CEL: `discount > 15.0 || margin < 20.0`. It may use discount, line_discount, margin (per cent),
    /// total, contract_value (in the quote's currency), payment_days, instalments, term, valid_days, currency, country and
    /// products (their codes).
    pub condition: String,
    /// Rules with the same number are asked together, higher numbers after lower ones; 1 when left out.
    pub step: Option<u32>,
    /// The role that decides.
    #[schemars(extend("enum" = ["owner", "sales", "sales_lead", "warehouse", "finance", "auditor"]))]
    pub role: String,
    /// One person instead of anybody with the role.
    pub approver: Option<UserId>,
    /// Days without an answer after which it goes to another role.
    pub escalate_after: Option<u32>,
    /// The role it goes to then.
    #[schemars(extend("enum" = ["owner", "sales", "sales_lead", "warehouse", "finance", "auditor", null]))]
    pub escalate_to: Option<String>,
}
impl ApprovalRuleFields {
    async fn onto(self, tx: &mut Tx<'_>, rule: ApprovalRule) -> Result<ApprovalRule> {
        roles::check_role(&self.role)?;
        check_decides(&self.role, "role")?;
        if let Some(role) = &self.escalate_to {
            roles::check_role(role).map_err(|refusal| refusal.at("escalate_to"))?;
            check_decides(role, "escalate_to")?;
        }
        if let Some(user) = self.approver {
            let org = tx.org();
            let member = store::state::member_of(tx.conn(), org, user).await?.filter(|member| member.active);
            let missing = || Refusal::not_found("user_missing").with("id", user.to_string()).at("approver");
            check_decides(&member.ok_or_else(missing)?.role, "approver")?;
        }
        let rule = ApprovalRule {
            name: self.name,
            condition: self.condition,
            step: self.step.unwrap_or(1),
            role: self.role,
            approver: self.approver,
            escalate_after: self.escalate_after,
            escalate_to: self.escalate_to,
            ..rule
        };
        rule.check()?;
        Ok(rule)
    }
}

/// Adds a rule that says which quotes need whose approval.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalRuleCreate {
    #[serde(flatten)]
    pub fields: ApprovalRuleFields,
}
impl Verb for ApprovalRuleCreate {
    const NAME: &'static str = "approval_rule.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let blank = ApprovalRule {
            id: tx.new_id(),
            name: String::new(),
            condition: String::new(),
            step: 1,
            role: String::new(),
            approver: None,
            escalate_after: None,
            escalate_to: None,
            archived: None,
        };
        let rule = self.fields.onto(tx, blank).await?;
        check_room(tx).await?;
        kept(tx, &rule, ApprovalEvent::RuleCreated { rule: rule.id }).await
    }
}

/// Changes a rule. Questions that were put stay as they are; a quote that was approved under another condition needs it again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalRuleEdit {
    pub id: ApprovalRuleId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    #[serde(flatten)]
    pub fields: ApprovalRuleFields,
}
impl Verb for ApprovalRuleEdit {
    const NAME: &'static str = "approval_rule.edit";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let before: ApprovalRule = tx.load_version(self.id, self.version).await?;
        let rule = self.fields.onto(tx, before).await?;
        kept(tx, &rule, ApprovalEvent::RuleEdited { rule: rule.id }).await
    }
}

/// Takes a rule out of use.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalRuleArchive {
    pub id: ApprovalRuleId,
}
impl Verb for ApprovalRuleArchive {
    const NAME: &'static str = "approval_rule.archive";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = tx.today_of_org().await?;
        let rule = tx.load::<ApprovalRule>(self.id).await?.archive(today)?;
        kept(tx, &rule, ApprovalEvent::RuleArchived { rule: rule.id }).await
    }
}

/// Takes an archived rule back into use.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalRuleRestore {
    pub id: ApprovalRuleId,
}
impl Verb for ApprovalRuleRestore {
    const NAME: &'static str = "approval_rule.restore";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let rule = tx.load::<ApprovalRule>(self.id).await?.restore()?;
        check_room(tx).await?;
        kept(tx, &rule, ApprovalEvent::RuleRestored { rule: rule.id }).await
    }
}

/// Refuses one rule more than are ever asked.
async fn check_room(tx: &mut Tx<'_>) -> Result<()> {
    let org = tx.org();
    if in_use(tx.conn(), org).await?.len() >= RULES_MAX as usize {
        return Err(Refusal::state("approval_rules_too_many").with("limit", RULES_MAX).into());
    }
    Ok(())
}

/// Refuses a role whose people may not decide.
pub(super) fn check_decides(role: &str, at: &'static str) -> Result<()> {
    if roles::Grants::of_role(role).has("approval.approve") {
        return Ok(());
    }
    let word = domain::refusal::Arg::Word(format!("role-{role}"));
    Err(Refusal::invalid("role_decides_nothing").with("role", word).at(at).into())
}

async fn kept(tx: &mut Tx<'_>, rule: &ApprovalRule, event: ApprovalEvent) -> Result<Outcome> {
    tx.save(rule).await?;
    let today = tx.today_of_org().await?;
    tx.emit(event, today).await?;
    Ok(Outcome::of(rule.doc_ref()))
}

/// The rules that are not archived.
pub(super) async fn in_use(conn: &mut Conn, org: OrgId) -> Result<Vec<ApprovalRule>> {
    let query = Query {
        kind: Some(Kind::ApprovalRule),
        states: vec!["active".into()],
        ascending: true,
        limit: RULES_MAX,
        ..Query::default()
    };
    Ok(store::document::load_listed(conn, org, &query).await?)
}
