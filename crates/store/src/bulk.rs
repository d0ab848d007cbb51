//! Many documents of a kind at once, for what looks over a whole portfolio: two statements a page, whatever its size.

use crate::{
    Conn, Result,
    document::{Listed, Query, bug, list, load},
    held::whole,
    row,
};
use domain::{document::Document, ids::*};
use std::collections::HashMap;

/// The documents that a list finds, in its order, with only one of their parts: the other parts are empty. Of the query's
/// kind, which is `D`'s.
pub async fn load_page<D: Document>(
    conn: &mut Conn,
    org: OrgId,
    query: &Query,
    part: &str,
) -> Result<Vec<(Listed, D)>> {
    let heads = list(conn, org, &Query { with_body: true, ..query.clone() }).await?;
    if heads.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (0..heads.len()).map(|n| format!("${}", n + 3)).collect();
    let sql = format!(
        "SELECT doc_id, body FROM document_part WHERE org_id = $1 AND kind = $2 AND doc_id IN ({}) ORDER BY doc_id, pos",
        marks.join(", ")
    );
    let mut values = row![org, part];
    values.extend(heads.iter().map(|head| head.id.into()));
    let rows = conn.rows(&sql, &values).await?;
    let mut items: HashMap<RawId, Vec<&str>> = HashMap::new();
    rows.iter().for_each(|row| items.entry(row.id(0)).or_default().push(row.text(1)));
    let mut found = Vec::with_capacity(heads.len());
    for head in heads {
        let of_it = items.remove(&head.id).unwrap_or_default();
        let text = whole(head.body.as_deref().unwrap_or("{}"), D::PARTS, of_it.into_iter().map(|item| (part, item)));
        let doc = match serde_json::from_str(&text) {
            Ok(doc) => doc,
            // Written under an earlier schema: read the long way.
            Err(error) => match load::<D>(conn, org, head.id, false).await? {
                Some((doc, _)) => doc,
                None => return Err(bug(&format!("body of {}", D::KIND.show(head.id)), error)),
            },
        };
        found.push((head, doc));
    }
    Ok(found)
}
