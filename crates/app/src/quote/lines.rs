//! The lines of a draft: what is typed wins, the rest of a product's line comes from the catalogue.

use crate::{error::Result, price_book, product::bundle::Within, tx::Tx};
use domain::{catalog::*, dates::Date, exchange::ExchangeRate, ids::*, money::*, quote::*, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A line as it is typed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteLineInput {
    /// The number of the line it stays; the next free one when left out.
    pub no: Option<u32>,
    /// An item when left out; optional ones count once they are chosen, headings and notes have only a description.
    pub kind: Option<LineKind>,
    /// The alternative it belongs to, of several that stand in each other's place; lines of the same one are chosen together.
    pub alternative: Option<Alternative>,
    /// Within which bounds the customer may order another quantity.
    pub customer_quantity: Option<QuantityRange>,
    pub product: Option<ProductId>,
    /// The product's when left out.
    pub description: Option<String>,
    pub quantity: Quantity,
    /// UN/ECE Recommendation 20 code; the product's, or C62 (piece), when left out.
    pub unit: Option<String>,
    /// The price book's when left out.
    pub price: Option<PriceModel>,
    /// Discount on the line, in per cent.
    pub discount: Option<Percent>,
    pub supply: Option<Supply>,
    pub tax_class: Option<TaxClass>,
    pub charging: Option<Charging>,
    /// How many intervals are agreed; without it a recurring line runs until it is cancelled.
    pub term: Option<u32>,
    pub recognition: Option<Recognition>,
    /// Stand-alone selling price of the whole quantity for one interval, or once.
    pub standalone: Option<Money>,
    /// Cost of one unit, for those who may see it; the line's own or the product's when left out.
    pub cost: Option<Money>,
}

/// Replaces the lines of a draft.
pub(super) async fn fill(tx: &mut Tx<'_>, quote: &mut Quote, inputs: Vec<QuoteLineInput>) -> Result<()> {
    let before = std::mem::take(&mut quote.lines);
    let sources = sources(tx, quote, &inputs).await?;
    let products = products(tx, &inputs, &before).await?;
    let mut bundles = BTreeMap::new();
    for product in products.values() {
        if let Some(within) = Within::of_product(tx, Some(product)).await? {
            bundles.insert(product.id, within);
        }
    }
    let numbers = before.iter().map(|line| line.no).chain(inputs.iter().filter_map(|input| input.no));
    let mut last = numbers.max().unwrap_or(0);
    for (index, input) in inputs.into_iter().enumerate() {
        let no = input.no.unwrap_or_else(|| {
            last = last.saturating_add(1);
            last
        });
        let kind = input.kind.unwrap_or_default();
        if !kind.is_priced() {
            let text = input.description.unwrap_or_default();
            quote.lines.push(QuoteLine::new(no, kind, LineTerms::words(text, quote.currency)));
            continue;
        }
        let product = input.product.and_then(|id| products.get(&id));
        let known = Known {
            product,
            within: product.and_then(|product| bundles.get(&product.id)),
            sources: sources.as_ref(),
            date: quote.date,
            currency: quote.currency,
            exchange: quote.exchange,
        };
        let mut terms = known.terms(&format!("lines.{index}"), &input)?;
        let stays = before.iter().find(|line| line.no == no && line.terms.product == terms.product);
        if let Some(line) = stays {
            terms.parts = line.terms.parts.clone();
        }
        if input.cost.is_some() {
            tx.actor().need("product.cost")?;
        } else {
            // Who edits a line without seeing its cost does not change it.
            let kept = stays.and_then(|line| line.terms.cost);
            terms.cost = kept.filter(|cost| cost.currency() == quote.currency).or(terms.cost);
        }
        let QuoteLineInput { alternative, customer_quantity, .. } = input;
        quote.lines.push(QuoteLine { no, kind, alternative, customer_quantity, terms });
    }
    Ok(())
}

/// The price books that the lines need; `None` when every price is typed.
async fn sources(tx: &mut Tx<'_>, quote: &Quote, inputs: &[QuoteLineInput]) -> Result<Option<Sources>> {
    let needed = inputs.iter().any(|input| input.product.is_some() && input.price.is_none());
    if quote.price_book.is_some() || needed { sources_of(tx, quote).await.map(Some) } else { Ok(None) }
}

/// Where a quote's prices come from: the book that was named, or those that are for the customer.
pub(super) async fn sources_of(tx: &mut Tx<'_>, quote: &Quote) -> Result<Sources> {
    let org = tx.org();
    price_book::of_quote(tx.conn(), org, quote).await
}

/// The products of the lines. One that was archived may only stay where it already is.
async fn products(
    tx: &mut Tx<'_>,
    inputs: &[QuoteLineInput],
    before: &[QuoteLine],
) -> Result<BTreeMap<ProductId, Product>> {
    let mut products: BTreeMap<ProductId, Product> = BTreeMap::new();
    for (index, id) in inputs.iter().enumerate().filter_map(|(index, input)| Some((index, input.product?))) {
        if products.contains_key(&id) {
            continue;
        }
        let product: Product = tx.peek(id).await?;
        if let Some(on) = product.archived
            && !before.iter().any(|line| line.terms.product == Some(id))
        {
            let refusal = Refusal::state("product_archived").with("sku", &product.sku).with("on", on);
            return Err(refusal.at(format!("lines.{index}.product")).into());
        }
        products.insert(id, product);
    }
    Ok(products)
}

/// What the catalogue says about a line.
pub(super) struct Known<'a> {
    pub(super) product: Option<&'a Product>,
    /// What it consists of, when it is a bundle.
    pub(super) within: Option<&'a Within>,
    pub(super) sources: Option<&'a Sources>,
    pub(super) date: Date,
    pub(super) currency: Currency,
    /// From that currency to the one the catalogue is kept in.
    pub(super) exchange: Option<ExchangeRate>,
}

