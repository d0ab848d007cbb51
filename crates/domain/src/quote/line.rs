//! The lines of a quote: what is offered, what the customer may add, and what only orders the page.

use super::{Alternative, LineTerms, QuantityRange, Quote};
use crate::{catalog::*, money::*};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a line is on the page, and whether it is part of the price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Offered, and part of the price.
    #[default]
    Item,
    /// Offered beside the price: counts once it is chosen.
    Optional,
    /// An optional line that was chosen.
    Chosen,
    /// The heading of a section; no price.
    Heading,
    /// A remark between the lines; no price.
    Note,
    /// Offered in place of other lines: counts once its alternative is the one that was chosen.
    Alternative,
    /// Offered, and left out by a customer who accepted the rest.
    Declined,
}
impl LineKind {
    /// Whether the line has a quantity and a price.
    pub fn is_priced(self) -> bool {
        !matches!(self, LineKind::Heading | LineKind::Note)
    }
    /// Whether the line is part of the price, and of what is ordered.
    pub fn counts(self) -> bool {
        matches!(self, LineKind::Item | LineKind::Chosen)
    }
    /// Whether the line has a price without being part of the whole: it is priced as if it stood alone.
    pub fn is_apart(self) -> bool {
        self.is_priced() && !self.counts()
    }
    pub fn is_item(&self) -> bool {
        *self == LineKind::Item
    }
}

/// A line of a quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteLine {
    pub no: u32,
    #[serde(default, skip_serializing_if = "LineKind::is_item")]
    pub kind: LineKind,
    /// The alternative it belongs to: lines of the same one are chosen together, in place of those of another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternative: Option<Alternative>,
    /// Within which bounds the customer may order another quantity; without it the quantity stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_quantity: Option<QuantityRange>,
    #[serde(flatten)]
    pub terms: LineTerms,
}
impl QuoteLine {
    pub fn new(no: u32, kind: LineKind, terms: LineTerms) -> QuoteLine {
        QuoteLine { no, kind, alternative: None, customer_quantity: None, terms }
    }
    pub fn item(no: u32, terms: LineTerms) -> QuoteLine {
        QuoteLine::new(no, LineKind::Item, terms)
    }
}

impl LineTerms {
    /// The terms of a heading or a note: its text, and nothing to pay.
    pub fn words(description: String, currency: Currency) -> LineTerms {
        LineTerms {
            product: None,
            description,
            quantity: Quantity::ZERO,
            unit: "C62".into(),
            price: PriceModel::PerUnit { unit_price: Amount::ZERO },
            discount: None,
            supply: Supply::Service,
            tax_class: TaxClass::default(),
            charging: Charging::default(),
            term: None,
            recognition: Recognition::default(),
            standalone: None,
            cost: None,
            net: Money::zero(currency),
            later: Vec::new(),
            parts: Vec::new(),
        }
    }
}

impl Quote {
    /// The lines that are part of the price and of what is ordered.
    pub fn agreed(&self) -> impl Iterator<Item = &QuoteLine> {
        self.lines.iter().filter(|line| line.kind.counts())
    }
}
