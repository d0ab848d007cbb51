//! Payments from a CSV file: the exports of Dutch banks, or a list that somebody kept. Columns are found by their Dutch
//! or English names; amounts may have a decimal comma or point, a sign, or a column that says Af or Bij.
//! Every row has an identity that is the same whenever the bank exports it again, so that importing a file twice, or two
//! files that overlap, books nothing twice. A row that cannot be read is named and the rest is taken.

pub use crate::csv::NamedRow;
use crate::csv::{Column, DateOrder, DecimalSign, Position, Row, Table};
use domain::{dates::Date, identifiers, money::*, refusal::Refusal};
use sha2::{Digest, Sha256};
use std::{collections::HashMap, io::Read};

/// A movement on the bank account.
#[derive(Clone, Debug, PartialEq)]
pub struct BankRow {
    /// Line of the file.
    pub line: u64,
    pub date: Date,
    /// Positive when it came in, negative when it went out.
    pub amount: Money,
    pub counterparty: Option<String>,
    /// Account of the other side; `None` when the file has none, or one that is no IBAN.
    pub iban: Option<String>,
    /// What the payer wrote, its parts joined by spaces.
    pub description: Option<String>,
    /// The bank's own number of the movement.
    pub bank_reference: Option<String>,
    /// Own account and bank reference, or else a digest of the row with the count of rows like it in this file (a bank
    /// exports whole days, so equal rows of one day are always together).
    pub identity: String,
}

const COLUMNS: &[Column] = &[
    Column::required(
        "date",
        &["Datum", "Boekdatum", "Boekingsdatum", "Transactiedatum", "booking date", "posting date"],
    ),
    Column::required("amount", &["Bedrag", "Bedrag (EUR)", "Transactiebedrag", "amount (EUR)", "transaction amount"]),
    Column::optional("currency", &["Munt", "Valuta", "Valutacode", "Muntsoort", "Mutatievaluta"]),
    Column::optional("direction", &["Af Bij", "Bij Af", "CreditDebet", "DebetCredit", "Debit/credit", "D/C", "C/D"]),
    Column::optional(
        "counterparty_name",
        &[
            "Naam tegenpartij",
            "Tegenrekeninghouder",
            "Naam tegenrekening",
            "Naam / Omschrijving",
            "Name / Description",
            "Naam",
            "name",
            "payer",
            "counterparty",
            "Tegenpartij",
        ],
    ),
    Column::optional(
        "counterparty_iban",
        &[
            "Tegenrekening",
            "Tegenrekening IBAN/BBAN",
            "Tegenrekeningnummer",
            "IBAN tegenrekening",
            "IBAN tegenpartij",
            "counterparty account",
            "counterparty",
            "iban",
        ],
    ),
    Column::optional(
        "description",
        &["Omschrijving", "Omschrijving-1", "Mededelingen", "Mededeling", "Notifications", "remittance", "reference"],
    ),
    Column::optional("description_2", &["Omschrijving-2"]),
    Column::optional("description_3", &["Omschrijving-3"]),
    Column::optional("payment_reference", &["Betalingskenmerk"]),
    Column::optional(
        "bank_reference",
        &["Transactiereferentie", "Transactie-ID", "Volgnr", "Volgnummer", "transaction id", "transaction reference"],
    ),
    Column::optional("own_account", &["Rekening", "IBAN/BBAN", "Rekeningnummer", "account"]),
];
const DATE: usize = 0;
const AMOUNT: usize = 1;
const CURRENCY: usize = 2;
const DIRECTION: usize = 3;
const NAME: usize = 4;
const IBAN: usize = 5;
const DESCRIPTIONS: [usize; 4] = [6, 7, 8, 9];
const BANK_REFERENCE: usize = 10;
const OWN_ACCOUNT: usize = 11;

/// What a file does not say about itself.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Of rows without a currency.
    pub currency: Currency,
    /// Which sign stands before the cents; without it a lone 1.234 is refused as ambiguous.
    pub decimal_sign: Option<DecimalSign>,
}

/// The rows of a file, in its order. Memory grows by a few dozen bytes a row, for the identities.
pub struct BankFile<R: Read> {
    table: Table<R>,
    reading: Reading,
    /// How many rows with this digest were seen.
    alike: HashMap<[u8; 16], u32>,
    /// Bank references and the lines they stand on.
    references: HashMap<String, u64>,
}

impl<R: Read> BankFile<R> {
    /// Reads the header.
    pub fn open(file: &str, source: R, reading: Reading) -> Result<BankFile<R>, Refusal> {
        let table = Table::open(file, COLUMNS, source)?;
        Ok(BankFile { table, reading, alike: HashMap::new(), references: HashMap::new() })
    }

    /// Where the next row starts. Reading always begins at the top, because identities count rows; a position tells
    /// how far an import has come.
    pub fn position(&self) -> Position {
        self.table.position()
    }
}

impl<R: Read> Iterator for BankFile<R> {
    type Item = Result<BankRow, NamedRow>;

