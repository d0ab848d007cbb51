//! A recorded history, run again by another process in another database, gives the same company to the byte.

use crate::{company::Company, program, world::Base};
use std::time::Instant;

/// What a replay was like.
struct Replay {
    intents: u64,
    lines: u64,
}

/// Replays into an empty database and compares what the program prints of both.
fn replayed(from: &str, into: &str) -> Replay {
    let began = Instant::now();
    let output = program::run(from, &["--json", "replay", "--into", into]);
    let took = began.elapsed();
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    let differences = said["differences"].as_array().unwrap();
    assert!(differences.is_empty(), "{}", differences.iter().map(|d| shown(d, differences)).collect::<String>());
    let (was, is) = (program::printed(from, &["dump"]), program::printed(into, &["dump"]));
    for (a, b) in was.split(|b| *b == b'\n').zip(is.split(|b| *b == b'\n')) {
        assert_eq!(String::from_utf8_lossy(a), String::from_utf8_lossy(b));
    }
    assert_eq!(was.len(), is.len());
    let replay = Replay { intents: said["intents"].as_u64().unwrap(), lines: said["lines"].as_u64().unwrap() };
    assert_eq!(was.iter().filter(|b| **b == b'\n').count() as u64, replay.lines);
    println!("{} intents, {} lines equal, replayed in {:.1} s", replay.intents, replay.lines, took.as_secs_f64());
    program::printed(into, &["doctor"]);
    replay
}

/// A line of a difference from where it parts from the line it should equal.
fn shown(line: &serde_json::Value, all: &[serde_json::Value]) -> String {
    let text = line.as_str().unwrap();
    let same = |other: &str| text[1..].chars().zip(other[1..].chars()).take_while(|(a, b)| a == b).count();
    let others = all.iter().filter_map(|other| other.as_str()).filter(|other| other[..1] != text[..1]);
    let at = others.map(same).max().unwrap_or(0);
    let part = |from: usize, count: usize| text.chars().skip(from).take(count).collect::<String>();
    format!("\n{} ... {}", part(0, 90), part(at.saturating_sub(60), 200))
}

/// An empty database of the other kind; one of SQLite when no server is given.
async fn other(than: &Base) -> Base {
    match than.db.kind() {
        store::DbKind::Postgres => Base::sqlite().await,
        store::DbKind::Sqlite => match Base::postgres(0).await {
            Some(base) => base,
            None => Base::sqlite().await,
        },
    }
}

async fn every_verb_replays_in_the_other_database(base: Base) {
    let company = Company::in_full(&base).await;
    assert_eq!(company.verbs_missing().await, Vec::<&str>::new(), "the company's history lacks these verbs");
    let other = other(&base).await;
    let replay = replayed(&base.url, &other.url);
    assert!(replay.intents > 400 && replay.lines > 3_000, "{} {}", replay.intents, replay.lines);
    // What came of a replay can be replayed, the erased persons with it.
    let third = Base::sqlite().await;
    replayed(&other.url, &third.url);
    // A second replay finds the database taken.
    let said = program::refused(&base.url, &["replay", "--into", &other.url], 3);
    assert!(said.contains("already holds"), "{said}");
    assert_erased(&other).await;
}

/// Nothing readable of those who were erased came along.
async fn assert_erased(base: &Base) {
    let mut conn = base.db.read().await.unwrap();
    for sql in [
        "SELECT input FROM intent",
        "SELECT body FROM event",
        "SELECT body FROM document_history",
        "SELECT body FROM document",
    ] {
        for row in conn.rows(sql, &[]).await.unwrap() {
            let text = row.text(0).to_lowercase();
            assert!(!["slager", "visser", "203.0.113.7"].iter().any(|w| text.contains(w)), "{sql}: {text}");
        }
    }
}

async fn a_changed_history_is_found(base: Base) {
    let (app, call) = base.founded("owner@hovenier.example").await;
    let customer = crate::world::done(&app, &call, "customer.create", crate::world::customer("Klant")).await;
    let changed = "UPDATE document SET title = 'Ander' WHERE org_id = $1 AND id = $2";
    base.db.raw().await.unwrap().exec(changed, &[call.org.into(), customer.id.into()]).await.unwrap();
    let output = program::run(&base.url, &["--json", "replay", "--into", &Base::sqlite().await.url]);
    assert_eq!(output.status.code(), Some(3));
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let lines: Vec<&str> = said["differences"].as_array().unwrap().iter().filter_map(|l| l.as_str()).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("- [\"document\"") && lines[0].contains("Ander") && lines[1].contains("Klant"));
}

async fn a_small_demo_replays(base: Base) {
    let began = Instant::now();
    program::printed(&base.url, &["--json", "demo", "--no-serve", "--deals", "40"]);
    let built = began.elapsed();
    let replay = replayed(&base.url, &other(&base).await.url);
    println!("built in {:.1} s", built.as_secs_f64());
    assert!(replay.intents > 1_000, "{}", replay.intents);
}

crate::world::on_each_database!(
    every_verb_replays_in_the_other_database,
    a_changed_history_is_found,
    a_small_demo_replays,
);
