//! Connections. SQLite has one write connection behind a fair queue with group commit, and a few readers; PostgreSQL
//! has one pool. Everything above speaks to a `Conn` with one SQL text and `$1` parameters.

use crate::{
    dialect::{self, Kind},
    error::StoreError,
    sqlite::{Connection, Reader, Readers},
    value::{Row, Value},
};
use sqlx::{
    AssertSqlSafe, Column, ConnectOptions, Connection as _, Executor, Row as _, TypeInfo,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow, Postgres},
};
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

type Result<T> = std::result::Result<T, StoreError>;

/// A database of either kind. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

enum Inner {
    Sqlite { path: PathBuf, readers: Arc<Readers>, writer: Arc<Mutex<Writer>>, waiting: AtomicUsize },
    Postgres { pool: PgPool },
}

/// SQLite's write connection and the verbs that wait for the next fsync.
pub struct Writer {
    conn: Connection,
    /// Whether a transaction is open, holding the released savepoints of `group`.
    open: bool,
    since: Instant,
    group: Vec<oneshot::Sender<Result<()>>>,
    /// Why a statement of the open transaction could not be done. SQLite may then have given up all of it, and what
    /// follows fails for want of a savepoint, which is nothing to tell anyone.
    fault: Option<String>,
}

impl Writer {
    /// Keeps the first cause for those who share the transaction.
    fn failed(&mut self, error: StoreError) -> StoreError {
        if let StoreError::Unavailable(why) = &error
            && self.fault.is_none()
        {
            self.fault = Some(why.clone());
        }
        error
    }
}

/// Most verbs, and most time, that one fsync waits for: chunks hold the writer under 20 ms.
const GROUP_MAX: usize = 128;
const GROUP_TIME: Duration = Duration::from_millis(20);

impl Db {
    /// Opens `sqlite:FILE` (made when absent) or `postgres://...`.
    pub async fn open(url: &str) -> Result<Db> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Db::open_postgres(url).await;
        }
        match url.strip_prefix("sqlite:") {
            Some(path) => Db::open_sqlite(PathBuf::from(path.trim_start_matches("//"))).await,
            None => Err(StoreError::Unavailable(format!(
                "`{url}` is not a database URL; write sqlite:FILE or postgres://user@host/database"
            ))),
        }
    }

    async fn open_sqlite(path: PathBuf) -> Result<Db> {
        if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| {
                StoreError::Unavailable(format!(
                    "the folder {} cannot be made ({e}); choose another --database",
                    folder.display()
                ))
            })?;
        }
        let conn = Connection::writer(&path)?;
        let readers = Readers::new(&path);
        // clock: only how long the group has waited for its fsync; no value of it is stored
        let writer = Writer { conn, open: false, since: Instant::now(), group: Vec::new(), fault: None };
        Ok(Db(Arc::new(Inner::Sqlite {
            path,
            readers,
            writer: Arc::new(Mutex::new(writer)),
            waiting: AtomicUsize::new(0),
        })))
    }

    async fn open_postgres(url: &str) -> Result<Db> {
        let options: PgConnectOptions = url.parse().map_err(|e: sqlx::Error| {
            StoreError::Unavailable(format!(
                "the database URL cannot be read ({e}); write postgres://user@host/database"
            ))
        })?;
        let options = options.statement_cache_capacity(1024).disable_statement_logging();
        // The pool would try again until its time is up and then say only that; one connection of its own says why.
        options.connect().await?.close().await?;
        let pool = PgPoolOptions::new()
            .max_connections(32)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options)
            .await?;
        Ok(Db(Arc::new(Inner::Postgres { pool })))
    }

    pub fn kind(&self) -> Kind {
        match &*self.0 {
            Inner::Sqlite { .. } => Kind::Sqlite,
            Inner::Postgres { .. } => Kind::Postgres,
        }
    }
    /// The file, when it is one.
    pub fn path(&self) -> Option<&PathBuf> {
        match &*self.0 {
            Inner::Sqlite { path, .. } => Some(path),
            Inner::Postgres { .. } => None,
        }
    }

    /// A connection for reading; it sees all that was acknowledged before.
    pub async fn read(&self) -> Result<Conn> {
        self.reader(false).await
    }

    /// The same for what reads thousands of rows: on SQLite it makes way for other tasks, which costs more than a short
    /// statement does.
    pub async fn read_much(&self) -> Result<Conn> {
        self.reader(true).await
    }

    async fn reader(&self, is_slow: bool) -> Result<Conn> {
        match &*self.0 {
            Inner::Sqlite { readers, .. } => Ok(Conn::Reader(readers.acquire(is_slow).await?)),
            Inner::Postgres { pool } => Ok(Conn::Postgres(pool.acquire().await?)),
        }
    }

    /// Begins a write transaction. Run it to `commit` or `rollback` in a task of its own that nobody cancels: on SQLite
    /// others may wait for its fsync.
    pub async fn begin(&self) -> Result<WriteTx> {
        match &*self.0 {
            Inner::Postgres { pool } => {
                let mut conn = Conn::Postgres(pool.acquire().await?);
                conn.exec("BEGIN", &[]).await?;
                Ok(WriteTx { db: self.clone(), conn: Some(conn), done: false })
            }
            Inner::Sqlite { writer, waiting, .. } => {
                waiting.fetch_add(1, Ordering::SeqCst);
                let guard = Arc::clone(writer).lock_owned().await;
                waiting.fetch_sub(1, Ordering::SeqCst);
                let mut conn = Conn::Writer(guard);
                match prepare_savepoint(&mut conn).await {
                    Ok(()) => Ok(WriteTx { db: self.clone(), conn: Some(conn), done: false }),
                    Err(error) => {
                        fail_group(&mut conn, &error).await;
                        Err(error)
                    }
                }
            }
        }
    }

    /// Runs statements outside a transaction of ours (migrations, backup, pragmas).
    pub async fn raw(&self) -> Result<Conn> {
        match &*self.0 {
            Inner::Postgres { pool } => Ok(Conn::Postgres(pool.acquire().await?)),
            Inner::Sqlite { writer, .. } => {
                let mut conn = Conn::Writer(Arc::clone(writer).lock_owned().await);
                commit_group(&mut conn).await?;
                Ok(conn)
            }
        }
    }

    fn waiting(&self) -> usize {
        match &*self.0 {
            Inner::Sqlite { waiting, .. } => waiting.load(Ordering::SeqCst),
            Inner::Postgres { .. } => 0,
        }
    }

    /// Closes connections, after which the file may be moved.
    pub async fn close(&self) {
        match &*self.0 {
            Inner::Postgres { pool } => pool.close().await,
            Inner::Sqlite { readers, writer, .. } => {
                readers.close();
                let mut conn = Conn::Writer(Arc::clone(writer).lock_owned().await);
                let _ = commit_group(&mut conn).await;
                let _ = conn.exec("PRAGMA wal_checkpoint(TRUNCATE)", &[]).await;
            }
        }
    }
}