    fn next(&mut self) -> Option<Result<BankRow, NamedRow>> {
        let line = self.table.position().line;
        let row = match self.table.next_row() {
            Ok(None) => return None,
            Ok(Some(row)) => row,
            Err(reason) => return Some(Err(NamedRow { line, reason })),
        };
        let line = row.line();
        let read =
            read_row(&row, self.reading).and_then(|read| identified(&row, read, &mut self.alike, &mut self.references));
        Some(read.map_err(|reason| NamedRow { line, reason }))
    }
}

/// The row without its identity.
fn read_row(row: &Row, reading: Reading) -> Result<BankRow, Refusal> {
    let currency = match row.text(CURRENCY) {
        Some(code) => code.parse().map_err(|_| row.refuse(Refusal::invalid("csv_currency"), CURRENCY))?,
        None => reading.currency,
    };
    let parts: Vec<&str> = DESCRIPTIONS.iter().filter_map(|column| row.text(*column)).collect();
    Ok(BankRow {
        line: row.line(),
        date: row.date(DATE, DateOrder::DayFirst)?,
        amount: read_amount(row, currency, reading.decimal_sign)?,
        counterparty: row.text(NAME).map(String::from),
        iban: row.text(IBAN).and_then(|text| identifiers::iban(text).ok()),
        description: (!parts.is_empty()).then(|| parts.join(" ")),
        bank_reference: row.text(BANK_REFERENCE).map(String::from),
        identity: String::new(),
    })
}

fn read_amount(row: &Row, currency: Currency, sign: Option<DecimalSign>) -> Result<Money, Refusal> {
    let given = row.amount(AMOUNT, sign)?;
    let too_large = |_| row.refuse(Refusal::invalid("csv_amount_too_large"), AMOUNT);
    let amount = Money::from_decimal(given, currency, Rounding::HalfUp).map_err(too_large)?;
    if amount.decimal() != given {
        let places = i64::from(currency.exponent());
        let refusal = Refusal::invalid("csv_amount_places").with("places", places).with("currency", currency.code());
        return Err(row.refuse(refusal, AMOUNT));
    }
    if amount.is_zero() {
        return Err(row.refuse(Refusal::invalid("bank_amount_zero"), AMOUNT));
    }
    match comes_in(row)? {
        None => Ok(amount),
        Some(true) if amount.is_negative() => Err(row.refuse(Refusal::invalid("bank_sign_conflict"), AMOUNT)),
        Some(true) => Ok(amount),
        Some(false) => Ok(amount.abs().negate()),
    }
}

/// Whether the direction column says that money came in; `None` when the sign of the amount decides.
fn comes_in(row: &Row) -> Result<Option<bool>, Refusal> {
    let Some(text) = row.text(DIRECTION) else { return Ok(None) };
    match text.to_lowercase().as_str() {
        "bij" | "c" | "cr" | "credit" | "crdt" | "+" => Ok(Some(true)),
        "af" | "d" | "db" | "debet" | "debit" | "dbit" | "-" => Ok(Some(false)),
        _ => {
            let refusal = Refusal::invalid("csv_value").with("known", "Bij, Af, Credit, Debet, Debit, C, D");
            Err(row.refuse(refusal, DIRECTION))
        }
    }
}

fn identified(
    row: &Row,
    read: BankRow,
    alike: &mut HashMap<[u8; 16], u32>,
    references: &mut HashMap<String, u64>,
) -> Result<BankRow, Refusal> {
    let own_account = row.text(OWN_ACCOUNT).unwrap_or_default();
    let Some(reference) = &read.bank_reference else {
        let digest = digest(own_account, &read, row.text(IBAN).unwrap_or_default());
        let count = alike.entry(digest).and_modify(|count| *count += 1).or_insert(1);
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        return Ok(BankRow { identity: format!("row:{hex}:{count}"), ..read });
    };
    let identity = format!("ref:{own_account}:{reference}");
    if let Some(first) = references.get(&identity) {
        let first = i64::try_from(*first).unwrap_or(i64::MAX);
        return Err(row.refuse(Refusal::invalid("csv_twice").with("first", first), BANK_REFERENCE));
    }
    references.insert(identity.clone(), read.line);
    Ok(BankRow { identity, ..read })
}

/// What makes a movement itself: not its line, and no balance, which a bank may leave out or round another day.
fn digest(own_account: &str, row: &BankRow, counterparty_account: &str) -> [u8; 16] {
    let mut hash = Sha256::new();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let (date, amount) = (row.date.to_string(), row.amount.to_string());
    let (name, description) = (text(&row.counterparty), text(&row.description));
    for part in [own_account, &date, &amount, counterparty_account, &name, &description] {
        // Lengths keep "ab" + "c" apart from "a" + "bc".
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut digest = [0; 16];
    digest.copy_from_slice(&hash.finalize()[..16]);
    digest
}

#[cfg(test)]
mod tests;
