//! Good and bad files, and the laws: no bytes panic, a position goes on where it says, what is written is read.

use super::*;
use domain::{org::Language, refusal::Refusal};
use proptest::prelude::*;

const COLUMNS: &[Column] = &[
    Column::required("Name", &["customer name"]),
    Column::required("Amount", &["bedrag", "value"]),
    Column::optional("Note", &[]),
];

/// All rows as text, and the refusals in English.
fn read(bytes: &[u8]) -> Result<(Vec<[String; 3]>, Vec<Refusal>), Refusal> {
    let mut table = Table::open("customers.csv", COLUMNS, bytes)?;
    let (mut rows, mut refusals) = (Vec::new(), Vec::new());
    loop {
        match table.next_row() {
            Ok(Some(row)) => rows.push([0, 1, 2].map(|column| row.cell(column).to_string())),
            Ok(None) => return Ok((rows, refusals)),
            Err(refusal) => refusals.push(refusal),
        }
    }
}

fn check_rows(bytes: &[u8], expected: &[[&str; 3]]) {
    let (rows, refusals) = read(bytes).unwrap();
    assert_eq!(refusals, [], "{}", String::from_utf8_lossy(bytes));
    assert_eq!(rows, expected, "{}", String::from_utf8_lossy(bytes));
}

/// The one refusal of this file, whether of its header or a row, as its sentence.
fn check_refusal(bytes: &[u8], sentence: &str) {
    let refusal = match read(bytes) {
        Ok((_, refusals)) => refusals[0].clone(),
        Err(refusal) => refusal,
    };
    assert_eq!(text::refusal(Language::En, &refusal), sentence);
    let dutch = text::refusal(Language::Nl, &refusal);
    assert!(!dutch.contains(refusal.code) && dutch != sentence, "{dutch}");
}

fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
    let bytes = |unit: u16| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[test]
fn delimiters_quotes_and_line_ends() {
    check_rows(b"Name,Amount,Note\na,1,x\n", &[["a", "1", "x"]]);
    check_rows(b"amount;NAME\r\n1,50;a\r\n\r\n;\r\n2;b", &[["a", "1,50", ""], ["b", "2", ""]]);
}

#[test]
fn cells_may_hold_anything_in_quotes() {
    check_rows(b"Name\tBedrag\n\"a \"\"b\"\"\"\t\"1\n2\"\n", &[["a \"b\"", "1\n2", ""]]);
    check_rows(b"Name,Amount\r7\" disc,1\rb,2\r", &[["7\" disc", "1", ""], ["b", "2", ""]]);
    check_rows(b"sep=;\r\nName;Amount\r\na;1\r\n", &[["a", "1", ""]]);
    const SHORT: &[Column] = &[Column::required("A", &[]), Column::required("Bcd", &[])];
    let mut table = Table::open("f.csv", SHORT, &b"SEP=|\nA|Bcd\n1|2\n"[..]).unwrap();
    assert_eq!(table.next_row().unwrap().unwrap().cell(1), "2");
    check_rows(b"customer_name,extra,VALUE\n\"\",z,1\n", &[["", "1", ""]]);
}

