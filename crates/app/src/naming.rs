//! Refusals name documents as people do: by number. The domain knows ids only; the number is looked up where the refusal
//! leaves the transaction.

use domain::{
    document::Kind,
    ids::{OrgId, parse_any},
    refusal::{Arg, Refusal},
};
use store::{Conn, document::Query};

/// Puts numbers in place of the ids in a refusal, as far as the documents have any. What says `id` asks for the id itself.
pub(crate) async fn by_number(conn: &mut Conn, org: OrgId, mut refusal: Refusal) -> Refusal {
    for (name, arg) in &mut refusal.args {
        let Arg::Text(text) = arg else { continue };
        let Ok((prefix, id)) = parse_any(text) else { continue };
        let Some(kind) = Kind::from_prefix(prefix).filter(|_| *name != "id") else { continue };
        let query = Query { kind: Some(kind), ids: vec![id], limit: 1, ..Query::default() };
        // The refusal is what matters; when nothing more can be read here, it stays as it is.
        let Ok(found) = store::document::list(conn, org, &query).await else { continue };
        if let Some(known) = found.first().filter(|known| !known.number.is_empty()) {
            *text = known.number.clone();
        }
    }
    refusal
}
