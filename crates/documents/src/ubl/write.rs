//! Writes an issued invoice or credit note. Elements stand in the order of the schema; none is written empty (NLCIUS SI-UBL-2,
//! Peppol R008). Terms in brackets are those of EN 16931.

use super::{
    CREDIT_NOTE, INVOICE, customization,
    tree::{AGGREGATE, BASIC, Xml},
};
use domain::{
    billing::{DueTerm, Invoice, InvoiceKind, InvoiceLine, InvoiceState, PartySnapshot, rules},
    money::*,
    org::{Address, Language},
    refusal::Refusal,
    tax::{VatCategory, VatSubtotal},
};
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event};
use std::io;

/// The XML of an invoice. Refuses a draft, which has no number, and history from another system, which never was ours.
pub fn write(invoice: &Invoice) -> Result<String, Refusal> {
    let number = invoice.number.as_str();
    match (&invoice.kind, &invoice.state) {
        (InvoiceKind::Imported { .. }, _) => return Err(Refusal::state("ubl_imported").with("number", number)),
        (_, InvoiceState::Issued { .. }) => {}
        _ => return Err(Refusal::state("ubl_not_issued").with("buyer", &invoice.buyer.name)),
    }
    let mut xml = Xml::default();
    let written = document(&mut xml, invoice);
    let text = String::from_utf8(xml.writer.into_inner());
    // Writing to memory does not fail, and what is written is text.
    match (written, text) {
        (Ok(()), Ok(text)) => Ok(text + "\n"),
        _ => Err(Refusal::state("ubl_not_written").with("number", number)),
    }
}

/// The words of the document itself, in its own language.
struct Words {
    discount: &'static str,
    instalments: &'static str,
    set_off: &'static str,
}
fn words(language: Language) -> Words {
    match language {
        Language::Nl => Words { discount: "Korting", instalments: "Termijnen", set_off: "Te verrekenen met factuur" },
        Language::En => {
            Words { discount: "Discount", instalments: "Instalments", set_off: "To be set off against invoice" }
        }
    }
}

fn document(xml: &mut Xml, invoice: &Invoice) -> io::Result<()> {
    let (root, namespace) = if invoice.kind.is_credit() { ("CreditNote", CREDIT_NOTE) } else { ("Invoice", INVOICE) };
    xml.writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let namespaces = [("xmlns", namespace), ("xmlns:cac", AGGREGATE), ("xmlns:cbc", BASIC)];
    xml.writer.write_event(Event::Start(BytesStart::new(root).with_attributes(namespaces)))?;
    header(xml, invoice)?;
    let scoped = !invoice.vat.iter().any(|subtotal| subtotal.category == VatCategory::O);
    xml.group("cac:AccountingSupplierParty", |xml| party(xml, &invoice.seller, scoped))?;
    xml.group("cac:AccountingCustomerParty", |xml| party(xml, &invoice.buyer, scoped))?;
    delivery(xml, invoice)?;
    payment(xml, invoice)?;
    vat(xml, invoice)?;
    xml.group("cac:LegalMonetaryTotal", |xml| {
        xml.amount("cbc:LineExtensionAmount", invoice.net)?;
        xml.amount("cbc:TaxExclusiveAmount", invoice.net)?;
        xml.amount("cbc:TaxInclusiveAmount", invoice.gross)?;
        xml.amount("cbc:PayableAmount", invoice.gross)
    })?;
    for each in &invoice.lines {
        line(xml, invoice, each)?;
    }
    xml.writer.write_event(Event::End(BytesEnd::new(root)))
}

fn header(xml: &mut Xml, invoice: &Invoice) -> io::Result<()> {
    xml.leaf("cbc:CustomizationID", customization(invoice))?;
    xml.leaf("cbc:ID", &invoice.number)?;
    xml.leaf("cbc:IssueDate", &invoice.date_issued.to_string())?;
    match &invoice.kind {
        // A credit note has another root, without a due date of its own (BR-NL-8).
        InvoiceKind::CreditNote { .. } => xml.leaf("cbc:CreditNoteTypeCode", "381")?,
        _ => {
            // With instalments the first of them counts (BT-9); the others stand in the terms (BT-20).
            let first = invoice.due.iter().map(|term| term.date).min();
            xml.optional("cbc:DueDate", first.map(|date| date.to_string()).as_deref())?;
            xml.leaf("cbc:InvoiceTypeCode", "380")?;
        }
    }
    let reason = match &invoice.kind {
        InvoiceKind::CreditNote { reason, .. } => Some(reason.as_str()),
        _ => None,
    };
    let notes: Vec<&str> = reason.into_iter().chain(invoice.notes.as_deref()).collect();
    xml.leaf("cbc:Note", &notes.join("\n"))?;
    xml.leaf("cbc:DocumentCurrencyCode", invoice.currency.code())?;
    xml.optional(
        "cbc:TaxCurrencyCode",
        invoice.tax_in_books.as_ref().map(|tax| tax.currency()).as_ref().map(|c| c.code()),
    )?;
    xml.optional("cbc:BuyerReference", invoice.buyer_reference.as_deref())?;
    if let Some(order) = &invoice.purchase_order {
        xml.group("cac:OrderReference", |xml| xml.leaf("cbc:ID", order))?;
    }
    if let InvoiceKind::CreditNote { of_number, of_date, .. } = &invoice.kind {
        xml.group("cac:BillingReference", |xml| {
            xml.group("cac:InvoiceDocumentReference", |xml| {
                xml.leaf("cbc:ID", of_number)?;
                // NLCIUS advises against the date (BR-NL-24); the standard alone knows it (BT-26).
                match rules::profile(invoice) {
                    rules::Profile::Nlcius => Ok(()),
                    rules::Profile::En16931 => xml.leaf("cbc:IssueDate", &of_date.to_string()),
                }
            })
        })?;
    }
    Ok(())
}

