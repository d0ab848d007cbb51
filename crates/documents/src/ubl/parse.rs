//! Reads the facts of a UBL invoice or credit note, ours or anyone's. Numbers stay as written; nothing is believed about
//! sums. A file that is no XML, too deep, or lacks what every invoice has is refused with the element's name.

use super::{CREDIT_NOTE, INVOICE};
use domain::{
    dates::Date,
    money::{Currency, decimal},
    refusal::Refusal,
    tax::VatCategory,
};
use quick_xml::{
    NsReader,
    events::{BytesStart, Event},
    name::ResolveResult,
};
use rust_decimal::Decimal;

/// A party as an e-invoice names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UblParty {
    pub name: String,
    pub vat_number: Option<String>,
    /// Scheme and number of the legal registration (BT-30, BT-47).
    pub registration: Option<(String, String)>,
    pub street: String,
    pub city: String,
    pub postal_code: String,
    pub country: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct UblLine {
    pub no: String,
    pub name: String,
    pub quantity: Decimal,
    pub unit: String,
    pub price: Decimal,
    /// Allowances less charges of the line.
    pub discount: Decimal,
    pub net: Decimal,
    pub category: VatCategory,
    pub rate: Decimal,
}

#[derive(Clone, Debug, PartialEq)]
pub struct UblTax {
    pub category: VatCategory,
    pub rate: Decimal,
    pub base: Decimal,
    pub tax: Decimal,
    /// Why no VAT is charged (BT-120).
    pub reason: Option<String>,
}

/// An e-invoice as it was written. On a credit note amounts stand positive.
#[derive(Clone, Debug, PartialEq)]
pub struct UblInvoice {
    pub customization: String,
    pub is_credit: bool,
    pub number: String,
    pub date_issued: Date,
    pub date_due: Option<Date>,
    pub currency: Currency,
    pub buyer_reference: Option<String>,
    pub purchase_order: Option<String>,
    /// Number of the invoice that a credit note takes back (BT-25).
    pub credits: Option<String>,
    pub seller: UblParty,
    pub buyer: UblParty,
    pub iban: Option<String>,
    pub payment_reference: Option<String>,
    pub lines: Vec<UblLine>,
    pub vat: Vec<UblTax>,
    pub net: Decimal,
    pub tax: Decimal,
    pub gross: Decimal,
    pub payable: Decimal,
}

/// Reads the text of a UBL 2.1 Invoice or CreditNote.
pub fn parse(text: &str) -> Result<UblInvoice, Refusal> {
    let root = tree(text)?;
    let is_credit = root.name == "CreditNote";
    let tax = root.children("TaxTotal").find(|total| total.child("TaxSubtotal").is_some());
    let tax = tax.or_else(|| root.child("TaxTotal"));
    let lines = root.children(if is_credit { "CreditNoteLine" } else { "InvoiceLine" });
    let date = |path: &[&str]| root.text(path).map(str::parse).transpose();
    let own = |path: &[&str]| root.text(path).map(str::to_string);
    Ok(UblInvoice {
        customization: own(&["CustomizationID"]).unwrap_or_default(),
        is_credit,
        number: root.required(&["ID"])?.to_string(),
        date_issued: root.required(&["IssueDate"])?.parse()?,
        date_due: date(&["DueDate"])?.or(date(&["PaymentMeans", "PaymentDueDate"])?),
        currency: root.required(&["DocumentCurrencyCode"])?.parse()?,
        buyer_reference: own(&["BuyerReference"]),
        purchase_order: own(&["OrderReference", "ID"]),
        credits: own(&["BillingReference", "InvoiceDocumentReference", "ID"]),
        seller: party(root.at(&["AccountingSupplierParty", "Party"])),
        buyer: party(root.at(&["AccountingCustomerParty", "Party"])),
        iban: own(&["PaymentMeans", "PayeeFinancialAccount", "ID"]),
        payment_reference: own(&["PaymentMeans", "PaymentID"]),
        lines: lines.map(|node| line(node, is_credit)).collect::<Result<_, _>>()?,
        vat: tax.into_iter().flat_map(|t| t.children("TaxSubtotal")).map(subtotal).collect::<Result<_, _>>()?,
        net: root.number(&["LegalMonetaryTotal", "TaxExclusiveAmount"])?,
        tax: tax.map(|total| total.number(&["TaxAmount"])).transpose()?.unwrap_or_default(),
        gross: root.number(&["LegalMonetaryTotal", "TaxInclusiveAmount"])?,
        payable: root.number(&["LegalMonetaryTotal", "PayableAmount"])?,
    })
}

fn party(node: Option<&Node>) -> UblParty {
    let Some(node) = node else { return UblParty::default() };
    let text = |path: &[&str]| node.text(path).unwrap_or_default().to_string();
    let legal = node.at(&["PartyLegalEntity", "CompanyID"]);
    UblParty {
        name: node
            .text(&["PartyLegalEntity", "RegistrationName"])
            .map_or_else(|| text(&["PartyName", "Name"]), str::to_string),
        vat_number: node.text(&["PartyTaxScheme", "CompanyID"]).map(str::to_string),
        registration: legal.map(|id| (id.attribute("schemeID").unwrap_or_default().to_string(), id.text.clone())),
        street: text(&["PostalAddress", "StreetName"]),
        city: text(&["PostalAddress", "CityName"]),
        postal_code: text(&["PostalAddress", "PostalZone"]),
        country: text(&["PostalAddress", "Country", "IdentificationCode"]),
    }
}

