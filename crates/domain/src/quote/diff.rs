//! What is different between two revisions of a quote: terms, lines and totals, each figure as it was and as it is.

use super::{Quote, QuoteLine, Totals};
use crate::refusal::Refusal;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// The terms of a quote that a customer sees, in the order of its page.
const TERMS: &[&str] = &[
    "title",
    "contact",
    "currency",
    "valid_until",
    "payment_days",
    "payment_plan",
    "discount",
    "part_acceptance",
    "introduction",
    "notes",
];
/// The fields of a line that a customer sees.
const FIELDS: &[&str] = &[
    "kind",
    "alternative",
    "description",
    "quantity",
    "customer_quantity",
    "unit",
    "price",
    "discount",
    "charging",
    "term",
    "net",
];
/// What else the seller sees.
const INSIDE_TERMS: &[&str] = &["language", "owner", "opportunity", "price_book"];
const INSIDE_FIELDS: &[&str] = &["supply", "tax_class", "recognition", "standalone", "cost"];

/// A field with another value than before; nothing where there was or is none.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FieldChange {
    pub field: &'static str,
    pub before: Json,
    pub after: Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineChanged {
    Added,
    Removed,
    Changed,
}
impl LineChanged {
    pub fn key(self) -> &'static str {
        match self {
            LineChanged::Added => "added",
            LineChanged::Removed => "removed",
            LineChanged::Changed => "changed",
        }
    }
}

/// A line that came, went or changed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LineDiff {
    pub change: LineChanged,
    /// Its number: in the later quote, or in the earlier one when it is gone.
    pub no: u32,
    pub description: String,
    pub fields: Vec<FieldChange>,
}

/// What a later quote has different from an earlier one.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct QuoteDiff {
    pub terms: Vec<FieldChange>,
    /// In the order of the later quote's lines, then what is gone.
    pub lines: Vec<LineDiff>,
    pub before: Totals,
    pub after: Totals,
}
impl QuoteDiff {
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.lines.is_empty()
    }
}

/// Compares two quotes. `inside` adds what customers do not see.
pub fn diff(before: &Quote, after: &Quote, inside: bool) -> Result<QuoteDiff, Refusal> {
    let names = |shown: &'static [&'static str], more: &'static [&'static str]| {
        shown.iter().chain(if inside { more } else { &[] }).copied().collect::<Vec<_>>()
    };
    let bare = |quote: &Quote| values(&Quote { lines: Vec::new(), waterfall: Vec::new(), ..quote.clone() });
    let terms = changes(&bare(before), &bare(after), &names(TERMS, INSIDE_TERMS));
    let pairs = pairs(&before.lines, &after.lines);
    let fields = names(FIELDS, INSIDE_FIELDS);
    let mut lines = Vec::new();
    for (at, line) in after.lines.iter().enumerate() {
        let was = pairs.get(&at).map(|at| &before.lines[*at]);
        // Reading both as values costs more than seeing that they are the same.
        if was.is_some_and(|was| was == line) {
            continue;
        }
        let fields = changes(&was.map(values).unwrap_or_default(), &values(line), &fields);
        if was.is_none() || !fields.is_empty() {
            let change = if was.is_some() { LineChanged::Changed } else { LineChanged::Added };
            lines.push(LineDiff { change, no: line.no, description: line.terms.description.clone(), fields });
        }
    }
    let kept: BTreeSet<usize> = pairs.into_values().collect();
    for (_, line) in before.lines.iter().enumerate().filter(|(at, _)| !kept.contains(at)) {
        let fields = changes(&values(line), &Json::Null, &fields);
        let description = line.terms.description.clone();
        lines.push(LineDiff { change: LineChanged::Removed, no: line.no, description, fields });
    }
    Ok(QuoteDiff { terms, lines, before: before.totals()?, after: after.totals()? })
}

/// Which line of the earlier quote each line of the later one was: that of its number when it is about the same product, else
/// one of the same product whose number is gone. By places.
fn pairs(before: &[QuoteLine], after: &[QuoteLine]) -> BTreeMap<usize, usize> {
    let of = |line: &QuoteLine| line.terms.product;
    let by_no: BTreeMap<u32, usize> = before.iter().enumerate().map(|(at, line)| (line.no, at)).collect();
    let mut pairs = BTreeMap::new();
    for (at, line) in after.iter().enumerate() {
        if let Some(was) = by_no.get(&line.no).filter(|was| of(&before[**was]) == of(line)) {
            pairs.insert(at, *was);
        }
    }
    let taken: BTreeSet<usize> = pairs.values().copied().collect();
    let mut left: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, line) in before.iter().enumerate().rev().filter(|(at, _)| !taken.contains(at)) {
        if let Some(product) = of(line) {
            left.entry(product).or_default().push(at);
        }
    }
    for (at, line) in after.iter().enumerate() {
        if pairs.contains_key(&at) {
            continue;
        }
        if let Some(was) = of(line).and_then(|product| left.get_mut(&product)?.pop()) {
            pairs.insert(at, was);
        }
    }
    pairs
}

fn values<T: Serialize>(of: &T) -> Json {
    serde_json::to_value(of).unwrap_or_default()
}

fn changes(before: &Json, after: &Json, names: &[&'static str]) -> Vec<FieldChange> {
    let value = |of: &Json, name: &str| match of.get(name) {
        Some(value) => value.clone(),
        // An item is not written out, being what lines are.
        None if name == "kind" && of.is_object() => Json::from("item"),
        None => Json::Null,
    };
    let change = |name: &&'static str| {
        let (before, after) = (value(before, name), value(after, name));
        (before != after).then_some(FieldChange { field: name, before, after })
    };
    names.iter().filter_map(change).collect()
}
