//! How amounts, numbers, dates and addresses are written: `€ 1.234,50` and `31-03-2026` in Dutch, `€1,234.50` and
//! `31 Mar 2026` in English. Spaces are plain ones; a layout that must not break a line there replaces them.

use crate::{bundle, t};
use domain::{
    dates::{Date, Timestamp},
    money::{Amount, Currency, Money, Percent, Quantity},
    org::{Address, Country, Language},
    quote::LinePart,
    refusal::Arg,
};
use rust_decimal::Decimal;

pub(crate) const MONTHS: [(&str, &str); 12] = [
    ("January", "januari"),
    ("February", "februari"),
    ("March", "maart"),
    ("April", "april"),
    ("May", "mei"),
    ("June", "juni"),
    ("July", "juli"),
    ("August", "augustus"),
    ("September", "september"),
    ("October", "oktober"),
    ("November", "november"),
    ("December", "december"),
];

/// Grouping and decimal mark.
fn marks(lang: Language) -> (char, char) {
    match lang {
        Language::En => (',', '.'),
        Language::Nl => ('.', ','),
    }
}

/// An amount with its currency: `€ 1.234,50`, `€1,234.50`, `CHF 1,234.50`; below zero `€ -5,00` and `-€5.00`.
pub fn money(lang: Language, money: Money) -> String {
    with_symbol(lang, money.currency(), money.decimal())
}

/// An amount without its currency, for columns that name it in their heading.
pub fn amount(lang: Language, money: Money) -> String {
    decimal(lang, money.decimal())
}

/// A price per unit with its currency: all its places, and no fewer than the currency has.
pub fn unit_price(lang: Language, price: Amount, currency: Currency) -> String {
    with_symbol(lang, currency, priced(price, currency))
}

/// A price per unit without its currency.
pub fn unit_price_bare(lang: Language, price: Amount, currency: Currency) -> String {
    decimal(lang, priced(price, currency))
}

fn priced(price: Amount, currency: Currency) -> Decimal {
    let mut price = price.value().normalize();
    if price.scale() < currency.exponent() {
        price.rescale(currency.exponent());
    }
    price
}

fn with_symbol(lang: Language, currency: Currency, value: Decimal) -> String {
    let number = decimal(lang, value.abs());
    let minus = if value.is_sign_negative() && !value.is_zero() { "-" } else { "" };
    let symbol = currency_symbol(currency);
    match lang {
        Language::Nl => format!("{symbol} {minus}{number}"),
        Language::En if symbol.ends_with(|c: char| c.is_ascii_alphabetic()) => format!("{symbol} {minus}{number}"),
        Language::En => format!("{minus}{symbol}{number}"),
    }
}

/// The sign of a currency where one is unmistakable, else its code.
pub fn currency_symbol(currency: Currency) -> String {
    match currency.code() {
        "EUR" => "€".to_string(),
        "GBP" => "£".to_string(),
        "USD" => "US$".to_string(),
        code => code.to_string(),
    }
}

/// A number with the places it was given: `1.234,50`, `1,234.50`.
pub fn decimal(lang: Language, value: Decimal) -> String {
    let plain = value.abs().to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let (group, mark) = marks(lang);
    let mut out = String::with_capacity(plain.len() + plain.len() / 3 + 1);
    if value.is_sign_negative() && !value.is_zero() {
        out.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(mark);
        out.push_str(fraction);
    }
    out
}

/// A percentage without needless zeros: `21%`, `2,5%`.
pub fn percent(lang: Language, percent: Percent) -> String {
    format!("{}%", decimal(lang, percent.value().normalize()))
}

/// A quantity without needless zeros.
pub fn quantity(lang: Language, quantity: Quantity) -> String {
    decimal(lang, quantity.value().normalize())
}

/// A date for tables and sentences: `31-03-2026`, `31 Mar 2026`.
pub fn date(lang: Language, date: Date) -> String {
    match lang {
        Language::Nl => format!("{:02}-{:02}-{}", date.day(), date.month(), date.year()),
        Language::En => format!("{} {} {}", date.day(), &month(lang, date)[..3], date.year()),
    }
}

/// A date for letters: `31 maart 2026`, `31 March 2026`.
pub fn date_long(lang: Language, date: Date) -> String {
    format!("{} {} {}", date.day(), month(lang, date), date.year())
}

