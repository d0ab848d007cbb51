//! The count itself: decide, fall apart, look up, multiply and add. On a stack of its own: models are deep.

use super::order;
use super::prepare::Problem;
use crate::solver::{Limit, Lit};
use num_bigint::BigUint;
use rustc_hash::FxHashMap;

/// What it costs to remember a count, in steps: memory is to run out no sooner than patience.
const REMEMBER: u64 = 100;

/// Variables that no rule joins with others, and what they are looked up by.
struct Component {
    vars: Vec<u32>,
    key: u128,
}

/// A component being counted.
struct Frame {
    component: Component,
    var: usize,
    /// The value now tried; the other one comes first.
    second: bool,
    trail: usize,
    /// The count with the first value.
    total: BigUint,
    /// The count with the present value, as far as it is known.
    product: BigUint,
    pending: Vec<Component>,
}

/// See the module's description.
pub(super) struct Search<'p> {
    problem: &'p Problem,
    ranks: Vec<u32>,
    /// Per literal, the other literals of its clauses of two.
    pairs: Vec<Vec<Lit>>,
    /// Clauses of three and more.
    long: Vec<&'p [Lit]>,
    occurs: Vec<Vec<u32>>,
    limit_occurs: Vec<Vec<(u32, i128)>>,
    /// Per long clause, how many of its literals hold and how many fail.
    held: Vec<u32>,
    failed: Vec<u32>,
    /// Per limit, how much is left to spend, and what its open terms weigh together.
    room: Vec<i128>,
    open_weight: Vec<i128>,
    value: Vec<i8>,
    trail: Vec<Lit>,
    cache: FxHashMap<u128, BigUint>,
    var_keys: Vec<u128>,
    rule_keys: Vec<u128>,
    /// When a variable, clause or limit was last seen in splitting.
    var_seen: Vec<u32>,
    rule_seen: Vec<u32>,
    splits: u32,
    steps: u64,
}

