//! Rules on VAT: for each category the same ten (BR-S-01 to -10 and its sisters).

use super::{Violation, broken};
use crate::{billing::*, tax::VatCategory};

pub fn check(invoice: &Invoice, found: &mut Vec<Violation>) {
    if invoice.vat.is_empty() && !invoice.lines.is_empty() {
        found.push(broken("BR-CO-18", "rule_vat_breakdown").with("category", "VAT"));
    }
    for category in VatCategory::ALL {
        if invoice.lines.iter().any(|line| line.vat.category == category) {
            parties(invoice, category, found);
            lines(invoice, category, found);
        }
        breakdown(invoice, category, found);
    }
    outside_scope(invoice, found);
    if has(invoice, VatCategory::K) && invoice.delivery_address.is_none() {
        found.push(broken("BR-IC-12", "rule_delivery_country").at("delivery_address"));
    }
}

fn has(invoice: &Invoice, category: VatCategory) -> bool {
    invoice.vat.iter().any(|subtotal| subtotal.category == category)
}

/// The published identifier: intra-Community supply is K as a code and IC in the names of rules.
fn rule(category: VatCategory, number: u32) -> String {
    let name = if category == VatCategory::K { "IC" } else { category.code() };
    format!("BR-{name}-{number:02}")
}

fn parties(invoice: &Invoice, category: VatCategory, found: &mut Vec<Violation>) {
    let rule = rule(category, 2);
    if category.needs_seller_vat() && invoice.seller.vat_number.is_none() {
        let violation = broken(&rule, "rule_seller_vat_missing").with("seller", &invoice.seller.name);
        found.push(violation.at("seller.vat_number"));
    }
    // For a reverse charge a registration number will do.
    let registered = category == VatCategory::Ae && invoice.buyer.registration.is_some();
    if category.needs_buyer_vat() && invoice.buyer.vat_number.is_none() && !registered {
        let violation = broken(&rule, "rule_buyer_vat_missing").with("buyer", &invoice.buyer.name);
        found.push(violation.with("category", crate::refusal::Arg::Word(word(category))).at("buyer.vat_number"));
    }
}

fn word(category: VatCategory) -> String {
    format!("vat_category-{}", category.code())
}

/// Only the standard category has a rate above zero, and it must (BR-*-05).
fn lines(invoice: &Invoice, category: VatCategory, found: &mut Vec<Violation>) {
    for (index, line) in invoice.lines.iter().enumerate().filter(|(_, line)| line.vat.category == category) {
        let rated = line.vat.rate > Percent::ZERO;
        if rated != (category == VatCategory::S) {
            let violation = broken(&rule(category, 5), "rule_vat_rate").with("line", line.no);
            let violation = violation.with("rate", line.vat.rate.value());
            found.push(
                violation.with("category", crate::refusal::Arg::Word(word(category))).at(format!("lines.{index}")),
            );
        }
        let same = |s: &VatSubtotal| s.category == category && s.rate == line.vat.rate;
        if !invoice.vat.iter().any(same) {
            let violation = broken(&rule(category, 1), "rule_vat_breakdown");
            found.push(violation.with("category", crate::refusal::Arg::Word(word(category))));
        }
    }
}

fn breakdown(invoice: &Invoice, category: VatCategory, found: &mut Vec<Violation>) {
    for subtotal in invoice.vat.iter().filter(|s| s.category == category) {
        let lines = invoice.lines.iter().filter(|l| l.vat.category == category && l.vat.rate == subtotal.rate);
        let base = Money::sum(invoice.currency, lines.map(|line| line.net)).ok();
        if base != Some(subtotal.base) {
            let expected = base.unwrap_or(Money::zero(invoice.currency));
            let violation = broken(&rule(category, 8), "rule_vat_base").with("shown", subtotal.base);
            found.push(violation.with("expected", expected).with("rate", subtotal.rate.value()));
        }
        amount(invoice, subtotal, found);
    }
}

/// Base times rate, rounded once (BR-CO-17, BR-S-09); nothing for the others (BR-*-09). The last of several credit notes
/// takes what is left of the invoice's VAT, so it may differ by the cents that the others were rounded: the published
/// rule allows a difference below one unit.
fn amount(invoice: &Invoice, subtotal: &VatSubtotal, found: &mut Vec<Violation>) {
    let expected = match subtotal.category {
        VatCategory::S => subtotal.base.percent(subtotal.rate, Rounding::HalfUp).ok(),
        _ => Some(Money::zero(invoice.currency)),
    };
    let slack = if invoice.kind.is_credit() && subtotal.category == VatCategory::S { 99 } else { 0 };
    let off = expected.and_then(|expected| expected.sub(subtotal.tax).ok()).map(|off| off.minor().abs());
    if off.is_none_or(|off| off > slack) {
        let rule = if subtotal.category == VatCategory::S { "BR-CO-17".into() } else { rule(subtotal.category, 9) };
        let violation = broken(&rule, "rule_vat_amount").with("shown", subtotal.tax);
        let expected = expected.unwrap_or(Money::zero(invoice.currency));
        found.push(violation.with("expected", expected).with("rate", subtotal.rate.value()));
    }
}

/// What is outside the scope of VAT cannot share a document with anything else.
fn outside_scope(invoice: &Invoice, found: &mut Vec<Violation>) {
    if has(invoice, VatCategory::O) && invoice.vat.len() > 1 {
        found.push(broken("BR-O-11", "rule_outside_scope_mixed").at("lines"));
    }
}
