//! The program itself, in a process of its own.

use std::process::{Child, Command, Output, Stdio};

/// The program on a database, to be started.
pub fn command(database: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quittance"));
    command.args(["--database", database]).args(arguments).stdin(Stdio::null());
    command.env_remove("QUITTANCE_DATABASE").env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C");
    command
}

/// Runs it to its end.
pub fn run(database: &str, arguments: &[&str]) -> Output {
    command(database, arguments).output().unwrap()
}

/// Runs it, which must succeed, and gives what it printed.
pub fn printed(database: &str, arguments: &[&str]) -> Vec<u8> {
    let output = run(database, arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    let shown: String = String::from_utf8_lossy(&output.stdout).chars().take(3_000).collect();
    assert!(output.status.success(), "{arguments:?} on {database}: {}\n{said}\n{shown}", output.status);
    output.stdout
}

/// Runs it, which must end with this exit code, and gives the sentence it said.
pub fn refused(database: &str, arguments: &[&str], code: i32) -> String {
    let output = run(database, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{arguments:?} on {database}: {said}");
    said
}

/// A server of its own; it is killed when the test ends.
pub struct Serving {
    child: Child,
    pub address: String,
}

impl Serving {
    /// On a free port of the loopback.
    pub fn start(database: &str) -> Serving {
        let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).unwrap().to_string();
        let mut command = command(database, &["serve", "--listen", &free]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let serving = Serving { child, address: free };
        for _ in 0..600 {
            if std::net::TcpStream::connect(&serving.address).is_ok() {
                return serving;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("the server does not answer on {}", serving.address);
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
