//! How to get what is impossible: the smallest sets of choices to give up for it, with what that does to the price.

use crate::completion::{self, Completion, Prices};
use crate::configurator::Configurator;
use crate::model::FeatureId;
use crate::number::Number;
use crate::optimum;
use crate::session::{Choice, Session};
use crate::solver::Lit;

/// Choices to give up, and nothing less, so that what is wanted becomes possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    pub drop: Vec<Choice>,
    /// What the cheapest completion afterwards takes in the groups of options that are given up: the 500 W supply instead
    /// of the one with 300 W.
    pub instead: Vec<FeatureId>,
    /// The cheapest completion afterwards less the cheapest one before. None without prices, or when the choices had no
    /// completion before.
    pub price_difference: Option<Number>,
    /// Whether no set with fewer choices works, other than those named before it; false when the effort ran out first.
    pub exact: bool,
}

/// What to look for.
#[derive(Clone, Copy, Debug)]
pub struct RepairSearch<'a> {
    /// How many repairs at most.
    pub most: usize,
    /// To compare repairs by; without prices only the number of choices counts.
    pub prices: &'a Prices,
    /// How many conflicts each step may meet.
    pub effort: u64,
}

impl Session {
    /// The cheapest repairs that make a choice possible: fewest choices given up first, then the lower price.
    pub fn repairs(&self, wanted: Choice, search: RepairSearch<'_>) -> Vec<Repair> {
        self.configurator().repairs(&self.choices(), Some(wanted), search)
    }

    /// Gives up what a repair names and makes the choice. Errors: the repair belongs to other choices.
    pub fn apply(&mut self, repair: &Repair, wanted: Choice) -> Result<(), crate::Conflict> {
        self.undo_all(&repair.drop);
        self.choose(wanted)
    }
}

impl Configurator {
    /// Like [`Session::repairs`], for choices that need not go together.
    pub fn repairs(&self, choices: &[Choice], wanted: Option<Choice>, search: RepairSearch<'_>) -> Vec<Repair> {
        let mut solver = self.start().solver().clone();
        if wanted.is_some_and(|wanted| solver.assume(wanted.lit()).is_err()) {
            return Vec::new();
        }
        let given_up: Vec<Choice> =
            choices.iter().copied().filter(|choice| wanted.is_none_or(|w| w.feature != choice.feature)).collect();
        let opposite: Vec<Choice> = choices.iter().copied().filter(|choice| !given_up.contains(choice)).collect();
        let costs: Vec<(Lit, i128)> = given_up.iter().map(|choice| (!choice.lit(), 1)).collect();
        let before = self.completed(choices, None, search);
        let mut repairs = Vec::new();
        // A few more than asked for: among sets of the same size the price decides.
        while repairs.len() < search.most.saturating_mul(2) {
            let mut scratch = solver.clone();
            let Some(found) = optimum::cheapest(&mut scratch, &costs, &mut search.effort.clone()) else { break };
            let broken = |choice: &Choice| found.model[choice.feature.index()] != choice.selected;
            let mut drop: Vec<Choice> = given_up.iter().copied().filter(broken).collect();
            let blocked: Vec<Lit> = drop.iter().map(|choice| choice.lit()).collect();
            drop.extend(opposite.iter().filter(|choice| broken(choice)));
            let kept: Vec<Choice> = choices.iter().copied().filter(|choice| !drop.contains(choice)).collect();
            let after = self.completed(&kept, wanted, search);
            let priced = before.as_ref().zip(after.as_ref()).filter(|_| !search.prices.is_empty());
            let price_difference = priced.map(|(before, after)| after.price - before.price);
            let instead = after.map(|after| self.instead_of(&drop, wanted, &after.selected)).unwrap_or_default();
            repairs.push(Repair { drop, instead, price_difference, exact: found.exact });
            if blocked.is_empty() {
                break;
            }
            // The next one keeps something that this one gives up.
            solver.add_clause(&blocked);
        }
        repairs.sort_by_key(|repair| (repair.drop.len(), repair.price_difference));
        repairs.truncate(search.most);
        repairs
    }

    fn completed(&self, choices: &[Choice], wanted: Option<Choice>, search: RepairSearch<'_>) -> Option<Completion> {
        let mut solver = self.start().solver().clone();
        let lits: Vec<Lit> = choices.iter().copied().chain(wanted).map(Choice::lit).collect();
        solver.assume_all(&lits).ok()?;
        completion::complete(solver, self.model(), &[], search.prices, search.effort)
    }

    /// The selected neighbours of options that were selected and are given up.
    fn instead_of(&self, drop: &[Choice], wanted: Option<Choice>, selected: &[FeatureId]) -> Vec<FeatureId> {
        let group = |id: FeatureId| self.model().feature(id).group;
        let groups: Vec<_> =
            drop.iter().filter(|choice| choice.selected).filter_map(|choice| group(choice.feature)).collect();
        let asked_for = |id: FeatureId| wanted.is_some_and(|wanted| wanted.feature == id);
        let beside = |id: &FeatureId| group(*id).is_some_and(|group| groups.contains(&group)) && !asked_for(*id);
        selected.iter().copied().filter(beside).collect()
    }
}
