//! Each report on a few rows, with the arithmetic in the comments.

use super::*;
use crate::{document::*, ids::*, ledger::Account};

fn d(s: &str) -> Date {
    s.parse().unwrap()
}
fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}
fn usd(minor: i64) -> Money {
    Money::new(minor, "USD".parse().unwrap())
}
fn raw(n: u32) -> RawId {
    RawId::from_moment(1, [1; 10]).derive(n)
}
fn question(by: Group) -> Question {
    Question { as_of: d("2026-06-30"), period: None, by }
}

/// `agent | stage | engaged | closed or expected | amount`.
fn deal(agent: &str, stage: &str, engaged: &str, date: &str, amount: Option<Money>) -> Deal {
    let progress = Progress::new(stage, date.parse().ok()).unwrap();
    let is_closed = matches!(progress, Progress::Won(_) | Progress::Lost(_));
    let expected_close = if is_closed { None } else { date.parse().ok() };
    let label = |name: &str| (!name.is_empty()).then(|| Arc::new(Label::name(name)));
    let (engaged, agent) = (engaged.parse().ok(), label(agent));
    Deal {
        progress,
        amount,
        engaged,
        expected_close,
        agent,
        product: None,
        customer: label("Bakker & Zn"),
        sector: None,
    }
}

fn deals() -> Facts {
    let deals = vec![
        deal("Moos", "won", "2026-01-01", "2026-01-11", Some(eur(100_000))),
        deal("Moos", "won", "2026-01-01", "2026-02-10", Some(eur(50_001))),
        deal("Moos", "lost", "2026-03-01", "2026-03-06", Some(eur(70_000))),
        deal("Anna", "won", "2026-01-01", "2026-04-11", Some(usd(99_900))),
        deal("", "lost", "", "2026-05-01", None),
        deal("Anna", "won", "2026-06-01", "2026-07-01", Some(eur(999))),
        deal("Anna", "engaged", "2026-06-10", "2026-06-29", Some(eur(30_000))),
        deal("Anna", "engaged", "2026-06-20", "2026-06-30", Some(eur(20_000))),
        deal("Moos", "quoted", "2026-05-31", "", Some(usd(10_000))),
        deal("Moos", "prospecting", "", "", None),
    ];
    Facts { deals: deals.into(), ..Facts::default() }
}

/// A row as text: cells by `|`, money and decimals plain, words by their key; the drill behind `->`.
fn shown(table: &Table) -> Vec<String> {
    let cell = |cell: &Cell| match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Word { word } => format!("<{word}>"),
        Cell::Money(money) => money.to_string(),
        Cell::Count(n) => n.to_string(),
        Cell::Percent(d) | Cell::Days(d) => d.to_string(),
        Cell::Date(date) | Cell::Month(date) => date.to_string(),
    };
    let line = |row: &Row| {
        assert_eq!(row.cells.len(), table.columns.len(), "{}: a cell for each column", table.key);
        let cells: Vec<String> = row.cells.iter().map(cell).collect();
        let drill = row.drill.as_ref().map(|drill| format!(" -> {drill}")).unwrap_or_default();
        format!("{}{drill}", cells.join("|"))
    };
    table.rows.iter().chain(&table.totals).map(line).collect()
}

fn check(key: &str, question: Question, facts: &Facts, want: &[&str]) {
    let table = (report(key).unwrap().compute)(&question, facts).unwrap();
    assert_eq!(table.key, key);
    assert_eq!(shown(&table), want);
}

#[test]
fn pipeline_counts_open_deals_by_stage_and_currency() {
    // Ages on 30 June: 20 and 10 days, mean 15; expected yesterday is late, today is not.
    check(
        "pipeline",
        question(Group::Agent),
        &deals(),
        &[
            "<state-prospecting>|1|0.00 EUR||0 -> opportunity?state=prospecting",
            "<state-engaged>|2|500.00 EUR|15|1 -> opportunity?state=engaged",
            "<state-quoted>|1|100.00 USD|30|0 -> opportunity?state=quoted",
            "<row_total>|3|500.00 EUR|15|1",
            "<row_total>|1|100.00 USD|30|0",
        ],
    );
    check("pipeline", question(Group::Agent), &Facts::default(), &[]);
}