fn line(node: &Node, is_credit: bool) -> Result<UblLine, Refusal> {
    let quantity = if is_credit { "CreditedQuantity" } else { "InvoicedQuantity" };
    let mut discount = Decimal::ZERO;
    for item in node.children("AllowanceCharge") {
        let amount = item.number(&["Amount"])?;
        discount += if item.text(&["ChargeIndicator"]) == Some("true") { -amount } else { amount };
    }
    let (category, rate) = category(node.at(&["Item", "ClassifiedTaxCategory"]))?;
    Ok(UblLine {
        no: node.required(&["ID"])?.to_string(),
        name: node.required(&["Item", "Name"])?.to_string(),
        quantity: node.number(&[quantity])?,
        unit: node.at(&[quantity]).and_then(|q| q.attribute("unitCode")).unwrap_or_default().to_string(),
        price: node.number(&["Price", "PriceAmount"])?,
        discount,
        net: node.number(&["LineExtensionAmount"])?,
        category,
        rate,
    })
}

fn subtotal(node: &Node) -> Result<UblTax, Refusal> {
    let (category, rate) = category(node.child("TaxCategory"))?;
    Ok(UblTax {
        category,
        rate,
        base: node.number(&["TaxableAmount"])?,
        tax: node.number(&["TaxAmount"])?,
        reason: node.text(&["TaxCategory", "TaxExemptionReason"]).map(str::to_string),
    })
}

fn category(node: Option<&Node>) -> Result<(VatCategory, Decimal), Refusal> {
    let missing = || Refusal::invalid("ubl_missing").with("element", "TaxCategory");
    let node = node.ok_or_else(missing)?;
    let code = node.required(&["ID"])?;
    let unknown = || Refusal::invalid("ubl_category_unknown").with("given", code);
    let rate = if node.child("Percent").is_some() { node.number(&["Percent"])? } else { Decimal::ZERO };
    Ok((VatCategory::parse(code).ok_or_else(unknown)?, rate))
}

/// An element with its name without prefix, attributes, text and children.
#[derive(Debug, Default)]
struct Node {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Node>,
}
impl Node {
    fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }
    fn child<'a>(&'a self, name: &'a str) -> Option<&'a Node> {
        self.children(name).next()
    }
    fn at<'a>(&'a self, path: &[&'a str]) -> Option<&'a Node> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }
    fn text<'a>(&'a self, path: &[&'a str]) -> Option<&'a str> {
        self.at(path).map(|node| node.text.as_str()).filter(|text| !text.is_empty())
    }
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
    fn required<'a>(&'a self, path: &[&'a str]) -> Result<&'a str, Refusal> {
        let missing = || Refusal::invalid("ubl_missing").with("element", path.join("/"));
        self.text(path).ok_or_else(missing)
    }
    fn number<'a>(&'a self, path: &[&'a str]) -> Result<Decimal, Refusal> {
        let given = self.required(path)?;
        let malformed = || Refusal::invalid("ubl_number").with("element", path.join("/")).with("given", given);
        decimal(given).ok_or_else(malformed)
    }
}

/// Deepest nesting read; UBL has less than twenty.
const DEPTH_MAX: usize = 64;

/// Reads the whole file into a tree, refusing document types (and with them entities that grow) and other roots.
fn tree(text: &str) -> Result<Node, Refusal> {
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    let malformed = |reader: &NsReader<&[u8]>| {
        Refusal::invalid("ubl_malformed").with("position", usize::try_from(reader.error_position()).unwrap_or_default())
    };
    let mut open: Vec<Node> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|_| malformed(&reader))?;
        match event {
            Event::Start(start) => {
                if open.is_empty() {
                    check_root(&reader, &start)?;
                }
                open.push(node(&start).ok_or_else(|| malformed(&reader))?);
                if open.len() > DEPTH_MAX {
                    return Err(malformed(&reader));
                }
            }
            Event::Empty(start) => {
                if open.is_empty() {
                    check_root(&reader, &start)?;
                }
                let empty = node(&start).ok_or_else(|| malformed(&reader))?;
                open.last_mut().ok_or_else(|| malformed(&reader))?.children.push(empty);
            }
            Event::Text(part) => append(&mut open, &part.xml10_content()),
            Event::CData(part) => append(&mut open, &part.xml10_content()),
            Event::GeneralRef(entity) => {
                let resolved = resolve(&entity).ok_or_else(|| malformed(&reader))?;
                append(&mut open, &resolved);
            }
            Event::End(_) => {
                let mut done = open.pop().ok_or_else(|| malformed(&reader))?;
                done.text = done.text.trim().to_string();
                match open.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => return Ok(done),
                }
            }
            Event::DocType(_) | Event::Eof => return Err(malformed(&reader)),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

fn check_root(reader: &NsReader<&[u8]>, start: &BytesStart) -> Result<(), Refusal> {
    let (namespace, local) = reader.resolver().resolve_element(start.name());
    let is = |expected: &str| matches!(&namespace, ResolveResult::Bound(ns) if ns.as_ref() == expected);
    let known = match local.as_ref() {
        "Invoice" => is(INVOICE),
        "CreditNote" => is(CREDIT_NOTE),
        _ => false,
    };
    if known { Ok(()) } else { Err(Refusal::invalid("ubl_other_root").with("given", local.as_ref())) }
}

fn node(start: &BytesStart) -> Option<Node> {
    let mut node = Node { name: start.local_name().as_ref().to_string(), ..Node::default() };
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0).ok()?;
        node.attributes.push((attribute.key.local_name().as_ref().to_string(), value.into_owned()));
    }
    Some(node)
}

fn append(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

/// `&amp;` and its four sisters, and characters by number; there are no others without a document type.
fn resolve(entity: &quick_xml::events::BytesRef) -> Option<String> {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return Some(c.to_string());
    }
    quick_xml::escape::resolve_predefined_entity(&entity.xml10_content()).map(str::to_string)
}
