//! A product configurator.
mod advice;
mod completion;
mod configurator;
pub mod count;
mod domain;
mod explain;
pub mod expr;
mod formula;
pub mod model;
pub mod number;
mod optimum;
mod pool;
pub mod read;
mod repair;
pub mod report;
mod session;
mod solver;

pub use advice::{Advice, Need};
pub use completion::{Completion, EFFORT};
pub use configurator::{Configurator, Void};
pub use explain::Conflict;
pub use formula::Part;
pub use repair::{Repair, RepairSearch};
pub use session::{Choice, Session, State};
