//! Pricing: from a quantity to an amount, with every step shown. Prices keep all their places; an amount is rounded once,
//! at the line. Used by `quote` and, for orders that come in directly, by `order`; nothing after acceptance prices again.
//!
//! A tour, in the order a price comes about:
//!
//! 1. **What is asked** is an [`Ask`]: a quantity, for metered use the single records or transactions, and the period.
//! 2. **The price** is a [`PriceModel`]: one file per model ([`Flat`], per unit, [`PerQuantity`], [`Package`], graduated,
//!    volume, blocks, [`Stairstep`], [`SumOfFlats`], [`Percentage`], [`GraduatedPercentage`], [`Formula`]). Some hold
//!    another price and change it: [`RecurringPlusOverage`], [`Limited`], [`MinimumCommitment`], [`Ramp`], [`Rounded`];
//!    so a graduated price with a minimum that ramps by year needs no model of its own. The name decides how a table is
//!    read, never the table. `PriceModel::check` refuses what can never be priced, with the place.
//! 3. **The steps** go to a [`Trace`], which costs nothing when nobody asked. Stored, they are the waterfall: [`PriceStep`]
//!    with rule, input, [`Operation`] and result, and the rules that did not apply with [`NotApplied`].
//! 4. **Lines**: [`net_amounts`] takes discounts off and spreads one on the whole so that the lines sum to what was promised;
//!    [`price_lines`] tells the steps as well. [`cheaper_above`] warns where more would cost less.
//! 5. **The document**: [`price_document`] adds [`Promotion`]s ([`redeem`], with a [`Stacking`] policy) and [`Guard`]s, whose
//!    [`Verdict`] is pass, needs approval or refused. A [`Bundle`] has its price from its parts, or one that is allocated to
//!    them ([`price_bundle`]). A commitment for part of a period is trued up by [`true_up`].
//!
//! Which price book a price is from is chosen in `catalog` ([`choose_price`](crate::catalog::choose_price)), explained too.
//!
//! A new model is a file that implements `Reading`, its `mod` line here, a line in the list in `model.rs`, and a golden
//! case.

mod blocks;
mod bundle;
mod commitment;
mod document;
mod flat;
mod formula;
mod graduated;
mod graduated_percentage;
mod guard;
mod limits;
mod line;
mod model;
mod overage;
mod package;
mod per_unit;
mod percentage;
mod promotion;
mod ramp;
mod rounding;
mod stairstep;
mod trace;
mod volume;

pub use blocks::{AboveLast, BlockTier, GraduatedBlocks, VolumeBlocks};
pub use bundle::{
    Bundle, BundlePart, BundlePricing, Catalogue, PricedBundle, PricedPart, check_bundle, price_bundle, ring, saving,
};
pub use commitment::{MinimumCommitment, TrueUp, true_up};
pub use document::{DocumentInput, DocumentLine, PricedDocument, price_document};
pub use flat::Flat;
pub use formula::Formula;
pub use graduated_percentage::GraduatedPercentage;
pub use guard::{Finding, Guard, Guarded, GuardedLine, Verdict, guard};
pub use limits::Limited;
pub use line::*;
pub use model::{Inner, PriceModel, Tier};
pub use overage::RecurringPlusOverage;
pub use package::Package;
pub use per_unit::PerQuantity;
pub use percentage::{Percentage, RateTier};
pub use promotion::{AppliedPromotion, Off, Offer, Promotion, Redeemed, Redemption, redeem};
pub use ramp::{Ramp, RampStep, later_periods};
pub use rounding::{Rating, RoundTo, Rounded};
pub use stairstep::{Stair, Stairstep, SumOfFlats};
use trace::Ruled;
pub use trace::{NotApplied, Operation, PriceStep, Step, Trace, Units};
pub use volume::{Cliff, cheaper_above};

pub use crate::org::Stacking;
use crate::{
    money::{Amount, Currency, Money, Quantity, Rounding},
    refusal::Refusal,
};
use model::{ROWS_MAX, Reading, above_zero, is_share, limits_agree, not_below_zero, rows_ascend};
use rust_decimal::Decimal;

/// What a price is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Units; for a percentage, the amount it is taken of, in major units.
    pub quantity: Quantity,
    /// The single records or transactions, where they are known; together they are the quantity.
    pub events: &'a [Amount],
    /// How many transactions are charged, where only their sum is known.
    pub charged_events: u32,
    /// Charging interval of the line, 1 for the first.
    pub period: u32,
    pub currency: Currency,
}
impl Ask<'_> {
    /// A quantity in the first period.
    pub fn of(quantity: Quantity, currency: Currency) -> Ask<'static> {
        Ask { quantity, events: &[], charged_events: 1, period: 1, currency }
    }
    /// Records or transactions, and their sum.
    pub fn events(events: &[Amount], currency: Currency) -> Ask<'_> {
        let sum = events.iter().fold(Decimal::ZERO, |sum, event| sum.saturating_add(event.value()));
        let charged_events = u32::try_from(events.len()).unwrap_or(u32::MAX);
        Ask { quantity: Quantity(sum), events, charged_events, period: 1, currency }
    }
    fn check(&self) -> Result<(), Refusal> {
        let below = self.events.iter().map(|event| event.value()).find(|event| *event < Decimal::ZERO);
        match below.or((self.quantity < Quantity::ZERO).then_some(self.quantity.value())) {
            Some(below) => Err(Refusal::invalid("quantity_not_positive").with("quantity", below)),
            None => Ok(()),
        }
    }
}

/// What `quantity` costs before any discount, rounded half up once.
pub fn amount(model: &PriceModel, quantity: Quantity, currency: Currency) -> Result<Money, Refusal> {
    let exact = exact(model, &Ask::of(quantity, currency), &mut Trace::off())?;
    Money::from_decimal(exact, currency, Rounding::HalfUp)
}

/// What is asked costs this much before any discount, with all its places; notes the steps in `trace`.
pub fn exact(model: &PriceModel, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
    ask.check()?;
    model.read(|model| model.amount(ask, trace))
}

/// What each record or transaction of `ask` adds to the price, with all its places.
pub fn by_event(model: &PriceModel, ask: &Ask) -> Result<Vec<Decimal>, Refusal> {
    ask.check()?;
    model.read(|model| model.by_event(ask))
}

/// Refuses tiers with a gap, a step back or no end, and prices below zero.
fn check_tiers(tiers: &[Tier], place: &str) -> Result<(), Refusal> {
    rows_ascend(tiers, |tier| tier.up_to.map(Quantity::value), place, "tiers")?;
    tiers.iter().enumerate().try_for_each(|(index, tier)| {
        let prices = [tier.unit_price, tier.flat.unwrap_or_default(), tier.cap.unwrap_or_default()];
        match prices.into_iter().find(|price| *price < Amount::ZERO) {
            Some(price) => {
                let refusal = Refusal::invalid("price_negative").with("price", price.value());
                Err(refusal.at(format!("{place}.tiers.{index}")))
            }
            None => Ok(()),
        }
    })
}

fn too_large(quantity: Quantity) -> Refusal {
    Refusal::invalid("quantity_out_of_range").with("given", quantity.value())
}

fn above_tiers(quantity: Quantity) -> Refusal {
    Refusal::invalid("quantity_above_tiers").with("quantity", quantity.value())
}

#[cfg(test)]
mod tests;
