//! Lists: one page for every kind of document, with chips for states, search, sorting, CSV and work in bulk.

use crate::{
    problem::Problem,
    session::Visitor,
    ui::{
        self, Action, Cell, Chip, Column, Empty, Icon, ListPage, ListRow, Paging, Search, Sort as UiSort, list_page,
        shell, state_badge,
    },
};
use app::{
    App,
    narrowing::narrow,
    read::{Listed, Query},
};
use axum::{
    extract::{Extension, Path, Query as UrlQuery},
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    document::{DocRef, Kind},
    ids::parse_any,
    refusal::Refusal,
};
use maud::html;

/// How a list is asked for: the names and values of its address.
pub type Asked = Vec<(String, String)>;

fn asked_for<'a>(asked: &'a Asked, name: &str) -> &'a str {
    asked.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
}

const PAGE: u32 = 50;

/// The kinds that have a page, by their path.
pub fn kind_of(path: &str) -> Option<Kind> {
    match path {
        "pipeline" => Some(Kind::Opportunity),
        "catalogue" => Some(Kind::Product),
        _ => Kind::ALL.iter().copied().find(|k| path_of(*k) == path),
    }
}

/// The path of a kind's pages.
pub fn path_of(kind: Kind) -> String {
    kind.plural()
}

pub fn icon_of(kind: Kind) -> Icon {
    match kind {
        Kind::Customer | Kind::Person => Icon::Users,
        Kind::Opportunity => Icon::Target,
        Kind::Product | Kind::PriceBook | Kind::Promotion | Kind::ProductModel => Icon::Tag,
        Kind::Quote | Kind::QuoteTemplate => Icon::FileText,
        Kind::Approval | Kind::ApprovalRule | Kind::Delegation => Icon::Check,
        Kind::ExchangeRates => Icon::Cash,
        Kind::Contract | Kind::Template => Icon::Writing,
        Kind::Order => Icon::ShoppingCart,
        Kind::Delivery => Icon::TruckDelivery,
        Kind::Subscription => Icon::Refresh,
        Kind::Invoice => Icon::Receipt,
        Kind::Payment | Kind::Refund => Icon::Cash,
        Kind::Entity => Icon::Building,
    }
}

fn query(kind: Kind, asked: &Asked, limit: u32) -> Result<Query, Refusal> {
    let mut query = Query { kind: Some(kind), limit, ..Query::default() };
    for (name, value) in asked {
        match name.as_str() {
            "after" => query.after = Some(parse_any(value)?.1),
            "before" => query.before = Some(parse_any(value)?.1),
            // The search box sends its form whole, also what is empty in it.
            "q" | "state" | "sort" if value.is_empty() => {}
            _ => narrow(&mut query, name, value)?,
        }
    }
    Ok(query)
}

fn url(path: &str, asked: &Asked, change: &[(&str, &str)]) -> String {
    let kept = asked.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let kept = kept.filter(|(name, _)| !["after", "before"].contains(name) && !change.iter().any(|(n, _)| n == name));
    let changed = change.iter().copied().filter(|(_, value)| !value.is_empty());
    let pairs = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept.chain(changed)).finish();
    if pairs.is_empty() { format!("/{path}") } else { format!("/{path}?{pairs}") }
}

