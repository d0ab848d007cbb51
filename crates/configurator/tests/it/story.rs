//! A customer configures a computer: choices, a refusal with its reason, a repair, completion and guided selling.

use configurator::expr::{Comparison, Expr};
use configurator::model::{FeatureId, GroupKind, Model, ModelBuilder, Value};
use configurator::number::Number;
use configurator::*;
use std::sync::Arc;

fn computer() -> Model {
    let mut builder = ModelBuilder::new("Computer");
    let root = builder.root();
    let processors = builder.option(root, "Processor", &["i3", "i5", "i7"], true).unwrap();
    let boards = builder.option(root, "Board", &["Mini", "Full"], true).unwrap();
    let supplies = builder.option(root, "Supply", &["300 W", "500 W"], true).unwrap();
    let extras = builder.group(root, GroupKind::Optional);
    let card = builder.feature(extras, "card").unwrap();
    builder.label(card, "Graphics card").label(processors[2], "Core i7");
    let numbers = [
        (processors[0], "110", "-60"),
        (processors[1], "190", "-80"),
        (processors[2], "320", "-120"),
        (boards[0], "60", "-20"),
        (boards[1], "95", "-30"),
        (supplies[0], "35", "300"),
        (supplies[1], "70", "500"),
        (card, "450", "-220"),
    ];
    for (id, price, power) in numbers {
        let number = |text: &str| Value::Number(text.parse().unwrap());
        builder.attribute(id, "price", number(price)).attribute(id, "power", number(power));
    }
    builder.requires(processors[2], boards[1]).excludes(card, boards[0]);
    builder.limit("power", Comparison::AtLeast, Number::ZERO, "The supply must carry everything");
    builder.build().unwrap()
}

fn session() -> Session {
    Session::new(Arc::new(Configurator::new(computer()).unwrap()))
}

fn id(session: &Session, name: &str) -> FeatureId {
    session.model().find(name).unwrap()
}

fn prices(session: &Session) -> Vec<(FeatureId, Number)> {
    session.model().weights("price")
}

