//! Each model on a table of quantities, its borders, and what is refused.

use super::*;
use crate::money::Percent;
use proptest::prelude::*;
use serde_json::json;

fn tiers() -> Vec<Tier> {
    let tier = |up_to: Option<i64>, price: &str| Tier {
        up_to: up_to.map(Quantity::from),
        unit_price: price.parse().unwrap(),
        ..Tier::default()
    };
    vec![tier(Some(10), "5.00"), tier(Some(100), "4.00"), tier(None, "3.00")]
}
fn check(model: PriceModel, table: &[(&str, i64)]) {
    for (quantity, minor) in table {
        let found = amount(&model, quantity.parse().unwrap(), Currency::EUR).unwrap();
        assert_eq!(found, Money::new(*minor, Currency::EUR), "{model:?} x {quantity}");
    }
}

#[test]
fn one_tier_table_has_two_readings() {
    // 11 = 10 x 5.00 + 1 x 4.00; 101 = 10 x 5.00 + 90 x 4.00 + 1 x 3.00. A bound belongs to its own tier.
    let table = [("0", 0), ("1", 500), ("10", 5_000), ("10.5", 5_200), ("11", 5_400), ("100", 41_000)];
    check(PriceModel::Graduated { tiers: tiers() }, &table);
    check(PriceModel::Graduated { tiers: tiers() }, &[("101", 41_300)]);
    // By volume one more unit can cost less in all: 100 x 4.00 = 400.00, but 101 x 3.00 = 303.00.
    let table = [("0", 0), ("1", 500), ("10", 5_000), ("10.5", 4_200), ("11", 4_400), ("100", 40_000)];
    check(PriceModel::Volume { tiers: tiers() }, &table);
    check(PriceModel::Volume { tiers: tiers() }, &[("101", 30_300)]);
}

#[test]
fn a_flat_amount_is_due_once_per_tier_reached() {
    let mut tiers = tiers();
    tiers[0].flat = "2.00".parse().ok();
    tiers[1].flat = "3.00".parse().ok();
    // 11 = 2.00 + 10 x 5.00 + 3.00 + 1 x 4.00; by volume 3.00 + 11 x 4.00.
    let table = [("0", 200), ("10", 5_200), ("11", 5_900)];
    check(PriceModel::Graduated { tiers: tiers.clone() }, &table);
    check(PriceModel::Volume { tiers }, &[("0", 200), ("10", 5_200), ("11", 4_700)]);
}

#[test]
fn each_unit_costs_the_same() {
    let price = |text: &str| PriceModel::PerUnit { unit_price: text.parse().unwrap() };
    check(price("9.99"), &[("0", 0), ("1", 999), ("3", 2_997), ("0.5", 500)]);
    check(price("0.00880"), &[("16000", 14_080)]);
}

#[test]
fn what_cannot_be_priced_is_refused() {
    let check = |model: &PriceModel, quantity: &str, code: &str| {
        assert_eq!(amount(model, quantity.parse().unwrap(), Currency::EUR).unwrap_err().code, code, "{quantity}");
    };
    let closed = tiers()[..2].to_vec();
    check(&PriceModel::Volume { tiers: closed.clone() }, "101", "quantity_above_tiers");
    check(&PriceModel::Graduated { tiers: closed }, "100.000001", "quantity_above_tiers");
    check(&PriceModel::Graduated { tiers: vec![] }, "1", "quantity_above_tiers");
    let dear = PriceModel::PerUnit { unit_price: "99999999999999999999".parse().unwrap() };
    check(&dear, "-1", "quantity_not_positive");
    check(&dear, "1000000000", "quantity_out_of_range");
    check(&dear, "1", "amount_too_large");
}

proptest! {
    /// With falling prices graduated never costs less than volume, and more units never cost less in all.
    #[test]
    fn graduated_is_never_below_volume(micros in 1i64..1_000_000_000) {
        let at = |model: &PriceModel, micros| amount(model, Quantity::from_micros(micros), Currency::EUR).unwrap();
        let (graduated, volume) = (PriceModel::Graduated { tiers: tiers() }, PriceModel::Volume { tiers: tiers() });
        prop_assert!(at(&graduated, micros).minor() >= at(&volume, micros).minor());
        prop_assert!(at(&graduated, micros + 1_000_000).minor() > at(&graduated, micros).minor());
    }
}

