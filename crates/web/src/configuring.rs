//! The page on which a product is configured. Its address holds the choices, so that going back takes one back, and a link
//! can be sent to a colleague.

mod sections;

use crate::{
    acts::posted,
    document,
    lists::{href_of, path_of},
    problem::Problem,
    session::Visitor,
    ui::{
        self, Action, Cell, Column, Crumb, Ctx, Field, Form, Group, Kind as FieldKind, Row, Table, Tone, card, form,
        shell,
    },
};
use app::{
    App, Call,
    configuring::{Configuration, Impossible, Named, Offered, Reason},
};
use axum::{
    Extension,
    body::Bytes,
    extract::{Path, RawQuery},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::{
    document::Kind,
    ids::{ProductModelId, QuoteId},
    money::Currency,
    refusal::Refusal,
};
use maud::{Markup, html};
use serde_json::json;

/// Options that are shown as one table; a model with more is shown section by section.
const TABLE_MAX: usize = 40;

/// `GET /product_models/{id}/configure?in=Full&out=Mini&quote=quo_...&show=Memory&find=32+gb`
pub async fn page(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let fail = |refusal: Refusal| Problem(refusal, visitor.lang);
    let id: ProductModelId = id.parse().map_err(fail)?;
    let all: Vec<(String, String)> =
        form_urlencoded::parse(query.as_deref().unwrap_or("").as_bytes()).into_owned().collect();
    let quote = all.iter().find(|(name, _)| name == "quote").map(|(_, value)| value.clone());
    let shown = app.configure(&visitor.reader(), id, &choices(&all)).await;
    let shown = shown.map_err(|e| fail(e.into_refusal()))?;
    let currency = app.currency(visitor.who.org).await.map_err(|e| fail(e.into_refusal()))?;
    let given = |wanted: &str| all.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
    let wish =
        sections::Wish { show: given("show"), find: given("find").unwrap_or_default(), all: given("all").is_some() };
    let place = Place { id, quote, currency: currency.parse().map_err(fail)? };
    let crumbs = [
        Crumb::new(
            document::capital(&text::kinds(visitor.lang, Kind::ProductModel)),
            format!("/{}", path_of(Kind::ProductModel)),
        ),
        Crumb::new(shown.name.clone(), href_of(Kind::ProductModel, id.raw())),
    ];
    let title = visitor.t("configure-title");
    let page = visitor.page(|ctx| {
        let body = html! {
            @if let Some(impossible) = &shown.impossible { (why(ctx, &visitor, &place, &shown, impossible)) }
            (card(&shown.name, None, html! {
                (summary(&visitor, &place, &shown))
                (completing(ctx, &visitor, &place, &shown))
            }))
            @if shown.options.len() > TABLE_MAX { (sections::sections(&visitor, &place, &shown, &wish)) }
            @else { section class="q-card" { (ui::table(&table(&visitor, &place, &shown.options, &shown))) } }
            @if visitor.can("quote.add_configuration") && shown.price.is_some() { (form(ctx, &adding(&visitor, &place, &shown))) }
        };
        shell(ctx, &title, &crumbs, html! {}, body)
    });
    Ok(page.into_response())
}

fn choices(pairs: &[(String, String)]) -> Vec<Named> {
    let choice = |(name, value): &(String, String)| match name.as_str() {
        "in" => Some((value.clone(), true)),
        "out" => Some((value.clone(), false)),
        _ => None,
    };
    pairs.iter().filter_map(choice).collect()
}

/// Where the page is, and the quote it is for.
struct Place {
    id: ProductModelId,
    quote: Option<String>,
    /// In which prices are written; they are taken over as they are into the currency of a quote.
    currency: Currency,
}
impl Place {
    fn price(&self, visitor: &Visitor, text: &str) -> String {
        text.parse().map_or_else(
            |_| text.to_string(),
            |price| text::format::unit_price_bare(visitor.lang, price, self.currency),
        )
    }
    /// The page with these choices.
    fn with<'a>(&self, choices: impl IntoIterator<Item = &'a Named>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, selected) in choices {
            query.append_pair(if *selected { "in" } else { "out" }, name);
        }
        if let Some(quote) = &self.quote {
            query.append_pair("quote", quote);
        }
        format!("{}/configure?{}", href_of(Kind::ProductModel, self.id.raw()), query.finish())
    }
    /// The page with a section open.
    fn showing(&self, shown: &Configuration, section: &str) -> String {
        let show = form_urlencoded::Serializer::new(String::new()).append_pair("show", section).finish();
        let with = self.with(&shown.choices);
        let join = if with.ends_with('?') { "" } else { "&" };
        format!("{with}{join}{show}")
    }
    /// The page with one choice more.
    fn and(&self, shown: &Configuration, name: &str, selected: bool) -> String {
        let more = (name.to_string(), selected);
        self.with(shown.choices.iter().filter(|(known, _)| known != name).chain([&more]))
    }
}

