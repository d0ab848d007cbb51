//! A product model: what a configurable product can be made of. Its text is kept as it was given; the configurator reads it.

use crate::{dates::Date, document::*, ids::*, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Options of a product, and the rules about which of them go together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProductModel {
    pub id: ProductModelId,
    pub name: String,
    /// What a configuration is sold as; a line of its own when absent.
    pub product: Option<ProductId>,
    /// In UVL, the Universal Variability Language. Options may carry a `price` and a `cost`.
    pub definition: String,
    pub archived: Option<Date>,
}
impl ProductModel {
    pub fn check(&self) -> Result<(), Refusal> {
        required("name", &self.name)?;
        required("definition", &self.definition)
    }
    pub fn archive(self, on: Date) -> Result<ProductModel, Refusal> {
        match self.archived {
            None => Ok(ProductModel { archived: Some(on), ..self }),
            Some(on) => Err(Refusal::state("product_model_archived").with("name", &self.name).with("on", on)),
        }
    }
    pub fn restore(self) -> Result<ProductModel, Refusal> {
        match self.archived {
            Some(_) => Ok(ProductModel { archived: None, ..self }),
            None => Err(Refusal::state("product_model_active").with("name", &self.name)),
        }
    }
}
impl Document for ProductModel {
    const KIND: Kind = Kind::ProductModel;
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            title: self.name.clone(),
            state: if self.archived.is_some() { "archived" } else { "active" },
            ..Head::default()
        }
    }
}