fn model(json: serde_json::Value) -> PriceModel {
    serde_json::from_value(json).unwrap()
}

#[test]
fn stored_prices_load_for_ever() {
    let check = |json: serde_json::Value| assert_eq!(serde_json::to_value(model(json.clone())).unwrap(), json);
    check(json!({"model": "per_unit", "unit_price": "12.50"}));
    check(
        json!({"model": "graduated", "tiers": [{"up_to": "10", "unit_price": "5.00", "flat": "1"}, {"up_to": null, "unit_price": "4"}]}),
    );
    check(json!({"model": "volume", "tiers": [{"up_to": null, "unit_price": "4", "cap": "9"}]}));
    check(json!({"model": "flat", "amount": "9.99"}));
    check(json!({"model": "per_quantity", "price": "15.24", "base": "12"}));
    check(json!({"model": "limited", "minimum": "1", "unused_is_free": true,
        "price": {"model": "package", "size": "10", "price": "2", "free": "5"}}));
    for unknown in [json!({"model": "magic"}), json!({"model": "flat", "amount": "1", "colour": "red"}), json!({})] {
        assert!(serde_json::from_value::<PriceModel>(unknown).is_err());
    }
}

#[test]
fn each_model_on_its_borders() {
    let check = |json: serde_json::Value, table: &[(&str, i64)]| check(model(json), table);
    check(json!({"model": "flat", "amount": "99.50"}), &[("0", 9_950), ("7", 9_950)]);
    check(json!({"model": "per_quantity", "price": "15.24", "base": "12"}), &[("0", 0), ("132", 16_764), ("1", 127)]);
    let package = json!({"model": "package", "size": "10", "price": "7", "free": "5"});
    check(package, &[("0", 0), ("5", 0), ("5.001", 700), ("15", 700), ("15.5", 1_400)]);
    let steps = json!([{"up_to": "10", "amount": "5"}, {"up_to": "20", "amount": "8"}, {"up_to": null, "amount": "9"}]);
    check(json!({"model": "stairstep", "steps": steps}), &[("0", 500), ("10", 500), ("10.1", 800), ("21", 900)]);
    check(json!({"model": "sum_of_flats", "steps": steps}), &[("0", 500), ("10", 500), ("10.1", 1_300), ("21", 2_200)]);
    let tiers = json!([{"size": "100", "price": "1", "blocks": 10}, {"size": "1000", "price": "0.5"}]);
    check(
        json!({"model": "graduated_blocks", "tiers": tiers}),
        &[("0", 0), ("1", 100), ("1000", 1_000), ("1001", 1_050)],
    );
    check(json!({"model": "volume_blocks", "tiers": tiers}), &[("1", 100), ("1000", 1_000), ("1001", 100)]);
    let beyond = json!({"model": "per_unit", "unit_price": "0.50"});
    let overage = json!({"model": "recurring_plus_overage", "recurring": "59.99", "included": "500", "beyond": beyond});
    check(overage, &[("0", 5_999), ("500", 5_999), ("500.5", 6_024), ("620", 11_999)]);
    let one = json!({"model": "per_unit", "unit_price": "12"});
    let limited = json!({"model": "limited", "minimum": "120", "maximum": "240", "price": one});
    check(limited, &[("0", 12_000), ("10", 12_000), ("15", 18_000), ("25", 24_000)]);
    let unused = json!({"model": "limited", "minimum": "120", "unused_is_free": true, "price": one});
    check(unused, &[("0", 0), ("1", 12_000)]);
    check(json!({"model": "minimum_commitment", "spend": "100", "price": one}), &[("0", 10_000), ("9", 10_800)]);
    let up = json!({"model": "rounded", "amount": {"mode": "up", "places": -1}, "price": one});
    check(up, &[("0", 0), ("1", 2_000), ("10", 12_000)]);
    let hours = json!({"model": "rounded", "quantity": {"mode": "ceiling", "places": 0}, "price": one});
    check(hours, &[("0.1", 1_200), ("2", 2_400)]);
    let cap = json!({"model": "graduated", "tiers": [{"up_to": "10", "unit_price": "1", "flat": "2", "cap": "5"}, {"up_to": null, "unit_price": "1"}]});
    check(cap, &[("0", 200), ("3", 500), ("10", 500), ("12", 700)]);
    let rates = json!([{"up_to": "1000", "rate": "1", "flat": "2"}, {"up_to": null, "rate": "0.5"}]);
    check(json!({"model": "graduated_percentage", "tiers": rates}), &[("0", 200), ("1000", 1_200), ("1200", 1_300)]);
    check(json!({"model": "percentage", "rate": "2.9", "fixed": "0.25"}), &[("0", 25), ("100", 315)]);
}

