//! The books in plain-text-accounting form, so that another program (hledger, ledger) can check them: a second opinion
//! that knows nothing of Quittance.

use super::{Account, AccountClass, Entry, Posting};
use crate::{dates::Date, money::*};
use std::fmt::Write as _;

/// What stands above the entries: the chart of accounts with its RGS codes, and how each currency is written.
pub fn preamble(currencies: &[Currency]) -> String {
    let mut out = String::new();
    for currency in currencies {
        let _ = writeln!(out, "commodity {}", amount_text(Money::zero(*currency)));
    }
    for account in Account::ALL {
        let _ = writeln!(out, "account {}  ; type: {}, rgs: {}", name(*account), type_letter(*account), account.rgs());
    }
    out
}

/// One entry. `code` is what identifies it (its id or number); the description is one line of text.
pub fn transaction(entry: &Entry, code: &str, description: &str) -> String {
    let mut out = heading(entry.date(), code, description);
    let width = entry.postings().iter().map(|p| name(p.account).chars().count()).max().unwrap_or(0);
    let figures = entry.postings().iter().map(|p| amount_text(p.amount).len()).max().unwrap_or(0);
    for posting in entry.postings() {
        let (account, amount) = (name(posting.account), amount_text(posting.amount));
        let line = format!("    {account:<width$}  {amount:>figures$}{}", tags(posting));
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn heading(date: Date, code: &str, description: &str) -> String {
    let code = code.replace(['(', ')', '\n', '\r'], " ");
    // A semicolon starts a comment and a bar splits off a payee: neither may come from a customer's text.
    let description = description.replace([';', '|', '\n', '\r'], ",");
    let head = if code.is_empty() { format!("{date} {description}") } else { format!("{date} ({code}) {description}") };
    format!("{}\n", head.trim_end())
}

/// `assets:1300 Receivables`: the class decides what kind of balance it is, the code sorts it.
fn name(account: Account) -> String {
    let class = match account.class() {
        AccountClass::Asset => "assets",
        AccountClass::Liability => "liabilities",
        AccountClass::Equity => "equity",
        AccountClass::Income => "revenues",
        AccountClass::Expense => "expenses",
    };
    format!("{class}:{} {account:?}", account.code())
}

fn type_letter(account: Account) -> &'static str {
    match (account, account.class()) {
        (Account::Bank | Account::Cash, _) => "C",
        (_, AccountClass::Asset) => "A",
        (_, AccountClass::Liability) => "L",
        (_, AccountClass::Equity) => "E",
        (_, AccountClass::Income) => "R",
        (_, AccountClass::Expense) => "X",
    }
}

/// Figures with all decimals of the currency; a currency without any keeps the point, which tells it from thousands.
fn amount_text(amount: Money) -> String {
    let point = if amount.currency().exponent() == 0 { "." } else { "" };
    format!("{}{point} {}", amount.decimal(), amount.currency())
}

fn tags(posting: &Posting) -> String {
    let mut tags = Vec::new();
    if let Some(customer) = posting.customer {
        tags.push(format!("customer: {customer}"));
    }
    if let Some(document) = posting.document {
        tags.push(format!("document: {document}"));
    }
    if let Some(line) = posting.line {
        tags.push(format!("line: {line}"));
    }
    if tags.is_empty() { String::new() } else { format!("  ; {}", tags.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::*;

    #[test]
    fn an_entry_is_written_as_hledger_reads_it() {
        let entity = RawId::from_moment(1, [1; 10]);
        let jpy = Money::new(1200, "JPY".parse().unwrap());
        let lines = vec![Posting::debit(Account::Bank, jpy), Posting::credit(Account::Unallocated, jpy).line(2)];
        let entry = Entry::new(entity.into(), "2026-03-31".parse().unwrap(), lines).unwrap();
        let text = transaction(&entry, "P(1)", "Bakker; or | not\nso");
        let want = "2026-03-31 (P 1 ) Bakker, or , not,so\n    \
                    assets:1000 Bank               1200. JPY\n    \
                    liabilities:1320 Unallocated  -1200. JPY  ; line: 2\n";
        assert_eq!(text, want);
        assert!(
            preamble(&[Currency::EUR])
                .starts_with("commodity 0.00 EUR\naccount equity:0500 Equity  ; type: E, rgs: BEivKap\n")
        );
    }
}
