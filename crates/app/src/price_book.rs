//! Verbs on price books, and which book a quote takes its prices from.

mod next;
mod preview;

pub use next::{PriceBookPrepare, PriceBookPublish};
pub use preview::*;

use crate::{
    error::{Error, Result},
    product,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    catalog::*,
    contract::Contract,
    crm::Customer,
    dates::Date,
    document::{Document, Kind},
    ids::*,
    money::*,
    pricing::PriceStep,
    quote::Quote,
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::{Conn, StoreError, document::Query};

/// Heads of price books that are read at a time.
const PAGE: u32 = 500;

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
    #[serde(flatten)]
    pub audience: Audience,
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
            audience: self.audience,
            entries: self.entries,
            prepared: None,
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
    #[serde(flatten)]
    pub audience: Audience,
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
            audience: self.audience,
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
        check_beside(tx, &book).await?;
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
        check_beside(tx, &book).await?;
        tx.save(&book).await?;
        tx.emit(CatalogEvent::PriceBookRestored { price_book: book.id }, today).await?;
        Ok(Outcome::of(book.doc_ref()))
    }
}

async fn save(tx: &mut Tx<'_>, book: &PriceBook) -> Result<()> {
    book.check()?;
    let products: Vec<ProductId> = book.entries.iter().map(|entry| entry.product).collect();
    product::must_exist(tx, &products).await?;
    if let Some(contract) = book.audience.contract {
        tx.peek::<Contract>(contract).await.map_err(|e| e.at("contract"))?;
    }
    for (index, customer) in book.audience.customers.iter().enumerate() {
        tx.peek::<Customer>(*customer).await.map_err(|e| e.at(&format!("customers.{index}")))?;
    }
    check_beside(tx, book).await?;
    tx.save(book).await
}

async fn edited(tx: &mut Tx<'_>, book: PriceBook) -> Result<Outcome> {
    let today = tx.today_of_org().await?;
    tx.emit(CatalogEvent::PriceBookEdited { price_book: book.id }, today).await?;
    Ok(Outcome::of(book.doc_ref()))
}

/// Refuses a book beside which another is for the same buyers, days and products, without either coming first.
async fn check_beside(tx: &mut Tx<'_>, book: &PriceBook) -> Result<()> {
    let org = tx.org();
    for (head, _) in heads(tx.conn(), org).await? {
        if book.meets(&head) {
            book.check_beside(&tx.peek::<PriceBook>(head.id).await?)?;
        }
    }
    Ok(())
}

/// The books in use without what is in them, with their versions.
async fn heads(conn: &mut Conn, org: OrgId) -> Result<Vec<(PriceBook, u32)>> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let query = Query {
            kind: Some(Kind::PriceBook),
            states: vec!["active".into()],
            limit: PAGE,
            with_body: true,
            after,
            ..Query::default()
        };
        let page = store::document::list(conn, org, &query).await?;
        after = page.last().map(|listed| listed.id).filter(|_| page.len() == PAGE as usize);
        for listed in page {
            let body = listed.body.as_deref().unwrap_or("{}");
            let wrong = |e| StoreError::Bug(format!("head of {}: {e}", listed.doc_ref()));
            all.push((serde_json::from_str(body).map_err(wrong)?, listed.version));
        }
        if after.is_none() {
            return Ok(all);
        }
    }
}

