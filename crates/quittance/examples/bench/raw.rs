//! The same final rows without Quittance: read from a finished database, written to an empty one through the same driver
//! with the same pragmas, tables and indexes, as prepared statements of many rows.

use crate::{Failure, measure::per_second, world};
use std::{
    path::Path,
    time::{Duration, Instant},
};
use store::{Conn, Db, Value};

/// Raw writing stops here; the rate is known well enough by then.
const TIME_MAX: Duration = Duration::from_secs(3);

/// A table with its rows in the order they were made.
struct Table {
    name: String,
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

async fn tables(conn: &mut Conn) -> Result<Vec<Table>, Failure> {
    // sql: the bench reads whatever tables there are
    const NAMES: &str = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('schema_version', 'sqlite_sequence') ORDER BY rowid";
    // sql: likewise their columns
    const COLUMNS: &str = "SELECT name FROM pragma_table_info($1)";
    let mut tables = Vec::new();
    for name in conn.rows(NAMES, &[]).await? {
        let name = name.text(0).to_string();
        let columns = conn.rows(COLUMNS, &[Value::from(name.as_str())]).await?;
        let columns: Vec<String> = columns.iter().map(|row| row.text(0).to_string()).collect();
        // sql: likewise their rows
        let all = format!("SELECT {} FROM {name}", columns.join(", "));
        let rows = conn.rows(&all, &[]).await?.into_iter().map(|row| row.0).collect();
        tables.push(Table { name, columns, rows });
    }
    Ok(tables)
}

async fn insert(conn: &mut Conn, table: &Table, rows: &[Vec<Value>]) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    let width = table.columns.len();
    let group = |row: usize| {
        let places: Vec<String> = (1..=width).map(|n| format!("${}", row * width + n)).collect();
        format!("({})", places.join(","))
    };
    let groups: Vec<String> = (0..rows.len()).map(group).collect();
    // sql: the bench writes raw rows
    let sql = format!("INSERT INTO {} ({}) VALUES {}", table.name, table.columns.join(", "), groups.join(","));
    let values: Vec<Value> = rows.iter().flatten().cloned().collect();
    conn.exec(&sql, &values).await?;
    Ok(())
}

/// Transactions in a second, when each writes the rows that one of `verbs` verbs left in the database.
pub async fn single(db: &Db, file: &Path, verbs: usize) -> Result<f64, Failure> {
    drop(db.raw().await?);
    let source = Db::open(&format!("sqlite:{}", file.display())).await?;
    let tables = tables(&mut source.raw().await?).await?;
    let folder = world::folder()?;
    let target = Db::open(&format!("sqlite:{}", folder.path().join("raw.db").display())).await?;
    store::migrate(&target, 0).await?;
    let mut conn = target.raw().await?;
    let verbs = verbs.max(1);
    let (started, mut done) = (Instant::now(), 0);
    while done < verbs && started.elapsed() < TIME_MAX {
        conn.exec("BEGIN IMMEDIATE", &[]).await?;
        for table in &tables {
            let count = table.rows.len();
            let share = done * count / verbs..(done + 1) * count / verbs;
            insert(&mut conn, table, &table.rows[share]).await?;
        }
        conn.exec("COMMIT", &[]).await?;
        done += 1;
    }
    Ok(per_second(done, started.elapsed()))
}
