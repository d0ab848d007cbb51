//! The differences between SQLite and PostgreSQL: types, row locks, partitions. Nothing else branches on the kind.

/// Which database a connection speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    /// Ends a SELECT whose rows this transaction is about to change. SQLite has one writer, so nothing to say.
    pub fn for_update(self) -> &'static str {
        match self {
            Kind::Sqlite => "",
            Kind::Postgres => " FOR NO KEY UPDATE",
        }
    }
    /// Most parameters one statement may carry.
    pub fn binds_max(self) -> usize {
        match self {
            Kind::Sqlite => 32_000,
            Kind::Postgres => 65_000,
        }
    }
}

/// Tables without an organisation: never partitioned.
const GLOBAL: &[&str] = &["org", "login", "schema_version"];

/// Turns a migration's text into statements for this database. `partitions` above zero makes every table of an
/// organisation hash-partitioned by it (PostgreSQL only), as on a sharded server.
pub fn statements(kind: Kind, sql: &str, partitions: u32) -> Vec<String> {
    let text: String = sql.lines().map(|l| l.split("--").next().unwrap_or("")).collect::<Vec<_>>().join("\n");
    text.split(';').map(str::trim).filter(|s| !s.is_empty()).flat_map(|s| statement(kind, s, partitions)).collect()
}

fn statement(kind: Kind, sql: &str, partitions: u32) -> Vec<String> {
    if kind == Kind::Sqlite {
        return vec![sql.to_string()];
    }
    let sql = sql.trim_end_matches(", WITHOUT ROWID").trim_end_matches("STRICT").trim_end();
    let Some(rest) = sql.strip_prefix("CREATE TABLE ") else {
        return vec![sql.to_string()];
    };
    let table = rest.split_whitespace().next().unwrap_or_default();
    let typed = sql.replace(" BLOB", " BYTEA").replace(" INTEGER", " BIGINT").replace(" TEXT", " TEXT COLLATE \"C\"");
    if partitions == 0 || GLOBAL.contains(&table) {
        return vec![typed];
    }
    let mut all = vec![format!("{typed} PARTITION BY HASH (org_id)")];
    all.extend((0..partitions).map(|n| {
        format!("CREATE TABLE {table}_p{n} PARTITION OF {table} FOR VALUES WITH (MODULUS {partitions}, REMAINDER {n})")
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_becomes_two_dialects() {
        let sql = "-- c\nCREATE TABLE t (org_id BLOB NOT NULL, n INTEGER, s TEXT, PRIMARY KEY (org_id)) STRICT, WITHOUT ROWID;\nCREATE INDEX i ON t (org_id);";
        assert_eq!(statements(Kind::Sqlite, sql, 0).len(), 2);
        let pg = statements(Kind::Postgres, sql, 0);
        assert_eq!(
            pg[0],
            "CREATE TABLE t (org_id BYTEA NOT NULL, n BIGINT, s TEXT COLLATE \"C\", PRIMARY KEY (org_id))"
        );
        assert_eq!(statements(Kind::Postgres, sql, 2).len(), 4);
    }
}
