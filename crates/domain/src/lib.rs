//! The business rules of Quittance, pure: no async, no I/O, no clock, no randomness.
//! Modules are listed in the order of the flow; each looks only at those above it.

pub mod refusal;
#[macro_use]
pub mod money;
pub mod analytics;
pub mod approval;
pub mod billing;
pub mod catalog;
pub mod contract;
pub mod crm;
pub mod dates;
pub mod document;
pub mod event;
pub mod exchange;
pub mod identifiers;
pub mod ids;
pub mod ledger;
pub mod order;
pub mod org;
pub mod payment;
pub mod pricing;
pub mod quote;
pub mod revenue;
pub mod stock;
pub mod tax;
