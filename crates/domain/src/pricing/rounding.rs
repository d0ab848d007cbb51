//! Rounded: a price that says itself how it is rounded. What is counted can be rounded before it is priced, the amount
//! after it, and records can be rated each on its own or all together, which gives different cents.

use super::{Ask, Inner, Operation, PriceModel, Reading, Trace, too_large};
use crate::{
    money::{Money, Quantity, Rounding},
    refusal::Refusal,
};
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a number is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundTo {
    #[serde(default)]
    pub mode: Rounding,
    /// Places behind the point; -1 rounds to tens, -2 to hundreds.
    #[serde(default)]
    pub places: i32,
}

/// Most places, before or behind the point, that a price may be rounded to.
const PLACES_MAX: i32 = 12;

impl RoundTo {
    /// The number on that many places; as it is when no number here can hold the result.
    pub fn round(self, number: Decimal) -> Decimal {
        let strategy: RoundingStrategy = self.mode.strategy();
        if self.places >= 0 {
            return number.round_dp_with_strategy(self.places.unsigned_abs().min(28), strategy);
        }
        let unit = Decimal::from(10u64.pow(self.places.unsigned_abs().min(PLACES_MAX.unsigned_abs())));
        let units = number.checked_div(unit).map(|units| units.round_dp_with_strategy(0, strategy));
        units.and_then(|units| units.checked_mul(unit)).unwrap_or(number)
    }
    fn check(self, place: &str) -> Result<(), Refusal> {
        if (-PLACES_MAX..=PLACES_MAX).contains(&self.places) {
            return Ok(());
        }
        let refusal = Refusal::invalid("price_places_out_of_range").with("places", i64::from(self.places));
        Err(refusal.with("limit", i64::from(PLACES_MAX)).at(place))
    }
}

/// What the price is taken of, when there are records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// Of all records together, rounded once.
    #[default]
    Total,
    /// Of each record, rounded each.
    Record,
}

/// Another rounding than the currency's, or a rounding of what is counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rounded {
    /// Rounding of what is counted, before it is priced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<RoundTo>,
    /// Rounding of the amount. The currency's own follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<RoundTo>,
    #[serde(default)]
    pub rating: Rating,
    pub price: Inner,
}
impl Reading for Rounded {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        self.quantity.map_or(Ok(()), |to| to.check(&format!("{place}.quantity.places")))?;
        self.amount.map_or(Ok(()), |to| to.check(&format!("{place}.amount.places")))
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        if self.rating == Rating::Record && !ask.events.is_empty() {
            return self.each(ask, trace);
        }
        self.once(ask, trace)
    }
    fn nested(&self) -> Vec<(String, &PriceModel)> {
        vec![("price".to_string(), &self.price)]
    }
}
impl Rounded {
    fn once(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let quantity = self.quantity.map_or(ask.quantity, |to| Quantity(to.round(ask.quantity.value())));
        let exact = self.price.read(|model| model.amount(&Ask { quantity, ..*ask }, trace))?;
        let Some(to) = self.amount else { return Ok(exact) };
        let rounded = to.round(exact);
        if rounded != exact {
            trace.add("step_rounding", rounded, || Operation::Round { mode: to.mode, places: to.places });
        }
        Ok(rounded)
    }
    fn each(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let mut sum = Decimal::ZERO;
        for record in ask.events {
            let one = Ask { quantity: Quantity(record.value()), events: &[], ..*ask };
            let exact = trace.on_top_of(sum, |trace| self.once(&one, trace))?;
            let rounded = Money::from_decimal(exact, ask.currency, Rounding::HalfUp)?.decimal();
            sum = sum.checked_add(rounded).ok_or_else(|| too_large(ask.quantity))?;
            if rounded != exact {
                let places = i32::try_from(ask.currency.exponent()).unwrap_or(2);
                trace.add("step_rounding", sum, || Operation::Round { mode: Rounding::HalfUp, places });
            }
        }
        Ok(sum)
    }
}
