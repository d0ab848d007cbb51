//! Rules on the document and its parties.

use super::{Violation, broken};
use crate::{billing::*, identifiers::codes, org::Registration, refusal::Arg};

pub fn check(invoice: &Invoice, found: &mut Vec<Violation>) {
    if invoice.number.trim().is_empty() && invoice.state != InvoiceState::Draft {
        found.push(broken("BR-02", "rule_number_missing"));
    }
    party("seller", ["BR-06", "BR-CL-14", "BR-CO-09"], &invoice.seller, found);
    party("buyer", ["BR-07", "BR-CL-14", "BR-CO-09"], &invoice.buyer, found);
    if let Some(address) = invoice.delivery_address.as_ref().filter(|a| !codes::is_country(a.country.code())) {
        let violation = broken("BR-CL-14", "rule_country_unknown").with("country", address.country.code());
        found.push(violation.at("delivery_address"));
    }
    if invoice.seller.registration.is_none() && invoice.seller.vat_number.is_none() {
        found.push(broken("BR-CO-26", "rule_seller_unidentified").with("seller", &invoice.seller.name).at("seller"));
    }
    if invoice.gross.is_positive() && !invoice.kind.is_credit() && invoice.due.is_empty() {
        found.push(broken("BR-CO-25", "rule_due_missing").with("gross", invoice.gross).at("due"));
    }
    if let InvoiceKind::CreditNote { of_number, .. } = &invoice.kind
        && of_number.trim().is_empty()
    {
        found.push(broken("BR-55", "rule_credit_reference"));
    }
}

/// `rules` are those for its name, its country and the prefix of its VAT number.
fn party(which: &str, rules: [&str; 3], party: &PartySnapshot, found: &mut Vec<Violation>) {
    let [name, country, prefix] = rules;
    if party.name.trim().is_empty() {
        let field = Arg::Word("field-name".into());
        found.push(broken(name, "rule_party_incomplete").with("party", word(which)).with("field", field).at(which));
    }
    if !codes::is_country(party.address.country.code()) {
        let violation = broken(country, "rule_country_unknown").with("country", party.address.country.code());
        found.push(violation.at(format!("{which}.address")));
    }
    // The prefix of Greece is EL; 1A and XI are in the list of countries or beside it.
    if let Some(number) = &party.vat_number {
        let prefix_of = number.get(..2).unwrap_or_default();
        if !codes::is_country(prefix_of) && !matches!(prefix_of, "EL" | "XI") {
            let violation = broken(prefix, "rule_vat_prefix").with("number", number).with("party", word(which));
            found.push(violation.at(format!("{which}.vat_number")));
        }
    }
    if let Some(Registration { scheme, value }) = &party.registration
        && (!codes::is_registration_scheme(scheme) || value.trim().is_empty())
    {
        let violation = broken("BR-CL-11", "rule_scheme_unknown").with("scheme", scheme).with("value", value);
        found.push(violation.at(format!("{which}.registration")));
    }
}

pub(super) fn word(which: &str) -> Arg {
    Arg::Word(format!("role-{which}"))
}
