//! The lines of a quote: what is offered, what the customer may add, and what only orders the page.

use super::{LineTerms, Quote};
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
}
impl LineKind {
    /// Whether the line has a quantity and a price.
    pub fn is_priced(self) -> bool {
        matches!(self, LineKind::Item | LineKind::Optional | LineKind::Chosen)
    }
    /// Whether the line is part of the price, and of what is ordered.
    pub fn counts(self) -> bool {
        matches!(self, LineKind::Item | LineKind::Chosen)
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
    #[serde(flatten)]
    pub terms: LineTerms,
}
impl QuoteLine {
    pub fn item(no: u32, terms: LineTerms) -> QuoteLine {
        QuoteLine { no, kind: LineKind::Item, terms }
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
