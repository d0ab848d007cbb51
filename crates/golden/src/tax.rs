//! The golden cases of VAT: determination, categories, rounding, totals, corrections.

use crate::{
    case::{Outcome, Reader, computed},
    given::{Given, OrFail},
};
use domain::{catalog::*, crm::*, dates::*, money::*, org::*, tax::*};
use rust_decimal::Decimal;
use serde_json::{Value, json};

fn day() -> Date {
    "2026-05-01".parse().or_fail()
}
fn number(value: &Value) -> Decimal {
    decimal(value.as_str().unwrap_or_else(|| panic!("a number, not {value}"))).or_fail()
}
fn money(value: &Value) -> Money {
    Money::from_decimal(number(value), Currency::EUR, Rounding::HalfUp).or_fail()
}
fn money_or_zero(value: &Value) -> Money {
    if value.is_null() { Money::zero(Currency::EUR) } else { money(value) }
}
fn show(amount: Money) -> Value {
    json!(amount.decimal().to_string())
}
fn show_all(pairs: &[(&str, Money)]) -> Value {
    Value::Object(pairs.iter().map(|(name, amount)| (name.to_string(), show(*amount))).collect())
}
fn percent(value: &Value) -> Percent {
    if value.is_null() { Percent::ZERO } else { Percent(number(value)) }
}
fn vat(category: &Value, rate: &Value) -> VatTreatment {
    let category = category.as_str().and_then(VatCategory::parse).unwrap_or(VatCategory::S);
    VatTreatment { category, rate: percent(rate), reason: String::new(), tax_point: day(), country: None }
}
fn taxed(base: Money, rate: &Value) -> Money {
    base.percent(percent(rate), Rounding::HalfUp).or_fail()
}
/// Subtotals of `(treatment, net)` lines with their total of tax.
fn breakdown(lines: &[(VatTreatment, Money)]) -> (Vec<VatSubtotal>, Money) {
    let subtotals = totals(Currency::EUR, lines.iter().map(|(vat, net)| (vat, *net))).or_fail();
    let tax = Money::sum(Currency::EUR, subtotals.iter().map(|s| s.tax)).or_fail();
    (subtotals, tax)
}
fn show_breakdown(subtotals: &[VatSubtotal]) -> Value {
    let rows = subtotals.iter().map(|s| {
        let rate = s.category.carries_rate().then(|| s.rate.to_string());
        json!({"vat_category": s.category.code(), "vat_rate": rate, "taxable": show(s.base), "tax": show(s.tax)})
    });
    Value::Array(rows.collect())
}

pub(crate) fn determination(given: &Given) -> Outcome {
    // All amounts of these cases have two decimals, whatever the currency.
    let _ = given.text("currency");
    computed(determination_fields(given))
}

