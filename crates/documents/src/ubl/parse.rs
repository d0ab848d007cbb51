//! Reads the facts of a UBL invoice or credit note, ours or anyone's. Numbers stay as written; nothing is believed about
//! sums. A file that is no XML, too deep, or lacks what every invoice has is refused with the element's name.

use super::{
    CREDIT_NOTE, INVOICE,
    tree::{Node, tree},
};
use domain::{dates::Date, money::Currency, refusal::Refusal, tax::VatCategory};
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
    let root = tree(text, &[("Invoice", INVOICE), ("CreditNote", CREDIT_NOTE)])?;
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
