//! The canonical dump: every document and fact of an organisation as lines of JSON in order of their keys, the same on
//! any database. Sessions, keys, links and rendered files are not part of it.

use crate::{Conn, Result, Row, Value, params};
use domain::ids::{OrgId, PersonId, RawId};
use serde_json::{Value as Json, json};
use std::collections::HashSet;

/// Table, columns, and how many of the first columns are the key.
const TABLES: &[(&str, &str, &str)] = &[
    (
        "document",
        "id, kind, entity_id, number, title, state, customer_id, owner_id, date, date_due, amount, currency, parent_id, version, schema_no, created_at, updated_at, body",
        "id",
    ),
    ("document_part", "doc_id, kind, pos, product_id, quantity, amount, body", "doc_id, kind, pos"),
    ("document_history", "doc_id, version, intent_id, body", "doc_id, version"),
    ("comment", "id, doc_id, author_id, recorded_at, body, audience", "id"),
    (
        "intent",
        "seq, id, parent_id, name, actor, idempotency_key, request_hash, input, outcome, recorded_at, business_at, hash",
        "seq",
    ),
    ("event", "id, intent_id, kind, effective_date, recorded_at, body", "id"),
    ("event_document", "doc_id, event_id", "doc_id, event_id"),
    ("entry", "id, entity_id, event_id, intent_id, effective_date, recorded_at, description", "id"),
    (
        "posting",
        "entry_id, pos, entity_id, account, effective_date, amount, currency, customer_id, doc_id, line",
        "entry_id, pos",
    ),
    (
        "open_item",
        "id, entity_id, customer_id, doc_kind, doc_id, effective_date, date_due, amount, currency, event_id",
        "id",
    ),
    ("allocation", "id, debt_id, credit_id, amount, currency, effective_date, event_id", "id"),
    ("movement", "event_id, pos, product_id, quantity, value, currency, effective_date, doc_id", "event_id, pos"),
    ("schedule", "id, entity_id, customer_id, doc_id, line, date_start, date_end, amount, currency, event_id", "id"),
    ("schedule_line", "schedule_id, pos, effective_date, amount", "schedule_id, pos"),
    ("recognition", "schedule_id, pos, event_id", "schedule_id, pos"),
    ("series", "entity_id, code, next", "entity_id, code"),
    ("bank_reference", "entity_id, reference, payment_id", "entity_id, reference"),
    ("balance", "entity_id, account, currency, month, debit, credit", "entity_id, account, currency, month"),
    ("open_amount", "item_id, customer_id, date_due, currency, amount_open", "item_id"),
    ("stock_level", "product_id, quantity, value, currency", "product_id"),
];

/// Gives each line to `line`, table by table.
pub async fn canonical(conn: &mut Conn, org: OrgId, mut line: impl FnMut(String)) -> Result<()> {
    let dump = Canonical::of(conn, org).await?;
    for table in tables() {
        dump.lines(conn, table).await?.into_iter().for_each(&mut line);
    }
    Ok(())
}

/// The tables of a dump, in its order.
pub fn tables() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|(table, _, _)| *table)
}

/// An organisation's dump, to be read a table at a time.
pub struct Canonical {
    org: OrgId,
    /// Persons without a key. What was sealed with it is noise that nobody can read or make again, so it is shown as erased;
    /// only the inputs of intents, which a replay keeps as they are, stand in full.
    erased: HashSet<String>,
}

impl Canonical {
    pub async fn of(conn: &mut Conn, org: OrgId) -> Result<Canonical> {
        const ERASED: &str = "SELECT d.id FROM document d WHERE d.org_id = $1 AND d.kind = 'person' \
            AND NOT EXISTS (SELECT 1 FROM person_key k WHERE k.org_id = d.org_id AND k.person_id = d.id)";
        let erased = conn.rows(ERASED, params![org]).await?;
        Ok(Canonical { org, erased: erased.iter().map(|r| PersonId(r.id(0)).to_string()).collect() })
    }

