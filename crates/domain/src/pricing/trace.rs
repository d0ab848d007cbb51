//! The waterfall: how a price came about, step by step, as data. Each step says which rule, what went in, what was done
//! and what came out; a rule that did not apply stands there too, with the reason. Words come from the step's key and
//! the reason's key, so that a stored waterfall reads in every language.

use crate::{document::DocRef, money::*, refusal::Refusal};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One step of how a line's price came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PriceStep {
    /// The line's number; 0 for the whole document.
    pub line: u32,
    /// Word key of the step: `step_list_price`, `step_tier`, `step_line_discount`, `step_quote_discount`, `step_rounding`.
    pub step: String,
    /// The document it came from (price book, product), with its version then.
    pub source: Option<DocRef>,
    pub source_version: Option<u32>,
    /// The code of the rule, where it is no document: a promotion, a guard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule_version: Option<u32>,
    /// The amount before this step, with all its places. Steps stored before they were kept have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<Operation>,
    /// The amount after this step, with all its places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact: Option<Amount>,
    /// Why the rule did not apply; then the amount is as before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_applied: Option<NotApplied>,
    /// Arithmetic in plain figures, such as `12 x 30.00`.
    pub arithmetic: String,
    /// The line's amount after this step.
    pub result: Money,
}

impl PriceStep {
    /// Whether it comes from the price itself, and not from what was done with the amount afterwards.
    pub fn is_of_price(&self) -> bool {
        let after = [
            "step_price_book",
            "step_line_discount",
            "step_quote_discount",
            "step_rounding",
            "step_promotion",
            "step_guard",
        ];
        !after.contains(&self.step.as_str())
    }
}

/// A quantity at a price.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Units {
    pub quantity: Quantity,
    pub price: Amount,
    /// The price is for this many units; for one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Quantity>,
    /// Added once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flat: Option<Amount>,
    /// The most that is charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Amount>,
    /// The row of the price table, 1 for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<u32>,
}
impl Units {
    pub fn of(quantity: Quantity, price: Amount) -> Units {
        Units { quantity, price, ..Units::default() }
    }
}

/// What a step did with the amount before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "operation", rename_all = "snake_case")]
pub enum Operation {
    /// Adds a quantity at a price.
    Units(Units),
    /// Adds whole packages or blocks of `size` units.
    Packages {
        count: Quantity,
        size: Quantity,
        price: Amount,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tier: Option<u32>,
    },
    /// Adds one amount.
    Fixed { amount: Amount },
    /// Adds a share of another amount, and a fixed amount `times` times.
    Share {
        percent: Percent,
        of: Amount,
        fixed: Amount,
        times: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tier: Option<u32>,
    },
    /// Adds what a formula gives.
    Formula { formula: String },
    /// Takes a percentage off.
    Off { percent: Percent },
    /// Takes an amount off, but never more than there is.
    OffAmount { amount: Amount },
    /// Raises it to a minimum.
    AtLeast { limit: Amount },
    /// Lowers it to a maximum.
    AtMost { limit: Amount },
    /// Sets it to an amount agreed otherwise.
    Becomes { amount: Amount },
    /// Uses the price that holds from a period on.
    FromPeriod { period: u32, from: u32 },
    /// Rounds it.
    Round { mode: Rounding, places: i32 },
    /// Weighs it, and leaves it as it was.
    Guard { verdict: super::Verdict, found: Option<Amount>, limit: Amount },
    /// Leaves it as it was.
    Nothing,
}
impl Operation {
    /// The operation in plain figures, on the amount `before` it and with what came `after`.
    fn arithmetic(&self, before: Decimal, after: Decimal, currency: Currency) -> String {
        let figures = |amount: Decimal| figures(amount, currency);
        match self {
            Operation::Units(units) => units.arithmetic(),
            Operation::Packages { count, size, price, .. } => {
                format!("{} x {price} / {}", count.value().normalize(), size.value().normalize())
            }
            Operation::Fixed { amount } => amount.to_string(),
            Operation::Share { percent, of, fixed, times, .. } => {
                let share = format!("{}% x {}", percent.value().normalize(), figures(of.value()));
                if fixed.value().is_zero() { share } else { format!("{share} + {times} x {fixed}") }
            }
            Operation::Formula { formula } => formula.clone(),
            Operation::Off { percent } => format!("{} - {}%", figures(before), percent.value().normalize()),
            Operation::OffAmount { amount } => format!("{} - {}", figures(before), figures(amount.value())),
            Operation::AtLeast { limit } => format!("{} >= {}", figures(before), figures(limit.value())),
            Operation::AtMost { limit } => format!("{} <= {}", figures(before), figures(limit.value())),
            Operation::Round { .. } => format!("{} -> {}", figures(before), figures(after)),
            Operation::Becomes { amount } => format!("{} -> {}", figures(before), figures(amount.value())),
            Operation::FromPeriod { period, from } => format!("{period} >= {from}"),
            Operation::Guard { found, limit, .. } => {
                let found = found.map_or_else(|| "?".to_string(), |found| found.value().normalize().to_string());
                format!("{found} ~ {limit}")
            }
            Operation::Nothing => figures(before).to_string(),
        }
    }
}
impl Units {
    fn arithmetic(&self) -> String {
        let mut text = format!("{} x {}", self.quantity.value().normalize(), self.price);
        if let Some(per) = self.per {
            text.push_str(&format!(" / {}", per.value().normalize()));
        }
        if let Some(flat) = self.flat.filter(|flat| !flat.value().is_zero()) {
            text.push_str(&format!(" + {flat}"));
        }
        if let Some(cap) = self.cap {
            text.push_str(&format!(" <= {cap}"));
        }
        text
    }
}

