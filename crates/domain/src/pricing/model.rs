//! The list of price models as they are stored. Each model is a struct in a file of its own that says how it is checked
//! when saved and what it makes of a quantity; a line in the list gives it its name in JSON.

use super::{Ask, Trace, graduated, per_unit, volume};
use crate::{money::*, refusal::Refusal};
use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One step of a tier table. Upper bounds are inclusive; the last tier has none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tier {
    pub up_to: Option<Quantity>,
    pub unit_price: Amount,
    /// Charged once when the tier is reached, beside the units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flat: Option<Amount>,
    /// The most that is charged for this tier, its flat amount included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Amount>,
}

/// What every price model can do.
pub(crate) trait Reading {
    /// Refuses what can never be priced; `place` is the path of the price.
    fn check(&self, place: &str) -> Result<(), Refusal>;
    /// What is asked costs this much, not rounded; writes its steps down when they are wanted.
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal>;
    /// What each event of `ask` adds. The price of all after it less that of all before it: an event is never priced
    /// alone, or a second one would begin in the first tier again.
    fn by_event(&self, ask: &Ask) -> Result<Vec<Decimal>, Refusal> {
        let mut before = Decimal::ZERO;
        let mut sum = Quantity::ZERO;
        let charge = |event: &Amount| {
            sum = sum.add(Quantity(event.value()));
            let after = self.amount(&Ask { quantity: sum, events: &[], ..*ask }, &mut Trace::off())?;
            Ok(after.saturating_sub(std::mem::replace(&mut before, after)))
        };
        ask.events.iter().map(charge).collect()
    }
    /// The prices it is made of, each with the rest of its path.
    fn nested(&self) -> Vec<(String, &PriceModel)> {
        Vec::new()
    }
}

