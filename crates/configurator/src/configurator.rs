//! A model made ready for use: checked for contradictions, with the options that are in every configuration or in none, and
//! witnesses for all others. Sessions start from a copy of this, so a model is worked out once and configured many times.

use crate::count;
use crate::domain::{Domain, Start};
use crate::explain::{Conflict, Explainer};
use crate::formula::Formula;
use crate::model::{FeatureId, Model};
use crate::session::Choice;
use crate::solver::Lit;
use num_bigint::BigUint;
use std::fmt;
use std::sync::Arc;

/// How many conflicts working out a model may take: a few seconds. Models of products take a few hundred.
const CONFLICTS: u64 = 10_000;

/// A model without any configuration, and why.
#[derive(Clone, Debug)]
pub struct Void {
    /// The rules that exclude each other; leaving out any one of them would help.
    pub conflict: Conflict,
    pub model: Arc<Model>,
}

/// Why a model cannot be configured.
#[derive(Clone, Debug)]
pub enum ImportError {
    Void(Void),
    /// Working it out takes too long: a riddle rather than a product.
    TooHard,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImportError::Void(Void { conflict, model }) => {
                write!(f, "the model has no valid configuration; change one of: {}", conflict.in_words(model))
            }
            ImportError::TooHard => {
                write!(
                    f,
                    "the rules of the model are too entangled to work out its options; leave out rules, or split the model"
                )
            }
        }
    }
}

impl std::error::Error for ImportError {}

/// See the module's description.
pub struct Configurator {
    model: Arc<Model>,
    formula: Formula,
    explainer: Explainer,
    /// The domain before any choice.
    start: Domain,
}

impl Configurator {
    /// Works a model out. Errors: no configuration satisfies it (the rules in conflict are named), or it is too hard.
    pub fn new(model: Model) -> Result<Configurator, ImportError> {
        let model = Arc::new(model);
        let formula = Formula::of(&model);
        let explainer = Explainer::new(&formula);
        match Domain::start(&formula, model.len(), &mut CONFLICTS.clone()) {
            Start::Ready(start) => Ok(Configurator { model, formula, explainer, start: *start }),
            Start::Void => match explainer.clone().conflict(&formula, &[], None) {
                Some(conflict) => Err(ImportError::Void(Void { conflict, model })),
                None => Err(ImportError::TooHard),
            },
            Start::TooHard => Err(ImportError::TooHard),
        }
    }

    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The options in every configuration.
    pub fn core(&self) -> Vec<FeatureId> {
        self.start.implied().filter(|(_, selected)| *selected).map(|(id, _)| id).collect()
    }

    /// The options in no configuration.
    pub fn dead(&self) -> Vec<FeatureId> {
        self.start.implied().filter(|(_, selected)| !*selected).map(|(id, _)| id).collect()
    }

    /// The exact number of configurations; None when counting takes more than `steps` (see [`count`]).
    pub fn count(&self, steps: u64) -> Option<BigUint> {
        count::count(&self.formula, self.start.solver().implied(), steps)
    }

    /// Why choices, which need not go together, exclude something wanted or each other; None when they do not.
    pub fn conflict(&self, choices: &[Choice], wanted: Option<Choice>) -> Option<Conflict> {
        let choices: Vec<Lit> = choices.iter().map(|choice| choice.lit()).collect();
        self.explainer.clone().conflict(&self.formula, &choices, wanted.map(Choice::lit))
    }

    pub(crate) fn formula(&self) -> &Formula {
        &self.formula
    }

    pub(crate) fn explainer(&self) -> &Explainer {
        &self.explainer
    }

    pub(crate) fn start(&self) -> &Domain {
        &self.start
    }
}

impl fmt::Debug for Configurator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Configurator").field("features", &self.model.len()).finish_non_exhaustive()
    }
}
