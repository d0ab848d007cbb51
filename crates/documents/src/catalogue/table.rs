//! A catalogue as comma-separated values, one product a row; columns are found by name and all but the first may be missing.

use super::{Found, Item, NamedRow};
use crate::csv::{Cell, Column, Row, Sheet, Table, Unpacked};
use domain::{money::*, refusal::Refusal};
use rust_decimal::Decimal;
use serde::{Serialize, de::DeserializeOwned};

const COLUMNS: &[Column] = &[
    Column::required("sku", &["article", "article number", "artikelnummer", "product"]),
    Column::optional("name", &["naam"]),
    Column::optional("description", &["omschrijving"]),
    Column::optional("unit", &["eenheid"]),
    Column::optional("supply", &["soort"]),
    Column::optional("tax_class", &["btw-tarief"]),
    Column::optional("charging", &[]),
    Column::optional("recognition", &[]),
    Column::optional("lead_time_days", &["lead time", "levertijd"]),
    Column::optional("series", &["serie"]),
    Column::optional("cost", &["kostprijs"]),
    Column::optional("price", &["list price", "prijs"]),
    Column::optional("per", &["price base quantity"]),
    Column::optional("currency", &["valuta"]),
    Column::optional("archived", &["gearchiveerd"]),
];

pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Found, Refusal> {
    let mut table = Table::open(file, COLUMNS, Unpacked::open(file, bytes)?)?;
    let mut found = Found::default();
    loop {
        let line = table.position().line;
        match table.next_row() {
            Ok(None) => return Ok(found),
            Ok(Some(row)) => match item(&row) {
                Ok(item) => found.items.push(item),
                Err(reason) => found.named.push(NamedRow { line: row.line(), reason }),
            },
            Err(reason) => found.named.push(NamedRow { line, reason }),
        }
    }
}

fn item(row: &Row) -> Result<Item, Refusal> {
    // What was written so that a spreadsheet does not run it is read as it was.
    let plain = |text: &str| match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_string(),
        _ => text.to_string(),
    };
    let own = |column: usize| row.text(column).map(plain);
    let number = |column: usize| row.text(column).map(|_| row.decimal(column)).transpose();
    let currency = row.text(13).map(|text| text.parse::<Currency>()).transpose();
    Ok(Item {
        line: row.line(),
        sku: plain(row.required(0)?),
        name: own(1),
        description: own(2),
        unit: own(3),
        supply: word(row, 4)?,
        tax_class: word(row, 5)?,
        charging: word(row, 6)?,
        recognition: word(row, 7)?,
        lead_time_days: row.text(8).map(|_| row.count(8)).transpose()?,
        series: own(9),
        cost: number(10)?,
        price: number(11)?.map(Amount),
        base: number(12)?.map(Quantity),
        currency: currency.map_err(|refusal| row.refuse(refusal, 13))?,
        archived: row.text(14).map(|_| yes(row)).transpose()?,
    })
}

/// A word of an enumeration, as it is stored.
fn word<T: DeserializeOwned>(row: &Row, column: usize) -> Result<Option<T>, Refusal> {
    let Some(text) = row.text(column) else { return Ok(None) };
    let read = serde_json::from_value(serde_json::Value::String(text.to_lowercase()));
    read.map(Some).map_err(|_| row.refuse(Refusal::invalid("catalogue_word_unknown"), column))
}

fn yes(row: &Row) -> Result<bool, Refusal> {
    match row.cell(14).trim().to_lowercase().as_str() {
        "yes" | "ja" | "true" | "1" => Ok(true),
        "no" | "nee" | "false" | "0" => Ok(false),
        _ => Err(row.refuse(Refusal::invalid("catalogue_word_unknown"), 14)),
    }
}

pub(super) fn write(items: &[Item]) -> String {
    let mut sheet = Sheet::new(',');
    sheet.row(COLUMNS.iter().map(|column| Cell::Plain(column.name)));
    for item in items {
        let decimal = |value: Option<Decimal>| value.map(|value| value.to_string()).unwrap_or_default();
        let texts =
            [item.sku.clone(), item.name.clone().unwrap_or_default(), item.description.clone().unwrap_or_default()];
        let plain = [
            item.unit.clone().unwrap_or_default(),
            said(&item.supply),
            said(&item.tax_class),
            said(&item.charging),
            said(&item.recognition),
            item.lead_time_days.map(|days| days.to_string()).unwrap_or_default(),
        ];
        let series = item.series.clone().unwrap_or_default();
        let figures = [
            decimal(item.cost),
            decimal(item.price.map(|price| price.value())),
            decimal(item.base.map(|base| base.value())),
            item.currency.map(|currency| currency.code().to_string()).unwrap_or_default(),
            item.archived.map(|archived| if archived { "yes" } else { "no" }).unwrap_or_default().to_string(),
        ];
        let cells = texts.iter().map(|text| Cell::Text(text)).chain(plain.iter().map(|text| Cell::Plain(text)));
        sheet.row(cells.chain([Cell::Text(&series)]).chain(figures.iter().map(|text| Cell::Plain(text))));
    }
    sheet.take()
}

fn said<T: Serialize>(word: &Option<T>) -> String {
    match word.as_ref().map(serde_json::to_value) {
        Some(Ok(serde_json::Value::String(text))) => text,
        _ => String::new(),
    }
}
