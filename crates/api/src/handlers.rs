//! What each route does: find the caller, read the request, run the verb or the query, show the result.

use crate::{
    auth::{bearer, language},
    error::Failure,
    shape,
};
use app::read::{AnyDocument, Query};
use app::{
    App, Call,
    access::Who,
    narrowing::{self, check_expand, narrow},
    read::{Reader, TRAIL_MAX},
};
use axum::{
    Json,
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    document::{DocRef, Kind},
    ids::{EventId, ProductModelId, QuoteId, parse_any},
    org::Language,
    refusal::Refusal,
};
use serde_json::{Value, json};

pub(crate) type Answer = Result<Response, Failure>;

/// The caller with the language of the request.
pub(crate) struct Caller {
    pub who: Who,
    pub lang: Language,
}
impl Caller {
    pub async fn of(app: &App, headers: &HeaderMap) -> Result<Caller, Failure> {
        Ok(Caller { who: bearer(app, headers).await?, lang: language(headers) })
    }
    pub fn reader(&self) -> Reader {
        Reader { org: self.who.org, actor: self.who.actor.clone() }
    }
    pub fn fail(&self, error: impl Into<app::Error>) -> Failure {
        Failure::of(error.into(), self.lang)
    }
}

pub async fn unknown(headers: HeaderMap, uri: axum::http::Uri) -> Response {
    Failure::new(Refusal::not_found("route_unknown").with("path", uri.path()), language(&headers)).into_response()
}

fn kind_of(caller: &Caller, plural: &str) -> Result<Kind, Failure> {
    shape::kind_of(plural)
        .ok_or_else(|| caller.fail(Refusal::not_found("route_unknown").with("path", format!("/v1/{plural}"))))
}

fn document_of(caller: &Caller, plural: &str, id: &str) -> Result<DocRef, Failure> {
    let kind = kind_of(caller, plural)?;
    let (prefix, raw) = parse_any(id).map_err(|r| caller.fail(r))?;
    if prefix != kind.prefix() {
        return Err(caller.fail(Refusal::invalid("id_malformed").with("given", id).with("prefix", kind.prefix())));
    }
    Ok(DocRef { kind, id: raw })
}

/// `GET /v1/quotes?limit=10&starting_after=quo_...&state=sent&customer=cus_...&q=words&sort=date&expand[]=customer`
pub async fn list(
    State(app): State<App>,
    headers: HeaderMap,
    Path(plural): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let kind = kind_of(&caller, &plural)?;
    let params = pairs(raw.as_deref().unwrap_or(""));
    let query = list_query(kind, &params).map_err(|r| caller.fail(r))?;
    let page = app.list(&caller.reader(), query).await.map_err(|e| caller.fail(e))?;
    let mut data = Vec::with_capacity(page.rows.len());
    for row in &page.rows {
        let any = app.get(&caller.reader(), row.doc_ref()).await.map_err(|e| caller.fail(e))?;
        let mut shown = shape::object(&any);
        expand(&app, &caller, &mut shown, &params, "data.").await?;
        data.push(shown);
    }
    Ok(Json(json!({"object": "list", "url": format!("/v1/{plural}"), "has_more": page.has_more, "data": data}))
        .into_response())
}

pub(crate) fn limit_of(given: &str) -> Result<u32, Refusal> {
    let bad = || Refusal::invalid("parameter_wrong").with("name", "limit").with("given", given).at("limit");
    given.parse().ok().filter(|n| (1..=100).contains(n)).ok_or_else(bad)
}

fn list_query(kind: Kind, params: &[(String, String)]) -> Result<Query, Refusal> {
    let mut query = Query { kind: Some(kind), limit: 10, with_body: false, ..Query::default() };
    for (key, value) in params {
        match key.as_str() {
            "limit" => query.limit = limit_of(value)?,
            "starting_after" => query.after = Some(parse_any(value)?.1),
            "ending_before" => query.before = Some(parse_any(value)?.1),
            "expand[]" | "expand" => check_expand(value)?,
            _ => narrow(&mut query, key, value)?,
        }
    }
    Ok(query)
}

