//! The Maven "CRM Sales Opportunities" files: accounts, products, sales people and 8,800 deals of a fictitious hardware
//! seller. Known misspellings are mended and counted; a row that cannot be taken is named with the reason.
//! Amounts are whole US dollars. The files themselves are in `data/maven` and public domain.

mod deals;
mod lists;

pub use deals::{Deal, DealStage, Mended, Pipeline, read_deals};
pub use lists::{Account, Agent, Lists, ProductRow, Taken, read_accounts, read_agents, read_products};

pub use crate::csv::NamedRow;
use domain::refusal::Refusal;

/// The files as they came, with their names.
pub mod files {
    pub const ACCOUNTS: (&str, &[u8]) = ("accounts.csv", include_bytes!("../data/maven/accounts.csv"));
    pub const PRODUCTS: (&str, &[u8]) = ("products.csv", include_bytes!("../data/maven/products.csv"));
    pub const AGENTS: (&str, &[u8]) = ("sales_teams.csv", include_bytes!("../data/maven/sales_teams.csv"));
    pub const PIPELINE: (&str, &[u8]) = ("sales_pipeline.csv", include_bytes!("../data/maven/sales_pipeline.csv"));
}

/// The lists of the files in `data/maven`.
pub fn lists() -> Result<Lists, Refusal> {
    Ok(Lists {
        accounts: read_accounts(files::ACCOUNTS.0, files::ACCOUNTS.1)?.rows,
        products: read_products(files::PRODUCTS.0, files::PRODUCTS.1)?.rows,
        agents: read_agents(files::AGENTS.0, files::AGENTS.1)?.rows,
    })
}

/// The deals of the files in `data/maven`.
pub fn pipeline(lists: &Lists) -> Result<Pipeline, Refusal> {
    read_deals(files::PIPELINE.0, files::PIPELINE.1, lists)
}

#[cfg(test)]
mod tests;
