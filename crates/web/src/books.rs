//! The dashboard and the books: every figure is computed from stored facts and leads to what it is made of.

use crate::{
    problem::Problem,
    session::Visitor,
    ui::{Cell, Chart, ChartKind, Column, ReportPage, Row, RowKind, Series, Table, Tile, Unit, report_page, shell},
};
use app::App;
use axum::{
    extract::{Extension, Path, Query},
    response::{IntoResponse, Response},
};
use domain::{
    analytics::{self, Cell as Figure, ColumnKind, Group},
    dates::Date,
    money::Money,
    payment,
};
use maud::{Markup, html};
use serde::Deserialize;

/// For which day a report is asked, and by what its deals are put together.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AsOf {
    #[serde(default)]
    pub as_of: String,
    #[serde(default)]
    pub by: String,
}

async fn tables_of(
    visitor: &Visitor,
    app: &App,
    keys: &[&str],
    as_of: Date,
    by: Option<Group>,
) -> Result<Vec<analytics::Table>, Problem> {
    app.reports(&visitor.reader(), keys, as_of, by).await.map_err(|e| Problem(e.into_refusal(), visitor.lang))
}

fn written(visitor: &Visitor, figure: &Figure) -> String {
    let lang = visitor.lang;
    match figure {
        Figure::Empty => String::new(),
        Figure::Text(s) => s.clone(),
        Figure::Word { word } => visitor.t(word),
        Figure::Money(m) => text::format::money(lang, *m),
        Figure::Count(n) => text::format::decimal(lang, (*n).into()),
        // Both decimals, so that the points stand under each other.
        Figure::Percent(p) => format!("{} %", text::format::decimal(lang, fixed(*p))),
        Figure::Days(d) => text::format::decimal(lang, *d),
        Figure::Date(d) => text::format::date(lang, *d),
        Figure::Month(d) => text::format::month_short(lang, *d),
    }
}

fn fixed(percent: rust_decimal::Decimal) -> rust_decimal::Decimal {
    let mut percent = percent;
    percent.rescale(2);
    percent
}

/// The page of a drill such as `opportunity?state=won`, `open_item?customer=...` or `posting?account=1300`.
fn drill_href(drill: &str) -> String {
    let (noun, query) = drill.split_once('?').unwrap_or((drill, ""));
    let path = match noun {
        "posting" => "ledger/postings".to_string(),
        "open_item" => "open-items".to_string(),
        noun => domain::document::Kind::from_noun(noun).map_or_else(|| noun.to_string(), crate::lists::path_of),
    };
    if query.is_empty() { format!("/{path}") } else { format!("/{path}?{query}") }
}

fn table(visitor: &Visitor, given: &analytics::Table) -> (String, Table) {
    let title = visitor.t(&format!("report-{}", given.key));
    let columns = given.columns.iter().enumerate().map(|(n, c)| {
        let label = visitor.t(&format!("column-{}", c.key));
        let column = if matches!(c.kind, ColumnKind::Text | ColumnKind::Date) {
            Column::new(label)
        } else {
            Column::money(label)
        };
        if n == 0 { column.grow() } else { column }
    });
    let row = |r: &analytics::Row, kind: RowKind| {
        let cells = r.cells.iter().enumerate().map(|(n, c)| {
            let cell = Cell::from(written(visitor, c));
            match (&r.drill, n) {
                (Some(drill), 0) => cell.drill(drill_href(drill)),
                _ => cell,
            }
        });
        Row::kind(kind, cells.collect())
    };
    let rows =
        given.rows.iter().map(|r| row(r, RowKind::Plain)).chain(given.totals.iter().map(|r| row(r, RowKind::Total)));
    (title.clone(), Table { caption: title, columns: columns.collect(), rows: rows.collect(), cards: false })
}

