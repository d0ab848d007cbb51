//! The company, its customers, sales people and products.

use crate::csv::{Column, Row, Table};
use domain::{catalog::*, crm::CustomerType, dates::Date, money::*, org::*, refusal::Refusal};
use serde::Deserialize;

/// The seller.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// Says that all of this is fictitious.
    pub label: String,
    pub code: String,
    pub legal_name: String,
    pub address: Address,
    pub vat_number: String,
    pub kvk: String,
    pub iban: String,
    pub bic: String,
    pub email: String,
    pub phone: String,
    pub currency: Currency,
    pub language: Language,
    pub time_zone: String,
    pub payment_days: u32,
}

/// What is added to a Maven account.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoCustomer {
    /// Name of the account, and of the customer.
    pub account: String,
    pub address: Address,
    pub customer_type: CustomerType,
    /// Of customers in the EU.
    pub vat_number: Option<String>,
    /// Of Dutch customers.
    pub kvk: Option<String>,
    pub iban: Option<String>,
    pub email: String,
    pub contact: Contact,
    pub language: Language,
    pub payment_days: u32,
}

/// Whom one talks to there.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    pub name: String,
    pub role: String,
    pub email: String,
}

/// A sales person.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoAgent {
    pub name: String,
    pub email: String,
    /// The manager's name.
    pub team: String,
    pub office: String,
    pub region: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductKind {
    Hardware,
    /// A year of support for a product.
    Support,
    /// Installation at the customer's, by the hour.
    Installation,
}

#[derive(Clone, Debug, PartialEq)]
pub struct DemoProduct {
    pub sku: String,
    pub name: String,
    /// The Maven product that it is, or is for.
    pub product: Option<String>,
    pub series: Option<String>,
    pub kind: ProductKind,
    /// UN/ECE Recommendation 20.
    pub unit: String,
    pub list_price: Money,
    pub cost: Money,
}
impl DemoProduct {
    pub fn supply(&self) -> Supply {
        if self.kind == ProductKind::Hardware { Supply::Goods } else { Supply::Service }
    }
    pub fn charging(&self) -> Charging {
        if self.kind == ProductKind::Support { Charging::Yearly } else { Charging::OneOff }
    }
    pub fn recognition(&self) -> Recognition {
        if self.kind == ProductKind::Support { Recognition::StraightLine } else { Recognition::PointInTime }
    }
}

/// Every row of a file; the first that cannot be read refuses it.
pub(super) fn read<T>(
    file: &str,
    columns: &'static [Column],
    bytes: &[u8],
    row: impl Fn(&Row) -> Result<T, Refusal>,
) -> Result<Vec<T>, Refusal> {
    let mut table = Table::open(file, columns, bytes)?;
    let mut rows = Vec::new();
    while let Some(cells) = table.next_row()? {
        rows.push(row(&cells)?);
    }
    Ok(rows)
}

pub(super) fn customers(file: &str, bytes: &[u8]) -> Result<Vec<DemoCustomer>, Refusal> {
    const COLUMNS: &[Column] = &[
        Column::required("account", &[]),
        Column::required("street", &[]),
        Column::required("postal_code", &[]),
        Column::required("city", &[]),
        Column::required("country", &[]),
        Column::required("type", &[]),
        Column::required("vat_number", &[]),
        Column::required("kvk", &[]),
        Column::required("iban", &[]),
        Column::required("email", &[]),
        Column::required("contact_name", &[]),
        Column::required("contact_role", &[]),
        Column::required("contact_email", &[]),
        Column::required("language", &[]),
        Column::required("payment_days", &[]),
    ];
    read(file, COLUMNS, bytes, |row| {
        let text = |column: usize| row.required(column).map(String::from);
        let one_of = |known: &'static str| Refusal::invalid("csv_value").with("known", known);
        let country = row.required(4)?.parse()?;
        let customer_type = match row.required(5)? {
            "business" => CustomerType::Business,
            "consumer" => CustomerType::Consumer,
            "government" => CustomerType::Government,
            _ => return Err(row.refuse(one_of("business, consumer, government"), 5)),
        };
        let language = Language::parse(row.required(13)?).ok_or_else(|| row.refuse(one_of("en, nl"), 13))?;
        Ok(DemoCustomer {
            account: text(0)?,
            address: Address { street: text(1)?, postal_code: text(2)?, city: text(3)?, country },
            customer_type,
            vat_number: row.text(6).map(String::from),
            kvk: row.text(7).map(String::from),
            iban: row.text(8).map(String::from),
            email: text(9)?,
            contact: Contact { name: text(10)?, role: text(11)?, email: text(12)? },
            language,
            payment_days: row.count(14)?,
        })
    })
}

pub(super) fn agents(file: &str, bytes: &[u8]) -> Result<Vec<DemoAgent>, Refusal> {
    const COLUMNS: &[Column] = &[
        Column::required("agent", &[]),
        Column::required("email", &[]),
        Column::required("team", &[]),
        Column::required("office", &[]),
        Column::required("region", &[]),
    ];
    read(file, COLUMNS, bytes, |row| {
        let text = |column: usize| row.required(column).map(String::from);
        Ok(DemoAgent { name: text(0)?, email: text(1)?, team: text(2)?, office: text(3)?, region: text(4)? })
    })
}

pub(super) fn products(file: &str, bytes: &[u8]) -> Result<Vec<DemoProduct>, Refusal> {
    const COLUMNS: &[Column] = &[
        Column::required("sku", &[]),
        Column::required("name", &[]),
        Column::required("product", &[]),
        Column::required("series", &[]),
        Column::required("kind", &[]),
        Column::required("unit", &[]),
        Column::required("list_price", &[]),
        Column::required("cost", &[]),
    ];
    read(file, COLUMNS, bytes, |row| {
        let text = |column: usize| row.required(column).map(String::from);
        let euro = |column: usize| Money::from_decimal(row.decimal(column)?, Currency::EUR, Rounding::HalfUp);
        let kind = match row.required(4)? {
            "hardware" => ProductKind::Hardware,
            "support" => ProductKind::Support,
            "installation" => ProductKind::Installation,
            _ => {
                let refusal = Refusal::invalid("csv_value").with("known", "hardware, support, installation");
                return Err(row.refuse(refusal, 4));
            }
        };
        Ok(DemoProduct {
            sku: text(0)?,
            name: text(1)?,
            product: row.text(2).map(String::from),
            series: row.text(3).map(String::from),
            kind,
            unit: text(5)?,
            list_price: euro(6)?,
            cost: euro(7)?,
        })
    })
}

/// From this day on prices hold: before the first deal.
pub const PRICES_FROM: Date = Date::constant(2016, 1, 1);
