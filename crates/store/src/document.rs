//! Documents: one generic save, load and list for every kind. The body is the domain type's JSON; its growing arrays are
//! part rows, of which only the changed ones are written. Each save keeps the previous body in `document_history`.

pub use crate::list::{FacetIs, Listed, Query, Sort, count_by_state, list};
pub use crate::split::{Part, parts};
use crate::{
    Conn, Result, StoreError, Value, params, people, row,
    split::{PartColumns, Split, split},
};
use domain::{
    dates::Timestamp,
    document::{Document, Head, Kind},
    ids::*,
};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};

/// What a document looked like when it was loaded, to write only what changed.
#[derive(Clone, Debug)]
pub struct Loaded {
    kind: Kind,
    id: RawId,
    pub version: u32,
    schema: u32,
    created_at: Timestamp,
    updated_at: Timestamp,
    head: String,
    words: BTreeSet<String>,
    parts: BTreeMap<(String, i64), String>,
}
impl Loaded {
    /// The document as JSON, its parts in their places.
    pub fn document(&self) -> Result<AnyDocument> {
        let &Loaded { kind, id, version, created_at, updated_at, .. } = self;
        let mut body: Json = serde_json::from_str(&self.head).map_err(|e| bug("document body", e))?;
        for ((name, _), text) in &self.parts {
            let value: Json = serde_json::from_str(text).map_err(|e| bug("part body", e))?;
            if let Some(Json::Array(items)) =
                body.as_object_mut().map(|o| o.entry(name.as_str()).or_insert_with(|| Json::Array(Vec::new())))
            {
                items.push(value);
            }
        }
        fill_parts(kind, &mut body);
        Ok(AnyDocument { kind, id, version, created_at, updated_at, body: upgrade(kind, self.schema, body) })
    }
}

/// Where and when a save happens.
#[derive(Clone, Copy, Debug)]
pub struct Saving {
    pub org: OrgId,
    pub intent: IntentId,
    pub at: Timestamp,
}

/// A document of any kind as JSON, with its version.
#[derive(Clone, Debug)]
pub struct AnyDocument {
    pub kind: Kind,
    pub id: RawId,
    pub version: u32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub body: Json,
}

pub(crate) fn bug(context: &str, error: impl std::fmt::Display) -> StoreError {
    StoreError::Bug(format!("{context}: {error}"))
}

/// Loads a document for this transaction to change; on PostgreSQL its row stays locked until the end.
pub async fn load<D: Document>(conn: &mut Conn, org: OrgId, id: RawId, lock: bool) -> Result<Option<(D, Loaded)>> {
    let Some((any, loaded)) = load_any(conn, org, id, lock).await? else { return Ok(None) };
    if any.kind != D::KIND {
        return Ok(None);
    }
    let doc = serde_json::from_value(any.body).map_err(|e| bug(&format!("body of {}", D::KIND.show(id)), e))?;
    Ok(Some((doc, loaded)))
}

/// The documents that a list finds, whole; of the query's kind, which is `D`'s.
pub async fn load_listed<D: Document>(conn: &mut Conn, org: OrgId, query: &Query) -> Result<Vec<D>> {
    let mut found = Vec::new();
    for listed in list(conn, org, query).await? {
        found.extend(load::<D>(conn, org, listed.id, false).await?.map(|(doc, _)| doc));
    }
    Ok(found)
}

/// Loads a document of any kind.
pub async fn load_any(conn: &mut Conn, org: OrgId, id: RawId, lock: bool) -> Result<Option<(AnyDocument, Loaded)>> {
    const HEAD: &str = "SELECT kind, version, schema_no, body, number, title, created_at, updated_at FROM document WHERE org_id = $1 AND id = $2";
    let sql = if lock { format!("{HEAD}{}", conn.kind().for_update()) } else { HEAD.to_string() };
    let Some(head) = conn.row(&sql, params![org, id]).await? else { return Ok(None) };
    let kind = Kind::from_noun(head.text(0)).ok_or_else(|| bug("document kind", head.text(0)))?;
    let part_rows = conn
        .rows(
            "SELECT kind, pos, body FROM document_part WHERE org_id = $1 AND doc_id = $2 ORDER BY kind, pos",
            params![org, id],
        )
        .await?;
    let mut loaded = Loaded {
        kind,
        id,
        version: u32::try_from(head.int(1)).unwrap_or(u32::MAX),
        schema: u32::try_from(head.int(2)).unwrap_or(1),
        created_at: head.timestamp(6),
        updated_at: head.timestamp(7),
        head: head.text(3).to_string(),
        words: words(head.text(4), head.text(5)),
        parts: part_rows.iter().map(|row| ((row.text(0).to_string(), row.int(1)), row.text(2).to_string())).collect(),
    };
    let any = loaded.document()?;
    loaded.words.extend(facets(facet_names(kind), &any.body));
    Ok(Some((any, loaded)))
}

