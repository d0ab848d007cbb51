//! Reading: lists, documents, trails. Every read names a permission and stays inside the organisation and the scope.

use crate::{
    error::Result,
    roles::{Actor, Scope},
    runner::{App, Done},
};
use domain::{
    dates::{Date, Timestamp},
    document::{DocRef, Kind},
    ids::*,
    money::Money,
    refusal::{Arg, Refusal},
};
use serde_json::Value as Json;
use std::collections::HashMap;
pub use store::document::{AnyDocument, Listed, Query, Sort};
pub use store::state::Audience;
use store::{
    document::{self, Loaded},
    facts::IntentRow,
};

/// Who reads, of which organisation.
#[derive(Clone, Debug)]
pub struct Reader {
    pub org: OrgId,
    pub actor: Actor,
}

/// A page of a list, with the counts that the filter chips show.
#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<Listed>,
    pub has_more: bool,
    pub counts: Vec<(String, i64)>,
}

/// One comment under a document.
#[derive(Clone, Debug)]
pub struct Comment {
    pub author: Option<String>,
    pub at: Timestamp,
    pub audience: Audience,
    pub text: String,
}

/// An event as the trail shows it, with the intent that caused it.
#[derive(Clone, Debug)]
pub struct Happening {
    pub event: EventId,
    pub kind: String,
    pub effective_date: Date,
    pub recorded_at: Timestamp,
    pub body: Json,
    pub intent: IntentRow,
    /// The name of the user who wanted it, when it was one.
    pub actor_name: Option<String>,
    pub seq: i64,
    /// Journal entries the event made: date, account, amount in minor units, currency.
    pub postings: Vec<(EntryId, Date, String, i64, String)>,
}

/// A stretch of what happened to a document, oldest first.
#[derive(Clone, Debug)]
pub struct Trail {
    pub happenings: Vec<Happening>,
    /// Whether more happened before.
    pub has_earlier: bool,
}

/// Most events that a trail gives at once.
pub const TRAIL_MAX: u32 = 100;

/// The open items of a document together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Open {
    pub amount: Money,
    /// What is left of `amount`, same sign.
    pub open: Money,
    /// When the oldest open part is due.
    pub due: Date,
}

impl App {
    /// A page of documents of one kind.
    pub async fn list(&self, reader: &Reader, mut query: Query) -> Result<Page> {
        let kind = query.kind.ok_or_else(|| Refusal::invalid("kind_missing"))?;
        self.narrow(reader, kind, &mut query)?;
        let limit = query.limit.clamp(1, 10_000);
        query.limit = limit + 1;
        let mut conn = self.db.read_much().await?;
        let mut rows = document::list(&mut conn, reader.org, &query).await?;
        let has_more = rows.len() > limit as usize;
        if query.before.is_some() && has_more {
            rows.remove(0);
        }
        rows.truncate(limit as usize);
        let counts = document::count_by_state(&mut conn, reader.org, &query).await?;
        Ok(Page { rows, has_more, counts })
    }

    /// How many documents a query finds.
    pub async fn count(&self, reader: &Reader, mut query: Query) -> Result<i64> {
        let kind = query.kind.ok_or_else(|| Refusal::invalid("kind_missing"))?;
        self.narrow(reader, kind, &mut query)?;
        let counts = document::count_by_state(&mut self.db.read_much().await?, reader.org, &query).await?;
        Ok(counts.iter().map(|(_, n)| n).sum())
    }

    /// Narrows a query to what the reader may see.
    fn narrow(&self, reader: &Reader, kind: Kind, query: &mut Query) -> Result<()> {
        match reader.actor.need(&format!("{}.read", kind.noun())) {
            Ok(Scope::Own) if has_owner(kind) => {
                // Somebody else's are not to be seen, whoever is asked for.
                let others = query.owner.is_some_and(|owner| Some(owner) != reader.actor.user());
                query.unowned |= others;
                query.owner = reader.actor.user();
            }
            Ok(Scope::Team | Scope::All | Scope::Own) => {}
            Err(refusal) => return Err(refusal.into()),
        }
        Ok(())
    }

