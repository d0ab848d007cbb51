//! Pricing a draft: every line's net amount from its own terms, with the steps that explain it.

use super::{LineTerms, Quote};
use crate::{
    catalog::PriceBook,
    document::Document,
    money::{Currency, Money, Percent},
    pricing::{self, LineInput, PriceStep},
    refusal::Refusal,
};

impl LineTerms {
    /// What the line is priced from.
    pub fn input(&self, line: u32, currency: Currency, quote_discount: Option<Percent>) -> LineInput<'_> {
        let (price, quantity, discount) = (&self.price, self.quantity, self.discount);
        LineInput { line, price, quantity, currency, discount, quote_discount }
    }
    /// Price times quantity before any discount, for one interval or once.
    pub fn list_amount(&self, currency: Currency) -> Result<Money, Refusal> {
        pricing::amount(&self.price, self.quantity, currency)
    }
    /// Fills in the stand-alone price where none was given: what the line costs without discounts (IFRS 15.79).
    pub(crate) fn pin_standalone(&mut self, currency: Currency) -> Result<(), Refusal> {
        if self.standalone.is_none() {
            self.standalone = Some(self.list_amount(currency)?);
        }
        Ok(())
    }
}

impl Quote {
    /// Computes the net amount of every line of a draft; returns the steps, which are not stored before it is sent.
    pub fn price(&mut self) -> Result<Vec<PriceStep>, Refusal> {
        self.editable()?;
        self.check()?;
        let inputs: Vec<LineInput> =
            self.lines.iter().map(|line| line.terms.input(line.no, self.currency, self.discount)).collect();
        let priced = pricing::price_lines(&inputs)?;
        let mut waterfall = Vec::new();
        for (line, (net, steps)) in self.lines.iter_mut().zip(priced) {
            line.terms.net = net;
            waterfall.extend(steps);
        }
        Ok(waterfall)
    }
    /// Names the price book as the source of those list prices in `steps` that are the book's own; a price that was
    /// changed by hand has no source.
    pub fn name_source(&self, steps: &mut [PriceStep], book: &PriceBook, version: u32) {
        for step in steps.iter_mut().filter(|step| matches!(step.step.as_str(), "step_list_price" | "step_tier")) {
            let line = self.lines.iter().find(|line| line.no == step.line);
            let product = line.and_then(|line| line.terms.product);
            let listed = product.and_then(|product| book.price_of(product, self.date));
            if listed.is_some() && listed == line.map(|line| &line.terms.price) {
                step.source = Some(book.doc_ref());
                step.source_version = Some(version);
            }
        }
    }
}
