//! Cycle time: days from the first talk until a deal was won or lost. Half of the deals take at most the median; a few
//! slow ones pull the mean up.

use super::{Cell, ColumnKind::*, Deal, Facts, Question, Row, Table, columns, days, group, mean, median};
use crate::refusal::Refusal;

pub fn cycle_time(question: &Question, facts: &Facts) -> Result<Table, Refusal> {
    let closed = super::closed(question, facts);
    let mut rows = Vec::new();
    for (label, deals) in group::grouped(&closed, question.by) {
        let drill = group::opportunities(&label, question, "closed");
        rows.push(Row { drill, ..row(group::cell(&label), &deals) });
    }
    let totals = vec![row(Cell::word("row_total"), &closed)];
    let shown = [
        (question.by.key(), Text),
        ("deals", Count),
        ("days_mean", Days),
        ("days_median", Days),
        ("days_longest", Days),
    ];
    Ok(Table { key: "cycle_time", columns: columns(&shown), rows, totals })
}

fn row(first: Cell, deals: &[&Deal]) -> Row {
    let taken: Vec<i64> = deals.iter().filter_map(|deal| Some(deal.engaged?.days_until(deal.closed()?))).collect();
    let longest = days(taken.iter().max().and_then(|longest| mean(&[*longest])));
    Row { cells: vec![first, Cell::count(taken.len()), days(mean(&taken)), days(median(&taken)), longest], drill: None }
}
