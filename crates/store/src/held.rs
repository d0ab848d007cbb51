//! A document with many items that stays in memory between edits. Each use asks the database whether it is still the one
//! that is stored; a save writes the head and the rows of the items that changed, and keeps what those rows held before.

use crate::{
    Conn, Result, StoreError, Value,
    document::{Saving, bug, load},
    params, row,
    split::{Part, item, split},
};
use domain::{
    dates::Timestamp,
    document::{Document, Kind},
    ids::*,
};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Room between the rows of items, so that one can be put between two others without moving any.
const GAP: i64 = 1 << 20;

/// What is written at which places; nothing is a row that goes.
type Writes = BTreeMap<i64, Option<Part>>;

/// A document as it was at a version, with the places of the rows of its items.
#[derive(Clone, Debug)]
pub struct Held<D> {
    pub doc: D,
    pub version: u32,
    updated_at: Timestamp,
    /// The text of its head.
    head: String,
    /// Where the row of each item stands, in the items' order.
    places: Vec<i64>,
}

/// The document, `known` when that is still what is stored. `part` names its items. On PostgreSQL, with `lock`, its row
/// stays locked until the end.
pub async fn hold<D: Document>(
    conn: &mut Conn,
    (org, id): (OrgId, RawId),
    part: &'static str,
    lock: bool,
    known: Option<Arc<Held<D>>>,
) -> Result<Option<Arc<Held<D>>>> {
    const HEAD: &str = "SELECT kind, version, schema_no, updated_at, body FROM document WHERE org_id = $1 AND id = $2";
    let sql = if lock { format!("{HEAD}{}", conn.kind().for_update()) } else { HEAD.to_string() };
    let Some(head) = conn.row(&sql, params![org, id]).await? else { return Ok(None) };
    if Kind::from_noun(head.text(0)) != Some(D::KIND) {
        return Ok(None);
    }
    let (version, updated_at) = (u32::try_from(head.int(1)).unwrap_or(u32::MAX), head.timestamp(3));
    if let Some(known) = known.filter(|known| known.version == version && known.updated_at == updated_at) {
        return Ok(Some(known));
    }
    const PARTS: &str =
        "SELECT kind, pos, body FROM document_part WHERE org_id = $1 AND doc_id = $2 ORDER BY kind, pos";
    let rows = conn.rows(PARTS, params![org, id]).await?;
    let places = rows.iter().filter(|row| row.text(0) == part).map(|row| row.int(1)).collect();
    let doc = if head.int(2) == i64::from(D::SCHEMA) {
        let items = rows.iter().map(|row| (row.text(0), row.text(2)));
        let text = whole(head.text(4), D::PARTS, items);
        serde_json::from_str(&text).map_err(|e| bug(&format!("body of {}", D::KIND.show(id)), e))?
    } else {
        load::<D>(conn, org, id, false).await?.ok_or(StoreError::Conflict)?.0
    };
    Ok(Some(Arc::new(Held { doc, version, updated_at, head: head.text(4).to_string(), places })))
}

/// The text of a document: its head with the items in their places. Reading it at once takes a third of the time of
/// reading it as a tree.
pub(crate) fn whole<'a>(head: &str, parts: &[&str], items: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = head.strip_suffix('}').unwrap_or(head).to_string();
    let mut by_part: BTreeMap<&str, Vec<&str>> = parts.iter().map(|part| (*part, Vec::new())).collect();
    items.for_each(|(part, item)| by_part.entry(part).or_default().push(item));
    for (part, items) in by_part {
        let comma = if text.len() > 1 { "," } else { "" };
        text.push_str(&format!("{comma}\"{part}\":[{}]", items.join(",")));
    }
    text.push('}');
    text
}

