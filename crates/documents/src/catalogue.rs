//! Catalogues as files: products with their prices, in CSV and in UBL Catalogue. What is written can be read back, and each
//! row that says something impossible is named with its line; what a row leaves out is left as it is.

mod table;
mod xml;

pub use crate::csv::NamedRow;

use domain::{
    catalog::{Charging, Recognition, Supply, TaxClass},
    dates::Date,
    money::{Amount, Currency, Quantity},
    refusal::Refusal,
};
use rust_decimal::Decimal;

/// A product as a file tells of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The line on which it starts.
    pub line: u64,
    pub sku: String,
    pub name: Option<String>,
    pub description: Option<String>,
    pub unit: Option<String>,
    pub supply: Option<Supply>,
    pub tax_class: Option<TaxClass>,
    pub charging: Option<Charging>,
    pub recognition: Option<Recognition>,
    pub lead_time_days: Option<u32>,
    pub series: Option<String>,
    pub cost: Option<Decimal>,
    pub price: Option<Amount>,
    /// How many units the price is for; one when left out.
    pub base: Option<Quantity>,
    /// Of price and cost.
    pub currency: Option<Currency>,
    /// Whether it can still be ordered.
    pub archived: Option<bool>,
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Name of the catalogue, when it says one.
    pub name: Option<String>,
    pub items: Vec<Item>,
    pub named: Vec<NamedRow>,
}

/// The ways a catalogue is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Csv,
    Ubl,
}
impl Format {
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8",
            Format::Ubl => "application/xml",
        }
    }
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Ubl => "xml",
        }
    }
}
impl std::str::FromStr for Format {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Format, Refusal> {
        match text {
            "csv" => Ok(Format::Csv),
            "ubl" => Ok(Format::Ubl),
            other => Err(Refusal::invalid("catalogue_format_unknown").with("given", other).at("format")),
        }
    }
}

/// Reads a catalogue; what begins as XML is UBL. Refuses only a file that is neither.
pub fn read(file: &str, bytes: &[u8]) -> Result<Found, Refusal> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match start.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'<') => xml::read(bytes),
        _ => table::read(file, bytes),
    }
}

/// Who sells, and when the file was made.
#[derive(Clone, Debug)]
pub struct Seller<'a> {
    pub name: &'a str,
    pub on: Date,
    pub currency: Currency,
}

pub fn write(format: Format, seller: &Seller, items: &[Item]) -> String {
    match format {
        Format::Csv => table::write(items),
        Format::Ubl => xml::write(seller, items),
    }
}

#[cfg(test)]
mod tests;
