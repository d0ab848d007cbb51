//! What always holds, on random models against brute force.

use crate::random::{self, Bits, Dice, all, fits, has, holds, price, valid};
use configurator::model::{FeatureId, Model};
use configurator::*;
use proptest::prelude::*;
use std::sync::Arc;

/// A random model that has a configuration, with all of them.
fn configurable(dice: &mut Dice) -> Option<(Arc<Configurator>, Vec<Bits>)> {
    let model = random::model(dice);
    let valid = valid(&model);
    match Configurator::new(model) {
        Ok(configurator) => {
            assert!(!valid.is_empty(), "a void model was taken in");
            Some((Arc::new(configurator), valid))
        }
        Err(ImportError::TooHard) => panic!("a small model is not hard"),
        Err(ImportError::Void(void)) => {
            assert!(valid.is_empty(), "refused a model with {} configurations", valid.len());
            check_conflict(&void.model, &void.conflict);
            None
        }
    }
}

/// The members exclude each other, and without any one of them they do not.
fn check_conflict(model: &Model, conflict: &Conflict) {
    let choices: Vec<Choice> = conflict.choices.iter().copied().chain(conflict.wanted).collect();
    let possible = |without_choice: usize, without_part: usize| {
        all(model).any(|bits| {
            choices.iter().enumerate().all(|(at, choice)| at == without_choice || fits(bits, choice))
                && conflict.parts.iter().enumerate().all(|(at, part)| at == without_part || holds(model, *part, bits))
        })
    };
    const NONE: usize = usize::MAX;
    assert!(!possible(NONE, NONE), "{conflict:?} is no conflict");
    (0..choices.len()).for_each(|at| assert!(possible(at, NONE), "choice {at} of {conflict:?} is not needed"));
    (0..conflict.parts.len()).for_each(|at| assert!(possible(NONE, at), "part {at} of {conflict:?} is not needed"));
}

fn check_domain(session: &Session, valid: &[Bits]) {
    let choices = session.choices();
    let left: Vec<Bits> =
        valid.iter().copied().filter(|bits| choices.iter().all(|choice| fits(*bits, choice))).collect();
    assert!(!left.is_empty(), "a dead end: {choices:?}");
    for (id, _) in session.model().features() {
        let (some, none) = (left.iter().any(|bits| has(*bits, id)), left.iter().any(|bits| !has(*bits, id)));
        let expected = match (some && none, choices.iter().any(|choice| choice.feature == id)) {
            (true, _) => State::Possible,
            (false, true) => State::Chosen(some),
            (false, false) => State::Forced(some),
        };
        assert_eq!(session.state(id), expected, "{id:?} after {choices:?}");
    }
    let states: Vec<State> = session.model().features().map(|(id, _)| session.state(id)).collect();
    assert_eq!(session.states(), states);
    assert_eq!(session.states_one_by_one(), states);
    let count = session.count(1_000_000).map(|count| count.to_string());
    assert_eq!(count, Some(left.len().to_string()), "count after {choices:?}");
}

fn check_refusal(session: &Session, wanted: Choice, conflict: &Conflict, valid: &[Bits]) {
    assert_eq!(conflict.wanted, Some(wanted));
    check_conflict(session.model(), conflict);
    let choices = session.choices();
    let possible_with =
        |kept: &[Choice]| valid.iter().any(|bits| fits(*bits, &wanted) && kept.iter().all(|c| fits(*bits, c)));
    let prices = session.model().weights("price");
    let search = RepairSearch { most: 3, prices: &prices, effort: EFFORT };
    let repairs = session.repairs(wanted, search);
    assert_eq!(repairs.is_empty(), !valid.iter().any(|bits| fits(*bits, &wanted)));
    // The fewest choices that brute force has to give up.
    let fewest = (0..1u32 << choices.len())
        .filter(|dropped| {
            let kept: Vec<Choice> =
                choices.iter().enumerate().filter(|(at, _)| dropped >> at & 1 == 0).map(|(_, c)| *c).collect();
            possible_with(&kept)
        })
        .map(u32::count_ones)
        .min();
    assert_eq!(repairs.first().map(|repair| repair.drop.len() as u32), fewest);
    for repair in &repairs {
        let kept: Vec<Choice> = choices.iter().copied().filter(|choice| !repair.drop.contains(choice)).collect();
        assert!(possible_with(&kept), "{repair:?} does not repair");
        for back in &repair.drop {
            let more: Vec<Choice> = kept.iter().copied().chain([*back]).collect();
            assert!(!possible_with(&more), "{repair:?} gives up {back:?} for nothing");
        }
        let cheapest = |choices: &[Choice]| {
            let fitting = valid.iter().filter(|bits| choices.iter().all(|choice| fits(**bits, choice)));
            fitting.map(|bits| price(session.model(), *bits)).min().unwrap()
        };
        let after: Vec<Choice> = kept.iter().copied().chain([wanted]).collect();
        assert_eq!(repair.price_difference, Some(cheapest(&after) - cheapest(&choices)));
        let mut repaired = session.clone();
        assert_eq!(repaired.apply(repair, wanted), Ok(()));
        check_domain(&repaired, valid);
    }
}

