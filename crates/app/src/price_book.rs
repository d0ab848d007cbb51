//! Verbs on price books, and which book a quote takes its prices from.

use crate::{
    error::Result,
    product,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    catalog::*,
    dates::Date,
    document::{Document, Kind},
    ids::*,
    money::*,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::document::{Query, Sort};

/// Adds a price book.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PriceBookCreate {
    pub name: String,
    /// The first entity's currency when left out; it stays as it is.
    pub currency: Option<Currency>,
    /// First day of its prices; today when left out.
    pub valid_from: Option<Date>,
    /// Last day of its prices; without one they hold until the book is archived.
    pub valid_until: Option<Date>,
    /// One price for each product.
    #[serde(default)]
    pub entries: Vec<PriceEntry>,
}
impl Verb for PriceBookCreate {
    const NAME: &'static str = "price_book.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = tx.today_of_org().await?;
        let currency = match self.currency {
            Some(currency) => currency,
            None => tx.entity_or_first(None).await?.currency,
        };
        let book = PriceBook {
            id: tx.new_id(),
            name: self.name,
            currency,
            valid_from: self.valid_from.unwrap_or(today),
            valid_until: self.valid_until,
            audience: Audience::default(),
            entries: self.entries,
            archived: None,
        };
        save(tx, &book).await?;
        tx.emit(CatalogEvent::PriceBookCreated { price_book: book.id }, today).await?;
        Ok(Outcome::of(book.doc_ref()))
    }
}

/// Changes a price book; quotes keep the prices they were made with.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PriceBookEdit {
    pub id: PriceBookId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    pub name: String,
    pub valid_from: Date,
    pub valid_until: Option<Date>,
    /// All its prices; as they are when left out.
    pub entries: Option<Vec<PriceEntry>>,
}
impl Verb for PriceBookEdit {
    const NAME: &'static str = "price_book.edit";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let before: PriceBook = tx.load_version(self.id, self.version).await?;
        let book = PriceBook {
            name: self.name,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            entries: self.entries.unwrap_or(before.entries),
            ..before
        };
        save(tx, &book).await?;
        edited(tx, book).await
    }
}

/// Sets the price of one product in a price book.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PriceBookSetPrice {
    pub id: PriceBookId,
    pub product: ProductId,
    pub price: PriceModel,
}
impl Verb for PriceBookSetPrice {
    const NAME: &'static str = "price_book.set_price";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        self.price.check("price")?;
        tx.peek::<Product>(self.product).await?;
        let mut book: PriceBook = tx.load(self.id).await?;
        match book.entries.iter_mut().find(|entry| entry.product == self.product) {
            Some(entry) => entry.price = self.price,
            None => book.entries.push(PriceEntry { product: self.product, price: self.price }),
        }
        tx.save(&book).await?;
        edited(tx, book).await
    }
}

/// Ends the use of a price book.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PriceBookArchive {
    pub id: PriceBookId,
}
impl Verb for PriceBookArchive {
    const NAME: &'static str = "price_book.archive";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = tx.today_of_org().await?;
        let book = tx.load::<PriceBook>(self.id).await?.archive(today)?;
        tx.save(&book).await?;
        tx.emit(CatalogEvent::PriceBookArchived { price_book: book.id }, today).await?;
        Ok(Outcome::of(book.doc_ref()))
    }
}

/// Puts an archived price book back into use.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PriceBookRestore {
    pub id: PriceBookId,
}
impl Verb for PriceBookRestore {
    const NAME: &'static str = "price_book.restore";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = tx.today_of_org().await?;
        let book = tx.load::<PriceBook>(self.id).await?.restore()?;
        tx.save(&book).await?;
        tx.emit(CatalogEvent::PriceBookRestored { price_book: book.id }, today).await?;
        Ok(Outcome::of(book.doc_ref()))
    }
}

async fn save(tx: &mut Tx<'_>, book: &PriceBook) -> Result<()> {
    book.check()?;
    let products: Vec<ProductId> = book.entries.iter().map(|entry| entry.product).collect();
    product::must_exist(tx, &products).await?;
    tx.save(book).await
}

async fn edited(tx: &mut Tx<'_>, book: PriceBook) -> Result<Outcome> {
    let today = tx.today_of_org().await?;
    tx.emit(CatalogEvent::PriceBookEdited { price_book: book.id }, today).await?;
    Ok(Outcome::of(book.doc_ref()))
}

/// The book whose prices hold on a day in a currency: the one that began last; `None` when there is none.
pub(crate) async fn in_force(tx: &mut Tx<'_>, currency: Currency, on: Date) -> Result<Option<PriceBookId>> {
    let query = Query {
        kind: Some(Kind::PriceBook),
        states: vec!["active".into()],
        date_until: Some(on),
        sort: Sort::Date,
        limit: 200,
        with_body: true,
        ..Query::default()
    };
    let in_currency = |body: &Option<String>| {
        let body = body.as_deref().and_then(|b| serde_json::from_str::<serde_json::Value>(b).ok());
        body.is_some_and(|b| b.get("currency").and_then(|c| c.as_str()) == Some(currency.code()))
    };
    let books = tx.list(&query).await?;
    let found = books.iter().find(|b| b.date_due.is_none_or(|until| on <= until) && in_currency(&b.body));
    Ok(found.map(|b| PriceBookId(b.id)))
}