fn summary(visitor: &Visitor, place: &Place, shown: &Configuration) -> Markup {
    let mut facts = Vec::new();
    if let Some(price) = &shown.price {
        facts.push((
            visitor.t(if shown.complete { "configure-price" } else { "configure-price-from" }),
            place.price(visitor, price),
        ));
    }
    if let Some(count) = &shown.configurations {
        facts.push((visitor.t("configurator-configurations"), number(visitor, count)));
    }
    html! { dl class="q-facts" { @for (label, value) in facts { div { dt { (label) } dd { (value) } } } } }
}

/// A number in the reader's notation; one too long for that as it is.
fn number(visitor: &Visitor, text: &str) -> String {
    text.parse().map_or_else(|_| text.to_string(), |n| text::format::decimal(visitor.lang, n))
}

/// The cheapest way of completing it, as choices.
fn completing(ctx: &Ctx, visitor: &Visitor, place: &Place, shown: &Configuration) -> Markup {
    if shown.completion.is_empty() {
        return html! {};
    }
    let href = place.with(shown.choices.iter().chain(&shown.completion));
    html! { p class="q-buttons" { (ui::button(ctx, &Action::link(visitor.t("configure-complete"), href), "plain")) } }
}

/// A table of these options.
fn table<'a>(
    visitor: &Visitor,
    place: &Place,
    options: impl IntoIterator<Item = &'a Offered>,
    shown: &Configuration,
) -> Table {
    let row = |option: &Offered| {
        let depth = u8::try_from(option.depth).unwrap_or(u8::MAX);
        let about = html! {
            (option.label) @if let Some(description) = &option.description { small class="q-about" { (description) } }
        };
        if option.heading && shown.options.len() > TABLE_MAX {
            return Row::section(option.label.clone());
        }
        let cells = vec![
            Cell::new(about),
            // Of many options nearly all are possible; only what is not needs a word.
            match option.state == "possible" && shown.options.len() > TABLE_MAX {
                true => Cell::from(""),
                false => Cell::new(badge(visitor, option.state)),
            },
            Cell::from(option.price.as_deref().map_or_else(String::new, |price| place.price(visitor, price))),
            Cell::new(offers(visitor, place, shown, option)),
        ];
        Row::new(cells).depth(depth.saturating_sub(1))
    };
    // The whole product is no choice.
    let rows = options.into_iter().filter(|option| option.depth > 0 || shown.options.len() == 1).map(row).collect();
    let columns = vec![
        Column::new(visitor.t("configure-option")).grow(),
        Column::new(visitor.t("field-state")),
        Column::money(visitor.t("field-price")),
        Column::new(visitor.t("configure-choice")),
    ];
    Table { caption: visitor.t("configure-title"), columns, rows, cards: true }
}

fn badge(visitor: &Visitor, state: &str) -> Markup {
    let tone = match state {
        "chosen" => Tone::Good,
        "forced" => Tone::Info,
        "excluded" => Tone::Warn,
        _ => Tone::Neutral,
    };
    ui::badge(&visitor.t(&format!("option-{state}")), tone)
}

/// What can be done about an option; what is excluded or forced can be asked about.
fn offers(visitor: &Visitor, place: &Place, shown: &Configuration, option: &Offered) -> Markup {
    let to = |key: &str, selected: bool| (visitor.t(key), place.and(shown, &option.name, selected));
    let links = match option.state {
        "chosen" | "dropped" => {
            let rest = shown.choices.iter().filter(|(name, _)| *name != option.name);
            vec![(visitor.t("configure-undo"), place.with(rest))]
        }
        "forced" => vec![to("configure-why-in", false)],
        "excluded" => vec![to("configure-why-out", true)],
        // Of a group that takes one, choosing another leaves it out.
        _ if option.group == "one" && shown.options.len() > TABLE_MAX => vec![to("configure-in", true)],
        _ => vec![to("configure-in", true), to("configure-out", false)],
    };
    html! {
        span class="q-buttons" {
            @for (label, href) in links {
                a class="btn btn-q-plain" href=(href) { (label) span class="visually-hidden" { " " (option.label) } }
            }
        }
    }
}

