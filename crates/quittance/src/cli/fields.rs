//! The flags of a verb: the leaves of its JSON schema, nested ones with dots, such as `--address.city`.

use app::verb::AnyVerb;
use clap::ArgMatches;
use domain::refusal::{Arg, Refusal};
use serde_json::{Map, Value as Json};

/// Fields nested deeper than this are given as JSON.
const DEPTH_MAX: usize = 3;

/// A value that one flag gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub path: String,
    pub leaf: Leaf,
    pub help: String,
}

/// How the text of a flag is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Leaf {
    Text,
    Integer,
    Boolean,
    /// Repeat the flag, or give a JSON array.
    List,
    Json,
}
impl Leaf {
    pub fn word(self) -> &'static str {
        match self {
            Leaf::Text => "TEXT",
            Leaf::Integer => "NUMBER",
            Leaf::Boolean => "true|false",
            Leaf::List => "ITEM",
            Leaf::Json => "JSON",
        }
    }
}

impl Field {
    /// Its name among the arguments, which no other flag has.
    pub fn id(&self) -> String {
        format!("field {}", self.path)
    }
}

/// The fields of a verb in the order of its schema.
pub fn of(verb: &dyn AnyVerb) -> Vec<Field> {
    let mut fields = Vec::new();
    walk(app::verbs::schema(verb), "", 0, &mut fields);
    fields
}

fn walk(schema: &Json, at: &str, depth: usize, fields: &mut Vec<Field>) {
    let Some(properties) = schema.get("properties").and_then(Json::as_object) else { return };
    for (name, property) in properties {
        let path = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        let plain = without_null(property);
        if depth < DEPTH_MAX && plain.get("properties").is_some() && plain.get("oneOf").is_none() {
            walk(plain, &path, depth + 1, fields);
        } else {
            fields.push(Field { path, leaf: leaf(plain), help: help(property, plain) });
        }
    }
}

/// The schema of a value that may be left out, without the `null`.
fn without_null(schema: &Json) -> &Json {
    let choices = schema.get("anyOf").and_then(Json::as_array);
    let mut others = choices.into_iter().flatten().filter(|s| s.get("type") != Some(&Json::from("null")));
    match (others.next(), others.next()) {
        (Some(only), None) => only,
        _ => schema,
    }
}

fn leaf(schema: &Json) -> Leaf {
    let kinds: Vec<&str> = match schema.get("type") {
        Some(Json::String(kind)) => vec![kind],
        Some(Json::Array(kinds)) => kinds.iter().filter_map(Json::as_str).filter(|kind| *kind != "null").collect(),
        _ if schema.get("enum").is_some() || all_constants(schema) => vec!["string"],
        _ => Vec::new(),
    };
    match kinds[..] {
        ["integer"] => Leaf::Integer,
        ["boolean"] => Leaf::Boolean,
        ["array"] => Leaf::List,
        ["string", ..] => Leaf::Text,
        _ => Leaf::Json,
    }
}

fn constants(schema: &Json) -> impl Iterator<Item = &Json> {
    schema.get("oneOf").and_then(Json::as_array).into_iter().flatten()
}

fn all_constants(schema: &Json) -> bool {
    constants(schema).count() > 0 && constants(schema).all(|one| one.get("const").is_some_and(Json::is_string))
}

fn help(property: &Json, plain: &Json) -> String {
    let text = property.get("description").or_else(|| plain.get("description"));
    let text = text.and_then(Json::as_str).unwrap_or("").trim_end_matches('.').to_string();
    let listed = plain.get("enum").and_then(Json::as_array).into_iter().flatten();
    let known: Vec<&str> =
        listed.chain(constants(plain).filter_map(|one| one.get("const"))).filter_map(Json::as_str).collect();
    match (text.is_empty(), known.is_empty()) {
        (_, true) => text,
        (true, false) => known.join(", "),
        (false, false) => format!("{text}: {}", known.join(", ")),
    }
}

