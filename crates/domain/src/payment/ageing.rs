//! Ageing: open items by how long they are overdue. Due today is not overdue; the limits of 30, 60 and 90 days belong to
//! the younger bucket; credits age like debts, in the bucket of their own date.

use super::OpenItem;
use crate::{dates::*, ids::*, money::*, refusal::Refusal};
use std::collections::BTreeMap;

/// How long an item is overdue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bucket {
    Current,
    To30,
    To60,
    To90,
    Over90,
}
impl Bucket {
    pub const ALL: [Bucket; 5] = [Bucket::Current, Bucket::To30, Bucket::To60, Bucket::To90, Bucket::Over90];
    pub fn of(date_due: Date, as_of: Date) -> Bucket {
        match date_due.days_until(as_of) {
            ..=0 => Bucket::Current,
            1..=30 => Bucket::To30,
            31..=60 => Bucket::To60,
            61..=90 => Bucket::To90,
            _ => Bucket::Over90,
        }
    }
    /// Word key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Bucket::Current => "bucket_current",
            Bucket::To30 => "bucket_1_30",
            Bucket::To60 => "bucket_31_60",
            Bucket::To90 => "bucket_61_90",
            Bucket::Over90 => "bucket_over_90",
        }
    }
}

/// What one customer owes in one currency, by bucket in the order of `Bucket::ALL`.
#[derive(Clone, Debug, PartialEq)]
pub struct Aged {
    /// Absent for payments of which nobody said whose they are.
    pub customer: Option<CustomerId>,
    pub buckets: [Money; 5],
    pub total: Money,
}

/// Open amounts by customer and currency on a day. Items without anything open count for nothing.
pub fn ageing(items: &[OpenItem], as_of: Date) -> Result<Vec<Aged>, Refusal> {
    let mut rows: BTreeMap<(Currency, Option<CustomerId>), Aged> = BTreeMap::new();
    for item in items.iter().filter(|item| !item.open.is_zero()) {
        let nothing = Money::zero(item.open.currency());
        let empty = Aged { customer: item.customer, buckets: [nothing; 5], total: nothing };
        let row = rows.entry((item.open.currency(), item.customer)).or_insert(empty);
        let bucket = &mut row.buckets[Bucket::of(item.date_due, as_of) as usize];
        *bucket = bucket.add(item.open)?;
        row.total = row.total.add(item.open)?;
    }
    Ok(rows.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_belong_to_the_younger_bucket() {
        let as_of: Date = "2026-06-30".parse().unwrap();
        for (days, bucket) in [
            (-1, Bucket::Current),
            (0, Bucket::Current),
            (1, Bucket::To30),
            (30, Bucket::To30),
            (31, Bucket::To60),
            (60, Bucket::To60),
            (61, Bucket::To90),
            (90, Bucket::To90),
            (91, Bucket::Over90),
        ] {
            assert_eq!(Bucket::of(as_of.add_days(-days), as_of), bucket, "{days} days overdue");
        }
        assert_eq!(Bucket::ALL.map(|b| b as usize), [0, 1, 2, 3, 4]);
    }
}
