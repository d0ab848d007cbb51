//! Value added tax: which treatment a sale gets, at which dated rate, and what it adds up to.
//! The treatment and rate are decided at the tax point and pinned with the evidence on the invoice line.

use crate::{dates::*, money::*};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// VAT category of an invoice line, by its UNCL 5305 code (EN 16931 BT-151).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum VatCategory {
    /// Standard or reduced rate.
    S,
    /// Zero rated.
    Z,
    /// Exempt.
    E,
    /// Reverse charge.
    #[serde(rename = "AE")]
    Ae,
    /// Intra-Community supply of goods.
    K,
    /// Export outside the EU.
    G,
    /// Outside the scope of VAT.
    O,
}
impl VatCategory {
    pub fn code(self) -> &'static str {
        match self {
            VatCategory::S => "S",
            VatCategory::Z => "Z",
            VatCategory::E => "E",
            VatCategory::Ae => "AE",
            VatCategory::K => "K",
            VatCategory::G => "G",
            VatCategory::O => "O",
        }
    }
}

/// The decided treatment of a line, with why.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct VatTreatment {
    pub category: VatCategory,
    /// The rate at the tax point; zero for all categories but S.
    pub rate: Percent,
    /// Word key of the rule that decided, such as `vat_domestic`, `vat_intra_community_goods`, `vat_export`.
    pub reason: String,
    /// The date whose rate was taken.
    pub tax_point: Date,
}

/// VAT of one category and rate: summed base, rounded once (EN 16931 BR-CO-17).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VatSubtotal {
    pub category: VatCategory,
    pub rate: Percent,
    pub base: Money,
    pub tax: Money,
}
