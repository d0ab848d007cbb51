//! A sheet: what a template lays out, as plain words and written amounts. Templates decide where, never what.

use domain::{
    dates::Date,
    money::{Currency, Money},
    org::{Address, Country, Entity, Language, Registration},
    refusal::Arg,
};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use serde_json::Value;
use text::{format, t, t_with};

/// Space that does not break, inside amounts and numbers.
pub const FIXED_SPACE: char = '\u{a0}';

#[derive(Debug, Default, Serialize)]
pub struct Sheet {
    #[serde(skip)]
    pub template: &'static str,
    /// What the PDF's own id is made from: the document's id.
    #[serde(skip)]
    pub identity: String,
    /// The payment code as SVG; the template sees only whether there is one.
    #[serde(skip)]
    pub payment_code: Option<String>,
    pub lang: &'static str,
    /// Year, month and day.
    pub date: (i16, i8, i8),
    pub heading: String,
    pub number: String,
    pub subject: Option<String>,
    /// A mark on documents that do not count yet.
    pub stamp: Option<String>,
    pub sender: Party,
    pub recipient: Party,
    pub elsewhere: Option<Party>,
    pub facts: Vec<Fact>,
    pub opening: Vec<String>,
    pub text: Vec<Block>,
    pub table_heading: Option<String>,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// How high each row is, in points; nothing where the typesetter has to find out.
    pub row_heights: Vec<Option<f64>>,
    pub totals: Vec<Total>,
    /// Sentences below the totals, such as the mentions required by law.
    pub mentions: Vec<String>,
    pub payment: Option<Payment>,
    pub closing: Vec<String>,
    pub signing: Option<Signing>,
    pub page_of: String,
}

#[derive(Debug, Default, Serialize)]
pub struct Party {
    pub heading: String,
    pub name: String,
    pub lines: Vec<String>,
    /// Registrations and bank account.
    pub marks: Vec<String>,
    /// How to reach them.
    pub reach: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// A paragraph of a contract.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    Heading { text: String },
    Paragraph { text: String },
    List { items: Vec<String> },
}

#[derive(Debug, Serialize)]
pub struct Column {
    pub label: String,
    /// Figures stand to the right.
    pub figures: bool,
    /// Takes the width that the others leave.
    pub wide: bool,
    /// In points; nothing where the typesetter has to find out.
    pub width: Option<f64>,
}

/// A plain text for the template, unless it has details.
#[derive(Debug, Default)]
pub struct Cell {
    pub text: String,
    pub details: Vec<String>,
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Cell { text, details } = self;
        if details.is_empty() {
            return text.serialize(serializer);
        }
        let mut cell = serializer.serialize_struct("Cell", 2)?;
        cell.serialize_field("text", text)?;
        cell.serialize_field("details", details)?;
        cell.end()
    }
}

#[derive(Debug, Serialize)]
pub struct Total {
    pub label: String,
    pub value: String,
    pub weight: Weight,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    Quiet,
    Plain,
    Sum,
}

#[derive(Debug, Default, Serialize)]
pub struct Payment {
    pub heading: String,
    pub sentence: String,
    pub terms: Vec<Fact>,
    pub facts: Vec<Fact>,
    pub scan: Option<Scan>,
}

#[derive(Debug, Serialize)]
pub struct Scan {
    pub label: String,
    /// For those who cannot see the code.
    pub alt: String,
}

#[derive(Debug, Default, Serialize)]
pub struct Signing {
    pub heading: String,
    pub text: Option<String>,
    pub parties: Vec<Signatory>,
    pub fingerprint: Option<Fact>,
}

#[derive(Debug, Default, Serialize)]
pub struct Signatory {
    pub name: String,
    /// Labels of the lines to fill in by hand.
    pub blanks: Vec<String>,
    /// What stands there when it was signed electronically.
    pub signed: Vec<String>,
}

impl Sheet {
    pub fn new(lang: Language, template: &'static str, date: Date) -> Sheet {
        let places = [("page", Arg::from("{page}")), ("pages", Arg::from("{pages}"))];
        Sheet {
            template,
            lang: lang.code(),
            date: (date.year(), date.month(), date.day()),
            page_of: t_with(lang, "print-page_of", &places),
            ..Sheet::default()
        }
    }

    /// What the document is called, in the title of the file and at the head of later pages.
    pub fn called(&self) -> String {
        let parts = [self.heading.as_str(), self.number.as_str()];
        cleaned(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
    }

    /// The sheet as the template reads it, with every text cleaned.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut value = serde_json::to_value(self)?;
        clean(&mut value);
        serde_json::to_string(&value)
    }
}

