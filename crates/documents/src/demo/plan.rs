//! From a deal to what happens: quote, answer, signature, deliveries, invoices, payments. Dates agree with Maven's: a
//! deal is won or lost on the day its quote is accepted or declined, and the quote follows the first contact.

use super::{
    Choice, Demo, PaymentHabit, PaymentShape, ProductKind,
    rules::{CreditKind, Words},
};
use crate::maven::{Deal, DealStage};
use domain::{dates::Date, money::*};
use rust_decimal::Decimal;

/// What happens to a deal.
#[derive(Clone, Debug, PartialEq)]
pub struct DealPlan {
    pub deal: Deal,
    pub quote: Option<QuotePlan>,
    /// Why it was lost.
    pub lost_because: Option<Words>,
    pub sale: Option<SalePlan>,
}

/// A quote; it is sent on its date.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotePlan {
    pub date: Date,
    pub valid_until: Date,
    /// Numbered from one.
    pub lines: Vec<LinePlan>,
    /// Equal monthly instalments instead of one payment.
    pub instalments: Option<u32>,
    pub outcome: QuoteOutcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteOutcome {
    /// No answer by the end of the demo.
    Open,
    Accepted {
        on: Date,
    },
    /// For the reason why the deal is lost.
    Declined {
        on: Date,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct LinePlan {
    pub sku: String,
    pub quantity: Quantity,
    /// The list price, or what was agreed when that is more.
    pub unit_price: Amount,
    /// Off the list price, with as many places as the agreed price needs.
    pub discount: Option<Percent>,
    /// For one year when the line is support.
    pub net: Money,
    /// Years of support agreed.
    pub years: Option<u32>,
}

/// What follows an accepted quote. The order is made on the day of signature.
#[derive(Clone, Debug, PartialEq)]
pub struct SalePlan {
    pub signed: Date,
    pub deliveries: Vec<DeliveryPlan>,
    /// Of what is delivered; support is invoiced by its own rhythm from `signed` on.
    pub invoices: Vec<InvoicePlan>,
    pub credit: Option<CreditPlan>,
    pub habit: PaymentHabit,
}

#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryPlan {
    pub date: Date,
    pub parts: Vec<DeliveryPart>,
}

/// So much of a line, by its number on the quote.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryPart {
    pub line: u32,
    pub quantity: Quantity,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvoicePlan {
    pub date: Date,
    /// Which delivery it is for (from zero); `None` is the whole order ahead of delivery.
    pub delivery: Option<usize>,
}

/// A credit note on the first invoice. Such customers pay in full otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct CreditPlan {
    pub days_after_invoice: i64,
    pub percent: Percent,
    /// The customer pays what is left; otherwise the whole was paid and the credit is paid back.
    pub before_payment: bool,
    pub reason: Words,
}

/// The day itself, or the Monday after a weekend.
pub fn working_day(date: Date) -> Date {
    const A_MONDAY: Date = Date::constant(2016, 10, 3);
    match A_MONDAY.days_until(date).rem_euclid(7) {
        weekday @ 5..=6 => date.add_days(7 - weekday),
        _ => date,
    }
}

pub(super) fn plan(deal: &Deal, demo: &Demo) -> DealPlan {
    let choice = Choice::of(&deal.opportunity_id);
    let quote = quote(deal, &choice, demo);
    let lost = deal.stage == DealStage::Lost;
    let reason = || choice.one_of("lost because", &demo.rules.lost_reasons, |reason| reason.weight);
    let lost_because = lost.then(reason).flatten().map(|reason| reason.words.clone());
    let sale = match &quote {
        Some(QuotePlan { outcome: QuoteOutcome::Accepted { on }, lines, .. }) => Some(sale(*on, lines, &choice, demo)),
        _ => None,
    };
    DealPlan { deal: deal.clone(), quote, lost_because, sale }
}

