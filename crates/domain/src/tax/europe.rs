//! Sales across a border by a seller in the European Union (VAT Directive 2006/112/EC).

use super::{Sale, VatCategory, VatTreatment};
use crate::{
    catalog::{Supply, TaxClass},
    crm::CustomerType,
    money::*,
    org::Country,
    refusal::Refusal,
};

/// Sales of goods and electronic services to consumers in other member states that stay taxed at home, in euro cents a
/// year (art. 59c).
const THRESHOLD: i64 = 1_000_000;

/// Whether a sale is taxed at destination: the sum with the sale itself passes the threshold this year, or the sum of
/// last year did. Refuses other currencies than the euro.
pub fn over_threshold(this_year_before: Money, last_year: Money, sale: Money) -> Result<bool, Refusal> {
    let threshold = Money::new(THRESHOLD, Currency::EUR);
    let with_sale = this_year_before.add(sale)?;
    Ok(with_sale.sub(threshold)?.is_positive() || last_year.sub(threshold)?.is_positive())
}

/// A supply whose destination is another country than the seller's.
pub fn cross_border(sale: &Sale, destination: Country) -> Result<VatTreatment, Refusal> {
    match sale.supply {
        Supply::Goods if destination.is_eu() || sale.northern_ireland => goods_within(sale, destination),
        // Export needs proof that the goods left; for consumers too (art. 146).
        Supply::Goods => Ok(VatTreatment::uncharged(VatCategory::G, sale.tax_point, "vat_export")),
        Supply::Service if destination.is_eu() => service_within(sale, destination),
        Supply::Service => service_outside(sale),
    }
}

fn goods_within(sale: &Sale, destination: Country) -> Result<VatTreatment, Refusal> {
    if sale.has_valid_foreign_number() {
        return Ok(VatTreatment::uncharged(VatCategory::K, sale.tax_point, "vat_intra_community_goods"));
    }
    untaxed_person(sale, destination)
}

fn service_within(sale: &Sale, destination: Country) -> Result<VatTreatment, Refusal> {
    // An exempt service is exempt with or without a number; nothing is there to be shifted.
    if sale.class == TaxClass::Exempt {
        return VatTreatment::charged(sale.seller, sale.class, sale.tax_point, "vat_exempt");
    }
    if sale.has_valid_foreign_number() {
        return Ok(VatTreatment::uncharged(VatCategory::Ae, sale.tax_point, "vat_reverse_charge_services"));
    }
    if sale.digital {
        return untaxed_person(sale, destination);
    }
    // Other services to consumers are taxed where the seller is (art. 45).
    home(sale, "vat_origin_services")
}

/// Consumers, and businesses that showed no valid number: at home below the threshold, else where they are (art. 33, 58, 59c).
fn untaxed_person(sale: &Sale, destination: Country) -> Result<VatTreatment, Refusal> {
    // Great Britain has no rate in the table; Northern Ireland's own would be charged under its one-stop shop number.
    if sale.over_threshold {
        let reason = if sale.is_unverified() { "vat_destination_unverified" } else { "vat_destination" };
        return VatTreatment::charged(destination, sale.class, sale.tax_point, reason);
    }
    home(sale, "vat_origin_below_threshold")
}

fn home(sale: &Sale, reason: &str) -> Result<VatTreatment, Refusal> {
    let reason = if sale.is_unverified() { "vat_origin_unverified" } else { reason };
    VatTreatment::charged(sale.seller, sale.class, sale.tax_point, reason)
}

/// To a business outside the EU the service takes place there (art. 44), as do electronic services to consumers (art. 58
/// and 59); other services to consumers are taxed at home (art. 45).
fn service_outside(sale: &Sale) -> Result<VatTreatment, Refusal> {
    if sale.buyer_type == CustomerType::Consumer && !sale.digital {
        return home(sale, "vat_origin_services");
    }
    Ok(VatTreatment::uncharged(VatCategory::O, sale.tax_point, "vat_outside_scope"))
}
