//! Search: repairing the complete assignment until nothing is broken, under standing assumptions and those of one question.

use super::literal::Lit;
use super::propagate::Conflict;
use super::store::ClauseId;
use super::{QUESTION, Reason, STANDING, Solver};

/// How a search ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A model was found: [`Solver::model`].
    Model,
    /// These assumptions, standing or of the question, cannot hold together. Empty: the model itself has no solution.
    Core(Vec<Lit>),
    /// The number of conflicts allowed was reached.
    Limit,
}

impl Solver {
    /// Adds a standing assumption. Errors: the assumptions (the new one among them) that exclude each other; the new one is
    /// then not kept. An assumption that only a search can refute is accepted.
    pub fn assume(&mut self, lit: Lit) -> Result<(), Vec<Lit>> {
        self.assumed.push(lit);
        let outcome = match self.stand() {
            Err(core) => Err(core),
            Ok(()) if self.is_false(lit) => Err(self.core_with(lit)),
            Ok(()) => {
                if !self.is_true(lit) {
                    self.enqueue(lit, Reason::Free);
                }
                self.propagate().map_or(Ok(()), |conflict| Err(self.core_of(conflict)))
            }
        };
        self.lost.clear();
        self.over.clear();
        if outcome.is_err() {
            self.assumed.pop();
            self.back_to(0);
            // The earlier assumptions stood before, so they stand again.
            let _ = self.stand();
        }
        outcome
    }

    /// Replaces all standing assumptions. Errors: those that exclude each other.
    pub fn assume_all(&mut self, lits: &[Lit]) -> Result<(), Vec<Lit>> {
        self.back_to(0);
        self.assumed = lits.to_vec();
        let outcome = self.stand();
        self.lost.clear();
        self.over.clear();
        outcome
    }

    /// Looks for a model under the standing assumptions and `question`. The literals `wanted` are tried in this order as far
    /// as they fit. `conflicts` is how many conflicts may be met; it is counted down.
    pub fn search(&mut self, question: &[Lit], wanted: &[Lit], conflicts: &mut u64) -> Outcome {
        self.prepare(wanted);
        let (mut restart, mut since) = (1, 0);
        let outcome = loop {
            let conflict = if self.contradiction { None } else { self.propagate() };
            if self.contradiction {
                break Outcome::Core(Vec::new());
            }
            if let Some(conflict) = conflict {
                if self.depth() <= QUESTION {
                    let core = self.core_of(conflict);
                    break self.refute(core);
                }
                if *conflicts == 0 {
                    break Outcome::Limit;
                }
                *conflicts -= 1;
                since += 1;
                self.learn(conflict);
                continue;
            }
            if since >= 64 * luby(restart) {
                (restart, since) = (restart + 1, 0);
                self.restart();
            }
            if self.depth() < QUESTION {
                if let Err(core) = self.open_assumptions(question) {
                    break self.refute(core);
                }
                continue;
            }
            match self.decide() {
                Some(lit) => {
                    self.open_level();
                    self.enqueue(lit, Reason::Free);
                }
                None => break self.accept(),
            }
        };
        self.back_to(STANDING);
        self.lost.clear();
        self.over.clear();
        // It fails only for assumptions that exclude each other, and then the outcome says so.
        let _ = self.stand();
        outcome
    }

    /// Brings the standing assumptions back onto level 1 and propagates them. After an error nothing is assumed on the trail.
    fn stand(&mut self) -> Result<(), Vec<Lit>> {
        self.back_to(STANDING);
        let outcome = match self.depth() {
            0 => self.raise_assumptions(),
            _ => Ok(()),
        };
        let outcome = match outcome.is_ok().then(|| self.propagate()).flatten() {
            Some(conflict) => Err(self.core_of(conflict)),
            None => outcome,
        };
        if outcome.is_err() {
            self.back_to(0);
        }
        outcome
    }

    fn raise_assumptions(&mut self) -> Result<(), Vec<Lit>> {
        if self.contradiction || self.propagate().is_some() {
            self.contradiction = true;
            return Err(Vec::new());
        }
        self.open_level();
        let assumed = std::mem::take(&mut self.assumed);
        let outcome = self.enqueue_all(&assumed);
        self.assumed = assumed;
        outcome
    }

    fn open_assumptions(&mut self, question: &[Lit]) -> Result<(), Vec<Lit>> {
        if self.depth() < STANDING {
            return self.stand();
        }
        self.open_level();
        self.enqueue_all(question)
    }

    fn enqueue_all(&mut self, lits: &[Lit]) -> Result<(), Vec<Lit>> {
        for lit in lits {
            if self.is_false(*lit) {
                return Err(self.core_with(*lit));
            }
            if !self.is_true(*lit) {
                self.enqueue(*lit, Reason::Free);
            }
        }
        Ok(())
    }

    /// The assumptions that refute `lit`, and `lit`.
    fn core_with(&mut self, lit: Lit) -> Vec<Lit> {
        let mut core = self.core_from(vec![!lit]);
        core.push(lit);
        core
    }

