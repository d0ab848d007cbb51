//! Price books: which prices may be written down, and which price holds on a day.

use super::{PriceBook, PriceModel};
use crate::{dates::Date, document::required, ids::ProductId, money::Currency, refusal::Refusal};
use std::collections::BTreeMap;

impl PriceBook {
    /// Refuses a book without a name, that ends before it begins, holds a product twice, or a price that cannot be read.
    pub fn check(&self) -> Result<(), Refusal> {
        required("name", &self.name)?;
        if let Some(until) = self.valid_until.filter(|until| *until < self.valid_from) {
            let refusal = Refusal::invalid("price_book_ends_early").with("from", self.valid_from).with("until", until);
            return Err(refusal.at("valid_until"));
        }
        let mut seen: BTreeMap<ProductId, usize> = BTreeMap::new();
        for (index, entry) in self.entries.iter().enumerate() {
            if let Some(first) = seen.insert(entry.product, index) {
                let refusal = Refusal::invalid("price_book_product_twice").with("first", first + 1);
                return Err(refusal.with("second", index + 1).at(format!("entries.{index}.product")));
            }
            entry.price.check(&format!("entries.{index}.price"))?;
        }
        Ok(())
    }
    /// Whether its prices hold on that day: from `valid_from` up to and including `valid_until`, unless archived.
    pub fn holds_on(&self, on: Date) -> bool {
        self.archived.is_none()
            && self.prepared.is_none()
            && self.valid_from <= on
            && self.valid_until.is_none_or(|until| on <= until)
    }
    /// Refuses prices in another currency, and prices that do not hold on that day; `place` is where the book was chosen.
    pub fn usable(&self, currency: Currency, on: Date, place: &str) -> Result<(), Refusal> {
        let refuse = |code| Refusal::invalid(code).with("name", &self.name).at(place);
        if self.currency != currency {
            let refusal = refuse("price_book_currency_differs").with("book", self.currency.code());
            return Err(refusal.with("quote", currency.code()));
        }
        if !self.holds_on(on) {
            return Err(refuse("price_book_not_in_force").with("on", on));
        }
        Ok(())
    }
    /// The price of a product on that day, or `None` when the book has none or does not hold then.
    pub fn price_of(&self, product: ProductId, on: Date) -> Option<&PriceModel> {
        let entry = self.entries.iter().find(|entry| entry.product == product)?;
        self.holds_on(on).then_some(&entry.price)
    }
    pub fn archive(self, today: Date) -> Result<PriceBook, Refusal> {
        match self.archived {
            Some(on) => Err(Refusal::state("price_book_archived").with("name", &self.name).with("on", on)),
            None => Ok(PriceBook { archived: Some(today), ..self }),
        }
    }
    pub fn restore(self) -> Result<PriceBook, Refusal> {
        match self.archived {
            Some(_) => Ok(PriceBook { archived: None, ..self }),
            None => Err(Refusal::state("price_book_not_archived").with("name", &self.name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalog::{PriceEntry, Tier},
        ids::*,
        money::{Amount, Currency},
    };

    fn tiers(table: &[(Option<&str>, &str)]) -> Vec<Tier> {
        let tier = |(up_to, price): &(Option<&str>, &str)| Tier {
            up_to: up_to.map(|q| q.parse().unwrap()),
            unit_price: price.parse().unwrap(),
            ..Tier::default()
        };
        table.iter().map(tier).collect()
    }
    fn product(n: u32) -> ProductId {
        ProductId(RawId::default().derive(n))
    }
    fn book(prices: Vec<PriceModel>) -> PriceBook {
        let entry = |(n, price)| PriceEntry { product: product(n), price };
        PriceBook {
            id: PriceBookId(RawId::default()),
            name: "List 2026".into(),
            currency: Currency::EUR,
            valid_from: Date::constant(2026, 1, 1),
            valid_until: Some(Date::constant(2026, 12, 31)),
            audience: Default::default(),
            entries: (0u32..).zip(prices).map(entry).collect(),
            prepared: None,
            archived: None,
        }
    }
    fn per_unit(price: &str) -> PriceModel {
        PriceModel::PerUnit { unit_price: price.parse::<Amount>().unwrap() }
    }
    fn check(price: PriceModel, expected: Option<(&str, &str)>) {
        let refusal = book(vec![per_unit("1"), price]).check().err();
        assert_eq!(refusal.as_ref().map(|r| (r.code, r.param.as_deref().unwrap())), expected);
    }

    #[test]
    fn tier_tables_ascend_and_end_open() {
        let graduated = |table: &[(Option<&str>, &str)]| PriceModel::Graduated { tiers: tiers(table) };
        check(per_unit("0"), None);
        check(per_unit("-0.01"), Some(("price_negative", "entries.1.price.unit_price")));
        check(graduated(&[(None, "1")]), None);
        check(graduated(&[(Some("10"), "2"), (Some("10.5"), "1"), (None, "0")]), None);
        check(graduated(&[]), Some(("tiers_missing", "entries.1.price.tiers")));
        let place = "entries.1.price.tiers.1";
        check(graduated(&[(Some("10"), "2"), (Some("10"), "1"), (None, "1")]), Some(("tier_not_ascending", place)));
        check(graduated(&[(Some("10"), "2"), (None, "1"), (None, "1")]), Some(("tier_open_in_between", place)));
        check(graduated(&[(Some("10"), "2"), (Some("20"), "1")]), Some(("tier_last_not_open", place)));
        check(graduated(&[(Some("10"), "2"), (None, "-1")]), Some(("price_negative", place)));
        check(
            PriceModel::Volume { tiers: tiers(&[(Some("0"), "2"), (None, "1")]) },
            Some(("tier_not_ascending", "entries.1.price.tiers.0")),
        );
    }

    #[test]
    fn a_product_stands_once_and_the_book_ends_after_it_begins() {
        let mut twice = book(vec![per_unit("1"), per_unit("2"), per_unit("3")]);
        twice.entries[2].product = product(0);
        let refusal = twice.check().unwrap_err();
        let place = refusal.param.as_deref();
        assert_eq!((refusal.code, place), ("price_book_product_twice", Some("entries.2.product")));
        let early = PriceBook { valid_until: Some(Date::constant(2025, 12, 31)), ..book(vec![]) };
        assert_eq!(early.check().unwrap_err().code, "price_book_ends_early");
        let one_day = PriceBook { valid_until: Some(Date::constant(2026, 1, 1)), ..book(vec![]) };
        one_day.check().unwrap();
    }

    #[test]
    fn an_expired_or_foreign_book_is_refused() {
        let check = |currency: &str, on: Date, code: Option<&str>| {
            let found = book(vec![]).usable(currency.parse().unwrap(), on, "price_book").err();
            assert_eq!(found.as_ref().map(|refusal| refusal.code), code, "{currency} {on}");
        };
        check("EUR", Date::constant(2026, 12, 31), None);
        check("EUR", Date::constant(2027, 1, 1), Some("price_book_not_in_force"));
        check("EUR", Date::constant(2025, 12, 31), Some("price_book_not_in_force"));
        check("USD", Date::constant(2026, 6, 1), Some("price_book_currency_differs"));
    }

    #[test]
    fn a_price_holds_between_its_days() {
        let book = book(vec![per_unit("12.50")]);
        let check = |book: &PriceBook, n: u32, on: Date, there: bool| {
            assert_eq!(book.price_of(product(n), on).is_some(), there, "{on}");
        };
        check(&book, 0, Date::constant(2025, 12, 31), false);
        check(&book, 0, Date::constant(2026, 1, 1), true);
        check(&book, 0, Date::constant(2026, 12, 31), true);
        check(&book, 0, Date::constant(2027, 1, 1), false);
        check(&book, 1, Date::constant(2026, 6, 1), false);
        let endless = PriceBook { valid_until: None, ..book.clone() };
        check(&endless, 0, Date::constant(2099, 1, 1), true);
        let archived = endless.archive(Date::constant(2026, 2, 1)).unwrap();
        check(&archived, 0, Date::constant(2026, 6, 1), false);
    }
}
