//! The demo company: Maven's deals as the business of a fictitious Dutch seller. The files in `data/demo` say who the
//! customers are and by which rules deals are served and paid; [`Demo::plans`] turns each deal into what happens and
//! when. Nothing is left to chance: choices follow from the deal's id, so that every run gives the same company.
//! Amounts: Maven's US dollars are read as euro, figure for figure.

mod choice;
mod lists;
mod payment;
mod plan;
mod rules;

pub use choice::{Choice, Weighted};
pub use lists::{Company, Contact, DemoAgent, DemoCustomer, DemoProduct, PRICES_FROM, ProductKind};
pub use payment::{PaymentDelays, PaymentHabit, PaymentShape, PlannedPayment};
pub use plan::{
    CreditPlan, DealPlan, DeliveryPart, DeliveryPlan, InvoicePlan, LinePlan, QuoteOutcome, QuotePlan, SalePlan,
    working_day,
};
pub use rules::{CreditKind, Rules, Words};

use crate::maven::{self, Account, Deal, Mended, NamedRow};
use domain::refusal::Refusal;

/// All that the demo company is made from.
#[derive(Clone, Debug)]
pub struct Demo {
    pub company: Company,
    /// One for each Maven account, in that order.
    pub customers: Vec<DemoCustomer>,
    pub agents: Vec<DemoAgent>,
    pub products: Vec<DemoProduct>,
    pub delays: PaymentDelays,
    pub rules: Rules,
    pub accounts: Vec<Account>,
    pub deals: Vec<Deal>,
    /// Deals that could not be taken, and what was mended in the others.
    pub named: Vec<NamedRow>,
    pub mended: Mended,
}

/// The files of `data/demo`, which are part of the program.
mod files {
    pub const COMPANY: &[u8] = include_bytes!("../data/demo/company.json");
    pub const CUSTOMERS: &[u8] = include_bytes!("../data/demo/customers.csv");
    pub const AGENTS: &[u8] = include_bytes!("../data/demo/agents.csv");
    pub const PRODUCTS: &[u8] = include_bytes!("../data/demo/products.csv");
    pub const DELAYS: &[u8] = include_bytes!("../data/demo/payment_delays.csv");
    pub const RULES: &[u8] = include_bytes!("../data/demo/rules.json");
}

/// A product model of a computer that is made to order, of real parts (see `data/pc/SOURCE.md`).
pub const COMPUTER: &str = include_str!("../data/pc/computer.uvl");

/// Reads everything. Refuses only when a file of this build is damaged.
pub fn demo() -> Result<Demo, Refusal> {
    let maven_lists = maven::lists()?;
    let pipeline = maven::pipeline(&maven_lists)?;
    Ok(Demo {
        company: json("company.json", files::COMPANY)?,
        customers: lists::customers("customers.csv", files::CUSTOMERS)?,
        agents: lists::agents("agents.csv", files::AGENTS)?,
        products: lists::products("products.csv", files::PRODUCTS)?,
        delays: PaymentDelays::read("payment_delays.csv", files::DELAYS)?,
        rules: json("rules.json", files::RULES)?,
        accounts: maven_lists.accounts,
        deals: pipeline.deals,
        named: pipeline.named,
        mended: pipeline.mended,
    })
}

fn json<T: serde::de::DeserializeOwned>(file: &str, bytes: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(bytes)
        .map_err(|error| Refusal::invalid("demo_file_damaged").with("file", file).with("reason", error.to_string()))
}

impl Demo {
    /// What happens to each deal, in the order of the deals.
    pub fn plans(&self) -> Vec<DealPlan> {
        self.deals.iter().map(|deal| plan::plan(deal, self)).collect()
    }
    pub fn customer(&self, account: &str) -> Option<&DemoCustomer> {
        self.customers.iter().find(|customer| customer.account == account)
    }
    pub fn product(&self, sku: &str) -> Option<&DemoProduct> {
        self.products.iter().find(|product| product.sku == sku)
    }
}

#[cfg(test)]
mod tests;
