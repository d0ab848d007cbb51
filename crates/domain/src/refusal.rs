//! Refusals: how a business rule says no. A refusal is a code with typed arguments; the sentence for each code
//! lives with the words (crate `text`), so that page, API and command line say the same in Dutch and English.
//! A sentence says who did what wrong, with the values, and what to do next.

use crate::{
    dates::{Date, Timestamp},
    money::Money,
};
use rust_decimal::Decimal;

/// What went wrong, as far as a caller must tell the difference (HTTP status, exit code).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// The request itself is wrong: a value out of range, a missing field (400).
    Invalid,
    /// No such document, or none that this caller may see (404).
    NotFound,
    /// The document is in a state, or at a version, that does not allow it (409).
    State,
    /// The caller lacks a permission or a limit (403).
    Forbidden,
    /// Nobody is logged in, or the key or link has ended (401).
    Unauthenticated,
    /// Too many tries; later it may work (429).
    Throttled,
    /// The database or another system cannot be reached, is locked, full or read-only (503).
    Unavailable,
    /// A fault of this program, known by its id in the log (500).
    Fault,
}

/// A typed argument of a refusal; the words decide how it is written in each language.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    Text(String),
    Number(i64),
    Decimal(Decimal),
    Money(Money),
    Date(Date),
    Timestamp(Timestamp),
    /// The key of a word that is itself translated, such as a state or a field name.
    Word(String),
}

/// A business rule's "no": never a panic, never a half-done change.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub code: &'static str,
    pub kind: RefusalKind,
    /// The input field it is about, as a path such as `lines.2.quantity`.
    pub param: Option<String>,
    pub args: Vec<(&'static str, Arg)>,
}

impl Refusal {
    pub fn new(kind: RefusalKind, code: &'static str) -> Refusal {
        Refusal { code, kind, param: None, args: Vec::new() }
    }
    pub fn invalid(code: &'static str) -> Refusal {
        Refusal::new(RefusalKind::Invalid, code)
    }
    pub fn not_found(code: &'static str) -> Refusal {
        Refusal::new(RefusalKind::NotFound, code)
    }
    pub fn state(code: &'static str) -> Refusal {
        Refusal::new(RefusalKind::State, code)
    }
    pub fn forbidden(code: &'static str) -> Refusal {
        Refusal::new(RefusalKind::Forbidden, code)
    }
    /// Names the input field the refusal is about.
    pub fn at(mut self, param: impl Into<String>) -> Refusal {
        self.param = Some(param.into());
        self
    }
    /// Puts the field under a path: `quantity` under `lines.2` is `lines.2.quantity`.
    pub fn under(mut self, place: &str) -> Refusal {
        self.param = match self.param {
            Some(param) if place.is_empty() => Some(param),
            Some(param) => Some(format!("{place}.{param}")),
            None => Some(place.to_string()),
        };
        self
    }
    /// Adds a value the sentence shows.
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Refusal {
        self.args.push((name, value.into()));
        self
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code)?;
        for (name, arg) in &self.args {
            write!(f, " {name}={arg:?}")?;
        }
        Ok(())
    }
}
impl std::error::Error for Refusal {}

macro_rules! arg_from {
    ($($from:ty => $make:expr),* $(,)?) => { $(impl From<$from> for Arg { fn from(v: $from) -> Arg { #[allow(clippy::redundant_closure_call)] ($make)(v) } })* };
}
arg_from! {
    &str => |v: &str| Arg::Text(v.to_string()),
    String => Arg::Text,
    &String => |v: &String| Arg::Text(v.clone()),
    i64 => Arg::Number,
    u32 => |v| Arg::Number(i64::from(v)),
    usize => |v: usize| Arg::Number(i64::try_from(v).unwrap_or(i64::MAX)),
    Decimal => Arg::Decimal,
    Money => Arg::Money,
    Date => Arg::Date,
    Timestamp => Arg::Timestamp,
}
