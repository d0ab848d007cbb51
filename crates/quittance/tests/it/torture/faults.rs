//! What the disk and other programs can do to a database: a clear sentence, nothing half written, and everything works
//! again once the cause is gone.

use super::{
    books::{self, Books},
    plan,
    worker::{Job, Mode, Said},
};
use ::app::{App, Call, Done, Error};
use ::store::{Db, StoreError};
use domain::ids::OrgId;
use serde_json::json;

async fn customer(app: &App, org: OrgId, name: &str, bytes: usize) -> Result<Done, Error> {
    let mut input = plan::customer(name);
    input["metadata"] = json!({"note": "x".repeat(bytes)});
    app.execute(&Call::system(org), "customer.create", input).await
}

/// The sentence of an unavailable database; anything else is not clear enough.
fn sentence(error: Error) -> String {
    match error {
        Error::Store(StoreError::Unavailable(why)) => why,
        other => panic!("not `unavailable`: {other:?}"),
    }
}

async fn dump(app: &App, org: OrgId) -> Vec<String> {
    let mut lines = Vec::new();
    ::store::dump::canonical(&mut app.db.read().await.unwrap(), org, |line| lines.push(line)).await.unwrap();
    lines
}

/// Sets a pragma of the connection that writes.
async fn pragma(app: &App, text: &str) {
    app.db.raw().await.unwrap().exec(&format!("PRAGMA {text}"), &[]).await.unwrap();
}

async fn pages(app: &App) -> i64 {
    app.db.raw().await.unwrap().row("PRAGMA page_count", &[]).await.unwrap().unwrap().int(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_full_disk() {
    let books = Books::sqlite().await;
    let (app, org) = books::open(&books.copy("full").await).await;
    pragma(&app, &format!("max_page_count = {}", pages(&app).await + 12)).await;
    let mut taken = 0;
    let why = loop {
        let before = dump(&app, org).await;
        match customer(&app, org, &format!("Klant {taken}"), 6_000).await {
            Ok(_) => taken += 1,
            Err(error) => {
                assert_eq!(dump(&app, org).await, before, "something was half written");
                break sentence(error);
            }
        }
        assert!(taken < 100, "the disk never filled");
    };
    assert!(taken > 0 && why.contains("the disk is full, nothing was written"), "{taken}: {why}");
    // Many at once share one commit: those that were told it went well are there, the others are not.
    pragma(&app, &format!("max_page_count = {}", pages(&app).await + 24)).await;
    let tasks: Vec<_> = (0..24)
        .map(|n| {
            let app = app.clone();
            tokio::spawn(async move { customer(&app, org, &format!("Groep {n}"), 6_000).await })
        })
        .collect();
    let (mut done, mut refused) = (0, 0);
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => done += 1,
            Err(error) => {
                let why = sentence(error);
                assert!(why.contains("the disk is full, nothing was written"), "{why}");
                refused += 1;
            }
        }
    }
    assert!(refused > 0, "{done} of 24 fit");
    let lines = dump(&app, org).await;
    let stored = lines.iter().filter(|line| line.contains("[\"document\"") && line.contains("Groep"));
    assert_eq!(stored.count(), done);
    pragma(&app, "max_page_count = 1000000").await;
    customer(&app, org, "Ruimte", 6_000).await.unwrap();
    let everything: Vec<usize> = Vec::new();
    let url = format!("sqlite:{}", app.db.path().unwrap().display());
    assert_eq!(books::problems(&url, 0, &everything).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_read_only() {
    let books = Books::sqlite().await;
    let (app, org) = books::open(&books.copy("read-only").await).await;
    let before = dump(&app, org).await;
    pragma(&app, "query_only = on").await;
    let why = sentence(customer(&app, org, "Klant", 10).await.unwrap_err());
    assert!(why.contains("the database is read-only"), "{why}");
    assert_eq!(dump(&app, org).await, before);
    pragma(&app, "query_only = off").await;
    customer(&app, org, "Klant", 10).await.unwrap();
}

/// The same with the file's permissions, which do not stop the superuser.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_read_only_file() {
    use std::{fs, os::unix::fs::PermissionsExt};
    let books = Books::sqlite().await;
    let url = books.copy("locked-away").await;
    let path = url.strip_prefix("sqlite:").unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o444)).unwrap();
    if fs::OpenOptions::new().append(true).open(path).is_ok() {
        println!("SKIPPED: the superuser may write any file");
        return;
    }
    let bytes = fs::read(path).unwrap();
    let why = match Db::open(&url).await {
        Err(error) => sentence(error.into()),
        Ok(db) => {
            let app = App::new(db, std::sync::Arc::new(render::Typst));
            let org = ::store::state::orgs(&mut app.db.read().await.unwrap()).await.unwrap()[0].0;
            sentence(customer(&app, org, "Klant", 10).await.unwrap_err())
        }
    };
    assert!(why.contains("read-only"), "{why}");
    assert_eq!(fs::read(path).unwrap(), bytes);
    fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
    let (app, org) = books::open(&url).await;
    customer(&app, org, "Klant", 10).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_locked_by_another_process() {
    let books = Books::sqlite().await;
    let url = books.copy("locked").await;
    let (app, org) = books::open(&url).await;
    let before = dump(&app, org).await;
    let mut other = Job { mode: Mode::Hold, ..Job::new(&url, 0, 0, 0) }.start();
    assert!(matches!(other.next(), Some(Said::Holding)));
    let why = sentence(customer(&app, org, "Klant", 10).await.unwrap_err());
    assert!(why.contains("locked by another program"), "{why}");
    assert_eq!(dump(&app, org).await, before, "readers are not kept waiting, and nothing was written");
    other.kill();
    customer(&app, org, "Klant", 10).await.unwrap();
}

async fn refused_open(url: &str, expected: &str) {
    let why = match Db::open(url).await {
        Err(error) => sentence(error.into()),
        // SQLite looks at the file when it is first used.
        Ok(db) => sentence(::store::migrate(&db, 0).await.expect_err("opened and migrated").into()),
    };
    assert!(why.contains(expected), "{why}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_is_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let letter = folder.path().join("letter.txt");
    let text = "Geachte heer, mevrouw, ".repeat(400);
    std::fs::write(&letter, &text).unwrap();
    let url = |path: &std::path::Path| format!("sqlite:{}", path.display());
    refused_open(&url(&letter), "not a Quittance database").await;
    assert_eq!(std::fs::read_to_string(&letter).unwrap(), text, "the letter was touched");
    refused_open(&url(folder.path()), "cannot be opened").await;
    // A folder that is missing is made; one that cannot be made is named.
    let below_a_file = letter.join("books.db");
    refused_open(&url(&below_a_file), &letter.display().to_string()).await;
    let fresh = folder.path().join("made/when/missing/books.db");
    let db = Db::open(&url(&fresh)).await.unwrap();
    ::store::migrate(&db, 0).await.unwrap();
    assert!(fresh.exists());
    refused_open("mysql://localhost/books", "not a database URL").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_server_absent() {
    // Nothing listens on the discard port of the loopback.
    let error = Db::open("postgres://nobody@127.0.0.1:9/books").await.err().expect("nothing answers there");
    let why = sentence(error.into());
    assert!(why.contains("check that the server runs"), "{why}");
}
