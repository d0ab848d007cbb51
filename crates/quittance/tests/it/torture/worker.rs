//! The process that is killed: this test program started once more, with its work in an environment variable.

use super::{
    history,
    plan::{self, plan},
};
use ::app::{App, Call, runner};
use ::store::Db;
use domain::ids::OrgId;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdout, Command, Stdio},
    sync::Arc,
    time::Duration,
};

const VARIABLE: &str = "QUITTANCE_TORTURE_WORKER";

/// What the process does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Mode {
    /// The verbs, or the chunks of an import, one after the other; before it acknowledges number `pause` it stops until it
    /// is killed.
    Run { pause: Option<usize> },
    /// Keeps the database locked.
    Hold,
    /// Verbs of so many clients at the same time.
    Clients(usize),
}

/// A mistake of the program that the tests must find; otherwise they prove nothing. Once made, the process waits for its end.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Fault {
    /// Number `at` is acknowledged before its commit.
    Early { at: usize },
    /// The place in the file moves over chunk `at` in a transaction of its own, before that of the chunk.
    Torn { at: usize },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Job {
    pub url: String,
    pub seed: u64,
    /// How many verbs or chunks there are.
    pub count: usize,
    /// The first one that nobody acknowledged.
    pub from: usize,
    pub mode: Mode,
    pub fault: Option<Fault>,
    /// The import to do in place of the plan's verbs.
    pub import: Option<history::Chunks>,
}

/// A line that the process said.
#[derive(Debug)]
pub enum Said {
    Done {
        n: usize,
        repeated: bool,
    },
    Paused,
    /// It made its mistake.
    Broken,
    Holding,
    Failed(String),
}

impl Job {
    pub fn new(url: &str, seed: u64, count: usize, from: usize) -> Job {
        Job { url: url.to_string(), seed, count, from, mode: Mode::Run { pause: None }, fault: None, import: None }
    }

    /// This program, to be started with the job; `wrapped` are words to put before it, such as a tracer's.
    pub fn command(&self, wrapped: &[&str]) -> Command {
        let program = std::env::current_exe().unwrap();
        let mut command = match wrapped.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.args(["torture::worker::the_process_that_is_killed", "--exact", "--nocapture"]);
        command.env(VARIABLE, serde_json::to_string(self).unwrap());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command
    }

    pub fn start(&self) -> Worker {
        let mut child = self.command(&[]).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Worker { child, lines }
    }
}

/// A running process; killed when it is dropped.
pub struct Worker {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Worker {
    /// The next line it says; `None` once it has ended.
    pub fn next(&mut self) -> Option<Said> {
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            if let Some(said) = said(line.trim_end()) {
                return Some(said);
            }
        }
    }
    /// Sends SIGKILL and gives what was said until then.
    pub fn kill(&mut self) -> Vec<Said> {
        // A process that has ended by itself cannot be killed, which is as good.
        let _ = self.child.kill();
        self.child.wait().unwrap();
        std::iter::from_fn(|| self.next()).collect()
    }
}
impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn said(line: &str) -> Option<Said> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    match word {
        "ack" => Some(Said::Done { n: rest.parse().ok()?, repeated: false }),
        "again" => Some(Said::Done { n: rest.parse().ok()?, repeated: true }),
        "paused" => Some(Said::Paused),
        "broken" => Some(Said::Broken),
        "holding" => Some(Said::Holding),
        "failed" => Some(Said::Failed(rest.to_string())),
        _ => None,
    }
}

/// Straight to standard output, in one piece: the harness must not keep it, and a tracer shows one line.
pub fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// Says a last word and does nothing more until it is killed.
pub async fn wait_for_the_end(word: &str) {
    say(word);
    tokio::time::sleep(Duration::from_secs(120)).await;
}

/// Does nothing in an ordinary run of the tests.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_process_that_is_killed() {
    let Ok(job) = std::env::var(VARIABLE) else { return };
    // The harness has begun a line of its own.
    say("");
    let job: Job = serde_json::from_str(&job).unwrap();
    if let Err(why) = work(&job).await {
        say(&format!("failed {why}"));
    }
}

async fn work(job: &Job) -> Result<(), String> {
    let app = App::new(Db::open(&job.url).await.map_err(|e| e.to_string())?, Arc::new(render::Typst));
    let orgs = {
        let mut conn = app.db.read().await.map_err(|e| e.to_string())?;
        ::store::state::orgs(&mut conn).await.map_err(|e| e.to_string())?
    };
    let org = orgs.first().ok_or("no organisation")?.0;
    match job.mode {
        Mode::Run { pause } => match &job.import {
            Some(chunks) => history::work(&app, org, job, chunks, pause).await?,
            None => in_order(&app, org, job, pause).await?,
        },
        Mode::Clients(clients) => at_once(&app, org, job.count, clients).await,
        Mode::Hold => {
            let mut conn = app.db.raw().await.map_err(|e| e.to_string())?;
            conn.exec("BEGIN IMMEDIATE", &[]).await.map_err(|e| e.to_string())?;
            wait_for_the_end("holding").await;
        }
    }
    app.db.close().await;
    Ok(())
}

async fn in_order(app: &App, org: OrgId, job: &Job, pause: Option<usize>) -> Result<(), String> {
    for (n, step) in plan(job.seed, job.count).iter().enumerate().skip(job.from) {
        if matches!(job.fault, Some(Fault::Early { at }) if at == n) {
            let input = plan::resolved(app, org, job.seed, step).await?;
            return acknowledged_early(app, &plan::call(org, job.seed, n), n, step.verb, input).await;
        }
        let done = plan::run(app, org, job.seed, n, step).await?;
        if pause == Some(n) {
            wait_for_the_end("paused").await;
        }
        say(&format!("{} {n}", if done.repeated { "again" } else { "ack" }));
    }
    Ok(())
}

/// The mistake [`Fault::Early`]: done, said, and not committed.
pub async fn acknowledged_early(app: &App, call: &Call, n: usize, verb: &str, input: Json) -> Result<(), String> {
    let verb = ::app::verbs::find(verb).ok_or("no such verb")?;
    let mut write = app.db.begin().await.map_err(|e| e.to_string())?;
    runner::in_transaction(write.conn(), call, verb, input).await.map_err(|e| e.to_string())?;
    say(&format!("ack {n}"));
    wait_for_the_end("broken").await;
    write.commit().await.map_err(|e| e.to_string())
}

async fn at_once(app: &App, org: OrgId, count: usize, clients: usize) {
    let next = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let client = || {
        let (app, next) = (app.clone(), Arc::clone(&next));
        async move {
            loop {
                let n = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                if n >= count {
                    return;
                }
                let call = Call::system(org).key(format!("client-{n}"));
                match app.execute(&call, "customer.create", plan::customer(&format!("Klant {n}"))).await {
                    Ok(_) => say(&format!("ack {n}")),
                    Err(error) => say(&format!("failed {error}")),
                }
            }
        }
    };
    let tasks: Vec<_> = (0..clients).map(|_| tokio::spawn(client())).collect();
    for task in tasks {
        task.await.unwrap();
    }
}
