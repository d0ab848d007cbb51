//! What may still change on a draft.

use super::{DirectLine, Invoice, InvoiceKind, NewInvoice, PartySnapshot, due_terms};
use crate::{crm::Customer, dates::*, document::Kind, money::Quantity, order::Order, org::Entity, quote::PaymentPlan};
use crate::{refusal::Refusal, tax};
use std::collections::BTreeMap;

/// New values for a draft; what is left out keeps its value, and an empty text clears it.
#[derive(Clone, Debug, Default)]
pub struct DraftEdit {
    pub date: Option<Date>,
    pub supplied: Option<Date>,
    pub payment_days: Option<u32>,
    pub buyer_reference: Option<String>,
    pub purchase_order: Option<String>,
    pub notes: Option<String>,
}

impl Invoice {
    /// Changes a draft. A credit note keeps the dates of supply and terms of its invoice.
    pub fn edit(mut self, edit: DraftEdit) -> Result<Invoice, Refusal> {
        self.draft()?;
        if let Some(date) = edit.date.filter(|_| !self.kind.is_credit()) {
            self.move_to(date)?;
            self.date_issued = date;
        }
        if let Some(supplied) = edit.supplied.filter(|_| !self.kind.is_credit()) {
            self.date_supplied = supplied;
        }
        if let Some(days) = edit.payment_days.filter(|_| !self.kind.is_credit()) {
            self.due = due_terms(self.gross, self.date_issued.add_days(i64::from(days)), &self.plan());
        }
        for (field, given) in [
            (&mut self.buyer_reference, edit.buyer_reference),
            (&mut self.purchase_order, edit.purchase_order),
            (&mut self.notes, edit.notes),
        ] {
            if let Some(text) = given {
                *field = Some(text.trim().to_string()).filter(|text| !text.is_empty());
            }
        }
        Ok(self)
    }

    /// Puts other lines on a draft that was not made from an order or subscription.
    pub fn with_lines(
        self,
        lines: Vec<DirectLine>,
        seller: &Entity,
        buyer: &Customer,
        new: NewInvoice,
    ) -> Result<Invoice, Refusal> {
        self.draft()?;
        if self.kind != InvoiceKind::Invoice || self.lines.iter().any(|line| line.source.is_some()) {
            return Err(self.refused("invoice_lines_fixed").at("lines"));
        }
        let mut fresh = Invoice::direct(lines, self.currency, seller, buyer, new)?;
        fresh.due = due_terms(fresh.gross, self.first_due(), &self.plan());
        Ok(Invoice {
            lines: fresh.lines,
            vat: fresh.vat,
            net: fresh.net,
            tax: fresh.tax,
            gross: fresh.gross,
            due: fresh.due,
            ..self
        })
    }

    /// Brings a draft up to what is known on the day of issue: seller and buyer as they are now, the VAT that follows from
    /// that, and, for lines of an order, what was delivered meanwhile, because it decides what the lines do to the books.
    pub fn refreshed(
        self,
        order: Option<&Order>,
        seller: &Entity,
        buyer: &Customer,
        new: NewInvoice,
    ) -> Result<Invoice, Refusal> {
        let over_threshold = new.over_threshold;
        let mut fresh = match order {
            Some(order) => {
                let quantities = self.of_order();
                let wanted = super::Which::Lines(&quantities);
                let fresh = Invoice::draft_from_order(order, wanted, seller, buyer, new)?;
                Invoice {
                    lines: fresh.lines,
                    vat: fresh.vat,
                    net: fresh.net,
                    tax: fresh.tax,
                    gross: fresh.gross,
                    ..self.clone()
                }
            }
            None => self.clone(),
        };
        fresh.seller = PartySnapshot::seller(seller);
        fresh.buyer = PartySnapshot::buyer(buyer);
        (fresh.iban, fresh.bic) = (seller.iban.clone(), seller.bic.clone());
        for line in &mut fresh.lines {
            let mut sale = tax::Sale::new(seller, buyer, (line.supply, line.tax_class), line.vat.tax_point);
            sale.over_threshold = over_threshold;
            line.vat = tax::treatment(&sale)?;
        }
        fresh.recalculate()?;
        if fresh.gross != self.gross {
            fresh.due = due_terms(fresh.gross, self.first_due(), &self.plan());
        }
        Ok(fresh)
    }

    /// How much of each line of its order it bills.
    pub fn of_order(&self) -> Vec<(u32, Quantity)> {
        let mut sums: BTreeMap<u32, Quantity> = BTreeMap::new();
        for line in &self.lines {
            if let Some(source) = line.source.filter(|source| source.document.kind == Kind::Order) {
                let sum = sums.entry(source.line).or_insert(Quantity::ZERO);
                *sum = sum.add(line.quantity);
            }
        }
        sums.into_iter().collect()
    }

    fn first_due(&self) -> Date {
        self.due.iter().map(|term| term.date).min().unwrap_or(self.date_issued)
    }
    fn plan(&self) -> PaymentPlan {
        match u32::try_from(self.due.len()).unwrap_or(u32::MAX) {
            0 | 1 => PaymentPlan::Full,
            count => PaymentPlan::Instalments { count },
        }
    }
}
