//! What is still possible, kept from click to click.
//!
//! The solver's standing assumptions are the choices. What propagation derives from them is forced. For the rest the pool
//! shows which options a fitting model has and lacks; only what no model shows is asked. A question names one unproved
//! literal and offers all other unproved ones as wishes, so one answer settles many; an impossible literal becomes a learnt
//! clause, and propagation forces its opposite from then on. So after a click the forced options are exactly those the
//! trail holds, and all others are possible both ways.

use crate::formula::Formula;
use crate::model::FeatureId;
use crate::pool::Pool;
use crate::solver::{Lit, Outcome, Solver};

/// Without a limit: what was possible before stays so, and only what was forced is looked at.
const EXACT: u64 = u64::MAX;
/// Conflicts that one choice may meet. Nearly all models that pass the import need a few; one that hides a riddle behind two
/// choices is stopped here.
const CHOICE: u64 = 50_000;

/// How working out the first domain ended.
pub enum Start {
    Ready(Box<Domain>),
    /// The formula has no model.
    Void,
    /// It took more conflicts than allowed.
    TooHard,
}

/// See the module's description. Invariant: the choices are satisfiable, and every feature is on the trail or shown both ways.
#[derive(Clone)]
pub struct Domain {
    solver: Solver,
    pool: Pool,
    features: usize,
    choices: Vec<Lit>,
}

impl Domain {
    /// The domain without choices. `conflicts` is how many conflicts working it out may take.
    pub fn start(formula: &Formula, features: usize, conflicts: &mut u64) -> Start {
        let solver = formula.solver();
        let mut domain = Domain { solver, pool: Pool::new(formula.vars), features, choices: Vec::new() };
        match domain.ask(&[], &[], conflicts) {
            Outcome::Model => domain.pool.add(domain.solver.model()),
            Outcome::Core(_) => return Start::Void,
            Outcome::Limit => return Start::TooHard,
        }
        let everything = (0..features).collect();
        match domain.settle(everything, conflicts) {
            true => Start::Ready(Box::new(domain)),
            false => Start::TooHard,
        }
    }

    pub fn solver(&self) -> &Solver {
        &self.solver
    }

    pub fn choices(&self) -> &[Lit] {
        &self.choices
    }

    /// The features the choices force, chosen ones included, and which way.
    pub fn implied(&self) -> impl Iterator<Item = (FeatureId, bool)> + '_ {
        let features = self.solver.implied().iter().filter(|lit| lit.var() < self.features);
        features.map(|lit| (FeatureId(lit.var() as u32), lit.is_positive()))
    }

    /// Takes a choice in. False, and nothing changes, when it is impossible, or when what follows from it takes too long to
    /// work out.
    pub fn choose(&mut self, lit: Lit) -> bool {
        let before = self.clone();
        let known = self.solver.implied().len();
        if self.solver.is_false(lit) || self.solver.assume(lit).is_err() {
            return false;
        }
        let mut conflicts = CHOICE;
        self.choices.push(lit);
        self.pool.narrow(lit, &self.solver.implied()[known..], &self.solver);
        let open = (0..self.features).filter(|var| self.is_open(*var) && !self.is_shown(*var)).collect();
        if !self.settle(open, &mut conflicts) {
            *self = before;
            return false;
        }
        true
    }

    /// Takes choices back, whenever they were made. What was possible stays so: only what was forced is looked at.
    pub fn retract(&mut self, undone: impl Fn(Lit) -> bool) {
        let forced: Vec<usize> = self.implied().map(|(id, _)| id.index()).collect();
        self.choices.retain(|lit| !undone(*lit));
        let choices = self.choices.clone();
        // Fewer assumptions than before cannot contradict each other.
        let _ = self.solver.assume_all(&choices);
        self.pool.filter(&choices);
        let freed = forced.into_iter().filter(|var| self.is_open(*var) && !self.is_shown(*var)).collect();
        self.settle(freed, &mut EXACT.clone());
    }

    fn is_open(&self, var: usize) -> bool {
        let lit = Lit::new(var, true);
        !self.solver.is_true(lit) && !self.solver.is_false(lit)
    }

    fn is_shown(&self, var: usize) -> bool {
        self.pool.shows(Lit::new(var, true)) && self.pool.shows(Lit::new(var, false))
    }

    fn ask(&mut self, question: &[Lit], wishes: &[Lit], conflicts: &mut u64) -> Outcome {
        self.solver.search(question, wishes, conflicts)
    }

    /// Proves both ways of each of `vars`, or forces one. False when that took too many conflicts.
    fn settle(&mut self, vars: Vec<usize>, conflicts: &mut u64) -> bool {
        let both = vars.into_iter().flat_map(|var| [Lit::new(var, true), Lit::new(var, false)]);
        let mut unproved: Vec<Lit> = both.collect();
        loop {
            let (solver, pool) = (&self.solver, &self.pool);
            let known = |lit: Lit| solver.is_true(lit) || solver.is_false(lit) || pool.shows(lit);
            unproved.retain(|lit| !known(*lit));
            let Some(lit) = unproved.pop() else { return true };
            match self.ask(&[lit], &unproved, conflicts) {
                Outcome::Model => self.pool.add(self.solver.model()),
                Outcome::Core(_) => {}
                Outcome::Limit => return false,
            }
        }
    }
}
