//! Rows for reports: sums of the kept balances, postings, deals and open items with the names people know them by.

use crate::{Conn, Result, Row, StoreError, Value, params, row};
use domain::{
    analytics::{Deal, Label, MonthIncome, Progress},
    dates::Date,
    document::{DocRef, Kind},
    ids::*,
    ledger::{Account, AccountClass, Entry, Posting, report::AccountSum},
    money::{Currency, Money},
    payment::OpenItem,
};
use serde::Deserialize;
use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

fn currency(code: &str) -> Result<Currency> {
    code.parse().map_err(|_| StoreError::Bug(format!("currency {code}")))
}
fn account(code: &str) -> Result<Account> {
    Account::from_code(code).ok_or_else(|| StoreError::Bug(format!("account {code}")))
}

/// Sums of every account over days of `from..=until`: whole months from the kept balances, the last one from postings.
pub async fn sums(conn: &mut Conn, org: OrgId, from: Option<Date>, until: Date) -> Result<Vec<AccountSum>> {
    const MONTHS: &str = "SELECT account, currency, CAST(SUM(debit) AS BIGINT), CAST(SUM(credit) AS BIGINT) FROM balance \
        WHERE org_id = $1 AND month >= $2 AND month < $3 GROUP BY account, currency";
    const DAYS: &str = "SELECT account, currency, CAST(SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS BIGINT), \
        CAST(SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS BIGINT) FROM posting \
        WHERE org_id = $1 AND effective_date >= $2 AND effective_date <= $3 GROUP BY account, currency";
    // A stretch that begins within a month is added up from its postings alone.
    let within = from.filter(|from| *from != from.first_of_month());
    let first = from.map_or_else(|| "0000-00".to_string(), |d| d.to_string()[..7].to_string());
    let last = until.to_string()[..7].to_string();
    let mut rows = match within {
        Some(_) => Vec::new(),
        None => conn.rows(MONTHS, params![org, first, last]).await?,
    };
    rows.extend(conn.rows(DAYS, params![org, within.unwrap_or(until.first_of_month()), until]).await?);
    let sum = |r: &Row| {
        let money = |i| Ok::<_, StoreError>(Money::new(r.int(i), currency(r.text(1))?));
        Ok(AccountSum { account: account(r.text(0))?, debit: money(2)?, credit: money(3)? })
    };
    rows.iter().map(sum).collect()
}

/// Income by account and month.
pub async fn income(conn: &mut Conn, org: OrgId) -> Result<Vec<MonthIncome>> {
    const SQL: &str = "SELECT month, account, currency, CAST(SUM(credit - debit) AS BIGINT) FROM balance WHERE org_id = $1 GROUP BY month, account, currency ORDER BY month";
    let mut months = Vec::new();
    for r in conn.rows(SQL, params![org]).await? {
        let account = account(r.text(1))?;
        let month: Date = format!("{}-01", r.text(0)).parse().map_err(|_| StoreError::Bug(r.text(0).into()))?;
        if account.class() == AccountClass::Income {
            months.push(MonthIncome { month, account, amount: Money::new(r.int(3), currency(r.text(2))?) });
        }
    }
    Ok(months)
}

/// Open items as they stand, of all customers or one, with their customer's name.
pub async fn open_items(
    conn: &mut Conn,
    org: OrgId,
    customer: Option<CustomerId>,
) -> Result<Vec<(OpenItem, Arc<Label>)>> {
    let items = match customer {
        Some(_) => crate::facts::open_items(conn, org, customer, false).await?,
        None => crate::facts::all_open_items(conn, org, 1_000_000).await?,
    };
    let names = labels(conn, org, Kind::Customer).await?;
    let nobody = Arc::new(Label::name(""));
    let label = |item: &OpenItem| item.customer.and_then(|c| names.get(&c.raw()).cloned()).unwrap_or(nobody.clone());
    Ok(items.into_iter().map(|item| (label(&item), item)).map(|(label, item)| (item, label)).collect())
}

pub type Labels = BTreeMap<RawId, Arc<Label>>;

async fn labels(conn: &mut Conn, org: OrgId, kind: Kind) -> Result<Labels> {
    const SQL: &str = "SELECT id, title FROM document WHERE org_id = $1 AND kind = $2";
    let rows = conn.rows(SQL, params![org, kind.noun()]).await?;
    let label = |r: &Row| Arc::new(Label { name: r.text(1).to_string(), key: kind.show(r.id(0)) });
    Ok(rows.iter().map(|r| (r.id(0), label(r))).collect())
}

