//! VAT identification numbers of the European Union and Northern Ireland: prefix, form, and check digit where the
//! national rule is public. A right form says nothing about registration: only the tax authorities' register does.

use super::{
    check_digit::{digits, elfproef, luhn, mod_11_10, modulo, weighted},
    compact, is_digits, refuse,
};
use crate::refusal::Refusal;

/// Which of the two valid schemes a Dutch number follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutchVatScheme {
    /// The nine digits are the RSIN and pass the elfproef.
    Rsin,
    /// Since 2020, for sole traders: modulo 97 over `NL`, the digits, `B` and the suffix.
    Mod97,
}

/// A VAT number with its prefix, in capitals and without punctuation: `NL009122746B01`. Greece is EL, Northern Ireland XI.
pub fn vat_number(s: &str) -> Result<String, Refusal> {
    let mut given = compact(s);
    if given.starts_with("GR") {
        given.replace_range(..2, "EL");
    }
    // Belgian numbers of before 2005 have nine digits; the register now writes a zero before them.
    if given.starts_with("BE") && is_digits(&given[2..], 9) {
        given.insert(2, '0');
    }
    if !given.is_ascii() || given.len() < 4 {
        return Err(refuse("vat_number_form", s));
    }
    let (prefix, body) = given.split_at(2);
    let Some(rule) = RULES.iter().find(|rule| rule.prefix == prefix) else {
        return Err(refuse("vat_number_country", s).with("prefix", prefix));
    };
    if !rule.forms.iter().any(|form| fits(form, body)) {
        return Err(refuse("vat_number_form", s).with("example", rule.example));
    }
    if (rule.check)(body) { Ok(given) } else { Err(refuse("vat_number_checksum", s)) }
}

/// A number of a known country (by its VAT prefix or ISO code), with or without the prefix written.
pub fn vat_number_in(s: &str, country: &str) -> Result<String, Refusal> {
    let prefix = if country == "GR" { "EL" } else { country };
    let given = compact(s);
    if given.starts_with(prefix) || (prefix == "EL" && given.starts_with("GR")) {
        return vat_number(s);
    }
    vat_number(&format!("{prefix}{given}"))
}

/// The scheme of a valid Dutch number, `None` for any other text.
pub fn dutch_vat_scheme(number: &str) -> Option<DutchVatScheme> {
    let body = number.strip_prefix("NL").filter(|body| fits("dddddddddBdd", body))?;
    if body.ends_with("00") {
        return None;
    }
    if elfproef(&digits(&body[..9])) {
        return Some(DutchVatScheme::Rsin);
    }
    (modulo(number, 97) == 1).then_some(DutchVatScheme::Mod97)
}

struct Rule {
    prefix: &'static str,
    /// `d` a digit, `a` a letter, `x` either, `?` anything; other characters stand for themselves.
    forms: &'static [&'static str],
    example: &'static str,
    /// Of a body that fits a form.
    check: fn(&str) -> bool,
}

fn fits(form: &str, body: &str) -> bool {
    form.len() == body.len()
        && form.bytes().zip(body.bytes()).all(|(f, b)| match f {
            b'd' => b.is_ascii_digit(),
            b'a' => b.is_ascii_uppercase(),
            b'x' => b.is_ascii_alphanumeric(),
            _ => f == b,
        })
}

macro_rules! rules {
    ($($prefix:literal $forms:expr, $example:literal, $check:expr;)*) => {
        const RULES: &[Rule] = &[$(Rule { prefix: $prefix, forms: &$forms, example: $example, check: $check }),*];
    };
}
rules! {
    "AT" ["Udddddddd"], "ATU13585627", austria;
    "BE" ["dddddddddd"], "BE0428759497", belgium;
    "BG" ["ddddddddd", "dddddddddd"], "BG175074752", form_only;
    "CY" ["dddddddda"], "CY10259033P", form_only;
    "CZ" ["dddddddd", "ddddddddd", "dddddddddd"], "CZ25123891", form_only;
    "DE" ["ddddddddd"], "DE136695976", |b| mod_11_10(&digits(b));
    "DK" ["dddddddd"], "DK13585628", |b| weighted(&digits(b), &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11);
    "EE" ["ddddddddd"], "EE100931558", |b| weighted(&digits(b), &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10);
    "EL" ["ddddddddd"], "EL023456780", greece;
    "ES" ["xddddddda", "addddddd", "adddddddd", "ddddddddd"], "ESB58378431", spain;
    "FI" ["dddddddd"], "FI20774740", |b| weighted(&digits(b), &[7, 9, 10, 5, 8, 4, 2, 1]).is_multiple_of(11);
    "FR" ["xxddddddddd"], "FR40303265045", france;
    "HR" ["ddddddddddd"], "HR33392005961", |b| mod_11_10(&digits(b));
    "HU" ["dddddddd"], "HU12892312", |b| weighted(&digits(b), &[9, 7, 3, 1, 9, 7, 3, 1]).is_multiple_of(10);
    "IE" ["ddddddda", "dddddddaa"], "IE6433435F", ireland;
    "IT" ["ddddddddddd"], "IT00743110157", |b| luhn(&digits(b));
    "LT" ["ddddddddd", "dddddddddddd"], "LT119511515", form_only;
    "LU" ["dddddddd"], "LU15027442", |b| modulo(&b[..6], 89) == modulo(&b[6..], 1000);
    "LV" ["ddddddddddd"], "LV40003521600", form_only;
    "MT" ["dddddddd"], "MT11679112", |b| weighted(&digits(b), &[3, 4, 6, 7, 8, 9, 10, 1]).is_multiple_of(37);
    "NL" ["dddddddddBdd"], "NL004495445B01", |b| dutch_vat_scheme(&format!("NL{b}")).is_some();
    "PL" ["dddddddddd"], "PL8567346215", poland;
    "PT" ["ddddddddd"], "PT501964843", portugal;
    "RO" ["dd", "ddd", "dddd", "ddddd", "dddddd", "ddddddd", "dddddddd", "ddddddddd", "dddddddddd"], "RO18547290", romania;
    "SE" ["dddddddddddd"], "SE123456789701", |b| luhn(&digits(&b[..10])) && !b.ends_with("00");
    "SI" ["dddddddd"], "SI50223054", slovenia;
    "SK" ["dddddddddd"], "SK2022749619", |b| modulo(b, 11) == 0;
    "XI" ["ddddddddd", "dddddddddddd", "GDddd", "HAddd"], "XI123456782", form_only;
}

