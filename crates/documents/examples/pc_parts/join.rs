//! Which specification a priced part has. The two files share nothing but names, written differently: a part is taken when
//! every word of its name stands in the specification's name, and what else stands there is said by the price's own columns
//! or describes any part of that kind.

use serde_json::Value as Json;
use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

/// A row of a price file, by the names of its columns.
pub type Priced = BTreeMap<String, String>;

/// The rows that have a price, in the order of the file: most wanted first.
pub fn prices(dir: &Path, kind: &str) -> Result<Vec<Priced>, Box<dyn Error>> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(File::open(dir.join(format!("prices/{kind}.csv.gz")))?).read_to_string(&mut text)?;
    let mut lines = text.lines();
    let head = cells(lines.next().unwrap_or_default());
    let row = |line: &str| head.iter().cloned().zip(cells(line)).collect::<Priced>();
    Ok(lines.map(row).filter(|row| row.get("price").is_some_and(|price| !price.is_empty())).collect())
}

/// The cells of a line; quotes hold commas together.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().into_iter().for_each(|cell| cell.push(c)),
        }
    }
    cells
}

/// The specifications of a kind, found by words.
pub struct Specs {
    all: Vec<(BTreeSet<String>, Json)>,
}

impl Specs {
    pub fn read(dir: &Path, kind: &str) -> Result<Specs, Box<dyn Error>> {
        let unpacked = flate2::read::GzDecoder::new(File::open(dir.join(format!("specs/{kind}.jsonl.gz")))?);
        let mut all = Vec::new();
        for line in BufReader::new(unpacked).lines() {
            let spec: Json = serde_json::from_str(&line?)?;
            all.push((words(spec["metadata"]["name"].as_str().unwrap_or_default()), spec));
        }
        Ok(Specs { all })
    }

    /// The specifications with that name. `said` are words that stand for what the columns say.
    pub fn of(&self, name: &str, said: &[String]) -> Vec<&Json> {
        let name = words(name);
        let said: BTreeSet<String> = said.iter().flat_map(|text| words(text)).collect();
        let allowed = |word: &String| name.contains(word) || said.contains(word) || DESCRIBING.contains(&word.as_str());
        let fits = |found: &BTreeSet<String>| name.is_subset(found) && found.iter().all(allowed);
        self.all.iter().filter(|(found, _)| fits(found)).map(|(_, spec)| spec).collect()
    }
}

/// Words that tell no part from another.
const DESCRIBING: &[&str] = &[
    "with",
    "and",
    "w",
    "side",
    "panel",
    "certified",
    "fully",
    "modular",
    "non",
    "semi",
    "80+",
    "ssd",
    "nvme",
    "internal",
    "solid",
    "state",
    "drive",
    "m.2",
    "usb",
    "gen",
    "type",
    "a",
    "c",
    "front",
    "io",
    "case",
    "air",
    "water",
    "cooler",
    "cpu",
    "cfm",
    "mm",
    "gddr6",
    "gddr6x",
    "gddr7",
    "graphics",
    "card",
    "memory",
    "kit",
    "desktop",
    "gb",
    "x",
    "motherboard",
    "atx",
    "micro",
    "tower",
    "nvidia",
    "amd",
    "pcie",
    "3.2",
    "2x2",
    "1",
    "2",
    "4.0",
    "5.0",
    "3.0",
    "x4",
    "2280",
];

fn words(text: &str) -> BTreeSet<String> {
    let separates = |c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '+');
    let lower = text.to_ascii_lowercase();
    lower.split(separates).map(|word| word.trim_matches('.').to_string()).filter(|word| !word.is_empty()).collect()
}
