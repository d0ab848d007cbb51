use super::*;
use crate::samples;
use domain::{
    org::Language::{self, En, Nl},
    tax::VatCategory,
};
use typst::layout::{Frame, FrameItem};

/// Everything the pages say, in reading order, one line for each piece of text.
fn said(document: &Printable, lang: Language) -> (usize, String) {
    said_by(&sheet_of(document, lang))
}

fn said_by(sheet: &Sheet) -> (usize, String) {
    let pages = typeset(sheet).expect("the sample is set");
    let mut text = String::new();
    pages.pages().iter().for_each(|page| collect(&page.frame, &mut text));
    (pages.pages().len(), text.replace(['\u{a0}', '\n'], " ").replace('\u{200b}', ""))
}

fn collect(frame: &Frame, text: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, text),
            FrameItem::Text(piece) => {
                text.push_str(&piece.text);
                text.push('\n');
            }
            _ => {}
        }
    }
}

fn check(document: &Printable, lang: Language, sayings: &[&str]) {
    let (_, text) = said(document, lang);
    for saying in sayings {
        assert!(text.contains(saying), "`{saying}` is not in: {text}");
    }
}

#[test]
fn an_invoice_says_what_the_law_asks_for() {
    let invoice = samples::invoice(5);
    let both = [
        "NW-2026-0318",
        "NL861234567B01",
        "78123456",
        "Van der Meer & Zonen Scheepswerf B.V.",
        "NL91 ABNA 0417 1643 00",
    ];
    check(&Printable::Invoice(&invoice), Nl, &both);
    check(&Printable::Invoice(&invoice), En, &both);
    check(
        &Printable::Invoice(&invoice),
        Nl,
        &[
            "Factuur",
            "24 november 2026",
            "20 november 2026",
            "8861 XA Harlingen",
            "Btw 9% over € 379,58",
            "€ 34,16",
            "2.845,00",
            "Te betalen",
        ],
    );
    check(
        &Printable::Invoice(&invoice),
        En,
        &["Invoice", "24 November 2026", "VAT 9% on €379.58", "Amount due", "2,845.00"],
    );
}

#[test]
fn where_no_vat_is_charged_the_words_of_the_law_say_why() {
    for category in VatCategory::ALL {
        let mut invoice = samples::invoice(1);
        invoice.buyer.vat_number = Some("DE136695976".into());
        invoice.lines[0].vat.category = category;
        for lang in [Nl, En] {
            check(&Printable::Invoice(&invoice), lang, category.legal_mention(lang).as_slice());
            if category.needs_buyer_vat() {
                check(&Printable::Invoice(&invoice), lang, &["DE136695976"]);
            }
        }
    }
}

#[test]
fn a_credit_note_names_its_invoice_and_asks_for_nothing() {
    let credit = samples::credit_note(2);
    check(
        &Printable::Invoice(&credit),
        Nl,
        &[
            "Creditfactuur",
            "hoort bij factuur NW-2026-0318 van 24 november 2026",
            "Radar retour wegens transportschade",
            "Te crediteren",
        ],
    );
    let (_, text) = said(&Printable::Invoice(&credit), Nl);
    assert!(!text.contains("Wij verzoeken") && !text.contains("Scan"), "{text}");
}

#[test]
fn a_draft_says_that_it_is_one() {
    let mut invoice = samples::invoice(1);
    (invoice.state, invoice.number) = (domain::billing::InvoiceState::Draft, String::new());
    check(&Printable::Invoice(&invoice), Nl, &["CONCEPT", "geen rechten"]);
    check(&Printable::Invoice(&invoice), En, &["DRAFT", "no rights"]);
    render(&Printable::Invoice(&invoice), En).expect("it prints");
}

#[test]
fn instalments_are_listed() {
    let mut invoice = samples::invoice(1);
    let halves = invoice.gross.allocate(&[1, 1]);
    let dates = [domain::dates::Date::constant(2026, 12, 24), domain::dates::Date::constant(2027, 1, 24)];
    invoice.due =
        dates.into_iter().zip(halves).map(|(date, amount)| domain::billing::DueTerm { date, amount }).collect();
    check(
        &Printable::Invoice(&invoice),
        Nl,
        &["in 2 termijnen", "Termijn 1", "uiterlijk 24 december 2026", "Termijn 2", "24 januari 2027"],
    );
}

#[test]
fn quote_order_delivery_and_contract_say_their_part() {
    let (seller, customer, quote) = (samples::seller(), samples::customer(), samples::quote(5));
    let vat = samples::estimate(&quote);
    let printed =
        Printable::Quote { quote: &quote, seller: &seller, customer: &customer, contact: Some("Anna"), vat: &vat };
    check(
        &printed,
        Nl,
        &[
            "Offerte OFF-2026-0117/2",
            "Per jaar",
            "looptijd 3 jaar",
            "Totaal incl. btw",
            "T.a.v. Anna",
            "Voor akkoord",
            "geldig tot en met 24 december 2026",
        ],
    );
    check(&printed, En, &["Quote OFF-2026-0117/2", "Every year", "for 3 years", "Accepted"]);
    let order = samples::order(5);
    let printed = Printable::Order { order: &order, seller: &seller, customer: &customer, vat: &[] };
    check(
        &printed,
        Nl,
        &["Orderbevestiging", "PO-88121", "3 maandelijkse termijnen", "exclusief btw", "Dok 3, poort B"],
    );
    let delivery = samples::delivery(&order);
    let note = Printable::Delivery { delivery: &delivery, order: &order, seller: &seller, customer: &customer };
    check(&note, Nl, &["Pakbon", "120,5 meter", "In goede orde ontvangen"]);
    assert!(!said(&note, Nl).1.contains('€'), "a delivery note has no prices");
    let contract = samples::contract(2, true);
    let signers = samples::signers(&contract);
    let printed = Printable::Contract { contract: &contract, seller: &seller, customer: &customer, signers: &signers };
    check(
        &printed,
        Nl,
        &["Overeenkomst", "Artikel 3 – Prijs en betaling", "Jelle Hoekstra", "26-11-2026 11:42", "Vingerafdruk"],
    );
}