/// `GET /v1/quotes/{id}`, with the version as ETag.
pub async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Path((plural, id)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let document = document_of(&caller, &plural, &id)?;
    let params = pairs(raw.as_deref().unwrap_or(""));
    for (key, value) in &params {
        match key.as_str() {
            "expand[]" | "expand" => check_expand(value).map_err(|r| caller.fail(r))?,
            _ => return Err(caller.fail(narrowing::unknown(key))),
        }
    }
    shown(&app, &caller, document, &params, StatusCode::OK).await
}

async fn shown(
    app: &App,
    caller: &Caller,
    document: DocRef,
    params: &[(String, String)],
    status: StatusCode,
) -> Answer {
    let any = app.get(&caller.reader(), document).await.map_err(|e| caller.fail(e))?;
    let mut object = shape::object(&any);
    expand(app, caller, &mut object, params, "").await?;
    Ok(answer(&any, object, status))
}

/// The document with its version as ETag.
fn answer(any: &AnyDocument, object: Value, status: StatusCode) -> Response {
    let mut response = (status, Json(object)).into_response();
    if let Ok(etag) = HeaderValue::from_str(&format!("\"{}\"", any.version)) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    response
}

/// Puts documents in the place of their ids, for the paths asked for; at most four levels deep.
async fn expand(
    app: &App,
    caller: &Caller,
    object: &mut Value,
    params: &[(String, String)],
    prefix: &str,
) -> Result<(), Failure> {
    for (_, path) in params.iter().filter(|(key, _)| key == "expand[]" || key == "expand") {
        let path = path.strip_prefix(prefix).unwrap_or(path);
        let mut place = &mut *object;
        for step in path.split('.').take(4) {
            let Some(value) = place.get_mut(step) else { break };
            if let Some((prefix, id)) = value.as_str().and_then(|s| parse_any(s).ok())
                && let Some(kind) = Kind::from_prefix(prefix)
            {
                let any = app.get(&caller.reader(), DocRef { kind, id }).await.map_err(|e| caller.fail(e))?;
                *value = shape::object(&any);
            }
            place = value;
        }
    }
    Ok(())
}

/// `POST /v1/quotes`
pub async fn create(State(app): State<App>, headers: HeaderMap, Path(plural): Path<String>, body: Bytes) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let noun = shape::noun_of(&plural);
    run(&app, &caller, &headers, &format!("{noun}.create"), None, &body).await
}

/// `POST /v1/quotes/{id}` edits; `POST /v1/payments/import` runs a verb that has no document yet.
pub async fn edit_or_run(
    State(app): State<App>,
    headers: HeaderMap,
    Path((plural, id)): Path<(String, String)>,
    body: Bytes,
) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let noun = shape::noun_of(&plural);
    if parse_any(&id).is_ok() {
        document_of(&caller, &plural, &id)?;
        return run(&app, &caller, &headers, &format!("{noun}.edit"), Some(id), &body).await;
    }
    run(&app, &caller, &headers, &format!("{noun}.{id}"), None, &body).await
}

/// `POST /v1/quotes/{id}/send`
pub async fn act(
    State(app): State<App>,
    headers: HeaderMap,
    Path((plural, id, action)): Path<(String, String, String)>,
    body: Bytes,
) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let document = document_of(&caller, &plural, &id)?;
    run(&app, &caller, &headers, &format!("{}.{action}", document.kind.noun()), Some(id), &body).await
}

