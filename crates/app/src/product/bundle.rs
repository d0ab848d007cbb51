//! Bundles: what a product consists of, and what the catalogue says about a line of one.

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{catalog::*, document::Document, ids::*, money::*, pricing, quote::LinePart, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a bundle gets its price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PricedBy {
    /// What its parts cost together.
    #[default]
    FromParts,
    /// One price; the parts have none.
    Fixed,
    /// One price, allocated to the parts in proportion to what they cost alone.
    Allocated,
}

/// Says which products one of this consists of, and how that is priced; without parts it is no bundle any more. Lines that
/// hold it keep what they were made with.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProductSetBundle {
    pub id: ProductId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    #[serde(default)]
    pub pricing: PricedBy,
    /// What one bundle costs, when it has a price of its own.
    pub price: Option<Amount>,
    #[serde(default)]
    pub parts: Vec<BundlePart>,
}
impl Verb for ProductSetBundle {
    const NAME: &'static str = "product.set_bundle";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let mut product: Product = tx.load_version(self.id, self.version).await?;
        product.bundle = match self.parts.is_empty() {
            true => None,
            false => {
                let bundle = Bundle { pricing: priced(self.pricing, self.price)?, parts: self.parts };
                let within = Within::of(tx, &bundle).await?;
                within.check(&product, &bundle)?;
                Some(bundle)
            }
        };
        tx.save(&product).await?;
        let today = tx.today_of_org().await?;
        tx.emit(CatalogEvent::ProductEdited { product: product.id }, today).await?;
        Ok(Outcome::of(product.doc_ref()).number(product.sku))
    }
}

fn priced(by: PricedBy, price: Option<Amount>) -> Result<BundlePricing> {
    let missing = || Refusal::invalid("bundle_price_missing").at("price");
    Ok(match (by, price) {
        (PricedBy::FromParts, None) => BundlePricing::FromParts,
        (PricedBy::FromParts, Some(_)) => return Err(Refusal::invalid("bundle_price_unused").at("price").into()),
        (PricedBy::Fixed, price) => BundlePricing::Fixed { price: price.ok_or_else(missing)? },
        (PricedBy::Allocated, price) => BundlePricing::Allocated { price: price.ok_or_else(missing)? },
    })
}

/// Most products that bundles in bundles may lead to.
const WITHIN_MAX: usize = 1_000;

/// The products that a bundle leads to, however deep.
#[derive(Default)]
pub(crate) struct Within(BTreeMap<ProductId, Product>);

impl Within {
    /// None when the product is no bundle.
    pub(crate) async fn of_product(tx: &mut Tx<'_>, product: Option<&Product>) -> Result<Option<Within>> {
        match product.and_then(|product| product.bundle.as_ref()) {
            Some(bundle) => Ok(Some(Within::of(tx, bundle).await?)),
            None => Ok(None),
        }
    }
    pub(crate) async fn of(tx: &mut Tx<'_>, bundle: &Bundle) -> Result<Within> {
        let mut found: BTreeMap<ProductId, Product> = BTreeMap::new();
        let mut open: Vec<(ProductId, String)> =
            bundle.parts.iter().enumerate().map(|(n, part)| (part.product, format!("parts.{n}.product"))).collect();
        while let Some((id, place)) = open.pop() {
            if found.contains_key(&id) {
                continue;
            }
            if found.len() >= WITHIN_MAX {
                return Err(Refusal::invalid("bundle_too_large").with("limit", WITHIN_MAX).at("parts").into());
            }
            let product: Result<Product> = tx.peek(id).await;
            let product = product.map_err(|error| match error {
                crate::error::Error::Refused(refusal) => refusal.at(place.clone()).into(),
                other => other,
            })?;
            let inner = product.bundle.iter().flat_map(|bundle| &bundle.parts);
            open.extend(inner.map(|part| (part.product, place.clone())));
            found.insert(id, product);
        }
        Ok(Within(found))
    }

