//! DIMACS: clauses over numbered variables, with `c NUMBER NAME` comments for names. Each variable is a feature without a
//! tree, each clause a rule.

use super::error::{Problem, ReadError};
use super::{MOST_FEATURES, MOST_OPERANDS};
use crate::expr::Expr;
use crate::model::{FeatureId, Model, ModelBuilder};
use rustc_hash::FxHashMap;

pub(super) fn read(text: &str) -> Result<Model, ReadError> {
    let mut names: FxHashMap<usize, (&str, u32)> = FxHashMap::default();
    let mut clauses = Clauses::default();
    for (at, line) in text.lines().enumerate() {
        let number = at as u32 + 1;
        let line = line.trim();
        match line.split_whitespace().next() {
            None => {}
            Some("c") => {
                if let Some((index, name)) = name_of(line) {
                    names.insert(index, (name, number));
                }
            }
            Some("p") => clauses.header(line, number)?,
            // Some writers close the file so.
            Some("%") => break,
            Some(_) => clauses.line(line, number)?,
        }
    }
    clauses.finish(&names)
}

/// `c 12 Steering wheel`: the name may hold blanks. Other comments say nothing.
fn name_of(line: &str) -> Option<(usize, &str)> {
    let (index, name) = line.strip_prefix('c')?.trim_start().split_once(char::is_whitespace)?;
    // Some writers mark generated names with a dollar sign behind the number.
    Some((index.trim_end_matches('$').parse().ok()?, name.trim()))
}

#[derive(Default)]
struct Clauses {
    /// Variables and clauses announced, and where.
    header: Option<(usize, usize, u32)>,
    clauses: Vec<(Vec<i64>, u32)>,
    current: Vec<i64>,
    operands: usize,
    last_line: u32,
}

impl Clauses {
    fn header(&mut self, line: &str, number: u32) -> Result<(), ReadError> {
        let words: Vec<&str> = line.split_whitespace().take(5).collect();
        let sizes = match words[..] {
            ["p", "cnf", vars, clauses] if self.header.is_none() => vars.parse().ok().zip(clauses.parse().ok()),
            _ => None,
        };
        let Some((vars, clauses)) = sizes else {
            let expected = "one line \"p cnf VARIABLES CLAUSES\" before the clauses";
            return Err(Problem::Expected { expected, found: format!("\"{}\"", shorten(line)) }.at(number, 1));
        };
        if vars > MOST_FEATURES {
            return Err(Problem::TooManyFeatures.at(number, 1));
        }
        self.header = Some((vars, clauses, number));
        Ok(())
    }

    fn line(&mut self, line: &str, number: u32) -> Result<(), ReadError> {
        let Some((vars, _, _)) = self.header else { return Err(Problem::NoFeatures.at(number, 1)) };
        self.last_line = number;
        for word in line.split_whitespace() {
            let column = || (word.as_ptr() as usize - line.as_ptr() as usize) as u32 + 1;
            let Ok(literal) = word.parse::<i64>() else {
                let found = format!("\"{}\"", shorten(word));
                return Err(Problem::Expected { expected: "a whole number", found }.at(number, column()));
            };
            if literal == 0 {
                self.clauses.push((std::mem::take(&mut self.current), number));
                continue;
            }
            if literal.unsigned_abs() > vars as u64 {
                return Err(Problem::LiteralOutOfRange { literal, vars }.at(number, column()));
            }
            self.operands += 1;
            if self.operands > MOST_OPERANDS {
                return Err(Problem::TooManyOperands.at(number, column()));
            }
            self.current.push(literal);
        }
        Ok(())
    }

    fn finish(self, names: &FxHashMap<usize, (&str, u32)>) -> Result<Model, ReadError> {
        let Some((vars, announced, header_line)) = self.header else { return Err(Problem::NoFeatures.at(0, 0)) };
        if !self.current.is_empty() {
            return Err(Problem::ClauseWithoutEnd.at(self.last_line, 0));
        }
        if self.clauses.len() != announced {
            return Err(Problem::ClauseCount { announced, found: self.clauses.len() }.at(header_line, 1));
        }
        let mut builder = ModelBuilder::without_tree();
        for var in 1..=vars {
            let fallback = var.to_string();
            let (name, line) = names.get(&var).copied().unwrap_or((&fallback, header_line));
            builder.loose(name, line).map_err(|error| Problem::Model(error).at(line, 1))?;
        }
        for (clause, line) in self.clauses {
            let expr = Expr::any(clause.iter().map(|literal| {
                let feature = Expr::Feature(FeatureId(literal.unsigned_abs() as u32 - 1));
                if *literal > 0 { feature } else { !feature }
            }));
            let text = in_words(&builder, &clause);
            builder.rule_at(expr, text, line);
        }
        builder.build().map_err(|error| Problem::Model(error).at(0, 0))
    }
}

/// The clause with the names of its variables.
fn in_words(builder: &ModelBuilder, clause: &[i64]) -> String {
    let word = |literal: &i64| {
        let feature = builder.so_far().feature(FeatureId(literal.unsigned_abs() as u32 - 1));
        format!("{}{}", if *literal < 0 { "!" } else { "" }, feature.name)
    };
    clause.iter().map(word).collect::<Vec<_>>().join(" | ")
}

fn shorten(text: &str) -> String {
    text.chars().take(60).collect()
}
