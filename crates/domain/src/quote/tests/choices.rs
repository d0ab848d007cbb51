//! What a customer may choose on an offer, what is refused, and how two revisions are told apart.

use super::*;

pub(super) fn options(numbers: &[u32]) -> Selection {
    Selection { options: numbers.to_vec(), ..Selection::default() }
}
fn alternative(group: &str, name: &str) -> Alternative {
    Alternative { group: group.into(), name: name.into() }
}
fn range(min: i64, max: i64, step: Option<i64>) -> Option<QuantityRange> {
    Some(QuantityRange { min: min.into(), max: max.into(), step: step.map(Quantity::from) })
}
/// A machine of 100.00, five to fifty mats of 10.00, and support: good for 20.00 or better for 30.00 and 5.00.
fn offer() -> Quote {
    let support = |no, kind, name: &str, price: &str| QuoteLine {
        alternative: Some(alternative("Support", name)),
        ..QuoteLine::new(no, kind, terms("1", price))
    };
    let mats = QuoteLine { customer_quantity: range(5, 50, Some(5)), ..QuoteLine::item(2, terms("10", "10.00")) };
    let lines = vec![
        QuoteLine::item(1, terms("1", "100.00")),
        mats,
        support(3, LineKind::Item, "Good", "20.00"),
        support(4, LineKind::Alternative, "Better", "30.00"),
        support(5, LineKind::Alternative, "Better", "5.00"),
    ];
    Quote { lines, ..quote(vec![]) }
}

#[test]
fn a_customer_chooses_within_what_was_left_to_them() {
    let sent = offer().send(NOW, day(1)).unwrap();
    // 100 + 10 x 10 + 20
    assert_eq!(sent.net(), eur(22_000));
    let better = Selection {
        alternatives: vec![alternative("Support", "Better")],
        quantities: vec![LineQuantity { line: 2, quantity: 25.into() }],
        ..Selection::default()
    };
    let chosen = sent.clone().choose(&better).unwrap();
    // 100 + 25 x 10 + 30 + 5
    assert_eq!(chosen.net(), eur(38_500));
    assert_eq!(chosen.agreed().map(|line| line.no).collect::<Vec<_>>(), [1, 2, 4, 5]);
    let result = |quote: &Quote| quote.waterfall.iter().rfind(|step| step.line == 2).unwrap().result;
    assert_eq!((result(&sent), result(&chosen)), (eur(10_000), eur(25_000)));
    assert_eq!(sent.clone().choose(&Selection::default()).unwrap(), sent);
}

#[test]
fn what_was_not_left_to_the_customer_is_refused_by_name() {
    let check = |selection: Selection, code: &str, place: &str| {
        let refusal = offer().send(NOW, day(1)).unwrap().choose(&selection).unwrap_err();
        assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some(place)));
    };
    let quantity = |line, quantity: i64| Selection {
        quantities: vec![LineQuantity { line, quantity: quantity.into() }],
        ..Selection::default()
    };
    check(quantity(2, 0), "quote_quantity_out_of_range", "quantities.0.quantity");
    check(quantity(2, 12), "quote_quantity_out_of_range", "quantities.0.quantity");
    check(quantity(2, 55), "quote_quantity_out_of_range", "quantities.0.quantity");
    check(quantity(2, 1_000_000_000_000_000_000), "quote_quantity_out_of_range", "quantities.0.quantity");
    check(quantity(1, 2), "quote_quantity_fixed", "quantities.0.quantity");
    check(quantity(9, 2), "quote_line_missing", "quantities.0.line");
    let twice = LineQuantity { line: 2, quantity: 15.into() };
    let twice = Selection { quantities: vec![twice.clone(), twice], ..Selection::default() };
    check(twice, "quote_line_twice", "quantities.1.line");
    let alternatives = |names: &[(&str, &str)]| Selection {
        alternatives: names.iter().map(|(group, name)| alternative(group, name)).collect(),
        ..Selection::default()
    };
    let both = [("Support", "Good"), ("Support", "Better")];
    check(alternatives(&both), "alternatives_two_chosen", "alternatives.1");
    check(alternatives(&[("Support", "Best")]), "alternative_unknown", "alternatives.0");
    check(alternatives(&[("Colour", "Red")]), "alternative_group_unknown", "alternatives.0");
    check(Selection { lines: vec![1], ..Selection::default() }, "quote_whole_only", "lines");
    let draft = offer().choose(&Selection::default()).unwrap_err();
    assert_eq!(draft.code, "quote_not_sent");
}

