//! What narrows a list, by name and value: the same words in the addresses of pages, in the API and in the drill of a report.

use domain::{
    dates::{Date, Period},
    ids::{CustomerId, UserId, parse_any},
    ledger::{Account, AccountClass},
    refusal::Refusal,
};
use store::{
    document::{FacetIs, Query, Sort},
    reports::PostingQuery,
};

/// The names that `narrow` knows, with what they mean for the description of the API.
pub const NAMES: &[(&str, &str)] = &[
    ("state", "In one of these states, with commas between them; `closed` is won or lost"),
    ("customer", "Of this customer; empty for none"),
    ("owner", "Belonging to this user"),
    ("parent", "Made from this document"),
    ("number", "With exactly this number"),
    ("q", "With words that begin like these"),
    ("agent", "Of this sales person, a name or a user; empty for nobody"),
    ("product", "About this product; empty for none"),
    ("role", "Waiting for this role: approvals"),
    ("sector", "Of customers in this sector; empty for none"),
    ("month", "Closed in this month, such as 2026-03"),
    ("date_from", "Dated on or after"),
    ("date_until", "Dated on or before"),
    ("due_from", "Due, or closed, on or after"),
    ("due_until", "Due, or closed, on or before"),
    ("sort", "created, number, title, date, date_due, amount or customer; `-amount` for the largest first"),
];

/// Fields of documents that hold another document's id.
const REFERENCES: &[&str] = &[
    "by",
    "contact",
    "contract",
    "credit_note",
    "customer",
    "delivery",
    "document",
    "entity",
    "invoice",
    "of",
    "opportunity",
    "order",
    "parent",
    "payment",
    "person",
    "price_book",
    "product",
    "quote",
    "refund",
    "revises",
    "source",
    "subscription",
    "template",
];

/// Refuses a path such as `customer` or `data.origin.quote` that ends in no field with a document.
pub fn check_expand(path: &str) -> Result<(), Refusal> {
    if REFERENCES.contains(&path.rsplit('.').next().unwrap_or(path)) {
        return Ok(());
    }
    Err(Refusal::invalid("parameter_wrong").with("name", "expand[]").with("given", path).at("expand[]"))
}

/// The refusal of a name that nothing is narrowed by.
pub fn unknown(name: &str) -> Refusal {
    Refusal::invalid("parameter_unknown").with("name", name).at(name.to_string())
}

/// Narrows a query by one of `NAMES`; a name that is not among them is refused.
pub fn narrow(query: &mut Query, name: &str, value: &str) -> Result<(), Refusal> {
    let given = (!value.is_empty()).then(|| value.to_string());
    let mut facet = |name, value, of_customer| query.facets.push(FacetIs { name, value, of_customer });
    match name {
        "state" => {
            for state in value.split(',').filter(|state| !state.is_empty()) {
                query.states.extend(states(state)?);
            }
        }
        "customer" if value.is_empty() => query.no_customer = true,
        "customer" => query.customer = Some(value.parse::<CustomerId>()?),
        "owner" => query.owner = Some(value.parse::<UserId>()?),
        "parent" => query.parent = Some(parse_any(value)?.1),
        "number" => query.number = given,
        "q" => query.search = value.to_string(),
        "agent" => {
            // Who is not named belongs to a user, or to nobody.
            let user = value.parse::<UserId>().ok();
            facet("agent", given.filter(|_| user.is_none()), false);
            query.unowned = value.is_empty();
            query.owner = user.or(query.owner);
        }
        "product" => facet("product", given, false),
        "role" => facet("role", given, false),
        "sector" => facet("sector", given, true),
        "month" => {
            let month = month(value)?;
            due(query, Some(month.start), Some(month.last_day()));
        }
        "date_from" => query.date_from = Some(value.parse()?),
        "date_until" => query.date_until = Some(value.parse()?),
        "due_from" => due(query, Some(value.parse()?), None),
        "due_until" => due(query, None, Some(value.parse()?)),
        "sort" => {
            let wrong = || Refusal::invalid("parameter_wrong").with("name", name).with("given", value).at("sort");
            query.ascending = !value.starts_with('-');
            query.sort = Sort::parse(value.trim_start_matches('-')).ok_or_else(wrong)?;
        }
        _ => return Err(unknown(name)),
    }
    Ok(())
}

/// What is asked twice must hold twice.
fn due(query: &mut Query, from: Option<Date>, until: Option<Date>) {
    query.due_from = query.due_from.max(from);
    query.due_until = [query.due_until, until].into_iter().flatten().min();
}

/// Narrows postings by `account`, `class` (of accounts, such as `income`), `month`, `from` or `until`.
pub fn narrow_postings(query: &mut PostingQuery, name: &str, value: &str) -> Result<(), Refusal> {
    let wrong = || Refusal::invalid("parameter_wrong").with("name", name).with("given", value).at(name.to_string());
    match name {
        "account" => query.accounts.push(Account::from_code(value).ok_or_else(wrong)?),
        "class" => {
            let class = AccountClass::parse(value).ok_or_else(wrong)?;
            query.accounts.extend(Account::ALL.iter().filter(|a| a.class() == class));
        }
        "month" => {
            let month = month(value)?;
            (query.from, query.until) = (Some(month.start), Some(month.last_day()));
        }
        "from" => query.from = Some(value.parse()?),
        "until" => query.until = Some(value.parse()?),
        _ => return Err(unknown(name)),
    }
    Ok(())
}

/// A state no document has finds nothing, which looks like an answer; so it is refused.
fn states(state: &str) -> Result<Vec<String>, Refusal> {
    match state {
        "closed" => Ok(vec!["won".into(), "lost".into()]),
        known if text::has(&format!("state-{known}")) => Ok(vec![known.to_string()]),
        _ => Err(Refusal::invalid("parameter_wrong").with("name", "state").with("given", state).at("state")),
    }
}

/// The days of a month such as `2026-03`.
pub fn month(value: &str) -> Result<Period, Refusal> {
    let wrong = || Refusal::invalid("parameter_wrong").with("name", "month").with("given", value).at("month");
    let start: Date = format!("{value}-01").parse().map_err(|_| wrong())?;
    Ok(Period { start, end: start.add_months(1) })
}
