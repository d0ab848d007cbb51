//! Cheapest models: the least sum of costs over the literals that hold.
//!
//! Lower bounds come from refutations: all costs are assumed away, the heaviest first, and a set of them that cannot be
//! avoided together raises the bound by its lightest; what more than one of the set costs stays to be paid (the method is
//! known as OLL). Exact as soon as a model costs no more than the bound. A plain branch and bound would have to walk through
//! every combination of a product's groups; here each group is one refutation. What that does not settle with half of the
//! effort is improved from above with the other half.

use crate::solver::{Limit, Lit, Outcome, Solver};
use rustc_hash::{FxHashMap, FxHashSet};

/// The best model found.
#[derive(Clone, Debug)]
pub struct Optimum {
    pub model: Vec<bool>,
    pub cost: i128,
    /// Whether no model costs less; false when the effort ran out before that was certain.
    pub exact: bool,
}

/// What it costs that a literal holds; below zero, it pays.
pub type Costs = [(Lit, i128)];

/// At least `reached` literals of a refuted set hold: the variable that says so, and the set.
struct More {
    set: usize,
    reached: usize,
}

struct Search<'s> {
    solver: &'s mut Solver,
    costs: &'s Costs,
    /// What is still to be paid for each literal beyond the bound.
    rest: FxHashMap<Lit, i128>,
    sets: Vec<Vec<Lit>>,
    more: FxHashMap<Lit, More>,
    bound: i128,
    best: Option<Optimum>,
}

/// The cheapest model under the solver's standing assumptions. `effort` is how many conflicts may be met. None when there is
/// no model, or none was found. The solver is left with clauses that hold for this question only.
pub fn cheapest(solver: &mut Solver, costs: &Costs, effort: &mut u64) -> Option<Optimum> {
    let mut search = Search {
        solver,
        costs,
        rest: FxHashMap::default(),
        sets: Vec::new(),
        more: FxHashMap::default(),
        bound: 0,
        best: None,
    };
    search.normalise();
    let mut half = *effort / 2;
    *effort -= half;
    search.refute(&mut half);
    *effort += half;
    search.improve(effort);
    search.best
}

