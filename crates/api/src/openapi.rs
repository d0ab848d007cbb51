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
    for (path, name, summary, parameters) in BOOKS {
        let query = parameters.iter().map(|p| json!({"name": p, "in": "query", "schema": {"type": "string"}}));
        let id = path.contains('{').then(|| {
            let name = path.split(['{', '}']).nth(1).unwrap_or_default();
            json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}})
        });
        let parameters: Vec<Value> = id.into_iter().chain(query).collect();
        let operation = json!({"operationId": name, "summary": summary, "tags": ["books"], "parameters": parameters, "responses": responses()});
        add(&mut paths, path, "get", operation);
    }
    let import = json!({
        "operationId": "payment.import", "summary": "Books the money that came in by a bank's CSV file; a row is booked once", "tags": ["payment"],
        "parameters": [{"name": "entity", "in": "query", "schema": {"type": "string"}}],
        "requestBody": {"required": true, "content": {"text/csv": {"schema": {"type": "string"}}}}, "responses": responses(),
    });
    add(&mut paths, "/v1/payments/import", "post", import);
    let catalogue = json!({
        "operationId": "product.import", "summary": "Takes in products with their prices from CSV or UBL Catalogue; what is as it was stays", "tags": ["product"],
        "parameters": [{"name": "dry_run", "in": "query", "schema": {"type": "boolean"}}],
        "requestBody": {"required": true, "content": {"text/csv": {"schema": {"type": "string"}}, "application/xml": {"schema": {"type": "string"}}}},
        "responses": responses(),
    });
    add(&mut paths, "/v1/products/import", "post", catalogue);
    let mut configure =
        show_operation(Kind::ProductModel, "configure", "Where choices lead, in their order, and why not further");
    for (name, text) in [("in", "Selects an option; may be repeated"), ("out", "Leaves an option out; may be repeated")]
    {
        let schema = json!({"type": "array", "items": {"type": "string"}});
        let parameter = json!({"name": name, "in": "query", "description": text, "explode": true, "schema": schema});
        configure["parameters"].as_array_mut().into_iter().for_each(|all| all.push(parameter.clone()));
    }
    add(&mut paths, "/v1/product_models/{id}/configure", "get", configure);
    let outlook = "Whose approval a quote needs before it may go out, and at which discount nobody's";
    add(&mut paths, "/v1/quotes/{id}/outlook", "get", show_operation(Kind::Quote, "outlook", outlook));
    let steps = "How the prices of a quote came about, step by step, and what did not apply: worked out while it is a draft, as stored from sending on";
    let mut waterfall = show_operation(Kind::Quote, "waterfall", steps);
    let line = json!({"name": "line", "in": "query", "description": "Only the line with this number", "schema": {"type": "integer", "minimum": 1}});
    waterfall["parameters"].as_array_mut().into_iter().for_each(|all| all.push(line.clone()));
    add(&mut paths, "/v1/quotes/{id}/waterfall", "get", waterfall);
    let would = "What a price list that is being prepared would change: every open quote priced again by it, contracts and subscriptions as if they were renewed; nothing is kept";
    let mut prices = show_operation(Kind::PriceBook, "preview", would);
    for (name, text) in [
        ("from", "How many documents to leave out because they were told before"),
        ("document", "Only this document, with its lines"),
    ] {
        let parameter = json!({"name": name, "in": "query", "description": text, "schema": {"type": "string"}});
        prices["parameters"].as_array_mut().into_iter().for_each(|all| all.push(parameter.clone()));
    }
    add(&mut paths, "/v1/price_books/{id}/preview", "get", prices);
    let mut changes =
        show_operation(Kind::Quote, "changes", "How a quote differs from another one, or from the revision before it");
    let from = json!({"name": "from", "in": "query", "description": "The quote to compare with", "schema": {"type": "string"}});
    changes["parameters"].as_array_mut().into_iter().for_each(|all| all.push(from.clone()));
    add(&mut paths, "/v1/quotes/{id}/changes", "get", changes);
    let [edit, create] = ["quote.edit", "quote.create"].map(|name| app::verbs::find(name).map(app::verbs::schema));
    let preview = json!({
        "operationId": "quote.preview", "tags": ["quote"],
        "summary": "What a quote would come to, and whose approval it would need; nothing is kept. Takes what quote.create takes, or quote.edit with an id",
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"anyOf": [edit, create]}}}}, "responses": responses(),
    });
    add(&mut paths, "/v1/quotes/preview", "post", preview);
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Quittance", "version": env!("CARGO_PKG_VERSION"), "description": "From quote to quittance. Amounts are whole minor units; ids carry the prefix of their kind; every POST takes an Idempotency-Key."},
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "An API key (qk_...)"}}, "schemas": {"Error": error_schema()}},
        "paths": paths,
    })
}

/// Paths about the books: what they are called, what they give and what narrows them.
type Described = (&'static str, &'static str, &'static str, &'static [&'static str]);
const BOOKS: &[Described] = &[
    ("/v1/reports", "report.list", "The reports there are, and how each can be grouped", &[]),
    ("/v1/reports/{key}", "report.read", "A report on a day; a row's drill is the list behind it", &["as_of", "by"]),
    ("/v1/open_items", "open_item.list", "What is open, the longest due first", &["customer"]),
    (
        "/v1/postings",
        "posting.list",
        "Postings, newest first",
        &["account", "class", "month", "from", "until", "limit"],
    ),
    ("/v1/products/export", "product.export", "All products with their prices, as CSV or UBL Catalogue", &["format"]),
    ("/v1/why/{id}", "why.read", "Why a figure is what it is: about an entry, an event, an intent or a document", &[]),
];

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
    let narrowing = app::narrowing::NAMES
        .iter()
        .map(|(name, text)| json!({"name": name, "in": "query", "description": text, "schema": {"type": "string"}}));
    let paging = [
        parameter("limit", json!({"type": "integer", "minimum": 1, "maximum": 100, "default": 10})),
        parameter("starting_after", json!({"type": "string"})),
        parameter("ending_before", json!({"type": "string"})),
        parameter("expand[]", json!({"type": "array", "items": {"type": "string"}})),
    ];
    json!({
        "operationId": format!("{}.list", kind.noun()), "summary": "A page of documents, newest first", "tags": [kind.noun()],
        "parameters": paging.into_iter().chain(narrowing).collect::<Vec<_>>(),
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
