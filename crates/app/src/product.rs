//! Verbs on products.

pub(crate) mod bundle;
mod files;

pub use bundle::{PricedBy, ProductSetBundle};
pub use files::{CatalogueFormat, CatalogueReport};

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    catalog::*,
    crm::Metadata,
    document::{Document, Kind},
    ids::*,
    money::*,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::document::Query;

/// What can be said of a product, at creation and later.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProductFields {
    /// The code people order by.
    pub sku: String,
    pub name: String,
    /// What stands on quotes and invoices; the name when left out.
    pub description: Option<String>,
    /// UN/ECE Recommendation 20 code: C62 (piece, when left out), HUR (hour), DAY, MON, ANN, KGM.
    pub unit: Option<String>,
    #[serde(default)]
    pub supply: Supply,
    #[serde(default)]
    pub tax_class: TaxClass,
    #[serde(default)]
    pub charging: Charging,
    #[serde(default)]
    pub recognition: Recognition,
    /// Cost of one unit, for those who may see it; as it is when left out.
    pub cost: Option<Money>,
    /// Price at which one is sold on its own; the list price when left out.
    pub standalone_price: Option<Money>,
    pub series: Option<String>,
    /// Days from an order until it can be delivered.
    pub lead_time_days: Option<u32>,
    #[serde(default)]
    pub metadata: Metadata,
}
impl ProductFields {
    fn onto(self, product: Product) -> Product {
        Product {
            id: product.id,
            sku: self.sku,
            name: self.name,
            description: self.description,
            unit: self.unit.unwrap_or_else(|| "C62".into()),
            supply: self.supply,
            tax_class: self.tax_class,
            charging: self.charging,
            recognition: self.recognition,
            cost: self.cost,
            standalone_price: self.standalone_price,
            series: self.series,
            lead_time_days: self.lead_time_days,
            bundle: product.bundle,
            archived: product.archived,
            metadata: self.metadata,
        }
    }
}

/// Adds a product to the catalogue.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProductCreate {
    #[serde(flatten)]
    pub fields: ProductFields,
}
impl Verb for ProductCreate {
    const NAME: &'static str = "product.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let product = self.fields.onto(Product::blank(tx.new_id()));
        product.check()?;
        tx.save(&product).await?;
        let today = tx.today_of_org().await?;
        tx.emit(CatalogEvent::ProductCreated { product: product.id }, today).await?;
        Ok(Outcome::of(product.doc_ref()).number(product.sku))
    }
}

/// Changes a product; lines that hold it keep the terms they were made with.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProductEdit {
    pub id: ProductId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    #[serde(flatten)]
    pub fields: ProductFields,
}
impl Verb for ProductEdit {
    const NAME: &'static str = "product.edit";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let before: Product = tx.load_version(self.id, self.version).await?;
        if self.fields.cost.is_some() {
            tx.actor().need("product.cost")?;
        }
        let cost = self.fields.cost.or(before.cost);
        let product = Product { cost, ..self.fields.onto(before) };
        product.check()?;
        tx.save(&product).await?;
        let today = tx.today_of_org().await?;
        tx.emit(CatalogEvent::ProductEdited { product: product.id }, today).await?;
        Ok(Outcome::of(product.doc_ref()).number(product.sku))
    }
}

/// Takes a product out of the catalogue; what was sold of it stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProductArchive {
    pub id: ProductId,
}
impl Verb for ProductArchive {
    const NAME: &'static str = "product.archive";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = tx.today_of_org().await?;
        let product = tx.load::<Product>(self.id).await?.archive(today)?;
        tx.save(&product).await?;
        tx.emit(CatalogEvent::ProductArchived { product: product.id }, today).await?;
        Ok(Outcome::of(product.doc_ref()).number(product.sku))
    }
}

/// Puts an archived product back into the catalogue.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProductRestore {
    pub id: ProductId,
}
impl Verb for ProductRestore {
    const NAME: &'static str = "product.restore";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = tx.today_of_org().await?;
        let product = tx.load::<Product>(self.id).await?.restore()?;
        tx.save(&product).await?;
        tx.emit(CatalogEvent::ProductRestored { product: product.id }, today).await?;
        Ok(Outcome::of(product.doc_ref()).number(product.sku))
    }
}

/// Refuses ids that are not products of this organisation, a few statements for any number of them.
pub(crate) async fn must_exist(tx: &mut Tx<'_>, products: &[ProductId]) -> Result<()> {
    for chunk in products.chunks(500) {
        let ids: Vec<RawId> = chunk.iter().map(|p| p.raw()).collect();
        let query = Query { kind: Some(Kind::Product), ids, limit: 500, ..Query::default() };
        let found: BTreeSet<RawId> = tx.list(&query).await?.iter().map(|l| l.id).collect();
        if let Some(unknown) = chunk.iter().find(|p| !found.contains(&p.raw())) {
            return Err(crate::tx::missing(Kind::Product, unknown.raw()).into());
        }
    }
    Ok(())
}
