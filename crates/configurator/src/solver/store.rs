//! Where the clauses lie: one long row of literals, and per clause where it begins. Learnt clauses come and go.

use super::literal::Lit;

/// A clause's place in the store.
pub type ClauseId = u32;

#[derive(Clone, Copy)]
struct Span {
    start: u32,
    len: u32,
    /// How many decision levels the clause joined when it was learnt; 0 for a clause of the model, which is never forgotten.
    glue: u32,
    gone: bool,
}

/// All clauses of one solver.
#[derive(Clone, Default)]
pub struct ClauseStore {
    lits: Vec<Lit>,
    spans: Vec<Span>,
    learnt: usize,
    wasted: usize,
}

impl ClauseStore {
    pub fn add(&mut self, lits: &[Lit], glue: u32) -> ClauseId {
        let span = Span { start: self.lits.len() as u32, len: lits.len() as u32, glue, gone: false };
        self.lits.extend_from_slice(lits);
        self.spans.push(span);
        self.learnt += usize::from(glue > 0);
        self.spans.len() as u32 - 1
    }

    pub fn lits(&self, id: ClauseId) -> &[Lit] {
        let span = self.spans[id as usize];
        &self.lits[span.start as usize..(span.start + span.len) as usize]
    }

    pub fn lits_mut(&mut self, id: ClauseId) -> &mut [Lit] {
        let span = self.spans[id as usize];
        &mut self.lits[span.start as usize..(span.start + span.len) as usize]
    }

    /// How many learnt clauses are kept.
    pub fn learnt(&self) -> usize {
        self.learnt
    }

    pub fn is_gone(&self, id: ClauseId) -> bool {
        self.spans[id as usize].gone
    }

    /// Forgets the worse half of the learnt clauses, those of glue 2 and those `in_use` excepted.
    pub fn forget_half(&mut self, in_use: impl Fn(ClauseId, &[Lit]) -> bool) {
        let mut candidates: Vec<ClauseId> = (0..self.spans.len() as u32)
            .filter(|id| {
                let span = self.spans[*id as usize];
                span.glue > 2 && !span.gone && !in_use(*id, self.lits(*id))
            })
            .collect();
        candidates.sort_by_key(|id| std::cmp::Reverse((self.spans[*id as usize].glue, self.spans[*id as usize].len)));
        for id in candidates.iter().take(candidates.len() / 2) {
            let span = &mut self.spans[*id as usize];
            span.gone = true;
            self.wasted += span.len as usize;
            self.learnt -= 1;
        }
        if self.wasted * 2 > self.lits.len() {
            self.compact();
        }
    }

    /// Closes the gaps in the row of literals; the clauses keep their numbers.
    fn compact(&mut self) {
        let mut packed = Vec::with_capacity(self.lits.len() - self.wasted);
        for span in &mut self.spans {
            let start = packed.len() as u32;
            if span.gone {
                span.len = 0;
            } else {
                packed.extend_from_slice(&self.lits[span.start as usize..(span.start + span.len) as usize]);
            }
            span.start = start;
        }
        self.lits = packed;
        self.wasted = 0;
    }
}
