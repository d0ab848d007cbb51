//! Totals of an invoice, and issue: the one step that gives it its number and closes it.

use super::{BilledLine, Earned, Invoice, InvoiceKind, InvoiceState, due, rules};
use crate::{
    dates::*, document::required, exchange::ExchangeRate, identifiers::make_creditor_reference, money::*, refusal::*,
    tax,
};

impl Invoice {
    /// Works out the VAT of each category and rate and the totals from the lines. Needed after any change of a draft.
    pub fn recalculate(&mut self) -> Result<(), Refusal> {
        self.vat = tax::totals(self.currency, self.lines.iter().map(|line| (&line.vat, line.net)))?;
        self.sum_up()
    }

    /// The totals, from the lines and the VAT as it stands.
    pub(super) fn sum_up(&mut self) -> Result<(), Refusal> {
        self.net = Money::sum(self.currency, self.lines.iter().map(|line| line.net))?;
        self.tax = Money::sum(self.currency, self.vat.iter().map(|subtotal| subtotal.tax))?;
        self.gross = self.net.add(self.tax)?;
        if let Some(ExchangeRate { books, rate, .. }) = self.exchange_rate {
            self.tax_in_books = Some(tax::in_accounting_currency(self.tax, books, rate.value())?);
        }
        Ok(())
    }

    /// Whether a rate must be found before it can be issued: VAT is due in another currency than the books'.
    pub fn needs_rate(&self, books: Currency) -> bool {
        books != self.currency && !self.tax.is_zero() && self.tax_in_books.is_none()
    }
    /// States the VAT in the currency of the books as well, at the rate given or the one it has. When VAT is due in another
    /// currency it must be, and a rate that converts nothing is refused (VAT Directive art. 230 and 91(2): what the VAT is
    /// in the currency of the member state stands on the invoice, at the rate of the day on which it fell due).
    pub fn state_tax_in(mut self, books: Currency, rate: Option<Amount>) -> Result<Invoice, Refusal> {
        let about = |code: &'static str| {
            let refusal = Refusal::invalid(code).with("currency", self.currency.code()).with("books", books.code());
            refusal.with("tax", self.tax).at("exchange_rate")
        };
        match rate {
            Some(_) if books == self.currency => return Err(about("exchange_rate_unneeded")),
            // A credit note converts at the rate of its invoice, so that the two take each other away.
            Some(_) if self.kind.is_credit() && self.tax_in_books.is_some() => {
                return Err(about("exchange_rate_of_invoice"));
            }
            Some(rate) => self.exchange_rate = Some(ExchangeRate { books, rate, on: None }),
            None if self.needs_rate(books) => return Err(about("exchange_rate_missing")),
            None => return Ok(self),
        }
        self.sum_up()?;
        Ok(self)
    }

    /// Gives a draft its number and closes it. What was planned for the day of issue (tax point, terms) follows it when it is
    /// another day. Refused, with the rule and what to do, when the document breaks a rule of EN 16931 or its Dutch use.
    pub fn issue(mut self, number: String, on: Date, at: Timestamp) -> Result<Invoice, Refusal> {
        self.draft()?;
        required("number", &number)?;
        if !self.kind.is_credit() {
            self.move_to(on)?;
        }
        // What is billed ahead is taxed on the day of issue: a supply in the future never stands on an invoice.
        if self.date_supplied > on {
            let refusal = Refusal::invalid("date_in_future").with("date", self.date_supplied).with("today", on);
            return Err(refusal.at("supplied"));
        }
        self.date_issued = on;
        self.payment_reference = self.payment_reference.or_else(|| make_creditor_reference(&number).ok());
        self.number = number;
        self.state = InvoiceState::Issued { at };
        if self.gross.is_negative() {
            return Err(Refusal::invalid("invoice_negative").with("gross", self.gross).at("lines"));
        }
        match rules::check(&self).into_iter().next() {
            Some(violation) => Err(violation.refusal),
            None => Ok(self),
        }
    }

    /// Throws a draft away before it has a number.
    pub fn discard(self, at: Timestamp) -> Result<Invoice, Refusal> {
        self.draft()?;
        Ok(Invoice { state: InvoiceState::Discarded { at }, ..self })
    }

    /// Refuses what is no longer a draft, or came from another system.
    pub fn draft(&self) -> Result<(), Refusal> {
        match (&self.kind, &self.state) {
            (InvoiceKind::Imported { .. }, _) => Err(self.refused("invoice_imported")),
            (_, InvoiceState::Draft) => Ok(()),
            (_, InvoiceState::Issued { at }) => Err(self.refused("invoice_issued").with("at", *at)),
            (_, InvoiceState::Discarded { at }) => Err(self.refused("invoice_discarded").with("at", *at)),
        }
    }

    pub(super) fn refused(&self, code: &'static str) -> Refusal {
        Refusal::state(code).with("number", &self.number).with("state", Arg::Word(self.state.key().into()))
    }

    pub(super) fn move_to(&mut self, on: Date) -> Result<(), Refusal> {
        let planned = self.date_issued;
        if on == planned {
            return self.recalculate();
        }
        if self.date_supplied == planned {
            self.date_supplied = on;
        }
        for line in self.lines.iter_mut().filter(|line| line.vat.tax_point == planned) {
            line.vat.tax_point = on;
            if let Some(country) = line.vat.country {
                line.vat.rate = tax::rate(country, line.tax_class, on)?;
            }
        }
        let before = self.gross;
        self.recalculate()?;
        self.due = due::moved(&self.due, planned, on);
        if self.gross != before {
            // A new rate: the same instalments of another amount.
            let weights: Vec<u64> = self.due.iter().map(|term| term.amount.minor().unsigned_abs()).collect();
            for (term, amount) in self.due.iter_mut().zip(self.gross.allocate(&weights)) {
                term.amount = amount;
            }
        }
        Ok(())
    }
}

/// What the lines of an invoice do to the books, one for each line that has an amount.
pub fn billed_lines(invoice: &Invoice) -> Vec<BilledLine> {
    let lines = invoice.lines.iter().filter(|line| !line.net.is_zero());
    lines.map(|line| BilledLine { line: line.no, net: line.net, earned: line.earned.clone() }).collect()
}

/// The lines that are earned over a period, each of which gets a schedule when the invoice is issued.
pub fn lines_over_time(invoice: &Invoice) -> impl Iterator<Item = (u32, Money, Period)> {
    invoice.lines.iter().filter(|line| !line.net.is_zero()).filter_map(|line| match line.earned {
        Earned::Over { period } => Some((line.no, line.net, period)),
        _ => None,
    })
}
