//! Rules in the logic of the catalogue: options joined by not, and, or, implies, equals, and comparisons of sums.

use crate::model::FeatureId;
use crate::number::Number;
use std::ops::Not;

/// A rule, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// The option is selected.
    Feature(FeatureId),
    Not(Box<Expr>),
    All(Vec<Expr>),
    Any(Vec<Expr>),
    Implies(Box<Expr>, Box<Expr>),
    Iff(Box<Expr>, Box<Expr>),
    /// A sum over the selected options compares so with zero.
    Compare(Sum, Comparison),
}

/// `constant + sum of the weights of the selected options`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub terms: Vec<(FeatureId, Number)>,
    pub constant: Number,
}

/// How a sum compares with a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    AtMost,
    Below,
    AtLeast,
    Above,
    Equal,
    Unequal,
}

impl Expr {
    pub fn all(parts: impl IntoIterator<Item = Expr>) -> Expr {
        Expr::All(parts.into_iter().collect())
    }

    pub fn any(parts: impl IntoIterator<Item = Expr>) -> Expr {
        Expr::Any(parts.into_iter().collect())
    }

    pub fn implies(self, then: Expr) -> Expr {
        Expr::Implies(Box::new(self), Box::new(then))
    }

    pub fn iff(self, other: Expr) -> Expr {
        Expr::Iff(Box::new(self), Box::new(other))
    }

    /// `sum of weights of the selected options  <comparison>  bound`.
    pub fn limit(terms: impl IntoIterator<Item = (FeatureId, Number)>, comparison: Comparison, bound: Number) -> Expr {
        Expr::Compare(Sum { terms: terms.into_iter().collect(), constant: -bound }, comparison)
    }

    /// Whether a configuration, asked feature by feature, keeps the rule.
    pub fn holds(&self, selected: &impl Fn(FeatureId) -> bool) -> bool {
        match self {
            Expr::Feature(feature) => selected(*feature),
            Expr::Not(part) => !part.holds(selected),
            Expr::All(parts) => parts.iter().all(|part| part.holds(selected)),
            Expr::Any(parts) => parts.iter().any(|part| part.holds(selected)),
            Expr::Implies(a, b) => !a.holds(selected) || b.holds(selected),
            Expr::Iff(a, b) => a.holds(selected) == b.holds(selected),
            Expr::Compare(sum, comparison) => comparison.holds(sum.of(selected)),
        }
    }
}

impl From<FeatureId> for Expr {
    fn from(feature: FeatureId) -> Expr {
        Expr::Feature(feature)
    }
}

impl Not for Expr {
    type Output = Expr;

    fn not(self) -> Expr {
        Expr::Not(Box::new(self))
    }
}

impl Sum {
    /// The sum for one configuration.
    pub fn of(&self, selected: &impl Fn(FeatureId) -> bool) -> Number {
        self.constant + self.terms.iter().filter(|(id, _)| selected(*id)).map(|(_, weight)| *weight).sum()
    }

    /// The sum of two sums.
    pub fn plus(mut self, other: Sum) -> Sum {
        self.terms.extend(other.terms);
        Sum { terms: self.terms, constant: self.constant + other.constant }
    }

    /// Every weight and the constant times `factor`.
    pub fn times(self, factor: Number) -> Sum {
        let terms = self.terms.into_iter().map(|(id, weight)| (id, weight.times(factor))).collect();
        Sum { terms, constant: self.constant.times(factor) }
    }
}

impl Comparison {
    /// Whether `value <comparison> 0`.
    pub fn holds(self, value: Number) -> bool {
        match self {
            Comparison::AtMost => value <= Number::ZERO,
            Comparison::Below => value < Number::ZERO,
            Comparison::AtLeast => value >= Number::ZERO,
            Comparison::Above => value > Number::ZERO,
            Comparison::Equal => value == Number::ZERO,
            Comparison::Unequal => value != Number::ZERO,
        }
    }
}
