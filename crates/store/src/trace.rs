//! Finding facts by their own ids, for those who ask why a figure is what it is.

use crate::{Conn, Result, StoreError, facts::RecordedEvent, params};
use domain::{
    dates::Date,
    document::{DocRef, Kind, LineRef},
    ids::*,
    money::{Currency, Money},
};

/// A journal entry as it stands in the books.
#[derive(Clone, Debug)]
pub struct RecordedEntry {
    pub id: EntryId,
    pub event: EventId,
    pub date: Date,
    pub description: String,
}

/// A posting of an entry: what moved, on which account, and for which line of which document.
#[derive(Clone, Debug)]
pub struct RecordedPosting {
    pub account: String,
    /// Debit positive, credit negative.
    pub amount: Money,
    pub document: Option<DocRef>,
    pub line: Option<u32>,
}
impl RecordedPosting {
    /// The document line it was posted for.
    pub fn line_ref(&self) -> Option<LineRef> {
        Some(LineRef { document: self.document?, line: self.line? })
    }
}

pub async fn entry_by_id(conn: &mut Conn, org: OrgId, id: EntryId) -> Result<Option<RecordedEntry>> {
    const SQL: &str = "SELECT id, event_id, effective_date, description FROM entry WHERE org_id = $1 AND id = $2";
    Ok(conn.row(SQL, params![org, id]).await?.as_ref().map(entry))
}

/// The entries an event made, in their order; at most `limit`.
pub async fn entries_of_event(conn: &mut Conn, org: OrgId, event: EventId, limit: u32) -> Result<Vec<RecordedEntry>> {
    let sql = format!(
        "SELECT id, event_id, effective_date, description FROM entry WHERE org_id = $1 AND event_id = $2 ORDER BY id LIMIT {limit}"
    );
    Ok(conn.rows(&sql, params![org, event]).await?.iter().map(entry).collect())
}

fn entry(r: &crate::Row) -> RecordedEntry {
    RecordedEntry { id: EntryId(r.id(0)), event: EventId(r.id(1)), date: r.date(2), description: r.text(3).to_string() }
}

/// The postings of an entry, in their order; at most `limit`.
pub async fn postings_of_entry(conn: &mut Conn, org: OrgId, id: EntryId, limit: u32) -> Result<Vec<RecordedPosting>> {
    let sql = format!(
        "SELECT p.account, p.amount, p.currency, p.doc_id, d.kind, p.line FROM posting p \
         LEFT JOIN document d ON d.org_id = p.org_id AND d.id = p.doc_id \
         WHERE p.org_id = $1 AND p.entry_id = $2 ORDER BY p.pos LIMIT {limit}"
    );
    let rows = conn.rows(&sql, params![org, id]).await?;
    rows.iter()
        .map(|r| {
            let currency: Currency =
                r.text(2).parse().map_err(|_| StoreError::Bug(format!("currency {}", r.text(2))))?;
            let document =
                r.opt_id(3).zip(r.opt_text(4).and_then(Kind::from_noun)).map(|(id, kind)| DocRef { kind, id });
            Ok(RecordedPosting {
                account: r.text(0).to_string(),
                amount: Money::new(r.int(1), currency),
                document,
                line: r.opt_int(5).and_then(|n| u32::try_from(n).ok()),
            })
        })
        .collect()
}

pub async fn event_by_id(conn: &mut Conn, org: OrgId, id: EventId) -> Result<Option<RecordedEvent>> {
    const SQL: &str =
        "SELECT id, intent_id, kind, effective_date, recorded_at, body FROM event WHERE org_id = $1 AND id = $2";
    Ok(conn.row(SQL, params![org, id]).await?.as_ref().map(event))
}

/// The events of an intent, in their order; at most `limit`.
pub async fn events_of_intent(conn: &mut Conn, org: OrgId, intent: IntentId, limit: u32) -> Result<Vec<RecordedEvent>> {
    let sql = format!(
        "SELECT id, intent_id, kind, effective_date, recorded_at, body FROM event \
         WHERE org_id = $1 AND intent_id = $2 ORDER BY id LIMIT {limit}"
    );
    Ok(conn.rows(&sql, params![org, intent]).await?.iter().map(event).collect())
}

fn event(r: &crate::Row) -> RecordedEvent {
    RecordedEvent {
        id: EventId(r.id(0)),
        intent: IntentId(r.id(1)),
        kind: r.text(2).to_string(),
        effective_date: r.date(3),
        recorded_at: r.timestamp(4),
        body: r.text(5).to_string(),
    }
}

/// The document with this id, whatever its kind.
pub async fn document_ref(conn: &mut Conn, org: OrgId, id: RawId) -> Result<Option<DocRef>> {
    let row = conn.row("SELECT kind FROM document WHERE org_id = $1 AND id = $2", params![org, id]).await?;
    Ok(row.and_then(|r| Kind::from_noun(r.text(0))).map(|kind| DocRef { kind, id }))
}
