//! The books over the API: reports, what is open, postings, and why a figure is what it is. A report's drill is an address of
//! one of these lists, or of a list of documents, with the same names.

use crate::{
    handlers::{Answer, Caller, limit_of, pairs},
    shape::bank_import,
};
use app::{
    App, Call,
    books::{OpenRow, PostingQuery},
    narrowing,
};
use axum::{
    Json,
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::IntoResponse,
};
use domain::{
    analytics::{Group, REPORTS},
    dates::Date,
    ids::CustomerId,
    refusal::Refusal,
};
use serde_json::{Value, json};

/// `GET /v1/reports`
pub async fn reports(State(app): State<App>, headers: HeaderMap) -> Answer {
    Caller::of(&app, &headers).await?;
    let data = REPORTS.iter().map(|report| json!({"object": "report", "report": report.key, "by": report.groups}));
    Ok(list(data.collect(), false))
}

/// `GET /v1/reports/win_rate?as_of=2026-06-30&by=product`
pub async fn report(
    State(app): State<App>,
    headers: HeaderMap,
    Path(key): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let (mut as_of, mut by) = (None::<Date>, None::<Group>);
    for (name, value) in pairs(raw.as_deref().unwrap_or("")) {
        match name.as_str() {
            "as_of" => as_of = Some(value.parse().map_err(|r: Refusal| caller.fail(r.at("as_of")))?),
            "by" => by = Some(Group::parse(&value).map_err(|r| caller.fail(r))?),
            _ => return Err(caller.fail(narrowing::unknown(&name))),
        }
    }
    let as_of = match as_of {
        Some(day) => day,
        None => app.today(&caller.reader()).await.map_err(|e| caller.fail(e))?,
    };
    let table = app.report(&caller.reader(), &key, as_of, by).await.map_err(|e| caller.fail(e))?;
    Ok(Json(json!({"object": "report", "report": key, "as_of": as_of, "table": table})).into_response())
}

/// `GET /v1/open_items?customer=cus_...`: the longest due first.
pub async fn open_items(State(app): State<App>, headers: HeaderMap, RawQuery(raw): RawQuery) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let mut customer = None;
    for (name, value) in pairs(raw.as_deref().unwrap_or("")) {
        match name.as_str() {
            "customer" => customer = Some(value.parse::<CustomerId>().map_err(|r| caller.fail(r))?),
            _ => return Err(caller.fail(narrowing::unknown(&name))),
        }
    }
    let items = app.open_items(&caller.reader(), customer).await.map_err(|e| caller.fail(e))?;
    let data = items.iter().map(|OpenRow { item, customer, number }| {
        json!({"object": "open_item", "id": item.id, "customer": item.customer, "customer_name": customer, "document": item.document, "number": number,
            "date": item.date, "date_due": item.date_due, "amount": item.amount, "open": item.open})
    });
    Ok(list(data.collect(), false))
}

/// `GET /v1/postings?account=1300&from=2026-01-01&until=2026-03-31`, or `?class=income&month=2026-03`: newest first.
pub async fn postings(State(app): State<App>, headers: HeaderMap, RawQuery(raw): RawQuery) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let query = posting_query(&pairs(raw.as_deref().unwrap_or(""))).map_err(|r| caller.fail(r))?;
    let limit = query.limit as usize;
    let query = PostingQuery { limit: query.limit + 1, ..query };
    let mut found = app.postings(&caller.reader(), &query).await.map_err(|e| caller.fail(e))?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let data = found.iter().map(|p| {
        json!({"object": "posting", "entry": p.entry, "date": p.date, "account": p.account.code(), "amount": p.amount,
            "description": p.description, "document": p.document.as_ref().map(|(document, _)| document)})
    });
    Ok(list(data.collect(), has_more))
}

fn posting_query(pairs: &[(String, String)]) -> Result<PostingQuery, Refusal> {
    let mut query = PostingQuery { limit: 100, ..PostingQuery::default() };
    for (name, value) in pairs {
        match name.as_str() {
            "limit" => query.limit = limit_of(value)?,
            _ => narrowing::narrow_postings(&mut query, name, value)?,
        }
    }
    Ok(query)
}

/// `GET /v1/why/{id}`: about an entry, an event, an intent or any document.
pub async fn why(State(app): State<App>, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let tree = app.why(&caller.reader(), caller.lang, &id).await.map_err(|e| caller.fail(e))?;
    Ok(Json(json!({"object": "why", "id": id, "tree": tree})).into_response())
}

/// `POST /v1/payments/import?entity=ent_...` with a bank's CSV file as its body: a row is booked once, however often it comes.
pub async fn import_payments(
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(raw): RawQuery,
    body: axum::body::Bytes,
) -> Answer {
    let caller = Caller::of(&app, &headers).await?;
    let mut entity = None;
    for (name, value) in pairs(raw.as_deref().unwrap_or("")) {
        match name.as_str() {
            "entity" => entity = Some(value.parse().map_err(|r| caller.fail(r))?),
            _ => return Err(caller.fail(narrowing::unknown(&name))),
        }
    }
    let call = Call::new(caller.who.org, caller.who.actor.clone());
    let report = app.import_payments(&call, "body", &body, entity).await.map_err(|e| caller.fail(e))?;
    Ok(Json(bank_import(&report, caller.lang)).into_response())
}

fn list(data: Vec<Value>, has_more: bool) -> axum::response::Response {
    Json(json!({"object": "list", "has_more": has_more, "data": data})).into_response()
}