fn determination_fields(given: &Given) -> Value {
    let country = |value: &Value| value.as_str().or_fail().parse::<Country>().or_fail();
    let (buyer, supply) = (&given["buyer"], &given["supply"]);
    let business = buyer["business"].as_bool().or_fail();
    // `null` is a register that did not answer; absent is no number at all.
    let number = buyer.get("vat_id_valid").map(|_| format!("{}123456789", buyer["country"].as_str().or_fail()));
    let check = buyer["vat_id_valid"].as_bool().map(|valid| {
        let at = "2026-05-01T10:00:00Z".parse().or_fail();
        VatCheck { at, valid, reference: "W1".into() }
    });
    let net = money(&given["net"]);
    let turnover = |field: &str| given.get(field).map(money);
    let over = match (turnover("eu_b2c_turnover_this_year_before"), turnover("eu_b2c_turnover_last_year")) {
        (Some(before), Some(last)) => over_threshold(before, last, net).or_fail(),
        // No turnover given: the seller says so, or is registered for the one-stop shop.
        _ => !given.text("seller_scheme").is_some_and(|scheme| scheme.contains("below")),
    };
    let kind = supply["kind"].as_str().or_fail();
    let reduced = supply["rate_class"] == "low";
    let decided = treatment(&Sale {
        seller: country(&given["seller"]["country"]),
        buyer: country(&buyer["country"]),
        ship_to: country(supply.get("ships_to").unwrap_or(&buyer["country"])),
        northern_ireland: false,
        buyer_type: if business { CustomerType::Business } else { CustomerType::Consumer },
        buyer_vat: number.as_deref(),
        buyer_vat_check: check.as_ref(),
        supply: if kind == "goods" { Supply::Goods } else { Supply::Service },
        digital: kind == "electronic service",
        class: if reduced { TaxClass::Reduced } else { TaxClass::Standard },
        tax_point: day(),
        over_threshold: over,
    })
    .or_fail();
    if let (true, Some(country)) = (decided.rate > Percent::ZERO, decided.country) {
        let class = if reduced { "low" } else { "standard" };
        let told = &given["rates_percent"][country.code()][class];
        assert!(told.is_null() || percent(told) == decided.rate, "the {class} rate is {}", decided.rate);
    }
    let _ = given.get("rates_percent");
    let tax = net.percent(decided.rate, Rounding::HalfUp).or_fail();
    json!({
        "category": decided.category.code(),
        "rate": decided.category.carries_rate().then(|| decided.rate.to_string()),
        "country_of_vat": decided.country.map(|c| c.code().to_string()),
        "vat": show(tax),
        "gross": show(net.add(tax).or_fail()),
        "mechanism": match decided.category {
            VatCategory::Ae => json!("reverse charge"),
            VatCategory::O => json!("outside the scope"),
            VatCategory::G => json!("export outside the EU"),
            _ => Value::Null,
        },
        "reported_in": decided.is_one_stop_shop().then_some("OSS Union scheme"),
        "status": decided.is_provisional().then_some("provisional, hold or re-check"),
    })
}

pub(crate) fn category(given: &Given) -> Outcome {
    // All amounts of these cases have two decimals, whatever the currency.
    let _ = given.text("currency");
    computed(category_fields(given))
}

fn category_fields(given: &Given) -> Value {
    let line = (vat(&given["vat_category"], &Value::Null), money(&json!("100.00")));
    let category = line.0.category;
    let (_, tax) = breakdown(&[line]);
    json!({
        "rate": category.carries_rate().then_some("0"),
        "tax_amount": show(tax),
        "exemption_reason_required": category.needs_reason(),
        "exemption_reason_allowed": category.legal_mention(Language::En).is_some(),
        "seller_vat_id_required": category.needs_seller_vat(),
        "buyer_vat_id_required": category.needs_buyer_vat(),
    })
}

pub(crate) fn rounding(given: &Given) -> Outcome {
    // All amounts of these cases have two decimals, whatever the currency.
    let _ = given.text("currency");
    computed(rounding_fields(given))
}

fn rounding_fields(given: &Given) -> Value {
    let rate = &given["vat_rate"];
    if let Some(nets) = given["line_nets"].as_array() {
        let lines: Vec<_> = nets.iter().map(|net| (vat(&Value::Null, rate), money(net))).collect();
        let (subtotals, tax) = breakdown(&lines);
        let by_line = Money::sum(Currency::EUR, nets.iter().map(|net| taxed(money(net), rate))).or_fail();
        return json!({
            "taxable": show(subtotals[0].base), "vat_per_category": show(tax), "vat_sum_of_rounded_lines": show(by_line),
            "required": "vat_per_category", "difference": show(by_line.sub(tax).or_fail()),
        });
    }
    if let Some(taxable) = given.get("taxable") {
        let (_, tax) = breakdown(&[(vat(&Value::Null, rate), money(taxable))]);
        let even = money(taxable).percent(percent(rate), Rounding::HalfEven).or_fail();
        return show_all(&[("vat_half_up", tax), ("required", tax), ("vat_half_even", even)]);
    }
    if let Some(gross) = given.get("gross") {
        let (net, tax) = split_gross(money(gross), percent(rate)).or_fail();
        return show_all(&[("net", net), ("vat", tax)]);
    }
    let lines = given["gross_lines"].as_array().or_fail();
    let total = Money::sum(Currency::EUR, lines.iter().map(money)).or_fail();
    let (net, tax) = split_gross(total, percent(rate)).or_fail();
    let nets = lines.iter().map(|gross| split_gross(money(gross), percent(rate)).or_fail().0);
    let net_sum = Money::sum(Currency::EUR, nets).or_fail();
    let tax_on_sum = taxed(net_sum, rate);
    show_all(&[
        ("gross_total", total),
        ("net_from_total", net),
        ("vat_from_total", tax),
        ("net_sum_of_lines", net_sum),
        ("vat_on_summed_net", tax_on_sum),
        ("gross_if_recomputed_from_net", net_sum.add(tax_on_sum).or_fail()),
    ])
}

