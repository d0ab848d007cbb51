//! What a verb can answer instead of its outcome: a business refusal, or a fault below the business rules.

use domain::refusal::Refusal;
use store::StoreError;

#[derive(Debug)]
pub enum Error {
    /// A rule said no; the sentence is for the user.
    Refused(Refusal),
    /// The database or another system is not available; trying again may work.
    Store(StoreError),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::Refused(refusal)
    }
}
impl From<StoreError> for Error {
    fn from(error: StoreError) -> Error {
        Error::Store(error)
    }
}
impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Refused(refusal) => write!(f, "{refusal}"),
            Error::Store(error) => write!(f, "{error}"),
        }
    }
}
impl std::error::Error for Error {}

impl Error {
    /// A refusal that names the field it is about.
    pub fn at(self, param: &str) -> Error {
        match self {
            Error::Refused(refusal) => Error::Refused(refusal.at(param)),
            other => other,
        }
    }
    /// The refusal a user reads: a fault becomes `unavailable`, `conflict` or `fault` with an id for the log.
    pub fn into_refusal(self) -> Refusal {
        match self {
            Error::Refused(refusal) => refusal,
            Error::Store(StoreError::Conflict) => Refusal::state("conflict"),
            Error::Store(StoreError::Duplicate(what)) => Refusal::state("duplicate").with("what", what),
            Error::Store(StoreError::Unavailable(why)) => {
                Refusal::new(domain::refusal::RefusalKind::Unavailable, "unavailable").with("why", why)
            }
            Error::Store(StoreError::Bug(what)) => {
                let id = crate::clock::fault_id();
                tracing::error!(fault = %id, what, "fault");
                Refusal::new(domain::refusal::RefusalKind::Fault, "fault").with("id", id)
            }
        }
    }
}

pub type Result<T> = std::result::Result<T, Error>;
