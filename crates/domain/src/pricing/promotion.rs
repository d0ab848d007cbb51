//! Promotions and coupons: what is taken off an amount, within limits (days, uses, uses by the customer, a least amount),
//! and which of several may stand together. Every policy puts the promotions in an order of its own, so the result does
//! not depend on the order they were entered in; and none takes more than there is.

use super::{NotApplied, Operation, Ruled, Trace};
use crate::{
    dates::Date,
    money::{Amount, Currency, Money, Percent, Rounding},
    org::Stacking,
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a promotion takes off.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "off", rename_all = "snake_case")]
pub enum Off {
    Percent { percent: Percent },
    Amount { amount: Money },
}

/// A promotion, or the coupon that stands for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Promotion {
    /// What the customer types; unique.
    pub code: String,
    /// Counts on with every change.
    pub version: u32,
    #[serde(flatten)]
    pub off: Off,
    /// Lower comes first; promotions of one priority go by code.
    #[serde(default)]
    pub priority: u32,
    /// Stands with no other.
    #[serde(default)]
    pub exclusive: bool,
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// How often it may be used in all.
    pub uses: Option<u32>,
    pub uses_per_customer: Option<u32>,
    /// The least amount it holds for, before any promotion.
    pub minimum: Option<Money>,
    /// Customer segments it is for; all when empty.
    #[serde(default)]
    pub segments: Vec<String>,
}

impl Promotion {
    /// Refuses what could never be used, or takes off what is not there.
    pub fn check(&self, place: &str) -> Result<(), Refusal> {
        let at = |field: &str| format!("{place}.{field}");
        crate::document::required("code", &self.code).map_err(|refusal| refusal.at(at("code")))?;
        match self.off {
            Off::Percent { percent } if !percent.is_between_0_and_100() => {
                return Err(Refusal::invalid("discount_out_of_range")
                    .with("discount", percent.value())
                    .at(at("percent")));
            }
            Off::Amount { amount } if amount.is_negative() => {
                return Err(Refusal::invalid("amount_negative").with("amount", amount).at(at("amount")));
            }
            _ => {}
        }
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until < from
        {
            let refusal = Refusal::invalid("promotion_ends_early").with("code", &self.code);
            return Err(refusal.with("from", from).with("until", until).at(at("until")));
        }
        if self.uses == Some(0) || self.uses_per_customer == Some(0) {
            let refusal = Refusal::invalid("promotion_never_used").with("code", &self.code);
            return Err(refusal.at(at(if self.uses == Some(0) { "uses" } else { "uses_per_customer" })));
        }
        if let (Some(uses), Some(each)) = (self.uses, self.uses_per_customer)
            && each > uses
        {
            let refusal = Refusal::invalid("promotion_uses_contradict").with("code", &self.code);
            return Err(refusal.with("each", each).with("uses", uses).at(at("uses_per_customer")));
        }
        Ok(())
    }
}

/// A promotion that someone wants to use, and how often it was used before.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    pub promotion: &'a Promotion,
    pub used: u32,
    pub used_by_customer: u32,
}
impl<'a> Offer<'a> {
    /// Not used before.
    pub fn new(promotion: &'a Promotion) -> Offer<'a> {
        Offer { promotion, used: 0, used_by_customer: 0 }
    }
}

/// Where promotions are used.
#[derive(Clone, Copy, Debug)]
pub struct Redemption<'a> {
    pub on: Date,
    pub segment: Option<&'a str>,
    pub stacking: Stacking,
}

/// What promotions made of an amount. The amounts of those applied sum to the discount.
#[derive(Clone, Debug, PartialEq)]
pub struct Redeemed {
    pub net: Money,
    pub discount: Money,
    pub applied: Vec<AppliedPromotion>,
    /// In the order of their codes.
    pub not_applied: Vec<(String, NotApplied)>,
}

/// A promotion as it was applied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AppliedPromotion {
    pub code: String,
    pub version: u32,
    pub amount: Money,
}

/// Takes what may be used of `offers` off `subtotal`. Refuses a promotion that is offered twice.
pub fn redeem(subtotal: Money, offers: &[Offer], terms: &Redemption, trace: &mut Trace) -> Result<Redeemed, Refusal> {
    let mut sorted: Vec<&Offer> = offers.iter().collect();
    sorted.sort_by(|a, b| a.promotion.code.cmp(&b.promotion.code));
    if let Some(pair) = sorted.windows(2).find(|pair| pair[0].promotion.code == pair[1].promotion.code) {
        return Err(Refusal::invalid("promotion_twice").with("code", &pair[0].promotion.code));
    }
    let (mut usable, mut not_applied) = (Vec::new(), Vec::new());
    for offer in sorted {
        match offer.hindrance(subtotal, terms) {
            None => usable.push(offer.promotion),
            Some(reason) => not_applied.push((offer.promotion.code.clone(), reason)),
        }
    }
    let chosen = choose(subtotal, &usable, terms.stacking)?;
    let codes: BTreeSet<&str> = chosen.iter().map(|promotion| promotion.code.as_str()).collect();
    if let Some(first) = chosen.first() {
        let excluded = usable.iter().filter(|promotion| !codes.contains(promotion.code.as_str()));
        not_applied.extend(excluded.map(|p| (p.code.clone(), NotApplied::Excluded { by: first.code.clone() })));
    }
    let (applied, nothing_left) = take_off(subtotal, &chosen, trace)?;
    not_applied.extend(nothing_left.into_iter().map(|code| (code, NotApplied::NothingLeft)));
    not_applied.sort_by(|a, b| a.0.cmp(&b.0));
    let discount = Money::sum(subtotal.currency(), applied.iter().map(|promotion| promotion.amount))?;
    let net = subtotal.sub(discount)?;
    for (code, reason) in &not_applied {
        trace.rule("step_promotion", net.decimal(), || {
            let version = offers.iter().find(|offer| offer.promotion.code == *code).map_or(0, |o| o.promotion.version);
            let not_applied = Some(reason.clone());
            Ruled { code: code.clone(), version, operation: Operation::Nothing, not_applied }
        });
    }
    Ok(Redeemed { net, discount, applied, not_applied })
}

