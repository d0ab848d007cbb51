//! Lists of documents: narrowed, sorted, a page at a time, and counted by state. Every statement is built from the same filter.

use crate::{
    Conn, Result, Row, Value,
    document::{bug, facet},
    row,
};
use domain::{
    dates::Date,
    document::{DocRef, Kind},
    ids::*,
    money::{Currency, Money},
};

/// A row of a list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub kind: Kind,
    pub id: RawId,
    pub number: String,
    pub title: String,
    pub state: String,
    pub customer: Option<CustomerId>,
    pub customer_name: Option<String>,
    pub owner: Option<UserId>,
    pub date: Option<Date>,
    pub date_due: Option<Date>,
    pub amount: Option<Money>,
    pub parent: Option<RawId>,
    pub version: u32,
    pub body: Option<String>,
}
impl Listed {
    pub fn doc_ref(&self) -> DocRef {
        DocRef { kind: self.kind, id: self.id }
    }
}

/// By what a list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Newest first, by id.
    #[default]
    Created,
    Number,
    Title,
    Date,
    DateDue,
    Amount,
    Customer,
}
impl Sort {
    pub const ALL: &'static [(&'static str, Sort)] = &[
        ("created", Sort::Created),
        ("number", Sort::Number),
        ("title", Sort::Title),
        ("date", Sort::Date),
        ("date_due", Sort::DateDue),
        ("amount", Sort::Amount),
        ("customer", Sort::Customer),
    ];
    pub fn parse(s: &str) -> Option<Sort> {
        Sort::ALL.iter().find(|(name, _)| *name == s).map(|(_, sort)| *sort)
    }
    fn expression(self) -> &'static str {
        match self {
            Sort::Created => "d.id",
            Sort::Number => "d.number",
            Sort::Title => "d.title",
            Sort::Date => "COALESCE(d.date, '')",
            Sort::DateDue => "COALESCE(d.date_due, '')",
            Sort::Amount => "COALESCE(d.amount, 0)",
            Sort::Customer => "COALESCE(c.title, '')",
        }
    }
}

/// That a facet has a value, or none.
#[derive(Clone, Debug)]
pub struct FacetIs {
    pub name: &'static str,
    pub value: Option<String>,
    /// The facet of the document's customer instead of its own.
    pub of_customer: bool,
}

/// What a list shows.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub kind: Option<Kind>,
    pub states: Vec<String>,
    pub customer: Option<CustomerId>,
    pub owner: Option<UserId>,
    pub parent: Option<RawId>,
    pub ids: Vec<RawId>,
    /// Belonging to nobody.
    pub unowned: bool,
    /// Of no customer.
    pub no_customer: bool,
    /// Values of its own facets, or of its customer's.
    pub facets: Vec<FacetIs>,
    /// All of these words must begin a word of the document.
    pub search: String,
    pub date_from: Option<Date>,
    pub date_until: Option<Date>,
    pub due_from: Option<Date>,
    pub due_until: Option<Date>,
    pub number: Option<String>,
    pub sort: Sort,
    pub ascending: bool,
    /// Rows after (in the list's order) this document.
    pub after: Option<RawId>,
    /// Rows before it: the page is then turned back into the list's order.
    pub before: Option<RawId>,
    pub limit: u32,
    pub with_body: bool,
}

/// One page of a list. A document that `after` names and that no longer exists gives an empty page.
pub async fn list(conn: &mut Conn, org: OrgId, query: &Query) -> Result<Vec<Listed>> {
    let mut sql = String::from(
        "SELECT d.kind, d.id, d.number, d.title, d.state, d.customer_id, c.title, d.owner_id, d.date, d.date_due, d.amount, d.currency, d.parent_id, d.version",
    );
    sql.push_str(if query.with_body { ", d.body" } else { "" });
    sql.push_str(
        " FROM document d LEFT JOIN document c ON c.org_id = d.org_id AND c.id = d.customer_id WHERE d.org_id = $1",
    );
    let mut values = row![org];
    filter(&mut sql, &mut values, query);
    let key = query.sort.expression();
    let backwards = query.before.is_some();
    if let Some(cursor) = query.after.or(query.before) {
        let n = values.len() + 1;
        values.push(cursor.into());
        let sign = if query.ascending != backwards { ">" } else { "<" };
        sql.push_str(&format!(" AND ({key}, d.id) {sign} (SELECT {}, d2.id FROM document d2 LEFT JOIN document c2 ON c2.org_id = d2.org_id AND c2.id = d2.customer_id WHERE d2.org_id = $1 AND d2.id = ${n})", key.replace("d.", "d2.").replace("c.title", "c2.title")));
    }
    let direction = if query.ascending != backwards { "ASC" } else { "DESC" };
    match query.sort {
        Sort::Created => sql.push_str(&format!(" ORDER BY d.id {direction}")),
        _ => sql.push_str(&format!(" ORDER BY {key} {direction}, d.id {direction}")),
    }
    sql.push_str(&format!(" LIMIT {}", query.limit.clamp(1, 10_001)));
    let mut listed =
        conn.rows(&sql, &values).await?.iter().map(|r| listed(r, query.with_body)).collect::<Result<Vec<_>>>()?;
    if backwards {
        listed.reverse();
    }
    Ok(listed)
}

