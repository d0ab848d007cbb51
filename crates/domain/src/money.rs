//! Money: whole minor units of one currency. Unit prices, quantities and percentages keep as many places as given
//! and become `Money` once, at the line total, by a named rounding. Mixed currencies and overflow are errors.

use crate::refusal::Refusal;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{borrow::Cow, fmt, str::FromStr};

/// An ISO 4217 currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3], u8);

impl Currency {
    pub const EUR: Currency = Currency(*b"EUR", 2);
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }
    /// How many decimals the minor unit stands for: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn exponent(&self) -> u32 {
        u32::from(self.1)
    }
}
impl FromStr for Currency {
    type Err = Refusal;
    fn from_str(s: &str) -> Result<Currency, Refusal> {
        let unknown = || Refusal::invalid("currency_unknown").with("given", s);
        let known = iso_currency::Currency::from_code(&s.to_ascii_uppercase()).ok_or_else(unknown)?;
        // Gold, drawing rights, units of account and test codes stand in the list too; nobody pays in them.
        if known.is_special() || known.is_fund() {
            return Err(Refusal::invalid("currency_not_payable").with("given", known.code()));
        }
        let exponent = known.exponent().unwrap_or(2);
        let code: [u8; 3] = known.code().as_bytes().try_into().map_err(|_| unknown())?;
        Ok(Currency(code, u8::try_from(exponent).unwrap_or(2)))
    }
}
impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in whole minor units: `Money { minor: 1250, currency: EUR }` is 12.50 EUR.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl JsonSchema for Money {
    fn schema_name() -> Cow<'static, str> {
        "Money".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object", "format": "money", "required": ["minor", "currency"], "additionalProperties": false,
            "properties": {
                "minor": {"type": "integer", "description": "Whole minor units: 1250 is 12.50 EUR"},
                "currency": {"type": "string", "format": "currency"}
            }
        })
    }
}

/// Largest amount that may stand on one line or document: well inside i64, so that sums cannot overflow.
pub const MINOR_MAX: i64 = 1_000_000_000_000_000;

// `add` and `sub` can refuse, which the operators' traits cannot say.
#[allow(clippy::should_implement_trait)]
impl Money {
    pub const fn new(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }
    pub const fn zero(currency: Currency) -> Money {
        Money { minor: 0, currency }
    }
    pub const fn minor(&self) -> i64 {
        self.minor
    }
    pub const fn currency(&self) -> Currency {
        self.currency
    }
    pub fn is_zero(&self) -> bool {
        self.minor == 0
    }
    pub fn is_positive(&self) -> bool {
        self.minor > 0
    }
    pub fn is_negative(&self) -> bool {
        self.minor < 0
    }
    pub fn negate(self) -> Money {
        Money { minor: -self.minor, ..self }
    }
    pub fn abs(self) -> Money {
        Money { minor: self.minor.abs(), ..self }
    }
    pub fn min(self, other: Money) -> Result<Money, Refusal> {
        self.same_currency(other)?;
        Ok(if self.minor <= other.minor { self } else { other })
    }
    pub fn add(self, other: Money) -> Result<Money, Refusal> {
        self.same_currency(other)?;
        Money::checked(self.minor.checked_add(other.minor), self.currency)
    }
    pub fn sub(self, other: Money) -> Result<Money, Refusal> {
        self.same_currency(other)?;
        Money::checked(self.minor.checked_sub(other.minor), self.currency)
    }
    /// Sum of amounts that must all be in `currency`.
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Money>) -> Result<Money, Refusal> {
        amounts.into_iter().try_fold(Money::zero(currency), Money::add)
    }
    /// The amount as a decimal number of major units.
    pub fn decimal(&self) -> Decimal {
        Decimal::new(self.minor, self.currency.exponent())
    }
    /// A decimal number of major units, rounded to the minor unit.
    pub fn from_decimal(amount: Decimal, currency: Currency, rounding: Rounding) -> Result<Money, Refusal> {
        let rounded = amount.round_dp_with_strategy(currency.exponent(), rounding.strategy());
        let minor = rounded.checked_mul(Decimal::from(10i64.pow(currency.exponent()))).and_then(|d| d.to_i64());
        Money::checked(minor, currency)
    }
    /// `percent` of this amount, rounded to the minor unit.
    pub fn percent(self, percent: Percent, rounding: Rounding) -> Result<Money, Refusal> {
        let share = self.decimal().checked_mul(percent.fraction()).ok_or_else(|| overflow(self.currency))?;
        Money::from_decimal(share, self.currency, rounding)
    }
    /// Splits into parts proportional to `weights` that sum to the whole: largest remainder, ties to the first.
    /// All weights zero splits evenly. Works for negative amounts by mirroring.
    pub fn allocate(self, weights: &[u64]) -> Vec<Money> {
        if weights.is_empty() {
            return Vec::new();
        }
        let even = vec![1u64; weights.len()];
        let weights = if weights.iter().all(|w| *w == 0) { &even } else { weights };
        let total: u128 = weights.iter().map(|w| u128::from(*w)).sum();
        let whole = u128::from(self.minor.unsigned_abs());
        let mut shares: Vec<u128> = weights.iter().map(|w| whole * u128::from(*w) / total).collect();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|&i| std::cmp::Reverse(whole * u128::from(weights[i]) % total));
        let rest = whole - shares.iter().sum::<u128>();
        for &i in order.iter().take(usize::try_from(rest).unwrap_or(0)) {
            shares[i] += 1;
        }
        let sign = self.minor.signum();
        let part = |s: u128| Money { minor: i64::try_from(s).unwrap_or(i64::MAX) * sign, currency: self.currency };
        shares.into_iter().map(part).collect()
    }
    fn checked(minor: Option<i64>, currency: Currency) -> Result<Money, Refusal> {
        match minor {
            Some(minor) if minor.abs() <= MINOR_MAX => Ok(Money { minor, currency }),
            _ => Err(overflow(currency)),
        }
    }
    fn same_currency(self, other: Money) -> Result<(), Refusal> {
        if self.currency == other.currency {
            return Ok(());
        }
        Err(Refusal::invalid("currency_mixed").with("left", self.currency.code()).with("right", other.currency.code()))
    }
}
fn overflow(currency: Currency) -> Refusal {
    Refusal::invalid("amount_too_large").with("limit", Money { minor: MINOR_MAX, currency })
}
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.decimal(), self.currency)
    }
}
impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How a decimal amount becomes whole minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Halves away from zero: what Dutch tax law and invoices use.
    #[default]
    HalfUp,
    /// Halves to the even neighbour.
    HalfEven,
    /// Halves towards zero.
    HalfDown,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
    /// To the number above.
    Ceiling,
    /// To the number below.
    Floor,
}
impl Rounding {
    pub fn strategy(self) -> RoundingStrategy {
        match self {
            Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
            Rounding::HalfDown => RoundingStrategy::MidpointTowardZero,
            Rounding::Ceiling => RoundingStrategy::ToPositiveInfinity,
            Rounding::Floor => RoundingStrategy::ToNegativeInfinity,
            Rounding::Down => RoundingStrategy::ToZero,
            Rounding::Up => RoundingStrategy::AwayFromZero,
        }
    }
}

