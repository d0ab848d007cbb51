//! Crashes: a worker process is killed at seeded moments, starts again and goes on from the first verb that nobody
//! acknowledged, or from the place in the file that it imports. What it leaves must equal a run that nobody disturbed, and
//! everything acknowledged must be there.

mod books;
mod dice;
mod faults;
mod fsync;
mod history;
mod plan;
mod sales;
mod worker;

use books::Books;
use dice::Dice;
use worker::{Fault, Job, Mode, Said};

/// Kills in one run: a few in everyday runs, fifty in `cargo xtask torture`.
fn kills() -> usize {
    if is_long() { 50 } else { 5 }
}

/// How many verbs a run has.
fn verbs() -> usize {
    if is_long() { 600 } else { 80 }
}

fn is_long() -> bool {
    std::env::var("QUITTANCE_TORTURE").is_ok_and(|value| value == "long")
}

/// What a disturbed run was like.
#[derive(Debug)]
struct Disturbed {
    kills: usize,
    /// Verbs or chunks that were durable when their worker died before it could say so.
    repeated: usize,
}

/// Runs a job in workers that are killed `kills` times, until everything is acknowledged. `after` says how long after an
/// acknowledgement, in microseconds, a worker is killed at most.
fn disturbed(mut job: Job, kills: usize, after: usize) -> Result<Disturbed, String> {
    let mut dice = Dice::new(job.seed);
    let mut run = Disturbed { kills: 0, repeated: 0 };
    while job.from < job.count {
        let left = kills.saturating_sub(run.kills);
        let stop = job.from + dice.below((job.count - job.from) / left.max(1) + 1);
        // Every third worker stops by itself between the commit and its acknowledgement, and is killed there. The others are
        // killed wherever they happen to be shortly after an acknowledgement; they stop a few verbs later at most, so that
        // there is something left for the next kill.
        let exact = run.kills.is_multiple_of(3);
        let pause = (left > 0).then(|| (if exact { stop } else { stop + 6 }).min(job.count - 1));
        job.mode = Mode::Run { pause };
        let mut worker = job.start();
        let mut aim = (left > 0 && !exact && stop > job.from).then_some(stop);
        let alive = loop {
            match worker.next() {
                Some(Said::Done { n, repeated }) => {
                    run.heard(&mut job, n, repeated);
                    if aim.is_some_and(|aim| job.from >= aim) {
                        aim = None;
                        let moment = u64::try_from(dice.below(after)).unwrap();
                        std::thread::sleep(std::time::Duration::from_micros(moment));
                        break true;
                    }
                }
                Some(Said::Paused) => break true,
                Some(Said::Broken) => {
                    job.fault = None;
                    break true;
                }
                Some(Said::Failed(why)) => return Err(why),
                Some(Said::Holding) => {}
                None => break false,
            }
        };
        // What it had said before the signal reached it was said as well.
        for said in worker.kill() {
            if let Said::Done { n, repeated } = said {
                run.heard(&mut job, n, repeated);
            }
        }
        run.kills += usize::from(alive);
        if !alive && job.from < job.count {
            return Err(format!("the worker ended by itself at {} of {}", job.from, job.count));
        }
    }
    Ok(run)
}

impl Disturbed {
    fn heard(&mut self, job: &mut Job, n: usize, repeated: bool) {
        assert_eq!(n, job.from, "acknowledged in order");
        job.from += 1;
        self.repeated += usize::from(repeated);
    }
}

/// Kills, resumes, and compares with a run that was left alone.
async fn survives(books: Books) {
    let (seed, count) = (0x5eed, verbs());
    let (quiet, rough) = (books.copy("quiet").await, books.copy("rough").await);
    let mut worker = Job::new(&quiet, seed, count, 0).start();
    let acknowledged = std::iter::from_fn(|| worker.next()).filter(|said| matches!(said, Said::Done { .. })).count();
    assert_eq!(acknowledged, count);
    let run = disturbed(Job::new(&rough, seed, count, 0), kills(), 6_000).unwrap();
    assert_eq!(run.kills, kills());
    assert!(run.repeated > 0, "no kill fell between a commit and its acknowledgement");
    let every: Vec<usize> = (0..count).collect();
    for url in [&quiet, &rough] {
        assert_eq!(books::problems(url, seed, &every).await, Vec::<String>::new());
    }
    let (quiet, rough) = (books::canonical(&quiet).await, books::canonical(&rough).await);
    assert!(quiet.len() > count * 4, "{} lines", quiet.len());
    for (a, b) in quiet.iter().zip(&rough) {
        assert_eq!(a, b);
    }
    assert_eq!(quiet.len(), rough.len());
    println!("{} kills, {} verbs found done on resuming, {} lines equal", run.kills, run.repeated, quiet.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_survives_kills() {
    survives(Books::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_survives_kills() {
    match Books::postgres().await {
        Some(books) => survives(books).await,
        None => println!("SKIPPED: QUITTANCE_TEST_POSTGRES names no server"),
    }
}

/// A worker that acknowledges before its commit must be found out; otherwise the test above proves nothing.
async fn broken_commit_is_found(books: Books) {
    let (seed, count, early) = (7, 20, 11);
    let url = books.copy("early").await;
    let job = Job { fault: Some(Fault::Early { at: early }), ..Job::new(&url, seed, count, 0) };
    let mut worker = job.start();
    let mut acknowledged = Vec::new();
    while acknowledged.last() != Some(&early) {
        match worker.next() {
            Some(Said::Done { n, .. }) => acknowledged.push(n),
            other => panic!("{other:?}"),
        }
    }
    worker.kill();
    let problems = books::problems(&url, seed, &acknowledged).await;
    assert_eq!(problems, [format!("verb {early} was acknowledged and is gone")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_broken_commit_is_found() {
    broken_commit_is_found(Books::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_broken_commit_is_found() {
    match Books::postgres().await {
        Some(books) => broken_commit_is_found(books).await,
        None => println!("SKIPPED: QUITTANCE_TEST_POSTGRES names no server"),
    }
}
