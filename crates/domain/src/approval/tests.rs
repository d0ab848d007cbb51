use super::*;
use crate::{
    catalog::{Charging, PriceModel, Recognition, Supply, TaxClass},
    money::*,
    org::Language,
    quote::*,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

const NOW: Timestamp = Timestamp(1_000_000);

fn raw(n: u32) -> RawId {
    RawId::from_moment(1, [1; 10]).derive(n)
}
fn day(d: i8) -> Date {
    Date::constant(2026, 3, d)
}
/// A quote of one line: `list` each at a discount, with a cost.
fn quote(list: i64, discount: i64, cost: Option<i64>) -> Quote {
    let terms = LineTerms {
        product: Some(raw(90).into()),
        description: "Dak".into(),
        quantity: Quantity::from(10),
        unit: "C62".into(),
        price: PriceModel::PerUnit { unit_price: Amount(Decimal::new(list, 2)) },
        discount: Some(Percent(Decimal::new(discount, 1))),
        supply: Supply::Goods,
        tax_class: TaxClass::Standard,
        charging: Charging::Yearly,
        term: Some(3),
        later: Vec::new(),
        parts: Vec::new(),
        recognition: Recognition::StraightLine,
        standalone: None,
        cost: cost.map(|cost| Money::new(cost, Currency::EUR)),
        net: Money::zero(Currency::EUR),
    };
    let mut quote = Quote {
        id: raw(1).into(),
        number: "Q-2026-0001".into(),
        revision: 1,
        entity: raw(2).into(),
        customer: raw(3).into(),
        contact: None,
        opportunity: None,
        revises: None,
        title: "Daken".into(),
        language: Language::Nl,
        currency: Currency::EUR,
        price_book: None,
        channel: None,
        promotions: Default::default(),
        exchange: None,
        date: day(1),
        valid_until: day(31),
        payment_days: 30,
        payment_plan: PaymentPlan::Full,
        discount: None,
        part_acceptance: false,
        lines: vec![QuoteLine::item(1, terms)],
        introduction: None,
        notes: None,
        state: QuoteState::Draft,
        waterfall: Vec::new(),
        owner: Some(raw(10).into()),
        views: None,
        expiry_reminder: None,
        view_reminder: None,
        metadata: BTreeMap::new(),
    };
    quote.price().unwrap();
    quote
}
fn figures(quote: &Quote) -> Figures {
    Figures::of(quote, &[(raw(90).into(), "DAK-1".to_string())].into(), "NL", Currency::EUR).unwrap()
}
fn rule(n: u32, step: u32, role: &str, condition: &str) -> ApprovalRule {
    ApprovalRule {
        id: raw(n).into(),
        name: format!("rule {n}"),
        condition: condition.into(),
        step,
        role: role.into(),
        approver: None,
        escalate_after: None,
        escalate_to: None,
        archived: None,
    }
}
fn asked(rule: &ApprovalRule, quote: &Quote) -> Approval {
    let condition = Condition::read(&rule.condition).unwrap();
    let figures = guarded(&condition, &figures(quote));
    let question =
        Question { id: raw(50).into(), number: "APR-1".into(), rule, figures, by: Some(raw(11).into()), first: true };
    Approval::ask(question, quote, NOW, day(2))
}
fn decider(n: u32, role: &str) -> Decider {
    Decider { user: raw(n).into(), role: role.into(), stands_in_for: Vec::new() }
}
fn now(approval: &Approval, quote: &Quote) -> BTreeMap<String, Figure> {
    guarded(&Condition::read(&approval.condition).unwrap(), &figures(quote))
}

#[test]
fn what_the_customer_may_choose_counts_as_chosen() {
    let mut quote = quote(10_000, 0, None);
    let mut option = quote.lines[0].clone();
    (option.no, option.kind) = (2, LineKind::Optional);
    option.terms.discount = Some(Percent::from(90));
    quote.lines.push(option);
    quote.price().unwrap();
    assert_eq!(quote.net().minor(), 100_000);
    let figures = figures(&quote);
    for condition in ["line_discount == 90", "discount == 45", "total == 1100", "contract_value == 3300"] {
        assert!(Condition::read(condition).unwrap().holds(&figures).unwrap(), "{condition}");
    }
    // A dear option that nobody need choose hides no discount, and no loss.
    let mut quote = self::quote(10_000, 900, Some(6_000));
    let mut option = quote.lines[0].clone();
    (option.no, option.kind) = (2, LineKind::Optional);
    (option.terms.discount, option.terms.quantity) = (None, Quantity::from(1_000));
    quote.lines.push(option);
    quote.price().unwrap();
    let figures = self::figures(&quote);
    for condition in ["discount == 90", "margin == -500"] {
        assert!(Condition::read(condition).unwrap().holds(&figures).unwrap(), "{condition}");
    }
}

#[test]
fn one_line_of_unknown_cost_makes_the_margin_unknown() {
    let mut quote = quote(10_000, 0, Some(1_000));
    let mut other = quote.lines[0].clone();
    (other.no, other.terms.cost) = (2, None);
    quote.lines.push(other);
    quote.price().unwrap();
    assert_eq!(figures(&quote).value("margin"), Some(Figure::Unknown));
}

#[test]
fn what_no_one_made_is_for_the_owner_to_decide() {
    let mut quote = quote(10_000, 150, None);
    quote.owner = None;
    let asked = Approval { requested_by: None, ..asked(&rule(1, 1, "finance", "discount > 10"), &quote) };
    let by =
        |role: &str| asked.clone().approve(&decider(20, role), &now(&asked, &quote), None, NOW).map_err(|r| r.code);
    assert_eq!(by("finance").unwrap_err(), "approval_not_yours");
    assert!(by("owner").is_ok());
}

#[test]
fn conditions_speak_of_figures() {
    // 10 x 100.00 less 15 per cent = 850.00 a year, for three years; cost 10 x 70.00 = 700.00.
    let figures = figures(&quote(10_000, 150, Some(7_000)));
    for (condition, holds) in [
        ("discount > 14.9", true),
        ("discount > 15", false),
        ("discount >= 15.0 && margin < 20.0", true),
        ("margin < 17.64", false),
        ("margin < 17.65", false),
        ("margin <= 17.65", true),
        ("line_discount == 15", true),
        ("total > 849.99 && total < 850.01", true),
        ("contract_value == 2550", true),
        ("payment_days > 30 || term > 2", true),
        ("!(instalments > 1)", true),
        ("valid_days == 30", true),
        ("currency == 'EUR' && country in ['NL', 'BE']", true),
        ("'DAK-1' in products && size(products) == 1", true),
        ("'DAK-2' in products", false),
        ("country == 'NL' ? discount > 20 : discount > 10", false),
        ("total * 2 - 1700 == 0 && -discount < 0 && total / 2 == 425", true),
        ("true", true),
    ] {
        assert_eq!(Condition::read(condition).unwrap().holds(&figures).unwrap(), holds, "{condition}");
    }
}

#[test]
fn what_nobody_knows_counts_against_the_seller() {
    let figures = figures(&quote(10_000, 0, None));
    for (condition, holds) in [
        ("margin < 20.0", true),
        ("margin < 20.0 && discount > 5", false),
        ("margin < 20.0 || discount > 5", true),
        ("margin > 0 ? false : false", true),
        ("total / discount > 1", true),
    ] {
        assert_eq!(Condition::read(condition).unwrap().holds(&figures).unwrap(), holds, "{condition}");
    }
}

#[test]
fn a_condition_that_says_nothing_is_refused_at_its_place() {
    let long = format!("discount > {}", "1".repeat(1_000));
    for (condition, code, column) in [
        ("", "condition_unreadable", None),
        ("discount >", "condition_unreadable", None),
        ("discount", "condition_no_truth", None),
        ("discount > 'a'", "condition_types_differ", Some(12)),
        ("discont > 1", "condition_name_unknown", Some(1)),
        ("total > 1 && products", "condition_types_differ", Some(14)),
        ("products.exists(p, p == 'A')", "condition_part_unknown", None),
        ("upper(currency) == 'EUR'", "condition_function_unknown", None),
        (long.as_str(), "condition_too_long", None),
    ] {
        let refusal = Condition::read(condition).unwrap_err();
        assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some("condition")), "{condition}");
        if let Some(column) = column {
            let found = refusal.args.iter().find(|(name, _)| *name == "column");
            assert_eq!(found.map(|(_, arg)| arg.clone()), Some(crate::refusal::Arg::Number(column)), "{condition}");
        }
    }
    let many = vec!["discount > 1"; 60].join(" && ");
    assert_eq!(Condition::read(&many).unwrap_err().code, "condition_too_long");
    let overflow = Condition::read("total * 99999999999999.0 * 99999999999999.0 > 1").unwrap();
    assert!(overflow.holds(&figures(&quote(10_000, 0, None))).unwrap());
}

