//! `quittance quote list`, `show` and `trail`. Reading opens the file beside a server; only writing goes through it.

use super::{args, print, stop::Stop};
use crate::config::Settings;
use app::{
    App,
    narrowing::narrow,
    read::{Listed, Query, Reader, TRAIL_MAX},
    roles::Actor,
};
use clap::ArgMatches;
use domain::{
    document::{DocRef, Kind},
    ids::{CustomerId, EventId, QuoteId, parse_any},
    money::{Currency, Money},
    refusal::Refusal,
};
use serde_json::json;

pub(super) async fn reader(settings: &Settings) -> Result<(App, Reader), Stop> {
    let app = settings.open().await?;
    let (org, _) = settings.organisation(&app).await?;
    Ok((app, Reader { org, actor: Actor::System }))
}

fn kind(noun: &str) -> Result<Kind, Refusal> {
    Kind::from_noun(&args::noun_of(noun)).ok_or_else(|| Refusal::not_found("verb_unknown").with("verb", noun))
}

pub(super) fn document(noun: &str, matches: &ArgMatches) -> Result<DocRef, Refusal> {
    let (kind, given) = (kind(noun)?, matches.get_one::<String>("id").map_or("", String::as_str));
    let (prefix, id) = parse_any(given)?;
    if prefix != kind.prefix() {
        return Err(Refusal::invalid("id_malformed").with("given", given).with("prefix", kind.prefix()));
    }
    Ok(DocRef { kind, id })
}

pub async fn list(settings: &Settings, noun: &str, matches: &ArgMatches) -> Result<(), Stop> {
    let kind = kind(noun)?;
    let (app, reader) = reader(settings).await?;
    let page = app.list(&reader, query(kind, matches)?).await?;
    if settings.json {
        let mut data = Vec::with_capacity(page.rows.len());
        for row in &page.rows {
            data.push(api::object(&app.get(&reader, row.doc_ref()).await?));
        }
        let url = format!("/v1/{}", api::plural(kind.noun()));
        print::line!("{}", json!({"object": "list", "url": url, "has_more": page.has_more, "data": data}));
        return Ok(());
    }
    print::table(
        &["number", "title", "state", "customer", "date", "amount", "id"].map(|name| print::label(settings, name)),
        &page.rows.iter().map(|row| cells(settings, row)).collect::<Vec<_>>(),
        &[5],
    );
    if page.has_more {
        print::say(settings, "cli-more", &[("count", page.rows.len().to_string())]);
    }
    Ok(())
}

fn query(kind: Kind, matches: &ArgMatches) -> Result<Query, Refusal> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let mut query = Query {
        kind: Some(kind),
        customer: text("customer").map(str::parse::<CustomerId>).transpose()?,
        search: text("q").unwrap_or_default().to_string(),
        after: text("after").map(|id| parse_any(id).map(|(_, id)| id)).transpose()?,
        limit: matches.get_one::<u32>("limit").copied().unwrap_or(50),
        ..Query::default()
    };
    narrow(&mut query, "sort", text("sort").unwrap_or("-created"))?;
    for state in matches.get_many::<String>("state").into_iter().flatten() {
        narrow(&mut query, "state", state)?;
    }
    for given in matches.get_many::<String>("where").into_iter().flatten() {
        let wrong = || Refusal::invalid("parameter_wrong").with("name", "where").with("given", given);
        let (name, value) = given.split_once('=').ok_or_else(wrong)?;
        narrow(&mut query, name, value)?;
    }
    Ok(query)
}

fn cells(settings: &Settings, row: &Listed) -> Vec<String> {
    let lang = settings.lang;
    vec![
        row.number.clone(),
        row.title.clone(),
        print::state(lang, &row.state),
        row.customer_name.clone().unwrap_or_default(),
        row.date.map(|date| text::format::date(lang, date)).unwrap_or_default(),
        row.amount.map(|amount| text::format::money(lang, amount)).unwrap_or_default(),
        row.kind.show(row.id),
    ]
}

