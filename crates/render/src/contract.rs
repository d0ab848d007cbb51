//! Sheets of contracts: the parties, the text, what is agreed, and the signatures.

use crate::{
    deal::{Between, price},
    sheet::*,
};
use domain::{
    contract::{Contract, ContractState, Party as Side, Signature},
    document::Document,
    ids::PersonId,
    org::Language,
    quote::LineTerms,
    refusal::Arg,
};
use text::{format, t, t_with};

pub fn contract(lang: Language, contract: &Contract, between: Between, signers: &[(PersonId, String)]) -> Sheet {
    let (seller, customer) = between;
    let mut sheet = Sheet::new(lang, "contract.typ", contract.date);
    sheet.identity = contract.doc_ref().to_string();
    sheet.heading = t(lang, "print-contract");
    sheet.number = contract.number.clone();
    sheet.subject = Some(contract.title.clone()).filter(|title| !title.trim().is_empty());
    sheet.stamp = matches!(contract.state, ContractState::Draft).then(|| t(lang, "print-draft"));
    sheet.sender = Party { heading: t(lang, "print-seller"), ..sender(lang, seller) };
    let mut marks = registration(lang, &customer.registration);
    marks.extend(vat_number(lang, &customer.vat_number));
    let buyer = recipient(lang, seller.address.country, &customer.name, &customer.address);
    sheet.recipient = Party { heading: t(lang, "print-customer"), marks, ..buyer };
    sheet.facts = vec![
        fact(t(lang, "print-contract_number"), fixed(&contract.number)),
        fact(t(lang, "print-contract_date"), fixed(&format::date_long(lang, contract.date))),
        fact(t(lang, "print-start"), fixed(&format::date_long(lang, contract.start))),
    ];
    sheet.text = blocks(&contract.text);
    if !contract.lines.is_empty() {
        sheet.table_heading = Some(t(lang, "print-agreed"));
        let terms: Vec<(u32, &LineTerms)> = contract.lines.iter().map(|line| (line.no, &line.terms)).collect();
        price(lang, &mut sheet, &terms, contract.currency, &[]);
    }
    let signed_by = |side: Side, name: &str| {
        let signatures = contract.signatures.iter().filter(|signature| signature.party == side);
        let signed: Vec<String> = signatures.flat_map(|s| signature(lang, s, &seller.time_zone, signers)).collect();
        let blanks = if signed.is_empty() { blanks(lang) } else { Vec::new() };
        Signatory { name: name.to_string(), blanks, signed }
    };
    sheet.signing = Some(Signing {
        heading: t(lang, "print-signatures"),
        parties: vec![signed_by(Side::Seller, &seller.legal_name), signed_by(Side::Customer, &customer.name)],
        fingerprint: contract.signatures.first().map(|s| fact(t(lang, "print-fingerprint"), &s.document_hash)),
        text: None,
    });
    sheet
}

fn signature(lang: Language, signature: &Signature, zone: &str, signers: &[(PersonId, String)]) -> Vec<String> {
    let name = signers.iter().find(|(person, _)| *person == signature.person).map(|(_, name)| name.clone());
    let at = [("at", Arg::from(format::timestamp(lang, zone, signature.at)))];
    name.into_iter().chain([t_with(lang, "print-signed_at", &at)]).collect()
}

/// The text of a contract in paragraphs. An empty line ends one; `# ` begins a heading, `- ` an item of a list, and a short
/// line of its own that begins with a number or `Artikel 1`, `Article 1` is a heading too. All else stands as written.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for chunk in text.replace("\r\n", "\n").split("\n\n") {
        let chunk = lines(chunk);
        if let [only] = &chunk[..]
            && is_numbered(only)
        {
            blocks.push(Block::Heading { text: only.clone() });
            continue;
        }
        for line in chunk {
            if let Some(heading) = line.strip_prefix('#').map(|rest| rest.trim_start_matches('#'))
                && heading.starts_with(' ')
            {
                blocks.push(Block::Heading { text: heading.trim().to_string() });
            } else if let Some(item) = line.strip_prefix("- ") {
                add_item(&mut blocks, item.trim());
            } else {
                blocks.push(Block::Paragraph { text: line });
            }
        }
    }
    blocks
}

fn add_item(blocks: &mut Vec<Block>, item: &str) {
    match blocks.last_mut() {
        Some(Block::List { items }) => items.push(item.to_string()),
        _ => blocks.push(Block::List { items: vec![item.to_string()] }),
    }
}

/// Longest line that is taken for a heading.
const HEADING_MAX: usize = 80;

fn is_numbered(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    let counted = first.trim_end_matches('.');
    let number = !counted.is_empty() && counted.bytes().all(|b| b.is_ascii_digit()) && first.ends_with('.');
    let article = matches!(first, "Artikel" | "Article") && line.bytes().any(|b| b.is_ascii_digit());
    line.chars().count() <= HEADING_MAX && (number || article) && !line.ends_with(['.', ';', ':', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_falls_into_headings_paragraphs_and_lists() {
        let text = "1. Subject\n\nThe seller delivers.\nThe customer pays.\n\n# Term\n- one year\n- then a month\n\n2. It ends.";
        let paragraph = |line: &str| Block::Paragraph { text: line.into() };
        let heading = |text: &str| Block::Heading { text: text.into() };
        assert_eq!(
            blocks(text),
            [
                heading("1. Subject"),
                paragraph("The seller delivers."),
                paragraph("The customer pays."),
                heading("Term"),
                Block::List { items: vec!["one year".into(), "then a month".into()] },
                paragraph("2. It ends."),
            ]
        );
        assert_eq!(blocks("#import is no heading"), [paragraph("#import is no heading")]);
        assert_eq!(blocks("  \n\n "), []);
    }
}
