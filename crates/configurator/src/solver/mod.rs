//! The solver: conflict-driven clause learning over clauses and limits on sums, made for answering thousands of small
//! questions about one model.
//!
//! Two things set it apart from a general one. **Assumptions stay.** The user's choices live on level 1 of the trail and are
//! extended, not repeated; what a single question assumes besides is level 2. **Models are repaired, not built.** The solver
//! keeps a complete assignment (`base`), normally the last model found. A question changes some variables; only clauses and
//! limits that the change breaks are decided on, so a question costs what it changes and not what the model holds.
//! Completeness is untouched: when nothing is broken the assignment is a model, and conflicts are learnt as usual.

mod analyse;
mod limit;
mod literal;
mod propagate;
mod search;
mod store;
#[cfg(test)]
mod tests;

pub use limit::Limit;
pub use literal::Lit;
pub use search::Outcome;

use store::{ClauseId, ClauseStore};

/// The level of the standing assumptions, and that of a single question.
const STANDING: usize = 1;
const QUESTION: usize = 2;

/// Why a literal is on the trail.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// Assumed or decided.
    Free,
    Clause(ClauseId),
    Limit(u32),
}

#[derive(Clone, Copy)]
struct Watch {
    clause: ClauseId,
    /// Another literal of the clause: if it holds, the clause need not be looked up.
    blocker: Lit,
}

#[derive(Clone)]
struct LimitState {
    limit: Limit,
    /// Sum over the literals that the trail makes true, as far as it is propagated.
    held: i128,
    /// Sum over the literals true in the complete assignment.
    now: i128,
}

/// See the module's description.
#[derive(Clone)]
pub struct Solver {
    clauses: ClauseStore,
    watches: Vec<Vec<Watch>>,
    /// Per literal the clauses of the model that hold it; learnt clauses follow from these and need no repair.
    occurs: Vec<Vec<ClauseId>>,
    limits: Vec<LimitState>,
    limit_occurs: Vec<Vec<(u32, i128)>>,

    /// Per literal: 1 true, -1 false, 0 open.
    value: Vec<i8>,
    level: Vec<u32>,
    reason: Vec<Reason>,
    position: Vec<u32>,
    trail: Vec<Lit>,
    level_starts: Vec<usize>,
    head: usize,

    base: Vec<bool>,
    /// The trail where it has a value, else the base.
    now: Vec<bool>,
    /// Literals that became false in `now`, with the number of their clauses already seen to be satisfied.
    lost: Vec<(Lit, usize)>,
    /// Clauses that the base may not satisfy: all of them until the first model.
    suspects: Vec<ClauseId>,
    next_suspect: usize,
    /// Limits that `now` may exceed.
    over: Vec<u32>,

    assumed: Vec<Lit>,
    wanted: Vec<Lit>,
    next_wanted: usize,

    activity: Vec<u64>,
    bump: u64,
    seen: Vec<bool>,
    kept: usize,
    contradiction: bool,
}

impl Solver {
    /// A solver of `vars` variables, none of them bound.
    pub fn new(vars: usize) -> Solver {
        let mut solver = Solver {
            clauses: ClauseStore::default(),
            watches: Vec::new(),
            occurs: Vec::new(),
            limits: Vec::new(),
            limit_occurs: Vec::new(),
            value: Vec::new(),
            level: Vec::new(),
            reason: Vec::new(),
            position: Vec::new(),
            trail: Vec::new(),
            level_starts: Vec::new(),
            head: 0,
            base: Vec::new(),
            now: Vec::new(),
            lost: Vec::new(),
            suspects: Vec::new(),
            next_suspect: 0,
            over: Vec::new(),
            assumed: Vec::new(),
            wanted: Vec::new(),
            next_wanted: 0,
            activity: Vec::new(),
            bump: 1 << 10,
            seen: Vec::new(),
            kept: 2000,
            contradiction: false,
        };
        for _ in 0..vars {
            solver.add_var();
        }
        solver
    }

    pub fn vars(&self) -> usize {
        self.level.len()
    }

    /// A new variable, false until something asks for it.
    pub fn add_var(&mut self) -> usize {
        for _ in 0..2 {
            self.watches.push(Vec::new());
            self.occurs.push(Vec::new());
            self.limit_occurs.push(Vec::new());
            self.value.push(0);
        }
        self.level.push(0);
        self.reason.push(Reason::Free);
        self.position.push(0);
        self.base.push(false);
        self.now.push(false);
        self.activity.push(0);
        self.seen.push(false);
        self.level.len() - 1
    }

    /// Adds a clause of the model: at least one of `lits` holds. Standing assumptions are kept.
    pub fn add_clause(&mut self, lits: &[Lit]) {
        self.back_to(0);
        let mut lits = lits.to_vec();
        lits.sort_unstable();
        lits.dedup();
        let always = lits.windows(2).any(|pair| pair[0] == !pair[1]) || lits.iter().any(|lit| self.is_true(*lit));
        if always {
            return;
        }
        // What level 0 refutes stays in the store's copy for repair, but must not be watched.
        lits.sort_by_key(|lit| self.is_false(*lit));
        let open = lits.iter().filter(|lit| !self.is_false(**lit)).count();
        match open {
            0 => self.contradiction = true,
            1 => self.enqueue(lits[0], Reason::Free),
            _ => {
                lits.truncate(open);
                let id = self.clauses.add(&lits, 0);
                self.watch(id);
                for lit in &lits {
                    self.occurs[lit.index()].push(id);
                }
                if !lits.iter().any(|lit| self.holds(*lit)) {
                    self.suspects.push(id);
                }
            }
        }
    }

