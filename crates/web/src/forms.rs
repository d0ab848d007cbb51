//! Forms made from a verb's JSON schema, and form posts read back by it: a verb is a page without being written again.
//! Nested fields are dotted (`address.street`, `lines.0.quantity`); amounts and dates are read in the reader's notation.

mod choices;

pub use choices::{alternative_text, range_text};

use crate::ui::{Choice, Field, Form, Group, Kind as FieldKind, Lines};
use app::verb::AnyVerb;
use domain::{org::Language, refusal::Refusal};
use serde_json::{Map, Value as Json, json};
use std::collections::HashMap;

/// Fields that are seldom filled in, because something sensible stands in for them: folded away.
const RARE: &[&str] = &[
    "no",
    "unit",
    "supply",
    "tax_class",
    "charging",
    "term",
    "recognition",
    "standalone",
    "standalone_price",
    "cost",
    "alternative",
    "customer_quantity",
    "entity",
    "language",
    "currency",
    "price_book",
    "channel",
    "contract",
    "segments",
    "channels",
    "priority",
    "exclusive",
    "uses_per_customer",
    "minimum",
    "promotion_stacking",
    "sector",
    "series",
    "buyer_reference",
    "purchase_order",
    "bank_reference",
    "counterparty_iban",
    "taxed_at_destination",
    "remind_before_expiry",
    "remind_unviewed",
    "introduction",
    "notes",
];

/// Fields of more than a line of text.
const LONG: &[&str] = &[
    "notes",
    "notes_nl",
    "notes_en",
    "introduction",
    "introduction_nl",
    "introduction_en",
    "description",
    "body",
    "text",
    "definition",
    "reason",
];

/// Fields that people do not fill in.
const HIDDEN: &[&str] = &["id", "version", "metadata", "owner"];

/// The form of a verb, filled with `given` (a document's body or what was typed).
pub struct Asked<'a> {
    pub verb: &'a dyn AnyVerb,
    pub lang: Language,
    pub given: &'a Json,
    pub action: String,
    pub cancel: Option<String>,
    /// The field that is wrong, and the sentence about it.
    pub wrong: Option<(Option<String>, String)>,
    pub currency: String,
    /// Names of the documents that `given` refers to, by their ids.
    pub names: HashMap<String, String>,
}

/// A body with what it keeps in groups on one level, as verbs ask for it.
pub fn levelled(mut body: Json) -> Json {
    if let Some(Json::Object(group)) = body.get_mut("audience").map(Json::take)
        && let Some(fields) = body.as_object_mut()
    {
        fields.remove("audience");
        fields.extend(group);
    }
    // Of promotions, their codes are what was typed.
    let offers = body.pointer_mut("/promotions/offers").map(Json::take);
    if let Some(Json::Array(offers)) = offers {
        body["promotions"] = offers.iter().filter_map(|offer| offer.pointer("/terms/code").cloned()).collect();
    }
    body
}

/// Whether the form of a verb shows a field.
pub fn asks_for(verb: &dyn AnyVerb, field: &str) -> bool {
    !HIDDEN.contains(&field) && properties(app::verbs::schema(verb)).any(|(name, _)| name == field)
}

