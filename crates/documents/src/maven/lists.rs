//! The three short files: whom is sold to, what, and by whom.

use super::NamedRow;
use crate::csv::{Column, Row, Table};
use domain::{money::*, refusal::Refusal};
use rust_decimal::Decimal;
use std::{collections::HashMap, io::Read};

/// A buyer.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    pub name: String,
    pub sector: String,
    pub year_established: u32,
    /// In millions of US dollars a year.
    pub revenue: Decimal,
    pub employees: u32,
    /// Name of the country of its head office.
    pub office: String,
    pub subsidiary_of: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ProductRow {
    pub name: String,
    pub series: String,
    /// Suggested price.
    pub price: Money,
}

/// A sales person.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    pub name: String,
    pub manager: String,
    pub office: String,
}

/// The rows of a file that were taken, those that were not, and how many spellings were mended.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken<T> {
    pub rows: Vec<T>,
    pub named: Vec<NamedRow>,
    pub mended: usize,
}

/// What the deals refer to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    pub accounts: Vec<Account>,
    pub products: Vec<ProductRow>,
    pub agents: Vec<Agent>,
}

/// How names stand in the files, and how they are spelt.
const SPELLINGS: &[(&str, &str)] = &[("technolgy", "technology"), ("Philipines", "Philippines"), ("GTXPro", "GTX Pro")];

/// The right spelling, and whether it had to be mended.
pub(super) fn respelt(given: &str) -> (&str, bool) {
    match SPELLINGS.iter().find(|(wrong, _)| *wrong == given) {
        Some((_, right)) => (right, true),
        None => (given, false),
    }
}

/// Reads a file whose first column is a name that stands once.
fn read<T>(
    file: &str,
    columns: &'static [Column],
    source: impl Read,
    mut row: impl FnMut(&Row, &mut usize) -> Result<T, Refusal>,
) -> Result<Taken<T>, Refusal> {
    const NAME: usize = 0;
    let mut table = Table::open(file, columns, source)?;
    let mut taken = Taken { rows: Vec::new(), named: Vec::new(), mended: 0 };
    let mut lines: HashMap<String, u64> = HashMap::new();
    loop {
        let line = table.position().line;
        let read = match table.next_row() {
            Ok(None) => return Ok(taken),
            Ok(Some(cells)) => once(&cells, NAME, &mut lines).and_then(|()| row(&cells, &mut taken.mended)),
            Err(reason) => Err(reason),
        };
        match read {
            Ok(row) => taken.rows.push(row),
            Err(reason) => taken.named.push(NamedRow { line, reason }),
        }
    }
}

/// Refuses a name that stood on an earlier line.
pub(super) fn once(row: &Row, column: usize, lines: &mut HashMap<String, u64>) -> Result<(), Refusal> {
    let name = row.required(column)?;
    if let Some(first) = lines.get(name) {
        let first = i64::try_from(*first).unwrap_or(i64::MAX);
        return Err(row.refuse(Refusal::invalid("csv_twice").with("first", first), column));
    }
    lines.insert(name.to_string(), row.line());
    Ok(())
}

/// A whole amount of US dollars.
pub(super) fn dollars(row: &Row, column: usize) -> Result<Money, Refusal> {
    let currency: Currency = "USD".parse()?;
    let too_large = |_| row.refuse(Refusal::invalid("csv_amount_too_large"), column);
    Money::from_decimal(row.decimal(column)?, currency, Rounding::HalfUp).map_err(too_large)
}

pub fn read_accounts(file: &str, source: impl Read) -> Result<Taken<Account>, Refusal> {
    const COLUMNS: &[Column] = &[
        Column::required("account", &[]),
        Column::required("sector", &[]),
        Column::required("year_established", &[]),
        Column::required("revenue", &[]),
        Column::required("employees", &[]),
        Column::required("office_location", &[]),
        Column::required("subsidiary_of", &[]),
    ];
    read(file, COLUMNS, source, |row, mended| {
        let (sector, sector_mended) = respelt(row.required(1)?);
        let (office, office_mended) = respelt(row.required(5)?);
        let account = Account {
            name: row.required(0)?.to_string(),
            sector: sector.to_string(),
            year_established: row.count(2)?,
            revenue: row.decimal(3)?,
            employees: row.count(4)?,
            office: office.to_string(),
            subsidiary_of: row.text(6).map(String::from),
        };
        *mended += usize::from(sector_mended) + usize::from(office_mended);
        Ok(account)
    })
}

pub fn read_products(file: &str, source: impl Read) -> Result<Taken<ProductRow>, Refusal> {
    const COLUMNS: &[Column] = &[
        Column::required("product", &[]),
        Column::required("series", &[]),
        Column::required("sales_price", &["price"]),
    ];
    read(file, COLUMNS, source, |row, _| {
        let name = row.required(0)?.to_string();
        Ok(ProductRow { name, series: row.required(1)?.to_string(), price: dollars(row, 2)? })
    })
}

pub fn read_agents(file: &str, source: impl Read) -> Result<Taken<Agent>, Refusal> {
    const COLUMNS: &[Column] = &[
        Column::required("sales_agent", &[]),
        Column::required("manager", &[]),
        Column::required("regional_office", &[]),
    ];
    read(file, COLUMNS, source, |row, _| {
        let [name, manager, office] = [row.required(0)?, row.required(1)?, row.required(2)?].map(String::from);
        Ok(Agent { name, manager, office })
    })
}
