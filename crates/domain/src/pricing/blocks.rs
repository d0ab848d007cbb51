//! Blocks: tiers that hold a number of blocks, each of so many units. Graduated, each slice of the quantity is charged in
//! its own tier's blocks; by volume, the whole quantity in the blocks of the tier that can hold it. A started block
//! counts whole: per tier when graduated, on the total by volume.

use super::{
    Ask, Operation, ROWS_MAX, Reading, Trace, above_tiers, above_zero, not_below_zero, package::packages, too_large,
};
use crate::{
    money::{Amount, Quantity},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A tier of blocks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockTier {
    /// Units in a block.
    pub size: Quantity,
    /// Price of a block.
    pub price: Amount,
    /// How many blocks the tier holds; the last one may hold any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocks: Option<u64>,
}

/// What holds above the last tier's blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AboveLast {
    /// There is no price.
    #[default]
    Refused,
    /// The last tier goes on.
    LastTier,
}

/// Each slice of the quantity in blocks of its own tier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GraduatedBlocks {
    pub tiers: Vec<BlockTier>,
    #[serde(default)]
    pub above_last: AboveLast,
}
impl Reading for GraduatedBlocks {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        check(&self.tiers, self.above_last, place)
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let (mut rest, mut amount) = (ask.quantity, Decimal::ZERO);
        for (row, tier) in (1..).zip(&self.tiers) {
            let last = row as usize == self.tiers.len();
            let held = tier.capacity().filter(|_| !(last && self.above_last == AboveLast::LastTier));
            let here = held.map_or(rest, |held| rest.min(held));
            rest = rest.sub(here);
            amount = tier.charge(row, here, amount, trace)?;
            if rest <= Quantity::ZERO {
                return Ok(amount);
            }
        }
        Err(above_tiers(ask.quantity))
    }
}

/// The whole quantity in blocks of the tier it falls in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VolumeBlocks {
    pub tiers: Vec<BlockTier>,
    #[serde(default)]
    pub above_last: AboveLast,
}
impl Reading for VolumeBlocks {
    fn check(&self, place: &str) -> Result<(), Refusal> {
        check(&self.tiers, self.above_last, place)
    }
    fn amount(&self, ask: &Ask, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let mut below = Quantity::ZERO;
        for (row, tier) in (1..).zip(&self.tiers) {
            let last = row as usize == self.tiers.len();
            let fits = tier.capacity().is_none_or(|held| {
                below = below.add(held);
                ask.quantity <= below
            });
            if fits || (last && self.above_last == AboveLast::LastTier) {
                return tier.charge(row, ask.quantity, Decimal::ZERO, trace);
            }
        }
        Err(above_tiers(ask.quantity))
    }
}

impl BlockTier {
    /// Units it can hold.
    fn capacity(&self) -> Option<Quantity> {
        let blocks = Decimal::from(self.blocks?);
        Some(Quantity(blocks.saturating_mul(self.size.value())))
    }
    /// `before` and what the blocks for `quantity` cost.
    fn charge(&self, row: u32, quantity: Quantity, before: Decimal, trace: &mut Trace) -> Result<Decimal, Refusal> {
        let count = packages(quantity, self.size).ok_or_else(|| too_large(quantity))?;
        let blocks = count.checked_mul(self.price.value());
        let amount = blocks.and_then(|blocks| blocks.checked_add(before)).ok_or_else(|| too_large(quantity))?;
        trace.add("step_block", amount, || Operation::Packages {
            count: Quantity(count),
            size: self.size,
            price: self.price,
            tier: Some(row),
        });
        Ok(amount)
    }
}

fn check(tiers: &[BlockTier], above: AboveLast, place: &str) -> Result<(), Refusal> {
    if tiers.is_empty() {
        return Err(Refusal::invalid("tiers_missing").at(format!("{place}.tiers")));
    }
    if tiers.len() > ROWS_MAX {
        let refusal = Refusal::invalid("price_rows_too_many").with("rows", tiers.len()).with("limit", ROWS_MAX);
        return Err(refusal.at(format!("{place}.tiers")));
    }
    for (index, tier) in tiers.iter().enumerate() {
        let place = format!("{place}.tiers.{index}");
        let last = index + 1 == tiers.len();
        not_below_zero(tier.price, &place, "price")?;
        above_zero(tier.size, &place, "size")?;
        match tier.blocks {
            None if !last => return Err(Refusal::invalid("tier_open_in_between").at(place)),
            Some(0) => return Err(Refusal::invalid("tier_without_blocks").at(place)),
            Some(_) if last && above == AboveLast::Refused => {
                let held = tier.capacity().unwrap_or_default();
                return Err(Refusal::invalid("tier_last_not_open").with("up_to", held.value()).at(place));
            }
            _ => {}
        }
    }
    Ok(())
}