/// `GET /quotes`
pub async fn page(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path(path): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Problem> {
    let fail = |r: Refusal| Problem(r, visitor.lang);
    let kind =
        kind_of(&path).ok_or_else(|| fail(Refusal::not_found("route_unknown").with("path", format!("/{path}"))))?;
    let with_body = kind == Kind::Quote;
    let found = app
        .list(&visitor.reader(), Query { with_body, ..query(kind, &asked, PAGE).map_err(fail)? })
        .await
        .map_err(|e| fail(e.into_refusal()))?;
    let total: i64 = found.counts.iter().map(|(_, n)| n).sum();
    // What narrows the list comes first: on a phone the end of the row is out of sight.
    let mut chips = narrowed(&visitor, &app, &path, &asked).await;
    chips.push(Chip {
        label: visitor.t("all"),
        count: Some(total.to_string()),
        href: url(&path, &asked, &[("state", "")]),
        active: asked_for(&asked, "state").is_empty(),
    });
    chips.extend(found.counts.iter().map(|(state, n)| Chip {
        label: visitor.t(&format!("state-{state}")),
        count: Some(n.to_string()),
        href: url(&path, &asked, &[("state", state)]),
        active: asked_for(&asked, "state") == state,
    }));
    let rows: Vec<ListRow> = visitor.page(|ctx| found.rows.iter().map(|l| row(ctx, &visitor, kind, l)).collect());
    let (first, last) = (found.rows.first(), found.rows.last());
    let (from_before, from_after) = (!asked_for(&asked, "before").is_empty(), !asked_for(&asked, "after").is_empty());
    let more_after = from_before || found.has_more;
    let more_before = if from_before { found.has_more } else { from_after };
    let paging = Paging {
        previous: first.filter(|_| more_before).map(|l| url(&path, &asked, &[("before", &kind.show(l.id))])),
        next: last.filter(|_| more_after).map(|l| url(&path, &asked, &[("after", &kind.show(l.id))])),
        shown: None,
    };
    let title = crate::document::capital(&text::kinds(visitor.lang, kind));
    let create = create_action(&visitor, kind, &path);
    let others = beside(&visitor, kind);
    let list = ListPage {
        title: title.clone(),
        count: Some(total.to_string()),
        chips,
        search: Some(Search {
            value: asked_for(&asked, "q").to_string(),
            placeholder: visitor.t("list-search"),
            keep: asked.iter().filter(|(n, _)| !["q", "after", "before"].contains(&n.as_str())).cloned().collect(),
        }),
        columns: columns(&visitor, kind, &path, &asked),
        amount_column: has_amount(kind).then_some(4),
        rows,
        bulk: bulk(&visitor, kind),
        csv: Some(url(&format!("{path}.csv"), &asked, &[])),
        paging,
        empty: Empty {
            icon: icon_of(kind),
            title: visitor.t("list-empty"),
            text: visitor.t("list-empty-next"),
            actions: create.clone().into_iter().collect(),
        },
    };
    Ok(visitor
        .page(|ctx| {
            shell(
                ctx,
                &title,
                &[],
                html! {
                    @for action in &others { (ui::button(ctx, action, "plain")) }
                    @if let Some(action) = &create { (ui::button(ctx, action, "primary")) }
                },
                list_page(ctx, &list),
            )
        })
        .into_response())
}

/// Where else people go from a list.
fn beside(visitor: &Visitor, kind: Kind) -> Vec<Action> {
    let list = |other: Kind| {
        let label = crate::document::capital(&text::kinds(visitor.lang, other));
        let may = visitor.can(&format!("{}.read", other.noun()));
        may.then(|| Action::link(label, format!("/{}", path_of(other)))).into_iter().collect::<Vec<_>>()
    };
    match kind {
        Kind::Payment if visitor.can("payment.create") => {
            vec![Action::link(visitor.t("bank-file-title"), "/payments/import").icon(Icon::Upload)]
        }
        Kind::Product if visitor.can("product.create") => {
            let import = Action::link(visitor.t("catalogue-file-title"), "/products/import").icon(Icon::Upload);
            list(Kind::ProductModel).into_iter().chain([import]).collect()
        }
        Kind::Product => list(Kind::ProductModel),
        Kind::ProductModel => list(Kind::Product),
        Kind::PriceBook => list(Kind::Promotion),
        Kind::Promotion => list(Kind::PriceBook),
        Kind::Quote => list(Kind::QuoteTemplate),
        Kind::QuoteTemplate => list(Kind::Quote),
        Kind::Approval => list(Kind::ApprovalRule),
        Kind::ApprovalRule => list(Kind::Delegation),
        Kind::Delegation => list(Kind::Approval),
        _ => Vec::new(),
    }
}

/// What else the list is narrowed by, each with the way to the list without it.
async fn narrowed(visitor: &Visitor, app: &App, path: &str, asked: &Asked) -> Vec<Chip> {
    const SHOWN: &[&str] = &["agent", "product", "sector", "month", "customer"];
    let mut chips = Vec::new();
    for (name, value) in asked.iter().filter(|(name, _)| SHOWN.contains(&name.as_str())) {
        let id = parse_any(value).ok().and_then(|(prefix, id)| Some(DocRef { kind: Kind::from_prefix(prefix)?, id }));
        let known = match id {
            Some(id) => app.listed(&visitor.reader(), id).await.ok().map(|l| l.title),
            None => None,
        };
        let nothing = || visitor.t("row-none");
        let value = known.unwrap_or_else(|| if value.is_empty() { nothing() } else { value.clone() });
        chips.push(Chip {
            label: format!("{}: {value} ×", visitor.t(&format!("column-{name}"))),
            count: None,
            href: url(path, asked, &[(name, "")]),
            active: true,
        });
    }
    chips
}

fn create_action(visitor: &Visitor, kind: Kind, path: &str) -> Option<Action> {
    let verb = app::verbs::find(&format!("{}.create", kind.noun()))?;
    visitor.can(verb.name()).then(|| {
        Action::link(crate::forms::verb_label(visitor.lang, verb), format!("/{path}/new")).icon(Icon::Plus).key('c')
    })
}

/// Verbs that need nothing but the document can be done to many at once.
fn bulk(visitor: &Visitor, kind: Kind) -> Vec<Action> {
    app::verbs::of_noun(kind.noun())
        .filter(|v| crate::offers::needs_nothing_else(*v) && v.name() != "quote.view" && visitor.can(v.name()))
        .map(|v| Action::post(crate::forms::verb_label(visitor.lang, v), format!("/bulk/{}", v.name())))
        .collect()
}

fn has_amount(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Opportunity
            | Kind::Quote
            | Kind::Contract
            | Kind::Order
            | Kind::Subscription
            | Kind::Invoice
            | Kind::Payment
            | Kind::Refund
    )
}