async fn run(app: &App, caller: &Caller, headers: &HeaderMap, name: &str, id: Option<String>, body: &[u8]) -> Answer {
    let verb =
        app::verbs::find(name).ok_or_else(|| caller.fail(Refusal::not_found("verb_unknown").with("verb", name)))?;
    if app::verbs::is_on_document(verb) != id.is_some() {
        return Err(caller.fail(Refusal::not_found("verb_path").with("verb", name).with("path", shape::path_of(verb))));
    }
    let mut input = input(caller, id, body)?;
    let mut call = Call::new(caller.who.org, caller.who.actor.clone());
    match seen(caller, headers)? {
        Some(version) if app::verbs::takes(verb, "version") => input["version"] = version.into(),
        version => call.seen = version,
    }
    call.idempotency_key = headers.get("idempotency-key").and_then(|v| v.to_str().ok()).map(str::to_string);
    let done = app.execute(&call, name, input).await.map_err(|e| caller.fail(e))?;
    let mut response = match done.outcome.id {
        Some(document) if caller.who.actor.has(&format!("{}.read", document.kind.noun())) => {
            let status = if verb.action() == "create" && !done.repeated { StatusCode::CREATED } else { StatusCode::OK };
            let any = app.get_done(&caller.reader(), &done, document).await.map_err(|e| caller.fail(e))?;
            let mut response = answer(&any, shape::object(&any), status);
            if !done.outcome.made.is_empty() {
                let made: Vec<String> = done.outcome.made.iter().map(ToString::to_string).collect();
                header_of(&mut response, "quittance-made", &made.join(" "));
            }
            response
        }
        _ => Json(&done.outcome).into_response(),
    };
    header_of(&mut response, "request-id", &done.intent.to_string());
    if done.repeated {
        header_of(&mut response, "idempotent-replayed", "true");
    }
    Ok(response)
}

/// `GET /v1/quotes/{id}/outlook`: whose approval it needs before it may go out, and how far that is.
pub async fn outlook(State(app): State<App>, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let id: QuoteId = id.parse().map_err(|r: Refusal| caller.fail(r))?;
    let outlook = app.outlook(&caller.reader(), id).await.map_err(|e| caller.fail(e))?;
    Ok(Json(json!({"object": "outlook", "quote": id, "clear": outlook.is_clear(), "needed": outlook.needed, "nobody_at": outlook.nobody_at}))
        .into_response())
}

/// `GET /v1/quotes/{id}/changes?from=quo_...`: how it differs from another quote, or from the revision before it.
pub async fn changes(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let id: QuoteId = id.parse().map_err(|r: Refusal| caller.fail(r))?;
    let mut from = None;
    for (key, value) in pairs(raw.as_deref().unwrap_or("")) {
        match key.as_str() {
            "from" => from = Some(value.parse().map_err(|r: Refusal| caller.fail(r.at("from")))?),
            _ => return Err(caller.fail(narrowing::unknown(&key))),
        }
    }
    let changes = app.quote_changes(&caller.reader(), id, from).await.map_err(|e| caller.fail(e))?;
    let mut body = json!(changes);
    body["object"] = json!("changes");
    Ok(Json(body).into_response())
}

/// `GET /v1/product_models/{id}/configure?in=Full&out=Mini`: where these choices lead, in their order, and why not further.
pub async fn configure(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let id: ProductModelId = id.parse().map_err(|r: Refusal| caller.fail(r))?;
    let mut choices = Vec::new();
    for (key, value) in pairs(raw.as_deref().unwrap_or("")) {
        match key.as_str() {
            "in" => choices.push((value, true)),
            "out" => choices.push((value, false)),
            _ => return Err(caller.fail(narrowing::unknown(&key))),
        }
    }
    let found = app.configure(&caller.reader(), id, &choices).await.map_err(|e| caller.fail(e))?;
    Ok(Json(found).into_response())
}

/// `POST /v1/quotes/preview` with what `quote.create` takes, or `quote.edit` when it names an `id`: prices, totals and the
/// approvals it would need. Nothing is kept.
pub async fn preview(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let input = input(&caller, None, &body)?;
    let name = if input.get("id").is_some() { "quote.edit" } else { "quote.create" };
    let call = Call::new(caller.who.org, caller.who.actor.clone());
    let preview = app.preview_quote(&call, name, input).await.map_err(|e| caller.fail(e))?;
    Ok(Json(json!({"object": "preview", "lines": preview.lines, "totals": preview.totals, "outlook": preview.outlook}))
        .into_response())
}

