use super::*;
use proptest::prelude::*;

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}
fn promotion(code: &str, off: Off) -> Promotion {
    Promotion {
        code: code.into(),
        version: 1,
        off,
        priority: 0,
        exclusive: false,
        from: None,
        until: None,
        uses: None,
        uses_per_customer: None,
        minimum: None,
        segments: vec![],
    }
}
fn percent(code: &str, percent: &str) -> Promotion {
    promotion(code, Off::Percent { percent: percent.parse().unwrap() })
}
fn fixed(code: &str, minor: i64) -> Promotion {
    promotion(code, Off::Amount { amount: eur(minor) })
}
fn run(subtotal: i64, promotions: &[Promotion], stacking: Stacking) -> Redeemed {
    let offers: Vec<Offer> = promotions.iter().map(Offer::new).collect();
    let terms = Redemption { on: Date::constant(2026, 11, 24), segment: None, stacking };
    redeem(eur(subtotal), &offers, &terms, &mut Trace::off()).unwrap()
}
fn check(promotions: &[Promotion], table: &[(Stacking, i64, &str)]) {
    for (stacking, net, applied) in table {
        let found = run(10_000, promotions, *stacking);
        let codes: Vec<&str> = found.applied.iter().map(|promotion| promotion.code.as_str()).collect();
        assert_eq!((found.net, codes.join(" ")), (eur(*net), applied.to_string()), "{stacking:?}");
        assert_eq!(found.net.add(found.discount).unwrap(), eur(10_000));
        assert_eq!(found.applied.len() + found.not_applied.len(), promotions.len());
    }
}

#[test]
fn the_policy_says_which_stand_together() {
    // 100.00 - 20% - 10% = 72.00, - 15.00 = 57.00; or 85.00 - 20% - 10% = 61.20.
    let few = [fixed("A15", 1_500), percent("B20", "20"), Promotion { priority: 1, ..percent("C10", "10") }];
    check(
        &few,
        &[
            (Stacking::PercentagesFirst, 5_700, "B20 C10 A15"),
            (Stacking::AmountsFirst, 6_120, "A15 B20 C10"),
            (Stacking::Priority, 6_120, "A15 B20 C10"),
            (Stacking::Best, 8_000, "B20"),
            (Stacking::First, 8_500, "A15"),
        ],
    );
    // One that stands alone: 50.00 off is more than both others (28.00), and 25.00 is less.
    let alone = |minor| Promotion { exclusive: true, ..fixed("X", minor) };
    let with = |minor| [alone(minor), few[1].clone(), few[2].clone()];
    check(&with(5_000), &[(Stacking::PercentagesFirst, 5_000, "X"), (Stacking::Best, 5_000, "X")]);
    check(&with(2_500), &[(Stacking::PercentagesFirst, 7_200, "B20 C10"), (Stacking::Best, 7_500, "X")]);
    check(&[fixed("A", 8_000), fixed("B", 5_000)], &[(Stacking::Priority, 0, "A B")]);
    check(&[fixed("A", 10_000), percent("B", "5"), fixed("C", 1)], &[(Stacking::AmountsFirst, 0, "A")]);
}

