//! Things that have one home: SQL, the network, the clock and chance, and floating point, which has none near money.

use super::tree::{Finding, SourceFile, Tree};

/// SQL is written in `store`; integration tests may break a database on purpose.
pub fn sql(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| !file.is_in(&["crates/store/"])) {
        if file.path.ends_with(".sql") {
            findings.push(file.finding(0, "SQL belongs in crates/store"));
        }
        for literal in file.rust.iter().flat_map(|rust| &rust.literals) {
            let excused = file.is_test_line(literal.line) || file.is_excused(literal.line, "sql");
            if !excused && is_sql(&literal.text) {
                findings.push(file.finding(literal.line, "SQL belongs in crates/store"));
            }
        }
    }
    findings
}

/// Starts like a statement and goes on like one. A sentence such as "Select a row from the list" has one capital only.
fn is_sql(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let Some(first) = words.first() else { return false };
    let one_case = first.chars().all(|c| c.is_ascii_uppercase()) || first.chars().all(|c| c.is_ascii_lowercase());
    let has = |word: &str| words.iter().any(|other| other.eq_ignore_ascii_case(word));
    let second = words.get(1).map(|word| word.to_ascii_lowercase()).unwrap_or_default();
    let goes_on = match first.to_ascii_lowercase().as_str() {
        "select" => has("from"),
        "insert" => second == "into",
        "update" => has("set"),
        "delete" => second == "from",
        "with" => has("as") && has("select"),
        "create" | "alter" | "drop" => matches!(second.as_str(), "table" | "index" | "view" | "unique" | "schema"),
        "pragma" | "savepoint" => words.len() == 2 || has("="),
        _ => false,
    };
    one_case && goes_on
}

/// Only gateways call out; the command line may talk to the running server.
pub fn network(tree: &Tree) -> Vec<Finding> {
    const CLIENTS: &[&str] =
        &["ureq::", "reqwest::", "lettre::", "hyper_util::client", "TcpStream::connect", "UdpSocket::bind"];
    const HOMES: &[&str] = &["crates/gateways/", "crates/quittance/src/cli", "crates/quittance/src/client", "xtask/"];
    let elsewhere = |file: &SourceFile| !file.is_in(HOMES);
    words(tree, CLIENTS, "network", elsewhere, |word| format!("{word} calls out, which only gateways may"))
}

/// Business code gets time, ids and chance as arguments, so that a recorded history can be replayed.
pub fn clock_and_random(tree: &Tree) -> Vec<Finding> {
    const SOURCES: &[&str] = &[
        "SystemTime::now",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "getrandom::",
        "OsRng",
        "thread_rng",
        "rand::",
        "Uuid::now_v7",
        "Uuid::new_v4",
    ];
    const HOMES: &[&str] = &["crates/app/src/clock", "crates/app/src/ctx", "crates/quittance/src/", "xtask/"];
    // Examples measure and show; nothing of theirs is recorded.
    let elsewhere = |file: &SourceFile| !file.is_in(HOMES) && !file.path.contains("/examples/");
    let advice = |word: &str| format!("{word} makes a replay differ; take it from Ctx, or write `// clock: reason`");
    words(tree, SOURCES, "clock", elsewhere, advice)
}

/// No floating point where amounts are made.
pub fn floats(tree: &Tree) -> Vec<Finding> {
    const NEAR_MONEY: &[&str] = &["crates/domain/", "crates/store/", "crates/app/"];
    let advice = |word: &str| format!("{word} near money; use Decimal or integers, or write `// float: reason`");
    words(tree, &["f32", "f64"], "float", |file| file.is_in(NEAR_MONEY), advice)
}

/// Findings for each word in the code of the files chosen, except tests and lines excused by `// tag: reason`.
fn words(
    tree: &Tree,
    words: &[&str],
    tag: &str,
    chosen: impl Fn(&SourceFile) -> bool,
    message: impl Fn(&str) -> String,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, rust) in tree.rust_files().filter(|(file, _)| chosen(file)) {
        for word in words {
            for line in rust.positions(word).into_iter().map(|at| rust.line(at)) {
                if !file.is_test_line(line) && !file.is_excused(line, tag) {
                    findings.push(file.finding(line, message(word)));
                }
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tree::check;
    use super::*;

    const APP: &str = "crates/app/src/quote.rs";

    #[test]
    fn sql_is_written_in_store() {
        check(
            sql,
            &[
                &[("crates/store/src/a.rs", "f(\"SELECT a FROM b\");\n")],
                &[(APP, "f(\"Select a customer from the list\");\n")],
                &[(APP, "// SELECT a FROM b\nf(\"update available\");\n")],
                &[("crates/quittance/tests/it/a.rs", "f(\"DELETE FROM posting\");\n")],
            ],
            &[
                &[(APP, "f(\"SELECT a FROM b\");\n")],
                &[(APP, "f(r#\"\n  insert into a values (1)\"#);\n")],
                &[(APP, "f(\"UPDATE a SET b = 1\");\n")],
                &[("crates/app/src/report.sql", "SELECT 1\n")],
            ],
        );
    }

    #[test]
    fn only_gateways_call_out() {
        check(
            network,
            &[&[("crates/gateways/src/a.rs", "ureq::get(x);\n")], &[(APP, "// network: none\n")]],
            &[&[(APP, "let a = ureq::get(x);\n")], &[("crates/web/src/a.rs", "TcpStream::connect(x)\n")]],
        );
    }

    #[test]
    fn time_and_chance_come_from_outside() {
        check(
            clock_and_random,
            &[
                &[("crates/app/src/clock.rs", "Timestamp::now()\n")],
                &[(APP, "let a = Instant::now(); // clock: measures itself only\n")],
                &[(APP, "#[test]\nfn a() {\n    Instant::now();\n}\n")],
            ],
            &[&[(APP, "let a = jiff::Timestamp::now();\n")], &[("crates/store/src/a.rs", "getrandom::fill(x)\n")]],
        );
    }

    #[test]
    fn floats_stay_away_from_money() {
        check(
            floats,
            &[
                &[(APP, "let a: f64 = x; // float: width of a bar in a chart\n")],
                &[("crates/web/src/a.rs", "let a: f64 = x;\n")],
            ],
            &[&[(APP, "let a: f64 = x;\n")], &[("crates/domain/src/a.rs", "x as f32 // float:\n")]],
        );
    }
}
