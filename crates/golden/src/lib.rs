//! Golden cases: worked examples published by others (standards, statutes, vendors), and what our rules make of them.
//! A reader takes `given`, asks `domain`, and hands back fields; the runner compares every field of `expect` with them.
//! A field of `expect` that no reader gives, and a field of `given` that no reader looks at, is a failure of that case.
//! What is not built is skipped with its reason. Used by `cargo xtask golden DIR` and by this crate's own test.

mod areas;
mod books;
mod case;
mod given;
mod identifiers;
mod ledger;
mod pricing;
mod receivables;
mod report;
mod revenue;
mod tax;

pub use areas::AREAS;
pub use case::{Verdict, judge};
pub use report::{Counts, Report, run};