/// For whom prices are looked up, where and when.
#[derive(Clone, Debug)]
pub(crate) struct Wanted<'a> {
    pub customer: CustomerId,
    pub channel: Option<&'a str>,
    pub currency: Currency,
    pub on: Date,
}
impl<'a> Wanted<'a> {
    pub fn by(quote: &'a Quote) -> Wanted<'a> {
        let (customer, currency, on) = (quote.customer, quote.currency, quote.date);
        Wanted { customer, channel: quote.channel.as_deref(), currency, on }
    }
}

/// Where a buyer's prices come from: of the books in use, those that hold, read whole.
pub(crate) async fn sources(conn: &mut Conn, org: OrgId, wanted: &Wanted<'_>) -> Result<Sources> {
    let heads = heads(conn, org).await?;
    with_buyer(conn, org, wanted, &heads, async |conn, buyer| {
        let mut books = Vec::with_capacity(heads.len());
        for (head, version) in &heads {
            let whole = match head.hindrance(buyer) {
                None => {
                    store::document::load::<PriceBook>(conn, org, head.id.raw(), false).await?.map(|(book, _)| book)
                }
                Some(_) => None,
            };
            books.push((whole.unwrap_or_else(|| head.clone()), *version));
        }
        Ok(Sources::of(buyer, books))
    })
    .await
}

/// The only book that a quote's prices come from, because it was named: it must be for its customer, currency and day.
pub(crate) async fn named(conn: &mut Conn, org: OrgId, id: PriceBookId, wanted: &Wanted<'_>) -> Result<Sources> {
    let found = store::document::load::<PriceBook>(conn, org, id.raw(), false).await?;
    let (book, loaded) = found.ok_or_else(|| crate::tx::missing(Kind::PriceBook, id.raw()))?;
    book.usable(wanted.currency, wanted.on, "price_book")?;
    let beside = [(book.clone(), loaded.version)];
    let hindrance = with_buyer(conn, org, wanted, &beside, async |_, buyer| Ok(book.hindrance(buyer))).await?;
    if hindrance.is_some() {
        return Err(Refusal::invalid("price_book_for_others").with("name", &book.name).at("price_book").into());
    }
    Ok(Sources::named(book, loaded.version))
}

/// Where a quote's prices come from: the book that was named, or those that are for the customer.
pub(crate) async fn of_quote(conn: &mut Conn, org: OrgId, quote: &Quote) -> Result<Sources> {
    let wanted = Wanted::by(quote);
    match quote.price_book {
        Some(id) => named(conn, org, id, &wanted).await,
        None => sources(conn, org, &wanted).await,
    }
}

/// The steps with the books they come from. A book that may no longer be used is named no more.
pub(crate) async fn name_sources(
    conn: &mut Conn,
    org: OrgId,
    quote: &Quote,
    steps: Vec<PriceStep>,
) -> Result<Vec<PriceStep>> {
    if !quote.lines.iter().any(|line| line.terms.product.is_some()) {
        return Ok(steps);
    }
    match of_quote(conn, org, quote).await {
        Ok(sources) => Ok(quote.name_sources(steps, &sources)),
        Err(Error::Refused(_)) => Ok(steps),
        Err(error) => Err(error),
    }
}

/// Who buys, with what the customer is and has agreed; contracts are read only where a book asks for one.
async fn with_buyer<T>(
    conn: &mut Conn,
    org: OrgId,
    wanted: &Wanted<'_>,
    books: &[(PriceBook, u32)],
    then: impl AsyncFnOnce(&mut Conn, &Buyer<'_>) -> Result<T>,
) -> Result<T> {
    let customer = store::document::load::<Customer>(conn, org, wanted.customer.raw(), false).await?;
    let asked = books.iter().filter_map(|(book, _)| book.audience.contract).map(|id| id.raw());
    let ids: Vec<RawId> = asked.collect::<BTreeSet<_>>().into_iter().collect();
    let mut contracts = Vec::new();
    if !ids.is_empty() {
        let (kind, customer, states) = (Some(Kind::Contract), Some(wanted.customer), vec!["signed".into()]);
        let limit = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let query = Query { kind, customer, states, ids, limit, ..Query::default() };
        contracts.extend(store::document::list(conn, org, &query).await?.iter().map(|found| ContractId(found.id)));
    }
    let buyer = Buyer {
        customer: Some(wanted.customer),
        contracts: &contracts,
        segment: customer.as_ref().and_then(|(customer, _)| customer.sector.as_deref()),
        channel: wanted.channel,
        currency: wanted.currency,
        on: wanted.on,
    };
    then(conn, &buyer).await
}
