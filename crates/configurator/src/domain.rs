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
        self.choose_within(lit, CHOICE)
    }

    fn choose_within(&mut self, lit: Lit, mut conflicts: u64) -> bool {
        let known = self.solver.implied().len();
        if self.solver.is_false(lit) || self.solver.assume(lit).is_err() {
            return false;
        }
        let before = self.pool.clone();
        self.choices.push(lit);
        self.pool.narrow(lit, &self.solver.implied()[known..], &self.solver);
        let open = (0..self.features).filter(|var| self.is_open(*var) && !self.is_shown(*var)).collect();
        let settled = self.settle(open, &mut conflicts);
        if !settled {
            // What the solver learnt on the way holds anyway; the models before the choice show what was possible.
            self.choices.pop();
            let choices = self.choices.clone();
            let _ = self.solver.assume_all(&choices);
            self.pool = before;
        }
        settled
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Configurator, read};

    /// Six pigeons in five holes as soon as both doors are open: nobody sees that without trying very much.
    fn riddle() -> String {
        let pigeon = |pigeon: usize, hole: usize| format!("p{pigeon}h{hole}");
        let all = (0..6).flat_map(|p| (0..5).map(move |h| pigeon(p, h)));
        let features: String = all.map(|name| format!("\t\t\t{name}\n")).collect();
        let housed = (0..6).map(|p| {
            let holes: Vec<String> = (0..5).map(|h| pigeon(p, h)).collect();
            format!("\tleft & right => {}\n", holes.join(" | "))
        });
        let pairs = (0..6).flat_map(|a| (0..a).map(move |b| (a, b)));
        let alone = pairs.flat_map(|(a, b)| {
            (0..5).map(move |h| format!("\t!(left & right & {} & {})\n", pigeon(a, h), pigeon(b, h)))
        });
        let rules: String = housed.chain(alone).collect();
        format!("features\n\tLoft\n\t\toptional\n\t\t\tleft\n\t\t\tright\n{features}constraints\n{rules}")
    }

    #[test]
    fn a_choice_that_takes_too_long_leaves_all_as_it_was() {
        let configurator = Configurator::new(read::read(riddle().as_bytes()).unwrap()).unwrap();
        let features = configurator.model().features().count();
        let mut budget = 100_000;
        let Start::Ready(mut domain) = Domain::start(configurator.formula(), features, &mut budget) else {
            panic!("it is no riddle before both doors are open")
        };
        let [left, right] = ["left", "right"].map(|name| {
            let found = configurator.model().features().find(|(_, feature)| feature.name == name);
            Lit::new(found.unwrap().0.index(), true)
        });
        assert!(domain.choose(left));
        let before: Vec<_> = (0..features).map(|var| domain.is_open(var)).collect();
        assert!(!domain.choose_within(right, 3), "three conflicts are too few");
        assert_eq!(domain.choices(), [left]);
        for (var, was) in before.into_iter().enumerate() {
            // What the solver learnt may close an option it can prove impossible, never open one or leave it unproved.
            assert!(was || !domain.is_open(var));
            assert!(!domain.is_open(var) || domain.is_shown(var), "an open option is shown both ways");
        }
        assert!(!domain.choose(right), "with enough time it is seen to be impossible");
        domain.retract(|lit| lit == left);
        assert!(domain.choose(right), "one door is no riddle");
    }
}
