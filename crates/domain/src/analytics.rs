//! Figures computed from stored facts: pipeline, win rate, cycle time, deal size, ageing, revenue, and the books. Every
//! report is one pure function from plain rows to a `Table`; page, API, CSV and command line show any table.
//! To add a report: one file here, one line in `REPORTS`.

mod ageing;
mod books;
mod cycle_time;
mod deal_size;
mod group;
mod pipeline;
mod revenue;
mod win_rate;

pub use group::{Group, Label};

use crate::{dates::*, ledger::report::AccountSum, money::*, payment::OpenItem, refusal::Refusal};
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a report reads: the store loads this and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Deals,
    OpenItems,
    /// Income by account and month, within the period.
    IncomeByMonth,
    /// Sums of every account from the beginning until the day asked for.
    BooksUntil,
    /// Sums of every account within the period.
    BooksWithin,
}

/// A report: its name (word key `report-<key>`), what it reads, by what it can be grouped, and how it is computed.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    pub key: &'static str,
    pub source: Source,
    /// The first is the default; empty when its rows are fixed.
    pub groups: &'static [Group],
    pub compute: fn(&Question, &Facts) -> Result<Table, Refusal>,
}

const BY: &[Group] = Group::ALL;

pub const REPORTS: &[Report] = &[
    Report { key: "pipeline", source: Source::Deals, groups: &[], compute: pipeline::pipeline },
    Report { key: "win_rate", source: Source::Deals, groups: BY, compute: win_rate::win_rate },
    Report { key: "cycle_time", source: Source::Deals, groups: BY, compute: cycle_time::cycle_time },
    Report { key: "deal_size", source: Source::Deals, groups: BY, compute: deal_size::deal_size },
    Report { key: "ageing", source: Source::OpenItems, groups: &[], compute: ageing::ageing },
    Report { key: "revenue", source: Source::IncomeByMonth, groups: &[], compute: revenue::revenue },
    Report { key: "trial_balance", source: Source::BooksUntil, groups: &[], compute: books::trial_balance },
    Report { key: "balance_sheet", source: Source::BooksUntil, groups: &[], compute: books::balance_sheet },
    Report { key: "profit_and_loss", source: Source::BooksWithin, groups: &[], compute: books::profit_and_loss },
];

/// The report of a name.
pub fn report(key: &str) -> Result<&'static Report, Refusal> {
    let unknown = || Refusal::not_found("report_unknown").with("report", key).at("report");
    REPORTS.iter().find(|report| report.key == key).ok_or_else(unknown)
}

/// What is asked of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The day the figures stand for.
    pub as_of: Date,
    /// Deals that closed, and amounts posted, within it; everything until `as_of` when absent.
    pub period: Option<Period>,
    pub by: Group,
}
impl Question {
    fn asks_for(&self, date: Date) -> bool {
        self.period.map_or(date <= self.as_of, |period| period.contains(date))
    }
}

/// The rows a report reads; only those of its `Source` are filled.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    pub deals: Arc<Vec<Deal>>,
    /// Open items with the name of their customer.
    pub open_items: Vec<(OpenItem, Arc<Label>)>,
    pub income: Vec<MonthIncome>,
    pub books: Vec<AccountSum>,
}

/// How far an opportunity has come, as reports count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Prospecting,
    Engaged,
    Quoted,
    Won(Date),
    Lost(Date),
}
impl Progress {
    /// From the key of a stage and the day it closed, which an open one does not need.
    pub fn new(stage: &str, closed: Option<Date>) -> Option<Progress> {
        match (stage, closed) {
            ("prospecting", _) => Some(Progress::Prospecting),
            ("engaged", _) => Some(Progress::Engaged),
            ("quoted", _) => Some(Progress::Quoted),
            ("won", Some(on)) => Some(Progress::Won(on)),
            ("lost", Some(on)) => Some(Progress::Lost(on)),
            _ => None,
        }
    }
    pub fn closed(self) -> Option<Date> {
        match self {
            Progress::Won(on) | Progress::Lost(on) => Some(on),
            Progress::Prospecting | Progress::Engaged | Progress::Quoted => None,
        }
    }
}

/// An opportunity as a report sees it. Thousands of deals share their labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Deal {
    pub progress: Progress,
    pub amount: Option<Money>,
    pub engaged: Option<Date>,
    pub expected_close: Option<Date>,
    pub agent: Option<Arc<Label>>,
    pub product: Option<Arc<Label>>,
    pub customer: Option<Arc<Label>>,
    pub sector: Option<Arc<Label>>,
}
impl Deal {
    /// The day it was won or lost.
    pub fn closed(&self) -> Option<Date> {
        self.progress.closed()
    }
    fn is_won(&self) -> bool {
        matches!(self.progress, Progress::Won(_))
    }
}

