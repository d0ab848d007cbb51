//! The configurator from outside: laws on random models against brute force, files good and bad, published models with
//! known answers, and a customer's story.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod laws;
mod published;
mod random;
mod reading;
mod reports;
mod story;