/// The members of an organisation by their names.
pub async fn members(conn: &mut Conn, org: OrgId) -> Result<Labels> {
    const SQL: &str = "SELECT m.user_id, l.name FROM member m JOIN login l ON l.id = m.user_id WHERE m.org_id = $1";
    let rows = conn.rows(SQL, params![org]).await?;
    let label = |r: &Row| Arc::new(Label { name: r.text(1).to_string(), key: UserId(r.id(0)).to_string() });
    Ok(rows.iter().map(|r| (r.id(0), label(r))).collect())
}

/// The sectors of customers.
async fn sectors(conn: &mut Conn, org: OrgId) -> Result<Labels> {
    #[derive(Deserialize)]
    struct Body {
        sector: Option<String>,
    }
    const SQL: &str = "SELECT id, body FROM document WHERE org_id = $1 AND kind = 'customer'";
    let mut shared: BTreeMap<String, Arc<Label>> = BTreeMap::new();
    let mut sector = |r: &Row| {
        let name = serde_json::from_str::<Body>(r.text(1)).ok()?.sector?;
        let label = shared.entry(name).or_insert_with_key(|name| Arc::new(Label::name(name)));
        Some((r.id(0), Arc::clone(label)))
    };
    Ok(conn.rows(SQL, params![org]).await?.iter().filter_map(&mut sector).collect())
}

/// Every opportunity as reports see it; `members` name its owners.
pub async fn deals(conn: &mut Conn, org: OrgId, members: &Labels) -> Result<Vec<Deal>> {
    /// What no column says of an opportunity.
    #[derive(Deserialize)]
    struct Body<'a> {
        product: Option<ProductId>,
        #[serde(borrow)]
        agent: Option<Cow<'a, str>>,
    }
    let (customers, products) = (labels(conn, org, Kind::Customer).await?, labels(conn, org, Kind::Product).await?);
    let sectors = sectors(conn, org).await?;
    // The day it closed stands where an open one has the day it is expected to.
    const DEALS: &str = "SELECT state, customer_id, owner_id, date, date_due, amount, currency, body FROM document \
        WHERE org_id = $1 AND kind = 'opportunity' ORDER BY id";
    let mut agents: BTreeMap<String, Arc<Label>> = BTreeMap::new();
    let known = |labels: &Labels, id: Option<RawId>| id.and_then(|id| labels.get(&id).cloned());
    let mut deals = Vec::new();
    for r in conn.rows(DEALS, params![org]).await? {
        let body: Body<'_> =
            serde_json::from_str(r.text(7)).map_err(|e| StoreError::Bug(format!("opportunity body: {e}")))?;
        let progress = Progress::new(r.text(0), r.opt_date(4));
        let progress = progress.ok_or_else(|| StoreError::Bug(format!("opportunity in state {}", r.text(0))))?;
        let amount = r.opt_int(5).zip(r.opt_text(6));
        let agent = body.agent.map(|name| {
            let label = agents.entry(name.into_owned());
            Arc::clone(label.or_insert_with_key(|name| Arc::new(Label::name(name))))
        });
        deals.push(Deal {
            amount: amount.map(|(minor, code)| currency(code).map(|c| Money::new(minor, c))).transpose()?,
            engaged: r.opt_date(3),
            expected_close: r.opt_date(4).filter(|_| progress.closed().is_none()),
            agent: agent.or_else(|| known(members, r.opt_id(2))),
            product: known(&products, body.product.map(|p| p.raw())),
            customer: known(&customers, r.opt_id(1)),
            sector: known(&sectors, r.opt_id(1)),
            progress,
        });
    }
    Ok(deals)
}

/// A posting of an account as the general ledger shows it.
#[derive(Clone, Debug)]
pub struct PostingRow {
    pub entry: EntryId,
    pub account: Account,
    pub date: Date,
    pub description: String,
    /// The document, and its number or title.
    pub document: Option<(DocRef, String)>,
    pub amount: Money,
}

/// Which postings are asked for.
#[derive(Clone, Debug, Default)]
pub struct PostingQuery {
    /// Any of these accounts; all of them when none is named.
    pub accounts: Vec<Account>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub limit: u32,
}

