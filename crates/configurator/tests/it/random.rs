//! Random small models, and what brute force says about them.

use configurator::expr::{Comparison, Expr};
use configurator::model::{FeatureId, GroupKind, Model, ModelBuilder, Value};
use configurator::number::Number;
use configurator::{Choice, Part};

/// A small generator of its own: a failing seed fails again.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub fn choice(&mut self, model: &Model) -> Choice {
        let all: Vec<FeatureId> = model.features().map(|(id, _)| id).collect();
        Choice { feature: self.pick(&all), selected: self.below(3) > 0 }
    }
}

/// A model of up to a dozen features with every kind of group, rules, limits and prices.
pub fn model(dice: &mut Dice) -> Model {
    let mut builder = ModelBuilder::new("root");
    let mut ids = vec![builder.root()];
    while ids.len() < 9 {
        let parent = dice.pick(&ids);
        let members = 1 + dice.below(4);
        let least = dice.below(members + 1) as u32;
        let count = GroupKind::Count { least, most: least + dice.below(members + 1 - least as usize) as u32 };
        let kinds = [
            GroupKind::Mandatory,
            GroupKind::Optional,
            GroupKind::Optional,
            GroupKind::Or,
            GroupKind::Alternative,
            count,
        ];
        let group = builder.group(parent, dice.pick(&kinds));
        for _ in 0..members {
            let id = builder.feature(group, &format!("f{}", ids.len())).unwrap();
            builder.attribute(id, "price", Value::Number(Number::from(dice.below(12) as i64 - 1)));
            builder.attribute(id, "power", Value::Number(Number::from(dice.below(5) as i64)));
            ids.push(id);
        }
    }
    for at in 0..dice.below(4) {
        let expr = expr(dice, &ids, 3);
        builder.rule(expr, &format!("rule {at}"));
    }
    if dice.below(2) == 0 {
        let comparison = dice.pick(&[Comparison::AtMost, Comparison::AtLeast, Comparison::Below, Comparison::Above]);
        builder.limit("power", comparison, Number::from(dice.below(12) as i64), "power");
    }
    builder.build().unwrap()
}

fn expr(dice: &mut Dice, ids: &[FeatureId], depth: usize) -> Expr {
    if depth == 0 {
        return Expr::from(dice.pick(ids));
    }
    match dice.below(9) {
        0 => Expr::from(dice.pick(ids)),
        1 => !expr(dice, ids, depth - 1),
        2 => Expr::all((0..2 + dice.below(2)).map(|_| expr(dice, ids, depth - 1))),
        3 | 4 => Expr::any((0..2 + dice.below(2)).map(|_| expr(dice, ids, depth - 1))),
        5 | 6 => expr(dice, ids, depth - 1).implies(expr(dice, ids, depth - 1)),
        7 => expr(dice, ids, depth - 1).iff(expr(dice, ids, depth - 1)),
        _ => {
            use Comparison::*;
            let terms: Vec<_> = (0..3).map(|_| (dice.pick(ids), Number::from(dice.below(7) as i64 - 2))).collect();
            Expr::limit(
                terms,
                dice.pick(&[AtMost, Below, AtLeast, Above, Equal, Unequal]),
                Number::from(dice.below(5) as i64),
            )
        }
    }
}

/// A configuration: bit `i` is feature `i`.
pub type Bits = u32;

pub fn has(bits: Bits, id: FeatureId) -> bool {
    bits >> id.index() & 1 == 1
}

pub fn fits(bits: Bits, choice: &Choice) -> bool {
    has(bits, choice.feature) == choice.selected
}

pub fn all(model: &Model) -> std::ops::Range<Bits> {
    0..1 << model.len()
}

/// All valid configurations, from the meaning of groups and rules alone.
pub fn valid(model: &Model) -> Vec<Bits> {
    let parts = parts(model);
    all(model).filter(|bits| parts.iter().all(|part| holds(model, *part, *bits))).collect()
}

fn parts(model: &Model) -> Vec<Part> {
    let mut parts = vec![Part::Root];
    parts.extend(model.features().skip(1).flat_map(|(id, _)| [Part::Below(id), Part::Mandatory(id)]));
    let groups = model.features().filter_map(|(_, feature)| feature.group);
    parts.extend(groups.flat_map(|group| [Part::Least(group), Part::Most(group)]));
    parts.extend((0..model.rules().len()).map(Part::Rule));
    parts
}

/// Whether a configuration keeps one part of the model.
pub fn holds(model: &Model, part: Part, bits: Bits) -> bool {
    match part {
        Part::Root => has(bits, model.root().unwrap()),
        Part::Below(id) => !has(bits, id) || has(bits, model.parent(id).unwrap()),
        Part::Mandatory(id) => {
            let mandatory = model.group(model.feature(id).group.unwrap()).kind == GroupKind::Mandatory;
            !mandatory || !has(bits, model.parent(id).unwrap()) || has(bits, id)
        }
        Part::Least(id) => {
            let group = model.group(id);
            let least = match group.kind {
                GroupKind::Or | GroupKind::Alternative => 1,
                GroupKind::Count { least, .. } => least,
                _ => 0,
            };
            !has(bits, group.parent) || members(model, id, bits) >= least
        }
        Part::Most(id) => {
            let most = match model.group(id).kind {
                GroupKind::Alternative => 1,
                GroupKind::Count { most, .. } => most,
                _ => u32::MAX,
            };
            members(model, id, bits) <= most
        }
        Part::Rule(at) => model.rules()[at].expr.holds(&|id| has(bits, id)),
        Part::Need(_) => true,
    }
}

fn members(model: &Model, group: configurator::model::GroupId, bits: Bits) -> u32 {
    model.group(group).members.iter().filter(|id| has(bits, **id)).count() as u32
}

pub fn price(model: &Model, bits: Bits) -> Number {
    model.weights("price").into_iter().filter(|(id, _)| has(bits, *id)).map(|(_, price)| price).sum()
}
