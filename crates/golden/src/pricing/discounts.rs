//! Coupons on an amount, a discount spread over lines, and what comes before and after tax.

use super::{currency, fields, money, number, numbers, show, to_money, words};
use crate::{
    case::Fields,
    given::{Given, OrFail},
};
use domain::{dates::Date, money::*, pricing::*};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// Coupons in percent and in amounts, by the policy in `order`.
pub(super) fn coupons(given: &Given) -> Fields {
    let currency = currency(given);
    let promotion = |n: usize, off: Off| Promotion {
        code: format!("C{n:03}"),
        version: 1,
        off,
        priority: 0,
        exclusive: false,
        from: None,
        until: None,
        uses: None,
        uses_per_customer: None,
        minimum: None,
        segments: Vec::new(),
    };
    let percents = numbers(given, "percent_coupons").into_iter().map(|p| Off::Percent { percent: Percent(p.value()) });
    let fixed = numbers(given, "fixed_coupons").into_iter();
    let fixed = fixed.map(|amount| Off::Amount { amount: to_money(amount.value(), currency) });
    let all: Vec<Promotion> = percents.chain(fixed).enumerate().map(|(n, off)| promotion(n, off)).collect();
    let offers: Vec<Offer> = all.iter().map(Offer::new).collect();
    let terms = Redemption { on: Date::constant(2026, 1, 1), segment: None, stacking: stacking(given) };
    let subtotal = money(given, "subtotal").or_fail();
    let found = redeem(subtotal, &offers, &terms, &mut Trace::off()).or_fail();
    let each: Vec<Value> = found.applied.iter().map(|promotion| show(promotion.amount)).collect();
    fields(json!({"discount": show(found.discount), "net": show(found.net), "discount_by_coupon": each}))
}

fn stacking(given: &Given) -> Stacking {
    let Some(order) = given.text("order").or_else(|| given.text("policy")) else { return Stacking::default() };
    let order = words(&order);
    assert!(!order.contains("additive"), "percentages are not added up: {order}");
    let says = |word: &str| order.contains(word);
    if says("best") || says("largest") {
        Stacking::Best
    } else if says("exclusive") || says("only the first") {
        Stacking::First
    } else if says("fixed first") || says("amounts first") {
        Stacking::AmountsFirst
    } else if says("percentages first") || says("percent first") {
        Stacking::PercentagesFirst
    } else if says("priority") || says("as given") || says("in order") {
        Stacking::Priority
    } else {
        panic!("no policy is called {order}")
    }
}

/// A discount on the document, spread over its lines.
pub(super) fn spread(given: &Given) -> Fields {
    let currency = currency(given);
    let method = given.text("method").map(|method| words(&method)).unwrap_or_default();
    let known = method.is_empty() || (method.contains("proportional") && method.contains("largest remainder"));
    assert!(known, "no way to spread is called {method}");
    let lines: Vec<Money> = numbers(given, "lines").iter().map(|line| to_money(line.value(), currency)).collect();
    let whole = Money::sum(currency, lines.iter().copied()).or_fail();
    let discount = match number(given, "document_discount_percent") {
        Some(percent) => whole.percent(Percent(percent), Rounding::HalfUp).or_fail(),
        None => money(given, "document_discount").or_fail(),
    };
    let shares = domain::pricing::spread(discount, &lines).or_fail();
    let nets: Vec<Money> = lines.iter().zip(&shares).map(|(line, share)| line.sub(*share).or_fail()).collect();
    let sum = Money::sum(currency, shares.iter().copied()).or_fail();
    let all = |amounts: &[Money]| amounts.iter().map(|amount| show(*amount)).collect::<Vec<_>>();
    let net = Money::sum(currency, nets.iter().copied()).or_fail();
    fields(json!({
        "discount_by_line": all(&shares), "net_by_line": all(&nets), "sum_discount": show(sum), "sum_net": show(net),
        "net": show(net),
    }))
}

/// Coupons before tax lower the base; prepaid credit is a means of payment, and so are coupons after tax.
pub(super) fn taxed(given: &Given) -> Fields {
    let currency = currency(given);
    let nothing = Money::zero(currency);
    let parts = ["subscriptions", "subscription", "usage", "fees", "one_off"];
    let charges = parts.iter().filter_map(|name| money(given, name));
    let charges = Money::sum(currency, charges).or_fail();
    let off = money(given, "coupons_before_tax").unwrap_or(nothing);
    let net = charges.sub(off.min(charges).or_fail()).or_fail();
    let rate = Percent(number(given, "tax_percent").unwrap_or(Decimal::ZERO));
    let tax = net.percent(rate, Rounding::HalfUp).or_fail();
    let gross = net.add(tax).or_fail();
    let after = money(given, "coupons_after_tax").unwrap_or(nothing).min(gross).or_fail();
    let rest = gross.sub(after).or_fail();
    let credits = money(given, "prepaid_credits").unwrap_or(nothing).min(rest).or_fail();
    let due = rest.sub(credits).or_fail();
    fields(json!({
        "net": show(net), "tax": show(tax), "gross": show(gross), "total_due": show(due),
        "credits_used": show(credits), "subtotal": show(charges),
    }))
}
