//! Value added tax: which treatment a sale gets, at which dated rate, and what it adds up to.
//! The treatment and rate are decided at the tax point and pinned with the evidence on the invoice line.
//! To add a country: its rates in `rates.csv`; if it has rules of its own, one file beside `netherlands` and a line in `treatment`.

mod amounts;
mod europe;
mod netherlands;
mod rates;

pub use amounts::{in_accounting_currency, split_gross, totals};
pub use europe::over_threshold;
pub use rates::rate;

use crate::{catalog::*, crm::*, dates::*, money::*, org::*, refusal::Refusal};
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
    pub const ALL: [VatCategory; 7] = [
        VatCategory::S,
        VatCategory::Z,
        VatCategory::E,
        VatCategory::Ae,
        VatCategory::K,
        VatCategory::G,
        VatCategory::O,
    ];
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
    pub fn parse(code: &str) -> Option<VatCategory> {
        VatCategory::ALL.into_iter().find(|c| c.code() == code)
    }
    /// Whether the invoice must say why no VAT is charged (BR-E/AE/IC/G/O-10); for the others it must not (BR-S/Z-10).
    pub fn needs_reason(self) -> bool {
        !matches!(self, VatCategory::S | VatCategory::Z)
    }
    /// Whether a rate is written at all, be it zero (BR-O-05).
    pub fn carries_rate(self) -> bool {
        self != VatCategory::O
    }
    /// Whether the seller's VAT number must be on the invoice (BR-*-02).
    pub fn needs_seller_vat(self) -> bool {
        self != VatCategory::O
    }
    /// Whether the buyer's VAT number must be on the invoice (BR-AE-02, BR-IC-02).
    pub fn needs_buyer_vat(self) -> bool {
        matches!(self, VatCategory::Ae | VatCategory::K)
    }
    /// The words an invoice must carry where no VAT is charged (VAT Directive 2006/112 art. 226(11) and 226(11a), Wet OB
    /// art. 35a); part of the document, not of the program's own words.
    pub fn legal_mention(self, language: Language) -> Option<&'static str> {
        match (self, language) {
            (VatCategory::S | VatCategory::Z, _) => None,
            (VatCategory::E, Language::Nl) => Some("Vrijgesteld van btw"),
            (VatCategory::E, Language::En) => Some("Exempt from VAT"),
            (VatCategory::Ae, Language::Nl) => Some("Btw verlegd"),
            (VatCategory::Ae, Language::En) => Some("Reverse charge"),
            (VatCategory::K, Language::Nl) => Some("Intracommunautaire levering"),
            (VatCategory::K, Language::En) => Some("Intra-community supply"),
            (VatCategory::G, Language::Nl) => Some("Uitvoer buiten de EU"),
            (VatCategory::G, Language::En) => Some("Export outside the EU"),
            (VatCategory::O, Language::Nl) => Some("Niet aan Nederlandse btw onderworpen"),
            (VatCategory::O, Language::En) => Some("Not subject to VAT"),
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
    /// Whose VAT is charged; absent when none is. Equal rates of two countries would hide a wrong one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
}
impl VatTreatment {
    fn charged(country: Country, class: TaxClass, on: Date, reason: &str) -> Result<VatTreatment, Refusal> {
        let category = match class {
            TaxClass::Standard | TaxClass::Reduced => VatCategory::S,
            TaxClass::Zero => VatCategory::Z,
            TaxClass::Exempt => VatCategory::E,
        };
        let rate = rate(country, class, on)?;
        Ok(VatTreatment { category, rate, reason: reason.to_string(), tax_point: on, country: Some(country) })
    }
    pub(crate) fn uncharged(category: VatCategory, on: Date, reason: &str) -> VatTreatment {
        VatTreatment { category, rate: Percent::ZERO, reason: reason.to_string(), tax_point: on, country: None }
    }
    /// Whether the VAT goes to another member state by way of the one-stop shop.
    pub fn is_one_stop_shop(&self) -> bool {
        self.reason.starts_with("vat_destination")
    }
    /// Whether it counts for the threshold of distance sales: taxed at destination, or at home only because it is not reached.
    pub fn counts_for_threshold(&self) -> bool {
        self.is_one_stop_shop() || self.reason == "vat_origin_below_threshold"
    }
    /// Whether a VAT number was given but not (yet) found valid, so that the sale was taxed: check again.
    pub fn is_provisional(&self) -> bool {
        self.reason.ends_with("_unverified")
    }
}

