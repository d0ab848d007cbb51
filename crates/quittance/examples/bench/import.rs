//! Taking in sales history: how fast and in how much memory, and how long others wait for their verbs meanwhile.

use crate::{
    Failure,
    client::{self, Client},
    history,
    measure::{Limit, Measure, Times, peak_kb, per_second, rate, shown},
    raw,
    world::{World, customer},
};
use indicatif::ProgressBar;
use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// The file that has all lines.
pub const ALL: usize = 541_909;
/// Below which the peak of memory stays.
const PEAK_KB_MAX: u64 = 256 * 1_024;
/// How much more memory all lines may take than 100,000.
const GROWTH_MAX: f64 = 1.1;
/// How long a verb of somebody else may take while an import runs.
const WAIT_MAX: Duration = Duration::from_millis(50);

/// Takes a file in; returns how many lines it had.
async fn take(world: &World, file: &Path) -> Result<usize, Failure> {
    let imported = quittance::import::online_retail(&world.app, world.org, file, &ProgressBar::hidden()).await?;
    Ok(usize::try_from(imported.survey.totals.lines())?)
}

pub async fn measured(lines: usize) -> Result<Vec<Measure>, Failure> {
    let world = World::new().await?;
    let (file, kind) = history::file(world.folder.path(), lines)?;
    let started = Instant::now();
    let lines = take(&world, &file).await?;
    let took = started.elapsed();
    let peak = peak_kb();
    world.app.db.close().await;
    let bulk = raw::bulk(&world.file()).await?;
    let (ours, raw) = (per_second(lines, took), per_second(lines, bulk.took));
    let size = format!("{lines} lines, {kind}");
    Ok(vec![
        Measure {
            what: "import".into(),
            size: size.clone(),
            ours: rate(ours),
            spread: format!("{} / {} rows", shown(took), bulk.rows),
            raw: rate(raw),
            ratio: Some(ours / raw),
            limit: Limit::new("1/2 of raw", ours / raw >= 0.5),
        },
        Measure {
            what: "import: peak memory".into(),
            size,
            ours: peak.map_or("unknown".into(), |kb| format!("{} MB", kb / 1_024)),
            limit: peak.and_then(|kb| Limit::new("under 256 MB", kb < PEAK_KB_MAX)),
            ..Measure::default()
        },
    ])
}

/// The peaks of the sizes beside each other, once all are measured.
pub fn growth(peaks: &[(usize, Option<u64>)]) -> Option<Measure> {
    let at = |lines: usize| peaks.iter().find(|(size, _)| *size == lines).and_then(|(_, peak)| *peak);
    let (few, all) = (u32::try_from(at(100_000)?).ok()?, u32::try_from(at(ALL)?).ok()?);
    let growth = f64::from(all) / f64::from(few);
    Some(Measure {
        what: "import: peak memory, all over 100000 lines".into(),
        ours: format!("{} MB", all / 1_024),
        raw: format!("{} MB", few / 1_024),
        ratio: Some(growth),
        limit: Limit::new("within 10 %", growth <= GROWTH_MAX),
        ..Measure::default()
    })
}

pub async fn with_verbs(lines: usize) -> Result<Vec<Measure>, Failure> {
    let world = World::new().await?;
    let (file, kind) = history::file(world.folder.path(), lines)?;
    let (_, key) = world.app.create_key(world.org, "bench", "owner", None).await?;
    let address = client::serve(quittance::server::router(world.app.clone())).await?;
    let ended = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&ended);
    // A thread of its own: a client's machine does not share the server's.
    let client = std::thread::spawn(move || ask(address, &key, &seen));
    let started = Instant::now();
    let lines = take(&world, &file).await;
    let took = started.elapsed();
    ended.store(true, Ordering::Relaxed);
    let mut times = client.join().map_err(|_| "the client broke off")??;
    let (lines, worst) = (lines?, times.percentile(99));
    Ok(vec![Measure {
        spread: times.spread(),
        raw: rate(per_second(times.len(), took)),
        ..Measure::timed(
            "verbs over HTTP during an import, p99".into(),
            format!("{lines} lines, {kind}"),
            worst,
            WAIT_MAX,
        )
    }])
}

/// One client, one verb after the other, until the import has ended.
fn ask(address: SocketAddr, key: &str, ended: &AtomicBool) -> Result<Times, Failure> {
    let mut connection = Client::connect(address)?;
    let (mut times, mut n) = (Times::default(), 0);
    while !ended.load(Ordering::Relaxed) {
        n += 1;
        let headers = format!("authorization: Bearer {key}\r\nidempotency-key: bench-{n}\r\n");
        let started = Instant::now();
        let status = connection.send("POST", "/v1/customers", &headers, &customer(n).to_string())?;
        times.push(started.elapsed());
        if status != 201 {
            return Err(format!("customer {n}: status {status}").into());
        }
    }
    Ok(times)
}
