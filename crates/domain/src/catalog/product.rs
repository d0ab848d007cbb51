//! What a product must have, and how it leaves the catalogue.

use super::*;
use crate::{document::required, identifiers::codes, refusal::Refusal};

/// Refuses a negative amount; `field` names it.
pub(crate) fn not_negative(field: &str, amount: Option<Money>) -> Result<(), Refusal> {
    match amount.filter(Money::is_negative) {
        Some(amount) => Err(Refusal::invalid("amount_negative").with("amount", amount).at(field)),
        None => Ok(()),
    }
}

/// Refuses a unit that no invoice may name (UN/ECE Recommendations 20 and 21, BR-CL-23); `field` is its path.
pub(crate) fn known_unit(field: &str, unit: &str) -> Result<(), Refusal> {
    required("unit", unit).map_err(|refusal| refusal.at(field))?;
    match codes::is_unit(unit) {
        true => Ok(()),
        false => Err(Refusal::invalid("unit_unknown").with("given", unit).at(field)),
    }
}

/// Longest time until delivery, in days.
const LEAD_TIME_MAX: u32 = 3_650;

impl Product {
    /// One of which nothing is said yet.
    pub fn blank(id: ProductId) -> Product {
        Product {
            id,
            sku: String::new(),
            name: String::new(),
            description: None,
            unit: String::new(),
            supply: Supply::default(),
            tax_class: TaxClass::default(),
            charging: Charging::default(),
            recognition: Recognition::default(),
            cost: None,
            standalone_price: None,
            series: None,
            lead_time_days: None,
            bundle: None,
            archived: None,
            metadata: Metadata::new(),
        }
    }
    /// Refuses a product that could not stand on a line.
    pub fn check(&self) -> Result<(), Refusal> {
        if let Some(days) = self.lead_time_days.filter(|days| *days > LEAD_TIME_MAX) {
            let refusal = Refusal::invalid("lead_time_too_long").with("days", days).with("limit", LEAD_TIME_MAX);
            return Err(refusal.at("lead_time_days"));
        }
        required("sku", &self.sku)?;
        required("name", &self.name)?;
        known_unit("unit", &self.unit)?;
        not_negative("cost", self.cost)?;
        not_negative("standalone_price", self.standalone_price)
    }
    /// Takes it out of the lists to choose from; lines that hold it keep their terms.
    pub fn archive(self, today: Date) -> Result<Product, Refusal> {
        match self.archived {
            Some(on) => Err(Refusal::state("product_archived").with("sku", &self.sku).with("on", on)),
            None => Ok(Product { archived: Some(today), ..self }),
        }
    }
    pub fn restore(self) -> Result<Product, Refusal> {
        match self.archived {
            Some(_) => Ok(Product { archived: None, ..self }),
            None => Err(Refusal::state("product_not_archived").with("sku", &self.sku)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::*, money::Currency};

    fn chair() -> Product {
        Product {
            id: ProductId(RawId::default()),
            sku: "CHAIR-1".into(),
            name: "Chair".into(),
            description: None,
            unit: "C62".into(),
            supply: Default::default(),
            tax_class: Default::default(),
            charging: Default::default(),
            recognition: Default::default(),
            cost: Some(Money::new(4_500, Currency::EUR)),
            standalone_price: None,
            series: None,
            lead_time_days: None,
            bundle: None,
            archived: None,
            metadata: Default::default(),
        }
    }

    #[test]
    fn a_product_can_stand_on_a_line() {
        chair().check().unwrap();
        let check = |product: Product, code: &str, param: &str| {
            let refusal = product.check().unwrap_err();
            assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some(param)));
        };
        check(Product { sku: " ".into(), ..chair() }, "value_missing", "sku");
        check(Product { unit: "".into(), ..chair() }, "value_missing", "unit");
        check(Product { unit: "piece".into(), ..chair() }, "unit_unknown", "unit");
        let minus = Some(Money::new(-1, Currency::EUR));
        check(Product { cost: minus, ..chair() }, "amount_negative", "cost");
        check(Product { standalone_price: minus, ..chair() }, "amount_negative", "standalone_price");
        check(Product { lead_time_days: Some(3_651), ..chair() }, "lead_time_too_long", "lead_time_days");
    }

    #[test]
    fn archived_once_restored_once() {
        let archived = chair().archive(Date::constant(2026, 11, 24)).unwrap();
        assert_eq!(archived.clone().archive(Date::constant(2026, 11, 25)).unwrap_err().code, "product_archived");
        assert_eq!(archived.restore().unwrap().restore().unwrap_err().code, "product_not_archived");
    }
}
