//! Numbers that identify companies, accounts and payments: VAT numbers, IBAN, KvK, creditor references and their like.
//! All are text (leading zeros count) and all are checked by the rules of whoever issues them; nothing is looked up.
//! Each check returns the number as it should be stored, or refuses with what is wrong with it.

mod bank;
mod check_digit;
pub mod codes;
mod epc;
mod reference;
mod register;
mod vat;

pub use bank::{bic, dutch_account, iban};
pub use epc::{EpcPayment, check_epc_qr, epc_qr};
pub use reference::{
    creditor_reference, dutch_payment_reference, dutch_payment_sum, make_creditor_reference,
    make_dutch_payment_reference, make_ogm, ogm, swiss_qr_reference,
};
pub use register::{GtinKind, electronic_address, gln, gtin, kvk, lei, oin, participant_id, rsin};
pub use vat::{DutchVatScheme, dutch_vat_scheme, vat_number, vat_number_in};

use crate::refusal::Refusal;

/// Upper case, without the spaces and punctuation people write between groups.
fn compact(s: &str) -> String {
    s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

fn is_digits(s: &str, length: usize) -> bool {
    s.len() == length && s.bytes().all(|b| b.is_ascii_digit())
}

/// The refusal of `given` with this code, for checks whose sentence needs no more than the number itself.
fn refuse(code: &'static str, given: &str) -> Refusal {
    Refusal::invalid(code).with("given", given.trim())
}

/// Groups of four, as IBANs and creditor references are printed.
pub fn in_fours(s: &str) -> String {
    let mut out = String::with_capacity(s.len() + s.len() / 4);
    for (i, c) in s.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}
