//! Numbers of registers: KvK, OIN, RSIN, GLN and GTIN, LEI, and the addresses of Peppol built from them.

use super::{
    check_digit::{digits, elfproef, gs1, luhn, modulo, weighted},
    compact, is_digits, refuse, vat_number,
};
use crate::refusal::Refusal;

/// A KvK number: eight digits, no check digit; the leading zero counts.
pub fn kvk(s: &str) -> Result<String, Refusal> {
    let given = compact(s);
    if is_digits(&given, 8) { Ok(given) } else { Err(refuse("kvk_form", s)) }
}

/// An organisation number of the Dutch government: twenty digits.
pub fn oin(s: &str) -> Result<String, Refusal> {
    let given = compact(s);
    if is_digits(&given, 20) { Ok(given) } else { Err(refuse("oin_form", s)) }
}

/// An RSIN (or BSN, which has the same check and must never stand on an invoice): nine digits that pass the elfproef.
pub fn rsin(s: &str) -> Result<String, Refusal> {
    let given = compact(s);
    if !is_digits(&given, 9) {
        return Err(refuse("rsin_form", s));
    }
    if elfproef(&digits(&given)) { Ok(given) } else { Err(refuse("rsin_checksum", s)) }
}

/// A legal entity identifier (ISO 17442): twenty letters and digits, modulo 97 is 1.
pub fn lei(s: &str) -> Result<String, Refusal> {
    let given = compact(s);
    if given.len() != 20 || !given.is_ascii() || !is_digits(&given[18..], 2) {
        return Err(refuse("lei_form", s));
    }
    if modulo(&given, 97) == 1 { Ok(given) } else { Err(refuse("lei_checksum", s)) }
}

/// The kinds of article number that GS1 gives out, by their length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GtinKind {
    Ean8,
    Upc12,
    Ean13,
    Gtin14,
}
impl GtinKind {
    pub fn name(self) -> &'static str {
        match self {
            GtinKind::Ean8 => "EAN-8",
            GtinKind::Upc12 => "UPC-12",
            GtinKind::Ean13 => "EAN-13",
            GtinKind::Gtin14 => "GTIN-14",
        }
    }
}

/// A GS1 article number, with its kind.
pub fn gtin(s: &str) -> Result<(String, GtinKind), Refusal> {
    let given = compact(s);
    let kind = match given.len() {
        8 => GtinKind::Ean8,
        12 => GtinKind::Upc12,
        13 => GtinKind::Ean13,
        14 => GtinKind::Gtin14,
        _ => return Err(refuse("gtin_form", s)),
    };
    if !is_digits(&given, given.len()) {
        return Err(refuse("gtin_form", s));
    }
    if gs1(&digits(&given)) { Ok((given, kind)) } else { Err(refuse("gtin_checksum", s)) }
}

/// A global location number of GS1: thirteen digits with a check digit.
pub fn gln(s: &str) -> Result<String, Refusal> {
    let given = compact(s);
    if !is_digits(&given, 13) {
        return Err(refuse("gln_form", s));
    }
    if gs1(&digits(&given)) { Ok(given) } else { Err(refuse("gln_checksum", s)) }
}

/// A Peppol participant `scheme:value`. The value is checked for the schemes met in Dutch trade; of others only that
/// there is one.
pub fn participant_id(scheme: &str, value: &str) -> Result<String, Refusal> {
    electronic_address(scheme, value).map(|value| format!("{scheme}:{value}"))
}

/// The value of an electronic address as its scheme (EAS code list) writes it.
pub fn electronic_address(scheme: &str, value: &str) -> Result<String, Refusal> {
    let vat_of = |prefix: &str| match vat_number(value) {
        Ok(number) if number.starts_with(prefix) => Ok(number),
        Ok(_) => Err(refuse("participant_value", value).with("scheme", scheme)),
        Err(refusal) => Err(refusal),
    };
    let with_check = |length: usize, passes: fn(&[u32]) -> bool| {
        let given = compact(value);
        let holds = is_digits(&given, length) && passes(&digits(&given));
        if holds { Ok(given) } else { Err(refuse("participant_value", value).with("scheme", scheme)) }
    };
    match scheme {
        "0106" => kvk(value),
        "0190" => oin(value),
        "0088" => gln(value),
        "0199" => lei(value),
        "0208" => vat_of_belgium(value),
        "9944" => vat_of("NL"),
        "9930" => vat_of("DE"),
        "9925" => vat_of("BE"),
        "9957" => vat_of("FR"),
        "0002" => with_check(9, luhn),
        "0009" => with_check(14, luhn),
        "0007" => with_check(10, luhn),
        "0192" => with_check(9, norwegian),
        "EM" if value.contains('@') => Ok(value.trim().to_string()),
        _ if is_digits(scheme, 4) && !value.trim().is_empty() && value.len() <= 50 => Ok(value.trim().to_string()),
        _ => Err(refuse("participant_scheme", value).with("scheme", scheme)),
    }
}

/// The Belgian enterprise number is the VAT number without its prefix.
fn vat_of_belgium(value: &str) -> Result<String, Refusal> {
    super::vat_number_in(value, "BE").map(|number| number[2..].to_string())
}

fn norwegian(digits: &[u32]) -> bool {
    weighted(digits, &[3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}
