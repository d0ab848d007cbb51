//! From the start of a process to its first answer.

use crate::{
    Failure,
    client::Client,
    measure::{Measure, Times},
};
use app::App;
use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};
use store::Db;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Command,
};

const LIMIT: Duration = Duration::from_millis(300);

/// Serves a database as `quittance serve` does, and prints where; ends when its standard input does.
pub async fn serve(file: &str) -> Result<(), Failure> {
    let listener = quittance::server::listen("127.0.0.1:0").await.map_err(|refusal| format!("{refusal:?}"))?;
    let db = Db::open(&format!("sqlite:{file}")).await?;
    store::migrate(&db, 0).await?;
    let app = App::new(db, std::sync::Arc::new(render::Typst));
    println!("{}", listener.local_addr()?);
    let server = tokio::spawn(async move { quittance::server::serve(app, listener).await });
    tokio::task::spawn_blocking(|| std::io::stdin().read_line(&mut String::new())).await??;
    server.abort();
    Ok(())
}

pub async fn measured(file: &Path, size: String) -> Result<Measure, Failure> {
    let mut times = Times::default();
    for _ in 0..9 {
        let started = Instant::now();
        let mut server = Command::new(std::env::current_exe()?);
        server.arg("--serve").arg(file).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut server = server.spawn()?;
        let mut lines = BufReader::new(server.stdout.take().ok_or("no output")?).lines();
        let address = lines.next_line().await?.ok_or("the server said no address")?;
        let mut client = Client::connect(address.parse()?)?;
        let status = client.send("GET", "/login", "", "")?;
        times.push(started.elapsed());
        if status != 200 {
            return Err(format!("/login: status {status}").into());
        }
        drop(server.stdin.take());
        server.wait().await?;
    }
    let middle = times.percentile(50);
    let what = "start of the server to first answer, p50";
    Ok(Measure { spread: times.spread(), ..Measure::timed(what.into(), size, middle, LIMIT) })
}