pub fn form(asked: &Asked) -> Form {
    let schema = app::verbs::schema(asked.verb);
    let mut first = Vec::new();
    let mut groups = Vec::new();
    for (name, property) in properties(schema) {
        if HIDDEN.contains(&name.as_str()) {
            continue;
        }
        let value = asked.given.get(name).unwrap_or(&Json::Null);
        let property = &resolved(property);
        match shape(property) {
            Shape::Object => groups.push(Group::Fields {
                title: label(asked.lang, name),
                hint: None,
                fields: fields(asked, property, value, &format!("{name}.")),
            }),
            Shape::List(item) => groups.push(Group::Lines(lines(asked, name, &item, value))),
            Shape::Leaf => first.push(field(asked, name.clone(), name, property, value, is_required(schema, name))),
            Shape::Other => {}
        }
    }
    groups.insert(0, Group::Fields { title: String::new(), hint: None, fields: first });
    let hidden =
        ["id", "version"].iter().filter_map(|n| asked.given.get(*n).map(|v| (n.to_string(), plain(v)))).collect();
    let error = asked.wrong.as_ref().map(|(_, sentence)| sentence.clone());
    Form {
        action: asked.action.clone(),
        error,
        groups,
        hidden,
        submit: verb_label(asked.lang, asked.verb),
        cancel: asked.cancel.clone(),
        danger: false,
        multipart: false,
        preview: matches!(asked.verb.name(), "quote.create" | "quote.edit")
            .then(|| format!("/preview/{}", asked.verb.name())),
        also: None,
    }
}

/// The button of a verb: "Send quote".
pub fn verb_label(lang: Language, verb: &dyn AnyVerb) -> String {
    text::t(lang, &format!("verb-{}-{}", verb.noun(), verb.action()))
}

/// The name of a field, in the trade's words.
pub fn label(lang: Language, name: &str) -> String {
    let key = format!("field-{name}");
    if text::has(&key) { text::t(lang, &key) } else { name.replace('_', " ") }
}

enum Shape {
    Leaf,
    Object,
    List(Json),
    Other,
}

/// An optional value is its inner schema or null.
fn resolved(property: &Json) -> Json {
    let options = property.get("anyOf").or_else(|| property.get("oneOf")).and_then(Json::as_array);
    match options {
        Some(options) if options.iter().any(|o| o.get("type") == Some(&json!("null"))) => {
            options.iter().find(|o| o.get("type") != Some(&json!("null"))).cloned().unwrap_or_default()
        }
        _ => property.clone(),
    }
}

fn type_of(property: &Json) -> &str {
    match property.get("type") {
        Some(Json::String(t)) => t,
        Some(Json::Array(all)) => all.iter().filter_map(Json::as_str).find(|t| *t != "null").unwrap_or("string"),
        _ => "",
    }
}

fn format_of(property: &Json) -> &str {
    property.get("format").and_then(Json::as_str).unwrap_or("")
}

fn shape(property: &Json) -> Shape {
    const TYPED: &[&str] = &["money", "price_model", "payment_plan", "alternative", "quantity_range"];
    if TYPED.contains(&format_of(property)) || !choices_of(property).is_empty() {
        return Shape::Leaf;
    }
    match type_of(property) {
        "object" if property.get("properties").is_some() => Shape::Object,
        "array" => property.get("items").map_or(Shape::Other, |items| match shape(&resolved(items)) {
            Shape::Object => Shape::List(resolved(items)),
            Shape::Leaf if format_of(items).starts_with("id:") => Shape::List(row_of_one(items)),
            Shape::Leaf if type_of(items) == "string" && choices_of(items).is_empty() => Shape::Leaf,
            _ => Shape::Other,
        }),
        "string" | "integer" | "boolean" | "number" => Shape::Leaf,
        _ => Shape::Other,
    }
}

/// The one field of a row that is no object: a list of ids is a list of rows with one field.
const ONE: &str = "id";

fn row_of_one(item: &Json) -> Json {
    json!({"type": "object", "properties": {ONE: item}, ONE: true})
}

fn is_of_one(item: &Json) -> bool {
    item.get(ONE) == Some(&json!(true))
}

