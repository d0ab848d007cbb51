//! References a payer repeats with a payment, so that it finds its invoice: the creditor reference (ISO 11649), the Dutch
//! betalingskenmerk and the Belgian structured communication (OGM).

use super::{
    check_digit::{digits, modulo, weighted},
    compact, is_digits, refuse,
};
use crate::refusal::Refusal;

/// A creditor reference `RF` + two check digits + 1 to 21 letters or digits, without spaces (ISO 11649).
pub fn creditor_reference(s: &str) -> Result<String, Refusal> {
    let given = compact(s);
    let form = given.is_ascii() && given.starts_with("RF") && (5..=25).contains(&given.len());
    if !form || !is_digits(&given[2..4], 2) {
        return Err(refuse("creditor_reference_form", s));
    }
    if modulo(&format!("{}{}", &given[4..], &given[..4]), 97) != 1 {
        return Err(refuse("creditor_reference_checksum", s));
    }
    Ok(given)
}

/// The creditor reference of a document number: punctuation is left out, check digits are put before it.
/// Refuses a number without letters or digits and one longer than 21 of them.
pub fn make_creditor_reference(number: &str) -> Result<String, Refusal> {
    let body: String = compact(number).chars().filter(char::is_ascii_alphanumeric).collect();
    if body.is_empty() || body.len() > 21 {
        return Err(refuse("creditor_reference_number", number));
    }
    let check = 98 - modulo(&format!("{body}RF00"), 97);
    Ok(format!("RF{check:02}{body}"))
}

/// Weights of the betalingskenmerk from the right (Betaalvereniging Nederland); they repeat after ten digits.
const DUTCH_WEIGHTS: [u32; 10] = [2, 4, 8, 5, 10, 9, 7, 3, 6, 1];

/// The weighted sum over the digits after the check digit of a whole reference, as the specification shows it.
pub fn dutch_payment_sum(reference: &str) -> u32 {
    dutch_sum(reference.get(1..).unwrap_or_default())
}

fn dutch_sum(body: &str) -> u32 {
    let from_right: Vec<u32> = digits(body).into_iter().rev().collect();
    let weights: Vec<u32> = DUTCH_WEIGHTS.into_iter().cycle().take(from_right.len()).collect();
    weighted(&from_right, &weights)
}

/// 11 less the remainder; 10 becomes 1 and 11 becomes 0, so that it is always one digit.
fn dutch_check(body: &str) -> u32 {
    match 11 - dutch_sum(body) % 11 {
        10 => 1,
        11 => 0,
        digit => digit,
    }
}

/// A betalingskenmerk: 7, 9 to 14 or 16 digits, the check digit first; from 9 to 14 digits the length follows it.
pub fn dutch_payment_reference(s: &str) -> Result<String, Refusal> {
    let given = compact(s);
    if !is_digits(&given, given.len()) || !matches!(given.len(), 7 | 9..=14 | 16) {
        return Err(refuse("payment_reference_form", s));
    }
    if (9..=14).contains(&given.len()) && given[1..2] != ((given.len() - 2) % 10).to_string() {
        return Err(refuse("payment_reference_length_code", s));
    }
    if given[..1] != dutch_check(&given[1..]).to_string() {
        return Err(refuse("payment_reference_checksum", s));
    }
    Ok(given)
}

/// The betalingskenmerk of 15 digits (making 16), or of 7 to 12 digits (the length code is put in). Six digits make
/// the shortest one.
pub fn make_dutch_payment_reference(number: &str) -> Result<String, Refusal> {
    let length = number.len();
    if !is_digits(number, length) || !matches!(length, 6..=12 | 15) {
        return Err(refuse("payment_reference_number", number));
    }
    let body = if (7..=12).contains(&length) { format!("{}{number}", length % 10) } else { number.to_string() };
    Ok(format!("{}{body}", dutch_check(&body)))
}

/// A Belgian structured communication, without its signs: ten digits and their remainder by 97 (0 is written 97).
pub fn ogm(s: &str) -> Result<String, Refusal> {
    let given = compact(s);
    if !is_digits(&given, 12) {
        return Err(refuse("ogm_form", s));
    }
    if make_ogm(&given[..10])? != given {
        return Err(refuse("ogm_checksum", s));
    }
    Ok(given)
}

/// The structured communication of a number of ten digits.
pub fn make_ogm(number: &str) -> Result<String, Refusal> {
    if !is_digits(number, 10) {
        return Err(refuse("ogm_number", number));
    }
    let check = match modulo(number, 97) {
        0 => 97,
        rest => rest,
    };
    Ok(format!("{number}{check:02}"))
}

/// A Swiss QR reference: 26 digits and a check digit by recursive modulo 10.
pub fn swiss_qr_reference(s: &str) -> Result<String, Refusal> {
    const CARRY: [usize; 10] = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];
    let given = compact(s);
    if !is_digits(&given, 27) {
        return Err(refuse("qr_reference_form", s));
    }
    let carry = digits(&given[..26]).into_iter().fold(0, |carry, d| CARRY[(carry + d as usize) % 10]);
    let check = (10 - carry) % 10;
    if given[26..] == check.to_string() { Ok(given) } else { Err(refuse("qr_reference_checksum", s)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_made_are_references_accepted() {
        for number in ["1", "INV-2026-0012", "2025000123", "ABCDEFGHIJKLMNOPQRSTU"] {
            let made = make_creditor_reference(number).unwrap();
            assert_eq!(creditor_reference(&made).unwrap(), made, "{number}");
        }
        for number in ["", "--", "ABCDEFGHIJKLMNOPQRSTUV"] {
            assert_eq!(make_creditor_reference(number).unwrap_err().code, "creditor_reference_number", "{number}");
        }
        for number in ["123456", "1234567", "123456789012", "123456789012345"] {
            let made = make_dutch_payment_reference(number).unwrap();
            assert_eq!(dutch_payment_reference(&made).unwrap(), made, "{number}");
        }
        assert_eq!(make_dutch_payment_reference("12345").unwrap_err().code, "payment_reference_number");
    }

    #[test]
    fn text_from_elsewhere_is_refused_not_a_panic() {
        for bad in ["", "é", "RFéé", "RF", "RF1", "RF12", "\u{1F600}\u{1F600}"] {
            assert!(creditor_reference(bad).is_err(), "{bad}");
            assert!(dutch_payment_reference(bad).is_err(), "{bad}");
            assert!(ogm(bad).is_err(), "{bad}");
        }
    }
}