/// `scoped` is false on a document outside the scope of VAT, which must not hold VAT numbers as such (BR-O-02); the seller's
/// is then its identifier in general, because the law wants it on every invoice.
fn party(xml: &mut Xml, party: &PartySnapshot, scoped: bool) -> io::Result<()> {
    xml.group("cac:Party", |xml| {
        if let Some((scheme, value)) = endpoint(party) {
            xml.leaf_with("cbc:EndpointID", Some(("schemeID", scheme)), value)?;
        }
        if let Some(number) = party.vat_number.as_deref().filter(|_| !scoped) {
            xml.group("cac:PartyIdentification", |xml| xml.leaf("cbc:ID", number))?;
        }
        xml.group("cac:PostalAddress", |xml| address(xml, &party.address))?;
        if let Some(number) = party.vat_number.as_deref().filter(|_| scoped) {
            xml.group("cac:PartyTaxScheme", |xml| {
                xml.leaf("cbc:CompanyID", number)?;
                vat_scheme(xml)
            })?;
        }
        xml.group("cac:PartyLegalEntity", |xml| {
            xml.leaf("cbc:RegistrationName", &party.name)?;
            match &party.registration {
                Some(known) => xml.leaf_with("cbc:CompanyID", Some(("schemeID", &known.scheme)), &known.value),
                None => Ok(()),
            }
        })?;
        match party.email.as_deref().filter(|email| !email.trim().is_empty()) {
            Some(email) => xml.group("cac:Contact", |xml| xml.leaf("cbc:ElectronicMail", email)),
            None => Ok(()),
        }
    })
}

/// Where a party receives e-invoices (BT-34, BT-49): by its registration number where that is an address, else by mail.
fn endpoint(party: &PartySnapshot) -> Option<(&str, &str)> {
    let registered = party.registration.as_ref().map(|r| (r.scheme.as_str(), r.value.as_str()));
    let registered = registered.filter(|(scheme, _)| rules::is_electronic_address_scheme(scheme));
    registered.or_else(|| party.email.as_deref().filter(|email| !email.trim().is_empty()).map(|email| ("EM", email)))
}

fn address(xml: &mut Xml, address: &Address) -> io::Result<()> {
    xml.leaf("cbc:StreetName", &address.street)?;
    xml.leaf("cbc:CityName", &address.city)?;
    xml.leaf("cbc:PostalZone", &address.postal_code)?;
    xml.group("cac:Country", |xml| xml.leaf("cbc:IdentificationCode", address.country.code()))
}

fn vat_scheme(xml: &mut Xml) -> io::Result<()> {
    xml.group("cac:TaxScheme", |xml| xml.leaf("cbc:ID", "VAT"))
}

fn delivery(xml: &mut Xml, invoice: &Invoice) -> io::Result<()> {
    xml.group("cac:Delivery", |xml| {
        xml.leaf("cbc:ActualDeliveryDate", &invoice.date_supplied.to_string())?;
        match &invoice.delivery_address {
            Some(to) => xml.group("cac:DeliveryLocation", |xml| xml.group("cac:Address", |xml| address(xml, to))),
            None => Ok(()),
        }
    })
}

/// A credit transfer, within SEPA (58) or not (30), and the terms.
fn payment(xml: &mut Xml, invoice: &Invoice) -> io::Result<()> {
    if let InvoiceKind::CreditNote { of_number, .. } = &invoice.kind {
        let note = format!("{} {of_number}", words(invoice.language).set_off);
        return xml.group("cac:PaymentTerms", |xml| xml.leaf("cbc:Note", &note));
    }
    if let Some(iban) = &invoice.iban {
        xml.group("cac:PaymentMeans", |xml| {
            let sepa = invoice.currency == Currency::EUR;
            xml.leaf("cbc:PaymentMeansCode", if sepa { "58" } else { "30" })?;
            xml.optional("cbc:PaymentID", invoice.payment_reference.as_deref())?;
            xml.group("cac:PayeeFinancialAccount", |xml| {
                xml.leaf("cbc:ID", &iban.replace(' ', ""))?;
                // SEPA does without the BIC, and NLCIUS advises against it (BR-NL-31).
                match invoice.bic.as_deref().filter(|bic| !sepa && !bic.is_empty()) {
                    Some(bic) => xml.group("cac:FinancialInstitutionBranch", |xml| xml.leaf("cbc:ID", bic)),
                    None => Ok(()),
                }
            })
        })?;
    }
    if invoice.due.len() > 1 {
        let note = instalments(&invoice.due, words(invoice.language).instalments);
        return xml.group("cac:PaymentTerms", |xml| xml.leaf("cbc:Note", &note));
    }
    Ok(())
}

