//! Makes the product model of the demo's computer from the price and specification files of PC parts:
//! `cargo run -p documents --example pc_parts -- DIR > crates/documents/data/pc/computer.uvl`, where DIR holds `prices/*.csv.gz`
//! and `specs/*.jsonl.gz` (see `data/pc/SOURCE.md`). The numbers come from the files; which parts go together is said here.

mod join;
mod parts;
mod write;

use std::{error::Error, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let dir = std::env::args().nth(1).ok_or("say where the files are: pc_parts DIR")?;
    let parts = parts::chosen(&PathBuf::from(dir))?;
    for (kind, found) in &parts {
        eprintln!("{kind}: {} parts", found.len());
    }
    print!("{}", write::model(&parts)?);
    Ok(())
}
