//! The same final rows without Quittance: read from a finished database, written to an empty one through the same driver
//! with the same pragmas, tables and indexes, as prepared statements of many rows. Reading and the making of statements
//! are not counted. Of three numbers of rows for a statement the fastest counts.

use crate::{Failure, measure::per_second, world};
use std::{
    path::Path,
    time::{Duration, Instant},
};
use store::{Conn, Db, Value};

/// Writing verb by verb stops here; the rate is known well enough by then.
const TIME_MAX: Duration = Duration::from_secs(2);
/// Most rows of one statement, for the few that a verb leaves and for the many of an import.
const BATCHES: [usize; 3] = [1, 4, 64];
const BATCHES_OF_MANY: [usize; 3] = [10, 50, 200];
/// Rows read, and then written in one transaction, of a table at a time: so many that the disk's share is small, and few
/// enough for the memory.
const PAGE: usize = 20_000;

/// A table, its width, and how many rows it has.
struct Table {
    name: String,
    columns: Vec<String>,
    count: usize,
}

/// An `INSERT` of many rows, with their values.
type Statement = (String, Vec<Value>);

impl Table {
    fn insert(&self, rows: usize) -> String {
        let places = format!("({})", vec!["?"; self.columns.len()].join(","));
        let groups = vec![places.as_str(); rows].join(",");
        // sql: the bench writes raw rows
        format!("INSERT INTO {} ({}) VALUES {groups}", self.name, self.columns.join(", "))
    }

    async fn page(&self, conn: &mut Conn, at: usize) -> Result<Vec<Vec<Value>>, Failure> {
        // sql: the bench reads whatever rows there are
        let page = format!("SELECT {} FROM {} LIMIT {PAGE} OFFSET {at}", self.columns.join(", "), self.name);
        Ok(conn.rows(&page, &[]).await?.into_iter().map(|row| row.0).collect())
    }

    /// Statements for these rows, with at most `batch` of them in one.
    fn cut(&self, rows: &[Vec<Value>], batch: usize) -> Vec<Statement> {
        rows.chunks(batch).map(|rows| (self.insert(rows.len()), rows.concat())).collect()
    }
}

async fn tables(conn: &mut Conn) -> Result<Vec<Table>, Failure> {
    // sql: the bench reads whatever tables there are
    const NAMES: &str = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_version' ORDER BY rowid";
    // sql: likewise their columns
    const COLUMNS: &str = "SELECT name FROM pragma_table_info($1)";
    let mut tables = Vec::new();
    for name in conn.rows(NAMES, &[]).await? {
        let name = name.text(0).to_string();
        let columns = conn.rows(COLUMNS, &[Value::from(name.as_str())]).await?;
        let columns: Vec<String> = columns.iter().map(|row| row.text(0).to_string()).collect();
        // sql: likewise how many rows
        let count = conn.rows(&format!("SELECT COUNT(*) FROM {name}"), &[]).await?;
        let count = usize::try_from(count.first().map_or(0, |row| row.int(0)))?;
        tables.push(Table { name, columns, count });
    }
    Ok(tables)
}

/// An empty database in a folder of its own.
async fn empty() -> Result<(tempfile::TempDir, Db), Failure> {
    let folder = world::folder()?;
    let target = Db::open(&format!("sqlite:{}", folder.path().join("raw.db").display())).await?;
    store::migrate(&target, 0).await?;
    Ok((folder, target))
}

async fn write(conn: &mut Conn, statements: &[Statement]) -> Result<(), Failure> {
    conn.exec("BEGIN IMMEDIATE", &[]).await?;
    for (text, values) in statements {
        conn.exec(text, values).await?;
    }
    conn.exec("COMMIT", &[]).await?;
    Ok(())
}

/// Transactions in a second, when each writes the rows that one of `verbs` verbs left in the database.
pub async fn single(file: &Path, verbs: usize) -> Result<f64, Failure> {
    let source = Db::open(&format!("sqlite:{}", file.display())).await?;
    let mut conn = source.raw().await?;
    let tables = tables(&mut conn).await?;
    let mut contents = Vec::new();
    for table in &tables {
        let mut rows = Vec::new();
        while rows.len() < table.count {
            rows.extend(table.page(&mut conn, rows.len()).await?);
        }
        contents.push(rows);
    }
    let (verbs, mut best) = (verbs.max(1), 0.0_f64);
    for batch in BATCHES {
        let (_folder, target) = empty().await?;
        let mut conn = target.raw().await?;
        let (mut took, mut done) = (Duration::ZERO, 0);
        while done < verbs && took < TIME_MAX {
            let share = |count: usize| done * count / verbs..(done + 1) * count / verbs;
            let rows = tables.iter().zip(&contents);
            let statements: Vec<_> =
                rows.flat_map(|(table, rows)| table.cut(&rows[share(rows.len())], batch)).collect();
            let started = Instant::now();
            write(&mut conn, &statements).await?;
            took += started.elapsed();
            done += 1;
        }
        best = best.max(per_second(done, took));
    }
    Ok(best)
}

/// What writing all rows of a database took, at its best, and how many there are.
pub struct Bulk {
    pub took: Duration,
    pub rows: usize,
}

/// Writes a whole database again, table by table.
pub async fn bulk(file: &Path) -> Result<Bulk, Failure> {
    let source = Db::open(&format!("sqlite:{}", file.display())).await?;
    let mut reading = source.raw().await?;
    let tables = tables(&mut reading).await?;
    let mut best: Option<Duration> = None;
    for batch in BATCHES_OF_MANY {
        let (_folder, target) = empty().await?;
        let mut conn = target.raw().await?;
        let mut took = Duration::ZERO;
        for table in &tables {
            for at in (0..table.count).step_by(PAGE) {
                let statements = table.cut(&table.page(&mut reading, at).await?, batch);
                let started = Instant::now();
                write(&mut conn, &statements).await?;
                took += started.elapsed();
            }
        }
        eprintln!("(raw with {batch} rows a statement: {})", crate::measure::shown(took));
        best = Some(best.map_or(took, |best| best.min(took)));
    }
    let rows = tables.iter().map(|table| table.count).sum();
    Ok(Bulk { took: best.unwrap_or_default(), rows })
}
