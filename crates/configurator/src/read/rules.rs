//! UVL rules: operators by their strength, on two stacks of our own, so that nesting costs no program stack.
//! From strong to weak: `* +- comparisons ! & | => <=>`; equal ones from left to right, as the UVL grammar has it.

use super::error::{Problem, ReadError};
use super::lexer::{Placed, Token};
use super::uvl::Parser;
use super::{DEEPEST, MOST_OPERANDS};
use crate::expr::{Comparison, Expr, Sum};
use crate::model::Value;
use crate::number::Number;

/// What stands between operators: a rule with its depth, or a sum.
enum Operand {
    Rule(Expr, usize),
    Sum(Sum),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Open,
    Not,
    Times,
    Plus,
    Minus,
    Compare(Comparison),
    And,
    Or,
    Implies,
    Iff,
}

impl Operator {
    fn strength(self) -> u8 {
        match self {
            Operator::Open => 0,
            Operator::Iff => 1,
            Operator::Implies => 2,
            Operator::Or => 3,
            Operator::And => 4,
            Operator::Not => 5,
            Operator::Compare(_) => 6,
            Operator::Plus | Operator::Minus => 7,
            Operator::Times => 8,
        }
    }

    fn of(symbol: &str) -> Option<Operator> {
        Some(match symbol {
            "<=>" => Operator::Iff,
            "=>" => Operator::Implies,
            "|" => Operator::Or,
            "&" => Operator::And,
            "*" => Operator::Times,
            "+" => Operator::Plus,
            "-" => Operator::Minus,
            "==" => Operator::Compare(Comparison::Equal),
            "!=" => Operator::Compare(Comparison::Unequal),
            "<=" => Operator::Compare(Comparison::AtMost),
            "<" => Operator::Compare(Comparison::Below),
            ">=" => Operator::Compare(Comparison::AtLeast),
            ">" => Operator::Compare(Comparison::Above),
            _ => return None,
        })
    }
}

/// The two stacks.
#[derive(Default)]
struct Stacks<'t> {
    operands: Vec<Operand>,
    operators: Vec<(Operator, Option<Placed<'t>>)>,
}

/// Reads one rule; stops before the token that cannot continue it.
pub(super) fn rule(parser: &mut Parser<'_>) -> Result<Expr, ReadError> {
    let mut stacks = Stacks::default();
    loop {
        prefix(parser, &mut stacks)?;
        loop {
            let placed = parser.peek()?;
            let symbol = if let Token::Symbol(symbol) = placed.token { symbol } else { "" };
            if symbol == ")" && stacks.operators.iter().any(|(operator, _)| *operator == Operator::Open) {
                parser.take()?;
                stacks.reduce_to(0)?;
                stacks.operators.pop();
                continue;
            }
            if symbol == "/" {
                let what = "division".to_string();
                return Err(parser.refuse(placed, what, "multiply the other side instead"));
            }
            let Some(operator) = Operator::of(symbol) else {
                stacks.reduce_to(0)?;
                return finish(parser, placed, stacks);
            };
            parser.take()?;
            stacks.reduce_to(operator.strength())?;
            stacks.operators.push((operator, Some(placed)));
            break;
        }
    }
}

/// Everything up to the next operand, and that operand.
fn prefix<'t>(parser: &mut Parser<'t>, stacks: &mut Stacks<'t>) -> Result<(), ReadError> {
    loop {
        let placed = parser.take()?;
        match placed.token {
            Token::Symbol("!") if matches!(stacks.operators.last(), Some((Operator::Not, _))) => {
                stacks.operators.pop();
            }
            Token::Symbol("!") => stacks.operators.push((Operator::Not, Some(placed))),
            Token::Symbol("(") => stacks.operators.push((Operator::Open, Some(placed))),
            Token::Symbol("-") => {
                count_operand(parser, placed)?;
                stacks.operands.push(Operand::Sum(Sum::default()));
                stacks.operators.push((Operator::Minus, Some(placed)));
            }
            Token::Symbol("+") => {}
            _ => {
                let operand = operand(parser, placed)?;
                stacks.operands.push(operand);
                return Ok(());
            }
        }
    }
}