impl Known<'_> {
    /// The terms of a line, its net amount still to be computed.
    pub(super) fn terms(&self, place: &str, input: &QuoteLineInput) -> Result<LineTerms> {
        let missing = |field: &'static str| {
            let word = domain::refusal::Arg::Word(format!("field-{field}"));
            Refusal::invalid("value_missing").with("field", word).at(format!("{place}.{field}"))
        };
        let of = self.product;
        let described = of.map(|p| p.description.clone().unwrap_or_else(|| p.name.clone()));
        let price = match (&input.price, of) {
            (Some(price), _) => price.clone(),
            (None, Some(product)) => self.list_price(place, product)?,
            (None, None) => return Err(missing("price").into()),
        };
        let standalone = match input.standalone {
            Some(standalone) => Some(standalone),
            None => self.standalone(input.quantity).map_err(|r| r.at(format!("{place}.quantity")))?,
        };
        let bundle = of.and_then(|product| Some((product.bundle.as_ref()?, self.within?)));
        let cost = of.and_then(|p| p.cost).and_then(|cost| self.converted(cost));
        let of_parts =
            |(bundle, within): (&Bundle, &Within)| within.cost(bundle, self.currency, &|c| self.converted(c));
        let cost = cost.or_else(|| bundle.and_then(of_parts));
        Ok(LineTerms {
            later: Vec::new(),
            parts: bundle.map(|(bundle, within)| within.parts(bundle)).unwrap_or_default(),
            product: input.product,
            description: input.description.clone().or(described).ok_or_else(|| missing("description"))?,
            quantity: input.quantity,
            unit: input.unit.clone().or_else(|| of.map(|p| p.unit.clone())).unwrap_or_else(|| "C62".into()),
            price,
            discount: input.discount,
            supply: input.supply.or(of.map(|p| p.supply)).unwrap_or(Supply::Service),
            tax_class: input.tax_class.or(of.map(|p| p.tax_class)).unwrap_or_default(),
            charging: input.charging.or(of.map(|p| p.charging)).unwrap_or_default(),
            term: input.term,
            recognition: input.recognition.or(of.map(|p| p.recognition)).unwrap_or_default(),
            standalone,
            cost: input.cost.or(cost),
            net: Money::zero(self.currency),
        })
    }
    fn list_price(&self, place: &str, product: &Product) -> Result<PriceModel> {
        let listed = |product: &Product| match self.sources {
            Some(sources) => Ok(sources.price(product.id)?.map(|listed| listed.price.clone())),
            None => Ok(None),
        };
        let at = |refusal: Refusal| refusal.at(format!("{place}.price"));
        if let (Some(within), Some(_)) = (self.within, &product.bundle) {
            return Ok(within.price(product, self.currency, &listed).map_err(at)?);
        }
        listed(product).map_err(at)?.ok_or_else(|| {
            let refusal = Refusal::invalid("price_missing").with("sku", &product.sku).with("on", self.date);
            refusal.with("currency", self.currency.code()).at(format!("{place}.price")).into()
        })
    }
    /// An amount of the catalogue in the currency of the quote; `None` when no rate is known.
    fn converted(&self, amount: Money) -> Option<Money> {
        if amount.currency() == self.currency {
            return Some(amount);
        }
        let rate = self.exchange.filter(|rate| rate.books == amount.currency())?;
        rate.from_books(amount, self.currency).ok()
    }
    /// What the quantity costs when it is sold on its own, where the catalogue says so and a rate is known.
    pub(super) fn standalone(&self, quantity: Quantity) -> std::result::Result<Option<Money>, Refusal> {
        let each = self.product.and_then(|p| p.standalone_price).and_then(|each| self.converted(each));
        let Some(each) = each else { return Ok(None) };
        // The line's own check says more about a quantity that is out of range.
        if quantity.micros().is_err() {
            return Ok(None);
        }
        UnitPrice::new(each.decimal(), self.currency).times(quantity, Rounding::HalfUp).map(Some)
    }
}