/// The national check is not public, or differs by kind of person: the form decides.
fn form_only(_: &str) -> bool {
    true
}
fn austria(body: &str) -> bool {
    let d = digits(body);
    let sum: u32 = d[..7].iter().enumerate().map(|(i, d)| if i % 2 == 1 { d * 2 / 10 + d * 2 % 10 } else { *d }).sum();
    (10 - (sum + 4) % 10) % 10 == d[7]
}
fn belgium(body: &str) -> bool {
    97 - modulo(&body[..8], 97) == modulo(&body[8..], 1000)
}
fn greece(body: &str) -> bool {
    let d = digits(body);
    weighted(&d, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == d[8]
}
/// Natural persons: eight digits and a letter by modulo 23; of companies the form decides.
fn spain(body: &str) -> bool {
    if fits("dddddddda", body) {
        let letter = "TRWAGMYFPDXBNJZSQVHLCKE".as_bytes()[modulo(&body[..8], 23) as usize];
        return body.as_bytes()[8] == letter;
    }
    body.len() == 9 && !is_digits(body, 9)
}
/// SIREN by Luhn's check, and the key (12 + 3 x SIREN mod 97) mod 97 where the key is of digits.
fn france(body: &str) -> bool {
    let (key, siren) = body.split_at(2);
    // Monaco's numbers begin with 000 and are not in the SIREN register.
    let siren_holds = siren.starts_with("000") || luhn(&digits(siren));
    siren_holds && (!is_digits(key, 2) || (12 + 3 * modulo(siren, 97)) % 97 == modulo(key, 1000))
}
fn ireland(body: &str) -> bool {
    let letters = b"WABCDEFGHIJKLMNOPQRSTUV";
    let d = digits(&body[..7]);
    let second = body.as_bytes().get(8).map_or(0, |c| if *c == b'W' { 0 } else { u32::from(*c - b'A') + 1 });
    let sum = weighted(&d, &[8, 7, 6, 5, 4, 3, 2]) + second * 9;
    body.as_bytes()[7] == letters[(sum % 23) as usize]
}
fn poland(body: &str) -> bool {
    let d = digits(body);
    weighted(&d, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == d[9]
}
fn portugal(body: &str) -> bool {
    let d = digits(body);
    let check = 11 - weighted(&d, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    d[8] == if check > 9 { 0 } else { check }
}
fn romania(body: &str) -> bool {
    let d = digits(&format!("{body:0>10}"));
    weighted(&d, &[7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10 % 11 % 10 == d[9]
}
fn slovenia(body: &str) -> bool {
    let d = digits(body);
    let check = 11 - weighted(&d, &[8, 7, 6, 5, 4, 3, 2]) % 11;
    check != 11 && d[7] == check % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of each rule's sentence must itself pass; changing its last digit must not, where there is a check.
    #[test]
    fn examples_pass_and_a_wrong_digit_does_not() {
        for rule in RULES.iter().filter(|rule| rule.prefix != "XI") {
            assert_eq!(vat_number(rule.example).unwrap_or_default(), rule.example, "{}", rule.prefix);
            let mut wrong = rule.example.to_string();
            let Some(at) = wrong[..6].rfind(|c: char| c.is_ascii_digit()) else { continue };
            let digit = (wrong.as_bytes()[at] - b'0' + 2) % 10;
            wrong.replace_range(at..=at, &digit.to_string());
            let checked = !matches!(rule.prefix, "BG" | "CY" | "CZ" | "LT" | "LV" | "ES");
            assert_eq!(vat_number(&wrong).is_err(), checked, "{wrong}");
        }
    }

    #[test]
    fn prefixes() {
        assert_eq!(vat_number("gr 023456780").unwrap(), "EL023456780");
        assert_eq!(vat_number("US123456789").unwrap_err().code, "vat_number_country");
        assert_eq!(vat_number("NL1234").unwrap_err().code, "vat_number_form");
        for bad in ["", "N", "NL", "é", "BEé", "NLéééééé"] {
            assert!(vat_number(bad).is_err(), "{bad}");
        }
    }
}
