//! Crashes in the middle of an import of sales history: the process is killed again and again, and each next one goes on
//! at the place in the file that was committed last. The books must equal those of one quiet run to the last line.

use super::{
    Disturbed,
    books::{self, Books},
    disturbed, is_long, kills, plan,
    sales::{self, Sales},
    worker::{Fault, Job, acknowledged_early, say, wait_for_the_end},
};
use ::app::{App, Call, history, verb::Verb};
use ::store::params;
use domain::{ids::OrgId, ledger::Account, money::Money};
use quittance::import::{self, Import};
use serde::{Deserialize, Serialize};
use std::{
    path::{Path, PathBuf},
    time::Instant,
};

/// Small, so that there are many commits.
const CHUNK_LINES: usize = 40;
const SEED: u64 = 0xb00c;

/// Lines of the file, about.
fn rows() -> usize {
    if is_long() { 12_000 } else { 1_200 }
}

/// The file of an import, and the rows on which its chunks begin when nobody disturbs it; the last one is its end.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Chunks {
    file: PathBuf,
    starts: Vec<u64>,
}

/// Begins or resumes. The intents have the same ids and moments in every run: they follow from the row.
async fn begin(app: &App, org: OrgId, file: &Path) -> Result<Import, String> {
    Import::begin(app, plan::unkeyed(org, SEED, 0), file).await.map_err(|e| e.to_string())
}

fn call(import: &Import, org: OrgId, row: u64) -> Call {
    import.call(plan::unkeyed(org, SEED, 1 + usize::try_from(row).unwrap()))
}

/// The import in the process that is killed.
pub async fn work(app: &App, org: OrgId, job: &Job, chunks: &Chunks, pause: Option<usize>) -> Result<(), String> {
    let mut import = begin(app, org, &chunks.file).await?;
    let row = import.row();
    let begun = chunks.starts.iter().position(|start| *start == row);
    let begun = begun.ok_or_else(|| format!("no chunk begins at row {row}"))?;
    if begun < job.from {
        return Err(format!("chunk {begun} was acknowledged and is gone"));
    }
    for n in job.from..begun {
        say(&format!("again {n}"));
    }
    for n in begun.. {
        let call = call(&import, org, import.row());
        let Some(chunk) = import.next(CHUNK_LINES).map_err(|e| e.to_string())? else { return Ok(()) };
        match job.fault {
            Some(Fault::Early { at }) if at == n => {
                let input = serde_json::to_value(&chunk.take).map_err(|e| e.to_string())?;
                return acknowledged_early(app, &call, n, history::HistoryTake::NAME, input).await;
            }
            Some(Fault::Torn { at }) if at == n => return torn(app, org, &chunk.take).await,
            _ => {}
        }
        app.run(&call, chunk.take).await.map_err(|e| e.to_string())?;
        // The chunk to stop at may be one that the worker before had done.
        if pause.is_some_and(|pause| pause <= n) {
            wait_for_the_end("paused").await;
        }
        say(&format!("ack {n}"));
    }
    Ok(())
}

/// The mistake [`Fault::Torn`].
async fn torn(app: &App, org: OrgId, take: &history::HistoryTake) -> Result<(), String> {
    let mut write = app.db.begin().await.map_err(|e| e.to_string())?;
    let name = history::cursor_name(&take.sha256);
    ::store::state::set_cursor(write.conn(), org, &name, &take.to).await.map_err(|e| e.to_string())?;
    write.commit().await.map_err(|e| e.to_string())?;
    wait_for_the_end("broken").await;
    Ok(())
}

/// The import in one go, in this process. Returns the rows on which its chunks began, and its end.
async fn undisturbed(url: &str, file: &Path) -> Vec<u64> {
    let (app, org) = books::open(url).await;
    let mut import = begin(&app, org, file).await.unwrap();
    let mut starts = vec![import.row()];
    loop {
        let call = call(&import, org, import.row());
        let Some(chunk) = import.next(CHUNK_LINES).unwrap() else { break };
        app.run(&call, chunk.take).await.unwrap();
        starts.push(import.row());
    }
    app.db.close().await;
    starts
}