/// What was earned on one account in one month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthIncome {
    /// Any day of the month.
    pub month: Date,
    pub account: crate::ledger::Account,
    /// Credits less debits.
    pub amount: Money,
}

/// Rows of figures, each of which can lead to what it was computed from.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Table {
    /// The report's name: word key `report-<key>`.
    pub key: &'static str,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Below the rows: one for each currency, or one.
    pub totals: Vec<Row>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Column {
    /// Word key `column-<key>`.
    pub key: &'static str,
    pub kind: ColumnKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    Text,
    Money,
    Count,
    Percent,
    Days,
    Date,
}

#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// The list behind the row, as `noun?field=value&...` with percent-encoded values; the list of that noun takes the
    /// same fields as filters.
    pub drill: Option<String>,
}

/// A value; the column says what kind it is.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Cell {
    /// Nothing to show, such as a win rate without closed deals.
    Empty,
    Text(String),
    /// The key of a word, such as a state.
    Word {
        word: String,
    },
    Money(Money),
    Count(i64),
    /// Rounded half up to two decimals, without trailing zeros.
    Percent(#[schemars(with = "String")] Decimal),
    /// Days, rounded half up to two decimals, without trailing zeros.
    Days(#[schemars(with = "String")] Decimal),
    Date(Date),
    /// The month of this day.
    Month(Date),
}
impl Cell {
    fn word(key: impl Into<String>) -> Cell {
        Cell::Word { word: key.into() }
    }
    fn count(n: usize) -> Cell {
        Cell::Count(i64::try_from(n).unwrap_or(i64::MAX))
    }
    /// `part` of `whole` in per cent; empty when there is no whole.
    fn percent(part: usize, whole: usize) -> Cell {
        let ratio = Decimal::from(part).checked_mul(Decimal::ONE_HUNDRED).and_then(|p| p.checked_div(whole.into()));
        ratio.map_or(Cell::Empty, |ratio| Cell::Percent(rounded(ratio)))
    }
}

/// Deals that were won or lost within what is asked for.
fn closed<'a>(question: &Question, facts: &'a Facts) -> Vec<&'a Deal> {
    facts.deals.iter().filter(|deal| deal.closed().is_some_and(|date| question.asks_for(date))).collect()
}

fn columns(columns: &[(&'static str, ColumnKind)]) -> Vec<Column> {
    columns.iter().map(|(key, kind)| Column { key, kind: *kind }).collect()
}

fn rounded(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// A fraction that is rounded only when it is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Ratio {
    part: i128,
    whole: i128,
}

/// Sum divided by number; `None` of nothing.
fn mean(values: &[i64]) -> Option<Ratio> {
    let whole = i128::try_from(values.len()).ok().filter(|n| *n > 0)?;
    Some(Ratio { part: values.iter().map(|v| i128::from(*v)).sum(), whole })
}

/// The middle value, or the mean of the two in the middle; `None` of nothing.
fn median(values: &[i64]) -> Option<Ratio> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 { mean(&sorted[half..=half]) } else { mean(sorted.get(half.checked_sub(1)?..=half)?) }
}

fn days(value: Option<Ratio>) -> Cell {
    let exact = value.and_then(|r| Decimal::from_i128_with_scale(r.part, 0).checked_div(Decimal::from(r.whole)));
    exact.map_or(Cell::Empty, |days| Cell::Days(rounded(days)))
}

/// A mean of minor units as money, rounded half up (away from zero) to the minor unit.
fn money(value: Option<Ratio>, currency: Currency) -> Cell {
    let Some(Ratio { part, whole }) = value else { return Cell::Empty };
    let minor = (part * 2 + part.signum() * whole) / (whole * 2);
    i64::try_from(minor).map_or(Cell::Empty, |minor| Cell::Money(Money::new(minor, currency)))
}

/// The address of a list: `noun?field=value`, values percent-encoded.
fn drill(noun: &str, filters: &[(&str, &str)]) -> Option<String> {
    let query: Vec<String> = filters.iter().map(|(field, value)| format!("{field}={}", encoded(value))).collect();
    Some(if query.is_empty() { noun.to_string() } else { format!("{noun}?{}", query.join("&")) })
}

fn encoded(value: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~');
    value.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests;
