//! The price books of one buyer, looked at once for all the products of a document: which hold, which comes first, and why
//! the others do not.

use super::{
    Buyer, Considered, Listed, PriceBook, PriceModel,
    choice::{Rank, best, rank},
};
use crate::{ids::ProductId, pricing::NotApplied, refusal::Refusal};
use std::{collections::BTreeMap, sync::Arc};

/// Where the prices of a document come from.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    fitting: Vec<Arc<ReadBook>>,
    idle: Vec<Considered>,
}

/// A book that was read whole, with its products found at once.
#[derive(Clone, Debug)]
pub struct ReadBook {
    rank: Rank,
    book: PriceBook,
    version: u32,
    /// Where each product stands among the entries.
    places: BTreeMap<ProductId, usize>,
}

/// A price with the book it is from, and the books that would hold but do not give it.
#[derive(Clone, Debug)]
pub struct Sourced<'a> {
    pub book: &'a PriceBook,
    pub version: u32,
    pub price: &'a PriceModel,
    pub not_applied: Vec<Considered>,
}

impl Sources {
    /// Of all the books there are, with their versions; those that do not hold need no entries.
    pub fn of(buyer: &Buyer, books: impl IntoIterator<Item = (PriceBook, u32)>) -> Sources {
        let mut sources = Sources::default();
        for (book, version) in books {
            match book.hindrance(buyer) {
                Some(reason) => sources.idle.push(Considered { book: book.id, version, reason }),
                None => sources.fitting.push(Arc::new(ReadBook::of(book, version))),
            }
        }
        sources
    }
    /// Of books that were read before, for one buyer after another.
    pub fn among(buyer: &Buyer, books: &[Arc<ReadBook>]) -> Sources {
        let fitting = books.iter().filter(|read| read.book.hindrance(buyer).is_none()).cloned().collect();
        Sources { fitting, idle: Vec::new() }
    }
    /// One book that was chosen by name.
    pub fn named(book: PriceBook, version: u32) -> Sources {
        Sources { fitting: vec![Arc::new(ReadBook::of(book, version))], idle: Vec::new() }
    }
    /// The price of a product, or `None` when no book has one. Refuses two books of which neither comes first.
    pub fn price(&self, product: ProductId) -> Result<Option<Sourced<'_>>, Refusal> {
        let (mut fitting, mut not_applied) = (Vec::new(), Vec::new());
        for source in &self.fitting {
            let (book, version) = (&source.book, source.version);
            match source.price(product) {
                Some(price) => fitting.push((source.rank, Listed { book, version }, price)),
                None => not_applied.push(Considered { book: book.id, version, reason: NotApplied::NoPrice }),
            }
        }
        let (chosen, behind) = best(fitting)?;
        not_applied.extend(behind);
        Ok(chosen.map(|(listed, price)| Sourced { book: listed.book, version: listed.version, price, not_applied }))
    }
    /// The books that do not hold for this buyer, currency and day.
    pub fn idle(&self) -> &[Considered] {
        &self.idle
    }
    /// Whether no book holds at all.
    pub fn is_empty(&self) -> bool {
        self.fitting.is_empty()
    }
}

impl ReadBook {
    pub fn of(book: PriceBook, version: u32) -> ReadBook {
        let places = book.entries.iter().enumerate().map(|(place, entry)| (entry.product, place)).collect();
        ReadBook { rank: rank(&book), places, book, version }
    }
    pub fn book(&self) -> &PriceBook {
        &self.book
    }
    /// What it says of a product, on whatever day.
    pub fn price(&self, product: ProductId) -> Option<&PriceModel> {
        self.places.get(&product).and_then(|place| self.book.entries.get(*place)).map(|entry| &entry.price)
    }
}
