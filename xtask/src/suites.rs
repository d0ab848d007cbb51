//! The suites: built once for the whole workspace, then run binary by binary, so that every crate is compiled with one
//! set of features. Each library's unit tests are a suite; the integration binary gives one suite per module.

use crate::libtest::{self, Outcome};
use crate::workspace::{Result, cargo, output_of, target};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Modules of the integration binary that have a suite of their own, in the order they run. New modules run in `other`.
const MODULES: &[&str] = &["store", "scenario", "api", "cli", "browser", "torture"];

/// Suites that share one scarce thing (a browser, the disk's flush) and therefore run one test at a time.
const ONE_AT_A_TIME: &[&str] = &["it/browser", "it/torture"];

/// Unit tests that never touch a database.
const WITHOUT_DATABASE: &[&str] =
    &["domain", "configurator", "golden", "text", "documents", "render", "web", "api", "xtask"];

/// A suite that takes longer hangs.
const TIME_LIMIT: Duration = Duration::from_secs(25 * 60);

/// A test program that cargo built.
#[derive(Debug)]
struct Program {
    package: String,
    /// `lib`, `bin` or `test`.
    kind: String,
    target: String,
    file: PathBuf,
    manifest: PathBuf,
}

/// Some tests of one program.
#[derive(Debug)]
pub struct Suite {
    pub name: String,
    program: PathBuf,
    package: String,
    folder: PathBuf,
    pub tests: Vec<String>,
    /// All tests of the program: then no names need to be passed.
    whole: bool,
}

impl Suite {
    /// The command line gives `store`, `it/store` or `unit/store`.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.name.split_once('/').is_some_and(|(_, short)| short == name)
    }

    /// Leaves out the tests whose name does not contain `text`.
    pub fn keep_containing(&mut self, text: &str) {
        let before = self.tests.len();
        self.tests.retain(|test| test.contains(text));
        self.whole = self.whole && self.tests.len() == before;
    }

    pub fn needs_database(&self) -> bool {
        !self.name.starts_with("unit/") || !WITHOUT_DATABASE.contains(&self.package.as_str())
    }

    pub fn needs_browser(&self) -> bool {
        self.name == "it/browser"
    }
}

/// Builds every test program, or only those a suite of that name needs, and lists their tests.
/// Err when the build fails; cargo has then said why.
pub fn build(only: Option<&str>) -> Result<Vec<Suite>> {
    let mut command = cargo();
    command.args(["test", "--no-run", "--message-format=json-render-diagnostics"]);
    match only.map(|name| name.trim_start_matches("unit/")) {
        // One crate's unit tests need not wait for the rest of the workspace to compile.
        Some(package) if WITHOUT_DATABASE.contains(&package) && !MODULES.contains(&package) => {
            command.args(["--package", package])
        }
        _ => command.arg("--workspace"),
    };
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.map_err(|e| format!("cargo did not start: {e}"))?;
    if !output.status.success() {
        return Err("the tests do not compile".to_string());
    }
    let mut suites = Vec::new();
    for program in programs(&String::from_utf8_lossy(&output.stdout)) {
        let list = output_of(Command::new(&program.file).arg("--list").current_dir(program.folder()))?;
        suites.extend(split(&program, libtest::parse_list(&list)));
    }
    suites.sort_by_key(|suite| order(&suite.name));
    Ok(suites)
}

impl Program {
    fn folder(&self) -> PathBuf {
        self.manifest.parent().map(PathBuf::from).unwrap_or_default()
    }
}

/// The test programs named in cargo's messages.
fn programs(messages: &str) -> Vec<Program> {
    messages.lines().filter_map(|line| program(&serde_json::from_str(line).ok()?)).collect()
}

fn program(message: &Value) -> Option<Program> {
    let is_test = message["reason"] == "compiler-artifact" && message["profile"]["test"] == true;
    let manifest = PathBuf::from(message["manifest_path"].as_str()?);
    let program = Program {
        package: manifest.parent()?.file_name()?.to_str()?.to_string(),
        kind: message["target"]["kind"][0].as_str()?.to_string(),
        target: message["target"]["name"].as_str()?.to_string(),
        file: PathBuf::from(message["executable"].as_str()?),
        manifest,
    };
    is_test.then_some(program)
}

/// The suites of one program.
fn split(program: &Program, tests: Vec<String>) -> Vec<Suite> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let all = tests.len();
    for test in tests {
        let module = test.split("::").next().unwrap_or_default();
        let name = match (program.kind.as_str(), program.target.as_str()) {
            ("test", "it") if MODULES.contains(&module) => format!("it/{module}"),
            ("test", "it") => "it/other".to_string(),
            ("test", target) => format!("test/{}-{target}", program.package),
            // The binary beside a library of the same name.
            ("bin", "quittance") => "bin/quittance".to_string(),
            _ => format!("unit/{}", program.package),
        };
        groups.entry(name).or_default().push(test);
    }
    let suite = |(name, tests): (String, Vec<String>)| Suite {
        name,
        program: program.file.clone(),
        package: program.package.clone(),
        folder: program.folder(),
        whole: tests.len() == all,
        tests,
    };
    groups.into_iter().map(suite).collect()
}

