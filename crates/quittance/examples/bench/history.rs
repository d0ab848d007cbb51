//! A file of sales history of so many lines: the first of the real one where it is at hand, otherwise made up in its shape.

use crate::Failure;
use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

/// Names the real file, packed with gzip, where it is not beside the repository; empty, the lines are made up.
const VARIABLE: &str = "QUITTANCE_BENCH_HISTORY";
const BESIDE: &str = "shared/data/orders/online_retail/online_retail.csv.gz";

/// Writes the file into a folder; says whether its lines are real.
pub fn file(folder: &Path, lines: usize) -> Result<(PathBuf, &'static str), Failure> {
    let path = folder.join("history.csv.gz");
    let mut target = GzEncoder::new(BufWriter::new(File::create(&path)?), Compression::fast());
    let kind = match real() {
        Some(real) => {
            let packed = File::open(&real).map_err(|e| format!("{} cannot be read: {e}", real.display()))?;
            let source = BufReader::new(MultiGzDecoder::new(BufReader::new(packed)));
            for line in source.lines().take(lines + 1) {
                writeln!(target, "{}", line?)?;
            }
            "real"
        }
        None => {
            make(&mut target, lines)?;
            "made"
        }
    };
    target.finish()?.flush()?;
    Ok((path, kind))
}

fn real() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join(BESIDE));
    match std::env::var_os(VARIABLE) {
        Some(named) => (!named.is_empty()).then(|| PathBuf::from(named)),
        None => beside().find(|path| path.exists()),
    }
}

/// Numbers that look like chance and are the same every time.
struct Dice(u64);
impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// As many customers, articles and lines of an invoice as the real file has, a year of them, and one credit note in seven.
fn make(target: &mut impl Write, lines: usize) -> Result<(), Failure> {
    const WORDS: [&str; 6] =
        ["METAL LANTERN", "T-LIGHT HOLDER", "CAKE STAND", "HOT WATER BOTTLE", "LUNCH BAG", "DOORMAT"];
    const COUNTRIES: [&str; 4] = ["Germany", "France", "EIRE", "Netherlands"];
    writeln!(target, "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country")?;
    let (mut dice, mut left, mut number) = (Dice(352), lines, 536_365);
    while left > 0 {
        let credit = dice.below(7) == 0;
        let size = usize::try_from(if credit { 1 + dice.below(4) } else { 1 + dice.below(48) })?.min(left);
        let (head, sign) = if credit { ("C", "-") } else { ("", "") };
        let day =
            jiff::civil::date(2010, 12, 1).saturating_add(jiff::Span::new().days(i64::from(number - 536_365) / 70));
        let customer = if dice.below(4) == 0 { String::new() } else { format!("{}.0", 12_346 + dice.below(4_372)) };
        let country = match dice.below(10) {
            0 => COUNTRIES[usize::try_from(dice.below(4))?],
            _ => "United Kingdom",
        };
        for _ in 0..size {
            let (code, quantity, pence) = (dice.below(4_070), 1 + dice.below(24), 5 + dice.below(1_200));
            let word = WORDS[usize::try_from(code % 6)?];
            writeln!(
                target,
                "{head}{number},{},{word} {code},{sign}{quantity},{day} 10:30:00,{}.{:02},{customer},{country}",
                20_000 + code,
                pence / 100,
                pence % 100
            )?;
        }
        (left, number) = (left - size, number + 1);
    }
    Ok(())
}
