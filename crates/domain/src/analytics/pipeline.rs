//! Pipeline: open deals by stage, what they are expected to bring, how long they have been open and which are late.

use super::{Cell, ColumnKind::*, Deal, Facts, Progress, Question, Row, Table, columns, days, drill, mean};
use crate::{money::*, refusal::Refusal};
use std::collections::BTreeSet;

const STAGES: [(Progress, &str); 3] =
    [(Progress::Prospecting, "prospecting"), (Progress::Engaged, "engaged"), (Progress::Quoted, "quoted")];

pub fn pipeline(question: &Question, facts: &Facts) -> Result<Table, Refusal> {
    let open: Vec<&Deal> = facts.deals.iter().filter(|deal| deal.closed().is_none()).collect();
    // A deal without an amount is counted in the first currency, so that each deal stands once.
    let mut currencies: BTreeSet<Option<Currency>> = open.iter().map(|deal| currency(deal)).collect();
    if currencies.len() > 1 {
        currencies.remove(&None);
    }
    let mut rows = Vec::new();
    let mut totals = Vec::new();
    for (n, wanted) in currencies.iter().enumerate() {
        let belongs = |deal: &&&Deal| currency(deal) == *wanted || (n == 0 && currency(deal).is_none());
        let here: Vec<&Deal> = open.iter().filter(belongs).copied().collect();
        for (progress, stage) in STAGES {
            let deals: Vec<&Deal> = here.iter().copied().filter(|deal| deal.progress == progress).collect();
            if !deals.is_empty() {
                let word = Cell::word(format!("state-{stage}"));
                rows.push(row(word, &deals, *wanted, question, drill("opportunity", &[("state", stage)]))?);
            }
        }
        totals.push(row(Cell::word("row_total"), &here, *wanted, question, None)?);
    }
    let shown = [("stage", Text), ("deals", Count), ("expected", Money), ("age_mean", Days), ("late", Count)];
    Ok(Table { key: "pipeline", columns: columns(&shown), rows, totals })
}

fn currency(deal: &Deal) -> Option<Currency> {
    deal.amount.map(|amount| amount.currency())
}

fn row(
    first: Cell,
    deals: &[&Deal],
    currency: Option<Currency>,
    question: &Question,
    drill: Option<String>,
) -> Result<Row, Refusal> {
    let expected = match currency {
        Some(currency) => Cell::Money(crate::money::Money::sum(currency, deals.iter().filter_map(|deal| deal.amount))?),
        None => Cell::Empty,
    };
    let ages: Vec<i64> = deals.iter().filter_map(|d| d.engaged).map(|date| date.days_until(question.as_of)).collect();
    let late = deals.iter().filter(|d| d.expected_close.is_some_and(|date| date < question.as_of)).count();
    Ok(Row { cells: vec![first, Cell::count(deals.len()), expected, days(mean(&ages)), Cell::count(late)], drill })
}