fn bits_of(selected: &[FeatureId]) -> Bits {
    selected.iter().map(|id| 1 << id.index()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// After every click and every undo, each option is what brute force says; refusals are explained and repairable.
    #[test]
    fn domains_conflicts_and_repairs(seed: u64) {
        let dice = &mut Dice(seed);
        let Some((configurator, valid)) = configurable(dice) else { return Ok(()) };
        let mut session = Session::new(configurator);
        check_domain(&session, &valid);
        for _ in 0..10 {
            let choices = session.choices();
            if !choices.is_empty() && dice.below(4) == 0 {
                prop_assert!(session.undo(dice.pick(&choices).feature));
            } else {
                let wanted = dice.choice(session.model());
                let replaces = choices.iter().any(|choice| choice.feature == wanted.feature);
                let before = session.clone();
                if let Err(conflict) = session.choose(wanted) {
                    prop_assert_eq!(session.choices(), before.choices());
                    if !replaces {
                        check_refusal(&session, wanted, &conflict, &valid);
                    }
                }
            }
            check_domain(&session, &valid);
        }
    }

    /// The cheapest and the nearest completion are; wishes weigh more than prices.
    #[test]
    fn completions(seed: u64) {
        let dice = &mut Dice(seed);
        let Some((configurator, valid)) = configurable(dice) else { return Ok(()) };
        let mut session = Session::new(configurator);
        for _ in 0..dice.below(4) {
            let _ = session.choose(dice.choice(session.model()));
        }
        let model = session.model();
        let choices = session.choices();
        let left: Vec<Bits> = valid.into_iter().filter(|bits| choices.iter().all(|choice| fits(*bits, choice))).collect();
        let cheapest = session.cheapest(&model.weights("price"), EFFORT).unwrap();
        prop_assert!(cheapest.exact && left.contains(&bits_of(&cheapest.selected)));
        prop_assert_eq!(Some(cheapest.price), left.iter().map(|bits| price(model, *bits)).min());
        let mut wishes: Vec<Choice> = (0..5).map(|_| dice.choice(model)).collect();
        wishes.sort_unstable();
        wishes.dedup_by_key(|choice| choice.feature);
        let missed = |bits: Bits| wishes.iter().filter(|choice| !fits(bits, choice)).count();
        let best = left.iter().map(|bits| (missed(*bits), price(model, *bits))).min().unwrap();
        let nearest = session.nearest(&wishes, &model.weights("price"), EFFORT).unwrap();
        prop_assert!(nearest.exact && left.contains(&bits_of(&nearest.selected)));
        prop_assert_eq!((nearest.missed.len(), nearest.price), best);
    }

    /// Guided selling finds the cheapest configuration that meets the needs, or says which needs exclude each other.
    #[test]
    fn advice(seed: u64) {
        use configurator::expr::Comparison;
        let dice = &mut Dice(seed);
        let Some((configurator, valid)) = configurable(dice) else { return Ok(()) };
        let model = configurator.model();
        let bound = configurator::number::Number::from(dice.below(14) as i64);
        let option = dice.choice(model);
        let needs = [Need::Option(option), Need::Total { attribute: "power".into(), comparison: Comparison::AtLeast, bound }];
        let power = |bits: Bits| model.weights("power").iter().filter(|(id, _)| has(bits, *id)).map(|(_, p)| *p).sum::<configurator::number::Number>();
        let left: Vec<Bits> = valid.into_iter().filter(|bits| fits(*bits, &option) && power(*bits) >= bound).collect();
        match configurator.advise(&needs, &model.weights("price"), 3, EFFORT) {
            Ok(advice) => {
                prop_assert_eq!(Some(advice[0].price), left.iter().map(|bits| price(model, *bits)).min());
                prop_assert!(advice.is_sorted_by_key(|advice| advice.price));
                for (at, proposal) in advice.iter().enumerate() {
                    let bits = bits_of(&proposal.selected);
                    prop_assert!(left.contains(&bits));
                    prop_assert_eq!(proposal.fits.len(), 2);
                    prop_assert!(advice[..at].iter().all(|earlier| bits & bits_of(&earlier.selected) != bits_of(&earlier.selected)));
                }
            }
            Err(conflict) => {
                prop_assert!(left.is_empty());
                prop_assert!(conflict.parts.iter().any(|part| matches!(part, Part::Need(_))));
            }
        }
    }
}
