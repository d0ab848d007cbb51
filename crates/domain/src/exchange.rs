//! Exchange rates as they were published for a day, such as the reference rates of the European Central Bank. A document in
//! another currency than the books takes the rate of its day and keeps it: nothing later changes what it was worth.

use crate::{
    dates::Date,
    document::*,
    ids::{ExchangeRatesId, RawId},
    money::*,
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Days that rates still hold when none were published: longer than any run of holidays of a central bank.
pub const DAYS_MAX: i64 = 10;
/// Significant digits of a rate that is worked out from others.
const DIGITS: u32 = 10;
/// Most rates of one day.
const RATES_MAX: usize = 300;

/// How many units of a currency one unit of the base was worth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedRate {
    pub currency: Currency,
    pub units: Amount,
}

/// The rates that were published for one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExchangeRates {
    pub id: ExchangeRatesId,
    pub date: Date,
    pub base_currency: Currency,
    pub rates: Vec<PublishedRate>,
    /// Who published them: `ECB`.
    pub source: Option<String>,
}

/// What one unit of a document's currency is worth in the currency of the seller's books.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExchangeRate {
    pub books: Currency,
    pub rate: Amount,
    /// The day for which it was published; absent when it was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

impl ExchangeRates {
    /// Refuses rates that convert nothing: none, not above zero, of the base itself, or twice of one currency.
    pub fn check(&self) -> Result<(), Refusal> {
        let count = self.rates.len();
        if count == 0 || count > RATES_MAX {
            let refusal = Refusal::invalid("rates_count").with("count", count).with("limit", RATES_MAX);
            return Err(refusal.at("rates"));
        }
        let mut seen = BTreeSet::new();
        for (index, PublishedRate { currency, units: rate }) in self.rates.iter().enumerate() {
            let refuse = |code, field| {
                let refusal = Refusal::invalid(code).with("currency", currency.code()).with("rate", rate.value());
                Err(refusal.at(format!("rates.{index}.{field}")))
            };
            if *rate <= Amount::ZERO {
                return refuse("rate_not_positive", "units");
            }
            if *currency == self.base_currency || !seen.insert(currency.code()) {
                return refuse("rate_of_currency_twice", "currency");
            }
        }
        Ok(())
    }
    /// What one unit of `from` is worth in `to`; through the base where neither is it. `None` where a rate is missing.
    pub fn rate(&self, from: Currency, to: Currency) -> Option<Decimal> {
        let of = |currency| match currency == self.base_currency {
            true => Some(Decimal::ONE),
            false => self.rates.iter().find(|rate| rate.currency == currency).map(|rate| rate.units.value()),
        };
        let (from, to) = (of(from)?, of(to)?);
        // As published where one of them is one, so that nobody's last digit differs.
        if from == Decimal::ONE {
            Some(to)
        } else {
            to.checked_div(from)?.round_sf(DIGITS).map(|rate| rate.normalize())
        }
    }
    /// The rate from a document's currency to that of the books, on a day. `None` for what these rates do not say: they are of
    /// a later day, too old, or without one of the currencies.
    pub fn into_books(&self, currency: Currency, books: Currency, on: Date) -> Option<ExchangeRate> {
        let age = self.date.days_until(on);
        let rate = self.rate(currency, books).filter(|rate| (0..=DAYS_MAX).contains(&age) && !rate.is_zero())?;
        Some(ExchangeRate { books, rate: Amount(rate), on: Some(self.date) })
    }
}

impl ExchangeRate {
    /// An amount of the document in the currency of the books.
    pub fn to_books(&self, amount: Money) -> Result<Money, Refusal> {
        let exact = amount.decimal().checked_mul(self.rate.value());
        Money::from_decimal(exact.ok_or_else(|| Refusal::invalid("amount_too_large"))?, self.books, Rounding::HalfUp)
    }
    /// An amount in the currency of the books in that of the document.
    pub fn from_books(&self, amount: Money, currency: Currency) -> Result<Money, Refusal> {
        let exact = amount.decimal().checked_div(self.rate.value());
        Money::from_decimal(exact.ok_or_else(|| Refusal::invalid("amount_too_large"))?, currency, Rounding::HalfUp)
    }
}

impl Document for ExchangeRates {
    const KIND: Kind = Kind::ExchangeRates;
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            number: number_of(self.base_currency, self.date),
            title: self.source.clone().unwrap_or_default(),
            state: "published",
            date: Some(self.date),
            ..Head::default()
        }
    }
}