#[test]
fn rules_are_checked() {
    let check = |rule: ApprovalRule| rule.check().unwrap_err().code;
    assert_eq!(rule(1, 1, "finance", "discount > 1").check(), Ok(()));
    assert_eq!(check(rule(1, 0, "finance", "discount > 1")), "approval_step_out_of_range");
    assert_eq!(check(rule(1, 21, "finance", "discount > 1")), "approval_step_out_of_range");
    assert_eq!(check(ApprovalRule { name: " ".into(), ..rule(1, 1, "finance", "true") }), "value_missing");
    let escalated = |after, to: Option<&str>| ApprovalRule {
        escalate_after: after,
        escalate_to: to.map(String::from),
        ..rule(1, 1, "finance", "true")
    };
    assert_eq!(check(escalated(Some(3), None)), "escalation_incomplete");
    assert_eq!(check(escalated(None, Some("owner"))), "escalation_incomplete");
    assert_eq!(check(escalated(Some(0), Some("owner"))), "escalation_out_of_range");
    let archived = rule(1, 1, "finance", "true").archive(day(1)).unwrap();
    assert_eq!(archived.clone().archive(day(2)).unwrap_err().code, "approval_rule_archived");
    assert_eq!(archived.restore().unwrap().restore().unwrap_err().code, "approval_rule_active");
}

