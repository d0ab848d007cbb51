//! Editing a draft's lines as in a spreadsheet: some are put, removed or moved, all others stay. What a user does at once
//! is one intent, and what takes it back is another list of changes.

use super::{
    lines::{self, Known, QuoteLineInput},
    outcome,
};
use crate::{
    error::{Error, Result},
    product::bundle::Within,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{catalog::*, document::Kind, ids::*, money::*, quote::*, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, btree_map::Entry};

/// The highest number a line can have.
const NUMBER_MAX: u32 = 999_999_999;

/// What happens to a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Changes the line with this number, or makes a new one.
    #[default]
    Put,
    Remove,
    Move,
}

/// A field that holds nothing from then on, or again what the catalogue says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClearedField {
    Product,
    Price,
    Discount,
    Term,
    Standalone,
    Cost,
    Alternative,
    CustomerQuantity,
}

/// A change of one line; fields that are not given stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineChange {
    #[serde(default)]
    pub change: ChangeKind,
    /// The number of the line; a new line gets the next free one.
    pub no: Option<u32>,
    /// Where it stands from then on, 1 for the first; a new line comes at the end when left out.
    pub position: Option<u32>,
    /// Optional lines count once they are chosen; headings and notes have only a description.
    pub kind: Option<LineKind>,
    /// The alternative it belongs to; lines of the same one are chosen together.
    pub alternative: Option<Alternative>,
    /// Within which bounds the customer may order another quantity.
    pub customer_quantity: Option<QuantityRange>,
    pub product: Option<ProductId>,
    /// The product by its own code, in place of its id.
    pub sku: Option<String>,
    pub description: Option<String>,
    /// One on a new line when left out.
    pub quantity: Option<Quantity>,
    /// UN/ECE Recommendation 20 code.
    pub unit: Option<String>,
    /// On a new line of a product the price book's when left out.
    pub price: Option<PriceModel>,
    /// Discount on the line, in per cent.
    pub discount: Option<Percent>,
    pub supply: Option<Supply>,
    pub tax_class: Option<TaxClass>,
    pub charging: Option<Charging>,
    /// How many intervals are agreed.
    pub term: Option<u32>,
    pub recognition: Option<Recognition>,
    pub standalone: Option<Money>,
    /// Cost of one unit, for those who may see it.
    pub cost: Option<Money>,
    /// Fields to empty; a cleared price is again that of the price book.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clear: Vec<ClearedField>,
}

impl LineChange {
    /// A step as a change that says all of the line.
    pub fn of(step: &LineStep) -> LineChange {
        let position = |at: usize| u32::try_from(at + 1).ok();
        match step {
            LineStep::Remove { no } => {
                LineChange { change: ChangeKind::Remove, no: Some(*no), ..LineChange::default() }
            }
            LineStep::Move { no, at } => {
                LineChange { change: ChangeKind::Move, no: Some(*no), position: position(*at), ..LineChange::default() }
            }
            LineStep::Put { line, at } => {
                LineChange { position: at.and_then(position), ..LineChange::whole(line.as_ref().clone()) }
            }
        }
    }
    fn whole(line: QuoteLine) -> LineChange {
        let terms = line.terms;
        let empty = [
            (terms.product.is_none(), ClearedField::Product),
            (terms.discount.is_none(), ClearedField::Discount),
            (terms.term.is_none(), ClearedField::Term),
            (terms.standalone.is_none(), ClearedField::Standalone),
            (terms.cost.is_none(), ClearedField::Cost),
            (line.alternative.is_none(), ClearedField::Alternative),
            (line.customer_quantity.is_none(), ClearedField::CustomerQuantity),
        ];
        if !line.kind.is_priced() {
            let (no, kind, description) = (Some(line.no), Some(line.kind), Some(terms.description));
            return LineChange { no, kind, description, ..LineChange::default() };
        }
        LineChange {
            no: Some(line.no),
            kind: Some(line.kind),
            alternative: line.alternative,
            customer_quantity: line.customer_quantity,
            product: terms.product,
            description: Some(terms.description),
            quantity: Some(terms.quantity),
            unit: Some(terms.unit),
            price: Some(terms.price),
            discount: terms.discount,
            supply: Some(terms.supply),
            tax_class: Some(terms.tax_class),
            charging: Some(terms.charging),
            term: terms.term,
            recognition: Some(terms.recognition),
            standalone: terms.standalone,
            cost: terms.cost,
            clear: empty.into_iter().filter_map(|(empty, field)| empty.then_some(field)).collect(),
            ..LineChange::default()
        }
    }
}

