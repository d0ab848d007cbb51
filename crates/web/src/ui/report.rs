//! Figures: tiles, charts and reports. Every figure can lead to the rows behind it, and every chart has its numbers in
//! a table for who cannot see it.

use maud::{Markup, html};
use serde_json::json;

use super::{Cell, Column, Ctx, Icon, Row, Table, Tone, card, icon, table};

/// One figure with its change and a small line of its course.
#[derive(Clone, Debug, Default)]
pub struct Tile {
    pub label: String,
    pub value: String,
    /// "+12.4% against last month".
    pub delta: Option<String>,
    pub tone: Tone,
    pub href: Option<String>,
    /// Values in order of time; only their proportions matter.
    pub course: Vec<i64>,
}

pub fn stat_tiles(tiles: &[Tile]) -> Markup {
    html! { div class="q-tiles" { @for tile in tiles { (stat_tile(tile)) } } }
}

pub fn stat_tile(tile: &Tile) -> Markup {
    html! {
        section class="q-tile" {
            h2 class="q-tile-label" {
                @match &tile.href {
                    Some(href) => a href=(href) { (tile.label) (icon(Icon::ChevronRight)) },
                    None => (tile.label),
                }
            }
            p class="q-tile-value" { (tile.value) }
            @if let Some(delta) = &tile.delta { p class={ "q-tile-delta " (tile.tone.class()) } { (delta) } }
            @if tile.course.len() > 1 { (spark(&tile.course)) }
        }
    }
}

/// A line without axes in a box of 96 by 28 units.
fn spark(course: &[i64]) -> Markup {
    let (low, high) =
        course.iter().fold((i64::MAX, i64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    let spread = i128::from(high) - i128::from(low);
    let last = i128::try_from(course.len() - 1).unwrap_or(1).max(1);
    let points: Vec<String> = (0_i128..)
        .zip(course)
        .map(|(at, value)| {
            let up = if spread == 0 { 12 } else { (i128::from(*value) - i128::from(low)) * 24 / spread };
            format!("{},{}", at * 96 / last, 26 - up)
        })
        .collect();
    html! {
        svg class="q-spark" viewBox="0 0 96 28" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            polyline points=(points.join(" ")) fill="none" stroke="currentColor" vector-effect="non-scaling-stroke" {}
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    Line,
    /// A line with the area below it filled; several are stacked.
    Area,
    Bar,
    StackedBar,
    /// Bars from left to right, for names that are long.
    Ranking,
    /// The first series goes up and down from the sum before; used for MRR and deferred revenue.
    Waterfall,
    Pie,
}

impl ChartKind {
    fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Area => "area",
            Self::Bar => "bar",
            Self::StackedBar => "stacked",
            Self::Ranking => "ranking",
            Self::Waterfall => "waterfall",
            Self::Pie => "pie",
        }
    }
}

/// What the values of a chart count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Minor units of this currency with its number of decimals (EUR has 2).
    Money {
        currency: String,
        decimals: u8,
    },
    Count,
    /// Hundredths of a percent: 1250 is 12.5%.
    BasisPoints,
}

#[derive(Clone, Debug)]
pub struct Series {
    pub name: String,
    pub values: Vec<i64>,
}

#[derive(Clone, Debug)]
pub struct Chart {
    /// Says what the chart shows; read aloud.
    pub title: String,
    pub kind: ChartKind,
    pub unit: Unit,
    pub labels: Vec<String>,
    pub series: Vec<Series>,
}

/// A chart, drawn by the browser in the colours of the theme; its numbers fold out below it.
pub fn chart(ctx: &Ctx, chart: &Chart) -> Markup {
    let (unit, scale) = match &chart.unit {
        Unit::Money { currency, decimals } => (currency.as_str(), *decimals),
        Unit::Count => ("", 0),
        Unit::BasisPoints => ("%", 2),
    };
    let series: Vec<_> = chart.series.iter().map(|one| json!({"name": one.name, "values": one.values})).collect();
    let data =
        json!({"kind": chart.kind.name(), "unit": unit, "scale": scale, "labels": chart.labels, "series": series});
    html! {
        figure class="q-chart" {
            div class="q-chart-plot" role="img" aria-label=(chart.title) data-chart=(data.to_string()) {}
            details class="q-chart-figures" {
                summary { (ctx.t("ui-figures")) }
                (table(&figures(chart)))
            }
        }
    }
}

fn figures(chart: &Chart) -> Table {
    let decimals = match &chart.unit {
        Unit::Money { decimals, .. } => *decimals,
        Unit::Count => 0,
        Unit::BasisPoints => 2,
    };
    let columns = std::iter::once(Column::new("")).chain(chart.series.iter().map(|one| Column::money(&one.name)));
    let rows = chart.labels.iter().enumerate().map(|(at, label)| {
        let values = chart
            .series
            .iter()
            .map(|one| Cell::from(one.values.get(at).map_or(String::new(), |v| point(*v, decimals))));
        Row::new(std::iter::once(Cell::from(label.as_str())).chain(values).collect())
    });
    Table { caption: chart.title.clone(), columns: columns.collect(), rows: rows.collect(), cards: false }
}

/// Minor units with a decimal point, without a locale.
fn point(minor: i64, decimals: u8) -> String {
    if decimals == 0 {
        return minor.to_string();
    }
    let unit = 10_u64.pow(u32::from(decimals.min(9)));
    let sign = if minor < 0 { "-" } else { "" };
    let size = minor.unsigned_abs();
    format!("{sign}{}.{:0width$}", size / unit, size % unit, width = usize::from(decimals))
}

/// A report: filters, tiles, charts, then the table with its sums.
#[derive(Default)]
pub struct ReportPage {
    /// Period and entity; a form of method get.
    pub filters: Option<Markup>,
    pub tiles: Vec<Tile>,
    /// Charts with their titles, two beside each other when there is room.
    pub charts: Vec<Chart>,
    /// Tables with their titles.
    pub tables: Vec<(String, Table)>,
}

pub fn report_page(ctx: &Ctx, page: &ReportPage) -> Markup {
    html! {
        @if let Some(filters) = &page.filters { div class="q-filters" { (filters) } }
        @if !page.tiles.is_empty() { (stat_tiles(&page.tiles)) }
        @if !page.charts.is_empty() {
            div class="q-charts" { @for one in &page.charts { (card(&one.title, None, chart(ctx, one))) } }
        }
        @for (title, one) in &page.tables {
            section class="q-card" {
                header class="q-card-head" { h2 { (title) } }
                (table(one))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_units_are_written_with_their_point() {
        for (minor, decimals, text) in
            [(0, 2, "0.00"), (5, 2, "0.05"), (-5, 2, "-0.05"), (123_456, 2, "1234.56"), (7, 0, "7"), (1250, 3, "1.250")]
        {
            assert_eq!(point(minor, decimals), text);
        }
    }

    #[test]
    fn a_flat_or_extreme_course_still_draws() {
        assert!(spark(&[5, 5, 5]).into_string().contains("0,14 48,14 96,14"));
        assert!(spark(&[i64::MIN, i64::MAX]).into_string().contains("0,26 96,2"));
    }
}
