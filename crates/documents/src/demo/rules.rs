//! The rules of `rules.json`. Shares are in thousandths.

use super::Weighted;
use domain::{dates::Date, money::*};
use serde::Deserialize;

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Words {
    pub en: String,
    pub nl: String,
}
impl Words {
    pub fn in_language(&self, language: domain::org::Language) -> &str {
        match language {
            domain::org::Language::En => &self.en,
            domain::org::Language::Nl => &self.nl,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Says what this is.
    pub label: String,
    /// The last day of the demo's business time.
    pub clock_end: Date,
    pub quote: QuoteRules,
    pub contract: ContractRules,
    pub support: SupportRules,
    pub instalments: InstalmentRules,
    pub installation: InstallationRules,
    pub delivery: DeliveryRules,
    pub invoice: InvoiceRules,
    pub credit_note: CreditRules,
    pub payment: PaymentRules,
    pub lost_reasons: Vec<LostReason>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteRules {
    pub days_before_close: [i64; 2],
    pub valid_days: i64,
    /// Lost deals that had a quote, which was declined.
    pub lost_with_quote: u64,
    /// Open deals with a known customer that have a quote out.
    pub open_with_quote: u64,
    /// Days from the quote of an open deal to the end of the demo.
    pub days_before_end: [i64; 2],
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractRules {
    pub days_until_signed: [i64; 2],
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportRules {
    pub share: u64,
    pub years: Vec<Weighted<u32>>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstalmentRules {
    pub share: u64,
    /// Only deals of more than this.
    pub above: Amount,
    pub counts: Vec<Weighted<u32>>,
}

/// Deals that include installation are delivered in two parts.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstallationRules {
    pub share: u64,
    /// Only deals of at least this.
    pub from: Amount,
    pub hours: [i64; 2],
    /// Hours done when the hardware comes.
    pub first_hours: [i64; 2],
    pub days_until_rest: [i64; 2],
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryRules {
    pub lead_days: [i64; 2],
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceRules {
    /// Invoiced when the contract is signed.
    pub ahead_of_delivery: u64,
    pub days_after_delivery: [i64; 2],
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditRules {
    pub share: u64,
    pub days_after_invoice: [i64; 2],
    pub kinds: Vec<CreditKind>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct CreditKind {
    pub weight: u64,
    /// Of the invoice.
    pub percent: Percent,
    /// The customer pays what is left; otherwise the whole was paid and the credit is paid back.
    pub before_payment: bool,
    #[serde(flatten)]
    pub reason: Words,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentRules {
    pub partial: u64,
    pub partial_percent: Vec<Weighted<u32>>,
    /// Of the partial payers, those who pay the rest later.
    pub partial_rest_paid: u64,
    pub days_until_rest: [i64; 2],
    pub over: u64,
    /// How much too much; 100 is paid twice.
    pub over_percent: Vec<Weighted<u32>>,
    pub never: u64,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct LostReason {
    pub weight: u64,
    #[serde(flatten)]
    pub words: Words,
}
