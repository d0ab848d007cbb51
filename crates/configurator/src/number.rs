//! Numbers of attributes: prices, watts, kilograms. Exact, with six decimals, so that sums of prices are never off by a cent.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};
use std::str::FromStr;

const PLACES: usize = 6;
const ONE: i128 = 1_000_000;
/// The largest number taken in: sums over a million options and products with a weight stay far inside 128 bits.
const LARGEST: i128 = 1_000_000_000_000_000 * ONE;

/// An exact decimal number with at most six decimals, below 10^15 in size when it is read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Number(i128);

/// Why a text is no [`Number`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// It holds something else than digits, one dot and a sign in front.
    NotANumber,
    /// It has more than six decimals.
    TooPrecise,
    /// It is 10^15 or more.
    TooLarge,
}

impl Number {
    pub const ZERO: Number = Number(0);

    /// A number of millionths.
    pub const fn from_millionths(millionths: i128) -> Number {
        Number(millionths)
    }

    pub const fn millionths(self) -> i128 {
        self.0
    }

    /// The product, rounded to six decimals away from zero at the half.
    pub fn times(self, other: Number) -> Number {
        let product = self.0.saturating_mul(other.0);
        Number(product.saturating_add(product.signum() * ONE / 2) / ONE)
    }

    /// Whether it has a size that sums can be made of; see [`NumberError::TooLarge`].
    pub fn fits(self) -> bool {
        self.0.abs() <= LARGEST
    }
}

impl From<i64> for Number {
    fn from(whole: i64) -> Number {
        Number(i128::from(whole) * ONE)
    }
}

impl FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Number, NumberError> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let only_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !only_digits(whole) || !only_digits(decimals) || digits.ends_with('.') {
            return Err(NumberError::NotANumber);
        }
        let decimals = decimals.trim_end_matches('0');
        if decimals.len() > PLACES {
            return Err(NumberError::TooPrecise);
        }
        if whole.trim_start_matches('0').len() > 15 {
            return Err(NumberError::TooLarge);
        }
        let parse = |part: &str| part.parse::<i128>().map_err(|_| NumberError::NotANumber);
        let fraction = parse(&format!("{decimals:0<PLACES$}"))?;
        Ok(Number(sign * (parse(whole)? * ONE + fraction)))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0.unsigned_abs() / ONE as u128, self.0.unsigned_abs() % ONE as u128);
        let sign = if self.0 < 0 { "-" } else { "" };
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let fraction = format!("{fraction:0>PLACES$}");
        write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl serde::Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Add for Number {
    type Output = Number;

    fn add(self, other: Number) -> Number {
        Number(self.0 + other.0)
    }
}

impl Sub for Number {
    type Output = Number;

    fn sub(self, other: Number) -> Number {
        Number(self.0 - other.0)
    }
}

impl Neg for Number {
    type Output = Number;

    fn neg(self) -> Number {
        Number(-self.0)
    }
}

impl Sum for Number {
    fn sum<I: Iterator<Item = Number>>(numbers: I) -> Number {
        numbers.fold(Number::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_written() {
        let check = |text: &str, expected: Result<&str, NumberError>| {
            let number = text.parse::<Number>().map(|number| number.to_string());
            assert_eq!(number, expected.map(str::to_string), "{text}");
        };
        check("0", Ok("0"));
        check("1499.00", Ok("1499"));
        check("-0.050", Ok("-0.05"));
        check("+3.000001", Ok("3.000001"));
        check("999999999999999.999999", Ok("999999999999999.999999"));
        check("1000000000000000", Err(NumberError::TooLarge));
        check("0.0000001", Err(NumberError::TooPrecise));
        for text in ["", "-", ".5", "5.", "1e3", "1,5", "--1", "٣"] {
            check(text, Err(NumberError::NotANumber));
        }
    }

    #[test]
    fn products_round_half_away_from_zero() {
        let times = |a: &str, b: &str| a.parse::<Number>().unwrap().times(b.parse().unwrap()).to_string();
        assert_eq!(times("1.5", "2"), "3");
        assert_eq!(times("0.000001", "0.5"), "0.000001");
        assert_eq!(times("-0.000001", "0.5"), "-0.000001");
    }
}
