//! The next price list: prepared as a draft, and published.

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{catalog::*, dates::Date, document::Document, ids::PriceBookId, money::Percent, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Prepares the list that follows a price book: a draft with all its prices, changed by a percentage, by row or later.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PriceBookPrepare {
    pub id: PriceBookId,
    /// The present list's name with the first day behind it when left out.
    pub name: Option<String>,
    /// First day of the new prices; the first of next month when left out.
    pub valid_from: Option<Date>,
    /// By how much every amount changes, in per cent; below zero for less.
    pub change_percent: Option<Percent>,
    /// Prices that differ from that, and products that are new.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<PriceEntry>,
}
impl Verb for PriceBookPrepare {
    const NAME: &'static str = "price_book.prepare";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = tx.today_of_org().await?;
        let present: PriceBook = tx.load_along(self.id.raw()).await?;
        let valid_from = self.valid_from.unwrap_or_else(|| today.first_of_month().add_months(1));
        let name = self.name.filter(|name| !name.trim().is_empty());
        let name = name.unwrap_or_else(|| format!("{} ({valid_from})", present.name));
        let mut draft = present.prepare(tx.new_id(), name, valid_from, self.change_percent)?;
        let places: BTreeMap<_, usize> =
            draft.entries.iter().enumerate().map(|(place, entry)| (entry.product, place)).collect();
        let mut seen = BTreeMap::new();
        for (index, entry) in self.entries.into_iter().enumerate() {
            if let Some(first) = seen.insert(entry.product, index) {
                let refusal = Refusal::invalid("price_book_product_twice").with("first", first + 1);
                return Err(refusal.with("second", index + 1).at(format!("entries.{index}.product")).into());
            }
            entry.price.check(&format!("entries.{index}.price"))?;
            match places.get(&entry.product) {
                Some(place) => draft.entries[*place] = entry,
                None => draft.entries.push(entry),
            }
        }
        super::save(tx, &draft).await?;
        tx.emit(CatalogEvent::PriceBookPrepared { price_book: draft.id, from: self.id }, today).await?;
        Ok(Outcome::of(draft.doc_ref()))
    }
}

/// Puts a prepared price book in force from its first day on; the one it was prepared from ends the day before. Quotes keep
/// the prices they were made with, and what was agreed stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PriceBookPublish {
    pub id: PriceBookId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
}
impl Verb for PriceBookPublish {
    const NAME: &'static str = "price_book.publish";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = tx.today_of_org().await?;
        let draft: PriceBook = tx.load_version(self.id, self.version).await?;
        let published = || Refusal::state("price_book_published").with("name", &draft.name);
        let earlier = draft.prepared.ok_or_else(published)?;
        let earlier: PriceBook = tx.load_along(earlier.raw()).await?;
        let (earlier, book) = draft.clone().publish(earlier, today)?;
        tx.save(&earlier).await?;
        super::save(tx, &book).await?;
        tx.emit(CatalogEvent::PriceBookPublished { price_book: book.id, earlier: earlier.id }, today).await?;
        Ok(Outcome::of(book.doc_ref()))
    }
}