/// Words of an enumeration: `enum`, or `oneOf` with constants.
fn choices_of(property: &Json) -> Vec<String> {
    let words = |list: &Json| {
        list.as_array()
            .map(|a| {
                a.iter()
                    .filter_map(|v| v.as_str().or_else(|| v.get("const").and_then(Json::as_str)))
                    .map(str::to_string)
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default()
    };
    let mut found = property.get("enum").map(words).unwrap_or_default();
    found.extend(property.get("oneOf").map(words).unwrap_or_default());
    found
}

fn properties(schema: &Json) -> impl Iterator<Item = (&String, &Json)> {
    schema.get("properties").and_then(Json::as_object).into_iter().flatten()
}

fn is_required(schema: &Json, name: &str) -> bool {
    schema.get("required").and_then(Json::as_array).is_some_and(|r| r.iter().any(|n| n == name))
}

fn fields(asked: &Asked, schema: &Json, value: &Json, prefix: &str) -> Vec<Field> {
    properties(schema)
        .filter(|(name, _)| is_of_one(schema) || !HIDDEN.contains(&name.as_str()))
        .filter_map(|(name, property)| {
            let property = resolved(property);
            let inner = value.get(name).unwrap_or(&Json::Null);
            matches!(shape(&property), Shape::Leaf)
                .then(|| field(asked, format!("{prefix}{name}"), name, &property, inner, is_required(schema, name)))
        })
        .collect()
}

fn lines(asked: &Asked, name: &str, item: &Json, value: &Json) -> Lines {
    let pattern = of_line(fields(asked, item, &Json::Null, ""));
    let given = value.as_array().map(Vec::as_slice).unwrap_or(&[]);
    let row = |row: &Json| match is_of_one(item) && !row.is_object() {
        true => of_line(fields(asked, item, &json!({ONE: row}), "")),
        false => of_line(fields(asked, item, row, "")),
    };
    let rows = given.iter().map(row).collect::<Vec<_>>();
    let rows = if rows.is_empty() { vec![pattern.clone()] } else { rows };
    // A row of one field has no name of its own.
    let named = |row: Vec<Field>| match is_of_one(item) {
        true => row.into_iter().map(|field| Field { label: label(asked.lang, name), span: 12, ..field }).collect(),
        false => row,
    };
    let (pattern, rows) = (named(pattern), rows.into_iter().map(named).collect());
    Lines {
        name: name.to_string(),
        title: label(asked.lang, name),
        pattern,
        rows,
        add: text::t(asked.lang, "ui-add-line"),
    }
}

/// The fields of a line in the widths that put what people type on two rows.
fn of_line(fields: Vec<Field>) -> Vec<Field> {
    let fitted = |mut field: Field| {
        field.span = match field.name.as_str() {
            "product" | "quantity" | "discount" => 4,
            "description" => 8,
            "price" | "unit_price" => 4,
            _ => field.span.min(6),
        };
        if field.name == "description" {
            field.kind = FieldKind::Text;
        }
        field
    };
    fields.into_iter().map(fitted).collect()
}

fn field(asked: &Asked, path: String, name: &str, property: &Json, value: &Json, required: bool) -> Field {
    let lang = asked.lang;
    let words = choices_of(property);
    let kind = match (format_of(property), type_of(property)) {
        _ if !words.is_empty() => {
            let none = (!required).then(|| Choice::new("", "—"));
            FieldKind::Select(
                none.into_iter().chain(words.iter().map(|w| Choice::new(w.as_str(), word(lang, name, w)))).collect(),
            )
        }
        ("money", _) => {
            let currency = value.get("currency").and_then(Json::as_str).unwrap_or(&asked.currency).to_string();
            FieldKind::Money { currencies: vec![currency.clone()], currency }
        }
        ("date", _) => FieldKind::Date,
        ("payment_plan", _) => FieldKind::Integer,
        ("percent", _) => FieldKind::Percent,
        ("quantity" | "decimal", _) => FieldKind::Decimal,
        (id, _) if id.starts_with("id:") => FieldKind::Reference {
            choices: Vec::new(),
            lookup: Some(format!("/lookup?kind={}&", &id[3..])),
            label: asked.names.get(&plain(value)).cloned().unwrap_or_else(|| plain(value)),
        },
        (_, "integer") => FieldKind::Integer,
        (_, "boolean") => FieldKind::Check,
        _ if name == "unit" => FieldKind::Select(units(lang, &plain(value))),
        _ if name == "email" || name.ends_with("_email") => FieldKind::Email,
        _ if LONG.contains(&name) => FieldKind::TextArea,
        _ => FieldKind::Text,
    };
    let mut field = Field::new(path.clone(), label(lang, name), kind).value(shown(lang, format_of(property), value));
    field.span = if matches!(field.kind, FieldKind::TextArea) { 12 } else { 6 };
    let hint = format!("hint-{name}");
    if format_of(property) == "price_model" {
        field = field.hint(text::t(lang, "hint-price_model"));
    } else if text::has(&hint) {
        field = field.hint(text::t(lang, &hint));
    }
    if !required && RARE.contains(&name) {
        field = field.rare();
    }
    if required && type_of(property) != "boolean" {
        field = field.required();
    }
    match &asked.wrong {
        Some((Some(param), sentence)) if *param == path => field.error(sentence.clone()),
        _ => field,
    }
}

/// A word of an enumeration, by the first key that exists.
/// Units by their names; one that has none by its code.
fn units(lang: Language, present: &str) -> Vec<Choice> {
    let mut all = text::format::units(lang);
    all.insert(0, ("", "—".to_string()));
    let mut choices: Vec<Choice> = all.into_iter().map(|(code, name)| Choice::new(code, name)).collect();
    if choices.iter().all(|choice| choice.value != present) {
        choices.push(Choice::new(present, text::format::unit_name(lang, present)));
    }
    choices
}

fn word(lang: Language, field: &str, value: &str) -> String {
    let keys = ["state", "language", "role"].map(|words| format!("{words}-{value}"));
    let keys = [&[format!("{field}-{value}")][..], &keys].concat();
    keys.iter().find(|k| text::has(k)).map_or_else(|| value.replace('_', " "), |k| text::t(lang, k))
}

fn plain(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(s) => s.clone(),
        other => other.to_string(),
    }
}

fn shown(lang: Language, format: &str, value: &Json) -> String {
    match (format, value) {
        (_, Json::Array(words)) => words.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", "),
        (_, Json::Null) => String::new(),
        ("money", _) => serde_json::from_value::<domain::money::Money>(value.clone())
            .map(|m| m.decimal().to_string())
            .unwrap_or_default(),
        ("price_model", _) => price_text(value),
        ("payment_plan", _) => value.get("count").map(plain).unwrap_or_default(),
        ("alternative", _) => alternative_text(value),
        ("quantity_range", _) => range_text(lang, value),
        ("quantity" | "decimal" | "percent", Json::String(s)) => {
            if lang == Language::Nl {
                s.replace('.', ",")
            } else {
                s.clone()
            }
        }
        _ => plain(value),
    }
}

