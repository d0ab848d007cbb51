//! The program: the server, the command line, and the runs that only they offer.

pub mod cli;
pub mod config;
pub mod demo;
pub mod import;
pub mod server;

/// The threads that everything runs on: one more than there are processors, since a commit keeps one waiting for the disk.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    let processors = std::thread::available_parallelism().map_or(2, usize::from);
    tokio::runtime::Builder::new_multi_thread().worker_threads(processors + 1).enable_all().build()
}