#[test]
fn the_outlook_says_who_comes_when_and_what_would_need_nobody() {
    let rules = [
        rule(2, 2, "finance", "discount > 20 || margin < 10"),
        rule(1, 1, "sales_lead", "discount > 11.8"),
        ApprovalRule { archived: Some(day(1)), ..rule(3, 1, "owner", "true") },
    ];
    let quote = quote(10_000, 250, Some(5_000));
    let outlook = outlook(&rules, &figures(&quote), &[]).unwrap();
    let roles: Vec<(&str, u32)> = outlook.needed.iter().map(|n| (n.role.as_str(), n.step)).collect();
    assert_eq!(roles, [("sales_lead", 1), ("finance", 2)]);
    assert_eq!(outlook.nobody_at, Some(Decimal::new(118, 1)));
    assert!(!outlook.is_clear());
    assert_eq!(super::outlook(&[], &figures(&quote), &[]).unwrap(), Outlook::default());
    // No discount makes a term shorter.
    let term = [rule(4, 1, "finance", "term > 2")];
    assert_eq!(super::outlook(&term, &figures(&quote), &[]).unwrap().nobody_at, None);
}

#[test]
fn an_approval_stands_until_a_guarded_figure_gets_worse() {
    let rules = [rule(1, 1, "finance", "discount > 10")];
    let approved_at = quote(10_000, 150, None);
    let answered = asked(&rules[0], &approved_at);
    let answered = answered.clone().approve(&decider(20, "finance"), &now(&answered, &approved_at), None, NOW).unwrap();
    let standing = |quote: &Quote, rules: &[ApprovalRule]| {
        outlook(rules, &figures(quote), std::slice::from_ref(&answered)).unwrap().needed.first().map(|n| n.standing)
    };
    assert_eq!(standing(&quote(10_000, 150, None), &rules), Some(Standing::Approved));
    // A better discount, or a figure that the rule does not look at.
    assert_eq!(standing(&quote(10_000, 120, None), &rules), Some(Standing::Approved));
    assert_eq!(standing(&quote(99_000, 150, Some(99_000)), &rules), Some(Standing::Approved));
    assert_eq!(standing(&quote(10_000, 151, None), &rules), Some(Standing::Missing));
    assert_eq!(standing(&quote(10_000, 50, None), &rules), None);
    // Another rule in its place asks again.
    assert_eq!(standing(&quote(10_000, 150, None), &[rule(1, 1, "finance", "discount > 12")]), Some(Standing::Missing));
}

#[test]
fn nobody_approves_their_own() {
    let quote = quote(10_000, 150, None);
    let asked = asked(&rule(1, 1, "finance", "discount > 10"), &quote);
    let code = |by: Decider| asked.clone().approve(&by, &now(&asked, &quote), None, NOW).map_err(|r| r.code);
    assert_eq!(code(decider(10, "finance")).unwrap_err(), "approval_own_quote");
    assert_eq!(code(decider(11, "owner")).unwrap_err(), "approval_own_quote");
    assert_eq!(code(decider(20, "sales")).unwrap_err(), "approval_not_yours");
    assert_eq!(code(decider(20, "owner")).unwrap().state.key(), "approved");
    assert!(asked.is_for(&decider(20, "finance")) && !asked.is_for(&decider(10, "finance")));
    let worse = self::quote(10_000, 160, None);
    let refusal = asked.clone().approve(&decider(20, "finance"), &now(&asked, &worse), None, NOW).unwrap_err();
    assert_eq!(refusal.code, "approval_figures_worse");
    let rejected = asked.clone().reject(&decider(20, "finance"), "te laag".into(), NOW).unwrap();
    assert_eq!(
        rejected.clone().approve(&decider(20, "finance"), &now(&asked, &quote), None, NOW).unwrap_err().code,
        "approval_not_requested"
    );
    assert_eq!(rejected.overtake(NOW), None);
    assert_eq!(asked.clone().reject(&decider(20, "finance"), " ".into(), NOW).unwrap_err().code, "value_missing");
    // Passed on, it is the colleague's whatever their role, but never the seller's.
    assert_eq!(asked.clone().delegate(&decider(20, "finance"), raw(10).into()).unwrap_err().code, "approval_own_quote");
    let passed = asked.clone().delegate(&decider(20, "finance"), raw(21).into()).unwrap();
    assert!(passed.is_for(&decider(21, "sales")) && !passed.is_for(&decider(20, "finance")));
    assert_eq!(asked.overtake(NOW).unwrap().state.key(), "overtaken");
}