/// Changes lines of a draft, one after the other: puts, removes and moves them. All other lines stay as they are.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteEditLines {
    pub id: QuoteId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    pub changes: Vec<LineChange>,
}
impl Verb for QuoteEditLines {
    const NAME: &'static str = "quote.edit_lines";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        if self.changes.len() > LINES_MAX {
            let refusal = Refusal::invalid("lines_too_many").with("lines", self.changes.len());
            return Err(refusal.with("limit", LINES_MAX).at("changes").into());
        }
        let held = tx.hold(self.id, self.version).await?;
        held.doc.editable()?;
        if self.changes.is_empty() {
            return Err(Refusal::invalid("changes_none").at("changes").into());
        }
        let steps = Steps::of(tx, &held.doc, self.changes).await?;
        let mut done = Outcome::default();
        let entity = held.doc.entity;
        tx.save_lines(held, |quote| {
            let undo = quote.inverse(&steps)?;
            let edited = quote.edit(steps)?;
            done = outcome(quote);
            Ok((edited, undo))
        })
        .await?;
        let today = tx.today(entity).await?;
        tx.emit(QuoteEvent::Edited { quote: self.id }, today).await?;
        Ok(done)
    }
}

/// Works out what the changes say, each on what those before it left.
struct Steps<'a> {
    quote: &'a Quote,
    /// Lines as the changes so far leave them; nothing is one that is gone.
    changed: BTreeMap<u32, Option<QuoteLine>>,
    last: u32,
    /// Where the next line most likely stands.
    guess: usize,
    sources: Option<Sources>,
    products: BTreeMap<ProductId, Product>,
}

impl<'a> Steps<'a> {
    async fn of(tx: &mut Tx<'_>, quote: &'a Quote, changes: Vec<LineChange>) -> Result<Vec<LineStep>> {
        let given = changes.iter().filter_map(|change| change.no).filter(|no| *no <= NUMBER_MAX);
        let last = given.chain([quote.next_line() - 1]).max().unwrap_or(0);
        let (changed, products) = (BTreeMap::new(), BTreeMap::new());
        let mut all = Steps { quote, changed, last, guess: 0, sources: None, products };
        let mut steps = Vec::with_capacity(changes.len());
        for (index, change) in changes.into_iter().enumerate() {
            let place = format!("changes.{index}");
            steps.push(all.step(tx, change, &place).await?);
        }
        Ok(steps)
    }

    async fn step(&mut self, tx: &mut Tx<'_>, change: LineChange, place: &str) -> Result<LineStep> {
        let missing = |field: &str| {
            let word = domain::refusal::Arg::Word(format!("field-{field}"));
            Refusal::invalid("value_missing").with("field", word).at(format!("{place}.{field}"))
        };
        let at = match change.position {
            Some(0) => return Err(Refusal::invalid("position_from_one").at(format!("{place}.position")).into()),
            at => at.map(|position| position as usize - 1),
        };
        if change.change == ChangeKind::Put {
            let line = self.put(tx, change, place).await?;
            return Ok(LineStep::Put { line: Box::new(line), at });
        }
        let no = change.no.ok_or_else(|| missing("no"))?;
        match change.change {
            ChangeKind::Remove => {
                self.changed.insert(no, None);
                Ok(LineStep::Remove { no })
            }
            _ => Ok(LineStep::Move { no, at: at.ok_or_else(|| missing("position"))? }),
        }
    }

    /// The line as it stands now.
    fn now(&mut self, no: u32) -> Option<QuoteLine> {
        if let Some(changed) = self.changed.get(&no) {
            return changed.clone();
        }
        let place = self.quote.find(no, self.guess)?;
        self.guess = place + 1;
        self.quote.lines.get(place).cloned()
    }