#[test]
fn a_part_is_accepted_where_that_was_offered() {
    let sent = Quote { part_acceptance: true, ..offer() }.send(NOW, day(1)).unwrap();
    let part = |lines: &[u32]| Selection { lines: lines.to_vec(), ..Selection::default() };
    let chosen = sent.clone().choose(&part(&[1, 3])).unwrap();
    assert_eq!((chosen.net(), chosen.lines[1].kind), (eur(12_000), LineKind::Declined));
    let refusal = sent.choose(&part(&[1, 4])).unwrap_err();
    assert_eq!((refusal.code, refusal.param.as_deref()), ("quote_line_not_offered", Some("lines.1")));
}

#[test]
fn a_quote_goes_out_when_it_is_plain_which_alternative_counts() {
    let check = |change: fn(&mut Quote), code: &str| {
        let mut quote = offer();
        change(&mut quote);
        assert_eq!(quote.send(NOW, day(1)).unwrap_err().code, code);
    };
    check(|quote| quote.lines[2].kind = LineKind::Alternative, "alternatives_none_counts");
    check(|quote| quote.lines[3].kind = LineKind::Item, "alternatives_two_count");
    check(|quote| quote.lines.truncate(3), "alternative_alone");
    let divided = |quote: &mut Quote| {
        quote.lines[2].kind = LineKind::Alternative;
        quote.lines[3].kind = LineKind::Item;
    };
    check(divided, "alternative_divided");
    check(|quote| quote.lines[0].kind = LineKind::Alternative, "alternative_unnamed");
    check(|quote| quote.lines[2].kind = LineKind::Optional, "alternative_of_kind");
    check(|quote| quote.lines[1].customer_quantity = range(20, 50, None), "quantity_range_leaves_out");
    check(|quote| quote.lines[1].customer_quantity = range(50, 5, None), "quantity_range_wrong");
    check(|quote| quote.lines[1].customer_quantity = range(5, 50, Some(0)), "quantity_range_wrong");
}

#[test]
fn the_quantities_of_a_range_are_counted_from_its_least() {
    let samples = |of: Option<QuantityRange>, most| {
        of.unwrap().samples(most).iter().map(|quantity| quantity.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(samples(range(5, 17, Some(5)), 100), "5 10 15");
    assert_eq!(samples(range(5, 5, None), 100), "5");
    assert_eq!(samples(range(1, 1_000_000_000, None), 3), "1 500000000 1000000000");
}

#[test]
fn two_revisions_are_told_apart_field_by_field() {
    let product = |n: u32| Some(id(n));
    let mut before = quote((1..=4).map(|n| terms(&n.to_string(), "10.00")).collect());
    before.lines[3].terms.product = product(7);
    before.lines[0].terms.cost = Some(eur(300));
    before.price().unwrap();
    let mut after = before.clone();
    after.discount = Some(Percent::from(10));
    after.lines[0].terms.cost = Some(eur(400));
    after.lines[1].terms.quantity = 5.into();
    after.lines.remove(2);
    // The same product under another number is the same line.
    after.lines[2].no = 9;
    after.lines.push(QuoteLine::item(10, LineTerms { product: None, ..terms("1", "1.00") }));
    after.price().unwrap();
    let told = |diff: &QuoteDiff| {
        let line = |line: &LineDiff| {
            let fields = line.fields.iter().map(|field| field.field).collect::<Vec<_>>().join("+");
            format!("{} {} {fields}", line.change.key(), line.no)
        };
        diff.lines.iter().map(line).collect::<Vec<_>>()
    };
    let seen = diff(&before, &after, false).unwrap();
    let all = "kind+description+quantity+unit+price+charging+net";
    let expected = [
        "changed 1 net".to_string(),
        "changed 2 quantity+net".to_string(),
        "changed 9 net".to_string(),
        format!("added 10 {all}"),
        format!("removed 3 {all}"),
    ];
    assert_eq!(told(&seen), expected);
    assert_eq!(seen.terms.iter().map(|field| field.field).collect::<Vec<_>>(), ["discount"]);
    // 10 + 20 + 30 + 40, and 90 % of 10 + 50 + 40 + 1.
    assert_eq!((seen.before.one_off, seen.after.one_off), (eur(10_000), eur(9_090)));
    assert_eq!(told(&diff(&before, &after, true).unwrap())[0], "changed 1 net+cost");
    assert!(diff(&before, &before, true).unwrap().is_empty());
}