#[test]
fn more_by_volume_can_cost_less_and_it_is_told() {
    // 100 x 4.00 = 400.00, and 101 x 3.00 = 303.00; 75 x 4.00 = 300.00 is less than that.
    let price = PriceModel::Volume { tiers: tiers() };
    let check = |price: &PriceModel, quantity: i64, cliff: Option<(i64, i64)>| {
        let found = cheaper_above(price, Quantity::from(quantity), Currency::EUR).unwrap();
        let found = found.map(|cliff| (cliff.quantity, cliff.saving.minor()));
        assert_eq!(found, cliff.map(|(quantity, saving)| (Quantity::from(quantity), saving)), "{quantity}");
    };
    check(&price, 100, Some((101, 9_700)));
    check(&price, 76, Some((101, 100)));
    check(&price, 75, None);
    check(&price, 9, Some((11, 100)));
    check(&price, 101, None);
    check(&PriceModel::Graduated { tiers: tiers() }, 100, None);
}

#[test]
fn a_ramp_knows_its_periods() {
    let step = |from: u32, price: &str| json!({"from": from, "price": {"model": "per_unit", "unit_price": price}});
    let ramp = model(json!({"model": "ramp", "steps": [step(1, "8"), step(13, "9.50"), step(25, "11")]}));
    ramp.check("price").unwrap();
    for (period, amount) in [(1, "8"), (12, "8"), (13, "9.50"), (24, "9.50"), (25, "11"), (600, "11")] {
        let ask = Ask { period, ..Ask::of(Quantity::ONE, Currency::EUR) };
        assert_eq!(exact(&ramp, &ask, &mut Trace::off()).unwrap(), amount.parse().unwrap());
    }
    assert_eq!(later_periods([&ramp]).into_iter().collect::<Vec<_>>(), [13, 25]);
    let refused = |steps: serde_json::Value, code: &str, place: &str| {
        let refusal = model(json!({"model": "ramp", "steps": steps})).check("price").unwrap_err();
        assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some(place)));
    };
    refused(json!([]), "tiers_missing", "price.steps");
    refused(json!([step(2, "1")]), "ramp_starts_late", "price.steps.0.from");
    refused(json!([step(1, "1"), step(1, "2")]), "ramp_not_ascending", "price.steps.1.from");
    refused(json!([step(1, "1"), step(2, "-2")]), "price_negative", "price.steps.1.price.unit_price");
}

#[test]
fn an_event_adds_what_is_more_than_before() {
    let check = |json: serde_json::Value, events: &[&str], charges: &[&str]| {
        let events: Vec<Amount> = events.iter().map(|event| event.parse().unwrap()).collect();
        let ask = Ask::events(&events, Currency::EUR);
        let price = model(json);
        let found = by_event(&price, &ask).unwrap();
        assert_eq!(found, charges.iter().map(|charge| charge.parse::<Decimal>().unwrap()).collect::<Vec<_>>());
        assert_eq!(found.iter().sum::<Decimal>(), exact(&price, &ask, &mut Trace::off()).unwrap());
    };
    let graduated = json!({"model": "graduated", "tiers": [{"up_to": "10", "unit_price": "2"}, {"up_to": null, "unit_price": "1"}]});
    check(graduated, &["8", "4", "1"], &["16", "6", "1"]);
    // Of the second, 50 are free still; it ends the allowance, so that the third is charged whole.
    let free = json!({"model": "percentage", "rate": "1", "fixed": "0.10", "free_amount": "150"});
    check(free, &["100", "200", "50"], &["0", "1.60", "0.60"]);
    let both = json!({"model": "percentage", "rate": "1", "free_amount": "150", "free_events": 1});
    check(both, &["100", "20", "50"], &["0", "0.20", "0.50"]);
    let limits = json!({"model": "percentage", "rate": "10", "fixed": "1", "minimum": "3", "maximum": "5"});
    check(limits, &["10", "30", "90"], &["3", "4", "5"]);
}

