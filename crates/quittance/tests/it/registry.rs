//! What holds for every verb, whoever adds it: a route, words, a help text, a permission, a test, and no way around the
//! permission or into another organisation.

use crate::world::{Client, Served, founding};
use app::{
    App,
    roles::{Grants, ROLES},
    verb::AnyVerb,
    verbs::VERBS,
};
use domain::{document::Kind, ids::OrgId, org::Language};
use serde_json::{Map, Value as Json, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Nouns that have permissions and no document of their own.
const OTHER_NOUNS: &[&str] =
    &["ledger", "revenue", "report", "import", "member", "key", "stock", "billing", "comment", "clock", "history"];

/// Nouns whose verbs are the owner's alone.
const OWNERS_ONLY: &[&str] = &["entity", "clock", "member", "key", "history"];

#[test]
fn every_verb_has_words_a_help_text_and_its_owners_permission() {
    let mut missing = Vec::new();
    for verb in VERBS {
        let key = format!("verb-{}-{}", verb.noun(), verb.action());
        for lang in [Language::En, Language::Nl] {
            if text::t(lang, &key).contains('⟨') {
                missing.push(format!("{key} in {}", lang.code()));
            }
        }
        let help = help(*verb);
        if !help.ends_with('.') {
            missing.push(format!("a doc comment of {}, ending in a full stop: {help:?}", verb.name()));
        }
        if !Grants::of_role("owner").has(verb.name()) {
            missing.push(format!("the owner's permission {}", verb.name()));
        }
    }
    assert!(missing.is_empty(), "missing:\n{}", missing.join("\n"));
}

fn schema(verb: &dyn AnyVerb) -> Json {
    serde_json::to_value(verb.schema()).unwrap()
}
fn help(verb: &dyn AnyVerb) -> String {
    schema(verb)["description"].as_str().unwrap_or("").to_string()
}

/// Fields that no form shows.
const WITHOUT_LABEL: &[&str] = &["id", "version", "metadata", "owner"];

#[test]
fn every_field_of_every_verb_has_a_name_in_both_languages() {
    let mut names = BTreeSet::new();
    // What the program itself sends is never typed into a form.
    for verb in VERBS.iter().filter(|v| v.noun() != "history") {
        fields_of(&schema(*verb), &mut names);
    }
    let missing: Vec<&String> = names
        .iter()
        .filter(|name| !WITHOUT_LABEL.contains(&name.as_str()))
        .filter(|name| [Language::En, Language::Nl].iter().any(|l| text::t(*l, &format!("field-{name}")).contains('⟨')))
        .collect();
    assert!(missing.is_empty(), "no words field-<name> for {missing:?}");
}

fn fields_of(schema: &Json, names: &mut BTreeSet<String>) {
    // Amounts and prices are one field with a form of their own.
    if matches!(schema["format"].as_str(), Some("money" | "price_model")) {
        return;
    }
    if let Some(properties) = schema["properties"].as_object() {
        for (name, property) in properties {
            names.insert(name.clone());
            fields_of(property, names);
        }
    }
    if schema["items"].is_object() {
        fields_of(&schema["items"], names);
    }
    for option in schema["anyOf"].as_array().into_iter().flatten() {
        fields_of(option, names);
    }
}

#[test]
fn names_are_unique_and_spelt_alike() {
    let mut seen = BTreeSet::new();
    for verb in VERBS {
        assert!(seen.insert(verb.name()), "{} is registered twice", verb.name());
        let plain = verb.name().chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '_');
        assert!(plain && verb.name().matches('.').count() == 1, "{} is not noun.action", verb.name());
        assert!(
            Kind::from_noun(verb.noun()).is_some() || OTHER_NOUNS.contains(&verb.noun()),
            "{} has an unknown noun",
            verb.name()
        );
    }
}

#[test]
fn every_verb_is_an_operation_of_the_api() {
    let document = api::openapi::document();
    for verb in VERBS {
        let path = api::path_of(*verb);
        let operation = &document["paths"][&path]["post"];
        assert_eq!(operation["operationId"], verb.name(), "{path}");
        assert_eq!(operation["summary"], help(*verb), "{path}");
    }
}