/// What changed since a document was held: the items as they are now, each with its number, and the numbers of those
/// before. Items are known by number, since their places change.
pub struct Change<'a, T> {
    pub part: &'static str,
    /// The numbers of the items before, in their order.
    pub before: &'a [u32],
    /// The items now, in their order.
    pub now: Vec<(u32, &'a T)>,
    /// Whose content changed.
    pub touched: &'a BTreeSet<u32>,
    /// Which stand among others than before.
    pub moved: &'a BTreeSet<u32>,
}

impl<D: Document> Held<D> {
    /// Writes the next version: the head, which is that of `bare` (the document without its items), and the rows that
    /// changed. Returns what can be held from then on, but for the document itself. A version that somebody else saved
    /// first is a `Conflict`.
    pub async fn save<T: Serialize>(
        &self,
        conn: &mut Conn,
        saving: Saving,
        (doc, bare): (&D, &D),
        change: &Change<'_, T>,
    ) -> Result<(Timestamp, String, Vec<i64>)> {
        let head = split(bare)?.head;
        let (places, writes) = self.writes(change)?;
        const SQL: &str = "UPDATE document SET amount = $4, currency = $5, version = version + 1, updated_at = $6, body = $7 \
            WHERE org_id = $1 AND id = $2 AND version = $3";
        let columns = doc.head();
        let (amount, currency) =
            (columns.amount.map(|m| m.minor()), columns.amount.map(|m| m.currency().code().to_string()));
        let (org, id) = (saving.org, doc.raw_id());
        let values = row![org, id, self.version, amount, currency, saving.at, head.as_str()];
        if conn.exec(SQL, &values).await? != 1 {
            return Err(StoreError::Conflict);
        }
        let old = write_rows(conn, (org, id), change.part, &writes).await?;
        let parts = BTreeMap::from([(change.part, old)]);
        let parts = serde_json::to_string(&parts).map_err(|e| bug("history", e))?;
        let body = format!("{{\"head\":{},\"parts\":{parts}}}", self.head);
        let values = row![org, id, self.version, saving.intent, body];
        conn.insert("document_history", "org_id, doc_id, version, intent_id, body", &[values]).await?;
        Ok((saving.at, head, places))
    }

    /// What is held after a save.
    pub fn after(doc: D, version: u32, (updated_at, head, places): (Timestamp, String, Vec<i64>)) -> Held<D> {
        Held { doc, version, updated_at, head, places }
    }

    /// The places of all rows, and what is written at which of them: nothing is a row that goes.
    fn writes<T: Serialize>(&self, change: &Change<'_, T>) -> Result<(Vec<i64>, Writes)> {
        let same_order = change.moved.is_empty() && change.before.len() == change.now.len();
        let old: BTreeMap<u32, i64> = match same_order {
            true => BTreeMap::new(),
            false => change.before.iter().copied().zip(self.places.iter().copied()).collect(),
        };
        let places = if same_order {
            self.places.clone()
        } else {
            let kept = |(no, _): &(u32, &T)| old.get(no).copied().filter(|_| !change.moved.contains(no));
            let kept: Vec<Option<i64>> = change.now.iter().map(kept).collect();
            between(&kept).unwrap_or_else(|| (1i64..).map(|n| n * GAP).take(kept.len()).collect())
        };
        let mut writes = Writes::new();
        if !same_order {
            let now: BTreeSet<i64> = places.iter().copied().collect();
            writes.extend(self.places.iter().filter(|place| !now.contains(place)).map(|place| (*place, None)));
        }
        for ((no, value), place) in change.now.iter().zip(&places) {
            let stays = same_order || old.get(no) == Some(place);
            if !stays || change.touched.contains(no) {
                writes.insert(*place, Some(item(change.part, *place, value).map_err(|e| bug(change.part, e))?));
            }
        }
        Ok((places, writes))
    }
}

