//! Comma-separated files, as spreadsheets and banks write them: read row by row in constant memory, and written so that
//! a spreadsheet shows what was meant. The delimiter is `,` `;` or a tab; the text is UTF-8, UTF-16 or Windows-1252;
//! columns are found by name. Whatever is wrong is refused with file, line and column; no bytes can make it panic.
//!
//! [`Table::open`] reads the header, [`Table::next_row`] the rows. [`Table::position`] says where the next row starts,
//! as a place in the file's own bytes, so that an interrupted import goes on there ([`Table::resume`]).

mod cell;
mod header;
mod record;
mod row;
mod source;
mod table;
mod write;

pub use cell::{DateOrder, DecimalSign, read_amount, read_date};
pub use header::Column;
pub use row::Row;
pub use source::{Encoding, Unpacked};
pub use table::{Position, Table};
pub use write::{Cell, Sheet};

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedRow {
    pub line: u64,
    pub reason: domain::refusal::Refusal,
}

/// Most bytes one cell may hold. More is nearly always a quote that was never closed.
pub const CELL_MAX: usize = 64 * 1024;
/// Most columns a file may have.
pub const COLUMNS_MAX: usize = 512;

#[cfg(test)]
mod tests;
