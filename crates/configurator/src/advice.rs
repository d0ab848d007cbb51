//! Guided selling: the customer says what is needed, not which options; the cheapest configurations that meet it come back,
//! each with how it meets every need. Needs that nothing meets are answered with the needs and rules in conflict.

use crate::completion::{self, Prices};
use crate::configurator::Configurator;
use crate::explain::{Conflict, Explainer};
use crate::expr::{Comparison, Expr};
use crate::formula::Formula;
use crate::model::{FeatureId, Model};
use crate::number::Number;
use crate::session::Choice;
use crate::solver::{Lit, Solver};

/// Something the customer needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// An option in, or out.
    Option(Choice),
    /// At least one of several options.
    AnyOf(Vec<FeatureId>),
    /// A bound on the sum of an attribute: power at least 500.
    Total { attribute: String, comparison: Comparison, bound: Number },
}

/// A configuration that meets all needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    pub selected: Vec<FeatureId>,
    pub price: Number,
    /// Per need, in the order given, how it is met, in words.
    pub fits: Vec<String>,
    /// Whether no other configuration, apart from those before it, is cheaper; false when the effort ran out first.
    pub exact: bool,
}

impl Configurator {
    /// Up to `most` configurations that meet the needs, the cheapest first. Each leaves out something that every one before
    /// it has; the same with extras is no second proposal. Errors: the needs and rules that exclude each other.
    pub fn advise(&self, needs: &[Need], prices: &Prices, most: usize, effort: u64) -> Result<Vec<Advice>, Conflict> {
        let formula = self.with_needs(needs);
        let mut solver = self.solver_with(&formula);
        let mut advice = Vec::new();
        while advice.len() < most {
            let found = completion::complete(solver.clone(), self.model(), &[], prices, effort);
            let Some(found) = found else { break };
            let fits = needs.iter().map(|need| need.fit(self.model(), &found.selected)).collect();
            let core = self.core();
            let own = found.selected.iter().filter(|id| !core.contains(id) && !self.model().feature(**id).is_abstract);
            let without: Vec<Lit> = own.map(|id| Lit::new(id.index(), false)).collect();
            advice.push(Advice { selected: found.selected, price: found.price, fits, exact: found.exact });
            if without.is_empty() {
                break;
            }
            solver.add_clause(&without);
        }
        if advice.is_empty() && most > 0 {
            let conflict = Explainer::new(&formula).conflict(&formula, &[], None);
            return Err(conflict.unwrap_or_default());
        }
        Ok(advice)
    }

    fn with_needs(&self, needs: &[Need]) -> Formula {
        let mut formula = self.formula().clone();
        for (at, need) in needs.iter().enumerate() {
            formula = formula.with_need(self.model(), at, &need.expr(self.model()));
        }
        formula
    }

    /// The worked-out solver, and what the needs add.
    fn solver_with(&self, formula: &Formula) -> Solver {
        let mut solver = self.start().solver().clone();
        while solver.vars() < formula.vars {
            solver.add_var();
        }
        let (clauses, limits) = (self.formula().clauses.len(), self.formula().limits.len());
        formula.clauses[clauses..].iter().for_each(|(clause, _)| solver.add_clause(clause));
        formula.tight[limits..].iter().for_each(|limit| solver.add_limit(limit.clone()));
        solver
    }
}

impl Need {
    fn expr(&self, model: &Model) -> Expr {
        match self {
            Need::Option(choice) if choice.selected => choice.feature.into(),
            Need::Option(choice) => !Expr::from(choice.feature),
            Need::AnyOf(options) => Expr::any(options.iter().map(|id| Expr::from(*id))),
            Need::Total { attribute, comparison, bound } => Expr::limit(model.weights(attribute), *comparison, *bound),
        }
    }

    /// The need in the customer's words.
    pub fn in_words(&self, model: &Model) -> String {
        match self {
            Need::Option(choice) if choice.selected => model.label(choice.feature).to_string(),
            Need::Option(choice) => format!("no {}", model.label(choice.feature)),
            Need::AnyOf(options) => {
                let labels: Vec<&str> = options.iter().map(|id| model.label(*id)).collect();
                format!("one of {}", labels.join(", "))
            }
            Need::Total { attribute, comparison, bound } => {
                let comparison = match comparison {
                    Comparison::AtMost => "at most",
                    Comparison::Below => "below",
                    Comparison::AtLeast => "at least",
                    Comparison::Above => "above",
                    Comparison::Equal => "exactly",
                    Comparison::Unequal => "not",
                };
                format!("{attribute} {comparison} {bound}")
            }
        }
    }

    fn fit(&self, model: &Model, selected: &[FeatureId]) -> String {
        let words = self.in_words(model);
        match self {
            Need::Option(choice) if choice.selected => format!("{words} is included"),
            Need::Option(choice) => format!("{} is left out", model.label(choice.feature)),
            Need::AnyOf(options) => {
                let met = options.iter().find(|id| selected.contains(id));
                format!("{words}: {} is included", met.map_or("", |id| model.label(*id)))
            }
            Need::Total { attribute, .. } => format!("{words}: it is {}", model.total(attribute, selected)),
        }
    }
}