#[test]
fn limits_are_kept_and_the_reason_told() {
    let today = Date::constant(2026, 11, 24);
    let check = |promotion: Promotion, used: (u32, u32), reason: Option<NotApplied>| {
        let offer = Offer { promotion: &promotion, used: used.0, used_by_customer: used.1 };
        let terms = Redemption { on: today, segment: Some("school"), stacking: Stacking::default() };
        let mut trace = Trace::on();
        let found = redeem(eur(10_000), &[offer], &terms, &mut trace).unwrap();
        assert_eq!(found.not_applied.first().map(|(_, reason)| reason.clone()), reason);
        assert_eq!(trace.steps().last().unwrap().not_applied, reason);
    };
    let plain = || percent("A", "10");
    check(plain(), (9, 9), None);
    check(Promotion { from: Some(today), until: Some(today), ..plain() }, (0, 0), None);
    let (yesterday, tomorrow) = (today.add_days(-1), today.add_days(1));
    check(Promotion { until: Some(yesterday), ..plain() }, (0, 0), Some(NotApplied::Ended { until: yesterday }));
    check(Promotion { from: Some(tomorrow), ..plain() }, (0, 0), Some(NotApplied::NotYet { from: tomorrow }));
    check(Promotion { uses: Some(3), ..plain() }, (2, 0), None);
    check(Promotion { uses: Some(3), ..plain() }, (3, 0), Some(NotApplied::UsedUp { limit: 3 }));
    check(Promotion { uses_per_customer: Some(1), ..plain() }, (1, 1), Some(NotApplied::UsedUpByCustomer { limit: 1 }));
    check(Promotion { minimum: Some(eur(10_000)), ..plain() }, (0, 0), None);
    let minimum = eur(10_001);
    check(Promotion { minimum: Some(minimum), ..plain() }, (0, 0), Some(NotApplied::BelowMinimum { minimum }));
    check(Promotion { segments: vec!["school".into()], ..plain() }, (0, 0), None);
    let segments = vec!["shop".to_string()];
    check(Promotion { segments: segments.clone(), ..plain() }, (0, 0), Some(NotApplied::OtherSegment { segments }));
    let usd: Currency = "USD".parse().unwrap();
    let foreign = promotion("A", Off::Amount { amount: Money::new(100, usd) });
    check(foreign, (0, 0), Some(NotApplied::OtherCurrency { currency: usd }));
}

#[test]
fn what_contradicts_itself_is_refused() {
    let check = |promotion: Promotion, code: &str, place: &str| {
        let refusal = promotion.check("promotion").unwrap_err();
        assert_eq!((refusal.code, refusal.param.unwrap().as_str()), (code, place));
    };
    percent("A", "100").check("promotion").unwrap();
    check(percent("A", "100.01"), "discount_out_of_range", "promotion.percent");
    check(fixed("A", -1), "amount_negative", "promotion.amount");
    check(percent("", "1"), "value_missing", "promotion.code");
    let day = |day| Some(Date::constant(2026, 1, day));
    check(Promotion { from: day(2), until: day(1), ..fixed("A", 1) }, "promotion_ends_early", "promotion.until");
    check(Promotion { uses: Some(0), ..fixed("A", 1) }, "promotion_never_used", "promotion.uses");
    let contradiction = Promotion { uses: Some(1), uses_per_customer: Some(2), ..fixed("A", 1) };
    check(contradiction, "promotion_uses_contradict", "promotion.uses_per_customer");
    let (one, terms) =
        (fixed("A", 1), Redemption { on: Date::constant(2026, 1, 1), segment: None, stacking: Stacking::Best });
    let twice = redeem(eur(100), &[Offer::new(&one), Offer::new(&one)], &terms, &mut Trace::off()).unwrap_err();
    assert_eq!(twice.code, "promotion_twice");
}

fn any_promotions() -> impl Strategy<Value = Vec<Promotion>> {
    let one = (any::<bool>(), 0i64..=12_000, 0u32..3, any::<bool>());
    prop::collection::vec(one, 0..8).prop_map(|all| {
        let build = |(n, (is_percent, size, priority, exclusive)): (usize, (bool, i64, u32, bool))| {
            let off = match is_percent {
                true => Off::Percent { percent: Percent(Decimal::new(size.min(10_000), 2)) },
                false => Off::Amount { amount: eur(size) },
            };
            Promotion { priority, exclusive: exclusive && priority == 2, ..promotion(&format!("P{n}"), off) }
        };
        all.into_iter().enumerate().map(build).collect()
    })
}

proptest! {
    #[test]
    fn the_order_they_come_in_means_nothing(
        (promotions, shuffled) in any_promotions().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        subtotal in 0i64..100_000,
    ) {
        let policies = [Stacking::PercentagesFirst, Stacking::AmountsFirst, Stacking::Priority, Stacking::Best, Stacking::First];
        for stacking in policies {
            let found = run(subtotal, &promotions, stacking);
            prop_assert_eq!(&found, &run(subtotal, &shuffled, stacking));
            prop_assert!(!found.net.is_negative() && !found.discount.is_negative());
            prop_assert_eq!(found.net.add(found.discount).unwrap(), eur(subtotal));
            prop_assert!(found.applied.iter().all(|promotion| !promotion.amount.is_negative()));
        }
    }
}