fn operand<'t>(parser: &mut Parser<'t>, placed: Placed<'t>) -> Result<Operand, ReadError> {
    count_operand(parser, placed)?;
    match placed.token {
        Token::Word(word) if word.starts_with(|c: char| c.is_ascii_digit()) && parser.builder.find(word).is_none() => {
            let number = number(placed, word)?;
            Ok(Operand::Sum(Sum { terms: Vec::new(), constant: number }))
        }
        Token::Word(word) if parser.peek()?.token == Token::Symbol("(") => aggregate(parser, placed, word),
        Token::Word(_) | Token::Quoted(_) => reference(parser, placed),
        Token::Text(_) => {
            Err(parser.refuse(placed, "comparing texts".into(), "make the values members of an alternative group"))
        }
        token => {
            let expected = "an option, a number, \"!\" or \"(\"";
            Err(Problem::Expected { expected, found: token.to_string() }.at(placed.line, placed.column))
        }
    }
}

fn count_operand(parser: &mut Parser<'_>, placed: Placed<'_>) -> Result<(), ReadError> {
    parser.operands += 1;
    match parser.operands > MOST_OPERANDS {
        true => Err(Problem::TooManyOperands.at(placed.line, placed.column)),
        false => Ok(()),
    }
}

pub(super) fn number(placed: Placed<'_>, text: &str) -> Result<Number, ReadError> {
    text.parse().map_err(|error| Problem::Number { text: text.to_string(), error }.at(placed.line, placed.column))
}

/// A feature, or a number that a feature carries: `Engine`, `Engine.power`.
fn reference<'t>(parser: &mut Parser<'t>, placed: Placed<'t>) -> Result<Operand, ReadError> {
    let path = parser.path(placed)?;
    if let Some(id) = parser.find(&path) {
        return Ok(Operand::Rule(Expr::Feature(id), 1));
    }
    let owner = path.split_last().and_then(|(attribute, owner)| Some((parser.find(owner)?, *attribute)));
    let Some((id, attribute)) = owner else {
        return Err(Problem::UnknownName(path.join(".")).at(placed.line, placed.column));
    };
    match parser.builder.so_far().number(id, attribute) {
        Some(number) => Ok(Operand::Sum(Sum { terms: vec![(id, number)], constant: Number::ZERO })),
        None => {
            let feature = parser.builder.so_far().feature(id).name.clone();
            let attribute = attribute.to_string();
            Err(Problem::UnknownAttribute { feature, attribute }.at(placed.line, placed.column))
        }
    }
}

/// `sum(attribute)` or `sum(feature, attribute)`, the latter over what lies below the feature.
fn aggregate<'t>(parser: &mut Parser<'t>, placed: Placed<'t>, function: &str) -> Result<Operand, ReadError> {
    if function != "sum" {
        let what = format!("the function {function}()");
        return Err(parser.refuse(
            placed,
            what,
            "only sum(ATTRIBUTE) and sum(FEATURE, ATTRIBUTE) are, as they stay linear",
        ));
    }
    parser.expect("(")?;
    let first = parser.name("an attribute")?;
    let mut path = parser.path(first)?;
    let mut below = None;
    if parser.peek()?.token == Token::Symbol(",") {
        parser.take()?;
        let Some(id) = parser.find(&path) else {
            return Err(Problem::UnknownName(path.join(".")).at(first.line, first.column));
        };
        below = Some(id);
        let second = parser.name("an attribute")?;
        path = parser.path(second)?;
    }
    parser.expect(")")?;
    let attribute = path.join(".");
    let model = parser.builder.so_far();
    let mut inside = vec![below.is_none(); model.len()];
    let mut terms = Vec::new();
    for (id, _) in model.features() {
        // Parents come before their members.
        inside[id.index()] |= Some(id) == below || model.parent(id).is_some_and(|parent| inside[parent.index()]);
        if let Some(number) = model.number(id, &attribute).filter(|_| inside[id.index()]) {
            terms.push((id, number));
        }
    }
    if terms.is_empty() {
        return Err(Problem::NoSuchNumbers(attribute).at(first.line, first.column));
    }
    parser.operands += terms.len();
    Ok(Operand::Sum(Sum { terms, constant: Number::ZERO }))
}

fn finish(parser: &Parser<'_>, placed: Placed<'_>, mut stacks: Stacks<'_>) -> Result<Expr, ReadError> {
    if let Some((_, Some(open))) = stacks.operators.pop() {
        return Err(Problem::Unclosed('(').at(open.line, open.column));
    }
    match stacks.operands.pop() {
        Some(Operand::Rule(expr, _)) => Ok(expr),
        _ => Err(parser.expected(placed, "a comparison (<=, >=, ==, <, >, !=)")),
    }
}