/// Every body shape ever written loads: steps from older schema numbers are added here, one arm each.
fn upgrade(_kind: Kind, _from: u32, body: Json) -> Json {
    body
}

/// An array with no part rows is an empty array.
fn fill_parts(kind: Kind, body: &mut Json) {
    if let Json::Object(map) = body {
        for name in part_names(kind) {
            map.entry(*name).or_insert_with(|| Json::Array(Vec::new()));
        }
    }
}

fn part_names(kind: Kind) -> &'static [&'static str] {
    use domain::{
        billing::Invoice,
        catalog::{PriceBook, Promotion},
        contract::Contract,
        order::{Delivery, Order},
        quote::{Quote, QuoteTemplate},
    };
    match kind {
        Kind::PriceBook => PriceBook::PARTS,
        Kind::Promotion => Promotion::PARTS,
        Kind::Quote => Quote::PARTS,
        Kind::QuoteTemplate => QuoteTemplate::PARTS,
        Kind::Contract => Contract::PARTS,
        Kind::Order => Order::PARTS,
        Kind::Delivery => Delivery::PARTS,
        Kind::Invoice => Invoice::PARTS,
        Kind::Entity
        | Kind::Customer
        | Kind::Person
        | Kind::Opportunity
        | Kind::Product
        | Kind::ProductModel
        | Kind::ExchangeRates
        | Kind::ApprovalRule
        | Kind::Approval
        | Kind::Delegation
        | Kind::Template
        | Kind::Subscription
        | Kind::Payment
        | Kind::Refund => &[],
    }
}

fn facet_names(kind: Kind) -> &'static [&'static str] {
    use domain::{
        approval::Approval,
        crm::{Customer, Opportunity},
        quote::Quote,
    };
    match kind {
        Kind::Customer => Customer::FACETS,
        Kind::Opportunity => Opportunity::FACETS,
        Kind::Approval => Approval::FACETS,
        Kind::Quote => Quote::FACETS,
        _ => &[],
    }
}

/// The words by which a document is found through the values of its facets. They begin with a sign, so that nobody who
/// searches for text finds them.
fn facets(names: &[&str], body: &Json) -> Vec<String> {
    names.iter().filter_map(|name| Some(facet(name, body.get(*name)?.as_str()?))).collect()
}

pub(crate) fn facet(name: &str, value: &str) -> String {
    format!("={name}:{value}").chars().take(250).collect()
}

const DOCUMENT_COLUMNS: &str = "org_id, id, kind, entity_id, number, title, state, customer_id, owner_id, date, date_due, amount, currency, parent_id, version, schema_no, created_at, updated_at, body";
pub(crate) const PART_COLUMNS: &str = "org_id, doc_id, kind, pos, product_id, quantity, amount, body";

/// Saves a new document, or the next version of a loaded one. A version that somebody else saved first is a `Conflict`.
pub async fn save<D: Document>(conn: &mut Conn, saving: Saving, doc: &D, before: Option<&Loaded>) -> Result<Loaded> {
    let mut split = split(doc)?;
    if let Some(before) = before {
        keep_places(&mut split.parts, before);
    }
    let head = doc.head();
    let mut words = words(&head.number, &head.title);
    words.extend(split.facets.iter().map(|(name, value)| facet(name, value)));
    let version = before.map_or(1, |b| b.version + 1);
    match before {
        None => insert_head::<D>(conn, saving, doc.raw_id(), &head, &split).await?,
        Some(before) => {
            update_head(conn, saving, doc.raw_id(), &head, &split, before).await?;
            keep_history(conn, saving, D::KIND, doc.raw_id(), &split, before).await?;
        }
    }
    write_parts(conn, saving.org, doc.raw_id(), &split, before).await?;
    write_words(conn, saving.org, doc.raw_id(), &words, before.map(|b| &b.words)).await?;
    let parts = split.parts.into_iter().map(|part| ((part.kind.to_string(), part.pos), part.body)).collect();
    let created_at = before.map_or(saving.at, |b| b.created_at);
    let (kind, id, schema, updated_at) = (D::KIND, doc.raw_id(), D::SCHEMA, saving.at);
    Ok(Loaded { kind, id, version, schema, created_at, updated_at, head: split.head, words, parts })
}

/// Rows of a part that has as many items as before stay where they are, so that only changed ones are written.
fn keep_places(parts: &mut [Part], before: &Loaded) {
    let mut start = 0;
    while start < parts.len() {
        let kind = parts[start].kind;
        let end = parts.iter().position(|part| part.kind > kind).unwrap_or(parts.len());
        let old: Vec<i64> = before.parts.keys().filter(|(name, _)| name == kind).map(|(_, pos)| *pos).collect();
        if old.len() == end - start {
            parts[start..end].iter_mut().zip(old).for_each(|(part, pos)| part.pos = pos);
        }
        start = end;
    }
}

