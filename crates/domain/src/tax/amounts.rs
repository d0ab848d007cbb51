//! Amounts of VAT: always on the summed base of a category and rate, rounded once.

use super::{VatCategory, VatSubtotal, VatTreatment};
use crate::{money::*, refusal::Refusal};
use rust_decimal::Decimal;

/// One subtotal for each category and rate, in the order in which they appear. Rounding per line instead can lose all of
/// the tax (a hundred lines of 0.02).
pub fn totals<'a>(
    currency: Currency,
    lines: impl IntoIterator<Item = (&'a VatTreatment, Money)>,
) -> Result<Vec<VatSubtotal>, Refusal> {
    let mut subtotals: Vec<VatSubtotal> = Vec::new();
    for (vat, net) in lines {
        match subtotals.iter_mut().find(|s| s.category == vat.category && s.rate == vat.rate) {
            Some(subtotal) => subtotal.base = subtotal.base.add(net)?,
            None => subtotals.push(VatSubtotal {
                category: vat.category,
                rate: vat.rate,
                base: Money::zero(currency).add(net)?,
                tax: Money::zero(currency),
            }),
        }
    }
    for subtotal in subtotals.iter_mut().filter(|s| s.category == VatCategory::S) {
        subtotal.tax = subtotal.base.percent(subtotal.rate, Rounding::HalfUp)?;
    }
    Ok(subtotals)
}

/// Net and VAT within an amount that includes VAT; the two sum to it.
pub fn split_gross(gross: Money, rate: Percent) -> Result<(Money, Money), Refusal> {
    let net = gross.decimal().checked_div(Decimal::ONE + rate.fraction()).unwrap_or_default();
    let net = Money::from_decimal(net, gross.currency(), Rounding::HalfUp)?;
    Ok((net, gross.sub(net)?))
}

/// The VAT total in the currency of the books (BT-111); `rate` is what one unit of the invoice's currency was worth in it.
/// Only this one amount is ever repeated.
pub fn in_accounting_currency(tax: Money, books: Currency, rate: Decimal) -> Result<Money, Refusal> {
    let wrong = || Refusal::invalid("exchange_rate_wrong").with("rate", rate).at("exchange_rate");
    if rate <= Decimal::ZERO {
        return Err(wrong());
    }
    Money::from_decimal(tax.decimal().checked_mul(rate).ok_or_else(wrong)?, books, Rounding::HalfUp)
}
