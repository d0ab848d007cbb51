//! Sales history in the layout of the UCI "Online Retail" file: one row per invoice line, in pounds sterling, an
//! invoice's rows (nearly) together. Rows become invoices under their own numbers; what is no sale is named with its
//! amount, so that taken + named is the sum of the file to the last tenth of a penny. The rules:
//!
//! 1. A number that starts with C is a credit note; its lines have negative quantities. Any other is an invoice, with
//!    positive quantities. A quantity of the wrong sign, or zero, is named.
//! 2. A number that starts with A is an adjustment for bad debt: no sale, no customer. Its rows are named, and can be
//!    written off by hand.
//! 3. A negative price is named. A price of zero is taken when a customer is known (goods given away) and named when
//!    not: those rows are stock counts (thrown away, damaged, found) that the old system kept among its sales.
//! 4. Without a customer the sale belongs to the counter of its country.
//! 5. An invoice has the date, customer and country of its first row. A later minute is nothing odd; a row with another
//!    customer or country is named, and so is a row whose date or number cannot be read.
//! 6. Rows of one number may stand apart, at most [`APART`] rows; otherwise the file is refused, because an invoice that
//!    was taken cannot grow.
//! 7. A line is quantity times unit price, exactly; the books take it rounded half up to the penny.
//! 8. A row that is damaged (cut off, undecodable) refuses the file: a damaged export is not imported in part.

mod country;
mod line;
mod reader;

pub use country::country_code;
pub use reader::{Cursor, History, Survey, survey};

use domain::{dates::Date, money::*, refusal::Refusal};
use rust_decimal::Decimal;

/// How far apart rows of one invoice may stand.
pub const APART: u64 = 64;
/// Most lines of one invoice, so that memory has a bound.
pub const LINES_MAX: usize = 20_000;

/// What the file's amounts are in.
pub fn currency() -> Currency {
    line::sterling()
}

/// An invoice or credit note from the old system.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryInvoice {
    /// As it stands in the file, with its C.
    pub number: String,
    pub credit: bool,
    pub date: Date,
    /// Seconds since midnight, in the seller's time zone.
    pub second_of_day: u32,
    /// The old system's customer number; `None` is the counter of the country.
    pub customer: Option<String>,
    /// As it stands in the file; [`country_code`] translates it.
    pub country: String,
    pub lines: Vec<HistoryLine>,
}
impl HistoryInvoice {
    /// Sum of the lines as recorded: negative for a credit note.
    pub fn exact(&self) -> Decimal {
        self.lines.iter().map(|line| line.exact).sum()
    }
    /// Sum of the rounded lines: what goes into the books.
    pub fn rounded(&self) -> Money {
        let minor = self.lines.iter().map(|line| line.rounded.minor()).sum();
        Money::new(minor, line::sterling())
    }
}

/// A line; quantity and amounts of a credit note are negative, as in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryLine {
    /// Line of the file.
    pub line: u64,
    pub stock_code: String,
    /// Empty when the file has none.
    pub description: String,
    pub quantity: Quantity,
    pub unit_price: Amount,
    /// Quantity times price.
    pub exact: Decimal,
    pub rounded: Money,
}

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedLine {
    /// Line of the file.
    pub line: u64,
    pub number: String,
    pub reason: Refusal,
    /// Quantity times price; `None` when they cannot be read.
    pub amount: Option<Decimal>,
}

/// What the file gives, in its order.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    Invoice(HistoryInvoice),
    Named(NamedLine),
}

/// Counts and sums of what was taken and what was named.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    pub invoices: u64,
    pub credit_notes: u64,
    pub lines_taken: u64,
    pub lines_named: u64,
    pub taken: Decimal,
    pub named: Decimal,
    /// Sum of the rounded lines taken.
    pub rounded: Decimal,
}
impl Totals {
    pub fn add(&mut self, item: &Item) {
        match item {
            Item::Invoice(invoice) => {
                *if invoice.credit { &mut self.credit_notes } else { &mut self.invoices } += 1;
                self.lines_taken += invoice.lines.len() as u64;
                self.taken += invoice.exact();
                self.rounded += invoice.rounded().decimal();
            }
            Item::Named(named) => {
                self.lines_named += 1;
                self.named += named.amount.unwrap_or_default();
            }
        }
    }
    pub fn lines(&self) -> u64 {
        self.lines_taken + self.lines_named
    }
    /// The sum of the file.
    pub fn exact(&self) -> Decimal {
        self.taken + self.named
    }
    /// What rounding the lines changed: the books less the file.
    pub fn rounding(&self) -> Decimal {
        self.rounded - self.taken
    }
}

#[cfg(test)]
mod tests;