fn head_values(head: &Head) -> Vec<Value> {
    row![
        head.entity,
        head.number.as_str(),
        head.title.as_str(),
        head.state,
        head.customer,
        head.owner,
        head.date,
        head.date_due,
        head.amount.map(|m| m.minor()),
        head.amount.map(|m| m.currency().code().to_string()),
        head.parent.map(|p| p.id)
    ]
}

async fn insert_head<D: Document>(
    conn: &mut Conn,
    saving: Saving,
    id: RawId,
    head: &Head,
    split: &Split,
) -> Result<()> {
    let mut values = row![saving.org, id, D::KIND.noun()];
    values.extend(head_values(head));
    values.extend(row![1i64, D::SCHEMA, saving.at, saving.at, split.head.as_str()]);
    conn.insert("document", DOCUMENT_COLUMNS, &[values]).await
}

async fn update_head(
    conn: &mut Conn,
    saving: Saving,
    id: RawId,
    head: &Head,
    split: &Split,
    before: &Loaded,
) -> Result<()> {
    const SQL: &str = "UPDATE document SET entity_id = $4, number = $5, title = $6, state = $7, customer_id = $8, owner_id = $9, date = $10, \
        date_due = $11, amount = $12, currency = $13, parent_id = $14, version = version + 1, updated_at = $15, body = $16 \
        WHERE org_id = $1 AND id = $2 AND version = $3";
    let mut values = row![saving.org, id, before.version];
    values.extend(head_values(head));
    values.extend(row![saving.at, split.head.as_str()]);
    match conn.exec(SQL, &values).await? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

async fn keep_history(
    conn: &mut Conn,
    saving: Saving,
    kind: Kind,
    id: RawId,
    split: &Split,
    before: &Loaded,
) -> Result<()> {
    let now: BTreeMap<(&str, i64), &str> = split.parts.iter().map(|p| ((p.kind, p.pos), p.body.as_str())).collect();
    let mut parts: BTreeMap<&str, Map<String, Json>> = BTreeMap::new();
    for ((name, pos), body) in &before.parts {
        let changed = now.get(&(name.as_str(), *pos)).is_none_or(|now| now != body);
        if changed {
            let old = serde_json::from_str(body).map_err(|e| bug("part body", e))?;
            parts.entry(name.as_str()).or_default().insert(pos.to_string(), old);
        }
    }
    let parts = serde_json::to_string(&parts).map_err(|e| bug("history", e))?;
    let mut body = format!("{{\"head\":{},\"parts\":{parts}}}", before.head);
    if kind == Kind::Person {
        let key = people::key(conn, saving.org, PersonId(id)).await?;
        body = key.map_or("null".to_string(), |k| k.seal(id, &format!("history{}", before.version), &body));
    }
    let values = row![saving.org, id, before.version, saving.intent, body];
    conn.insert("document_history", "org_id, doc_id, version, intent_id, body", &[values]).await
}

async fn write_parts(conn: &mut Conn, org: OrgId, id: RawId, split: &Split, before: Option<&Loaded>) -> Result<()> {
    let mut gone: BTreeMap<(&str, i64), &str> = before
        .iter()
        .flat_map(|b| &b.parts)
        .map(|((kind, pos), body)| ((kind.as_str(), *pos), body.as_str()))
        .collect();
    let mut new_rows = Vec::new();
    for part in &split.parts {
        let columns = &part.columns;
        match gone.remove(&(part.kind, part.pos)) {
            Some(same) if same == part.body => {}
            Some(_) => {
                const SQL: &str = "UPDATE document_part SET product_id = $5, quantity = $6, amount = $7, body = $8 WHERE org_id = $1 AND doc_id = $2 AND kind = $3 AND pos = $4";
                let (kind, body) = (part.kind, part.body.as_str());
                let values = params![org, id, kind, part.pos, columns.product, columns.quantity, columns.amount, body];
                conn.exec(SQL, values).await?;
            }
            None => new_rows.push(part_row(org, id, part.kind, part.pos, columns, part.body.clone())),
        }
    }
    conn.insert("document_part", PART_COLUMNS, &new_rows).await?;
    for (kind, pos) in gone.into_keys() {
        conn.exec(
            "DELETE FROM document_part WHERE org_id = $1 AND doc_id = $2 AND kind = $3 AND pos = $4",
            params![org, id, kind, pos],
        )
        .await?;
    }
    Ok(())
}

fn part_row(org: OrgId, id: RawId, kind: &str, pos: i64, columns: &PartColumns, body: String) -> Vec<Value> {
    row![org, id, kind, pos, columns.product, columns.quantity, columns.amount, body]
}

/// Everything a saved document is found by: `rebuild` writes it again.
pub(crate) fn found_by(kind: Kind, number: &str, title: &str, body: &str) -> Result<BTreeSet<String>> {
    let mut all = words(number, title);
    if !facet_names(kind).is_empty() {
        let body = serde_json::from_str(body).map_err(|e| bug("document body", e))?;
        all.extend(facets(facet_names(kind), &body));
    }
    Ok(all)
}

/// The lower-case words of a number and a title.
fn words(number: &str, title: &str) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = title
        .split(|c: char| !c.is_alphanumeric())
        .chain(number.split(|c: char| !c.is_alphanumeric()))
        .filter(|w| w.chars().count() >= 2)
        .map(|w| w.to_lowercase().chars().take(40).collect())
        .collect();
    if !number.is_empty() {
        all.insert(number.to_lowercase());
    }
    all
}

