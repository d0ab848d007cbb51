//! What can go wrong below the business rules, sorted by what the caller can do about it.

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the same rows first; the verb can be run again.
    #[error("changed by somebody else at the same time")]
    Conflict,
    /// A unique key stands in the way; the constraint's name.
    #[error("already exists: {0}")]
    Duplicate(String),
    /// The database cannot be reached, is locked, full or read-only. The sentence says which and what to do.
    #[error("{0}")]
    Unavailable(String),
    /// A fault of this program: logged with an id, shown as the id.
    #[error("{0}")]
    Bug(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        match &error {
            sqlx::Error::Database(db) => {
                let code = db.code().unwrap_or_default().to_string();
                classify(&code, db.message(), db.constraint())
            }
            sqlx::Error::Io(io) => StoreError::Unavailable(format!(
                "the database connection failed ({io}); check that the server runs, then try again"
            )),
            sqlx::Error::PoolTimedOut => {
                StoreError::Unavailable("no database connection became free in time; try again".into())
            }
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                StoreError::Unavailable(format!("the database connection closed ({error}); start again"))
            }
            _ => StoreError::Bug(error.to_string()),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        match &error {
            rusqlite::Error::SqliteFailure(code, message) => {
                let message = message.clone().unwrap_or_else(|| code.to_string());
                classify(&code.extended_code.to_string(), &message, None)
            }
            rusqlite::Error::SqlInputError { error: code, msg, .. } => {
                classify(&code.extended_code.to_string(), msg, None)
            }
            _ => StoreError::Bug(error.to_string()),
        }
    }
}

/// SQLite's extended result codes and PostgreSQL's SQLSTATEs, by remedy.
fn classify(code: &str, message: &str, constraint: Option<&str>) -> StoreError {
    match code {
        // unique: SQLITE_CONSTRAINT_PRIMARYKEY, _UNIQUE, _ROWID; unique_violation
        "1555" | "2067" | "2579" | "23505" => StoreError::Duplicate(constraint.unwrap_or(message).to_string()),
        // serialization_failure, deadlock_detected; SQLITE_BUSY_SNAPSHOT
        "40001" | "40P01" | "517" => StoreError::Conflict,
        "5" | "261" | "6" => StoreError::Unavailable(
            "the database file is locked by another program; close it there, then try again".into(),
        ),
        "8" | "264" | "520" | "776" | "1032" | "1288" | "1544" | "25006" => StoreError::Unavailable(
            "the database is read-only; give this user write permission on the file and its folder, then try again"
                .into(),
        ),
        "13" | "53100" => {
            StoreError::Unavailable("the disk is full, nothing was written; free some space, then try again".into())
        }
        "14" => StoreError::Unavailable(
            "the database file cannot be opened; check that its folder exists and may be written".into(),
        ),
        "26" => StoreError::Unavailable(
            "the file is not a Quittance database; give the path of one, or of a file that does not exist yet".into(),
        ),
        "11" | "267" | "523" | "779" => StoreError::Unavailable(
            "the database file is damaged; restore the last backup with `quittance restore`".into(),
        ),
        _ if code.starts_with("08") || code.starts_with("57P") || code == "53300" => {
            StoreError::Unavailable(format!("the database server is not available ({message}); try again"))
        }
        _ if code.parse::<i64>().is_ok_and(|n| n & 0xff == 10 && code.len() < 5) => StoreError::Unavailable(format!(
            "the disk gave an error ({message}), nothing was written; check the disk, then try again"
        )),
        _ => StoreError::Bug(format!("database error {code}: {message}")),
    }
}
