//! Connections to a SQLite file: one that writes and a few that read. Statements run in the thread that asks: most of them
//! take a few microseconds, and waking another thread for each row or statement would take many times that.

use crate::{
    error::StoreError,
    value::{Row, Value},
};
use rusqlite::{CachedStatement, OpenFlags, ToSql, types::ToSqlOutput, types::ValueRef};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

type Result<T> = std::result::Result<T, StoreError>;

/// Statements kept ready.
const STATEMENTS: usize = 1024;
/// How long to wait for another program that holds the file.
const BUSY: Duration = Duration::from_secs(5);
/// Readers at the same time; more of them wait.
const READERS: usize = 8;
/// How long to wait for one of them.
const WAIT: Duration = Duration::from_secs(30);

type Pragmas = &'static [(&'static str, &'static str)];
const BOTH: Pragmas = &[("foreign_keys", "on"), ("cache_size", "-65536"), ("temp_store", "memory")];
const WRITER: Pragmas = &[("journal_mode", "wal"), ("synchronous", "full"), ("wal_autocheckpoint", "4000")];
/// Only those who read map the file into memory: the writer's pages are mostly new, and would count twice.
const READER: Pragmas = &[("query_only", "on"), ("mmap_size", "268435456")];

pub struct Connection(rusqlite::Connection);

/// Whether a file is the SQLite database of another program: it has tables, and not ours. The file is only read, and nothing
/// is made beside it; one that cannot be read so is left to whoever opens it.
pub fn is_foreign(path: &Path) -> bool {
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    // What was not brought over from beside the file yet may be what is missing in it.
    has_other_tables(path, "immutable=1") && (!Path::new(&wal).exists() || has_other_tables(path, "mode=ro"))
}

fn has_other_tables(path: &Path, how: &str) -> bool {
    const TABLES: &str = "SELECT COUNT(*), COALESCE(SUM(name = 'schema_version'), 0), COALESCE(SUM(name = 'intent'), 0) \
        FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let escaped = path.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let Ok(conn) = rusqlite::Connection::open_with_flags(format!("file:{escaped}?{how}"), flags) else { return false };
    let counts = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?));
    // Ours has its version alone when it was stopped while it was made.
    matches!(conn.query_row(TABLES, [], counts), Ok((tables, version, intent)) if tables > 0 && !(version == 1 && (intent == 1 || tables == 1)))
}

impl Connection {
    /// The connection that writes. The file is made when absent.
    pub fn writer(path: &Path) -> Result<Connection> {
        Connection::open(path, OpenFlags::SQLITE_OPEN_CREATE, WRITER)
    }
    fn reader(path: &Path) -> Result<Connection> {
        Connection::open(path, OpenFlags::empty(), READER)
    }

    fn open(path: &Path, flags: OpenFlags, pragmas: Pragmas) -> Result<Connection> {
        let flags = flags | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = rusqlite::Connection::open_with_flags(path, flags)?;
        conn.busy_timeout(BUSY)?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS);
        let mut conn = Connection(conn);
        for (name, value) in pragmas.iter().chain(BOTH) {
            conn.exec(&format!("PRAGMA {name} = {value}"), &[])?;
        }
        Ok(conn)
    }

    /// Runs a statement and returns how many rows it changed.
    pub fn exec(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        if is_long(sql) {
            return elsewhere(|| self.run(sql, params));
        }
        self.run(sql, params)
    }

    fn run(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        let mut statement = self.prepared(sql, params)?;
        let mut rows = statement.raw_query();
        while rows.next()?.is_some() {}
        drop(rows);
        drop(statement);
        Ok(self.0.changes())
    }

    /// Runs a statement once for each of the rows, whose values are its parameters in their order.
    pub fn insert(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<()> {
        let mut statement = self.0.prepare_cached(sql)?;
        for row in rows {
            for (at, value) in row.iter().enumerate() {
                statement.raw_bind_parameter(at + 1, value)?;
            }
            statement.raw_execute()?;
        }
        Ok(())
    }

    /// Runs a query and returns all its rows.
    pub fn rows(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let mut statement = self.prepared(sql, params)?;
        let width = statement.column_count();
        let mut found = Vec::new();
        // A cell that is absent has no type of its own; what the column was declared as decides, once it is asked.
        let mut declared: Option<Vec<Value>> = None;
        let mut absent = |statement: &rusqlite::Statement<'_>, at: usize| {
            declared.get_or_insert_with(|| absent_values(statement))[at].clone()
        };
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            let mut cells = Vec::with_capacity(width);
            for at in 0..width {
                cells.push(match row.get_ref(at)? {
                    ValueRef::Integer(number) => Value::Int(Some(number)),
                    ValueRef::Text(text) => Value::Text(Some(String::from_utf8_lossy(text).into_owned())),
                    ValueRef::Blob(bytes) => Value::Blob(Some(bytes.to_vec())),
                    ValueRef::Null => absent(row.as_ref(), at),
                    ValueRef::Real(_) => return Err(StoreError::Bug(format!("column {at} of `{sql}` is a float"))),
                });
            }
            found.push(Row(cells));
        }
        Ok(found)
    }

    /// Prepares a statement without running it.
    pub fn check(&mut self, sql: &str) -> Result<()> {
        self.0.prepare(sql)?;
        Ok(())
    }

    /// The statement with its parameters: `$3` is the third of them wherever it stands, a plain `?` the next.
    fn prepared(&mut self, sql: &str, params: &[Value]) -> Result<CachedStatement<'_>> {
        let mut statement = self.0.prepare_cached(sql)?;
        for at in 1..=statement.parameter_count() {
            let number = match statement.parameter_name(at) {
                None => Some(at),
                Some(name) => name.strip_prefix('$').and_then(|name| name.parse().ok()),
            };
            let value = number.and_then(|number| params.get(number.checked_sub(1)?));
            let value = value.ok_or_else(|| StoreError::Bug(format!("parameter {at} of `{sql}` has no value")))?;
            statement.raw_bind_parameter(at, value)?;
        }
        Ok(statement)
    }
}

