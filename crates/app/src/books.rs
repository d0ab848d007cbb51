//! Reading the books: reports, the general ledger of an account, and the journal as text for another program to check.

use crate::{error::Result, read::Reader, runner::App};
use domain::{
    analytics::{self, Facts, Question, Source, Table},
    dates::{Date, Period},
    ids::{EntryId, OrgId},
    ledger::journal,
    money::Currency,
};
use std::collections::BTreeSet;
pub use store::reports::PostingRow as PostingLine;
use store::{Conn, reports};

impl App {
    /// A report as of a day: what is asked within a period covers the year to that day.
    pub async fn report(&self, reader: &Reader, key: &str, as_of: Date) -> Result<Table> {
        let mut tables = self.reports(reader, &[key], as_of).await?;
        Ok(tables.remove(0))
    }

    /// Several reports as of a day, in the order asked; what they have in common is read once.
    pub async fn reports(&self, reader: &Reader, keys: &[&str], as_of: Date) -> Result<Vec<Table>> {
        reader.actor.need("report.read")?;
        let (mut conn, org, mut facts) = (self.db.read().await?, reader.org, Facts::default());
        let (mut tables, mut read) = (Vec::with_capacity(keys.len()), Vec::new());
        for key in keys {
            let report = analytics::report(key)?;
            let within = report.source == Source::BooksWithin;
            let period = within.then(|| Period { start: first_of_year(as_of), end: as_of.add_days(1) });
            let question = Question { as_of, period, by: report.groups.first().copied().unwrap_or_default() };
            if !read.contains(&report.source) {
                load(&mut conn, org, report.source, &question, &mut facts).await?;
                // Both kinds of books stand in one place, so each is read again after the other.
                read.retain(|source| !(is_books(*source) && is_books(report.source)));
                read.push(report.source);
            }
            tables.push((report.compute)(&question, &facts)?);
        }
        Ok(tables)
    }

    /// The postings of an account, newest first.
    pub async fn account(&self, reader: &Reader, account: &str, limit: u32) -> Result<Vec<PostingLine>> {
        reader.actor.need("report.read")?;
        let mut conn = self.db.read().await?;
        Ok(reports::postings(&mut conn, reader.org, account, limit.clamp(1, 10_000)).await?)
    }

    /// The whole journal in plain-text-accounting form.
    pub async fn journal(&self, reader: &Reader) -> Result<String> {
        reader.actor.need("report.read")?;
        let mut conn = self.db.read().await?;
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

fn is_books(source: Source) -> bool {
    matches!(source, Source::BooksUntil | Source::BooksWithin)
}

async fn load(conn: &mut Conn, org: OrgId, source: Source, question: &Question, facts: &mut Facts) -> Result<()> {
    match source {
        Source::Deals => facts.deals = reports::deals(conn, org).await?,
        Source::OpenItems => facts.open_items = reports::open_items(conn, org).await?,
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

fn first_of_year(date: Date) -> Date {
    Date::new(date.year(), 1, 1).unwrap_or(date)
}
