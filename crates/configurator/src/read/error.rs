//! Why a file is not a model: the place, the values, and what to do.

use crate::model::ModelError;
use crate::number::NumberError;
use crate::read::{DEEPEST, MOST_BYTES, MOST_FEATURES, MOST_OPERANDS};
use std::fmt;

/// A refused file. Lines and columns (in characters) count from 1; 0 when the whole file is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    pub line: u32,
    pub column: u32,
    pub problem: Problem,
}

/// What is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    TooLarge,
    TooManyFeatures,
    TooManyOperands,
    TooDeep,
    NotUtf8,
    NotGzip(String),
    /// Nothing that says which features there are.
    NoFeatures,
    Character(char),
    Unclosed(char),
    Unopened(char),
    Indentation,
    Expected {
        expected: &'static str,
        found: String,
    },
    UnknownName(String),
    UnknownAttribute {
        feature: String,
        attribute: String,
    },
    /// No feature carries a number of that name.
    NoSuchNumbers(String),
    Number {
        text: String,
        error: NumberError,
    },
    /// Part of the language, but not of this program.
    Unsupported {
        what: String,
        remedy: &'static str,
    },
    Model(ModelError),
    LiteralOutOfRange {
        literal: i64,
        vars: usize,
    },
    ClauseWithoutEnd,
    ClauseCount {
        announced: usize,
        found: usize,
    },
}

impl Problem {
    pub(crate) fn at(self, line: u32, column: u32) -> ReadError {
        ReadError { line, column, problem: self }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => {}
            (line, 0) => write!(f, "line {line}: ")?,
            (line, column) => write!(f, "line {line}, column {column}: ")?,
        }
        write!(f, "{}", self.problem)
    }
}

impl std::error::Error for ReadError {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::TooLarge => write!(f, "the text is larger than {} MiB; split the model", MOST_BYTES >> 20),
            Problem::TooManyFeatures => write!(f, "the model has more than {MOST_FEATURES} features; split it"),
            Problem::TooManyOperands => {
                write!(f, "the rules name more than {MOST_OPERANDS} options; split the model or shorten its rules")
            }
            Problem::TooDeep => {
                write!(f, "the rule nests deeper than {DEEPEST} levels; write it as several rules")
            }
            Problem::NotUtf8 => write!(f, "the text is not UTF-8; save it in that encoding"),
            Problem::NotGzip(error) => {
                write!(f, "the file starts like gzip but cannot be unpacked ({error}); pack it again")
            }
            Problem::NoFeatures => write!(
                f,
                "no features found; a UVL model has a line \"features\" with the root below it, a DIMACS file a line \"p cnf VARIABLES CLAUSES\""
            ),
            Problem::Character(character) => {
                write!(f, "{character:?} means nothing here; write names that hold it between double quotes")
            }
            Problem::Unclosed(open) => write!(f, "{open} is never closed; add the closing {}", closing(*open)),
            Problem::Unopened(close) => write!(f, "{close} closes nothing; remove it or add its opening"),
            Problem::Indentation => {
                write!(f, "the line is indented like no line above it; start it below the line it belongs beside")
            }
            Problem::Expected { expected, found } => write!(f, "{expected} expected, {found} found"),
            Problem::UnknownName(name) => {
                write!(f, "there is no feature \"{name}\"; add it below \"features\" or correct the name")
            }
            Problem::UnknownAttribute { feature, attribute } => {
                write!(
                    f,
                    "feature \"{feature}\" has no number \"{attribute}\"; add it between braces behind the feature"
                )
            }
            Problem::NoSuchNumbers(attribute) => {
                write!(
                    f,
                    "no feature has a number \"{attribute}\"; add it between braces behind the features it counts"
                )
            }
            Problem::Number { text, error } => {
                let remedy = match error {
                    NumberError::NotANumber => "is not a number; write digits with a dot before the decimals",
                    NumberError::TooPrecise => "has more than six decimals; round it",
                    NumberError::TooLarge => "is 10^15 or more; use a larger unit",
                };
                write!(f, "{text} {remedy}")
            }
            Problem::Unsupported { what, remedy } => write!(f, "{what} is not supported; {remedy}"),
            Problem::Model(error) => write!(f, "{error}"),
            Problem::LiteralOutOfRange { literal, vars } => {
                write!(
                    f,
                    "{literal} is outside the {vars} variables of the line \"p cnf\"; raise that number or correct the clause"
                )
            }
            Problem::ClauseWithoutEnd => write!(f, "the last clause has no end; close it with 0"),
            Problem::ClauseCount { announced, found } => {
                write!(
                    f,
                    "the line \"p cnf\" announces {announced} clauses and {found} follow; correct it or complete the file"
                )
            }
        }
    }
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        other => other,
    }
}
