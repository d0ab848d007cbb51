//! Golden cases: worked examples published by others (standards, statutes, vendors), and what our rules make of them.
//! Cases lie in the folder of their area; each states its source.

#![allow(clippy::unwrap_used)] // A test may stop at the first surprise.

mod books;
mod harness;
mod identifiers;
mod ledger;
mod pricing;
mod receivables;
mod revenue;
mod tax;
