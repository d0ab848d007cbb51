//! Reading numbers and dates as people type them, in either language's notation.

use crate::format::MONTHS;
use domain::{dates::Date, org::Language};
use rust_decimal::Decimal;

/// A typed number. With both marks in it, or a mark that cannot group, its meaning is plain in either language; only
/// `1.234` and `1,234` are read by the language: a thousand and more where the mark groups, else one and a bit.
pub fn decimal(lang: Language, typed: &str) -> Option<Decimal> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '€' | '\'' | '’')).collect();
    let typed = typed.replace('−', "-");
    let (sign, digits) = match typed.strip_prefix(['-', '+']) {
        Some(rest) => (&typed[..1], rest),
        None => ("", typed.as_str()),
    };
    let (whole, fraction) = split(lang, digits)?;
    let whole = ungrouped(whole)?;
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || !all_digits(&whole) || !all_digits(fraction) {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { &whole };
    let plain = if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") };
    plain.parse().ok()
}

/// The part before and the part after the decimal mark.
fn split(lang: Language, digits: &str) -> Option<(&str, &str)> {
    let last = digits.rfind(['.', ',']);
    let Some(last) = last else { return Some((digits, "")) };
    let mark = &digits[last..=last];
    let (before, after) = (&digits[..last], &digits[last + 1..]);
    let times = digits.matches(mark).count();
    let other = if mark == "." { "," } else { "." };
    if times > 1 {
        // A mark that stands twice groups; a different mark before it would make no number.
        return if digits.contains(other) { None } else { Some((digits, "")) };
    }
    let groups_here = mark == if lang == Language::En { "," } else { "." };
    let could_group = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    if !digits.contains(other) && could_group && groups_here {
        return Some((digits, ""));
    }
    Some((before, after))
}

/// The whole part without its grouping marks; refused unless each group has three digits.
fn ungrouped(whole: &str) -> Option<String> {
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let regular =
        groups.len() == 1 || (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
    let one_mark = !(whole.contains('.') && whole.contains(','));
    (regular && one_mark).then(|| groups.concat())
}

/// A typed date, the day first: `31-3-2026`, `31/03/26`, `31 maart 2026`, `31 Mar 2026`, `March 31, 2026`, `2026-03-31`.
pub fn date(_lang: Language, typed: &str) -> Option<Date> {
    let typed = typed.trim().to_lowercase();
    if let Ok(iso) = typed.parse::<Date>() {
        return Some(iso);
    }
    let words: Vec<&str> = typed
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '.' | ','))
        .filter(|w| !w.is_empty())
        .collect();
    let [first, second, third] = words[..] else { return None };
    let (day, month, year) = match (month_named(first), month_named(second)) {
        (Some(month), None) => (second, month, third),
        (None, Some(month)) => (first, month, third),
        _ if first.len() == 4 => (third, second.parse().ok()?, first),
        _ => (first, second.parse().ok()?, third),
    };
    let year: i16 = match (year.len(), year.parse::<i16>().ok()?) {
        (2, short) => 2000 + short,
        (4, long) => long,
        _ => return None,
    };
    Date::new(year, month, day.parse().ok()?)
}

/// A month by its name or the first three letters of it, in either language (and the Dutch `mrt`).
fn month_named(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|(en, nl)| {
        [*en, *nl].iter().any(|name| {
            let name = name.to_lowercase();
            name == word || word.len() == 3 && name.starts_with(word)
        })
    });
    match (at, word) {
        (Some(at), _) => i8::try_from(at + 1).ok(),
        (None, "mrt") => Some(3),
        (None, "sept") => Some(9),
        _ => None,
    }
}
