//! What the run knows of each deal while it goes on.

use domain::money::Money;

/// The id of a document, or the step of the open batch that makes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Known {
    #[default]
    Not,
    Made(String),
    Step(usize),
}

/// Which document of a deal a step makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    Opportunity,
    Quote,
    Order,
}

/// The documents of a deal so far.
#[derive(Clone, Debug, Default)]
pub struct DealState {
    pub opportunity: Known,
    pub quote: Known,
    pub order: Known,
    /// Invoices issued, without credit notes.
    pub invoices: usize,
}
impl DealState {
    pub fn slot(&mut self, slot: Slot) -> &mut Known {
        match slot {
            Slot::Opportunity => &mut self.opportunity,
            Slot::Quote => &mut self.quote,
            Slot::Order => &mut self.order,
        }
    }
}

/// An issued invoice that is not yet paid.
#[derive(Clone, Debug)]
pub struct Owed {
    pub number: String,
    pub open: Money,
}
