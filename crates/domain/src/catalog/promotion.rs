//! Promotions as they are kept: the rule, and who used it. The rule itself is `pricing::Promotion`.

use crate::{
    crm::Metadata,
    dates::Date,
    document::*,
    ids::*,
    money::Money,
    pricing::{self, Offer},
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A use of a promotion: one accepted quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Use {
    pub quote: QuoteId,
    pub customer: CustomerId,
    pub on: Date,
    pub amount: Money,
}

/// A promotion, and the coupon that stands for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Promotion {
    pub id: PromotionId,
    pub name: String,
    #[serde(flatten)]
    pub rule: pricing::Promotion,
    /// The quotes that were accepted with it.
    #[serde(default)]
    pub redeemed: Vec<Use>,
    pub archived: Option<Date>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: Metadata,
}

impl Promotion {
    /// A code as it is compared: without spaces around it, in capitals.
    pub fn code_of(typed: &str) -> String {
        typed.trim().to_uppercase()
    }
    /// Refuses what could never be used, and a promotion without a name.
    pub fn check(&self) -> Result<(), Refusal> {
        required("name", &self.name)?;
        // Fields of the rule stand beside the name.
        self.rule.check("").map_err(|refusal| {
            let param = refusal.param.as_deref().unwrap_or_default().trim_start_matches('.').to_string();
            refusal.at(param)
        })
    }
    pub fn archive(self, on: Date) -> Result<Promotion, Refusal> {
        match self.archived {
            None => Ok(Promotion { archived: Some(on), ..self }),
            Some(on) => Err(Refusal::state("promotion_archived").with("code", &self.rule.code).with("on", on)),
        }
    }
    pub fn restore(self) -> Result<Promotion, Refusal> {
        match self.archived {
            Some(_) => Ok(Promotion { archived: None, ..self }),
            None => Err(Refusal::state("promotion_active").with("code", &self.rule.code)),
        }
    }
    fn used_by(&self, customer: CustomerId) -> u32 {
        let count = self.redeemed.iter().filter(|used| used.customer == customer).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }
    /// How it stands for a customer.
    pub fn offer(&self, customer: CustomerId) -> Offer<'_> {
        let used = u32::try_from(self.redeemed.len()).unwrap_or(u32::MAX);
        Offer { promotion: &self.rule, used, used_by_customer: self.used_by(customer) }
    }
    /// Counts a use. Refuses one beyond its limits, and counts the same quote once.
    pub fn redeem(mut self, used: Use) -> Result<Promotion, Refusal> {
        if self.redeemed.iter().any(|before| before.quote == used.quote) {
            return Ok(self);
        }
        let offer = self.offer(used.customer);
        let is_up = |limit: Option<u32>, used: u32| limit.filter(|limit| used >= *limit);
        let limit = is_up(self.rule.uses, offer.used).map(|limit| ("promotion_used_up", limit)).or(is_up(
            self.rule.uses_per_customer,
            offer.used_by_customer,
        )
        .map(|l| ("promotion_used_up_by_customer", l)));
        if let Some((code, limit)) = limit {
            return Err(Refusal::state(code).with("code", &self.rule.code).with("limit", limit));
        }
        self.redeemed.push(used);
        Ok(self)
    }
}

impl Document for Promotion {
    const KIND: Kind = Kind::Promotion;
    const PARTS: &'static [&'static str] = &["redeemed"];
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            number: self.rule.code.clone(),
            title: self.name.clone(),
            state: if self.archived.is_some() { "archived" } else { "active" },
            date: self.rule.from,
            date_due: self.rule.until,
            ..Head::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{money::Currency, pricing::Off};

    fn id<T: From<RawId>>(n: u32) -> T {
        T::from(RawId::default().derive(n))
    }
    fn promotion(uses: Option<u32>, each: Option<u32>) -> Promotion {
        let off = Off::Percent { percent: "10".parse().unwrap() };
        let rule = serde_json::json!({"code": "SUMMER", "version": 1, "uses": uses, "uses_per_customer": each});
        let mut rule = rule;
        let off = serde_json::to_value(off).unwrap();
        rule.as_object_mut().unwrap().extend(off.as_object().unwrap().clone());
        Promotion {
            id: id(1),
            name: "Summer".into(),
            rule: serde_json::from_value(rule).unwrap(),
            redeemed: Vec::new(),
            archived: None,
            metadata: Metadata::new(),
        }
    }
    fn used(quote: u32, customer: u32) -> Use {
        let (on, amount) = (Date::constant(2026, 11, 24), Money::new(100, Currency::EUR));
        Use { quote: id(quote), customer: id(customer), on, amount }
    }

    #[test]
    fn a_use_is_counted_once_and_within_its_limits() {
        let twice = promotion(Some(2), Some(1)).redeem(used(10, 20)).unwrap();
        assert_eq!(twice.clone().redeem(used(10, 20)).unwrap().redeemed.len(), 1, "the same quote counts once");
        let code = |found: Result<Promotion, Refusal>| found.unwrap_err().code;
        assert_eq!(code(twice.clone().redeem(used(11, 20))), "promotion_used_up_by_customer");
        let full = twice.redeem(used(11, 21)).unwrap();
        assert_eq!(code(full.redeem(used(12, 22))), "promotion_used_up");
    }

    #[test]
    fn fields_are_named_as_they_are_typed() {
        let param = |promotion: Promotion| promotion.check().unwrap_err().param.unwrap();
        assert_eq!(param(promotion(Some(0), None)), "uses");
        assert_eq!(param(promotion(Some(1), Some(2))), "uses_per_customer");
        assert_eq!(param(Promotion { name: " ".into(), ..promotion(None, None) }), "name");
    }
}
