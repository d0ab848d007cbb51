//! What the customer may still choose on an offer that was sent: options, one of several alternatives, quantities within
//! bounds, and only some of the lines. A choice never changes the price of a line it is not about, but for what promotions take
//! off the whole.

use super::{LineKind, LineTerms, QUANTITY_MAX, Quote, QuoteLine};
use crate::{
    document::required,
    money::{Currency, Money, Percent, Quantity, Rounding},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Longest name of an alternative, and of what it is one of.
const NAME_MAX: usize = 60;

/// One of several things of which the customer gets one, such as `Support`: `Better`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("format" = "alternative"))]
pub struct Alternative {
    /// What is chosen: the same for all that stand in each other's place.
    pub group: String,
    /// The name of this one; lines with the same name are chosen together.
    pub name: String,
}

/// The quantities the customer may order of a line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("format" = "quantity_range"))]
pub struct QuantityRange {
    pub min: Quantity,
    pub max: Quantity,
    /// From the least on, in steps of this; one when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Quantity>,
}
impl QuantityRange {
    pub fn step(&self) -> Quantity {
        self.step.unwrap_or(Quantity::ONE)
    }
    pub fn allows(&self, quantity: Quantity) -> bool {
        let above =
            quantity.value().checked_sub(self.min.value()).and_then(|above| above.checked_rem(self.step().value()));
        self.min <= quantity && quantity <= self.max && above.is_some_and(|rest| rest.is_zero())
    }
    /// Up to `most` of the quantities it allows, the least and the greatest among them.
    pub fn samples(&self, most: u32) -> Vec<Quantity> {
        let (min, step) = (self.min.value(), self.step().value());
        let steps = ((self.max.value() - min) / step).trunc();
        let shown = steps.min(Decimal::from(most.max(2) - 1));
        let mut all = Vec::new();
        let mut at = Decimal::ZERO;
        while at <= shown {
            let nth = if shown.is_zero() { Decimal::ZERO } else { (steps * at / shown).trunc() };
            all.push(Quantity(min + step * nth));
            at += Decimal::ONE;
        }
        all
    }
    fn check(&self, at: Quantity) -> Result<(), Refusal> {
        let step = self.step();
        let known = |quantity: Quantity| quantity.micros().is_ok() && quantity.is_positive();
        let in_order = known(self.min) && known(self.max) && known(step) && self.min <= self.max;
        if !in_order || self.max > Quantity::from(QUANTITY_MAX) {
            let refusal = Refusal::invalid("quantity_range_wrong").with("min", self.min.value());
            return Err(refusal.with("max", self.max.value()).with("step", step.value()).with("limit", QUANTITY_MAX));
        }
        if self.allows(at) { Ok(()) } else { Err(self.refused("quantity_range_leaves_out", at)) }
    }
    fn refused(&self, code: &'static str, quantity: Quantity) -> Refusal {
        let refusal = Refusal::invalid(code).with("quantity", quantity.value()).with("min", self.min.value());
        refusal.with("max", self.max.value()).with("step", self.step().value())
    }
}

/// Another quantity of a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineQuantity {
    pub line: u32,
    pub quantity: Quantity,
}

/// What the customer chose. What is not named stays as it was offered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Selection {
    /// The numbers of the optional lines that are ordered too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<u32>,
    /// Which alternative is wanted, at most one of each group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    /// Other quantities, of lines that allow it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<LineQuantity>,
    /// The numbers of the lines that are accepted, where the quote may be accepted in part; all of them when left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<u32>,
}
impl Selection {
    pub fn is_empty(&self) -> bool {
        self.options.is_empty() && self.alternatives.is_empty() && self.quantities.is_empty() && self.lines.is_empty()
    }
}

impl QuoteLine {
    /// Refuses what cannot be chosen: an alternative without a name, of a line of another kind, or a range that leaves out
    /// the quantity that is offered.
    pub(super) fn check_choice(&self) -> Result<(), Refusal> {
        if let Some(range) = self.customer_quantity {
            if !self.kind.is_priced() {
                return Err(Refusal::invalid("quantity_range_of_words").at("customer_quantity"));
            }
            self.terms.check_quantity().map_err(|refusal| refusal.at("quantity"))?;
            range.check(self.terms.quantity).map_err(|refusal| refusal.at("customer_quantity"))?;
        }
        match (&self.alternative, self.kind) {
            (None, LineKind::Alternative) => Err(Refusal::invalid("alternative_unnamed").at("alternative")),
            (Some(_), LineKind::Optional | LineKind::Chosen | LineKind::Heading | LineKind::Note) => {
                Err(Refusal::invalid("alternative_of_kind").at("alternative"))
            }
            (Some(alternative), _) => alternative.check(),
            (None, _) => Ok(()),
        }
    }
}

