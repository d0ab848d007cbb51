//! The formula made small before counting: what is decided is filled in, what is equal becomes one, what says nothing new
//! goes. Every step keeps the number of assignments.

use super::limits;
use crate::formula::Formula;
use crate::solver::{Limit, Lit};
use rustc_hash::FxHashSet;

/// Clauses over variables numbered anew, in which nothing is decided any more.
#[derive(Debug, Default)]
pub(super) struct Problem {
    pub vars: usize,
    /// Each with two literals at least.
    pub clauses: Vec<Vec<Lit>>,
    /// Groups of literals of which at most one holds, each with three at least.
    pub at_most_one: Vec<Vec<Lit>>,
    /// The formula contradicts itself under what is implied.
    pub contradiction: bool,
}

/// What a variable turned out to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    Open,
    Is(bool),
    Same(Lit),
}

struct Preparation {
    values: Vec<Value>,
    clauses: Vec<Vec<Lit>>,
    at_most_one: Vec<Vec<Lit>>,
    contradiction: bool,
}

impl Problem {
    /// The problem of counting `formula` under `implied`. None when one of its limits is too large.
    pub fn of(formula: &Formula, implied: &[Lit]) -> Option<Problem> {
        let mut vars = formula.vars;
        let mut preparation = Preparation {
            values: Vec::new(),
            clauses: formula.clauses.iter().map(|(clause, _)| clause.clone()).collect(),
            at_most_one: Vec::new(),
            contradiction: false,
        };
        let decided: FxHashSet<Lit> = implied.iter().copied().collect();
        for (limit, _) in &formula.limits {
            preparation.take_limit(&under(limit, &decided), &mut vars)?;
        }
        preparation.values = vec![Value::Open; vars];
        for lit in implied {
            preparation.values[lit.var()] = Value::Is(lit.is_positive());
        }
        while preparation.simplify() && preparation.unify() {}
        preparation.drop_subsumed();
        Some(preparation.finish())
    }
}

/// The limit with what is decided filled in.
fn under(limit: &Limit, decided: &FxHashSet<Lit>) -> Limit {
    let spent: i128 = limit.terms().iter().filter(|(lit, _)| decided.contains(lit)).map(|(_, weight)| weight).sum();
    let open = limit.terms().iter().filter(|(lit, _)| !decided.contains(lit) && !decided.contains(&!*lit));
    Limit::new(open.copied(), limit.bound() - spent)
}

impl Preparation {
    fn take_limit(&mut self, limit: &Limit, vars: &mut usize) -> Option<()> {
        let terms = limit.terms();
        let lightest = terms.last().map_or(0, |(_, weight)| *weight);
        let heaviest = terms.first().map_or(0, |(_, weight)| *weight);
        if limit.bound() >= limit.total() {
            return Some(());
        }
        match heaviest <= limit.bound() && lightest * 2 > limit.bound() {
            true => self.at_most_one.push(terms.iter().map(|(lit, _)| *lit).collect()),
            false => self.clauses.extend(limits::clauses(limit, vars)?),
        }
        Some(())
    }

    fn value(&self, lit: Lit) -> Value {
        let mut lit = lit;
        loop {
            match self.values[lit.var()] {
                Value::Open => return Value::Same(lit),
                Value::Is(value) => return Value::Is(value == lit.is_positive()),
                Value::Same(other) => lit = if lit.is_positive() { other } else { !other },
            }
        }
    }

    fn decide(&mut self, lit: Lit) {
        match self.value(lit) {
            Value::Same(lit) => self.values[lit.var()] = Value::Is(lit.is_positive()),
            Value::Is(value) => self.contradiction |= !value,
            Value::Open => {}
        }
    }

    /// Fills in what is known, until no clause decides anything more. False when the formula contradicts itself.
    fn simplify(&mut self) -> bool {
        let mut changed = true;
        while changed && !self.contradiction {
            changed = self.simplify_groups();
            let mut clauses: FxHashSet<Vec<Lit>> = FxHashSet::default();
            let mut order = Vec::new();
            for clause in std::mem::take(&mut self.clauses) {
                let Some(clause) = self.rewritten(&clause) else { continue };
                match clause[..] {
                    [] => self.contradiction = true,
                    [lit] => {
                        self.decide(lit);
                        changed = true;
                    }
                    _ if clauses.insert(clause.clone()) => order.push(clause),
                    _ => {}
                }
            }
            self.clauses = order;
        }
        !self.contradiction
    }

    /// The clause over open variables. None when it holds anyway.
    fn rewritten(&self, clause: &[Lit]) -> Option<Vec<Lit>> {
        let mut rewritten = Vec::with_capacity(clause.len());
        for lit in clause {
            match self.value(*lit) {
                Value::Is(true) => return None,
                Value::Same(lit) => rewritten.push(lit),
                Value::Is(false) | Value::Open => {}
            }
        }
        rewritten.sort_unstable();
        rewritten.dedup();
        let always = rewritten.windows(2).any(|pair| pair[0] == !pair[1]);
        (!always).then_some(rewritten)
    }

