//! The rules on small files, a sample of the real one, and the whole real one when it is at hand.

use super::*;
use crate::csv::Unpacked;
use domain::org::Language;
use std::path::Path;

const SAMPLE: &[u8] = include_bytes!("../../data/online_retail/online_retail_sample.csv");
const HEADER: &str = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

fn items(bytes: &[u8]) -> Vec<Item> {
    History::open("sales.csv", bytes).unwrap().collect::<Result<_, _>>().unwrap()
}

/// A file with these rows under the right header.
fn file(rows: &[&str]) -> Vec<u8> {
    format!("{HEADER}{}\n", rows.join("\n")).into_bytes()
}

fn gbp(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn rows_become_invoices_and_credit_notes() {
    let bytes = file(&[
        "536365,85123A,\"HEART, WHITE \",6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom",
        "536365,71053,,2,2010-12-01 08:27:00,0.0,17850.0,United Kingdom",
        "C536379,D,Discount,-1,12/1/2010 9:41,27.5,,EIRE",
    ]);
    let all = items(&bytes);
    let [Item::Invoice(invoice), Item::Invoice(credit)] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(
        (invoice.number.as_str(), invoice.credit, invoice.customer.as_deref()),
        ("536365", false, Some("17850"))
    );
    assert_eq!((invoice.date.to_string().as_str(), invoice.second_of_day), ("2010-12-01", 8 * 3600 + 26 * 60));
    assert_eq!((invoice.lines.len(), invoice.exact(), invoice.rounded().minor()), (2, gbp("15.30"), 1530));
    assert_eq!(invoice.lines[0].description, "HEART, WHITE");
    assert_eq!((credit.credit, credit.customer.as_deref(), credit.country.as_str()), (true, None, "EIRE"));
    assert_eq!((credit.exact(), credit.lines[0].line), (gbp("-27.5"), 4));
}

/// The one row behind a right one is named with this sentence and amount.
fn check_named(row: &str, amount: Option<&str>, sentence: &str) {
    let bytes = file(&["1,A,a,1,2010-12-01 08:26:00,2.55,5,Italy", row]);
    let all = items(&bytes);
    let [Item::Invoice(_), Item::Named(named)] = all.as_slice() else { panic!("{row}: {all:?}") };
    assert_eq!((named.line, named.amount), (3, amount.map(gbp)), "{row}");
    assert_eq!(text::refusal(Language::En, &named.reason), sentence);
    assert!(!text::refusal(Language::Nl, &named.reason).contains("history_"));
}

#[test]
fn what_is_no_sale_is_named_with_its_amount() {
    check_named(
        "A563186,B,Adjust bad debt,1,2011-08-12 14:51:00,-11062.06,,United Kingdom",
        Some("-11062.06"),
        "sales.csv, line 3: A563186 is an adjustment for bad debt, not a sale; write it off by hand",
    );
    check_named(
        "2,A,a,1,2011-08-12 14:51:00,-1.5,5,Italy",
        Some("-1.5"),
        "sales.csv, line 3: the price -1.5 is below zero; enter it by hand as a credit note if it was one",
    );
    check_named(
        "2,A,,-10,2011-08-12 14:51:00,0.0,,Italy",
        Some("0"),
        "sales.csv, line 3: price 0.0 and no customer, a stock count rather than a sale; enter it as a stock movement if it still matters",
    );
    check_named(
        "2,A,a,-10,2011-08-12 14:51:00,1.00,5,Italy",
        Some("-10"),
        "sales.csv, line 3: quantity -10 does not fit 2; invoices have quantities above zero and credit notes (C) below zero",
    );
    check_named(
        "1,A,a,1,2011-08-12 14:51:00,1.00,6,Italy",
        Some("1"),
        "sales.csv, line 3, column CustomerID: “6” where 1 began with “5”; an invoice has one customer in one country",
    );
    check_named(
        "2,A,a,1,2011-02-30 14:51:00,1.00,5,Italy",
        Some("1"),
        "sales.csv, line 3, column InvoiceDate: “2011-02-30 14:51:00” is not a date that exists; write it as 2026-03-31",
    );
    check_named(
        "2,A,a,1,2011-02-03 24:51:00,1.00,5,Italy",
        Some("1"),
        "sales.csv, line 3, column InvoiceDate: “2011-02-03 24:51:00” is not a date that exists; write it as 2026-03-31",
    );
    check_named(
        "2,A,a,one,2011-02-03 14:51:00,1.00,5,Italy",
        None,
        "sales.csv, line 3, column Quantity: “one” is not a number; write it as 1234.50",
    );
    check_named(
        "2,A,a,99999999999999999,2011-02-03 14:51:00,1,5,Italy",
        Some("99999999999999999"),
        "sales.csv, line 3, column Quantity: “99999999999999999” is more than an amount can hold; correct it",
    );
}

#[test]
fn rows_of_a_number_may_stand_a_little_apart() {
    let row = |number: &str| format!("{number},A,a,1,2010-12-01 08:26:00,1.00,5,Italy");
    let apart = |rows: u64| -> Vec<u8> {
        let between: Vec<String> = (0..rows).map(|n| row(&format!("9{n}"))).collect();
        format!("{HEADER}{}\n{}\n{}\n", row("1"), between.join("\n"), row("1")).into_bytes()
    };
    let near = items(&apart(APART - 1));
    assert!(matches!(&near[0], Item::Invoice(first) if first.lines.len() == 2));
    let refusal = survey(History::open("sales.csv", &apart(APART)[..]).unwrap()).unwrap_err();
    assert_eq!(
        text::refusal(Language::En, &refusal),
        "sales.csv: the rows of 1 stand apart, on lines 2 and 67; sort the file by invoice number"
    );
}

#[test]
fn a_damaged_file_is_refused_and_ends_there() {
    let bytes =
        file(&["1,A,a,1,2010-12-01 08:26:00,1.00,5,Italy", "2,A,a,1", "3,A,a,1,2010-12-01 08:26:00,1.00,5,Italy"]);
    let mut history = History::open("sales.csv", &bytes[..]).unwrap();
    assert_eq!(history.next().unwrap().unwrap_err().code, "csv_row_short");
    assert!(history.next().is_none());
}

#[test]
fn an_endless_invoice_is_refused() {
    let row = "1,A,a,1,2010-12-01 08:26:00,1.00,5,Italy";
    let refusal = survey(History::open("sales.csv", &file(&vec![row; LINES_MAX + 1])[..]).unwrap()).unwrap_err();
    assert!(
        text::refusal(Language::En, &refusal)
            .ends_with("invoice 1 has more than 20,000 lines; split it or leave it out")
    );
}

#[test]
fn the_sample_adds_up() {
    let found = survey(History::open("sample.csv", SAMPLE).unwrap()).unwrap();
    let totals = found.totals;
    assert_eq!((totals.invoices, totals.credit_notes, found.numbers), (52, 17, 69));
    assert_eq!((totals.lines_taken, totals.lines_named, totals.lines()), (609, 6, 615));
    assert_eq!((totals.taken, totals.named), (gbp("16132.373"), gbp("-11062.06")));
    assert_eq!(totals.exact(), gbp("5070.313"));
    assert_eq!(totals.rounding(), totals.rounded - gbp("16132.373"));
    let countries: Vec<_> = items(SAMPLE)
        .into_iter()
        .filter_map(|item| if let Item::Invoice(invoice) = item { Some(invoice.country) } else { None })
        .collect();
    assert!(countries.iter().all(|name| country_code(name).is_some()), "{countries:?}");
    assert_eq!(country_code("Narnia"), None);
}

#[test]
fn an_import_goes_on_after_every_item() {
    // Rows of two invoices through each other, with named rows among them, behind the sample that has such a pair too.
    let tail = [
        "7,A,a,1,2012-01-01 08:26:00,1.00,5,Italy",
        "8,A,a,1,2012-01-01 08:26:00,2.00,5,Italy",
        "7,A,a,1,2012-01-01 08:26:00,-3.00,5,Italy",
        "7,A,a,1,2012-01-01 08:26:00,4.00,5,Italy",
        "8,A,a,1,2012-01-01 08:26:00,5.00,6,Italy",
        "7,A,a,1,2012-01-01 08:26:00,6.00,6,Italy",
        "8,A,a,1,2012-01-01 08:26:00,7.00,5,Italy",
    ];
    let bytes = [SAMPLE, tail.join("\r\n").as_bytes()].concat();
    let all = items(&bytes);
    assert!(
        matches!(&all[all.len() - 5..], [Item::Invoice(seven), Item::Invoice(_), Item::Named(_), Item::Named(_), Item::Named(_)] if seven.lines.len() == 2)
    );
    let mut history = History::open("sales.csv", &bytes[..]).unwrap();
    for given in 0..=all.len() {
        let cursor = history.cursor();
        let fresh = || History::open("sales.csv", &bytes[..]).unwrap();
        let start = usize::try_from(cursor.at.byte).unwrap();
        let jumped: Vec<Item> = fresh().resume(&bytes[start..], cursor.clone()).map(Result::unwrap).collect();
        assert_eq!(jumped, all[given..], "after {given} items, from {cursor:?}");
        let skipped: Vec<Item> = fresh().skip_to(cursor).unwrap().map(Result::unwrap).collect();
        assert_eq!(skipped, all[given..]);
        assert_eq!(history.next().map(Result::unwrap).as_ref(), all.get(given));
    }
}

/// The whole file stands beside the repository where this project is developed.
#[test]
fn the_real_file_gives_the_published_facts() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/data/orders/online_retail/online_retail.csv.gz"))
        .find(|path| path.exists());
    let Some(path) = path else {
        println!("SKIPPED: ../shared/data/orders/online_retail/online_retail.csv.gz is not here");
        return;
    };
    let source = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let source = Unpacked::open("online_retail.csv.gz", source).unwrap();
    let mut totals = Totals::default();
    let mut numbers = std::collections::BTreeSet::new();
    let mut invoices = std::collections::BTreeSet::new();
    let mut counters = std::collections::BTreeSet::new();
    for item in History::open("online_retail.csv.gz", source).unwrap() {
        let item = item.unwrap();
        totals.add(&item);
        match item {
            Item::Invoice(invoice) => {
                assert!(country_code(&invoice.country).is_some(), "{}", invoice.country);
                if invoice.customer.is_none() {
                    counters.insert(invoice.country);
                }
                assert!(invoices.insert(invoice.number.clone()), "{} comes twice", invoice.number);
                numbers.insert(invoice.number);
            }
            Item::Named(named) => drop(numbers.insert(named.number)),
        }
    }
    assert_eq!(totals.lines(), 541_909);
    assert_eq!((numbers.len(), numbers.iter().filter(|n| n.starts_with('C')).count()), (25_900, 3_836));
    assert_eq!((totals.invoices, totals.credit_notes), (19_963, 3_836));
    assert_eq!((totals.lines_taken, totals.lines_named), (539_431, 2_478));
    assert_eq!((totals.taken, totals.named), (gbp("9758809.994"), gbp("-11062.06")));
    assert_eq!(totals.exact(), gbp("9747747.934"));
    assert_eq!(totals.rounding(), gbp("-0.004"));
    assert_eq!(counters.len(), 9, "{counters:?}");
}