/// Declares a decimal newtype that is a string in JSON and keeps the places it was given.
macro_rules! decimal_type {
    ($(#[$doc:meta])* $name:ident, $format:literal, $code:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub Decimal);
        impl $name {
            pub const ZERO: $name = $name(Decimal::ZERO);
            pub fn value(self) -> Decimal { self.0 }
        }
        impl From<i64> for $name { fn from(n: i64) -> Self { $name(Decimal::from(n)) } }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&self.0, f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&self.0, f) }
        }
        impl FromStr for $name {
            type Err = Refusal;
            fn from_str(s: &str) -> Result<Self, Refusal> {
                decimal(s).map($name).ok_or_else(|| Refusal::invalid($code).with("given", s))
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(&self.0) }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                deserialize_decimal(d).map($name)
            }
        }
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> { stringify!($name).into() }
            fn inline_schema() -> bool { true }
            fn json_schema(_: &mut SchemaGenerator) -> Schema { json_schema!({"type": "string", "format": $format}) }
        }
    };
}

/// A plain decimal number: optional sign, digits, point, digits; at most 28 significant places.
pub fn decimal(s: &str) -> Option<Decimal> {
    let plain = !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-' || b == b'+');
    if plain { s.parse().ok() } else { None }
}

fn deserialize_decimal<'de, D: Deserializer<'de>>(d: D) -> Result<Decimal, D::Error> {
    struct Visit;
    impl serde::de::Visitor<'_> for Visit {
        type Value = Decimal;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a decimal number as text, such as \"12.50\"")
        }
        fn visit_str<E: serde::de::Error>(self, s: &str) -> Result<Decimal, E> {
            decimal(s).ok_or_else(|| E::custom(format!("`{s}` is not a decimal number such as 12.50")))
        }
        fn visit_i64<E: serde::de::Error>(self, n: i64) -> Result<Decimal, E> {
            Ok(Decimal::from(n))
        }
        fn visit_u64<E: serde::de::Error>(self, n: u64) -> Result<Decimal, E> {
            Ok(Decimal::from(n))
        }
    }
    d.deserialize_any(Visit)
}

decimal_type!(
    /// How many units; may be fractional (1.5 hours) or negative on a correction.
    Quantity, "quantity", "quantity_malformed"
);
decimal_type!(
    /// A percentage: `21` means 21 per cent.
    Percent, "percent", "percent_malformed"
);
decimal_type!(
    /// A price amount per unit in major units, with as many places as given.
    Amount, "decimal", "amount_malformed"
);

impl Percent {
    /// 21 per cent as 0.21.
    pub fn fraction(self) -> Decimal {
        self.0 / Decimal::ONE_HUNDRED
    }
    pub fn is_between_0_and_100(self) -> bool {
        self.0 >= Decimal::ZERO && self.0 <= Decimal::ONE_HUNDRED
    }
}