impl Stacks<'_> {
    /// Applies every operator on top that is at least as strong. `Open` stays.
    fn reduce_to(&mut self, strength: u8) -> Result<(), ReadError> {
        while let Some((operator, placed)) = self.operators.last().copied() {
            if operator == Operator::Open || operator.strength() < strength {
                break;
            }
            self.operators.pop();
            let (line, column) = placed.map_or((0, 0), |placed| (placed.line, placed.column));
            self.apply(operator).map_err(|problem| problem.at(line, column))?;
        }
        Ok(())
    }

    fn apply(&mut self, operator: Operator) -> Result<(), Problem> {
        let result = match operator {
            Operator::Not => {
                let (part, depth) = self.rule()?;
                Operand::Rule(!part, depth + 1)
            }
            Operator::And | Operator::Or | Operator::Implies | Operator::Iff => {
                let (right, left) = (self.rule()?, self.rule()?);
                join(operator, left, right)
            }
            Operator::Plus | Operator::Minus | Operator::Times | Operator::Compare(_) | Operator::Open => {
                let (right, left) = (self.sum()?, self.sum()?);
                arithmetic(operator, left, right)?
            }
        };
        if matches!(&result, Operand::Rule(_, depth) if *depth > DEEPEST) {
            return Err(Problem::TooDeep);
        }
        self.operands.push(result);
        Ok(())
    }

    fn rule(&mut self) -> Result<(Expr, usize), Problem> {
        match self.operands.pop() {
            Some(Operand::Rule(expr, depth)) => Ok((expr, depth)),
            _ => Err(Problem::Expected { expected: "options on both sides", found: "a number".into() }),
        }
    }

    fn sum(&mut self) -> Result<Sum, Problem> {
        match self.operands.pop() {
            Some(Operand::Sum(sum)) => Ok(sum),
            _ => Err(Problem::Expected {
                expected: "numbers on both sides (FEATURE.ATTRIBUTE, sum(ATTRIBUTE) or digits)",
                found: "an option".into(),
            }),
        }
    }
}

/// Joins two rules; a chain of the same `&` or `|` becomes one list and no deeper.
fn join(operator: Operator, left: (Expr, usize), right: (Expr, usize)) -> Operand {
    let deeper = left.1.max(right.1) + 1;
    let (expr, depth) = match (operator, left) {
        (Operator::And, (Expr::All(mut parts), depth)) => {
            parts.push(right.0);
            (Expr::All(parts), depth.max(right.1 + 1))
        }
        (Operator::Or, (Expr::Any(mut parts), depth)) => {
            parts.push(right.0);
            (Expr::Any(parts), depth.max(right.1 + 1))
        }
        (Operator::And, (left, _)) => (Expr::All(vec![left, right.0]), deeper),
        (Operator::Or, (left, _)) => (Expr::Any(vec![left, right.0]), deeper),
        (Operator::Implies, (left, _)) => (left.implies(right.0), deeper),
        (_, (left, _)) => (left.iff(right.0), deeper),
    };
    Operand::Rule(expr, depth)
}

fn arithmetic(operator: Operator, left: Sum, right: Sum) -> Result<Operand, Problem> {
    let minus_one = Number::from(-1);
    let result = match operator {
        Operator::Plus => left.plus(right),
        Operator::Minus => left.plus(right.times(minus_one)),
        Operator::Times if right.terms.is_empty() => left.times(right.constant),
        Operator::Times if left.terms.is_empty() => right.times(left.constant),
        Operator::Compare(comparison) => {
            return Ok(Operand::Rule(Expr::Compare(left.plus(right.times(minus_one)), comparison), 1));
        }
        _ => {
            let what = "multiplying what depends on options on both sides".to_string();
            return Err(Problem::Unsupported { what, remedy: "keep a plain number on one side" });
        }
    };
    let fits = result.constant.fits() && result.terms.iter().all(|(_, weight)| weight.fits());
    if !fits {
        let text = Value::Number(result.constant);
        return Err(Problem::Number { text: format!("{text:?}"), error: crate::number::NumberError::TooLarge });
    }
    Ok(Operand::Sum(result))
}
