//! Propagation: what follows from the trail by one clause or one limit at a time.

use super::literal::Lit;
use super::store::ClauseId;
use super::{Reason, Solver, Watch};

/// What cannot be kept any more.
#[derive(Clone, Copy)]
pub(super) enum Conflict {
    Clause(ClauseId),
    Limit(u32),
}

impl Solver {
    /// Derives until nothing more follows, or something broke.
    pub(super) fn propagate(&mut self) -> Option<Conflict> {
        while self.head < self.trail.len() {
            let lit = self.trail[self.head];
            self.head += 1;
            if let Some(conflict) = self.propagate_limits(lit) {
                return Some(conflict);
            }
            if let Some(conflict) = self.propagate_clauses(lit) {
                return Some(conflict);
            }
        }
        None
    }

    fn propagate_clauses(&mut self, lit: Lit) -> Option<Conflict> {
        let mut list = std::mem::take(&mut self.watches[lit.index()]);
        let (mut kept, mut at) = (0, 0);
        let mut conflict = None;
        while at < list.len() {
            let watch = list[at];
            at += 1;
            if self.is_true(watch.blocker) {
                list[kept] = watch;
                kept += 1;
                continue;
            }
            if self.clauses.is_gone(watch.clause) || self.rewatch(watch.clause, lit) {
                continue;
            }
            // No other literal to watch: the first one must hold.
            let first = self.clauses.lits(watch.clause)[0];
            list[kept] = Watch { clause: watch.clause, blocker: first };
            kept += 1;
            if self.is_false(first) {
                conflict = Some(Conflict::Clause(watch.clause));
                break;
            }
            if !self.is_true(first) {
                self.enqueue(first, Reason::Clause(watch.clause));
            }
        }
        list.copy_within(at.., kept);
        list.truncate(kept + list.len() - at);
        self.watches[lit.index()] = list;
        conflict
    }

    /// The clause's watched literal `!lit` became false: moves that watch to another literal that is not false.
    /// Leaves `!lit` in second place and returns false when there is none.
    fn rewatch(&mut self, id: ClauseId, lit: Lit) -> bool {
        let value = &self.value;
        let lits = self.clauses.lits_mut(id);
        if lits[0] == !lit {
            lits.swap(0, 1);
        }
        let first = lits[0];
        if value[first.index()] > 0 {
            return false;
        }
        let Some(other) = (2..lits.len()).find(|at| value[lits[*at].index()] >= 0) else { return false };
        lits.swap(1, other);
        let watched = lits[1];
        self.watches[(!watched).index()].push(Watch { clause: id, blocker: first });
        true
    }

    fn propagate_limits(&mut self, lit: Lit) -> Option<Conflict> {
        // All sums take the literal in before any is judged: taking it back has to find them all raised.
        for at in 0..self.limit_occurs[lit.index()].len() {
            let (id, weight) = self.limit_occurs[lit.index()][at];
            self.limits[id as usize].held += weight;
        }
        for at in 0..self.limit_occurs[lit.index()].len() {
            let (id, _) = self.limit_occurs[lit.index()][at];
            let state = &self.limits[id as usize];
            let room = state.limit.bound() - state.held;
            if room < 0 {
                return Some(Conflict::Limit(id));
            }
            let mut term = 0;
            while let Some((other, weight)) = self.limits[id as usize].limit.terms().get(term).copied() {
                if weight <= room {
                    break;
                }
                if self.value[other.index()] == 0 {
                    self.enqueue(!other, Reason::Limit(id));
                }
                term += 1;
            }
        }
        None
    }

    /// The true literals that together force `forced` by `reason`, or that make the conflict when nothing is forced.
    pub(super) fn antecedents(&self, forced: Option<Lit>, reason: Reason, into: &mut Vec<Lit>) {
        match reason {
            Reason::Free => {}
            Reason::Clause(id) => {
                into.extend(self.clauses.lits(id).iter().filter(|lit| Some(**lit) != forced).map(|lit| !*lit));
            }
            Reason::Limit(id) => {
                let limit = &self.limits[id as usize].limit;
                let own = forced.and_then(|lit| limit.terms().iter().find(|(term, _)| *term == !lit));
                let before = forced.map_or(u32::MAX, |lit| self.position[lit.var()]);
                let mut missing = limit.bound() - own.map_or(0, |(_, weight)| *weight);
                for (lit, weight) in limit.terms() {
                    if missing < 0 {
                        break;
                    }
                    if self.is_true(*lit) && self.position[lit.var()] < before {
                        missing -= weight;
                        into.push(*lit);
                    }
                }
            }
        }
    }
}
