//! A product configurator.
mod configurator;
pub mod count;
mod domain;
mod explain;
pub mod expr;
mod formula;
pub mod model;
pub mod number;
mod pool;
pub mod read;
mod session;
mod solver;

pub use configurator::{Configurator, Void};
pub use explain::Conflict;
pub use formula::Part;
pub use session::{Choice, Session, State};