/// VAT of one category and rate: summed base, rounded once (EN 16931 BR-CO-17).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VatSubtotal {
    pub category: VatCategory,
    pub rate: Percent,
    pub base: Money,
    pub tax: Money,
}

/// The facts that decide the VAT on a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Sale<'a> {
    pub seller: Country,
    /// Where the buyer is established; decides for services.
    pub buyer: Country,
    /// Where goods arrive; decides for goods.
    pub ship_to: Country,
    /// Goods that arrive in Northern Ireland count as if it were in the EU (prefix XI).
    pub northern_ireland: bool,
    pub buyer_type: CustomerType,
    pub buyer_vat: Option<&'a str>,
    pub buyer_vat_check: Option<&'a VatCheck>,
    pub supply: Supply,
    /// An electronic service, which for consumers is taxed where they live (VAT Directive art. 58).
    pub digital: bool,
    pub class: TaxClass,
    pub tax_point: Date,
    /// Whether sales to consumers elsewhere in the EU have passed 10,000 euro, or the seller chose to be taxed there.
    pub over_threshold: bool,
}

impl<'a> Sale<'a> {
    /// The sale of a line of an entity to a customer, below the threshold and not digital unless said afterwards.
    pub fn new(seller: &Entity, buyer: &'a Customer, (supply, class): (Supply, TaxClass), tax_point: Date) -> Sale<'a> {
        let delivery = buyer.delivery_address.as_ref().unwrap_or(&buyer.address);
        Sale {
            seller: seller.address.country,
            buyer: buyer.address.country,
            ship_to: delivery.country,
            northern_ireland: is_northern_ireland(delivery),
            buyer_type: buyer.customer_type,
            buyer_vat: buyer.vat_number.as_deref(),
            buyer_vat_check: buyer.vat_check.as_ref(),
            supply,
            digital: false,
            class,
            tax_point,
            over_threshold: false,
        }
    }

    /// Whether the buyer is a business of another member state: a number of another state, checked and found valid.
    /// A register that did not answer leaves no check: neither valid nor invalid, so the sale is taxed and checked again.
    fn has_valid_foreign_number(&self) -> bool {
        let foreign = self.buyer_vat.is_some_and(|number| !number.starts_with(self.seller.vat_prefix()));
        let usable = self.supply == Supply::Goods || self.buyer_vat.is_some_and(|number| !number.starts_with("XI"));
        foreign && usable && self.buyer_vat_check.is_some_and(|check| check.valid)
    }
    fn is_unverified(&self) -> bool {
        self.buyer_vat.is_some() && self.buyer_vat_check.is_none()
    }
}

/// Postcodes of Northern Ireland begin with BT.
fn is_northern_ireland(address: &Address) -> bool {
    address.country.code() == "GB" && address.postal_code.trim().to_ascii_uppercase().starts_with("BT")
}

/// Decides category and rate. Refuses a seller outside the EU and a date or country whose rate is not known.
pub fn treatment(sale: &Sale) -> Result<VatTreatment, Refusal> {
    if !sale.seller.is_eu() {
        return Err(Refusal::invalid("vat_seller_country_unsupported").with("country", sale.seller.code()));
    }
    let destination = if sale.supply == Supply::Goods { sale.ship_to } else { sale.buyer };
    if destination == sale.seller {
        return match sale.seller {
            Country::NL => netherlands::domestic(sale.class, sale.tax_point),
            other => VatTreatment::charged(other, sale.class, sale.tax_point, "vat_domestic"),
        };
    }
    europe::cross_border(sale, destination)
}

#[cfg(test)]
mod tests {
    use super::*;

    static VALID: VatCheck = VatCheck { at: Timestamp(0), valid: true, reference: String::new() };

