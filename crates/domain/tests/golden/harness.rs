//! Runs the golden cases of one file: computes from `given`, compares every field of `expect`, and says aloud what is
//! not built. A case, or a field, without a result and without a reason fails.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

pub type Fields = Map<String, Value>;

/// What the code under test makes of a case.
pub enum Outcome {
    /// All fields of `expect`.
    Computed(Fields),
    /// All fields of `expect` but these, each with why it is not supported.
    Partly(Fields, &'static [(&'static str, &'static str)]),
    /// The convention is not supported; the reason is printed.
    NotBuilt(&'static str),
}

/// Turns `{...}` written as JSON into the fields of an outcome.
pub fn computed(value: Value) -> Outcome {
    match value {
        Value::Object(fields) => Outcome::Computed(fields),
        other => panic!("an outcome is an object, not {other}"),
    }
}

/// Runs `tests/golden/<area>/<family>.json`; returns how many cases ran and how many were not built.
pub fn run(area: &str, family: &str, compute: impl Fn(&str, &Value) -> Outcome) -> (usize, usize) {
    let path = format!("{}/tests/golden/{area}/{family}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("the golden file is there");
    let file: Value = serde_json::from_str(&text).expect("the golden file is JSON");
    let cases = file["cases"].as_array().expect("cases");
    let (mut not_built, mut wrong) = (0, Vec::new());
    for case in cases {
        let id = case["id"].as_str().expect("id");
        match compute(id, &case["given"]) {
            Outcome::NotBuilt(reason) => {
                not_built += 1;
                println!("not built: {id}: {reason}");
            }
            Outcome::Computed(got) => wrong.extend(differences(id, case, &got, &[])),
            Outcome::Partly(got, left_out) => wrong.extend(differences(id, case, &got, left_out)),
        }
    }
    assert!(wrong.is_empty(), "{area}/{family}:\n{}", wrong.join("\n"));
    println!("{area}/{family}: {} cases, {not_built} not built", cases.len());
    (cases.len(), not_built)
}

/// The fields of `expect` that the result lacks or says otherwise; prints those left out with their reason.
fn differences(id: &str, case: &Value, got: &Fields, left_out: &[(&str, &str)]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (field, expected) in case["expect"].as_object().expect("expect") {
        let got = got.get(field).unwrap_or(&Value::Null);
        match left_out.iter().find(|(name, _)| name == field) {
            Some((_, reason)) => println!("not built: {id}: {field}: {reason}"),
            None if !same(got, expected) => wrong.push(format!("{id}: {field} is {got}, not {expected}")),
            None => {}
        }
    }
    wrong
}

/// Text that reads as a number is compared as a number; all else as it stands.
fn same(got: &Value, expected: &Value) -> bool {
    match (got, expected) {
        (Value::Object(a), Value::Object(b)) => b.iter().all(|(k, v)| same(a.get(k).unwrap_or(&Value::Null), v)),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::String(a), Value::String(b)) if a != b => {
            matches!((a.parse::<Decimal>(), b.parse::<Decimal>()), (Ok(a), Ok(b)) if a == b)
        }
        _ => got == expected,
    }
}

/// At most one case in twenty of an area may be left out.
pub fn assert_mostly_built(counts: &[(usize, usize)]) {
    let (cases, not_built) = counts.iter().fold((0, 0), |sum, n| (sum.0 + n.0, sum.1 + n.1));
    assert!(not_built * 20 <= cases, "{not_built} of {cases} golden cases are not built");
}