#[allow(clippy::should_implement_trait)]
impl Quantity {
    /// Scale of quantities in facts: whole millionths.
    pub const MICROS: i64 = 1_000_000;
    pub const ONE: Quantity = Quantity(Decimal::ONE);
    /// The quantity in millionths, exact; refuses more than six places or more than a thousand billion.
    pub fn micros(self) -> Result<i64, Refusal> {
        let scaled =
            self.0.checked_mul(Decimal::from(Self::MICROS)).filter(|d| d.is_integer()).and_then(|d| d.to_i64());
        scaled
            .filter(|n| n.abs() <= 1_000_000_000_000 * Self::MICROS)
            .ok_or_else(|| Refusal::invalid("quantity_out_of_range").with("given", self.0))
    }
    pub fn from_micros(micros: i64) -> Quantity {
        Quantity(Decimal::new(micros, 6).normalize())
    }
    pub fn is_positive(self) -> bool {
        self.0 > Decimal::ZERO
    }
    pub fn add(self, other: Quantity) -> Quantity {
        Quantity(self.0.saturating_add(other.0))
    }
    pub fn sub(self, other: Quantity) -> Quantity {
        Quantity(self.0.saturating_sub(other.0))
    }
}

/// The price of one unit, in a currency, with as many decimal places as it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnitPrice {
    pub amount: Amount,
    pub currency: Currency,
}
impl UnitPrice {
    pub fn new(amount: Decimal, currency: Currency) -> UnitPrice {
        UnitPrice { amount: Amount(amount), currency }
    }
    /// Price times quantity, rounded once to the minor unit.
    pub fn times(self, quantity: Quantity, rounding: Rounding) -> Result<Money, Refusal> {
        let total = self.amount.0.checked_mul(quantity.0).ok_or_else(|| overflow(self.currency))?;
        Money::from_decimal(total, self.currency, rounding)
    }
}

macro_rules! text_serde {
    ($name:ident, $format:literal, $expect:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let s = Cow::<str>::deserialize(d)?;
                s.parse().map_err(|_| D::Error::custom(format!("`{s}` is not {}", $expect)))
            }
        }
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "format": $format})
            }
        }
    };
}

text_serde!(Currency, "currency", "an ISO 4217 currency code such as EUR");

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn mixed_currencies_are_refused() {
        let usd = Money::new(100, "usd".parse().unwrap());
        assert_eq!(eur(100).add(usd).unwrap_err().code, "currency_mixed");
        assert_eq!("EU".parse::<Currency>().unwrap_err().code, "currency_unknown");
        for code in ["XXX", "XTS", "xau", "XDR", "CLF"] {
            assert_eq!(code.parse::<Currency>().unwrap_err().code, "currency_not_payable", "{code}");
        }
        for code in ["USD", "JPY", "XOF", "XPF", "XCD"] {
            assert_eq!(code.parse::<Currency>().unwrap().code(), code);
        }
    }

    #[test]
    fn a_line_rounds_once_half_up() {
        for (price, quantity, total) in [
            ("0.00880", "1000", 880),
            ("0.125", "1", 13),
            ("-0.125", "1", -13),
            ("9.99", "3", 2997),
            ("1.005", "1", 101),
        ] {
            let price = UnitPrice::new(decimal(price).unwrap(), Currency::EUR);
            assert_eq!(
                price.times(quantity.parse().unwrap(), Rounding::HalfUp).unwrap(),
                eur(total),
                "{price:?} x {quantity}"
            );
        }
    }

    #[test]
    fn absurd_amounts_are_refused_not_wrapped() {
        let price = UnitPrice::new(decimal("999999999999").unwrap(), Currency::EUR);
        assert_eq!(
            price.times("1000000000000000000".parse().unwrap(), Rounding::HalfUp).unwrap_err().code,
            "amount_too_large"
        );
        assert_eq!(eur(MINOR_MAX).add(eur(1)).unwrap_err().code, "amount_too_large");
        assert_eq!(
            "1000000000000000000".parse::<Quantity>().unwrap().micros().unwrap_err().code,
            "quantity_out_of_range"
        );
        for bad in ["", "1e5", "1,5", "abc", "1.2.3"] {
            assert!(bad.parse::<Quantity>().is_err(), "{bad}");
        }
    }

    #[test]
    fn minor_units_follow_the_currency() {
        let check = |code: &str, amount: &str, minor: i64| {
            let m = Money::from_decimal(decimal(amount).unwrap(), code.parse().unwrap(), Rounding::HalfUp).unwrap();
            assert_eq!(m.minor(), minor, "{code} {amount}");
        };
        check("EUR", "12.345", 1235);
        check("JPY", "12.5", 13);
        check("KWD", "1.2345", 1235);
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole(minor in -1_000_000_000i64..1_000_000_000, weights in prop::collection::vec(0u64..10_000, 1..20)) {
            let parts = eur(minor).allocate(&weights);
            prop_assert_eq!(Money::sum(Currency::EUR, parts.iter().copied()).unwrap(), eur(minor));
            prop_assert_eq!(parts.len(), weights.len());
        }
    }
}