impl Offer<'_> {
    /// Why it cannot be used, whatever the others do.
    fn hindrance(&self, subtotal: Money, terms: &Redemption) -> Option<NotApplied> {
        let promotion = self.promotion;
        let foreign = |currency: Currency| currency != subtotal.currency();
        if let Off::Amount { amount } = promotion.off
            && foreign(amount.currency())
        {
            return Some(NotApplied::OtherCurrency { currency: amount.currency() });
        }
        if let Some(from) = promotion.from.filter(|from| terms.on < *from) {
            return Some(NotApplied::NotYet { from });
        }
        if let Some(until) = promotion.until.filter(|until| terms.on > *until) {
            return Some(NotApplied::Ended { until });
        }
        if let Some(limit) = promotion.uses.filter(|limit| self.used >= *limit) {
            return Some(NotApplied::UsedUp { limit });
        }
        if let Some(limit) = promotion.uses_per_customer.filter(|limit| self.used_by_customer >= *limit) {
            return Some(NotApplied::UsedUpByCustomer { limit });
        }
        let meant = |segment: &str| promotion.segments.iter().any(|meant| meant == segment);
        if !promotion.segments.is_empty() && !terms.segment.is_some_and(meant) {
            return Some(NotApplied::OtherSegment { segments: promotion.segments.clone() });
        }
        match promotion.minimum {
            Some(minimum) if foreign(minimum.currency()) => {
                Some(NotApplied::OtherCurrency { currency: minimum.currency() })
            }
            Some(minimum) if subtotal.minor() < minimum.minor() => Some(NotApplied::BelowMinimum { minimum }),
            _ => None,
        }
    }
}

/// Those that are applied, in the order they are. One that stands alone is weighed against the others together: the
/// customer gets what is more.
fn choose<'a>(subtotal: Money, usable: &[&'a Promotion], stacking: Stacking) -> Result<Vec<&'a Promotion>, Refusal> {
    let mut ordered = usable.to_vec();
    ordered.sort_by(|a, b| {
        let rank = |promotion: &Promotion| match (stacking, promotion.off) {
            (Stacking::PercentagesFirst, Off::Amount { .. }) | (Stacking::AmountsFirst, Off::Percent { .. }) => 1,
            _ => 0,
        };
        (rank(a), a.priority, &a.code).cmp(&(rank(b), b.priority, &b.code))
    });
    let together = match stacking {
        Stacking::First => ordered.iter().take(1).copied().collect(),
        Stacking::Best => Vec::new(),
        _ => ordered.iter().copied().filter(|promotion| !promotion.exclusive).collect::<Vec<_>>(),
    };
    let alone =
        |promotion: &&&Promotion| stacking == Stacking::Best || (promotion.exclusive && stacking != Stacking::First);
    let (mut best, mut most) = (together.clone(), worth(subtotal, &together)?);
    for promotion in ordered.iter().filter(alone) {
        let worth = worth(subtotal, &[promotion])?;
        if best.is_empty() || worth > most {
            (best, most) = (vec![*promotion], worth);
        }
    }
    Ok(best)
}

fn worth(subtotal: Money, promotions: &[&Promotion]) -> Result<i64, Refusal> {
    let (applied, _) = take_off(subtotal, promotions, &mut Trace::off())?;
    Ok(applied.iter().map(|promotion| promotion.amount.minor()).sum())
}

/// Takes them off one after another. What is left is exact until the end, and each gets the cents by which the rounded
/// rest fell; returns the codes for which nothing was left, too.
fn take_off(
    subtotal: Money,
    promotions: &[&Promotion],
    trace: &mut Trace,
) -> Result<(Vec<AppliedPromotion>, Vec<String>), Refusal> {
    let (mut applied, mut nothing_left) = (Vec::new(), Vec::new());
    let (mut rest, mut rounded) = (subtotal.decimal(), subtotal);
    for promotion in promotions {
        if !rounded.is_positive() {
            nothing_left.push(promotion.code.clone());
            continue;
        }
        let operation = match promotion.off {
            Off::Percent { percent } => {
                rest -= rest * percent.fraction();
                Operation::Off { percent }
            }
            Off::Amount { amount } => {
                rest = (rest - amount.decimal()).max(Decimal::ZERO);
                Operation::OffAmount { amount: Amount(amount.decimal()) }
            }
        };
        let next = Money::from_decimal(rest, subtotal.currency(), Rounding::HalfUp)?;
        trace.rule("step_promotion", rest, || {
            let (code, version) = (promotion.code.clone(), promotion.version);
            Ruled { code, version, operation, not_applied: None }
        });
        let (code, version) = (promotion.code.clone(), promotion.version);
        applied.push(AppliedPromotion { code, version, amount: rounded.sub(next)? });
        rounded = next;
    }
    Ok((applied, nothing_left))
}

#[cfg(test)]
mod tests;