impl Alternative {
    fn check(&self) -> Result<(), Refusal> {
        for (field, text) in [("alternative.group", &self.group), ("alternative.name", &self.name)] {
            required(field, text)?;
            if text.chars().count() > NAME_MAX {
                let refusal = Refusal::invalid("alternative_too_long").with("name", text);
                return Err(refusal.with("limit", NAME_MAX).at(field));
            }
        }
        Ok(())
    }
}

impl LineTerms {
    /// The same line with another quantity, priced as if it stood alone. A stand-alone price that was given is for the old
    /// quantity and goes along in proportion.
    pub fn with_quantity(&self, quantity: Quantity, quote_discount: Option<Percent>) -> Result<LineTerms, Refusal> {
        let currency = self.net.currency();
        let standalone = match self.standalone {
            Some(alone) => Some(in_proportion(alone, self.quantity, quantity, currency)?),
            None => None,
        };
        let mut terms = LineTerms { quantity, standalone, ..self.clone() };
        terms.price_by_itself(currency, quote_discount)?;
        Ok(terms)
    }
}

fn in_proportion(amount: Money, of: Quantity, to: Quantity, currency: Currency) -> Result<Money, Refusal> {
    let whole = amount.decimal().checked_mul(to.value()).and_then(|sum| sum.checked_div(of.value()));
    Money::from_decimal(whole.ok_or_else(|| Refusal::invalid("amount_too_large"))?, currency, Rounding::HalfUp)
}

impl Quote {
    /// The groups of alternatives, each with the names in it and whether they count, in the order of the lines.
    pub fn alternatives(&self) -> Vec<(&str, Vec<(&str, bool)>)> {
        let mut groups: Vec<(&str, Vec<(&str, bool)>)> = Vec::new();
        let (mut group_at, mut name_at) = (BTreeMap::new(), BTreeMap::new());
        for line in &self.lines {
            let Some(alternative) = &line.alternative else { continue };
            let place = *group_at.entry(alternative.group.as_str()).or_insert_with(|| {
                groups.push((&alternative.group, Vec::new()));
                groups.len() - 1
            });
            let names = &mut groups[place].1;
            let name = *name_at.entry(alternative).or_insert_with(|| {
                names.push((&alternative.name, false));
                names.len() - 1
            });
            names[name].1 |= line.kind.counts();
        }
        groups
    }
    /// Whether there is anything to choose for the customer.
    pub fn has_choices(&self) -> bool {
        self.part_acceptance
            || self.lines.iter().any(|line| {
                line.kind == LineKind::Optional || line.alternative.is_some() || line.customer_quantity.is_some()
            })
    }
    /// Refuses alternatives of which none, or more than one, is part of the price: the customer would not know what the
    /// total is of.
    pub fn check_alternatives(&self) -> Result<(), Refusal> {
        for (group, names) in self.alternatives() {
            let at = self.lines.iter().position(|line| line.alternative.as_ref().is_some_and(|a| a.group == group));
            let place = format!("lines.{}.alternative", at.unwrap_or_default());
            let of = |code: &'static str| Refusal::invalid(code).with("group", group).at(place.clone());
            let counting: Vec<&str> = names.iter().filter(|(_, counts)| *counts).map(|(name, _)| *name).collect();
            match (names.as_slice(), counting.as_slice()) {
                ([(only, _)], _) => return Err(of("alternative_alone").with("name", *only)),
                (_, []) => return Err(of("alternatives_none_counts")),
                (_, [_]) => {}
                (_, [first, second, ..]) => {
                    return Err(of("alternatives_two_count").with("first", *first).with("second", *second));
                }
            }
        }
        let counting: BTreeMap<_, _> = self.agreed().map(|line| (line.alternative.as_ref(), line.no)).collect();
        for (index, line) in self.lines.iter().enumerate().filter(|(_, line)| line.kind == LineKind::Alternative) {
            if let Some(other) = counting.get(&line.alternative.as_ref()) {
                let refusal = Refusal::invalid("alternative_divided").with("line", line.no).with("other", *other);
                return Err(refusal.at(format!("lines.{index}.kind")));
            }
        }
        Ok(())
    }

    /// The offer as the customer wants it. Refuses what was not left to them.
    pub fn choose(mut self, selection: &Selection) -> Result<Quote, Refusal> {
        self.open()?;
        self.choose_alternatives(&selection.alternatives)?;
        self.choose_options(&selection.options)?;
        self.choose_quantities(&selection.quantities)?;
        if !selection.lines.is_empty() {
            self.choose_part(&selection.lines)?;
        }
        // Promotions are taken off the whole, so that they change with what is chosen of it.
        if !self.promotions.is_empty() && !selection.is_empty() {
            self.price_all()?;
            self.explain_whole_again()?;
        }
        self.totals()?;
        Ok(self)
    }