fn header_of(response: &mut Response, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// The version of `If-Match`: of the document that the verb is about. `*` is any.
fn seen(caller: &Caller, headers: &HeaderMap) -> Result<Option<u32>, Failure> {
    let Some(given) = headers.get(header::IF_MATCH).map(|v| v.to_str().unwrap_or("")).filter(|v| *v != "*") else {
        return Ok(None);
    };
    let wrong = |_| caller.fail(Refusal::invalid("parameter_wrong").with("name", "If-Match").with("given", given));
    given.trim_matches('"').parse().map(Some).map_err(wrong)
}

/// The verb's input: the JSON body with the id of the path.
fn input(caller: &Caller, id: Option<String>, body: &[u8]) -> Result<Value, Failure> {
    let mut input: Value = match body.trim_ascii() {
        [] => json!({}),
        text => serde_json::from_slice(text)
            .map_err(|e| caller.fail(Refusal::invalid("body_not_json").with("problem", e.to_string())))?,
    };
    let Value::Object(map) = &mut input else { return Err(caller.fail(Refusal::invalid("body_not_object"))) };
    if let Some(id) = id {
        if map.get("id").is_some_and(|given| given != &Value::from(id.as_str())) {
            return Err(caller.fail(Refusal::invalid("id_twice").with("path", &id).at("id")));
        }
        map.insert("id".into(), id.into());
    }
    Ok(input)
}

/// `GET /v1/quotes/{id}/trail`: what happened, who caused it, and what it did to the books.
/// Oldest first; `ending_before=evt_...` gives what happened before that event.
pub async fn trail(
    State(app): State<App>,
    headers: HeaderMap,
    Path((plural, id)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let document = document_of(&caller, &plural, &id)?;
    let (mut before, mut limit) = (None, TRAIL_MAX);
    for (key, value) in pairs(raw.as_deref().unwrap_or("")) {
        match key.as_str() {
            "ending_before" => before = Some(value.parse::<EventId>().map_err(|r| caller.fail(r))?),
            "limit" => limit = limit_of(&value).map_err(|r| caller.fail(r))?,
            _ => return Err(caller.fail(narrowing::unknown(&key))),
        }
    }
    let trail = app.trail(&caller.reader(), document, before, limit).await.map_err(|e| caller.fail(e))?;
    let data: Vec<Value> = trail.happenings.iter().map(shape::happening).collect();
    Ok(Json(json!({"object": "list", "has_more": trail.has_earlier, "data": data})).into_response())
}

pub async fn comments(
    State(app): State<App>,
    headers: HeaderMap,
    Path((plural, id)): Path<(String, String)>,
) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let document = document_of(&caller, &plural, &id)?;
    let comments = app.comments(&caller.reader(), document).await.map_err(|e| caller.fail(e))?;
    let data: Vec<Value> = comments
        .iter()
        .map(|c| json!({"author": c.author, "at": c.at, "audience": c.audience.key(), "text": c.text}))
        .collect();
    Ok(Json(json!({"object": "list", "has_more": false, "data": data})).into_response())
}

/// `GET /v1/quotes/{id}/history`: earlier versions, newest first. Persons' are sealed and not shown.
pub async fn history(State(app): State<App>, headers: HeaderMap, Path((plural, id)): Path<(String, String)>) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let document = document_of(&caller, &plural, &id)?;
    let versions = app.history(&caller.reader(), document).await.map_err(|e| caller.fail(e))?;
    let data: Vec<Value> = versions
        .into_iter()
        .map(|(version, intent, body)| json!({"version": version, "intent": intent, "body": body}))
        .collect();
    Ok(Json(json!({"object": "list", "has_more": false, "data": data})).into_response())
}

/// `GET /v1/search?q=words`
pub async fn search(State(app): State<App>, headers: HeaderMap, RawQuery(raw): RawQuery) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let words =
        pairs(raw.as_deref().unwrap_or("")).into_iter().find(|(k, _)| k == "q").map(|(_, v)| v).unwrap_or_default();
    let found = app.search(&caller.reader(), &words, 50).await.map_err(|e| caller.fail(e))?;
    let data: Vec<Value> = found.iter().map(shape::row).collect();
    Ok(Json(json!({"object": "list", "has_more": false, "data": data})).into_response())
}

/// Decoded `key=value` pairs of a query string, in order.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}
