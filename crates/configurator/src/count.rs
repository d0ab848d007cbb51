//! Counting configurations exactly.
//!
//! Decide an option both ways and add the two counts; after each decision the rest falls apart into components that share
//! no rule, whose counts multiply; the count of a component seen before is looked up. Before that, what is already decided
//! and what is equal to something else leaves the problem. Which option to decide is laid down beforehand so that the
//! components come apart early (see `order`).
//!
//! Components are looked up by 128 random bits per option and rule. That two different ones agree has a probability below
//! 10^-24 in the largest count done within the limit.

mod order;
mod prepare;
mod search;
#[cfg(test)]
mod tests;

use crate::formula::Formula;
use crate::solver::Lit;
use num_bigint::BigUint;

/// A sensible limit: some five seconds and a quarter of a gigabyte at most. The published models that can be counted take under three
/// million steps.
pub const STEPS: u64 = 200_000_000;

/// The number of assignments of a formula's variables in which `implied` holds, which must follow from the formula and the
/// choices to count under. None when it takes more than `steps`; a step is one look at an option or rule, so the outcome
/// depends on nothing but the arguments.
pub(crate) fn count(formula: &Formula, implied: &[Lit], steps: u64) -> Option<BigUint> {
    let problem = prepare::Problem::of(formula, implied);
    search::Search::new(&problem, steps).run()
}
