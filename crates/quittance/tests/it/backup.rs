//! Backup and restore by the program, also while a server writes.

use crate::{
    company::Company,
    program::{self, Serving},
    world::{Base, Client, customer},
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

fn url(file: &std::path::Path) -> String {
    format!("sqlite:{}", file.display())
}

/// Books of a company, backed up and put back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_backed_up_comes_back_the_same() {
    let base = Base::sqlite().await;
    let company = Company::in_full(&base).await;
    let folder = tempfile::tempdir().unwrap();
    let (kept, back) = (folder.path().join("kept.backup"), folder.path().join("back.db"));
    program::printed(&base.url, &["backup", kept.to_str().unwrap()]);
    program::printed(&url(&back), &["restore", kept.to_str().unwrap()]);
    assert!(program::printed(&base.url, &["dump"]) == program::printed(&url(&back), &["dump"]));
    program::printed(&url(&back), &["doctor"]);
    // Also what no dump shows: who may log in, what was signed.
    let again = store::Db::open(&url(&back)).await.unwrap();
    for table in ["login", "member", "blob", "document_file", "person_key", "run_cursor", "search_word"] {
        let count = format!("SELECT COUNT(*) FROM {table}");
        let row = again.read().await.unwrap().row(&count, &[]).await.unwrap().unwrap();
        assert_eq!(row.int(0), base.count(&count, &[]).await, "{table}");
    }
    assert!(!company.verbs_missing().await.contains(&"contract.sign"));
    // Neither overwrites what is there.
    for (database, arguments) in
        [(&base.url, ["backup", kept.to_str().unwrap()]), (&url(&back), ["restore", kept.to_str().unwrap()])]
    {
        let said = program::refused(database, &arguments, 3);
        assert!(said.contains("is there already"), "{said}");
    }
}

/// A server takes in customers while the backup is made: it holds what was acknowledged before it began, and is whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_beside_a_busy_server_is_whole() {
    let base = Base::sqlite().await;
    let (app, call) = base.founded("owner@hovenier.example").await;
    let (_, key) = app.create_key(call.org, "test", "owner", None).await.unwrap();
    let serving = Serving::start(&base.url);
    let (stop, made) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let writers: Vec<_> = (0..3)
        .map(|writer| {
            let client = Client::new(&format!("http://{}", serving.address), Some(&key));
            let (stop, made) = (Arc::clone(&stop), Arc::clone(&made));
            tokio::spawn(async move {
                while !stop.load(Ordering::SeqCst) {
                    let answer = client.post("/v1/customers", &customer(&format!("Klant van {writer}"))).await;
                    assert!(answer.status < 300, "{}: {}", answer.status, answer.body);
                    made.fetch_add(1, Ordering::SeqCst);
                }
            })
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let mut counts = Vec::new();
    for n in 0..3 {
        while made.load(Ordering::SeqCst) < 20 * (n + 1) {
            assert!(writers.iter().all(|writer| !writer.is_finished()), "a writer gave up");
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let (kept, back) = (folder.path().join(format!("{n}.backup")), folder.path().join(format!("{n}.db")));
        let before = made.load(Ordering::SeqCst);
        let (from, to) = (base.url.clone(), kept.clone());
        let backed = tokio::task::spawn_blocking(move || program::printed(&from, &["backup", to.to_str().unwrap()]));
        backed.await.unwrap();
        let after = made.load(Ordering::SeqCst);
        let to = url(&back);
        program::printed(&to, &["restore", kept.to_str().unwrap()]);
        program::printed(&to, &["doctor"]);
        let again = store::Db::open(&to).await.unwrap();
        const MADE: &str = "SELECT COUNT(*) FROM intent WHERE name = 'customer.create'";
        let held = again.read().await.unwrap().row(MADE, &[]).await.unwrap().unwrap().int(0).unsigned_abs();
        // Three more may have been durable and not yet answered.
        assert!(before <= held && held <= after + 3, "{before} acknowledged before, {held} held, {after} after");
        counts.push((before, held, after));
    }
    stop.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.await.unwrap();
    }
    println!("acknowledged before, held, acknowledged after: {counts:?}");
    assert!(
        counts.iter().any(|(before, _, after)| after > before),
        "nothing was written during any backup: {counts:?}"
    );
    // The last backup replays, and what it holds is the beginning of what the server holds now.
    let last = url(&folder.path().join("2.db"));
    let whole = String::from_utf8(program::printed(&base.url, &["dump"])).unwrap();
    let whole: std::collections::HashSet<&str> = whole.lines().collect();
    let kept = String::from_utf8(program::printed(&last, &["dump"])).unwrap();
    let facts =
        kept.lines().filter(|l| ["[\"intent\"", "[\"event\"", "[\"document\""].iter().any(|t| l.starts_with(t)));
    assert!(facts.clone().count() > 60 && facts.clone().all(|l| whole.contains(l)));
}

/// What is no backup leaves nothing behind.
#[tokio::test]
async fn a_damaged_backup_is_refused() {
    let base = Base::sqlite().await;
    base.founded("owner@hovenier.example").await;
    let folder = tempfile::tempdir().unwrap();
    let (kept, back) = (folder.path().join("kept.backup"), folder.path().join("back.db"));
    program::printed(&base.url, &["backup", kept.to_str().unwrap()]);
    let whole = std::fs::read(&kept).unwrap();
    let broken = |name: &str, bytes: &[u8]| {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        file.to_str().unwrap().to_string()
    };
    let mut scratched = whole.clone();
    scratched[4096 * 9..4096 * 20].fill(0x55);
    let cases = [
        ("letter", broken("letter", &b"Dear Sir, ".repeat(1000))),
        ("half", broken("half", &whole[..whole.len() / 2])),
        ("scratched", broken("scratched", &scratched)),
        ("nothing", folder.path().join("nothing").to_str().unwrap().to_string()),
    ];
    for (name, file) in cases {
        let said = program::refused(&url(&back), &["restore", &file], 4);
        assert!(said.contains("cannot be read"), "{name}: {said}");
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(left.iter().all(|f| !f.to_string_lossy().starts_with("back.db")), "{name} left {left:?}");
    }
    // The remains of a database that somebody removed by hand are not mixed with it.
    std::fs::write(folder.path().join("back.db-wal"), b"rest").unwrap();
    let said = program::refused(&url(&back), &["restore", kept.to_str().unwrap()], 3);
    assert!(said.contains("back.db-wal"), "{said}");
}

/// A server's database is its server's business, and the program says whose.
#[tokio::test]
async fn postgres_is_backed_up_by_its_own_programs() {
    let Some(base) = Base::postgres(0).await else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kept.backup");
    for action in ["backup", "restore"] {
        let said = program::refused(&base.url, &[action, file.to_str().unwrap()], 3);
        assert!(said.contains("pg_dump") && said.contains("pg_restore"), "{said}");
    }
    assert!(!file.exists());
}
