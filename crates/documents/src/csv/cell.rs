//! Dates and amounts as people and spreadsheets write them.

use domain::dates::Date;
use rust_decimal::Decimal;

/// How a date with a day below 13 is read: 3/4/2026 is 3 April or 4 March.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    DayFirst,
    MonthFirst,
}

/// Which sign stands before the cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalSign {
    Comma,
    Point,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountFault {
    Malformed,
    /// 1.234 is a thousand in Dutch and little more than one in English.
    Ambiguous,
}

/// Reads `2026-03-31`, `20260331`, `31-03-2026`, `31/3/2026` and `31.03.2026`; the year in four digits, and a time behind
/// a space or `T` is left out. `None` when no such date exists.
pub fn read_date(text: &str, order: DateOrder) -> Option<Date> {
    let day_part = text.split([' ', 'T']).next()?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i16>().ok()).flatten();
    if day_part.len() == 8 && day_part.bytes().all(|b| b.is_ascii_digit()) {
        return date(digits(&day_part[..4])?, digits(&day_part[4..6])?, digits(&day_part[6..])?);
    }
    let mut parts = day_part.split(['-', '/', '.']);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || second.len() > 2 {
        return None;
    }
    let (one, two, three) = (digits(first)?, digits(second)?, digits(third)?);
    match (first.len(), third.len(), order) {
        (4, 1..=2, _) => date(one, two, three),
        (1..=2, 4, DateOrder::DayFirst) => date(three, two, one),
        (1..=2, 4, DateOrder::MonthFirst) => date(three, one, two),
        _ => None,
    }
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

/// Reads `1.234,56`, `1,234.56`, `1234,5`, `-12.00`, `12,00-`, `+12`, `EUR 12,00`. Thousands must stand in threes. Without
/// `sign` the text itself must tell comma from point.
pub fn read_amount(text: &str, sign: Option<DecimalSign>) -> Result<Decimal, AmountFault> {
    let bare = text.trim().trim_start_matches("EUR").trim_end_matches("EUR").trim_matches('€');
    let bare: String = bare.chars().filter(|c| !c.is_whitespace() && *c != '\u{2019}' && *c != '\'').collect();
    let (negative, bare) = without_sign(&bare);
    let bare = bare.trim_matches('€');
    let plain = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.');
    if !plain {
        return Err(AmountFault::Malformed);
    }
    let decimal = match sign {
        Some(DecimalSign::Comma) => Some(','),
        Some(DecimalSign::Point) => Some('.'),
        None => decimal_sign_of(bare)?,
    };
    let (whole, fraction) = match decimal.and_then(|sign| bare.rsplit_once(sign)) {
        Some((whole, fraction)) => (whole, fraction),
        None => (bare, ""),
    };
    let groups: Vec<&str> = whole.split([',', '.']).collect();
    let grouped = groups[1..].iter().all(|g| g.len() == 3) && (groups.len() == 1 || (1..=3).contains(&groups[0].len()));
    let two_kinds = whole.contains(',') && whole.contains('.');
    let one_kind = !two_kinds && decimal.is_none_or(|sign| !whole.contains(sign));
    let digits = fraction.bytes().all(|b| b.is_ascii_digit());
    if !grouped || !one_kind || !digits || (whole.is_empty() && fraction.is_empty()) {
        return Err(AmountFault::Malformed);
    }
    let number = format!("{}.{}", groups.concat(), if fraction.is_empty() { "0" } else { fraction });
    let number = if number.starts_with('.') { format!("0{number}") } else { number };
    let scale = u32::try_from(fraction.len()).unwrap_or(u32::MAX);
    let amount: Decimal = number.parse().map_err(|_| AmountFault::Malformed)?;
    // A number longer than a decimal can hold would be rounded without a word.
    if amount.scale() != scale.max(1) {
        return Err(AmountFault::Malformed);
    }
    let amount = if fraction.is_empty() { amount.trunc() } else { amount };
    Ok(if negative { -amount } else { amount })
}

