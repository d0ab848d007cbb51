//! Verbs on approvals: questions about a quote, put by `quote.request_approval` and answered by somebody else. The rules are
//! in `rules`.

mod delegation;
mod rules;

pub use delegation::*;
pub use rules::*;

use crate::{
    error::Result,
    read::Reader,
    roles::Actor,
    runner::{App, Call, in_transaction},
    tx::Tx,
    verb::{AnyVerb, Outcome, Verb},
};
use domain::{
    approval::*,
    crm::Customer,
    dates::Date,
    document::{Document, Kind},
    ids::*,
    order::Order,
    org::Entity,
    quote::*,
    refusal::{Arg, Refusal},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Conn, StoreError,
    document::{FacetIs, Query, Sort},
};

/// Most rules that are in use at the same time.
const RULES_MAX: u32 = 200;
/// Most questions about one quote and its revisions that are looked at.
const APPROVALS_MAX: u32 = 1_000;
/// Most questions that one run of `approval.escalate_due` passes on.
const ESCALATE_MAX: u32 = 200;

/// Asks for the approvals a quote needs before it may go out. What was approved on figures that are no worse now stands.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteRequestApproval {
    pub id: QuoteId,
}
impl Verb for QuoteRequestApproval {
    const NAME: &'static str = "quote.request_approval";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let quote: Quote = tx.load(self.id).await?;
        quote.editable()?;
        quote.not_empty()?;
        let org = tx.org();
        let not_needed = || Refusal::state("approval_not_needed").with("number", quote.head().number);
        let case = Case::of(tx.conn(), org, &quote).await?.ok_or_else(not_needed)?;
        let outlook = case.outlook()?;
        if outlook.is_clear() {
            return Err(not_needed().into());
        }
        let missing = |n: &Needed| matches!(n.standing, Standing::Missing | Standing::Rejected);
        let stale = overtake_stale(tx, &case, &outlook).await?;
        let first = outlook.to_come().map(|needed| needed.step).min();
        let entity = tx.entity(quote.entity).await?;
        let today = tx.today(entity.id).await?;
        let mut outcome = Outcome::of(quote.doc_ref()).number(quote.head().number);
        for needed in outlook.needed.iter().filter(|n| missing(n)) {
            let Some(rule) = case.rules.iter().find(|rule| rule.id == needed.rule) else { continue };
            let question = Question {
                id: tx.new_id(),
                number: tx.number(&entity, "APR", today).await?,
                rule,
                figures: guarded(&Condition::read(&rule.condition)?, &case.figures),
                by: tx.actor().user(),
                first: Some(needed.step) == first,
            };
            let approval = Approval::ask(question, &quote, tx.business_now(), today);
            tx.save(&approval).await?;
            tx.emit(ApprovalEvent::Requested { approval: approval.id, quote: quote.id }, today).await?;
            outcome = outcome.made(approval.doc_ref());
        }
        if stale > 0 {
            next_step(tx, &quote, today).await?;
        }
        if outcome.made.is_empty() && stale == 0 {
            return Err(Refusal::state("approval_asked").with("number", quote.head().number).into());
        }
        Ok(outcome)
    }
}

/// Open questions that no rule asks any more, or that were put on better figures.
async fn overtake_stale(tx: &mut Tx<'_>, case: &Case, outlook: &Outlook) -> Result<usize> {
    let current: Vec<ApprovalId> = outlook.needed.iter().filter_map(|n| n.approval).collect();
    let stale: Vec<ApprovalId> =
        case.approvals.iter().filter(|a| is_open(a) && !current.contains(&a.id)).map(|approval| approval.id).collect();
    overtake(tx, &stale).await?;
    Ok(stale.len())
}

fn is_open(approval: &Approval) -> bool {
    matches!(approval.state, ApprovalState::Waiting | ApprovalState::Requested { .. })
}

