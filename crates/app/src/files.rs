//! Files of documents: made when somebody first asks for one, kept under their hash, and never made again once the
//! document is closed. What still changes is made afresh each time and not kept.

use crate::{error::Result, read::Reader, runner::App};
use documents::print::Printable;
use domain::{
    billing::{Invoice, InvoiceKind, InvoiceState},
    contract::{Contract, ContractState},
    crm::{Customer, Person},
    document::{DocRef, Document, Kind},
    ids::*,
    money::{Currency, Money},
    order::{Delivery, Order},
    org::Entity,
    quote::{LineTerms, Quote, QuoteState},
    refusal::{Arg, Refusal},
    tax::{self, Sale, VatSubtotal},
};
use sha2::{Digest, Sha256};
use store::StoreError;

/// Media type, name to save it under, and the bytes.
pub type File = (String, String, Vec<u8>);

const PDF: &str = "application/pdf";
const XML: &str = "application/xml";

impl App {
    /// A file of a document: `pdf`, or `ubl` for an issued invoice.
    pub async fn file(&self, reader: &Reader, document: DocRef, name: &str) -> Result<File> {
        // Reading the document is also what checks that the reader may.
        let any = self.get(reader, document).await?;
        let media = match name {
            "pdf" => PDF,
            "ubl" => XML,
            _ => return Err(no_file(document, name).into()),
        };
        if let Some(kept) = self.kept(reader.org, document, name).await? {
            return Ok((media.into(), file_name(document, any.body.get("number"), name), kept));
        }
        let (number, bytes, closed) = match name {
            "ubl" => self.ubl(reader.org, document).await?,
            _ => self.pdf(reader.org, document).await?,
        };
        if closed {
            let mut write = self.db.begin().await?;
            let (hash, at) = (Sha256::digest(&bytes), crate::clock::now());
            store::state::put_blob(write.conn(), reader.org, &hash, media, &bytes, at).await?;
            store::state::put_file(write.conn(), reader.org, document.id, name, &hash, at).await?;
            write.commit().await?;
            // Two first readers at once: the file that was kept first is the file.
            if let Some(kept) = self.kept(reader.org, document, name).await? {
                return Ok((media.into(), file_name(document, Some(&number.into()), name), kept));
            }
        }
        Ok((media.into(), file_name(document, Some(&number.into()), name), bytes))
    }

    async fn kept(&self, org: OrgId, document: DocRef, name: &str) -> Result<Option<Vec<u8>>> {
        let mut conn = self.db.read().await?;
        let Some(hash) = store::state::file(&mut conn, org, document.id, name).await? else { return Ok(None) };
        Ok(store::state::blob(&mut conn, org, &hash).await?.map(|(_, bytes)| bytes))
    }

    /// A document as it is stored; the caller has checked that it may be read.
    async fn whole<D: Document>(&self, org: OrgId, id: impl Into<RawId>) -> Result<D> {
        let id = id.into();
        let mut conn = self.db.read().await?;
        let found = store::document::load::<D>(&mut conn, org, id, false).await?;
        Ok(found.ok_or_else(|| crate::tx::missing(D::KIND, id))?.0)
    }

