//! One case: computed from `given` alone, then compared with `expect` field by field.

use crate::{areas::reader, given::Given};
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use std::panic::{AssertUnwindSafe, catch_unwind};

pub(crate) type Fields = Map<String, Value>;

/// What the rules make of a case.
pub enum Outcome {
    /// All fields of `expect`, and perhaps more.
    Computed(Fields),
    /// What it takes is not built, or not supported: the reason.
    NotBuilt(String),
}

/// Makes fields of what a case gives.
pub type Reader = fn(&Given) -> Outcome;

/// Turns `{...}` written as JSON into the fields of an outcome.
pub(crate) fn computed(value: Value) -> Outcome {
    match value {
        Value::Object(fields) => Outcome::Computed(fields),
        other => panic!("an outcome is an object, not {other}"),
    }
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Passed,
    Failed(Vec<String>),
    Skipped(String),
}

/// Runs a case of a family.
pub fn judge(area: &str, family: &str, case: &Value) -> Verdict {
    let Some(reader) = reader(area, family) else {
        return Verdict::Skipped(format!("not built yet: nothing reads {area}/{family}"));
    };
    let (Some(given), Some(expect)) = (case["given"].as_object(), case["expect"].as_object()) else {
        return Verdict::Failed(vec!["a case needs the objects `given` and `expect`".to_string()]);
    };
    let given = Given::new(given);
    let outcome = catch_unwind(AssertUnwindSafe(|| reader(&given)));
    let got = match outcome {
        Ok(Outcome::NotBuilt(reason)) => return Verdict::Skipped(format!("not built yet: {reason}")),
        Ok(Outcome::Computed(got)) => got,
        Err(panic) => return Verdict::Failed(vec![said(&*panic)]),
    };
    let mut wrong: Vec<String> = given.unread().into_iter().map(|name| format!("nothing reads given.{name}")).collect();
    for (name, expected) in expect {
        match got.get(name) {
            None => wrong.push(format!("nothing computes expect.{name}, {expected}")),
            Some(got) if !same(got, expected) => wrong.push(format!("{name} is {got}, not {expected}")),
            Some(_) => {}
        }
    }
    if wrong.is_empty() { Verdict::Passed } else { Verdict::Failed(wrong) }
}

/// What a panic said.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("the reader stopped").to_string()
}

/// A result for which sources have several words, or that what is given leaves open.
pub(crate) fn one_of(values: Vec<Value>) -> Value {
    Value::Object([(ONE_OF.to_string(), Value::Array(values))].into_iter().collect())
}
const ONE_OF: &str = "one of";

/// Text that reads as a number is compared as a number; all else as it stands.
fn same(got: &Value, expected: &Value) -> bool {
    match (got, expected) {
        (Value::Object(fields), _) if fields.contains_key(ONE_OF) => {
            fields[ONE_OF].as_array().is_some_and(|values| values.iter().any(|value| same(value, expected)))
        }
        (Value::Object(a), Value::Object(b)) => b.iter().all(|(k, v)| same(a.get(k).unwrap_or(&Value::Null), v)),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::String(a), Value::String(b)) if a != b => {
            matches!((a.parse::<Decimal>(), b.parse::<Decimal>()), (Ok(a), Ok(b)) if a == b)
        }
        _ => got == expected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_field_counts() {
        let check = |given: Value, expect: Value, verdict: &str| {
            let case = json!({"given": given, "expect": expect});
            let found = match judge("pricing", "per_unit", &case) {
                Verdict::Passed => "passed".to_string(),
                Verdict::Failed(wrong) => wrong.join("; "),
                Verdict::Skipped(reason) => reason,
            };
            assert_eq!(found, verdict);
        };
        let given = json!({"currency": "EUR", "model": "per unit", "unit_price": "2", "quantity": "3"});
        check(given.clone(), json!({"total": "6.00"}), "passed");
        check(given.clone(), json!({"total": "6.01"}), "total is \"6.00\", not \"6.01\"");
        check(given.clone(), json!({"total": "6", "colour": "red"}), "nothing computes expect.colour, \"red\"");
        let mut more = given;
        more["colour"] = json!("red");
        check(more, json!({"total": "6"}), "nothing reads given.colour");
        check(json!({"currency": "EUR"}), json!({}), "no price is given");
        assert_eq!(
            judge("pricing", "x", &json!({})),
            Verdict::Skipped("not built yet: nothing reads pricing/x".into())
        );
    }
}