#[test]
fn each_record_can_be_rated_by_itself() {
    let price = json!({"model": "per_unit", "unit_price": "0.333"});
    let events: Vec<Amount> = vec![Amount::from(1); 3];
    let check = |rating: &str, minor: i64| {
        let price = model(json!({"model": "rounded", "rating": rating, "price": price}));
        let found = exact(&price, &Ask::events(&events, Currency::EUR), &mut Trace::off()).unwrap();
        assert_eq!(Money::from_decimal(found, Currency::EUR, Rounding::HalfUp).unwrap().minor(), minor);
    };
    check("total", 100);
    check("record", 99);
}

#[test]
fn what_can_never_be_priced_is_refused_with_its_place() {
    let check = |json: serde_json::Value, code: &str, place: &str| {
        let refusal = model(json).check("lines.4.price").unwrap_err();
        assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some(format!("lines.4.price.{place}").as_str())));
    };
    let one = json!({"model": "per_unit", "unit_price": "1"});
    check(json!({"model": "flat", "amount": "-1"}), "price_negative", "amount");
    check(json!({"model": "per_quantity", "price": "1", "base": "0"}), "quantity_not_positive", "base");
    check(json!({"model": "package", "size": "0", "price": "1"}), "quantity_not_positive", "size");
    check(json!({"model": "percentage", "rate": "100.01"}), "price_percent_out_of_range", "rate");
    check(
        json!({"model": "percentage", "rate": "1", "minimum": "3", "maximum": "2"}),
        "price_limits_contradict",
        "minimum",
    );
    check(
        json!({"model": "limited", "minimum": "3", "maximum": "2", "price": one}),
        "price_limits_contradict",
        "minimum",
    );
    check(json!({"model": "limited", "price": {"model": "flat", "amount": "-1"}}), "price_negative", "price.amount");
    check(json!({"model": "stairstep", "steps": [{"up_to": "5", "amount": "1"}]}), "tier_last_not_open", "steps.0");
    let overlap = json!([{"up_to": "5", "amount": "1"}, {"up_to": "5", "amount": "2"}, {"up_to": null, "amount": "3"}]);
    check(json!({"model": "sum_of_flats", "steps": overlap}), "tier_not_ascending", "steps.1");
    check(json!({"model": "graduated_percentage", "tiers": []}), "tiers_missing", "tiers");
    check(
        json!({"model": "volume_blocks", "tiers": [{"size": "1", "price": "1", "blocks": 5}]}),
        "tier_last_not_open",
        "tiers.0",
    );
    let empty = json!([{"size": "1", "price": "1", "blocks": 0}, {"size": "1", "price": "1"}]);
    check(json!({"model": "graduated_blocks", "tiers": empty}), "tier_without_blocks", "tiers.0");
    check(
        json!({"model": "rounded", "amount": {"places": 13}, "price": one}),
        "price_places_out_of_range",
        "amount.places",
    );
    check(json!({"model": "minimum_commitment", "spend": "-1", "price": one}), "price_negative", "spend");
    check(
        json!({"model": "recurring_plus_overage", "recurring": "1", "included": "-1", "beyond": one}),
        "price_negative",
        "included",
    );
    let deep = (0..10).fold(one, |price, _| json!({"model": "limited", "price": price}));
    check(deep, "price_too_deep", "price.price.price.price.price.price");
    // A quantity of 10^18 is no number of units that a line can hold.
    let huge = amount(&model(json!({"model": "flat", "amount": "1"})), "-1".parse().unwrap(), Currency::EUR);
    assert_eq!(huge.unwrap_err().code, "quantity_not_positive");
    let dear = model(json!({"model": "per_unit", "unit_price": "1"}));
    assert_eq!(
        amount(&dear, "1000000000000000000".parse().unwrap(), Currency::EUR).unwrap_err().code,
        "amount_too_large"
    );
    let unknown = model(json!({"model": "percentage", "rate": "1", "minimum": "1"}));
    let ask = Ask { charged_events: 3, ..Ask::of(Quantity::from(100), Currency::EUR) };
    assert_eq!(exact(&unknown, &ask, &mut Trace::off()).unwrap_err().code, "price_events_missing");
}

