use super::*;

fn item() -> Item {
    Item {
        sku: "MIX-20".into(),
        name: Some("Deegmenger, 20 liter".into()),
        description: Some("=niet rekenen".into()),
        unit: Some("C62".into()),
        tax_class: Some(TaxClass::Reduced),
        lead_time_days: Some(5),
        price: Some("12.50".parse().unwrap()),
        base: Some("100".parse().unwrap()),
        currency: Some(Currency::EUR),
        archived: Some(false),
        ..Item::default()
    }
}
fn seller() -> Seller<'static> {
    Seller { name: "De Hovenier & Zn", on: Date::constant(2026, 11, 24), currency: Currency::EUR }
}

#[test]
fn what_is_written_is_read_back() {
    let full = Item {
        supply: Some(Supply::Service),
        charging: Some(Charging::Yearly),
        recognition: Some(Recognition::StraightLine),
        series: Some("Bakkerij".into()),
        cost: Some("7.05".parse().unwrap()),
        ..item()
    };
    let csv = write(Format::Csv, &seller(), std::slice::from_ref(&full));
    let found = read("catalogue.csv", csv.as_bytes()).unwrap();
    // A text that a spreadsheet would run is made harmless in the file only.
    assert!(csv.contains("'=niet rekenen"));
    let expected = Item { line: 2, ..full };
    assert_eq!((found.items, found.named), (vec![expected], vec![]));
    let outdated = Item { sku: "OUD".into(), archived: Some(true), price: None, base: None, currency: None, ..item() };
    let xml = write(Format::Ubl, &seller(), &[item(), outdated.clone()]);
    let found = read("catalogue.xml", xml.as_bytes()).unwrap();
    assert_eq!(found.items, [Item { line: 1, ..item() }, Item { line: 2, ..outdated }]);
    assert_eq!(found.name.as_deref(), Some("De Hovenier & Zn"));
}

#[test]
fn rows_that_cannot_be_are_named() {
    let csv = "Artikelnummer;Prijs;Levertijd;soort;valuta\nA;12.50;3;goods;EUR\n;1;1;;\nB;twaalf;;;\nC;1;x;;\nD;1;;ding;\nE;1;;;Euro\nF;1\n";
    let found = read("list.csv", csv.as_bytes()).unwrap();
    assert_eq!(found.items.iter().map(|item| item.sku.as_str()).collect::<Vec<_>>(), ["A"]);
    let named: Vec<(u64, &str)> = found.named.iter().map(|row| (row.line, row.reason.code)).collect();
    assert_eq!(named.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8], "{named:?}");
    let xml = write(Format::Ubl, &seller(), &[item(), Item { sku: String::new(), ..item() }]);
    let found = read("c.xml", xml.as_bytes()).unwrap();
    assert_eq!((found.items.len(), found.named[0].line, found.named[0].reason.code), (1, 2, "ubl_missing"));
    assert!(read("c.xml", b"<Invoice/>").is_err());
    assert!(read("c.xml", b"<Catalogue xmlns='urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2'>").is_err());
}