macro_rules! price_models {
    ($($(#[$doc:meta])* $variant:ident($model:ty)),* $(,)?) => {
        /// How a quantity becomes an amount. The model's name decides how a tier table is read, never the table.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "model", rename_all = "snake_case")]
        #[schemars(extend("format" = "price_model"))]
        pub enum PriceModel {
            /// Each unit costs the same.
            PerUnit { unit_price: Amount },
            /// Each slice of the quantity is charged at its own tier's price.
            Graduated { tiers: Vec<Tier> },
            /// The whole quantity is charged at the price of the tier it falls in.
            Volume { tiers: Vec<Tier> },
            $($(#[$doc])* $variant($model),)*
        }
        impl PriceModel {
            /// Runs `with` on the model behind the name.
            pub(super) fn read<T>(&self, with: impl FnOnce(&dyn Reading) -> T) -> T {
                match self {
                    PriceModel::PerUnit { unit_price } => with(&per_unit::PerUnit { unit_price: *unit_price }),
                    PriceModel::Graduated { tiers } => with(&graduated::Graduated { tiers }),
                    PriceModel::Volume { tiers } => with(&volume::Volume { tiers }),
                    $(PriceModel::$variant(model) => with(model),)*
                }
            }
            pub(super) fn nested(&self) -> Vec<(String, &PriceModel)> {
                match self {
                    PriceModel::PerUnit { .. } | PriceModel::Graduated { .. } | PriceModel::Volume { .. } => Vec::new(),
                    $(PriceModel::$variant(model) => Reading::nested(model),)*
                }
            }
        }
    };
}
price_models! {
    /// One amount, whatever the quantity.
    Flat(super::Flat),
    /// A price for a number of units: 15.24 a dozen.
    PerQuantity(super::PerQuantity),
    /// Whole packages; a started one counts whole.
    Package(super::Package),
    /// Each slice of the quantity in blocks of its own tier.
    GraduatedBlocks(super::GraduatedBlocks),
    /// The whole quantity in blocks of the tier it falls in.
    VolumeBlocks(super::VolumeBlocks),
    /// One amount for the step the quantity falls on.
    Stairstep(super::Stairstep),
    /// The amounts of all steps up to the one the quantity falls on.
    SumOfFlats(super::SumOfFlats),
    /// A share of the amount of each transaction.
    Percentage(super::Percentage),
    /// A share of each slice of the amount at its own tier's rate.
    GraduatedPercentage(super::GraduatedPercentage),
    /// Whatever a formula says.
    Formula(super::Formula),
    /// A recurring amount with units in it, and a price for what is used beyond.
    RecurringPlusOverage(super::RecurringPlusOverage),
    /// No less and no more than agreed.
    Limited(super::Limited),
    /// At least the agreed spend; the difference is a line of its own.
    MinimumCommitment(super::MinimumCommitment),
    /// Another price from a later period on.
    Ramp(super::Ramp),
    /// Another rounding than the currency's, or a rounding of what is counted.
    Rounded(super::Rounded),
}

/// How deep prices may stand in prices.
const DEPTH_MAX: usize = 6;
/// How many tiers, steps or periods one price may have.
pub(super) const ROWS_MAX: usize = 1_000;

impl PriceModel {
    /// Refuses negative prices, tables with a gap, a step back or no end, limits that contradict each other and formulas
    /// that do not add up; `place` is the path of the price.
    ///
    /// Only upper bounds are kept, so two tiers can neither overlap nor leave a gap for a fractional quantity.
    pub fn check(&self, place: &str) -> Result<(), Refusal> {
        self.check_depth(place, 1)
    }
    fn check_depth(&self, place: &str, depth: usize) -> Result<(), Refusal> {
        if depth > DEPTH_MAX {
            return Err(Refusal::invalid("price_too_deep").with("limit", DEPTH_MAX).at(place));
        }
        self.read(|model| model.check(place))?;
        self.nested().into_iter().try_for_each(|(path, price)| price.check_depth(&format!("{place}.{path}"), depth + 1))
    }
    /// The name as it stands in JSON, and the key of its words behind `price_model-`.
    pub fn key(&self) -> String {
        let json = serde_json::to_value(self).unwrap_or_default();
        json.get("model").and_then(|name| name.as_str()).unwrap_or_default().to_string()
    }
}

/// A price inside a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Inner(pub Box<PriceModel>);
impl From<PriceModel> for Inner {
    fn from(price: PriceModel) -> Inner {
        Inner(Box::new(price))
    }
}
impl std::ops::Deref for Inner {
    type Target = PriceModel;
    fn deref(&self) -> &PriceModel {
        &self.0
    }
}
// Written by hand: schemas are inlined where verbs are described, and one that holds itself has no end.
impl JsonSchema for Inner {
    fn schema_name() -> Cow<'static, str> {
        "InnerPrice".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "format": "price_model",
            "description": "A price of any model",
            "properties": {"model": {"type": "string"}},
            "required": ["model"],
            "additionalProperties": true
        })
    }
}

/// Refuses a price below zero; `field` is its path.
pub(super) fn not_below_zero(price: Amount, place: &str, field: &str) -> Result<(), Refusal> {
    if price >= Amount::ZERO {
        return Ok(());
    }
    Err(Refusal::invalid("price_negative").with("price", price.value()).at(format!("{place}.{field}")))
}

/// Refuses a size, or a base, of nothing or less.
pub(super) fn above_zero(size: Quantity, place: &str, field: &str) -> Result<(), Refusal> {
    if size.is_positive() {
        return size.micros().map(|_| ()).map_err(|refusal| refusal.at(format!("{place}.{field}")));
    }
    Err(Refusal::invalid("quantity_not_positive").with("quantity", size.value()).at(format!("{place}.{field}")))
}

/// Refuses a rate that is no share of an amount.
pub(super) fn is_share(rate: Percent, place: &str, field: &str) -> Result<(), Refusal> {
    if rate.is_between_0_and_100() {
        return Ok(());
    }
    Err(Refusal::invalid("price_percent_out_of_range").with("percent", rate.value()).at(format!("{place}.{field}")))
}

/// Refuses a minimum above the maximum, and limits below zero.
pub(super) fn limits_agree(minimum: Option<Amount>, maximum: Option<Amount>, place: &str) -> Result<(), Refusal> {
    minimum.map_or(Ok(()), |minimum| not_below_zero(minimum, place, "minimum"))?;
    maximum.map_or(Ok(()), |maximum| not_below_zero(maximum, place, "maximum"))?;
    match (minimum, maximum) {
        (Some(minimum), Some(maximum)) if minimum > maximum => {
            let refusal = Refusal::invalid("price_limits_contradict").with("minimum", minimum.value());
            Err(refusal.with("maximum", maximum.value()).at(format!("{place}.minimum")))
        }
        _ => Ok(()),
    }
}

/// Refuses a table of rows whose upper bounds do not ascend, or that does not end open; `field` names the table.
pub(super) fn rows_ascend<R>(
    rows: &[R],
    up_to: impl Fn(&R) -> Option<Decimal>,
    place: &str,
    field: &str,
) -> Result<(), Refusal> {
    if rows.is_empty() {
        return Err(Refusal::invalid("tiers_missing").at(format!("{place}.{field}")));
    }
    if rows.len() > ROWS_MAX {
        let refusal = Refusal::invalid("price_rows_too_many").with("rows", rows.len()).with("limit", ROWS_MAX);
        return Err(refusal.at(format!("{place}.{field}")));
    }
    let mut below = Decimal::ZERO;
    for (index, row) in rows.iter().enumerate() {
        let last = index + 1 == rows.len();
        let found = match up_to(row) {
            None if last => Ok(below),
            None => Err(Refusal::invalid("tier_open_in_between")),
            Some(bound) if last => Err(Refusal::invalid("tier_last_not_open").with("up_to", bound)),
            Some(bound) if bound <= below => {
                Err(Refusal::invalid("tier_not_ascending").with("up_to", bound).with("below", below))
            }
            Some(bound) => Quantity(bound).micros().map(|_| bound),
        };
        below = found.map_err(|refusal| refusal.at(format!("{place}.{field}.{index}")))?;
    }
    Ok(())
}