    /// One document, with sensitive fields only for those who may see them.
    pub async fn get(&self, reader: &Reader, id: DocRef) -> Result<AnyDocument> {
        self.shown(reader, id, None).await
    }

    /// The document a verb was about, without reading again what the verb just saved.
    pub async fn get_done(&self, reader: &Reader, done: &Done, id: DocRef) -> Result<AnyDocument> {
        self.shown(reader, id, done.saved.as_ref()).await
    }

    async fn shown(&self, reader: &Reader, id: DocRef, saved: Option<&Loaded>) -> Result<AnyDocument> {
        let missing = || {
            Refusal::not_found("document_missing")
                .with("kind", Arg::Word(format!("kind-{}", id.kind.noun())))
                .with("id", id.to_string())
        };
        let scope = match &reader.actor {
            Actor::Link { document, .. } if *document == id => Scope::All,
            Actor::Link { .. } => return Err(missing().into()),
            actor => actor.need(&format!("{}.read", id.kind.noun()))?,
        };
        let found = match saved {
            Some(saved) => Some(saved.document()?),
            None => document::load_any(&mut self.db.read().await?, reader.org, id.id, false).await?.map(|(any, _)| any),
        };
        let mut any = found.filter(|any| any.kind == id.kind).ok_or_else(missing)?;
        let owner = any.body.get("owner").and_then(Json::as_str).and_then(|s| s.parse::<UserId>().ok());
        if !reader.actor.sees(scope, owner) {
            return Err(missing().into());
        }
        redact(&reader.actor, any.kind, &mut any.body);
        Ok(any)
    }

    /// A document as its domain type.
    pub async fn document<D: domain::document::Document>(&self, reader: &Reader, id: RawId) -> Result<D> {
        let any = self.get(reader, DocRef { kind: D::KIND, id }).await?;
        serde_json::from_value(any.body)
            .map_err(|e| store::StoreError::Bug(format!("{}: {e}", D::KIND.show(id))).into())
    }

    /// The row of a document as lists show it.
    pub async fn listed(&self, reader: &Reader, id: DocRef) -> Result<Listed> {
        if !matches!(reader.actor, Actor::System) {
            reader.actor.need(&format!("{}.read", id.kind.noun()))?;
        }
        let query = Query { kind: Some(id.kind), ids: vec![id.id], limit: 1, ..Query::default() };
        let found = document::list(&mut self.db.read().await?, reader.org, &query).await?;
        let missing = || {
            Refusal::not_found("document_missing")
                .with("kind", Arg::Word(format!("kind-{}", id.kind.noun())))
                .with("id", id.to_string())
        };
        Ok(found.into_iter().next().ok_or_else(missing)?)
    }

    /// The organisation's name.
    pub async fn org_name(&self, org: OrgId) -> Result<String> {
        Ok(store::state::org_name(&mut self.db.read().await?, org).await?.unwrap_or_default())
    }

    /// The code of the currency its first entity keeps books in.
    pub async fn currency(&self, org: OrgId) -> Result<String> {
        Ok(self.first_entity(org).await?.currency.code().to_string())
    }

    /// Makes the customer's link to a document, for those who may read it.
    pub async fn share(&self, reader: &Reader, document: DocRef) -> Result<String> {
        reader.actor.need(&format!("{}.send", document.kind.noun()))?;
        self.get(reader, document).await?;
        self.create_link(reader.org, document, None, 60).await
    }

