//! Limits on sums as clauses, for counting: a diagram of what is left to spend, each node a variable defined both ways, so
//! that every assignment of the options has exactly one extension.

use crate::solver::{Limit, Lit};
use rustc_hash::FxHashMap;

/// Above this many nodes a limit is not worth counting.
const MOST_NODES: usize = 20_000;

/// Truth value of a diagram node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Node {
    Always,
    Never,
    Var(Lit),
}

struct Diagram<'l> {
    terms: &'l [(Lit, i128)],
    /// What the terms from here on add up to.
    rest: Vec<i128>,
    /// Per term, the nodes with the interval of what is left to spend in which they stand for the same thing.
    nodes: FxHashMap<usize, Vec<(i128, i128, Node)>>,
    vars: usize,
    made: usize,
    clauses: Vec<Vec<Lit>>,
}

/// Clauses that say what the limit says, with new variables from `vars` on. None when the diagram grows too large.
pub(super) fn clauses(limit: &Limit, vars: &mut usize) -> Option<Vec<Vec<Lit>>> {
    let terms = limit.terms();
    let mut rest = vec![0; terms.len() + 1];
    for (at, (_, weight)) in terms.iter().enumerate().rev() {
        rest[at] = rest[at + 1] + weight;
    }
    let mut diagram = Diagram { terms, rest, nodes: FxHashMap::default(), vars: *vars, made: 0, clauses: Vec::new() };
    let (_, _, root) = diagram.build(limit.bound())?;
    match root {
        Node::Always => {}
        Node::Never => diagram.clauses.push(Vec::new()),
        Node::Var(lit) => diagram.clauses.push(vec![lit]),
    }
    *vars = diagram.vars;
    Some(diagram.clauses)
}

/// A node that waits for its two branches.
struct Visit {
    at: usize,
    left: i128,
    taken: Option<(i128, i128, Node)>,
}

impl Diagram<'_> {
    /// The root for a bound, made without recursion: a limit may have a term per option.
    fn build(&mut self, bound: i128) -> Option<(i128, i128, Node)> {
        let mut visits = vec![Visit { at: 0, left: bound, taken: None }];
        let mut done: Option<(i128, i128, Node)> = None;
        while let Some(visit) = visits.last_mut() {
            let (at, left) = (visit.at, visit.left);
            if done.is_none()
                && let Some(known) = self.known(at, left)
            {
                done = Some(known);
                visits.pop();
                continue;
            }
            match (done.take(), visit.taken) {
                (None, _) => {
                    let weight = self.terms[at].1;
                    visits.push(Visit { at: at + 1, left: left - weight, taken: None });
                }
                (Some(taken), None) => {
                    visit.taken = Some(taken);
                    visits.push(Visit { at: at + 1, left, taken: None });
                }
                (Some(skipped), Some(taken)) => {
                    done = Some(self.join(at, taken, skipped)?);
                    visits.pop();
                }
            }
        }
        done
    }

    fn known(&self, at: usize, left: i128) -> Option<(i128, i128, Node)> {
        if left < 0 {
            return Some((i128::MIN, -1, Node::Never));
        }
        if left >= self.rest[at] {
            return Some((self.rest[at], i128::MAX, Node::Always));
        }
        self.nodes.get(&at)?.iter().find(|(low, high, _)| (*low..=*high).contains(&left)).copied()
    }

    fn join(
        &mut self,
        at: usize,
        taken: (i128, i128, Node),
        skipped: (i128, i128, Node),
    ) -> Option<(i128, i128, Node)> {
        let (lit, weight) = self.terms[at];
        let low = taken.0.saturating_add(weight).max(skipped.0);
        let high = taken.1.saturating_add(weight).min(skipped.1);
        let node = if taken.2 == skipped.2 { taken.2 } else { self.choose(lit, taken.2, skipped.2) };
        self.made += 1;
        if self.made > MOST_NODES {
            return None;
        }
        self.nodes.entry(at).or_default().push((low, high, node));
        Some((low, high, node))
    }

    /// A variable that equals `taken` if `lit` holds, else `skipped`.
    fn choose(&mut self, lit: Lit, taken: Node, skipped: Node) -> Node {
        let name = Lit::new(self.vars, true);
        self.vars += 1;
        for (condition, node) in [(!lit, taken), (lit, skipped)] {
            match node {
                Node::Always => self.clauses.push(vec![condition, name]),
                Node::Never => self.clauses.push(vec![condition, !name]),
                Node::Var(node) => {
                    self.clauses.push(vec![condition, !node, name]);
                    self.clauses.push(vec![condition, node, !name]);
                }
            }
        }
        Node::Var(name)
    }
}
