//! What pages do: show a verb's form, run it, come back with its sentence. Every post carries the session's CSRF token.

use crate::{
    document, forms,
    lists::{href_of, kind_of, path_of},
    problem::Problem,
    session::{Visitor, flash_cookie},
    ui::{CSRF_FIELD, Crumb, form_page, shell},
};
use app::{App, Call, verb::AnyVerb};
use axum::{
    body::Bytes,
    extract::{Extension, Path, RawQuery},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    document::{DocRef, Kind},
    ids::parse_any,
    refusal::{Refusal, RefusalKind},
};
use maud::html;
use serde_json::{Value as Json, json};

type Posted = Vec<(String, String)>;

/// Reads a form and checks its CSRF token (field or header).
pub fn posted(visitor: &Visitor, headers: &HeaderMap, body: &Bytes) -> Result<Posted, Problem> {
    let all: Posted = form_urlencoded::parse(body).into_owned().collect();
    let field = all.iter().find(|(n, _)| n == CSRF_FIELD).map(|(_, v)| v.as_str());
    check_csrf(visitor, field.or_else(|| headers.get("x-csrf-token").and_then(|v| v.to_str().ok())).unwrap_or(""))?;
    Ok(all)
}

/// Refuses a post that does not carry the token of the visitor's session.
pub fn check_csrf(visitor: &Visitor, token: &str) -> Result<(), Problem> {
    if token.is_empty() || token != visitor.who.csrf {
        return Err(Problem(Refusal::forbidden("csrf_wrong"), visitor.lang));
    }
    Ok(())
}

fn verb_of(visitor: &Visitor, name: &str) -> Result<&'static dyn AnyVerb, Problem> {
    let verb = app::verbs::find(name)
        .ok_or_else(|| Problem(Refusal::not_found("verb_unknown").with("verb", name), visitor.lang))?;
    visitor.who.actor.need(verb.name()).map_err(|r| Problem(r, visitor.lang))?;
    Ok(verb)
}

fn kind_at(visitor: &Visitor, path: &str) -> Result<Kind, Problem> {
    kind_of(path)
        .ok_or_else(|| Problem(Refusal::not_found("route_unknown").with("path", format!("/{path}")), visitor.lang))
}

