use super::*;
use crate::expr::{Comparison, Expr};
use crate::model::{GroupKind, ModelBuilder, Value};
use crate::number::Number;
use crate::{Choice, Configurator, Session};
use std::sync::Arc;

/// `members` options below the root in one group, with weights 1, 2, 3 ...
fn group(kind: GroupKind, members: usize, limit: Option<i64>) -> Configurator {
    let mut builder = ModelBuilder::new("root");
    let group = builder.group(builder.root(), kind);
    for at in 0..members {
        let id = builder.feature(group, &format!("option {at}")).unwrap();
        builder.attribute(id, "weight", Value::Number(Number::from(at as i64 + 1)));
    }
    if let Some(limit) = limit {
        builder.limit("weight", Comparison::AtMost, Number::from(limit), "weight");
    }
    Configurator::new(builder.build().unwrap()).unwrap()
}

#[track_caller]
fn check(configurator: &Configurator, expected: &str) {
    assert_eq!(configurator.count(STEPS).map(|count| count.to_string()).as_deref(), Some(expected));
}

#[test]
fn large_groups_and_limits_are_counted() {
    check(&group(GroupKind::Optional, 0, None), "1");
    check(&group(GroupKind::Optional, 200, None), &(BigUint::from(1u8) << 200u32).to_string());
    check(&group(GroupKind::Alternative, 300, None), "300");
    check(&group(GroupKind::Or, 100, None), &((BigUint::from(1u8) << 100u32) - 1u8).to_string());
    // 30 choose 10, and so on.
    check(&group(GroupKind::Count { least: 10, most: 10 }, 30, None), "30045015");
    check(&group(GroupKind::Count { least: 0, most: 2 }, 100, None), "5051");
    // Sets of distinct numbers with sum at most 10: 1 1 1 2 2 3 4 5 6 8 10 for the sums 0 to 10.
    check(&group(GroupKind::Optional, 100, Some(10)), "43");
}

#[test]
fn counting_gives_up_in_time_and_the_same_way_each_time() {
    let configurator = group(GroupKind::Count { least: 10, most: 10 }, 30, None);
    let enough = (0..63).map(|power| 1u64 << power).find(|steps| configurator.count(*steps).is_some()).unwrap();
    assert!(enough > 100);
    for steps in [0, 1, enough / 2] {
        assert_eq!(configurator.count(steps), None);
    }
}

#[test]
fn choices_are_counted_under() {
    let configurator = Arc::new(group(GroupKind::Optional, 10, Some(10)));
    let mut session = Session::new(configurator);
    let nine = session.model().find("option 8").unwrap();
    session.choose(Choice::select(nine)).unwrap();
    // With 9 there is room for nothing or for 1.
    assert_eq!(session.count(STEPS), Some(BigUint::from(2u8)));
}

/// What is equal to something else, or its opposite, is counted once.
#[test]
fn equal_options_are_one() {
    let mut builder = ModelBuilder::new("root");
    let group = builder.group(builder.root(), GroupKind::Optional);
    let ids: Vec<_> = (0..6).map(|at| builder.feature(group, &at.to_string()).unwrap()).collect();
    for pair in ids.windows(2).take(4) {
        builder.rule(Expr::from(pair[0]).iff(!Expr::from(pair[1])), "alternating");
    }
    check(&Configurator::new(builder.build().unwrap()).unwrap(), "4");
}
