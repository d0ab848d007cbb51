//! The catalogue as files: products and their prices taken in from CSV or UBL Catalogue, and written out. Every row is a verb
//! of its own; a row that is as it was runs none, so that taking a file in again changes nothing.

use super::ProductFields;
use crate::{
    error::{Error, Result},
    read::Reader,
    runner::{App, Call},
};
pub use documents::catalogue::Format as CatalogueFormat;
use documents::catalogue::{self, Format, Found, Item, NamedRow, Seller};
use domain::{
    catalog::*,
    document::{DocRef, Document, Kind},
    ids::*,
    money::*,
    pricing::PerQuantity,
    refusal::Refusal,
};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, HashMap};
use store::document::Query;

/// What came of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CatalogueReport {
    /// Nothing was written: this is what would be.
    pub dry_run: bool,
    pub added: u64,
    pub changed: u64,
    /// As they were.
    pub same: u64,
    /// Prices that are new or other than before.
    pub prices: u64,
    /// Rows that were left out, each with its line and why.
    pub named: Vec<NamedRow>,
}

/// Documents that are read at a time.
const PAGE: u32 = 500;

impl App {
    /// Takes in products with their prices. With `dry_run` nothing is written, and the same is said. A row that cannot be is
    /// named; stops only at a file that is no catalogue, or when the database is gone.
    pub async fn import_products(
        &self,
        call: &Call,
        file: &str,
        bytes: &[u8],
        dry_run: bool,
    ) -> Result<CatalogueReport> {
        for needed in ["product.create", "product.edit", "price_book.edit"] {
            call.actor.need(needed)?;
        }
        let Found { name, items, named } = catalogue::read(file, bytes)?;
        let entity = self.first_entity(call.org).await?;
        let report = CatalogueReport { dry_run, named, ..CatalogueReport::default() };
        let mut import = Import {
            app: self,
            call,
            currency: entity.currency,
            seen: HashMap::new(),
            prices: BTreeMap::new(),
            report,
        };
        for item in items {
            let line = item.line;
            match import.item(item).await {
                Ok(()) => {}
                Err(Error::Refused(reason)) => import.report.named.push(NamedRow { line, reason }),
                Err(fault) => return Err(fault),
            }
        }
        let name = name.unwrap_or_else(|| text::t(entity.language, "catalogue-prices"));
        import.keep_prices(&name).await?;
        import.report.named.sort_by_key(|row| row.line);
        Ok(import.report)
    }

    /// All products with the prices that hold for everybody today; costs only for who may see them.
    pub async fn export_products(&self, reader: &Reader, format: Format) -> Result<String> {
        reader.actor.need("product.read")?;
        reader.actor.need("price_book.read")?;
        let entity = self.first_entity(reader.org).await?;
        let today = self.today(reader).await?;
        let books = self.books_for_all(reader.org).await?;
        let book = books.iter().find(|book| book.currency == entity.currency && book.holds_on(today));
        let shows_cost = reader.actor.has("product.cost");
        let mut items = Vec::new();
        for product in self.all::<Product>(reader.org, Kind::Product).await? {
            let price = book.and_then(|book| book.price_of(product.id, today));
            items.push(item_of(&product, price, entity.currency, shows_cost));
        }
        items.sort_by(|a, b| a.sku.cmp(&b.sku));
        let seller = Seller { name: &entity.legal_name, on: today, currency: entity.currency };
        Ok(catalogue::write(format, &seller, &items))
    }

    /// Price books for everybody that are in use, the latest first.
    async fn books_for_all(&self, org: OrgId) -> Result<Vec<PriceBook>> {
        let mut books: Vec<PriceBook> = self.all(org, Kind::PriceBook).await?;
        books.retain(|book| book.archived.is_none() && book.prepared.is_none() && book.audience.is_everyone());
        books.sort_by_key(|book| std::cmp::Reverse(book.valid_from));
        Ok(books)
    }

    async fn all<D: Document>(&self, org: OrgId, kind: Kind) -> Result<Vec<D>> {
        let mut conn = self.db.read().await?;
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let query = Query { kind: Some(kind), ascending: true, limit: PAGE, after, ..Query::default() };
            let heads = store::document::list(&mut conn, org, &query).await?;
            for head in &heads {
                found.extend(store::document::load::<D>(&mut conn, org, head.id, false).await?.map(|(doc, _)| doc));
            }
            match heads.last() {
                Some(last) if heads.len() == PAGE as usize => after = Some(last.id),
                _ => return Ok(found),
            }
        }
    }
}

