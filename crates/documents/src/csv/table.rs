//! Reading a file row by row.

use super::{
    CELL_MAX, Column, Encoding, Row,
    header::{Header, counted, delimiter_of},
    record::{Fault, Record},
    row::Cells,
    source::{Text, length_in_file, unreadable},
};
use domain::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader, Read};

const BUFFER: usize = 128 * 1024;

/// Where the next row starts. Kept as the cursor of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// From the start of the (unpacked) file.
    pub byte: u64,
    /// Counted from one, the header included.
    pub line: u64,
    /// Rows read before it.
    pub row: u64,
    pub encoding: Encoding,
}

/// A file with a header and rows.
pub struct Table<R: Read> {
    file: String,
    columns: &'static [Column],
    header: Header,
    input: BufReader<Text<R>>,
    record: Record,
    cells: Cells,
    at: Position,
    /// Nothing more can be read.
    ended: bool,
}

impl<R: Read> Table<R> {
    /// Reads the header. `file` is the name that refusals show.
    pub fn open(file: &str, columns: &'static [Column], source: R) -> Result<Table<R>, Refusal> {
        let (text, encoding, mark) = Text::open(file, source)?;
        let mut table = Table {
            file: file.to_string(),
            columns,
            header: Header { found: Vec::new(), places: Vec::new() },
            input: BufReader::with_capacity(BUFFER, text),
            record: Record::new(b','),
            cells: Cells::default(),
            at: Position { byte: mark, line: 1, row: 0, encoding },
            ended: false,
        };
        table.read_header()?;
        Ok(table)
    }

    /// Goes on at `at` with a source that stands at that byte of the same file.
    pub fn resume(mut self, source: R, at: Position) -> Table<R> {
        self.input = BufReader::with_capacity(BUFFER, Text::resume(source, at.encoding));
        self.at = at;
        self.ended = false;
        self
    }

    /// Reads on to `at` without looking at the rows: for sources that cannot jump, such as packed files.
    pub fn skip_to(&mut self, at: Position) -> Result<(), Refusal> {
        let wide = matches!(at.encoding, Encoding::Utf16Be | Encoding::Utf16Le);
        loop {
            let buffer = self.input.fill_buf().map_err(|e| unreadable(&self.file, &e))?;
            let left = usize::try_from(at.byte.saturating_sub(self.at.byte)).unwrap_or(usize::MAX);
            // The text of a UTF-16 file has another length than the file, so it is counted character by character.
            let count = match buffer.first() {
                Some(byte) if wide => usize::from(left > 0 || (0x80..=0xbf).contains(byte)),
                _ => left.min(buffer.len()),
            };
            if count == 0 {
                break;
            }
            self.at.byte += length_in_file(&buffer[..count], at.encoding);
            self.input.consume(count);
        }
        self.at = at;
        Ok(())
    }

    /// Where the next row starts.
    pub fn position(&self) -> Position {
        self.at
    }

    pub fn file(&self) -> &str {
        &self.file
    }

    /// The header's names as they stand in the file.
    pub fn found(&self) -> &[String] {
        &self.header.found
    }

    /// The next row that is not blank, or `None` at the end. A refused row is behind the reader: calling again gives
    /// the row after it, unless the rest of the file cannot be told apart, and then `None`.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, Refusal> {
        let line = loop {
            let line = self.at.line;
            if !self.read_record()? {
                return Ok(None);
            }
            self.at.row += 1;
            if let Some(fault) = self.record.fault {
                return Err(self.refuse_fault(fault, line));
            }
            if !self.record.text.is_empty() {
                break line;
            }
            self.at.row -= 1;
        };
        self.check_length(line)?;
        self.cells.decode(&mut self.record, &mut self.at.encoding).map_err(|fault| fault.refusal(&self.file, line))?;
        let (columns, places) = (self.columns, self.header.places.as_slice());
        Ok(Some(Row { file: &self.file, line, number: self.at.row, columns, places, cells: &self.cells }))
    }

    fn read_header(&mut self) -> Result<(), Refusal> {
        // Excel may say its delimiter on a line of its own before the header.
        let mut told = None;
        loop {
            let line = self.at.line;
            let buffer = self.input.fill_buf().map_err(|e| unreadable(&self.file, &e))?;
            let end = buffer.iter().position(|b| *b == b'\n' || *b == b'\r').unwrap_or(buffer.len());
            let first = &buffer[..end];
            let delimiter = told.unwrap_or_else(|| delimiter_of(first, self.columns));
            self.record = Record::new(delimiter);
            let note = match first {
                [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] => Some(*delimiter),
                _ => None,
            };
            told = note.or(told);
            if !self.read_record()? {
                return Err(Refusal::invalid("csv_empty").with("file", &self.file));
            }
            if let Some(fault) = self.record.fault {
                return Err(self.refuse_fault(fault, line));
            }
            if note.is_some() || self.record.text.is_empty() {
                continue;
            }
            let decoded = self.cells.decode(&mut self.record, &mut self.at.encoding);
            decoded.map_err(|fault| fault.refusal(&self.file, line))?;
            let found = self.cells.iter().map(|name| name.trim().to_string()).collect();
            self.header = Header::read(&self.file, line, found, self.columns)?;
            return Ok(());
        }
    }

    /// The next record as bytes; false at the end.
    fn read_record(&mut self) -> Result<bool, Refusal> {
        self.record.start();
        if self.ended {
            return Ok(false);
        }
        let complete = loop {
            let buffer = self.input.fill_buf().map_err(|e| {
                self.ended = true;
                unreadable(&self.file, &e)
            })?;
            if buffer.is_empty() {
                self.ended = true;
                break self.record.finish();
            }
            let (count, complete) = self.record.take(buffer);
            self.at.byte += length_in_file(&buffer[..count], self.at.encoding);
            self.input.consume(count);
            if complete {
                break true;
            }
        };
        self.at.line += self.record.lines;
        self.ended |= self.record.fault == Some(Fault::CellTooLarge);
        Ok(complete)
    }

    fn refuse_fault(&self, fault: Fault, line: u64) -> Refusal {
        let column = self.record.ends.len().max(1);
        let place = |refusal: Refusal, line: u64| {
            refusal.with("file", &self.file).with("line", counted(line)).with("column", column)
        };
        let opened = line + self.record.quote_line;
        match fault {
            Fault::QuoteOpen => place(Refusal::invalid("csv_quote_open"), opened),
            Fault::QuoteStray => place(Refusal::invalid("csv_quote_stray"), opened),
            Fault::CellTooLarge => {
                place(Refusal::invalid("csv_cell_too_large"), line).with("limit", (CELL_MAX / 1024).to_string())
            }
        }
    }

    fn check_length(&self, line: u64) -> Result<(), Refusal> {
        let (has, wants) = (self.record.ends.len(), self.header.found.len());
        let place = |refusal: Refusal| {
            refusal.with("file", &self.file).with("line", counted(line)).with("found", has).with("expected", wants)
        };
        match has.cmp(&wants) {
            std::cmp::Ordering::Less => {
                let missing = self.header.found.get(has).map(String::as_str).unwrap_or_default();
                Err(place(Refusal::invalid("csv_row_short")).with("column", missing))
            }
            std::cmp::Ordering::Greater => Err(place(Refusal::invalid("csv_row_long"))),
            std::cmp::Ordering::Equal => Ok(()),
        }
    }
}