async fn overtake(tx: &mut Tx<'_>, ids: &[ApprovalId]) -> Result<()> {
    for id in ids {
        let approval: Approval = tx.load_along(*id).await?;
        let entity = approval.entity;
        if let Some(approval) = approval.overtake(tx.business_now()) {
            tx.save(&approval).await?;
            let today = tx.today(entity).await?;
            tx.emit(ApprovalEvent::Overtaken { approval: approval.id }, today).await?;
        }
    }
    Ok(())
}

/// Closes the open questions about a quote that will not go out.
pub(crate) async fn overtake_all(tx: &mut Tx<'_>, quote: &Quote) -> Result<()> {
    let org = tx.org();
    let open = of_quote(tx.conn(), org, &quote.number, &["waiting", "requested"]).await?;
    overtake(tx, &open.iter().map(|approval| approval.id).collect::<Vec<_>>()).await
}

/// Approves a quote of a colleague, on the figures it has now.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalApprove {
    pub id: ApprovalId,
    pub comment: Option<String>,
}
impl Verb for ApprovalApprove {
    const NAME: &'static str = "approval.approve";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let approval: Approval = tx.load(self.id).await?;
        let by = decider(tx, &approval).await?;
        let quote: Quote = tx.peek(approval.quote).await?;
        quote.editable()?;
        let org = tx.org();
        let figures = figures(tx.conn(), org, &quote).await?;
        let now = guarded(&Condition::read(&approval.condition)?, &figures);
        let comment = self.comment.filter(|comment| !comment.trim().is_empty());
        let approval = approval.approve(&by, &now, comment, tx.business_now())?;
        tx.save(&approval).await?;
        let today = tx.today(approval.entity).await?;
        let event = ApprovalEvent::Approved { approval: approval.id, quote: approval.quote, by: by.user };
        tx.emit(event, today).await?;
        next_step(tx, &quote, today).await?;
        Ok(outcome(&approval))
    }
}

/// Asks the next step when nobody of an earlier one is still to answer.
async fn next_step(tx: &mut Tx<'_>, quote: &Quote, today: Date) -> Result<()> {
    let org = tx.org();
    let open = of_quote(tx.conn(), org, &quote.number, &["waiting", "requested"]).await?;
    let first = open.iter().map(|approval| approval.step).min();
    for listed in open.iter().filter(|a| Some(a.step) == first && !a.is_requested()) {
        let approval: Approval = tx.load_along(listed.id).await?;
        let approval = approval.request(tx.business_now(), today);
        tx.save(&approval).await?;
        tx.emit(ApprovalEvent::Requested { approval: approval.id, quote: quote.id }, today).await?;
    }
    Ok(())
}

/// Turns a quote of a colleague down. It stays a draft, which can be changed and put forward again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalReject {
    pub id: ApprovalId,
    pub reason: String,
}
impl Verb for ApprovalReject {
    const NAME: &'static str = "approval.reject";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let approval: Approval = tx.load(self.id).await?;
        let by = decider(tx, &approval).await?;
        let approval = approval.reject(&by, self.reason.clone(), tx.business_now())?;
        tx.save(&approval).await?;
        let today = tx.today(approval.entity).await?;
        let (quote, reason) = (approval.quote, self.reason);
        tx.emit(ApprovalEvent::Rejected { approval: approval.id, quote, by: by.user, reason }, today).await?;
        let quote: Quote = tx.peek(approval.quote).await?;
        overtake_all(tx, &quote).await?;
        Ok(outcome(&approval))
    }
}

/// Leaves the decision to a colleague.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalDelegate {
    pub id: ApprovalId,
    /// The colleague who decides instead of you.
    pub to: UserId,
}
impl Verb for ApprovalDelegate {
    const NAME: &'static str = "approval.delegate";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let approval: Approval = tx.load(self.id).await?;
        let by = decider(tx, &approval).await?;
        let org = tx.org();
        let colleague = store::state::member_of(tx.conn(), org, self.to).await?.filter(|member| member.active);
        let missing = || Refusal::not_found("user_missing").with("id", self.to.to_string()).at("to");
        rules::check_decides(&colleague.ok_or_else(missing)?.role, "to")?;
        let approval = approval.delegate(&by, self.to)?;
        tx.save(&approval).await?;
        let today = tx.today(approval.entity).await?;
        tx.emit(ApprovalEvent::Delegated { approval: approval.id, to: self.to }, today).await?;
        Ok(outcome(&approval))
    }
}