fn labels(session: &Session, ids: &[FeatureId]) -> String {
    let inner = |id: &&FeatureId| session.model().number(**id, "price").is_some();
    ids.iter().filter(inner).map(|id| session.model().label(*id)).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_refusal_says_why_and_how_to_get_it() {
    let mut session = session();
    session.choose(Choice::select(id(&session, "300 W"))).unwrap();
    session.choose(Choice::select(id(&session, "i7"))).unwrap();
    // 300 - 120 - 30 = 150 W are left, the card needs 220 W.
    assert_eq!(session.state(id(&session, "card")), State::Forced(false));
    assert_eq!(session.state(id(&session, "Full")), State::Forced(true));
    assert_eq!(session.state(id(&session, "i7")), State::Chosen(true));
    let card = Choice::select(id(&session, "card"));
    let conflict = session.choose(card).unwrap_err();
    let expected = [
        "you selected 300 W",
        "you selected Core i7",
        "Supply takes only one of 300 W, 500 W",
        "The supply must carry everything",
    ];
    assert_eq!(conflict.sentences(session.model()), expected);
    let repairs = session.repairs(card, RepairSearch { most: 5, prices: &prices(&session), effort: EFFORT });
    // With the i3: 300 - 60 - 30 - 220 < 0 still, so only the supply helps.
    assert_eq!(repairs.len(), 1);
    assert_eq!(labels(&session, &[repairs[0].drop[0].feature]), "300 W");
    assert_eq!(labels(&session, &repairs[0].instead), "500 W");
    // 320 + 95 + 70 + 450 less 320 + 95 + 35.
    assert_eq!(repairs[0].price_difference, Some(Number::from(485)));
    session.apply(&repairs[0], card).unwrap();
    assert_eq!(session.state(id(&session, "500 W")), State::Forced(true));
    assert_eq!(labels(&session, &session.selected()), "Core i7, Full, 500 W, Graphics card");
}

#[test]
fn choices_are_undone_in_any_order_and_replaced() {
    let mut session = session();
    for name in ["i5", "Mini", "500 W"] {
        session.choose(Choice::select(id(&session, name))).unwrap();
    }
    assert!(session.undo(id(&session, "i5")));
    assert!(!session.undo(id(&session, "i5")));
    assert_eq!(session.state(id(&session, "i3")), State::Possible);
    assert_eq!(session.state(id(&session, "i7")), State::Forced(false));
    session.choose(Choice::deselect(id(&session, "Mini"))).unwrap();
    assert_eq!(session.state(id(&session, "Mini")), State::Chosen(false));
    assert_eq!(session.choices().len(), 2);
    assert_eq!(session.count(1000).unwrap().to_string(), "6");
    let refused = session.choose(Choice::deselect(id(&session, "Computer"))).unwrap_err();
    assert_eq!(refused.in_words(session.model()), "Computer is always included");
    assert_eq!(session.choices().len(), 2);
}

#[test]
fn completions_are_cheap_or_near() {
    let mut session = session();
    session.choose(Choice::select(id(&session, "card"))).unwrap();
    let cheapest = session.cheapest(&prices(&session), EFFORT).unwrap();
    // 110 + 95 + 70 + 450: the small supply would be 10 W short.
    assert_eq!(labels(&session, &cheapest.selected), "i3, Full, 500 W, Graphics card");
    assert_eq!((cheapest.price, cheapest.exact), (Number::from(725), true));
    let wishes = ["i7", "Mini", "300 W"].map(|name| Choice::select(id(&session, name)));
    let nearest = session.nearest(&wishes, &prices(&session), EFFORT).unwrap();
    assert_eq!(labels(&session, &nearest.selected), "Core i7, Full, 500 W, Graphics card");
    assert_eq!(nearest.missed, wishes[1..]);
}

#[test]
fn needs_lead_to_configurations() {
    let session = session();
    let configurator = session.configurator();
    let total = |attribute: &str, comparison, bound: i64| Need::Total {
        attribute: attribute.into(),
        comparison,
        bound: Number::from(bound),
    };
    let fast = Need::AnyOf(vec![id(&session, "i5"), id(&session, "i7")]);
    let needs = [fast.clone(), total("price", Comparison::AtMost, 500), total("power", Comparison::AtLeast, 150)];
    let advice = configurator.advise(&needs, &prices(&session), 3, EFFORT).unwrap();
    let lines: Vec<String> =
        advice.iter().map(|advice| format!("{}: {}", advice.price, labels(&session, &advice.selected))).collect();
    assert_eq!(lines, ["285: i5, Mini, 300 W", "320: i5, Full, 300 W", "320: i5, Mini, 500 W"]);
    assert_eq!(
        advice[0].fits,
        ["one of i5, Core i7: i5 is included", "price at most 500: it is 285", "power at least 150: it is 200"]
    );
    let conflict =
        configurator.advise(&[fast, total("price", Comparison::Below, 200)], &prices(&session), 3, EFFORT).unwrap_err();
    assert!(conflict.parts.contains(&Part::Need(1)));
}

#[test]
fn rules_join_any_options() {
    let mut builder = ModelBuilder::new("Bike");
    let root = builder.root();
    let colours = builder.option(root, "Colour", &["red", "black"], true).unwrap();
    let group = builder.group(root, GroupKind::Optional);
    let basket = builder.feature(group, "basket").unwrap();
    builder.rule(Expr::from(basket).iff(colours[0].into()), "Baskets come with red bikes");
    let configurator = Configurator::new(builder.build().unwrap()).unwrap();
    assert_eq!(configurator.count(100).unwrap().to_string(), "2");
}

/// A server keeps one worked-out model for many threads, and hands sessions from thread to thread.
#[test]
fn models_are_shared_and_sessions_move() {
    fn shared<T: Send + Sync>() {}
    shared::<Configurator>();
    shared::<Session>();
}