#[test]
fn an_unanswered_question_goes_on_once() {
    let rule = ApprovalRule {
        escalate_after: Some(2),
        escalate_to: Some("owner".into()),
        ..rule(1, 1, "finance", "discount > 10")
    };
    let asked = asked(&rule, &quote(10_000, 150, None));
    assert_eq!(asked.due, Some(day(4)));
    assert_eq!(asked.clone().escalate(day(4)), None);
    let escalated = asked.escalate(day(5)).unwrap();
    assert_eq!((escalated.role.as_str(), escalated.due), ("owner", None));
    assert_eq!(escalated.escalate(day(30)), None);
}

proptest! {
    /// Whatever discount was approved covers each lower one, and no higher one.
    #[test]
    fn cover_follows_the_discount(approved in 0i64..=1_000, offered in 0i64..=1_000) {
        let rule = rule(1, 1, "finance", "discount > 0.0");
        let asked = asked(&rule, &quote(1_000_000, approved, None));
        prop_assert_eq!(asked.covers(&now(&asked, &quote(1_000_000, offered, None))), offered <= approved);
    }
    /// At the discount that the outlook names nobody is asked, and a tenth above it somebody is.
    #[test]
    fn nobody_at_is_the_edge(limit in 0i64..=400, discount in 401i64..=1_000) {
        let rules = [rule(1, 1, "finance", &format!("discount > {}", Decimal::new(limit, 1)))];
        let found = outlook(&rules, &figures(&quote(1_000_000, discount, None)), &[]).unwrap();
        prop_assert_eq!(found.nobody_at, Some(Decimal::new(limit, 1).normalize()));
    }
    #[test]
    fn no_text_breaks_the_reader(text in "[ -~]{0,60}") {
        let _ = Condition::read(&text);
    }
}

/// Ten roofs of 100.00 at 10 %, one at 50 %, and a dear one without discount: each may be taken or left.
#[test]
fn the_worst_choice_counts_and_no_other_can_be_made() {
    let mut quote = quote(10_000, 100, Some(6_000));
    let option = |no, discount: i64, quantity: i64| {
        let mut line = quote.lines[0].clone();
        (line.no, line.kind) = (no, LineKind::Optional);
        (line.terms.discount, line.terms.quantity) = (Some(Percent::from(discount)), quantity.into());
        line
    };
    let more = [option(2, 50, 1), option(3, 0, 100)];
    quote.lines.extend(more);
    quote.price().unwrap();
    // With the sharp one and without the dear one: 1 - 950 / 1,100; none or all come to 10 and 1.35 %.
    let figure = |quote: &Quote, name: &str| figures(quote).value(name).unwrap();
    let number = |minor: i64| Figure::Number(Decimal::new(minor, 2));
    assert_eq!(figure(&quote, "discount"), number(1_364));
    // 950 of 660: 290 is left.
    assert_eq!(figure(&quote, "margin"), number(3_053));
    let sent = quote.clone().send(NOW, day(2)).unwrap();
    for options in [vec![], vec![2], vec![3], vec![2, 3]] {
        let chosen = sent.clone().choose(&Selection { options, ..Selection::default() }).unwrap();
        assert_eq!(check_choice(&sent, &chosen), Ok(()));
    }
}

