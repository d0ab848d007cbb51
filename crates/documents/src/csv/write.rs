//! Writing: cells quoted where needed, and text that a spreadsheet would run as a formula made harmless.

/// A value to write.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// Words from people: names, descriptions, references.
    Text(&'a str),
    /// A number, date or code that this program made; written as it is.
    Plain(&'a str),
    Empty,
}

/// A file in the making. Take what is there with [`Sheet::take`] after some rows, so that a long list needs no memory.
#[derive(Debug)]
pub struct Sheet {
    delimiter: char,
    out: String,
}

impl Sheet {
    /// `delimiter` is `,` for programs, `;` for a spreadsheet that writes decimal commas.
    pub fn new(delimiter: char) -> Sheet {
        Sheet { delimiter, out: String::new() }
    }

    /// Begins with a byte order mark, by which Excel knows UTF-8.
    pub fn for_excel(delimiter: char) -> Sheet {
        Sheet { delimiter, out: String::from('\u{feff}') }
    }

    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        let start = self.out.len();
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.out.push(self.delimiter);
            }
            match cell {
                Cell::Text(text) if runs_as_formula(text) => self.quoted(text, true),
                Cell::Text(text) | Cell::Plain(text) if self.needs_quotes(text) => self.quoted(text, false),
                Cell::Text(text) | Cell::Plain(text) => self.out.push_str(text),
                Cell::Empty => {}
            }
        }
        // A line without anything would be read as no row at all.
        if self.out.len() == start {
            self.out.push_str("\"\"");
        }
        self.out.push_str("\r\n");
    }

    /// What was written since the last call.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    fn needs_quotes(&self, text: &str) -> bool {
        let special = |c: char| c == self.delimiter || matches!(c, '"' | '\n' | '\r' | '\t' | ';');
        text.contains(special) || text.starts_with(' ') || text.ends_with(' ')
    }

    fn quoted(&mut self, text: &str, harmless: bool) {
        self.out.push('"');
        if harmless {
            self.out.push('\'');
        }
        for c in text.chars() {
            if c == '"' {
                self.out.push('"');
            }
            self.out.push(c);
        }
        self.out.push('"');
    }
}

/// Spreadsheets run what starts with one of these signs. A plain number such as -12.50 does no harm.
fn runs_as_formula(text: &str) -> bool {
    let number = domain::money::decimal(text).is_some();
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && !number
}