/// Units first, in the order of the arrows; then the integration modules.
fn order(name: &str) -> (usize, usize, String) {
    const CRATES: &[&str] = &[
        "domain",
        "configurator",
        "golden",
        "text",
        "documents",
        "render",
        "store",
        "app",
        "api",
        "web",
        "quittance",
        "xtask",
    ];
    let (family, short) = name.split_once('/').unwrap_or(("", name));
    let place = |list: &[&str]| list.iter().position(|entry| *entry == short).unwrap_or(list.len());
    match family {
        "unit" => (0, place(CRATES), name.to_string()),
        "it" => (2, place(MODULES), name.to_string()),
        _ => (1, 0, name.to_string()),
    }
}

/// A suite that ran.
pub struct Ran {
    pub name: String,
    /// Its tests name the database they run on.
    pub uses_database: bool,
    pub outcome: Outcome,
    pub seconds: f64,
    pub log: PathBuf,
}

/// Runs a suite; everything it prints goes to `target/test-logs/<suite>.log`.
pub fn run(suite: &Suite, variables: &[(String, String)]) -> Result<Ran> {
    let folder = target().join("test-logs");
    fs::create_dir_all(&folder).map_err(|e| format!("cannot create {}: {e}", folder.display()))?;
    let log = folder.join(format!("{}.log", suite.name.replace('/', "-")));
    let errors = log.with_extension("stderr");
    let create = |file: &PathBuf| File::create(file).map_err(|e| format!("cannot write {}: {e}", file.display()));
    let started = Instant::now();
    let mut child = command(suite, variables)
        .stdout(create(&log)?)
        .stderr(create(&errors)?)
        .spawn()
        .map_err(|e| format!("{} did not start: {e}", suite.program.display()))?;
    let mut timed_out = false;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if started.elapsed() > TIME_LIMIT => {
                timed_out = true;
                // The process may have ended in between, which is what we want.
                let _ = child.kill();
                break child.wait().map_err(|e| e.to_string())?;
            }
            Ok(None) => sleep(Duration::from_millis(20)),
            Err(e) => return Err(format!("cannot wait for {}: {e}", suite.name)),
        }
    };
    let stdout = String::from_utf8_lossy(&fs::read(&log).unwrap_or_default()).into_owned();
    let mut outcome = libtest::parse_run(&suite.tests, &stdout);
    if timed_out {
        outcome.failed.push(("(time)".to_string(), format!("stopped after {} minutes", TIME_LIMIT.as_secs() / 60)));
    } else if !status.success() && outcome.failed.is_empty() {
        outcome.failed.push(("(process)".to_string(), format!("the test process ended with {status}")));
    }
    let stderr = String::from_utf8_lossy(&fs::read(&errors).unwrap_or_default()).into_owned();
    if !stderr.trim().is_empty() {
        fs::write(&log, format!("{stdout}\n==== standard error ====\n{stderr}")).map_err(|e| e.to_string())?;
    }
    // It has just been read; a copy left behind is harmless.
    let _ = fs::remove_file(&errors);
    let uses_database = suite.needs_database();
    Ok(Ran { name: suite.name.clone(), uses_database, outcome, seconds: started.elapsed().as_secs_f64(), log })
}

fn command(suite: &Suite, variables: &[(String, String)]) -> Command {
    let mut command = Command::new(&suite.program);
    if !suite.whole {
        command.args(&suite.tests).arg("--exact");
    }
    if ONE_AT_A_TIME.contains(&suite.name.as_str()) {
        command.arg("--test-threads=1");
    }
    command.arg("--show-output").current_dir(&suite.folder).stdin(Stdio::null());
    // What `cargo test` would set and tests read at run time.
    command.env("CARGO_MANIFEST_DIR", &suite.folder).env("CARGO_PKG_NAME", &suite.package);
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(kind: &str, target: &str) -> Program {
        let manifest = PathBuf::from("/ws/crates/quittance/Cargo.toml");
        Program { package: "quittance".into(), kind: kind.into(), target: target.into(), file: "/t".into(), manifest }
    }

    #[test]
    fn cargo_messages_give_the_test_programs_only() {
        let messages = r#"{"reason":"compiler-artifact","manifest_path":"/ws/crates/store/Cargo.toml","target":{"kind":["lib"],"name":"store"},"profile":{"test":true},"executable":"/ws/target/store-1"}
{"reason":"compiler-artifact","manifest_path":"/ws/crates/store/Cargo.toml","target":{"kind":["lib"],"name":"store"},"profile":{"test":false},"executable":null}
{"reason":"build-finished","success":true}"#;
        let found = programs(messages);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].package.as_str(), found[0].kind.as_str()), ("store", "lib"));
    }

    #[test]
    fn the_integration_binary_is_split_by_module_and_new_modules_are_not_lost() {
        let tests = ["store::keeps", "browser::opens", "brand_new::works"].map(String::from).to_vec();
        let suites = split(&program("test", "it"), tests);
        let names: Vec<(&str, usize)> = suites.iter().map(|suite| (suite.name.as_str(), suite.tests.len())).collect();
        assert_eq!(names, [("it/browser", 1), ("it/other", 1), ("it/store", 1)]);
    }

    #[test]
    fn units_come_before_integration_and_follow_the_arrows() {
        let mut names = ["it/other", "it/api", "unit/xtask", "bin/quittance", "unit/domain", "it/store"];
        names.sort_by_key(|name| order(name));
        assert_eq!(names, ["unit/domain", "unit/xtask", "bin/quittance", "it/store", "it/api", "it/other"]);
    }

    #[test]
    fn a_suite_answers_to_its_short_name() {
        let suite = &split(&program("test", "it"), vec!["store::keeps".into()])[0];
        assert!(suite.is_called("store") && suite.is_called("it/store") && !suite.is_called("unit/store"));
    }
}