pub async fn show(settings: &Settings, noun: &str, matches: &ArgMatches) -> Result<(), Stop> {
    let (app, reader) = reader(settings).await?;
    let any = app.get(&reader, document(noun, matches)?).await?;
    print::document(settings, &api::object(&any));
    Ok(())
}

pub async fn trail(settings: &Settings, noun: &str, matches: &ArgMatches) -> Result<(), Stop> {
    let (app, reader) = reader(settings).await?;
    let before = matches.get_one::<String>("before").map(|id| id.parse::<EventId>()).transpose()?;
    let trail = app.trail(&reader, document(noun, matches)?, before, TRAIL_MAX).await?;
    if settings.json {
        let data: Vec<_> = trail.happenings.iter().map(api::happening).collect();
        print::line!("{}", json!({"object": "list", "has_more": trail.has_earlier, "data": data}));
        return Ok(());
    }
    if let Some(first) = trail.happenings.first().filter(|_| trail.has_earlier) {
        print::line!(
            "{}",
            text::t_with(settings.lang, "cli-trail-earlier", &[("event", first.event.to_string().into())])
        );
    }
    for happening in trail.happenings {
        let date = text::format::date(settings.lang, happening.effective_date);
        print::line!("{date}  {}  ({}, {})", happening.kind, happening.intent.name, happening.intent.actor);
        for (_, _, account, minor, currency) in happening.postings {
            let amount = currency.parse::<Currency>().map(|c| text::format::money(settings.lang, Money::new(minor, c)));
            print::line!("            {account:<8} {:>18}", amount.unwrap_or_else(|_| minor.to_string()));
        }
    }
    Ok(())
}

/// `quittance quote outlook quo_...`: whose approval it needs before it may go out.
pub async fn outlook(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let (app, reader) = reader(settings).await?;
    let outlook = app.outlook(&reader, QuoteId(document("quote", matches)?.id)).await?;
    if settings.json {
        print::line!("{}", json!(outlook));
        return Ok(());
    }
    print::line!("{}", text::outlook(settings.lang, &outlook));
    for needed in &outlook.needed {
        let t = |key: String| text::t(settings.lang, &key);
        let (role, standing) = (t(format!("role-{}", needed.role)), t(format!("state-{}", needed.standing.key())));
        print::line!("{}  {}  {role}  {standing}", needed.step, needed.name);
    }
    Ok(())
}

/// `quittance quote diff quo_...`: how it differs from another one, or from the revision before it.
pub async fn diff(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let (app, reader) = reader(settings).await?;
    let from =
        matches.get_one::<String>("from").map(|id| id.parse::<QuoteId>().map_err(|r| r.at("from"))).transpose()?;
    let changes = app.quote_changes(&reader, QuoteId(document("quote", matches)?.id), from).await?;
    if settings.json {
        print::line!("{}", json!(changes));
        return Ok(());
    }
    let t = |key: &str| text::t(settings.lang, key);
    print::line!("{} -> {}", changes.from_number, changes.to_number);
    let field = |change: &domain::quote::FieldChange| {
        let [before, after] =
            [&change.before, &change.after].map(|value| text::value(settings.lang, change.field, value));
        print::line!("    {}: {before} -> {after}", t(&format!("field-{}", change.field)));
    };
    changes.diff.terms.iter().for_each(field);
    for line in &changes.diff.lines {
        let what = line.description.lines().next().unwrap_or_default();
        print::line!("{} {}  {what}  {}", t("field-line"), line.no, t(&format!("changed-{}", line.change.key())));
        if line.change == domain::quote::LineChanged::Changed {
            line.fields.iter().for_each(field);
        }
    }
    let money = |totals: &domain::quote::Totals| text::format::money(settings.lang, totals.contract_value);
    print::line!("{}: {} -> {}", t("sum-contract_value"), money(&changes.diff.before), money(&changes.diff.after));
    Ok(())
}

pub async fn why(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let (app, reader) = reader(settings).await?;
    let id = matches.get_one::<String>("id").map_or("", String::as_str);
    let tree = app.why(&reader, settings.lang, id).await?;
    if settings.json {
        print::line!("{}", json!(tree));
    } else {
        tree.lines().iter().for_each(|line| print::line!("{line}"));
    }
    Ok(())
}
