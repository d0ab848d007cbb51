//! Quotes: what may be written down, what it comes to, and how far it can go.

mod choices;

use super::*;
use crate::{pricing, refusal::Refusal};
use choices::options;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp(1_790_000_000_000_000);

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}
fn id<T: From<RawId>>(n: u32) -> T {
    T::from(RawId::default().derive(n))
}
fn day(day: i8) -> Date {
    Date::constant(2026, 11, day)
}
fn terms(quantity: &str, price: &str) -> LineTerms {
    LineTerms {
        later: Vec::new(),
        parts: Vec::new(),
        product: Some(id(900)),
        description: "Chair".into(),
        quantity: quantity.parse().unwrap(),
        unit: "C62".into(),
        price: PriceModel::PerUnit { unit_price: price.parse().unwrap() },
        discount: None,
        supply: Supply::Goods,
        tax_class: TaxClass::Standard,
        charging: Charging::OneOff,
        term: None,
        recognition: Recognition::PointInTime,
        standalone: None,
        cost: None,
        net: eur(0),
    }
}
fn recurring(price: &str, charging: Charging, term: Option<u32>) -> LineTerms {
    LineTerms { charging, term, ..terms("1", price) }
}
fn quote(lines: Vec<LineTerms>) -> Quote {
    Quote {
        id: id(1),
        number: "Q-1".into(),
        revision: 1,
        entity: id(2),
        customer: id(3),
        contact: None,
        opportunity: None,
        revises: None,
        title: "Chairs".into(),
        language: Language::En,
        currency: Currency::EUR,
        price_book: None,
        channel: None,
        promotions: Default::default(),
        exchange: None,
        date: day(1),
        valid_until: day(24),
        payment_days: 30,
        payment_plan: PaymentPlan::Full,
        discount: None,
        part_acceptance: false,
        lines: (1u32..).zip(lines).map(|(no, terms)| QuoteLine::item(no, terms)).collect(),
        introduction: None,
        notes: None,
        state: QuoteState::Draft,
        waterfall: vec![],
        owner: None,
        views: None,
        expiry_reminder: None,
        view_reminder: None,
        metadata: Metadata::new(),
    }
}
fn sent() -> Quote {
    quote(vec![terms("3", "10.00")]).send(NOW, day(1)).unwrap()
}
fn accepted() -> Quote {
    sent().accept(NOW, day(24), Some(id(8))).unwrap().into_quote()
}

#[test]
fn lines_are_priced_and_told() {
    let mut quote =
        quote(vec![LineTerms { discount: Some(Percent::from(10)), ..terms("12", "30.00") }, terms("1", "0.99")]);
    quote.discount = Some(Percent::from(5));
    quote.price().unwrap();
    let steps = quote.explain().unwrap();
    // 324.00 + 0.99 = 324.99; less 5 % = 16.2495, rounded 16.25; spread 16.20 and 0.05.
    assert_eq!(quote.lines.iter().map(|l| l.terms.net.minor()).collect::<Vec<_>>(), [30_780, 94]);
    assert_eq!(quote.net(), eur(30_874));
    let told: Vec<_> = steps.iter().map(|s| (s.line, s.step.as_str())).collect();
    let (list, discount) = ("step_list_price", "step_quote_discount");
    assert_eq!(
        told,
        [(1, list), (1, "step_line_discount"), (1, discount), (2, list), (2, discount), (2, "step_rounding"),]
    );
}

