//! Bank accounts: IBAN (ISO 13616) and BIC (ISO 9362).

use super::{check_digit::modulo, compact, refuse};
use crate::refusal::Refusal;

/// Length of an IBAN by country, from the IBAN registry.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
];

/// An IBAN without spaces, in capitals. Refuses an unknown country, a wrong length (a right checksum with a wrong length
/// exists) and a wrong checksum.
pub fn iban(s: &str) -> Result<String, Refusal> {
    let given = compact(s);
    if !given.is_ascii() || given.len() < 5 {
        return Err(refuse("iban_form", s));
    }
    let country = &given[..2];
    let Some((_, length)) = LENGTHS.iter().find(|(code, _)| *code == country) else {
        return Err(refuse("iban_country", s).with("country", country));
    };
    if given.len() != *length {
        return Err(refuse("iban_length", s).with("country", country).with("length", *length).with("got", given.len()));
    }
    if !given[2..4].bytes().all(|b| b.is_ascii_digit()) || modulo(&format!("{}{}", &given[4..], &given[..4]), 97) != 1 {
        return Err(refuse("iban_checksum", s));
    }
    Ok(given)
}

/// Bank code and account number within a Dutch IBAN, or `None` for one of another country.
pub fn dutch_account(iban: &str) -> Option<(&str, &str)> {
    (iban.starts_with("NL") && iban.len() == 18 && iban.is_ascii()).then(|| (&iban[4..8], &iban[8..]))
}

/// A BIC of 8 or 11 characters, in capitals.
pub fn bic(s: &str) -> Result<String, Refusal> {
    let given = compact(s);
    let bytes = given.as_bytes();
    let form = matches!(bytes.len(), 8 | 11)
        && bytes[..4].iter().all(u8::is_ascii_alphanumeric)
        && bytes[4..6].iter().all(u8::is_ascii_uppercase)
        && bytes[6..].iter().all(u8::is_ascii_alphanumeric);
    if form { Ok(given) } else { Err(refuse("bic_form", s)) }
}
