//! Deal size: what won deals brought. Currencies are never added, so a group has a row for each.

use super::{Cell, ColumnKind::*, Deal, Facts, Question, Row, Table, columns, group, mean, median, money};
use crate::{money as amounts, refusal::Refusal};
use std::collections::BTreeMap;

pub fn deal_size(question: &Question, facts: &Facts) -> Result<Table, Refusal> {
    let mut won = super::closed(question, facts);
    won.retain(|deal| deal.is_won() && deal.amount.is_some());
    let mut rows = Vec::new();
    for (label, deals) in group::grouped(&won, question.by) {
        let drill = group::opportunities(&label, question, "won");
        let by_currency = row_by_currency(&group::cell(&label), &deals)?;
        rows.extend(by_currency.into_iter().map(|row| Row { drill: drill.clone(), ..row }));
    }
    let totals = row_by_currency(&Cell::word("row_total"), &won)?;
    let shown = [
        (question.by.key(), Text),
        ("won", Count),
        ("amount", Money),
        ("amount_mean", Money),
        ("amount_median", Money),
        ("amount_largest", Money),
    ];
    Ok(Table { key: "deal_size", columns: columns(&shown), rows, totals })
}

fn row_by_currency(first: &Cell, deals: &[&Deal]) -> Result<Vec<Row>, Refusal> {
    let mut by_currency: BTreeMap<amounts::Currency, Vec<i64>> = BTreeMap::new();
    for amount in deals.iter().filter_map(|deal| deal.amount) {
        by_currency.entry(amount.currency()).or_default().push(amount.minor());
    }
    let row = |(currency, sizes): (amounts::Currency, Vec<i64>)| {
        let each = sizes.iter().map(|minor| amounts::Money::new(*minor, currency));
        let total = amounts::Money::sum(currency, each)?;
        let largest = sizes.iter().max().map_or(Cell::Empty, |m| Cell::Money(amounts::Money::new(*m, currency)));
        let (middle, mean) = (money(median(&sizes), currency), money(mean(&sizes), currency));
        let cells = vec![first.clone(), Cell::count(sizes.len()), Cell::Money(total), mean, middle, largest];
        Ok(Row { cells, drill: None })
    };
    by_currency.into_iter().map(row).collect()
}
