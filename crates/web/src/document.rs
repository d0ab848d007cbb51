//! The page of a document: one for every kind. Facts come from its body, actions from the registry of verbs and the
//! reader's permissions, the trail from its events.

mod line_table;

pub use line_table::lines;

use crate::{
    bundles, forms,
    lists::{href_of, icon_of, path_of},
    offers::{action, follow_ups, is_offered, primary_of, way},
    problem::Problem,
    session::Visitor,
    ui::{
        self, Action, Activity, ApiCall, Cell, Column, Comment, Crumb, DocumentPage, Fact, Icon, Related, Row, Step,
        StepState, Table, Tone, Total, document_page, shell, state_badge,
    },
};
use app::{
    App,
    read::{AnyDocument, Audience, Listed, Query},
};
use axum::response::{IntoResponse, Response};
use domain::{
    document::{DocRef, Kind},
    exchange::{ExchangeRate, PublishedRate},
    ids::{CustomerId, EventId, RawId, parse_any},
    money::Money,
    refusal::Refusal,
};
use maud::{Markup, html};
use serde_json::Value as Json;

pub use crate::names::{Names, names};

/// Events that a page shows at once.
const TRAIL_SHOWN: u32 = 20;

/// `GET /quotes/{id}`, `GET /quotes/{id}?before=evt_...` with an earlier part of its trail
pub async fn page(
    visitor: Visitor,
    app: App,
    kind: Kind,
    id: &str,
    before: Option<EventId>,
) -> Result<Response, Problem> {
    let fail = |r: Refusal| Problem(r, visitor.lang);
    let failed = |e: app::Error| Problem(e.into_refusal(), visitor.lang);
    let (_, raw) = parse_any(id).map_err(fail)?;
    let document = DocRef { kind, id: raw };
    let reader = visitor.reader();
    let mut any = app.get(&reader, document).await.map_err(failed)?;
    let promotions = crate::promotions::section(&visitor, &any.body);
    any.body = forms::levelled(any.body);
    let trail = app.trail(&reader, document, before, TRAIL_SHOWN).await.map_err(failed)?;
    let comments = app.comments(&reader, document).await.map_err(failed)?;
    let children = app.children(&reader, document).await.map_err(failed)?;
    let names = names(&app, &visitor, &any.body).await;
    let related = match kind {
        Kind::Customer => of_customer(&visitor, &app, raw).await.map_err(failed)?,
        _ => related(&visitor, &children),
    };
    let head = app.listed(&reader, document).await.map_err(failed)?;
    let needed = crate::approvals::needed(&visitor, &app, document, &head.state).await.map_err(failed)?;
    let steps_of_price = crate::prices::section(&visitor, &app, document).await.map_err(failed)?;
    let title = title(&visitor, kind, &head);
    let settled = crate::settled::settled(&visitor, &app, document, &head.state).await?;
    let step = if settled.state == "paid" { "paid" } else { head.state.as_str() };
    let given = visitor.page(|ctx| DocumentPage {
        title: title.clone(),
        badge: state_badge(ctx, &settled.state),
        party: head.customer.filter(|_| kind != Kind::Customer).map(|c| html! { a href=(href_of(Kind::Customer, c.raw())) { (head.customer_name.clone().unwrap_or_default()) } }),
        amount: head.amount.map(|m| text::format::money(visitor.lang, m)),
        amount_note: head.amount.map(|amount| amount_note(&visitor, kind, amount, &any.body)),
        steps: steps(&visitor, kind, step),
        primary: needed
            .as_ref()
            .and_then(|needed| crate::approvals::first(&visitor, document, needed))
            .or_else(|| primary(&visitor, document, &head.state)),
        secondary: secondary(&visitor, document, &head.state).into_iter().chain(compared(&visitor, document, &any.body)).collect(),
        more: more(&visitor, document, &head.state),
        notices: Vec::new(),
        related,
        facts: facts(&visitor, &any, &names).into_iter().chain(crate::watching::fact(&visitor, kind, &any.body)).collect(),
        lines: lines(&visitor, &any.body, &names),
        totals: totals(&visitor, kind, &any.body).into_iter().chain(settled.open).collect(),
        sections: sections_of(&visitor, needed.as_ref().map(|needed| crate::approvals::section(&visitor, needed)), &any.body).into_iter().chain(promotions).chain(steps_of_price).collect(),
        activity: Activity { entries: comments.iter().map(|c| comment(&visitor, c)).collect(), comment_to: visitor.can("comment.create").then(|| format!("{}/comment", href_of(kind, raw))), to_customer: matches!(kind, Kind::Quote | Kind::Contract | Kind::Invoice) },
        trail: crate::happened::nodes(&visitor, document, &trail, before.is_some()),
        api: Some(api_call(document, primary_of(kind, &head.state))),
    });
    let crumbs = [Crumb::new(capital(&text::kinds(visitor.lang, kind)), format!("/{}", path_of(kind)))];
    Ok(visitor.page(|ctx| shell(ctx, "", &crumbs, html! {}, document_page(ctx, &given))).into_response())
}

