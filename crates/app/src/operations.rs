//! Work on whole organisations: rebuilding projections, replaying history, backup and restore.

use crate::{
    error::Result,
    roles::{Actor, Grants},
    runner::{App, Call, Erased, Recorded, in_transaction, unsealed},
};
use domain::{document::DocRef, ids::OrgId, refusal::Refusal};
use serde_json::Value as Json;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};
use store::{
    Conn, Db, StoreError,
    dump::Canonical,
    facts::{self, IntentRow},
};

/// What a replay did: intents run, and the lines of the two dumps that differ (at most twenty).
#[derive(Clone, Debug, Default)]
pub struct Replayed {
    pub intents: u64,
    pub lines: u64,
    pub differences: Vec<String>,
}

const DIFFERENCES_MAX: usize = 20;

/// Intents that a replay runs in one transaction: a chunk of imported history is one of them.
const AT_ONCE: u32 = 50;

impl App {
    /// Writes balances, open amounts, stock levels and search words again from facts. Returns the rows written.
    pub async fn rebuild(&self, org: OrgId) -> Result<u64> {
        let mut tx = self.db.begin().await?;
        match store::projections::rebuild(tx.conn(), org).await {
            Ok(rows) => {
                tx.commit().await?;
                Ok(rows)
            }
            Err(error) => {
                tx.rollback().await;
                Err(error.into())
            }
        }
    }

    /// Runs the recorded intents of an organisation again in an empty database, then compares the two. Many intents share
    /// a transaction, because nobody waits for any one of them.
    pub async fn replay(&self, org: OrgId, target: &Db) -> Result<Replayed> {
        let mut source = self.db.read_much().await?;
        prepare(&mut source, target, org).await?;
        let (mut seq, mut replayed) = (0, Replayed::default());
        loop {
            let page = facts::intents_after(&mut source, org, seq, AT_ONCE).await?;
            let Some((last, _, _)) = page.last() else { break };
            (seq, replayed.intents) = (*last, replayed.intents + page.len() as u64);
            let mut tx = target.begin().await?;
            match again(&mut source, tx.conn(), org, page).await {
                Ok(()) => tx.commit().await?,
                Err(error) => {
                    tx.rollback().await;
                    return Err(error);
                }
            }
        }
        compare(&mut source, &mut target.read().await?, org, &mut replayed).await?;
        Ok(replayed)
    }

    /// Writes the whole database, as it stands at one moment, to a new file, also while a server writes. The file has its
    /// name only once all of it is on the disk.
    pub async fn backup(&self, file: &Path) -> Result<()> {
        if self.db.kind() != store::DbKind::Sqlite {
            return Err(Refusal::invalid("backup_by_server").into());
        }
        refuse_existing(file)?;
        let part = beside(file, ".part");
        // Left over from a backup that was stopped.
        let _ = std::fs::remove_file(&part);
        let written = self.db.raw().await?.exec("VACUUM INTO $1", &[part.display().to_string().into()]).await;
        // SQLite does not wait for the disk here.
        let placed = written.map_err(crate::Error::from).and_then(|_| in_place(&part, file));
        if placed.is_err() {
            let _ = std::fs::remove_file(&part);
        }
        placed
    }
}

/// Puts a backup in place of a database that is not there yet. What is no whole database is refused and leaves nothing.
pub async fn restore(backup: &Path, file: &Path) -> Result<()> {
    refuse_existing(file)?;
    // Changes of another database, which SQLite would play into this one.
    refuse_existing(&beside(file, "-wal"))?;
    let unreadable =
        |why: String| Refusal::not_found("file_unreadable").with("file", backup.display().to_string()).with("why", why);
    if !backup.is_file() {
        return Err(unreadable("no such file".into()).into());
    }
    refuse_foreign(backup)?;
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let why = |e: std::io::Error| {
            Refusal::state("file_unwritable").with("file", folder.display().to_string()).with("why", e.to_string())
        };
        std::fs::create_dir_all(folder).map_err(why)?;
    }
    let part = beside(file, ".part");
    std::fs::copy(backup, &part).map_err(|e| unreadable(e.to_string()))?;
    let whole = whole(&part).await;
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(beside(&part, end));
    }
    if let Err(error) = whole {
        let _ = std::fs::remove_file(&part);
        return Err(unreadable(error.to_string()).into());
    }
    in_place(&part, file)
}

/// Opens a copied database, checks each of its pages, and brings it to this version's schema.
async fn whole(file: &Path) -> Result<()> {
    let db = Db::open(&format!("sqlite:{}", file.display())).await?;
    let mut conn = db.raw().await?;
    if let Some(wrong) = store::doctor::file_damage(&mut conn).await? {
        return Err(StoreError::Unavailable(wrong).into());
    }
    drop(conn);
    store::migrate(&db, 0).await?;
    db.close().await;
    Ok(())
}

