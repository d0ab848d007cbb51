//! The layouts of banks, rows that cannot be read, and identities that stay.

use super::*;
use domain::org::Language;
use proptest::prelude::*;

const EURO: Reading = Reading { currency: Currency::EUR, decimal_sign: None };

fn rows(bytes: &[u8]) -> Vec<Result<BankRow, NamedRow>> {
    BankFile::open("bank.csv", bytes, EURO).unwrap().collect()
}

fn taken(bytes: &[u8]) -> Vec<BankRow> {
    rows(bytes).into_iter().map(|row| row.unwrap()).collect()
}

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

#[test]
fn ing_says_af_or_bij() {
    let file = "\"Datum\";\"Naam / Omschrijving\";\"Rekening\";\"Tegenrekening\";\"Code\";\"Af Bij\";\"Bedrag (EUR)\";\"Mutatiesoort\";\"Mededelingen\";\"Saldo na mutatie\"\r\n\
        \"20170403\";\"Kan-code\";\"NL61DEMO0098748749\";\"NL84DEMO0035695328\";\"OV\";\"Bij\";\"1.210,00\";\"Overschrijving\";\"NLS-2017-0001\";\"2.210,00\"\r\n\
        \"20170404\";\"Huur\";\"NL61DEMO0098748749\";\"\";\"IC\";\"Af\";\"950,5\";\"Incasso\";\"\";\"1.259,50\"\r\n";
    let rows = taken(file.as_bytes());
    let [paid, rent] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((paid.date.to_string().as_str(), paid.amount), ("2017-04-03", eur(121_000)));
    assert_eq!(paid.counterparty.as_deref(), Some("Kan-code"));
    assert_eq!(paid.iban.as_deref(), Some("NL84DEMO0035695328"));
    assert_eq!((paid.description.as_deref(), &paid.bank_reference), (Some("NLS-2017-0001"), &None));
    assert!(paid.identity.starts_with("row:") && paid.identity.ends_with(":1"));
    assert_eq!((rent.amount, &rent.iban, &rent.description), (eur(-95_050), &None, &None));
}

#[test]
fn rabobank_signs_and_numbers_its_rows() {
    let file = "\"IBAN/BBAN\",\"Munt\",\"BIC\",\"Volgnr\",\"Datum\",\"Rentedatum\",\"Bedrag\",\"Saldo na trn\",\"Tegenrekening IBAN/BBAN\",\"Naam tegenpartij\",\"Betalingskenmerk\",\"Omschrijving-1\",\"Omschrijving-2\",\"Omschrijving-3\"\n\
        \"NL61DEMO0098748749\",\"EUR\",\"DEMONL2G\",\"000000000000007\",\"2017-04-03\",\"2017-04-03\",\"+12,10\",\"+99,00\",\"NL84DEMO0035695328\",\"Kan-code\",\"RF18539007547034\",\"factuur\",\"NLS-2017-0001\",\" \"\n";
    let row = &taken(file.as_bytes())[0];
    assert_eq!((row.amount, row.identity.as_str()), (eur(1210), "ref:NL61DEMO0098748749:000000000000007"));
    assert_eq!(row.description.as_deref(), Some("factuur NLS-2017-0001 RF18539007547034"));
}

#[test]
fn a_list_kept_by_hand_is_enough() {
    let rows =
        taken(b"Date,Amount,Currency,Counterparty,Reference\n31/03/2017,\"1,234.50\",usd,Acme,INV 1\n1-4-2017,-5,,,\n");
    assert_eq!(rows[0].amount, Money::new(123_450, "USD".parse().unwrap()));
    assert_eq!((rows[0].counterparty.as_deref(), rows[0].description.as_deref()), (Some("Acme"), Some("INV 1")));
    assert_eq!((rows[1].date.to_string().as_str(), rows[1].amount), ("2017-04-01", eur(-500)));
}