/// Why the last wish is impossible, and the ways to get it.
fn why(ctx: &Ctx, visitor: &Visitor, place: &Place, shown: &Configuration, impossible: &Impossible) -> Markup {
    let (name, selected) = &impossible.wanted;
    let key = if *selected { "configure-impossible-in" } else { "configure-impossible-out" };
    let title = text::t_with(visitor.lang, key, &[("name", impossible.label.as_str().into())]);
    let label =
        |name: &str| shown.options.iter().find(|o| o.name == name).map_or(name, |o| o.label.as_str()).to_string();
    let chose = |(name, selected): &Named| {
        let key = if *selected { "configure-you-chose" } else { "configure-you-dropped" };
        text::t_with(visitor.lang, key, &[("name", label(name).into())])
    };
    let repairs = impossible.repairs.iter().map(|repair| {
        let rest = shown.choices.iter().filter(|choice| !repair.drop.contains(choice) && choice.0 != *name);
        let wanted = (name.clone(), *selected);
        let href = place.with(rest.chain([&wanted]));
        let given_up = repair.drop.iter().map(|(name, _)| label(name)).collect::<Vec<_>>().join(", ");
        let words = text::t_with(visitor.lang, "configure-repair", &[("name", given_up.into())]);
        let difference = repair.price_difference.as_deref().map(|difference| signed(visitor, place, difference));
        Action::link(difference.map_or(words.clone(), |difference| format!("{words} ({difference})")), href)
    });
    // Rules say more than where an option stands in the model.
    let (rules, places): (Vec<&Reason>, Vec<&Reason>) = impossible.rules.iter().partition(|rule| rule.kind == "rule");
    let body = html! {
        ul class="q-reasons" {
            @for choice in &impossible.choices { li { (chose(choice)) } }
            @if impossible.choices.is_empty() && impossible.rules.is_empty() { li { (visitor.t("configure-too-hard")) } }
            @for rule in rules.into_iter().chain(places) { li { (reason(visitor, rule)) } }
        }
        div class="q-buttons" { @for action in repairs { (ui::button(ctx, &action, "plain")) } }
    };
    html! { div role="alert" { (card(&title, None, body)) } }
}

fn signed(visitor: &Visitor, place: &Place, difference: &str) -> String {
    let shown = place.price(visitor, difference);
    if difference.starts_with('-') || difference == "0" { shown } else { format!("+{shown}") }
}

fn reason(visitor: &Visitor, reason: &Reason) -> String {
    let args =
        [("about", reason.about.as_str().into()), ("of", reason.of.as_str().into()), ("count", reason.count.into())];
    // A long group is not named member by member.
    let kind = if reason.about.is_empty() { format!("{}-many", reason.kind) } else { reason.kind.to_string() };
    text::t_with(visitor.lang, &format!("reason-{kind}"), &args)
}

fn adding(visitor: &Visitor, place: &Place, shown: &Configuration) -> Form {
    let quote = Field::new(
        "id",
        document::capital(&text::kind(visitor.lang, Kind::Quote)),
        FieldKind::Reference {
            choices: Vec::new(),
            lookup: Some(format!("/lookup?kind={}&", QuoteId::PREFIX)),
            label: place.quote.clone().unwrap_or_default(),
        },
    );
    let quote = quote.value(place.quote.clone().unwrap_or_default()).hint(visitor.t("configure-quote-hint")).required();
    let quantity = Field::new("quantity", visitor.t("field-quantity"), FieldKind::Decimal).value("1").required();
    let hidden =
        shown.choices.iter().map(|(name, selected)| (if *selected { "in" } else { "out" }.to_string(), name.clone()));
    Form {
        action: format!("{}/configure", href_of(Kind::ProductModel, place.id.raw())),
        error: None,
        groups: vec![Group::Fields { title: String::new(), hint: None, fields: vec![quote.span(8), quantity.span(4)] }],
        hidden: hidden.collect(),
        submit: visitor.t("verb-quote-add_configuration"),
        cancel: None,
        danger: false,
        multipart: false,
        preview: None,
        also: None,
    }
}

/// `POST /product_models/{id}/configure`: onto a draft, as a line.
pub async fn add(
    visitor: Visitor,
    Extension(app): Extension<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Problem> {
    let all = posted(&visitor, &headers, &body)?;
    let fail = |refusal: Refusal| Problem(refusal, visitor.lang);
    let model: ProductModelId = id.parse().map_err(fail)?;
    let given =
        |name: &str| all.iter().find(|(n, _)| n == name).map(|(_, value)| value.trim().to_string()).unwrap_or_default();
    let names = |name: &str| all.iter().filter(|(n, _)| n == name).map(|(_, value)| value.clone()).collect::<Vec<_>>();
    let quote = given("id");
    let quantity =
        text::parse::decimal(visitor.lang, &given("quantity")).map_or_else(|| given("quantity"), |n| n.to_string());
    let input =
        json!({"id": quote, "model": model, "select": names("in"), "deselect": names("out"), "quantity": quantity});
    let call = Call::new(visitor.who.org, visitor.who.actor.clone());
    let done = app.execute(&call, "quote.add_configuration", input).await;
    let place = Place { id: model, quote: Some(quote).filter(|quote| !quote.is_empty()), currency: Currency::EUR };
    let back = match &done {
        Ok(done) => href_of(Kind::Quote, done.document().id),
        Err(_) => place.with(&choices(&all)),
    };
    let verb = app::verbs::find("quote.add_configuration");
    Ok(crate::acts::returned(&visitor, done.map(|_| ()), &back, verb))
}
