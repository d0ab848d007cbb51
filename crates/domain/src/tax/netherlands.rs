//! Dutch VAT within the Netherlands (Wet op de omzetbelasting 1968).

use super::VatTreatment;
use crate::{catalog::TaxClass, dates::Date, org::Country, refusal::Refusal};

/// A supply in the Netherlands by a Dutch seller. A buyer's VAT number makes no difference here: businesses pay VAT to
/// each other too. Not known: the domestic reverse charge of art. 24b and 24ba (building, scrap, mobile phones).
pub fn domestic(class: TaxClass, on: Date) -> Result<VatTreatment, Refusal> {
    let reason = match class {
        TaxClass::Standard | TaxClass::Reduced => "vat_domestic",
        TaxClass::Zero => "vat_zero",
        TaxClass::Exempt => "vat_exempt",
    };
    VatTreatment::charged(Country::NL, class, on, reason)
}
