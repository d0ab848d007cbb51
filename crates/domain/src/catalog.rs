//! The catalogue: products and the price books that say what they cost. Nothing after acceptance looks here again.

mod choice;
mod prepare;
mod price_book;
mod product;
mod product_model;
mod promotion;
mod sources;

pub use crate::pricing::{Bundle, BundlePart, BundlePricing, PriceModel, Tier};
pub use choice::{Buyer, Choice, Considered, Listed, choose_price};
pub(crate) use product::{known_unit, not_negative};
pub use product_model::ProductModel;
pub use promotion::{Promotion, Use};
pub use sources::{ReadBook, Sourced, Sources};

use crate::{crm::Metadata, dates::*, document::*, ids::*, money::*};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What kind of supply it is, for VAT (place of supply) and stock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Supply {
    /// Moved, counted in stock, delivered.
    #[default]
    Goods,
    Service,
}

/// The tax class of a product: which of a country's rates it takes. The rate itself is decided at the tax point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxClass {
    #[default]
    Standard,
    Reduced,
    Zero,
    Exempt,
}

/// Whether it is charged once or again every interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Charging {
    #[default]
    OneOff,
    Monthly,
    Quarterly,
    Yearly,
}
impl Charging {
    pub fn interval(self) -> Option<Interval> {
        match self {
            Charging::OneOff => None,
            Charging::Monthly => Some(Interval::Month),
            Charging::Quarterly => Some(Interval::Quarter),
            Charging::Yearly => Some(Interval::Year),
        }
    }
}

/// When the revenue of a performance obligation is recognised (IFRS 15.31-45).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recognition {
    /// When control passes: on delivery (IFRS 15.38).
    #[default]
    PointInTime,
    /// Evenly over the days of the service period (IFRS 15.35(a)).
    StraightLine,
}

/// Something that is sold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Product {
    pub id: ProductId,
    /// The code people order by; unique in the organisation.
    pub sku: String,
    pub name: String,
    pub description: Option<String>,
    /// UN/ECE Recommendation 20 code: C62 (piece), HUR (hour), DAY, MON, ANN, KGM.
    pub unit: String,
    #[serde(default)]
    pub supply: Supply,
    #[serde(default)]
    pub tax_class: TaxClass,
    #[serde(default)]
    pub charging: Charging,
    #[serde(default)]
    pub recognition: Recognition,
    /// Cost of one unit: a sensitive field, shown with permission `product.cost`.
    pub cost: Option<Money>,
    /// Price at which it is sold on its own (IFRS 15.77); the list price when absent.
    pub standalone_price: Option<Money>,
    pub series: Option<String>,
    /// Days from an order until it can be delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_time_days: Option<u32>,
    /// What it consists of, when it is sold as several products under one price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundle: Option<Bundle>,
    pub archived: Option<Date>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: Metadata,
}
impl Document for Product {
    const KIND: Kind = Kind::Product;
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            number: self.sku.clone(),
            title: self.name.clone(),
            state: if self.archived.is_some() { "archived" } else { "active" },
            ..Head::default()
        }
    }
}

/// The price of one product in a price book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PriceEntry {
    pub product: ProductId,
    pub price: PriceModel,
}

/// For whom a price book is. Empty lists are for everyone; of the books that are for a buyer, the one that says so most
/// exactly comes first: a contract, a customer, a segment, a channel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Audience {
    /// The prices agreed in this contract, while it is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub customers: Vec<CustomerId>,
    /// Sectors of customers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<String>,
    /// Where is bought: `web`, `partner`, `field`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// Of two books that are as exact, the higher one comes first.
    pub priority: u32,
}
impl Audience {
    pub fn is_everyone(&self) -> bool {
        *self == Audience::default()
    }
}

/// Prices in one currency that hold from a date up to and including another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PriceBook {
    pub id: PriceBookId,
    pub name: String,
    pub currency: Currency,
    pub valid_from: Date,
    pub valid_until: Option<Date>,
    #[serde(default, skip_serializing_if = "Audience::is_everyone")]
    pub audience: Audience,
    #[serde(default)]
    pub entries: Vec<PriceEntry>,
    /// What it was prepared from, until it is published; nobody is priced by it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepared: Option<PriceBookId>,
    pub archived: Option<Date>,
}
impl Document for PriceBook {
    const KIND: Kind = Kind::PriceBook;
    const PARTS: &'static [&'static str] = &["entries"];
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            title: self.name.clone(),
            state: match (self.archived, self.prepared) {
                (Some(_), _) => "archived",
                (None, Some(_)) => "draft",
                (None, None) => "active",
            },
            date: Some(self.valid_from),
            date_due: self.valid_until,
            ..Head::default()
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum CatalogEvent {
    ProductCreated { product: ProductId },
    ProductEdited { product: ProductId },
    ProductArchived { product: ProductId },
    ProductRestored { product: ProductId },
    PriceBookCreated { price_book: PriceBookId },
    PriceBookEdited { price_book: PriceBookId },
    PriceBookArchived { price_book: PriceBookId },
    PriceBookRestored { price_book: PriceBookId },
    PriceBookPrepared { price_book: PriceBookId, from: PriceBookId },
    PriceBookPublished { price_book: PriceBookId, earlier: PriceBookId },
    PromotionCreated { promotion: PromotionId },
    PromotionEdited { promotion: PromotionId },
    PromotionArchived { promotion: PromotionId },
    PromotionRestored { promotion: PromotionId },
    PromotionRedeemed { promotion: PromotionId, quote: QuoteId },
    ModelCreated { model: ProductModelId },
    ModelEdited { model: ProductModelId },
    ModelArchived { model: ProductModelId },
    ModelRestored { model: ProductModelId },
}
