//! Facts: narrow rows that are only ever added. Intents form a chain of hashes per organisation; events name their intent;
//! entries, open items, movements and schedules name their event.

use crate::{Conn, Result, StoreError, Value, document::Saving, params, row};
use domain::{
    dates::{Date, Timestamp},
    document::{DocRef, Kind},
    event::Event,
    ids::*,
    ledger::Entry,
    money::{Currency, Money},
    payment::{Allocation, OpenItem},
    revenue::{Schedule, ScheduleLine},
    stock::Movement,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// An intent as it is recorded: who wanted what, when, and what came of it.
#[derive(Clone, Debug)]
pub struct IntentRow {
    pub id: IntentId,
    pub parent: Option<IntentId>,
    pub name: String,
    /// `user:usr_...`, `key:key_...`, `link`, `system`.
    pub actor: String,
    pub idempotency_key: Option<String>,
    pub request_hash: [u8; 32],
    pub input: String,
    pub outcome: String,
    pub recorded_at: Timestamp,
    pub business_at: Timestamp,
}
impl IntentRow {
    /// The link of the chain: everything recorded about the intent, over its predecessor's link.
    pub fn link(&self, seq: i64, before: &[u8]) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut add = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        add(before);
        add(&seq.to_be_bytes());
        add(self.id.raw().bytes());
        add(&self.parent.map(|p| p.raw().bytes().to_vec()).unwrap_or_default());
        for text in [&self.name, &self.actor, &self.input, &self.outcome] {
            add(text.as_bytes());
        }
        add(&self.request_hash);
        add(&self.recorded_at.micros().to_be_bytes());
        add(&self.business_at.micros().to_be_bytes());
        hash.finalize().into()
    }
}

/// Takes the organisation's next number and records the intent under it: the last statements of a transaction.
pub async fn record_intent(conn: &mut Conn, org: OrgId, intent: &IntentRow) -> Result<i64> {
    let taken =
        conn.row("UPDATE org_sequence SET seq = seq + 1 WHERE org_id = $1 RETURNING seq, hash", params![org]).await?;
    let taken = taken.ok_or_else(|| StoreError::Bug(format!("organisation {org} has no sequence")))?;
    let seq = taken.int(0);
    let hash = intent.link(seq, taken.blob(1));
    let values = row![
        org,
        seq,
        intent.id,
        intent.parent,
        intent.name.as_str(),
        intent.actor.as_str(),
        intent.idempotency_key.clone(),
        intent.request_hash.to_vec(),
        intent.input.as_str(),
        intent.outcome.as_str(),
        intent.recorded_at,
        intent.business_at,
        hash.to_vec()
    ];
    const COLUMNS: &str = "org_id, seq, id, parent_id, name, actor, idempotency_key, request_hash, input, outcome, recorded_at, business_at, hash";
    conn.insert("intent", COLUMNS, &[values]).await?;
    conn.exec("UPDATE org_sequence SET hash = $2 WHERE org_id = $1", params![org, hash.to_vec()]).await?;
    Ok(seq)
}

const INTENT_COLUMNS: &str =
    "id, parent_id, name, actor, idempotency_key, request_hash, input, outcome, recorded_at, business_at, seq, hash";

fn intent_row(r: &crate::Row) -> Result<(i64, IntentRow, Vec<u8>)> {
    let request_hash = r.blob(5).try_into().map_err(|_| StoreError::Bug("request hash is not 32 bytes".into()))?;
    let intent = IntentRow {
        id: IntentId(r.id(0)),
        parent: r.opt_id(1).map(IntentId),
        name: r.text(2).into(),
        actor: r.text(3).into(),
        idempotency_key: r.opt_text(4).map(Into::into),
        request_hash,
        input: r.text(6).into(),
        outcome: r.text(7).into(),
        recorded_at: r.timestamp(8),
        business_at: r.timestamp(9),
    };
    Ok((r.int(10), intent, r.blob(11).to_vec()))
}

/// The intent that was recorded under an idempotency key.
pub async fn intent_by_key(conn: &mut Conn, org: OrgId, key: &str) -> Result<Option<IntentRow>> {
    let sql = format!("SELECT {INTENT_COLUMNS} FROM intent WHERE org_id = $1 AND idempotency_key = $2");
    conn.row(&sql, params![org, key]).await?.map(|r| intent_row(&r).map(|(_, i, _)| i)).transpose()
}

