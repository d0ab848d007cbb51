//! Reading the books: reports, the general ledger of an account, and the journal as text for another program to check.

use crate::{
    error::Result,
    read::{Query, Reader},
    runner::App,
};
use domain::{
    analytics::{self, Facts, Group, Label, Question, Source, Table},
    dates::{Date, Period},
    ids::{CustomerId, EntryId, OrgId},
    ledger::journal,
    money::Currency,
    payment::OpenItem,
    refusal::Refusal,
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};
pub use store::reports::{PostingQuery, PostingRow as PostingLine};
use store::{Conn, reports};

impl App {
    /// A report as of a day: what is asked within a period covers the year to that day. Its deals are put together by what
    /// is asked, or as they are by default.
    pub async fn report(&self, reader: &Reader, key: &str, as_of: Date, by: Option<Group>) -> Result<Table> {
        let report = analytics::report(key)?;
        if let Some(by) = by.filter(|by| !report.groups.contains(by)) {
            return Err(Refusal::invalid("report_group").with("report", key).with("by", by.key()).at("by").into());
        }
        let mut tables = self.reports(reader, &[key], as_of, by).await?;
        Ok(tables.remove(0))
    }

    /// Several reports as of a day, in the order asked; what they have in common is read once.
    pub async fn reports(&self, reader: &Reader, keys: &[&str], as_of: Date, by: Option<Group>) -> Result<Vec<Table>> {
        reader.actor.need("report.read")?;
        let (mut conn, org, mut facts) = (self.db.read_much().await?, reader.org, Facts::default());
        let (mut tables, mut read) = (Vec::with_capacity(keys.len()), Vec::new());
        for key in keys {
            let report = analytics::report(key)?;
            let within = report.source == Source::BooksWithin;
            let period = within.then(|| Period { start: first_of_year(as_of), end: as_of.add_days(1) });
            let by = by.filter(|by| report.groups.contains(by)).or(report.groups.first().copied());
            let question = Question { as_of, period, by: by.unwrap_or_default() };
            if !read.contains(&report.source) {
                self.load(&mut conn, org, report.source, &question, &mut facts).await?;
                // Both kinds of books stand in one place, so each is read again after the other.
                read.retain(|source| !(is_books(*source) && is_books(report.source)));
                read.push(report.source);
            }
            tables.push((report.compute)(&question, &facts)?);
        }
        Ok(tables)
    }

    async fn load(
        &self,
        conn: &mut Conn,
        org: OrgId,
        source: Source,
        question: &Question,
        facts: &mut Facts,
    ) -> Result<()> {
        match source {
            Source::Deals => facts.deals = self.deals.of(conn, org).await?,
            Source::OpenItems => facts.open_items = reports::open_items(conn, org, None).await?,
            Source::IncomeByMonth => facts.income = reports::income(conn, org).await?,
            Source::BooksUntil => facts.books = reports::sums(conn, org, None, question.as_of).await?,
            Source::BooksWithin => {
                let from = question.period.map(|p| p.start);
                let until = question.period.map_or(question.as_of, |p| p.last_day());
                facts.books = reports::sums(conn, org, from, until).await?;
            }
        }
        Ok(())
    }

    /// Postings, newest first.
    pub async fn postings(&self, reader: &Reader, query: &PostingQuery) -> Result<Vec<PostingLine>> {
        reader.actor.need("report.read")?;
        let mut conn = self.db.read_much().await?;
        Ok(reports::postings(&mut conn, reader.org, query).await?)
    }

    /// What is open between the organisation and its customers, or one of them, the longest due first, with their names.
    pub async fn open_items(&self, reader: &Reader, customer: Option<CustomerId>) -> Result<Vec<OpenRow>> {
        reader.actor.need("report.read")?;
        let mut conn = self.db.read_much().await?;
        let items = reports::open_items(&mut conn, reader.org, customer).await?;
        let mut numbers = HashMap::new();
        for some in items.chunks(500) {
            let ids = some.iter().map(|(item, _)| item.document.id).collect();
            let query = Query { ids, limit: 500, ..Query::default() };
            let found = store::document::list(&mut conn, reader.org, &query).await?;
            numbers.extend(found.into_iter().map(|row| (row.id, row.number)));
        }
        let row = |(item, label): (OpenItem, Arc<Label>)| {
            let number = numbers.get(&item.document.id).cloned().unwrap_or_default();
            OpenRow { item, customer: label.name.clone(), number }
        };
        Ok(items.into_iter().map(row).collect())
    }

    /// The whole journal in plain-text-accounting form.
    pub async fn journal(&self, reader: &Reader) -> Result<String> {
        reader.actor.need("report.read")?;
        let mut conn = self.db.read_much().await?;
        let (mut text, mut currencies, mut after) = (String::new(), BTreeSet::<Currency>::new(), None::<EntryId>);
        loop {
            let page = reports::entries_after(&mut conn, reader.org, after, 500).await?;
            let Some((last, ..)) = page.last() else { break };
            after = Some(*last);
            for (id, description, entry) in &page {
                currencies.extend(entry.postings().iter().map(|p| p.amount.currency()));
                text.push('\n');
                text.push_str(&journal::transaction(entry, &id.to_string(), description));
            }
        }
        Ok(journal::preamble(&currencies.into_iter().collect::<Vec<_>>()) + &text)
    }
}

/// An open item with the names people know it by.
#[derive(Clone, Debug)]
pub struct OpenRow {
    pub item: OpenItem,
    pub customer: String,
    /// Of its document.
    pub number: String,
}

fn is_books(source: Source) -> bool {
    matches!(source, Source::BooksUntil | Source::BooksWithin)
}

fn first_of_year(date: Date) -> Date {
    Date::new(date.year(), 1, 1).unwrap_or(date)
}