/// Passes on what nobody answered in time, up to 200 at a time; the count tells how many.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalEscalateDue {
    /// As on this day; today when left out, and never later.
    pub until: Option<Date>,
}
impl Verb for ApprovalEscalateDue {
    const NAME: &'static str = "approval.escalate_due";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let latest = tx.today_of_org().await?;
        let until = self.until.map_or(latest, |until| until.min(latest));
        let query = Query {
            kind: Some(Kind::Approval),
            states: vec!["requested".into()],
            due_until: Some(until.add_days(-1)),
            sort: Sort::DateDue,
            ascending: true,
            limit: ESCALATE_MAX,
            ..Query::default()
        };
        let mut count = 0;
        for listed in tx.list(&query).await? {
            let approval: Approval = tx.load_along(listed.id).await?;
            let today = tx.today(approval.entity).await?.min(until);
            if let Some(approval) = approval.escalate(today) {
                tx.save(&approval).await?;
                let to = approval.role.clone();
                tx.emit(ApprovalEvent::Escalated { approval: approval.id, to }, today).await?;
                count += 1;
            }
        }
        Ok(Outcome::count(count))
    }
}

/// Refuses to send a quote that somebody has to look at first.
pub(crate) async fn check_sending(tx: &mut Tx<'_>, quote: &Quote) -> Result<()> {
    quote.not_empty()?;
    let org = tx.org();
    let outlook = outlook_of(tx.conn(), org, quote).await?;
    let Some(first) = outlook.to_come().next() else { return Ok(()) };
    let refusal = Refusal::state("quote_needs_approval").with("number", quote.head().number);
    let refusal = refusal.with("rule", &first.name).with("role", Arg::Word(format!("role-{}", first.role)));
    Err(refusal.with("count", outlook.to_come().count()).into())
}

/// Refuses a code that makes an offer cheaper than anybody approved.
pub(crate) async fn check_redeemed(tx: &mut Tx<'_>, quote: &Quote) -> Result<()> {
    let org = tx.org();
    match outlook_of(tx.conn(), org, quote).await?.is_clear() {
        true => Ok(()),
        false => Err(Refusal::state("promotion_not_covered").with("number", quote.head().number).at("code").into()),
    }
}

/// Refuses an order without a quote where a quote of the same would need somebody's approval: nobody looks at an order.
pub(crate) async fn check_direct(tx: &mut Tx<'_>, order: &Order) -> Result<()> {
    let org = tx.org();
    let rules = rules::in_use(tx.conn(), org).await?;
    if rules.is_empty() {
        return Ok(());
    }
    let mut quote = as_quote(order);
    crate::quote::pin_rate(tx, &mut quote).await?;
    let figures = figures(tx.conn(), org, &quote).await?;
    let outlook = outlook(&rules, &figures, &[])?;
    let Some(first) = outlook.to_come().next() else { return Ok(()) };
    let role = Arg::Word(format!("role-{}", first.role));
    Err(Refusal::state("order_needs_quote").with("rule", &first.name).with("role", role).at("lines").into())
}

/// The quote that would say the same.
fn as_quote(order: &Order) -> Quote {
    let line = |line: &domain::order::OrderLine| QuoteLine::item(line.no, line.terms.clone());
    Quote {
        id: QuoteId(order.id.raw()),
        number: order.number.clone(),
        revision: 1,
        entity: order.entity,
        customer: order.customer,
        contact: None,
        opportunity: None,
        revises: None,
        title: order.title.clone(),
        language: Default::default(),
        currency: order.currency,
        price_book: None,
        channel: None,
        exchange: None,
        date: order.date,
        valid_until: order.date,
        payment_days: order.payment_days,
        payment_plan: order.payment_plan.clone(),
        discount: None,
        promotions: Default::default(),
        part_acceptance: false,
        lines: order.lines.iter().map(line).collect(),
        introduction: None,
        notes: None,
        state: QuoteState::Draft,
        waterfall: Vec::new(),
        owner: order.owner,
        views: None,
        expiry_reminder: None,
        view_reminder: None,
        metadata: Default::default(),
    }
}

