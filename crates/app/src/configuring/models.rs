//! Verbs on product models. A line that was configured keeps what it was; another text changes later ones only.

use super::{work_out, worked_out};
use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    catalog::{CatalogEvent, Product, ProductModel},
    document::Document,
    ids::*,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What can be said of a product model.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProductModelFields {
    pub name: String,
    /// What a configuration is sold as.
    pub product: Option<ProductId>,
    /// In UVL, the Universal Variability Language. Options may carry a `price` and a `cost`.
    pub definition: String,
}
impl ProductModelFields {
    async fn onto(self, tx: &mut Tx<'_>, before: ProductModel) -> Result<ProductModel> {
        if let Some(product) = self.product {
            tx.peek::<Product>(product).await?;
        }
        let model = ProductModel { name: self.name, product: self.product, definition: self.definition, ..before };
        model.check()?;
        worked_out(&model)?;
        Ok(model)
    }
}

/// What comes of it, good or bad, is kept for the verb.
fn prepare(input: &Json) {
    if let Some(text) = input.get("definition").and_then(Json::as_str) {
        let _ = work_out(text);
    }
}

/// Adds a product that customers put together themselves. A model that nothing satisfies is refused with the rules in conflict.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProductModelCreate {
    #[serde(flatten)]
    pub fields: ProductModelFields,
}
impl Verb for ProductModelCreate {
    const NAME: &'static str = "product_model.create";
    const PREPARE: Option<fn(&Json)> = Some(prepare);
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let blank = ProductModel {
            id: tx.new_id(),
            name: String::new(),
            product: None,
            definition: String::new(),
            archived: None,
        };
        let model = self.fields.onto(tx, blank).await?;
        kept(tx, &model, CatalogEvent::ModelCreated { model: model.id }).await
    }
}

/// Changes a product model; lines that were configured keep what they were.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProductModelEdit {
    pub id: ProductModelId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    #[serde(flatten)]
    pub fields: ProductModelFields,
}
impl Verb for ProductModelEdit {
    const NAME: &'static str = "product_model.edit";
    const PREPARE: Option<fn(&Json)> = Some(prepare);
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let before: ProductModel = tx.load_version(self.id, self.version).await?;
        let model = self.fields.onto(tx, before).await?;
        kept(tx, &model, CatalogEvent::ModelEdited { model: model.id }).await
    }
}

/// Takes a product model out of use.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProductModelArchive {
    pub id: ProductModelId,
}
impl Verb for ProductModelArchive {
    const NAME: &'static str = "product_model.archive";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = tx.today_of_org().await?;
        let model = tx.load::<ProductModel>(self.id).await?.archive(today)?;
        kept(tx, &model, CatalogEvent::ModelArchived { model: model.id }).await
    }
}

/// Takes an archived product model back into use.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProductModelRestore {
    pub id: ProductModelId,
}
impl Verb for ProductModelRestore {
    const NAME: &'static str = "product_model.restore";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let model = tx.load::<ProductModel>(self.id).await?.restore()?;
        kept(tx, &model, CatalogEvent::ModelRestored { model: model.id }).await
    }
}

async fn kept(tx: &mut Tx<'_>, model: &ProductModel, event: CatalogEvent) -> Result<Outcome> {
    tx.save(model).await?;
    let today = tx.today_of_org().await?;
    tx.emit(event, today).await?;
    Ok(Outcome::of(model.doc_ref()))
}