    /// The last that happened to a document, or the last before an event of it, at most `limit` (up to `TRAIL_MAX`); each
    /// with its intent and its postings.
    pub async fn trail(&self, reader: &Reader, id: DocRef, before: Option<EventId>, limit: u32) -> Result<Trail> {
        self.get(reader, id).await?;
        let mut conn = self.db.read().await?;
        let (mut happenings, limit) = (Vec::new(), limit.clamp(1, TRAIL_MAX));
        let mut events = store::facts::events_of(&mut conn, reader.org, id.id, before, limit + 1).await?;
        let has_earlier = events.len() > limit as usize;
        if has_earlier {
            events.remove(0);
        }
        let mut names: HashMap<UserId, String> = HashMap::new();
        for e in events {
            let Some((seq, intent)) = store::facts::intent_by_id(&mut conn, reader.org, e.intent).await? else {
                continue;
            };
            let postings = store::facts::postings_of(&mut conn, reader.org, e.id).await?;
            let user = intent.actor.strip_prefix("user:").and_then(|id| id.parse::<UserId>().ok());
            let actor_name = match user {
                Some(user) => match names.get(&user) {
                    Some(name) => Some(name.clone()),
                    None => {
                        let login = store::state::login_by_id(&mut conn, user).await?;
                        login.map(|login| names.entry(user).or_insert(login.name).clone())
                    }
                },
                None => None,
            };
            happenings.push(Happening {
                event: e.id,
                kind: e.kind,
                effective_date: e.effective_date,
                recorded_at: e.recorded_at,
                body: serde_json::from_str(&e.body).unwrap_or(Json::Null),
                intent,
                actor_name,
                seq,
                postings,
            });
        }
        Ok(Trail { happenings, has_earlier })
    }

    /// Comments on a document, oldest first, with the author's name; to a link's visitor only what is between them and the
    /// seller.
    pub async fn comments(&self, reader: &Reader, id: DocRef) -> Result<Vec<Comment>> {
        self.get(reader, id).await?;
        let mut conn = self.db.read().await?;
        let mut comments = Vec::new();
        let outside = matches!(reader.actor, Actor::Link { .. });
        for comment in store::state::comments(&mut conn, reader.org, id.id).await? {
            let store::state::Comment { author, at, audience, text, .. } = comment;
            if outside && audience == Audience::Internal {
                continue;
            }
            let author = match author {
                Some(user) => store::state::login_by_id(&mut conn, user).await?.map(|l| l.name),
                None => None,
            };
            comments.push(Comment { author, at, audience, text });
        }
        Ok(comments)
    }

    /// Earlier versions of a document, newest first. A person's are sealed and stay so.
    pub async fn history(&self, reader: &Reader, id: DocRef) -> Result<Vec<(u32, IntentId, Json)>> {
        self.get(reader, id).await?;
        let mut conn = self.db.read().await?;
        let versions = document::history(&mut conn, reader.org, id.id).await?;
        let shown = |body: &str| {
            let mut body = serde_json::from_str(body).unwrap_or(Json::Null);
            redact(&reader.actor, id.kind, &mut body);
            if id.kind == Kind::Person { Json::Null } else { body }
        };
        Ok(versions.into_iter().map(|(version, intent, body)| (version, intent, shown(&body))).collect())
    }

    /// Documents of any kind whose words begin with those of the text, as far as the reader may see them.
    pub async fn search(&self, reader: &Reader, text: &str, limit: u32) -> Result<Vec<Listed>> {
        let mut conn = self.db.read_much().await?;
        let query = Query { search: text.to_string(), limit, ..Query::default() };
        if query.search.trim().is_empty() {
            return Ok(Vec::new());
        }
        let found = document::list(&mut conn, reader.org, &query).await?;
        let visible = |l: &Listed| match reader.actor.need(&format!("{}.read", l.kind.noun())) {
            Ok(Scope::Own) if has_owner(l.kind) => l.owner.is_none() || l.owner == reader.actor.user(),
            Ok(_) => true,
            Err(_) => false,
        };
        Ok(found.into_iter().filter(visible).collect())
    }

    /// What a document asks or gives, and what is open of it; `None` when the receivables do not know it.
    pub async fn open_of(&self, reader: &Reader, id: DocRef) -> Result<Option<Open>> {
        self.get(reader, id).await?;
        let mut conn = self.db.read().await?;
        let items = store::facts::items_of_document(&mut conn, reader.org, id.id, false).await?;
        let Some(first) = items.first() else { return Ok(None) };
        let (mut amount, mut open) = (Money::zero(first.amount.currency()), Money::zero(first.amount.currency()));
        let mut due = first.date_due;
        for item in &items {
            (amount, open) = (amount.add(item.amount)?, open.add(item.open)?);
            if item.open.minor() != 0 {
                due = due.min(item.date_due);
            }
        }
        Ok(Some(Open { amount, open, due }))
    }

