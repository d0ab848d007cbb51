//! Rules on totals: exact sums of amounts that are already rounded.

use super::{Violation, broken};
use crate::billing::*;

pub fn check(invoice: &Invoice, found: &mut Vec<Violation>) {
    let sum = |amounts: &mut dyn Iterator<Item = Money>| Money::sum(invoice.currency, amounts).ok();
    let lines = sum(&mut invoice.lines.iter().map(|line| line.net));
    total("BR-CO-10", "net", invoice.net, lines, found);
    let tax = sum(&mut invoice.vat.iter().map(|subtotal| subtotal.tax));
    total("BR-CO-14", "tax", invoice.tax, tax, found);
    total("BR-CO-15", "gross", invoice.gross, invoice.net.add(invoice.tax).ok(), found);
    if !invoice.kind.is_credit() && !invoice.due.is_empty() {
        // Ours: the terms of payment ask for what the document says is due (BT-115).
        let due = sum(&mut invoice.due.iter().map(|term| term.amount));
        total("BR-CO-16", "due", invoice.gross, due, found);
    }
    // Amounts have two decimals at most; a currency with three cannot be invoiced to the last of them.
    let amounts = invoice.lines.iter().map(|line| line.net).chain([invoice.net, invoice.tax, invoice.gross]);
    let too_fine = |amount: &Money| amount.decimal().normalize().scale() > 2;
    if let Some(amount) = amounts.into_iter().find(too_fine) {
        found.push(broken("BR-DEC-14", "rule_decimals").with("amount", amount));
    }
}

/// `None` is a sum that cannot be taken, because the amounts are in several currencies.
fn total(rule: &str, field: &str, shown: Money, expected: Option<Money>, found: &mut Vec<Violation>) {
    if expected == Some(shown) {
        return;
    }
    let expected = expected.unwrap_or(Money::zero(shown.currency()));
    let violation = broken(rule, "rule_total").with("shown", shown).with("expected", expected);
    found.push(violation.with("field", crate::refusal::Arg::Word(format!("total-{field}"))));
}
