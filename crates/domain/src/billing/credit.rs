//! Credit notes: taking back all or part of an issued invoice, at the rate and treatment it was invoiced with (also after a
//! change of rate), and never more than is left of it.

use super::{Invoice, InvoiceKind, InvoiceLine, InvoiceState, NewInvoice, ShownPrice, effective};
use crate::{document::*, money::*, order::share, refusal::Refusal, tax};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What to take back of one line: a quantity (it can be invoiced again), or an amount off its price.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CreditPart {
    Quantity(Quantity),
    /// Net amount, in the currency of the invoice.
    Amount(Money),
}

/// What to take back of an invoice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CreditWhat<'a> {
    /// All that is left.
    Whole,
    /// Of these lines of the invoice.
    Lines(&'a [(u32, CreditPart)]),
}

/// A draft of a credit note for an issued invoice; `earlier` are its other credit notes that are not discarded. Amounts stand
/// as on the invoice: the kind of document turns their sign.
///
/// Lines are worth the difference of rounded shares, and the credit note that takes the last of a VAT category takes the
/// last of its VAT: so an invoice and all its credit notes sum to zero in every category.
pub fn credit_note(
    invoice: &Invoice,
    what: CreditWhat,
    reason: &str,
    earlier: &[Invoice],
    new: NewInvoice,
) -> Result<Invoice, Refusal> {
    creditable(invoice)?;
    required("reason", reason)?;
    let mut note = Invoice {
        id: new.id,
        kind: InvoiceKind::CreditNote {
            of: invoice.id,
            of_number: invoice.number.clone(),
            of_date: invoice.date_issued,
            reason: reason.trim().to_string(),
        },
        number: String::new(),
        series: new.series,
        date_issued: new.date,
        due: Vec::new(),
        payment_reference: None,
        lines: Vec::new(),
        tax_in_books: None,
        notes: new.notes,
        state: InvoiceState::Draft,
        owner: new.owner,
        ..invoice.clone()
    };
    let asked = matches!(what, CreditWhat::Lines(_));
    for (row, (no, part)) in parts(invoice, what)?.into_iter().enumerate() {
        let named = |field: &'static str| move |refusal: Refusal| named(refusal, asked, row, field);
        let line = find(invoice, no).map_err(named("line"))?;
        let left = Left::of(invoice, line, earlier)?;
        let field = if matches!(part, Some(CreditPart::Amount(_))) { "amount" } else { "quantity" };
        if let Some(mut credited) = left.take(line, part).map_err(named(field))? {
            credited.no = u32::try_from(note.lines.len() + 1).unwrap_or(u32::MAX);
            credited.source = Some(LineRef { document: invoice.doc_ref(), line: no });
            note.lines.push(credited);
        }
    }
    if note.lines.is_empty() {
        return Err(invoice.refused("invoice_credited"));
    }
    note.recalculate()?;
    note.take_last_tax(invoice, earlier)?;
    Ok(note)
}

/// A refusal of a line that was asked for, with its place in the request.
fn named(refusal: Refusal, asked: bool, row: usize, field: &str) -> Refusal {
    if asked && refusal.param.is_none() { refusal.at(format!("lines.{row}.{field}")) } else { refusal }
}

fn creditable(invoice: &Invoice) -> Result<(), Refusal> {
    match (&invoice.kind, &invoice.state) {
        (InvoiceKind::Invoice, InvoiceState::Issued { .. }) => Ok(()),
        (InvoiceKind::Invoice, _) => Err(invoice.refused("credit_of_unissued")),
        _ => Err(invoice.refused("credit_of_other")),
    }
}

/// Each line once; for the whole, as much of it as there can be.
fn parts(invoice: &Invoice, what: CreditWhat) -> Result<Vec<(u32, Option<CreditPart>)>, Refusal> {
    let CreditWhat::Lines(lines) = what else { return Ok(invoice.lines.iter().map(|l| (l.no, None)).collect()) };
    let mut seen = BTreeSet::new();
    if let Some((no, _)) = lines.iter().find(|(no, _)| !seen.insert(*no)) {
        return Err(Refusal::invalid("credit_line_twice").with("line", *no).at("lines"));
    }
    Ok(lines.iter().map(|(no, part)| (*no, Some(*part))).collect())
}

fn find(invoice: &Invoice, no: u32) -> Result<&InvoiceLine, Refusal> {
    let missing = || Refusal::invalid("invoice_line_unknown").with("number", &invoice.number).with("line", no);
    invoice.lines.iter().find(|line| line.no == no).ok_or_else(missing)
}

/// The credit notes' lines that take back a line of the invoice.
fn taken<'a>(invoice: &'a Invoice, no: u32, earlier: &'a [Invoice]) -> impl Iterator<Item = &'a InvoiceLine> {
    let source = LineRef { document: invoice.doc_ref(), line: no };
    earlier.iter().flat_map(|note| &note.lines).filter(move |line| line.source == Some(source))
}

/// What is left to credit of a line.
struct Left {
    quantity: Quantity,
    net: Money,
    /// Quantity and worth of it credited before, without amounts off the price.
    before: Quantity,
}

impl Left {
    fn of(invoice: &Invoice, line: &InvoiceLine, earlier: &[Invoice]) -> Result<Left, Refusal> {
        let mut left = Left { quantity: line.quantity, net: line.net, before: Quantity::ZERO };
        for credit in taken(invoice, line.no, earlier) {
            left.net = left.net.sub(credit.net)?;
            if !credit.credits_price {
                left.quantity = left.quantity.sub(credit.quantity);
                left.before = left.before.add(credit.quantity);
            }
        }
        Ok(left)
    }