    async fn put(&mut self, tx: &mut Tx<'_>, change: LineChange, place: &str) -> Result<QuoteLine> {
        let no = change.no.unwrap_or(self.last.saturating_add(1));
        if no == 0 || no > NUMBER_MAX {
            let refusal = Refusal::invalid("line_number_out_of_range").with("line", no).with("limit", NUMBER_MAX);
            return Err(refusal.at(format!("{place}.no")).into());
        }
        self.last = self.last.max(no);
        let before = change.no.and_then(|no| self.now(no));
        let kind = change.kind.or(before.as_ref().map(|line| line.kind)).unwrap_or_default();
        let (alternative, customer_quantity) = choices(&change, before.as_ref(), kind);
        if !kind.is_priced() {
            words_only(&change).map_err(|refusal| refusal.under(place))?;
        }
        // What a heading says stays when it becomes an item.
        let text = change.description.clone().or_else(|| before.as_ref().map(|line| line.terms.description.clone()));
        let terms = if kind.is_priced() {
            let change =
                LineChange { description: change.description.clone().or(text.filter(|_| is_words(&before))), ..change };
            let before = before.filter(|line| line.kind.is_priced()).map(|line| line.terms);
            self.priced(tx, change, before, place).await?
        } else {
            LineTerms::words(text.unwrap_or_default(), self.quote.currency)
        };
        let line = QuoteLine { no, kind, alternative, customer_quantity, terms };
        line.check(self.quote.currency).map_err(|refusal| refusal.under(place))?;
        self.changed.insert(no, Some(line.clone()));
        Ok(line)
    }

    /// What is given wins, then what stands on the line; a product that was not there before brings what the catalogue says.
    async fn priced(
        &mut self,
        tx: &mut Tx<'_>,
        change: LineChange,
        before: Option<LineTerms>,
        place: &str,
    ) -> Result<LineTerms> {
        let cleared = |field| change.clear.contains(&field);
        let was = before.as_ref().and_then(|terms| terms.product);
        let product = match (change.product, &change.sku) {
            (Some(id), _) => Some(id),
            (None, Some(sku)) => Some(by_sku(tx, sku, place).await?),
            (None, None) => was.filter(|_| !cleared(ClearedField::Product)),
        };
        let replaced = product.is_some() && product != was;
        let quantity = change.quantity.or(before.as_ref().map(|terms| terms.quantity)).unwrap_or(Quantity::ONE);
        let old_quantity = before.as_ref().map_or(quantity, |terms| terms.quantity);
        let discount = before.as_ref().and_then(|terms| terms.discount).filter(|_| !cleared(ClearedField::Discount));
        let term = before.as_ref().and_then(|terms| terms.term).filter(|_| !cleared(ClearedField::Term));
        let kept = before.filter(|_| !replaced);
        let kept = kept.as_ref();
        let price = kept.map(|terms| terms.price.clone()).filter(|_| !cleared(ClearedField::Price));
        let price = change.price.clone().or(price);
        let alone = kept.and_then(|terms| terms.standalone).filter(|_| !cleared(ClearedField::Standalone));
        let asked = product.filter(|_| replaced || price.is_none() || (alone.is_some() && quantity != old_quantity));
        if let Some(id) = asked {
            self.learn(tx, id, replaced, place).await?;
        }
        if asked.is_some() && price.is_none() && self.sources.is_none() {
            self.sources = Some(lines::sources_of(tx, self.quote).await?);
        }
        let of = asked.and_then(|id| self.products.get(&id));
        let Quote { date, currency, exchange, .. } = *self.quote;
        let within = Within::of_product(tx, of).await?;
        let (within, sources) = (within.as_ref(), self.sources.as_ref());
        let known = Known { product: of, within, sources, date, currency, exchange };
        // What the catalogue said of the old quantity, it says of the new one.
        let by_catalogue = alone.is_some() && known.standalone(old_quantity)? == alone;
        let standalone = change.standalone.or(alone.filter(|_| !by_catalogue));
        let input = QuoteLineInput {
            no: None,
            kind: None,
            alternative: None,
            customer_quantity: None,
            product,
            description: change.description.or_else(|| kept.map(|terms| terms.description.clone())),
            quantity,
            unit: change.unit.or_else(|| kept.map(|terms| terms.unit.clone())),
            price,
            discount: change.discount.or(discount),
            supply: change.supply.or(kept.map(|terms| terms.supply)),
            tax_class: change.tax_class.or(kept.map(|terms| terms.tax_class)),
            charging: change.charging.or(kept.map(|terms| terms.charging)),
            term: change.term.or(term),
            recognition: change.recognition.or(kept.map(|terms| terms.recognition)),
            standalone,
            cost: None,
        };
        let mut terms = known.terms(place, &input)?;
        if let Some(kept) = kept {
            terms.parts = kept.parts.clone();
        }
        if change.cost.is_some() || change.clear.contains(&ClearedField::Cost) {
            tx.actor().need("product.cost")?;
            terms.cost = change.cost;
        } else {
            // Who edits a line without seeing its cost does not change it.
            terms.cost = kept.and_then(|terms| terms.cost).or(terms.cost);
        }
        Ok(terms)
    }