#[test]
fn a_commitment_counts_by_days() {
    let day = |d| crate::dates::Date::constant(2023, 2, d);
    let february = crate::dates::Period::new(day(1), crate::dates::Date::constant(2023, 3, 1)).unwrap();
    let ran = crate::dates::Period::new(day(1), day(26)).unwrap();
    let eur = |minor| Money::new(minor, Currency::EUR);
    // 25 of 28 days of 10.00 are 8.93.
    let found = true_up(eur(1_000), eur(800), ran, february).unwrap();
    assert_eq!((found.promised, found.true_up, found.total), (eur(893), eur(93), eur(893)));
    let found = true_up(eur(1_000), eur(1_200), february, february).unwrap();
    assert_eq!((found.true_up, found.total), (eur(0), eur(1_200)));
    assert_eq!(true_up(eur(1), eur(0), february, ran).unwrap_err().code, "commitment_part_too_long");
}

/// Numbers that ask for trouble.
fn any_number() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        (any::<i64>(), 0u32..10).prop_map(|(n, scale)| Decimal::new(n, scale)),
        (0i64..1_000, 0u32..3).prop_map(|(n, scale)| Decimal::new(n, scale)),
        Just(Decimal::MAX),
        Just(Decimal::MIN),
        Just(Decimal::ZERO),
        Just(Decimal::new(1, 28)),
    ]
}