    /// Refuses parts that lead back to the bundle, naming the way; parts that are charged otherwise; and those out of use.
    fn check(&self, product: &Product, bundle: &Bundle) -> Result<()> {
        let catalogue = Priced { within: self, product: Some(product), bundle: Some(bundle), price: &|_| None };
        if let Some(ring) = pricing::ring(product.id, bundle, &catalogue) {
            let sku = |id: &ProductId| self.0.get(id).map_or(product.sku.as_str(), |found| found.sku.as_str());
            let names: Vec<&str> = ring.iter().map(sku).collect();
            let row = bundle.parts.iter().position(|part| Some(&part.product) == ring.get(1)).unwrap_or(0);
            let refusal = Refusal::invalid("bundle_ring").with("ring", names.join(" > "));
            return Err(refusal.at(format!("parts.{row}.product")).into());
        }
        for (row, part) in bundle.parts.iter().enumerate() {
            let Some(found) = self.0.get(&part.product) else { continue };
            let place = format!("parts.{row}.product");
            if let Some(on) = found.archived {
                return Err(Refusal::state("product_archived").with("sku", &found.sku).with("on", on).at(place).into());
            }
            if found.charging != product.charging {
                let refusal = Refusal::invalid("bundle_charging_differs").with("sku", &found.sku);
                return Err(refusal.with("bundle", &product.sku).at(place).into());
            }
        }
        // The place of the bundle is the verb itself.
        pricing::check_bundle(product.id, bundle, &catalogue, "").map_err(|mut refusal| {
            refusal.param = refusal.param.map(|place| place.trim_start_matches('.').to_string());
            refusal
        })?;
        Ok(())
    }

    /// What one bundle costs, where `price` says what its parts do. Tiers of a part count the pieces in one bundle.
    pub(crate) fn price(
        &self,
        product: &Product,
        currency: Currency,
        price: &dyn Fn(&Product) -> std::result::Result<Option<PriceModel>, Refusal>,
    ) -> std::result::Result<PriceModel, Refusal> {
        let mut known: BTreeMap<ProductId, PriceModel> = BTreeMap::new();
        for part in self.0.values().filter(|part| part.bundle.is_none()) {
            known.extend(price(part)?.map(|price| (part.id, price)));
        }
        let catalogue = Priced {
            within: self,
            product: Some(product),
            bundle: product.bundle.as_ref(),
            price: &|id| known.get(&id),
        };
        let priced = pricing::price_bundle(product.id, Quantity::ONE, currency, &catalogue)?;
        Ok(PriceModel::PerUnit { unit_price: Amount(priced.amount.decimal().normalize()) })
    }

    /// What the parts of one bundle cost its seller, when all of it is known in this currency; `own` converts a cost into it.
    pub(crate) fn cost(
        &self,
        bundle: &Bundle,
        currency: Currency,
        own: &dyn Fn(Money) -> Option<Money>,
    ) -> Option<Money> {
        let mut sum = Money::zero(currency);
        for part in &bundle.parts {
            let found = self.0.get(&part.product)?;
            let each = match (found.cost, &found.bundle) {
                (Some(cost), _) => own(cost)?,
                (None, Some(inner)) => self.cost(inner, currency, own)?,
                (None, None) => return None,
            };
            let whole = UnitPrice::new(each.decimal(), currency).times(part.quantity, Rounding::HalfUp).ok()?;
            sum = sum.add(whole).ok()?;
        }
        Some(sum)
    }

    /// The parts as a line names them.
    pub(crate) fn parts(&self, bundle: &Bundle) -> Vec<LinePart> {
        let named = |part: &BundlePart| {
            let found = self.0.get(&part.product)?;
            Some(LinePart {
                product: part.product,
                description: found.description.clone().unwrap_or_else(|| found.name.clone()),
                quantity: part.quantity,
                unit: found.unit.clone(),
            })
        };
        bundle.parts.iter().filter_map(named).collect()
    }
}

/// Bundles and prices as the pure rules ask for them.
struct Priced<'a> {
    within: &'a Within,
    /// The bundle that is asked about, which may not be stored yet.
    product: Option<&'a Product>,
    bundle: Option<&'a Bundle>,
    price: &'a dyn Fn(ProductId) -> Option<&'a PriceModel>,
}
impl pricing::Catalogue for Priced<'_> {
    fn bundle(&self, product: ProductId) -> Option<&Bundle> {
        match self.product.is_some_and(|asked| asked.id == product) {
            true => self.bundle,
            false => self.within.0.get(&product).and_then(|found| found.bundle.as_ref()),
        }
    }
    fn price(&self, product: ProductId) -> Option<&PriceModel> {
        (self.price)(product)
    }
}