/// The input the flags describe, on top of `--input` where the command has that.
pub fn input(verb: &dyn AnyVerb, matches: &ArgMatches) -> Result<Json, Refusal> {
    let mut input = match matches.try_get_one::<String>("input").ok().flatten() {
        Some(text) => given(text)?,
        None => Json::Object(Map::new()),
    };
    for field in of(verb).iter().filter(|field| field.path != "id") {
        let Some(texts) = matches.get_many::<String>(&field.id()) else { continue };
        let texts: Vec<&str> = texts.map(String::as_str).collect();
        set(&mut input, &field.path, value(field, &texts)?);
    }
    if let Some(id) = matches.try_get_one::<String>("id").ok().flatten() {
        set(&mut input, "id", Json::from(id.as_str()));
    }
    Ok(input)
}

fn given(text: &str) -> Result<Json, Refusal> {
    let text = match text {
        "-" => std::io::read_to_string(std::io::stdin())
            .map_err(|error| Refusal::invalid("body_not_json").with("problem", error.to_string()))?,
        text => text.to_string(),
    };
    let json: Json = serde_json::from_str(&text)
        .map_err(|error| Refusal::invalid("body_not_json").with("problem", error.to_string()))?;
    if json.is_object() { Ok(json) } else { Err(Refusal::invalid("body_not_object")) }
}

/// The value of a flag. A number that is none stays text, so that the verb's own refusal names the field.
fn value(field: &Field, texts: &[&str]) -> Result<Json, Refusal> {
    let json = |text: &str| {
        let bad = || {
            Refusal::invalid("field_wrong")
                .with("field", &field.path)
                .with("given", text)
                .with("expected", Arg::Word("expects-json".into()))
                .at(&field.path)
        };
        serde_json::from_str::<Json>(text).map_err(|_| bad())
    };
    let text = texts.last().copied().unwrap_or_default();
    Ok(match field.leaf {
        Leaf::Text => Json::from(text),
        Leaf::Integer => text.parse::<i64>().map_or_else(|_| Json::from(text), Json::from),
        Leaf::Boolean => text.parse::<bool>().map_or_else(|_| Json::from(text), Json::from),
        Leaf::Json => json(text)?,
        Leaf::List => {
            let mut items = Vec::new();
            for text in texts {
                match text.trim_start().chars().next() {
                    Some('[') => items.extend(json(text)?.as_array().cloned().unwrap_or_default()),
                    Some('{') => items.push(json(text)?),
                    _ => items.push(Json::from(*text)),
                }
            }
            Json::from(items)
        }
    })
}

fn set(input: &mut Json, path: &str, value: Json) {
    let mut place = input;
    for step in path.split('.') {
        if !place.is_object() {
            *place = Json::Object(Map::new());
        }
        place = &mut place[step];
    }
    *place = value;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, path: &str) -> Option<Field> {
        of(app::verbs::find(name)?).into_iter().find(|field| field.path == path)
    }

    #[test]
    fn nested_fields_get_dots_and_kinds() {
        let check = |verb, path, leaf| assert_eq!(field(verb, path).map(|f| f.leaf), Some(leaf), "{verb} {path}");
        check("opportunity.create", "title", Leaf::Text);
        check("opportunity.create", "expected.minor", Leaf::Integer);
        check("opportunity.create", "expected.currency", Leaf::Text);
        check("opportunity.create", "metadata", Leaf::Json);
        check("entity.create", "address.city", Leaf::Text);
        check("entity.create", "payment_days", Leaf::Integer);
        check("opportunity.edit", "version", Leaf::Integer);
    }

    #[test]
    fn values_land_at_their_path() {
        let mut input = Json::Object(Map::new());
        set(&mut input, "address.city", Json::from("Delft"));
        set(&mut input, "address.country", Json::from("NL"));
        assert_eq!(input, serde_json::json!({"address": {"city": "Delft", "country": "NL"}}));
    }
}
