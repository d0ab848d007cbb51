//! The condition of a rule: CEL (Common Expression Language), read by a library and then checked and worked out here, in
//! exact decimals. Loops are refused, so a condition ends in a time bounded by its length.

use super::figures::{Figure, Figures, Type, VARIABLES};
use crate::refusal::{Arg, Refusal};
use cel::{
    Program,
    common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, SourceInfo, operators as signs},
};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Longest condition.
const TEXT_MAX: usize = 1_000;
/// Most parts of a condition.
const PARTS_MAX: usize = 200;

/// A condition that was read and fits together.
#[derive(Debug)]
pub struct Condition {
    root: Node,
    names: BTreeSet<&'static str>,
}

#[derive(Debug)]
enum Node {
    Value(Value),
    Name(&'static str),
    List(Vec<Node>),
    Call(Sign, Vec<Node>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    And,
    Or,
    Not,
    If,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    In,
    Size,
}

#[derive(Clone, Debug, PartialEq)]
enum Value {
    Number(Decimal),
    Text(String),
    Texts(BTreeSet<String>),
    Truth(bool),
    Unknown,
}

impl Condition {
    /// Refuses what cannot be read, uses a name that is no figure, or compares what cannot be compared; says at which column.
    pub fn read(text: &str) -> Result<Condition, Refusal> {
        let refuse = |code| Refusal::invalid(code).at("condition");
        if text.len() > TEXT_MAX {
            return Err(refuse("condition_too_long").with("length", text.len()).with("limit", TEXT_MAX));
        }
        let program = Program::compile(text).map_err(|errors| {
            let column = errors.errors.first().map_or(1, |error| usize::try_from(error.pos.1).unwrap_or(1).max(1));
            refuse("condition_unreadable").with("column", column).with("condition", text)
        })?;
        let mut reader = Reader { source: program.source_info(), names: BTreeSet::new(), parts: 0 };
        let (root, found) = reader.read(program.expression())?;
        if found != Type::Truth {
            return Err(refuse("condition_no_truth").with("condition", text));
        }
        Ok(Condition { root, names: reader.names })
    }
    /// The figures it looks at.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.names.iter().copied()
    }
    /// Whether it holds. What nobody knows counts against the seller: the rule applies.
    pub fn holds(&self, figures: &Figures) -> Result<bool, Refusal> {
        Ok(!matches!(value(&self.root, figures)?, Value::Truth(false)))
    }
}

struct Reader<'a> {
    source: &'a SourceInfo,
    names: BTreeSet<&'static str>,
    parts: usize,
}