fn filter(sql: &mut String, values: &mut Vec<Value>, query: &Query) {
    let mut with = |text: &str, value: Value| {
        values.push(value);
        sql.push_str(&text.replace('?', &format!("${}", values.len())));
    };
    if let Some(kind) = query.kind {
        with(" AND d.kind = ?", kind.noun().into());
    }
    if let Some(customer) = query.customer {
        with(" AND d.customer_id = ?", customer.into());
    }
    if let Some(owner) = query.owner {
        with(" AND d.owner_id = ?", owner.into());
    }
    if let Some(parent) = query.parent {
        with(" AND d.parent_id = ?", parent.into());
    }
    if let Some(number) = &query.number {
        // The index holds numbers that were given, and is used only where the statement says so.
        with(" AND d.number <> '' AND d.number = ?", number.as_str().into());
    }
    if let Some(date) = query.date_from {
        with(" AND d.date >= ?", date.into());
    }
    if let Some(date) = query.date_until {
        with(" AND d.date <= ?", date.into());
    }
    if let Some(date) = query.due_from {
        with(" AND d.date_due >= ?", date.into());
    }
    if let Some(date) = query.due_until {
        with(" AND d.date_due <= ?", date.into());
    }
    for wanted in &query.facets {
        let id = if wanted.of_customer { "d.customer_id" } else { "d.id" };
        const HAVING: &str = "(SELECT w.doc_id FROM search_word w WHERE w.org_id = $1 AND";
        match &wanted.value {
            Some(value) => {
                let word = facet(wanted.name, value);
                with(&format!(" AND {id} IN {HAVING} w.word = ?)"), word.into());
            }
            None => {
                let (first, end) = (format!("={}:", wanted.name), format!("={};", wanted.name));
                with(&format!(" AND ({id} IS NULL OR {id} NOT IN {HAVING} w.word >= ?"), first.into());
                with(" AND w.word < ?))", end.into());
            }
        }
    }
    for word in query.search.split_whitespace().take(6) {
        let word = word.to_lowercase();
        with(
            " AND d.id IN (SELECT w.doc_id FROM search_word w WHERE w.org_id = $1 AND w.word >= ?",
            word.as_str().into(),
        );
        with(" AND w.word < ?)", format!("{word}\u{10FFFF}").into());
    }
    if query.unowned {
        sql.push_str(" AND d.owner_id IS NULL");
    }
    if query.no_customer {
        sql.push_str(" AND d.customer_id IS NULL");
    }
    if !query.states.is_empty() {
        let list: Vec<String> = query
            .states
            .iter()
            .map(|s| {
                values.push(s.as_str().into());
                format!("${}", values.len())
            })
            .collect();
        sql.push_str(&format!(" AND d.state IN ({})", list.join(", ")));
    }
    if !query.ids.is_empty() {
        let list: Vec<String> = query
            .ids
            .iter()
            .map(|id| {
                values.push((*id).into());
                format!("${}", values.len())
            })
            .collect();
        sql.push_str(&format!(" AND d.id IN ({})", list.join(", ")));
    }
}

fn listed(r: &Row, with_body: bool) -> Result<Listed> {
    let currency: Option<Currency> = r.opt_text(11).and_then(|c| c.parse().ok());
    Ok(Listed {
        kind: Kind::from_noun(r.text(0)).ok_or_else(|| bug("document kind", r.text(0)))?,
        id: r.id(1),
        number: r.text(2).to_string(),
        title: r.text(3).to_string(),
        state: r.text(4).to_string(),
        customer: r.opt_id(5).map(CustomerId),
        customer_name: r.opt_text(6).map(str::to_string),
        owner: r.opt_id(7).map(UserId),
        date: r.opt_date(8),
        date_due: r.opt_date(9),
        amount: r.opt_int(10).zip(currency).map(|(minor, c)| Money::new(minor, c)),
        parent: r.opt_id(12),
        version: u32::try_from(r.int(13)).unwrap_or(u32::MAX),
        body: if with_body { r.opt_text(14).map(str::to_string) } else { None },
    })
}

/// How many documents of the query's filter are in each state.
pub async fn count_by_state(conn: &mut Conn, org: OrgId, query: &Query) -> Result<Vec<(String, i64)>> {
    let mut sql = String::from("SELECT d.state, COUNT(*) FROM document d WHERE d.org_id = $1");
    let mut values = row![org];
    filter(&mut sql, &mut values, &Query { states: Vec::new(), ..query.clone() });
    sql.push_str(" GROUP BY d.state ORDER BY d.state");
    Ok(conn.rows(&sql, &values).await?.iter().map(|r| (r.text(0).to_string(), r.int(1))).collect())
}
