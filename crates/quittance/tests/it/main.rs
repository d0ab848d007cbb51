//! Tests that need more than one crate: the store on each database, the registry of verbs, the API and the pages over HTTP,
//! the whole way in a browser, and what a killed process leaves behind.

// A test may stop at the first surprise, and so may what it is built from.
#![allow(clippy::unwrap_used)]

mod api;
mod backup;
mod browser;
mod catalogue;
mod chrome;
mod command_line;
mod company;
mod computer;
mod customers_page;
mod doctor;
mod drill;
mod grid;
mod links;
mod pages;
mod prices;
mod program;
mod promotions;
mod registry;
mod replay;
mod scenario;
mod seed;
mod store;
mod torture;
mod world;
