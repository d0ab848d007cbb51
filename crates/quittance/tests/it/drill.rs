//! Every row of every report leads to just the documents, items or postings that it was computed from.

use crate::world::{Base, done, on_each_database};
use app::{
    App, Call,
    books::PostingQuery,
    narrowing::{narrow, narrow_postings},
    read::{Query, Reader},
};
use domain::{
    analytics::{Cell, REPORTS, Row, Table},
    dates::Date,
    document::Kind,
    money::Money,
};
use serde_json::json;

on_each_database!(reports_of_deals_lead_to_their_deals, reports_of_the_books_lead_to_their_rows,);

fn pairs(drill: &str) -> (String, Vec<(String, String)>) {
    let (noun, query) = drill.split_once('?').unwrap_or((drill, ""));
    (noun.to_string(), form_urlencoded::parse(query.as_bytes()).into_owned().collect())
}

fn at<'a>(table: &Table, row: &'a Row, key: &str) -> Option<&'a Cell> {
    row.cells.get(table.columns.iter().position(|c| c.key == key)?)
}

/// The deals a row counts.
fn counted(table: &Table, row: &Row) -> i64 {
    let count = |key| match at(table, row, key) {
        Some(Cell::Count(n)) => *n,
        _ => 0,
    };
    count("won") + count("lost") + count("deals")
}

async fn listed(app: &App, reader: &Reader, drill: &str) -> i64 {
    let (noun, filters) = pairs(drill);
    let mut query = Query { kind: Kind::from_noun(&noun), limit: 100, ..Query::default() };
    for (name, value) in filters {
        narrow(&mut query, &name, &value).unwrap();
    }
    i64::try_from(app.list(reader, query).await.unwrap().rows.len()).unwrap()
}

fn buyer(name: &str, sector: Option<&str>) -> serde_json::Value {
    json!({"name": name, "email": "administratie@klant.example", "sector": sector,
        "address": {"street": "Kade 1", "city": "Utrecht", "postal_code": "3511 AB", "country": "NL"}})
}

/// Deals of two sales persons and of nobody, with and without product, customer and sector, won, lost and open.
async fn deals(app: &App, call: &Call) {
    let shop = done(app, call, "customer.create", buyer("Winkel", Some("retail & wholesale"))).await;
    let firm = done(app, call, "customer.create", buyer("Firma", None)).await;
    let product = done(app, call, "product.create", json!({"sku": "A1", "name": "Schep"})).await;
    let cases = [
        (Some("Moosa Akoto"), Some(shop), true, Some("2026-02-03"), "win"),
        (Some("Moosa Akoto"), Some(firm), false, Some("2026-02-27"), "lose"),
        (Some("moosa akoto"), Some(shop), true, Some("2026-03-01"), "win"),
        (Some("Anna: de Wit & Zn"), None, true, Some("2026-03-31"), "win"),
        (None, Some(shop), false, Some("2026-04-01"), "lose"),
        (None, Some(firm), true, None, "open"),
        (Some("Moosa Akoto"), Some(shop), true, None, "open"),
    ];
    for (n, (agent, customer, has_product, closed, end)) in cases.into_iter().enumerate() {
        let deal = json!({"title": format!("Deal {n}"), "agent": agent, "customer": customer,
            "product": has_product.then_some(product), "expected": {"minor": 10_000 + n, "currency": "EUR"}});
        let deal = done(app, call, "opportunity.create", deal).await;
        done(app, call, "opportunity.engage", json!({"id": deal, "on": "2026-01-05"})).await;
        let end = match end {
            "win" => ("opportunity.win", json!({"id": deal, "on": closed})),
            "lose" => ("opportunity.lose", json!({"id": deal, "on": closed, "reason": "Prijs"})),
            _ => continue,
        };
        done(app, call, end.0, end.1).await;
    }
}

