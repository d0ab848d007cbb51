//! What can be printed, and who prints it. The program that sets the pages (crate `render`) is slow to build, so the verbs
//! know only this trait; the binary hands them the real one, a test may hand them [`Unprinted`].

use domain::{
    billing::Invoice,
    contract::Contract,
    crm::Customer,
    dates::Date,
    ids::PersonId,
    order::{Delivery, Order},
    org::{Entity, Language},
    quote::Quote,
    tax::VatSubtotal,
};
use std::fmt;

/// A document with everything its pages show.
#[derive(Clone, Copy, Debug)]
pub enum Printable<'a> {
    /// An offer. `vat` is the estimate per rate over [`Quote::net`]; without it the prices are said to exclude VAT.
    Quote {
        quote: &'a Quote,
        seller: &'a Entity,
        customer: &'a Customer,
        contact: Option<&'a str>,
        vat: &'a [VatSubtotal],
    },
    /// The text to sign. `signers` gives the names behind the signatures; without signatures there is room for them.
    Contract { contract: &'a Contract, seller: &'a Entity, customer: &'a Customer, signers: &'a [(PersonId, String)] },
    /// A confirmation of an order, with the estimate of its VAT as on a quote.
    Order { order: &'a Order, seller: &'a Entity, customer: &'a Customer, vat: &'a [VatSubtotal] },
    /// The note that goes with the goods.
    Delivery { delivery: &'a Delivery, order: &'a Order, seller: &'a Entity, customer: &'a Customer },
    /// An invoice or a credit note; seller and buyer are the ones pinned on it.
    Invoice(&'a Invoice),
}

impl Printable<'_> {
    /// The document's number, empty on a draft that has none.
    pub fn number(&self) -> &str {
        match self {
            Printable::Quote { quote, .. } => &quote.number,
            Printable::Contract { contract, .. } => &contract.number,
            Printable::Order { order, .. } => &order.number,
            Printable::Delivery { delivery, .. } => &delivery.number,
            Printable::Invoice(invoice) => &invoice.number,
        }
    }
    /// The date on the document: also the file's creation date, so that printing twice gives the same bytes.
    pub fn date(&self) -> Date {
        match self {
            Printable::Quote { quote, .. } => quote.date,
            Printable::Contract { contract, .. } => contract.date,
            Printable::Order { order, .. } => order.date,
            Printable::Delivery { delivery, .. } => delivery.date,
            Printable::Invoice(invoice) => invoice.date_issued,
        }
    }
}

/// The pages could not be set. It says what the typesetter objected to: a fault of a template, never of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderError(pub String);

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the document could not be printed: {}", self.0)
    }
}
impl std::error::Error for RenderError {}

/// Turns a document into the bytes of a PDF: the same document gives the same bytes.
pub trait Render: Send + Sync {
    fn render(&self, document: &Printable<'_>, language: Language) -> Result<Vec<u8>, RenderError>;
}

/// Prints nothing but the document's number: for tests of verbs whose subject is not the page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unprinted;

impl Render for Unprinted {
    fn render(&self, document: &Printable<'_>, language: Language) -> Result<Vec<u8>, RenderError> {
        Ok(format!("%PDF-unprinted {} {}", document.number(), language.code()).into_bytes())
    }
}