struct Import<'i> {
    app: &'i App,
    call: &'i Call,
    /// Of prices that name none.
    currency: Currency,
    /// The line on which an article stood first.
    seen: HashMap<String, u64>,
    prices: BTreeMap<Currency, Vec<(u64, Option<ProductId>, PriceModel)>>,
    report: CatalogueReport,
}

impl Import<'_> {
    async fn item(&mut self, item: Item) -> Result<()> {
        if let Some(first) = self.seen.insert(item.sku.to_lowercase(), item.line) {
            let refusal = Refusal::invalid("catalogue_sku_twice").with("sku", &item.sku);
            return Err(refusal.with("first", usize::try_from(first).unwrap_or_default()).into());
        }
        let known = self.known(&item.sku).await?;
        let currency = item.currency.unwrap_or(self.currency);
        let price = price_of(&item);
        if let Some(price) = &price {
            price.check("price")?;
        }
        let mut before = known.as_ref().map(fields_of);
        let after = merged(before.take(), &item, currency)?;
        let product = match known {
            Some(product) => self.changed(product, after, item.archived).await?,
            None => self.added(after, item.archived).await?,
        };
        if let Some(price) = price {
            self.prices.entry(currency).or_default().push((item.line, product, price));
        }
        Ok(())
    }

    async fn known(&self, sku: &str) -> Result<Option<Product>> {
        let mut conn = self.app.db.read().await?;
        let Some(id) = store::document::by_number(&mut conn, self.call.org, Kind::Product, sku).await? else {
            return Ok(None);
        };
        Ok(store::document::load::<Product>(&mut conn, self.call.org, id, false).await?.map(|(product, _)| product))
    }

    async fn added(&mut self, fields: ProductFields, archived: Option<bool>) -> Result<Option<ProductId>> {
        fields.clone().onto(Product::blank(ProductId(RawId::default()))).check()?;
        self.report.added += 1;
        if self.report.dry_run {
            return Ok(None);
        }
        let made = self.run("product.create", json!(fields)).await;
        let made = made.inspect_err(|_| self.report.added -= 1)?;
        if archived == Some(true) {
            self.run("product.archive", json!({ "id": made })).await?;
        }
        Ok(Some(ProductId(made.id)))
    }

    async fn changed(
        &mut self,
        product: Product,
        fields: ProductFields,
        archived: Option<bool>,
    ) -> Result<Option<ProductId>> {
        let id = product.id;
        let edited = json!(fields) != json!(fields_of(&product));
        let moved = archived.filter(|archived| *archived != product.archived.is_some());
        fields.clone().onto(product).check()?;
        if !edited && moved.is_none() {
            self.report.same += 1;
            return Ok(Some(id));
        }
        if !self.report.dry_run {
            if edited {
                let mut input = json!(fields);
                input["id"] = json!(id);
                self.run("product.edit", input).await?;
            }
            match moved {
                Some(true) => drop(self.run("product.archive", json!({ "id": id })).await?),
                Some(false) => drop(self.run("product.restore", json!({ "id": id })).await?),
                None => {}
            }
        }
        self.report.changed += 1;
        Ok(Some(id))
    }

    async fn run(&self, verb: &str, input: Json) -> Result<DocRef> {
        Ok(self.app.execute(self.call, verb, input).await?.document())
    }

    /// The prices of each currency go into the list for everybody that holds, or into a new one.
    async fn keep_prices(&mut self, name: &str) -> Result<()> {
        let today = self.app.today(&Reader { org: self.call.org, actor: self.call.actor.clone() }).await?;
        let books = self.app.books_for_all(self.call.org).await?;
        for (currency, prices) in std::mem::take(&mut self.prices) {
            let book = books.iter().find(|book| book.currency == currency && book.holds_on(today));
            let mut entries = book.map(|book| book.entries.clone()).unwrap_or_default();
            let mut places: HashMap<ProductId, usize> =
                entries.iter().enumerate().map(|(at, entry)| (entry.product, at)).collect();
            let mut changed = 0;
            for (_, product, price) in prices {
                // In a dry run a product that is new has no id yet.
                let Some(product) = product else {
                    changed += 1;
                    continue;
                };
                match places.get(&product) {
                    Some(at) if entries[*at].price == price => {}
                    Some(at) => {
                        entries[*at].price = price;
                        changed += 1;
                    }
                    None => {
                        places.insert(product, entries.len());
                        entries.push(PriceEntry { product, price });
                        changed += 1;
                    }
                }
            }
            self.report.prices += changed;
            if changed == 0 || self.report.dry_run {
                continue;
            }
            match book {
                Some(book) => {
                    let input = json!({"id": book.id, "name": book.name, "valid_from": book.valid_from,
                        "valid_until": book.valid_until, "entries": entries});
                    self.run("price_book.edit", input).await?;
                }
                None => {
                    let input = json!({"name": name, "currency": currency, "entries": entries});
                    self.run("price_book.create", input).await?;
                }
            }
        }
        Ok(())
    }
}

