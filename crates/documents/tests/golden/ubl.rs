//! UBL: the bytes, the way back, what is refused, and the verdict of the published validators.

use crate::samples;
use documents::ubl::{UblInvoice, UblParty, parse, write};
use domain::billing::{Invoice, InvoiceKind, PartySnapshot};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/ubl").join(format!("{name}.xml"))
}

#[test]
fn every_sample_is_written_as_it_was() {
    let mut changed = Vec::new();
    for (name, invoice) in samples::all() {
        let xml = write(&invoice).unwrap();
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(file(name), &xml).unwrap();
        } else if std::fs::read_to_string(file(name)).ok().as_deref() != Some(&xml) {
            changed.push(name);
        }
    }
    assert!(changed.is_empty(), "{changed:?} differ; if that is right, run with UPDATE_GOLDEN=1");
    let files = std::fs::read_dir(file("x").parent().unwrap()).unwrap().count();
    assert_eq!(files, samples::all().len(), "a golden file has no sample");
}

#[test]
fn what_is_written_is_read_back() {
    for (name, invoice) in samples::all() {
        same(name, &parse(&write(&invoice).unwrap()).unwrap(), &invoice);
    }
}

fn same(name: &str, read: &UblInvoice, invoice: &Invoice) {
    assert_eq!(
        (read.number.as_str(), read.date_issued, read.currency),
        (invoice.number.as_str(), invoice.date_issued, invoice.currency),
        "{name}"
    );
    assert_eq!(read.is_credit, invoice.kind.is_credit(), "{name}");
    let credits = match &invoice.kind {
        InvoiceKind::CreditNote { of_number, .. } => Some(of_number.clone()),
        _ => None,
    };
    assert_eq!(read.credits, credits, "{name}");
    assert_eq!(read.date_due, invoice.due.iter().map(|term| term.date).min(), "{name}");
    assert_eq!(read.buyer_reference, invoice.buyer_reference, "{name}");
    assert_eq!(read.purchase_order, invoice.purchase_order, "{name}");
    party(name, &read.seller, &invoice.seller);
    party(name, &read.buyer, &invoice.buyer);
    let totals =
        [(read.net, invoice.net), (read.tax, invoice.tax), (read.gross, invoice.gross), (read.payable, invoice.gross)];
    assert!(totals.iter().all(|(read, own)| *read == own.decimal()), "{name}: {totals:?}");
    assert_eq!(read.vat.len(), invoice.vat.len(), "{name}");
    for (read, own) in read.vat.iter().zip(&invoice.vat) {
        let own_facts = (own.category, own.rate.value(), own.base.decimal(), own.tax.decimal());
        assert_eq!((read.category, read.rate, read.base, read.tax), own_facts, "{name}");
        assert_eq!(read.reason.as_deref(), own.category.legal_mention(invoice.language), "{name}");
    }
    assert_eq!(read.lines.len(), invoice.lines.len(), "{name}");
    for (read, own) in read.lines.iter().zip(&invoice.lines) {
        let facts = (read.quantity, read.price, read.discount, read.net, read.category, read.rate);
        let own_facts = (
            own.quantity.value(),
            own.unit_price.value(),
            own.discount.decimal(),
            own.net.decimal(),
            own.vat.category,
            own.vat.rate.value(),
        );
        assert_eq!(facts, own_facts, "{name}");
        assert_eq!((&read.name, &read.unit, &read.no), (&own.description, &own.unit, &own.no.to_string()), "{name}");
    }
}

fn party(name: &str, read: &UblParty, own: &PartySnapshot) {
    assert_eq!(read.name, own.name, "{name}");
    // Outside the scope of VAT the number stands as a general identifier (BR-O-02).
    if name != "outside_scope" {
        assert_eq!(read.vat_number, own.vat_number, "{name}");
    }
    let registration = own.registration.as_ref().map(|r| (r.scheme.clone(), r.value.clone()));
    assert_eq!(read.registration, registration, "{name}");
    let address = (read.street.as_str(), read.city.as_str(), read.postal_code.as_str(), read.country.as_str());
    let own = &own.address;
    assert_eq!(
        address,
        (own.street.as_str(), own.city.as_str(), own.postal_code.as_str(), own.country.code()),
        "{name}"
    );
}

#[test]
fn what_was_never_issued_is_not_written() {
    let (_, mut invoice) = samples::all().remove(0);
    invoice.kind = InvoiceKind::Imported { credit: false };
    assert_eq!(write(&invoice).unwrap_err().code, "ubl_imported");
    let (_, mut invoice) = samples::all().remove(0);
    invoice.state = domain::billing::InvoiceState::Draft;
    assert_eq!(write(&invoice).unwrap_err().code, "ubl_not_issued");
}

