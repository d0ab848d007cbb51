//! Bundles: several products under one price. The price is the sum of the parts, or one agreed price; and an agreed price
//! can be allocated to the parts in proportion to their own, so that each part has its tax and its revenue. Bundles may
//! hold bundles, but never themselves.

use super::PriceModel;
use crate::{
    ids::ProductId,
    money::{Amount, Currency, Money, Quantity},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A product in a bundle, and how many of it are in one bundle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BundlePart {
    pub product: ProductId,
    pub quantity: Quantity,
}

/// How a bundle gets its price.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "pricing", rename_all = "snake_case")]
pub enum BundlePricing {
    /// What its parts cost together.
    #[default]
    FromParts,
    /// One price; the parts have none.
    Fixed { price: Amount },
    /// One price, allocated to the parts in proportion to what they cost alone.
    Allocated { price: Amount },
}

/// Several products under one price.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bundle {
    pub parts: Vec<BundlePart>,
    #[serde(flatten)]
    pub pricing: BundlePricing,
}

/// Where prices and bundles of products are found.
pub trait Catalogue {
    fn bundle(&self, product: ProductId) -> Option<&Bundle>;
    fn price(&self, product: ProductId) -> Option<&PriceModel>;
}
impl Catalogue for (BTreeMap<ProductId, Bundle>, BTreeMap<ProductId, PriceModel>) {
    fn bundle(&self, product: ProductId) -> Option<&Bundle> {
        self.0.get(&product)
    }
    fn price(&self, product: ProductId) -> Option<&PriceModel> {
        self.1.get(&product)
    }
}

/// A part of a bundle that is no bundle itself, with what is charged for it.
#[derive(Clone, Debug, PartialEq)]
pub struct PricedPart {
    pub product: ProductId,
    pub quantity: Quantity,
    /// What it costs alone; nothing when it has no price.
    pub alone: Money,
    /// Its share of the bundle's price; nothing when the bundle has one price for all.
    pub amount: Option<Money>,
}

/// A bundle's price and that of its parts. The amounts of parts that have one sum to the price.
#[derive(Clone, Debug, PartialEq)]
pub struct PricedBundle {
    pub amount: Money,
    pub parts: Vec<PricedPart>,
}

/// How deep bundles may stand in bundles.
const DEPTH_MAX: usize = 8;
/// Most parts of a bundle, those of the bundles in it included.
const PARTS_MAX: usize = 1_000;

/// The price of `quantity` bundles. Refuses a bundle that holds itself, one without parts, and parts without a price where
/// one is needed.
pub fn price_bundle(
    product: ProductId,
    quantity: Quantity,
    currency: Currency,
    catalogue: &dyn Catalogue,
) -> Result<PricedBundle, Refusal> {
    let mut open = Opened { catalogue, currency, within: Vec::new(), parts: 0 };
    open.bundle(product, quantity)
}

/// Refuses, when a bundle is saved, parts that lead back to it; `place` is the path of the bundle.
pub fn check_bundle(
    product: ProductId,
    bundle: &Bundle,
    catalogue: &dyn Catalogue,
    place: &str,
) -> Result<(), Refusal> {
    if bundle.parts.is_empty() {
        return Err(Refusal::invalid("bundle_empty").at(format!("{place}.parts")));
    }
    if let BundlePricing::Fixed { price } | BundlePricing::Allocated { price } = bundle.pricing {
        super::not_below_zero(price, place, "price")?;
    }
    let mut seen = BTreeSet::new();
    for (index, part) in bundle.parts.iter().enumerate() {
        let place = format!("{place}.parts.{index}");
        super::above_zero(part.quantity, &place, "quantity")?;
        if !seen.insert(part.product) {
            return Err(Refusal::invalid("bundle_part_twice").with("row", index + 1).at(format!("{place}.product")));
        }
        if leads_to(part.product, product, catalogue, &mut BTreeSet::new(), DEPTH_MAX) {
            return Err(Refusal::invalid("bundle_circular").with("row", index + 1).at(format!("{place}.product")));
        }
    }
    Ok(())
}

/// The way from a bundle through its parts back to itself, if there is one.
pub fn ring(product: ProductId, bundle: &Bundle, catalogue: &dyn Catalogue) -> Option<Vec<ProductId>> {
    let (mut open, mut seen) = (vec![(product, vec![product])], BTreeSet::new());
    while let Some((at, way)) = open.pop() {
        let held = if at == product { Some(bundle) } else { catalogue.bundle(at) };
        for part in held.into_iter().flat_map(|bundle| &bundle.parts) {
            let longer: Vec<ProductId> = way.iter().copied().chain([part.product]).collect();
            if part.product == product {
                return Some(longer);
            }
            if seen.insert(part.product) {
                open.push((part.product, longer));
            }
        }
    }
    None
}