pub async fn intent_by_id(conn: &mut Conn, org: OrgId, id: IntentId) -> Result<Option<(i64, IntentRow)>> {
    let sql = format!("SELECT {INTENT_COLUMNS} FROM intent WHERE org_id = $1 AND id = $2");
    conn.row(&sql, params![org, id]).await?.map(|r| intent_row(&r).map(|(seq, i, _)| (seq, i))).transpose()
}

/// Intents in commit order after `seq`: number, intent and chain hash.
pub async fn intents_after(
    conn: &mut Conn,
    org: OrgId,
    seq: i64,
    limit: u32,
) -> Result<Vec<(i64, IntentRow, Vec<u8>)>> {
    let sql = format!("SELECT {INTENT_COLUMNS} FROM intent WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT {limit}");
    conn.rows(&sql, params![org, seq]).await?.iter().map(intent_row).collect()
}

/// An event of a transaction, with what follows from it.
#[derive(Clone, Debug)]
pub struct EventRow {
    pub id: EventId,
    pub event: Event,
    pub effective_date: Date,
    /// Short name such as `billing.issued`.
    pub kind: String,
    pub body: String,
    pub documents: Vec<RawId>,
}
impl EventRow {
    pub fn new(id: EventId, event: Event, effective_date: Date) -> Result<EventRow> {
        let json = serde_json::to_value(&event).map_err(|e| StoreError::Bug(format!("event: {e}")))?;
        let part = |key: &str| json.get(key).and_then(|v| v.as_str()).unwrap_or("?").to_string();
        let kind = format!("{}.{}", part("stage"), part("event"));
        let mut documents = Vec::new();
        collect_documents(&json, &mut documents);
        documents.sort();
        documents.dedup();
        Ok(EventRow { id, event, effective_date, kind, body: json.to_string(), documents })
    }
}

