//! Reading the books: reports, the general ledger of an account, and the journal as text for another program to check.

use crate::{error::Result, read::Reader, runner::App};
use domain::{
    analytics::{self, Facts, Question, Source, Table},
    dates::{Date, Period},
    ids::EntryId,
    ledger::journal,
    money::Currency,
};
use std::collections::BTreeSet;
use store::reports;
pub use store::reports::PostingRow as PostingLine;

impl App {
    /// A report as of a day: what is asked within a period covers the year to that day.
    pub async fn report(&self, reader: &Reader, key: &str, as_of: Date) -> Result<Table> {
        let report = analytics::report(key)?;
        let within = report.source == Source::BooksWithin;
        let period = within.then(|| Period { start: first_of_year(as_of), end: as_of.add_days(1) });
        let by = report.groups.first().copied().unwrap_or_default();
        self.answer(reader, key, &Question { as_of, period, by }).await
    }

    /// A report for any question.
    pub async fn answer(&self, reader: &Reader, key: &str, question: &Question) -> Result<Table> {
        reader.actor.need("report.read")?;
        let report = analytics::report(key)?;
        let (mut conn, org, mut facts) = (self.db.read().await?, reader.org, Facts::default());
        match report.source {
            Source::Deals => facts.deals = reports::deals(&mut conn, org).await?,
            Source::OpenItems => facts.open_items = reports::open_items(&mut conn, org).await?,
            Source::IncomeByMonth => facts.income = reports::income(&mut conn, org).await?,
            Source::BooksUntil => facts.books = reports::sums(&mut conn, org, None, question.as_of).await?,
            Source::BooksWithin => {
                let from = question.period.map(|p| p.start);
                let until = question.period.map_or(question.as_of, |p| p.last_day());
                facts.books = reports::sums(&mut conn, org, from, until).await?;
            }
        }
        Ok((report.compute)(question, &facts)?)
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

fn first_of_year(date: Date) -> Date {
    Date::new(date.year(), 1, 1).unwrap_or(date)
}
