//! Tests that need more than one crate: the store on each database, the registry of verbs, the API and the pages over HTTP,
//! and the whole way in a browser.

mod api;
mod browser;
mod chrome;
mod pages;
mod registry;
mod scenario;
mod seed;
mod store;
mod world;
//! Tests that need more than one crate.

mod torture;
