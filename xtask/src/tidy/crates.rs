//! Which crate may know which, and which module of `domain` may know which.

use super::rust::Rust;
use super::tree::{Finding, SourceFile, Tree};
use std::collections::BTreeMap;

/// The arrows: a crate, and the crates of ours it may depend on. `dev-dependencies` are free.
/// A new crate, like a new arrow, needs a reason in DECISIONS.md.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("text", &["domain"]),
    ("golden", &["domain"]),
    ("configurator", &[]),
    ("insight", &["domain"]),
    ("documents", &["domain"]),
    ("render", &["domain", "text", "documents"]),
    ("gateways", &["domain"]),
    ("store", &["domain"]),
    ("app", &["domain", "text", "configurator", "insight", "documents", "gateways", "store"]),
    ("api", &["domain", "text", "app"]),
    ("web", &["domain", "text", "app"]),
    (
        "quittance",
        &["domain", "text", "configurator", "insight", "documents", "render", "gateways", "store", "app", "api", "web"],
    ),
    ("xtask", &[]),
];

/// Crates from outside that only some of ours may use; the first word is what they bring.
const OUTSIDERS: &[(&str, &[&str], &[&str])] = &[
    ("SQL", &["sqlx", "rusqlite", "tokio-postgres", "diesel"], &["store"]),
    // The command line talks to the running server that holds the database.
    ("a network client", &["ureq", "reqwest", "hyper-util", "lettre", "curl"], &["gateways", "quittance"]),
    ("PDF typesetting", &["typst", "typst-pdf", "typst-layout"], &["render"]),
    ("a web server", &["axum", "tower-http", "hyper"], &["api", "web", "quittance"]),
];

/// Modules of `domain` in the order of the flow; a module looks only to groups on its left, and within its own group.
/// Two groups have more than one module. The first is the vocabulary that everything is said in: amounts refuse, and
/// refusals name amounts. In the other, `event` joins the events of every stage, the ledger's own (a manual entry, a
/// closed month) among them, and the ledger's postings are one match over it.
const DOMAIN_ORDER: &[&[&str]] = &[
    &["money", "ids", "dates", "refusal"],
    &["identifiers"],
    &["document"],
    &["org", "exchange"],
    &["crm"],
    &["pricing"],
    &["catalog"],
    &["tax"],
    &["quote"],
    &["approval"],
    &["contract"],
    &["stock"],
    &["order"],
    &["billing"],
    &["payment"],
    &["revenue"],
    &["event", "ledger"],
    &["analytics"],
];

/// Every dependency of a crate of ours is in [`ARROWS`] and [`OUTSIDERS`].
pub fn arrows(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| file.path.ends_with("/Cargo.toml")) {
        let name = file.path.trim_end_matches("/Cargo.toml").rsplit('/').next().unwrap_or_default();
        let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == name) else {
            findings.push(file.finding(
                0,
                format!("crate {name} has no place in ARROWS; write its reason in DECISIONS.md and add it"),
            ));
            continue;
        };
        for (line, dependency) in dependencies(&file.text) {
            let ours = ARROWS.iter().any(|(known, _)| *known == dependency);
            if ours && !allowed.contains(&dependency.as_str()) {
                findings.push(file.finding(line, format!("{name} may not depend on {dependency}")));
            }
            for (what, outsiders, homes) in OUTSIDERS {
                if outsiders.contains(&dependency.as_str()) && !homes.contains(&name) {
                    let homes = homes.join(" and ");
                    findings.push(file.finding(line, format!("{dependency} brings {what}, which belongs in {homes}")));
                }
            }
        }
    }
    findings
}

/// Names and lines of the dependencies that are compiled into the crate.
fn dependencies(manifest: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut section = String::new();
    for (line, text) in manifest.lines().enumerate() {
        let text = text.split('#').next().unwrap_or_default().trim();
        if let Some(name) = text.strip_prefix('[') {
            section = name.trim_matches(['[', ']']).to_string();
            if let Some((_, dependency)) = section.rsplit_once("dependencies.").filter(|_| compiled_in(&section)) {
                found.push((line, dependency.trim_matches('"').to_string()));
            }
        } else if section.ends_with("dependencies") && compiled_in(&section) && text.contains('=') {
            let name = text.split(['=', '.']).next().unwrap_or_default();
            found.push((line, name.trim().trim_matches('"').to_string()));
        }
    }
    found
}

fn compiled_in(section: &str) -> bool {
    section.contains("dependencies") && !section.contains("dev-dependencies") && !section.starts_with("workspace")
}

