//! Projections from facts: what `rebuild` writes again and `doctor` compares.

use crate::{Conn, Result, Row, StoreError, Value, params};
use domain::{document::Kind, ids::OrgId};

/// A projection: its table, its columns, and the statement that computes them from facts.
pub struct Projection {
    pub table: &'static str,
    pub columns: &'static str,
    pub from_facts: &'static str,
}

pub const PROJECTIONS: &[Projection] = &[
    Projection {
        table: "balance",
        columns: "org_id, entity_id, account, currency, month, debit, credit",
        from_facts: "SELECT org_id, entity_id, account, currency, substr(effective_date, 1, 7), \
            CAST(SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS BIGINT) \
            FROM posting WHERE org_id = $1 GROUP BY org_id, entity_id, account, currency, substr(effective_date, 1, 7)",
    },
    Projection {
        table: "open_amount",
        columns: "org_id, item_id, customer_id, date_due, currency, amount_open",
        from_facts: "SELECT i.org_id, i.id, COALESCE(d.customer_id, i.customer_id), i.date_due, i.currency, CAST(i.amount \
            - COALESCE((SELECT SUM(a.amount) FROM allocation a WHERE a.org_id = i.org_id AND a.debt_id = i.id), 0) \
            + COALESCE((SELECT SUM(a.amount) FROM allocation a WHERE a.org_id = i.org_id AND a.credit_id = i.id), 0) AS BIGINT) \
            FROM open_item i LEFT JOIN document d ON d.org_id = i.org_id AND d.id = i.doc_id WHERE i.org_id = $1",
    },
    Projection {
        table: "stock_level",
        columns: "org_id, product_id, quantity, value, currency",
        from_facts: "SELECT org_id, product_id, CAST(SUM(quantity) AS BIGINT), CAST(SUM(value) AS BIGINT), MIN(currency) \
            FROM movement WHERE org_id = $1 GROUP BY org_id, product_id",
    },
];

/// Writes every projection of an organisation again. Returns the rows written.
pub async fn rebuild(conn: &mut Conn, org: OrgId) -> Result<u64> {
    let mut written = 0;
    for p in PROJECTIONS {
        conn.exec(&format!("DELETE FROM {} WHERE org_id = $1", p.table), params![org]).await?;
        written +=
            conn.exec(&format!("INSERT INTO {} ({}) {}", p.table, p.columns, p.from_facts), params![org]).await?;
    }
    conn.exec("DELETE FROM search_word WHERE org_id = $1", params![org]).await?;
    for r in conn.rows("SELECT id, number, title, kind, body FROM document WHERE org_id = $1", params![org]).await? {
        let kind = Kind::from_noun(r.text(3)).ok_or_else(|| StoreError::Bug(format!("document kind {}", r.text(3))))?;
        let words = crate::document::found_by(kind, r.text(1), r.text(2), r.text(4))?;
        let rows: Vec<_> = words.into_iter().map(|w| crate::row![org, w, r.id(0)]).collect();
        conn.insert("search_word", "org_id, word, doc_id", &rows).await?;
        written += rows.len() as u64;
    }
    Ok(written)
}

/// Rows of a projection as kept and as computed from facts, both sorted.
pub async fn both(conn: &mut Conn, org: OrgId, p: &Projection) -> Result<(Vec<Row>, Vec<Row>)> {
    let mut kept = conn.rows(&format!("SELECT {} FROM {} WHERE org_id = $1", p.columns, p.table), params![org]).await?;
    let mut computed = conn.rows(p.from_facts, params![org]).await?;
    // SQLite knows no type of nothing that was computed.
    for value in kept.iter_mut().chain(&mut computed).flat_map(|row| &mut row.0) {
        if matches!(value, Value::Text(None) | Value::Blob(None)) {
            *value = Value::Int(None);
        }
    }
    kept.sort();
    computed.sort();
    Ok((kept, computed))
}