fn without_sign(text: &str) -> (bool, &str) {
    if let Some(rest) = text.strip_prefix('-').or_else(|| text.strip_suffix('-')) {
        return (true, rest);
    }
    (false, text.strip_prefix('+').or_else(|| text.strip_suffix('+')).unwrap_or(text))
}

/// The sign before the decimals, `None` when there are none.
fn decimal_sign_of(text: &str) -> Result<Option<char>, AmountFault> {
    let Some(last) = text.rfind([',', '.']) else { return Ok(None) };
    let sign = if text.as_bytes()[last] == b',' { ',' } else { '.' };
    let other = if sign == ',' { '.' } else { ',' };
    let times = text.matches(sign).count();
    match (times, text.contains(other), text.len() - last - 1) {
        (1, true, _) => Ok(Some(sign)),
        (1, false, 3) => Err(AmountFault::Ambiguous),
        (1, false, _) => Ok(Some(sign)),
        // Several of one kind can only part thousands.
        (_, false, _) => Ok(None),
        (_, true, _) => Err(AmountFault::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_in_both_notations() {
        let check = |text: &str, amount: &str| {
            assert_eq!(read_amount(text, None).map(|a| a.to_string()), Ok(amount.to_string()), "{text}");
        };
        check("1.234,56", "1234.56");
        check("1,234.56", "1234.56");
        check("1.234.567", "1234567");
        check("12,5", "12.5");
        check("-12.00", "-12.00");
        check("12,00-", "-12.00");
        check("+0,00", "0.00");
        check("€ 1.000,00", "1000.00");
        check("-€ 1,5", "-1.5");
        check("EUR 99", "99");
        check(",50", "0.50");
        check("1 234,56", "1234.56");
        for bad in ["", "-", "€", "1,2,3", "1.23,456.7", "12e3", "abc", "--5", "1..2", "1,23,456.00", "."] {
            assert_eq!(read_amount(bad, None), Err(AmountFault::Malformed), "{bad}");
        }
        let long = "9".repeat(40);
        assert_eq!(read_amount(&long, None), Err(AmountFault::Malformed));
        assert_eq!(read_amount(&format!("0,{long}"), None), Err(AmountFault::Malformed));
    }

    #[test]
    fn a_thousand_or_a_fraction_is_asked_for() {
        for text in ["1.234", "1,234", "-1.000"] {
            assert_eq!(read_amount(text, None), Err(AmountFault::Ambiguous), "{text}");
        }
        let one_thousand = read_amount("1.234", Some(DecimalSign::Comma)).unwrap();
        assert_eq!(one_thousand.to_string(), "1234");
        assert_eq!(read_amount("1.234", Some(DecimalSign::Point)).unwrap().to_string(), "1.234");
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let check = |text: &str, order: DateOrder, date: Option<&str>| {
            assert_eq!(read_date(text, order).map(|d| d.to_string()).as_deref(), date, "{text}");
        };
        use DateOrder::*;
        check("2026-03-31", DayFirst, Some("2026-03-31"));
        check("20260331", DayFirst, Some("2026-03-31"));
        check("31-03-2026", DayFirst, Some("2026-03-31"));
        check("3/4/2026", DayFirst, Some("2026-04-03"));
        check("3/4/2026", MonthFirst, Some("2026-03-04"));
        check("1.12.2026 14:05", DayFirst, Some("2026-12-01"));
        check("2026-3-1", MonthFirst, Some("2026-03-01"));
        for bad in [
            "",
            "30-02-2026",
            "2026-13-01",
            "1/2/26",
            "12/31/2026",
            "2026",
            "a-b-c",
            "1-2-3-4",
            "-1-02-2026",
            "٣-04-2026",
        ] {
            check(bad, DayFirst, None);
        }
    }
}