fn any_model() -> impl Strategy<Value = PriceModel> {
    let amount = || any_number().prop_map(Amount);
    let bound = || prop::option::of(any_number().prop_map(Quantity));
    let tier = (bound(), amount(), prop::option::of(amount()), prop::option::of(amount()));
    let tiers = prop::collection::vec(
        tier.prop_map(|(up_to, unit_price, flat, cap)| Tier { up_to, unit_price, flat, cap }),
        0..5,
    );
    let stairs =
        || prop::collection::vec((bound(), amount()).prop_map(|(up_to, amount)| Stair { up_to, amount }), 0..5);
    let block = (any_number(), amount(), prop::option::of(any::<u64>()));
    let blocks = prop::collection::vec(
        block.prop_map(|(size, price, blocks)| BlockTier { size: Quantity(size), price, blocks }),
        0..4,
    );
    let above = any::<bool>().prop_map(|last| if last { AboveLast::LastTier } else { AboveLast::Refused });
    let rate = (bound(), any_number(), prop::option::of(amount()));
    let rates =
        prop::collection::vec(rate.prop_map(|(up_to, rate, flat)| RateTier { up_to, rate: Percent(rate), flat }), 0..4);
    let percentage =
        (any_number(), amount(), prop::option::of(amount()), prop::option::of(amount()), 0u32..4, amount());
    let formulas = prop::sample::select(vec![
        "quantity * 9223372036854775807",
        "quantity_micros / quantity",
        "1 / period",
        "-quantity",
    ]);
    let leaf = prop_oneof![
        amount().prop_map(|unit_price| PriceModel::PerUnit { unit_price }),
        amount().prop_map(|amount| PriceModel::Flat(Flat { amount })),
        (amount(), any_number())
            .prop_map(|(price, base)| PriceModel::PerQuantity(PerQuantity { price, base: Quantity(base) })),
        (any_number(), amount(), any_number()).prop_map(|(size, price, free)| PriceModel::Package(Package {
            size: Quantity(size),
            price,
            free: Quantity(free)
        })),
        (tiers, any::<bool>()).prop_map(|(tiers, volume)| if volume {
            PriceModel::Volume { tiers }
        } else {
            PriceModel::Graduated { tiers }
        }),
        stairs().prop_map(|steps| PriceModel::Stairstep(Stairstep { steps })),
        stairs().prop_map(|steps| PriceModel::SumOfFlats(SumOfFlats { steps })),
        (blocks, above, any::<bool>()).prop_map(|(tiers, above_last, volume)| match volume {
            true => PriceModel::VolumeBlocks(VolumeBlocks { tiers, above_last }),
            false => PriceModel::GraduatedBlocks(GraduatedBlocks { tiers, above_last }),
        }),
        rates.prop_map(|tiers| PriceModel::GraduatedPercentage(GraduatedPercentage { tiers })),
        percentage.prop_map(|(rate, fixed, minimum, maximum, free_events, free_amount)| {
            PriceModel::Percentage(Percentage {
                rate: Percent(rate),
                fixed,
                minimum,
                maximum,
                free_events,
                free_amount,
            })
        }),
        formulas.prop_map(|text| {
            PriceModel::Formula(Formula { formula: text.into(), constants: Default::default(), list: None })
        }),
    ];
    leaf.prop_recursive(3, 8, 2, move |inner| {
        let amount = || any_number().prop_map(Amount);
        let inner = || inner.clone().prop_map(Inner::from);
        prop_oneof![
            (amount(), any_number(), inner()).prop_map(|(recurring, included, beyond)| {
                PriceModel::RecurringPlusOverage(RecurringPlusOverage {
                    recurring,
                    included: Quantity(included),
                    beyond,
                })
            }),
            (prop::option::of(amount()), prop::option::of(amount()), any::<bool>(), inner()).prop_map(
                |(minimum, maximum, unused_is_free, price)| PriceModel::Limited(Limited {
                    minimum,
                    maximum,
                    unused_is_free,
                    price
                })
            ),
            (amount(), inner())
                .prop_map(|(spend, price)| PriceModel::MinimumCommitment(MinimumCommitment { spend, price })),
            prop::collection::vec((0u32..4, inner()), 0..3).prop_map(|steps| {
                PriceModel::Ramp(Ramp {
                    steps: steps.into_iter().map(|(from, price)| RampStep { from, price }).collect(),
                })
            }),
            (-30i32..30, -30i32..30, inner()).prop_map(|(places, of_amount, price)| {
                let to = |places| Some(RoundTo { mode: Rounding::Up, places });
                PriceModel::Rounded(Rounded {
                    quantity: to(places),
                    amount: to(of_amount),
                    rating: Rating::Record,
                    price,
                })
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever a price says and whatever is asked, the answer is an amount or a refusal; with steps, it is the same.
    #[test]
    fn nothing_makes_pricing_panic(price in any_model(), quantity in any_number(), events in prop::collection::vec(any_number(), 0..3)) {
        let checked = price.check("price");
        let events: Vec<Amount> = events.into_iter().map(Amount).collect();
        for ask in [Ask::of(Quantity(quantity), Currency::EUR), Ask::events(&events, Currency::EUR)] {
            let plain = exact(&price, &ask, &mut Trace::off());
            let mut trace = Trace::on();
            prop_assert_eq!(&plain, &exact(&price, &ask, &mut trace));
            let _ = trace.stored(1, Currency::EUR);
            let _ = by_event(&price, &ask);
            // What was accepted when saved never costs less than nothing.
            prop_assert!(checked.is_err() || plain.is_err() || plain.unwrap() >= Decimal::ZERO);
        }
        let stored: PriceModel = serde_json::from_value(serde_json::to_value(&price).unwrap()).unwrap();
        prop_assert_eq!(stored, price);
    }

    /// More never costs less, except by volume, where it may.
    #[test]
    fn more_never_costs_less(small in 0i64..50_000, more in 0i64..50_000, size in 1i64..50, price in 0i64..500) {
        let size = size.to_string();
        let cents = Decimal::new(price, 2).to_string();
        let steps = json!([{"up_to": size, "amount": cents}, {"up_to": null, "amount": "9"}]);
        let tiers = json!([{"up_to": size, "unit_price": cents, "flat": "1"}, {"up_to": null, "unit_price": "0.01"}]);
        let blocks = json!([{"size": size, "price": cents, "blocks": 3}, {"size": "7", "price": "1"}]);
        for json in [
            json!({"model": "package", "size": size, "price": cents, "free": "3"}),
            json!({"model": "graduated", "tiers": tiers}),
            json!({"model": "graduated_blocks", "tiers": blocks}),
            json!({"model": "sum_of_flats", "steps": steps}),
            json!({"model": "percentage", "rate": "3", "fixed": cents, "minimum": "0.10", "maximum": "50"}),
            json!({"model": "minimum_commitment", "spend": "5", "price": {"model": "per_quantity", "price": cents, "base": size}}),
        ] {
            let price = model(json);
            let at = |hundredths: i64| exact(&price, &Ask::of(Quantity(Decimal::new(hundredths, 2)), Currency::EUR), &mut Trace::off()).unwrap();
            prop_assert!(at(small) <= at(small + more), "{price:?}");
        }
    }
}