/// Why a rule did not apply. Its word is `why_not-<reason>`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum NotApplied {
    /// It is for another currency.
    OtherCurrency {
        currency: Currency,
    },
    /// It is for other customers.
    OtherCustomer,
    OtherSegment {
        segments: Vec<String>,
    },
    OtherChannel {
        channels: Vec<String>,
    },
    /// It begins later.
    NotYet {
        from: crate::dates::Date,
    },
    /// It ended.
    Ended {
        until: crate::dates::Date,
    },
    Archived,
    /// It has no price for this product.
    NoPrice,
    /// Another source comes first; its place in the list of sources.
    Behind {
        by: String,
    },
    /// All its uses are used up.
    UsedUp {
        limit: u32,
    },
    UsedUpByCustomer {
        limit: u32,
    },
    /// The amount is too small for it.
    BelowMinimum {
        minimum: Money,
    },
    /// It cannot stand with a rule that was applied.
    Excluded {
        by: String,
    },
    /// Nothing was left to take off.
    NothingLeft,
    /// The amount is within the limit already.
    WithinLimit,
}
impl NotApplied {
    /// The key of its word behind `why_not-`.
    pub fn key(&self) -> &'static str {
        match self {
            NotApplied::OtherCurrency { .. } => "other_currency",
            NotApplied::OtherCustomer => "other_customer",
            NotApplied::OtherSegment { .. } => "other_segment",
            NotApplied::OtherChannel { .. } => "other_channel",
            NotApplied::NotYet { .. } => "not_yet",
            NotApplied::Ended { .. } => "ended",
            NotApplied::Archived => "archived",
            NotApplied::NoPrice => "no_price",
            NotApplied::Behind { .. } => "behind",
            NotApplied::UsedUp { .. } => "used_up",
            NotApplied::UsedUpByCustomer { .. } => "used_up_by_customer",
            NotApplied::BelowMinimum { .. } => "below_minimum",
            NotApplied::Excluded { .. } => "excluded",
            NotApplied::NothingLeft => "nothing_left",
            NotApplied::WithinLimit => "within_limit",
        }
    }
}

/// A step as the calculation knows it: exact, and without a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub step: &'static str,
    /// Code and version of the rule, where it is one with a name.
    pub rule: Option<(String, u32)>,
    pub operation: Operation,
    /// The amount after it, not rounded.
    pub amount: Decimal,
    pub not_applied: Option<NotApplied>,
}

/// What a rule with a name did.
pub(crate) struct Ruled {
    pub code: String,
    pub version: u32,
    pub operation: Operation,
    pub not_applied: Option<NotApplied>,
}

/// Writes the steps of a calculation down, or nothing at all when nobody asked: then no text is made.
#[derive(Debug)]
pub struct Trace {
    steps: Option<Vec<Step>>,
    /// What stands before the part that is being calculated.
    base: Decimal,
    /// The amount before the first step.
    first: Decimal,
}
impl Trace {
    pub fn off() -> Trace {
        Trace { steps: None, base: Decimal::ZERO, first: Decimal::ZERO }
    }
    pub fn on() -> Trace {
        Trace::on_from(Decimal::ZERO)
    }
    /// Steps that begin with an amount.
    pub(crate) fn on_from(first: Decimal) -> Trace {
        Trace { steps: Some(Vec::new()), base: Decimal::ZERO, first }
    }
    pub fn steps(&self) -> &[Step] {
        self.steps.as_deref().unwrap_or_default()
    }
    /// Notes a step after which the part amounts to `amount`.
    pub(crate) fn add(&mut self, step: &'static str, amount: Decimal, operation: impl FnOnce() -> Operation) {
        let base = self.base;
        if let Some(steps) = &mut self.steps {
            let amount = base.saturating_add(amount);
            steps.push(Step { step, rule: None, operation: operation(), amount, not_applied: None });
        }
    }
    /// Notes a step of a rule with a name of its own, or that it did not apply.
    pub(crate) fn rule(&mut self, step: &'static str, amount: Decimal, rule: impl FnOnce() -> Ruled) {
        if let Some(steps) = &mut self.steps {
            let Ruled { code, version, operation, not_applied } = rule();
            steps.push(Step { step, rule: Some((code, version)), operation, amount, not_applied });
        }
    }
    /// Calculates a part that comes on top of `base`.
    pub(crate) fn on_top_of<T>(&mut self, base: Decimal, part: impl FnOnce(&mut Trace) -> T) -> T {
        let before = self.base;
        self.base = before.saturating_add(base);
        let found = part(self);
        self.base = before;
        found
    }
    /// The steps as they are stored, for one line.
    pub(crate) fn stored(self, line: u32, currency: Currency) -> Result<Vec<PriceStep>, Refusal> {
        let mut before = self.first;
        let stored = |step: Step| {
            let input = std::mem::replace(&mut before, step.amount);
            Ok(PriceStep {
                line,
                step: step.step.to_string(),
                source: None,
                source_version: None,
                rule_version: step.rule.as_ref().map(|(_, version)| *version),
                rule: step.rule.map(|(code, _)| code),
                input: Some(Amount(input)),
                arithmetic: step.operation.arithmetic(input, step.amount, currency),
                operation: Some(step.operation),
                exact: Some(Amount(step.amount)),
                not_applied: step.not_applied,
                result: Money::from_decimal(step.amount, currency, Rounding::HalfUp)?,
            })
        };
        self.steps.unwrap_or_default().into_iter().map(stored).collect()
    }
}

/// An amount with all its places, and at least those of the currency.
pub(super) fn figures(amount: Decimal, currency: Currency) -> Decimal {
    let mut plain = amount.normalize();
    if plain.scale() < currency.exponent() {
        plain.rescale(currency.exponent());
    }
    plain
}