fn leads_to(
    from: ProductId,
    to: ProductId,
    catalogue: &dyn Catalogue,
    seen: &mut BTreeSet<ProductId>,
    depth: usize,
) -> bool {
    if from == to || depth == 0 {
        return true;
    }
    if !seen.insert(from) {
        return false;
    }
    let parts = catalogue.bundle(from).into_iter().flat_map(|bundle| &bundle.parts);
    parts.into_iter().any(|part| leads_to(part.product, to, catalogue, seen, depth - 1))
}

struct Opened<'a> {
    catalogue: &'a dyn Catalogue,
    currency: Currency,
    /// The bundles we are in.
    within: Vec<ProductId>,
    parts: usize,
}

impl Opened<'_> {
    fn bundle(&mut self, product: ProductId, quantity: Quantity) -> Result<PricedBundle, Refusal> {
        let catalogue = self.catalogue;
        let bundle = catalogue.bundle(product).ok_or_else(|| Refusal::invalid("bundle_empty"))?;
        if self.within.contains(&product) || self.within.len() >= DEPTH_MAX {
            return Err(Refusal::invalid("bundle_circular").with("row", self.within.len()));
        }
        if bundle.parts.is_empty() {
            return Err(Refusal::invalid("bundle_empty"));
        }
        self.within.push(product);
        let mut parts = Vec::new();
        for part in &bundle.parts {
            let units = quantity.value().checked_mul(part.quantity.value());
            let units = Quantity(units.ok_or_else(|| super::too_large(quantity))?);
            self.part(part.product, units, &bundle.pricing, &mut parts)?;
        }
        self.within.pop();
        self.priced(bundle, quantity, parts)
    }

    fn part(
        &mut self,
        product: ProductId,
        quantity: Quantity,
        pricing: &BundlePricing,
        parts: &mut Vec<PricedPart>,
    ) -> Result<(), Refusal> {
        if self.catalogue.bundle(product).is_some() {
            let inner = self.bundle(product, quantity)?;
            match inner.parts.iter().all(|part| part.amount.is_some()) {
                // What an inner bundle gives its parts is what they cost alone out here.
                true => parts.extend(
                    inner.parts.into_iter().map(|part| PricedPart { alone: part.amount.unwrap_or(part.alone), ..part }),
                ),
                false => parts.push(PricedPart { product, quantity, alone: inner.amount, amount: None }),
            }
            return Ok(());
        }
        self.parts += 1;
        if self.parts > PARTS_MAX {
            return Err(Refusal::invalid("bundle_too_large").with("limit", PARTS_MAX));
        }
        let alone = match self.catalogue.price(product) {
            Some(price) => super::amount(price, quantity, self.currency)?,
            None if matches!(pricing, BundlePricing::Fixed { .. }) => Money::zero(self.currency),
            None => return Err(Refusal::invalid("bundle_part_without_price").with("part", self.parts)),
        };
        parts.push(PricedPart { product, quantity, alone, amount: None });
        Ok(())
    }

    fn priced(&self, bundle: &Bundle, quantity: Quantity, mut parts: Vec<PricedPart>) -> Result<PricedBundle, Refusal> {
        let fixed = |price: Amount| super::amount(&PriceModel::PerUnit { unit_price: price }, quantity, self.currency);
        let amount = match bundle.pricing {
            BundlePricing::FromParts => {
                parts.iter_mut().for_each(|part| part.amount = Some(part.alone));
                Money::sum(self.currency, parts.iter().map(|part| part.alone))?
            }
            BundlePricing::Fixed { price } => fixed(price)?,
            BundlePricing::Allocated { price } => {
                let whole = fixed(price)?;
                let weights: Vec<u64> = parts.iter().map(|part| part.alone.minor().unsigned_abs()).collect();
                for (part, share) in parts.iter_mut().zip(whole.allocate(&weights)) {
                    part.amount = Some(share);
                }
                whole
            }
        };
        Ok(PricedBundle { amount, parts })
    }
}

