//! What payments need beside documents and facts: the bank's ids that were booked, whose an open item is, and what an
//! open invoice can be recognised by.

use crate::{Conn, Result, StoreError, params, row};
use domain::{
    dates::Date,
    ids::*,
    money::{Currency, Money},
    payment::matching::Candidate,
};

/// The payment that was booked for the bank's own id of a movement.
pub async fn booked(conn: &mut Conn, org: OrgId, entity: EntityId, reference: &str) -> Result<Option<PaymentId>> {
    const SQL: &str = "SELECT payment_id FROM bank_reference WHERE org_id = $1 AND entity_id = $2 AND reference = $3";
    Ok(conn.row(SQL, params![org, entity, reference]).await?.map(|r| PaymentId(r.id(0))))
}

/// Claims the bank's id for a payment; somebody else's claim at the same moment is a `Duplicate`.
pub async fn book(conn: &mut Conn, org: OrgId, entity: EntityId, reference: &str, payment: PaymentId) -> Result<()> {
    let values = row![org, entity, reference, payment];
    conn.insert("bank_reference", "org_id, entity_id, reference, payment_id", &[values]).await
}

/// Says whose the open items of a document are, now that it is known.
pub async fn identify(conn: &mut Conn, org: OrgId, document: RawId, customer: CustomerId) -> Result<()> {
    const SQL: &str = "UPDATE open_amount SET customer_id = $3 WHERE org_id = $1 \
        AND item_id IN (SELECT id FROM open_item WHERE org_id = $1 AND doc_id = $2)";
    conn.exec(SQL, params![org, document, customer]).await.map(|_| ())
}

/// Open debts of an entity with what a payer may write to name them; at most `limit`, oldest due first.
pub async fn candidates(conn: &mut Conn, org: OrgId, entity: EntityId, limit: u32) -> Result<Vec<Candidate>> {
    let sql = format!(
        "SELECT i.id, a.customer_id, d.number, d.body, a.date_due, a.amount_open, a.currency FROM open_amount a \
         JOIN open_item i ON i.org_id = a.org_id AND i.id = a.item_id JOIN document d ON d.org_id = i.org_id AND d.id = i.doc_id \
         WHERE a.org_id = $1 AND i.entity_id = $2 AND a.amount_open > 0 AND i.doc_kind = 'invoice' ORDER BY a.date_due, i.id LIMIT {limit}"
    );
    let rows = conn.rows(&sql, params![org, entity]).await?;
    rows.iter()
        .map(|r| {
            let currency: Currency =
                r.text(6).parse().map_err(|_| StoreError::Bug(format!("currency {}", r.text(6))))?;
            let body: serde_json::Value =
                serde_json::from_str(r.text(3)).map_err(|e| StoreError::Bug(format!("invoice body: {e}")))?;
            let date_due: Date = r.date(4);
            Ok(Candidate {
                item: OpenItemId(r.id(0)),
                customer: r.opt_id(1).map(CustomerId),
                number: r.text(2).to_string(),
                reference: body.get("payment_reference").and_then(|v| v.as_str()).map(Into::into),
                date_due,
                open: Money::new(r.int(5), currency),
            })
        })
        .collect()
}

/// The customer whose account this is: the one whose IBAN it is, or who paid from it before. `None` when unknown or when
/// several share it.
pub async fn customer_of_iban(conn: &mut Conn, org: OrgId, iban: &str) -> Result<Option<CustomerId>> {
    const SQL: &str =
        "SELECT id, body FROM document WHERE org_id = $1 AND kind = 'customer' AND body LIKE $2 ORDER BY id LIMIT 2";
    let pattern = format!("%\"iban\":\"{}\"%", iban.replace(['%', '_', '"', '\\'], ""));
    let rows = conn.rows(SQL, params![org, pattern]).await?;
    Ok(if let [one] = rows.as_slice() { Some(CustomerId(one.id(0))) } else { None })
}
