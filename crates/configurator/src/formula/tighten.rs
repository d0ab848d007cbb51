//! Limits made to bite earlier with what the tree knows. Of a group that takes exactly one member, every choice costs at
//! least its cheapest member: that much moves from the members to their parent, and what a mandatory member costs moves there
//! whole. In every valid configuration the sum is the same, but what a budget has to keep for groups still open counts from
//! the start, so options that cannot fit are ruled out by propagation.

use crate::model::{FeatureId, GroupId, GroupKind, Model};
use crate::solver::{Limit, Lit};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A group larger than this is looked at only if every other member weighs something: else limits of a few options would
/// become limits of many.
const SMALL: usize = 64;

/// The limit with its weights moved up the tree. Only together with the tree it says the same.
pub(super) fn tighten(model: &Model, limit: &Limit) -> Limit {
    let mut weights: FxHashMap<usize, i128> = FxHashMap::default();
    let mut bound = limit.bound();
    for (lit, weight) in limit.terms() {
        // w * !x = w - w * x
        let signed = if lit.is_positive() { *weight } else { -*weight };
        bound -= if lit.is_positive() { 0 } else { *weight };
        weights.insert(lit.var(), signed);
    }
    let group_of = |var: usize| (var < model.len()).then(|| model.feature(FeatureId(var as u32)).group).flatten();
    // Groups to look at, with how many of their members weigh something.
    let mut open: BTreeMap<GroupId, usize> = BTreeMap::new();
    for group in weights.keys().filter_map(|var| group_of(*var)) {
        *open.entry(group).or_default() += 1;
    }
    // The groups below a member are made after its own, so members have their final weight when their group comes.
    while let Some((id, weighing)) = open.pop_last() {
        let group = model.group(id);
        if group.members.len() > SMALL.max(2 * weighing) {
            continue;
        }
        let moved = move_up(group.kind, &group.members, &mut weights);
        let parent = group.parent.index();
        if moved != 0
            && let Some(above) = group_of(parent)
        {
            *open.entry(above).or_default() += usize::from(!weights.contains_key(&parent));
        }
        if moved != 0 {
            *weights.entry(parent).or_default() += moved;
        }
    }
    let mut terms: Vec<(Lit, i128)> = weights.into_iter().map(|(var, weight)| (Lit::new(var, true), weight)).collect();
    terms.sort_unstable();
    Limit::new(terms, bound)
}

/// Takes from the members what a selected parent costs in any case, and returns it.
fn move_up(kind: GroupKind, members: &[FeatureId], weights: &mut FxHashMap<usize, i128>) -> i128 {
    let exactly = match kind {
        GroupKind::Mandatory => {
            return members.iter().filter_map(|id| weights.remove(&id.index())).sum();
        }
        GroupKind::Alternative => 1,
        GroupKind::Count { least, most } if least == most => i128::from(least),
        GroupKind::Optional | GroupKind::Or | GroupKind::Count { .. } => return 0,
    };
    let weight = |id: &FeatureId| weights.get(&id.index()).copied().unwrap_or(0);
    let least = members.iter().map(weight).min().unwrap_or(0);
    if least != 0 {
        members.iter().for_each(|id| *weights.entry(id.index()).or_default() -= least);
    }
    least * exactly
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ModelBuilder;

    #[test]
    fn weights_move_to_where_they_are_certain() {
        let mut builder = ModelBuilder::new("root");
        builder.option(builder.root(), "colour", &["red", "blue", "grey"], true).unwrap();
        builder.option(builder.root(), "bell", &["loud", "soft"], false).unwrap();
        let model = builder.build().unwrap();
        let check = |terms: &[(&str, i128)], bound: i128, expected: &[(&str, i128)], expected_bound: i128| {
            let limit = |terms: &[(&str, i128)], bound| {
                let lit = |name: &str| Lit::new(model.find(name).unwrap().index(), true);
                Limit::new(terms.iter().map(|(name, weight)| (lit(name), *weight)), bound)
            };
            assert_eq!(tighten(&model, &limit(terms, bound)), limit(expected, expected_bound));
        };
        // A colour costs 3 at least, in every configuration.
        check(&[("red", 3), ("blue", 4), ("grey", 8)], 9, &[("root", 3), ("blue", 1), ("grey", 5)], 9);
        // A bell costs 2 at least, if there is one.
        check(&[("loud", 5), ("soft", 2)], 4, &[("bell", 2), ("loud", 3)], 4);
        // Some colour costs nothing.
        check(&[("red", 3), ("blue", 4)], 3, &[("red", 3), ("blue", 4)], 3);
        // At least 4: grey alone gives that much.
        check(&[("red", -1), ("blue", -2), ("grey", -4)], -4, &[("red", 3), ("blue", 2), ("root", -4)], -4);
    }
}
