//! One row: read, and judged by the rules of the module.

use crate::csv::{Column, DateOrder, Row, read_date};
use domain::{dates::Date, money::*, refusal::Refusal};
use rust_decimal::Decimal;

pub(super) const COLUMNS: &[Column] = &[
    Column::required("InvoiceNo", &["Invoice"]),
    Column::required("StockCode", &[]),
    Column::required("Description", &[]),
    Column::required("Quantity", &[]),
    Column::required("InvoiceDate", &[]),
    Column::required("UnitPrice", &["Price"]),
    Column::required("CustomerID", &["Customer ID"]),
    Column::required("Country", &[]),
];
const NUMBER: usize = 0;
const STOCK_CODE: usize = 1;
const DESCRIPTION: usize = 2;
const QUANTITY: usize = 3;
const DATE: usize = 4;
const PRICE: usize = 5;
pub(super) const CUSTOMER: usize = 6;
pub(super) const COUNTRY: usize = 7;

/// The file's currency.
pub(super) fn sterling() -> Currency {
    static STERLING: std::sync::LazyLock<Currency> =
        std::sync::LazyLock::new(|| "GBP".parse().unwrap_or(Currency::EUR));
    *STERLING
}

/// A row that can be read, still in the file's own text.
pub(super) struct Line<'r> {
    pub line: u64,
    pub number: &'r str,
    pub credit: bool,
    pub date: Date,
    pub second_of_day: u32,
    pub customer: Option<&'r str>,
    pub country: &'r str,
    pub stock_code: &'r str,
    pub description: &'r str,
    pub quantity: Decimal,
    pub price: Decimal,
    pub exact: Decimal,
    pub rounded: Money,
}

/// Why a row is not taken, with its amount if that can be read.
pub(super) struct NotTaken {
    pub reason: Refusal,
    pub amount: Option<Decimal>,
}

/// Number of the row's invoice; empty when the cell is.
pub(super) fn number<'r>(row: &Row<'r>) -> &'r str {
    row.text(NUMBER).unwrap_or_default()
}

pub(super) fn read<'r>(row: &Row<'r>) -> Result<Line<'r>, Box<NotTaken>> {
    let unread = |reason: Refusal| Box::new(NotTaken { reason, amount: None });
    let quantity = row.decimal(QUANTITY).map_err(unread)?;
    let price = row.decimal(PRICE).map_err(unread)?;
    let too_large = || unread(row.refuse(Refusal::invalid("csv_amount_too_large"), QUANTITY));
    let exact = quantity.checked_mul(price).ok_or_else(too_large)?;
    let not_taken = |reason: Refusal| Box::new(NotTaken { reason, amount: Some(exact) });
    let rounded = Money::from_decimal(exact, sterling(), Rounding::HalfUp)
        .map_err(|_| not_taken(row.refuse(Refusal::invalid("csv_amount_too_large"), QUANTITY)))?;
    let number = row.required(NUMBER).map_err(not_taken)?;
    let (date, second_of_day) = read_moment(row.required(DATE).map_err(not_taken)?)
        .ok_or_else(|| not_taken(row.refuse(Refusal::invalid("csv_date"), DATE)))?;
    let line = Line {
        line: row.line(),
        number,
        credit: number.starts_with(['C', 'c']),
        date,
        second_of_day,
        customer: row.text(CUSTOMER).map(|id| id.strip_suffix(".0").unwrap_or(id)),
        country: row.required(COUNTRY).map_err(not_taken)?,
        stock_code: row.text(STOCK_CODE).unwrap_or_default(),
        description: row.text(DESCRIPTION).unwrap_or_default(),
        quantity,
        price,
        exact,
        rounded,
    };
    judge(row, &line).map_err(not_taken)?;
    Ok(line)
}

/// Rules 1 to 3.
fn judge(row: &Row, line: &Line) -> Result<(), Refusal> {
    if line.number.starts_with(['A', 'a']) {
        return Err(row.refuse(Refusal::invalid("history_bad_debt"), NUMBER));
    }
    if line.price.is_sign_negative() && !line.price.is_zero() {
        return Err(row.refuse(Refusal::invalid("history_negative_price"), PRICE));
    }
    if line.price.is_zero() && line.customer.is_none() {
        return Err(row.refuse(Refusal::invalid("history_stock_count"), PRICE));
    }
    let right_sign = if line.credit { line.quantity < Decimal::ZERO } else { line.quantity > Decimal::ZERO };
    if !right_sign {
        return Err(row.refuse(Refusal::invalid("history_quantity_sign").with("number", line.number), QUANTITY));
    }
    Ok(())
}

/// `2010-12-01 08:26:00`, `12/1/2010 8:26`, or a date alone. `None` when there is no such moment.
fn read_moment(text: &str) -> Option<(Date, u32)> {
    let date = read_date(text, DateOrder::MonthFirst)?;
    let Some((_, time)) = text.split_once([' ', 'T']) else { return Some((date, 0)) };
    let mut parts = time.split(':');
    let mut part = |limit: u32| -> Option<u32> {
        let text = parts.next()?;
        let plain = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|n| plain && *n < limit)
    };
    let (hour, minute) = (part(24)?, part(60)?);
    let second = if time.matches(':').count() == 2 { part(60)? } else { 0 };
    parts.next().is_none().then_some((date, hour * 3600 + minute * 60 + second))
}
