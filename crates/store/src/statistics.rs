//! What SQLite's planner is told about the tables. Every index begins with the organisation, and without figures SQLite takes
//! that for a sharp filter: it then reads all orders to find those of one contract. These are the figures of `ANALYZE` on
//! the demo company; they are given once, so that plans are the same in every database and do not change as it grows.

use crate::{db::Conn, error::StoreError, value::Value};

/// Table, index, and rows: in all, then for each value of the index's first columns.
const FIGURES: &[(&str, &str, &str)] = &[
    ("allocation", "allocation", "6133 6133 1"),
    ("allocation", "allocation_credit", "6133 6133 1"),
    ("allocation", "allocation_debt", "6133 6133 1"),
    ("balance", "balance", "110 110 110 11 11 1"),
    ("bank_reference", "bank_reference", "6058 6058 6058 1"),
    ("blob", "sqlite_autoindex_blob_1", "4238 4238 1"),
    ("document", "document_customer", "46038 46038 536 53 1"),
    ("document", "document_due", "46038 46038 3289 2002 16"),
    ("document", "document_list", "46038 46038 3289 1"),
    ("document", "document_number", "41714 41714 3477 1"),
    ("document", "document_parent", "46038 46038 3 1"),
    ("document", "document_state", "46038 46038 3289 2002 1"),
    ("document", "sqlite_autoindex_document_1", "46038 46038 1"),
    ("document_file", "document_file", "4238 4238 1 1"),
    ("document_history", "document_history", "66665 66665 3 1"),
    ("document_part", "document_part", "51144 51144 3 2 1"),
    ("entry", "entry", "23083 23083 1"),
    ("entry", "entry_event", "23083 23083 1"),
    ("event", "event", "109580 109580 1"),
    ("event", "event_intent", "109580 109580 2"),
    ("event_document", "event_document", "192819 192819 5 1"),
    ("intent", "intent", "86108 86108 1"),
    ("intent", "intent_id", "86108 86108 1"),
    ("member", "member", "37 37 1"),
    ("movement", "movement", "4314 4314 1 1"),
    ("movement", "movement_product", "4314 4314 617 4"),
    ("open_amount", "open_amount", "12672 12672 1"),
    ("open_amount", "open_amount_customer", "657 657 9"),
    ("open_amount", "open_amount_due", "657 657 3"),
    ("open_item", "open_item", "12672 12672 1"),
    ("open_item", "open_item_document", "12672 12672 1"),
    ("person_key", "person_key", "4323 4323 1"),
    ("posting", "posting", "78149 78149 4 1"),
    ("posting", "posting_account", "78149 78149 7815 34"),
    ("posting", "posting_document", "78149 78149 5"),
    ("recognition", "recognition", "8266 8266 6 1"),
    ("schedule", "schedule", "1493 1493 1"),
    ("schedule", "schedule_document", "1493 1493 1"),
    ("schedule_line", "schedule_line", "19656 19656 14 1"),
    ("schedule_line", "schedule_line_date", "19656 19656 68"),
    ("search_word", "search_word", "243492 243492 6 1"),
    ("search_word", "search_word_document", "243492 243492 6"),
    ("series", "series", "19 19 19 1"),
    ("stock_level", "stock_level", "7 7 1"),
];

/// Replaces what the planner knows, and has it read again.
pub async fn tell_planner(conn: &mut Conn) -> Result<(), StoreError> {
    conn.exec("ANALYZE sqlite_schema", &[]).await?;
    conn.exec("DELETE FROM sqlite_stat1", &[]).await?;
    for (table, index, rows) in FIGURES {
        let values = [Value::from(*table), Value::from(*index), Value::from(*rows)];
        conn.exec("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($1, $2, $3)", &values).await?;
    }
    conn.exec("ANALYZE sqlite_schema", &[]).await?;
    Ok(())
}
