//! E-invoices in UBL 2.1, by the European standard EN 16931 and, between Dutch companies, its Dutch use NLCIUS.
//! What may be issued has already passed the rules (`domain::billing::rules`); writing gives it the order of elements
//! that the XML schema wants. Reading takes the facts out of an e-invoice of anyone.

mod parse;
pub(crate) mod tree;
mod write;

pub use parse::{UblInvoice, UblLine, UblParty, UblTax, parse};
pub use write::write;

use domain::billing::{Invoice, rules};

const INVOICE: &str = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
const CREDIT_NOTE: &str = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2";

/// The specification an invoice is written by (BT-24).
pub fn customization(invoice: &Invoice) -> &'static str {
    match rules::profile(invoice) {
        rules::Profile::Nlcius => "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0",
        rules::Profile::En16931 => "urn:cen.eu:en16931:2017",
    }
}