/// The first total (or row) of a column, as text.
fn figure(visitor: &Visitor, given: &analytics::Table, key: &str) -> Option<String> {
    let at = given.columns.iter().position(|c| c.key == key)?;
    let row = given.totals.first().or_else(|| given.rows.first())?;
    row.cells.get(at).map(|c| written(visitor, c)).filter(|s| !s.is_empty())
}

/// What is past its day, of the first currency: all but what is not due yet.
fn late(visitor: &Visitor, ageing: &analytics::Table) -> Option<String> {
    let sum = |key: &str| {
        let at = ageing.columns.iter().position(|c| c.key == key)?;
        match ageing.totals.first()?.cells.get(at)? {
            Figure::Money(money) => Some(*money),
            _ => None,
        }
    };
    let late = sum("total")?.sub(sum(payment::Bucket::Current.key())?).ok()?;
    Some(text::format::money(visitor.lang, late))
}

fn tile(visitor: &Visitor, label: &str, value: Option<String>, href: &str) -> Tile {
    Tile {
        label: visitor.t(label),
        value: value.unwrap_or_else(|| "–".to_string()),
        href: Some(href.to_string()),
        ..Tile::default()
    }
}

/// Revenue by month as bars.
fn revenue_chart(visitor: &Visitor, given: &analytics::Table) -> Option<Chart> {
    let month = given.columns.iter().position(|c| c.key == "month")?;
    let amount = given
        .columns
        .iter()
        .position(|c| c.key == "revenue")
        .or_else(|| given.columns.iter().position(|c| c.kind == ColumnKind::Money))?;
    let points: Vec<(String, Money)> = given
        .rows
        .iter()
        .filter_map(|r| match (r.cells.get(month)?, r.cells.get(amount)?) {
            (m, Figure::Money(money)) => Some((written(visitor, m), *money)),
            _ => None,
        })
        .collect();
    let last = points.len().saturating_sub(24);
    let points = &points[last..];
    let currency = points.first()?.1.currency();
    Some(Chart {
        title: visitor.t("report-revenue"),
        kind: ChartKind::Bar,
        unit: Unit::Money {
            currency: currency.code().to_string(),
            decimals: u8::try_from(currency.exponent()).unwrap_or(2),
        },
        labels: points.iter().map(|p| p.0.clone()).collect(),
        series: vec![Series {
            name: visitor.t("column-revenue"),
            values: points.iter().map(|p| p.1.minor()).collect(),
        }],
    })
}

pub fn framed(visitor: &Visitor, title: &str, page: &ReportPage, actions: Markup) -> Response {
    visitor.page(|ctx| shell(ctx, title, &[], actions, report_page(ctx, page))).into_response()
}

pub fn links(visitor: &Visitor, keys: &[&str]) -> Markup {
    html! { @for key in keys { a class="btn btn-q-plain" href={ "/reports/" (key) } { (visitor.t(&format!("report-{key}"))) } } }
}

/// `GET /`
pub async fn dashboard(visitor: Visitor, Extension(app): Extension<App>) -> Result<Response, Problem> {
    let title = visitor.t("nav-dashboard");
    if !visitor.can("report.read") {
        return Ok(framed(&visitor, &title, &ReportPage::default(), html! {}));
    }
    let today = visitor.today;
    let reminded = app.reminders(&visitor.reader()).await.map_err(|e| Problem(e.into_refusal(), visitor.lang))?;
    let keys = ["pipeline", "win_rate", "cycle_time", "deal_size", "ageing", "revenue"];
    let tables = tables_of(&visitor, &app, &keys, today, None).await?;
    let [pipeline, wins, cycle, size, ageing, revenue] = &tables[..] else {
        return Ok(framed(&visitor, &title, &ReportPage::default(), html! {}));
    };
    let tiles = vec![
        tile(&visitor, "tile-pipeline", figure(&visitor, pipeline, "expected"), "/pipeline"),
        tile(&visitor, "tile-win_rate", figure(&visitor, wins, "win_rate"), "/reports/win_rate"),
        tile(&visitor, "tile-cycle", figure(&visitor, cycle, "days_mean"), "/reports/cycle_time"),
        tile(&visitor, "tile-deal_size", figure(&visitor, size, "amount_mean"), "/reports/deal_size"),
        tile(&visitor, "tile-open", figure(&visitor, ageing, "total"), "/reports/ageing"),
        tile(&visitor, "tile-late", late(&visitor, ageing), "/reports/ageing"),
    ];
    let page = ReportPage {
        filters: None,
        tiles,
        charts: revenue_chart(&visitor, revenue).into_iter().collect(),
        tables: vec![table(&visitor, pipeline)],
    };
    let body = |ctx: &crate::ui::Ctx| {
        html! {
            @if let Some(reminders) = crate::watching::reminders(&visitor, &reminded) { (reminders) }
            (report_page(ctx, &page))
        }
    };
    Ok(visitor.page(|ctx| shell(ctx, &title, &[], html! {}, body(ctx))).into_response())
}