    /// Seller NL, standard rate, 2026; `to` is where the buyer is and the goods go; `vat` a checked, valid number.
    fn sale<'a>(to: &str, supply: Supply, vat: Option<&'a str>) -> Sale<'a> {
        let to: Country = to.parse().unwrap();
        Sale {
            seller: Country::NL,
            buyer: to,
            ship_to: to,
            northern_ireland: false,
            buyer_type: if vat.is_some() { CustomerType::Business } else { CustomerType::Consumer },
            buyer_vat: vat,
            buyer_vat_check: vat.map(|_| &VALID),
            supply,
            digital: false,
            class: TaxClass::Standard,
            tax_point: Date::constant(2026, 5, 1),
            over_threshold: false,
        }
    }
    fn check(sale: Sale, category: &str, rate: &str, reason: &str) {
        let got = treatment(&sale).unwrap();
        let got = (got.category.code(), got.rate, got.reason.as_str());
        assert_eq!(got, (category, rate.parse().unwrap(), reason), "{sale:?}");
    }

    #[test]
    fn within_the_netherlands_a_number_makes_no_difference() {
        check(sale("NL", Supply::Goods, Some("NL004495445B01")), "S", "21", "vat_domestic");
        check(sale("NL", Supply::Service, None), "S", "21", "vat_domestic");
        check(Sale { class: TaxClass::Reduced, ..sale("NL", Supply::Goods, None) }, "S", "9", "vat_domestic");
        check(Sale { class: TaxClass::Zero, ..sale("NL", Supply::Goods, None) }, "Z", "0", "vat_zero");
        check(Sale { class: TaxClass::Exempt, ..sale("NL", Supply::Service, None) }, "E", "0", "vat_exempt");
    }

    #[test]
    fn goods_follow_where_they_go() {
        check(sale("GR", Supply::Goods, Some("EL023456780")), "K", "0", "vat_intra_community_goods");
        // A German buyer who collects in the Netherlands pays Dutch VAT.
        let collected = Sale { ship_to: Country::NL, ..sale("DE", Supply::Goods, Some("DE136695976")) };
        check(collected, "S", "21", "vat_domestic");
        // A Dutch number is no number of another member state.
        let dutch_number = sale("DE", Supply::Goods, Some("NL004495445B01"));
        check(dutch_number, "S", "21", "vat_origin_below_threshold");
        check(sale("US", Supply::Goods, None), "G", "0", "vat_export");
        check(sale("GB", Supply::Goods, Some("GB123456789")), "G", "0", "vat_export");
        let belfast = Sale { northern_ireland: true, ..sale("GB", Supply::Goods, Some("XI123456789")) };
        check(belfast, "K", "0", "vat_intra_community_goods");
    }

    #[test]
    fn services_follow_the_buyer() {
        check(sale("DE", Supply::Service, Some("DE136695976")), "AE", "0", "vat_reverse_charge_services");
        // Northern Ireland is in the EU for goods alone.
        check(sale("GB", Supply::Service, Some("XI123456789")), "O", "0", "vat_outside_scope");
        check(sale("BE", Supply::Service, None), "S", "21", "vat_origin_services");
        check(sale("US", Supply::Service, None), "S", "21", "vat_origin_services");
        check(Sale { digital: true, ..sale("US", Supply::Service, None) }, "O", "0", "vat_outside_scope");
    }

    #[test]
    fn consumers_elsewhere_in_the_union_count_towards_the_threshold() {
        let over = |to| Sale { over_threshold: true, digital: true, ..sale(to, Supply::Service, None) };
        check(Sale { over_threshold: false, ..over("DE") }, "S", "21", "vat_origin_below_threshold");
        check(over("DE"), "S", "19", "vat_destination");
        check(Sale { over_threshold: true, ..sale("FI", Supply::Goods, None) }, "S", "25.5", "vat_destination");
        // Rates of NL and BE are equal: only the country shows where the tax goes.
        assert_eq!(treatment(&over("BE")).unwrap().country, "BE".parse().ok());
        let eur = |n| Money::new(n, Currency::EUR);
        for (before, last, sale, over) in [(0, 0, 1_000_000, false), (1, 0, 1_000_000, true), (0, 1_000_001, 1, true)] {
            assert_eq!(over_threshold(eur(before), eur(last), eur(sale)).unwrap(), over);
        }
    }

    #[test]
    fn a_register_that_did_not_answer_is_no_yes() {
        let unverified = Sale { buyer_vat_check: None, ..sale("DE", Supply::Goods, Some("DE136695976")) };
        check(unverified.clone(), "S", "21", "vat_origin_unverified");
        assert!(treatment(&unverified).unwrap().is_provisional());
        let refused = VatCheck { valid: false, ..VALID.clone() };
        check(Sale { buyer_vat_check: Some(&refused), ..unverified }, "S", "21", "vat_origin_below_threshold");
    }

    #[test]
    fn a_seller_outside_the_union_is_refused() {
        let sale = Sale { seller: "US".parse().unwrap(), ..sale("NL", Supply::Goods, None) };
        assert_eq!(treatment(&sale).unwrap_err().code, "vat_seller_country_unsupported");
    }
}
