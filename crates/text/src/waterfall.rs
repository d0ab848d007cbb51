//! A step of a price in words: what was done, with which figures, by which rule, or why a rule did not apply.

use crate::{format, t, t_with};
use domain::{
    money::{Amount, Currency},
    org::Language,
    pricing::{NotApplied, Operation, PriceStep, Units},
    refusal::Arg,
};

/// A step as it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What it is: `List price`.
    pub what: String,
    /// The figures: `12 x €30.00`; or why the rule did not apply.
    pub how: String,
    /// Whether the rule did not apply.
    pub idle: bool,
}

/// A step in a language.
pub fn price_step(lang: Language, step: &PriceStep) -> Told {
    let what = t(lang, &step.step);
    match (&step.not_applied, &step.operation) {
        (Some(reason), _) => Told { what, how: not_applied(lang, reason), idle: true },
        (None, Some(operation)) => {
            let how = figures(lang, operation, step).unwrap_or_else(|| step.arithmetic.clone());
            Told { what, how, idle: false }
        }
        (None, None) => Told { what, how: step.arithmetic.clone(), idle: false },
    }
}

/// Where a step comes from: `Catalogue 2026, version 3`.
pub fn price_source(lang: Language, name: &str, version: Option<u32>) -> String {
    match version {
        Some(version) => t_with(lang, "figures-source", &[("name", name.into()), ("version", version.into())]),
        None => name.to_string(),
    }
}

/// Why a rule did not apply, with what it asks for.
pub fn not_applied(lang: Language, reason: &NotApplied) -> String {
    let args: Vec<(&str, Arg)> = match reason {
        NotApplied::OtherCurrency { currency } => vec![("currency", currency.code().into())],
        NotApplied::OtherSegment { segments } => vec![("names", segments.join(", ").into())],
        NotApplied::OtherChannel { channels } => vec![("names", channels.join(", ").into())],
        NotApplied::NotYet { from } => vec![("from", (*from).into())],
        NotApplied::Ended { until } => vec![("until", (*until).into())],
        NotApplied::Behind { by } | NotApplied::Excluded { by } => vec![("by", by.as_str().into())],
        NotApplied::UsedUp { limit } | NotApplied::UsedUpByCustomer { limit } => vec![("limit", (*limit).into())],
        NotApplied::BelowMinimum { minimum } => vec![("minimum", (*minimum).into())],
        NotApplied::OtherCustomer
        | NotApplied::Archived
        | NotApplied::NoPrice
        | NotApplied::NothingLeft
        | NotApplied::WithinLimit => Vec::new(),
    };
    t_with(lang, &format!("why_not-{}", reason.key()), &args)
}

/// The figures of an operation; nothing where its plain arithmetic says it as well.
fn figures(lang: Language, operation: &Operation, step: &PriceStep) -> Option<String> {
    let currency = step.result.currency();
    let price = |amount: Amount| format::unit_price(lang, amount, currency);
    let share = |percent| format::percent(lang, percent);
    Some(match operation {
        Operation::Units(units) => of_units(lang, units, currency),
        Operation::Packages { count, size, price: each, .. } => {
            let (count, size) = (format::quantity(lang, *count), format::quantity(lang, *size));
            format!("{count} × {} / {size}", price(*each))
        }
        Operation::Fixed { amount } => price(*amount),
        Operation::Share { percent, of, fixed, times, .. } if fixed.value().is_zero() || *times == 0 => {
            format!("{} × {}", share(*percent), price(*of))
        }
        Operation::Share { percent, of, fixed, times, .. } => {
            format!("{} × {} + {times} × {}", share(*percent), price(*of), price(*fixed))
        }
        Operation::Off { percent } => format!("− {}", share(*percent)),
        Operation::OffAmount { amount } => format!("− {}", price(*amount)),
        Operation::AtLeast { limit } => t_with(lang, "figures-at_least", &[("limit", price(*limit).into())]),
        Operation::AtMost { limit } => t_with(lang, "figures-at_most", &[("limit", price(*limit).into())]),
        Operation::Becomes { amount } => format!("→ {}", price(*amount)),
        Operation::FromPeriod { period, from } => {
            let values = [("period", (*period).into()), ("from", (*from).into())];
            t_with(lang, "figures-from_period", &values)
        }
        Operation::Round { .. } => {
            let before = step.input.map(price)?;
            format!("{before} → {}", price(step.exact?))
        }
        Operation::Formula { .. } | Operation::Guard { .. } | Operation::Nothing => return None,
    })
}

fn of_units(lang: Language, units: &Units, currency: Currency) -> String {
    let price = |amount: Amount| format::unit_price(lang, amount, currency);
    let mut told = format!("{} × {}", format::quantity(lang, units.quantity), price(units.price));
    if let Some(per) = units.per {
        told.push_str(&format!(" / {}", format::quantity(lang, per)));
    }
    if let Some(flat) = units.flat.filter(|flat| !flat.value().is_zero()) {
        told.push_str(&format!(" + {}", price(flat)));
    }
    if let Some(cap) = units.cap {
        told.push_str(&format!(", {}", t_with(lang, "figures-at_most", &[("limit", price(cap).into())])));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        dates::Date,
        money::{Percent, Quantity},
        pricing::{LineInput, PriceModel, Tier, price_line},
    };

    #[test]
    fn steps_are_told_in_both_languages() {
        let tier = |up_to: Option<&str>, price: &str, flat: Option<&str>| Tier {
            up_to: up_to.map(|up_to| up_to.parse().unwrap()),
            unit_price: price.parse().unwrap(),
            flat: flat.map(|flat| flat.parse().unwrap()),
            ..Tier::default()
        };
        let tiers = vec![tier(Some("10"), "1250.5", None), tier(None, "4.333", Some("1.50"))];
        let price = PriceModel::Graduated { tiers };
        let input = LineInput {
            line: 1,
            price: &price,
            quantity: Quantity::from(11),
            period: 1,
            currency: Currency::EUR,
            discount: Some("10.5".parse::<Percent>().unwrap()),
            quote_discount: None,
        };
        let (_, steps) = price_line(&input).unwrap();
        let told = |lang| steps.iter().map(|step| price_step(lang, step).how).collect::<Vec<_>>();
        assert_eq!(
            told(Language::Nl),
            ["10 × € 1.250,50", "1 × € 4,333 + € 1,50", "− 10,5%", "€ 11.197,195535 → € 11.197,20"]
        );
        assert_eq!(
            told(Language::En),
            ["10 × €1,250.50", "1 × €4.333 + €1.50", "− 10.5%", "€11,197.195535 → €11,197.20"]
        );
    }

    #[test]
    fn a_reason_holds_its_figures() {
        let check = |reason: NotApplied, expected: [&str; 2]| {
            assert_eq!([Language::En, Language::Nl].map(|lang| not_applied(lang, &reason)), expected);
        };
        check(
            NotApplied::NotYet { from: Date::constant(2027, 1, 1) },
            ["it begins on 1 Jan 2027", "gaat in op 01-01-2027"],
        );
        check(NotApplied::UsedUp { limit: 3 }, ["all its 3 uses are used up", "is alle 3 keren al gebruikt"]);
        check(NotApplied::NoPrice, ["it has no price for this product", "heeft geen prijs voor dit product"]);
    }
}