fn quote(deal: &Deal, choice: &Choice, demo: &Demo) -> Option<QuotePlan> {
    let rules = &demo.rules.quote;
    let engaged = deal.engaged?;
    deal.account.as_ref()?;
    let before_close = |closed: Date| {
        let date = closed.add_days(-choice.between("quote before close", rules.days_before_close));
        date.max(engaged)
    };
    let (date, outcome) = match (deal.stage, deal.closed) {
        (DealStage::Won, Some(on)) => (before_close(on), QuoteOutcome::Accepted { on }),
        (DealStage::Lost, Some(on)) if choice.happens("lost with quote", rules.lost_with_quote) => {
            (before_close(on), QuoteOutcome::Declined { on })
        }
        (DealStage::Engaging, _) if choice.happens("open with quote", rules.open_with_quote) => {
            let before_end = choice.between("quote before end", rules.days_before_end);
            let date = demo.rules.clock_end.add_days(-before_end).max(engaged.add_days(1));
            (working_day(date).min(demo.rules.clock_end), QuoteOutcome::Open)
        }
        _ => return None,
    };
    let (lines, has_installation) = lines(deal, choice, demo)?;
    let instalments = &demo.rules.instalments;
    let large = lines.iter().map(|line| line.net.decimal()).sum::<Decimal>() > instalments.above.0;
    let pays_in_parts = large && !has_installation && choice.happens("instalments", instalments.share);
    Some(QuotePlan {
        date,
        valid_until: date.add_days(rules.valid_days),
        lines,
        instalments: pays_in_parts.then(|| choice.weighted("instalment count", &instalments.counts, 3)),
        outcome,
    })
}

/// The lines of the quote, and whether installation is among them. Hardware and installation add up to the deal's value.
fn lines(deal: &Deal, choice: &Choice, demo: &Demo) -> Option<(Vec<LinePlan>, bool)> {
    let of_kind = |kind: ProductKind| {
        let fits = |product: &&str| **product == deal.product;
        let for_deal = |product: &Option<String>| product.as_deref().as_ref().is_none_or(fits);
        demo.products.iter().find(|product| product.kind == kind && for_deal(&product.product))
    };
    let hardware = of_kind(ProductKind::Hardware)?;
    // A deal that was not won says nothing of its value, so its quote asks the list price.
    let value = match deal.value {
        Some(value) if value.is_positive() => Money::new(value.minor(), Currency::EUR),
        _ => hardware.list_price,
    };
    let rules = &demo.rules.installation;
    let has_installation = value.decimal() >= rules.from.0 && choice.happens("installation", rules.share);
    let mut lines = Vec::new();
    if let Some(installation) = of_kind(ProductKind::Installation).filter(|_| has_installation) {
        let hours = Decimal::from(choice.between("hours", rules.hours));
        let net =
            Money::from_decimal(installation.list_price.decimal() * hours, Currency::EUR, Rounding::HalfUp).ok()?;
        lines.push(line(&hardware.sku, hardware.list_price, value.sub(net).ok()?));
        let price = Amount(installation.list_price.decimal());
        let (sku, quantity) = (installation.sku.clone(), Quantity(hours));
        lines.push(LinePlan { sku, quantity, unit_price: price, discount: None, net, years: None });
    } else {
        lines.push(line(&hardware.sku, hardware.list_price, value));
    }
    if choice.happens("support", demo.rules.support.share) {
        let support = of_kind(ProductKind::Support)?;
        let years = Some(choice.weighted("support years", &demo.rules.support.years, 1));
        lines.push(LinePlan { years, ..line(&support.sku, support.list_price, support.list_price) });
    }
    Some((lines, has_installation))
}

/// One piece at `net`: below the list price by a discount, above it as agreed.
fn line(sku: &str, list: Money, net: Money) -> LinePlan {
    let line = |unit_price: Money, discount: Option<Percent>| LinePlan {
        sku: sku.to_string(),
        quantity: Quantity::ONE,
        unit_price: Amount(unit_price.decimal()),
        discount,
        net,
        years: None,
    };
    match discount(list.decimal(), net.decimal()) {
        Some(discount) => line(list, Some(discount)),
        None => line(net, None),
    }
}