/// The connections that read, opened when they are needed and kept.
pub struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    free: Arc<Semaphore>,
}

impl Readers {
    pub fn new(path: &Path) -> Arc<Readers> {
        let free = Arc::new(Semaphore::new(READERS));
        Arc::new(Readers { path: path.to_path_buf(), idle: Mutex::default(), free })
    }

    pub async fn acquire(self: &Arc<Readers>, is_slow: bool) -> Result<Reader> {
        let permit = tokio::time::timeout(WAIT, Arc::clone(&self.free).acquire_owned());
        let permit = permit
            .await
            .map_err(|_| StoreError::Unavailable("no database connection became free in time; try again".into()))?
            .map_err(|_| StoreError::Unavailable("the database was closed; start again".into()))?;
        let kept = self.idle.lock().unwrap_or_else(|e| e.into_inner()).pop();
        let conn = kept.map_or_else(|| elsewhere(|| Connection::reader(&self.path)), Ok)?;
        Ok(Reader { conn: Some(conn), is_slow, readers: Arc::clone(self), _permit: permit })
    }

    /// Nobody gets a connection any more; those in use are closed as they come back.
    pub fn close(&self) {
        self.free.close();
        self.idle.lock().unwrap_or_else(|e| e.into_inner()).clear();
    }
}

/// A connection that reads; it goes back when dropped.
pub struct Reader {
    conn: Option<Connection>,
    /// What it reads may take long, so other tasks of this thread go on elsewhere meanwhile.
    is_slow: bool,
    readers: Arc<Readers>,
    _permit: OwnedSemaphorePermit,
}

impl Reader {
    pub fn with<T>(&mut self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let closed = || StoreError::Bug("a reader without its connection".into());
        let conn = self.conn.as_mut().ok_or_else(closed)?;
        if self.is_slow { elsewhere(|| work(conn)) } else { work(conn) }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take().filter(|_| !self.readers.free.is_closed()) {
            self.readers.idle.lock().unwrap_or_else(|e| e.into_inner()).push(conn);
        }
    }
}

/// Statements that may take seconds. A COMMIT waits for the disk and a BEGIN for another program, but there is one writer,
/// so they keep one thread at most, which is cheaper than handing its other tasks on and back for each verb.
fn is_long(sql: &str) -> bool {
    ["VACUUM", "PRAGMA"].iter().any(|word| sql.starts_with(word))
}

/// Runs what may take long without keeping other tasks of this thread waiting, where the runtime has other threads.
fn elsewhere<T>(work: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    match Handle::try_current() {
        Ok(handle) if handle.runtime_flavor() == RuntimeFlavor::MultiThread => tokio::task::block_in_place(work),
        _ => work(),
    }
}

fn absent_values(statement: &rusqlite::Statement<'_>) -> Vec<Value> {
    let absent = |column: &rusqlite::Column<'_>| match column.decl_type() {
        Some("TEXT") => Value::Text(None),
        Some("BLOB") => Value::Blob(None),
        _ => Value::Int(None),
    };
    statement.columns().iter().map(absent).collect()
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self {
            Value::Int(value) => value.map_or(ValueRef::Null, ValueRef::Integer),
            Value::Text(value) => value.as_ref().map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes())),
            Value::Blob(value) => value.as_ref().map_or(ValueRef::Null, |bytes| ValueRef::Blob(bytes)),
        };
        Ok(ToSqlOutput::Borrowed(value))
    }
}