/// A price model as people type it: `12.50`, or `graduated 10:5.00 100:4.00 *:3.00`.
fn price_text(value: &Json) -> String {
    let model = value.get("model").and_then(Json::as_str).unwrap_or("");
    if model == "per_unit" {
        return value.get("unit_price").map(plain).unwrap_or_default();
    }
    if !matches!(model, "graduated" | "volume") {
        return value.to_string();
    }
    let tiers = value.get("tiers").and_then(Json::as_array).map(Vec::as_slice).unwrap_or(&[]);
    let tier = |t: &Json| {
        format!(
            "{}:{}",
            t.get("up_to").filter(|u| !u.is_null()).map_or("*".to_string(), plain),
            t.get("unit_price").map(plain).unwrap_or_default()
        )
    };
    format!("{model} {}", tiers.iter().map(tier).collect::<Vec<_>>().join(" "))
}

fn price_model(text: &str) -> Json {
    // A model without a short way to type it is shown, and given back, as JSON.
    if let Some(json) = text.trim_start().starts_with('{').then(|| serde_json::from_str(text).ok()).flatten() {
        return json;
    }
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or("");
    if !first.chars().next().is_some_and(char::is_alphabetic) {
        return json!({"model": "per_unit", "unit_price": text.trim().replace(',', ".")});
    }
    let tiers: Vec<Json> = words
        .map(|w| {
            let (up_to, price) = w.split_once(':').unwrap_or(("*", w));
            json!({"up_to": if up_to == "*" { Json::Null } else { Json::from(up_to) }, "unit_price": price.replace(',', ".")})
        })
        .collect();
    json!({"model": first, "tiers": tiers})
}

