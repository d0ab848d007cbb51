//! From rows to invoices, in constant memory: rows are held back until no more of their number can come.

use super::{
    APART, HistoryInvoice, HistoryLine, Item, LINES_MAX, NamedLine, Totals,
    line::{self, COLUMNS, COUNTRY, CUSTOMER, Line},
};
use crate::csv::{Position, Row, Table};
use domain::{dates::Date, money::*, refusal::Refusal};
use serde::{Deserialize, Serialize};
use std::{
    collections::{HashMap, VecDeque, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
    io::Read,
};

/// Where to go on after the last item given out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub at: Position,
    /// Invoices given out that rows behind `at` may belong to.
    pub finished: Vec<Finished>,
}

/// An invoice that was given out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    number: String,
    customer: Option<String>,
    country: String,
    /// Line of the file on which its last row stands.
    last_line: u64,
}

impl Finished {
    /// Whether a row on this line may belong to it.
    fn reaches(&self, line: u64) -> bool {
        line <= self.last_line + APART
    }
}

/// The invoices and named rows of a file, in the order of their first rows.
pub struct History<R: Read> {
    table: Table<R>,
    waiting: VecDeque<Waiting>,
    finished: Vec<Finished>,
    /// Line of the last row read.
    line: u64,
    ended: bool,
}

struct Waiting {
    item: Item,
    /// Where its first row stands.
    start: Position,
    last_line: u64,
}

impl<R: Read> History<R> {
    /// Reads the header. For packed files wrap the source in [`crate::csv::Unpacked`].
    pub fn open(file: &str, source: R) -> Result<History<R>, Refusal> {
        let table = Table::open(file, COLUMNS, source)?;
        Ok(History { table, waiting: VecDeque::new(), finished: Vec::new(), line: 0, ended: false })
    }

    /// Goes on at a cursor, reading over what stands before it.
    pub fn skip_to(mut self, cursor: Cursor) -> Result<History<R>, Refusal> {
        self.table.skip_to(cursor.at)?;
        Ok(History { finished: cursor.finished, ..self })
    }

    /// Goes on at a cursor with a source that stands at its byte.
    pub fn resume(self, source: R, cursor: Cursor) -> History<R> {
        History { table: self.table.resume(source, cursor.at), finished: cursor.finished, ..self }
    }

    /// Where to go on after the last item given out.
    pub fn cursor(&self) -> Cursor {
        let at = self.waiting.front().map_or(self.table.position(), |first| first.start);
        let finished = self.finished.iter().filter(|invoice| invoice.reaches(at.line)).cloned().collect();
        Cursor { at, finished }
    }

    fn read_row(&mut self) -> Result<(), Refusal> {
        let start = self.table.position();
        let Some(row) = self.table.next_row()? else {
            self.ended = true;
            return Ok(());
        };
        let last_line = row.line();
        self.line = last_line;
        let judged = match line::read(&row) {
            Ok(line) => match place(&line, &row, &mut self.waiting, &self.finished) {
                Ok(Placed::Here) => return Ok(()),
                Ok(Placed::New) => Item::Invoice(first_of(&line)),
                Ok(Placed::Full) => {
                    let limit = i64::try_from(LINES_MAX).unwrap_or(i64::MAX);
                    let refusal = Refusal::invalid("history_invoice_too_long").with("limit", limit);
                    return Err(row.refuse(refusal.with("number", line.number), CUSTOMER));
                }
                Err(reason) => named(&row, reason, Some(line.exact)),
            },
            Err(not_taken) => named(&row, not_taken.reason, not_taken.amount),
        };
        self.waiting.push_back(Waiting { item: judged, start, last_line });
        Ok(())
    }

    fn first_is_complete(&self) -> bool {
        self.waiting.front().is_some_and(|first| match first.item {
            Item::Named(_) => true,
            Item::Invoice(_) => self.ended || self.line > first.last_line + APART,
        })
    }

    fn give_out(&mut self) -> Option<Item> {
        let Waiting { item, last_line, .. } = self.waiting.pop_front()?;
        let open_from = self.waiting.front().map_or(self.table.position().line, |first| first.start.line);
        self.finished.retain(|invoice| invoice.reaches(open_from));
        if let Item::Invoice(HistoryInvoice { number, customer, country, .. }) = &item {
            let (number, customer, country) = (number.clone(), customer.clone(), country.clone());
            self.finished.push(Finished { number, customer, country, last_line });
        }
        Some(item)
    }
}

impl<R: Read> Iterator for History<R> {
    type Item = Result<Item, Refusal>;