/// Writes rows and returns what those that changed held before, by place.
async fn write_rows(
    conn: &mut Conn,
    (org, id): (OrgId, RawId),
    part: &str,
    writes: &Writes,
) -> Result<Map<String, Json>> {
    const OLD: &str = "SELECT body FROM document_part WHERE org_id = $1 AND doc_id = $2 AND kind = $3 AND pos = $4";
    const UPDATE: &str = "UPDATE document_part SET product_id = $5, quantity = $6, amount = $7, body = $8 WHERE org_id = $1 AND doc_id = $2 AND kind = $3 AND pos = $4";
    const DELETE: &str = "DELETE FROM document_part WHERE org_id = $1 AND doc_id = $2 AND kind = $3 AND pos = $4";
    let mut kept = Map::new();
    let mut new: Vec<Vec<Value>> = Vec::new();
    for (place, write) in writes {
        let old = conn.row(OLD, params![org, id, part, *place]).await?.map(|row| row.text(0).to_string());
        if let Some(old) = &old {
            kept.insert(place.to_string(), serde_json::from_str(old).map_err(|e| bug("part body", e))?);
        }
        match (write, old) {
            (Some(write), Some(_)) => {
                let (columns, body) = (&write.columns, write.body.as_str());
                let values = params![org, id, part, *place, columns.product, columns.quantity, columns.amount, body];
                conn.exec(UPDATE, values).await?;
            }
            (Some(write), None) => {
                let columns = &write.columns;
                let body = write.body.as_str();
                new.push(row![org, id, part, *place, columns.product, columns.quantity, columns.amount, body]);
            }
            (None, Some(_)) => {
                conn.exec(DELETE, params![org, id, part, *place]).await?;
            }
            (None, None) => {}
        }
    }
    conn.insert("document_part", crate::document::PART_COLUMNS, &new).await?;
    Ok(kept)
}

/// Ascending places: those that are known stay, the others come between them. `None` when there is no room.
fn between(known: &[Option<i64>]) -> Option<Vec<i64>> {
    let mut places = Vec::with_capacity(known.len());
    let mut last: Option<i64> = None;
    let mut at = 0;
    while at < known.len() {
        let open = known[at..].iter().take_while(|place| place.is_none()).count();
        let next = known.get(at + open).copied().flatten();
        let count = i64::try_from(open).ok()?;
        let (from, step) = match (last, next) {
            (None, None) => (0, GAP),
            (Some(last), None) => (last, GAP),
            (last, Some(next)) => {
                let from = last.unwrap_or_else(|| next.saturating_sub(GAP.saturating_mul(count + 1)));
                (from, next.checked_sub(from)? / (count + 1))
            }
        };
        if open > 0 && step < 1 {
            return None;
        }
        places.extend((1..=count).map(|n| from + n * step));
        if let Some(next) = next {
            if places.last().or(last.as_ref()).is_some_and(|before| *before >= next) {
                return None;
            }
            places.push(next);
        }
        last = places.last().copied();
        at += open + 1;
    }
    Some(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_between_others_while_there_is_room() {
        let check = |known: &[Option<i64>], expected: Option<&[i64]>| {
            assert_eq!(between(known).as_deref(), expected, "{known:?}");
        };
        check(&[], Some(&[]));
        check(&[Some(0), Some(1)], Some(&[0, 1]));
        check(&[Some(0), Some(1), None], Some(&[0, 1, 1 + GAP]));
        check(&[None, None], Some(&[GAP, 2 * GAP]));
        check(&[None, Some(0)], Some(&[-GAP, 0]));
        check(&[Some(0), None, Some(1)], None);
        check(&[Some(0), None, None, Some(9)], Some(&[0, 3, 6, 9]));
        check(&[Some(5), Some(3)], None);
    }

    #[test]
    fn a_text_is_the_head_with_its_items() {
        let items = [("lines", "{\"no\":1}"), ("lines", "2")].into_iter();
        assert_eq!(whole("{\"a\":1}", &["lines", "steps"], items), "{\"a\":1,\"lines\":[{\"no\":1},2],\"steps\":[]}");
        assert_eq!(whole("{}", &["lines"], [].into_iter()), "{\"lines\":[]}");
    }
}
