//! Many verbs in one transaction, each an intent of its own: for runs over history, where waiting for the disk after every
//! verb would take most of the time.

use crate::{
    error::{Error, Result},
    runner::{App, Call, Done, in_transaction},
};
use domain::refusal::Refusal;
use serde_json::{Map, Value as Json};
use store::{Conn, StoreError};

/// One verb of a batch.
#[derive(Clone, Debug)]
pub struct Step {
    pub call: Call,
    pub verb: &'static str,
    pub input: Json,
    /// Fields of the input that get the document of an earlier step of the same batch.
    pub from: Vec<(&'static str, usize)>,
}

const TRIES: u32 = 8;

impl App {
    /// Runs the steps one after another and commits once; each sees what those before it did. The first that is refused
    /// ends the batch, and nothing of it is kept.
    pub async fn batch(&self, steps: Vec<Step>) -> Result<Vec<Done>> {
        for step in &steps {
            step.call.actor.need(step.verb)?;
        }
        let app = self.clone();
        let task = tokio::spawn(async move {
            let mut tries = 0;
            loop {
                tries += 1;
                match app.batch_once(&steps).await {
                    Err(Error::Store(StoreError::Conflict)) if tries < TRIES => {}
                    other => return other,
                }
            }
        });
        task.await.unwrap_or_else(|e| Err(StoreError::Bug(format!("batch stopped: {e}")).into()))
    }

    async fn batch_once(&self, steps: &[Step]) -> Result<Vec<Done>> {
        let mut write = self.db.begin().await?;
        match run(write.conn(), steps).await {
            Ok(done) => {
                write.commit().await?;
                Ok(done)
            }
            Err(error) => {
                write.rollback().await;
                Err(error)
            }
        }
    }
}

async fn run(conn: &mut Conn, steps: &[Step]) -> Result<Vec<Done>> {
    let mut done: Vec<Done> = Vec::with_capacity(steps.len());
    for step in steps {
        let verb =
            crate::verbs::find(step.verb).ok_or_else(|| Refusal::not_found("verb_unknown").with("verb", step.verb))?;
        let mut input = step.input.clone();
        for (field, earlier) in &step.from {
            let document = done.get(*earlier).and_then(|done| done.outcome.id);
            let document = document.ok_or_else(|| {
                StoreError::Bug(format!("{}: step {earlier} gives no document for {field}", step.verb))
            })?;
            if !input.is_object() {
                input = Json::Object(Map::new());
            }
            input[*field] = Json::from(document.to_string());
        }
        let ran = in_transaction(conn, &step.call, verb, input).await;
        // The input may hold personal data, which stays out of logs.
        done.push(ran.inspect_err(|error| tracing::warn!(verb = step.verb, %error, "batch"))?);
    }
    Ok(done)
}
