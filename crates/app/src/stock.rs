//! Verbs on stock: what came in, and what was counted.

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    catalog::Product,
    dates::Date,
    document::{Document, required},
    ids::*,
    money::{Money, Quantity},
    stock::{Movement, StockEvent},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Takes goods into stock.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StockReceive {
    /// The company whose books it goes into; the first one when left out.
    pub entity: Option<EntityId>,
    pub product: ProductId,
    pub quantity: Quantity,
    /// What one unit cost; the product's own cost when left out.
    pub unit_cost: Option<Money>,
    /// Today when left out.
    pub date: Option<Date>,
}
impl Verb for StockReceive {
    const NAME: &'static str = "stock.receive";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let entity = tx.entity_or_first(self.entity).await?;
        let product: Product = tx.peek(self.product).await?;
        let on = tx.happened(entity.id, self.date).await?;
        let movements = vec![Movement::receive(&product, self.quantity, self.unit_cost, entity.currency)?];
        let event = StockEvent::Received { entity: entity.id, product: product.id, on, movements: movements.clone() };
        moved(tx, event, on, &movements).await?;
        Ok(Outcome::of(product.doc_ref()).number(product.sku))
    }
}

/// Sets the stock to what was counted; the difference goes into the books.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StockAdjust {
    /// The company whose books it goes into; the first one when left out.
    pub entity: Option<EntityId>,
    pub product: ProductId,
    /// How many lie there.
    pub counted: Quantity,
    pub reason: String,
}
impl Verb for StockAdjust {
    const NAME: &'static str = "stock.adjust";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        required("reason", &self.reason)?;
        let entity = tx.entity_or_first(self.entity).await?;
        let product: Product = tx.peek(self.product).await?;
        let (on, org) = (tx.today(entity.id).await?, tx.org());
        let (micros, _) = store::facts::stock_level(tx.conn(), org, product.id).await?;
        let expected = Quantity::from_micros(micros);
        let movements = vec![Movement::adjust(&product, self.counted, expected, entity.currency)?];
        let event = StockEvent::Adjusted {
            entity: entity.id,
            product: product.id,
            on,
            reason: self.reason,
            movements: movements.clone(),
        };
        moved(tx, event, on, &movements).await?;
        Ok(Outcome::of(product.doc_ref()).number(product.sku))
    }
}

async fn moved(tx: &mut Tx<'_>, event: StockEvent, on: Date, movements: &[Movement]) -> Result<()> {
    let event = tx.emit(event, on).await?;
    let org = tx.org();
    Ok(store::facts::insert_movements(tx.conn(), org, event, on, None, movements).await?)
}