#[test]
fn encodings_are_told_apart() {
    check_rows("\u{feff}Name,Amount\nZoë,1\n".as_bytes(), &[["Zoë", "1", ""]]);
    check_rows("Name,Amount\nZoë,€1\n".as_bytes(), &[["Zoë", "€1", ""]]);
    check_rows(b"Name,Amount\na,1\nZo\xeb,\x801\n", &[["a", "1", ""], ["Zoë", "€1", ""]]);
    check_rows(&utf16("Name,Amount\nZoë 😀,1\n", false), &[["Zoë 😀", "1", ""]]);
    check_rows(&utf16("Name,Amount\nZoë 😀,1\n", true), &[["Zoë 😀", "1", ""]]);
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    check_refusal(b"", "customers.csv is empty; give a file with a header line and rows");
    check_refusal(b"PK\x03\x04rest", "customers.csv is not a text file (Excel/ZIP); save it as CSV and try again");
    check_refusal(b"Name,Amount\na\0b,1\n", "customers.csv is not a text file (binary); save it as CSV and try again");
    check_refusal(
        b"Name,Price\na,1\n",
        "customers.csv, line 1: column Amount is missing (found: Name, Price); add it or rename the column that holds it",
    );
    check_refusal(
        b"Name,Amount,name\na,1,b\n",
        "customers.csv, line 1: column name occurs twice, as columns 1 and 3; remove or rename one of them",
    );
    check_refusal(
        b"Name,Amount\nZo\xc3\xab,1\nZo\xeb,1\n",
        "customers.csv, line 3, column 1: the bytes are not UTF-8 text; save the whole file as UTF-8",
    );
    check_refusal(
        b"Name,Amount\na,1\nb\n",
        "customers.csv, line 3: 1 of 2 cells, Amount is missing; the row was cut off, so export the file again",
    );
    check_refusal(
        b"Name,Amount\na,1,2\n",
        "customers.csv, line 2: 3 cells where the header has 2 columns; put a cell that contains the delimiter in quotes",
    );
    check_refusal(
        b"Name,Amount\na,\"1\nb,2\n",
        "customers.csv, line 2, column 2: the quote opened here is never closed; close it, or export the file again if it was cut off",
    );
    check_refusal(
        b"Name,Amount\n\"a\"b,1\n",
        "customers.csv, line 2, column 1: text follows a closing quote; write a quote inside a cell twice (\"\")",
    );
    let large = [b"Name,Amount\na,".as_slice(), &[b'x'; CELL_MAX + 1], b"\n"].concat();
    check_refusal(
        &large,
        "customers.csv, line 2, column 2: the cell is larger than 64 KB; shorten it, or look for a quote that is never closed",
    );
    let wide = format!("Name,Amount{}\n", ",x".repeat(COLUMNS_MAX));
    check_refusal(wide.as_bytes(), "customers.csv has more than 512 columns; leave out what is not needed");
}

#[test]
fn reading_goes_on_behind_a_refused_row() {
    let (rows, refusals) = read(b"Name,Amount\na,1\nb\n\"c\"x,2\nd,3\n").unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(refusals.iter().map(|r| r.code).collect::<Vec<_>>(), ["csv_row_short", "csv_quote_stray"]);
}

#[test]
fn typed_cells_name_column_and_value() {
    let mut table = Table::open("f.csv", COLUMNS, &b"Name,Amount,Note\n31-02-2026,1.234,\n"[..]).unwrap();
    let row = table.next_row().unwrap().unwrap();
    let said = |r: Refusal| text::refusal(Language::En, &r);
    assert_eq!(
        said(row.date(0, DateOrder::DayFirst).unwrap_err()),
        "f.csv, line 2, column Name: “31-02-2026” is not a date that exists; write it as 2026-03-31"
    );
    assert_eq!(
        said(row.amount(1, None).unwrap_err()),
        "f.csv, line 2, column Amount: “1.234” can mean thousands or a fraction; write it with two decimals"
    );
    assert_eq!(said(row.required(2).unwrap_err()), "f.csv, line 2, column Note: the cell is empty; fill it in");
    assert_eq!(
        said(row.count(1).unwrap_err()),
        "f.csv, line 2, column Amount: “1.234” is not a whole number; write digits only"
    );
    assert_eq!(
        said(row.decimal(0).unwrap_err()),
        "f.csv, line 2, column Name: “31-02-2026” is not a number; write it as 1234.50"
    );
}

