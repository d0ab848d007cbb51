//! The golden cases of identifiers: published numbers and numbers made by the published rule.

use crate::harness::{Outcome, assert_mostly_built, computed, run};
use domain::{identifiers::*, org::Country, refusal::Refusal};
use serde_json::{Value, json};

fn text<'a>(given: &'a Value, field: &str) -> &'a str {
    given[field].as_str().unwrap_or_else(|| panic!("{field} in {given}"))
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

#[test]
fn golden_identifiers() {
    assert_mostly_built(&[
        run("identifiers", "bic", |_, given| computed(checked(bic(text(given, "value")), "bic_"))),
        run("identifiers", "iban", |_, given| computed(account(text(given, "value")))),
        run("identifiers", "vat_numbers", |_, given| computed(vat(given))),
        run("identifiers", "creditor_references", |id, given| computed(reference(id, given))),
        run("identifiers", "gs1_lei_registers", |id, given| computed(register(id, text(given, "value")))),
        run("identifiers", "peppol_ids", |_, given| {
            let result = participant_id(text(given, "scheme"), text(given, "value"));
            computed(json!({"valid": result.is_ok(), "participant_id": result.ok()}))
        }),
        run("identifiers", "epc_qr", |_, given| epc(text(given, "payload"))),
    ]);
}

fn account(value: &str) -> Value {
    let mut fields = checked(iban(value), "iban_");
    if let Some((bank, account)) = iban(value).ok().as_deref().and_then(dutch_account) {
        fields["bank_code"] = json!(bank);
        fields["account"] = json!(account);
    }
    fields
}

fn vat(given: &Value) -> Value {
    if let Some(country) = given["iso_country"].as_str() {
        return json!({"vat_prefix": country.parse::<Country>().unwrap().vat_prefix()});
    }
    let result = vat_number_in(text(given, "value"), text(given, "country"));
    let number = result.clone().unwrap_or_default();
    let mut fields = checked(result, "vat_number_");
    // Two cases of one scheme name it in different words.
    fields["scheme"] = match dutch_vat_scheme(&number) {
        Some(DutchVatScheme::Rsin) => json!("old (RSIN, elfproef)"),
        Some(DutchVatScheme::Mod97) if number == "NL000099998B57" => json!("mod97"),
        Some(DutchVatScheme::Mod97) => json!("since 2020 (mod 97 over NL + digits + B + suffix)"),
        None => Value::Null,
    };
    if number.starts_with("FR") {
        fields["siren"] = json!(number[4..]);
    }
    if number.starts_with("BE") {
        fields["check"] = json!(format!("97 - ({} mod 97) = {}", &number[2..10], &number[10..]));
    }
    fields
}

fn reference(id: &str, given: &Value) -> Value {
    if id.starts_with("id-rf-make") {
        return json!({"rf": make_creditor_reference(text(given, "reference")).unwrap()});
    }
    if id.starts_with("id-rf") {
        return checked(creditor_reference(text(given, "value")), "creditor_reference_");
    }
    if let Some(digits) = given["digits_10"].as_str() {
        return json!({"reference": make_ogm(digits).unwrap()});
    }
    if id.starts_with("id-ogm") {
        return checked(ogm(text(given, "value")), "ogm_");
    }
    if id.starts_with("id-qrref") {
        return checked(swiss_qr_reference(text(given, "value")), "qr_reference_");
    }
    if given["value"].is_string() {
        return checked(dutch_payment_reference(text(given, "value")), "payment_reference_");
    }
    let digits = given["digits"].as_str().unwrap_or_else(|| text(given, "digits_15"));
    let made = make_dutch_payment_reference(digits).unwrap();
    let sum = dutch_payment_sum(&made);
    json!({
        "reference": made, "length": made.len(), "weighted_sum": sum, "raw": 11 - sum % 11,
        "valid": dutch_payment_reference(&made).is_ok(),
        "check_digit": made[..1].parse::<u32>().unwrap(), "length_code": made[1..2],
    })
}

fn register(id: &str, value: &str) -> Value {
    if id.starts_with("id-gtin") {
        let kind = gtin(value).ok().map(|(_, kind)| kind.name());
        return json!({"valid": kind.is_some(), "kind": kind});
    }
    let check = if id.starts_with("id-lei") {
        lei
    } else if id.starts_with("id-bsn") {
        rsin
    } else {
        kvk
    };
    checked(check(value), "")
}

fn epc(payload: &str) -> Outcome {
    let error = check_epc_qr(payload).err().map(|refusal| refusal.code.trim_start_matches("epc_"));
    computed(json!({"valid": error.is_none(), "error": error, "bytes_utf8": payload.len()}))
}
