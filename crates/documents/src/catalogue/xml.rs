//! UBL 2.1 Catalogue, as Peppol's catalogue of BIS 3 uses it. Terms that a product has none of (packaging, certificates,
//! comparison prices) are read over; a line without a seller's article number is named.

use super::{Found, Item, NamedRow, Seller};
use crate::ubl::tree::{AGGREGATE, BASIC, Node, Xml, tree};
use domain::{catalog::TaxClass, money::*, refusal::Refusal};
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event};
use std::io;

const CATALOGUE: &str = "urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2";

pub(super) fn read(bytes: &[u8]) -> Result<Found, Refusal> {
    let text = decoded(bytes);
    let root = tree(&text, &[("Catalogue", CATALOGUE)])?;
    let mut found = Found { name: root.text(&["Name"]).map(str::to_string), ..Found::default() };
    for (line, node) in (1..).zip(root.children("CatalogueLine")) {
        match item(line, node) {
            Ok(item) => found.items.push(item),
            Err(reason) => found.named.push(NamedRow { line, reason }),
        }
    }
    Ok(found)
}

/// The text in the encoding that the file names; UTF-8 when it names none that is known.
fn decoded(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let named = head.split_once("encoding=").and_then(|(_, rest)| rest.get(1..)?.split(['"', '\'']).next());
    let encoding = named.and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
    encoding.unwrap_or(encoding_rs::UTF_8).decode(bytes).0.into_owned()
}

/// `line` counts the lines of the catalogue, which have numbers of their own choosing.
fn item(line: u64, node: &Node) -> Result<Item, Refusal> {
    let own = |path: &[&str]| node.text(path).map(str::to_string);
    let price = node.at(&["RequiredItemLocationQuantity", "Price"]);
    let amount = price.and_then(|price| price.child("PriceAmount"));
    let currency = amount.and_then(|amount| amount.attribute("currencyID")).map(str::parse).transpose()?;
    let base = price.and_then(|price| price.child("BaseQuantity"));
    let unit = node.text(&["OrderableUnit"]).or_else(|| base.and_then(|base| base.attribute("unitCode")));
    let lead = node.at(&["RequiredItemLocationQuantity", "LeadTimeMeasure"]);
    let days = lead.filter(|lead| lead.attribute("unitCode").is_none_or(|unit| unit == "DAY"));
    let days = days.map(|lead| lead.text.parse());
    let malformed =
        |_| Refusal::invalid("ubl_number").with("element", "LeadTimeMeasure").with("given", days_given(lead));
    let tax = node.text(&["Item", "ClassifiedTaxCategory", "ID"]);
    Ok(Item {
        line,
        sku: node.required(&["Item", "SellersItemIdentification", "ID"])?.to_string(),
        name: own(&["Item", "Name"]),
        description: own(&["Item", "Description"]),
        unit: unit.map(str::to_string),
        tax_class: tax.and_then(class),
        lead_time_days: days.transpose().map_err(malformed)?,
        price: price.map(|price| price.number(&["PriceAmount"])).transpose()?.map(Amount),
        base: price
            .filter(|_| base.is_some())
            .map(|price| price.number(&["BaseQuantity"]))
            .transpose()?
            .map(Quantity)
            .filter(|base| *base != Quantity::ONE),
        currency,
        archived: node.text(&["OrderableIndicator"]).map(|text| text != "true" && text != "1"),
        ..Item::default()
    })
}

fn days_given(lead: Option<&Node>) -> &str {
    lead.map_or("", |lead| lead.text.as_str())
}

/// VAT categories that say which rate a product takes; the others say why none is charged to that buyer.
const CLASSES: &[(&str, TaxClass)] =
    &[("S", TaxClass::Standard), ("AA", TaxClass::Reduced), ("Z", TaxClass::Zero), ("E", TaxClass::Exempt)];

fn class(code: &str) -> Option<TaxClass> {
    CLASSES.iter().find(|(known, _)| *known == code).map(|(_, class)| *class)
}

pub(super) fn write(seller: &Seller, items: &[Item]) -> String {
    let mut xml = Xml::default();
    // Writing to memory does not fail.
    let _ = document(&mut xml, seller, items);
    xml.into_text()
}

fn document(xml: &mut Xml, seller: &Seller, items: &[Item]) -> io::Result<()> {
    xml.writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let namespaces = [("xmlns", CATALOGUE), ("xmlns:cac", AGGREGATE), ("xmlns:cbc", BASIC)];
    xml.writer.write_event(Event::Start(BytesStart::new("Catalogue").with_attributes(namespaces)))?;
    xml.leaf("cbc:UBLVersionID", "2.1")?;
    xml.leaf("cbc:CustomizationID", "urn:fdc:peppol.eu:poacc:trns:catalogue:3")?;
    xml.leaf("cbc:ProfileID", "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3")?;
    xml.leaf("cbc:ID", &seller.on.to_string())?;
    xml.leaf("cbc:Name", seller.name)?;
    xml.leaf("cbc:IssueDate", &seller.on.to_string())?;
    xml.group("cac:ProviderParty", |xml| {
        xml.group("cac:PartyLegalEntity", |xml| xml.leaf("cbc:RegistrationName", seller.name))
    })?;
    for (no, item) in (1..).zip(items) {
        xml.group("cac:CatalogueLine", |xml| line(xml, seller, no, item))?;
    }
    xml.writer.write_event(Event::End(BytesEnd::new("Catalogue")))
}

fn line(xml: &mut Xml, seller: &Seller, no: u64, item: &Item) -> io::Result<()> {
    let unit = item.unit.as_deref().unwrap_or("C62");
    let currency = item.currency.unwrap_or(seller.currency);
    xml.leaf("cbc:ID", &no.to_string())?;
    xml.leaf("cbc:OrderableIndicator", if item.archived == Some(true) { "false" } else { "true" })?;
    xml.leaf("cbc:OrderableUnit", unit)?;
    if item.price.is_some() || item.lead_time_days.is_some() {
        xml.group("cac:RequiredItemLocationQuantity", |xml| {
            if let Some(days) = item.lead_time_days {
                xml.leaf_with("cbc:LeadTimeMeasure", Some(("unitCode", "DAY")), &days.to_string())?;
            }
            let Some(price) = item.price else { return Ok(()) };
            xml.group("cac:Price", |xml| {
                let base = item.base.unwrap_or(Quantity::ONE).value().to_string();
                xml.leaf_with("cbc:PriceAmount", Some(("currencyID", currency.code())), &price.value().to_string())?;
                xml.leaf_with("cbc:BaseQuantity", Some(("unitCode", unit)), &base)
            })
        })?;
    }
    xml.group("cac:Item", |xml| {
        xml.leaf("cbc:Description", item.description.as_deref().unwrap_or_default())?;
        xml.leaf("cbc:Name", item.name.as_deref().unwrap_or_default())?;
        xml.group("cac:SellersItemIdentification", |xml| xml.leaf("cbc:ID", &item.sku))?;
        let code = CLASSES.iter().find(|(_, class)| Some(*class) == item.tax_class);
        let Some((code, _)) = code else { return Ok(()) };
        xml.group("cac:ClassifiedTaxCategory", |xml| {
            xml.leaf("cbc:ID", code)?;
            xml.group("cac:TaxScheme", |xml| xml.leaf("cbc:ID", "VAT"))
        })
    })
}