impl Search<'_> {
    /// Only costs above zero remain: who is paid for a literal pays for its opposite, from a lower bound.
    fn normalise(&mut self) {
        for (lit, cost) in self.costs {
            let (lit, paid) = if *cost < 0 { (!*lit, -*cost) } else { (*lit, *cost) };
            self.bound += (*cost).min(0);
            if paid > 0 {
                *self.rest.entry(lit).or_default() += paid;
            }
        }
    }

    /// Raises the bound until a model meets it.
    fn refute(&mut self, effort: &mut u64) {
        // A model first, whatever it costs: there may be no effort left for more.
        match self.solver.search(&[], &[], effort) {
            Outcome::Model => self.keep_model(),
            Outcome::Core(_) | Outcome::Limit => return,
        }
        let mut least = self.rest.values().copied().max().unwrap_or(0);
        let mut avoided = self.at_least(least);
        while !self.is_exact() {
            self.pay_implied(&mut avoided);
            match self.solver.search(&avoided, &[], effort) {
                Outcome::Model => {
                    self.keep_model();
                    // Everything that costs was avoided, so nothing is cheaper; else the next lighter costs join.
                    match self.rest.values().copied().filter(|cost| *cost < least).max() {
                        Some(next) => least = next.min(least / 2 + 1),
                        None => return self.settle(),
                    }
                    avoided = self.at_least(least);
                }
                Outcome::Core(core) => {
                    // A refutation is work too, even one that met no conflict on its way.
                    *effort = effort.saturating_sub(1);
                    if *effort == 0 {
                        return;
                    }
                    let Some(new) = self.raise(&core) else { return };
                    let paid_off = |lit: &Lit| self.rest.get(&!*lit).is_none_or(|cost| *cost < least);
                    let gone: FxHashSet<Lit> = core.into_iter().filter(paid_off).collect();
                    avoided.retain(|lit| !gone.contains(lit));
                    // The new ones weigh no less than the lightest of the core, which was avoided.
                    avoided.extend(new);
                }
                Outcome::Limit => return,
            }
        }
        self.settle();
    }

    /// The opposites of what still costs so much.
    fn at_least(&self, least: i128) -> Vec<Lit> {
        let costly = self.rest.iter().filter(|(_, cost)| **cost >= least);
        let mut avoided: Vec<Lit> = costly.map(|(lit, _)| !*lit).collect();
        avoided.sort_unstable();
        avoided
    }

    /// What holds in any case is paid at once.
    fn pay_implied(&mut self, avoided: &mut Vec<Lit>) {
        let mut at = 0;
        while let Some(lit) = avoided.get(at).copied() {
            if self.solver.is_false(lit) {
                avoided.swap_remove(at);
                avoided.extend(self.raise(&[lit]).unwrap_or_default());
            } else {
                at += 1;
            }
        }
    }

    /// From above: a cheaper model, as long as there is one. Where many small amounts have to add up to a limit, refutations
    /// raise the bound too slowly; there this finds good models, and now and then the proof.
    fn improve(&mut self, effort: &mut u64) {
        while let Some(best) = self.best.as_mut().filter(|best| !best.exact) {
            self.solver.add_limit(Limit::new(self.costs.iter().copied(), best.cost - 1));
            match self.solver.search(&[], &[], effort) {
                // A cheaper model may meet no conflict, and there may be very many of them.
                Outcome::Model if *effort > 1 => {
                    *effort -= 1;
                    self.keep_model();
                }
                Outcome::Model => return self.keep_model(),
                Outcome::Core(_) => best.exact = true,
                Outcome::Limit => return,
            }
        }
    }

    fn is_exact(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.cost <= self.bound)
    }

    fn settle(&mut self) {
        if let Some(best) = &mut self.best {
            best.exact = true;
        }
    }

    fn keep_model(&mut self) {
        let cost = self.costs.iter().filter(|(lit, _)| self.solver.holds(*lit)).map(|(_, cost)| cost).sum();
        if self.best.as_ref().is_none_or(|best| cost < best.cost) {
            self.best = Some(Optimum { model: self.solver.model().to_vec(), cost, exact: false });
        }
    }

    /// One of these must be paid at least. Returns what is to be avoided from now on instead; None when the refutation
    /// needs none of them: there is no model at all.
    fn raise(&mut self, core: &[Lit]) -> Option<Vec<Lit>> {
        let paid: Vec<Lit> = core.iter().map(|lit| !*lit).filter(|lit| self.rest.contains_key(lit)).collect();
        let lightest = paid.iter().map(|lit| self.rest[lit]).min()?;
        let mut new = Vec::new();
        self.bound += lightest;
        for lit in &paid {
            if let Some(rest) = self.rest.get_mut(lit) {
                *rest -= lightest;
                if *rest == 0 {
                    self.rest.remove(lit);
                }
            }
            if let Some(More { set, reached }) = self.more.get(lit) {
                let (set, reached) = (*set, *reached);
                new.extend(self.count_on(set, reached + 1, lightest));
            }
        }
        if paid.len() > 1 {
            self.sets.push(paid);
            new.extend(self.count_on(self.sets.len() - 1, 2, lightest));
        }
        Some(new)
    }

    /// From now on it costs something that `reached` literals of a set hold. Returns the literal to avoid.
    fn count_on(&mut self, set: usize, reached: usize, cost: i128) -> Option<Lit> {
        let lits = &self.sets[set];
        if reached > lits.len() {
            return None;
        }
        let name = Lit::new(self.solver.add_var(), true);
        let fewer = Limit::new(lits.iter().map(|lit| (*lit, 1)), reached as i128 - 1);
        self.solver.add_limit(fewer.guarded(!name));
        self.more.insert(name, More { set, reached });
        self.rest.insert(name, cost);
        Some(!name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cheapest_models_agree_with_brute_force() {
        let mut state = 11u64;
        let mut below = |n: u64| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) % n
        };
        for _ in 0..300 {
            let vars = 3 + below(7) as usize;
            let clauses: Vec<Vec<Lit>> = (0..below(12))
                .map(|_| (0..1 + below(3)).map(|_| Lit::new(below(vars as u64) as usize, below(3) > 0)).collect())
                .collect();
            let costs: Vec<(Lit, i128)> =
                (0..vars).map(|var| (Lit::new(var, below(4) > 0), below(12) as i128 - 2)).collect();
            let mut solver = Solver::new(vars);
            clauses.iter().for_each(|clause| solver.add_clause(clause));
            let holds = |bits: u32, lit: &Lit| (bits >> lit.var() & 1 == 1) == lit.is_positive();
            let expected = (0..1u32 << vars)
                .filter(|bits| clauses.iter().all(|clause| clause.iter().any(|lit| holds(*bits, lit))))
                .map(|bits| costs.iter().filter(|(lit, _)| holds(bits, lit)).map(|(_, cost)| cost).sum::<i128>())
                .min();
            let found = cheapest(&mut solver, &costs, &mut 100_000);
            assert_eq!(found.as_ref().map(|found| found.cost), expected);
            assert!(found.is_none_or(|found| found.exact));
        }
    }
}