#[test]
fn win_rate_is_won_of_closed() {
    // Moos 2 of 3 = 66.67; one of nobody lost; the deal of July is after the day asked for.
    check(
        "win_rate",
        question(Group::Agent),
        &deals(),
        &[
            "Anna|1|0|100 -> opportunity?agent=Anna&state=closed&due_until=2026-06-30",
            "Moos|2|1|66.67 -> opportunity?agent=Moos&state=closed&due_until=2026-06-30",
            "<row_none>|0|1|0 -> opportunity?agent=&state=closed&due_until=2026-06-30",
            "<row_total>|3|2|60",
        ],
    );
    let july =
        Question { period: Some(Period { start: d("2026-07-01"), end: d("2026-08-01") }), ..question(Group::Month) };
    check(
        "win_rate",
        july,
        &deals(),
        &[
            "2026-07|1|0|100 -> opportunity?month=2026-07&state=closed&due_until=2026-07-31&due_from=2026-07-01",
            "<row_total>|1|0|100",
        ],
    );
    check("win_rate", question(Group::Agent), &Facts::default(), &["<row_total>|0|0|"]);
}

#[test]
fn cycle_time_counts_days_from_first_talk() {
    // Moos 10, 40, 5: mean 18.33, median 10. All with Anna's 100: mean 38.75, median 25.
    check(
        "cycle_time",
        question(Group::Customer),
        &deals(),
        &[
            "Bakker & Zn|4|38.75|25|100 -> opportunity?customer=Bakker%20%26%20Zn&state=closed&due_until=2026-06-30",
            "<row_total>|4|38.75|25|100",
        ],
    );
    let moos = Facts { deals: deals().deals.iter().take(3).cloned().collect::<Vec<_>>().into(), ..Facts::default() };
    check(
        "cycle_time",
        question(Group::Product),
        &moos,
        &[
            "<row_none>|3|18.33|10|40 -> opportunity?product=&state=closed&due_until=2026-06-30",
            "<row_total>|3|18.33|10|40",
        ],
    );
}

#[test]
fn deal_size_keeps_currencies_apart() {
    // 1,000.00 and 500.01: mean 750.005, half up 750.01, and so is the median.
    check(
        "deal_size",
        question(Group::Agent),
        &deals(),
        &[
            "Anna|1|999.00 USD|999.00 USD|999.00 USD|999.00 USD -> opportunity?agent=Anna&state=won&due_until=2026-06-30",
            "Moos|2|1500.01 EUR|750.01 EUR|750.01 EUR|1000.00 EUR -> opportunity?agent=Moos&state=won&due_until=2026-06-30",
            "<row_total>|2|1500.01 EUR|750.01 EUR|750.01 EUR|1000.00 EUR",
            "<row_total>|1|999.00 USD|999.00 USD|999.00 USD|999.00 USD",
        ],
    );
}

#[test]
fn ageing_lists_the_largest_debtor_first() {
    let item = |n: u32, customer: Option<u32>, due: &str, open: Money| {
        let item = OpenItem {
            id: raw(n).into(),
            entity: raw(0).into(),
            customer: customer.map(|n| raw(n).into()),
            document: DocRef { kind: Kind::Invoice, id: raw(n) },
            date: d(due),
            date_due: d(due),
            amount: open,
            open,
        };
        (item, Arc::new(Label::name(&format!("customer {}", customer.unwrap_or(0)))))
    };
    let open_items = vec![
        item(1, Some(1), "2026-06-30", eur(100)),
        item(2, Some(2), "2026-06-29", eur(200)),
        item(3, Some(2), "2026-03-01", eur(300)),
        item(4, None, "2026-06-15", eur(-50)),
        item(5, Some(1), "2026-06-30", eur(0)),
    ];
    let facts = Facts { open_items, ..Facts::default() };
    let of = |n: u32| format!("open_item?customer={}", CustomerId(raw(n)));
    let want = [
        format!("customer 2|0.00 EUR|2.00 EUR|0.00 EUR|0.00 EUR|3.00 EUR|5.00 EUR -> {}", of(2)),
        format!("customer 1|1.00 EUR|0.00 EUR|0.00 EUR|0.00 EUR|0.00 EUR|1.00 EUR -> {}", of(1)),
        "<row_none>|0.00 EUR|-0.50 EUR|0.00 EUR|0.00 EUR|0.00 EUR|-0.50 EUR -> open_item?customer=".to_string(),
        "<row_total>|1.00 EUR|1.50 EUR|0.00 EUR|0.00 EUR|3.00 EUR|5.50 EUR".to_string(),
    ];
    check("ageing", question(Group::Agent), &facts, &want.each_ref().map(String::as_str));
}