/// `GET /quotes/{id}`, `GET /quotes/new`
pub async fn show(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path((path, id)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let kind = kind_at(&visitor, &path)?;
    if id == "new" {
        let verb = verb_of(&visitor, &format!("{}.create", kind.noun()))?;
        return asked(&visitor, &app, verb, given(query.as_deref()), None, StatusCode::OK).await;
    }
    let before = given(query.as_deref()).get("before").and_then(Json::as_str).map(str::parse).transpose();
    let before = before.map_err(|r| Problem(r, visitor.lang))?;
    document::page(visitor, app, kind, &id, before).await
}

fn given(query: Option<&str>) -> Json {
    let mut map = serde_json::Map::new();
    for (key, value) in form_urlencoded::parse(query.unwrap_or("").as_bytes()) {
        map.insert(key.into_owned(), Json::from(value.into_owned()));
    }
    Json::Object(map)
}

/// `GET /new/quote.create?customer=cus_...`
pub async fn new(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let verb = verb_of(&visitor, &name)?;
    asked(&visitor, &app, verb, given(query.as_deref()), None, StatusCode::OK).await
}

/// `GET /quotes/{id}/{action}`: the form of a verb that asks for more than the document.
pub async fn ask(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path((path, id, action)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let kind = kind_at(&visitor, &path)?;
    let verb = verb_of(&visitor, &format!("{}.{action}", kind.noun()))?;
    let (_, raw) = parse_any(&id).map_err(|r| Problem(r, visitor.lang))?;
    let any = app
        .get(&visitor.reader(), DocRef { kind, id: raw })
        .await
        .map_err(|e| Problem(e.into_refusal(), visitor.lang))?;
    let mut given = match action.as_str() {
        "edit" => editable(kind, any.body),
        "set_bundle" => {
            any.body.get("bundle").filter(|bundle| bundle.is_object()).cloned().unwrap_or_else(|| json!({}))
        }
        _ => json!({}),
    };
    if let Some(map) = given.as_object_mut() {
        map.insert("id".into(), id.into());
        map.insert("version".into(), any.version.into());
    }
    asked(&visitor, &app, verb, given, None, StatusCode::OK).await
}

/// A document's body as its edit verb takes it. An invoice's lines stand as they were worked out, not as they were typed,
/// so the form leaves them as they are unless others are typed.
fn editable(kind: Kind, mut body: Json) -> Json {
    if let (Kind::Invoice, Some(map)) = (kind, body.as_object_mut()) {
        map.shift_remove("lines");
        for (field, from) in [("date", "date_issued"), ("supplied", "date_supplied")] {
            let value = map.get(from).cloned().unwrap_or_default();
            map.insert(field.to_string(), value);
        }
    }
    forms::levelled(body)
}

async fn asked(
    visitor: &Visitor,
    app: &App,
    verb: &dyn AnyVerb,
    given: Json,
    wrong: Option<(Option<String>, String)>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let kind = Kind::from_noun(verb.noun());
    let back = match (kind, given.get("id").and_then(Json::as_str).and_then(|s| parse_any(s).ok())) {
        (Some(kind), Some((_, id))) => href_of(kind, id),
        (Some(kind), None) => format!("/{}", path_of(kind)),
        (None, _) => "/".to_string(),
    };
    let title = forms::verb_label(visitor.lang, verb);
    let currency = app.currency(visitor.who.org).await.map_err(|e| Problem(e.into_refusal(), visitor.lang))?;
    let names = document::names(app, visitor, &given).await;
    let ask = forms::Asked {
        names: names.into_iter().map(|(id, (name, _))| (id, name)).collect(),
        verb,
        lang: visitor.lang,
        given: &given,
        action: format!("/do/{}", verb.name()),
        cancel: Some(back.clone()),
        wrong,
        currency,
    };
    let crumbs: Vec<Crumb> = kind
        .map(|k| Crumb::new(document::capital(&text::kinds(visitor.lang, k)), format!("/{}", path_of(k))))
        .into_iter()
        .collect();
    let form = forms::form(&ask);
    let page = visitor.page(|ctx| shell(ctx, &title, &crumbs, html! {}, form_page(ctx, &form)));
    Ok((status, page).into_response())
}

/// `POST /quotes/{id}/{action}`: a verb that asks for nothing more, run at once.
pub async fn act(
    visitor: Visitor,
    Extension(app): Extension<App>,
    headers: HeaderMap,
    Path((path, id, action)): Path<(String, String, String)>,
    body: Bytes,
) -> Result<Response, Problem> {
    let kind = kind_at(&visitor, &path)?;
    let all = posted(&visitor, &headers, &body)?;
    let (_, raw) = parse_any(&id).map_err(|r| Problem(r, visitor.lang))?;
    let document = DocRef { kind, id: raw };
    let back = href_of(kind, raw);
    if action == "comment" {
        let text = all.iter().find(|(n, _)| n == "text").map(|(_, v)| v.clone()).unwrap_or_default();
        let call = Call::new(visitor.who.org, visitor.who.actor.clone());
        let for_customer = all.iter().any(|(n, v)| n == "for_customer" && v == "true");
        let said = json!({"document": document, "text": text, "for_customer": for_customer});
        let said = app.execute(&call, "comment.create", said).await;
        return Ok(returned(&visitor, said.map(|_| ()), &back, None));
    }
    if action == "link" {
        let token = app.share(&visitor.reader(), document).await;
        return Ok(match token {
            Ok(token) => Redirect::to(&format!("/p/{token}")).into_response(),
            Err(error) => returned(&visitor, Err(error), &back, None),
        });
    }
    let verb = verb_of(&visitor, &format!("{}.{action}", kind.noun()))?;
    let done =
        app.execute(&Call::new(visitor.who.org, visitor.who.actor.clone()), verb.name(), json!({"id": id})).await;
    match done.map_err(app::Error::into_refusal) {
        // It turns out to need more than the document: its form says what.
        Err(refusal) if refusal.param.as_deref().is_some_and(|param| forms::asks_for(verb, param)) => {
            let wrong = Some((refusal.param.clone(), text::refusal(visitor.lang, &refusal)));
            asked(&visitor, &app, verb, json!({"id": id}), wrong, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        done => Ok(returned(&visitor, done.map(|_| ()).map_err(Into::into), &back, Some(verb))),
    }
}

/// `POST /do/{verb}`: a filled-in form. What was typed stays when the verb refuses.
pub async fn run(
    visitor: Visitor,
    Extension(app): Extension<App>,
    headers: HeaderMap,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Response, Problem> {
    let verb = verb_of(&visitor, &name)?;
    let all = posted(&visitor, &headers, &body)?;
    forms::check(verb, &all).map_err(|refusal| Problem(refusal, visitor.lang))?;
    let input = forms::read(verb, visitor.lang, &all);
    let mut call = Call::new(visitor.who.org, visitor.who.actor.clone());
    call.idempotency_key = all.iter().find(|(n, _)| n == "idempotency_key").map(|(_, v)| v.clone());
    match app.execute(&call, verb.name(), input.clone()).await {
        Ok(done) => {
            let to = done.outcome.id.map_or_else(|| "/".to_string(), |d| href_of(d.kind, d.id));
            Ok(returned(&visitor, Ok(()), &to, Some(verb)))
        }
        Err(error) => {
            let refusal = error.into_refusal();
            if matches!(refusal.kind, RefusalKind::Fault | RefusalKind::Unavailable) {
                return Err(Problem(refusal, visitor.lang));
            }
            let sentence = text::refusal(visitor.lang, &refusal);
            asked(&visitor, &app, verb, input, Some((refusal.param, sentence)), StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// `POST /bulk/{verb}` with an `id` for each marked row: done one by one, with a count and the first refusal.
pub async fn bulk(
    visitor: Visitor,
    Extension(app): Extension<App>,
    headers: HeaderMap,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Response, Problem> {
    let verb = verb_of(&visitor, &name)?;
    let all = posted(&visitor, &headers, &body)?;
    let back = Kind::from_noun(verb.noun()).map_or("/".to_string(), |k| format!("/{}", path_of(k)));
    let call = Call::new(visitor.who.org, visitor.who.actor.clone());
    let (mut done, mut refused) = (0usize, None);
    for (_, id) in all.iter().filter(|(n, _)| n == "id").take(1000) {
        match app.execute(&call, verb.name(), json!({"id": id})).await {
            Ok(_) => done += 1,
            Err(error) => refused = refused.or(Some(text::refusal(visitor.lang, &error.into_refusal()))),
        }
    }
    let sentence = text::t_with(
        visitor.lang,
        "bulk-done",
        &[("count", done.into()), ("verb", forms::verb_label(visitor.lang, verb).into())],
    );
    let sentence = refused.as_ref().map_or(sentence.clone(), |r| format!("{sentence}. {r}"));
    Ok(([(header::SET_COOKIE, flash_cookie(refused.is_none(), &sentence))], Redirect::to(&back)).into_response())
}

/// Back to a page, with a sentence about what happened.
pub(crate) fn returned(
    visitor: &Visitor,
    done: Result<(), app::Error>,
    to: &str,
    verb: Option<&dyn AnyVerb>,
) -> Response {
    let (good, sentence) = match done {
        Ok(()) => (
            true,
            verb.map_or_else(
                || visitor.t("done"),
                |v| text::t_with(visitor.lang, "done-verb", &[("verb", forms::verb_label(visitor.lang, v).into())]),
            ),
        ),
        Err(error) => (false, text::refusal(visitor.lang, &error.into_refusal())),
    };
    ([(header::SET_COOKIE, flash_cookie(good, &sentence))], Redirect::to(to)).into_response()
}