async fn prepare_savepoint(conn: &mut Conn) -> Result<()> {
    let open = conn.writer().is_some_and(|w| w.open);
    if !open {
        conn.exec("BEGIN IMMEDIATE", &[]).await?;
    }
    if let Some(writer) = conn.writer().filter(|_| !open) {
        writer.open = true;
        writer.fault = None;
        // clock: only how long the group has waited for its fsync; no value of it is stored
        writer.since = Instant::now();
    }
    conn.exec("SAVEPOINT verb", &[]).await?;
    Ok(())
}

/// Commits what the group has released and tells everyone who waits for it.
async fn commit_group(conn: &mut Conn) -> Result<()> {
    let Some(writer) = conn.writer() else { return Ok(()) };
    if !writer.open {
        return Ok(());
    }
    if let Err(error) = conn.exec("COMMIT", &[]).await {
        fail_group(conn, &error).await;
        return Err(error);
    }
    if let Some(writer) = conn.writer() {
        writer.open = false;
        for waiter in writer.group.drain(..) {
            let _ = waiter.send(Ok(()));
        }
    }
    Ok(())
}

/// The transaction is lost: nothing of the group was acknowledged, so everyone in it gets the error.
async fn fail_group(conn: &mut Conn, error: &StoreError) {
    let _ = conn.exec("ROLLBACK", &[]).await;
    if let Some(writer) = conn.writer() {
        writer.open = false;
        for waiter in writer.group.drain(..) {
            let _ = waiter.send(Err(StoreError::Unavailable(error.to_string())));
        }
    }
}

/// A write transaction: a savepoint in the group's transaction on SQLite, a transaction of its own on PostgreSQL.
pub struct WriteTx {
    db: Db,
    conn: Option<Conn>,
    done: bool,
}

impl WriteTx {
    pub fn conn(&mut self) -> &mut Conn {
        self.conn.as_mut().unwrap_or_else(|| panic!("the transaction has ended"))
    }

