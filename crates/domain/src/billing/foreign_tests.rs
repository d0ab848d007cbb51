//! Invoices in another currency than the seller's books.

use super::{
    tests::{buyer, day, new_invoice, seller},
    *,
};
use crate::refusal::Refusal;

fn usd() -> Currency {
    "USD".parse().unwrap()
}
fn rate(text: &str) -> Option<Amount> {
    Some(text.parse().unwrap())
}
/// Three at 100.01 in a currency, with 21% VAT: 300.03 and 63.01.
fn draft(currency: Currency, country: &str) -> Invoice {
    let line = serde_json::json!({"description": "Stoel", "quantity": "3", "unit": "C62", "unit_price": "100.01"});
    let lines = vec![serde_json::from_value(line).unwrap()];
    Invoice::direct(lines, currency, &seller(), &buyer(country, None), new_invoice(9)).unwrap()
}
fn issued(draft: Invoice, number: &str) -> Invoice {
    draft.issue(number.into(), day("2026-05-01"), Timestamp(1_780_000_000_000_000)).unwrap()
}
fn check(found: Result<Invoice, Refusal>, code: &str) {
    let refusal = found.unwrap_err();
    assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some("exchange_rate")));
}

#[test]
fn vat_in_another_currency_is_stated_in_that_of_the_books() {
    let eur = Currency::EUR;
    check(draft(usd(), "NL").state_tax_in(eur, None), "exchange_rate_missing");
    check(draft(usd(), "NL").state_tax_in(eur, rate("0")), "exchange_rate_wrong");
    check(draft(usd(), "NL").state_tax_in(eur, rate("-0.9")), "exchange_rate_wrong");
    check(draft(eur, "NL").state_tax_in(eur, rate("1")), "exchange_rate_unneeded");
    assert_eq!(draft(eur, "NL").state_tax_in(eur, None).unwrap(), draft(eur, "NL"));
    // Without VAT there is nothing to state.
    assert_eq!(draft(usd(), "US").state_tax_in(eur, None).unwrap().tax_in_books, None);
    let invoice = issued(draft(usd(), "NL").state_tax_in(eur, rate("0.9217")).unwrap(), "F-1");
    // 63.01 x 0.9217 = 58.0763...
    assert_eq!((invoice.tax.minor(), invoice.tax_in_books), (6_301, Some(Money::new(5_808, eur))));
}

#[test]
fn credit_notes_convert_at_the_rate_of_their_invoice_and_sum_to_it() {
    let eur = Currency::EUR;
    let invoice = issued(draft(usd(), "NL").state_tax_in(eur, rate("0.9217")).unwrap(), "F-1");
    let mut notes: Vec<Invoice> = Vec::new();
    for (id, what) in [(7, Some("1")), (8, Some("1")), (6, None)] {
        let part = what.map(|quantity| [(1, CreditPart::Quantity(quantity.parse().unwrap()))]);
        let what = part.as_ref().map_or(CreditWhat::Whole, |part| CreditWhat::Lines(part));
        let note = credit_note(&invoice, what, "Kapot", &notes, new_invoice(id)).unwrap();
        check(note.clone().state_tax_in(eur, rate("0.95")), "exchange_rate_of_invoice");
        notes.push(issued(note.state_tax_in(eur, None).unwrap(), "C-1"));
    }
    // 21.00 each, 19.36 in euros (19.3557), and the last takes what is left: 21.01 and 19.36.
    let stated: Vec<i64> = notes.iter().map(|note| note.tax_in_books.unwrap().minor()).collect();
    assert_eq!((stated.iter().sum::<i64>(), stated.as_slice()), (5_808, [1_936, 1_936, 1_936].as_slice()));
}
