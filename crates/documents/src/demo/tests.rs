//! The demo's numbers are valid, its plans keep Maven's dates and values, and the shares are what the rules say.

use super::*;
use crate::maven::DealStage;
use domain::{billing::DueTerm, catalog::PriceModel, dates::Date, identifiers, money::*, org::Language, pricing};
use rust_decimal::Decimal;
use std::collections::HashSet;

#[test]
fn every_number_passes_its_registers_check() {
    let demo = demo().unwrap();
    let seller = &demo.company;
    assert_eq!(identifiers::vat_number(&seller.vat_number).as_ref(), Ok(&seller.vat_number));
    assert_eq!(identifiers::iban(&seller.iban).as_ref(), Ok(&seller.iban));
    assert_eq!(identifiers::kvk(&seller.kvk).as_ref(), Ok(&seller.kvk));
    assert_eq!(identifiers::bic(&seller.bic).as_ref(), Ok(&seller.bic));
    for customer in &demo.customers {
        let country = customer.address.country;
        if let Some(number) = &customer.vat_number {
            assert_eq!(identifiers::vat_number_in(number, country.code()).as_ref(), Ok(number), "{}", customer.account);
        }
        if let Some(number) = &customer.iban {
            assert_eq!(identifiers::iban(number).as_ref(), Ok(number), "{}", customer.account);
            assert!(number.starts_with(country.code()));
        }
        if let Some(number) = &customer.kvk {
            assert_eq!(identifiers::kvk(number).as_ref(), Ok(number), "{}", customer.account);
        }
        assert_eq!(customer.vat_number.is_some(), country.is_eu(), "{}", customer.account);
        assert_eq!(customer.kvk.is_some(), country.code() == "NL", "{}", customer.account);
        assert!(customer.email.ends_with(".example") && customer.contact.email.ends_with(".example"));
    }
}

#[test]
fn the_lists_fit_mavens() {
    let demo = demo().unwrap();
    let accounts: Vec<&str> = demo.accounts.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(accounts, demo.customers.iter().map(|c| c.account.as_str()).collect::<Vec<_>>());
    let count = |fits: fn(&DemoCustomer) -> bool| demo.customers.iter().filter(|c| fits(c)).count();
    assert_eq!(count(|c| c.address.country.code() == "NL"), 60);
    assert_eq!(count(|c| c.address.country.is_eu()), 78);
    let unique = |values: Vec<&String>| values.iter().collect::<HashSet<_>>().len() == values.len();
    assert!(unique(demo.customers.iter().flat_map(|c| &c.vat_number).collect()));
    assert!(unique(demo.customers.iter().flat_map(|c| &c.iban).collect()));
    assert!(unique(demo.customers.iter().map(|c| &c.contact.email).collect()));
    for customer in demo.customers.iter().filter(|c| c.address.country.code() == "NL") {
        let code = customer.address.postal_code.as_bytes();
        let form = code.len() == 7 && code[..4].iter().all(u8::is_ascii_digit) && code[4] == b' ';
        assert!(form && code[5..].iter().all(u8::is_ascii_uppercase), "{}", customer.address.postal_code);
    }
    let maven = maven::lists().unwrap();
    assert_eq!(
        maven.agents.iter().map(|a| &a.name).collect::<Vec<_>>(),
        demo.agents.iter().map(|a| &a.name).collect::<Vec<_>>()
    );
    for product in &maven.products {
        let of_kind = |kind: ProductKind| {
            demo.products.iter().find(|p| p.kind == kind && p.product.as_deref() == Some(&product.name)).unwrap()
        };
        let hardware = of_kind(ProductKind::Hardware);
        assert_eq!(hardware.list_price.minor(), product.price.minor(), "{}", product.name);
        assert_eq!(hardware.cost.minor() * 100, product.price.minor() * 62, "{}", product.name);
        of_kind(ProductKind::Support);
    }
}

fn plans() -> (Demo, Vec<DealPlan>) {
    let demo = demo().unwrap();
    let plans = demo.plans();
    (demo, plans)
}