#[test]
fn a_price_book_is_named_only_where_its_own_price_stands() {
    let entry = PriceEntry { product: id(900), price: terms("1", "30.00").price };
    let book = PriceBook {
        audience: Audience::default(),
        id: id(5),
        name: "List".into(),
        currency: Currency::EUR,
        valid_from: day(1),
        valid_until: None,
        entries: vec![entry],
        prepared: None,
        archived: None,
    };
    let mut quote = quote(vec![terms("1", "30.00"), terms("1", "29.00")]);
    quote.price().unwrap();
    let steps = quote.explain().unwrap();
    let other = PriceBook { id: id(6), name: "Old".into(), valid_from: day(1).add_days(-9), ..book.clone() };
    let foreign = PriceBook { id: id(7), currency: "USD".parse().unwrap(), ..book.clone() };
    let theirs =
        PriceBook { id: id(8), audience: Audience { customers: vec![id(99)], ..Audience::default() }, ..book.clone() };
    let buyer = Buyer {
        customer: Some(quote.customer),
        contracts: &[],
        segment: None,
        channel: None,
        currency: quote.currency,
        on: quote.date,
    };
    let all = [book.clone(), other.clone(), foreign.clone(), theirs].map(|book| (book, 4));
    let steps = quote.name_sources(steps, &Sources::of(&buyer, all));
    let told: Vec<_> = steps.iter().map(|s| (s.line, s.source, s.not_applied.as_ref().map(|r| r.key()))).collect();
    let expected = [
        (1, Some(other.doc_ref()), Some("behind")),
        (1, Some(book.doc_ref()), None),
        // What was typed has no source, and other customers' books are nobody's business.
        (2, None, None),
        (0, Some(foreign.doc_ref()), Some("other_currency")),
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_cannot_be_kept_is_refused() {
    let check = |change: &dyn Fn(&mut Quote), expected: Option<(&str, &str)>| {
        let mut quote = quote(vec![terms("3", "10.00"), terms("1", "5.00")]);
        change(&mut quote);
        let found = quote.price().err();
        assert_eq!(found.as_ref().map(|r| (r.code, r.param.as_deref().unwrap_or(""))), expected);
    };
    check(&|_| (), None);
    check(&|q| q.title = " ".into(), Some(("value_missing", "title")));
    check(&|q| q.valid_until = Date::constant(2026, 10, 31), Some(("quote_validity_backwards", "valid_until")));
    check(&|q| q.payment_days = 121, Some(("payment_days_too_long", "payment_days")));
    check(&|q| q.payment_plan = PaymentPlan::Instalments { count: 2 }, None);
    for count in [0, 1, 61] {
        let plan = PaymentPlan::Instalments { count };
        check(&|q| q.payment_plan = plan.clone(), Some(("instalments_out_of_range", "payment_plan")));
    }
    check(&|q| q.discount = Some(Percent::from(100)), None);
    check(&|q| q.discount = Some(Percent::from(101)), Some(("discount_out_of_range", "discount")));
    check(&|q| q.lines[1].no = 1, Some(("line_number_taken", "lines.1.no")));
    check(&|q| q.lines[0].no = 0, Some(("line_number_taken", "lines.0.no")));
    check(&|q| q.lines[1].terms.unit = "".into(), Some(("value_missing", "lines.1.unit")));
    check(&|q| q.lines[1].terms.unit = "😀".into(), Some(("unit_unknown", "lines.1.unit")));
    check(
        &|q| q.lines[1].terms.discount = Some(Percent::from(-1)),
        Some(("discount_out_of_range", "lines.1.discount")),
    );
    check(&|q| q.lines[1].terms.term = Some(0), Some(("term_out_of_range", "lines.1.term")));
    check(&|q| q.lines[1].terms.term = Some(601), Some(("term_out_of_range", "lines.1.term")));
    let usd = Money::new(1, "USD".parse().unwrap());
    check(&|q| q.lines[1].terms.cost = Some(usd), Some(("line_currency_differs", "lines.1.cost")));
    check(&|q| q.lines[1].terms.standalone = Some(eur(-1)), Some(("amount_negative", "lines.1.standalone")));
    let quantity = |text: &str, expected: Option<&str>| {
        let quantity: Quantity = text.parse().unwrap();
        check(&|q| q.lines[0].terms.quantity = quantity, expected.map(|code| (code, "lines.0.quantity")));
    };
    quantity("0.000001", None);
    quantity("1000000000", None);
    quantity("1000000000.000001", Some("quantity_too_large"));
    quantity("0", Some("quantity_not_positive"));
    quantity("-1", Some("quantity_not_positive"));
    quantity("0.0000001", Some("quantity_out_of_range"));
    let tiers = vec![Tier { up_to: Some(Quantity::from(5)), unit_price: Amount::ZERO, ..Tier::default() }];
    let bounded = PriceModel::Volume { tiers };
    check(&|q| q.lines[0].terms.price = bounded.clone(), Some(("tier_last_not_open", "lines.0.price.tiers.0")));
}

#[test]
fn ten_thousand_lines_and_no_more() {
    let mut full = quote(vec![terms("1", "0.01"); LINES_MAX]);
    full.price().unwrap();
    assert_eq!(full.net(), eur(10_000));
    assert_eq!(full.next_line(), 10_001);
    full.lines.push(QuoteLine::item(10_001, terms("1", "0.01")));
    assert_eq!(full.price().unwrap_err().code, "lines_too_many");
    let dear = quote(vec![terms("1", "9000000000000"), terms("1", "9000000000000")]).price().unwrap_err();
    assert_eq!(dear.code, "amount_too_large");
}

#[test]
fn a_deal_is_summed_once_per_interval_and_over_its_term() {
    let mut quote = quote(vec![
        terms("1", "1000.00"),
        recurring("10.00", Charging::Monthly, None),
        recurring("5.00", Charging::Monthly, Some(6)),
        recurring("30.00", Charging::Quarterly, Some(8)),
        recurring("100.00", Charging::Yearly, Some(3)),
    ]);
    quote.price().unwrap();
    let totals = quote.totals().unwrap();
    assert_eq!(totals.one_off, eur(100_000));
    let recurring: Vec<_> = totals.recurring.iter().map(|r| (r.interval, r.net.minor())).collect();
    assert_eq!(recurring, [(Interval::Month, 1_500), (Interval::Quarter, 3_000), (Interval::Year, 10_000)]);
    // 1,000 + 12 x 10 + 6 x 5 + 4 x 30 + 100
    assert_eq!(totals.first_year, eur(137_000));
    // 1,000 + 12 x 10 (open-ended: one year) + 6 x 5 + 8 x 30 + 3 x 100
    assert_eq!(totals.contract_value, eur(169_000));
}

#[test]
fn sending_fixes_the_price_and_its_story() {
    let sent = sent();
    assert_eq!((sent.state.clone(), sent.net(), sent.waterfall.len()), (QuoteState::Sent { at: NOW }, eur(3_000), 1));
    let check = |quote: Quote, today: Date, code: &str| assert_eq!(quote.send(NOW, today).unwrap_err().code, code);
    check(quote(vec![]), day(1), "quote_empty");
    check(quote(vec![terms("1", "1")]), day(25), "quote_expired");
    check(sent.clone(), day(1), "quote_not_draft");
    assert_eq!(sent.clone().price().unwrap_err().code, "quote_not_draft");
    quote(vec![terms("1", "1")]).send(NOW, day(24)).unwrap();
}

#[test]
fn acceptance_pins_the_stand_alone_prices() {
    let mut line = LineTerms { discount: Some(Percent::from(50)), ..terms("3", "10.00") };
    let given = LineTerms { standalone: Some(eur(2_500)), ..line.clone() };
    line.standalone = None;
    let accepted = quote(vec![line, given]).send(NOW, day(1)).unwrap().accept(NOW, day(24), Some(id(8))).unwrap();
    let pinned: Vec<_> = accepted.quote().lines.iter().map(|l| (l.terms.net, l.terms.standalone)).collect();
    assert_eq!(pinned, [(eur(1_500), Some(eur(3_000))), (eur(1_500), Some(eur(2_500)))]);
    assert_eq!(accepted.contract(), None);
    let linked = accepted.with_contract(id(9)).unwrap();
    assert_eq!(linked.contract(), Some(id(9)));
    assert_eq!(linked.clone().with_contract(id(10)).unwrap_err().code, "quote_has_contract");
    assert_eq!(AcceptedQuote::of(linked.quote().clone()).unwrap(), linked);
    assert_eq!(AcceptedQuote::of(sent()).unwrap_err().code, "quote_not_accepted");
}

#[test]
fn each_state_allows_what_it_allows() {
    let draft = || quote(vec![terms("1", "1")]);
    let declined = || sent().decline(NOW, "too dear".into()).unwrap();
    let withdrawn = || sent().withdraw(NOW, "out of stock".into()).unwrap();
    let expired = || sent().expire(NOW, day(25)).unwrap();
    let superseded = || sent().revise(id(2), NOW, day(2)).unwrap().0;
    type Step = fn(Quote) -> Result<Quote, Refusal>;
    let accept: Step = |q| q.accept(NOW, day(24), None).map(AcceptedQuote::into_quote);
    let decline: Step = |q| q.decline(NOW, "too dear".into());
    let withdraw: Step = |q| q.withdraw(NOW, "mistake".into());
    let expire: Step = |q| q.expire(NOW, day(25));
    let revise: Step = |q| q.revise(id(2), NOW, day(2)).map(|(_, draft)| draft);
    let check = |quote: &dyn Fn() -> Quote, expected: [&str; 5]| {
        let found = [accept, decline, withdraw, expire, revise].map(|step| match step(quote()) {
            Ok(quote) => quote.state.key(),
            Err(refusal) => refusal.code,
        });
        assert_eq!(found, expected, "{}", quote().state.key());
    };
    check(&draft, ["quote_not_sent", "quote_not_sent", "withdrawn", "quote_not_sent", "quote_still_draft"]);
    check(&sent, ["accepted", "declined", "withdrawn", "expired", "draft"]);
    check(&accepted, ["quote_accepted"; 5]);
    check(&declined, ["quote_closed", "quote_closed", "quote_closed", "quote_closed", "draft"]);
    check(&withdrawn, ["quote_closed", "quote_closed", "quote_closed", "quote_closed", "draft"]);
    check(&expired, ["quote_expired", "quote_closed", "quote_closed", "quote_closed", "draft"]);
    check(&superseded, ["quote_closed"; 5]);
    assert_eq!(sent().accept(NOW, day(25), None).unwrap_err().code, "quote_expired");
    assert_eq!(sent().expire(NOW, day(24)).unwrap_err().code, "quote_still_valid");
    assert_eq!(sent().decline(NOW, "".into()).unwrap_err().param.as_deref(), Some("reason"));
}

#[test]
fn a_revision_keeps_the_number_and_counts_on() {
    let (old, new) = sent().revise(id(2), NOW, day(20)).unwrap();
    assert_eq!(old.state, QuoteState::Superseded { at: NOW, by: id(2) });
    assert_eq!((new.number.as_str(), new.revision, new.revises), ("Q-1", 2, Some(old.id)));
    // Valid for 23 days, as before.
    assert_eq!((new.date, new.valid_until), (day(20), Date::constant(2026, 12, 13)));
    assert!(new.waterfall.is_empty());
    assert_eq!(new.lines, old.lines);
}

proptest! {
    #[test]
    fn pricing_twice_changes_nothing(prices in prop::collection::vec((1i64..100_000, 1i64..500), 1..20), off in 0i64..100) {
        let line = |(price, quantity): &(i64, i64)| terms(&quantity.to_string(), &format!("{}.{:03}", price / 1000, price % 1000));
        let mut once = quote(prices.iter().map(line).collect());
        once.discount = Some(Percent::from(off));
        once.price().unwrap();
        let mut twice = once.clone();
        twice.price().unwrap();
        prop_assert_eq!(once, twice);
    }
}

#[test]
fn a_price_that_ramps_is_pinned_for_every_interval() {
    // 10.00 in the first year, 12.00 in the second, 15.00 after it: 12 x 10 + 12 x 12 + 12 x 15 = 444.00; less 10 per cent.
    let ramp = serde_json::json!({"model": "ramp", "steps": [
        {"from": 1, "price": {"model": "per_unit", "unit_price": "10.00"}},
        {"from": 13, "price": {"model": "per_unit", "unit_price": "12.00"}},
        {"from": 25, "price": {"model": "per_unit", "unit_price": "15.00"}}]});
    let line =
        LineTerms { price: serde_json::from_value(ramp).unwrap(), ..recurring("1", Charging::Monthly, Some(36)) };
    let mut quote = Quote { discount: Some("10".parse().unwrap()), ..quote(vec![line]) };
    quote.price().unwrap();
    let terms = &quote.lines[0].terms;
    let nets = [1, 12, 13, 24, 25, 36].map(|period| terms.net_in(period).minor());
    let factor = terms.quantity.value().to_string().parse::<i64>().unwrap();
    assert_eq!(nets, [900, 900, 1_080, 1_080, 1_350, 1_350].map(|net| net * factor));
    let totals = quote.totals().unwrap();
    assert_eq!((totals.first_year.minor(), totals.contract_value.minor()), (10_800 * factor, 39_960 * factor));
    assert_eq!(terms.net_until(13).unwrap().minor(), (10_800 + 1_080) * factor);
    let stored: Quote = serde_json::from_value(serde_json::to_value(&quote).unwrap()).unwrap();
    assert_eq!(stored, quote);
}

#[test]
fn other_prices_show_what_would_change() {
    let product = ProductId(RawId::default().derive(7));
    let line = LineTerms { product: Some(product), ..terms("2", "10.00") };
    let mut quote = quote(vec![line, terms("1", "5.00")]);
    quote.price().unwrap();
    let found = |price: &str| {
        let price = PriceModel::PerUnit { unit_price: price.parse().unwrap() };
        quote.repriced(|terms| (terms.product == Some(product)).then_some(&price)).unwrap()
    };
    let dearer = found("12.50");
    assert_eq!((dearer.before, dearer.after, dearer.difference), (eur(2_500), eur(3_000), eur(500)));
    assert_eq!(dearer.lines, [(1, eur(2_000), eur(2_500))]);
    assert!(found("10.00").lines.is_empty());
    // What was sent is looked at as well, and stays as it is.
    let sent = quote.clone().send(NOW, day(2)).unwrap();
    let price = PriceModel::PerUnit { unit_price: "5".parse().unwrap() };
    assert_eq!(sent.repriced(|terms| terms.product.map(|_| &price)).unwrap().difference, eur(-1_000));
}

#[test]
fn a_renewal_keeps_the_discounts_that_were_agreed() {
    let price = |amount: &str| PriceModel::PerUnit { unit_price: amount.parse().unwrap() };
    // 3 x 10.00 less 10 % on the line and 5 % on the whole: 25.65; at 12.00 each 36.00 in the same proportion: 30.78
    let line = LineTerms { net: eur(2_565), ..terms("3", "10.00") };
    assert_eq!(line.renewed(&price("12.00"), 1).unwrap(), (eur(2_565), eur(3_078)));
    let free = LineTerms { net: eur(0), ..terms("3", "0") };
    assert_eq!(free.renewed(&price("2.00"), 4).unwrap(), (eur(0), eur(600)));
}

fn put(no: u32, terms: LineTerms, at: Option<usize>) -> LineStep {
    LineStep::Put { line: Box::new(QuoteLine::item(no, terms)), at }
}
fn order_of(quote: &Quote) -> Vec<u32> {
    quote.lines.iter().map(|line| line.no).collect()
}

#[test]
fn an_edit_touches_what_it_says() {
    let check = |steps: Vec<LineStep>, order: &[u32], touched: &[u32], moved: &[u32], net: i64| {
        let mut quote = quote((1..=4).map(|n| terms(&n.to_string(), "10.00")).collect());
        quote.price().unwrap();
        let edited = quote.edit(steps).unwrap();
        assert_eq!(order_of(&quote), order);
        assert_eq!(edited.touched.iter().copied().collect::<Vec<_>>(), touched);
        assert_eq!(edited.moved.iter().copied().collect::<Vec<_>>(), moved);
        assert_eq!(quote.net(), eur(net));
    };
    // 10 + 20 + 30 + 40 = 100.00 before
    check(vec![put(2, terms("7", "10.00"), None)], &[1, 2, 3, 4], &[2], &[], 15_000);
    check(vec![put(5, terms("1", "0.50"), None)], &[1, 2, 3, 4, 5], &[5], &[5], 10_050);
    check(vec![put(5, terms("1", "0.50"), Some(1))], &[1, 5, 2, 3, 4], &[5], &[5], 10_050);
    check(vec![LineStep::Remove { no: 3 }], &[1, 2, 4], &[3], &[], 7_000);
    check(vec![LineStep::Move { no: 1, at: 2 }], &[2, 3, 1, 4], &[], &[1], 10_000);
    check(vec![LineStep::Move { no: 1, at: 99 }, LineStep::Remove { no: 1 }], &[2, 3, 4], &[1], &[], 9_000);
}

#[test]
fn an_edit_names_the_step_it_cannot_take() {
    let mut quote = quote(vec![terms("1", "10.00")]);
    let refusal = quote.edit(vec![LineStep::Remove { no: 1 }, LineStep::Remove { no: 1 }]).unwrap_err();
    assert_eq!((refusal.code, refusal.param.as_deref()), ("quote_line_missing", Some("changes.1.no")));
    assert_eq!(sent().edit(vec![]).unwrap_err().code, "quote_not_draft");
}

#[test]
fn an_edit_may_not_make_the_whole_too_large() {
    // Each 6,000,000,000,000.00, which is an amount; both together are none.
    let large = terms("1", "6000000000000");
    let mut quote = quote(vec![large.clone()]);
    quote.price().unwrap();
    let refusal = quote.edit(vec![put(2, large, None)]).unwrap_err();
    assert_eq!((refusal.code, refusal.param.as_deref()), ("amount_too_large", Some("changes")));
}

#[test]
fn only_what_is_chosen_counts() {
    let kind = QuoteLine::new;
    let mut offer = quote(vec![]);
    offer.lines = vec![
        kind(1, LineKind::Heading, LineTerms::words("Furniture".into(), Currency::EUR)),
        kind(2, LineKind::Item, terms("1", "10.00")),
        kind(3, LineKind::Optional, terms("1", "5.00")),
        kind(4, LineKind::Note, LineTerms::words("Delivered in May".into(), Currency::EUR)),
    ];
    offer.discount = Some(Percent::from(10));
    let sent = offer.clone().send(NOW, day(1)).unwrap();
    assert_eq!((sent.net(), sent.lines[2].terms.net), (eur(900), eur(450)));
    assert_eq!(sent.totals().unwrap().one_off, eur(900));
    assert!(sent.waterfall.iter().any(|step| step.line == 3) && sent.waterfall.iter().all(|step| step.line != 1));
    let chosen = sent.clone().choose(&options(&[3])).unwrap();
    assert_eq!((chosen.net(), chosen.lines[2].kind), (eur(1_350), LineKind::Chosen));
    assert_eq!(chosen.agreed().map(|line| line.no).collect::<Vec<_>>(), [2, 3]);
    let refusal = sent.choose(&options(&[3, 1])).unwrap_err();
    assert_eq!((refusal.code, refusal.param.as_deref()), ("quote_line_not_optional", Some("options.1")));
    let mut only_options = quote(vec![terms("1", "5.00")]);
    only_options.lines[0].kind = LineKind::Optional;
    let sent = only_options.send(NOW, day(1)).unwrap();
    assert_eq!(sent.accept(NOW, day(1), None).unwrap_err().code, "quote_nothing_chosen");
    assert_eq!(offer.lines[0], serde_json::from_value(serde_json::to_value(&offer.lines[0]).unwrap()).unwrap());
}

/// Steps on whatever lines there are: put, insert, remove, move.
fn steps_for(lines: u32, dice: &[(u8, u32, usize, i64)]) -> Vec<LineStep> {
    let (mut alive, mut next): (Vec<u32>, u32) = ((1..=lines).collect(), lines + 1);
    let mut steps = Vec::new();
    for (what, which, at, quantity) in dice {
        let amount = terms(&quantity.to_string(), "9.99");
        let kind = [LineKind::Item, LineKind::Optional, LineKind::Chosen][*which as usize % 3];
        if *what == 0 || alive.is_empty() {
            steps.push(LineStep::Put { line: Box::new(QuoteLine::new(next, kind, amount)), at: Some(*at) });
            alive.push(next);
            next += 1;
            continue;
        }
        let place = *which as usize % alive.len();
        let no = alive[place];
        steps.push(match what {
            1 => LineStep::Put { line: Box::new(QuoteLine::new(no, kind, amount)), at: None },
            2 => LineStep::Put { line: Box::new(QuoteLine::new(no, kind, amount)), at: Some(*at) },
            3 => LineStep::Move { no, at: *at },
            _ => LineStep::Remove { no: alive.remove(place) },
        });
    }
    steps
}

proptest! {
    /// An edit prices like pricing the whole, and its inverse takes everything back.
    #[test]
    fn edits_can_be_undone(
        lines in 0u32..8,
        dice in prop::collection::vec((0u8..5, 0u32..40, 0usize..10, 1i64..50), 1..12),
        discount in prop::option::of(0i64..50),
    ) {
        let mut before = quote((0..lines).map(|n| terms(&(n + 1).to_string(), "3.33")).collect());
        before.discount = discount.map(Percent::from);
        before.price().unwrap();
        let steps = steps_for(lines, &dice);
        let back = before.inverse(&steps).unwrap();
        let mut after = before.clone();
        let edited = after.edit(steps).unwrap();
        let mut whole = after.clone();
        whole.price().unwrap();
        prop_assert_eq!(&whole, &after);
        for line in after.lines.iter().filter(|line| !edited.touched.contains(&line.no)) {
            prop_assert!(before.lines.contains(line));
        }
        after.edit(back).unwrap();
        prop_assert_eq!(after, before);
    }
}

fn offer(n: u32, off: pricing::Off) -> QuotePromotion {
    let mut terms = serde_json::json!({"code": format!("P{n}"), "version": 1});
    let off = serde_json::to_value(off).unwrap();
    terms.as_object_mut().unwrap().extend(off.as_object().unwrap().clone());
    QuotePromotion {
        promotion: id(700 + n),
        terms: serde_json::from_value::<pricing::Promotion>(terms).unwrap(),
        used: 0,
        used_by_customer: 0,
        amount: eur(0),
        not_applied: None,
    }
}

proptest! {
    /// The lines sum to what the promotions left, each says in its last step what it costs, and a percentage alone is the same
    /// in every interval.
    #[test]
    fn promotions_are_spread_to_the_cent(
        lines in prop::collection::vec((0i64..200_000, any::<bool>()), 1..12),
        percent in 0i64..=100, amount in 0i64..300_000, discount in 0i64..=50, with_amount in any::<bool>(),
        policy in 0usize..5,
    ) {
        let policies = [pricing::Stacking::PercentagesFirst, pricing::Stacking::AmountsFirst, pricing::Stacking::Priority, pricing::Stacking::Best, pricing::Stacking::First];
        let of = |(minor, monthly): &(i64, bool)| {
            let price = format!("{}.{:03}", minor / 1_000, minor % 1_000);
            recurring(&price, if *monthly { Charging::Monthly } else { Charging::OneOff }, None)
        };
        let mut quote = quote(lines.iter().map(of).collect());
        quote.discount = Some(Percent::from(discount));
        quote.price().unwrap();
        let before = quote.net();
        let mut offers = vec![offer(1, pricing::Off::Percent { percent: Percent::from(percent) })];
        if with_amount {
            offers.push(offer(2, pricing::Off::Amount { amount: eur(amount) }));
        }
        quote.promotions = Promotions { stacking: policies[policy], segment: None, on: None, offers };
        quote.price().unwrap();
        prop_assert_eq!(before.minor() - quote.promotions.discount(), quote.net().minor());
        prop_assert!(quote.lines.iter().all(|line| !line.terms.net.is_negative()));
        let steps = quote.explain().unwrap();
        for line in &quote.lines {
            let last = steps.iter().rfind(|step| step.line == line.no).unwrap();
            prop_assert_eq!(last.result, line.terms.net);
            let later = line.terms.net_in(2);
            // A cent may fall elsewhere when it is spread over other lines.
            prop_assert!(later.minor() + 1 >= line.terms.net.minor() || !with_amount || line.terms.charging.interval().is_none());
            prop_assert!(with_amount || later == line.terms.net);
        }
        let again = quote.clone();
        quote.price().unwrap();
        prop_assert_eq!(again, quote, "pricing again changes nothing");
    }
}