/// A month for charts and columns: `mrt 2026`, `Mar 2026`.
pub fn month_short(lang: Language, date: Date) -> String {
    // The Dutch say mrt for maart, which begins as mei does.
    let name = if (lang, date.month()) == (Language::Nl, 3) { "mrt" } else { &month(lang, date)[..3] };
    format!("{name} {}", date.year())
}

fn month(lang: Language, date: Date) -> &'static str {
    let (en, nl) = MONTHS[usize::from(date.month().clamp(1, 12).unsigned_abs()) - 1];
    if lang == Language::En { en } else { nl }
}

/// A moment on the clock of a time zone (UTC when the zone is unknown): `31-03-2026 14:05`, `31 Mar 2026, 14:05`.
pub fn timestamp(lang: Language, zone: &str, at: Timestamp) -> String {
    let instant = jiff::Timestamp::from_microsecond(at.micros()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let clock = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC).to_datetime(instant);
    let comma = if lang == Language::En { "," } else { "" };
    format!("{}{comma} {:02}:{:02}", date(lang, at.date_in(zone)), clock.hour(), clock.minute())
}

/// The lines of an address as its country writes them; the country itself stands last unless it is the Netherlands.
pub fn address_lines(lang: Language, address: &Address) -> Vec<String> {
    address_lines_from(lang, Country::NL, address)
}

/// The same for a sender in `home`, whose own country is not named.
pub fn address_lines_from(lang: Language, home: Country, address: &Address) -> Vec<String> {
    let mut lines: Vec<String> = address.street.lines().map(|line| line.trim().to_string()).collect();
    let (code, city) = (postal_code(address), address.city.trim().to_string());
    match address.country.code() {
        "GB" | "IE" => lines.extend([city, code]),
        "US" | "CA" | "AU" | "NZ" => lines.push(format!("{city} {code}").trim().to_string()),
        _ => lines.push(format!("{code} {city}").trim().to_string()),
    }
    if address.country != home {
        lines.push(country_name(lang, address.country));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// Dutch codes are written `1234 AB`, however they were typed.
fn postal_code(address: &Address) -> String {
    let code = address.postal_code.trim();
    let tight: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let dutch = address.country == Country::NL
        && tight.len() == 6
        && tight.bytes().take(4).all(|b| b.is_ascii_digit())
        && tight.bytes().skip(4).all(|b| b.is_ascii_alphabetic());
    if dutch { format!("{} {}", &tight[..4], tight[4..].to_ascii_uppercase()) } else { code.to_string() }
}

/// The name of a country, or its code when no name is known.
pub fn country_name(lang: Language, country: Country) -> String {
    let key = format!("country-{country}");
    if crate::has(&key) { t(lang, &key) } else { country.to_string() }
}

/// The name of one unit by its UN/ECE Recommendation 20 code: `stuk`, `hour`; an unknown code is shown as it is.
pub fn unit_name(lang: Language, code: &str) -> String {
    unit_of(lang, code, 1)
}

/// The name of a unit as it stands behind a quantity: `1 uur`, `8 hours` without the number.
pub fn unit_for(lang: Language, code: &str, quantity: Quantity) -> String {
    unit_of(lang, code, if quantity.value().abs() == Decimal::ONE { 1 } else { 2 })
}

fn unit_of(lang: Language, code: &str, count: i64) -> String {
    let key = format!("unit-{code}");
    bundle::of(lang).message(lang, &key, &[("count", Arg::Number(count))]).unwrap_or_else(|| code.to_string())
}

/// The units that have a name, by code and name, as a list to choose from; of several codes for one word the commonest.
pub fn units(lang: Language) -> Vec<(&'static str, String)> {
    const SYNONYMS: &[&str] = &["EA", "H87"];
    let codes = crate::keys(lang).filter_map(|key| key.strip_prefix("unit-")).filter(|code| !SYNONYMS.contains(code));
    let mut units: Vec<(&str, String)> = codes.map(|code| (code, unit_name(lang, code))).collect();
    units.sort_by_cached_key(|(_, name)| name.to_lowercase());
    units
}

/// The parts of a bundle: `2 stuks Wiel`.
pub fn parts(lang: Language, parts: &[LinePart]) -> Vec<String> {
    let part = |part: &LinePart| {
        let args = [
            ("quantity", Arg::Text(quantity(lang, part.quantity))),
            ("unit", Arg::Text(unit_for(lang, &part.unit, part.quantity))),
            ("name", Arg::Text(part.description.clone())),
        ];
        crate::t_with(lang, "bundle-part", &args)
    };
    parts.iter().map(part).collect()
}
