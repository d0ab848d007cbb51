//! What the command line prints.

use configurator::read::read;
use configurator::{Configurator, ImportError, report};
use serde_json::{Value, json};
use std::sync::Arc;

const COMPUTER: &str = "features
\tComputer
\t\tmandatory
\t\t\tBoard
\t\t\t\talternative
\t\t\t\t\t\"Mini, black\" {price 60}
\t\t\t\t\tFull {price 95}
\t\toptional
\t\t\tcard {price 450}
\t\t\tfan {price 20}
constraints
\tcard => !\"Mini, black\"
\tcard => fan
";

fn computer() -> Configurator {
    Configurator::new(read(COMPUTER.as_bytes()).unwrap()).unwrap()
}

fn as_json(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn stats_name_core_dead_and_count() {
    let expected = json!({"features": 6, "core": ["Board", "Computer"], "dead": [], "configurations": "5"});
    assert_eq!(as_json(report::stats(&computer())), expected);
    let void = Configurator::new(read(format!("{COMPUTER}\t!Board\n").as_bytes()).unwrap());
    let Err(ImportError::Void(void)) = void else { panic!("a board is always there") };
    let facts = as_json(report::stats_of_void(&void));
    assert_eq!((facts["core"].as_array().unwrap().len(), &facts["configurations"]), (0, &json!("0")));
    assert_eq!(facts["dead"].as_array().unwrap().len(), 6);
}

#[test]
fn runs_compare_every_field_given() {
    let queries = json!([
        {"select": ["card"], "satisfiable": true, "forced_selected": 5, "valid_configurations": "1"},
        {"select": ["card"], "deselect": ["fan"], "satisfiable": true},
        {"deselect": ["Mini, black"], "forced_selected": 3, "forced_deselected": 2, "forced_selected_sha256": "00"},
        {"select": ["card", "fan"], "deselect": ["card"]},
    ]);
    let queries = report::queries(&queries.to_string()).unwrap();
    let run = as_json(report::run(Arc::new(computer()), &queries).unwrap());
    assert_eq!(run["different"], 2);
    let differs: Vec<&Value> = run["queries"].as_array().unwrap().iter().map(|query| &query["differs"]).collect();
    assert_eq!(
        differs,
        [&json!([]), &json!(["satisfiable"]), &json!(["forced_deselected", "forced_selected_sha256"]), &json!([])]
    );
    let first = &run["queries"][0];
    assert_eq!((&first["forced_deselected"], &first["select"]), (&json!(1), &json!(["card"])));
    assert!(first["milliseconds"].as_f64().unwrap() >= 0.0);
    assert_eq!(run["queries"][3]["satisfiable"], false);
    assert_eq!(run["queries"][3]["forced_selected"], Value::Null);
}

#[test]
fn queries_that_cannot_be_asked_are_refused() {
    let unknown =
        report::run(Arc::new(computer()), &report::queries(r#"[{"select": []}, {"select": ["cart"]}]"#).unwrap());
    let expected = "query 2: the model has no feature \"cart\"; use a name as the model spells it";
    assert_eq!(unknown.unwrap_err().to_string(), expected);
    for text in ["{", "[1]", r#"[{"select": ["card"], "satisfyable": true}]"#, r#"[{"selected": ["card"]}]"#] {
        assert!(report::queries(text).is_err(), "{text}");
    }
    assert!(report::query(r#"[{"select": ["card"]}]"#).is_ok());
    assert!(report::query(r#"{"select": ["card"]}"#).is_ok());
    assert!(
        report::query("[{}, {}]").unwrap_err().to_string().starts_with("the file holds 2 queries and one is asked for")
    );
}

#[test]
fn why_names_conflict_and_repairs() {
    let query = report::query(r#"{"select": ["Mini, black"], "deselect": ["fan"]}"#).unwrap();
    let why = as_json(report::why(&computer(), &query, "card", true).unwrap());
    assert_eq!(why["possible"], false);
    // The fan stands in the way too, but each of the two reasons suffices.
    let rule = json!([{"line": 12, "text": "card => !\"Mini, black\""}]);
    assert_eq!(why["conflict"], json!({"select": ["Mini, black"], "deselect": [], "rules": rule}));
    // To get it, both choices stand in the way: 95 + 450 + 20 instead of 60.
    let expected = json!([{"drop_select": ["Mini, black"], "drop_deselect": ["fan"], "instead": ["Full"], "price_difference": "505"}]);
    assert_eq!(why["repairs"], expected);
    let why = as_json(report::why(&computer(), &query, "Full", false).unwrap());
    assert_eq!(
        why,
        json!({"want": "Full", "possible": true, "conflict": {"select": [], "deselect": [], "rules": []}, "repairs": []})
    );
    assert!(report::why(&computer(), &query, "cart", true).is_err());
}

/// A query that contradicts itself still gets an answer: what to give up so that the wish and the rest go together.
#[test]
fn why_copes_with_choices_that_exclude_each_other() {
    let query = report::query(r#"{"select": ["Mini, black", "card"]}"#).unwrap();
    let why = as_json(report::why(&computer(), &query, "fan", true).unwrap());
    assert_eq!(why["possible"], false);
    assert_eq!(why["conflict"]["select"], json!(["Mini, black", "card"]));
    let dropped: Vec<&Value> = why["repairs"].as_array().unwrap().iter().map(|repair| &repair["drop_select"]).collect();
    assert_eq!(dropped.len(), 2);
}