pub fn title(visitor: &Visitor, kind: Kind, head: &Listed) -> String {
    let name = if matches!(
        kind,
        Kind::Customer
            | Kind::Person
            | Kind::Product
            | Kind::PriceBook
            | Kind::Promotion
            | Kind::Template
            | Kind::Entity
            | Kind::ApprovalRule
            | Kind::ProductModel
            | Kind::QuoteTemplate
            | Kind::Delegation
    ) {
        head.title.clone()
    } else {
        head.number.clone()
    };
    if matches!(kind, Kind::Customer | Kind::Person | Kind::Product) {
        name
    } else {
        capital(&format!("{} {name}", text::kind(visitor.lang, kind)))
    }
}

/// A title begins with a capital, though the noun inside a sentence does not.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn steps(visitor: &Visitor, kind: Kind, state: &str) -> Vec<Step> {
    let way = way(kind);
    let here = way.iter().position(|s| *s == state);
    let step = |(n, s): (usize, &&str)| {
        let state = match here {
            Some(h) if n < h => StepState::Done,
            Some(h) if n == h => StepState::Current,
            _ => StepState::Ahead,
        };
        Step { label: visitor.t(&format!("state-{s}")), state }
    };
    let mut steps: Vec<Step> = way.iter().enumerate().map(step).collect();
    if here.is_none() && !way.is_empty() {
        steps.truncate(1);
        steps.push(Step { label: visitor.t(&format!("state-{state}")), state: StepState::Stopped });
    }
    steps
}

fn primary(visitor: &Visitor, document: DocRef, state: &str) -> Option<Action> {
    let verb = app::verbs::find(&format!("{}.{}", document.kind.noun(), primary_of(document.kind, state)?))?;
    visitor.can(verb.name()).then(|| action(visitor, verb, document).key('\n'))
}

fn secondary(visitor: &Visitor, document: DocRef, state: &str) -> Vec<Action> {
    let follow = |(name, field): &(&str, &str)| {
        let verb = app::verbs::find(name).filter(|v| visitor.can(v.name()))?;
        let label = forms::verb_label(visitor.lang, verb);
        Some(Action::link(label, format!("/new/{name}?{field}={document}")))
    };
    let mut all: Vec<Action> = follow_ups(document.kind, state).iter().filter_map(follow).collect();
    if document.kind == Kind::Quote && state == "draft" && visitor.can("quote.edit_lines") {
        let to = format!("{}/lines", href_of(document.kind, document.id));
        all.insert(0, Action::link(visitor.t("verb-quote-edit_lines"), to).icon(Icon::Pencil));
    }
    if matches!(document.kind, Kind::Quote | Kind::Contract | Kind::Order | Kind::Delivery | Kind::Invoice) {
        all.push(
            Action::link("PDF", format!("{}/file/pdf", href_of(document.kind, document.id))).icon(Icon::FileDownload),
        );
    }
    if document.kind == Kind::PriceBook && state == "draft" {
        let at = format!("{}/preview", href_of(document.kind, document.id));
        all.push(Action::link(visitor.t("prices-preview"), at).icon(Icon::Search));
    }
    if document.kind == Kind::ProductModel && state == "active" {
        let at = format!("{}/configure", href_of(document.kind, document.id));
        all.push(Action::link(visitor.t("configure-title"), at).icon(Icon::Settings));
    }
    if document.kind == Kind::Invoice && state == "issued" {
        all.push(
            Action::link("UBL", format!("{}/file/ubl", href_of(document.kind, document.id))).icon(Icon::FileDownload),
        );
    }
    if matches!(document.kind, Kind::Quote | Kind::Contract | Kind::Invoice) && state != "draft" {
        all.push(
            Action::post(visitor.t("public-link-make"), format!("{}/link", href_of(document.kind, document.id)))
                .icon(Icon::ExternalLink),
        );
    }
    all
}

/// What changed on a revision, since the one before.
fn compared(visitor: &Visitor, document: DocRef, body: &Json) -> Option<Action> {
    body.get("revises").and_then(Json::as_str)?;
    let to = format!("{}/changes", href_of(document.kind, document.id));
    Some(Action::link(visitor.t("changes-show"), to).icon(Icon::History))
}

