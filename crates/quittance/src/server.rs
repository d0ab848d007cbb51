//! The server: pages and API on one address. While it runs, a file beside a SQLite database tells the command line where
//! it is, so that both never write the same file.

use app::{App, Call, clock, read::Reader, roles::Actor};
use axum::{
    Router,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    ids::{KeyId, OrgId},
    org::Language,
    refusal::{Refusal, RefusalKind},
};
use serde::{Deserialize, Serialize};
use std::{
    any::Any,
    io::Write,
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::net::TcpListener;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer};

/// The address that `serve` listens on when none is given.
pub const LISTEN: &str = "127.0.0.1:8480";
const REQUEST_MAX: Duration = Duration::from_secs(30);
/// How often the scheduler looks for what is due.
const SCHEDULE_EVERY: Duration = Duration::from_secs(60);
/// Requests under way may take this long to end after the signal.
const GRACE: Duration = Duration::from_secs(10);
/// Name of the keys by which commands on this machine reach the server.
const KEY_NAME: &str = "command line of this machine";

/// All routes with the layers around them.
pub fn router(app: App) -> Router {
    web::router(app.clone())
        // Merged, not mounted: a wildcard route would put its own part before those of the paths.
        .merge(api::router(app))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_MAX))
        .layer(CompressionLayer::new())
}

fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let what = panic.downcast_ref::<String>().cloned();
    let what = what.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default();
    let id = clock::fault_id();
    tracing::error!(fault = %id, what, "panic");
    api::Failure::new(Refusal::new(RefusalKind::Fault, "fault").with("id", id), Language::En).into_response()
}

/// Takes the address, or says in one sentence why not.
pub async fn listen(address: &str) -> Result<TcpListener, Refusal> {
    TcpListener::bind(address).await.map_err(|error| {
        let code = if error.kind() == std::io::ErrorKind::AddrInUse { "port_in_use" } else { "listen_failed" };
        Refusal::new(RefusalKind::Unavailable, code).with("address", address).with("why", error.to_string())
    })
}

/// Serves until Ctrl-C or SIGTERM; requests under way are ended first.
pub async fn serve(app: App, listener: TcpListener) -> app::Result<()> {
    let failed = |error: std::io::Error| {
        let refusal = Refusal::new(RefusalKind::Unavailable, "listen_failed");
        app::Error::from(refusal.with("address", LISTEN).with("why", error.to_string()))
    };
    let address = listener.local_addr().map_err(failed)?;
    let local = Local::open(&app, address).await?;
    let (stop, mut stopped) = tokio::sync::watch::channel(false);
    let service = router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let mut heard = stopped.clone();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        let _ = heard.changed().await;
    });
    let server = tokio::spawn(async move { server.await });
    let scheduler = tokio::spawn(schedule(app.clone(), stopped.clone()));
    signalled().await;
    let _ = stop.send(true);
    let _ = stopped.changed().await;
    let ended = tokio::time::timeout(GRACE, server).await;
    let _ = scheduler.await;
    local.close(&app).await?;
    app.db.close().await;
    match ended {
        Ok(Ok(Err(error))) => Err(failed(error)),
        _ => Ok(()),
    }
}

/// Runs what falls due in every organisation that lives by the wall clock, now and every minute, until the server stops.
async fn schedule(app: App, mut stopped: tokio::sync::watch::Receiver<bool>) {
    let mut tick = tokio::time::interval(SCHEDULE_EVERY);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = tick.tick() => {}
        }
        if let Err(error) = due_everywhere(&app).await {
            tracing::warn!(%error, "scheduler");
        }
    }
}

async fn due_everywhere(app: &App) -> app::Result<()> {
    let orgs = store::state::orgs(&mut app.db.read().await?).await?;
    for (org, _) in orgs {
        if app.business_now(org).await?.1 {
            continue;
        }
        let mut fallen = app::due::Fallen::default();
        // Where the organisation is, not where the server is, the day decides.
        let today = app.today(&Reader { org, actor: Actor::System }).await?;
        app.fall_due(&Call::system(org), today, &mut fallen).await?;
        for refusal in fallen.refused {
            tracing::warn!(%org, code = refusal.code, "due, but refused");
        }
    }
    Ok(())
}

async fn signalled() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut term) = signal(SignalKind::terminate()) {
            tokio::select! { _ = term.recv() => {}, _ = tokio::signal::ctrl_c() => {} }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// What the file beside the database says.
#[derive(Debug, Serialize, Deserialize)]
pub struct Notice {
    pub address: SocketAddr,
    pub keys: Vec<Key>,
}

/// A key for one organisation of the database.
#[derive(Debug, Serialize, Deserialize)]
pub struct Key {
    pub organisation: OrgId,
    pub name: String,
    pub key: String,
}

impl Notice {
    /// The notice of a server that runs on this file now; `None` when none does.
    pub fn of(database: &Path) -> Option<Notice> {
        let notice: Notice = serde_json::from_slice(&std::fs::read(notice_path(database)).ok()?).ok()?;
        TcpStream::connect_timeout(&notice.address, Duration::from_millis(500)).ok().map(|_| notice)
    }
}

fn notice_path(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".serve.json");
    PathBuf::from(name)
}

/// The notice and its keys, for as long as the server runs.
struct Local {
    path: Option<PathBuf>,
    keys: Vec<(OrgId, KeyId)>,
}

impl Local {
    async fn open(app: &App, address: SocketAddr) -> app::Result<Local> {
        let Some(path) = app.db.path().map(|path| notice_path(path)) else {
            return Ok(Local { path: None, keys: Vec::new() });
        };
        let orgs = store::state::orgs(&mut app.db.read().await?).await?;
        let (mut notice, mut keys) = (Notice { address, keys: Vec::new() }, Vec::new());
        for (organisation, name) in orgs {
            revoke_left(app, organisation).await?;
            let (id, key) = app.create_key(organisation, KEY_NAME, "owner", None).await?;
            keys.push((organisation, id));
            notice.keys.push(Key { organisation, name, key });
        }
        // Without the notice commands still work; they only open the file themselves.
        if let Err(error) = write_private(&path, &serde_json::to_vec(&notice).unwrap_or_default()) {
            tracing::warn!(path = %path.display(), %error, "the notice for the command line cannot be written");
        }
        Ok(Local { path: Some(path), keys })
    }

    async fn close(self, app: &App) -> app::Result<()> {
        if let Some(path) = &self.path {
            let _ = std::fs::remove_file(path);
        }
        for (org, key) in self.keys {
            app.revoke_key(org, key).await?;
        }
        Ok(())
    }
}

/// Ends the keys of a server that was killed.
async fn revoke_left(app: &App, org: OrgId) -> app::Result<()> {
    let keys = store::state::keys(&mut app.db.read().await?, org).await?;
    for key in keys.into_iter().filter(|key| key.name == KEY_NAME && key.revoked_at.is_none()) {
        app.revoke_key(org, key.id).await?;
    }
    Ok(())
}

/// Writes a file that only its owner can read.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let _ = std::fs::remove_file(path);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}
