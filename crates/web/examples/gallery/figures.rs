//! The pages of the gallery that show figures: reports, charts, the dashboard.

use maud::{Markup, html};
use web::ui::*;

use super::pages::CUSTOMERS;

pub fn trial_balance(ctx: &Ctx) -> Markup {
    let row = |depth, code: &str, name: &str, rest: [&str; 4]| {
        let cells = [Cell::text(format!("{code} {name}"))]
            .into_iter()
            .chain(rest.iter().map(|text| Cell::from(*text).drill("/ledger")));
        Row::new(cells.collect()).depth(depth)
    };
    let table = Table {
        caption: "Trial balance of November 2026".into(),
        columns: vec![
            Column::new("Account").grow(),
            Column::money("Opening"),
            Column::money("Debit"),
            Column::money("Credit"),
            Column::money("Closing"),
        ],
        rows: vec![
            Row::section("Assets"),
            row(1, "1100", "Bank", ["182,400.12", "412,900.00", "388,120.45", "207,179.67"]),
            row(1, "1300", "Accounts receivable", ["96,150.00", "308,400.00", "291,004.10", "113,545.90"]),
            Row::kind(
                RowKind::Subtotal,
                vec![
                    "Total assets".into(),
                    "278,550.12".into(),
                    "721,300.00".into(),
                    "679,124.55".into(),
                    "320,725.57".into(),
                ],
            ),
            Row::section("Liabilities"),
            row(1, "1500", "VAT payable", ["-41,020.00", "41,020.00", "53,120.40", "-53,120.40"]),
            row(1, "1800", "Deferred revenue", ["-188,300.00", "42,108.33", "96,400.00", "-242,591.67"]),
            Row::kind(
                RowKind::Total,
                vec!["Total".into(), "0.00".into(), "804,428.33".into(), "804,428.33".into(), "0.00".into()],
            ),
        ],
        cards: false,
    };
    let filters = html! {
        form method="get" action="/ledger" {
            label { span class="form-label" { "Period" } select class="form-select" name="period" { option { "November 2026" } option { "October 2026" } } }
            label { span class="form-label" { "Entity" } select class="form-select" name="entity" { option { "Havenlicht Systems BV" } } }
            button type="submit" class="btn btn-q-plain" { "Show" }
        }
    };
    let page =
        ReportPage { filters: Some(filters), tables: vec![("Trial balance".into(), table)], ..ReportPage::default() };
    shell(ctx, "Ledger", &[], html! {}, report_page(ctx, &page))
}

fn months() -> Vec<String> {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"].map(String::from).to_vec()
}

fn euros() -> Unit {
    Unit::Money { currency: "EUR".into(), decimals: 2 }
}

fn series(name: &str, values: &[i64]) -> Series {
    Series { name: name.into(), values: values.iter().map(|value| value * 100_000).collect() }
}

pub fn revenue(ctx: &Ctx) -> Markup {
    let chart = |title: &str, kind, labels: Vec<String>, series| Chart {
        title: title.into(),
        kind,
        unit: euros(),
        labels,
        series,
    };
    let movements = ["Start", "New", "Expansion", "Contraction", "Churn"].map(String::from).to_vec();
    let page = ReportPage {
        tiles: tiles(),
        charts: vec![
            chart(
                "Recognised revenue by month",
                ChartKind::StackedBar,
                months(),
                vec![
                    series("Subscriptions", &[210, 214, 222, 231, 229, 240, 252, 259, 266, 271, 284, 290]),
                    series("Services", &[80, 64, 92, 71, 55, 61, 43, 30, 88, 94, 101, 72]),
                    series("Goods", &[20, 12, 31, 18, 25, 14, 22, 17, 9, 28, 33, 41]),
                ],
            ),
            chart(
                "Monthly recurring revenue",
                ChartKind::Waterfall,
                movements,
                vec![series("MRR", &[284, 31, 18, -7, -12])],
            ),
            chart(
                "Deferred revenue",
                ChartKind::Area,
                months(),
                vec![series("Deferred", &[410, 400, 392, 433, 421, 409, 466, 452, 440, 500, 486, 471])],
            ),
            chart(
                "Revenue by segment",
                ChartKind::Pie,
                ["Ports", "Municipalities", "Logistics", "Other"].map(String::from).to_vec(),
                vec![series("Revenue", &[480, 260, 190, 74])],
            ),
            chart(
                "Largest customers",
                ChartKind::Ranking,
                CUSTOMERS[..6].iter().map(|name| (*name).to_string()).collect(),
                vec![series("Revenue", &[320, 241, 180, 92, 60, 31])],
            ),
            chart(
                "Forecast and actual",
                ChartKind::Line,
                months(),
                vec![
                    series("Actual", &[310, 290, 345, 320, 309, 315, 317, 306, 363, 393, 418]),
                    series("Forecast", &[300, 305, 320, 322, 326, 331, 334, 338, 350, 371, 402, 415]),
                ],
            ),
        ],
        ..ReportPage::default()
    };
    shell(ctx, "Revenue", &[], html! {}, report_page(ctx, &page))
}

fn tiles() -> Vec<Tile> {
    let tile = |label: &str, value: &str, delta: &str, tone, course: &[i64]| Tile {
        label: label.into(),
        value: value.into(),
        delta: Some(delta.into()),
        tone,
        href: Some("/revenue".into()),
        course: course.to_vec(),
    };
    vec![
        tile(
            "Monthly recurring revenue",
            "€ 314,200",
            "+4.2% in a month",
            Tone::Good,
            &[210, 214, 222, 231, 229, 240, 252, 259, 284, 314],
        ),
        tile("Open quotes", "€ 1.86 m", "63 quotes", Tone::Neutral, &[4, 6, 5, 8, 7, 9, 12]),
        tile("Overdue", "€ 41,380", "9 invoices", Tone::Bad, &[10, 14, 12, 20, 31, 41]),
        tile(
            "Recognised this month",
            "€ 418,000",
            "+2.1% on forecast",
            Tone::Good,
            &[310, 290, 345, 320, 309, 315, 418],
        ),
    ]
}

pub fn dashboard(ctx: &Ctx) -> Markup {
    let chart_one = Chart {
        title: "Cash received and expected".into(),
        kind: ChartKind::Bar,
        unit: euros(),
        labels: months(),
        series: vec![
            series("Received", &[310, 290, 345, 320, 309, 315, 317, 306, 363, 393, 418]),
            series("Expected", &[300, 305, 320, 322, 326, 331, 334, 338, 350, 371, 402, 415]),
        ],
    };
    let work = [
        Comment {
            who: "4 quotes wait for your approval".into(),
            when: "€ 92,100".into(),
            body: html! { a href="/quotes" { "Open approvals" } },
            icon: Icon::ShieldCheck,
            tone: Tone::Warn,
        },
        Comment {
            who: "9 invoices are overdue".into(),
            when: "€ 41,380".into(),
            body: html! { a href="/invoices" { "Send reminders" } },
            icon: Icon::AlertCircle,
            tone: Tone::Bad,
        },
        Comment {
            who: "3 contracts can be ended before 1 December".into(),
            when: "€ 61,000".into(),
            body: html! { a href="/contracts" { "Plan renewals" } },
            icon: Icon::Calendar,
            tone: Tone::Info,
        },
    ];
    let body = html! {
        (stat_tiles(&tiles()))
        div class="q-charts" {
            (card(&chart_one.title, None, chart(ctx, &chart_one)))
            (card("To do", None, timeline(&work)))
        }
    };
    shell(ctx, "Good morning, Marieke", &[], html! {}, body)
}
