//! What the customer can still choose on an offer: the fields of it, and what was posted in them as the verb takes it. The page
//! adds nothing up; every price on it was worked out by the engine that priced the offer.

use crate::{
    document,
    session::Visitor,
    ui::{Choice, Field, Group, Kind as FieldKind},
};
use domain::{
    money::{Money, Quantity},
    quote::{Alternative, LineKind, Quote, QuoteLine},
};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// What stands in a radio button for "none of them".
const NONE: &str = "";

/// The fields as they were posted, last one first in force.
pub type Posted = [(String, String)];

fn posted<'a>(all: &'a Posted, name: &str) -> Option<&'a str> {
    all.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.trim())
}

/// A box that is not ticked is posted as `false`, a ticked one as `false` and then `true`.
pub fn is_ticked(all: &Posted, name: &str) -> bool {
    matches!(posted(all, name), Some("true" | "on"))
}

fn what(line: &QuoteLine) -> String {
    line.terms.description.lines().next().unwrap_or_default().to_string()
}

/// A line that is part of the offer, and that the customer may leave out by itself.
fn is_part(quote: &Quote, line: &QuoteLine) -> bool {
    quote.part_acceptance && line.kind.counts() && line.alternative.is_none()
}

/// The fields, with what was typed or chosen before in place of what was offered.
pub fn groups(visitor: &Visitor, quote: &Quote, all: &Posted) -> Vec<Group> {
    let mut fields = Vec::new();
    for (index, (group, names)) in quote.alternatives().into_iter().enumerate() {
        fields.push(alternatives(visitor, quote, (index, group), &names, all));
    }
    for line in &quote.lines {
        let price = text::format::money(visitor.lang, line.terms.net);
        let values = [("what", what(line).into()), ("price", price.into())];
        if is_part(quote, line) {
            let name = format!("take.{}", line.no);
            let ticked = posted(all, &name).is_none() || is_ticked(all, &name);
            let label = text::t_with(visitor.lang, "public-take", &values);
            fields.push(Field::new(name, label, FieldKind::Check).value(ticked.to_string()));
        }
        if line.kind == LineKind::Optional {
            let name = format!("option.{}", line.no);
            let ticked = is_ticked(all, &name);
            let label = text::t_with(visitor.lang, "public-option", &values);
            fields.push(Field::new(name, label, FieldKind::Check).value(ticked.to_string()));
        }
        fields.extend(quantity(visitor, line, all));
    }
    if fields.is_empty() {
        return Vec::new();
    }
    vec![Group::Fields { title: visitor.t("public-choices"), hint: None, fields }]
}

fn alternatives(
    visitor: &Visitor,
    quote: &Quote,
    (index, group): (usize, &str),
    names: &[(&str, bool)],
    all: &Posted,
) -> Field {
    let price = |name: &str| {
        let of = |line: &&QuoteLine| line.alternative.as_ref().is_some_and(|of| of.group == group && of.name == name);
        let nets = quote.lines.iter().filter(of).map(|line| line.terms.net);
        Money::sum(quote.currency, nets).map(|sum| text::format::money(visitor.lang, sum)).unwrap_or_default()
    };
    let choice = |(name, _): &(&str, bool)| {
        let values = [("what", (*name).into()), ("price", price(name).into())];
        Choice::new(*name, text::t_with(visitor.lang, "public-alternative", &values))
    };
    let none = quote.part_acceptance.then(|| Choice::new(NONE, visitor.t("public-none")));
    let offered = names.iter().find(|(_, counts)| *counts).map_or(NONE, |(name, _)| name);
    let field = format!("alternative.{index}");
    let chosen = posted(all, &field).unwrap_or(offered).to_string();
    let choices = names.iter().map(choice).chain(none).collect();
    Field::new(field, group, FieldKind::Radio(choices)).value(chosen).required()
}

fn quantity(visitor: &Visitor, line: &QuoteLine, all: &Posted) -> Option<Field> {
    let range = line.customer_quantity?;
    let shown = |quantity: Quantity| text::format::quantity(visitor.lang, quantity);
    let name = format!("quantity.{}", line.no);
    let typed = posted(all, &name).map_or_else(|| shown(line.terms.quantity), str::to_string);
    let values = [("what", what(line).into())];
    let bounds =
        [("min", shown(range.min).into()), ("max", shown(range.max).into()), ("step", shown(range.step()).into())];
    let hint = text::t_with(visitor.lang, "public-quantity-range", &bounds);
    let label = text::t_with(visitor.lang, "public-quantity", &values);
    Some(Field::new(name, label, FieldKind::Decimal).value(typed).hint(hint).required())
}

