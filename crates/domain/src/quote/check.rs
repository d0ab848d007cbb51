//! What a line and a quote must have before anyone prices, sends or accepts it.

use super::{LineTerms, PaymentPlan, Quote, QuoteLine};
use crate::{
    catalog::{known_unit, not_negative},
    crm::payment_days,
    document::required,
    money::{Currency, Money, Quantity},
    pricing::percent,
    refusal::Refusal,
};
use std::collections::BTreeSet;

/// Most lines on one document.
pub const LINES_MAX: usize = 10_000;
/// Most of one thing on one line.
pub const QUANTITY_MAX: i64 = 1_000_000_000;
/// Most intervals agreed ahead: fifty years of months.
pub const TERM_MAX: u32 = 600;
/// Most instalments a price is spread over: five years of months.
pub const INSTALMENTS_MAX: u32 = 60;

impl LineTerms {
    /// Refuses terms that cannot be priced or kept; `place` is the path of the line, such as `lines.2`.
    pub fn check(&self, place: &str, currency: Currency) -> Result<(), Refusal> {
        self.check_fields(currency).map_err(|refusal| refusal.under(place))
    }
    /// Names fields from the line on; the path of the line is put before it only when there is something to say.
    fn check_fields(&self, currency: Currency) -> Result<(), Refusal> {
        required("description", &self.description)?;
        known_unit("unit", &self.unit)?;
        self.check_quantity().map_err(|r| r.at("quantity"))?;
        self.price.check("price")?;
        percent(self.discount, "discount")?;
        if let Some(term) = self.term.filter(|term| !(1..=TERM_MAX).contains(term)) {
            let refusal = Refusal::invalid("term_out_of_range").with("term", term).with("limit", TERM_MAX);
            return Err(refusal.at("term"));
        }
        for (field, amount) in [("standalone", self.standalone), ("cost", self.cost), ("net", Some(self.net))] {
            not_negative(field, amount)?;
            amount.map_or(Ok(()), |amount| same_currency(amount, currency, field))?;
        }
        Ok(())
    }
    pub(super) fn check_quantity(&self) -> Result<(), Refusal> {
        self.quantity.micros()?;
        if !self.quantity.is_positive() {
            return Err(Refusal::invalid("quantity_not_positive").with("quantity", self.quantity.value()));
        }
        if self.quantity > Quantity::from(QUANTITY_MAX) {
            let refusal = Refusal::invalid("quantity_too_large").with("quantity", self.quantity.value());
            return Err(refusal.with("limit", QUANTITY_MAX));
        }
        Ok(())
    }
}

impl QuoteLine {
    /// Refuses a line that cannot be priced or kept; fields are named from the line on. A heading or note needs its text.
    pub fn check(&self, currency: Currency) -> Result<(), Refusal> {
        self.check_choice()?;
        match self.kind.is_priced() {
            true => self.terms.check_fields(currency),
            false => required("description", &self.terms.description),
        }
    }
}

fn same_currency(amount: Money, currency: Currency, place: &str) -> Result<(), Refusal> {
    if amount.currency() == currency {
        return Ok(());
    }
    let refusal = Refusal::invalid("line_currency_differs").with("amount", amount);
    Err(refusal.with("currency", currency.code()).at(place))
}

/// Refuses more lines than [`LINES_MAX`].
pub(crate) fn check_count(lines: usize) -> Result<(), Refusal> {
    if lines <= LINES_MAX {
        return Ok(());
    }
    Err(Refusal::invalid("lines_too_many").with("lines", lines).with("limit", LINES_MAX).at("lines"))
}

impl PaymentPlan {
    pub fn check(&self) -> Result<(), Refusal> {
        match self {
            PaymentPlan::Instalments { count } if !(2..=INSTALMENTS_MAX).contains(count) => {
                let refusal = Refusal::invalid("instalments_out_of_range").with("count", *count);
                Err(refusal.with("limit", INSTALMENTS_MAX).at("payment_plan"))
            }
            _ => Ok(()),
        }
    }
}

impl Quote {
    /// Refuses a quote that could not be kept: an empty title, validity that ends before its date, lines that share a
    /// number or cannot be priced. A draft without lines is fine; sending it is not.
    pub fn check(&self) -> Result<(), Refusal> {
        required("title", &self.title)?;
        if self.valid_until < self.date {
            let refusal = Refusal::invalid("quote_validity_backwards").with("date", self.date);
            return Err(refusal.with("valid_until", self.valid_until).at("valid_until"));
        }
        payment_days(self.payment_days)?;
        self.payment_plan.check()?;
        percent(self.discount, "discount")?;
        self.promotions.check()?;
        check_count(self.lines.len())?;
        let mut numbers = BTreeSet::new();
        for (index, line) in self.lines.iter().enumerate() {
            if line.no == 0 || !numbers.insert(line.no) {
                return Err(Refusal::invalid("line_number_taken")
                    .with("line", line.no)
                    .at(format!("lines.{index}.no")));
            }
            line.check(self.currency).map_err(|refusal| refusal.under(&format!("lines.{index}")))?;
        }
        Ok(())
    }
    /// The number for the next line: above every number now on the quote.
    pub fn next_line(&self) -> u32 {
        self.lines.iter().map(|line| line.no).max().unwrap_or(0).saturating_add(1)
    }
}
