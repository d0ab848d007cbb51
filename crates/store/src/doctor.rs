//! Proof that the books are whole: each check says how many rows it looked at and names every leak with its amount.

use crate::{Conn, Result, Row, StoreError, facts, params, projections};
use domain::{
    document::Kind,
    ids::*,
    money::{Currency, Money},
};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// What a check found wrong: what it is about, and how much money that is.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub what: String,
    pub amount: Option<Money>,
}

/// One check of the doctor; its sentence is the word `check-<key>`.
#[derive(Clone, Debug)]
pub struct Check {
    pub key: &'static str,
    /// Rows examined.
    pub rows: u64,
    /// A leak that may be nothing but work to do, rather than damage.
    pub is_advice: bool,
    pub findings: Vec<Finding>,
}

/// Findings that one check names at most.
const FINDINGS_MAX: usize = 100;

fn check(key: &'static str, rows: usize, mut findings: Vec<Finding>) -> Check {
    findings.truncate(FINDINGS_MAX);
    Check { key, rows: rows as u64, is_advice: false, findings }
}
fn finding(what: impl Into<String>, amount: Option<Money>) -> Finding {
    Finding { what: what.into(), amount }
}
fn money(minor: i64, code: &str) -> Result<Money> {
    let currency: Currency = code.parse().map_err(|_| StoreError::Bug(format!("currency {code}")))?;
    Ok(Money::new(minor, currency))
}
async fn count(conn: &mut Conn, org: OrgId, table: &str) -> Result<usize> {
    let row = conn.row(&format!("SELECT COUNT(*) FROM {table} WHERE org_id = $1"), params![org]).await?;
    Ok(row.map_or(0, |r| usize::try_from(r.int(0)).unwrap_or(0)))
}

/// All checks on an organisation, but for the bodies of documents.
pub async fn examine(conn: &mut Conn, org: OrgId) -> Result<Vec<Check>> {
    Ok(vec![
        entries_balance(conn, org).await?,
        open_items(conn, org, "receivables", "1300", "'invoice'").await?,
        open_items(conn, org, "unallocated", "1320", "'payment', 'refund'").await?,
        numbers(conn, org).await?,
        deferred(conn, org).await?,
        unbilled(conn, org).await?,
        signed(conn, org).await?,
        delivered(conn, org).await?,
        kept(conn, org).await?,
        chain(conn, org).await?,
    ])
}

async fn entries_balance(conn: &mut Conn, org: OrgId) -> Result<Check> {
    const SUMS: &str = "SELECT entry_id, currency, CAST(SUM(amount) AS BIGINT) FROM posting WHERE org_id = $1 \
        GROUP BY entry_id, currency HAVING SUM(amount) <> 0 ORDER BY entry_id";
    const EMPTY: &str = "SELECT e.id FROM entry e WHERE e.org_id = $1 AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.org_id = e.org_id AND p.entry_id = e.id)";
    let mut findings = Vec::new();
    for r in conn.rows(SUMS, params![org]).await? {
        findings.push(finding(EntryId(r.id(0)).to_string(), Some(money(r.int(2), r.text(1))?)));
    }
    let empty = conn.rows(EMPTY, params![org]).await?;
    findings.extend(empty.iter().map(|r| finding(EntryId(r.id(0)).to_string(), None)));
    Ok(check("entries_balance", count(conn, org, "entry").await?, findings))
}

type Sums = BTreeMap<String, i64>;
async fn sums(conn: &mut Conn, org: OrgId, sql: &str) -> Result<Sums> {
    Ok(conn.rows(sql, params![org]).await?.iter().map(|r| (r.text(0).to_string(), r.int(1))).collect())
}
async fn ledger(conn: &mut Conn, org: OrgId, account: &str) -> Result<Sums> {
    let sql = format!(
        "SELECT currency, CAST(SUM(amount) AS BIGINT) FROM posting WHERE org_id = $1 AND account = '{account}' GROUP BY currency"
    );
    sums(conn, org, &sql).await
}
fn differences(what: &str, left: &Sums, right: &Sums) -> Result<Vec<Finding>> {
    let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    let mut findings = Vec::new();
    for key in keys {
        let by = left.get(key).unwrap_or(&0) - right.get(key).unwrap_or(&0);
        if by != 0 {
            findings.push(finding(what, Some(money(by, key)?)));
        }
    }
    Ok(findings)
}