impl Reader<'_> {
    fn refuse(&self, code: &'static str, part: &IdedExpr) -> Refusal {
        let column = self.source.offset_for(part.id).map_or(1, |(start, _)| start as usize + 1);
        Refusal::invalid(code).with("column", column).at("condition")
    }

    fn read(&mut self, part: &IdedExpr) -> Result<(Node, Type), Refusal> {
        self.parts += 1;
        if self.parts > PARTS_MAX {
            let refusal = self.refuse("condition_too_long", part).with("length", self.parts);
            return Err(refusal.with("limit", PARTS_MAX));
        }
        match &part.expr {
            Expr::Literal(literal) => self.literal(part, literal),
            Expr::Ident(name) => match VARIABLES.iter().find(|(known, ..)| known == name) {
                Some((known, found, _)) => {
                    self.names.insert(known);
                    Ok((Node::Name(known), *found))
                }
                None => {
                    let known: Vec<&str> = VARIABLES.iter().map(|(known, ..)| *known).collect();
                    let refusal = self.refuse("condition_name_unknown", part).with("name", name);
                    Err(refusal.with("known", known.join(", ")))
                }
            },
            Expr::List(list) => {
                let items = list.elements.iter().map(|item| self.expect(item, Type::Text));
                Ok((Node::List(items.collect::<Result<_, _>>()?), Type::Texts))
            }
            Expr::Call(call) if call.target.is_none() => self.call(part, call),
            _ => Err(self.refuse("condition_part_unknown", part)),
        }
    }

    fn literal(&self, part: &IdedExpr, literal: &LiteralValue) -> Result<(Node, Type), Refusal> {
        let (value, found) = match literal {
            LiteralValue::Boolean(truth) => (Value::Truth(*truth.inner()), Type::Truth),
            LiteralValue::Int(number) => (Value::Number(Decimal::from(*number.inner())), Type::Number),
            // float: the shortest text of the float is the text that was typed
            LiteralValue::Double(number) => match number.inner().to_string().parse() {
                Ok(number) => (Value::Number(number), Type::Number),
                Err(_) => return Err(self.refuse("condition_part_unknown", part)),
            },
            LiteralValue::String(text) => (Value::Text(text.inner().to_string()), Type::Text),
            _ => return Err(self.refuse("condition_part_unknown", part)),
        };
        Ok((Node::Value(value), found))
    }

    fn expect(&mut self, part: &IdedExpr, wanted: Type) -> Result<Node, Refusal> {
        let (node, found) = self.read(part)?;
        if found == wanted {
            return Ok(node);
        }
        let refusal = self.refuse("condition_types_differ", part);
        Err(refusal.with("wanted", word(wanted)).with("found", word(found)))
    }

    fn call(&mut self, part: &IdedExpr, call: &CallExpr) -> Result<(Node, Type), Refusal> {
        use Type::{Number, Text, Texts, Truth};
        let (sign, takes, gives): (Sign, &[Type], Type) = match call.func_name.as_str() {
            signs::LOGICAL_NOT => (Sign::Not, &[Truth], Truth),
            signs::LESS => (Sign::Less, &[Number, Number], Truth),
            signs::LESS_EQUALS => (Sign::LessOrEqual, &[Number, Number], Truth),
            signs::GREATER => (Sign::Greater, &[Number, Number], Truth),
            signs::GREATER_EQUALS => (Sign::GreaterOrEqual, &[Number, Number], Truth),
            signs::ADD => (Sign::Add, &[Number, Number], Number),
            signs::SUBSTRACT => (Sign::Subtract, &[Number, Number], Number),
            signs::MULTIPLY => (Sign::Multiply, &[Number, Number], Number),
            signs::DIVIDE => (Sign::Divide, &[Number, Number], Number),
            signs::NEGATE => (Sign::Negate, &[Number], Number),
            signs::IN => (Sign::In, &[Text, Texts], Truth),
            "size" => (Sign::Size, &[Texts], Number),
            signs::LOGICAL_AND => return self.several(Sign::And, &call.args),
            signs::LOGICAL_OR => return self.several(Sign::Or, &call.args),
            signs::EQUALS => return self.alike(Sign::Equal, part, &call.args),
            signs::NOT_EQUALS => return self.alike(Sign::NotEqual, part, &call.args),
            signs::CONDITIONAL => return self.choice(part, &call.args),
            name => return Err(self.refuse("condition_function_unknown", part).with("name", name)),
        };
        if call.args.len() != takes.len() {
            return Err(self.refuse("condition_part_unknown", part));
        }
        let parts = call.args.iter().zip(takes).map(|(part, wanted)| self.expect(part, *wanted));
        Ok((Node::Call(sign, parts.collect::<Result<_, _>>()?), gives))
    }
    fn several(&mut self, sign: Sign, parts: &[IdedExpr]) -> Result<(Node, Type), Refusal> {
        let parts = parts.iter().map(|part| self.expect(part, Type::Truth)).collect::<Result<_, _>>()?;
        Ok((Node::Call(sign, parts), Type::Truth))
    }
    fn alike(&mut self, sign: Sign, part: &IdedExpr, parts: &[IdedExpr]) -> Result<(Node, Type), Refusal> {
        let [left, right] = parts else { return Err(self.refuse("condition_part_unknown", part)) };
        let (left, found) = self.read(left)?;
        let right = self.expect(right, found)?;
        Ok((Node::Call(sign, vec![left, right]), Type::Truth))
    }
    fn choice(&mut self, part: &IdedExpr, parts: &[IdedExpr]) -> Result<(Node, Type), Refusal> {
        let [condition, yes, no] = parts else { return Err(self.refuse("condition_part_unknown", part)) };
        let condition = self.expect(condition, Type::Truth)?;
        let (yes, found) = self.read(yes)?;
        let no = self.expect(no, found)?;
        Ok((Node::Call(Sign::If, vec![condition, yes, no]), found))
    }
}