#[test]
fn text_that_xml_cannot_hold_is_left_out() {
    let (_, mut invoice) = samples::all().remove(0);
    invoice.buyer.name = "A\u{1}B \u{fffe}& <C>".into();
    assert_eq!(parse(&write(&invoice).unwrap()).unwrap().buyer.name, "AB & <C>");
}

#[test]
fn files_that_are_no_invoice_are_refused() {
    let check = |text: &str, code: &str| assert_eq!(parse(text).unwrap_err().code, code, "{text:.60}");
    let good = write(&samples::all()[0].1).unwrap();
    check("", "ubl_malformed");
    check("no xml", "ubl_malformed");
    check(&good[..good.len() / 2], "ubl_malformed");
    check("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "ubl_malformed");
    check("<Invoice xmlns=\"urn:other\"/>", "ubl_other_root");
    check("<Invoice xmlns=\"urn:other\"></Invoice>", "ubl_other_root");
    check(&format!("{}{}", "<a>".repeat(100), "</a>".repeat(100)), "ubl_other_root");
    check(&good.replace("<cbc:ID>F-2026-0001</cbc:ID>", ""), "ubl_missing");
    check(&good.replace(">907.32<", ">907,32<"), "ubl_number");
    check(&good.replace("<cbc:ID>S</cbc:ID>", "<cbc:ID>Q</cbc:ID>"), "ubl_category_unknown");
    check(&good.replace("2026-05-01</cbc:IssueDate>", "2026-02-30</cbc:IssueDate>"), "date_malformed");
}

/// A file or folder of `shared`, which stands beside the repository where this project is developed.
fn shared(path: &str) -> Option<PathBuf> {
    let ancestors = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    ancestors.map(|folder| folder.join("shared").join(path)).find(|path| path.exists())
}

/// The published XML schema and Schematron rules (CEN, NLCIUS) accept every sample without a fatal finding, and notice one
/// that was spoilt.
#[test]
fn the_published_rules_accept_every_sample() {
    let Some(tool) = shared("tools/einvoice-validate") else {
        println!("SKIPPED: ../shared/tools/einvoice-validate is not here");
        return;
    };
    let python = std::env::var("QUITTANCE_PYTHON").unwrap_or_else(|_| "python3".into());
    let importable = Command::new(&python).args(["-c", "import saxonche, lxml"]).output();
    if !importable.is_ok_and(|out| out.status.success()) {
        println!("SKIPPED: {python} cannot import saxonche and lxml; QUITTANCE_PYTHON may name one that can");
        return;
    }
    let judge = |files: &[PathBuf]| {
        let verdict = Command::new(&python).arg(&tool).args(files).output().unwrap();
        let said = [verdict.stdout, verdict.stderr].concat();
        (verdict.status.code(), String::from_utf8_lossy(&said).into_owned())
    };
    let files: Vec<PathBuf> = samples::all().iter().map(|(name, _)| file(name)).collect();
    let (code, said) = judge(&files);
    println!("{said}");
    assert_eq!(code, Some(0), "{said}");
    let spoilt = std::env::temp_dir().join(format!("quittance-spoilt-{}.xml", std::process::id()));
    let text = std::fs::read_to_string(file("standard")).unwrap();
    std::fs::write(&spoilt, text.replace("907.32</cbc:PayableAmount>", "907.33</cbc:PayableAmount>")).unwrap();
    let (code, said) = judge(std::slice::from_ref(&spoilt));
    std::fs::remove_file(spoilt).unwrap();
    assert!(code == Some(1) && said.contains("BR-CO-16"), "{said}");
}

/// Other people's invoices are read as well: all valid UBL of the corpora.
#[test]
fn invoices_of_others_are_read() {
    let folders = ["corpora/en16931/examples", "corpora/nlcius/valid", "corpora/peppol/examples"].map(shared);
    let mut read = 0;
    for folder in folders.into_iter().flatten() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            if !text.contains("schema:xsd:Invoice-2") && !text.contains("schema:xsd:CreditNote-2") {
                continue;
            }
            let invoice = parse(&text).unwrap_or_else(|refusal| panic!("{}: {refusal}", path.display()));
            assert!(!invoice.lines.is_empty() && !invoice.seller.name.is_empty(), "{}", path.display());
            read += 1;
        }
    }
    match read {
        0 => println!("SKIPPED: ../shared/corpora is not here"),
        _ => println!("{read} invoices of others read"),
    }
}