async fn open_items(conn: &mut Conn, org: OrgId, key: &'static str, account: &str, kinds: &str) -> Result<Check> {
    let sql = format!(
        "SELECT a.currency, CAST(SUM(a.amount_open) AS BIGINT) FROM open_amount a JOIN open_item i ON i.org_id = a.org_id AND i.id = a.item_id \
         WHERE a.org_id = $1 AND i.doc_kind IN ({kinds}) GROUP BY a.currency"
    );
    let open = sums(conn, org, &sql).await?;
    let books = ledger(conn, org, account).await?;
    Ok(check(key, count(conn, org, "open_item").await?, differences(account, &books, &open)?))
}

async fn numbers(conn: &mut Conn, org: OrgId) -> Result<Check> {
    const ISSUED: &str =
        "SELECT id FROM document WHERE org_id = $1 AND kind = 'invoice' AND state = 'issued' AND number = ''";
    let mut findings: Vec<Finding> =
        conn.rows(ISSUED, params![org]).await?.iter().map(|r| finding(Kind::Invoice.show(r.id(0)), None)).collect();
    let mut rows = 0;
    for s in conn.rows("SELECT code, next FROM series WHERE org_id = $1 ORDER BY code", params![org]).await? {
        let prefix = format!("{}-", s.text(0));
        const NUMBERS: &str = "SELECT number FROM document WHERE org_id = $1 AND number LIKE $2";
        let given: BTreeSet<i64> = conn
            .rows(NUMBERS, params![org, format!("{prefix}%")])
            .await?
            .iter()
            .filter_map(|r| r.text(0).strip_prefix(&prefix)?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok())
            .collect();
        rows += given.len();
        let missing = (1..s.int(1)).filter(|n| !given.contains(n));
        findings.extend(missing.map(|n| finding(format!("{prefix}{n:04}"), None)));
        // A number that the series would give once more.
        findings.extend(given.range(s.int(1)..).map(|n| finding(format!("{prefix}{n:04}"), None)));
    }
    Ok(check("numbers", rows, findings))
}

/// Net amounts of invoice lines by how they are earned: order (or the invoice itself), currency, amount.
async fn billed(conn: &mut Conn, org: OrgId, earned: &str) -> Result<Vec<(RawId, String, i64)>> {
    const SQL: &str = "SELECT COALESCE(d.parent_id, d.id), p.body, d.amount FROM document d JOIN document_part p ON p.org_id = d.org_id AND p.doc_id = d.id \
        WHERE d.org_id = $1 AND d.kind = 'invoice' AND d.state = 'issued' AND d.body LIKE '%\"kind\":\"invoice\"%' AND p.kind = 'lines'";
    let mut lines = Vec::new();
    for r in conn.rows(SQL, params![org]).await? {
        let body = json(&r, 1)?;
        if body.get("earned").and_then(Json::as_str) == Some(earned)
            && let Some((minor, code)) = amount(&body, "net")
        {
            lines.push((r.id(0), code, minor));
        }
    }
    Ok(lines)
}
fn json(r: &Row, i: usize) -> Result<Json> {
    serde_json::from_str(r.text(i)).map_err(|e| StoreError::Bug(format!("part body: {e}")))
}
fn amount(body: &Json, field: &str) -> Option<(i64, String)> {
    let money = body.get(field)?;
    Some((money.get("minor")?.as_i64()?, money.get("currency")?.as_str()?.to_string()))
}

