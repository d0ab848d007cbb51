//! Rules as clauses. Small rules are multiplied out; where that would grow, a part of the rule gets a variable of its own.

use super::{Formula, Part};
use crate::expr::{Comparison, Expr, Sum};
use crate::number::Number;
use crate::solver::{Limit, Lit};
use rustc_hash::FxHashMap;

/// Above this many clauses a disjunction is no longer multiplied out. Small enough to keep the formula near the size of the
/// rules, large enough that ordinary rules need no variables of their own, which helps propagation and counting.
const MULTIPLY_OUT: usize = 16;

/// Clauses of which all must hold.
type Clauses = Vec<Vec<Lit>>;

/// A formula in the making.
pub(super) struct Writer {
    pub formula: Formula,
    part: u32,
    /// Variables that stand for a disjunction: what a rule says twice gets one. Rules do not share them, or a rule would
    /// stand on definitions of another one that an explanation may leave out.
    names: FxHashMap<Vec<Lit>, Lit>,
}

impl Writer {
    pub fn new(features: usize) -> Writer {
        Writer::onto(Formula { vars: features, ..Formula::default() })
    }

    /// Goes on with a formula.
    pub fn onto(formula: Formula) -> Writer {
        Writer { formula, part: 0, names: FxHashMap::default() }
    }

    /// What follows belongs to this part of the model.
    pub fn part(&mut self, part: Part) {
        self.part = self.formula.parts.len() as u32;
        self.formula.parts.push(part);
        self.names.clear();
    }

    pub fn clause(&mut self, lits: Vec<Lit>) {
        self.formula.clauses.push((lits, self.part));
    }

    pub fn limit(&mut self, terms: impl IntoIterator<Item = (Lit, i128)>, bound: i128) {
        let limit = Limit::new(terms, bound);
        match limit.terms() {
            _ if limit.bound() < 0 => self.clause(Vec::new()),
            [(only, weight)] if limit.bound() < *weight => {
                let clause = vec![!*only];
                self.clause(clause);
            }
            // One too many of two: a clause propagates as well and is counted better.
            [(a, v), (b, w)] if limit.bound() >= *v && limit.bound() < v + w => {
                let clause = vec![!*a, !*b];
                self.clause(clause);
            }
            _ if limit.bound() >= limit.total() => {}
            _ => self.formula.limits.push((limit, self.part)),
        }
    }

    /// The rule holds.
    pub fn require(&mut self, expr: &Expr) {
        match expr {
            Expr::All(parts) => parts.iter().for_each(|part| self.require(part)),
            Expr::Compare(sum, comparison) if *comparison != Comparison::Unequal => {
                for (terms, bound) in at_most(sum, *comparison) {
                    self.limit(terms, bound);
                }
            }
            _ => {
                for clause in self.clauses(expr, true) {
                    self.clause(clause);
                }
            }
        }
    }

    /// The clauses that say that `expr` is `wanted`.
    fn clauses(&mut self, expr: &Expr, wanted: bool) -> Clauses {
        match expr {
            Expr::Feature(id) => vec![vec![Lit::new(id.index(), wanted)]],
            Expr::Not(part) => self.clauses(part, !wanted),
            Expr::All(parts) => self.several(parts.iter().map(|part| (part, wanted)), wanted),
            Expr::Any(parts) => self.several(parts.iter().map(|part| (part, wanted)), !wanted),
            Expr::Implies(a, b) => self.several([(&**a, !wanted), (&**b, wanted)].into_iter(), !wanted),
            Expr::Iff(a, b) => {
                // a = b: (!a | b) & (a | !b); a != b: (a | b) & (!a | !b).
                let ((a, not_a), (b, not_b)) = (self.both(a), self.both(b));
                let (b, not_b) = if wanted { (b, not_b) } else { (not_b, b) };
                let mut clauses = self.any_of(vec![not_a, b]);
                clauses.extend(self.any_of(vec![a, not_b]));
                clauses
            }
            Expr::Compare(sum, comparison) => {
                let lit = self.comparison(sum, *comparison);
                vec![vec![if wanted { lit } else { !lit }]]
            }
        }
    }