/// Fields of forms that are about the form itself.
const TECHNICAL: &[&str] = &[crate::ui::CSRF_FIELD, "idempotency_key", "version", "back"];

/// Refuses a post with a field that the verb does not have.
pub fn check(verb: &dyn AnyVerb, posted: &[(String, String)]) -> Result<(), Refusal> {
    let schema = app::verbs::schema(verb);
    let is_known = |name: &str| knows(schema, &name.split('.').collect::<Vec<_>>());
    let stranger = posted.iter().find(|(name, _)| !TECHNICAL.contains(&name.as_str()) && !is_known(name));
    let Some((name, _)) = stranger else { return Ok(()) };
    let known = properties(schema).map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    Err(Refusal::invalid("field_unknown").with("field", name).with("known", known).at(name))
}

fn knows(schema: &Json, steps: &[&str]) -> bool {
    let Some((step, rest)) = steps.split_first() else { return true };
    let schema = resolved(schema);
    if format_of(&schema) == "money" {
        return rest.is_empty() && matches!(*step, "amount" | "currency");
    }
    let inner = match step.parse::<u32>() {
        Ok(_) if rest == [ONE] => return schema.get("items").is_some_and(|i| format_of(i).starts_with("id:")),
        Ok(_) => schema.get("items"),
        Err(_) => schema.get("properties").and_then(|all| all.get(*step)),
    };
    inner.is_some_and(|inner| knows(inner, rest))
}

/// The verb's input as the form posted it. What cannot be read is passed on as typed: the verb names the field.
pub fn read(verb: &dyn AnyVerb, lang: Language, posted: &[(String, String)]) -> Json {
    read_object(app::verbs::schema(verb), lang, posted, "")
}

fn read_object(schema: &Json, lang: Language, posted: &[(String, String)], prefix: &str) -> Json {
    let mut map = Map::new();
    for (name, property) in properties(schema) {
        let (property, path) = (resolved(property), format!("{prefix}{name}"));
        let value = match shape(&property) {
            Shape::Object => Some(read_object(&property, lang, posted, &format!("{path}.")))
                .filter(|v| v.as_object().is_some_and(|m| m.values().any(|v| v != &json!("")))),
            // A list left empty is left out, where a verb then does what it does for all.
            Shape::List(item) => Some(read_list(&item, lang, posted, &path))
                .filter(|list| is_required(schema, name) || list.as_array().is_some_and(|l| !l.is_empty())),
            Shape::Leaf | Shape::Other => read_leaf(&property, lang, posted, &path),
        };
        if let Some(value) = value {
            map.insert(name.clone(), value);
        }
    }
    Json::Object(map)
}

fn read_list(item: &Json, lang: Language, posted: &[(String, String)], path: &str) -> Json {
    let prefix = format!("{path}.");
    let mut rows: Vec<u32> =
        posted.iter().filter_map(|(n, _)| n.strip_prefix(&prefix)?.split('.').next()?.parse().ok()).collect();
    rows.sort_unstable();
    rows.dedup();
    let read = |n: u32| read_object(item, lang, posted, &format!("{path}.{n}."));
    let rows = rows.into_iter().map(read).filter(|row| row.as_object().is_some_and(|m| !m.is_empty()));
    let whole = |mut row: Json| if is_of_one(item) { row[ONE].take() } else { row };
    Json::Array(rows.map(whole).collect())
}

