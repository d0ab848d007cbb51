//! Rules of the Dutch use of EN 16931 (NLCIUS 1.0), for sellers in the Netherlands. They hold on every invoice of theirs,
//! also on one that is not written as NLCIUS, except those about Dutch buyers that are in no register.

use super::{Profile, Violation, broken, document::word, profile};
use crate::{billing::*, org::Country, refusal::Arg};

/// ISO 6523 schemes of KvK number and OIN.
const REGISTERS: [&str; 2] = ["0106", "0190"];

pub fn check(invoice: &Invoice, found: &mut Vec<Violation>) {
    let registered = |party: &PartySnapshot| {
        party
            .registration
            .as_ref()
            .is_some_and(|r| REGISTERS.contains(&r.scheme.as_str()) && !r.value.trim().is_empty())
    };
    if !registered(&invoice.seller) {
        let violation = broken("BR-NL-1", "rule_registration").with("name", &invoice.seller.name);
        found.push(violation.at("seller.registration"));
    }
    if profile(invoice) == Profile::Nlcius && !registered(&invoice.buyer) {
        let violation = broken("BR-NL-10", "rule_registration").with("name", &invoice.buyer.name);
        found.push(violation.at("buyer.registration"));
    }
    let given = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    if !given(&invoice.buyer_reference) && !given(&invoice.purchase_order) {
        found.push(broken("BR-NL-2", "rule_buyer_reference").at("buyer_reference"));
    }
    address("BR-NL-3", "seller", &invoice.seller.address, found);
    if invoice.buyer.address.country == Country::NL {
        address("BR-NL-4", "buyer", &invoice.buyer.address, found);
    }
    // The means of payment we write is a credit transfer, which needs an account (BR-61).
    if invoice.gross.is_positive() && !invoice.kind.is_credit() && invoice.iban.is_none() {
        found.push(broken("BR-NL-11", "rule_payment_account").with("seller", &invoice.seller.name).at("iban"));
    }
}

fn address(rule: &str, which: &str, address: &Address, found: &mut Vec<Violation>) {
    let fields = [("street", &address.street), ("city", &address.city), ("postal_code", &address.postal_code)];
    for (field, _) in fields.into_iter().filter(|(_, text)| text.trim().is_empty()) {
        let violation = broken(rule, "rule_party_incomplete").with("party", word(which));
        let violation = violation.with("field", Arg::Word(format!("field-{field}")));
        found.push(violation.at(format!("{which}.address.{field}")));
    }
}
