//! The next price list: a draft that is copied from one in force, changed by a percentage or row by row, looked at against
//! everything that is open, and then published. Publishing ends the earlier list the day before.

use super::{PriceBook, PriceEntry, PriceModel};
use crate::{
    dates::Date,
    ids::PriceBookId,
    money::{Amount, Currency, Percent},
    refusal::Refusal,
};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value as Json;

/// Fields of price models that hold amounts. Counts, sizes, rates and formulas are no amounts.
const AMOUNTS: &[&str] =
    &["unit_price", "flat", "cap", "amount", "price", "recurring", "fixed", "minimum", "maximum", "spend"];
/// By how much prices may change at once, in per cent.
const CHANGE_MAX: i64 = 1_000;

impl PriceModel {
    /// The same price, every amount in it changed by `percent`; each keeps its places, and has at least those of the
    /// currency. Rates and formulas are no amounts and stay.
    pub fn changed_by(&self, percent: Percent, currency: Currency) -> Result<PriceModel, Refusal> {
        let factor = Decimal::ONE + percent.fraction();
        let too_large =
            || Refusal::invalid("price_change_too_large").with("percent", percent.value()).at("change_percent");
        let mut json = serde_json::to_value(self).map_err(|_| too_large())?;
        scale(&mut json, factor, currency).ok_or_else(too_large)?;
        serde_json::from_value(json).map_err(|_| too_large())
    }
}

fn scale(json: &mut Json, factor: Decimal, currency: Currency) -> Option<()> {
    match json {
        Json::Object(fields) => {
            for (name, value) in fields {
                let amount = value.as_str().filter(|_| AMOUNTS.contains(&name.as_str()));
                match amount.and_then(|text| text.parse::<Decimal>().ok()) {
                    Some(amount) => {
                        let places = amount.scale().max(currency.exponent());
                        let changed = amount.checked_mul(factor)?;
                        let rounded = changed.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
                        *value = serde_json::to_value(Amount(rounded)).ok()?;
                    }
                    None => scale(value, factor, currency)?,
                }
            }
        }
        Json::Array(items) => items.iter_mut().try_for_each(|item| scale(item, factor, currency))?,
        _ => {}
    }
    Some(())
}

