//! The rules an invoice must keep before it can be issued: those of EN 16931 that our model can break, and of its Dutch
//! use (NLCIUS) for Dutch sellers. They run on the domain value, long before any file is written. Rules that a type already
//! holds (a date is a date, a currency exists) are not repeated; the identifiers are those of the published rule sets.
//! To add a rule: one more `broken` in the file of its subject, its sentence, and a line in the table of tests.

mod document;
mod lines;
mod netherlands;
mod totals;
mod vat;

pub use crate::identifiers::codes::is_electronic_address_scheme;

use super::Invoice;
use crate::{org::Country, refusal::Refusal};

/// A rule that an invoice breaks, and the sentence that says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// Its identifier in the published rule sets, such as `BR-CO-10`.
    pub rule: String,
    pub refusal: Refusal,
}

/// Which specification the e-invoice is written by (BT-24).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// The European standard alone.
    En16931,
    /// Its Dutch use: both parties are Dutch, and the buyer is in a register (consumers are not, and BR-NL-10 asks for it).
    Nlcius,
}

pub fn profile(invoice: &Invoice) -> Profile {
    let dutch = |party: &super::PartySnapshot| party.address.country == Country::NL;
    match dutch(&invoice.seller) && dutch(&invoice.buyer) && invoice.buyer.registration.is_some() {
        true => Profile::Nlcius,
        false => Profile::En16931,
    }
}

/// Every rule that is broken, the most basic first. None means that the document may be issued.
pub fn check(invoice: &Invoice) -> Vec<Violation> {
    let mut found = Vec::new();
    document::check(invoice, &mut found);
    lines::check(invoice, &mut found);
    totals::check(invoice, &mut found);
    vat::check(invoice, &mut found);
    if invoice.seller.address.country == Country::NL {
        netherlands::check(invoice, &mut found);
    }
    found
}

/// A violation whose sentence has the code `rule_<what>` and names the rule.
fn broken(rule: &str, code: &'static str) -> Violation {
    Violation { rule: rule.to_string(), refusal: Refusal::invalid(code).with("rule", rule) }
}
impl Violation {
    fn with(mut self, name: &'static str, value: impl Into<crate::refusal::Arg>) -> Violation {
        self.refusal = self.refusal.with(name, value);
        self
    }
    fn at(mut self, param: impl Into<String>) -> Violation {
        self.refusal = self.refusal.at(param);
        self
    }
}