/// The discount with the fewest places that gives exactly the net amount; `None` when there is none to give.
fn discount(list: Decimal, net: Decimal) -> Option<Percent> {
    if net >= list {
        return None;
    }
    let exact = (list - net).checked_mul(Decimal::ONE_HUNDRED)?.checked_div(list)?;
    let gives_net = |percent: &Decimal| {
        let price = list - list * percent / Decimal::ONE_HUNDRED;
        price.round_dp_with_strategy(2, Rounding::HalfUp.strategy()) == net
    };
    (0..=8).map(|places| exact.round_dp(places)).find(gives_net).map(|percent| Percent(percent.normalize()))
}

fn sale(accepted: Date, lines: &[LinePlan], choice: &Choice, demo: &Demo) -> SalePlan {
    let rules = &demo.rules;
    let signed = match choice.between("signed after", rules.contract.days_until_signed) {
        0 => accepted,
        days => working_day(accepted.add_days(days)),
    };
    let deliveries = deliveries(signed, lines, choice, demo);
    let after = |n: usize| choice.between(&format!("invoice {n} after"), rules.invoice.days_after_delivery);
    let ahead = choice.happens("invoice ahead", rules.invoice.ahead_of_delivery);
    let invoices = if ahead {
        vec![InvoicePlan { date: signed, delivery: None }]
    } else {
        let invoice = |(n, delivery): (usize, &DeliveryPlan)| InvoicePlan {
            date: working_day(delivery.date.add_days(after(n))),
            delivery: Some(n),
        };
        deliveries.iter().enumerate().map(invoice).collect()
    };
    let credit = credit(choice, demo);
    let mut habit = PaymentHabit::of(choice, &rules.payment, &demo.delays);
    if credit.is_some() {
        habit.shape = PaymentShape::Full;
    }
    SalePlan { signed, deliveries, invoices, credit, habit }
}

/// One delivery; with installation two, the second with the hours that were left.
fn deliveries(signed: Date, lines: &[LinePlan], choice: &Choice, demo: &Demo) -> Vec<DeliveryPlan> {
    let date = working_day(signed.add_days(choice.between("lead", demo.rules.delivery.lead_days)));
    let kind = |line: &LinePlan| demo.product(&line.sku).map(|product| product.kind);
    let rules = &demo.rules.installation;
    let mut first = DeliveryPlan { date, parts: Vec::new() };
    let mut rest = DeliveryPlan {
        date: working_day(date.add_days(choice.between("rest after delivery", rules.days_until_rest))),
        parts: Vec::new(),
    };
    for (line, at) in lines.iter().zip(1u32..) {
        match kind(line) {
            Some(ProductKind::Hardware) => first.parts.push(DeliveryPart { line: at, quantity: line.quantity }),
            Some(ProductKind::Installation) => {
                let done = Quantity(Decimal::from(choice.between("first hours", rules.first_hours)));
                first.parts.push(DeliveryPart { line: at, quantity: done });
                rest.parts.push(DeliveryPart { line: at, quantity: line.quantity.sub(done) });
            }
            Some(ProductKind::Support) | None => {}
        }
    }
    [first, rest].into_iter().filter(|delivery| !delivery.parts.is_empty()).collect()
}

fn credit(choice: &Choice, demo: &Demo) -> Option<CreditPlan> {
    let rules = &demo.rules.credit_note;
    if !choice.happens("credit note", rules.share) {
        return None;
    }
    let CreditKind { percent, before_payment, reason, .. } =
        choice.one_of("credit kind", &rules.kinds, |kind| kind.weight)?.clone();
    let days_after_invoice = choice.between("credit after", rules.days_after_invoice);
    Some(CreditPlan { days_after_invoice, percent, before_payment, reason })
}
