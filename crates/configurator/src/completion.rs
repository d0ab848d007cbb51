//! Completing a configuration: the cheapest way, or the way nearest to a list of wishes.

use crate::model::{FeatureId, Model};
use crate::number::Number;
use crate::optimum::{self, Optimum};
use crate::session::{Choice, Session};
use crate::solver::{Lit, Outcome, Solver};

/// A sensible effort: conflicts met before the best found so far is good enough. A fraction of a second.
pub const EFFORT: u64 = 20_000;

/// A complete valid configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub selected: Vec<FeatureId>,
    /// The sum of the price attribute, if one was asked for.
    pub price: Option<Number>,
    /// Wishes that are not met.
    pub missed: Vec<Choice>,
    /// Whether nothing better exists; false when the effort ran out first.
    pub exact: bool,
}

impl Session {
    /// The cheapest completion of the choices by the sum of an attribute. Options that cost nothing and are needed for
    /// nothing stay out. None only if the effort ran out before any completion was found.
    pub fn cheapest(&self, price: &str, effort: u64) -> Option<Completion> {
        complete(self.domain().solver().clone(), self.model(), &[], Some(price), effort)
    }

    /// The completion of the choices that misses the fewest wishes; the cheapest of these if a price attribute is given.
    pub fn nearest(&self, wishes: &[Choice], price: Option<&str>, effort: u64) -> Option<Completion> {
        complete(self.domain().solver().clone(), self.model(), wishes, price, effort)
    }
}

/// The best configuration under the standing assumptions of a solver.
pub(crate) fn complete(
    mut solver: Solver,
    model: &Model,
    wishes: &[Choice],
    price: Option<&str>,
    effort: u64,
) -> Option<Completion> {
    let prices: Vec<(Lit, i128)> = price
        .map(|price| model.weights(price))
        .unwrap_or_default()
        .into_iter()
        .map(|(id, number)| (Lit::new(id.index(), true), number.millionths()))
        .collect();
    // A wish outweighs all prices together.
    let wish: i128 = prices.iter().map(|(_, price)| price.abs()).sum::<i128>() + 1;
    let mut costs = prices.clone();
    costs.extend(wishes.iter().map(|choice| (!choice.lit(), wish)));
    let mut effort = effort;
    let mut plain = solver.clone();
    let found = optimum::cheapest(&mut solver, &costs, &mut effort)?;
    let slim = slim(&mut plain, model, &found, &costs);
    let selected: Vec<FeatureId> = model.features().map(|(id, _)| id).filter(|id| slim[id.index()]).collect();
    let missed = wishes.iter().copied().filter(|choice| slim[choice.feature.index()] != choice.selected).collect();
    let price = price.map(|price| model.total(price, &selected));
    Some(Completion { selected, price, missed, exact: found.exact })
}

/// The same configuration without what is there for no reason: members are dropped before their parents, what costs less
/// than nothing stays.
fn slim(solver: &mut Solver, model: &Model, found: &Optimum, costs: &optimum::Costs) -> Vec<bool> {
    let mut kept = found.model.clone();
    let cheap: rustc_hash::FxHashMap<Lit, i128> = costs.iter().copied().collect();
    let worth =
        |lit: Lit| cheap.get(&lit).is_some_and(|cost| *cost < 0) || cheap.get(&!lit).is_some_and(|cost| *cost > 0);
    for _ in 0..2 {
        let lits = || model.features().map(|(id, _)| Lit::new(id.index(), kept[id.index()]));
        let stays: Vec<Lit> = lits().filter(|lit| !lit.is_positive() || worth(*lit)).collect();
        let mut drops: Vec<Lit> = lits().filter(|lit| lit.is_positive() && !worth(*lit)).map(|lit| !lit).collect();
        drops.reverse();
        match solver.search(&stays, &drops, &mut u64::MAX.clone()) {
            Outcome::Model => kept = solver.model().to_vec(),
            // It has a model: the one it was made from.
            Outcome::Core(_) | Outcome::Limit => break,
        }
    }
    kept
}
