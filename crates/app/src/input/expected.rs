//! What a verb's JSON schema says about a place in its input: the fields there are, and what fits there.

use domain::refusal::{Arg, Refusal};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Longest given value that a refusal shows, in characters.
const SHOWN_MAX: usize = 60;

/// The first field that the schema does not know: left out silently, a misspelt one would be an order for something else.
pub fn unknown(schema: &Json, value: &Json, at: &str) -> Option<Refusal> {
    let all = variants(schema, value);
    match value {
        Json::Object(map) => {
            let known: BTreeSet<&str> = all.iter().flat_map(|one| properties(one)).map(|(name, _)| name).collect();
            let open = known.is_empty() || all.iter().any(|one| is_open(one));
            map.iter().find_map(|(name, inner)| {
                let path = super::join(at, name);
                if !known.contains(name.as_str()) {
                    return (!open).then(|| refused(name, &known, path));
                }
                let found = all.iter().filter_map(|one| one.get("properties")?.get(name));
                first_if_all(found.map(|schema| unknown(schema, inner, &path)))
            })
        }
        Json::Array(items) => {
            let of_items: Vec<&Json> = all.iter().filter_map(|one| one.get("items")).collect();
            items.iter().enumerate().find_map(|(n, item)| {
                let path = super::join(at, &n.to_string());
                first_if_all(of_items.iter().map(|schema| unknown(schema, item, &path)))
            })
        }
        _ => None,
    }
}

fn refused(name: &str, known: &BTreeSet<&str>, path: String) -> Refusal {
    let known = known.iter().copied().collect::<Vec<_>>().join(", ");
    Refusal::invalid("field_unknown").with("field", name).with("known", known).at(path)
}

/// What a value may be by several schemas is right when one of them says so.
fn first_if_all(found: impl Iterator<Item = Option<Refusal>>) -> Option<Refusal> {
    let found: Option<Vec<Refusal>> = found.collect();
    found?.into_iter().next()
}

/// Why the value at a path does not fit: the words it can be, or the form it has.
pub fn misfit(schema: &Json, input: &Json, path: &str) -> Refusal {
    let (mut schemas, mut value) = (variants(schema, input), Some(input));
    for step in path.split('.').filter(|step| !step.is_empty()) {
        value = value.and_then(|v| step.parse().map_or_else(|_| v.get(step), |n: usize| v.get(n)));
        schemas = schemas
            .into_iter()
            .filter_map(|one| {
                let list = step.parse::<usize>().ok().and_then(|_| one.get("items"));
                list.or_else(|| one.get("properties")?.get(step))
            })
            .flat_map(|one| variants(one, value.unwrap_or(&Json::Null)))
            .collect();
    }
    let field = super::label(path);
    let given = shown(value.unwrap_or(&Json::Null));
    let choices: Vec<&str> = schemas.iter().flat_map(|one| choices(one)).collect();
    if !choices.is_empty() {
        let known = choices.join(", ");
        return Refusal::invalid("field_choice")
            .with("field", field)
            .with("given", given)
            .with("known", known)
            .at(path);
    }
    let form = schemas.iter().find_map(|one| form(one)).unwrap_or("other");
    let expected = Arg::Word(format!("expects-{form}"));
    Refusal::invalid("field_wrong").with("field", field).with("given", given).with("expected", expected).at(path)
}

/// A schema with the variants of it that the value's tag leaves over; all of them when the tag itself is wrong.
fn variants<'s>(schema: &'s Json, value: &Json) -> Vec<&'s Json> {
    let all = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|word| schema.get(word)?.as_array()).flatten();
    let all: Vec<&Json> = all.collect();
    let tagged = |one: &&Json| {
        properties(one).all(|(name, property)| match (property.get("const"), value.get(name)) {
            (Some(tag), Some(given)) => tag == given,
            _ => true,
        })
    };
    let fitting: Vec<&Json> = all.iter().copied().filter(tagged).collect();
    let kept = if fitting.is_empty() { all } else { fitting };
    std::iter::once(schema).chain(kept.into_iter().flat_map(|one| variants(one, value))).collect()
}

fn properties(schema: &Json) -> impl Iterator<Item = (&str, &Json)> {
    let properties = schema.get("properties").and_then(Json::as_object);
    properties.into_iter().flatten().map(|(name, property)| (name.as_str(), property))
}

/// Whether any name is a field, as in metadata.
fn is_open(schema: &Json) -> bool {
    schema.get("additionalProperties").is_some_and(|more| more != &Json::Bool(false))
}

fn choices(schema: &Json) -> Vec<&str> {
    let listed = schema.get("enum").and_then(Json::as_array).into_iter().flatten();
    listed.chain(schema.get("const")).filter_map(Json::as_str).collect()
}

/// The key of what fits, behind `expects-`.
fn form(schema: &Json) -> Option<&'static str> {
    const FORMATS: &[&str] = &[
        "date",
        "date-time",
        "currency",
        "country",
        "percent",
        "quantity",
        "money",
        "price_model",
        "payment_plan",
        "alternative",
        "quantity_range",
    ];
    let kinds: Vec<&str> = match schema.get("type") {
        Some(Json::String(kind)) => vec![kind],
        Some(Json::Array(kinds)) => kinds.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    let format = schema.get("format").and_then(Json::as_str).unwrap_or("");
    if let Some(known) = FORMATS.iter().find(|known| **known == format) {
        return Some(known);
    }
    match (format, kinds.iter().find(|kind| **kind != "null").copied()?) {
        ("id", _) => Some("id"),
        (id, _) if id.starts_with("id:") => Some("id"),
        ("decimal" | "unit_price", _) => Some("decimal"),
        (_, "integer") if schema.get("minimum").is_some() => Some("count"),
        (_, "integer") => Some("integer"),
        (_, "boolean") => Some("boolean"),
        (_, "string") => Some("text"),
        (_, "array") => Some("list"),
        (_, "object") => Some("object"),
        _ => None,
    }
}

/// A given value as a sentence shows it.
fn shown(value: &Json) -> String {
    let whole = value.as_str().map_or_else(|| value.to_string(), str::to_string);
    match whole.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &whole[..end]),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(verb: &str, input: Json, param: Option<&str>) {
        let schema = crate::verbs::schema(crate::verbs::find(verb).unwrap());
        assert_eq!(unknown(schema, &input, "").and_then(|r| r.param).as_deref(), param, "{input}");
    }

    #[test]
    fn a_field_that_does_not_exist_is_named_with_its_place() {
        check("customer.create", json!({"name": "x", "metadata": {"anything": "1"}}), None);
        check("customer.create", json!({"nonsense": 1}), Some("nonsense"));
        check("customer.create", json!({"address": {"city": "Delft", "town": "Delft"}}), Some("address.town"));
        let line = |price: Json| json!({"lines": [{"description": "Desk"}, {"price": price, "quantity": "1"}]});
        check("quote.create", line(json!({"model": "per_unit", "unit_price": "1"})), None);
        let tiers = json!([{"up_to": "10", "unit_price": "1", "colour": "red"}]);
        check("quote.create", line(json!({"model": "volume", "tiers": tiers})), Some("lines.1.price.tiers.0.colour"));
        check("quote.create", line(json!({"model": "per_unit", "tiers": []})), Some("lines.1.price.tiers"));
        check("quote.create", json!({"lines": [{"nonsense": 1}]}), Some("lines.0.nonsense"));
    }
}
