//! The pages of Quittance, rendered on the server.

pub mod assets;
pub mod ui;