    /// The line of the credit note; `None` when nothing is left and all was asked for.
    fn take(&self, line: &InvoiceLine, part: Option<CreditPart>) -> Result<Option<InvoiceLine>, Refusal> {
        match part {
            None if self.quantity == Quantity::ZERO && self.net.is_zero() => Ok(None),
            // Every unit was credited, but not every cent: what is left is a matter of price.
            None if self.quantity == Quantity::ZERO => self.of_price(line, self.net).map(Some),
            None => self.of_quantity(line, self.quantity).map(Some),
            Some(CreditPart::Quantity(quantity)) => self.of_quantity(line, quantity).map(Some),
            Some(CreditPart::Amount(amount)) => self.of_price(line, amount).map(Some),
        }
    }

    fn of_quantity(&self, line: &InvoiceLine, quantity: Quantity) -> Result<InvoiceLine, Refusal> {
        quantity.micros()?;
        let same_side = quantity.0.is_sign_negative() == line.quantity.0.is_sign_negative();
        if !same_side || quantity == Quantity::ZERO || quantity.0.abs() > self.quantity.0.abs() {
            let refusal = Refusal::invalid("credit_exceeds_quantity").with("line", line.no);
            return Err(refusal.with("quantity", quantity.value()).with("left", self.quantity.value()));
        }
        let size = |quantity: Quantity| Quantity(quantity.0.abs());
        let worth = |part: Quantity| share(line.net, size(part), size(line.quantity));
        let net = match quantity == self.quantity {
            true => self.net,
            // After an amount off the price the units are not worth more than what is left.
            false => worth(self.before.add(quantity))?.sub(worth(self.before)?)?,
        };
        if net.abs().minor() > self.net.abs().minor() {
            return Err(exceeds(line, net, self.net));
        }
        let shown = match quantity == line.quantity && net == line.net {
            true => ShownPrice { quantity, unit_price: line.unit_price, discount: line.discount },
            false => plain_price(line, quantity, net)?,
        };
        Ok(of(line, shown, net, false))
    }

    fn of_price(&self, line: &InvoiceLine, amount: Money) -> Result<InvoiceLine, Refusal> {
        let sign = if line.net.is_negative() { -1 } else { 1 };
        let over = amount.sub(self.net)?.minor() * sign > 0;
        if over || amount.minor() * sign <= 0 {
            return Err(exceeds(line, amount, self.net));
        }
        Ok(of(line, effective(Quantity::ONE, amount)?, amount, true))
    }
}

/// The invoice's own price when it gives the amount, and otherwise the one that does.
fn plain_price(line: &InvoiceLine, quantity: Quantity, net: Money) -> Result<ShownPrice, Refusal> {
    let list = UnitPrice { amount: line.unit_price, currency: net.currency() }.times(quantity, Rounding::HalfUp)?;
    let discount = list.sub(net)?;
    if discount.is_zero() || (!line.discount.is_zero() && !discount.is_negative()) {
        return Ok(ShownPrice { quantity, unit_price: line.unit_price, discount });
    }
    let size = Quantity(quantity.0.abs());
    effective(size, net)
}

fn exceeds(line: &InvoiceLine, credit: Money, left: Money) -> Refusal {
    Refusal::invalid("credit_exceeds_invoice").with("line", line.no).with("credit", credit).with("left", left)
}

fn of(line: &InvoiceLine, shown: ShownPrice, net: Money, credits_price: bool) -> InvoiceLine {
    InvoiceLine {
        quantity: shown.quantity,
        unit: if credits_price { "C62".to_string() } else { line.unit.clone() },
        unit_price: shown.unit_price,
        discount: shown.discount,
        net,
        credits_price,
        ..line.clone()
    }
}

impl Invoice {
    /// Where this note takes the last of a category's base, it takes the last of its VAT; where rounding would make it take
    /// more than is left, it takes what is left.
    fn take_last_tax(&mut self, invoice: &Invoice, earlier: &[Invoice]) -> Result<(), Refusal> {
        for subtotal in &mut self.vat {
            let same = |s: &&tax::VatSubtotal| s.category == subtotal.category && s.rate == subtotal.rate;
            let Some(whole) = invoice.vat.iter().find(same) else { continue };
            let before: Vec<&tax::VatSubtotal> = earlier.iter().flat_map(|note| note.vat.iter().filter(same)).collect();
            let base = before.iter().try_fold(whole.base, |left, s| left.sub(s.base))?;
            let tax = before.iter().try_fold(whole.tax, |left, s| left.sub(s.tax))?;
            if subtotal.base == base || subtotal.tax.abs().minor() > tax.abs().minor() {
                subtotal.tax = tax;
            }
        }
        self.sum_up()?;
        // The last of the VAT is also the last of what it was in the currency of the books.
        let before = earlier.iter().try_fold(self.tax, |sum, note| sum.add(note.tax))?;
        if let Some(whole) = invoice.tax_in_books.filter(|_| before == invoice.tax) {
            let stated = earlier.iter().filter_map(|note| note.tax_in_books);
            self.tax_in_books = Some(stated.into_iter().try_fold(whole, |left, tax| left.sub(tax))?);
        }
        Ok(())
    }
}