/// By which the rates of a day are found: one list of rates for a base and a day.
pub fn number_of(base: Currency, on: Date) -> String {
    format!("{} {on}", base.code())
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ExchangeEvent {
    Published { rates: ExchangeRatesId },
    Corrected { rates: ExchangeRatesId },
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }
    fn of(pairs: &[(&str, &str)]) -> ExchangeRates {
        let rate =
            |(code, rate): &(&str, &str)| PublishedRate { currency: currency(code), units: rate.parse().unwrap() };
        ExchangeRates {
            id: ExchangeRatesId(RawId::default()),
            date: Date::constant(2026, 10, 30),
            base_currency: Currency::EUR,
            rates: pairs.iter().map(rate).collect(),
            source: Some("ECB".into()),
        }
    }

    #[test]
    fn what_converts_nothing_is_refused() {
        let check = |pairs: &[(&str, &str)], expected: Option<(&str, &str)>| {
            let found = of(pairs).check().err();
            assert_eq!(found.as_ref().map(|r| (r.code, r.param.as_deref().unwrap())), expected, "{pairs:?}");
        };
        check(&[("USD", "1.1172"), ("JPY", "175.68")], None);
        check(&[], Some(("rates_count", "rates")));
        check(&[("USD", "0")], Some(("rate_not_positive", "rates.0.units")));
        check(&[("JPY", "1"), ("USD", "-1.1")], Some(("rate_not_positive", "rates.1.units")));
        check(&[("EUR", "1")], Some(("rate_of_currency_twice", "rates.0.currency")));
        check(&[("USD", "1.1"), ("USD", "1.2")], Some(("rate_of_currency_twice", "rates.1.currency")));
    }

    #[test]
    fn a_rate_is_as_published_or_goes_through_the_base() {
        let rates = of(&[("USD", "1.1172"), ("GBP", "0.8338"), ("IDR", "20275.17")]);
        let check = |from: &str, to: &str, expected: Option<&str>| {
            let found = rates.rate(currency(from), currency(to)).map(|rate| rate.to_string());
            assert_eq!(found.as_deref(), expected, "{from} {to}");
        };
        check("EUR", "USD", Some("1.1172"));
        check("USD", "EUR", Some("0.8950948801"));
        check("USD", "GBP", Some("0.746330111"));
        check("IDR", "EUR", Some("0.00004932141136"));
        check("USD", "USD", Some("1"));
        check("USD", "SEK", None);
    }

    #[test]
    fn rates_hold_until_the_next_ones_but_not_for_long() {
        let rates = of(&[("USD", "1.1172")]);
        let check = |on: Date, there: bool| {
            assert_eq!(rates.into_books(currency("USD"), Currency::EUR, on).is_some(), there, "{on}");
        };
        check(Date::constant(2026, 10, 29), false);
        check(Date::constant(2026, 10, 30), true);
        check(Date::constant(2026, 11, 9), true);
        check(Date::constant(2026, 11, 10), false);
    }

    #[test]
    fn amounts_are_rounded_once() {
        let rate = ExchangeRate { books: Currency::EUR, rate: "0.8950948801".parse().unwrap(), on: None };
        let usd = |minor| Money::new(minor, currency("USD"));
        assert_eq!(rate.to_books(usd(100_000)).unwrap(), Money::new(89_509, Currency::EUR));
        assert_eq!(rate.from_books(Money::new(89_509, Currency::EUR), currency("USD")).unwrap(), usd(99_999));
        let yen = ExchangeRate { books: Currency::EUR, rate: "0.005692168".parse().unwrap(), on: None };
        assert_eq!(yen.to_books(Money::new(10_000, currency("JPY"))).unwrap().minor(), 5_692);
    }

    proptest! {
        /// There and back is the same to a millionth.
        #[test]
        fn two_ways_are_one(first in 1i64..100_000_000, second in 1i64..100_000_000) {
            let (first, second) = (Decimal::new(first, 4).to_string(), Decimal::new(second, 4).to_string());
            let rates = of(&[("USD", &first), ("GBP", &second)]);
            let there = rates.rate(currency("USD"), currency("GBP")).unwrap();
            let back = rates.rate(currency("GBP"), currency("USD")).unwrap();
            let whole = (there * back - Decimal::ONE).abs();
            prop_assert!(whole < Decimal::new(1, 6), "{there} {back}");
        }
    }
}
