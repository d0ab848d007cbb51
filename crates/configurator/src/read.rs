//! Reading models: UVL (the Universal Variability Language) and DIMACS, plain or packed with gzip.
//! Whatever a file holds, reading ends in a model or in a refusal with place and remedy, within the sizes below.

mod dimacs;
mod error;
mod lexer;
mod rules;
mod uvl;

pub use error::{Problem, ReadError};

use crate::model::Model;
use std::io::Read;

/// The largest text taken in, unpacked. The largest published model has about 15 MiB.
pub const MOST_BYTES: usize = 32 << 20;
/// The most features of one model.
pub const MOST_FEATURES: usize = 500_000;
/// The most options named in the rules of one model, repetitions included.
pub const MOST_OPERANDS: usize = 5_000_000;
/// How deep parentheses and other nesting inside a rule go.
pub const DEEPEST: usize = 256;

/// Reads a model from a file's bytes. Gzip is known by its first bytes, DIMACS by its first word.
pub fn read(bytes: &[u8]) -> Result<Model, ReadError> {
    let unpacked;
    let plain = match bytes.starts_with(&[0x1f, 0x8b]) {
        true => {
            unpacked = unpack(bytes)?;
            &unpacked
        }
        false => bytes,
    };
    if plain.len() > MOST_BYTES {
        return Err(Problem::TooLarge.at(0, 0));
    }
    let text = std::str::from_utf8(plain).map_err(|error| {
        let line = plain[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        Problem::NotUtf8.at(line as u32, 0)
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match looks_like_dimacs(text) {
        true => dimacs::read(text),
        false => uvl::read(text),
    }
}

fn looks_like_dimacs(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    first == "c" || ["c ", "c\t", "p cnf"].iter().any(|start| first.starts_with(start))
}

/// Unpacks gzip, no further than the largest text taken in.
fn unpack(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let mut plain = Vec::new();
    let reader = flate2::read::MultiGzDecoder::new(bytes);
    let outcome = reader.take(MOST_BYTES as u64 + 1).read_to_end(&mut plain);
    outcome.map_err(|error| Problem::NotGzip(error.to_string()).at(0, 0))?;
    Ok(plain)
}
