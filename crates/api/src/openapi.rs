//! The OpenAPI 3.1 document, made from the registry: each verb's JSON schema is its request body.

use crate::shape::{path_of, plural};
use axum::Json;
use domain::document::Kind;
use serde_json::{Map, Value, json};

pub async fn serve() -> Json<Value> {
    Json(document())
}

/// The whole description.
pub fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for kind in Kind::ALL {
        let base = format!("/v1/{}", plural(kind.noun()));
        add(&mut paths, &base, "get", list_operation(*kind));
        add(&mut paths, &format!("{base}/{{id}}"), "get", show_operation(*kind, "", "A document"));
        for (part, text) in [
            ("trail", "What happened, who caused it, and what it did to the books"),
            ("comments", "Comments, oldest first"),
            ("history", "Earlier versions, newest first"),
        ] {
            add(&mut paths, &format!("{base}/{{id}}/{part}"), "get", show_operation(*kind, part, text));
        }
    }
    for verb in app::verbs::VERBS {
        let mut schema = app::verbs::schema(*verb).clone();
        let summary = schema.get("description").cloned().unwrap_or_default();
        if let Some(map) = schema.as_object_mut() {
            map.remove("$schema");
            map.remove("title");
        }
        let mut operation = json!({
            "operationId": verb.name(), "summary": summary, "tags": [verb.noun()],
            "parameters": [{"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 255}}],
            "responses": responses(),
        });
        if app::verbs::is_on_document(*verb) {
            without_id(&mut schema);
            if let Some(parameters) = operation["parameters"].as_array_mut() {
                parameters.push(id_parameter(verb.noun()));
            }
        }
        operation["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": schema}}});
        add(&mut paths, &path_of(*verb), "post", operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Quittance", "version": env!("CARGO_PKG_VERSION"), "description": "From quote to quittance. Amounts are whole minor units; ids carry the prefix of their kind; every POST takes an Idempotency-Key."},
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "An API key (qk_...)"}}, "schemas": {"Error": error_schema()}},
        "paths": paths,
    })
}

fn add(paths: &mut Map<String, Value>, path: &str, method: &str, operation: Value) {
    let entry = paths.entry(path.to_string()).or_insert_with(|| json!({}));
    entry[method] = operation;
}

/// The id stands in the path, so the body need not repeat it.
fn without_id(schema: &mut Value) {
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.remove("id");
    }
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name != "id");
    }
}

fn id_parameter(noun: &str) -> Value {
    let prefix = Kind::from_noun(noun).map_or("", Kind::prefix);
    json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string", "pattern": format!("^{prefix}_[0-9a-z]{{26}}$")}})
}

fn list_operation(kind: Kind) -> Value {
    let parameter = |name: &str, schema: Value| json!({"name": name, "in": "query", "schema": schema});
    json!({
        "operationId": format!("{}.list", kind.noun()), "summary": "A page of documents, newest first", "tags": [kind.noun()],
        "parameters": [
            parameter("limit", json!({"type": "integer", "minimum": 1, "maximum": 100, "default": 10})),
            parameter("starting_after", json!({"type": "string"})), parameter("ending_before", json!({"type": "string"})),
            parameter("state", json!({"type": "string"})), parameter("customer", json!({"type": "string"})), parameter("q", json!({"type": "string"})),
            parameter("sort", json!({"type": "string"})), parameter("expand[]", json!({"type": "array", "items": {"type": "string"}})),
        ],
        "responses": responses(),
    })
}

fn show_operation(kind: Kind, part: &str, summary: &str) -> Value {
    let name = if part.is_empty() { "read" } else { part };
    json!({"operationId": format!("{}.{name}", kind.noun()), "summary": summary, "tags": [kind.noun()], "parameters": [id_parameter(kind.noun())], "responses": responses()})
}

fn responses() -> Value {
    json!({
        "2XX": {"description": "Done", "content": {"application/json": {"schema": {"type": "object"}}}},
        "default": {"description": "Refused", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
    })
}

fn error_schema() -> Value {
    json!({"type": "object", "required": ["error"], "properties": {"error": {"type": "object", "required": ["type", "code", "message"], "properties": {
        "type": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"}, "param": {"type": ["string", "null"]}
    }}}})
}