/// What is deferred is planned by a schedule, or was invoiced ahead of a delivery that is still to come.
async fn deferred(conn: &mut Conn, org: OrgId) -> Result<Check> {
    const PLANNED: &str = "SELECT s.currency, CAST(SUM(l.amount) AS BIGINT) FROM schedule_line l JOIN schedule s ON s.org_id = l.org_id AND s.id = l.schedule_id \
        WHERE l.org_id = $1 AND NOT EXISTS (SELECT 1 FROM recognition r WHERE r.org_id = l.org_id AND r.schedule_id = l.schedule_id AND r.pos = l.pos) GROUP BY s.currency";
    let planned = sums(conn, org, PLANNED).await?;
    let mut ahead = Sums::new();
    for (_, code, minor) in billed(conn, org, "on_delivery").await? {
        *ahead.entry(code).or_default() += minor;
    }
    for (code, minor) in handed_over(conn, org, "from_deferred").await? {
        *ahead.entry(code).or_default() -= minor;
    }
    let mut findings = Vec::new();
    for (code, balance) in &ledger(conn, org, "1400").await? {
        let unplanned = -balance - planned.get(code).unwrap_or(&0);
        let most = *ahead.get(code).unwrap_or(&0);
        if unplanned < 0 || unplanned > most {
            let by = if unplanned < 0 { unplanned } else { unplanned - most };
            findings.push(finding("1400", Some(money(by, code)?)));
        }
    }
    Ok(check("deferred", count(conn, org, "schedule_line").await?, findings))
}

/// Amounts of what was delivered and not taken back: currency, amount.
async fn handed_over(conn: &mut Conn, org: OrgId, field: &str) -> Result<Vec<(String, i64)>> {
    const SQL: &str = "SELECT p.body FROM document d JOIN document_part p ON p.org_id = d.org_id AND p.doc_id = d.id \
        WHERE d.org_id = $1 AND d.kind = 'delivery' AND d.state = 'delivered' AND p.kind = 'handover'";
    let mut amounts = Vec::new();
    for r in conn.rows(SQL, params![org]).await? {
        amounts.extend(amount(&json(&r, 0)?, field).map(|(minor, code)| (code, minor)));
    }
    Ok(amounts)
}

async fn unbilled(conn: &mut Conn, org: OrgId) -> Result<Check> {
    let (mut waiting, delivered) = (Sums::new(), handed_over(conn, org, "to_unbilled").await?);
    let rows = delivered.len();
    for (code, minor) in delivered {
        *waiting.entry(code).or_default() += minor;
    }
    let billed = billed(conn, org, "unbilled").await?;
    let examined = rows + billed.len();
    for (_, code, minor) in billed {
        *waiting.entry(code).or_default() -= minor;
    }
    Ok(check("unbilled", examined, differences("1310", &ledger(conn, org, "1310").await?, &waiting)?))
}

/// Contracts that were signed and have no order yet.
async fn signed(conn: &mut Conn, org: OrgId) -> Result<Check> {
    const SQL: &str = "SELECT d.id, d.number, d.amount, d.currency, (SELECT COUNT(*) FROM document o WHERE o.org_id = d.org_id AND o.kind = 'order' AND o.parent_id = d.id) \
        FROM document d WHERE d.org_id = $1 AND d.kind = 'contract' AND d.state = 'signed' ORDER BY d.id";
    leaks(conn, org, "signed_unordered", SQL, |n| n == 0).await
}

/// Orders with deliveries that no invoice covers yet.
async fn delivered(conn: &mut Conn, org: OrgId) -> Result<Check> {
    const SQL: &str = "SELECT o.id, o.number, CAST(SUM(p.amount) AS BIGINT), p.currency, CAST(SUM(p.amount) AS BIGINT) FROM posting p \
        JOIN document d ON d.org_id = p.org_id AND d.id = p.doc_id JOIN document o ON o.org_id = d.org_id AND o.id = d.parent_id \
        WHERE p.org_id = $1 AND p.account = '1310' GROUP BY o.id, o.number, p.currency ORDER BY o.id";
    leaks(conn, org, "delivered_uninvoiced", SQL, |n| n > 0).await
}

