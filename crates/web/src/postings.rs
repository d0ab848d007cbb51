//! What a figure of the books is made of: the postings behind a balance, and the items that are open.

use crate::{
    books::{framed, links},
    lists::href_of,
    problem::Problem,
    session::Visitor,
    ui::{Cell, Column, ReportPage, Row, RowKind, Table},
};
use app::{
    App,
    books::{OpenRow, PostingLine, PostingQuery},
    narrowing::narrow_postings,
};
use axum::{
    extract::{Extension, Path, Query},
    response::Response,
};
use domain::{
    ids::CustomerId,
    money::{Currency, Money},
    refusal::Refusal,
};
use std::collections::BTreeMap;

/// Postings a page shows; older ones are reached by their days.
const SHOWN: u32 = 500;
type Asked = Query<Vec<(String, String)>>;

/// `GET /ledger/{account}`: the postings of an account, newest first, each leading to its document.
pub async fn account(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path(account): Path<String>,
    Query(mut asked): Asked,
) -> Result<Response, Problem> {
    let title = format!("{account} {}", visitor.t(&format!("account-{account}")));
    asked.push(("account".into(), account));
    page(&visitor, &app, title, &asked).await
}

/// `GET /ledger/postings?class=income&month=2026-03`: the postings that a report's row adds up.
pub async fn postings(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Query(asked): Asked,
) -> Result<Response, Problem> {
    let account = asked.iter().filter(|(name, _)| name == "account").map(|(_, code)| code.as_str()).next();
    let title = match account {
        Some(code) => format!("{code} {}", visitor.t(&format!("account-{code}"))),
        None => visitor.t("postings-title"),
    };
    page(&visitor, &app, title, &asked).await
}

async fn page(visitor: &Visitor, app: &App, title: String, asked: &[(String, String)]) -> Result<Response, Problem> {
    let fail = |r: Refusal| Problem(r, visitor.lang);
    let mut query = PostingQuery { limit: SHOWN, ..PostingQuery::default() };
    for (name, value) in asked {
        narrow_postings(&mut query, name, value).map_err(fail)?;
    }
    let found = app.postings(&visitor.reader(), &query).await.map_err(|e| fail(e.into_refusal()))?;
    let many_accounts = query.accounts.len() != 1;
    let mut columns = vec![Column::new(visitor.t("field-date"))];
    if many_accounts {
        columns.push(Column::new(visitor.t("field-account")));
    }
    columns.push(Column::new(visitor.t("field-description")).grow());
    columns.push(Column::new(visitor.t("field-document")));
    columns.push(Column::money(visitor.t("field-amount")));
    let rows = found.iter().map(|p| row(visitor, p, many_accounts));
    let sums =
        if found.len() < SHOWN as usize { sums(found.iter().map(|p| p.amount)).map_err(fail)? } else { Vec::new() };
    let rows = rows.chain(sums.iter().map(|sum| total(visitor, columns.len(), *sum))).collect();
    let given = Table { caption: title.clone(), columns, rows, cards: false };
    let page = ReportPage { tables: vec![(title.clone(), given)], ..ReportPage::default() };
    Ok(framed(visitor, &title, &page, links(visitor, &["trial_balance", "balance_sheet", "profit_and_loss"])))
}

fn row(visitor: &Visitor, p: &PostingLine, with_account: bool) -> Row {
    let name = Cell::from(p.document.as_ref().map(|(_, name)| name.clone()).unwrap_or_default());
    let document = match &p.document {
        Some((doc, _)) => name.drill(href_of(doc.kind, doc.id)),
        None => name,
    };
    let mut cells = vec![Cell::from(text::format::date(visitor.lang, p.date))];
    if with_account {
        let code = p.account.code();
        cells.push(Cell::from(format!("{code} {}", visitor.t(&format!("account-{code}")))));
    }
    let what = Cell::from(visitor.t(&format!("event-{}", p.description.replace('.', "-"))));
    cells.push(what.drill(format!("/why/{}", p.entry)));
    cells.push(document);
    cells.push(Cell::from(text::format::money(visitor.lang, p.amount)));
    Row::new(cells)
}

/// What the amounts add up to, in each currency.
fn sums(amounts: impl Iterator<Item = Money>) -> Result<Vec<Money>, Refusal> {
    let mut sums: BTreeMap<Currency, Money> = BTreeMap::new();
    for amount in amounts {
        let sum = sums.entry(amount.currency()).or_insert(Money::zero(amount.currency()));
        *sum = sum.add(amount)?;
    }
    Ok(sums.into_values().collect())
}

fn total(visitor: &Visitor, columns: usize, sum: Money) -> Row {
    let mut cells = vec![Cell::from(visitor.t("row-total"))];
    cells.extend((2..columns).map(|_| Cell::from("")));
    cells.push(Cell::from(text::format::money(visitor.lang, sum)));
    Row::kind(RowKind::Total, cells)
}

/// `GET /open-items?customer=cus_...`: what is open, the longest due first.
pub async fn open_items(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Query(asked): Asked,
) -> Result<Response, Problem> {
    let fail = |r: Refusal| Problem(r, visitor.lang);
    let customer = asked.iter().find(|(name, value)| name == "customer" && !value.is_empty());
    let customer = customer.map(|(_, id)| id.parse::<CustomerId>()).transpose().map_err(fail)?;
    let items = app.open_items(&visitor.reader(), customer).await.map_err(|e| fail(e.into_refusal()))?;
    let money = |m: Money| Cell::from(text::format::money(visitor.lang, m));
    let rows = items.iter().take(SHOWN as usize).map(|OpenRow { item, customer, number }| {
        let kind = crate::document::capital(&text::kind(visitor.lang, item.document.kind));
        let document = Cell::from(format!("{kind} {number}"));
        let days = item.date_due.days_until(visitor.today).max(0);
        Row::new(vec![
            Cell::from(text::format::date(visitor.lang, item.date_due)),
            document.drill(href_of(item.document.kind, item.document.id)),
            Cell::from(customer.as_str()),
            Cell::from(if item.is_credit() || days == 0 { String::new() } else { days.to_string() }),
            money(item.amount),
            money(item.open),
        ])
    });
    let sums = sums(items.iter().map(|row| row.item.open)).map_err(fail)?;
    let rows = rows.chain(sums.iter().map(|sum| total(&visitor, 6, *sum))).collect();
    let columns = vec![
        Column::new(visitor.t("field-date_due")),
        Column::new(visitor.t("field-document")).grow(),
        Column::new(crate::document::capital(&visitor.t("kind-customer"))),
        Column::money(visitor.t("column-days_late")),
        Column::money(visitor.t("field-amount")),
        Column::money(visitor.t("field-open")),
    ];
    let title = visitor.t("open-items-title");
    let given = Table { caption: title.clone(), columns, rows, cards: false };
    let page = ReportPage { tables: vec![(title.clone(), given)], ..ReportPage::default() };
    Ok(framed(&visitor, &title, &page, links(&visitor, &["ageing"])))
}
