//! The formula made small before counting: what is decided is filled in, what is equal becomes one, what says nothing new
//! goes. Every step keeps the number of assignments.

use crate::formula::Formula;
use crate::solver::{Limit, Lit};
use rustc_hash::FxHashSet;

/// Clauses over variables numbered anew, in which nothing is decided any more.
#[derive(Debug, Default)]
pub(super) struct Problem {
    pub vars: usize,
    /// Each with two literals at least.
    pub clauses: Vec<Vec<Lit>>,
    /// Each with three terms at least, none of which is too heavy alone.
    pub limits: Vec<Limit>,
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
    limits: Vec<Limit>,
    contradiction: bool,
}

impl Problem {
    /// The problem of counting `formula` under `implied`.
    pub fn of(formula: &Formula, implied: &[Lit]) -> Problem {
        let mut preparation = Preparation {
            values: vec![Value::Open; formula.vars],
            clauses: formula.clauses.iter().map(|(clause, _)| clause.clone()).collect(),
            limits: formula.tight.clone(),
            contradiction: false,
        };
        for lit in implied {
            preparation.values[lit.var()] = Value::Is(lit.is_positive());
        }
        while preparation.simplify() && preparation.unify() {}
        preparation.drop_subsumed();
        preparation.finish()
    }
}

impl Preparation {
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
            changed = self.simplify_limits();
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

    /// The same for limits. True when something was decided.
    fn simplify_limits(&mut self) -> bool {
        let mut decided = false;
        for limit in std::mem::take(&mut self.limits) {
            let limit = self.rewritten_limit(&limit);
            self.contradiction |= limit.bound() < 0;
            let too_heavy = limit.terms().iter().take_while(|(_, weight)| *weight > limit.bound());
            let out: Vec<Lit> = too_heavy.map(|(lit, _)| *lit).collect();
            match limit.terms() {
                _ if self.contradiction || limit.total() <= limit.bound() => {}
                _ if !out.is_empty() => {
                    out.into_iter().for_each(|lit| self.decide(!lit));
                    self.limits.push(limit);
                    decided = true;
                }
                [(a, _), (b, _)] => self.clauses.push(vec![!*a, !*b]),
                _ => self.limits.push(limit),
            }
        }
        decided
    }

    /// The limit over open variables.
    fn rewritten_limit(&self, limit: &Limit) -> Limit {
        let mut bound = limit.bound();
        let mut terms = Vec::with_capacity(limit.terms().len());
        for (lit, weight) in limit.terms() {
            match self.value(*lit) {
                Value::Is(true) => bound -= weight,
                Value::Same(lit) => terms.push((lit, *weight)),
                Value::Is(false) | Value::Open => {}
            }
        }
        Limit::new(terms, bound)
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
        let renamed = |lit: &Lit| Lit::new(names[lit.var()], lit.is_positive());
        let limit = |limit: &Limit| {
            Limit::new(limit.terms().iter().map(|(lit, weight)| (renamed(lit), *weight)), limit.bound())
        };
        Problem {
            vars,
            clauses: self.clauses.iter().map(|clause| clause.iter().map(renamed).collect()).collect(),
            limits: self.limits.iter().map(limit).collect(),
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
