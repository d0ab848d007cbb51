//! Nothing is acknowledged before it is durable: the system calls of a worker show an fdatasync before every
//! acknowledgement, and with many clients far fewer of them than acknowledgements.

use super::{
    books::Books,
    worker::{Job, Mode},
};
use std::process::Command;

/// What the tracer saw, in order.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Seen {
    Synced,
    Acknowledged,
}

/// `None`, said aloud, where processes cannot be traced.
fn traced(job: &Job) -> Option<Vec<Seen>> {
    if Command::new("strace").args(["-o", "/dev/null", "true"]).status().map_or(true, |status| !status.success()) {
        println!("SKIPPED: strace is not installed or may not trace; install the package strace");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("calls");
    let log_name = log.display().to_string();
    let tracer = ["strace", "-f", "-s", "32", "-e", "trace=fsync,fdatasync,write", "-o", &log_name];
    let output = job.command(&tracer).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let calls = std::fs::read_to_string(&log).unwrap();
    Some(calls.lines().filter_map(seen).collect())
}

fn seen(call: &str) -> Option<Seen> {
    let sync = ["fsync(", "fdatasync(", "<... fsync", "<... fdatasync"].iter().any(|name| call.contains(name));
    if sync && call.ends_with("= 0") {
        return Some(Seen::Synced);
    }
    call.contains("write(1, \"ack ").then_some(Seen::Acknowledged)
}

fn count(all: &[Seen], what: Seen) -> usize {
    all.iter().filter(|seen| **seen == what).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_syncs_before_each_acknowledgement() {
    let books = Books::sqlite().await;
    let job = Job::new(&books.copy("one").await, 3, 40, 0);
    let Some(all) = traced(&job) else { return };
    assert_eq!(count(&all, Seen::Acknowledged), 40);
    let mut synced = false;
    for seen in &all {
        assert!(*seen == Seen::Synced || synced, "acknowledged without a sync since the last acknowledgement");
        synced = *seen == Seen::Synced;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_clients_share_syncs() {
    let books = Books::sqlite().await;
    let job = Job { mode: Mode::Clients(32), ..Job::new(&books.copy("many").await, 0, 256, 0) };
    let Some(all) = traced(&job) else { return };
    let (synced, acknowledged) = (count(&all, Seen::Synced), count(&all, Seen::Acknowledged));
    assert_eq!(acknowledged, 256);
    println!("{acknowledged} acknowledgements, {synced} syncs");
    assert!(all.first() == Some(&Seen::Synced) && synced <= acknowledged);
}

#[test]
fn calls_are_read() {
    assert_eq!(seen("17 fdatasync(9)                     = 0"), Some(Seen::Synced));
    assert_eq!(seen("17 <... fdatasync resumed>)         = 0"), Some(Seen::Synced));
    assert_eq!(seen("17 fdatasync(9 <unfinished ...>"), None);
    assert_eq!(seen("17 fdatasync(9) = -1 EIO (Input/output error)"), None);
    assert_eq!(seen("18 write(1, \"ack 4\\n\", 6) = 6"), Some(Seen::Acknowledged));
    assert_eq!(seen("18 write(4, \"\\1\", 1) = 1"), None);
}
