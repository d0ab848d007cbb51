//! The text of a payment QR code (EPC069-12): scanned by a banking app, it fills in a SEPA credit transfer.

use super::{bic, creditor_reference, iban};
use crate::{money::*, refusal::Refusal};

/// A credit transfer to ask for. Reference and text exclude each other.
#[derive(Clone, Debug, PartialEq)]
pub struct EpcPayment<'a> {
    pub name: &'a str,
    pub iban: &'a str,
    pub bic: Option<&'a str>,
    /// In euro, 0.01 to 999,999,999.99.
    pub amount: Money,
    /// ISO 11649 creditor reference.
    pub reference: Option<&'a str>,
    pub text: Option<&'a str>,
}

/// The payload, version 002 in UTF-8; trailing empty lines are left out.
pub fn epc_qr(payment: &EpcPayment) -> Result<String, Refusal> {
    if payment.amount.currency() != Currency::EUR {
        return Err(Refusal::invalid("epc_currency").with("currency", payment.amount.currency().code()));
    }
    let reference = payment.reference.map(creditor_reference).transpose()?.unwrap_or_default();
    let lines = [
        "BCD".to_string(),
        "002".to_string(),
        "1".to_string(),
        "SCT".to_string(),
        payment.bic.map(bic).transpose()?.unwrap_or_default(),
        payment.name.trim().to_string(),
        iban(payment.iban)?,
        format!("EUR{}", payment.amount.decimal()),
        String::new(),
        reference,
        payment.text.unwrap_or_default().trim().to_string(),
    ];
    let payload = lines.join("\n").trim_end_matches('\n').to_string();
    check_epc_qr(&payload)?;
    Ok(payload)
}

/// Checks a payload, ours or one that was scanned: lengths in characters, the whole in bytes (331).
pub fn check_epc_qr(payload: &str) -> Result<(), Refusal> {
    let lines: Vec<&str> = payload.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    let line = |n: usize| lines.get(n).copied().unwrap_or_default();
    let refuse = |code| Err(Refusal::invalid(code).with("given", line(5)));
    let version = line(1);
    if line(0) != "BCD" || !matches!(version, "001" | "002") || line(3) != "SCT" || lines.len() > 12 {
        return refuse("epc_header");
    }
    if version == "001" || !line(4).is_empty() {
        bic(line(4))?;
    }
    let name = line(5).chars().count();
    if name == 0 || name > 70 {
        return refuse("epc_name_length");
    }
    iban(line(6))?;
    check_amount(line(7))?;
    let (reference, text) = (line(9), line(10));
    if !reference.is_empty() && !text.is_empty() {
        return refuse("epc_both_remittance_fields");
    }
    if line(8).len() > 4 {
        return refuse("epc_purpose");
    }
    if reference.chars().count() > 35 {
        return refuse("epc_reference_length");
    }
    if text.chars().count() > 140 {
        return refuse("epc_text_length");
    }
    if line(11).chars().count() > 70 {
        return refuse("epc_information_length");
    }
    if payload.len() > 331 {
        return Err(Refusal::invalid("epc_payload_bytes").with("bytes", payload.len()));
    }
    Ok(())
}

/// `EUR` and an amount with a point; absent leaves it to the payer.
fn check_amount(s: &str) -> Result<(), Refusal> {
    if s.is_empty() {
        return Ok(());
    }
    let amount = s.strip_prefix("EUR").and_then(decimal).filter(|d| d.scale() <= 2 && !s.contains(['+', '-']));
    let Some(amount) = amount else { return Err(Refusal::invalid("epc_amount_format").with("given", s)) };
    let cents = Money::from_decimal(amount, Currency::EUR, Rounding::HalfUp)?;
    if (1..=99_999_999_999).contains(&cents.minor()) {
        return Ok(());
    }
    Err(Refusal::invalid("epc_amount_range").with("amount", cents))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invoice_becomes_a_payload() {
        let payment = EpcPayment {
            name: "Voorbeeld BV",
            iban: "nl91 abna 0417 1643 00",
            bic: None,
            amount: Money::new(12100, Currency::EUR),
            reference: Some("RF18 5390 0754 7034"),
            text: None,
        };
        let expected = "BCD\n002\n1\nSCT\n\nVoorbeeld BV\nNL91ABNA0417164300\nEUR121.00\n\nRF18539007547034";
        assert_eq!(epc_qr(&payment).unwrap(), expected);
        let dollars = EpcPayment { amount: Money::new(1, "USD".parse().unwrap()), ..payment };
        assert_eq!(epc_qr(&dollars).unwrap_err().code, "epc_currency");
    }
}
