//! A customer configuring: choices in any order, undone in any order, and after each the state of every option.
//! No choice leads into a dead end: what the session offers can be completed, what it refuses is explained.

use crate::configurator::Configurator;
use crate::count;
use crate::domain::Domain;
use crate::explain::{Conflict, Explainer};
use crate::model::{FeatureId, Model};
use crate::solver::{Lit, Outcome};
use num_bigint::BigUint;
use std::sync::Arc;

/// An option is wanted, or not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Choice {
    pub feature: FeatureId,
    pub selected: bool,
}

impl Choice {
    pub fn select(feature: FeatureId) -> Choice {
        Choice { feature, selected: true }
    }

    pub fn deselect(feature: FeatureId) -> Choice {
        Choice { feature, selected: false }
    }

    pub(crate) fn lit(self) -> Lit {
        Lit::new(self.feature.index(), self.selected)
    }

    pub(crate) fn of(lit: Lit) -> Choice {
        Choice { feature: FeatureId(lit.var() as u32), selected: lit.is_positive() }
    }
}

/// Where an option stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum State {
    /// It can be selected and it can be left out.
    Possible,
    /// The customer decided it.
    Chosen(bool),
    /// It follows from the choices and the rules: in (`true`) or out.
    Forced(bool),
}

/// See the module's description.
#[derive(Clone)]
pub struct Session {
    configurator: Arc<Configurator>,
    domain: Domain,
    /// Made at the first explanation: most sessions never ask why.
    explainer: Option<Box<Explainer>>,
}

impl Session {
    pub fn new(configurator: Arc<Configurator>) -> Session {
        let domain = configurator.start().clone();
        Session { configurator, domain, explainer: None }
    }

    pub fn model(&self) -> &Model {
        self.configurator.model()
    }

    pub fn configurator(&self) -> &Configurator {
        &self.configurator
    }

    /// The choices made, in their order.
    pub fn choices(&self) -> Vec<Choice> {
        self.domain.choices().iter().map(|lit| Choice::of(*lit)).collect()
    }

    /// Makes a choice; one about the same option is replaced. Errors: why it is impossible; the session stays as it was.
    pub fn choose(&mut self, choice: Choice) -> Result<(), Conflict> {
        let lit = choice.lit();
        if self.domain.choices().contains(&lit) {
            return Ok(());
        }
        if self.domain.choices().contains(&!lit) {
            let before = self.domain.clone();
            self.undo(choice.feature);
            if self.domain.choose(lit) {
                return Ok(());
            }
            let conflict = self.why(choice).unwrap_or_default();
            self.domain = before;
            return Err(conflict);
        }
        match self.domain.choose(lit) {
            true => Ok(()),
            false => Err(self.why(choice).unwrap_or_default()),
        }
    }

    /// Takes back the choice about an option. False when there was none.
    pub fn undo(&mut self, feature: FeatureId) -> bool {
        let before = self.domain.choices().len();
        if self.domain.choices().iter().any(|lit| lit.var() == feature.index()) {
            self.domain.retract(|lit| lit.var() == feature.index());
        }
        self.domain.choices().len() < before
    }

    /// Takes back several choices at once.
    pub fn undo_all(&mut self, choices: &[Choice]) {
        self.domain.retract(|lit| choices.contains(&Choice::of(lit)));
    }

    /// Where an option stands.
    pub fn state(&self, feature: FeatureId) -> State {
        let lit = Lit::new(feature.index(), true);
        let solver = self.domain.solver();
        if !solver.is_true(lit) && !solver.is_false(lit) {
            return State::Possible;
        }
        let selected = solver.is_true(lit);
        match self.domain.choices().iter().any(|choice| choice.var() == lit.var()) {
            true => State::Chosen(selected),
            false => State::Forced(selected),
        }
    }

    /// Where every option stands, in the order of the model.
    pub fn states(&self) -> Vec<State> {
        let mut states = vec![State::Possible; self.model().len()];
        for (id, selected) in self.domain.implied() {
            states[id.index()] = State::Forced(selected);
        }
        for choice in self.choices() {
            states[choice.feature.index()] = State::Chosen(choice.selected);
        }
        states
    }

    /// The same by asking the solver about every option, one at a time: what this crate is measured and tested against.
    pub fn states_one_by_one(&self) -> Vec<State> {
        let mut solver = self.domain.solver().clone();
        let mut possible = |lit: Lit| solver.search(&[lit], &[], &mut u64::MAX.clone()) == Outcome::Model;
        let mut states: Vec<State> = (0..self.model().len())
            .map(|var| match (possible(Lit::new(var, true)), possible(Lit::new(var, false))) {
                (true, true) => State::Possible,
                (selected, _) => State::Forced(selected),
            })
            .collect();
        for choice in self.choices() {
            states[choice.feature.index()] = State::Chosen(choice.selected);
        }
        states
    }

    /// The options in every configuration that fits the choices, chosen ones included, in the order of the model.
    pub fn selected(&self) -> Vec<FeatureId> {
        self.forced(true)
    }

    /// The options in no configuration that fits the choices, those deselected included, in the order of the model.
    pub fn excluded(&self) -> Vec<FeatureId> {
        self.forced(false)
    }

    fn forced(&self, to: bool) -> Vec<FeatureId> {
        let mut ids: Vec<FeatureId> =
            self.domain.implied().filter(|(_, selected)| *selected == to).map(|(id, _)| id).collect();
        ids.sort_unstable();
        ids
    }

    /// Whether the choice can be made now.
    pub fn is_possible(&self, choice: Choice) -> bool {
        !self.domain.solver().is_false(choice.lit())
    }

    /// Why a choice is impossible: a smallest set of earlier choices and rules that together exclude it, in that leaving
    /// out any one of them would allow it. None when it is possible.
    pub fn why(&mut self, choice: Choice) -> Option<Conflict> {
        let configurator = &self.configurator;
        let explainer = self.explainer.get_or_insert_with(|| Box::new(configurator.explainer().clone()));
        explainer.conflict(configurator.formula(), self.domain.choices(), Some(choice.lit()))
    }

    /// The exact number of configurations that fit the choices; None when counting takes more than `steps`.
    pub fn count(&self, steps: u64) -> Option<BigUint> {
        count::count(self.configurator.formula(), self.domain.solver().implied(), steps)
    }

    pub(crate) fn domain(&self) -> &Domain {
        &self.domain
    }
}
