//! The books that runs start from, each run in a copy of its own, and what must hold of them at the end.

use super::plan;
use crate::world::{self, founding};
use ::app::App;
use ::store::{Db, facts, params};
use domain::ids::OrgId;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A founded organisation in a closed database.
pub enum Books {
    Sqlite { folder: tempfile::TempDir },
    Postgres { server: String, name: String },
}

impl Books {
    pub async fn sqlite() -> Books {
        let folder = tempfile::tempdir().unwrap();
        found(&file(&folder, "first")).await;
        Books::Sqlite { folder }
    }
    /// On the server that the environment names.
    pub async fn postgres() -> Option<Books> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let server = std::env::var("QUITTANCE_TEST_POSTGRES").ok()?;
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("quittance_torture_{}_{n}", std::process::id());
        found(&world::database(&server, &name, "").await).await;
        Some(Books::Postgres { server, name })
    }
    /// The URL of a fresh copy.
    pub async fn copy(&self, name: &str) -> String {
        match self {
            Books::Sqlite { folder } => {
                let path = |name: &str| folder.path().join(format!("{name}.db"));
                std::fs::copy(path("first"), path(name)).unwrap();
                file(folder, name)
            }
            Books::Postgres { server, name: first } => {
                let name = format!("{first}_{name}");
                world::database(server, &name, &format!(" TEMPLATE {first}")).await
            }
        }
    }
}

fn file(folder: &tempfile::TempDir, name: &str) -> String {
    format!("sqlite:{}", folder.path().join(format!("{name}.db")).display())
}

async fn found(url: &str) {
    let app = App::new(Db::open(url).await.unwrap(), std::sync::Arc::new(render::Typst));
    ::store::migrate(&app.db, 0).await.unwrap();
    app.found(founding("owner@hovenier.example")).await.unwrap();
    app.db.close().await;
}

/// Opens existing books with their one organisation.
pub async fn open(url: &str) -> (App, OrgId) {
    let app = App::new(Db::open(url).await.unwrap(), std::sync::Arc::new(render::Typst));
    let orgs = ::store::state::orgs(&mut app.db.read().await.unwrap()).await.unwrap();
    (app, orgs[0].0)
}

/// The canonical dump, line by line.
pub async fn canonical(url: &str) -> Vec<String> {
    let (app, org) = open(url).await;
    let mut lines = Vec::new();
    ::store::dump::canonical(&mut app.db.read().await.unwrap(), org, |line| lines.push(line)).await.unwrap();
    app.db.close().await;
    lines
}

/// What is wrong, given the verbs that were acknowledged; nothing when all is well.
pub async fn problems(url: &str, seed: u64, acknowledged: &[usize]) -> Vec<String> {
    let (app, org) = open(url).await;
    let mut conn = app.db.read().await.unwrap();
    let mut found = Vec::new();
    for n in acknowledged {
        if facts::intent_by_key(&mut conn, org, &plan::key(seed, *n)).await.unwrap().is_none() {
            found.push(format!("verb {n} was acknowledged and is gone"));
        }
    }
    const KEYS: &str = "SELECT idempotency_key, CAST(COUNT(*) AS BIGINT) FROM intent WHERE org_id = $1 AND idempotency_key IS NOT NULL GROUP BY idempotency_key HAVING COUNT(*) > 1";
    for row in conn.rows(KEYS, params![org]).await.unwrap() {
        found.push(format!("{} is there {} times", row.text(0), row.int(1)));
    }
    const SUMS: &str = "SELECT entry_id, CAST(SUM(amount) AS BIGINT) FROM posting WHERE org_id = $1 GROUP BY entry_id HAVING SUM(amount) <> 0";
    for row in conn.rows(SUMS, params![org]).await.unwrap() {
        found.push(format!("entry {} is out of balance by {}", row.id(0), row.int(1)));
    }
    let numbers = conn.rows("SELECT number FROM document WHERE org_id = $1", params![org]).await.unwrap();
    found.extend(gaps(numbers.iter().map(|row| row.text(0))));
    drop(conn);
    for check in app.doctor(org).await.unwrap().into_iter().filter(|check| !check.is_advice) {
        found.extend(check.findings.into_iter().map(|finding| format!("{}: {}", check.key, finding.what)));
    }
    app.db.close().await;
    found
}

/// Every series counts from 1 without a gap and without a repetition.
fn gaps<'a>(numbers: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut series: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (code, n) in numbers.filter_map(|number| number.rsplit_once('-')) {
        if let Ok(n) = n.parse() {
            series.entry(code).or_default().push(n);
        }
    }
    let mut found = Vec::new();
    for (code, mut taken) in series {
        taken.sort_unstable();
        if !taken.iter().copied().eq(1..=taken.len()) {
            found.push(format!("series {code} is {taken:?}"));
        }
    }
    found
}

#[test]
fn gaps_are_found() {
    assert!(gaps(["INV-2026-0001", "INV-2026-0002", "C-2026-0001", ""].into_iter()).is_empty());
    assert_eq!(gaps(["INV-2026-0001", "INV-2026-0003"].into_iter()), ["series INV-2026 is [1, 3]"]);
    assert_eq!(gaps(["INV-2026-0001", "INV-2026-0001"].into_iter()).len(), 1);
}