    /// Joins parts, each with its sign: all of them, or any.
    fn several<'e>(&mut self, parts: impl Iterator<Item = (&'e Expr, bool)>, all: bool) -> Clauses {
        let mut factors = Vec::new();
        let mut joined = Vec::new();
        for (part, wanted) in parts {
            let clauses = self.clauses(part, wanted);
            match all {
                true => joined.extend(clauses),
                false => factors.push(clauses),
            }
        }
        if all { joined } else { self.any_of(factors) }
    }

    /// That a side of an equivalence holds, and that it does not. What doubles by being said both ways gets a name: nested
    /// equivalences would double at every level.
    fn both(&mut self, expr: &Expr) -> (Clauses, Clauses) {
        let holds = self.clauses(expr, true);
        if !doubles(expr) {
            return (holds, self.clauses(expr, false));
        }
        let name = self.name_for_all(holds);
        (vec![vec![name]], vec![vec![!name]])
    }

    /// The disjunction of several sets of clauses, multiplied out if the product is small.
    fn any_of(&mut self, factors: Vec<Clauses>) -> Clauses {
        // A part that is always true decides; one without clauses is.
        if factors.iter().any(Vec::is_empty) {
            return Vec::new();
        }
        let (single, mut several): (Vec<Clauses>, Vec<Clauses>) = factors.into_iter().partition(|f| f.len() == 1);
        let mut start: Vec<Lit> = single.into_iter().flatten().flatten().collect();
        several.sort_by_key(Vec::len);
        let mut room = MULTIPLY_OUT;
        let fitting = several.iter().take_while(|factor| {
            room /= factor.len();
            room > 0
        });
        for large in several.split_off(fitting.count()) {
            start.push(self.name_for_all(large));
        }
        let mut product: Clauses = tidy(start).into_iter().collect();
        for factor in &several {
            product = product
                .iter()
                .flat_map(|left| factor.iter().map(|right| [left.as_slice(), right].concat()))
                .filter_map(tidy)
                .collect();
        }
        product
    }

    /// A literal that holds exactly if all these clauses do.
    fn name_for_all(&mut self, clauses: Clauses) -> Lit {
        let mut lits: Vec<Lit> = clauses.into_iter().map(|clause| self.name_for_any(clause)).collect();
        lits.sort_unstable();
        lits.dedup();
        // All of them hold: not any of them fails.
        !self.name_for_any(lits.into_iter().map(|lit| !lit).collect())
    }

    /// A literal that holds exactly if one of these does.
    fn name_for_any(&mut self, lits: Vec<Lit>) -> Lit {
        if let [only] = lits[..] {
            return only;
        }
        if let Some(name) = self.names.get(&lits) {
            return *name;
        }
        let name = self.new_var();
        for lit in &lits {
            self.clause(vec![name, !*lit]);
        }
        let mut clause = lits.clone();
        clause.push(!name);
        self.clause(clause);
        self.names.insert(lits, name);
        name
    }

    fn new_var(&mut self) -> Lit {
        self.formula.vars += 1;
        Lit::new(self.formula.vars - 1, true)
    }

    /// A literal that holds exactly if the comparison does.
    fn comparison(&mut self, sum: &Sum, comparison: Comparison) -> Lit {
        match comparison {
            Comparison::Unequal => !self.comparison(sum, Comparison::Equal),
            Comparison::AtLeast => !self.comparison(sum, Comparison::Below),
            Comparison::Above => !self.comparison(sum, Comparison::AtMost),
            Comparison::Equal => {
                let not_above = self.comparison(sum, Comparison::AtMost);
                let below = self.comparison(sum, Comparison::Below);
                !self.name_for_any(vec![!not_above, below])
            }
            Comparison::AtMost | Comparison::Below => {
                let name = self.new_var();
                for (terms, bound) in at_most(sum, comparison) {
                    let limit = Limit::new(terms.iter().copied(), bound).guarded(name);
                    let least =
                        Limit::new(terms.iter().map(|(lit, weight)| (*lit, -weight)), -bound - 1).guarded(!name);
                    for side in [limit, least] {
                        self.limit(side.terms().iter().copied(), side.bound());
                    }
                }
                name
            }
        }
    }
}

/// Whether saying both that it holds and that it does not takes more than twice what one of them takes.
fn doubles(expr: &Expr) -> bool {
    match expr {
        Expr::Feature(_) => false,
        Expr::Iff(..) | Expr::Compare(..) => true,
        Expr::Not(part) => doubles(part),
        Expr::All(parts) | Expr::Any(parts) => parts.iter().any(doubles),
        Expr::Implies(a, b) => doubles(a) || doubles(b),
    }
}

/// A comparison as limits `terms <= bound`, in millionths.
fn at_most(sum: &Sum, comparison: Comparison) -> Vec<(Vec<(Lit, i128)>, i128)> {
    let side = |sign: i128, bound: i128| {
        let weigh =
            |(id, weight): &(crate::model::FeatureId, Number)| (Lit::new(id.index(), true), sign * weight.millionths());
        (sum.terms.iter().map(weigh).collect::<Vec<_>>(), bound)
    };
    let constant = sum.constant.millionths();
    match comparison {
        Comparison::AtMost => vec![side(1, -constant)],
        Comparison::Below => vec![side(1, -constant - 1)],
        Comparison::AtLeast => vec![side(-1, constant)],
        Comparison::Above => vec![side(-1, constant - 1)],
        Comparison::Equal => vec![side(1, -constant), side(-1, constant)],
        // Not one limit: `clauses` says it as the negation of Equal.
        Comparison::Unequal => Vec::new(),
    }
}

/// Sorts a clause and drops what it says twice. None if it always holds.
fn tidy(mut clause: Vec<Lit>) -> Option<Vec<Lit>> {
    clause.sort_unstable();
    clause.dedup();
    let always = clause.windows(2).any(|pair| pair[0] == !pair[1]);
    (!always).then_some(clause)
}
