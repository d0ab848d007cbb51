//! Grouping of deals: one row for each value of what is asked for, in each currency.

use super::{Cell, Deal, Question, drill};
use crate::{dates::Date, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// By what deals are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    #[default]
    Agent,
    Product,
    Customer,
    Sector,
    /// The month in which the deal closed.
    Month,
}
impl Group {
    pub const ALL: &[Group] = &[Group::Agent, Group::Product, Group::Customer, Group::Sector, Group::Month];
    /// Word key of its column, and the filter of the list behind a row.
    pub fn key(self) -> &'static str {
        match self {
            Group::Agent => "agent",
            Group::Product => "product",
            Group::Customer => "customer",
            Group::Sector => "sector",
            Group::Month => "month",
        }
    }
    /// From its key.
    pub fn parse(key: &str) -> Result<Group, Refusal> {
        let wrong = || Refusal::invalid("parameter_wrong").with("name", "by").with("given", key).at("by");
        Group::ALL.iter().copied().find(|group| group.key() == key).ok_or_else(wrong)
    }
}

/// A value by which rows are grouped: what identifies it, and what people call it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    pub name: String,
    /// An id, or the name again where there is none.
    pub key: String,
}
impl Label {
    /// A name that identifies itself.
    pub fn name(name: &str) -> Label {
        Label { name: name.to_string(), key: name.to_string() }
    }
}

fn label(deal: &Deal, by: Group) -> Option<Arc<Label>> {
    match by {
        Group::Agent => deal.agent.clone(),
        Group::Product => deal.product.clone(),
        Group::Customer => deal.customer.clone(),
        Group::Sector => deal.sector.clone(),
        Group::Month => deal.closed().map(|date| Arc::new(Label::name(&month(date)))),
    }
}

/// `2026-03`.
pub(super) fn month(date: Date) -> String {
    date.to_string()[..7].to_string()
}

/// Deals by group in order of name; those without a value stand together, last.
pub(super) fn grouped<'a>(deals: &[&'a Deal], by: Group) -> Vec<(Option<Arc<Label>>, Vec<&'a Deal>)> {
    let mut groups: BTreeMap<(bool, Option<Arc<Label>>), Vec<&Deal>> = BTreeMap::new();
    for deal in deals {
        let label = label(deal, by);
        groups.entry((label.is_none(), label)).or_default().push(deal);
    }
    groups.into_iter().map(|((_, label), deals)| (label, deals)).collect()
}

/// The first cell of a group's row.
pub(super) fn cell(label: &Option<Arc<Label>>) -> Cell {
    label.as_ref().map_or(Cell::word("row_none"), |label| Cell::Text(label.name.clone()))
}

/// The opportunities behind a group's row: in that state, closed when the question asks for it.
pub(super) fn opportunities(label: &Option<Arc<Label>>, question: &Question, state: &str) -> Option<String> {
    let value = label.as_ref().map_or("", |label| label.key.as_str());
    let (from, until) = match question.period {
        Some(period) => (Some(period.start.to_string()), period.last_day().to_string()),
        None => (None, question.as_of.to_string()),
    };
    let mut filters = vec![(question.by.key(), value), ("state", state), ("due_until", &until)];
    if let Some(from) = &from {
        filters.push(("due_from", from));
    }
    drill("opportunity", &filters)
}
