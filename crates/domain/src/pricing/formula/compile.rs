//! From text to a tree that is known to end and to give a whole number: parsed as CEL, then checked part by part.

use crate::refusal::{Arg, Refusal};
use cel::{
    Program,
    common::ast::{Expr, IdedExpr, LiteralValue, SourceInfo, operators as cel_operators},
};
use std::{cell::RefCell, collections::HashMap, rc::Rc};

/// Longest formula.
const TEXT_MAX: usize = 1_000;
/// Most parts of a formula.
const PARTS_MAX: usize = 300;

/// A checked formula.
#[derive(Debug)]
pub struct Compiled {
    pub root: Node,
    /// Names it uses, each with the column of its first use.
    pub names: Vec<(String, usize)>,
}
impl Compiled {
    pub fn uses(&self, name: &str) -> bool {
        self.names.iter().any(|(used, _)| used == name)
    }
}

#[derive(Debug)]
pub enum Node {
    Int(i64),
    Bool(bool),
    Name(String),
    Call(Op, Vec<Node>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Negate,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Not,
    If,
    Min,
    Max,
    DivUp,
    DivHalfUp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Int,
    Bool,
}
impl Type {
    /// Key of its word.
    fn word(self) -> Arg {
        Arg::Word(
            match self {
                Type::Int => "type_number",
                Type::Bool => "type_condition",
            }
            .to_string(),
        )
    }
}

thread_local! {
    /// Formulas compiled before in this thread. Parsing takes longer than a thousand evaluations, and a price book's
    /// formula stands on many lines. Only speed depends on it.
    static REMEMBERED: RefCell<HashMap<String, Rc<Compiled>>> = RefCell::default();
}
const REMEMBERED_MAX: usize = 256;

/// The compiled formula, from an earlier use where there was one.
pub fn remembered(text: &str) -> Result<Rc<Compiled>, Refusal> {
    if let Some(known) = REMEMBERED.with_borrow(|known| known.get(text).cloned()) {
        return Ok(known);
    }
    let compiled = Rc::new(compile(text)?);
    REMEMBERED.with_borrow_mut(|known| {
        if known.len() >= REMEMBERED_MAX {
            known.clear();
        }
        known.insert(text.to_string(), compiled.clone());
    });
    Ok(compiled)
}

/// Refuses what is no formula: unreadable, too long, with a loop, or with parts whose types do not fit.
pub fn compile(text: &str) -> Result<Compiled, Refusal> {
    if text.len() > TEXT_MAX {
        return Err(Refusal::invalid("formula_too_long").with("length", text.len()).with("limit", TEXT_MAX));
    }
    let program = Program::compile(text).map_err(|errors| {
        let column = errors.errors.first().map_or(1, |error| usize::try_from(error.pos.1).unwrap_or(1).max(1));
        Refusal::invalid("formula_unreadable").with("column", column).with("formula", text)
    })?;
    let mut checker = Checker { source: program.source_info(), names: Vec::new(), parts: 0 };
    let (root, found) = checker.check(program.expression())?;
    if found != Type::Int {
        return Err(Refusal::invalid("formula_gives_condition").with("formula", text));
    }
    Ok(Compiled { root, names: checker.names })
}

struct Checker<'a> {
    source: &'a SourceInfo,
    names: Vec<(String, usize)>,
    parts: usize,
}