#[test]
fn pages_grow_with_the_lines() {
    let pages = |lines| said(&Printable::Invoice(&samples::invoice(lines)), Nl).0;
    let (one, sixty, hundred) = (pages(1), pages(60), pages(100));
    assert_eq!(one, 1);
    assert!(sixty > 1 && hundred > sixty, "{sixty} {hundred}");
    let (_, text) = said(&Printable::Invoice(&samples::invoice(60)), Nl);
    assert!(text.contains(&format!("Pagina 1 van {sixty}")) && text.contains(&format!("Pagina {sixty} van {sixty}")));
    assert!(text.matches("Omschrijving").count() >= sixty - 1, "the head of the table stands on each page with lines");
}

/// What the pages say when the typesetter finds out every width and height itself.
fn said_unmeasured(mut sheet: Sheet) -> (usize, String) {
    sheet.columns.iter_mut().for_each(|column| column.width = None);
    sheet.row_heights.fill(None);
    said_by(&sheet)
}

#[test]
fn sizes_that_are_given_change_nothing_on_the_pages() {
    let quote = samples::quote(30);
    let (seller, customer, order) = (samples::seller(), samples::customer(), samples::order(40));
    let delivery = samples::delivery(&order);
    let invoice = samples::invoice(60);
    let documents = [
        Printable::Invoice(&invoice),
        Printable::Quote { quote: &quote, seller: &seller, customer: &customer, contact: None, vat: &[] },
        Printable::Delivery { delivery: &delivery, order: &order, seller: &seller, customer: &customer },
    ];
    for document in &documents {
        for lang in [Nl, En] {
            let sheet = sheet_of(document, lang);
            assert!(sheet.columns.iter().all(|column| column.wide || column.width.is_some()));
            assert!(sheet.row_heights.iter().all(Option::is_some) && sheet.row_heights.len() == sheet.rows.len());
            assert_eq!(said_by(&sheet), said_unmeasured(sheet_of(document, lang)));
        }
    }
}

#[test]
fn what_may_not_fit_is_left_to_the_typesetter() {
    let mut invoice = samples::invoice(3);
    invoice.lines[0].description = "Navigatieradar ".repeat(12);
    invoice.lines[1].description = "上海造船".into();
    let sheet = sheet_of(&Printable::Invoice(&invoice), Nl);
    let certain: Vec<bool> = sheet.row_heights.iter().map(Option::is_some).collect();
    assert_eq!(certain, [false, false, true]);
    assert_eq!(said_by(&sheet), said_unmeasured(sheet_of(&Printable::Invoice(&invoice), Nl)));
    invoice.lines[2].unit = "箱".into();
    let sheet = sheet_of(&Printable::Invoice(&invoice), Nl);
    assert!(sheet.columns[2].width.is_none() && sheet.row_heights.iter().all(Option::is_none));
    assert_eq!(said_by(&sheet), said_unmeasured(sheet_of(&Printable::Invoice(&invoice), Nl)));
}

#[test]
fn what_users_type_is_shown_and_never_run() {
    let hostile = "#import \"x\": * $a_b^2$ *bold* _it_ @ref <lab> [c] `raw` \\ // no /* no */ = head #panic() ~ -- ''";
    let mut invoice = samples::invoice(1);
    invoice.lines[0].description = hostile.into();
    invoice.buyer.name = "*B* #panic(\"x\") [Y] & Sons".into();
    invoice.notes = Some("= no heading\n+ no list\n#{ 1 + 1 }".into());
    invoice.number = "#[x]".into();
    invoice.payment_reference = Some("$\\infty$".into());
    let sayings =
        [hostile, "*B* #panic(\"x\") [Y] & Sons", "= no heading", "+ no list", "#{ 1 + 1 }", "#[x]", "$\\infty$"];
    // Lines may break anywhere, so the spaces do not count.
    let tight = |text: &str| text.split_whitespace().collect::<String>();
    let text = tight(&said(&Printable::Invoice(&invoice), Nl).1);
    for saying in sayings {
        assert!(text.contains(&tight(saying)), "`{saying}` is not in: {text}");
    }
    render(&Printable::Invoice(&invoice), Nl).expect("it prints");
}

#[test]
fn odd_scripts_and_endless_words_still_print() {
    let mut invoice = samples::invoice(1);
    for name in [
        "上海造船有限公司",
        "Ελληνικά Ναυπηγεία",
        "Łódź Škoda Ørsted",
        "שלום",
        "🚢 \u{0}\u{202e}\u{fffe}",
        &"W".repeat(400),
        "",
    ] {
        invoice.buyer.name = name.into();
        invoice.lines[0].description = format!("{name}\n{name}");
        let pdf = render(&Printable::Invoice(&invoice), Nl).expect(name);
        assert!(pdf.starts_with(b"%PDF-1."), "{name}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes_and_an_archival_file() {
    let invoice = samples::invoice(3);
    let once = render(&Printable::Invoice(&invoice), Nl).unwrap();
    let again = Typst.render(&Printable::Invoice(&invoice), Nl).unwrap();
    assert!(once == again);
    let text = String::from_utf8_lossy(&once);
    for mark in [
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "/Lang",
        "/StructTreeRoot",
        "Factuur NW-2026-0318",
    ] {
        assert!(text.contains(mark), "{mark}");
    }
}