    /// The documents made from this one.
    pub async fn children(&self, reader: &Reader, id: DocRef) -> Result<Vec<Listed>> {
        let mut conn = self.db.read().await?;
        let query = Query { parent: Some(id.id), ascending: true, limit: 200, ..Query::default() };
        let found = document::list(&mut conn, reader.org, &query).await?;
        Ok(found.into_iter().filter(|l| reader.actor.has(&format!("{}.read", l.kind.noun()))).collect())
    }

    /// The time zone of the organisation's first entity.
    pub async fn time_zone(&self, org: OrgId) -> Result<String> {
        Ok(self.first_entity(org).await?.time_zone)
    }

    /// The day it is where the organisation's first entity is.
    pub async fn today(&self, reader: &Reader) -> Result<Date> {
        let zone = self.first_entity(reader.org).await?.time_zone;
        Ok(self.business_now(reader.org).await?.0.date_in(&zone))
    }

    /// Business time of the organisation, and whether it is simulated.
    pub async fn business_now(&self, org: OrgId) -> Result<(Timestamp, bool)> {
        let mut conn = self.db.read().await?;
        let simulated = store::state::simulated_at(&mut conn, org).await?;
        Ok((simulated.unwrap_or_else(crate::clock::now), simulated.is_some()))
    }
}

/// Whether documents of a kind belong to somebody.
fn has_owner(kind: Kind) -> bool {
    matches!(kind, Kind::Opportunity | Kind::Quote | Kind::Contract | Kind::Order | Kind::Invoice)
}

/// Sensitive fields and the permission that shows each: cost and margin, bank accounts.
const SENSITIVE: &[(&str, &str)] = &[
    ("cost", "product.cost"),
    // Among the figures of an approval.
    ("margin", "product.margin"),
    ("iban", "customer.bank_account"),
    ("counterparty_iban", "customer.bank_account"),
    ("handover", "product.cost"),
];

pub(crate) fn redact(actor: &Actor, kind: Kind, body: &mut Json) {
    // The seller's own account is meant to be seen: it stands on every invoice.
    if matches!(kind, Kind::Entity) {
        return;
    }
    // A model's text says what its options cost.
    if kind == Kind::ProductModel && !actor.has("product.cost") {
        hide(body, "definition");
    }
    for (field, permission) in SENSITIVE {
        let own_account = kind == Kind::Invoice && *field == "iban";
        if !own_account && !actor.has(permission) {
            hide(body, field);
        }
    }
}

fn hide(json: &mut Json, field: &str) {
    match json {
        Json::Object(map) => {
            match map.get_mut(field) {
                Some(Json::Array(items)) => items.clear(),
                Some(value) => *value = Json::Null,
                None => {}
            }
            map.values_mut().for_each(|v| hide(v, field));
        }
        Json::Array(items) => items.iter_mut().for_each(|v| hide(v, field)),
        _ => {}
    }
}

/// Rows of a list as CSV; text that a spreadsheet would take for a formula is made harmless.
pub fn csv(heads: &[&str], rows: &[Listed]) -> String {
    use documents::csv::{Cell, Sheet};
    let mut sheet = Sheet::new(',');
    sheet.row(heads.iter().map(|h| Cell::Text(h)));
    for l in rows {
        let id = l.kind.show(l.id);
        let (amount, currency) =
            l.amount.map(|m| (m.decimal().to_string(), m.currency().code().to_string())).unwrap_or_default();
        let (date, due) =
            (l.date.map(|d| d.to_string()).unwrap_or_default(), l.date_due.map(|d| d.to_string()).unwrap_or_default());
        let customer = l.customer_name.as_deref().unwrap_or("");
        sheet.row([
            Cell::Text(&id),
            Cell::Text(&l.number),
            Cell::Text(&l.title),
            Cell::Text(customer),
            Cell::Text(&l.state),
            Cell::Plain(&amount),
            Cell::Plain(&currency),
            Cell::Plain(&date),
            Cell::Plain(&due),
        ]);
    }
    sheet.take()
}
