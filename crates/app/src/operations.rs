//! Work on whole organisations: rebuilding projections, replaying history, backup and restore.

use crate::{
    error::Result,
    roles::{Actor, Grants},
    runner::{App, Call, unsealed},
};
use domain::{document::DocRef, ids::OrgId, refusal::Refusal};
use serde_json::Value as Json;
use std::path::Path;
use store::{Conn, Db, StoreError, facts};

/// What a replay did: intents run, and the lines of the two dumps that differ (at most twenty).
#[derive(Clone, Debug, Default)]
pub struct Replayed {
    pub intents: u64,
    pub lines: u64,
    pub differences: Vec<String>,
}

const DIFFERENCES_MAX: usize = 20;

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

    /// Runs the recorded intents of an organisation again in an empty database, then compares the two.
    pub async fn replay(&self, org: OrgId, target: &Db) -> Result<Replayed> {
        let fresh = App::new(target.clone(), self.render.clone());
        let mut source = self.db.read().await?;
        prepare(&mut source, target, org).await?;
        let (mut seq, mut replayed) = (0, Replayed::default());
        loop {
            let page = facts::intents_after(&mut source, org, seq, 200).await?;
            if page.is_empty() {
                break;
            }
            for (number, intent, _) in page {
                seq = number;
                let verb = crate::verbs::find(&intent.name)
                    .ok_or_else(|| Refusal::not_found("verb_unknown").with("verb", &intent.name))?;
                let input: Json = serde_json::from_str(&intent.input)
                    .map_err(|e| StoreError::Bug(format!("input of {}: {e}", intent.id)))?;
                let input = unsealed(&mut source, org, verb, input).await?;
                let call = Call {
                    org,
                    actor: actor(&intent.actor)?,
                    idempotency_key: intent.idempotency_key,
                    business_at: None,
                    parent: intent.parent,
                    recorded: Some((intent.id, intent.recorded_at, intent.business_at)),
                };
                fresh.execute(&call, verb.name(), input).await?;
                replayed.intents += 1;
            }
        }
        compare(&mut source, &mut target.read().await?, org, &mut replayed).await?;
        Ok(replayed)
    }

    /// Writes the whole database, as it stands at one moment, to a new file.
    pub async fn backup(&self, file: &Path) -> Result<()> {
        if file.exists() {
            return Err(Refusal::state("file_exists").with("file", file.display().to_string()).into());
        }
        if self.db.kind() != store::DbKind::Sqlite {
            return Err(Refusal::invalid("backup_by_server").into());
        }
        let mut conn = self.db.raw().await?;
        conn.exec("VACUUM INTO $1", &[store::Value::from(file.display().to_string())]).await?;
        Ok(())
    }
}

/// Puts a backup in place of a database that is not there yet.
pub async fn restore(backup: &Path, file: &Path) -> Result<()> {
    if file.exists() {
        return Err(Refusal::state("file_exists").with("file", file.display().to_string()).into());
    }
    let bytes = tokio::fs::copy(backup, file).await;
    bytes.map_err(|e| StoreError::Unavailable(format!("{}: {e}", backup.display())))?;
    let db = Db::open(&format!("sqlite:{}", file.display())).await?;
    store::migrate(&db, 0).await?;
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

async fn compare(source: &mut Conn, target: &mut Conn, org: OrgId, replayed: &mut Replayed) -> Result<()> {
    let (mut was, mut is) = (Vec::new(), Vec::new());
    store::dump::canonical(source, org, |line| was.push(line)).await?;
    store::dump::canonical(target, org, |line| is.push(line)).await?;
    replayed.lines = was.len() as u64;
    let (was, is): (std::collections::BTreeSet<_>, std::collections::BTreeSet<_>) =
        (was.into_iter().collect(), is.into_iter().collect());
    let gone = was.difference(&is).map(|l| format!("- {l}"));
    let new = is.difference(&was).map(|l| format!("+ {l}"));
    replayed.differences = gone.chain(new).take(DIFFERENCES_MAX).collect();
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
