//! Formats of the world outside, read and written from domain values: e-invoices, bank and sales files.

pub mod bank_csv;
pub mod catalogue;
pub mod csv;
pub mod demo;
pub mod ecb_csv;
pub mod maven;
pub mod online_retail;
pub mod print;
pub mod ubl;