/// Amounts are taken as euro whatever the case's currency: all of these have two decimals.
pub(crate) fn invoice(given: &Given) -> Outcome {
    // All amounts of these cases have two decimals, whatever the currency.
    let _ = given.text("currency");
    computed(invoice_fields(given))
}

fn invoice_fields(given: &Given) -> Value {
    let sum = |values: &Value| {
        values.as_array().or_fail().iter().fold(Money::zero(Currency::EUR), |s, v| s.add(money(v)).or_fail())
    };
    let mut lines: Vec<(VatTreatment, Money)> = Vec::new();
    for line in given["lines"].as_array().or_fail() {
        let per_base = number(&line["quantity"]) / number(&line["price_base_quantity"]);
        let amount =
            UnitPrice::new(number(&line["price"]), Currency::EUR).times(Quantity(per_base), Rounding::HalfUp).or_fail();
        let net = amount.add(sum(&line["charges"])).or_fail().sub(sum(&line["allowances"])).or_fail();
        lines.push((vat(&line["vat_category"], &line["vat_rate"]), net));
    }
    let sum_of_lines = Money::sum(Currency::EUR, lines.iter().map(|l| l.1)).or_fail();
    let (mut allowances, mut charges) = (Money::zero(Currency::EUR), Money::zero(Currency::EUR));
    for item in given["document_allowances_charges"].as_array().into_iter().flatten() {
        let amount = money(&item["amount"]);
        let side = if item["type"] == "charge" { &mut charges } else { &mut allowances };
        *side = side.add(amount).or_fail();
        let signed = if item["type"] == "charge" { amount } else { amount.negate() };
        lines.push((vat(&item["vat_category"], &item["vat_rate"]), signed));
    }
    let (subtotals, tax) = breakdown(&lines);
    let exclusive = sum_of_lines.add(charges).or_fail().sub(allowances).or_fail();
    let inclusive = exclusive.add(tax).or_fail();
    let payable = inclusive
        .sub(money_or_zero(&given["prepaid"]))
        .or_fail()
        .add(money_or_zero(&given["payable_rounding"]))
        .or_fail();
    let mut fields = show_all(&[
        ("sum_of_lines", sum_of_lines),
        ("allowances", allowances),
        ("charges", charges),
        ("tax_exclusive", exclusive),
        ("tax_total", tax),
        ("tax_inclusive", inclusive),
        ("payable", payable),
    ]);
    fields["vat_breakdown"] = show_breakdown(&subtotals);
    fields
}

/// A field that tells what a case is about, and what reads it.
const SHAPES: &[(&str, Reader)] = &[
    ("discount_percent", |_| Outcome::NotBuilt("no discount for early payment".to_string())),
    ("credit", |given| computed(partial_credit(given))),
    ("deposit_net", |given| computed(deposit(given))),
    ("document_discount", |given| computed(mixed_discount(given))),
    ("vat_accounting_currency", |given| computed(foreign(given))),
];