    fn prepare(&mut self, wanted: &[Lit]) {
        // A fresh base may be broken where the standing literals differ from it.
        self.lost =
            self.implied().iter().filter(|lit| self.base[lit.var()] != lit.is_positive()).map(|l| (!*l, 0)).collect();
        self.over = (0..self.limits.len() as u32)
            .filter(|id| self.limits[*id as usize].now > self.limits[*id as usize].limit.bound())
            .collect();
        self.wanted.clear();
        self.wanted.extend_from_slice(wanted);
        self.next_wanted = 0;
        self.next_suspect = 0;
    }

    fn learn(&mut self, conflict: Conflict) {
        let lesson = self.lesson(conflict);
        self.back_to(lesson.depth);
        let reason = match lesson.lits.len() {
            1 => Reason::Free,
            _ => {
                let id = self.clauses.add(&lesson.lits, lesson.glue);
                self.watch(id);
                Reason::Clause(id)
            }
        };
        self.enqueue(lesson.lits[0], reason);
    }

    /// Ends a search whose assumptions are refuted, and keeps the refutation as a clause: the same question under the same
    /// choices is answered by propagation next time.
    fn refute(&mut self, core: Vec<Lit>) -> Outcome {
        // Standing assumptions that exclude each other are no ground to stand on.
        self.back_to(if self.depth() < QUESTION { 0 } else { STANDING });
        let mut lits: Vec<Lit> = core.iter().map(|lit| !*lit).collect();
        lits.sort_unstable();
        lits.dedup();
        if lits.windows(2).any(|pair| pair[0] == !pair[1]) {
            return Outcome::Core(core);
        }
        if lits.iter().all(|lit| self.is_false(*lit)) || lits.len() < 2 {
            self.back_to(0);
        }
        lits.sort_by_key(|lit| self.value[lit.index()] < 0);
        match lits.len() {
            0 => self.contradiction = true,
            1 if self.is_false(lits[0]) => self.contradiction = true,
            1 if self.is_true(lits[0]) => {}
            1 => self.enqueue(lits[0], Reason::Free),
            _ => {
                let id = self.clauses.add(&lits, 2);
                self.watch(id);
                if self.is_false(lits[1]) && self.value[lits[0].index()] == 0 {
                    self.enqueue(lits[0], Reason::Clause(id));
                }
            }
        }
        Outcome::Core(core)
    }

    fn restart(&mut self) {
        self.back_to(QUESTION);
        self.next_wanted = 0;
        if self.clauses.learnt() > self.kept {
            self.kept += self.kept / 10;
            let (reason, value) = (&self.reason, &self.value);
            self.clauses
                .forget_half(|id, lits| value[lits[0].index()] > 0 && reason[lits[0].var()] == Reason::Clause(id));
        }
    }

    /// The complete assignment is a model: it becomes the base of the next repair.
    fn accept(&mut self) -> Outcome {
        for lit in &self.trail {
            self.base[lit.var()] = lit.is_positive();
        }
        self.suspects.clear();
        Outcome::Model
    }

    /// The next decision: a wanted literal, or one that repairs something broken. None if nothing is.
    fn decide(&mut self) -> Option<Lit> {
        while let Some(lit) = self.wanted.get(self.next_wanted).copied() {
            self.next_wanted += 1;
            if self.value[lit.index()] == 0 {
                return Some(lit);
            }
        }
        while let Some(id) = self.suspects.get(self.next_suspect).copied() {
            if let Some(lit) = self.repair_of(id) {
                return Some(lit);
            }
            self.next_suspect += 1;
        }
        while let Some((lit, mut at)) = self.lost.pop() {
            if self.holds(lit) {
                continue;
            }
            while let Some(id) = self.occurs[lit.index()].get(at).copied() {
                if let Some(repair) = self.repair_of(id) {
                    self.lost.push((lit, at));
                    return Some(repair);
                }
                at += 1;
            }
        }
        self.decide_limit()
    }

    /// The open literal of a broken clause that was in most conflicts. None if the clause is satisfied.
    fn repair_of(&self, id: ClauseId) -> Option<Lit> {
        let mut best: Option<Lit> = None;
        for lit in self.clauses.lits(id) {
            if self.holds(*lit) {
                return None;
            }
            let better = best.is_none_or(|best| self.activity[lit.var()] > self.activity[best.var()]);
            if self.value[lit.index()] == 0 && better {
                best = Some(*lit);
            }
        }
        best
    }

    /// Gives up the heaviest open literal of a limit that is exceeded.
    fn decide_limit(&mut self) -> Option<Lit> {
        while let Some(id) = self.over.last() {
            let state = &self.limits[*id as usize];
            if state.now > state.limit.bound() {
                let open = |lit: &Lit| self.value[lit.index()] == 0 && self.holds(*lit);
                if let Some((lit, _)) = state.limit.terms().iter().find(|(lit, _)| open(lit)) {
                    return Some(!*lit);
                }
            }
            self.over.pop();
        }
        None
    }
}

/// The sequence 1 1 2 1 1 2 4 1 1 2 ... by which the patience between restarts grows.
fn luby(mut n: u64) -> u64 {
    loop {
        let block = (n + 1).next_power_of_two();
        if block == n + 1 {
            return block / 2;
        }
        n -= block / 2 - 1;
    }
}