#[test]
fn every_verb_is_named_in_a_test() {
    let mut sources = String::new();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["../app/src/tests", "tests/it"] {
        gather(&here.join(folder), &mut sources);
    }
    // This test's own list of exceptions must not count as a test.
    let untested: Vec<&str> = VERBS
        .iter()
        .filter(|verb| {
            let title = schema(**verb)["title"].as_str().unwrap_or("?").to_string();
            !sources.contains(&title) && !sources.contains(&format!("\"{}\"", verb.name()))
        })
        .map(|verb| verb.name())
        .collect();
    assert!(untested.is_empty(), "no test speaks of {}", untested.join(", "));
}

fn gather(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, text);
        } else if path.extension().is_some_and(|e| e == "rs") {
            text.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_noun_is_in_somebodys_role_and_every_grant_means_something() {
    let others = || ROLES.iter().filter(|(name, _)| *name != "owner");
    for verb in VERBS.iter().filter(|v| !OWNERS_ONLY.contains(&v.noun())) {
        let covered = others().any(|(role, _)| Grants::of_role(role).has(verb.name()));
        assert!(covered, "besides the owner nobody may {}", verb.name());
    }
    for kind in Kind::ALL {
        let read = format!("{}.read", kind.noun());
        let covered = others().any(|(role, _)| *role != "auditor" && Grants::of_role(role).has(&read));
        assert!(covered, "besides owner and auditor nobody may {read}");
    }
    for (role, grants) in ROLES {
        for grant in *grants {
            let (noun, action) = grant.pattern.split_once('.').unwrap();
            let noun_known = noun == "*" || Kind::from_noun(noun).is_some() || OTHER_NOUNS.contains(&noun);
            assert!(noun_known, "{role} has {}, a noun nobody knows", grant.pattern);
            let verbs = || VERBS.iter().filter(|v| v.noun() == noun);
            let action_known = action == "*"
                || ["read", "cost", "margin"].contains(&action)
                || verbs().count() == 0
                || verbs().any(|v| v.action() == action);
            assert!(action_known, "{role} has {}, which is no verb", grant.pattern);
        }
    }
}

/// Ids of documents of an organisation, by the prefix of their kind.
type Ids = BTreeMap<&'static str, String>;

/// A value that fits a schema, with the ids given; a field is only there when it is required.
fn sample(name: &str, schema: &Json, ids: &Ids) -> Json {
    if let Some(options) = ["anyOf", "oneOf"].iter().find_map(|k| schema.get(*k)).and_then(Json::as_array) {
        let first = options.iter().find(|o| o.get("type") != Some(&json!("null")));
        return first.map_or(Json::Null, |o| sample(name, o, ids));
    }
    if let Some(constant) = schema.get("const") {
        return constant.clone();
    }
    if let Some(word) = schema.get("enum").and_then(|e| e.get(0)) {
        return word.clone();
    }
    let kind = schema.get("type").map_or(Json::Null, |t| if t.is_array() { t[0].clone() } else { t.clone() });
    match (schema.get("format").and_then(Json::as_str).unwrap_or(""), kind.as_str().unwrap_or("")) {
        ("money", _) => json!({"minor": 100, "currency": "EUR"}),
        ("price_model", _) => json!({"model": "per_unit", "unit_price": "10"}),
        ("date", _) => json!("2026-03-02"),
        ("quantity" | "decimal" | "percent", _) => json!("1"),
        ("date-time" | "timestamp", _) => json!("2026-03-02T09:00:00Z"),
        ("id", _) => json!(ids["cus"]),
        (id, _) if id.starts_with("id:") => json!(ids.get(&id[3..]).cloned().unwrap_or_default()),
        (_, "object") => sample_object(schema, ids),
        (_, "array") => match schema.get("items") {
            Some(item) => json!([sample(name, item, ids)]),
            None => json!([]),
        },
        (_, "integer" | "number") => json!(1),
        (_, "boolean") => json!(true),
        _ => match name {
            "country" => json!("NL"),
            "currency" => json!("EUR"),
            _ => json!("x"),
        },
    }
}

fn sample_object(schema: &Json, ids: &Ids) -> Json {
    let required: Vec<&str> =
        schema["required"].as_array().map(|r| r.iter().filter_map(Json::as_str).collect()).unwrap_or_default();
    let mut map = Map::new();
    for name in required {
        map.insert(name.to_string(), sample(name, &schema["properties"][name], ids));
    }
    Json::Object(map)
}

/// Documents of every kind that an organisation can make out of nothing much, and made-up ids for the others.
async fn documents_of(app: &App, call: &app::Call) -> Ids {
    let nobody = "00000000000000000000000001";
    let mut ids: Ids = domain::ids::PREFIXES.iter().map(|p| (*p, format!("{p}_{nobody}"))).collect();
    for kind in Kind::ALL {
        let Some(verb) = app::verbs::find(&format!("{}.create", kind.noun())) else { continue };
        let body = sample_object(&schema(verb), &ids);
        if let Ok(done) = app.execute(call, verb.name(), body).await {
            ids.insert(kind.prefix(), done.document().to_string());
        }
    }
    ids
}

/// What another organisation must not be able to change: how many intents, and the versions of its documents.
async fn state_of(app: &App, org: OrgId) -> (i64, i64) {
    let mut conn = app.db.read().await.unwrap();
    let intents = conn.row("SELECT COUNT(*) FROM intent WHERE org_id = $1", &[org.into()]).await.unwrap().unwrap();
    const VERSIONS: &str = "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM document WHERE org_id = $1";
    let versions = conn.row(VERSIONS, &[org.into()]).await.unwrap().unwrap();
    (intents.int(0), versions.int(0))
}

/// The path of a verb, on the document of its noun among `ids`.
fn path_in(verb: &dyn AnyVerb, ids: &Ids) -> String {
    let id = Kind::from_noun(verb.noun()).map(|k| ids[k.prefix()].clone()).unwrap_or_default();
    api::path_of(verb).replace("{id}", &id)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_role_gets_past_its_permissions_or_into_another_organisation() {
    let served = Served::start().await;
    let (neighbour, user) = served.app.found(founding("owner@neighbour.example")).await.unwrap();
    let ids = documents_of(&served.app, &crate::world::as_owner(neighbour, user)).await;
    let before = state_of(&served.app, neighbour).await;
    for (role, _) in ROLES.iter().filter(|(role, _)| *role != "link") {
        let client = served.client(role, None).await;
        for verb in VERBS {
            attempt(&client, role, *verb, &ids).await;
        }
    }
    assert_eq!(state_of(&served.app, neighbour).await, before, "the neighbour's documents or intents changed");
}

async fn attempt(client: &Client, role: &str, verb: &dyn AnyVerb, ids: &Ids) {
    let path = path_in(verb, ids);
    let mut full = sample_object(&schema(verb), ids);
    if let Some(map) = full.as_object_mut() {
        map.remove("id");
    }
    let speaks_of_others = app::verbs::is_on_document(verb) || ids.values().any(|id| full.to_string().contains(id));
    for body in [json!({}), full] {
        let answer = client.post(&path, &body).await;
        let said = format!("{role} POST {path} {body}: {} {}", answer.status, answer.body);
        if !Grants::of_role(role).has(verb.name()) {
            assert_eq!((answer.status, answer.code()), (403, "permission_missing"), "{said}");
            continue;
        }
        assert!(answer.status < 500, "{said}");
        assert!(!["verb_unknown", "verb_path", "route_unknown"].contains(&answer.code()), "{said}");
        if speaks_of_others {
            assert!((400..500).contains(&answer.status), "{said}");
        }
        if app::verbs::is_on_document(verb) {
            assert!([400, 404].contains(&answer.status), "{said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_documents_pages_and_lists_stay_within_the_organisation() {
    let served = Served::start().await;
    let (neighbour, user) = served.app.found(founding("owner@neighbour.example")).await.unwrap();
    let ids = documents_of(&served.app, &crate::world::as_owner(neighbour, user)).await;
    let client = served.owner_client().await;
    for kind in Kind::ALL {
        let base = format!("/v1/{}", api::plural(kind.noun()));
        let id = &ids[kind.prefix()];
        for path in ["", "/trail", "/comments", "/history"] {
            let answer = client.get(&format!("{base}/{id}{path}")).await;
            assert_eq!((answer.status, answer.code()), (404, "document_missing"), "{base}/{id}{path}");
        }
        let list = client.get(&base).await;
        assert_eq!(list.status, 200, "{base}: {}", list.body);
        assert!(!list.body.to_string().contains(id.as_str()), "{base} shows {id}");
        let after = client.get(&format!("{base}?starting_after={id}")).await;
        assert_eq!(after.body["data"], json!([]), "{base} goes on from another organisation's {id}");
    }
}
