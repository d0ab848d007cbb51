//! Sales files in the layout of Online Retail with everything that layout is known for, the same for the same seed.

use super::dice::Dice;
use rust_decimal::Decimal;
use std::path::{Path, PathBuf};

pub struct Sales {
    pub path: PathBuf,
    pub rows: u64,
    /// Sum of quantity times price over all rows, counted here and not by the reader under test.
    pub sum: Decimal,
}

const HEADER: &str = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
const COUNTRIES: &[&str] = &["United Kingdom", "Germany", "EIRE", "Netherlands", "Unspecified", "Nowhere"];
const TEXTS: &[&str] = &["WHITE LANTERN", "\"HEART, WHITE \"\"T-LIGHT\"\"\"", "", "CAFÉ SIGN", "\"JIGSAW\nTREE\""];

/// What the rows of one number share.
struct Invoice {
    number: String,
    credit: bool,
    moment: String,
    customer: String,
    country: &'static str,
}

/// Writes a file of at least so many rows into a folder.
pub fn write(folder: &Path, seed: u64, rows: usize) -> Sales {
    let mut dice = Dice::new(seed);
    let mut sales = Sales { path: folder.join("sales.csv"), rows: 0, sum: Decimal::ZERO };
    let mut lines = vec![HEADER.to_string()];
    // Last rows that come late, each with the place it waits for: numbers stand nearly together, not quite.
    let mut late: Vec<(usize, String)> = Vec::new();
    let mut n = 0;
    while lines.len() <= rows {
        let invoice = invoice(n, &mut dice);
        n += 1;
        for _ in 0..=dice.below(18) {
            let (due, waiting): (Vec<_>, Vec<_>) = late.into_iter().partition(|(place, _)| *place <= lines.len());
            late = waiting;
            lines.extend(due.into_iter().map(|(_, row)| row));
            lines.push(row(&invoice, &mut dice, &mut sales.sum));
        }
        if dice.below(10) == 0 {
            late.push((lines.len() + 1 + dice.below(20), row(&invoice, &mut dice, &mut sales.sum)));
        }
    }
    lines.extend(late.into_iter().map(|(_, row)| row));
    sales.rows = u64::try_from(lines.len() - 1).unwrap();
    std::fs::write(&sales.path, format!("{}\n", lines.join("\n"))).unwrap();
    sales
}

fn invoice(n: usize, dice: &mut Dice) -> Invoice {
    let (month, day) = (1 + n / 28 % 12, 1 + n % 28);
    let moment = match dice.below(2) {
        0 => format!("2011-{month:02}-{day:02} 08:26:00"),
        _ => format!("{month}/{day}/2011 14:05"),
    };
    let mark = match dice.below(40) {
        0 => "A",
        1..7 => "C",
        _ => "",
    };
    Invoice {
        number: format!("{mark}{}", 536_365 + n),
        credit: mark == "C",
        moment,
        customer: if dice.below(8) == 0 { String::new() } else { format!("{}.0", 12_346 + dice.below(90)) },
        country: COUNTRIES[dice.below(COUNTRIES.len() * 4).saturating_sub(COUNTRIES.len() * 3)],
    }
}

fn row(invoice: &Invoice, dice: &mut Dice, sum: &mut Decimal) -> String {
    let odd = dice.below(100);
    let count = Decimal::from(1 + dice.below(24));
    let price = Decimal::new(i64::try_from(1 + dice.below(3_000)).unwrap(), if dice.below(5) == 0 { 3 } else { 2 });
    let price = match odd {
        0..5 => Decimal::ZERO,
        5 => -price,
        _ => price,
    };
    // A quantity of the wrong sign is no sale.
    let quantity = if invoice.credit != (odd == 6) { -count } else { count };
    let (quantity, unreadable) = match odd {
        7 => ("drie".to_string(), true),
        8 => ("0".to_string(), true),
        _ => (quantity.to_string(), false),
    };
    if !unreadable {
        *sum += quantity.parse::<Decimal>().unwrap() * price;
    }
    let moment = if odd == 9 { "2011-02-30 10:00:00" } else { &invoice.moment };
    let customer = if odd == 10 { "99999.0" } else { &invoice.customer };
    let text = TEXTS[dice.below(TEXTS.len())];
    let Invoice { number, country, .. } = invoice;
    format!("{number},{},{text},{quantity},{moment},{price},{customer},{country}", 20_000 + dice.below(900))
}

#[test]
fn the_same_seed_writes_the_same_file() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let [a, b] = folders.each_ref().map(|folder| write(folder.path(), 5, 300));
    assert_eq!(std::fs::read(&a.path).unwrap(), std::fs::read(&b.path).unwrap());
    assert!(a.rows >= 300 && a.sum == b.sum);
}
