//! Storage: the only crate that speaks SQL. Documents are a body and a few typed columns; facts are narrow rows that are
//! only ever added; state is small. One SQL text serves SQLite and PostgreSQL.

pub mod bulk;
pub mod db;
pub mod dialect;
pub mod distance;
pub mod doctor;
pub mod document;
pub mod dump;
pub mod error;
pub mod facts;
pub mod held;
mod list;
pub mod payments;
pub mod people;
pub mod projections;
pub mod reports;
mod split;
mod sqlite;
pub mod state;
mod statistics;
pub mod trace;
pub mod value;

pub use db::{Conn, Db, WriteTx, migrate};
pub use dialect::Kind as DbKind;
pub use error::StoreError;
pub use sqlite::is_foreign;
pub use value::{Row, Value};

pub type Result<T> = std::result::Result<T, StoreError>;
