//! In which order options are decided: the reverse of an elimination order of the graph in which options of one rule are
//! neighbours. Eliminating the option with the fewest neighbours again and again leaves for last those that hold the graph
//! together; decided first, they let it fall apart.

use super::prepare::Problem;
use crate::solver::{Limit, Lit};

/// Above this many variables the graph takes too long; then the variables of most clauses come first.
const LARGE: usize = 6_000;

/// A limit over more variables than this joins most of the model; as neighbours they would hide what else holds together.
const WIDE: usize = 64;

/// The rank of every variable: the lowest is decided first.
pub(super) fn ranks(problem: &Problem) -> Vec<u32> {
    let order = if problem.vars <= LARGE { elimination(problem) } else { by_occurrence(problem) };
    let mut ranks = vec![0; problem.vars];
    for (at, var) in order.iter().rev().enumerate() {
        ranks[*var] = at as u32;
    }
    ranks
}

/// The variables of the fewest clauses first.
fn by_occurrence(problem: &Problem) -> Vec<usize> {
    let mut occurrences = vec![0usize; problem.vars];
    problem.clauses.iter().flatten().for_each(|lit| occurrences[lit.var()] += 1);
    problem.limits.iter().flat_map(Limit::terms).for_each(|(lit, _)| occurrences[lit.var()] += 1);
    let mut order: Vec<usize> = (0..problem.vars).collect();
    order.sort_by_key(|var| occurrences[*var]);
    order
}

fn elimination(problem: &Problem) -> Vec<usize> {
    let mut graph = Graph::new(problem.vars);
    problem.clauses.iter().for_each(|clause| graph.join_all(clause));
    for limit in &problem.limits {
        let lits: Vec<Lit> = limit.terms().iter().map(|(lit, _)| *lit).collect();
        // Members of a wide limit still follow one upon the other.
        let step = if is_at_most_one(limit) || lits.len() <= WIDE { lits.len() } else { 2 };
        lits.windows(step).for_each(|lits| graph.join_all(lits));
    }
    let mut left: Vec<usize> = (0..problem.vars).collect();
    let mut order = Vec::with_capacity(problem.vars);
    while let Some(at) = (0..left.len()).min_by_key(|at| graph.degree[left[*at]]) {
        let var = left.swap_remove(at);
        graph.eliminate(var);
        order.push(var);
    }
    order
}

/// Any two terms are too many.
fn is_at_most_one(limit: &Limit) -> bool {
    limit.terms().last().is_some_and(|(_, lightest)| lightest * 2 > limit.bound())
}

/// Neighbours as rows of bits.
struct Graph {
    words: usize,
    rows: Vec<u64>,
    degree: Vec<u32>,
}

impl Graph {
    fn new(vars: usize) -> Graph {
        let words = vars.div_ceil(64);
        Graph { words, rows: vec![0; words * vars], degree: vec![0; vars] }
    }

    /// Makes all of these neighbours.
    fn join_all(&mut self, lits: &[Lit]) {
        for a in lits {
            for b in lits.iter().filter(|b| b.var() != a.var()) {
                self.join(a.var(), b.var());
            }
        }
    }

    fn join(&mut self, a: usize, b: usize) {
        let word = &mut self.rows[a * self.words + b / 64];
        let bit = 1u64 << (b % 64);
        self.degree[a] += u32::from(*word & bit == 0);
        *word |= bit;
    }

    /// Takes a variable out and makes its neighbours neighbours of each other.
    fn eliminate(&mut self, var: usize) {
        let row: Vec<u64> = self.rows[var * self.words..(var + 1) * self.words].to_vec();
        for neighbour in bits(&row) {
            let own = &mut self.rows[neighbour * self.words..(neighbour + 1) * self.words];
            own.iter_mut().zip(&row).for_each(|(own, new)| *own |= new);
            own[neighbour / 64] &= !(1 << (neighbour % 64));
            own[var / 64] &= !(1 << (var % 64));
            self.degree[neighbour] = own.iter().map(|word| word.count_ones()).sum();
        }
    }
}

fn bits(row: &[u64]) -> impl Iterator<Item = usize> + '_ {
    row.iter().enumerate().flat_map(|(at, word)| {
        let mut word = *word;
        std::iter::from_fn(move || {
            let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
            word &= word - 1;
            Some(at * 64 + bit)
        })
    })
}