async fn reports_of_deals_lead_to_their_deals(base: Base) {
    let (app, call) = base.founded("owner@hovenier.example").await;
    deals(&app, &call).await;
    let reader = Reader { org: call.org, actor: call.actor.clone() };
    let mut followed = 0;
    for day in ["2026-03-15", "2026-12-31"] {
        let day: Date = day.parse().unwrap();
        for report in REPORTS.iter().filter(|report| report.key == "pipeline" || !report.groups.is_empty()) {
            let groups: Vec<_> = report.groups.iter().copied().map(Some).collect();
            for by in if groups.is_empty() { vec![None] } else { groups } {
                let table = app.report(&reader, report.key, day, by).await.unwrap();
                assert!(!table.rows.is_empty(), "{} is empty", report.key);
                for row in &table.rows {
                    let drill = row.drill.as_deref().unwrap();
                    assert_eq!(listed(&app, &reader, drill).await, counted(&table, row), "{}: {drill}", report.key);
                    followed += 1;
                }
            }
        }
    }
    assert!(followed > 60, "only {followed} rows were followed");
    let refused = app.report(&reader, "ageing", "2026-03-15".parse().unwrap(), Some(domain::analytics::Group::Month));
    assert_eq!(refused.await.unwrap_err().into_refusal().code, "report_group");

    // What was written again from facts leads to the same.
    let table = app.report(&reader, "win_rate", "2026-12-31".parse().unwrap(), None).await.unwrap();
    app.rebuild(call.org).await.unwrap();
    for row in &table.rows {
        assert_eq!(listed(&app, &reader, row.drill.as_deref().unwrap()).await, counted(&table, row));
    }
}

async fn reports_of_the_books_lead_to_their_rows(base: Base) {
    let (app, call) = base.founded("owner@hovenier.example").await;
    for (name, price) in [("Winkel", "100"), ("Firma", "250")] {
        let customer = done(&app, &call, "customer.create", buyer(name, None)).await;
        let lines = json!([{"description": "Advies", "quantity": "2", "unit": "HUR", "unit_price": price}]);
        let invoice = done(&app, &call, "invoice.create", json!({"customer": customer, "lines": lines})).await;
        done(&app, &call, "invoice.issue", json!({"id": invoice})).await;
        let amount = json!({"minor": 4_000, "currency": "EUR"});
        done(&app, &call, "payment.create", json!({"customer": customer, "amount": amount})).await;
    }
    let reader = Reader { org: call.org, actor: call.actor.clone() };
    let today = app.today(&reader).await.unwrap();
    let money = |cell: Option<&Cell>| match cell {
        Some(Cell::Money(money)) => money.minor(),
        _ => 0,
    };
    let sum = |amounts: &mut dyn Iterator<Item = Money>| amounts.map(|m| m.minor()).sum::<i64>();

    let ageing = app.report(&reader, "ageing", today, None).await.unwrap();
    assert_eq!(ageing.rows.len(), 2);
    for row in &ageing.rows {
        let (noun, filters) = pairs(row.drill.as_deref().unwrap());
        assert_eq!(noun, "open_item");
        let customer = filters[0].1.parse().unwrap();
        let items = app.open_items(&reader, Some(customer)).await.unwrap();
        assert_eq!(sum(&mut items.iter().map(|row| row.item.open)), money(row.cells.last()));
    }
    for key in ["trial_balance", "balance_sheet", "profit_and_loss", "revenue"] {
        let table = app.report(&reader, key, today, None).await.unwrap();
        let drilled: Vec<&Row> = table.rows.iter().filter(|row| row.drill.is_some()).collect();
        assert!(!drilled.is_empty(), "{key} leads nowhere");
        for row in drilled {
            let (noun, filters) = pairs(row.drill.as_deref().unwrap());
            assert_eq!(noun, "posting");
            let mut query = PostingQuery { limit: 100, ..PostingQuery::default() };
            for (name, value) in &filters {
                narrow_postings(&mut query, name, value).unwrap();
            }
            let postings = app.postings(&reader, &query).await.unwrap();
            // Some reports show income and debts as positive amounts.
            let shown = money(at(&table, row, "balance").or(row.cells.last()));
            assert_eq!(sum(&mut postings.iter().map(|p| p.amount)).abs(), shown.abs(), "{key}: {filters:?}");
        }
    }
}
