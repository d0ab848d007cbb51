//! Choices that are the same on every run: drawn from an id and a word, never from chance.

use serde::{Deserialize, Serialize};

/// Draws for one id.
#[derive(Clone, Debug)]
pub struct Choice {
    id: String,
}

/// A value and how often it is drawn compared to the others of its list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weighted<T> {
    pub value: T,
    pub weight: u64,
}

impl Choice {
    pub fn of(id: &str) -> Choice {
        Choice { id: id.to_string() }
    }

    /// A number that is spread evenly over all 64 bits. Each `what` is a draw of its own.
    pub fn draw(&self, what: &str) -> u64 {
        // FNV-1a, then the finish of SplitMix64: FNV alone leaves its high bits poorly mixed for short texts.
        let bytes = self.id.bytes().chain([0]).chain(what.bytes());
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// True for `share` of a thousand ids.
    pub fn happens(&self, what: &str, share: u64) -> bool {
        self.draw(what) % 1000 < share
    }

    /// A number from the first to the last, both included.
    pub fn between(&self, what: &str, [first, last]: [i64; 2]) -> i64 {
        let count = u64::try_from(last - first).unwrap_or(0) + 1;
        first + i64::try_from(self.draw(what) % count).unwrap_or(0)
    }

    /// One of the items, by weight; `None` when nothing has any.
    pub fn one_of<'a, T>(&self, what: &str, items: &'a [T], weight: impl Fn(&T) -> u64) -> Option<&'a T> {
        pick(self.draw(what), items, weight)
    }

    /// One of the values, or `otherwise` when the list is empty.
    pub fn weighted<T: Copy>(&self, what: &str, items: &[Weighted<T>], otherwise: T) -> T {
        self.one_of(what, items, |item| item.weight).map_or(otherwise, |item| item.value)
    }
}

/// The item on which a number falls when the items lie side by side, each as wide as its weight.
pub(super) fn pick<T>(number: u64, items: &[T], weight: impl Fn(&T) -> u64) -> Option<&T> {
    let total: u64 = items.iter().map(&weight).sum();
    let mut left = number.checked_rem(total)?;
    items.iter().find(|item| {
        let width = weight(item);
        let here = left < width;
        left = left.saturating_sub(width);
        here
    })
}