/// What is wrong with books that hold the whole file: every line is taken or named, and the ledger has the sum.
async fn problems(url: &str, sales: &Sales) -> Vec<String> {
    let mut found = books::problems(url, SEED, &[]).await;
    let (app, org) = books::open(url).await;
    let before = books::canonical(url).await;
    let again = import::online_retail(&app, org, &sales.path, &indicatif::ProgressBar::hidden()).await.unwrap();
    let totals = again.survey.totals;
    let mut same = |what: &str, a: String, b: String| {
        if a != b {
            found.push(format!("{what}: {a}, not {b}"));
        }
    };
    same("documents taken by a second run", again.taken_now.to_string(), "0".to_string());
    same("sum", (totals.taken + totals.named).normalize().to_string(), sales.sum.normalize().to_string());
    same("lines", totals.lines().to_string(), sales.rows.to_string());
    let mut conn = app.db.read().await.unwrap();
    const DOCUMENTS: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM document WHERE org_id = $1 AND kind = 'invoice'";
    let documents = conn.row(DOCUMENTS, params![org]).await.unwrap().unwrap().int(0);
    same("documents", documents.to_string(), (totals.invoices + totals.credit_notes).to_string());
    const LINES: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM document_part WHERE org_id = $1 AND kind = 'lines'";
    let lines = conn.row(LINES, params![org]).await.unwrap().unwrap().int(0);
    same("lines of documents", lines.to_string(), totals.lines_taken.to_string());
    let ledger = ::store::reports::account_totals(&mut conn, org, Account::ImportedRevenue.code()).await.unwrap();
    let ledger: Vec<_> =
        ledger.into_iter().map(|(code, minor)| Money::new(minor, code.parse().unwrap()).decimal()).collect();
    same("ledger", format!("{ledger:?}"), format!("{:?}", [totals.rounded]));
    drop(conn);
    app.db.close().await;
    if books::canonical(url).await != before {
        found.push("a second run changed the books".to_string());
    }
    found
}

/// A quiet run and one with kills, in which the program may make a mistake. Err says how it was found.
async fn compared(books: Books, fault: Option<Fault>, rows: usize, kills: usize) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let sales = sales::write(folder.path(), SEED, rows);
    let (quiet, rough) = (books.copy("quiet").await, books.copy("rough").await);
    let began = Instant::now();
    let starts = undisturbed(&quiet, &sales.path).await;
    let count = starts.len() - 1;
    // Up to the length of a chunk, so that kills fall on every stage of it.
    let after = usize::try_from(began.elapsed().as_micros()).unwrap() / count;
    let import = Some(Chunks { file: sales.path.clone(), starts });
    let began = Instant::now();
    let run: Disturbed = disturbed(Job { fault, import, ..Job::new(&rough, SEED, count, 0) }, kills, after)?;
    let seconds = began.elapsed().as_secs_f32();
    let lines = (books::canonical(&quiet).await, books::canonical(&rough).await);
    for (a, b) in lines.0.iter().zip(&lines.1) {
        if a != b {
            return Err(format!("the books differ: {b}, not {a}"));
        }
    }
    if lines.0.len() != lines.1.len() {
        return Err(format!("the books differ: {} lines, not {}", lines.1.len(), lines.0.len()));
    }
    for url in [&quiet, &rough] {
        assert_eq!(problems(url, &sales).await, Vec::<String>::new());
    }
    assert_eq!(run.kills, kills);
    assert!(run.repeated > 0, "no kill fell between a commit and its acknowledgement");
    Ok(format!(
        "import of {} lines in {count} chunks: {} kills in {seconds:.1} s, {} of them between commit and acknowledgement, {} lines of the dump equal",
        sales.rows,
        run.kills,
        run.repeated,
        lines.0.len()
    ))
}

async fn survives(books: Books) {
    println!("{}", compared(books, None, rows(), kills()).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_import_survives_kills() {
    survives(Books::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_import_survives_kills() {
    match Books::postgres().await {
        Some(books) => survives(books).await,
        None => println!("SKIPPED: QUITTANCE_TEST_POSTGRES names no server"),
    }
}

/// The test above must fail on a program that acknowledges a chunk before its commit.
async fn early_is_found(books: Books) {
    let found = compared(books, Some(Fault::Early { at: 5 }), 400, 3).await;
    assert_eq!(found, Err("chunk 5 was acknowledged and is gone".to_string()));
}

/// And on one that commits the place in the file apart from what was taken up to there.
async fn torn_is_found(books: Books) {
    let found = compared(books, Some(Fault::Torn { at: 5 }), 400, 3).await;
    assert!(found.as_ref().is_err_and(|why| why.starts_with("the books differ")), "{found:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_broken_import_is_found() {
    early_is_found(Books::sqlite().await).await;
    torn_is_found(Books::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_broken_import_is_found() {
    match (Books::postgres().await, Books::postgres().await) {
        (Some(early), Some(torn)) => {
            early_is_found(early).await;
            torn_is_found(torn).await;
        }
        _ => println!("SKIPPED: QUITTANCE_TEST_POSTGRES names no server"),
    }
}