fn columns(visitor: &Visitor, kind: Kind, path: &str, asked: &Asked) -> Vec<Column> {
    let sort = |name: &'static str| {
        let given = asked_for(asked, "sort");
        let now = given.trim_start_matches('-') == name;
        let ascending = now.then(|| !given.starts_with('-'));
        let next = if ascending == Some(true) { format!("-{name}") } else { name.to_string() };
        UiSort { href: url(path, asked, &[("sort", &next)]), ascending }
    };
    let t = |key: &str| visitor.t(key);
    let mut columns = vec![
        Column::new(t("field-number")).sort(sort("number")),
        Column::new(t("field-title")).sort(sort("title")).grow(),
    ];
    columns.push(Column::new(crate::document::capital(&t("kind-customer"))).sort(sort("customer")).wide_only());
    columns.push(Column::new(t("field-state")));
    if has_amount(kind) {
        columns.push(Column::money(t("field-amount")).sort(sort("amount")));
    }
    columns.push(Column::new(t("field-date")).sort(sort("date")));
    columns.push(Column::new(t("field-date_due")).sort(sort("date_due")).wide_only());
    if kind == Kind::Quote {
        columns.push(Column::new(t("field-views")).wide_only());
    }
    columns
}

fn row(ctx: &ui::Ctx, visitor: &Visitor, kind: Kind, l: &Listed) -> ListRow {
    let date = |d: Option<domain::dates::Date>| d.map(|d| text::format::date(visitor.lang, d)).unwrap_or_default();
    let name = if l.number.is_empty() { visitor.t("list-no-number") } else { l.number.clone() };
    let mut cells = vec![
        Cell::from(name.as_str()),
        Cell::from(l.title.as_str()),
        Cell::from(l.customer_name.clone().filter(|_| kind != Kind::Customer).unwrap_or_default()),
        Cell::new(state_badge(ctx, &l.state)),
    ];
    if has_amount(kind) {
        cells.push(Cell::new(ui::money(&l.amount.map(|m| text::format::money(visitor.lang, m)).unwrap_or_default())));
    }
    cells.push(Cell::from(date(l.date)));
    cells.push(Cell::from(date(l.date_due)));
    if kind == Kind::Quote {
        let views = l.body.as_deref().and_then(crate::watching::views_in);
        cells.push(Cell::from(views.map(|views| crate::watching::shown(visitor, &views)).unwrap_or_default()));
    }
    ListRow { id: kind.show(l.id), name, href: href_of(kind, l.id), cells }
}

/// The page of a document.
pub fn href_of(kind: Kind, id: domain::ids::RawId) -> String {
    format!("/{}/{}", path_of(kind), kind.show(id))
}

/// `GET /quotes.csv`: the list as it is filtered, up to 10,000 rows.
pub async fn csv(visitor: Visitor, app: &App, kind: Kind, asked: &Asked) -> Result<Response, Problem> {
    let fail = |r: Refusal| Problem(r, visitor.lang);
    let page = app
        .list(&visitor.reader(), query(kind, asked, 10_000).map_err(fail)?)
        .await
        .map_err(|e| fail(e.into_refusal()))?;
    let heads = ["id", "number", "title", "customer", "state", "amount", "currency", "date", "date_due"];
    let body = app::read::csv(&heads, &page.rows);
    let name = format!("attachment; filename=\"{}.csv\"", path_of(kind));
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_string()), (header::CONTENT_DISPOSITION, name)], body)
        .into_response())
}
