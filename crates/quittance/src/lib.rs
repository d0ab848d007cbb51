//! The program: the server, the command line, and the runs that only they offer.

pub mod cli;
pub mod config;
pub mod demo;
pub mod import;
pub mod server;
