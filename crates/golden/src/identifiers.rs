//! The golden cases of identifiers: published numbers and numbers made by the published rule.

use crate::{
    case::{Outcome, computed, one_of},
    given::{Given, OrFail},
};
use domain::{identifiers::*, org::Country, refusal::Refusal};
use serde_json::{Value, json};

fn text<'a>(given: &'a Given, field: &str) -> &'a str {
    given[field].as_str().unwrap_or_else(|| panic!("{field} is missing"))
}

/// `valid`, `normalised`, `formatted` and `error` of a check; the error is the refusal's code without `prefix`.
fn checked(result: Result<String, Refusal>, prefix: &str) -> Value {
    match result {
        Ok(number) => json!({"valid": true, "valid_format": true, "normalised": number, "formatted": in_fours(&number),
                             "error": null}),
        Err(refusal) => json!({"valid": false, "valid_format": false, "normalised": null, "formatted": null,
                               "error": refusal.code.trim_start_matches(prefix)}),
    }
}

pub(crate) fn bank(given: &Given) -> Outcome {
    computed(checked(bic(text(given, "value")), "bic_"))
}

pub(crate) fn account(given: &Given) -> Outcome {
    computed(account_of(text(given, "value")))
}

pub(crate) fn participant(given: &Given) -> Outcome {
    let result = participant_id(text(given, "scheme"), text(given, "value"));
    computed(json!({"valid": result.is_ok(), "participant_id": result.ok()}))
}

fn account_of(value: &str) -> Value {
    let mut fields = checked(iban(value), "iban_");
    if let Some((bank, account)) = iban(value).ok().as_deref().and_then(dutch_account) {
        fields["bank_code"] = json!(bank);
        fields["account"] = json!(account);
    }
    fields
}

pub(crate) fn vat(given: &Given) -> Outcome {
    if let Some(country) = given["iso_country"].as_str() {
        return computed(json!({"vat_prefix": country.parse::<Country>().or_fail().vat_prefix()}));
    }
    let result = vat_number_in(text(given, "value"), text(given, "country"));
    let number = result.clone().unwrap_or_default();
    let mut fields = checked(result, "vat_number_");
    fields["scheme"] = match dutch_vat_scheme(&number) {
        Some(DutchVatScheme::Rsin) => json!("old (RSIN, elfproef)"),
        // Sources name one scheme in different words.
        Some(DutchVatScheme::Mod97) => {
            one_of(vec![json!("mod97"), json!("since 2020 (mod 97 over NL + digits + B + suffix)")])
        }
        None => Value::Null,
    };
    if number.starts_with("FR") {
        fields["siren"] = json!(number[4..]);
    }
    if number.starts_with("BE") {
        fields["check"] = json!(format!("97 - ({} mod 97) = {}", &number[2..10], &number[10..]));
    }
    computed(fields)
}

/// A reference to make, or one to check: its form tells whose it is.
pub(crate) fn reference(given: &Given) -> Outcome {
    if let Some(reference) = given["reference"].as_str() {
        return computed(json!({"rf": make_creditor_reference(reference).or_fail()}));
    }
    if let Some(digits) = given["digits_10"].as_str() {
        return computed(json!({"reference": make_ogm(digits).or_fail()}));
    }
    if given.has("value") {
        return computed(check_reference(text(given, "value")));
    }
    let digits = given["digits"].as_str().unwrap_or_else(|| text(given, "digits_15"));
    let made = make_dutch_payment_reference(digits).or_fail();
    let sum = dutch_payment_sum(&made);
    computed(json!({
        "reference": made, "length": made.len(), "weighted_sum": sum, "raw": 11 - sum % 11,
        "valid": dutch_payment_reference(&made).is_ok(),
        "check_digit": made[..1].parse::<u32>().or_fail(), "length_code": made[1..2],
    }))
}

/// RF: an international creditor reference. Twelve digits or `+++`: a Belgian one. 27 digits: a Swiss one. Else Dutch.
fn check_reference(value: &str) -> Value {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    if value.trim().to_ascii_uppercase().starts_with("RF") {
        checked(creditor_reference(value), "creditor_reference_")
    } else if digits == 12 || value.contains(['+', '*', '/']) {
        checked(ogm(value), "ogm_")
    } else if digits >= 26 {
        checked(swiss_qr_reference(value), "qr_reference_")
    } else {
        checked(dutch_payment_reference(value), "payment_reference_")
    }
}

/// An article (GTIN), a legal entity (LEI), a person or body (BSN, RSIN): by how long it is. The number of the Dutch
/// register of companies has no check digit, so `valid_format` is all that can be said of it.
pub(crate) fn register(given: &Given) -> Outcome {
    let value = text(given, "value");
    let signs: Vec<char> = value.chars().filter(|c| c.is_alphanumeric()).collect();
    let kind = gtin(value).ok().map(|(_, kind)| kind.name());
    let mut fields = match signs.len() {
        20 => checked(lei(value), ""),
        _ if signs.iter().any(|c| c.is_alphabetic()) => checked(lei(value), ""),
        9 => checked(rsin(value), ""),
        _ => json!({"valid": kind.is_some()}),
    };
    fields["kind"] = json!(kind);
    fields["valid_format"] = json!(kvk(value).is_ok());
    computed(fields)
}

pub(crate) fn epc(given: &Given) -> Outcome {
    let payload = text(given, "payload");
    let error = check_epc_qr(payload).err().map(|refusal| refusal.code.trim_start_matches("epc_"));
    computed(json!({"valid": error.is_none(), "error": error, "bytes_utf8": payload.len()}))
}