    /// Adds a limit of the model. Standing assumptions are kept.
    pub fn add_limit(&mut self, limit: Limit) {
        self.back_to(0);
        if limit.bound() < 0 {
            self.contradiction = true;
            return;
        }
        if limit.total() <= limit.bound() {
            return;
        }
        let id = self.limits.len() as u32;
        let (mut held, mut now) = (0, 0);
        for (lit, weight) in limit.terms() {
            self.limit_occurs[lit.index()].push((id, *weight));
            now += if self.holds(*lit) { *weight } else { 0 };
            let propagated = self.is_true(*lit) && (self.position[lit.var()] as usize) < self.head;
            held += if propagated { *weight } else { 0 };
        }
        self.contradiction |= held > limit.bound();
        self.limits.push(LimitState { limit, held, now });
        // The heaviest first: those that alone are too heavy are out for good.
        let too_heavy = |state: &LimitState, at: usize| {
            state.limit.terms().get(at).copied().filter(|(_, weight)| held + weight > state.limit.bound())
        };
        let mut at = 0;
        while let Some((lit, _)) = too_heavy(&self.limits[id as usize], at) {
            if self.value[lit.index()] == 0 {
                self.enqueue(!lit, Reason::Free);
            }
            at += 1;
        }
    }

    /// Whether `lit` follows from the model and the standing assumptions, as far as they were propagated.
    pub fn is_true(&self, lit: Lit) -> bool {
        self.value[lit.index()] > 0
    }

    /// Whether `!lit` follows; see [`Solver::is_true`].
    pub fn is_false(&self, lit: Lit) -> bool {
        self.value[lit.index()] < 0
    }

    /// Whether `lit` holds in the complete assignment; after [`Outcome::Model`] that is the model found.
    pub fn holds(&self, lit: Lit) -> bool {
        self.now[lit.var()] == lit.is_positive()
    }

    /// The complete assignment, by variable.
    pub fn model(&self) -> &[bool] {
        &self.now
    }

    /// What follows from the model and the standing assumptions, in the order it was derived.
    pub fn implied(&self) -> &[Lit] {
        let end = self.level_starts.get(STANDING).copied().unwrap_or(self.trail.len());
        &self.trail[..end]
    }

    /// Of the 64 assignments that `columns` hold, one word per variable, those among `candidates` that keep every clause and
    /// limit with the opposite of one of the `changed` literals in it. With models of the formula in which nothing but these
    /// literals was changed, that says which ones are models still.
    pub fn keeps(&self, changed: &[Lit], columns: &[u64], candidates: u64) -> u64 {
        let column = |lit: Lit| if lit.is_positive() { columns[lit.var()] } else { !columns[lit.var()] };
        let mut kept = candidates;
        for lit in changed {
            for id in &self.occurs[(!*lit).index()] {
                kept &= self.clauses.lits(*id).iter().fold(0, |satisfied, lit| satisfied | column(*lit));
            }
            for (id, _) in &self.limit_occurs[lit.index()] {
                kept &= self.limits[*id as usize].limit.keeps(column, kept);
            }
            if kept == 0 {
                break;
            }
        }
        kept
    }

    fn watch(&mut self, id: ClauseId) {
        let (first, second) = (self.clauses.lits(id)[0], self.clauses.lits(id)[1]);
        self.watches[(!first).index()].push(Watch { clause: id, blocker: second });
        self.watches[(!second).index()].push(Watch { clause: id, blocker: first });
    }

    fn depth(&self) -> usize {
        self.level_starts.len()
    }

    fn open_level(&mut self) {
        self.level_starts.push(self.trail.len());
    }

    /// Puts an open literal on the trail.
    fn enqueue(&mut self, lit: Lit, reason: Reason) {
        debug_assert_eq!(self.value[lit.index()], 0);
        let var = lit.var();
        self.value[lit.index()] = 1;
        self.value[(!lit).index()] = -1;
        self.level[var] = self.depth() as u32;
        self.reason[var] = reason;
        self.position[var] = self.trail.len() as u32;
        self.trail.push(lit);
        if !self.holds(lit) {
            self.turn(lit);
        }
    }

    /// Makes `lit` hold in the complete assignment, and remembers what that may have broken.
    fn turn(&mut self, lit: Lit) {
        self.now[lit.var()] = lit.is_positive();
        self.lost.push((!lit, 0));
        for (id, weight) in &self.limit_occurs[(!lit).index()] {
            self.limits[*id as usize].now -= weight;
        }
        for (id, weight) in &self.limit_occurs[lit.index()] {
            let state = &mut self.limits[*id as usize];
            state.now += weight;
            if state.now > state.limit.bound() {
                self.over.push(*id);
            }
        }
    }

    /// Takes back every level above `depth`.
    fn back_to(&mut self, depth: usize) {
        if self.depth() <= depth {
            return;
        }
        let start = self.level_starts[depth];
        for at in (start..self.trail.len()).rev() {
            let lit = self.trail[at];
            if at < self.head {
                for (id, weight) in &self.limit_occurs[lit.index()] {
                    self.limits[*id as usize].held -= weight;
                }
            }
            self.value[lit.index()] = 0;
            self.value[(!lit).index()] = 0;
            self.reason[lit.var()] = Reason::Free;
            if self.base[lit.var()] != lit.is_positive() {
                self.turn(!lit);
            }
        }
        self.trail.truncate(start);
        self.level_starts.truncate(depth);
        self.head = self.head.min(start);
    }
}