    /// The lines of one of the [`tables`].
    pub async fn lines(&self, conn: &mut Conn, table: &str) -> Result<Vec<String>> {
        let Some((table, columns, key)) = TABLES.iter().find(|(name, _, _)| *name == table) else {
            return Ok(Vec::new());
        };
        let sql = format!("SELECT {columns} FROM {table} WHERE org_id = $1 ORDER BY {key}");
        let rows = conn.rows(&sql, params![self.org]).await?;
        Ok(rows.into_iter().map(|row| self.line(table, row)).collect())
    }

    fn line(&self, table: &str, mut row: Row) -> String {
        let of_person = matches!(row.0.first(), Some(Value::Blob(Some(id))) if self.is_erased(id));
        // A body is the last column wherever there is one.
        if table.starts_with("document")
            && let Some(Value::Text(Some(body))) = row.0.last_mut()
            && !self.erased.is_empty()
            && body.contains("sealed:")
        {
            *body = self.without_noise(body, of_person);
        }
        let cells: Vec<Json> = row.0.iter().map(shown).collect();
        json!([table, cells]).to_string()
    }

    fn is_erased(&self, id: &[u8]) -> bool {
        RawId::from_slice(id).is_some_and(|id| self.erased.contains(&PersonId(id).to_string()))
    }

    fn without_noise(&self, body: &str, of_person: bool) -> String {
        let Ok(mut json) = serde_json::from_str(body) else { return body.to_string() };
        self.erase(&mut json, of_person);
        json.to_string()
    }

    /// Sealed texts are replaced where the object around them names an erased person.
    fn erase(&self, json: &mut Json, erased: bool) {
        match json {
            Json::String(text) if erased && text.trim_start_matches('"').starts_with("sealed:") => {
                *text = "erased".to_string();
            }
            Json::Array(items) => items.iter_mut().for_each(|item| self.erase(item, erased)),
            Json::Object(map) => {
                let names = map.get("person").and_then(Json::as_str).is_some_and(|p| self.erased.contains(p));
                map.values_mut().for_each(|value| self.erase(value, erased || names));
            }
            _ => {}
        }
    }
}

fn shown(value: &Value) -> Json {
    match value {
        Value::Int(n) => json!(n),
        Value::Text(s) => json!(s),
        Value::Blob(b) => json!(b.as_ref().map(|b| b.iter().map(|b| format!("{b:02x}")).collect::<String>())),
    }
}

/// What a replay finds in place before the first intent: the organisation, who could log in, keys of persons, kept bytes.
const PREPARED: &[(&str, &str, bool)] = &[
    ("org", "id, name, created_at", false),
    (
        "login",
        "id, email, name, password_hash, totp_secret, language, created_at, failed_count, locked_until, totp_last",
        false,
    ),
    ("member", "org_id, user_id, role, team, active", true),
    ("person_key", "org_id, person_id, secret", true),
    ("blob", "org_id, sha256, media_type, bytes, created_at", true),
];

/// Prepares an empty database for the replay of an organisation. Refuses (as a duplicate) one that has it already.
pub async fn prepare(from: &mut Conn, to: &mut Conn, org: OrgId) -> Result<()> {
    for (table, columns, by_org) in PREPARED {
        let sql = match (*table, by_org) {
            (_, true) => format!("SELECT {columns} FROM {table} WHERE org_id = $1"),
            ("org", _) => format!("SELECT {columns} FROM {table} WHERE id = $1"),
            _ => format!("SELECT {columns} FROM {table} WHERE id IN (SELECT user_id FROM member WHERE org_id = $1)"),
        };
        let rows: Vec<Vec<Value>> = from.rows(&sql, params![org]).await?.into_iter().map(|r| r.0).collect();
        to.insert(table, columns, &rows).await?;
    }
    let first = crate::row![org, 0i64, vec![0u8; 32], None::<i64>];
    to.insert("org_sequence", "org_id, seq, hash, simulated_at", &[first]).await
}
