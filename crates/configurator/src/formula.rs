//! The model as the solver sees it: clauses and limits over variables, each with the part of the model it comes from, so
//! that a refutation can be told in terms of rules. Variable `i` is feature `i`; further variables stand for parts of rules
//! and are defined both ways, so that a configuration fixes them and counts stay exact.

mod clauses;
mod tighten;
mod tree;

use crate::expr::Expr;
use crate::model::{FeatureId, GroupId, Model};
use crate::solver::{Limit, Lit, Solver};
use clauses::Writer;

/// The part of a model that a clause comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The root is always selected.
    Root,
    /// A member goes with its parent only.
    Below(FeatureId),
    /// A mandatory member goes with every selected parent.
    Mandatory(FeatureId),
    /// A selected parent needs a number of members.
    Least(GroupId),
    /// A group takes no more than a number of members.
    Most(GroupId),
    /// The rule of that number.
    Rule(usize),
    /// The need of that number, in guided selling.
    Need(usize),
}

/// See the module's description.
#[derive(Clone, Debug, Default)]
pub struct Formula {
    pub vars: usize,
    pub parts: Vec<Part>,
    /// Clauses with the number of their part.
    pub clauses: Vec<(Vec<Lit>, u32)>,
    pub limits: Vec<(Limit, u32)>,
    /// The same limits as they are best propagated, which only together with the tree say the same.
    pub tight: Vec<Limit>,
}

impl Formula {
    pub fn of(model: &Model) -> Formula {
        let mut writer = Writer::new(model.len());
        tree::write(model, &mut writer);
        for (at, rule) in model.rules().iter().enumerate() {
            writer.part(Part::Rule(at));
            writer.require(&rule.expr);
        }
        writer.formula.with_tight_limits(model)
    }

    /// Adds the tight form of the limits that have none yet.
    fn with_tight_limits(mut self, model: &Model) -> Formula {
        for (limit, part) in &self.limits[self.tight.len()..] {
            // The tree's own limits are as tight as they get.
            let tight = match self.parts[*part as usize] {
                Part::Rule(_) | Part::Need(_) => tighten::tighten(model, limit),
                _ => limit.clone(),
            };
            self.tight.push(tight);
        }
        self
    }

    /// The formula with a need added.
    pub fn with_need(self, model: &Model, at: usize, need: &Expr) -> Formula {
        let mut writer = Writer::onto(self);
        writer.part(Part::Need(at));
        writer.require(need);
        writer.formula.with_tight_limits(model)
    }

    /// A solver that takes every part for granted.
    pub fn solver(&self) -> Solver {
        let mut solver = Solver::new(self.vars);
        self.clauses.iter().for_each(|(clause, _)| solver.add_clause(clause));
        self.tight.iter().for_each(|limit| solver.add_limit(limit.clone()));
        solver
    }

    /// A solver in which part `i` holds only if variable `vars + i` does.
    pub fn guarded_solver(&self) -> Solver {
        let mut solver = Solver::new(self.vars + self.parts.len());
        for (clause, part) in &self.clauses {
            let mut clause = clause.clone();
            clause.push(!self.guard(*part));
            solver.add_clause(&clause);
        }
        for (limit, part) in &self.limits {
            solver.add_limit(limit.guarded(self.guard(*part)));
        }
        solver
    }

    /// The literal that puts a part in force in [`Formula::guarded_solver`].
    pub fn guard(&self, part: u32) -> Lit {
        Lit::new(self.vars + part as usize, true)
    }
}