/// The row under this header is named with this sentence; the one after it is taken.
fn check_named(row: &str, sentence: &str) {
    let file = format!("Datum;Bedrag;Munt;Af Bij;Volgnr\n2017-04-03;1,00;;Bij;1\n{row}\n2017-04-03;2,00;;Bij;3\n");
    let rows = rows(file.as_bytes());
    let [Ok(_), Err(named), Ok(_)] = rows.as_slice() else { panic!("{row}: {rows:?}") };
    assert_eq!(named.line, 3);
    assert_eq!(text::refusal(Language::En, &named.reason), sentence);
    let dutch = text::refusal(Language::Nl, &named.reason);
    assert!(dutch.contains("regel 3") && !dutch.contains(named.reason.code), "{dutch}");
}

#[test]
fn rows_that_cannot_be_read_are_named() {
    check_named(
        "2017-02-29;1,00;;Bij;2",
        "bank.csv, line 3, column date: “2017-02-29” is not a date that exists; write it as 2026-03-31",
    );
    check_named(
        "2017-04-03;1,00 euro;;Bij;2",
        "bank.csv, line 3, column amount: “1,00 euro” is not an amount; write it as 1234.50 or 1.234,50",
    );
    check_named(
        "2017-04-03;1.000;;Bij;2",
        "bank.csv, line 3, column amount: “1.000” can mean thousands or a fraction; write it with two decimals",
    );
    check_named(
        "2017-04-03;1,0051;;Bij;2",
        "bank.csv, line 3, column amount: “1,0051” has more than 2 decimals, and EUR has no smaller coin; correct it",
    );
    check_named("2017-04-03;0,00;;Bij;2", "bank.csv, line 3, column amount: “0,00” moves no money; leave the row out");
    check_named(
        "2017-04-03;-1,00;;Bij;2",
        "bank.csv, line 3, column amount: “-1,00” is below zero while the row says that money came in; correct one of them",
    );
    check_named(
        "2017-04-03;1,00;;In;2",
        "bank.csv, line 3, column direction: “In” is none of Bij, Af, Credit, Debet, Debit, C, D; correct it or leave the row out",
    );
    check_named(
        "2017-04-03;1,00;EURO;Bij;2",
        "bank.csv, line 3, column currency: “EURO” is not a currency; use an ISO code such as EUR",
    );
    check_named(
        "2017-04-03;9999999999999999,00;;Bij;2",
        "bank.csv, line 3, column amount: “9999999999999999,00” is more than an amount can hold; correct it",
    );
    check_named(
        "2017-04-03;1,00;;Bij;1",
        "bank.csv, line 3, column bank_reference: “1” already stood on line 2; remove one of the rows",
    );
    check_named(
        "2017-04-03;1,00;;Bij",
        "bank.csv, line 3: 4 of 5 cells, Volgnr is missing; the row was cut off, so export the file again",
    );
}

#[test]
fn a_row_keeps_its_identity_in_every_export() {
    let header = "Datum;Bedrag;Naam;Omschrijving;Saldo na mutatie\n";
    let export = |rows: &[&str]| -> Vec<String> {
        taken(format!("{header}{}", rows.join("\n")).as_bytes()).into_iter().map(|row| row.identity).collect()
    };
    let first = export(&["2017-04-03;1,00;Jan;koffie;10,00", "2017-04-03;1,00;Jan;koffie;11,00"]);
    assert_ne!(first[0], first[1]);
    let later = export(&[
        "2017-04-02;5,00;Piet;;9,00",
        "2017-04-03;1.00;Jan;koffie;12,00",
        "20170403;1;Jan;koffie;",
        "2017-04-03;1,00;Ja;nkoffie;",
    ]);
    assert_eq!(later[1..3], first);
    assert!(!first.contains(&later[0]) && !first.contains(&later[3]));
}

proptest! {
    #[test]
    fn no_row_panics(text in "[-0-9a-zA-Z,.;\"€ \n]{0,80}") {
        let file = format!("Datum;Bedrag;Munt;Af Bij;Tegenrekening\n{text}");
        let _ = rows(file.as_bytes());
    }
}
