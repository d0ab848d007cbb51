//! Rules on single lines.

use super::{Violation, broken};
use crate::{billing::*, identifiers::codes, refusal::Arg};

pub fn check(invoice: &Invoice, found: &mut Vec<Violation>) {
    if invoice.lines.is_empty() {
        found.push(broken("BR-16", "rule_no_lines").at("lines"));
    }
    for (index, line) in invoice.lines.iter().enumerate() {
        let before = found.len();
        line_rules(line, found);
        for violation in &mut found[before..] {
            let place = format!("lines.{index}");
            violation.refusal.param.get_or_insert(place);
        }
    }
}

fn line_rules(line: &InvoiceLine, found: &mut Vec<Violation>) {
    let missing = |rule, field: &str| {
        broken(rule, "rule_line_incomplete").with("line", line.no).with("field", Arg::Word(format!("field-{field}")))
    };
    if line.no == 0 {
        found.push(missing("BR-21", "number"));
    }
    if line.quantity == Quantity::ZERO {
        found.push(missing("BR-22", "quantity"));
    }
    if line.unit.trim().is_empty() {
        found.push(missing("BR-23", "unit"));
    } else if !codes::is_unit(&line.unit) {
        found.push(broken("BR-CL-23", "rule_unit_unknown").with("line", line.no).with("unit", &line.unit));
    }
    if line.description.trim().is_empty() {
        found.push(missing("BR-25", "description"));
    }
    if line.unit_price < Amount::ZERO {
        found.push(broken("BR-27", "rule_price_negative").with("line", line.no).with("price", line.unit_price.value()));
    }
    if line.period.is_some_and(|period| period.end <= period.start) {
        found.push(broken("BR-30", "rule_line_period").with("line", line.no));
    }
    if line.discount.is_negative() {
        found.push(broken("BR-41", "rule_discount_negative").with("line", line.no).with("discount", line.discount));
    }
    // EN 16931 gives the formula and Peppol tests it, with a slack that we do not use.
    let list = UnitPrice { amount: line.unit_price, currency: line.net.currency() };
    let expected = list.times(line.quantity, Rounding::HalfUp).and_then(|amount| amount.sub(line.discount));
    if expected.as_ref().ok() != Some(&line.net) {
        let expected = expected.unwrap_or(line.net);
        let violation = broken("PEPPOL-EN16931-R120", "rule_line_amount").with("line", line.no);
        found.push(violation.with("net", line.net).with("expected", expected));
    }
}