impl Checker<'_> {
    fn column(&self, part: &IdedExpr) -> usize {
        self.source.offset_for(part.id).map_or(1, |(start, _)| start as usize + 1)
    }
    fn refuse(&self, code: &'static str, part: &IdedExpr) -> Refusal {
        Refusal::invalid(code).with("column", self.column(part))
    }

    fn check(&mut self, part: &IdedExpr) -> Result<(Node, Type), Refusal> {
        self.parts += 1;
        if self.parts > PARTS_MAX {
            return Err(Refusal::invalid("formula_too_long").with("length", self.parts).with("limit", PARTS_MAX));
        }
        match &part.expr {
            Expr::Literal(LiteralValue::Int(number)) => Ok((Node::Int(*number.inner()), Type::Int)),
            Expr::Literal(LiteralValue::Boolean(value)) => Ok((Node::Bool(*value.inner()), Type::Bool)),
            Expr::Literal(LiteralValue::Double(_)) => Err(self.refuse("formula_decimal", part)),
            Expr::Ident(name) => {
                if !self.names.iter().any(|(known, _)| known == name) {
                    self.names.push((name.clone(), self.column(part)));
                }
                Ok((Node::Name(name.clone()), Type::Int))
            }
            Expr::Call(call) if call.target.is_none() => self.call(part, &call.func_name, &call.args),
            Expr::Comprehension(_) => Err(self.refuse("formula_loop", part)),
            _ => Err(self.refuse("formula_not_number", part)),
        }
    }

    fn call(&mut self, part: &IdedExpr, name: &str, args: &[IdedExpr]) -> Result<(Node, Type), Refusal> {
        use Type::{Bool, Int};
        let (op, takes, gives) = match name {
            cel_operators::ADD => (Op::Add, Int, Int),
            cel_operators::SUBSTRACT => (Op::Subtract, Int, Int),
            cel_operators::MULTIPLY => (Op::Multiply, Int, Int),
            cel_operators::DIVIDE => (Op::Divide, Int, Int),
            cel_operators::MODULO => (Op::Remainder, Int, Int),
            cel_operators::NEGATE => (Op::Negate, Int, Int),
            cel_operators::LESS => (Op::Less, Int, Bool),
            cel_operators::LESS_EQUALS => (Op::LessOrEqual, Int, Bool),
            cel_operators::GREATER => (Op::Greater, Int, Bool),
            cel_operators::GREATER_EQUALS => (Op::GreaterOrEqual, Int, Bool),
            cel_operators::LOGICAL_AND => (Op::And, Bool, Bool),
            cel_operators::LOGICAL_OR => (Op::Or, Bool, Bool),
            cel_operators::LOGICAL_NOT => (Op::Not, Bool, Bool),
            "min" => (Op::Min, Int, Int),
            "max" => (Op::Max, Int, Int),
            "div_up" => (Op::DivUp, Int, Int),
            "div_half_up" => (Op::DivHalfUp, Int, Int),
            cel_operators::EQUALS => return self.equal(Op::Equal, args),
            cel_operators::NOT_EQUALS => return self.equal(Op::NotEqual, args),
            cel_operators::CONDITIONAL => return self.choice(args),
            _ => return Err(self.refuse("formula_function_unknown", part).with("name", name)),
        };
        let counts = match op {
            Op::Negate | Op::Not => args.len() == 1,
            Op::Min | Op::Max => !args.is_empty(),
            Op::And | Op::Or => args.len() >= 2,
            _ => args.len() == 2,
        };
        if !counts {
            return Err(self.refuse("formula_values_count", part).with("name", name).with("found", args.len()));
        }
        let nodes = args.iter().map(|arg| self.expect(arg, takes)).collect::<Result<_, _>>()?;
        Ok((Node::Call(op, nodes), gives))
    }

    fn expect(&mut self, part: &IdedExpr, wanted: Type) -> Result<Node, Refusal> {
        let (node, found) = self.check(part)?;
        if found == wanted {
            return Ok(node);
        }
        Err(self.refuse("formula_type_wrong", part).with("wanted", wanted.word()).with("found", found.word()))
    }

    fn equal(&mut self, op: Op, args: &[IdedExpr]) -> Result<(Node, Type), Refusal> {
        let [left, right] = args else { return Err(Refusal::invalid("formula_unreadable").with("column", 1u32)) };
        let (left, kind) = self.check(left)?;
        Ok((Node::Call(op, vec![left, self.expect(right, kind)?]), Type::Bool))
    }

    fn choice(&mut self, args: &[IdedExpr]) -> Result<(Node, Type), Refusal> {
        let [condition, yes, no] = args else {
            return Err(Refusal::invalid("formula_unreadable").with("column", 1u32));
        };
        let condition = self.expect(condition, Type::Bool)?;
        let (yes, kind) = self.check(yes)?;
        Ok((Node::Call(Op::If, vec![condition, yes, self.expect(no, kind)?]), kind))
    }
}
