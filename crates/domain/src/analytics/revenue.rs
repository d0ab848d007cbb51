//! Revenue by month: what was earned here, and what an earlier system recorded. Months stand as they were posted.

use super::{Cell, ColumnKind::*, Facts, Question, Row, Table, columns, drill, group::month};
use crate::{dates::Date, ledger::Account, money as amounts, refusal::Refusal};
use std::collections::BTreeMap;

type Sums = [amounts::Money; 2];

pub fn revenue(question: &Question, facts: &Facts) -> Result<Table, Refusal> {
    let mut months: BTreeMap<(amounts::Currency, Date), Sums> = BTreeMap::new();
    let mut totals: BTreeMap<amounts::Currency, Sums> = BTreeMap::new();
    for income in facts.income.iter().filter(|income| question.asks_for(income.month)) {
        let column = match income.account {
            Account::Revenue => 0,
            Account::ImportedRevenue => 1,
            _ => continue,
        };
        let currency = income.amount.currency();
        let nothing = [amounts::Money::zero(currency); 2];
        let month = months.entry((currency, income.month.first_of_month())).or_insert(nothing);
        month[column] = month[column].add(income.amount)?;
        let total = totals.entry(currency).or_insert(nothing);
        total[column] = total[column].add(income.amount)?;
    }
    let row = |((_, first), sums): (&(amounts::Currency, Date), &Sums)| {
        let drill = drill("posting", &[("class", "income"), ("month", &month(*first))]);
        Ok(Row { cells: cells(Cell::Month(*first), *sums)?, drill })
    };
    let rows = months.iter().map(row).collect::<Result<_, Refusal>>()?;
    let total = |sums: &Sums| Ok(Row { cells: cells(Cell::word("row_total"), *sums)?, drill: None });
    let totals = totals.values().map(total).collect::<Result<_, Refusal>>()?;
    let shown = [("month", super::ColumnKind::Date), ("revenue", Money), ("imported", Money), ("total", Money)];
    Ok(Table { key: "revenue", columns: columns(&shown), rows, totals })
}

fn cells(first: Cell, [earned, imported]: Sums) -> Result<Vec<Cell>, Refusal> {
    Ok(vec![first, Cell::Money(earned), Cell::Money(imported), Cell::Money(earned.add(imported)?)])
}
