//! Completing a configuration: the cheapest way, or the way nearest to a list of wishes.

use crate::model::{FeatureId, Model};
use crate::number::Number;
use crate::optimum::{self, Optimum};
use crate::session::{Choice, Session};
use crate::solver::{Lit, Outcome, Solver};

/// Conflicts that leaving out what is there for no reason may meet; after them it stays.
const SLIM: u64 = 10_000;
/// A sensible effort: conflicts met before the best found so far is good enough. A fraction of a second.
pub const EFFORT: u64 = 20_000;

/// Prices, or any other numbers to add up: usually [`Model::weights`] of an attribute, or those of a price list.
pub type Prices = [(FeatureId, Number)];

/// A complete valid configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// In the order of the model.
    pub selected: Vec<FeatureId>,
    /// The sum of the prices given.
    pub price: Number,
    /// Wishes that are not met.
    pub missed: Vec<Choice>,
    /// Whether nothing better exists; false when the effort ran out first.
    pub exact: bool,
}

impl Session {
    /// The cheapest completion of the choices. Options that cost nothing and are needed for nothing stay out. None only if
    /// the effort ran out before any completion was found.
    pub fn cheapest(&self, prices: &Prices, effort: u64) -> Option<Completion> {
        complete(self.domain().solver().clone(), self.model(), &[], prices, effort)
    }

    /// The completion of the choices that misses the fewest wishes; among these the cheapest.
    pub fn nearest(&self, wishes: &[Choice], prices: &Prices, effort: u64) -> Option<Completion> {
        complete(self.domain().solver().clone(), self.model(), wishes, prices, effort)
    }
}

/// The best configuration under the standing assumptions of a solver.
pub(crate) fn complete(
    mut solver: Solver,
    model: &Model,
    wishes: &[Choice],
    prices: &Prices,
    effort: u64,
) -> Option<Completion> {
    let priced = prices.iter().map(|(id, price)| (Lit::new(id.index(), true), price.millionths()));
    let mut costs: Vec<(Lit, i128)> = priced.collect();
    // A wish outweighs all prices together.
    let wish: i128 = costs.iter().map(|(_, price)| price.abs()).sum::<i128>() + 1;
    costs.extend(wishes.iter().map(|choice| (!choice.lit(), wish)));
    let mut effort = effort;
    let mut plain = solver.clone();
    let found = optimum::cheapest(&mut solver, &costs, &mut effort)?;
    let slim = slim(&mut plain, model, &found, &costs);
    let selected: Vec<FeatureId> = model.features().map(|(id, _)| id).filter(|id| slim[id.index()]).collect();
    let missed = wishes.iter().copied().filter(|choice| slim[choice.feature.index()] != choice.selected).collect();
    let price = prices.iter().filter(|(id, _)| slim[id.index()]).map(|(_, price)| *price).sum();
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
        match solver.search(&stays, &drops, &mut SLIM.clone()) {
            Outcome::Model => kept = solver.model().to_vec(),
            // It has a model: the one it was made from.
            Outcome::Core(_) | Outcome::Limit => break,
        }
    }
    kept
}