    /// Returns once everything is durable.
    pub async fn commit(mut self) -> Result<()> {
        self.done = true;
        let db = self.db.clone();
        let Some(mut conn) = self.conn.take() else { return Ok(()) };
        if conn.writer().is_none() {
            return conn.exec("COMMIT", &[]).await.map(|_| ());
        }
        if let Err(error) = conn.exec("RELEASE verb", &[]).await {
            fail_group(&mut conn, &error).await;
            return Err(error);
        }
        let (tell, told) = oneshot::channel();
        let full = conn.writer().is_none_or(|w| {
            w.group.push(tell);
            w.group.len() >= GROUP_MAX || w.since.elapsed() >= GROUP_TIME
        });
        if full || db.waiting() == 0 {
            // An error reaches us through `told` as well.
            let _ = commit_group(&mut conn).await;
        }
        drop(conn);
        told.await.unwrap_or_else(|_| {
            Err(StoreError::Unavailable("the database stopped before the change was durable; try again".into()))
        })
    }

    /// Undoes all of it.
    pub async fn rollback(mut self) {
        self.done = true;
        let db = self.db.clone();
        let Some(mut conn) = self.conn.take() else { return };
        if conn.writer().is_none() {
            if conn.exec("ROLLBACK", &[]).await.is_err() {
                conn.discard();
            }
            return;
        }
        let undone = match conn.exec("ROLLBACK TO verb", &[]).await {
            Ok(_) => conn.exec("RELEASE verb", &[]).await.map(|_| ()),
            Err(error) => Err(error),
        };
        if let Err(error) = undone {
            // SQLite gives up the whole transaction on a full disk or an I/O error.
            let fault = conn.writer().and_then(|writer| writer.fault.take());
            return fail_group(&mut conn, &fault.map_or(error, StoreError::Unavailable)).await;
        }
        if db.waiting() == 0 {
            let _ = commit_group(&mut conn).await;
        }
    }
}

impl Drop for WriteTx {
    fn drop(&mut self) {
        if self.done {
            return;
        }
        let Some(conn) = self.conn.take() else { return };
        // A verb panicked or was dropped half way: its savepoint must go, and the group before it must still be committed.
        // Without a runtime the process is ending and the connection's close rolls everything back.
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => {
                let tx = WriteTx { db: self.db.clone(), conn: Some(conn), done: true };
                runtime.spawn(tx.rollback());
            }
            Err(_) => conn.discard(),
        }
    }
}

/// One connection of either kind.
pub enum Conn {
    Reader(Reader),
    Writer(OwnedMutexGuard<Writer>),
    Postgres(PoolConnection<Postgres>),
}

macro_rules! bind {
    ($sql:expr, $params:expr) => {{
        let mut query = sqlx::query(AssertSqlSafe($sql));
        for value in $params {
            query = match value {
                Value::Int(v) => query.bind(*v),
                Value::Text(v) => query.bind(v.as_deref()),
                Value::Blob(v) => query.bind(v.as_deref()),
            };
        }
        query
    }};
}

impl Conn {
    pub fn kind(&self) -> Kind {
        match self {
            Conn::Postgres(_) => Kind::Postgres,
            _ => Kind::Sqlite,
        }
    }

    /// Runs a statement and returns how many rows it changed.
    pub async fn exec(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        match self {
            Conn::Reader(r) => r.with(|conn| conn.exec(sql, params)),
            Conn::Writer(w) => w.conn.exec(sql, params).map_err(|error| w.failed(error)),
            Conn::Postgres(c) => Ok(bind!(sql, params).execute(&mut **c).await?.rows_affected()),
        }
    }

    /// Runs a query and returns all its rows; callers page with LIMIT.
    pub async fn rows(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        match self {
            Conn::Reader(r) => r.with(|conn| conn.rows(sql, params)),
            Conn::Writer(w) => w.conn.rows(sql, params).map_err(|error| w.failed(error)),
            Conn::Postgres(c) => bind!(sql, params).fetch_all(&mut **c).await?.iter().map(postgres_row).collect(),
        }
    }