/// What was chosen, as the input of the verb: only what differs from the offer. What cannot be read is passed on as typed, and
/// the verb names it.
pub fn selection(visitor: &Visitor, quote: &Quote, all: &Posted) -> Json {
    let mut chosen = json!({});
    let numbers = |prefix: &str| -> Vec<u32> {
        let named = all.iter().filter_map(|(name, _)| name.strip_prefix(prefix)?.parse().ok());
        let named: BTreeSet<u32> = named.collect();
        named.into_iter().filter(|no| is_ticked(all, &format!("{prefix}{no}"))).collect()
    };
    let options = numbers("option.");
    let quantities: Vec<Json> = all.iter().filter_map(|(name, value)| changed(visitor, quote, name, value)).collect();
    let (mut alternatives, mut without) = (Vec::new(), BTreeSet::new());
    let groups = quote.alternatives();
    for (name, value) in all {
        let Some((group, names)) =
            name.strip_prefix("alternative.").and_then(|at| groups.get(at.parse::<usize>().ok()?))
        else {
            continue;
        };
        let offered = names.iter().find(|(_, counts)| *counts).map(|(name, _)| *name);
        match value.as_str() {
            NONE => {
                without.insert(*group);
            }
            name if offered == Some(name) => {}
            name => alternatives.push(Alternative { group: group.to_string(), name: name.to_string() }),
        }
    }
    let is_asked = |line: &QuoteLine| all.iter().any(|(name, _)| *name == format!("take.{}", line.no));
    let left_out = |line: &QuoteLine| {
        let of = line.alternative.as_ref();
        let without = of.is_some_and(|of| without.contains(of.group.as_str()));
        // Where the whole is offered the verb says so, rather than that a line would be taken all the same.
        without || (of.is_none() && is_asked(line) && !is_ticked(all, &format!("take.{}", line.no)))
    };
    if quote.lines.iter().any(|line| line.kind.counts() && left_out(line)) {
        let wanted = |line: &&QuoteLine| match &line.alternative {
            _ if left_out(line) => false,
            Some(of) => match alternatives.iter().find(|chosen| chosen.group == of.group) {
                Some(chosen) => chosen == of,
                None => line.kind.counts(),
            },
            None => line.kind.counts() || options.contains(&line.no),
        };
        let lines: Vec<u32> = quote.lines.iter().filter(wanted).map(|line| line.no).collect();
        // Nothing at all is no part of it; the verb says so.
        chosen["lines"] = if lines.is_empty() { json!([0]) } else { json!(lines) };
    }
    for (name, value) in
        [("options", json!(options)), ("alternatives", json!(alternatives)), ("quantities", json!(quantities))]
    {
        if value.as_array().is_some_and(|all| !all.is_empty()) {
            chosen[name] = value;
        }
    }
    chosen
}

/// A quantity that is not the one offered.
fn changed(visitor: &Visitor, quote: &Quote, name: &str, value: &str) -> Option<Json> {
    let no: u32 = name.strip_prefix("quantity.")?.parse().ok()?;
    let typed = text::parse::decimal(visitor.lang, value.trim());
    let line = quote.lines.iter().find(|line| line.no == no);
    if typed.is_some() && line.map(|line| line.terms.quantity.value()) == typed {
        return None;
    }
    let quantity = typed.map_or_else(|| json!(value.trim()), |typed| json!(typed.to_string()));
    Some(json!({"line": no, "quantity": quantity}))
}

/// The sum of an offer as it is chosen.
pub fn totals(visitor: &Visitor, totals: &domain::quote::Totals) -> maud::Markup {
    crate::approvals::totals(visitor, totals)
}

/// Where in the form a refusal belongs, in the words of the page.
pub fn sentence(visitor: &Visitor, refusal: &domain::refusal::Refusal) -> String {
    document::capital(&text::refusal(visitor.lang, refusal))
}
