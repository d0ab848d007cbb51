//! Golden files: what we write, byte for byte, judged by the published rule sets where those are at hand.
//! `UPDATE_GOLDEN=1` writes them anew; read the difference before committing it.

#![allow(clippy::unwrap_used)] // A test may stop at the first surprise.

mod samples;
mod ubl;
