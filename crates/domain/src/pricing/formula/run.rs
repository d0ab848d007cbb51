//! What a checked formula gives, in whole minor units. Every operation is checked: what does not fit is refused.

use super::{
    super::Ask,
    compile::{Compiled, Node, Op},
};
use crate::{money::MINOR_MAX, refusal::Refusal};
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

/// Names every formula may use.
pub const ALWAYS: &[&str] = &["quantity", "quantity_micros"];

pub struct Values<'a> {
    pub ask: &'a Ask<'a>,
    pub constants: &'a BTreeMap<String, i64>,
    pub list: Option<i64>,
}

pub fn run(compiled: &Compiled, values: &Values) -> Result<i64, Refusal> {
    let minor = number(&compiled.root, values)?;
    if minor.unsigned_abs() > MINOR_MAX.unsigned_abs() { Err(overflow(values)) } else { Ok(minor) }
}

fn overflow(values: &Values) -> Refusal {
    Refusal::invalid("formula_overflow").with("quantity", values.ask.quantity.value())
}

fn number(node: &Node, values: &Values) -> Result<i64, Refusal> {
    match node {
        Node::Int(number) => Ok(*number),
        Node::Bool(value) => Ok(i64::from(*value)),
        Node::Name(name) => named(name, values),
        Node::Call(Op::If, parts) => match number(&parts[0], values)? {
            0 => number(&parts[2], values),
            _ => number(&parts[1], values),
        },
        Node::Call(Op::And, parts) => all(parts, values),
        Node::Call(Op::Or, parts) => Ok(1 - none(parts, values)?),
        Node::Call(op @ (Op::Min | Op::Max), parts) => {
            let first = number(&parts[0], values)?;
            parts[1..].iter().try_fold(first, |best, part| {
                let next = number(part, values)?;
                Ok(if *op == Op::Min { best.min(next) } else { best.max(next) })
            })
        }
        Node::Call(op, parts) => {
            let left = number(&parts[0], values)?;
            let right = parts.get(1).map_or(Ok(0), |part| number(part, values))?;
            apply(*op, left, right, values)
        }
    }
}

/// 1 when all parts hold; the rest is not looked at after the first that does not.
fn all(parts: &[Node], values: &Values) -> Result<i64, Refusal> {
    for part in parts {
        if number(part, values)? == 0 {
            return Ok(0);
        }
    }
    Ok(1)
}

/// 1 when no part holds.
fn none(parts: &[Node], values: &Values) -> Result<i64, Refusal> {
    for part in parts {
        if number(part, values)? != 0 {
            return Ok(0);
        }
    }
    Ok(1)
}

fn apply(op: Op, left: i64, right: i64, values: &Values) -> Result<i64, Refusal> {
    if matches!(op, Op::Divide | Op::Remainder | Op::DivUp | Op::DivHalfUp) && right == 0 {
        return Err(Refusal::invalid("formula_divides_by_zero").with("quantity", values.ask.quantity.value()));
    }
    let (wide, by) = (i128::from(left), i128::from(right));
    let found = match op {
        Op::Add => wide + by,
        Op::Subtract => wide - by,
        Op::Multiply => wide * by,
        Op::Divide => wide / by,
        Op::Remainder => wide % by,
        Op::Negate => -wide,
        // Towards more: 7 by 2 is 4, and -7 by 2 is -3.
        Op::DivUp => wide / by + i128::from(wide % by != 0 && (wide < 0) == (by < 0)),
        Op::DivHalfUp => half_up(wide, by),
        Op::Equal => i128::from(left == right),
        Op::NotEqual => i128::from(left != right),
        Op::Less => i128::from(left < right),
        Op::LessOrEqual => i128::from(left <= right),
        Op::Greater => i128::from(left > right),
        Op::GreaterOrEqual => i128::from(left >= right),
        Op::Not => i128::from(left == 0),
        // Handled above, where parts are looked at one by one.
        Op::And | Op::Or | Op::If | Op::Min | Op::Max => wide,
    };
    i64::try_from(found).map_err(|_| overflow(values))
}

/// The quotient, halves away from zero.
fn half_up(left: i128, right: i128) -> i128 {
    let (size, by) = (left.abs(), right.abs());
    let rounded = (2 * size + by) / (2 * by);
    if (left < 0) == (right < 0) { rounded } else { -rounded }
}

fn named(name: &str, values: &Values) -> Result<i64, Refusal> {
    let quantity = values.ask.quantity;
    match name {
        "quantity" if !quantity.value().is_integer() => {
            Err(Refusal::invalid("formula_quantity_fraction").with("quantity", quantity.value()))
        }
        "quantity" => quantity.value().to_i64().ok_or_else(|| overflow(values)),
        "quantity_micros" => quantity.micros(),
        "list_amount" => values.list.ok_or_else(|| unknown(name)),
        _ => values.constants.get(name).copied().ok_or_else(|| unknown(name)),
    }
}

fn unknown(name: &str) -> Refusal {
    Refusal::invalid("formula_name_unknown").with("name", name).with("column", 1u32).with("known", ALWAYS.join(", "))
}