/// Longest run of characters that is left without a place to break.
const UNBROKEN_MAX: usize = 36;

/// Takes out what has no place on paper: control characters and marks that turn the direction of writing (they can make a
/// page read differently from its text). Gives very long words places to break, so that they stay in their column.
fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = cleaned(text),
        Value::Array(items) => items.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        _ => {}
    }
}

pub fn cleaned(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.chars() {
        match c {
            '\n' | '\t' | '\r' => out.push(' '),
            c if c.is_control() => continue,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => continue,
            c => out.push(c),
        }
        run = if c.is_whitespace() || c == '-' { 0 } else { run + 1 };
        if run == UNBROKEN_MAX {
            out.push('\u{200b}');
            run = 0;
        }
    }
    out
}

/// The lines of a text, without empty ones.
pub fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_string).collect()
}

/// Paragraphs of a text: an empty line or a line's end begins a new one.
pub fn paragraphs(text: &Option<String>) -> Vec<String> {
    text.as_deref().map(lines).unwrap_or_default()
}

pub fn fact(label: String, value: impl Into<String>) -> Fact {
    Fact { label, value: value.into() }
}

/// An amount with its currency that does not break over two lines.
pub fn money(lang: Language, amount: Money) -> String {
    fixed(&format::money(lang, amount))
}

/// A text whose spaces do not break.
pub fn fixed(text: &str) -> String {
    text.replace(' ', &FIXED_SPACE.to_string())
}

/// The heading of a column of amounts: its currency stands there once.
pub fn in_currency(lang: Language, key: &str, currency: Currency) -> String {
    fixed(&t_with(lang, key, &[("currency", Arg::from(format::currency_symbol(currency)))]))
}

/// Sender of a document that is not an invoice.
pub fn sender(lang: Language, seller: &Entity) -> Party {
    let mut marks = registration(lang, &seller.registration);
    marks.extend(vat_number(lang, &seller.vat_number));
    marks.extend(account(lang, &seller.iban, &seller.bic));
    Party {
        name: seller.legal_name.clone(),
        lines: format::address_lines(lang, &seller.address),
        marks,
        reach: seller.email.iter().chain(&seller.phone).cloned().collect(),
        ..Party::default()
    }
}

pub fn recipient(lang: Language, home: Country, name: &str, address: &Address) -> Party {
    Party { name: name.to_string(), lines: format::address_lines_from(lang, home, address), ..Party::default() }
}

pub fn registration(lang: Language, registration: &Option<Registration>) -> Vec<String> {
    let worded = |r: &Registration| {
        let number = [("number", Arg::from(r.value.as_str()))];
        match r.scheme.as_str() {
            "0106" => t_with(lang, "print-kvk", &number),
            "0190" => t_with(lang, "print-oin", &number),
            _ => t_with(lang, "print-registration", &number),
        }
    };
    registration.iter().map(worded).collect()
}

pub fn vat_number(lang: Language, number: &Option<String>) -> Option<String> {
    number.as_deref().map(|number| t_with(lang, "print-vat_number", &[("number", Arg::from(number))]))
}

pub fn account(lang: Language, iban: &Option<String>, bic: &Option<String>) -> Vec<String> {
    let iban = iban.as_deref().map(|iban| t_with(lang, "print-iban", &[("iban", Arg::from(grouped(iban)))]));
    let bic = bic.as_deref().map(|bic| t_with(lang, "print-bic", &[("bic", Arg::from(bic))]));
    iban.into_iter().chain(bic).collect()
}

/// An IBAN or reference in groups of four, as people read it aloud.
pub fn grouped(code: &str) -> String {
    let tight: Vec<char> = code.chars().filter(|c| !c.is_whitespace()).collect();
    let groups: Vec<String> = tight.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(&FIXED_SPACE.to_string())
}

/// Signing by hand: a name, a position, a date and room for the signature.
pub fn blanks(lang: Language) -> Vec<String> {
    vec![
        t(lang, "print-sign_name"),
        t(lang, "print-sign_role"),
        t(lang, "print-sign_date"),
        t(lang, "print-sign_place"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cleaned_of_what_has_no_place_on_paper() {
        assert_eq!(cleaned("a\u{0}b\tc\nd\u{202e}e"), "ab c de");
        let long = cleaned(&"x".repeat(80));
        assert_eq!(long.matches('\u{200b}').count(), 2);
        assert_eq!(long.replace('\u{200b}', ""), "x".repeat(80));
        assert_eq!(grouped("NL91ABNA0417164300"), "NL91\u{a0}ABNA\u{a0}0417\u{a0}1643\u{a0}00");
    }
}