#[test]
fn plans_keep_mavens_dates_and_values() {
    let (demo, plans) = plans();
    assert_eq!(plans.len(), 8_800);
    let mut won = 0;
    for DealPlan { deal, quote, lost_because, sale } in &plans {
        assert_eq!(sale.is_some(), deal.stage == DealStage::Won);
        assert_eq!(lost_because.is_some(), deal.stage == DealStage::Lost);
        let Some(quote) = quote else { continue };
        assert!(deal.engaged.unwrap() <= quote.date && quote.date <= demo.rules.clock_end);
        match quote.outcome {
            QuoteOutcome::Open => assert_eq!(deal.stage, DealStage::Engaging),
            QuoteOutcome::Accepted { on } | QuoteOutcome::Declined { on } => {
                assert_eq!(Some(on), deal.closed);
                assert!(quote.date <= on && on <= quote.valid_until);
            }
        }
        if let Some(sale) = sale {
            let net: i64 = quote.lines.iter().filter(|l| l.years.is_none()).map(|l| l.net.minor()).sum();
            assert_eq!(net, deal.value.unwrap().minor(), "{}", deal.opportunity_id);
            won += net;
            check_sale(sale, quote);
        }
    }
    assert_eq!(won, 1_000_553_400);
}

/// What is sold is delivered once, in order, and invoiced not before it was signed.
fn check_sale(sale: &SalePlan, quote: &QuotePlan) {
    assert!(sale.deliveries.windows(2).all(|pair| pair[0].date < pair[1].date));
    assert!(sale.deliveries.iter().all(|delivery| sale.signed < delivery.date));
    for (line, no) in quote.lines.iter().zip(1..) {
        let parts = sale.deliveries.iter().flat_map(|d| &d.parts).filter(|part| part.line == no);
        let delivered: Decimal = parts.map(|part| part.quantity.0).sum();
        let expected = if line.years.is_some() { Decimal::ZERO } else { line.quantity.0 };
        assert_eq!(delivered, expected);
    }
    for invoice in &sale.invoices {
        let from = invoice.delivery.map_or(sale.signed, |n| sale.deliveries[n].date);
        assert!(from <= invoice.date);
    }
}

#[test]
fn lines_cost_what_the_domain_makes_of_them() {
    let (_, plans) = plans();
    for line in plans.iter().flat_map(|p| &p.quote).flat_map(|q| &q.lines) {
        let price = PriceModel::PerUnit { unit_price: line.unit_price };
        let (quantity, discount) = (line.quantity, line.discount);
        let input = pricing::LineInput {
            line: 1,
            price: &price,
            quantity,
            period: 1,
            currency: Currency::EUR,
            discount,
            quote_discount: None,
        };
        assert_eq!(pricing::price_line(&input).unwrap().0, line.net, "{line:?}");
        assert!(discount.is_none_or(|d| d.0.scale() <= 5), "{line:?}");
    }
}