/// `Termijnen: 2026-05-15 201.65 EUR; 2026-06-15 201.64 EUR`.
fn instalments(due: &[DueTerm], word: &str) -> String {
    let terms: Vec<String> = due.iter().map(|term| format!("{} {}", term.date, term.amount)).collect();
    format!("{word}: {}", terms.join("; "))
}

fn vat(xml: &mut Xml, invoice: &Invoice) -> io::Result<()> {
    xml.group("cac:TaxTotal", |xml| {
        xml.amount("cbc:TaxAmount", invoice.tax)?;
        for subtotal in &invoice.vat {
            xml.group("cac:TaxSubtotal", |xml| subtotal_inside(xml, invoice, subtotal))?;
        }
        Ok(())
    })?;
    // The VAT in the currency of the books: a total of its own, without a breakdown (BT-111).
    match invoice.tax_in_books {
        Some(tax) => xml.group("cac:TaxTotal", |xml| xml.amount("cbc:TaxAmount", tax)),
        None => Ok(()),
    }
}

fn subtotal_inside(xml: &mut Xml, invoice: &Invoice, subtotal: &VatSubtotal) -> io::Result<()> {
    xml.amount("cbc:TaxableAmount", subtotal.base)?;
    xml.amount("cbc:TaxAmount", subtotal.tax)?;
    xml.group("cac:TaxCategory", |xml| {
        category(xml, subtotal.category, subtotal.rate)?;
        // NLCIUS advises against the code (BR-NL-35); the words are the same to the law.
        if rules::profile(invoice) == rules::Profile::En16931 {
            xml.optional("cbc:TaxExemptionReasonCode", exemption_code(subtotal.category))?;
        }
        xml.optional("cbc:TaxExemptionReason", subtotal.category.legal_mention(invoice.language))?;
        vat_scheme(xml)
    })
}

/// Code of the reason (VATEX list); an exemption by national law has none that fits all.
fn exemption_code(category: VatCategory) -> Option<&'static str> {
    match category {
        VatCategory::Ae => Some("VATEX-EU-AE"),
        VatCategory::K => Some("VATEX-EU-IC"),
        VatCategory::G => Some("VATEX-EU-G"),
        VatCategory::O => Some("VATEX-EU-O"),
        VatCategory::S | VatCategory::Z | VatCategory::E => None,
    }
}

fn category(xml: &mut Xml, category: VatCategory, rate: Percent) -> io::Result<()> {
    xml.leaf("cbc:ID", category.code())?;
    match category.carries_rate() {
        true => xml.leaf("cbc:Percent", &rate.value().normalize().to_string()),
        false => Ok(()),
    }
}

fn line(xml: &mut Xml, invoice: &Invoice, line: &InvoiceLine) -> io::Result<()> {
    let (element, quantity) = match invoice.kind.is_credit() {
        true => ("cac:CreditNoteLine", "cbc:CreditedQuantity"),
        false => ("cac:InvoiceLine", "cbc:InvoicedQuantity"),
    };
    xml.group(element, |xml| {
        xml.leaf("cbc:ID", &line.no.to_string())?;
        let number = line.quantity.value().normalize().to_string();
        xml.leaf_with(quantity, Some(("unitCode", &line.unit)), &number)?;
        xml.amount("cbc:LineExtensionAmount", line.net)?;
        if let Some(period) = line.period {
            xml.group("cac:InvoicePeriod", |xml| {
                xml.leaf("cbc:StartDate", &period.start.to_string())?;
                // The standard's period holds its last day; ours ends before its end.
                xml.leaf("cbc:EndDate", &period.last_day().to_string())
            })?;
        }
        if !line.discount.is_zero() {
            xml.group("cac:AllowanceCharge", |xml| {
                xml.leaf("cbc:ChargeIndicator", "false")?;
                xml.leaf("cbc:AllowanceChargeReason", words(invoice.language).discount)?;
                xml.amount("cbc:Amount", line.discount)
            })?;
        }
        xml.group("cac:Item", |xml| {
            xml.leaf("cbc:Name", &line.description.split_whitespace().collect::<Vec<_>>().join(" "))?;
            xml.group("cac:ClassifiedTaxCategory", |xml| {
                category(xml, line.vat.category, line.vat.rate)?;
                vat_scheme(xml)
            })
        })?;
        xml.group("cac:Price", |xml| {
            let price = line.unit_price.value().to_string();
            xml.leaf_with("cbc:PriceAmount", Some(("currencyID", invoice.currency.code())), &price)
        })
    })
}
