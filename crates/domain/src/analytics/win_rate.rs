//! Win rate: of the deals that closed, how many were won. Open deals say nothing yet and are left out.

use super::{Cell, ColumnKind::*, Deal, Facts, Question, Row, Table, columns, group};
use crate::refusal::Refusal;

pub fn win_rate(question: &Question, facts: &Facts) -> Result<Table, Refusal> {
    let closed = super::closed(question, facts);
    let mut rows = Vec::new();
    for (label, deals) in group::grouped(&closed, question.by) {
        let drill = group::opportunities(&label, question, "closed");
        rows.push(Row { drill, ..row(group::cell(&label), &deals) });
    }
    let totals = vec![row(Cell::word("row_total"), &closed)];
    let shown = [(question.by.key(), Text), ("won", Count), ("lost", Count), ("win_rate", Percent)];
    Ok(Table { key: "win_rate", columns: columns(&shown), rows, totals })
}

fn row(first: Cell, deals: &[&Deal]) -> Row {
    let won = deals.iter().filter(|deal| deal.is_won()).count();
    let lost = deals.len() - won;
    Row { cells: vec![first, Cell::count(won), Cell::count(lost), Cell::percent(won, deals.len())], drill: None }
}