    /// The same for groups of which at most one holds. True when something was decided.
    fn simplify_groups(&mut self) -> bool {
        let mut decided = false;
        for group in std::mem::take(&mut self.at_most_one) {
            let holds = group.iter().filter(|lit| self.value(**lit) == Value::Is(true)).count();
            let open = |value| if let Value::Same(lit) = value { Some(lit) } else { None };
            let mut lits: Vec<Lit> = group.iter().filter_map(|lit| open(self.value(*lit))).collect();
            lits.sort_unstable();
            // The same literal twice would be two: it cannot hold. A literal and its opposite: one does hold.
            let twice: Vec<Lit> = lits.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
            let opposites: Vec<Lit> = lits.windows(2).filter(|pair| pair[0] == !pair[1]).map(|pair| pair[0]).collect();
            match (holds, twice.is_empty(), opposites.len(), lits.len()) {
                (0, true, 0, 0 | 1) => {}
                (0, true, 0, 2) => self.clauses.push(vec![!lits[0], !lits[1]]),
                (0, true, 0, _) => self.at_most_one.push(lits),
                (0, true, 1, _) => {
                    lits.iter().filter(|lit| lit.var() != opposites[0].var()).for_each(|lit| self.decide(!*lit));
                    decided = true;
                }
                (0, false, ..) => {
                    twice.iter().for_each(|lit| self.decide(!*lit));
                    self.at_most_one.push(group);
                    decided = true;
                }
                (1, true, 0, _) => {
                    lits.iter().for_each(|lit| self.decide(!*lit));
                    decided = true;
                }
                _ => self.contradiction = true,
            }
        }
        decided
    }

    /// Makes literals that imply each other one. True when some did.
    fn unify(&mut self) -> bool {
        let mut implies: Vec<Vec<usize>> = vec![Vec::new(); self.values.len() * 2];
        for clause in self.clauses.iter().filter(|clause| clause.len() == 2) {
            implies[(!clause[0]).index()].push(clause[1].index());
            implies[(!clause[1]).index()].push(clause[0].index());
        }
        let mut changed = false;
        for ring in strong_components(&implies) {
            let first = Lit::from_index(ring[0]);
            for other in &ring[1..] {
                match (self.value(first), self.value(Lit::from_index(*other))) {
                    (Value::Same(a), Value::Same(b)) if a == !b => self.contradiction = true,
                    (Value::Same(a), Value::Same(b)) if a != b => {
                        self.values[b.var()] = Value::Same(if b.is_positive() { a } else { !a });
                        changed = true;
                    }
                    _ => {}
                }
            }
        }
        changed
    }

    /// Drops clauses that a shorter one implies, and shortens those that differ from one in a sign only.
    fn drop_subsumed(&mut self) {
        self.clauses.sort_by_key(Vec::len);
        let mut kept: FxHashSet<Vec<Lit>> = FxHashSet::default();
        let mut partners: Vec<Vec<Lit>> = vec![Vec::new(); self.values.len() * 2];
        let mut marks: Vec<bool> = vec![false; self.values.len() * 2];
        self.clauses.retain(|clause| {
            if clause.len() == 2 {
                partners[clause[0].index()].push(clause[1]);
                partners[clause[1].index()].push(clause[0]);
                return kept.insert(clause.clone());
            }
            clause.iter().for_each(|lit| marks[lit.index()] = true);
            let subsumed = clause.iter().any(|lit| partners[lit.index()].iter().any(|other| marks[other.index()]));
            clause.iter().for_each(|lit| marks[lit.index()] = false);
            !subsumed && kept.insert(clause.clone())
        });
    }

    /// Numbers the open variables anew.
    fn finish(self) -> Problem {
        let mut names: Vec<usize> = Vec::with_capacity(self.values.len());
        let mut vars = 0;
        for value in &self.values {
            names.push(vars);
            vars += usize::from(*value == Value::Open);
        }
        let renamed = |lits: &Vec<Lit>| lits.iter().map(|lit| Lit::new(names[lit.var()], lit.is_positive())).collect();
        Problem {
            vars,
            clauses: self.clauses.iter().map(renamed).collect(),
            at_most_one: self.at_most_one.iter().map(renamed).collect(),
            contradiction: self.contradiction,
        }
    }
}

/// The sets of two and more nodes that reach each other (Tarjan's algorithm, on a stack of its own).
fn strong_components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut number = vec![NEW; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut on_path = vec![false; edges.len()];
    let (mut path, mut found, mut next) = (Vec::new(), Vec::new(), 0);
    for root in 0..edges.len() {
        if number[root] != NEW {
            continue;
        }
        let mut visits = vec![(root, 0)];
        while let Some((node, at)) = visits.last_mut() {
            let node = *node;
            if *at == 0 && number[node] == NEW {
                (number[node], low[node]) = (next, next);
                next += 1;
                path.push(node);
                on_path[node] = true;
            }
            if let Some(to) = edges[node].get(*at).copied() {
                *at += 1;
                match number[to] {
                    NEW => visits.push((to, 0)),
                    _ if on_path[to] => low[node] = low[node].min(number[to]),
                    _ => {}
                }
                continue;
            }
            visits.pop();
            if let Some((above, _)) = visits.last() {
                low[*above] = low[*above].min(low[node]);
            }
            if low[node] == number[node] {
                let start = path.iter().rposition(|member| *member == node).unwrap_or(0);
                let ring = path.split_off(start);
                ring.iter().for_each(|member| on_path[*member] = false);
                if ring.len() > 1 {
                    found.push(ring);
                }
            }
        }
    }
    found
}
