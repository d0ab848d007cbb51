//! What was sold across a border to who pays VAT like a consumer: it decides in which state the next such sale is taxed.

use crate::{Conn, Result, params};
use domain::{
    dates::Date,
    ids::{EntityId, OrgId},
};

/// Net cents in euro of issued lines that were, or below the threshold would be, taxed where the buyer is, less what was
/// credited; dated `from..=until`. Lines in other currencies are not counted.
pub async fn distance_sales(conn: &mut Conn, org: OrgId, entity: EntityId, from: Date, until: Date) -> Result<i64> {
    const SQL: &str = "SELECT CAST(COALESCE(SUM(CASE WHEN d.amount < 0 THEN -p.amount ELSE p.amount END), 0) AS BIGINT) \
        FROM document d JOIN document_part p ON p.org_id = d.org_id AND p.doc_id = d.id AND p.kind = 'lines' \
        WHERE d.org_id = $1 AND d.kind = 'invoice' AND d.state <> 'draft' AND d.entity_id = $2 AND d.currency = 'EUR' \
        AND d.date >= $3 AND d.date <= $4 AND (p.body LIKE '%\"vat_destination%' OR p.body LIKE '%\"vat_origin_below_threshold\"%')";
    Ok(conn.row(SQL, params![org, entity, from, until]).await?.map_or(0, |r| r.int(0)))
}