#[test]
fn revenue_is_summed_by_month() {
    let income = |month: &str, account, minor| MonthIncome { month: d(month), account, amount: eur(minor) };
    let income = vec![
        income("2026-01-31", Account::Revenue, 100),
        income("2026-01-01", Account::ImportedRevenue, 30),
        income("2026-02-01", Account::Revenue, -20),
        income("2026-07-01", Account::Revenue, 999),
    ];
    check(
        "revenue",
        question(Group::Agent),
        &Facts { income, ..Facts::default() },
        &[
            "2026-01-01|1.00 EUR|0.30 EUR|1.30 EUR -> posting?class=income&month=2026-01",
            "2026-02-01|-0.20 EUR|0.00 EUR|-0.20 EUR -> posting?class=income&month=2026-02",
            "<row_total>|0.80 EUR|0.30 EUR|1.10 EUR",
        ],
    );
}

#[test]
fn the_books_close_to_zero() {
    let sum = |account, debit, credit| AccountSum { account, debit: eur(debit), credit: eur(credit) };
    let books = vec![
        sum(Account::Receivables, 12_100, 0),
        sum(Account::Revenue, 0, 10_000),
        sum(Account::VatPayable, 0, 2_100),
        sum(Account::Bank, 6_000, 4_000),
        sum(Account::Equity, 0, 6_000),
        sum(Account::CostOfSales, 4_000, 0),
    ];
    let facts = Facts { books, ..Facts::default() };
    check(
        "trial_balance",
        question(Group::Agent),
        &Facts { books: facts.books[..2].to_vec(), ..Facts::default() },
        &[
            "1300|<account-1300>|121.00 EUR|0.00 EUR|121.00 EUR -> posting?account=1300&until=2026-06-30",
            "8000|<account-8000>|0.00 EUR|100.00 EUR|-100.00 EUR -> posting?account=8000&until=2026-06-30",
            "|<row_total>|121.00 EUR|100.00 EUR|21.00 EUR",
        ],
    );
    check(
        "balance_sheet",
        question(Group::Agent),
        &facts,
        &[
            "1000|<account-1000>|20.00 EUR -> posting?account=1000&until=2026-06-30",
            "1300|<account-1300>|121.00 EUR -> posting?account=1300&until=2026-06-30",
            "|<account_class-asset>|141.00 EUR",
            "1500|<account-1500>|21.00 EUR -> posting?account=1500&until=2026-06-30",
            "|<account_class-liability>|21.00 EUR",
            "0500|<account-0500>|60.00 EUR -> posting?account=0500&until=2026-06-30",
            "|<account_class-equity>|60.00 EUR",
            "|<row_result>|60.00 EUR",
            "|<row_difference>|0.00 EUR",
        ],
    );
    let june = Question { period: Some(Period::months(d("2026-06-01"), 1)), ..question(Group::Agent) };
    check(
        "profit_and_loss",
        june,
        &facts,
        &[
            "8000|<account-8000>|100.00 EUR -> posting?account=8000&until=2026-06-30&from=2026-06-01",
            "|<account_class-income>|100.00 EUR",
            "7000|<account-7000>|40.00 EUR -> posting?account=7000&until=2026-06-30&from=2026-06-01",
            "|<account_class-expense>|40.00 EUR",
            "|<row_result>|60.00 EUR",
        ],
    );
}

#[test]
fn a_table_is_plain_json() {
    let table = (report("win_rate").unwrap().compute)(&question(Group::Month), &deals()).unwrap();
    let json = serde_json::to_value(&table).unwrap();
    assert_eq!(json["columns"][3], serde_json::json!({"key": "win_rate", "kind": "percent"}));
    assert_eq!(json["totals"][0]["cells"], serde_json::json!([{"word": "row_total"}, 3, 2, "60"]));
    assert_eq!(report("churn").unwrap_err().code, "report_unknown");
}