/// What a bundle saves against its parts, for the quote: nothing when it costs more.
pub fn saving(bundle: &PricedBundle) -> Result<Money, Refusal> {
    let alone = Money::sum(bundle.amount.currency(), bundle.parts.iter().map(|part| part.alone))?;
    let saved = alone.sub(bundle.amount)?;
    Ok(if saved.decimal() > Decimal::ZERO { saved } else { Money::zero(saved.currency()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::RawId;

    fn id(n: u32) -> ProductId {
        ProductId(RawId::default().derive(n))
    }
    fn bundle(parts: &[(u32, &str)], pricing: BundlePricing) -> Bundle {
        let part = |(n, quantity): &(u32, &str)| BundlePart { product: id(*n), quantity: quantity.parse().unwrap() };
        Bundle { parts: parts.iter().map(part).collect(), pricing }
    }
    fn catalogue(bundles: &[(u32, Bundle)]) -> (BTreeMap<ProductId, Bundle>, BTreeMap<ProductId, PriceModel>) {
        let price = |text: &str| PriceModel::PerUnit { unit_price: text.parse().unwrap() };
        let bundles = bundles.iter().map(|(n, bundle)| (id(*n), bundle.clone())).collect();
        (bundles, [(id(1), price("60.00")), (id(2), price("30.00")), (id(3), price("10.00"))].into())
    }
    fn price(text: &str) -> Amount {
        text.parse().unwrap()
    }

    #[test]
    fn a_bundle_has_three_ways_to_a_price() {
        let check = |pricing: BundlePricing, quantity: &str, amount: i64, shares: &[Option<i64>]| {
            let catalogue = catalogue(&[(10, bundle(&[(1, "1"), (2, "2"), (3, "0.5")], pricing))]);
            let found = price_bundle(id(10), quantity.parse().unwrap(), Currency::EUR, &catalogue).unwrap();
            let got: Vec<Option<i64>> =
                found.parts.iter().map(|part| part.amount.map(|amount| amount.minor())).collect();
            assert_eq!((found.amount.minor(), got.as_slice()), (amount, shares));
        };
        // 1 x 60 + 2 x 30 + 0.5 x 10 = 125.00; 100.00 shared 60 : 60 : 5.
        check(BundlePricing::FromParts, "1", 12_500, &[Some(6_000), Some(6_000), Some(500)]);
        check(BundlePricing::FromParts, "3", 37_500, &[Some(18_000), Some(18_000), Some(1_500)]);
        check(BundlePricing::Fixed { price: price("99.99") }, "2", 19_998, &[None, None, None]);
        check(BundlePricing::Allocated { price: price("100.00") }, "1", 10_000, &[Some(4_800), Some(4_800), Some(400)]);
        check(BundlePricing::Allocated { price: price("0.02") }, "1", 2, &[Some(1), Some(1), Some(0)]);
    }

    #[test]
    fn bundles_hold_bundles_but_never_themselves() {
        let inner = bundle(&[(2, "1"), (3, "1")], BundlePricing::Allocated { price: price("20.00") });
        let outer = bundle(&[(1, "1"), (10, "2")], BundlePricing::FromParts);
        let nested = catalogue(&[(10, inner), (11, outer.clone())]);
        // 60.00 + 2 x 20.00, the latter shared 30 : 10.
        let found = price_bundle(id(11), Quantity::ONE, Currency::EUR, &nested).unwrap();
        let shares: Vec<i64> = found.parts.iter().map(|part| part.amount.unwrap().minor()).collect();
        assert_eq!((found.amount.minor(), shares), (10_000, vec![6_000, 3_000, 1_000]));
        assert_eq!(saving(&found).unwrap().minor(), 0);

        let round = bundle(&[(11, "1")], BundlePricing::FromParts);
        let circular = catalogue(&[(10, round.clone()), (11, outer)]);
        let refusal = check_bundle(id(10), &round, &circular, "bundle").unwrap_err();
        assert_eq!((refusal.code, refusal.param.as_deref()), ("bundle_circular", Some("bundle.parts.0.product")));
        assert_eq!(ring(id(10), &round, &circular), Some(vec![id(10), id(11), id(10)]));
        assert_eq!(ring(id(11), &circular.0[&id(11)], &nested), None);
        let refusal = price_bundle(id(11), Quantity::ONE, Currency::EUR, &circular).unwrap_err();
        assert_eq!(refusal.code, "bundle_circular");
        let itself = bundle(&[(10, "1")], BundlePricing::FromParts);
        assert_eq!(check_bundle(id(10), &itself, &circular, "b").unwrap_err().code, "bundle_circular");
    }

    #[test]
    fn what_cannot_be_a_bundle_is_refused() {
        let check = |bundle: Bundle, code: &str, place: &str| {
            let refusal = check_bundle(id(10), &bundle, &catalogue(&[]), "bundle").unwrap_err();
            assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some(place)));
        };
        check(bundle(&[], BundlePricing::FromParts), "bundle_empty", "bundle.parts");
        check(bundle(&[(1, "0")], BundlePricing::FromParts), "quantity_not_positive", "bundle.parts.0.quantity");
        check(bundle(&[(1, "1"), (1, "1")], BundlePricing::FromParts), "bundle_part_twice", "bundle.parts.1.product");
        let below = BundlePricing::Fixed { price: price("-1") };
        check(bundle(&[(1, "1")], below), "price_negative", "bundle.price");
        let unknown = catalogue(&[(10, bundle(&[(7, "1")], BundlePricing::FromParts))]);
        let refusal = price_bundle(id(10), Quantity::ONE, Currency::EUR, &unknown).unwrap_err();
        assert_eq!(refusal.code, "bundle_part_without_price");
    }
}
