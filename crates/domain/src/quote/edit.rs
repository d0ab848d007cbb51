//! Editing the lines of a draft, step by step: what a user did at once is one list of steps, and what undoes it another.
//! Only what changed is priced again, and only that is written.

use super::{Quote, QuoteLine, check_count};
use crate::{
    money::{Money, Percent},
    refusal::Refusal,
};
use std::collections::BTreeSet;

/// A change of one line. Places count from 0 and are those at the time of the step.
#[derive(Clone, Debug, PartialEq)]
pub enum LineStep {
    /// Puts a line in the place of the one with its number, or as a new one. `at` says where; it stays where it is, or
    /// comes at the end, when left out.
    Put {
        line: Box<QuoteLine>,
        at: Option<usize>,
    },
    Remove {
        no: u32,
    },
    Move {
        no: u32,
        at: usize,
    },
}

impl LineStep {
    /// The number of the line it is about.
    pub fn line(&self) -> u32 {
        match self {
            LineStep::Put { line, .. } => line.no,
            LineStep::Remove { no } | LineStep::Move { no, .. } => *no,
        }
    }
}

/// What an edit did to the lines, by their numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edited {
    /// Whose content is not what it was: changed, new or gone.
    pub touched: BTreeSet<u32>,
    /// Which stand among other lines than before, new ones too.
    pub moved: BTreeSet<u32>,
}

impl Quote {
    /// Takes the steps one after the other and prices what changed: with a discount on the whole every line. A refusal
    /// leaves the lines half changed: the caller throws them away.
    pub fn edit(&mut self, steps: Vec<LineStep>) -> Result<Edited, Refusal> {
        self.editable()?;
        let (mut edited, mut next) = (Edited::default(), 0);
        for (index, step) in steps.into_iter().enumerate() {
            let place = self.step(step, next, &mut edited);
            next = place.map_err(|refusal| refusal.under(&format!("changes.{index}")))?;
        }
        check_count(self.lines.len()).map_err(|refusal| refusal.at("changes"))?;
        self.price_touched(&mut edited)?;
        // What the lines come to together must be an amount too.
        self.totals().map_err(|refusal| refusal.at("changes"))?;
        Ok(edited)
    }

    /// Returns the place after it: most likely that of the next step.
    fn step(&mut self, step: LineStep, guess: usize, edited: &mut Edited) -> Result<usize, Refusal> {
        match step {
            LineStep::Put { line, at } => {
                edited.touched.insert(line.no);
                let end = self.lines.len();
                match (self.find(line.no, guess), at) {
                    (Some(place), None) => {
                        self.lines[place] = *line;
                        Ok(place + 1)
                    }
                    (found, at) => {
                        edited.moved.insert(line.no);
                        found.map(|place| self.lines.remove(place));
                        let at = at.unwrap_or(end).min(self.lines.len());
                        self.lines.insert(at, *line);
                        Ok(at + 1)
                    }
                }
            }
            LineStep::Remove { no } => {
                let place = self.find(no, guess).ok_or_else(|| self.no_line(no))?;
                edited.touched.insert(no);
                edited.moved.remove(&no);
                self.lines.remove(place);
                Ok(place)
            }
            LineStep::Move { no, at } => {
                let place = self.find(no, guess).ok_or_else(|| self.no_line(no))?;
                edited.moved.insert(no);
                let line = self.lines.remove(place);
                let at = at.min(self.lines.len());
                self.lines.insert(at, line);
                Ok(at + 1)
            }
        }
    }

    /// The place of a line, looked for from a guess on: edits go down the page.
    pub fn find(&self, no: u32, guess: usize) -> Option<usize> {
        let guess = guess.min(self.lines.len());
        let (before, after) = self.lines.split_at(guess);
        let after = after.iter().position(|line| line.no == no).map(|place| place + guess);
        after.or_else(|| before.iter().position(|line| line.no == no))
    }

    pub(super) fn no_line(&self, no: u32) -> Refusal {
        Refusal::not_found("quote_line_missing").with("number", &self.number).with("line", no).at("no")
    }

    /// Prices the touched lines, or all of them when one discount is spread over them; those whose amount changed count as
    /// touched then.
    fn price_touched(&mut self, edited: &mut Edited) -> Result<(), Refusal> {
        let spread = self.discount.is_some_and(|discount| discount != Percent::ZERO) || !self.promotions.is_empty();
        if !spread {
            let mut next = 0;
            for no in &edited.touched {
                let Some(place) = self.find(*no, next) else { continue };
                next = place + 1;
                let terms = &mut self.lines[place].terms;
                terms.net = Money::zero(self.currency);
                terms.later = Vec::new();
                if self.lines[place].kind.is_priced() {
                    self.price_alone(place)?;
                }
            }
            return Ok(());
        }
        let amounts = |line: &QuoteLine| (line.terms.net, line.terms.later.clone());
        let before: Vec<_> = self.lines.iter().map(amounts).collect();
        self.price_all()?;
        let changed = self.lines.iter().zip(before).filter(|(line, before)| amounts(line) != *before);
        edited.touched.extend(changed.map(|(line, _)| line.no));
        Ok(())
    }

    /// What takes the lines back to how they stand now, after these steps were taken: the other way round, step by step.
    pub fn inverse(&self, steps: &[LineStep]) -> Result<Vec<LineStep>, Refusal> {
        let mut lines: Vec<&QuoteLine> = self.lines.iter().collect();
        let mut back = Vec::with_capacity(steps.len());
        let mut next = 0;
        for (index, step) in steps.iter().enumerate() {
            let no = step.line();
            let (first, rest) = lines.split_at(lines.len().min(next));
            let place = rest.iter().position(|line| line.no == no).map(|place| place + first.len());
            let place = place.or_else(|| first.iter().position(|line| line.no == no));
            next = place.map_or(next, |place| place + 1);
            let was = place.map(|place| Box::new(lines[place].clone()));
            match (step, place.zip(was)) {
                (LineStep::Put { line, at: None }, Some((place, was))) => {
                    back.push(LineStep::Put { line: was, at: None });
                    lines[place] = line;
                }
                (LineStep::Put { line, at }, Some((place, was))) => {
                    back.push(LineStep::Put { line: was, at: Some(place) });
                    lines.remove(place);
                    lines.insert(at.unwrap_or(lines.len()).min(lines.len()), line);
                }
                (LineStep::Put { line, at }, None) => {
                    back.push(LineStep::Remove { no });
                    lines.insert(at.unwrap_or(lines.len()).min(lines.len()), line);
                }
                (LineStep::Remove { .. }, Some((place, was))) => {
                    back.push(LineStep::Put { line: was, at: Some(place) });
                    lines.remove(place);
                }
                (LineStep::Move { at, .. }, Some((place, _))) => {
                    back.push(LineStep::Move { no, at: place });
                    let line = lines.remove(place);
                    lines.insert((*at).min(lines.len()), line);
                }
                (_, None) => return Err(self.no_line(no).under(&format!("changes.{index}"))),
            }
        }
        back.reverse();
        Ok(back)
    }
}