fn more(visitor: &Visitor, document: DocRef, state: &str) -> Vec<Action> {
    let primary = primary_of(document.kind, state).unwrap_or("");
    app::verbs::of_noun(document.kind.noun())
        .filter(|v| {
            app::verbs::is_on_document(*v)
                && v.action() != primary
                && is_offered(document.kind, state, v.action())
                && visitor.can(v.name())
        })
        .map(|v| action(visitor, v, document))
        .collect()
}

fn related(visitor: &Visitor, children: &[Listed]) -> Vec<Related> {
    children
        .iter()
        .map(|c| Related {
            label: capital(&format!(
                "{} {}",
                text::kind(visitor.lang, c.kind),
                if c.number.is_empty() { &c.title } else { &c.number }
            )),
            note: visitor.t(&format!("state-{}", c.state)),
            href: href_of(c.kind, c.id),
            icon: icon_of(c.kind),
        })
        .collect()
}

/// The lists of what a customer has, each with how much there is, and what is open.
async fn of_customer(visitor: &Visitor, app: &App, customer: RawId) -> Result<Vec<Related>, app::Error> {
    const KINDS: &[Kind] = &[
        Kind::Opportunity,
        Kind::Quote,
        Kind::Contract,
        Kind::Order,
        Kind::Subscription,
        Kind::Invoice,
        Kind::Payment,
        Kind::Person,
    ];
    let mut all = Vec::new();
    for kind in KINDS.iter().copied().filter(|kind| visitor.can(&format!("{}.read", kind.noun()))) {
        let query = Query { kind: Some(kind), customer: Some(CustomerId(customer)), ..Query::default() };
        let count = app.count(&visitor.reader(), query).await?;
        if count > 0 {
            all.push(Related {
                label: capital(&text::kinds(visitor.lang, kind)),
                note: text::format::decimal(visitor.lang, count.into()),
                href: format!("/{}?customer={}", path_of(kind), CustomerId(customer)),
                icon: icon_of(kind),
            });
        }
    }
    if visitor.can("report.read") {
        let items = app.open_items(&visitor.reader(), Some(CustomerId(customer))).await?;
        let open: Option<Money> = items.iter().map(|row| row.item.open).reduce(|sum, m| sum.add(m).unwrap_or(sum));
        if let Some(open) = open {
            all.push(Related {
                label: visitor.t("open-items-title"),
                note: text::format::money(visitor.lang, open),
                href: format!("/open-items?customer={}", CustomerId(customer)),
                icon: Icon::Cash,
            });
        }
    }
    Ok(all)
}

/// Fields that stand elsewhere on the page, or say nothing to people.
const APART: &[&str] = &[
    "id",
    "number",
    "state",
    "stage",
    "title",
    "name",
    "customer",
    "lines",
    "waterfall",
    "promotions",
    "redeemed",
    "off",
    "signatures",
    "text",
    "body",
    "notes",
    "introduction",
    "introduction_nl",
    "introduction_en",
    "notes_nl",
    "notes_en",
    "metadata",
    "entries",
    "handover",
    "vat",
    "net",
    "tax",
    "tax_in_books",
    "exchange_rate",
    "gross",
    "owner",
    "kind",
    "revision",
    "earned",
    "document_hash",
    "figures",
    "views",
    "quote_number",
    "definition",
    "rule_name",
    "series",
    "rates",
    "expiry_reminder",
    "view_reminder",
];

/// What the amount of a document is, and what it was worth in the currency of the books.
fn amount_note(visitor: &Visitor, kind: Kind, amount: Money, body: &Json) -> String {
    let note = visitor.t(match kind {
        Kind::Invoice => "amount-with-vat",
        Kind::Payment | Kind::Refund => "amount-money",
        _ => "amount-without-vat",
    });
    let rate = body.get("exchange").and_then(|rate| serde_json::from_value::<ExchangeRate>(rate.clone()).ok());
    match rate.and_then(|rate| rate.to_books(amount).ok()) {
        Some(books) => format!("{note} · ≈ {}", text::format::money(visitor.lang, books)),
        None => note,
    }
}

/// What one unit of the document's currency was worth.
fn rate(visitor: &Visitor, rate: &Json, body: &Json) -> Option<Fact> {
    let rate: ExchangeRate = serde_json::from_value(rate.clone()).ok()?;
    let figure = text::format::decimal(visitor.lang, rate.rate.value());
    let mut said = format!("1 {} = {figure} {}", body.get("currency")?.as_str()?, rate.books);
    if let Some(on) = rate.on {
        said = format!("{said} ({})", text::format::date(visitor.lang, on));
    }
    Some(Fact::new(visitor.t("field-exchange_rate"), html! { (said) }))
}