/// Only a person decides, in the role they have here.
async fn decider(tx: &mut Tx<'_>, approval: &Approval) -> Result<Decider> {
    let nobody = || Refusal::forbidden("approval_needs_person").with("number", &approval.number);
    let user = tx.actor().user().ok_or_else(nobody)?;
    let org = tx.org();
    let member = store::state::member_of(tx.conn(), org, user).await?.filter(|member| member.active);
    let role = member.ok_or_else(nobody)?.role;
    let today = tx.today(approval.entity).await?;
    let stands_in_for = delegation::stands_in_for(tx.conn(), org, user, today).await?;
    Ok(Decider { user, role, stands_in_for })
}

fn outcome(approval: &Approval) -> Outcome {
    Outcome::of(approval.doc_ref()).number(&approval.number)
}

/// A quote with what decides about it: the rules in use, its figures, and the questions that were put.
struct Case {
    rules: Vec<ApprovalRule>,
    figures: Figures,
    approvals: Vec<Approval>,
}

impl Case {
    /// `None` where there are no rules: then nothing else is read.
    async fn of(conn: &mut Conn, org: OrgId, quote: &Quote) -> Result<Option<Case>> {
        let rules = rules::in_use(conn, org).await?;
        if rules.is_empty() {
            return Ok(None);
        }
        let asked = ["waiting", "requested", "approved", "rejected"];
        let approvals = of_quote(conn, org, &quote.number, &asked).await?;
        Ok(Some(Case { rules, figures: figures(conn, org, quote).await?, approvals }))
    }
    fn outlook(&self) -> Result<Outlook> {
        Ok(outlook(&self.rules, &self.figures, &self.approvals)?)
    }
}

async fn outlook_of(conn: &mut Conn, org: OrgId, quote: &Quote) -> Result<Outlook> {
    Case::of(conn, org, quote).await?.map_or_else(|| Ok(Outlook::default()), |case| case.outlook())
}

async fn figures(conn: &mut Conn, org: OrgId, quote: &Quote) -> Result<Figures> {
    let products: BTreeSet<RawId> =
        quote.lines.iter().filter_map(|line| line.terms.product).map(|id| id.raw()).collect();
    let mut codes = BTreeMap::new();
    if !products.is_empty() {
        let limit = u32::try_from(products.len()).unwrap_or(u32::MAX);
        let ids = products.into_iter().collect();
        let query = Query { kind: Some(Kind::Product), ids, limit, ..Query::default() };
        for listed in store::document::list(conn, org, &query).await? {
            codes.insert(ProductId(listed.id), listed.number);
        }
    }
    let customer = store::document::load::<Customer>(conn, org, quote.customer.raw(), false).await?;
    let country = customer.map(|(customer, _)| customer.address.country.to_string()).unwrap_or_default();
    let entity = store::document::load::<Entity>(conn, org, quote.entity.raw(), false).await?;
    let books = entity.map_or(quote.currency, |(entity, _)| entity.currency);
    Ok(Figures::of(quote, &codes, &country, books)?)
}

/// The questions about a quote and its revisions, oldest first.
async fn of_quote(conn: &mut Conn, org: OrgId, number: &str, states: &[&str]) -> Result<Vec<Approval>> {
    let query = Query {
        kind: Some(Kind::Approval),
        facets: vec![FacetIs { name: "quote_number", value: Some(number.to_string()), of_customer: false }],
        states: states.iter().map(ToString::to_string).collect(),
        ascending: true,
        limit: APPROVALS_MAX,
        ..Query::default()
    };
    Ok(store::document::load_listed(conn, org, &query).await?)
}