    /// The next item. After a refusal there is nothing more.
    fn next(&mut self) -> Option<Result<Item, Refusal>> {
        while !self.first_is_complete() {
            if self.ended {
                return None;
            }
            if let Err(refusal) = self.read_row() {
                self.waiting.clear();
                self.ended = true;
                return Some(Err(refusal));
            }
        }
        self.give_out().map(Ok)
    }
}

fn named(row: &Row, reason: Refusal, amount: Option<rust_decimal::Decimal>) -> Item {
    Item::Named(NamedLine { line: row.line(), number: line::number(row).to_string(), reason, amount })
}

enum Placed {
    /// The row is in its invoice, or its invoice was given out with it.
    Here,
    New,
    Full,
}

/// Puts a row into the invoice it belongs to; refuses one that contradicts it.
fn place(line: &Line, row: &Row, waiting: &mut VecDeque<Waiting>, finished: &[Finished]) -> Result<Placed, Refusal> {
    if let Some(invoice) = finished.iter().find(|f| f.reaches(line.line) && f.number == line.number) {
        return agrees(line, row, invoice.customer.as_deref(), &invoice.country).map(|()| Placed::Here);
    }
    let mine = waiting.iter_mut().rev().find_map(|waiting| match &mut waiting.item {
        Item::Invoice(invoice) if invoice.number == line.number => Some((invoice, &mut waiting.last_line)),
        _ => None,
    });
    let Some((invoice, last_line)) = mine else { return Ok(Placed::New) };
    // Further away than allowed, it is a new invoice of the same number, which `survey` refuses.
    if line.line > *last_line + APART {
        return Ok(Placed::New);
    }
    agrees(line, row, invoice.customer.as_deref(), &invoice.country)?;
    if invoice.lines.len() >= LINES_MAX {
        return Ok(Placed::Full);
    }
    invoice.lines.push(history_line(line));
    *last_line = line.line;
    Ok(Placed::Here)
}

/// Rule 5.
fn agrees(line: &Line, row: &Row, customer: Option<&str>, country: &str) -> Result<(), Refusal> {
    let differs = |expected: &str, column: usize| {
        let refusal = Refusal::invalid("history_other_customer").with("number", line.number).with("expected", expected);
        Err(row.refuse(refusal, column))
    };
    if line.customer != customer {
        return differs(customer.unwrap_or("-"), CUSTOMER);
    }
    if line.country != country {
        return differs(country, COUNTRY);
    }
    Ok(())
}

fn first_of(line: &Line) -> HistoryInvoice {
    HistoryInvoice {
        number: line.number.to_string(),
        credit: line.credit,
        date: line.date,
        second_of_day: line.second_of_day,
        customer: line.customer.map(String::from),
        country: line.country.to_string(),
        lines: vec![history_line(line)],
    }
}

fn history_line(line: &Line) -> HistoryLine {
    HistoryLine {
        line: line.line,
        stock_code: line.stock_code.to_string(),
        description: line.description.to_string(),
        quantity: Quantity(line.quantity),
        unit_price: Amount(line.price),
        exact: line.exact,
        rounded: line.rounded,
    }
}

/// What an import would do: found out before anything is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survey {
    pub totals: Totals,
    /// Numbers with at least one line taken.
    pub numbers: u64,
    pub date_first: Option<Date>,
    pub date_last: Option<Date>,
    /// The invoice with the most lines.
    pub lines_most: u64,
}

/// Reads the whole file once. Refuses it when it is damaged or when rows of a number stand too far apart.
pub fn survey<R: Read>(history: History<R>) -> Result<Survey, Refusal> {
    let mut survey = Survey::default();
    let file = history.table.file().to_string();
    // A 64-bit hash per number keeps this small; two numbers that share one would only refuse a file.
    let mut lines: HashMap<u64, u64> = HashMap::new();
    for item in history {
        let item = item?;
        survey.totals.add(&item);
        let Item::Invoice(invoice) = item else { continue };
        let mut hash = DefaultHasher::new();
        invoice.number.hash(&mut hash);
        let line = invoice.lines.first().map_or(0, |line| line.line);
        if let Some(earlier) = lines.insert(hash.finish(), line) {
            let shown = |line: u64| i64::try_from(line).unwrap_or(i64::MAX);
            return Err(Refusal::invalid("history_number_scattered")
                .with("file", file)
                .with("number", invoice.number)
                .with("first", shown(earlier))
                .with("again", shown(line)));
        }
        survey.numbers += 1;
        survey.lines_most = survey.lines_most.max(invoice.lines.len() as u64);
        survey.date_first = survey.date_first.into_iter().chain([invoice.date]).min();
        survey.date_last = survey.date_last.into_iter().chain([invoice.date]).max();
    }
    Ok(survey)
}
