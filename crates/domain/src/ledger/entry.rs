//! Journal entries and their postings.

use super::account::Account;
use crate::{dates::*, document::*, ids::*, money::*, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One side of an entry: positive is debit, negative is credit; never zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Posting {
    pub account: Account,
    /// Debit positive, credit negative.
    pub amount: Money,
    pub customer: Option<CustomerId>,
    /// The document (and line) the amount comes from.
    pub document: Option<DocRef>,
    pub line: Option<u32>,
}
impl Posting {
    pub fn debit(account: Account, amount: Money) -> Posting {
        Posting { account, amount, customer: None, document: None, line: None }
    }
    pub fn credit(account: Account, amount: Money) -> Posting {
        Posting::debit(account, amount.negate())
    }
    pub fn customer(mut self, customer: impl Into<Option<CustomerId>>) -> Posting {
        self.customer = customer.into();
        self
    }
    pub fn of(mut self, document: DocRef) -> Posting {
        self.document = Some(document);
        self
    }
    pub fn line(mut self, line: u32) -> Posting {
        self.line = Some(line);
        self
    }
}

/// A journal entry: at least two postings that sum to zero in each currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    entity: EntityId,
    date: Date,
    postings: Vec<Posting>,
}
impl Entry {
    /// Refuses an entry that is empty, one-sided, or does not balance; drops postings of zero.
    pub fn new(entity: EntityId, date: Date, postings: Vec<Posting>) -> Result<Entry, Refusal> {
        let postings: Vec<Posting> = postings.into_iter().filter(|p| !p.amount.is_zero()).collect();
        if postings.len() < 2 {
            return Err(Refusal::invalid("entry_one_sided").with("lines", postings.len()));
        }
        let mut sums: BTreeMap<Currency, Money> = BTreeMap::new();
        for posting in &postings {
            let sum = sums.entry(posting.amount.currency()).or_insert(Money::zero(posting.amount.currency()));
            *sum = sum.add(posting.amount)?;
        }
        match sums.values().find(|sum| !sum.is_zero()) {
            Some(by) => Err(Refusal::invalid("entry_unbalanced").with("by", *by)),
            None => Ok(Entry { entity, date, postings }),
        }
    }
    pub fn entity(&self) -> EntityId {
        self.entity
    }
    pub fn date(&self) -> Date {
        self.date
    }
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }
    /// The same entry on another date, for facts that come after their period was closed.
    pub fn on(self, date: Date) -> Entry {
        Entry { date, ..self }
    }
    /// The mirrored entry, on another date.
    pub fn reversed(&self, date: Date) -> Entry {
        let mirror = |p: &Posting| Posting { amount: p.amount.negate(), ..p.clone() };
        Entry { entity: self.entity, date, postings: self.postings.iter().map(mirror).collect() }
    }
}