/// Postings, newest first.
pub async fn postings(conn: &mut Conn, org: OrgId, query: &PostingQuery) -> Result<Vec<PostingRow>> {
    let mut values = row![org];
    let mut place = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let accounts: Vec<String> = query.accounts.iter().map(|a| place(a.code().into())).collect();
    let mut within =
        if accounts.is_empty() { String::new() } else { format!(" AND p.account IN ({})", accounts.join(", ")) };
    if let Some(from) = query.from {
        within.push_str(&format!(" AND p.effective_date >= {}", place(from.into())));
    }
    if let Some(until) = query.until {
        within.push_str(&format!(" AND p.effective_date <= {}", place(until.into())));
    }
    let sql = format!(
        "SELECT p.entry_id, p.effective_date, e.description, p.amount, p.currency, d.kind, p.doc_id, d.number, d.title, p.account FROM posting p \
         JOIN entry e ON e.org_id = p.org_id AND e.id = p.entry_id LEFT JOIN document d ON d.org_id = p.org_id AND d.id = p.doc_id \
         WHERE p.org_id = $1{within} ORDER BY p.effective_date DESC, p.entry_id DESC, p.pos LIMIT {}",
        query.limit.clamp(1, 10_001)
    );
    let rows = conn.rows(&sql, &values).await?;
    rows.iter()
        .map(|r| {
            let kind = r.opt_text(5).and_then(Kind::from_noun);
            let name = r.opt_text(7).filter(|n| !n.is_empty()).or(r.opt_text(8)).unwrap_or_default();
            Ok(PostingRow {
                entry: EntryId(r.id(0)),
                account: account(r.text(9))?,
                date: r.date(1),
                description: r.text(2).into(),
                document: kind.zip(r.opt_id(6)).map(|(kind, id)| (DocRef { kind, id }, name.to_string())),
                amount: Money::new(r.int(3), currency(r.text(4))?),
            })
        })
        .collect()
}

/// Journal entries after an id, in order of id: entry, its id and description.
pub async fn entries_after(
    conn: &mut Conn,
    org: OrgId,
    after: Option<EntryId>,
    limit: u32,
) -> Result<Vec<(EntryId, String, Entry)>> {
    let sql = format!(
        "SELECT id, entity_id, effective_date, description FROM entry WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT {limit}"
    );
    let after = after.map_or(RawId::default(), |id| id.raw());
    let mut entries = Vec::new();
    for head in conn.rows(&sql, params![org, after]).await? {
        const LINES: &str = "SELECT p.account, p.amount, p.currency, p.customer_id, d.kind, p.doc_id, p.line FROM posting p \
            LEFT JOIN document d ON d.org_id = p.org_id AND d.id = p.doc_id WHERE p.org_id = $1 AND p.entry_id = $2 ORDER BY p.pos";
        let mut lines = Vec::new();
        for r in conn.rows(LINES, params![org, head.id(0)]).await? {
            let kind = r.opt_text(4).and_then(Kind::from_noun);
            lines.push(Posting {
                account: account(r.text(0))?,
                amount: Money::new(r.int(1), currency(r.text(2))?),
                customer: r.opt_id(3).map(CustomerId),
                document: kind.zip(r.opt_id(5)).map(|(kind, id)| DocRef { kind, id }),
                line: r.opt_int(6).and_then(|n| u32::try_from(n).ok()),
            });
        }
        let entry = Entry::new(EntityId(head.id(1)), head.date(2), lines)
            .map_err(|e| StoreError::Bug(format!("entry {}: {e}", EntryId(head.id(0)))))?;
        entries.push((EntryId(head.id(0)), head.text(3).to_string(), entry));
    }
    Ok(entries)
}

/// Credits less debits of an account over all time, by currency.
pub async fn account_totals(conn: &mut Conn, org: OrgId, account: &str) -> Result<Vec<(String, i64)>> {
    const SQL: &str = "SELECT currency, CAST(SUM(credit - debit) AS BIGINT) FROM balance WHERE org_id = $1 AND account = $2 \
        GROUP BY currency ORDER BY currency";
    let rows = conn.rows(SQL, params![org, account]).await?;
    Ok(rows.iter().map(|row| (row.text(0).to_string(), row.int(1))).collect())
}
