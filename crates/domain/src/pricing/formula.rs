//! Formula: a price that no table says, as an expression in CEL (Common Expression Language) over whole numbers. Amounts
//! are in minor units, so `quantity * 1250` is 12.50 each, and nothing is ever a fraction of a cent.
//!
//! It may use `quantity` (whole units; a fraction is refused), `quantity_micros` (millionths, for fractions), `list_amount`
//! (what the list price gives) and the constants stored with it; the operators
//! of CEL on whole numbers and conditions; `min`, `max`, `div_up` and `div_half_up`. Loops, texts, lists and decimals are
//! refused when the price is saved, and so is what does not fit together: what is saved ends, in a time bounded by its
//! length. Only the parser is another's; types and arithmetic are checked here.

mod compile;
mod run;

use super::{Ask, Inner, Operation, PriceModel, Reading, Trace};
use crate::{
    money::{Money, Rounding},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whatever a formula says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    /// An expression that gives an amount in minor units, such as `500 + quantity * (quantity > 100 ? 80 : 100)`.
    pub formula: String,
    /// Numbers the formula calls by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constants: BTreeMap<String, i64>,
    /// The price behind `list_amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<Inner>,
}

impl Reading for Formula {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        let at = |refusal: Refusal| refusal.at(format!("{place}.formula"));
        let compiled = compile::remembered(&self.formula).map_err(at)?;
        for (name, column) in &compiled.names {
            if !self.knows(name) {
                let refusal = Refusal::invalid("formula_name_unknown").with("name", name).with("column", *column);
                return Err(at(refusal.with("known", self.names().join(", "))));
            }
        }
        Ok(())
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let compiled = compile::remembered(&self.formula)?;
        let list = match &self.list {
            Some(list) if compiled.uses("list_amount") => {
                let exact = list.read(|model| model.amount(&Ask { events: &[], ..*ask }, &mut Trace::off()))?;
                Some(Money::from_decimal(exact, ask.currency, Rounding::HalfUp)?.minor())
            }
            _ => None,
        };
        let minor = run::run(&compiled, &run::Values { ask, constants: &self.constants, list })?;
        if minor < 0 {
            return Err(Refusal::invalid("formula_negative").with("amount", Money::new(minor, ask.currency)));
        }
        let amount = Decimal::new(minor, ask.currency.exponent());
        trace.add("step_formula", amount, || Operation::Formula { formula: self.formula.clone() });
        Ok(amount)
    }
    fn nested(&self) -> Vec<(String, &PriceModel)> {
        self.list.iter().map(|list| ("list".to_string(), &**list)).collect()
    }
}

impl Formula {
    fn names(&self) -> Vec<&str> {
        let list = self.list.is_some().then_some("list_amount");
        run::ALWAYS.iter().copied().chain(list).chain(self.constants.keys().map(String::as_str)).collect()
    }
    fn knows(&self, name: &str) -> bool {
        self.names().contains(&name)
    }
}

#[cfg(test)]
mod tests;
