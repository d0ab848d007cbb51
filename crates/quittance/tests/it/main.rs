//! Tests that need more than one crate: the store on each database, the registry of verbs, the API and the pages over HTTP,
//! the whole way in a browser, and what is left of a run that is killed.

mod api;
mod browser;
mod chrome;
mod pages;
mod registry;
mod scenario;
mod seed;
mod store;
mod torture;
mod world;
