//! Promotions on a quote: the codes that were given, each with its terms as they were then, and what became of it. What
//! they take off is spread over the lines that count, so that VAT, revenue and invoices follow from the lines alone.
//!
//! A percentage is taken off every interval of a recurring line, an amount once: in the first.

use super::{LaterNet, Quote};
use crate::{
    dates::Date,
    ids::PromotionId,
    money::Money,
    pricing::{
        self, DocumentInput, DocumentLine, NotApplied, Off, Offer, PriceStep, Promotion, Redemption, Stacking, Trace,
        redeem, spread,
    },
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most promotions on one quote.
pub const PROMOTIONS_MAX: usize = 10;

/// A promotion on a quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuotePromotion {
    pub promotion: PromotionId,
    /// Its terms when they were last looked up: when the draft was written, or sent.
    pub terms: Promotion,
    /// How often it had been used then, in all and by the customer.
    pub used: u32,
    pub used_by_customer: u32,
    /// What it takes off.
    pub amount: Money,
    /// Why it takes nothing off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_applied: Option<NotApplied>,
}
impl QuotePromotion {
    pub fn is_applied(&self) -> bool {
        self.not_applied.is_none()
    }
}

/// The promotions of a quote, and how several stand together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Promotions {
    pub stacking: Stacking,
    /// The customer's sector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// The day on which they were looked up.
    pub on: Option<Date>,
    pub offers: Vec<QuotePromotion>,
}
impl Promotions {
    pub fn is_empty(&self) -> bool {
        self.offers.is_empty()
    }
    /// What they take off together.
    pub fn discount(&self) -> i64 {
        self.offers.iter().map(|offer| offer.amount.minor()).sum()
    }
    pub fn applied(&self) -> impl Iterator<Item = &QuotePromotion> {
        self.offers.iter().filter(|offer| offer.is_applied())
    }
    /// Refuses too many, and terms that could never be used.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.offers.len() > PROMOTIONS_MAX {
            let refusal = Refusal::invalid("promotions_too_many").with("count", self.offers.len());
            return Err(refusal.with("limit", PROMOTIONS_MAX).at("promotions"));
        }
        let places = self.offers.iter().enumerate();
        places.into_iter().try_for_each(|(at, offer)| offer.terms.check(&format!("promotions.{at}")))
    }
    fn offered(&self) -> Vec<Offer<'_>> {
        let offer = |offer: &'_ QuotePromotion| (offer.used, offer.used_by_customer);
        let all = self.offers.iter().map(|one| (one, offer(one)));
        all.map(|(one, (used, used_by_customer))| Offer { promotion: &one.terms, used, used_by_customer }).collect()
    }
    fn redemption(&self, date: Date) -> Redemption<'_> {
        Redemption { on: self.on.unwrap_or(date), segment: self.segment.as_deref(), stacking: self.stacking }
    }
}

impl Quote {
    /// Takes promotions off the lines at `places`, which have their amounts before promotions, and notes what became of each.
    pub(super) fn take_promotions(&mut self, places: &[usize]) -> Result<(), Refusal> {
        if self.promotions.is_empty() {
            return Ok(());
        }
        let before: Vec<Money> = places.iter().map(|at| self.lines[*at].terms.net).collect();
        let subtotal = Money::sum(self.currency, before.iter().copied())?;
        let terms = self.promotions.redemption(self.date);
        let redeemed = redeem(subtotal, &self.promotions.offered(), &terms, &mut Trace::off())?;
        let nets = less(&before, redeemed.discount)?;
        self.take_from_later(places, redeemed.applied.iter().map(|applied| applied.code.as_str()).collect())?;
        for (at, net) in places.iter().zip(nets) {
            self.lines[*at].terms.net = net;
        }
        let zero = Money::zero(self.currency);
        for offer in &mut self.promotions.offers {
            let applied = redeemed.applied.iter().find(|applied| applied.code == offer.terms.code);
            let idle = redeemed.not_applied.iter().find(|(code, _)| *code == offer.terms.code);
            offer.amount = applied.map_or(zero, |applied| applied.amount);
            offer.not_applied = idle.map(|(_, reason)| reason.clone());
        }
        Ok(())
    }

    /// What the lines cost in later intervals: percentages go on, amounts were taken once.
    fn take_from_later(&mut self, places: &[usize], applied: BTreeSet<&str>) -> Result<(), Refusal> {
        let recurs = |at: &usize| self.lines[*at].terms.charging.interval().is_some();
        let recurring: Vec<usize> = places.iter().copied().filter(recurs).collect();
        let offers = self.promotions.offers.iter().filter(|offer| applied.contains(offer.terms.code.as_str()));
        let percentages: Vec<Promotion> = offers.filter_map(|offer| lasting(&offer.terms)).collect();
        let once = percentages.len() < applied.len();
        let mut starts: BTreeSet<u32> =
            recurring.iter().flat_map(|at| &self.lines[*at].terms.later).map(|l| l.from).collect();
        if once && !recurring.is_empty() {
            starts.insert(2);
        }
        let mut later: Vec<Vec<LaterNet>> = vec![Vec::new(); recurring.len()];
        for from in starts {
            let nets: Vec<Money> = recurring.iter().map(|at| self.lines[*at].terms.net_in(from)).collect();
            let subtotal = Money::sum(self.currency, nets.iter().copied())?;
            let offers: Vec<Offer> = percentages.iter().map(Offer::new).collect();
            let terms = Redemption { on: self.date, segment: None, stacking: Stacking::PercentagesFirst };
            let redeemed = redeem(subtotal, &offers, &terms, &mut Trace::off())?;
            for ((at, later), net) in recurring.iter().zip(&mut later).zip(less(&nets, redeemed.discount)?) {
                let own = self.lines[*at].terms.later.iter().any(|later| later.from == from);
                if own || (once && from == 2) {
                    later.push(LaterNet { from, net });
                }
            }
        }
        for (at, later) in recurring.iter().zip(later) {
            self.lines[*at].terms.later = later;
        }
        Ok(())
    }

    /// The steps of the lines at `places` with their promotions, and of the whole.
    pub(super) fn explain_promotions(&self, places: &[usize]) -> Result<Vec<PriceStep>, Refusal> {
        let line = |input| DocumentLine { input, cost: None };
        let input = DocumentInput {
            lines: self.inputs(places, 1).into_iter().map(line).collect(),
            currency: self.currency,
            offers: self.promotions.offered(),
            redemption: self.promotions.redemption(self.date),
            guards: &[],
        };
        Ok(pricing::price_document(&input, true)?.waterfall)
    }
}

/// The promotion as it goes on in later intervals: without the limits that were looked at in the first.
fn lasting(terms: &Promotion) -> Option<Promotion> {
    let Off::Percent { .. } = terms.off else { return None };
    let free = Promotion { exclusive: false, from: None, until: None, uses: None, ..terms.clone() };
    Some(Promotion { uses_per_customer: None, minimum: None, segments: Vec::new(), ..free })
}

fn less(amounts: &[Money], discount: Money) -> Result<Vec<Money>, Refusal> {
    amounts.iter().zip(spread(discount, amounts)?).map(|(amount, share)| amount.sub(share)).collect()
}