fn read_leaf(property: &Json, lang: Language, posted: &[(String, String)], path: &str) -> Option<Json> {
    let find = |name: &str| posted.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.trim());
    if format_of(property) == "money" {
        let amount = find(&format!("{path}.amount")).filter(|a| !a.is_empty())?;
        let currency: domain::money::Currency = find(&format!("{path}.currency"))?.parse().ok()?;
        let decimal = text::parse::decimal(lang, amount);
        let money =
            decimal.and_then(|d| domain::money::Money::from_decimal(d, currency, domain::money::Rounding::HalfUp).ok());
        return Some(money.map_or_else(|| json!(amount), |m| json!(m)));
    }
    if type_of(property) == "boolean" {
        return Some(json!(matches!(find(path), Some("true" | "on"))));
    }
    let typed = find(path).filter(|v| !v.is_empty())?;
    Some(match (format_of(property), type_of(property)) {
        ("price_model", _) => price_model(typed),
        ("alternative", _) => choices::alternative(typed),
        ("quantity_range", _) => choices::range(lang, typed),
        ("payment_plan", _) => {
            json!({"plan": "instalments", "count": typed.parse::<u32>().map_or_else(|_| json!(typed), |n| json!(n))})
        }
        ("quantity" | "decimal" | "percent", _) => {
            text::parse::decimal(lang, typed).map_or_else(|| json!(typed), |d| json!(d.to_string()))
        }
        (_, "integer") => typed.parse::<i64>().map_or_else(|_| json!(typed), |n| json!(n)),
        (_, "array") => {
            typed.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()).map(Json::from).collect()
        }
        _ => json!(typed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_becomes_the_verbs_input() {
        let verb = app::verbs::find("customer.create").unwrap();
        let posted: Vec<(String, String)> = [
            ("name", "Hovenier B.V."),
            ("address.street", "Kade 1"),
            ("address.country", "NL"),
            ("payment_days", "30"),
            ("credit_limit.amount", "1.250,50"),
            ("credit_limit.currency", "EUR"),
            ("email", ""),
        ]
        .iter()
        .map(|(k, v)| (k.to_string(), v.to_string()))
        .collect();
        let input = read(verb, Language::Nl, &posted);
        assert_eq!(input["name"], "Hovenier B.V.");
        assert_eq!(input["address"]["street"], "Kade 1");
        assert_eq!(input["payment_days"], 30);
        assert_eq!(input["credit_limit"]["minor"], 125_050);
        assert!(input.get("email").is_none());
    }

    #[test]
    fn a_field_that_the_verb_does_not_have_is_refused() {
        let param = |verb: &str, name: &str| {
            let posted = [("csrf_token".to_string(), "x".to_string()), (name.to_string(), "1".to_string())];
            check(app::verbs::find(verb).unwrap(), &posted).err().and_then(|refusal| refusal.param)
        };
        for name in ["name", "address.street", "credit_limit.amount", "credit_limit.currency", "version"] {
            assert_eq!(param("customer.create", name), None);
        }
        for name in ["lines.0.price", "lines.12.quantity", "payment_plan"] {
            assert_eq!(param("quote.create", name), None);
        }
        for name in ["nonsense", "lines.0.nonsense", "lines.nonsense", "title.more"] {
            assert_eq!(param("quote.create", name).as_deref(), Some(name));
        }
    }

    #[test]
    fn a_price_is_typed_as_a_figure_or_as_tiers() {
        assert_eq!(price_model("12,50"), json!({"model": "per_unit", "unit_price": "12.50"}));
        let verb = app::verbs::find("quote.create").unwrap();
        let posted = [("payment_plan".to_string(), "3".to_string())];
        assert_eq!(read(verb, Language::Nl, &posted)["payment_plan"], json!({"plan": "instalments", "count": 3}));
        let tiers = price_model("volume 10:5.00 *:4.00");
        assert_eq!(price_text(&tiers), "volume 10:5.00 *:4.00");
    }
}