impl PriceBook {
    /// A draft of the list that follows this one, every price changed by `change`.
    pub fn prepare(
        &self,
        id: PriceBookId,
        name: String,
        valid_from: Date,
        change: Option<Percent>,
    ) -> Result<PriceBook, Refusal> {
        if let Some(on) = self.archived {
            return Err(Refusal::state("price_book_archived").with("name", &self.name).with("on", on));
        }
        if self.prepared.is_some() {
            return Err(Refusal::state("price_book_not_published").with("name", &self.name));
        }
        self.begins_before(valid_from)?;
        let change = change.unwrap_or(Percent::ZERO);
        if change.value() <= -Decimal::ONE_HUNDRED || change.value() > Decimal::from(CHANGE_MAX) {
            let refusal = Refusal::invalid("price_change_out_of_range").with("percent", change.value());
            return Err(refusal.with("limit", CHANGE_MAX).at("change_percent"));
        }
        let entry = |entry: &PriceEntry| {
            Ok(PriceEntry { product: entry.product, price: entry.price.changed_by(change, self.currency)? })
        };
        Ok(PriceBook {
            id,
            name,
            valid_from,
            valid_until: self.valid_until.filter(|until| *until >= valid_from),
            entries: self.entries.iter().map(entry).collect::<Result<_, Refusal>>()?,
            prepared: Some(self.id),
            archived: None,
            ..self.clone()
        })
    }
    /// Puts a draft in force from its first day on; `earlier`, which it was prepared from, ends the day before. Returns both.
    pub fn publish(self, earlier: PriceBook, today: Date) -> Result<(PriceBook, PriceBook), Refusal> {
        if let Some(on) = self.archived {
            return Err(Refusal::state("price_book_archived").with("name", &self.name).with("on", on));
        }
        if self.prepared != Some(earlier.id) {
            return Err(Refusal::state("price_book_published").with("name", &self.name));
        }
        if self.valid_from < today {
            let refusal = Refusal::invalid("price_book_begins_past").with("from", self.valid_from);
            return Err(refusal.with("today", today).at("valid_from"));
        }
        let published = self.published(&earlier)?;
        Ok((published.0, published.1))
    }
    /// Both lists as they will be once the draft is published, whatever day that is: earlier one first.
    pub fn published(self, earlier: &PriceBook) -> Result<(PriceBook, PriceBook), Refusal> {
        earlier.begins_before(self.valid_from)?;
        let last = self.valid_from.add_days(-1);
        let until = earlier.valid_until.map_or(last, |until| until.min(last));
        let earlier = PriceBook { valid_until: Some(until), ..earlier.clone() };
        Ok((earlier, PriceBook { prepared: None, ..self }))
    }
    fn begins_before(&self, valid_from: Date) -> Result<(), Refusal> {
        if self.valid_from < valid_from {
            return Ok(());
        }
        let refusal = Refusal::invalid("price_book_begins_early").with("name", &self.name);
        Err(refusal.with("earlier", self.valid_from).with("from", valid_from).at("valid_from"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ProductId, RawId};
    use serde_json::json;

    fn id<T: From<RawId>>(n: u32) -> T {
        T::from(RawId::default().derive(n))
    }
    fn price(json: Json) -> PriceModel {
        serde_json::from_value(json).unwrap()
    }
    fn list() -> PriceBook {
        let entry = PriceEntry {
            product: ProductId(RawId::default()),
            price: price(json!({"model": "per_unit", "unit_price": "12.50"})),
        };
        PriceBook {
            id: id(1),
            name: "List 2026".into(),
            currency: Currency::EUR,
            valid_from: Date::constant(2026, 1, 1),
            valid_until: None,
            audience: Default::default(),
            entries: vec![entry],
            prepared: None,
            archived: None,
        }
    }

    #[test]
    fn every_amount_changes_and_nothing_else() {
        let check = |percent: &str, before: Json, after: Json| {
            let changed = price(before).changed_by(percent.parse().unwrap(), Currency::EUR).unwrap();
            assert_eq!(changed, price(after));
        };
        let per_unit = |amount: &str| json!({"model": "per_unit", "unit_price": amount});
        check("3.5", per_unit("12.50"), per_unit("12.94")); // 12.9375
        check("-10", per_unit("0.0333"), per_unit("0.0300")); // 0.02997
        check("10", per_unit("7"), per_unit("7.70"));
        check(
            "10",
            json!({"model": "graduated", "tiers": [{"up_to": "10", "unit_price": "5.00", "flat": "2.00"},
                {"up_to": null, "unit_price": "4.00", "cap": "90.00"}]}),
            json!({"model": "graduated", "tiers": [{"up_to": "10", "unit_price": "5.50", "flat": "2.20"},
                {"up_to": null, "unit_price": "4.40", "cap": "99.00"}]}),
        );
        check(
            "10",
            json!({"model": "ramp", "steps": [{"from": 1, "price": {"model": "package", "size": "6", "price": "9.00"}},
                {"from": 13, "price": per_unit("2.00")}]}),
            json!({"model": "ramp", "steps": [{"from": 1, "price": {"model": "package", "size": "6", "price": "9.90"}},
                {"from": 13, "price": per_unit("2.20")}]}),
        );
        let formula = json!({"model": "formula", "formula": "quantity * 125"});
        check("10", formula.clone(), formula);
    }

    #[test]
    fn a_draft_takes_over_on_its_first_day() {
        let (from, today) = (Date::constant(2026, 12, 1), Date::constant(2026, 11, 24));
        let draft = list().prepare(id(2), "List December".into(), from, "10".parse().ok()).unwrap();
        assert!(!draft.holds_on(from), "nobody is priced by a draft");
        let (earlier, published) = draft.clone().publish(list(), today).unwrap();
        assert_eq!(earlier.valid_until, Some(Date::constant(2026, 11, 30)));
        assert!(earlier.holds_on(Date::constant(2026, 11, 30)) && !earlier.holds_on(from) && published.holds_on(from));
        assert_eq!(published.entries[0].price, price(json!({"model": "per_unit", "unit_price": "13.75"})));
        let code = |result: Result<(PriceBook, PriceBook), Refusal>| result.unwrap_err().code;
        assert_eq!(code(published.publish(list(), today)), "price_book_published");
        assert_eq!(code(draft.clone().publish(list(), Date::constant(2026, 12, 2))), "price_book_begins_past");
        let late = PriceBook { valid_from: from, ..list() };
        assert_eq!(code(draft.clone().publish(late, today)), "price_book_begins_early");
        let other = PriceBook { id: id(9), ..list() };
        assert_eq!(code(draft.publish(other, today)), "price_book_published");
    }

    #[test]
    fn what_cannot_be_prepared_says_why() {
        let prepare = |book: PriceBook, from: Date, percent: &str| {
            book.prepare(id(2), "Next".into(), from, percent.parse().ok()).unwrap_err().code
        };
        let from = Date::constant(2026, 12, 1);
        assert_eq!(prepare(list(), Date::constant(2026, 1, 1), "1"), "price_book_begins_early");
        assert_eq!(prepare(list(), from, "-100"), "price_change_out_of_range");
        assert_eq!(prepare(list(), from, "1000.1"), "price_change_out_of_range");
        assert_eq!(prepare(PriceBook { archived: Some(from), ..list() }, from, "1"), "price_book_archived");
        assert_eq!(prepare(PriceBook { prepared: Some(id(1)), ..list() }, from, "1"), "price_book_not_published");
    }
}
