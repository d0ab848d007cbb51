//! Verbs on standing delegation: who decides in whose place for a while.

use super::rules::check_decides;
use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    approval::*,
    dates::Date,
    document::{Document, Kind},
    ids::*,
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{
    Conn,
    document::{Query, Sort},
};

/// Most delegations that are looked at.
const DELEGATIONS_MAX: u32 = 1_000;

/// Lets a colleague decide in your place for a while, on what you may decide.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DelegationCreate {
    /// The colleague who decides.
    pub to: UserId,
    /// In whose place; yours when left out. Only the owner of the organisation says it for somebody else.
    pub in_place_of: Option<UserId>,
    /// The first day; today when left out.
    pub from: Option<Date>,
    /// The last day.
    pub until: Date,
    pub reason: Option<String>,
}
impl Verb for DelegationCreate {
    const NAME: &'static str = "delegation.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = tx.today_of_org().await?;
        let nobody = || Refusal::forbidden("delegation_needs_person");
        let user = tx.actor().user().ok_or_else(nobody)?;
        let role = role_of(tx, user, "to").await?;
        let of = self.in_place_of.unwrap_or(user);
        if of != user && role != "owner" {
            return Err(Refusal::forbidden("delegation_of_other").at("in_place_of").into());
        }
        for (user, at) in [(of, "in_place_of"), (self.to, "to")] {
            check_decides(&role_of(tx, user, at).await?, at)?;
        }
        let from = self.from.unwrap_or(today);
        let (to, until, reason) = (self.to, self.until, self.reason);
        let delegation = Delegation { id: tx.new_id(), of, to, from, until, reason, ended: None };
        delegation.check(today)?;
        tx.save(&delegation).await?;
        tx.emit(ApprovalEvent::DelegationCreated { delegation: delegation.id, to }, today).await?;
        Ok(Outcome::of(delegation.doc_ref()))
    }
}

/// Takes back that a colleague decides in somebody's place.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DelegationEnd {
    pub id: DelegationId,
}
impl Verb for DelegationEnd {
    const NAME: &'static str = "delegation.end";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let delegation: Delegation = tx.load(self.id).await?;
        let user = tx.actor().user();
        let ours = user == Some(delegation.of) || user == Some(delegation.to);
        if let Some(user) = user.filter(|_| !ours)
            && role_of(tx, user, "id").await? != "owner"
        {
            return Err(Refusal::forbidden("delegation_of_other").at("id").into());
        }
        let today = tx.today_of_org().await?;
        let delegation = delegation.end(today)?;
        tx.save(&delegation).await?;
        tx.emit(ApprovalEvent::DelegationEnded { delegation: delegation.id }, today).await?;
        Ok(Outcome::of(delegation.doc_ref()))
    }
}

/// The role that somebody has here now.
async fn role_of(tx: &mut Tx<'_>, user: UserId, at: &'static str) -> Result<String> {
    let org = tx.org();
    let member = store::state::member_of(tx.conn(), org, user).await?.filter(|member| member.active);
    let missing = || Refusal::not_found("user_missing").with("id", user.to_string()).at(at);
    Ok(member.ok_or_else(missing)?.role)
}

/// In whose place somebody decides on a day, each with the role they have now; who left is stood in for by nobody.
pub(super) async fn stands_in_for(
    conn: &mut Conn,
    org: OrgId,
    user: UserId,
    day: Date,
) -> Result<Vec<(UserId, String)>> {
    let query = Query {
        kind: Some(Kind::Delegation),
        states: vec!["active".into()],
        due_from: Some(day),
        date_until: Some(day),
        sort: Sort::DateDue,
        ascending: true,
        limit: DELEGATIONS_MAX,
        ..Query::default()
    };
    let all: Vec<Delegation> = store::document::load_listed(conn, org, &query).await?;
    let mut found = Vec::new();
    for delegation in all.into_iter().filter(|delegation| delegation.to == user && delegation.holds_on(day)) {
        let member = store::state::member_of(conn, org, delegation.of).await?.filter(|member| member.active);
        found.extend(member.map(|member| (delegation.of, member.role)));
    }
    Ok(found)
}