async fn write_words(
    conn: &mut Conn,
    org: OrgId,
    id: RawId,
    words: &BTreeSet<String>,
    before: Option<&BTreeSet<String>>,
) -> Result<()> {
    let empty = BTreeSet::new();
    let old = before.unwrap_or(&empty);
    for gone in old.difference(words) {
        conn.exec(
            "DELETE FROM search_word WHERE org_id = $1 AND word = $2 AND doc_id = $3",
            params![org, gone.as_str(), id],
        )
        .await?;
    }
    let rows: Vec<Vec<Value>> = words.difference(old).map(|w| row![org, w.as_str(), id]).collect();
    conn.insert("search_word", "org_id, word, doc_id", &rows).await
}

/// Writes many new documents of one kind in few statements, for imports. Nothing of them may exist yet. Parts that were
/// written out ahead stand beside the document that was made without them.
pub async fn insert_many<D: Document>(conn: &mut Conn, saving: Saving, docs: Vec<(D, Vec<Part>)>) -> Result<()> {
    let (mut heads, mut parts, mut found) = (Vec::new(), Vec::new(), Vec::new());
    for (doc, ahead) in docs {
        let (split, head, id) = (split(&doc)?, doc.head(), doc.raw_id());
        let mut values = row![saving.org, id, D::KIND.noun()];
        values.extend(head_values(&head));
        values.extend(row![1i64, D::SCHEMA, saving.at, saving.at, split.head]);
        heads.push(values);
        let facets = split.facets.iter().map(|(name, value)| facet(name, value));
        let words = words(&head.number, &head.title).into_iter().chain(facets);
        found.extend(words.map(|w| row![saving.org, w, id]));
        let all = split.parts.into_iter().chain(ahead);
        parts.extend(all.map(|p| part_row(saving.org, id, p.kind, p.pos, &p.columns, p.body)));
    }
    // In the order of their index, so that neighbours are written together.
    found.sort();
    conn.insert("document", DOCUMENT_COLUMNS, &heads).await?;
    conn.insert("document_part", PART_COLUMNS, &parts).await?;
    conn.insert("search_word", "org_id, word, doc_id", &found).await
}

/// The document of a kind with this number.
pub async fn by_number(conn: &mut Conn, org: OrgId, kind: Kind, number: &str) -> Result<Option<RawId>> {
    let row = conn
        .row(
            "SELECT id FROM document WHERE org_id = $1 AND kind = $2 AND number = $3 AND number <> ''",
            params![org, kind.noun(), number],
        )
        .await?;
    Ok(row.map(|r| r.id(0)))
}

/// The document with this number.
pub async fn read_by_number<D: Document>(conn: &mut Conn, org: OrgId, number: &str) -> Result<Option<D>> {
    const SQL: &str =
        "SELECT id, schema_no, body FROM document WHERE org_id = $1 AND kind = $2 AND number = $3 AND number <> ''";
    let Some(row) = conn.row(SQL, params![org, D::KIND.noun(), number]).await? else { return Ok(None) };
    if !D::PARTS.is_empty() || row.int(1) != i64::from(D::SCHEMA) {
        return Ok(load(conn, org, row.id(0), false).await?.map(|(doc, _)| doc));
    }
    serde_json::from_str(row.text(2)).map(Some).map_err(|e| bug(&format!("body of {}", D::KIND.show(row.id(0))), e))
}

/// Earlier versions of a document, newest first: version, intent and the body it had.
pub async fn history(conn: &mut Conn, org: OrgId, id: RawId) -> Result<Vec<(u32, IntentId, String)>> {
    let rows = conn.rows("SELECT version, intent_id, body FROM document_history WHERE org_id = $1 AND doc_id = $2 ORDER BY version DESC LIMIT 200", params![org, id]).await?;
    Ok(rows.iter().map(|r| (u32::try_from(r.int(0)).unwrap_or(0), IntentId(r.id(1)), r.text(2).to_string())).collect())
}