#[test]
fn shares_are_what_the_rules_say() {
    let (_, plans) = plans();
    let sales: Vec<(&QuotePlan, &SalePlan)> =
        plans.iter().filter_map(|p| Some((p.quote.as_ref()?, p.sale.as_ref()?))).collect();
    assert_eq!(sales.len(), 4_238);
    let check = |what: &str, count: usize, of: usize, share: i64, slack: i64| {
        let found = (count * 1000 / of) as i64;
        assert!((found - share).abs() <= slack, "{what}: {count} of {of} is {found}, not {share} in a thousand");
    };
    let count = |fits: &dyn Fn(&QuotePlan, &SalePlan) -> bool| sales.iter().filter(|(q, s)| fits(q, s)).count();
    check("support", count(&|q, _| q.lines.iter().any(|l| l.years.is_some())), sales.len(), 350, 20);
    check("two deliveries", count(&|_, s| s.deliveries.len() == 2), sales.len(), 100, 15);
    check("instalments", count(&|q, _| q.instalments.is_some()), 1_209, 65, 20);
    check("credit notes", count(&|_, s| s.credit.is_some()), sales.len(), 20, 6);
    check("partly paid", count(&|_, s| matches!(s.habit.shape, PaymentShape::Partial { .. })), sales.len(), 40, 10);
    check("overpaid", count(&|_, s| matches!(s.habit.shape, PaymentShape::Over { .. })), sales.len(), 15, 6);
    check("never paid", count(&|_, s| s.habit.shape == PaymentShape::Never), sales.len(), 12, 6);
    check("invoiced ahead", count(&|_, s| s.invoices[0].delivery.is_none()), sales.len(), 150, 20);
    let lost: Vec<&DealPlan> = plans.iter().filter(|p| p.deal.stage == DealStage::Lost).collect();
    check("declined", lost.iter().filter(|p| p.quote.is_some()).count(), lost.len(), 620, 25);
    let late = count(&|_, s| s.habit.delays[0] > 0);
    check("paid late", late, sales.len(), 376, 25);
}

#[test]
fn delays_are_drawn_by_weight() {
    let delays = demo().unwrap().delays;
    let total: u64 = delays.rows().iter().map(|(_, weight)| weight).sum();
    assert_eq!(total, 1_930);
    for (days, weight) in delays.rows() {
        let drawn = (0..total).filter(|n| delays.pick(*n) == *days).count() as u64;
        assert_eq!(drawn, *weight, "{days} days");
    }
}

#[test]
fn payments_follow_the_terms_of_the_invoice() {
    let day = |text: &str| text.parse::<Date>().unwrap();
    let eur = |minor: i64| Money::new(minor, Currency::EUR);
    let due = [
        DueTerm { date: day("2017-03-31"), amount: eur(10_001) },
        DueTerm { date: day("2017-04-30"), amount: eur(10_000) },
    ];
    let check = |shape: PaymentShape, delays: &[i64], nth: usize, expected: &[(&str, i64)]| {
        let habit = PaymentHabit { shape, delays: delays.to_vec() };
        let paid = habit.payments(nth, day("2017-03-01"), &due).unwrap();
        let paid: Vec<(String, i64)> = paid.iter().map(|p| (p.date.to_string(), p.amount.minor())).collect();
        assert_eq!(paid, expected.iter().map(|(d, m)| (d.to_string(), *m)).collect::<Vec<_>>(), "{shape:?}");
    };
    let percent = |n: i64| Percent(Decimal::from(n));
    // 1 April 2017 is a Saturday.
    check(PaymentShape::Full, &[1, 5], 0, &[("2017-04-03", 10_001), ("2017-05-05", 10_000)]);
    check(PaymentShape::Full, &[-60], 0, &[("2017-03-02", 10_001), ("2017-03-02", 10_000)]);
    check(PaymentShape::Never, &[0], 0, &[]);
    let partial = PaymentShape::Partial { percent: percent(50), rest_after_days: Some(3) };
    check(partial, &[0, 0], 0, &[("2017-03-31", 5_001), ("2017-04-03", 5_000), ("2017-05-01", 10_000)]);
    check(partial, &[0, 0], 1, &[("2017-03-31", 10_001), ("2017-05-01", 10_000)]);
    let over = PaymentShape::Over { percent: percent(10) };
    check(over, &[0], 0, &[("2017-03-31", 11_001), ("2017-05-01", 10_000)]);
    let twice = PaymentShape::Over { percent: percent(100) };
    check(twice, &[0], 0, &[("2017-03-31", 10_001), ("2017-04-07", 10_001), ("2017-05-01", 10_000)]);
}

#[test]
fn words_come_in_both_languages() {
    let rules = demo().unwrap().rules;
    let reasons = rules.lost_reasons.iter().map(|r| &r.words).chain(rules.credit_note.kinds.iter().map(|k| &k.reason));
    for words in reasons {
        assert!(!words.in_language(Language::En).is_empty() && words.en != words.nl);
    }
}
