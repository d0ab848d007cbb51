//! A line of an order as it is given: what is left out comes from the catalogue, once.

use crate::{error::Result, product::bundle::Within, tx::Tx};
use domain::{catalog::*, ids::*, money::*, quote::LineTerms, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What to order of one thing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OrderLineFields {
    /// A product of the catalogue; what is left out below is taken from it.
    pub product: Option<ProductId>,
    pub description: Option<String>,
    pub quantity: Quantity,
    /// UN/ECE Recommendation 20 code, such as C62 for pieces or HUR for hours.
    pub unit: Option<String>,
    /// The price book's price that holds on the order's date when left out.
    pub price: Option<PriceModel>,
    /// In per cent.
    pub discount: Option<Percent>,
    pub supply: Option<Supply>,
    pub tax_class: Option<TaxClass>,
    pub charging: Option<Charging>,
    /// How many intervals were agreed; open ended when left out.
    pub term: Option<u32>,
    pub recognition: Option<Recognition>,
}

impl OrderLineFields {
    /// Whether its price comes from the catalogue.
    pub fn asks_price(&self) -> bool {
        self.product.is_some() && self.price.is_none()
    }
    /// The terms of the line; `place` is its path in the input.
    pub async fn terms(self, tx: &mut Tx<'_>, currency: Currency, sources: &Sources, place: &str) -> Result<LineTerms> {
        let product: Option<Product> = match self.product {
            Some(id) => Some(tx.peek(id).await?),
            None => None,
        };
        let within = Within::of_product(tx, product.as_ref()).await?;
        let price = match (self.price, &product) {
            (Some(price), _) => price,
            (None, Some(product)) => listed_price(product, within.as_ref(), sources, currency)?.ok_or_else(|| {
                let refusal = Refusal::invalid("order_price_missing").with("sku", &product.sku);
                refusal.with("currency", currency.code()).at(format!("{place}.price"))
            })?,
            (None, None) => {
                return Err(Refusal::invalid("field_missing")
                    .with("field", "price")
                    .at(format!("{place}.price"))
                    .into());
            }
        };
        let p = product.as_ref();
        let own = |amount: &Money| amount.currency() == currency;
        let bundle = p.and_then(|product| Some((product.bundle.as_ref()?, within.as_ref()?)));
        let cost = p.and_then(|p| p.cost).filter(own);
        Ok(LineTerms {
            later: Vec::new(),
            parts: bundle.map(|(bundle, within)| within.parts(bundle)).unwrap_or_default(),
            product: self.product,
            description: self.description.or(p.map(|p| p.name.clone())).unwrap_or_default(),
            quantity: self.quantity,
            unit: self.unit.or(p.map(|p| p.unit.clone())).unwrap_or_else(|| "C62".into()),
            price,
            discount: self.discount,
            supply: self.supply.or(p.map(|p| p.supply)).unwrap_or_default(),
            tax_class: self.tax_class.or(p.map(|p| p.tax_class)).unwrap_or_default(),
            charging: self.charging.or(p.map(|p| p.charging)).unwrap_or_default(),
            term: self.term,
            recognition: self.recognition.or(p.map(|p| p.recognition)).unwrap_or_default(),
            standalone: None,
            cost: cost.or_else(|| {
                bundle.and_then(|(bundle, within)| within.cost(bundle, currency, &|cost| Some(cost).filter(own)))
            }),
            net: Money::zero(currency),
        })
    }
}

/// The price of a product in the books that are for the customer on the date, or its stand-alone price; of a bundle, what its
/// parts make it.
fn listed_price(
    product: &Product,
    within: Option<&Within>,
    sources: &Sources,
    currency: Currency,
) -> Result<Option<PriceModel>> {
    let listed = |product: &Product| {
        let alone = product.standalone_price.filter(|price| price.currency() == currency);
        let alone = alone.map(|price| PriceModel::PerUnit { unit_price: Amount(price.decimal()) });
        Ok::<_, Refusal>(sources.price(product.id)?.map(|listed| listed.price.clone()).or(alone))
    };
    match within {
        Some(within) => Ok(Some(within.price(product, currency, &listed)?)),
        None => Ok(listed(product)?),
    }
}