fn collect_documents(json: &serde_json::Value, found: &mut Vec<RawId>) {
    match json {
        serde_json::Value::String(s) if s.len() == 30 => {
            if let Ok((prefix, id)) = parse_any(s)
                && Kind::from_prefix(prefix).is_some()
            {
                found.push(id);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|i| collect_documents(i, found)),
        serde_json::Value::Object(map) => map.values().for_each(|i| collect_documents(i, found)),
        _ => {}
    }
}

pub async fn insert_events(conn: &mut Conn, saving: Saving, events: &[EventRow]) -> Result<()> {
    let rows: Vec<Vec<Value>> = events
        .iter()
        .map(|e| row![saving.org, e.id, saving.intent, e.kind.as_str(), e.effective_date, saving.at, e.body.as_str()])
        .collect();
    conn.insert("event", "org_id, id, intent_id, kind, effective_date, recorded_at, body", &rows).await?;
    let links: Vec<Vec<Value>> =
        events.iter().flat_map(|e| e.documents.iter().map(|d| row![saving.org, *d, e.id])).collect();
    conn.insert("event_document", "org_id, doc_id, event_id", &links).await
}

/// A journal entry to be written.
#[derive(Clone, Debug)]
pub struct EntryRow {
    pub id: EntryId,
    pub event: EventId,
    pub description: String,
    pub entry: Entry,
}

/// Writes entries with their postings, and adds them to the kept balances.
pub async fn insert_entries(conn: &mut Conn, saving: Saving, entries: &[EntryRow]) -> Result<()> {
    let heads: Vec<Vec<Value>> = entries
        .iter()
        .map(|e| {
            row![
                saving.org,
                e.id,
                e.entry.entity(),
                e.event,
                saving.intent,
                e.entry.date(),
                saving.at,
                e.description.as_str()
            ]
        })
        .collect();
    conn.insert(
        "entry",
        "org_id, id, entity_id, event_id, intent_id, effective_date, recorded_at, description",
        &heads,
    )
    .await?;
    let mut postings = Vec::new();
    let mut sums: BTreeMap<(EntityId, &str, Currency, String), (i64, i64)> = BTreeMap::new();
    for e in entries {
        for (pos, p) in e.entry.postings().iter().enumerate() {
            let (minor, currency) = (p.amount.minor(), p.amount.currency());
            let pos = i64::try_from(pos).unwrap_or(i64::MAX);
            postings.push(row![
                saving.org,
                e.id,
                pos,
                e.entry.entity(),
                p.account.code(),
                e.entry.date(),
                minor,
                currency.code(),
                p.customer,
                p.document.map(|d| d.id),
                p.line
            ]);
            let month = e.entry.date().to_string()[..7].to_string();
            let sum = sums.entry((e.entry.entity(), p.account.code(), currency, month)).or_default();
            if minor > 0 { sum.0 += minor } else { sum.1 -= minor }
        }
    }
    const COLUMNS: &str =
        "org_id, entry_id, pos, entity_id, account, effective_date, amount, currency, customer_id, doc_id, line";
    conn.insert("posting", COLUMNS, &postings).await?;
    for ((entity, account, currency, month), (debit, credit)) in sums {
        const SQL: &str = "INSERT INTO balance (org_id, entity_id, account, currency, month, debit, credit) VALUES ($1, $2, $3, $4, $5, $6, $7) \
            ON CONFLICT (org_id, entity_id, account, currency, month) DO UPDATE SET debit = balance.debit + excluded.debit, credit = balance.credit + excluded.credit";
        conn.exec(SQL, params![saving.org, entity, account, currency.code(), month, debit, credit]).await?;
    }
    Ok(())
}

pub async fn insert_open_items(conn: &mut Conn, org: OrgId, event: EventId, items: &[OpenItem]) -> Result<()> {
    let facts: Vec<Vec<Value>> = items
        .iter()
        .map(|i| {
            row![
                org,
                i.id,
                i.entity,
                i.customer,
                i.document.kind.noun(),
                i.document.id,
                i.date,
                i.date_due,
                i.amount.minor(),
                i.amount.currency().code(),
                event
            ]
        })
        .collect();
    conn.insert(
        "open_item",
        "org_id, id, entity_id, customer_id, doc_kind, doc_id, effective_date, date_due, amount, currency, event_id",
        &facts,
    )
    .await?;
    let kept: Vec<Vec<Value>> = items
        .iter()
        .map(|i| row![org, i.id, i.customer, i.date_due, i.amount.currency().code(), i.open.minor()])
        .collect();
    conn.insert("open_amount", "org_id, item_id, customer_id, date_due, currency, amount_open", &kept).await
}

const OPEN_ITEM: &str = "SELECT i.id, i.entity_id, a.customer_id, i.doc_kind, i.doc_id, i.effective_date, i.date_due, i.amount, i.currency, a.amount_open \
    FROM open_item i JOIN open_amount a ON a.org_id = i.org_id AND a.item_id = i.id WHERE i.org_id = $1";

fn open_item(r: &crate::Row) -> Result<OpenItem> {
    let currency: Currency = r.text(8).parse().map_err(|_| StoreError::Bug(format!("currency {}", r.text(8))))?;
    let kind = Kind::from_noun(r.text(3)).ok_or_else(|| StoreError::Bug(format!("document kind {}", r.text(3))))?;
    Ok(OpenItem {
        id: OpenItemId(r.id(0)),
        entity: EntityId(r.id(1)),
        customer: r.opt_id(2).map(CustomerId),
        document: DocRef { kind, id: r.id(4) },
        date: r.date(5),
        date_due: r.date(6),
        amount: Money::new(r.int(7), currency),
        open: Money::new(r.int(9), currency),
    })
}

/// The open items of a document, oldest due first. Locks them when this transaction will allocate.
pub async fn items_of_document(conn: &mut Conn, org: OrgId, document: RawId, lock: bool) -> Result<Vec<OpenItem>> {
    let lock = if lock { conn.kind().for_update() } else { "" };
    let sql = format!("{OPEN_ITEM} AND i.doc_id = $2 ORDER BY i.date_due, i.id{lock}");
    conn.rows(&sql, params![org, document]).await?.iter().map(open_item).collect()
}

/// Everything still open of a customer (or of nobody yet), oldest due first.
pub async fn open_items(
    conn: &mut Conn,
    org: OrgId,
    customer: Option<CustomerId>,
    lock: bool,
) -> Result<Vec<OpenItem>> {
    let lock = if lock { conn.kind().for_update() } else { "" };
    let whose = if customer.is_some() { "a.customer_id = $2" } else { "a.customer_id IS NULL AND $2 IS NULL" };
    let sql = format!("{OPEN_ITEM} AND {whose} AND a.amount_open <> 0 ORDER BY i.date_due, i.id{lock}");
    conn.rows(&sql, params![org, customer]).await?.iter().map(open_item).collect()
}

/// All items that are open now, for ageing and matching; at most `limit`.
pub async fn all_open_items(conn: &mut Conn, org: OrgId, limit: u32) -> Result<Vec<OpenItem>> {
    let sql = format!("{OPEN_ITEM} AND a.amount_open <> 0 ORDER BY i.date_due, i.id LIMIT {limit}");
    conn.rows(&sql, params![org]).await?.iter().map(open_item).collect()
}

pub async fn items_by_id(conn: &mut Conn, org: OrgId, ids: &[OpenItemId]) -> Result<Vec<OpenItem>> {
    let mut items = Vec::new();
    for id in ids {
        let sql = format!("{OPEN_ITEM} AND i.id = $2");
        if let Some(r) = conn.row(&sql, params![org, *id]).await? {
            items.push(open_item(&r)?);
        }
    }
    Ok(items)
}

/// Changes what is open of an item; refuses (as a conflict) when that would pass zero or exceed the item.
pub async fn move_open(conn: &mut Conn, org: OrgId, item: OpenItemId, by: i64) -> Result<()> {
    const SQL: &str = "UPDATE open_amount SET amount_open = amount_open + $3 WHERE org_id = $1 AND item_id = $2 \
        AND (SELECT CASE WHEN i.amount >= 0 THEN open_amount.amount_open + $3 BETWEEN 0 AND i.amount ELSE open_amount.amount_open + $3 BETWEEN i.amount AND 0 END \
             FROM open_item i WHERE i.org_id = $1 AND i.id = $2)";
    match conn.exec(SQL, params![org, item, by]).await? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

/// Records allocations; `sign` is 1 for settling and -1 for undoing.
pub async fn insert_allocations(
    conn: &mut Conn,
    org: OrgId,
    event: EventId,
    date: Date,
    sign: i64,
    list: &[(AllocationId, Allocation)],
) -> Result<()> {
    let rows: Vec<Vec<Value>> = list
        .iter()
        .map(|(id, a)| {
            row![org, *id, a.debt, a.credit, a.amount.minor() * sign, a.amount.currency().code(), date, event]
        })
        .collect();
    conn.insert("allocation", "org_id, id, debt_id, credit_id, amount, currency, effective_date, event_id", &rows)
        .await?;
    for (_, a) in list {
        move_open(conn, org, a.debt, -a.amount.minor() * sign).await?;
        move_open(conn, org, a.credit, a.amount.minor() * sign).await?;
    }
    Ok(())
}

/// The net allocations in which any item of the document takes part.
pub async fn allocations_of(conn: &mut Conn, org: OrgId, document: RawId) -> Result<Vec<Allocation>> {
    const SQL: &str = "SELECT a.debt_id, a.credit_id, CAST(SUM(a.amount) AS BIGINT), a.currency FROM allocation a WHERE a.org_id = $1 AND \
        (a.debt_id IN (SELECT id FROM open_item WHERE org_id = $1 AND doc_id = $2) OR a.credit_id IN (SELECT id FROM open_item WHERE org_id = $1 AND doc_id = $2)) \
        GROUP BY a.debt_id, a.credit_id, a.currency HAVING SUM(a.amount) <> 0 ORDER BY a.debt_id, a.credit_id";
    let rows = conn.rows(SQL, params![org, document]).await?;
    rows.iter()
        .map(|r| {
            let currency = r.text(3).parse().map_err(|_| StoreError::Bug(format!("currency {}", r.text(3))))?;
            Ok(Allocation {
                debt: OpenItemId(r.id(0)),
                credit: OpenItemId(r.id(1)),
                amount: Money::new(r.int(2), currency),
            })
        })
        .collect()
}

/// Records stock movements and adds them to the levels.
pub async fn insert_movements(
    conn: &mut Conn,
    org: OrgId,
    event: EventId,
    date: Date,
    document: Option<RawId>,
    movements: &[Movement],
) -> Result<()> {
    for (pos, m) in movements.iter().enumerate() {
        let micros = m.quantity.micros().map_err(|e| StoreError::Bug(e.to_string()))?;
        let pos = i64::try_from(pos).unwrap_or(i64::MAX);
        let values =
            row![org, event, pos, m.product, micros, m.value.minor(), m.value.currency().code(), date, document];
        conn.insert(
            "movement",
            "org_id, event_id, pos, product_id, quantity, value, currency, effective_date, doc_id",
            &[values],
        )
        .await?;
        const SQL: &str = "INSERT INTO stock_level (org_id, product_id, quantity, value, currency) VALUES ($1, $2, $3, $4, $5) \
            ON CONFLICT (org_id, product_id) DO UPDATE SET quantity = stock_level.quantity + excluded.quantity, value = stock_level.value + excluded.value";
        conn.exec(SQL, params![org, m.product, micros, m.value.minor(), m.value.currency().code()]).await?;
    }
    Ok(())
}

/// Quantity (millionths) and value on the shelf.
pub async fn stock_level(conn: &mut Conn, org: OrgId, product: ProductId) -> Result<(i64, i64)> {
    let row = conn
        .row("SELECT quantity, value FROM stock_level WHERE org_id = $1 AND product_id = $2", params![org, product])
        .await?;
    Ok(row.map_or((0, 0), |r| (r.int(0), r.int(1))))
}

pub async fn insert_schedules(conn: &mut Conn, org: OrgId, event: EventId, schedules: &[Schedule]) -> Result<()> {
    let heads: Vec<Vec<Value>> = schedules
        .iter()
        .map(|s| {
            row![
                org,
                s.id,
                s.entity,
                s.customer,
                s.source.document.id,
                s.source.line,
                s.period.start,
                s.period.end,
                s.amount.minor(),
                s.amount.currency().code(),
                event
            ]
        })
        .collect();
    conn.insert(
        "schedule",
        "org_id, id, entity_id, customer_id, doc_id, line, date_start, date_end, amount, currency, event_id",
        &heads,
    )
    .await?;
    for s in schedules {
        insert_schedule_lines(conn, org, s.id, &s.lines).await?;
    }
    Ok(())
}

pub async fn insert_schedule_lines(
    conn: &mut Conn,
    org: OrgId,
    schedule: ScheduleId,
    lines: &[ScheduleLine],
) -> Result<()> {
    let rows: Vec<Vec<Value>> = lines.iter().map(|l| row![org, schedule, l.pos, l.date, l.amount.minor()]).collect();
    conn.insert("schedule_line", "org_id, schedule_id, pos, effective_date, amount", &rows).await
}

/// A schedule line that is due and not yet recognised.
#[derive(Clone, Debug)]
pub struct DueRecognition {
    pub schedule: ScheduleId,
    pub pos: u32,
    pub entity: EntityId,
    pub customer: CustomerId,
    pub document: RawId,
    pub line: u32,
    pub date: Date,
    pub amount: Money,
}

/// Shares that fell due up to and including `until` and wait for recognition, in date order.
pub async fn due_recognition(conn: &mut Conn, org: OrgId, until: Date, limit: u32) -> Result<Vec<DueRecognition>> {
    let sql = format!(
        "SELECT l.schedule_id, l.pos, s.entity_id, s.customer_id, s.doc_id, s.line, l.effective_date, l.amount, s.currency \
         FROM schedule_line l JOIN schedule s ON s.org_id = l.org_id AND s.id = l.schedule_id \
         WHERE l.org_id = $1 AND l.effective_date <= $2 AND NOT EXISTS (SELECT 1 FROM recognition r WHERE r.org_id = l.org_id AND r.schedule_id = l.schedule_id AND r.pos = l.pos) \
         ORDER BY l.effective_date, l.schedule_id, l.pos LIMIT {limit}"
    );
    let small = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    conn.rows(&sql, params![org, until])
        .await?
        .iter()
        .map(|r| {
            let currency = r.text(8).parse().map_err(|_| StoreError::Bug(format!("currency {}", r.text(8))))?;
            Ok(DueRecognition {
                schedule: ScheduleId(r.id(0)),
                pos: small(r.int(1)),
                entity: EntityId(r.id(2)),
                customer: CustomerId(r.id(3)),
                document: r.id(4),
                line: small(r.int(5)),
                date: r.date(6),
                amount: Money::new(r.int(7), currency),
            })
        })
        .collect()
}

pub async fn insert_recognitions(
    conn: &mut Conn,
    org: OrgId,
    event: EventId,
    lines: &[(ScheduleId, u32)],
) -> Result<()> {
    let rows: Vec<Vec<Value>> = lines.iter().map(|(s, pos)| row![org, *s, *pos, event]).collect();
    conn.insert("recognition", "org_id, schedule_id, pos, event_id", &rows).await
}

/// The schedules of a document's lines, with for each line whether it was recognised.
pub async fn schedules_of(conn: &mut Conn, org: OrgId, document: RawId) -> Result<Vec<(Schedule, Vec<bool>)>> {
    const HEAD: &str = "SELECT s.id, s.entity_id, s.customer_id, s.line, s.date_start, s.date_end, s.amount, s.currency FROM schedule s WHERE s.org_id = $1 AND s.doc_id = $2 ORDER BY s.id";
    const LINES: &str = "SELECT l.pos, l.effective_date, l.amount, CASE WHEN r.event_id IS NULL THEN 0 ELSE 1 END FROM schedule_line l \
        LEFT JOIN recognition r ON r.org_id = l.org_id AND r.schedule_id = l.schedule_id AND r.pos = l.pos WHERE l.org_id = $1 AND l.schedule_id = $2 ORDER BY l.pos";
    let mut all = Vec::new();
    for h in conn.rows(HEAD, params![org, document]).await? {
        let currency: Currency = h.text(7).parse().map_err(|_| StoreError::Bug(format!("currency {}", h.text(7))))?;
        let rows = conn.rows(LINES, params![org, h.id(0)]).await?;
        let line = |r: &crate::Row| ScheduleLine {
            pos: u32::try_from(r.int(0)).unwrap_or(0),
            date: r.date(1),
            amount: Money::new(r.int(2), currency),
        };
        let source = domain::document::LineRef {
            document: DocRef { kind: Kind::Invoice, id: document },
            line: u32::try_from(h.int(3)).unwrap_or(0),
        };
        let schedule = Schedule {
            id: ScheduleId(h.id(0)),
            entity: EntityId(h.id(1)),
            customer: CustomerId(h.id(2)),
            source,
            period: domain::dates::Period { start: h.date(4), end: h.date(5) },
            amount: Money::new(h.int(6), currency),
            lines: rows.iter().map(line).collect(),
        };
        all.push((schedule, rows.iter().map(|r| r.int(3) == 1).collect()));
    }
    Ok(all)
}

/// An event as it was recorded.
#[derive(Clone, Debug)]
pub struct RecordedEvent {
    pub id: EventId,
    pub intent: IntentId,
    pub kind: String,
    pub effective_date: Date,
    pub recorded_at: Timestamp,
    pub body: String,
}

/// The last `limit` events that speak of a document, or the last before one of them; oldest first.
pub async fn events_of(
    conn: &mut Conn,
    org: OrgId,
    document: RawId,
    before: Option<EventId>,
    limit: u32,
) -> Result<Vec<RecordedEvent>> {
    const END: RawId = RawId::from_bytes([0xff; 16]);
    let sql = format!(
        "SELECT e.id, e.intent_id, e.kind, e.effective_date, e.recorded_at, e.body FROM event_document d \
         JOIN event e ON e.org_id = d.org_id AND e.id = d.event_id \
         WHERE d.org_id = $1 AND d.doc_id = $2 AND d.event_id < $3 ORDER BY d.event_id DESC LIMIT {limit}"
    );
    let before = before.map_or(END, |id| id.raw());
    let event = |r: &crate::Row| RecordedEvent {
        id: EventId(r.id(0)),
        intent: IntentId(r.id(1)),
        kind: r.text(2).to_string(),
        effective_date: r.date(3),
        recorded_at: r.timestamp(4),
        body: r.text(5).to_string(),
    };
    Ok(conn.rows(&sql, params![org, document, before]).await?.iter().rev().map(event).collect())
}

/// What an event did to the books: entry, date, account, minor units (credit negative), currency.
pub async fn postings_of(
    conn: &mut Conn,
    org: OrgId,
    event: EventId,
) -> Result<Vec<(EntryId, Date, String, i64, String)>> {
    const SQL: &str = "SELECT e.id, p.effective_date, p.account, p.amount, p.currency FROM entry e \
        JOIN posting p ON p.org_id = e.org_id AND p.entry_id = e.id WHERE e.org_id = $1 AND e.event_id = $2 ORDER BY e.id, p.pos LIMIT 200";
    let rows = conn.rows(SQL, params![org, event]).await?;
    Ok(rows
        .iter()
        .map(|p| (EntryId(p.id(0)), p.date(1), p.text(2).to_string(), p.int(3), p.text(4).to_string()))
        .collect())
}
