//! Limits on sums: the weights of the literals that hold stay at or below a bound. Groups of which at most `m` members may
//! be chosen are limits with weights of one.

use super::literal::Lit;

/// `sum of weights of true literals <= bound`; every weight is above zero and no variable occurs twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Literals with their weights, the heaviest first: those that no longer fit are found at the front.
    terms: Vec<(Lit, i128)>,
    bound: i128,
}

impl Limit {
    /// Brings any weighted sum `<= bound` into the form above: a negative weight turns its literal round, terms of the same
    /// variable are added up, zeros fall out. A bound below zero can never be kept.
    pub fn new(terms: impl IntoIterator<Item = (Lit, i128)>, bound: i128) -> Limit {
        let mut by_var: Vec<(usize, i128)> = Vec::new();
        let mut bound = bound;
        for (lit, weight) in terms {
            // w * !x = w - w * x
            let signed = if lit.is_positive() { weight } else { -weight };
            if !lit.is_positive() {
                bound -= weight;
            }
            by_var.push((lit.var(), signed));
        }
        by_var.sort_by_key(|(var, _)| *var);
        let mut merged: Vec<(Lit, i128)> = Vec::with_capacity(by_var.len());
        for run in by_var.chunk_by(|a, b| a.0 == b.0) {
            let weight: i128 = run.iter().map(|(_, weight)| weight).sum();
            if weight < 0 {
                bound -= weight;
            }
            if weight != 0 {
                merged.push((Lit::new(run[0].0, weight > 0), weight.abs()));
            }
        }
        let divisor = merged.iter().fold(0, |divisor, (_, weight)| gcd(divisor, *weight));
        if divisor > 1 {
            merged.iter_mut().for_each(|(_, weight)| *weight /= divisor);
            bound = bound.div_euclid(divisor);
        }
        merged.sort_by_key(|(lit, weight)| (std::cmp::Reverse(*weight), *lit));
        Limit { terms: merged, bound }
    }

    pub fn terms(&self) -> &[(Lit, i128)] {
        &self.terms
    }

    pub fn bound(&self) -> i128 {
        self.bound
    }

    /// The sum if every literal held.
    pub fn total(&self) -> i128 {
        self.terms.iter().map(|(_, weight)| weight).sum()
    }

    /// Which of the 64 assignments that `column` gives per literal keep the limit, looking at `candidates` only.
    pub fn keeps(&self, column: impl Fn(Lit) -> u64, candidates: u64) -> u64 {
        let lightest = self.terms.last().map_or(0, |(_, weight)| *weight);
        let heaviest = self.terms.first().map_or(0, |(_, weight)| *weight);
        if heaviest <= self.bound && lightest * 2 > self.bound {
            // At most one of many: the second one is one too many.
            let (once, twice) = self.terms.iter().fold((0, 0), |(once, twice), (lit, _)| {
                let column = column(*lit);
                (once | column, twice | once & column)
            });
            debug_assert_eq!(once & twice, twice);
            return candidates & !twice;
        }
        let mut sums = [0i128; 64];
        for (lit, weight) in &self.terms {
            let mut models = column(*lit) & candidates;
            while models != 0 {
                sums[models.trailing_zeros() as usize] += weight;
                models &= models - 1;
            }
        }
        let over = |model: usize| u64::from(sums[model] > self.bound) << model;
        candidates & !(0..64).map(over).fold(0, |all, bit| all | bit)
    }

    /// This limit, in force only while `guard` holds.
    pub fn guarded(&self, guard: Lit) -> Limit {
        let slack = self.total() - self.bound;
        if slack <= 0 {
            return self.clone();
        }
        Limit::new(self.terms.iter().copied().chain([(guard, slack)]), self.total())
    }
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(terms: &[(i32, i128)], bound: i128, expected: &[(i32, i128)], expected_bound: i128) {
        let lit = |n: i32| Lit::new(n.unsigned_abs() as usize, n > 0);
        let limit = Limit::new(terms.iter().map(|(n, w)| (lit(*n), *w)), bound);
        let expected: Vec<_> = expected.iter().map(|(n, w)| (lit(*n), *w)).collect();
        assert_eq!((limit.terms(), limit.bound()), (expected.as_slice(), expected_bound));
    }

    #[test]
    fn sums_come_into_one_form() {
        check(&[(1, 3), (2, 1)], 3, &[(1, 3), (2, 1)], 3);
        check(&[(1, -3), (2, 1)], 0, &[(-1, 3), (2, 1)], 3);
        check(&[(-1, 2), (1, 2), (2, 5)], 7, &[(2, 1)], 1);
        check(&[(1, 4), (2, 6)], 9, &[(2, 3), (1, 2)], 4);
        check(&[(1, 0)], -1, &[], -1);
    }
}