fn price_of(item: &Item) -> Option<PriceModel> {
    let price = item.price?;
    Some(match item.base.filter(|base| *base != Quantity::ONE) {
        Some(base) => PriceModel::PerQuantity(PerQuantity { price, base }),
        None => PriceModel::PerUnit { unit_price: price },
    })
}

/// What can be said of a product, as it stands.
fn fields_of(product: &Product) -> ProductFields {
    let product = product.clone();
    ProductFields {
        sku: product.sku,
        name: product.name,
        description: product.description,
        unit: Some(product.unit),
        supply: product.supply,
        tax_class: product.tax_class,
        charging: product.charging,
        recognition: product.recognition,
        cost: product.cost,
        standalone_price: product.standalone_price,
        series: product.series,
        lead_time_days: product.lead_time_days,
        metadata: product.metadata,
    }
}

/// What a row says over what is known; what it leaves out stays.
fn merged(before: Option<ProductFields>, item: &Item, currency: Currency) -> Result<ProductFields> {
    let missing = || Refusal::invalid("value_missing").with("field", domain::refusal::Arg::Word("field-name".into()));
    let cost = item.cost.map(|cost| Money::from_decimal(cost, currency, Rounding::HalfUp)).transpose()?;
    let before = match before {
        Some(before) => before,
        None => ProductFields {
            name: item.name.clone().ok_or_else(missing)?,
            unit: Some("C62".into()),
            ..fields_of(&Product::blank(ProductId(RawId::default())))
        },
    };
    let unit = item.unit.clone().or(before.unit);
    Ok(ProductFields {
        sku: item.sku.clone(),
        name: item.name.clone().unwrap_or(before.name),
        description: item.description.clone().or(before.description),
        unit,
        supply: item.supply.unwrap_or(before.supply),
        tax_class: item.tax_class.unwrap_or(before.tax_class),
        charging: item.charging.unwrap_or(before.charging),
        recognition: item.recognition.unwrap_or(before.recognition),
        cost: cost.or(before.cost),
        standalone_price: before.standalone_price,
        series: item.series.clone().or(before.series),
        lead_time_days: item.lead_time_days.or(before.lead_time_days),
        metadata: before.metadata,
    })
}

fn item_of(product: &Product, price: Option<&PriceModel>, currency: Currency, shows_cost: bool) -> Item {
    // Prices of other models than these have no place in a list.
    let (price, base) = match price {
        Some(PriceModel::PerUnit { unit_price }) => (Some(*unit_price), None),
        Some(PriceModel::PerQuantity(PerQuantity { price, base })) => (Some(*price), Some(*base)),
        _ => (None, None),
    };
    let cost = product.cost.filter(|cost| shows_cost && cost.currency() == currency);
    Item {
        line: 0,
        sku: product.sku.clone(),
        name: Some(product.name.clone()),
        description: product.description.clone(),
        unit: Some(product.unit.clone()),
        supply: Some(product.supply),
        tax_class: Some(product.tax_class),
        charging: Some(product.charging),
        recognition: Some(product.recognition),
        lead_time_days: product.lead_time_days,
        series: product.series.clone(),
        cost: cost.map(|cost| cost.decimal()),
        price,
        base,
        currency: Some(currency).filter(|_| price.is_some() || cost.is_some()),
        archived: Some(product.archived.is_some()),
    }
}