#[test]
fn a_packed_file_is_read_and_a_damaged_one_refused() {
    use std::io::Write;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(b"Name,Amount\na,1\n").unwrap();
    let packed = packer.finish().unwrap();
    let mut table = Table::open("f.csv.gz", COLUMNS, Unpacked::open("f.csv.gz", &packed[..]).unwrap()).unwrap();
    assert_eq!(table.next_row().unwrap().unwrap().cell(0), "a");
    let cut = Unpacked::open("f.csv.gz", &packed[..packed.len() - 9]).unwrap();
    let refusal = Table::open("f.csv.gz", COLUMNS, cut).err().unwrap();
    assert_eq!(refusal.code, "csv_unreadable");
    assert!(text::refusal(Language::En, &refusal).starts_with("f.csv.gz cannot be read to its end"));
}

#[test]
fn formulas_are_written_as_text() {
    let mut sheet = Sheet::new(',');
    sheet.row([Cell::Text("=1+1"), Cell::Text("+31 6"), Cell::Text("@a"), Cell::Text("-x"), Cell::Text("\tx")]);
    sheet.row([Cell::Text("-12.50"), Cell::Plain("-1"), Cell::Text("a,\"b\""), Cell::Empty]);
    sheet.row([Cell::Empty]);
    assert_eq!(sheet.take(), "\"'=1+1\",\"'+31 6\",\"'@a\",\"'-x\",\"'\tx\"\r\n-12.50,-1,\"a,\"\"b\"\"\",\r\n\"\"\r\n");
}

/// Every row from a position on, by reading on from that byte.
fn rest_from(bytes: &[u8], at: Position) -> Vec<Vec<String>> {
    let start = usize::try_from(at.byte).unwrap();
    let table = Table::open("f.csv", COLUMNS, bytes).unwrap();
    rows_of(table.resume(&bytes[start..], at))
}

fn rows_of(mut table: Table<&[u8]>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    loop {
        match table.next_row() {
            Ok(Some(row)) => rows.push(row.cells().map(String::from).collect()),
            Ok(None) => return rows,
            Err(_) => rows.push(Vec::new()),
        }
    }
}

fn check_positions(bytes: &[u8]) {
    let Ok(mut table) = Table::open("f.csv", COLUMNS, bytes) else { return };
    let all = rows_of(Table::open("f.csv", COLUMNS, bytes).unwrap());
    let mut read = 0;
    loop {
        let at = table.position();
        if !all.iter().any(Vec::is_empty) {
            assert_eq!(rest_from(bytes, at), all[read..], "from {at:?}");
            let mut skipping = Table::open("f.csv", COLUMNS, bytes).unwrap();
            skipping.skip_to(at).unwrap();
            assert_eq!(rows_of(skipping), all[read..], "skipping to {at:?}");
        }
        match table.next_row() {
            Ok(Some(_)) | Err(_) => read += 1,
            Ok(None) => break,
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
        let _ = read(&[b"Name,Amount\n".as_slice(), &bytes].concat());
        let _ = read(&[b"\xff\xfe".as_slice(), &bytes].concat());
    }

    #[test]
    fn no_text_panics_and_positions_hold(text in "[ab\",;\n\r\u{eb}€😀]{0,60}") {
        check_positions(format!("Name,Amount\n{text}").as_bytes());
        check_positions(&utf16(&format!("Name;Amount\r\n{text}"), true));
        let (latin, ..) = encoding_rs::WINDOWS_1252.encode(&text);
        check_positions(&[b"Amount\tName\r".as_slice(), &latin].concat());
    }

    #[test]
    fn what_is_written_is_read(rows in prop::collection::vec(["[a-z \",;\r\n\u{eb}]{0,9}", "[0-9]{1,5}", "[a\t;]{0,3}"], 0..9)) {
        for delimiter in [',', ';', '\t'] {
            let mut sheet = Sheet::for_excel(delimiter);
            sheet.row(["Name", "Amount", "Note"].map(Cell::Plain));
            rows.iter().for_each(|row| sheet.row(row.iter().map(|cell| Cell::Plain(cell))));
            let (back, refusals) = read(sheet.take().as_bytes()).unwrap();
            prop_assert!(refusals.is_empty());
            prop_assert_eq!(&back, &rows);
        }
    }
}