async fn leaks(conn: &mut Conn, org: OrgId, key: &'static str, sql: &str, leaks: fn(i64) -> bool) -> Result<Check> {
    let rows = conn.rows(sql, params![org]).await?;
    let mut findings = Vec::new();
    for r in rows.iter().filter(|r| leaks(r.int(4))) {
        let amount = r.opt_int(2).zip(r.opt_text(3)).map(|(minor, code)| money(minor, code)).transpose()?;
        findings.push(finding(r.text(1), amount));
    }
    Ok(Check { is_advice: true, ..check(key, rows.len(), findings) })
}

/// Kept projections against what facts say.
async fn kept(conn: &mut Conn, org: OrgId) -> Result<Check> {
    let (mut rows, mut findings) = (0, Vec::new());
    for projection in projections::PROJECTIONS {
        let (kept, computed) = projections::both(conn, org, projection).await?;
        rows += computed.len();
        let (kept, computed): (BTreeSet<&Row>, BTreeSet<&Row>) = (kept.iter().collect(), computed.iter().collect());
        let mut wrong = BTreeSet::new();
        for row in kept.symmetric_difference(&computed).take(FINDINGS_MAX) {
            wrong.insert(format!("{} {}", projection.table, projected(conn, org, projection.table, row).await?));
        }
        findings.extend(wrong.into_iter().map(|what| finding(what, None)));
    }
    Ok(check("projections", rows, findings))
}

/// What a row of a projection is about: account and month, document, or product.
async fn projected(conn: &mut Conn, org: OrgId, table: &str, row: &Row) -> Result<String> {
    const ITEM: &str = "SELECT doc_kind, doc_id FROM open_item WHERE org_id = $1 AND id = $2";
    Ok(match table {
        "balance" => format!("{} {} {}", row.text(2), row.text(3), row.text(4)),
        "open_amount" => {
            let item = conn.row(ITEM, params![org, row.id(1)]).await?;
            let document = item.and_then(|i| Some(Kind::from_noun(i.text(0))?.show(i.id(1))));
            document.unwrap_or_else(|| OpenItemId(row.id(1)).to_string())
        }
        _ => ProductId(row.id(1)).to_string(),
    })
}

/// The chain of hashes over all intents.
async fn chain(conn: &mut Conn, org: OrgId) -> Result<Check> {
    let (mut seq, mut before, mut findings) = (0, vec![0u8; 32], Vec::new());
    loop {
        let page = facts::intents_after(conn, org, seq, 500).await?;
        if page.is_empty() {
            break;
        }
        for (number, intent, hash) in page {
            if number != seq + 1 || intent.link(number, &before)[..] != hash[..] {
                findings.push(finding(intent.id.to_string(), None));
            }
            (seq, before) = (number, hash);
        }
    }
    let last = conn.row("SELECT seq, hash FROM org_sequence WHERE org_id = $1", params![org]).await?;
    if last.is_none_or(|l| l.int(0) != seq || l.blob(1) != before) {
        findings.push(finding(org.to_string(), None));
    }
    Ok(check("chain", usize::try_from(seq).unwrap_or(0), findings))
}

/// What SQLite finds wrong with its file: it reads every page.
pub async fn file_damage(conn: &mut Conn) -> Result<Option<String>> {
    let rows = conn.rows("PRAGMA integrity_check(1)", &[]).await?;
    Ok(rows.first().map(|r| r.text(0).to_string()).filter(|said| said != "ok"))
}

/// Ids of all documents, by kind.
pub async fn documents(conn: &mut Conn, org: OrgId) -> Result<Vec<(Kind, RawId)>> {
    let rows = conn.rows("SELECT kind, id FROM document WHERE org_id = $1 ORDER BY id", params![org]).await?;
    rows.iter()
        .map(|r| {
            let kind = Kind::from_noun(r.text(0)).ok_or_else(|| StoreError::Bug(format!("kind {}", r.text(0))))?;
            Ok((kind, r.id(1)))
        })
        .collect()
}
