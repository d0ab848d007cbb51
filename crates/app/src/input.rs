//! Reading a verb's input: JSON that does not fit becomes a refusal that names the field and what was wrong.

mod expected;
mod texts;

pub(crate) use texts::check_texts;

use crate::error::Result;
use domain::refusal::{Arg, Refusal};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

/// Refuses input with a field that the schema does not know, or with texts that could not be shown.
pub fn check_fields(schema: &Json, input: &Json) -> Result<()> {
    if let Some(refusal) = expected::unknown(schema, input, "") {
        return Err(refusal.into());
    }
    Ok(check_texts(input)?)
}

/// Reads input that the schema describes.
pub fn read<T: DeserializeOwned>(schema: &Json, input: &Json) -> Result<T> {
    serde_path_to_error::deserialize(input).map_err(|error: serde_path_to_error::Error<serde_json::Error>| {
        let problem = error.inner().to_string();
        let path = match error.path().to_string() {
            path if path == "." => locate::<T>(input, &problem),
            path => path.replace('[', ".").replace(']', ""),
        };
        let refusal = match missing(&problem) {
            Some(field) => {
                let path = join(&path, field);
                Refusal::invalid("field_missing").with("field", label(&path)).at(path)
            }
            None => expected::misfit(schema, input, &path),
        };
        refusal.into()
    })
}

/// The name of the field at a path, in the trade's words where there are any.
fn label(path: &str) -> Arg {
    let name = path.rsplit('.').find(|step| step.parse::<usize>().is_err()).unwrap_or(path);
    let key = format!("field-{name}");
    if text::has(&key) { Arg::Word(key) } else { Arg::Text(name.to_string()) }
}

/// The field whose absence a problem is about.
fn missing(problem: &str) -> Option<&str> {
    problem.strip_prefix("missing field `").and_then(|rest| rest.split('`').next())
}

fn join(path: &str, field: &str) -> String {
    if path == "." || path.is_empty() { field.to_string() } else { format!("{path}.{field}") }
}

/// The path of the value that cannot be read. Flattened fields do not know theirs, so it is found by leaving values out:
/// the error changes only without the one it is about. Empty when no single value is to blame.
fn locate<T: DeserializeOwned>(input: &Json, problem: &str) -> String {
    let mut path: Vec<String> = Vec::new();
    let mut whole = input.clone();
    loop {
        let pointer: String =
            path.iter().map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1"))).collect();
        let Some(here) = whole.pointer(&pointer).cloned() else { break };
        let mut fails_with = |changed: Json| {
            if let Some(place) = whole.pointer_mut(&pointer) {
                *place = changed;
            }
            let same = T::deserialize(&whole).is_err_and(|error| error.to_string() == problem);
            if let Some(place) = whole.pointer_mut(&pointer) {
                *place = here.clone();
            }
            same
        };
        // A missing field is missing where it would make a difference, even as nothing.
        if let (Some(field), Json::Object(map)) = (missing(problem), &here)
            && !fails_with(with_nothing(map, field))
        {
            break;
        }
        let step = match &here {
            // Without its tag an enum fails differently too; tags come first.
            Json::Object(map) => map.keys().rev().find(|key| !fails_with(without(map, key))).cloned(),
            Json::Array(items) => first_bad(items, &mut fails_with),
            _ => None,
        };
        match step {
            Some(step) => path.push(step),
            None => break,
        }
    }
    path.join(".")
}

fn with_nothing(map: &Map<String, Json>, key: &str) -> Json {
    let mut more = map.clone();
    more.insert(key.to_string(), Json::Null);
    Json::Object(more)
}

fn without(map: &Map<String, Json>, key: &str) -> Json {
    let mut rest = map.clone();
    rest.shift_remove(key);
    Json::Object(rest)
}

/// The first item whose presence makes it fail, by halving; none when the list fails without any.
fn first_bad(items: &[Json], fails_with: &mut impl FnMut(Json) -> bool) -> Option<String> {
    let mut fails = |count: usize| fails_with(Json::Array(items[..count].to_vec()));
    if fails(0) {
        return None;
    }
    let (mut good, mut bad) = (0, items.len());
    while bad - good > 1 {
        let middle = good + (bad - good) / 2;
        if fails(middle) { bad = middle } else { good = middle }
    }
    (bad > good).then(|| good.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::QuoteCreate;
    use serde_json::json;

    fn schema() -> &'static Json {
        crate::verbs::schema(crate::verbs::find("quote.create").unwrap())
    }

    fn check(line: Json, valid_until: &str, code: &str, param: &str) {
        let customer = domain::ids::CustomerId(Default::default());
        let good = json!({"description": "Desk", "quantity": "1"});
        let input = json!({"customer": customer, "valid_until": valid_until, "lines": [good, good, line, good]});
        let refusal = read::<QuoteCreate>(schema(), &input).unwrap_err().into_refusal();
        assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some(param)), "{refusal}");
    }

    #[test]
    fn the_wrong_value_is_named_however_deep_it_is() {
        check(json!({"quantity": "many"}), "2026-03-31", "field_wrong", "lines.2.quantity");
        check(json!({"description": "Desk"}), "2026-03-31", "field_missing", "lines.2.quantity");
        check(json!({"quantity": "1"}), "2026-02-30", "field_wrong", "valid_until");
        let tier = json!({"model": "volume", "tiers": [{"unit_price": "1"}, {"unit_price": "1,5"}]});
        check(json!({"quantity": "1", "price": tier}), "2026-03-31", "field_wrong", "lines.2.price.tiers.1.unit_price");
        let refusal = read::<QuoteCreate>(schema(), &json!({"lines": []})).unwrap_err().into_refusal();
        assert_eq!((refusal.code, refusal.param.as_deref()), ("field_missing", Some("customer")));
    }
}