fn facts(visitor: &Visitor, any: &AnyDocument, names: &Names) -> Vec<Fact> {
    let Some(map) = any.body.as_object() else { return Vec::new() };
    map.iter()
        .filter(|(name, _)| !APART.contains(&name.as_str()))
        .filter_map(|(name, value)| match name.as_str() {
            "exchange" => rate(visitor, value, &any.body),
            _ => Some(Fact::new(forms::label(visitor.lang, name), shown(visitor, name, value, names)?)),
        })
        .collect()
}

fn shown(visitor: &Visitor, name: &str, value: &Json, names: &Names) -> Option<Markup> {
    let lang = visitor.lang;
    Some(match value {
        Json::Null => return None,
        Json::String(s) if s.is_empty() => return None,
        Json::String(s) => match names.get(s) {
            Some((label, href)) if href.is_empty() => html! { (label) },
            Some((label, href)) => html! { a href=(href) { (label) } },
            None => html! { (words(visitor, name, s)) },
        },
        Json::Bool(b) => html! { (visitor.t(if *b { "yes" } else { "no" })) },
        Json::Number(n) => html! { (n) },
        Json::Object(o) if o.contains_key("minor") => {
            html! { (serde_json::from_value::<Money>(value.clone()).map(|m| text::format::money(lang, m)).unwrap_or_default()) }
        }
        Json::Object(o) if o.contains_key("street") => {
            let address: domain::org::Address = serde_json::from_value(value.clone()).ok()?;
            html! { @for line in text::format::address_lines(lang, &address) { (line) br; } }
        }
        Json::Object(o) if o.contains_key("value") => {
            html! { (o.get("value").and_then(Json::as_str).unwrap_or_default()) }
        }
        Json::Object(o) if o.contains_key("parts") => bundles::bundle(visitor, o, names),
        Json::Object(o) if o.contains_key("plan") => {
            html! { (visitor.t(&format!("payment_plan-{}", o.get("plan").and_then(Json::as_str).unwrap_or("full")))) @if let Some(n) = o.get("count") { " (" (n) ")" } }
        }
        Json::Object(o) if o.contains_key("name") => {
            html! { (o.get("name").and_then(Json::as_str).unwrap_or_default()) }
        }
        Json::Array(items) if name == "due" => {
            html! { @for item in items { (item.get("date").and_then(Json::as_str).and_then(|d| d.parse().ok()).map(|d| text::format::date(lang, d)).unwrap_or_default()) " " (item.get("amount").and_then(|m| serde_json::from_value::<Money>(m.clone()).ok()).map(|m| text::format::money(lang, m)).unwrap_or_default()) br; } }
        }
        Json::Array(items) if !items.is_empty() && items.iter().all(Json::is_string) => {
            html! { @for (at, item) in items.iter().enumerate() { @if at > 0 { ", " } (shown(visitor, name, item, names)?) } }
        }
        Json::Object(_) | Json::Array(_) => return None,
    })
}

/// Text as people read it: dates, moments and words of enumerations in their language.
fn words(visitor: &Visitor, name: &str, s: &str) -> String {
    if let Ok(date) = s.parse::<domain::dates::Date>() {
        return text::format::date(visitor.lang, date);
    }
    if s.len() > 18
        && s.ends_with('Z')
        && let Ok(at) = s.parse::<domain::dates::Timestamp>()
    {
        return text::format::timestamp(visitor.lang, &visitor.zone, at);
    }
    if name == "unit" {
        return text::format::unit_name(visitor.lang, s);
    }
    let name = if name == "type" { "customer_type" } else { name };
    let key = format!("{name}-{s}");
    if text::has(&key) { visitor.t(&key) } else { s.to_string() }
}

pub fn money_at(visitor: &Visitor, line: &Json, key: &str) -> String {
    line.get(key)
        .and_then(|m| serde_json::from_value::<Money>(m.clone()).ok())
        .map(|m| text::format::money(visitor.lang, m))
        .unwrap_or_default()
}