    /// Number, bytes, and whether the document will not change any more.
    async fn pdf(&self, org: OrgId, document: DocRef) -> Result<(String, Vec<u8>, bool)> {
        match document.kind {
            Kind::Quote => {
                let quote: Quote = self.whole(org, document.id).await?;
                let (seller, customer) = self.parties(org, quote.entity, quote.customer).await?;
                let contact = match quote.contact {
                    Some(person) => Some(self.whole::<Person>(org, person).await?.name),
                    None => None,
                };
                let vat = estimate(quote.currency, quote.agreed().map(|l| &l.terms), &seller, &customer, quote.date)?;
                let page = Printable::Quote {
                    quote: &quote,
                    seller: &seller,
                    customer: &customer,
                    contact: contact.as_deref(),
                    vat: &vat,
                };
                let bytes = self.printed(&page, quote.language)?;
                Ok((quote.head().number, bytes, !matches!(quote.state, QuoteState::Draft)))
            }
            Kind::Contract => {
                let contract: Contract = self.whole(org, document.id).await?;
                let (seller, customer) = self.parties(org, contract.entity, contract.customer).await?;
                let mut signers = Vec::new();
                for signature in &contract.signatures {
                    signers.push((signature.person, self.whole::<Person>(org, signature.person).await?.name));
                }
                let page = Printable::Contract {
                    contract: &contract,
                    seller: &seller,
                    customer: &customer,
                    signers: &signers,
                };
                let bytes = self.printed(&page, contract.language)?;
                // While it is being signed each signature still comes onto it.
                let closed = !matches!(contract.state, ContractState::Draft | ContractState::Sent { .. });
                Ok((contract.number, bytes, closed))
            }
            Kind::Order => {
                let order: Order = self.whole(org, document.id).await?;
                let (seller, customer) = self.parties(org, order.entity, order.customer).await?;
                let vat =
                    estimate(order.currency, order.lines.iter().map(|l| &l.terms), &seller, &customer, order.date)?;
                let page = Printable::Order { order: &order, seller: &seller, customer: &customer, vat: &vat };
                let bytes = self.printed(&page, customer.language)?;
                Ok((order.number.clone(), bytes, false))
            }
            Kind::Delivery => {
                let delivery: Delivery = self.whole(org, document.id).await?;
                let order: Order = self.whole(org, delivery.order).await?;
                let (seller, customer) = self.parties(org, delivery.entity, delivery.customer).await?;
                let page =
                    Printable::Delivery { delivery: &delivery, order: &order, seller: &seller, customer: &customer };
                let bytes = self.printed(&page, customer.language)?;
                Ok((delivery.number.clone(), bytes, true))
            }
            Kind::Invoice => {
                let invoice: Invoice = self.whole(org, document.id).await?;
                let bytes = self.printed(&Printable::Invoice(&invoice), invoice.language)?;
                Ok((invoice.number.clone(), bytes, matches!(invoice.state, InvoiceState::Issued { .. })))
            }
            _ => Err(no_file(document, "pdf").into()),
        }
    }

    async fn ubl(&self, org: OrgId, document: DocRef) -> Result<(String, Vec<u8>, bool)> {
        if document.kind != Kind::Invoice {
            return Err(no_file(document, "ubl").into());
        }
        let invoice: Invoice = self.whole(org, document.id).await?;
        let issued = matches!(invoice.state, InvoiceState::Issued { .. });
        if !issued || matches!(invoice.kind, InvoiceKind::Imported { .. }) {
            let refusal = Refusal::state("einvoice_missing").with("number", &invoice.number);
            return Err(refusal.into());
        }
        let xml = documents::ubl::write(&invoice)?;
        Ok((invoice.number, xml.into_bytes(), true))
    }

    async fn parties(&self, org: OrgId, seller: EntityId, customer: CustomerId) -> Result<(Entity, Customer)> {
        Ok((self.whole(org, seller).await?, self.whole(org, customer).await?))
    }

    fn printed(&self, page: &Printable<'_>, language: domain::org::Language) -> Result<Vec<u8>> {
        self.render.render(page, language).map_err(|e| StoreError::Bug(e.to_string()).into())
    }
}

/// The VAT the lines would have on a date, as an offer shows it.
fn estimate<'a>(
    currency: Currency,
    lines: impl Iterator<Item = &'a LineTerms>,
    seller: &Entity,
    customer: &Customer,
    on: domain::dates::Date,
) -> Result<Vec<VatSubtotal>> {
    let mut treated = Vec::new();
    for line in lines {
        let sale = Sale::new(seller, customer, (line.supply, line.tax_class), on);
        treated.push((tax::treatment(&sale)?, line.net));
    }
    let pairs = treated.iter().map(|(vat, net): &(_, Money)| (vat, *net));
    Ok(tax::totals(currency, pairs)?)
}

/// `INV-2026-0001.pdf`; a draft without a number goes by its id.
fn file_name(document: DocRef, number: Option<&serde_json::Value>, name: &str) -> String {
    let number = number.and_then(|n| n.as_str()).filter(|n| !n.is_empty());
    let stem = number.map_or_else(|| document.to_string(), |n| n.replace(|c: char| !c.is_alphanumeric(), "-"));
    format!("{stem}.{}", if name == "ubl" { "xml" } else { name })
}

fn no_file(document: DocRef, name: &str) -> Refusal {
    let kind = Arg::Word(format!("kind-{}", document.kind.noun()));
    Refusal::not_found("file_unknown").with("kind", kind).with("file", name)
}
