//! The application: every write is a verb, run by one runner; every read is scoped by organisation and permission.

pub mod access;
pub mod clock;
pub mod error;
pub mod files;
pub mod input;
pub mod read;
pub mod roles;
pub mod runner;
pub mod tx;
pub mod verb;
pub mod verbs;

pub mod approval;
pub mod bank_import;
pub mod batch;
pub mod billing;
pub mod books;
pub mod clock_verbs;
pub mod comment;
pub mod configuring;
pub mod contract;
pub mod customer;
mod deals;
pub mod delivery;
pub mod doctor;
pub mod due;
pub mod entity;
pub mod exchange;
pub mod history;
pub mod invoice;
pub mod ledger;
mod naming;
pub mod narrowing;
pub mod operations;
pub mod opportunity;
pub mod order;
pub mod payment;
pub mod person;
pub mod price_book;
pub mod product;
pub mod promotion;
pub mod quote;
pub mod refund;
pub mod revenue;
pub mod stock;
pub mod subscription;
pub mod template;
pub mod why;

pub use error::{Error, Result};
pub use roles::Actor;
pub use runner::{App, Call, Done};
pub use verb::{Outcome, Verb};

#[cfg(test)]
mod tests;