impl<'p> Search<'p> {
    pub fn new(problem: &'p Problem, steps: u64) -> Search<'p> {
        let (vars, rows) = (problem.vars, problem.vars * 2);
        let long: Vec<&[Lit]> = problem.clauses.iter().filter(|c| c.len() > 2).map(Vec::as_slice).collect();
        let rules = long.len() + problem.limits.len();
        let mut random = Random(0x243F_6A88_85A3_08D3);
        let mut search = Search {
            problem,
            ranks: order::ranks(problem),
            pairs: vec![Vec::new(); rows],
            occurs: vec![Vec::new(); rows],
            limit_occurs: vec![Vec::new(); rows],
            held: vec![0; long.len()],
            failed: vec![0; long.len()],
            room: problem.limits.iter().map(Limit::bound).collect(),
            open_weight: problem.limits.iter().map(Limit::total).collect(),
            long,
            value: vec![0; rows],
            trail: Vec::new(),
            cache: FxHashMap::default(),
            var_keys: (0..vars).map(|_| random.next()).collect(),
            rule_keys: (0..rules).map(|_| random.next()).collect(),
            var_seen: vec![0; vars],
            rule_seen: vec![0; rules],
            splits: 0,
            steps,
        };
        search.index();
        search
    }

    fn index(&mut self) {
        for clause in self.problem.clauses.iter().filter(|clause| clause.len() == 2) {
            self.pairs[clause[0].index()].push(clause[1]);
            self.pairs[clause[1].index()].push(clause[0]);
        }
        for (id, clause) in self.long.iter().enumerate() {
            clause.iter().for_each(|lit| self.occurs[lit.index()].push(id as u32));
        }
        for (id, limit) in self.problem.limits.iter().enumerate() {
            limit.terms().iter().for_each(|(lit, weight)| self.limit_occurs[lit.index()].push((id as u32, *weight)));
        }
    }

    /// The count, unless it takes more steps than allowed.
    pub fn run(mut self) -> Option<BigUint> {
        if self.problem.contradiction {
            return Some(BigUint::ZERO);
        }
        let everything: Vec<u32> = (0..self.problem.vars as u32).collect();
        let (mut product, mut pending) = self.split(&everything);
        let mut frames: Vec<Frame> = Vec::new();
        loop {
            let (product_here, pending_here) = match frames.last_mut() {
                Some(frame) => (&mut frame.product, &mut frame.pending),
                None => (&mut product, &mut pending),
            };
            if let Some(component) = pending_here.pop() {
                match self.cache.get(&component.key) {
                    Some(known) => multiply(product_here, known, pending_here),
                    None => {
                        let frame = self.open(component)?;
                        frames.push(frame);
                    }
                }
                continue;
            }
            let Some(mut frame) = frames.pop() else { return Some(product) };
            frame.total += &frame.product;
            self.undo(frame.trail);
            if !frame.second {
                frame.second = true;
                self.enter(&mut frame)?;
                frames.push(frame);
                continue;
            }
            let (product_here, pending_here) = match frames.last_mut() {
                Some(above) => (&mut above.product, &mut above.pending),
                None => (&mut product, &mut pending),
            };
            multiply(product_here, &frame.total, pending_here);
            self.steps = self.steps.checked_sub(REMEMBER)?;
            self.cache.insert(frame.component.key, frame.total);
        }
    }

    fn open(&mut self, component: Component) -> Option<Frame> {
        let var = component.vars.iter().copied().min_by_key(|var| self.ranks[*var as usize]).unwrap_or(0) as usize;
        let (trail, pending) = (self.trail.len(), Vec::new());
        let (total, product) = (BigUint::ZERO, BigUint::ZERO);
        let mut frame = Frame { component, var, second: false, trail, total, product, pending };
        self.enter(&mut frame)?;
        Some(frame)
    }

    /// Decides the frame's variable and splits what is left of its component.
    fn enter(&mut self, frame: &mut Frame) -> Option<()> {
        let lit = Lit::new(frame.var, !frame.second);
        self.steps = self.steps.checked_sub(1)?;
        match self.assign(lit) {
            true => (frame.product, frame.pending) = self.split(&frame.component.vars),
            false => (frame.product, frame.pending) = (BigUint::ZERO, Vec::new()),
        }
        self.steps = self.steps.checked_sub(frame.component.vars.len() as u64)?;
        Some(())
    }

    /// Makes a literal true with all that follows. False when something contradicts.
    fn assign(&mut self, lit: Lit) -> bool {
        let mut head = self.trail.len();
        let mut sound = self.set(lit);
        while head < self.trail.len() {
            let lit = self.trail[head];
            head += 1;
            sound &= self.follow(lit);
            if !sound {
                // The rest of the trail was counted nowhere yet.
                for lit in self.trail.drain(head..) {
                    self.value[lit.index()] = 0;
                    self.value[(!lit).index()] = 0;
                }
            }
        }
        sound
    }

    fn set(&mut self, lit: Lit) -> bool {
        if self.value[lit.index()] == 0 {
            self.value[lit.index()] = 1;
            self.value[(!lit).index()] = -1;
            self.trail.push(lit);
        }
        self.value[lit.index()] > 0
    }

    /// Counts a true literal in its clauses and groups, and sets what follows.
    fn follow(&mut self, lit: Lit) -> bool {
        let mut sound = true;
        for at in 0..self.pairs[(!lit).index()].len() {
            sound &= self.set(self.pairs[(!lit).index()][at]);
        }
        for id in &self.occurs[lit.index()] {
            self.held[*id as usize] += 1;
        }
        for at in 0..self.occurs[(!lit).index()].len() {
            let id = self.occurs[(!lit).index()][at] as usize;
            self.failed[id] += 1;
            if self.held[id] == 0 && self.failed[id] as usize + 1 >= self.long[id].len() {
                let open = self.long[id].iter().find(|lit| self.value[lit.index()] >= 0).copied();
                sound &= open.is_some_and(|lit| self.set(lit));
            }
        }
        sound & self.follow_limits(lit)
    }

    fn follow_limits(&mut self, lit: Lit) -> bool {
        for (id, weight) in &self.limit_occurs[(!lit).index()] {
            self.open_weight[*id as usize] -= weight;
        }
        for (id, weight) in &self.limit_occurs[lit.index()] {
            self.open_weight[*id as usize] -= weight;
            self.room[*id as usize] -= weight;
        }
        let mut sound = true;
        for at in 0..self.limit_occurs[lit.index()].len() {
            let id = self.limit_occurs[lit.index()][at].0 as usize;
            let room = self.room[id];
            sound &= room >= 0;
            for (other, _) in self.problem.limits[id].terms().iter().take_while(|(_, weight)| *weight > room) {
                if self.value[other.index()] == 0 {
                    sound &= self.set(!*other);
                }
            }
        }
        sound
    }

    fn undo(&mut self, length: usize) {
        for lit in self.trail.drain(length..) {
            self.value[lit.index()] = 0;
            self.value[(!lit).index()] = 0;
            self.occurs[lit.index()].iter().for_each(|id| self.held[*id as usize] -= 1);
            self.occurs[(!lit).index()].iter().for_each(|id| self.failed[*id as usize] -= 1);
            for (id, weight) in &self.limit_occurs[lit.index()] {
                self.room[*id as usize] += weight;
                self.open_weight[*id as usize] += weight;
            }
            for (id, weight) in &self.limit_occurs[(!lit).index()] {
                self.open_weight[*id as usize] += weight;
            }
        }
    }

    /// The components of what is open among `vars`, the smallest last, and the count of the variables that no rule holds.
    fn split(&mut self, vars: &[u32]) -> (BigUint, Vec<Component>) {
        self.splits += 1;
        let mut components: Vec<Component> = Vec::new();
        let mut free = 0usize;
        for var in vars {
            let open = self.value[*var as usize * 2] == 0;
            if !open || self.var_seen[*var as usize] == self.splits {
                continue;
            }
            let component = self.component_of(*var);
            match component.vars.len() {
                1 => free += 1,
                _ => components.push(component),
            }
        }
        components.sort_by_key(|component| std::cmp::Reverse(component.vars.len()));
        (BigUint::from(1u8) << free, components)
    }

    /// The variables joined with `var` by rules that are still open.
    fn component_of(&mut self, var: u32) -> Component {
        let mut vars = vec![var];
        let mut key = 0u128;
        self.var_seen[var as usize] = self.splits;
        let mut at = 0;
        while let Some(var) = vars.get(at).copied() {
            at += 1;
            key = key.wrapping_add(self.var_keys[var as usize]);
            for lit in [Lit::new(var as usize, true), Lit::new(var as usize, false)] {
                for other in &self.pairs[lit.index()] {
                    visit(other.var(), &self.value, &mut self.var_seen, self.splits, &mut vars);
                }
                for id in &self.occurs[lit.index()] {
                    let id = *id as usize;
                    if self.held[id] > 0 || self.rule_seen[id] == self.splits {
                        continue;
                    }
                    self.rule_seen[id] = self.splits;
                    key = key.wrapping_add(self.rule_keys[id]);
                    for other in self.long[id] {
                        visit(other.var(), &self.value, &mut self.var_seen, self.splits, &mut vars);
                    }
                }
                for (id, _) in &self.limit_occurs[lit.index()] {
                    let (id, rule) = (*id as usize, *id as usize + self.long.len());
                    if self.open_weight[id] <= self.room[id] || self.rule_seen[rule] == self.splits {
                        continue;
                    }
                    self.rule_seen[rule] = self.splits;
                    // What is left to spend is part of what the component is.
                    key = key.wrapping_add(mixed(self.rule_keys[rule], self.room[id]));
                    for (other, _) in self.problem.limits[id].terms() {
                        visit(other.var(), &self.value, &mut self.var_seen, self.splits, &mut vars);
                    }
                }
            }
        }
        Component { vars, key }
    }
}

fn visit(var: usize, value: &[i8], seen: &mut [u32], split: u32, vars: &mut Vec<u32>) {
    if value[var * 2] == 0 && seen[var] != split {
        seen[var] = split;
        vars.push(var as u32);
    }
}

/// Multiplies a component's count in; nothing counts any more once it is zero.
fn multiply(product: &mut BigUint, count: &BigUint, pending: &mut Vec<Component>) {
    *product *= count;
    if *product == BigUint::ZERO {
        pending.clear();
    }
}

/// Bits that look random for a limit with so much left to spend.
fn mixed(key: u128, room: i128) -> u128 {
    let mut random = Random((key as u64) ^ (room as u64));
    let mixed = random.next();
    let mut random = Random(((key >> 64) as u64).wrapping_add((room as u64).rotate_left(32)) ^ ((room >> 64) as u64));
    mixed ^ random.next().rotate_left(64)
}

/// Bits that look random (SplitMix64): the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u128 {
        (u128::from(self.half()) << 64) | u128::from(self.half())
    }

    fn half(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}