    /// Reads a product once. One that was archived may only stay where it already is.
    async fn learn(&mut self, tx: &mut Tx<'_>, id: ProductId, new: bool, place: &str) -> Result<()> {
        if let Entry::Vacant(unread) = self.products.entry(id) {
            let found: Result<Product> = tx.peek(id).await;
            let product = found.map_err(|error| match error {
                Error::Refused(refusal) => Error::Refused(refusal.at(format!("{place}.product"))),
                other => other,
            })?;
            unread.insert(product);
        }
        let archived = self.products.get(&id).and_then(|product| Some((product, product.archived?))).filter(|_| new);
        match archived {
            Some((product, on)) if !self.quote.lines.iter().any(|line| line.terms.product == Some(id)) => {
                let refusal = Refusal::state("product_archived").with("sku", &product.sku).with("on", on);
                Err(refusal.at(format!("{place}.product")).into())
            }
            _ => Ok(()),
        }
    }
}

/// What the customer may choose about a line: what is given wins, then what stands there.
fn choices(
    change: &LineChange,
    before: Option<&QuoteLine>,
    kind: LineKind,
) -> (Option<Alternative>, Option<QuantityRange>) {
    // What is left of an item that becomes a heading is its text.
    let before = before.filter(|_| kind.is_priced());
    let kept = |field| before.filter(|_| !change.clear.contains(&field));
    let alternative = kept(ClearedField::Alternative).and_then(|line| line.alternative.clone());
    let range = kept(ClearedField::CustomerQuantity).and_then(|line| line.customer_quantity);
    (change.alternative.clone().or(alternative), change.customer_quantity.or(range))
}

/// Refuses figures on a heading or a note, rather than to lose what was typed.
fn words_only(change: &LineChange) -> std::result::Result<(), Refusal> {
    let given = [
        ("product", change.product.is_some()),
        ("sku", change.sku.is_some()),
        ("quantity", change.quantity.is_some()),
        ("price", change.price.is_some()),
        ("discount", change.discount.is_some()),
        ("term", change.term.is_some()),
        ("cost", change.cost.is_some()),
        ("standalone", change.standalone.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((field, _)) => {
            let word = domain::refusal::Arg::Word(format!("field-{field}"));
            Err(Refusal::invalid("words_without_figures").with("field", word).at(*field))
        }
        None => Ok(()),
    }
}

fn is_words(line: &Option<QuoteLine>) -> bool {
    line.as_ref().is_some_and(|line| !line.kind.is_priced())
}

async fn by_sku(tx: &mut Tx<'_>, sku: &str, place: &str) -> Result<ProductId> {
    let org = tx.org();
    match store::document::by_number(tx.conn(), org, Kind::Product, sku.trim()).await? {
        Some(id) => Ok(ProductId(id)),
        None => {
            let refusal = Refusal::not_found("product_unknown").with("sku", sku);
            Err(refusal.at(format!("{place}.sku")).into())
        }
    }
}