/// Refuses the database of another program, which must not get our tables.
pub fn refuse_foreign(file: &Path) -> std::result::Result<(), Refusal> {
    let foreign = || Refusal::state("database_foreign").with("file", file.display().to_string());
    if store::is_foreign(file) { Err(foreign()) } else { Ok(()) }
}

fn refuse_existing(file: &Path) -> std::result::Result<(), Refusal> {
    let exists = || Refusal::state("file_exists").with("file", file.display().to_string());
    if file.exists() { Err(exists()) } else { Ok(()) }
}

/// The same path with something behind its name.
fn beside(file: &Path, end: &str) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(end);
    PathBuf::from(path)
}

/// Gives a file its name once it is on the disk.
fn in_place(part: &Path, file: &Path) -> Result<()> {
    let unavailable = |e: std::io::Error| StoreError::Unavailable(format!("{}: {e}", file.display()));
    std::fs::File::open(part).and_then(|f| f.sync_all()).map_err(unavailable)?;
    std::fs::rename(part, file).map_err(unavailable)?;
    // Not every system lets a folder be flushed; the file itself is safe.
    if let Some(Ok(folder)) = file.parent().map(std::fs::File::open) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Runs recorded intents again in a transaction of the target.
async fn again(
    source: &mut Conn,
    target: &mut Conn,
    org: OrgId,
    intents: Vec<(i64, IntentRow, Vec<u8>)>,
) -> Result<()> {
    for (seq, intent, _) in intents {
        let verb = crate::verbs::find(&intent.name)
            .ok_or_else(|| Refusal::not_found("verb_unknown").with("verb", &intent.name))?;
        let input: Json =
            serde_json::from_str(&intent.input).map_err(|e| StoreError::Bug(format!("input of {}: {e}", intent.id)))?;
        let (input, erased) = unsealed(source, org, verb, input).await?;
        let recorded = Recorded {
            intent: intent.id,
            at: intent.recorded_at,
            business_at: intent.business_at,
            request_hash: Some(intent.request_hash),
            erased: erased.map(|person| Erased { person, input: intent.input }),
        };
        let call = Call {
            org,
            actor: actor(&intent.actor)?,
            idempotency_key: intent.idempotency_key,
            business_at: None,
            parent: intent.parent,
            seen: None,
            recorded: Some(recorded),
        };
        let ran = in_transaction(target, &call, verb, input).await;
        // The input may hold personal data, which stays out of logs.
        ran.inspect_err(|error| tracing::warn!(seq, verb = intent.name, %error, "replay"))?;
    }
    Ok(())
}

async fn prepare(source: &mut Conn, target: &Db, org: OrgId) -> Result<()> {
    let mut tx = target.begin().await?;
    match store::dump::prepare(source, tx.conn(), org).await {
        Ok(()) => Ok(tx.commit().await?),
        Err(error) => {
            tx.rollback().await;
            Err(error.into())
        }
    }
}

/// Table by table, so that only one of them is in memory.
async fn compare(source: &mut Conn, target: &mut Conn, org: OrgId, replayed: &mut Replayed) -> Result<()> {
    let (was, is) = (Canonical::of(source, org).await?, Canonical::of(target, org).await?);
    for table in store::dump::tables() {
        let was = was.lines(source, table).await?;
        let is = is.lines(target, table).await?;
        replayed.lines += was.len() as u64;
        if was == is {
            continue;
        }
        let (was, is): (BTreeSet<_>, BTreeSet<_>) = (was.into_iter().collect(), is.into_iter().collect());
        let gone = was.difference(&is).map(|l| format!("- {l}"));
        let new = is.difference(&was).map(|l| format!("+ {l}"));
        let room = DIFFERENCES_MAX.saturating_sub(replayed.differences.len());
        replayed.differences.extend(gone.chain(new).take(room));
    }
    Ok(())
}

/// The actor of a recorded intent. What it was allowed to do was decided then, so it may do everything now.
fn actor(text: &str) -> Result<Actor> {
    let grants = || Grants::of_role("owner");
    let bad = || StoreError::Bug(format!("actor {text}"));
    let (kind, id) = text.split_once(':').unwrap_or((text, ""));
    Ok(match kind {
        "user" => Actor::User { id: id.parse().map_err(|_| bad())?, team: None, grants: grants() },
        "key" => Actor::Key { id: id.parse().map_err(|_| bad())?, grants: grants() },
        "link" => {
            let (document, person) = id.split_once('/').map_or((id, None), |(id, person)| (id, Some(person)));
            let document: DocRef = serde_json::from_value(Json::from(document)).map_err(|_| bad())?;
            let person = person.map(str::parse).transpose().map_err(|_| bad())?;
            Actor::Link { document, person, address: None }
        }
        _ => Actor::System,
    })
}
