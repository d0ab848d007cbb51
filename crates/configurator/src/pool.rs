//! Witnesses: models found so far. A model that fits the choices proves every option as it has it to be possible, so most
//! of a domain is known after a click without asking the solver.
//!
//! A click that selects a rare option leaves few models that fit. So the others are carried over: what the click forces is
//! written over a copy of them, and the copies that still keep every rule are models again. All in blocks of 64 models, one
//! word per variable: a block is filtered, written over and checked by single operations on words. The originals are kept as
//! long as there is room: an undone choice brings them back.

use crate::solver::{Lit, Solver};

/// With this many blocks, the oldest one of which nothing fits makes room; what fits always stays.
const ROOMY: usize = 32;

#[derive(Clone)]
struct Block {
    /// Per variable: bit `m` is set if model `m` of this block selects it.
    columns: Vec<u64>,
    /// The models of this block that fit the choices.
    fitting: u64,
    used: u64,
    /// When the block was made: blocks are numbered in that order.
    born: u64,
}

/// The models known of one formula.
#[derive(Clone)]
pub struct Pool {
    vars: usize,
    blocks: Vec<Block>,
    born: u64,
    /// What the fitting models show.
    seen: Seen,
}

/// Per variable, whether a fitting model selects it and whether one does not.
#[derive(Clone, Default)]
struct Seen {
    selected: Vec<bool>,
    open: Vec<bool>,
}

impl Pool {
    pub fn new(vars: usize) -> Pool {
        let seen = Seen { selected: vec![false; vars], open: vec![false; vars] };
        Pool { vars, blocks: Vec::new(), born: 0, seen }
    }

    /// Whether a fitting model shows `lit`.
    pub fn shows(&self, lit: Lit) -> bool {
        match lit.is_positive() {
            true => self.seen.selected[lit.var()],
            false => self.seen.open[lit.var()],
        }
    }

    /// Takes in a model that fits the choices.
    pub fn add(&mut self, model: &[bool]) {
        let at = self.blocks.iter().position(|block| block.used != u64::MAX).unwrap_or_else(|| {
            let empty = vec![0; self.vars];
            self.add_block(empty, 0)
        });
        let block = &mut self.blocks[at];
        let slot = (!block.used).trailing_zeros();
        let bit = 1u64 << slot;
        block.used |= bit;
        block.fitting |= bit;
        for (column, selected) in block.columns.iter_mut().zip(model) {
            *column = (*column & !bit) | u64::from(*selected) << slot;
        }
        for (var, selected) in model[..self.vars].iter().enumerate() {
            self.seen.selected[var] |= *selected;
            self.seen.open[var] |= !*selected;
        }
    }

    /// Another choice was made, from which `implied` follows: only models with all of it fit from now on. Those that
    /// fitted before are carried over where that keeps every rule of `solver`.
    pub fn narrow(&mut self, choice: Lit, implied: &[Lit], solver: &Solver) {
        for at in 0..self.blocks.len() {
            let block = &self.blocks[at];
            let column = block.columns[choice.var()];
            let stays = block.fitting & if choice.is_positive() { column } else { !column };
            let leaves = block.fitting & !stays;
            self.blocks[at].fitting = stays;
            if leaves != 0 {
                let mut columns = self.blocks[at].columns.clone();
                for lit in implied {
                    let column = &mut columns[lit.var()];
                    *column = if lit.is_positive() { *column | leaves } else { *column & !leaves };
                }
                let carried = solver.keeps(implied, &columns, leaves);
                if carried != 0 {
                    self.add_block(columns, carried);
                }
            }
        }
        self.see();
    }

    /// Only models in which all of `choices` hold fit from now on.
    pub fn filter(&mut self, choices: &[Lit]) {
        for block in &mut self.blocks {
            block.fitting = choices.iter().fold(block.used, |fitting, lit| {
                let column = block.columns[lit.var()];
                fitting & if lit.is_positive() { column } else { !column }
            });
        }
        self.see();
    }

    fn see(&mut self) {
        self.seen.selected.fill(false);
        self.seen.open.fill(false);
        for block in self.blocks.iter().filter(|block| block.fitting != 0) {
            let columns = block.columns.iter().zip(&mut self.seen.selected).zip(&mut self.seen.open);
            for ((column, selected), open) in columns {
                *selected |= column & block.fitting != 0;
                *open |= !column & block.fitting != 0;
            }
        }
    }

    /// Adds a block whose models all fit, in the place of an old one if there are many. Returns its place.
    fn add_block(&mut self, columns: Vec<u64>, models: u64) -> usize {
        self.born += 1;
        let block = Block { columns, fitting: models, used: models, born: self.born };
        let useless = self.blocks.iter().enumerate().filter(|(_, block)| block.fitting == 0);
        match useless.min_by_key(|(_, block)| block.born).map(|(at, _)| at) {
            Some(at) if self.blocks.len() >= ROOMY => {
                self.blocks[at] = block;
                at
            }
            _ => {
                self.blocks.push(block);
                self.blocks.len() - 1
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lit(var: usize, positive: bool) -> Lit {
        Lit::new(var, positive)
    }

    fn check(pool: &Pool, expected: [bool; 4]) {
        let shown = [lit(0, true), lit(0, false), lit(1, true), lit(1, false)].map(|lit| pool.shows(lit));
        assert_eq!(shown, expected);
    }

    #[test]
    fn models_come_back_when_a_choice_is_undone() {
        let mut pool = Pool::new(2);
        check(&pool, [false; 4]);
        pool.add(&[true, false]);
        pool.add(&[false, true]);
        check(&pool, [true; 4]);
        pool.filter(&[lit(0, true)]);
        check(&pool, [true, false, false, true]);
        pool.filter(&[lit(0, true), lit(1, true)]);
        check(&pool, [false; 4]);
        pool.filter(&[]);
        check(&pool, [true; 4]);
    }

    #[test]
    fn models_are_carried_over_where_the_rules_allow() {
        let mut solver = Solver::new(3);
        solver.add_clause(&[lit(0, false), lit(1, false), lit(2, false)]);
        let mut pool = Pool::new(3);
        pool.add(&[false, true, true]);
        pool.add(&[false, true, false]);
        pool.narrow(lit(0, true), &[lit(0, true)], &solver);
        // The first would break the rule; the second becomes 1 1 0.
        check(&pool, [true, false, true, false]);
        assert!(!pool.shows(lit(2, true)));
        pool.filter(&[]);
        check(&pool, [true, true, true, false]);
    }

    #[test]
    fn old_blocks_make_room() {
        let mut pool = Pool::new(1);
        for _ in 0..64 * (ROOMY + 3) {
            pool.add(&[true]);
        }
        assert_eq!(pool.blocks.len(), ROOMY + 3, "a fitting model is never given up");
        pool.filter(&[lit(0, false)]);
        pool.add(&[false]);
        assert_eq!(pool.blocks.len(), ROOMY + 3);
        assert!(pool.shows(lit(0, false)));
    }
}