pub fn totals(visitor: &Visitor, kind: Kind, body: &Json) -> Vec<Total> {
    if kind != Kind::Invoice {
        return Vec::new();
    }
    let mut all = vec![Total { label: visitor.t("field-net"), amount: money_at(visitor, body, "net"), strong: false }];
    for vat in body.get("vat").and_then(Json::as_array).into_iter().flatten() {
        let rate = vat.get("rate").and_then(Json::as_str).unwrap_or("0");
        all.push(Total {
            label: format!("{} {rate} %", visitor.t("field-tax")),
            amount: money_at(visitor, vat, "tax"),
            strong: false,
        });
    }
    all.push(Total { label: visitor.t("field-gross"), amount: money_at(visitor, body, "gross"), strong: true });
    if body.get("tax_in_books").is_some() {
        let label = visitor.t("field-tax_in_books");
        all.push(Total { label, amount: money_at(visitor, body, "tax_in_books"), strong: false });
    }
    all
}

/// The texts of a document.
pub fn prose(visitor: &Visitor, body: &Json) -> Vec<(String, Markup)> {
    const TEXTS: &[&str] =
        &["introduction", "notes", "introduction_nl", "introduction_en", "notes_nl", "notes_en", "text", "body"];
    let texts = TEXTS.iter().copied().filter_map(|key| Some((key, body.get(key)?.as_str().filter(|s| !s.is_empty())?)));
    texts.map(|(key, text)| (forms::label(visitor.lang, key), crate::prose::prose(text))).collect()
}

/// What a customer needs to know of a document besides its lines.
pub fn public_facts(visitor: &Visitor, body: &Json) -> Vec<Fact> {
    let known = [
        "date",
        "date_issued",
        "valid_until",
        "start",
        "due",
        "purchase_order",
        "payment_reference",
        "iban",
        "payment_plan",
    ];
    let names = Names::new();
    known
        .into_iter()
        .filter_map(|name| {
            Some(Fact::new(forms::label(visitor.lang, name), shown(visitor, name, body.get(name)?, &names)?))
        })
        .collect()
}

fn sections_of(visitor: &Visitor, approvals: Option<(String, Markup)>, body: &Json) -> Vec<(String, Markup)> {
    let definition = body.get("definition").and_then(Json::as_str).map(|text| {
        let title = forms::label(visitor.lang, "definition");
        (title.clone(), visitor.page(|ctx| ui::code_block(ctx, &title, text)))
    });
    approvals.into_iter().chain(definition).chain(sections(visitor, body)).collect()
}

fn sections(visitor: &Visitor, body: &Json) -> Vec<(String, Markup)> {
    let mut all: Vec<(String, Markup)> = crate::approvals::figures(visitor, body).into_iter().collect();
    all.extend(rates(visitor, body));
    all.extend(prose(visitor, body));
    all
}

/// The exchange rates of a day.
fn rates(visitor: &Visitor, body: &Json) -> Option<(String, Markup)> {
    let rates: Vec<PublishedRate> = serde_json::from_value(body.get("rates")?.clone()).ok()?;
    let row = |rate: PublishedRate| {
        let units = text::format::decimal(visitor.lang, rate.units.value());
        Row::new(vec![Cell::from(rate.currency.code().to_string()), Cell::from(units)])
    };
    let columns = vec![Column::new(visitor.t("field-currency")).grow(), Column::money(visitor.t("field-units"))];
    let rows = rates.into_iter().map(row).collect();
    let title = visitor.t("field-rates");
    let table = Table { caption: title.clone(), columns, rows, cards: false };
    Some((title, ui::table(&table)))
}

fn comment(visitor: &Visitor, c: &app::read::Comment) -> Comment {
    let (who, tone) = match c.audience {
        Audience::ByCustomer => (Some(visitor.t("comment-by-customer")), Tone::Info),
        _ => (c.author.clone(), Tone::Neutral),
    };
    let shown = (c.audience == Audience::Customer).then(|| visitor.t("comment-for-customer"));
    Comment {
        who: who.unwrap_or_else(|| visitor.t("actor-system")),
        when: text::format::timestamp(visitor.lang, &visitor.zone, c.at),
        body: html! { p { (c.text) } @if let Some(shown) = shown { p class="text-secondary" { (shown) } } },
        icon: Icon::Message,
        tone,
    }
}

fn api_call(document: DocRef, action: Option<&str>) -> ApiCall {
    let noun = document.kind.noun();
    let path = format!("/v1/{}/{document}", path_of(document.kind));
    match action {
        Some(action) => ApiCall {
            curl: format!(
                "curl -X POST \"$QUITTANCE{path}/{action}\" -H \"Authorization: Bearer $KEY\" -H 'Idempotency-Key: ...' -d '{{}}'"
            ),
            cli: format!("quittance {noun} {action} {document}"),
        },
        None => ApiCall {
            curl: format!("curl \"$QUITTANCE{path}\" -H \"Authorization: Bearer $KEY\""),
            cli: format!("quittance {noun} show {document}"),
        },
    }
}
