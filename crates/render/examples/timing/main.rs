//! How long a PDF takes, whether memory stays flat, and (with a folder as argument) what the pages look like:
//! `cargo run --release -p render --example timing -- target/pages`.

mod samples;

use domain::org::Language::{self, En, Nl};
use render::{Printable, render};
use std::{fs, path::Path, time::Instant};

fn main() {
    let folder = std::env::args().nth(1);
    let seller = samples::seller();
    let customer = samples::customer();
    let first = Instant::now();
    print(&Printable::Invoice(&samples::invoice(5)), Nl);
    println!("first invoice, 5 lines: {:.1?}", first.elapsed());
    for lines in [1, 5, 60, 1_000] {
        let (quote, invoice) = (samples::quote(lines), samples::invoice(lines));
        let vat = samples::estimate(&quote);
        let quote = Printable::Quote {
            quote: &quote,
            seller: &seller,
            customer: &customer,
            contact: Some("Anna van der Meer"),
            vat: &vat,
        };
        time(&format!("quote, {lines} lines"), &quote);
        time(&format!("invoice, {lines} lines"), &Printable::Invoice(&invoice));
        if let Some(folder) = folder.as_deref().filter(|_| lines < 1_000) {
            for lang in [Nl, En] {
                write(folder, &format!("quote-{lines}"), &quote, lang);
                write(folder, &format!("invoice-{lines}"), &Printable::Invoice(&invoice), lang);
            }
        }
    }
    if let Some(folder) = &folder {
        others(folder);
    }
    for n in 0..=200_u32 {
        if n % 50 == 0 {
            println!("after {n} documents: {} of memory", resident());
        }
        print(&Printable::Invoice(&samples::invoice(1 + n % 30)), if n % 2 == 0 { Nl } else { En });
    }
}

fn others(folder: &str) {
    let (seller, customer) = (samples::seller(), samples::customer());
    let order = samples::order(5);
    let delivery = samples::delivery(&order);
    let credit = samples::credit_note(5);
    for lang in [Nl, En] {
        write(folder, "credit-note", &Printable::Invoice(&credit), lang);
        write(
            folder,
            "order",
            &Printable::Order { order: &order, seller: &seller, customer: &customer, vat: &[] },
            lang,
        );
        let note = Printable::Delivery { delivery: &delivery, order: &order, seller: &seller, customer: &customer };
        write(folder, "delivery", &note, lang);
        for signed in [false, true] {
            let contract = samples::contract(5, signed);
            let signers = samples::signers(&contract);
            let document =
                Printable::Contract { contract: &contract, seller: &seller, customer: &customer, signers: &signers };
            write(folder, if signed { "contract-signed" } else { "contract" }, &document, lang);
        }
    }
}

fn time(name: &str, document: &Printable) {
    let start = Instant::now();
    let size = print(document, Nl);
    println!("{name}: {:.1?}, {} kB", start.elapsed(), size / 1_000);
}

fn print(document: &Printable, lang: Language) -> usize {
    render(document, lang).expect("the sample prints").len()
}

fn write(folder: &str, name: &str, document: &Printable, lang: Language) {
    let path = Path::new(folder).join(format!("{name}-{}.pdf", lang.code()));
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(path, render(document, lang).expect("the sample prints")).expect("the folder can be written");
}

/// Resident memory as the system counts it; only Linux says.
fn resident() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.map_or("unknown".to_string(), |size| size.trim().to_string())
}
