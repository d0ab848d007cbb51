//! Ageing: what each customer owes by how long it is overdue; the largest debtor first.

use super::{Cell, ColumnKind::*, Facts, Question, Row, Table, columns, drill};
use crate::{ids::CustomerId, money as amounts, payment::*, refusal::Refusal};
use std::collections::BTreeMap;

pub fn ageing(question: &Question, facts: &Facts) -> Result<Table, Refusal> {
    let items: Vec<OpenItem> = facts.open_items.iter().map(|(item, _)| item.clone()).collect();
    let names: BTreeMap<Option<CustomerId>, &str> =
        facts.open_items.iter().map(|(item, label)| (item.customer, label.name.as_str())).collect();
    let mut aged = crate::payment::ageing(&items, question.as_of)?;
    aged.sort_by_key(|row| (row.total.currency(), std::cmp::Reverse(row.total.minor())));
    let mut totals: BTreeMap<amounts::Currency, Aged> = BTreeMap::new();
    let mut rows = Vec::new();
    for row in &aged {
        let nothing = amounts::Money::zero(row.total.currency());
        let empty = Aged { customer: None, buckets: [nothing; 5], total: nothing };
        let sum = totals.entry(row.total.currency()).or_insert(empty);
        sum.total = sum.total.add(row.total)?;
        for (bucket, amount) in sum.buckets.iter_mut().zip(row.buckets) {
            *bucket = bucket.add(amount)?;
        }
        let name = names.get(&row.customer).filter(|_| row.customer.is_some());
        let first = name.map_or(Cell::word("row_none"), |name| Cell::Text((*name).to_string()));
        let customer = row.customer.map(|id| id.to_string()).unwrap_or_default();
        rows.push(Row { cells: cells(first, row), drill: drill("open_item", &[("customer", &customer)]) });
    }
    let totals = totals.values().map(|sum| Row { cells: cells(Cell::word("row_total"), sum), drill: None }).collect();
    let mut shown = vec![("customer", Text)];
    shown.extend(Bucket::ALL.map(|bucket| (bucket.key(), Money)));
    shown.push(("total", Money));
    Ok(Table { key: "ageing", columns: columns(&shown), rows, totals })
}

fn cells(first: Cell, row: &Aged) -> Vec<Cell> {
    let amounts = row.buckets.iter().chain([&row.total]).map(|amount| Cell::Money(*amount));
    std::iter::once(first).chain(amounts).collect()
}