fn word(found: Type) -> Arg {
    let key = match found {
        Type::Number => "type_number",
        Type::Text => "type_text",
        Type::Texts => "type_texts",
        Type::Truth => "type_condition",
    };
    Arg::Word(key.to_string())
}

fn value(node: &Node, figures: &Figures) -> Result<Value, Refusal> {
    match node {
        Node::Value(value) => Ok(value.clone()),
        Node::Name(name) => Ok(match figures.value(name) {
            Some(Figure::Number(number)) => Value::Number(number),
            Some(Figure::Text(text)) => Value::Text(text),
            Some(Figure::Texts(texts)) => Value::Texts(texts),
            Some(Figure::Unknown) | None => Value::Unknown,
        }),
        Node::List(items) => {
            let mut texts = BTreeSet::new();
            for item in items {
                if let Value::Text(text) = value(item, figures)? {
                    texts.insert(text);
                }
            }
            Ok(Value::Texts(texts))
        }
        Node::Call(Sign::And, parts) => until(parts, figures, false),
        Node::Call(Sign::Or, parts) => until(parts, figures, true),
        Node::Call(Sign::If, parts) => match value(&parts[0], figures)? {
            Value::Truth(true) => value(&parts[1], figures),
            Value::Truth(false) => value(&parts[2], figures),
            _ => Ok(Value::Unknown),
        },
        Node::Call(sign, parts) => {
            let values = parts.iter().map(|part| value(part, figures)).collect::<Result<Vec<_>, _>>()?;
            worked(*sign, &values)
        }
    }
}

/// The first part with this truth decides; one that is not known does unless another decides.
fn until(parts: &[Node], figures: &Figures, decisive: bool) -> Result<Value, Refusal> {
    let mut found = Value::Truth(!decisive);
    for part in parts {
        match value(part, figures)? {
            Value::Truth(truth) if truth == decisive => return Ok(Value::Truth(decisive)),
            Value::Truth(_) => {}
            _ => found = Value::Unknown,
        }
    }
    Ok(found)
}

fn worked(sign: Sign, values: &[Value]) -> Result<Value, Refusal> {
    // What is too large for a number is not known either: the rule applies.
    let number = |number: Option<Decimal>| Ok(number.map_or(Value::Unknown, Value::Number));
    match (sign, values) {
        (Sign::Not, [Value::Truth(truth)]) => Ok(Value::Truth(!truth)),
        (Sign::Negate, [Value::Number(n)]) => Ok(Value::Number(-n)),
        (Sign::Size, [Value::Texts(texts)]) => Ok(Value::Number(texts.len().into())),
        (Sign::In, [Value::Text(text), Value::Texts(texts)]) => Ok(Value::Truth(texts.contains(text))),
        (_, [Value::Unknown, ..] | [_, Value::Unknown]) => Ok(Value::Unknown),
        (Sign::Equal, [left, right]) => Ok(Value::Truth(left == right)),
        (Sign::NotEqual, [left, right]) => Ok(Value::Truth(left != right)),
        (sign, [Value::Number(left), Value::Number(right)]) => match sign {
            Sign::Less => Ok(Value::Truth(left < right)),
            Sign::LessOrEqual => Ok(Value::Truth(left <= right)),
            Sign::Greater => Ok(Value::Truth(left > right)),
            Sign::GreaterOrEqual => Ok(Value::Truth(left >= right)),
            Sign::Add => number(left.checked_add(*right)),
            Sign::Subtract => number(left.checked_sub(*right)),
            Sign::Multiply => number(left.checked_mul(*right)),
            // By nothing gives nothing that is known.
            _ if right.is_zero() => Ok(Value::Unknown),
            _ => number(left.checked_div(*right)),
        },
        _ => Ok(Value::Unknown),
    }
}
