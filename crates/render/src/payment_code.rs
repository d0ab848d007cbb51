//! The payment code of an invoice: the EPC069-12 QR code that banking apps read, drawn as SVG.

use domain::{
    billing::Invoice,
    money::{Currency, Money},
};
use qrcodegen::{QrCode, QrCodeEcc};

/// What is in the code. A credit transfer in euros, so there is none for other currencies, credit notes, or instalments.
pub struct Transfer<'a> {
    pub iban: &'a str,
    pub amount: Money,
    text: String,
}

/// Longest beneficiary name that the code may hold (EPC069-12, AT-21).
const NAME_MAX: usize = 70;

pub fn transfer(invoice: &Invoice) -> Option<Transfer<'_>> {
    let iban = invoice.iban.as_deref()?;
    let payable = invoice.currency == Currency::EUR && !invoice.kind.is_credit() && invoice.due.len() <= 1;
    // The code holds amounts from one cent to 999,999,999.99.
    let amount = invoice.gross;
    if !payable || !(1..=99_999_999_999).contains(&amount.minor()) || invoice.number.is_empty() {
        return None;
    }
    let (structured, free) = match invoice.payment_reference.as_deref() {
        Some(reference) if reference.starts_with("RF") => (reference, ""),
        Some(reference) => ("", reference),
        None => ("", invoice.number.as_str()),
    };
    let name: String = invoice.seller.name.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
    let tight = |code: &str| code.split_whitespace().collect::<String>();
    let fields = [
        "BCD".to_string(),
        "002".to_string(),
        "1".to_string(),
        "SCT".to_string(),
        invoice.bic.as_deref().map(tight).unwrap_or_default(),
        name,
        tight(iban),
        format!("EUR{}", amount.decimal()),
        String::new(),
        tight(structured),
        free.to_string(),
    ];
    Some(Transfer { iban, amount, text: fields.join("\n").trim_end().to_string() })
}

/// The code as SVG, or `None` when the text does not fit.
pub fn svg(transfer: &Transfer) -> Option<String> {
    let code = QrCode::encode_text(&transfer.text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let dark = (0..size).flat_map(|y| (0..size).map(move |x| (x, y))).filter(|(x, y)| code.get_module(*x, *y));
    let path: String = dark.map(|(x, y)| format!("M{x} {y}h1v1h-1z")).collect();
    Some(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path fill="#1b2428" d="{path}"/></svg>"##
    ))
}