    fn choose_alternatives(&mut self, chosen: &[Alternative]) -> Result<(), Refusal> {
        if chosen.is_empty() {
            return Ok(());
        }
        let (mut decided, groups) = (BTreeMap::new(), self.alternatives());
        for (index, wanted) in chosen.iter().enumerate() {
            let place = format!("alternatives.{index}");
            if let Some(first) = decided.insert(wanted.group.as_str(), wanted.name.as_str()) {
                let refusal = Refusal::invalid("alternatives_two_chosen").with("group", &wanted.group);
                return Err(refusal.with("first", first).with("second", &wanted.name).at(place));
            }
            let names = groups.iter().find(|(group, _)| *group == wanted.group).map(|(_, names)| names);
            if !names.is_some_and(|names| names.iter().any(|(name, _)| *name == wanted.name)) {
                return Err(self.no_alternative(wanted, names).at(place));
            }
        }
        for line in &mut self.lines {
            let of = line.alternative.as_ref();
            let Some((alternative, wanted)) = of.and_then(|of| Some((of, decided.get(of.group.as_str())?))) else {
                continue;
            };
            line.kind = if alternative.name == *wanted { LineKind::Item } else { LineKind::Alternative };
        }
        Ok(())
    }
    fn no_alternative(&self, wanted: &Alternative, names: Option<&Vec<(&str, bool)>>) -> Refusal {
        let known = match names {
            Some(names) => names.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
            None => self.alternatives().into_iter().map(|(group, _)| group).collect(),
        };
        let code = if names.is_some() { "alternative_unknown" } else { "alternative_group_unknown" };
        let refusal = self.refused(code).with("group", &wanted.group).with("name", &wanted.name);
        refusal.with("known", known.join(", "))
    }

    fn choose_options(&mut self, chosen: &[u32]) -> Result<(), Refusal> {
        let mut next = 0;
        for (index, no) in chosen.iter().enumerate() {
            match self.find(*no, next).map(|at| (at, self.lines[at].kind)) {
                Some((at, LineKind::Optional | LineKind::Chosen)) => {
                    self.lines[at].kind = LineKind::Chosen;
                    next = at + 1;
                }
                _ => {
                    let refusal = self.refused("quote_line_not_optional").with("line", *no);
                    return Err(refusal.at(format!("options.{index}")));
                }
            }
        }
        Ok(())
    }

    fn choose_quantities(&mut self, chosen: &[LineQuantity]) -> Result<(), Refusal> {
        let mut seen = BTreeSet::new();
        for (index, wanted) in chosen.iter().enumerate() {
            let (no, place) = (wanted.line, format!("quantities.{index}"));
            if !seen.insert(no) {
                return Err(self.refused("quote_line_twice").with("line", no).at(format!("{place}.line")));
            }
            let at = self.find(no, 0).ok_or_else(|| self.no_line(no).at(format!("{place}.line")))?;
            let line = &self.lines[at];
            if line.terms.quantity == wanted.quantity {
                continue;
            }
            let what = line.terms.description.lines().next().unwrap_or_default().to_string();
            let Some(range) = line.customer_quantity else {
                let refusal = self.refused("quote_quantity_fixed").with("line", no).with("what", what);
                return Err(refusal.with("quantity", line.terms.quantity.value()).at(format!("{place}.quantity")));
            };
            if !range.allows(wanted.quantity) {
                let refusal = range.refused("quote_quantity_out_of_range", wanted.quantity).with("line", no);
                return Err(refusal.with("what", what).at(format!("{place}.quantity")));
            }
            self.lines[at].terms = line.terms.with_quantity(wanted.quantity, self.discount)?;
            self.explain_again(at)?;
        }
        Ok(())
    }

    /// Everything that counts and is not named is left out.
    fn choose_part(&mut self, wanted: &[u32]) -> Result<(), Refusal> {
        if !self.part_acceptance {
            return Err(self.refused("quote_whole_only").at("lines"));
        }
        let offered: BTreeSet<u32> = self.agreed().map(|line| line.no).collect();
        for (index, no) in wanted.iter().enumerate() {
            if !offered.contains(no) {
                return Err(self.refused("quote_line_not_offered").with("line", *no).at(format!("lines.{index}")));
            }
        }
        let wanted: BTreeSet<u32> = wanted.iter().copied().collect();
        for line in self.lines.iter_mut().filter(|line| line.kind.counts() && !wanted.contains(&line.no)) {
            line.kind = match line.kind {
                LineKind::Chosen => LineKind::Optional,
                _ => LineKind::Declined,
            };
        }
        Ok(())
    }
}
