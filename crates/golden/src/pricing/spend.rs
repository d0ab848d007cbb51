//! A promised spend: what was used, and the true-up to what was promised for the part of the period that ran.

use super::{amount, currency, exactly, fields, money, number, show};
use crate::{
    case::Fields,
    given::{Given, OrFail},
};
use domain::{
    dates::{Date, Period},
    money::*,
    pricing::*,
};
use serde_json::json;

pub(super) fn commitment(given: &Given) -> Fields {
    let used = used(given);
    let names =
        ["spending_minimum", "spending_minimum_month", "spending_minimum_year", "minimum_commitment", "commitment"];
    let name = names.iter().find(|name| given.has(name)).or_fail();
    let spend = money(given, name).or_fail();
    let (ran, whole) = periods(given);
    let found = true_up(spend, used, ran, whole).or_fail();
    let mut all = fields(json!({
        "true_up": show(found.true_up), "total": show(found.total), "prorated_minimum": show(found.promised),
        "invoice_net": show(found.total), "days": ran.days(), "days_in_period": whole.days(),
    }));
    if let Some(percent) = number(given, "tax_percent") {
        // Each fee is taxed and rounded by itself.
        let tax = |net: Money| net.percent(Percent(percent), Rounding::HalfUp).or_fail();
        let (on_use, on_rest) = (tax(used), tax(found.true_up));
        let sum = on_use.add(on_rest).or_fail();
        all.extend(fields(json!({
            "usage_tax": show(on_use), "true_up_tax": show(on_rest), "invoice_tax": show(sum),
            "invoice_total": show(found.total.add(sum).or_fail()),
        })));
    }
    all
}

/// What was used. A unit price beside it tells how many units that were, and they are priced again.
fn used(given: &Given) -> Money {
    // A commitment counts all fees, before tax and before coupons.
    let names = ["usage_amount", "usage", "subscription", "subscriptions"];
    let parts = names.iter().filter_map(|name| money(given, name));
    let used = Money::sum(currency(given), parts).or_fail();
    if let Some(unit_price) = amount(given, "unit_price") {
        let units = Quantity(used.decimal() / unit_price.value());
        let price = PriceModel::PerUnit { unit_price };
        let again = domain::pricing::amount(&price, units, currency(given)).or_fail();
        assert_eq!(again, used, "{} units do not cost what was used", exactly(units.value()));
    }
    used
}

/// The part of the period that ran, and the whole; a day when no dates are given.
fn periods(given: &Given) -> (Period, Period) {
    let day = |name: &str| given.text(name).map(|text| text.parse::<Date>().or_fail());
    let Some(start) = day("period_start") else {
        let day = Period::new(Date::constant(2026, 1, 1), Date::constant(2026, 1, 2)).or_fail();
        return (day, day);
    };
    let end = day("period_end_inclusive").map(|last| last.add_days(1)).or_else(|| day("period_end")).or_fail();
    let from = day("started").unwrap_or(start);
    // The last day is served.
    let until = day("terminated").map(|last| last.add_days(1)).unwrap_or(end);
    (Period::new(from, until).or_fail(), Period::new(start, end).or_fail())
}