pub(crate) fn correction(given: &Given) -> Outcome {
    let _ = given.text("currency");
    let shape = SHAPES.iter().find(|(mark, _)| given.has(mark));
    shape.map_or_else(|| panic!("no such correction"), |(_, reader)| reader(given))
}

/// Tax in the currency of the books: the field of the rate names both currencies, such as `rate_usd_per_eur`.
fn foreign(given: &Given) -> Value {
    let tax = taxed(money(&given["net"]), &given["vat_rate"]);
    let name = given.names().find(|name| name.starts_with("rate_") && name.contains("_per_")).or_fail().to_string();
    let books = given.text("vat_accounting_currency").or_fail().to_lowercase();
    let rate = number(&given[name.as_str()]);
    let rate = if name.ends_with(&format!("_per_{books}")) { Decimal::ONE / rate } else { rate };
    let converted = in_accounting_currency(tax, Currency::EUR, rate).or_fail();
    show_all(&[("vat", tax), ("vat_in_accounting_currency", converted)])
}

fn nets(value: &Value) -> Vec<(VatTreatment, Money)> {
    let lines = value.as_array().or_fail().iter();
    lines.map(|line| (vat(&Value::Null, &line["vat_rate"]), money(&line["net"]))).collect()
}

fn partial_credit(given: &Given) -> Value {
    let (credited, credit_vat) = breakdown(&nets(&given["credit"]));
    let (original, vat) = breakdown(&nets(&given["original"]));
    let base = |subtotals: &[VatSubtotal]| Money::sum(Currency::EUR, subtotals.iter().map(|s| s.base)).or_fail();
    let net_left = base(&original).sub(base(&credited)).or_fail();
    let vat_left = vat.sub(credit_vat).or_fail();
    let mut fields =
        show_all(&[("credit_vat", credit_vat), ("credit_gross", base(&credited).add(credit_vat).or_fail())]);
    let gross_left = net_left.add(vat_left).or_fail();
    fields["remaining"] = show_all(&[("net", net_left), ("vat", vat_left), ("gross", gross_left)]);
    fields
}

/// A deposit is a line of its own invoice, and a line with the opposite sign of the final one.
fn deposit(given: &Given) -> Value {
    let (order, deposit) = (money(&given["order_net"]), money(&given["deposit_net"]));
    let rated = || vat(&Value::Null, &given["vat_rate"]);
    let (first, first_tax) = breakdown(&[(rated(), deposit)]);
    let (last, last_tax) = breakdown(&[(rated(), order), (rated(), deposit.negate())]);
    let gross = |subtotals: &[VatSubtotal], tax: Money| subtotals[0].base.add(tax).or_fail();
    json!({
        "deposit_invoice": show_all(&[("net", deposit), ("vat", first_tax), ("gross", gross(&first, first_tax))]),
        "final_invoice": show_all(&[
            ("net", order), ("less_deposit_net", deposit.negate()), ("taxable", last[0].base), ("vat", last_tax),
            ("gross", gross(&last, last_tax)),
        ]),
        "total_vat": show(first_tax.add(last_tax).or_fail()),
    })
}

fn mixed_discount(given: &Given) -> Value {
    let method = given.text("method").unwrap_or_default();
    assert!(method.is_empty() || method.starts_with("proportional"), "no way to spread is called {method}");
    let mut lines = nets(&given["lines"]);
    let weights: Vec<u64> = lines.iter().map(|l| l.1.minor().unsigned_abs()).collect();
    let shares = money(&given["document_discount"]).allocate(&weights);
    let allowances: Vec<Value> = lines
        .iter()
        .zip(&shares)
        .map(|((vat, _), share)| json!({"vat_rate": vat.rate.to_string(), "amount": show(*share)}))
        .collect();
    for (line, share) in lines.iter_mut().zip(&shares) {
        line.1 = line.1.sub(*share).or_fail();
    }
    let (subtotals, tax) = breakdown(&lines);
    json!({"allowances": allowances, "vat_breakdown": show_breakdown(&subtotals), "tax_total": show(tax)})
}
