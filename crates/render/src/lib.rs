//! Documents as PDF, set by Typst inside the program: no file is read and no network is used.
//! A document becomes a [`sheet::Sheet`]: words and amounts already written in the reader's language. A template lays it out.
//! The sheet reaches the template as data, so that nothing a user typed is ever read as Typst's markup.
//! The same document gives the same bytes: the file's date is the document's, and nothing else varies.

mod contract;
mod deal;
mod invoice;
mod measure;
mod payment_code;
mod sheet;
mod world;

pub use documents::print::{Printable, Render, RenderError};

use domain::org::Language;
use sheet::Sheet;
use typst::{
    diag::{SourceDiagnostic, Warned},
    foundations::{Datetime, Smart},
    model::DocumentInfo,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// How many documents ago something was last used before the typesetter forgets it. Without forgetting, memory grows by
/// about a megabyte a document; with it, fonts, templates and the lines of the last few documents stay warm.
const KEEP_FOR: usize = 4;

/// The printer that the binary hands to the verbs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typst;

impl Render for Typst {
    fn render(&self, document: &Printable<'_>, language: Language) -> Result<Vec<u8>, RenderError> {
        render(document, language)
    }
}

/// The PDF of a document: tagged for screen readers, and PDF/A-3a for the archive.
pub fn render(document: &Printable<'_>, language: Language) -> Result<Vec<u8>, RenderError> {
    let sheet = sheet_of(document, language);
    let pdf = typeset(&sheet).and_then(|pages| export(&pages, &sheet));
    comemo::evict(KEEP_FOR);
    pdf
}

fn sheet_of(document: &Printable<'_>, language: Language) -> Sheet {
    let mut sheet = match document {
        Printable::Quote { quote, seller, customer, contact, vat } => {
            deal::quote(language, quote, (seller, customer), *contact, vat)
        }
        Printable::Order { order, seller, customer, vat } => deal::order(language, order, (seller, customer), vat),
        Printable::Delivery { delivery, order, seller, customer } => {
            deal::delivery(language, delivery, order, (seller, customer))
        }
        Printable::Contract { contract, seller, customer, signers } => {
            contract::contract(language, contract, (seller, customer), signers)
        }
        Printable::Invoice(invoice) => invoice::invoice(language, invoice),
    };
    measure::table(&mut sheet);
    sheet
}

fn typeset(sheet: &Sheet) -> Result<PagedDocument, RenderError> {
    let world = world::Desk::new(sheet)?;
    let Warned { output, .. } = typst::compile::<PagedDocument>(&world);
    let mut pages = output.map_err(|errors| objection(&errors))?;
    describe(pages.info_mut(), sheet);
    Ok(pages)
}

/// Title, author and date of the file. A template that set them would make every document's styles its own, and the
/// typesetter would recall nothing of the documents before.
fn describe(info: &mut DocumentInfo, sheet: &Sheet) {
    let (year, month, day) = sheet.date;
    let month_and_day = u8::try_from(month).ok().zip(u8::try_from(day).ok());
    let date = month_and_day.and_then(|(month, day)| Datetime::from_ymd_hms(year.into(), month, day, 0, 0, 0));
    info.title = Some(sheet.called().into());
    info.author = vec![sheet::cleaned(&sheet.sender.name).into()];
    info.date = Smart::Custom(date);
}

/// PDF/A wants a glyph for every character. A name in a script that the fonts lack must not stop an invoice: then the file
/// is written without the claim.
fn export(pages: &PagedDocument, sheet: &Sheet) -> Result<Vec<u8>, RenderError> {
    let options = |standards: PdfStandards| PdfOptions {
        ident: Smart::Custom(sheet.identity.clone()),
        creator: Smart::Custom(Some("Quittance".to_string())),
        standards,
        ..PdfOptions::default()
    };
    let archival = PdfStandards::new(&[PdfStandard::A_3a]).map_err(|e| RenderError(e.message().to_string()))?;
    typst_pdf::pdf(pages, &options(archival))
        .or_else(|_| typst_pdf::pdf(pages, &options(PdfStandards::default())))
        .map_err(|errors| objection(&errors))
}

fn objection(errors: &[SourceDiagnostic]) -> RenderError {
    RenderError(errors.iter().map(|e| e.message.to_string()).collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
#[path = "../examples/timing/samples.rs"]
mod samples;
#[cfg(test)]
mod tests;
