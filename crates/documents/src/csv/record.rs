//! Cuts text into records and cells: RFC 4180, with the line ends of every system. Cells are collected without their
//! quotes in one buffer that is used again for each record, so memory does not grow with the file.

use super::{CELL_MAX, COLUMNS_MAX};

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The file ends inside the quotes of the last cell.
    QuoteOpen,
    /// Text follows the closing quote of the last cell; the rest of the line was skipped.
    QuoteStray,
    /// The last cell is too large; nothing behind it was looked at.
    CellTooLarge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// A quote inside a quoted cell: its end, or the first of a doubled quote.
    QuoteSeen,
    /// The rest of a faulty line.
    Skip,
    /// Behind a carriage return: a line feed here belongs to it.
    Return,
    Done,
}

/// The cells of one record, and the machine that collects them.
pub(super) struct Record {
    delimiter: u8,
    state: State,
    /// The cells one after the other.
    pub text: Vec<u8>,
    /// Where each cell ends in `text`. At most one more than [`COLUMNS_MAX`] are kept.
    pub ends: Vec<usize>,
    /// Line ends seen since the record started.
    pub lines: u64,
    pub fault: Option<Fault>,
    /// Line ends before the quote that was opened last.
    pub quote_line: u64,
}

impl Record {
    pub fn new(delimiter: u8) -> Record {
        let state = State::CellStart;
        Record { delimiter, state, text: Vec::new(), ends: Vec::new(), lines: 0, fault: None, quote_line: 0 }
    }

    pub fn start(&mut self) {
        self.state = State::CellStart;
        self.text.clear();
        self.ends.clear();
        self.lines = 0;
        self.fault = None;
        self.quote_line = 0;
    }

    /// Takes bytes until the record ends. Returns how many it took and whether the record is complete.
    pub fn take(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut at = 0;
        while at < bytes.len() && self.state != State::Done {
            let rest = &bytes[at..];
            at += match self.state {
                State::CellStart if rest[0] == b'"' => {
                    self.state = State::Quoted;
                    self.quote_line = self.lines;
                    1
                }
                State::CellStart | State::Plain => self.plain(rest),
                State::Quoted => self.quoted(rest),
                State::QuoteSeen => self.behind_quote(rest[0]),
                State::Skip => self.skip(rest),
                State::Return => {
                    self.state = State::Done;
                    usize::from(rest[0] == b'\n')
                }
                State::Done => 0,
            };
        }
        (at, self.state == State::Done)
    }

    /// The file ends here. False when nothing stood before its end.
    pub fn finish(&mut self) -> bool {
        match self.state {
            State::CellStart if self.ends.is_empty() => return false,
            State::Return | State::Done | State::Skip => return true,
            State::Quoted => self.fault = Some(Fault::QuoteOpen),
            State::CellStart | State::Plain | State::QuoteSeen => {}
        }
        self.end_cell();
        true
    }

    fn plain(&mut self, rest: &[u8]) -> usize {
        let delimiter = self.delimiter;
        let border = rest.iter().position(|b| *b == delimiter || *b == b'\n' || *b == b'\r');
        let length = border.unwrap_or(rest.len());
        self.state = State::Plain;
        self.collect(&rest[..length]);
        match border {
            Some(at) if self.state != State::Done => length + self.border(rest[at]),
            _ => length,
        }
    }

    fn quoted(&mut self, rest: &[u8]) -> usize {
        let quote = rest.iter().position(|b| *b == b'"');
        let length = quote.unwrap_or(rest.len());
        self.lines += rest[..length].iter().filter(|b| **b == b'\n').count() as u64;
        if quote.is_some() {
            self.state = State::QuoteSeen;
        }
        self.collect(&rest[..length]);
        length + usize::from(quote.is_some())
    }

    fn behind_quote(&mut self, byte: u8) -> usize {
        match byte {
            b'"' => {
                self.state = State::Quoted;
                self.collect(b"\"");
                1
            }
            b'\n' | b'\r' => self.border(byte),
            _ if byte == self.delimiter => self.border(byte),
            _ => {
                self.fault = Some(Fault::QuoteStray);
                self.end_cell();
                self.state = State::Skip;
                0
            }
        }
    }

    fn skip(&mut self, rest: &[u8]) -> usize {
        match rest.iter().position(|b| *b == b'\n' || *b == b'\r') {
            Some(at) => {
                self.end_line(rest[at]);
                at + 1
            }
            None => rest.len(),
        }
    }

    /// The delimiter or a line end was met.
    fn border(&mut self, byte: u8) -> usize {
        self.end_cell();
        if byte == self.delimiter {
            self.state = State::CellStart;
        } else {
            self.end_line(byte);
        }
        1
    }

    fn end_line(&mut self, byte: u8) {
        self.lines += 1;
        self.state = if byte == b'\r' { State::Return } else { State::Done };
    }

    fn collect(&mut self, bytes: &[u8]) {
        let start = self.ends.last().copied().unwrap_or(0);
        if self.text.len() + bytes.len() - start > CELL_MAX {
            self.fault = Some(Fault::CellTooLarge);
            self.end_cell();
            self.state = State::Done;
        } else {
            self.text.extend_from_slice(bytes);
        }
    }

    /// Cells behind the last allowed column are only counted up to one, so that the row is known to be too long.
    fn end_cell(&mut self) {
        if self.ends.len() > COLUMNS_MAX {
            self.text.truncate(self.ends.last().copied().unwrap_or(0));
        } else {
            self.ends.push(self.text.len());
        }
    }
}
