//! One row: its cells as text, and as dates and numbers with refusals that name the place.

use super::{
    Column, Encoding,
    cell::{DateOrder, DecimalSign, read_amount, read_date},
    header::{clipped, counted},
    record::Record,
};
use domain::{dates::Date, refusal::Refusal};
use rust_decimal::Decimal;

/// The decoded cells of the current record.
#[derive(Default)]
pub(super) struct Cells {
    text: String,
    ends: Vec<usize>,
}

/// Bytes that are no text, in the cell with this number (from one).
pub(super) enum Undecodable {
    /// A zero byte: no text file at all.
    Binary,
    Cell {
        column: usize,
        encoding: Encoding,
    },
}
impl Undecodable {
    pub fn refusal(self, file: &str, line: u64) -> Refusal {
        let place = |refusal: Refusal| refusal.with("file", file).with("line", counted(line));
        match self {
            Undecodable::Binary => Refusal::invalid("csv_not_text").with("file", file).with("kind", "binary"),
            Undecodable::Cell { column, encoding } => {
                let name = match encoding {
                    Encoding::Windows1252 => "Windows-1252",
                    Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
                    Encoding::Utf8 | Encoding::Undecided => "UTF-8",
                };
                place(Refusal::invalid("csv_encoding")).with("column", column).with("encoding", name)
            }
        }
    }
}

impl Cells {
    /// Turns the record's bytes into text. The first character beyond ASCII decides an undecided encoding.
    pub fn decode(&mut self, record: &mut Record, encoding: &mut Encoding) -> Result<(), Undecodable> {
        if record.text.contains(&0) {
            return Err(Undecodable::Binary);
        }
        self.text.clear();
        self.ends.clear();
        if record.text.is_ascii() {
            // Swapping spares a copy; the emptied buffer goes back to the record.
            let bytes = std::mem::take(&mut record.text);
            let emptied = std::mem::replace(&mut self.text, String::from_utf8(bytes).unwrap_or_default());
            record.text = emptied.into_bytes();
            std::mem::swap(&mut self.ends, &mut record.ends);
            return Ok(());
        }
        let mut start = 0;
        for (at, end) in record.ends.iter().enumerate() {
            let bytes = &record.text[start..*end];
            let column = at + 1;
            match std::str::from_utf8(bytes) {
                Ok(text) if *encoding != Encoding::Windows1252 => {
                    if *encoding == Encoding::Undecided && !bytes.is_ascii() {
                        *encoding = Encoding::Utf8;
                    }
                    self.text.push_str(text);
                }
                _ => self.decode_bytes(bytes, encoding, column)?,
            }
            self.ends.push(self.text.len());
            start = *end;
        }
        Ok(())
    }

    fn decode_bytes(&mut self, bytes: &[u8], encoding: &mut Encoding, column: usize) -> Result<(), Undecodable> {
        // Windows-1252 leaves five bytes without a character.
        let has_gap = bytes.iter().any(|b| matches!(b, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d));
        if has_gap || !matches!(encoding, Encoding::Undecided | Encoding::Windows1252) {
            return Err(Undecodable::Cell { column, encoding: *encoding });
        }
        *encoding = Encoding::Windows1252;
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
        self.text.push_str(&text);
        Ok(())
    }

    fn get(&self, field: usize) -> &str {
        let start = if field == 0 { 0 } else { self.ends.get(field - 1).copied().unwrap_or(0) };
        let end = self.ends.get(field).copied().unwrap_or(start);
        self.text.get(start..end).unwrap_or_default()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|field| self.get(field))
    }
}

/// A row of the file. Columns are numbered as in the list that the table was opened with.
pub struct Row<'t> {
    pub(super) file: &'t str,
    pub(super) line: u64,
    pub(super) number: u64,
    pub(super) columns: &'static [Column],
    pub(super) places: &'t [Option<usize>],
    pub(super) cells: &'t Cells,
}

impl<'t> Row<'t> {
    /// The line of the file on which it starts, counted from one.
    pub fn line(&self) -> u64 {
        self.line
    }
    /// Its number among the rows, counted from one.
    pub fn number(&self) -> u64 {
        self.number
    }
    /// The cell as it was written; empty when the file has no such column.
    pub fn cell(&self, column: usize) -> &'t str {
        self.places.get(column).copied().flatten().map(|field| self.cells.get(field)).unwrap_or_default()
    }
    /// The cell without spaces around it; `None` when nothing is left.
    pub fn text(&self, column: usize) -> Option<&'t str> {
        Some(self.cell(column).trim()).filter(|text| !text.is_empty())
    }
    /// All cells of the row, in the file's order.
    pub fn cells(&self) -> impl Iterator<Item = &'t str> {
        self.cells.iter()
    }
    /// The cell, which must not be empty.
    pub fn required(&self, column: usize) -> Result<&'t str, Refusal> {
        self.text(column).ok_or_else(|| self.place(Refusal::invalid("csv_cell_empty"), column))
    }
    /// A date that exists; `order` says whether 3/4 is in March or in April.
    pub fn date(&self, column: usize, order: DateOrder) -> Result<Date, Refusal> {
        let text = self.required(column)?;
        read_date(text, order).ok_or_else(|| self.refuse_value(Refusal::invalid("csv_date"), column, text))
    }
    /// A date that may be left out.
    pub fn optional_date(&self, column: usize, order: DateOrder) -> Result<Option<Date>, Refusal> {
        self.text(column).map(|_| self.date(column, order)).transpose()
    }
    /// A number with a decimal point, as programs write it.
    pub fn decimal(&self, column: usize) -> Result<Decimal, Refusal> {
        let text = self.required(column)?;
        domain::money::decimal(text).ok_or_else(|| self.refuse_value(Refusal::invalid("csv_number"), column, text))
    }
    /// A whole number of at least zero.
    pub fn count(&self, column: usize) -> Result<u32, Refusal> {
        let text = self.required(column)?;
        text.parse().map_err(|_| self.refuse_value(Refusal::invalid("csv_count"), column, text))
    }
    /// An amount as people write it, with a decimal comma or a decimal point.
    pub fn amount(&self, column: usize, sign: Option<DecimalSign>) -> Result<Decimal, Refusal> {
        let text = self.required(column)?;
        read_amount(text, sign).map_err(|fault| {
            let refusal = match fault {
                super::cell::AmountFault::Malformed => Refusal::invalid("csv_amount"),
                super::cell::AmountFault::Ambiguous => Refusal::invalid("csv_amount_ambiguous"),
            };
            self.refuse_value(refusal, column, text)
        })
    }
    /// Adds file, line, column and the cell's value to a refusal about it.
    pub fn refuse(&self, refusal: Refusal, column: usize) -> Refusal {
        self.refuse_value(refusal, column, self.cell(column))
    }

    fn refuse_value(&self, refusal: Refusal, column: usize, value: &str) -> Refusal {
        self.place(refusal, column).with("given", clipped(value))
    }
    fn place(&self, refusal: Refusal, column: usize) -> Refusal {
        let name = self.columns.get(column).map(|c| c.name).unwrap_or_default();
        refusal.with("file", self.file).with("line", counted(self.line)).with("column", name)
    }
}
