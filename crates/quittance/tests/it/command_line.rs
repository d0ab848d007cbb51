//! What somebody who types a command is told, and what it leaves on the disk.

use crate::{
    program::{self, printed, refused},
    world::Base,
};
use std::path::Path;

const PLACE: &[&str] = &[
    "--address.street",
    "Kade 1",
    "--address.city",
    "Utrecht",
    "--address.postal-code",
    "3511 AB",
    "--address.country",
    "NL",
];

fn url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

#[test]
fn a_mistyped_database_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("no/such/books.db");
    let into = folder.path().join("kept");
    for arguments in [
        &["customer", "list"][..],
        &["doctor"],
        &["customer", "create", "--name", "Klant"],
        &["key", "list"],
        &["backup", into.to_str().unwrap()],
    ] {
        let said = refused(&url(&file), arguments, 4);
        assert!(said.contains("books.db") && said.contains("quittance init"), "{said}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    for unnamed in ["sqlite:", "sqlite://"] {
        assert!(refused(unnamed, &["doctor"], 3).contains("sqlite:FILE"));
    }
    let founding = ["init", "--name", "Hovenier", "--owner-email", "a@b.example", "--owner-name", "Anna"];
    printed(&url(&file), &[&founding, PLACE].concat());
    printed(&url(&file), &["doctor"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_programs_database_stays_as_it_is() {
    let (elsewhere, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (made, file) = (elsewhere.path().join("notes.db"), folder.path().join("notes.db"));
    let other = store::Db::open(&url(&made)).await.unwrap();
    for table in ["schema_version", "note"] {
        other.raw().await.unwrap().exec(&format!("CREATE TABLE {table} (words TEXT)"), &[]).await.unwrap();
    }
    other.close().await;
    std::fs::copy(&made, &file).unwrap();
    let before = std::fs::read(&file).unwrap();
    let founding = [&["init", "--name", "H", "--owner-email", "a@b.example", "--owner-name", "Anna"], PLACE].concat();
    for arguments in [&["customer", "list"][..], &["demo", "--no-serve"], &founding] {
        let said = refused(&url(&file), arguments, 3);
        assert!(said.contains("another program"), "{said}");
    }
    let back = folder.path().join("back.db");
    assert!(refused(&url(&back), &["restore", file.to_str().unwrap()], 3).contains("another program"));
    assert!(std::fs::read(&file).unwrap() == before && !back.exists());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_the_first_line_only_gets_it_quietly() {
    let base = Base::sqlite().await;
    base.founded("owner@hovenier.example").await;
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = program::command(&base.url, &["customer", "list"]);
    let output = command.stdout(writer).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_file_without_a_row_that_fits_is_refused() {
    let base = Base::sqlite().await;
    base.founded("owner@hovenier.example").await;
    let folder = tempfile::tempdir().unwrap();
    let import = |rows: &str, code: i32| {
        let file = folder.path().join("bank.csv");
        std::fs::write(&file, format!("Datum;Bedrag;Volgnr;Omschrijving\n{rows}")).unwrap();
        let output = program::run(&base.url, &["import", "payments", file.to_str().unwrap()]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{rows}: {said}");
        assert_eq!(said.contains("bank.csv"), code == 3, "{said}");
    };
    import("2026-03-02;x;7;Factuur\n2026-03-03;y;8;Factuur\n", 3);
    import("2026-03-02;100,00;7;Factuur\n2026-03-03;y;8;Factuur\n", 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_names_the_flag_and_what_fits() {
    let base = Base::sqlite().await;
    base.founded("owner@hovenier.example").await;
    let told = |more: &[&str], parts: &[&str]| {
        let said = refused(&base.url, &[&["customer", "create"], more].concat(), 3);
        assert!(parts.iter().all(|part| said.contains(part)), "{more:?}: {said}");
        assert!(!["expected", "variant", "invalid type"].iter().any(|rust| said.contains(rust)), "{said}");
    };
    let named = [&["--name", "Klant"], PLACE].concat();
    told(PLACE, &["(--name)"]);
    told(&[&named[..], &["--payment-days", "soon"]].concat(), &["soon", "whole number", "(--payment-days)"]);
    told(&[&named[..], &["--type", "wizard"]].concat(), &["wizard", "business, consumer", "(--type)"]);
    told(&[&named[..], &["--registration.scheme", "0106"]].concat(), &["(--registration.value)"]);
    told(&named[..2], &["(--address.*)"]);
    told(&["--input", r#"{"nonsense": 1}"#], &["nonsense", "payment_days"]);
    let lines = r#"[{"description": "Bank", "quantity": "1"}, {"description": "Bank", "quantity": "many"}]"#;
    let quote =
        ["quote", "create", "--customer", "cus_00000000000000000000000001", "--title", "Tuin", "--lines", lines];
    let said = refused(&base.url, &quote, 3);
    assert!(said.contains("many") && said.contains("(--lines: 1.quantity)"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_and_keys_get_what_was_meant() {
    let base = Base::sqlite().await;
    base.founded("owner@hovenier.example").await;
    let add = |email: &str, role: &str| {
        program::run(&base.url, &["member", "add", "--email", email, "--name", "Bas Smit", "--role", role])
    };
    let again = add("Owner@hovenier.example", "sales");
    assert_eq!(again.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&again.stderr).contains("quittance member role"));
    assert!(add("bas@hovenier.example", "sales").status.success());
    let role = |email: &'static str, role: &'static str| ["member", "role", "--email", email, "--role", role];
    assert!(refused(&base.url, &role("owner@hovenier.example", "sales"), 3).contains("only owner"));
    assert!(refused(&base.url, &role("nobody@hovenier.example", "sales"), 4).contains("nobody@"));
    assert!(refused(&base.url, &role("bas@hovenier.example", "king"), 3).contains("owner, sales"));
    printed(&base.url, &role("bas@hovenier.example", "owner"));
    printed(&base.url, &role("owner@hovenier.example", "sales"));
    let listed = String::from_utf8(printed(&base.url, &["member", "list"])).unwrap();
    let bas = listed.lines().find(|line| line.contains("Bas Smit")).unwrap();
    let head = listed.lines().next().unwrap();
    let at = |line: &str, word: &str| line.find(word).unwrap_or_else(|| panic!("{word}: {listed}"));
    assert_eq!((at(bas, "bas@"), at(bas, "Bas Smit")), (at(head, "Email"), at(head, "Name")), "{listed}");

    let key = |grants: &'static str| ["key", "create", "--name", "k", "--role", "sales", "--grants", grants];
    for (grants, shown) in [("nonsense.x", "nonsense.x"), ("quote.read quote.fly", "quote.fly"), ("", "permission")] {
        assert!(refused(&base.url, &key(grants), 3).contains(shown));
    }
    printed(&base.url, &key("quote.read customer.*"));
    printed(&base.url, &["key", "create", "--name", "whole", "--role", "sales"]);
    let keys = String::from_utf8(printed(&base.url, &["key", "list"])).unwrap();
    assert!(keys.contains("quote.read customer.*") && keys.contains("all of its role"), "{keys}");
}

const COMPUTER: &str = "features\n    Computer\n        mandatory\n            Board\n                alternative\n                    Mini\n                    Full\n        \
    optional\n            \"Graphics card, large\"\nconstraints\n    \"Graphics card, large\" => Full\n";

#[test]
fn a_product_model_answers_questions() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let nowhere = url(&folder.path().join("none.db"));
    let model = file("computer.uvl", COMPUTER);
    let stats = printed(&nowhere, &["configurator", "stats", &model, "--json"]);
    let stats: serde_json::Value = serde_json::from_slice(&stats).unwrap();
    assert_eq!(stats["features"], 5);
    assert_eq!(stats["core"], serde_json::json!(["Board", "Computer"]));
    assert_eq!((&stats["dead"], &stats["configurations"]), (&serde_json::json!([]), &serde_json::json!("3")));

    let query = |count: &str| format!(r#"[{{"select": ["Full"], "deselect": [], "valid_configurations": "{count}"}}]"#);
    printed(&nowhere, &["configurator", "run", &model, &file("right.json", &query("2"))]);
    let differs = refused(&nowhere, &["configurator", "run", &model, &file("wrong.json", &query("3")), "--json"], 1);
    assert_eq!(differs, "");
    let chosen = file("mini.json", r#"{"select": ["Mini"], "deselect": []}"#);
    let why = &["configurator", "why", &model, &chosen, "--json", "--want", "Graphics card, large"];
    let why: serde_json::Value = serde_json::from_slice(&printed(&nowhere, why)).unwrap();
    assert_eq!((&why["possible"], &why["conflict"]["select"]), (&false.into(), &serde_json::json!(["Mini"])));
    assert_eq!(why["repairs"][0]["drop_select"], serde_json::json!(["Mini"]));

    let wrong = file("wrong.uvl", "features\n    A\nconstraints\n    A => B\n");
    let said = refused(&nowhere, &["configurator", "stats", &wrong], 3);
    assert!(said.contains("wrong.uvl") && said.contains('4') && said.contains('B'), "{said}");
    let void = file("void.uvl", "features\n    A\n        mandatory\n            B\nconstraints\n    A => !B\n");
    assert!(refused(&nowhere, &["configurator", "run", &void, &chosen], 3).contains("A => !B"));
    refused(&nowhere, &["configurator", "stats", "nothing.uvl"], 4);
    refused(&nowhere, &["configurator", "why", &model, &chosen], 3);
}