async fn reports(visitor: &Visitor, app: &App, title: &str, keys: &[&str], as_of: &AsOf) -> Result<Response, Problem> {
    visitor.who.actor.need("report.read").map_err(|r| Problem(r, visitor.lang))?;
    let day = if as_of.as_of.is_empty() {
        visitor.today
    } else {
        as_of.as_of.parse().map_err(|r| Problem(r, visitor.lang))?
    };
    let (mut tables, mut charts) = (Vec::new(), Vec::new());
    let by =
        (!as_of.by.is_empty()).then(|| Group::parse(&as_of.by)).transpose().map_err(|r| Problem(r, visitor.lang))?;
    for given in &tables_of(visitor, app, keys, day, by).await? {
        if given.key == "revenue" {
            charts.extend(revenue_chart(visitor, given));
        }
        tables.push(table(visitor, given));
    }
    let groups = keys.iter().filter_map(|key| analytics::report(key).ok()).map(|r| r.groups).find(|g| !g.is_empty());
    let groups = groups.unwrap_or_default();
    let filters = html! {
        form method="get" class="q-filter-form" {
            label for="as_of" { (visitor.t("field-as_of")) }
            input type="date" class="form-control" id="as_of" name="as_of" value=(day);
            @if !groups.is_empty() {
                label for="by" { (visitor.t("field-by")) }
                select class="form-select" id="by" name="by" {
                    @for group in groups {
                        option value=(group.key()) selected[by.unwrap_or_default() == *group] { (visitor.t(&format!("column-{}", group.key()))) }
                    }
                }
            }
            button type="submit" class="btn btn-q-plain" { (visitor.t("show")) }
        }
    };
    Ok(framed(visitor, title, &ReportPage { filters: Some(filters), tiles: Vec::new(), charts, tables }, html! {}))
}

/// `GET /ledger`
pub async fn ledger(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Query(as_of): Query<AsOf>,
) -> Result<Response, Problem> {
    let title = visitor.t("nav-ledger");
    reports(&visitor, &app, &title, &["trial_balance", "balance_sheet", "profit_and_loss"], &as_of).await
}

/// `GET /revenue`
pub async fn revenue(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Query(as_of): Query<AsOf>,
) -> Result<Response, Problem> {
    let title = visitor.t("nav-revenue");
    reports(&visitor, &app, &title, &["revenue"], &as_of).await
}

/// `GET /insight`
pub async fn insight(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Query(as_of): Query<AsOf>,
) -> Result<Response, Problem> {
    let title = visitor.t("nav-insight");
    reports(&visitor, &app, &title, &["win_rate", "cycle_time", "deal_size", "ageing"], &as_of).await
}

/// `GET /reports/{key}`
pub async fn report(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path(key): Path<String>,
    Query(as_of): Query<AsOf>,
) -> Result<Response, Problem> {
    let known = analytics::report(&key).map_err(|r| Problem(r, visitor.lang))?;
    let title = visitor.t(&format!("report-{}", known.key));
    reports(&visitor, &app, &title, &[known.key], &as_of).await
}