    pub async fn row(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>> {
        Ok(self.rows(sql, params).await?.into_iter().next())
    }

    /// Prepares a statement without running it: a test does this with every statement on both databases.
    pub async fn check(&mut self, sql: &str) -> Result<()> {
        match self {
            Conn::Reader(r) => r.with(|conn| conn.check(sql))?,
            Conn::Writer(w) => w.conn.check(sql)?,
            Conn::Postgres(c) => c.prepare(sqlx::SqlStr::from_static(leak(sql))).await.map(|_| ())?,
        }
        Ok(())
    }

    /// Inserts rows with as few statements as possible; the sizes of the batches repeat, so that statements are reused.
    pub async fn insert(&mut self, table: &str, columns: &str, rows: &[Vec<Value>]) -> Result<()> {
        let width = columns.split(',').count();
        if let Conn::Writer(w) = self {
            // Without a way to a server, one row a time is as fast, and needs neither long statements nor copies.
            return match rows {
                [] => Ok(()),
                _ => w.conn.insert(&insert_sql(table, columns, width, 1), rows).map_err(|error| w.failed(error)),
            };
        }
        let mut rest = rows;
        while !rest.is_empty() {
            let fits = self.kind().binds_max() / width;
            let size = [256, 64, 16, 4, 1].into_iter().find(|s| *s <= rest.len() && *s <= fits).unwrap_or(1);
            let (batch, tail) = rest.split_at(size);
            let sql = insert_sql(table, columns, width, size);
            let params: Vec<Value> = batch.iter().flatten().cloned().collect();
            self.exec(&sql, &params).await?;
            rest = tail;
        }
        Ok(())
    }

    fn writer(&mut self) -> Option<&mut Writer> {
        match self {
            Conn::Writer(w) => Some(w),
            _ => None,
        }
    }

    /// Closes instead of returning to the pool: its transaction is in an unknown state.
    fn discard(self) {
        if let Conn::Postgres(c) = self {
            drop(c.detach());
        }
    }
}

/// Only for the statement check of the tests, where the set of texts is small and fixed.
fn leak(sql: &str) -> &'static str {
    Box::leak(sql.to_string().into_boxed_str())
}

fn insert_sql(table: &str, columns: &str, width: usize, rows: usize) -> String {
    let mut sql = format!("INSERT INTO {table} ({columns}) VALUES ");
    for r in 0..rows {
        sql.push_str(if r == 0 { "(" } else { ",(" });
        for c in 0..width {
            if c > 0 {
                sql.push(',');
            }
            sql.push_str(&format!("${}", r * width + c + 1));
        }
        sql.push(')');
    }
    sql
}

fn postgres_row(row: &PgRow) -> Result<Row> {
    let mut cells = Vec::with_capacity(row.len());
    for (i, column) in row.columns().iter().enumerate() {
        cells.push(match column.type_info().name() {
            "INT8" => Value::Int(row.try_get(i)?),
            "INT4" => Value::Int(row.try_get::<Option<i32>, _>(i)?.map(i64::from)),
            "BOOL" => Value::Int(row.try_get::<Option<bool>, _>(i)?.map(i64::from)),
            "TEXT" | "VARCHAR" | "NAME" | "BPCHAR" => Value::Text(row.try_get(i)?),
            "BYTEA" => Value::Blob(row.try_get(i)?),
            other => {
                return Err(StoreError::Bug(format!("column {} has type {other}; cast sums to BIGINT", column.name())));
            }
        });
    }
    Ok(Row(cells))
}

/// Brings a database to the newest schema. `partitions` is for the test of sharding rules.
pub async fn migrate(db: &Db, partitions: u32) -> Result<()> {
    const MIGRATIONS: &[&str] = &[
        include_str!("../migrations/0001_foundation.sql"),
        include_str!("../migrations/0002_bank_reference.sql"),
        include_str!("../migrations/0003_comment_audience.sql"),
    ];
    let mut conn = db.raw().await?;
    let kind = conn.kind();
    for sql in dialect::statements(
        kind,
        "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL, PRIMARY KEY (version)) STRICT;",
        0,
    ) {
        conn.exec(&sql, &[]).await?;
    }
    let newest = i64::try_from(MIGRATIONS.len()).unwrap_or(0);
    let done = conn
        .row("SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM schema_version", &[])
        .await?
        .map_or(0, |r| r.int(0));
    if done > newest {
        return Err(StoreError::Unavailable(format!(
            "the database was made by a newer Quittance (schema {done}, this program knows {newest}); install that version"
        )));
    }
    for version in done + 1..=newest {
        conn.exec(if kind == Kind::Sqlite { "BEGIN IMMEDIATE" } else { "BEGIN" }, &[]).await?;
        let sql = MIGRATIONS[usize::try_from(version - 1).unwrap_or(0)];
        for statement in dialect::statements(kind, sql, partitions) {
            if let Err(error) = conn.exec(&statement, &[]).await {
                let _ = conn.exec("ROLLBACK", &[]).await;
                return Err(match error {
                    StoreError::Bug(e) => StoreError::Bug(format!("migration {version}: {e} in {statement}")),
                    other => other,
                });
            }
        }
        conn.exec("INSERT INTO schema_version (version) VALUES ($1)", &[Value::from(version)]).await?;
        if kind == Kind::Sqlite && version == newest {
            crate::statistics::tell_planner(&mut conn).await?;
        }
        conn.exec("COMMIT", &[]).await?;
    }
    Ok(())
}