/// Inside `domain` a module looks only to the left of [`DOMAIN_ORDER`].
pub fn domain_order(tree: &Tree) -> Vec<Finding> {
    let Some((root, rust)) = tree.rust_files().find(|(file, _)| file.path == "crates/domain/src/lib.rs") else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    let modules = declared_modules(root, rust);
    for (line, module) in &modules {
        if place(module).is_none() {
            findings.push(root.finding(
                *line,
                format!("module {module} has no place in DOMAIN_ORDER; add it where the flow reaches it"),
            ));
        }
    }
    let exports = exports(rust, &modules);
    for (file, rust) in tree.rust_files().filter(|(file, _)| file.is_in(&["crates/domain/src/"])) {
        let module = file.path["crates/domain/src/".len()..].split(['/', '.']).next().unwrap_or_default();
        let Some(here) = place(module) else { continue };
        for (at, name) in crate_paths(rust) {
            let target = exports.get(name).map(String::as_str).unwrap_or(name);
            let line = rust.line(at);
            if !file.is_test_line(line) && place(target).is_some_and(|there| there > here) {
                findings
                    .push(file.finding(line, format!("{module} looks at {target}, which comes after it in the flow")));
            }
        }
    }
    findings
}

/// The group's number.
fn place(module: &str) -> Option<usize> {
    DOMAIN_ORDER.iter().position(|group| group.contains(&module))
}

fn declared_modules(file: &SourceFile, rust: &Rust) -> Vec<(usize, String)> {
    let declared = |at: usize| {
        let rest = &rust.code[at + "mod".len()..];
        let name = rest.split([';', '{']).next()?.trim();
        let line = rust.line(at);
        (!file.is_test_line(line)).then(|| (line, name.to_string()))
    };
    rust.positions("mod").into_iter().filter_map(declared).collect()
}

/// Names that `lib.rs` gives a second, shorter path: `pub use money::Money`.
fn exports(rust: &Rust, modules: &[(usize, String)]) -> BTreeMap<String, String> {
    let mut exports = BTreeMap::new();
    for at in rust.positions("use") {
        let path = rust.code[at + "use".len()..].split(';').next().unwrap_or_default().trim();
        let path = path.trim_start_matches("crate::").trim_start_matches("self::");
        let Some((module, names)) = path.split_once("::") else { continue };
        if modules.iter().any(|(_, known)| known == module) {
            let names = names.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|name| !name.is_empty());
            exports.extend(names.map(|name| (name.to_string(), module.to_string())));
        }
    }
    exports
}

/// Positions and first names of all paths that begin at the crate's root, groups in braces included.
fn crate_paths(rust: &Rust) -> Vec<(usize, &str)> {
    let mut paths = Vec::new();
    for at in rust.positions("crate::") {
        let start = at + "crate::".len();
        let rest = &rust.code[start..];
        if !rest.starts_with('{') {
            paths.push((at, first_name(rest)));
            continue;
        }
        let mut depth = 0;
        let mut expecting = false;
        for (offset, byte) in rest.bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ if byte.is_ascii_alphanumeric() && depth == 1 && expecting => {
                    paths.push((start + offset, first_name(&rest[offset..])));
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
            expecting = depth == 1 && (matches!(byte, b'{' | b',') || (expecting && byte.is_ascii_whitespace()));
        }
    }
    paths
}

fn first_name(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::tree::check;
    use super::*;

    #[test]
    fn arrows_point_one_way() {
        check(
            arrows,
            &[
                &[("crates/store/Cargo.toml", "[dependencies]\ndomain.workspace = true\nsqlx.workspace = true\n")],
                &[("crates/domain/Cargo.toml", "[dev-dependencies]\ntext = { path = \"../text\" }\n")],
                &[("Cargo.toml", "[workspace.dependencies]\nsqlx = \"1\"\n")],
            ],
            &[
                &[("crates/domain/Cargo.toml", "[dependencies]\nstore.workspace = true\n")],
                &[("crates/web/Cargo.toml", "[dependencies.api]\npath = \"../api\"\n")],
                &[("crates/web/Cargo.toml", "[target.'cfg(unix)'.dependencies]\nstore = { path = \"../store\" }\n")],
                &[("crates/misc/Cargo.toml", "[package]\nname = \"misc\"\n")],
                &[("crates/app/Cargo.toml", "[dependencies]\nsqlx = \"0.9\"\n")],
                &[("crates/app/Cargo.toml", "[dependencies]\nreqwest = \"1\"\n")],
            ],
        );
    }

    #[test]
    fn domain_looks_to_the_left() {
        const LIB: (&str, &str) =
            ("crates/domain/src/lib.rs", "pub mod money;\npub mod tax;\npub mod quote;\npub use quote::Quote;\n");
        check(
            domain_order,
            &[
                &[LIB, ("crates/domain/src/quote.rs", "use crate::{money::Money, tax::{rate, Class}};\n")],
                &[LIB, ("crates/domain/src/money.rs", "use crate::refusal::Refusal;\n")],
                &[LIB, ("crates/domain/src/tax.rs", "#[cfg(test)]\nmod tests {\n    use crate::quote::Quote;\n}\n")],
                &[LIB, ("crates/domain/src/tax.rs", "// crate::quote decides\n")],
            ],
            &[
                &[LIB, ("crates/domain/src/tax.rs", "use crate::{\n    money::Money,\n    quote::Quote,\n};\n")],
                &[LIB, ("crates/domain/src/tax/rates.rs", "fn a(q: &crate::quote::Quote) {}\n")],
                &[LIB, ("crates/domain/src/tax.rs", "use crate::Quote;\n")],
                &[("crates/domain/src/lib.rs", "pub mod gadgets;\n")],
            ],
        );
    }
}