/// At which discount a rule about the margin stops applying tells what things cost.
fn seen_by(actor: &Actor, outlook: Outlook) -> Outlook {
    Outlook { nobody_at: outlook.nobody_at.filter(|_| actor.has("product.margin")), ..outlook }
}

async fn tried(conn: &mut Conn, call: &Call, verb: &'static dyn AnyVerb, input: Json) -> Result<Preview> {
    let done = in_transaction(conn, call, verb, input).await?;
    let (quote, _) = store::document::load::<Quote>(conn, call.org, done.document().id, false)
        .await?
        .ok_or_else(|| StoreError::Bug("the quote of a preview".into()))?;
    let outlook = seen_by(&call.actor, outlook_of(conn, call.org, &quote).await?);
    let mut body = serde_json::json!({ "lines": quote.lines });
    crate::read::redact(&call.actor, Kind::Quote, &mut body);
    Ok(Preview { totals: quote.totals()?, outlook, lines: body["lines"].take() })
}

/// What a draft would come to, without anything being kept.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The lines with their net amounts, as the caller may see them.
    pub lines: Json,
    pub totals: Totals,
    pub outlook: Outlook,
}

impl App {
    /// What a verb on a quote would make of it: everything is worked out as it would be, and then undone.
    pub async fn preview_quote(&self, call: &Call, name: &str, input: Json) -> Result<Preview> {
        let verb = crate::verbs::find(name).filter(|verb| verb.noun() == Kind::Quote.noun());
        let verb = verb.ok_or_else(|| Refusal::not_found("verb_unknown").with("verb", name))?;
        call.actor.need(verb.name())?;
        crate::input::check_fields(crate::verbs::schema(verb), &input)?;
        let (app, call) = (self.clone(), call.clone());
        // In a task of its own, as every write: others may share the transaction.
        let task = tokio::spawn(async move {
            let mut write = app.db.begin().await?;
            let found = tried(write.conn(), &call, verb, input).await;
            write.rollback().await;
            found
        });
        task.await.unwrap_or_else(|e| Err(StoreError::Bug(format!("preview of {name}: {e}")).into()))
    }
    /// What a quote needs before it may go out.
    pub async fn outlook(&self, reader: &Reader, id: QuoteId) -> Result<Outlook> {
        // Whoever may read the quote is told who decides; that is worked out on all of it, also what they may not see.
        self.get(reader, domain::document::DocRef { kind: Kind::Quote, id: id.raw() }).await?;
        let mut conn = self.db.read().await?;
        let found = store::document::load::<Quote>(&mut conn, reader.org, id.raw(), false).await?;
        let (quote, _) = found.ok_or_else(|| Refusal::not_found("document_missing"))?;
        Ok(seen_by(&reader.actor, outlook_of(&mut conn, reader.org, &quote).await?))
    }
    /// The questions that wait for this person's answer.
    pub async fn approvals_for(&self, reader: &Reader) -> Result<Vec<Approval>> {
        let Some(user) = reader.actor.user().filter(|_| reader.actor.has("approval.approve")) else {
            return Ok(Vec::new());
        };
        let today = self.today(reader).await?;
        let mut conn = self.db.read().await?;
        let Some(member) = store::state::member_of(&mut conn, reader.org, user).await? else { return Ok(Vec::new()) };
        let stands_in_for = delegation::stands_in_for(&mut conn, reader.org, user, today).await?;
        let by = Decider { user, role: member.role, stands_in_for };
        let query = Query {
            kind: Some(Kind::Approval),
            states: vec!["requested".into()],
            ascending: true,
            limit: APPROVALS_MAX,
            ..Query::default()
        };
        let open: Vec<Approval> = store::document::load_listed(&mut conn, reader.org, &query).await?;
        Ok(open.into_iter().filter(|approval| approval.is_for(&by)).collect())
    }
}
