//! The header line: which delimiter the file uses and where each wanted column stands.

use super::{COLUMNS_MAX, record::Record};
use domain::refusal::Refusal;

/// A column that an import knows, found in the header by any of its names. Case, spaces and punctuation do not count.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    /// Other names for it, the best first: when a file has several of them, the first in this list is taken.
    pub aliases: &'static [&'static str],
    pub required: bool,
}
impl Column {
    pub const fn required(name: &'static str, aliases: &'static [&'static str]) -> Column {
        Column { name, aliases, required: true }
    }
    pub const fn optional(name: &'static str, aliases: &'static [&'static str]) -> Column {
        Column { name, aliases, required: false }
    }
}

/// What the header line said.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// The names as they stand in the file.
    pub found: Vec<String>,
    /// For each known column, which field of the file it is.
    pub places: Vec<Option<usize>>,
}

/// The delimiter under which most known columns are found, and most fields when that does not decide.
pub(super) fn delimiter_of(line: &[u8], columns: &[Column]) -> u8 {
    let score = |delimiter: u8| {
        let names = split(line, delimiter);
        let known = columns.iter().filter(|column| place_of(column, &names).is_some()).count();
        (known, names.len())
    };
    // The last of equals wins, so that a single column is read as comma-separated.
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

fn split(line: &[u8], delimiter: u8) -> Vec<String> {
    let mut record = Record::new(delimiter);
    record.take(line);
    record.finish();
    let starts = std::iter::once(0).chain(record.ends.iter().copied());
    starts.zip(&record.ends).map(|(start, end)| key(&String::from_utf8_lossy(&record.text[start..*end]))).collect()
}

/// What of a name counts: its letters and digits, in lower case.
fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn place_of(column: &Column, keys: &[String]) -> Option<usize> {
    let names = std::iter::once(&column.name).chain(column.aliases);
    names.map(|name| key(name)).find_map(|wanted| keys.iter().position(|key| *key == wanted))
}

impl Header {
    pub fn read(file: &str, line: u64, found: Vec<String>, columns: &[Column]) -> Result<Header, Refusal> {
        if found.len() > COLUMNS_MAX {
            let limit = i64::try_from(COLUMNS_MAX).unwrap_or(i64::MAX);
            return Err(Refusal::invalid("csv_columns_too_many").with("file", file).with("limit", limit));
        }
        let keys: Vec<String> = found.iter().map(|name| key(name)).collect();
        for (at, name) in keys.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            if let Some(first) = keys[..at].iter().position(|earlier| earlier == name) {
                return Err(Refusal::invalid("csv_column_twice")
                    .with("file", file)
                    .with("line", counted(line))
                    .with("column", clipped(&found[at]))
                    .with("first", first + 1)
                    .with("second", at + 1));
            }
        }
        let places: Vec<Option<usize>> = columns.iter().map(|column| place_of(column, &keys)).collect();
        let missing = columns.iter().zip(&places).find(|(column, place)| column.required && place.is_none());
        if let Some((column, _)) = missing {
            let shown: Vec<String> = found.iter().take(30).map(|name| clipped(name)).collect();
            return Err(Refusal::invalid("csv_column_missing")
                .with("file", file)
                .with("line", counted(line))
                .with("column", column.name)
                .with("found", shown.join(", ")));
        }
        Ok(Header { found, places })
    }
}

/// A line or row number as an argument of a refusal.
pub(super) fn counted(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A value short enough to be shown in a sentence.
pub(super) fn clipped(value: &str) -> String {
    const SHOWN: usize = 80;
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    match value.chars().nth(SHOWN) {
        Some(_) => value.chars().take(SHOWN).map(clean).chain(['…']).collect(),
        None => value.chars().map(clean).collect(),
    }
}
