//! A literal: a variable, or its negation, in one number.

use std::ops::Not;

/// Variable `v` is wanted (`positive`) or not. Even numbers are positive literals, odd ones negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lit(u32);

impl Lit {
    /// The literal of variable `var` with the given sign. Variables are below 2^31: the readers' limits are far lower.
    pub fn new(var: usize, positive: bool) -> Lit {
        Lit((var as u32) << 1 | u32::from(!positive))
    }

    pub fn var(self) -> usize {
        (self.0 >> 1) as usize
    }

    pub fn is_positive(self) -> bool {
        self.0 & 1 == 0
    }

    /// Where this literal's row is in a table with two rows a variable.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The literal whose row is `index`.
    pub fn from_index(index: usize) -> Lit {
        Lit(index as u32)
    }
}

impl Not for Lit {
    type Output = Lit;

    fn not(self) -> Lit {
        Lit(self.0 ^ 1)
    }
}

impl std::fmt::Debug for Lit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", if self.is_positive() { "" } else { "!" }, self.var())
    }
}
