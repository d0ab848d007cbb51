//! What a conflict teaches: the clause to learn, or the assumptions that cannot stand together.

use super::literal::Lit;
use super::propagate::Conflict;
use super::{Reason, Solver};

/// A learnt clause: its first literal follows after going back to `depth`.
pub(super) struct Lesson {
    pub lits: Vec<Lit>,
    pub depth: usize,
    pub glue: u32,
}

impl Solver {
    fn conflict_lits(&self, conflict: Conflict) -> Vec<Lit> {
        let mut lits = Vec::new();
        match conflict {
            Conflict::Clause(id) => self.antecedents(None, Reason::Clause(id), &mut lits),
            Conflict::Limit(id) => self.antecedents(None, Reason::Limit(id), &mut lits),
        }
        lits
    }

    /// Resolves a conflict of a decision level back to the one literal of that level that made it (first UIP).
    pub(super) fn lesson(&mut self, conflict: Conflict) -> Lesson {
        let depth = self.depth() as u32;
        let mut frontier = self.conflict_lits(conflict);
        let mut lits = vec![];
        let mut marked = Vec::new();
        let (mut open, mut at) = (0, self.trail.len());
        let uip = loop {
            for lit in frontier.drain(..) {
                let var = lit.var();
                if self.seen[var] || self.level[var] == 0 {
                    continue;
                }
                self.seen[var] = true;
                marked.push(var);
                self.raise(var);
                if self.level[var] == depth {
                    open += 1;
                } else {
                    lits.push(!lit);
                }
            }
            let lit = loop {
                at -= 1;
                if self.seen[self.trail[at].var()] {
                    break self.trail[at];
                }
            };
            open -= 1;
            if open == 0 {
                break lit;
            }
            self.antecedents(Some(lit), self.reason[lit.var()], &mut frontier);
        };
        lits.retain(|lit| !self.is_redundant(*lit));
        lits.insert(0, !uip);
        for var in marked {
            self.seen[var] = false;
        }
        self.bump += self.bump >> 4;
        self.finish(lits)
    }

    /// A literal whose whole reason is in the clause already adds nothing to it.
    fn is_redundant(&self, lit: Lit) -> bool {
        let reason = self.reason[lit.var()];
        if reason == Reason::Free {
            return false;
        }
        let mut why = Vec::new();
        self.antecedents(Some(!lit), reason, &mut why);
        why.iter().all(|lit| self.seen[lit.var()] || self.level[lit.var()] == 0)
    }

    fn finish(&self, mut lits: Vec<Lit>) -> Lesson {
        if lits.len() > 1 {
            let latest = (1..lits.len()).max_by_key(|at| self.level[lits[*at].var()]).unwrap_or(1);
            lits.swap(1, latest);
        }
        let depth = lits.get(1).map_or(0, |lit| self.level[lit.var()] as usize);
        let mut levels: Vec<u32> = lits.iter().map(|lit| self.level[lit.var()]).collect();
        levels.sort_unstable();
        levels.dedup();
        Lesson { glue: levels.len().max(1) as u32, lits, depth }
    }

    fn raise(&mut self, var: usize) {
        self.activity[var] += self.bump;
        if self.activity[var] > 1 << 60 {
            self.activity.iter_mut().for_each(|activity| *activity >>= 32);
            self.bump = (self.bump >> 32).max(1 << 10);
        }
    }

    /// The assumptions behind a conflict.
    pub(super) fn core_of(&mut self, conflict: Conflict) -> Vec<Lit> {
        let lits = self.conflict_lits(conflict);
        self.core_from(lits)
    }

    /// The assumptions behind the given true literals.
    pub(super) fn core_from(&mut self, lits: Vec<Lit>) -> Vec<Lit> {
        let mut frontier = lits;
        let (mut core, mut marked) = (Vec::new(), Vec::new());
        while let Some(lit) = frontier.pop() {
            let var = lit.var();
            if self.seen[var] || self.level[var] == 0 {
                continue;
            }
            self.seen[var] = true;
            marked.push(var);
            match self.reason[var] {
                Reason::Free => core.push(lit),
                reason => self.antecedents(Some(lit), reason, &mut frontier),
            }
        }
        for var in marked {
            self.seen[var] = false;
        }
        core
    }
}