#[test]
fn quantities_alternatives_and_parts_are_weighed_too() {
    let mut quote = quote(10_000, 0, Some(6_000));
    let line = quote.lines[0].clone();
    let mut sharp = line.clone();
    (sharp.no, sharp.kind) = (2, LineKind::Alternative);
    sharp.terms.discount = Some(Percent::from(30));
    let name = |name: &str| Some(Alternative { group: "Dak".into(), name: name.into() });
    (quote.lines[0].alternative, sharp.alternative) = (name("Nieuw"), name("Hersteld"));
    sharp.customer_quantity = Some(QuantityRange { min: 1.into(), max: 40.into(), step: None });
    quote.lines.push(sharp);
    quote.price().unwrap();
    let found = figures(&quote);
    // Forty at 70.00, over three years; never both alternatives.
    for condition in ["discount == 30", "total == 2800", "contract_value == 8400", "margin == 14.29"] {
        assert!(Condition::read(condition).unwrap().holds(&found).unwrap(), "{condition}: {found:?}");
    }
    let mut part = self::quote(10_000, 0, Some(6_000));
    let mut loss = line;
    (loss.no, loss.terms.discount) = (2, Some(Percent::from(90)));
    part.lines.push(loss);
    part.part_acceptance = true;
    part.price().unwrap();
    assert!(Condition::read("discount == 90 && margin == -500").unwrap().holds(&figures(&part)).unwrap());
}

/// Stairs of prices: the cheapest quantity may lie between those that were tried, and is refused when it is chosen.
#[test]
fn a_choice_that_is_worse_than_everything_that_was_looked_at_is_refused() {
    let mut quote = quote(10_000, 0, Some(6_000));
    quote.lines[0].customer_quantity = Some(QuantityRange { min: 1.into(), max: 20.into(), step: None });
    quote.price().unwrap();
    let sent = quote.send(NOW, day(2)).unwrap();
    let mut cheaper = sent.clone();
    cheaper.lines[0].terms.net = Money::new(50_000, Currency::EUR);
    let refusal = check_choice(&sent, &cheaper).unwrap_err();
    assert_eq!(refusal.code, "quote_choice_not_covered");
}

#[test]
fn whoever_stands_in_decides_what_the_other_may_and_nothing_of_their_own() {
    let quote = quote(10_000, 200, None);
    let asked = asked(&rule(60, 1, "sales_lead", "discount > 15.0"), &quote);
    let stands_in = |n: u32, role: &str, of: u32, their: &str| Decider {
        stands_in_for: vec![(raw(of).into(), their.to_string())],
        ..decider(n, role)
    };
    // Finance has no say; in a sales lead's place it has.
    assert!(!asked.is_for(&decider(20, "finance")));
    let deputy = stands_in(20, "finance", 30, "sales_lead");
    assert!(asked.is_for(&deputy));
    let done = asked.clone().approve(&deputy, &now(&asked, &quote), None, NOW).unwrap();
    assert!(matches!(done.state, ApprovalState::Approved { for_user: Some(of), .. } if of == raw(30).into()));
    // Neither the one who asked (11) nor the owner (10) may be stood in for, nor stand in.
    assert!(!asked.is_for(&stands_in(20, "finance", 10, "sales_lead")));
    assert!(!asked.is_for(&stands_in(11, "finance", 30, "sales_lead")));
    let own = asked.clone().approve(&stands_in(10, "sales", 30, "sales_lead"), &now(&asked, &quote), None, NOW);
    assert_eq!(own.unwrap_err().code, "approval_own_quote");
    // Their own role first: then they decide for themselves.
    let lead = stands_in(21, "sales_lead", 30, "sales_lead");
    let done = asked.clone().approve(&lead, &now(&asked, &quote), None, NOW).unwrap();
    assert!(matches!(done.state, ApprovalState::Approved { for_user: None, .. }));
}

#[test]
fn a_delegation_has_an_end_and_holds_on_its_days() {
    let of = |from: i8, until: i8| Delegation {
        id: raw(70).into(),
        of: raw(10).into(),
        to: raw(11).into(),
        from: day(from),
        until: day(until),
        reason: None,
        ended: None,
    };
    let code = |delegation: Delegation| delegation.check(day(5)).err().map(|refusal| refusal.code);
    assert_eq!(code(of(5, 5)), None);
    assert_eq!(code(of(6, 5)), Some("delegation_backwards"));
    assert_eq!(code(of(1, 4)), Some("delegation_backwards"));
    assert_eq!(code(Delegation { until: day(5).add_days(400), ..of(5, 5) }), Some("delegation_too_long"));
    assert_eq!(code(Delegation { to: raw(10).into(), ..of(5, 9) }), Some("delegation_to_self"));
    assert_eq!([4, 5, 9, 10].map(|d| of(5, 9).holds_on(day(d))), [false, true, true, false]);
    let ended = of(5, 9).end(day(6)).unwrap();
    assert!(!ended.holds_on(day(7)));
    assert_eq!(ended.end(day(7)).unwrap_err().code, "delegation_ended");
}
