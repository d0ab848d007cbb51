//! Verbs, durable on SQLite: over HTTP and in process, by one client and by many, beside the same rows written raw with
//! one transaction for each verb.

use crate::{
    Failure,
    client::{self, Client},
    measure::{Limit, Measure, Times, peak_kb, per_second, rate},
    raw,
    world::{World, customer},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// A client stops here even when its share is not done, so that a slow disk does not keep everyone waiting.
const TIME_MAX: Duration = Duration::from_secs(6);

/// Hands out the numbers of verbs until all are given or the time is up.
struct Work {
    next: AtomicUsize,
    count: usize,
    started: Instant,
}
impl Work {
    fn new(count: usize) -> Arc<Work> {
        Arc::new(Work { next: AtomicUsize::new(0), count, started: Instant::now() })
    }
    fn take(&self) -> Option<usize> {
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        (n < self.count && self.started.elapsed() < TIME_MAX).then_some(n)
    }
}

pub async fn over_http(count: usize, clients: usize) -> Result<Vec<Measure>, Failure> {
    let world = World::new().await?;
    let (_, key) = world.app.create_key(world.org, "bench", "owner", None).await?;
    let address = client::serve(api::router(world.app.clone())).await?;
    let mut connections = Vec::new();
    for _ in 0..clients {
        connections.push(Client::connect(address)?);
    }
    let work = Work::new(count);
    let mut tasks = Vec::new();
    for mut connection in connections {
        let (work, key) = (Arc::clone(&work), key.clone());
        tasks.push(tokio::task::spawn_blocking(move || {
            let mut times = Times::default();
            while let Some(n) = work.take() {
                let headers = format!("authorization: Bearer {key}\r\nidempotency-key: bench-{n}\r\n");
                let body = customer(n).to_string();
                let started = Instant::now();
                let status = connection.send("POST", "/v1/customers", &headers, &body)?;
                times.push(started.elapsed());
                if status != 201 {
                    return Err(Failure::from(format!("customer {n}: status {status}")));
                }
            }
            Ok::<Times, Failure>(times)
        }));
    }
    let what = format!("customer.create over HTTP, {}", who(clients));
    finish(world, work, tasks, what, if clients == 1 { of_one } else { of_many }).await
}

pub async fn in_process(count: usize, clients: usize) -> Result<Vec<Measure>, Failure> {
    let world = World::new().await?;
    let work = Work::new(count);
    let mut tasks = Vec::new();
    for _ in 0..clients {
        let (work, app, call) = (Arc::clone(&work), world.app.clone(), world.call());
        tasks.push(tokio::spawn(async move {
            let mut times = Times::default();
            while let Some(n) = work.take() {
                let call = call.clone().key(format!("bench-{n}"));
                let started = Instant::now();
                app.execute(&call, "customer.create", customer(n)).await?;
                times.push(started.elapsed());
            }
            Ok::<Times, Failure>(times)
        }));
    }
    finish(world, work, tasks, format!("customer.create in process, {}", who(clients)), |_, _| None).await
}

fn who(clients: usize) -> String {
    if clients == 1 { "1 client".into() } else { format!("{clients} clients") }
}

/// Below so many raw transactions a second it is the disk that sets the pace.
const SLOW_DISK: f64 = 1_000.0;
const VERBS_MIN: f64 = 2_000.0;

/// What one client is held to.
fn of_one(ours: f64, raw: f64) -> Option<Limit> {
    Limit::new("1/2 of raw", ours >= raw / 2.0)
}

/// What many clients are held to.
fn of_many(ours: f64, raw: f64) -> Option<Limit> {
    match raw < SLOW_DISK {
        true => Limit::new("2 × raw (slow disk)", ours >= 2.0 * raw),
        false => Limit::new(format!("{VERBS_MIN:.0}/s"), ours >= VERBS_MIN),
    }
}

async fn finish(
    world: World,
    work: Arc<Work>,
    tasks: Vec<tokio::task::JoinHandle<Result<Times, Failure>>>,
    what: String,
    limit: fn(f64, f64) -> Option<Limit>,
) -> Result<Vec<Measure>, Failure> {
    let mut times = Times::default();
    for task in tasks {
        times.extend(task.await??);
    }
    let took = work.started.elapsed();
    let (done, spread) = (times.len(), times.spread());
    let ours = per_second(done, took);
    peak_kb();
    world.app.db.close().await;
    let raw = raw::single(&world.file(), done).await?;
    Ok(vec![Measure {
        what,
        size: format!("{done} verbs"),
        ours: rate(ours),
        spread,
        raw: rate(raw),
        ratio: Some(ours / raw),
        limit: limit(ours, raw),
    }])
}
