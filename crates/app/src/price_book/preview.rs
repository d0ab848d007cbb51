//! What a price list that is being prepared would change: every open quote is priced again by it, and every contract and
//! subscription in force as if it were renewed. Nothing is kept. A price that was agreed by hand, or that another list
//! gives, stays; so only those change that are the earlier list's.

use super::heads;
use crate::{error::Result, read::Reader, runner::App};
use domain::{
    catalog::{Buyer, PriceBook, ReadBook, Sources},
    contract::Contract,
    crm::Customer,
    dates::Date,
    document::{DocRef, Document, Kind},
    ids::*,
    money::Money,
    order::Subscription,
    pricing::PriceModel,
    quote::{LineTerms, Quote},
    refusal::Refusal,
};
use serde::Serialize;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};
use store::{
    Conn,
    bulk::load_page,
    document::{Listed, Query},
};

/// Documents that are read at a time.
const PAGE: u32 = 500;
/// Most customers that an answer names, those with most at stake.
const CUSTOMERS: usize = 100;
/// Most documents on a page of an answer.
pub const DOCUMENTS: usize = 100;

/// Amounts of one interval, or once, now and at the new prices.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Difference {
    pub before: Money,
    pub after: Money,
    pub difference: Money,
}
impl Difference {
    fn of(before: Money, after: Money) -> Result<Difference> {
        Ok(Difference { before, after, difference: after.sub(before)? })
    }
    fn add(self, other: Difference) -> Result<Difference> {
        Difference::of(self.before.add(other.before)?, self.after.add(other.after)?)
    }
}

/// A line that would change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangedLine {
    pub no: u32,
    pub description: String,
    #[serde(flatten)]
    pub amounts: Difference,
}

/// A document that would change.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedDocument {
    pub document: DocRef,
    pub number: String,
    pub title: String,
    pub state: String,
    pub customer: Option<CustomerId>,
    pub customer_name: Option<String>,
    #[serde(flatten)]
    pub amounts: Difference,
    /// Told where one document was asked about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<ChangedLine>,
}

/// What would change of all documents of a kind.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedKind {
    pub kind: &'static str,
    /// How many were looked at.
    pub looked_at: usize,
    pub changed: usize,
    #[serde(flatten)]
    pub amounts: Difference,
}

/// What would change for a customer.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedCustomer {
    pub customer: CustomerId,
    pub name: String,
    pub documents: usize,
    #[serde(flatten)]
    pub amounts: Difference,
}

/// A document that could not be priced by the new list.
#[derive(Clone, Debug, Serialize)]
pub struct NotPriced {
    pub document: DocRef,
    pub number: String,
    pub code: &'static str,
    #[serde(skip)]
    pub refusal: Refusal,
}

/// What a list that is being prepared would change.
#[derive(Clone, Debug, Serialize)]
pub struct PricePreview {
    pub price_book: PriceBookId,
    pub name: String,
    pub earlier: PriceBookId,
    pub earlier_name: String,
    pub valid_from: Date,
    pub kinds: Vec<ChangedKind>,
    /// Those with the largest difference first.
    pub customers: Vec<ChangedCustomer>,
    /// A page of them, those with the largest difference first.
    pub documents: Vec<ChangedDocument>,
    pub count: usize,
    pub has_more: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_priced: Vec<NotPriced>,
}

/// Which part of an answer is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct PreviewOf {
    /// Documents to leave out because they were told before.
    pub from: usize,
    /// Only this document, with its lines.
    pub document: Option<DocRef>,
}

impl App {
    /// What a prepared price list would change of all that the reader may see.
    pub async fn price_preview(&self, reader: &Reader, id: PriceBookId, wanted: PreviewOf) -> Result<PricePreview> {
        reader.actor.need("price_book.read")?;
        let mut conn = self.db.read_much().await?;
        let lists = Lists::of(&mut conn, reader.org, id).await?;
        let mut scan = Scan { reader, lists, wanted, kinds: Vec::new(), changed: Vec::new(), not_priced: Vec::new() };
        scan.all::<Quote>(&mut conn, &["draft", "sent"]).await?;
        scan.all::<Contract>(&mut conn, &["signed"]).await?;
        scan.all::<Subscription>(&mut conn, &["active"]).await?;
        scan.told()
    }
}

/// The list that is prepared, the one it takes the place of, and all lists as they would then be.
struct Lists {
    draft: PriceBook,
    earlier: PriceBook,
    before: Arc<ReadBook>,
    then: Vec<Arc<ReadBook>>,
    /// Sectors of customers, and who signed the contracts that lists are for, where any list asks.
    sectors: HashMap<CustomerId, String>,
    contracts: HashMap<CustomerId, Vec<ContractId>>,
}

impl Lists {
    async fn of(conn: &mut Conn, org: OrgId, id: PriceBookId) -> Result<Lists> {
        let read = async |conn: &mut Conn, id: PriceBookId| {
            let found = store::document::load::<PriceBook>(conn, org, id.raw(), false).await?;
            found.ok_or_else(|| crate::error::Error::from(crate::tx::missing(Kind::PriceBook, id.raw())))
        };
        let (draft, loaded) = read(conn, id).await?;
        let published = || Refusal::state("price_book_published").with("name", &draft.name);
        let earlier = draft.prepared.filter(|_| draft.archived.is_none()).ok_or_else(published)?;
        let (earlier, earlier_loaded) = read(conn, earlier).await?;
        let (ended, next) = draft.clone().published(&earlier)?;
        let mut then = vec![Arc::new(ReadBook::of(next, loaded.version))];
        for (head, version) in heads(conn, org).await? {
            let holds = head.currency == draft.currency && head.holds_on(draft.valid_from);
            if head.id != earlier.id && holds {
                then.push(Arc::new(ReadBook::of(read(conn, head.id).await?.0, version)));
            }
        }
        let before = Arc::new(ReadBook::of(ended, earlier_loaded.version));
        let mut lists = Lists { draft, earlier, before, then, sectors: HashMap::new(), contracts: HashMap::new() };
        lists.learn_buyers(conn, org).await?;
        Ok(lists)
    }
    async fn learn_buyers(&mut self, conn: &mut Conn, org: OrgId) -> Result<()> {
        let audiences = || self.then.iter().map(|read| &read.book().audience);
        if audiences().any(|audience| !audience.segments.is_empty()) {
            let (mut after, mut sectors) = (None, HashMap::new());
            loop {
                let query = Query { kind: Some(Kind::Customer), limit: PAGE, after, ..Query::default() };
                let page: Vec<(Listed, Customer)> = load_page(conn, org, &query, "").await?;
                after = page.last().map(|(head, _)| head.id).filter(|_| page.len() == PAGE as usize);
                sectors.extend(page.into_iter().filter_map(|(_, customer)| Some((customer.id, customer.sector?))));
                if after.is_none() {
                    break;
                }
            }
            self.sectors = sectors;
        }
        let ids: Vec<RawId> = audiences().filter_map(|audience| audience.contract).map(|id| id.raw()).collect();
        if !ids.is_empty() {
            let limit = u32::try_from(ids.len()).unwrap_or(u32::MAX);
            let states = vec!["signed".to_string()];
            let query = Query { kind: Some(Kind::Contract), ids, states, limit, ..Query::default() };
            for found in store::document::list(conn, org, &query).await? {
                if let Some(customer) = found.customer {
                    self.contracts.entry(customer).or_default().push(ContractId(found.id));
                }
            }
        }
        Ok(())
    }
    /// The price of a line by the new list: where its price is the earlier list's, and no other list comes first.
    fn price_of<'a>(&'a self, sources: &'a Sources, terms: &LineTerms) -> Option<&'a PriceModel> {
        let product = terms.product?;
        self.before.price(product).filter(|price| **price == terms.price)?;
        let sourced = sources.price(product).ok().flatten()?;
        (sourced.book.id == self.draft.id && *sourced.price != terms.price).then_some(sourced.price)
    }
    fn sources(&self, customer: CustomerId, channel: Option<&str>) -> Sources {
        let buyer = Buyer {
            customer: Some(customer),
            contracts: self.contracts.get(&customer).map(Vec::as_slice).unwrap_or_default(),
            segment: self.sectors.get(&customer).map(String::as_str),
            channel,
            currency: self.draft.currency,
            on: self.draft.valid_from,
        };
        Sources::among(&buyer, &self.then)
    }
}

/// A document whose prices a list can change.
trait Priced: Document {
    const PART: &'static str;
    /// The lines that would change, with their amounts; nothing when none would. The sum is of the whole document.
    fn changed(
        &self,
        lists: &Lists,
    ) -> std::result::Result<Option<(Difference, Vec<ChangedLine>)>, crate::error::Error>;
}

impl Priced for Quote {
    const PART: &'static str = "lines";
    fn changed(&self, lists: &Lists) -> Result<Option<(Difference, Vec<ChangedLine>)>> {
        let other_list = self.price_book.is_some_and(|named| named != lists.earlier.id);
        if self.currency != lists.draft.currency || other_list {
            return Ok(None);
        }
        let sources = lists.sources(self.customer, self.channel.as_deref());
        let found = self.repriced(|terms| lists.price_of(&sources, terms))?;
        if found.lines.is_empty() {
            return Ok(None);
        }
        let mut next = 0;
        let line = |(no, before, after): (u32, Money, Money)| {
            let place = self.find(no, next);
            next = place.map_or(next, |place| place + 1);
            let description = place.map(|place| self.lines[place].terms.description.clone()).unwrap_or_default();
            Ok(ChangedLine { no, description, amounts: Difference::of(before, after)? })
        };
        let lines = found.lines.into_iter().map(line).collect::<Result<Vec<_>>>()?;
        Ok(Some((Difference::of(found.before, found.after)?, lines)))
    }
}

impl Priced for Contract {
    const PART: &'static str = "lines";
    /// What it would come to if it were renewed: its recurring lines.
    fn changed(&self, lists: &Lists) -> Result<Option<(Difference, Vec<ChangedLine>)>> {
        let recurring = self.lines.iter().filter(|line| line.terms.charging.interval().is_some());
        let recurring: Vec<(u32, &LineTerms, u32)> = recurring.map(|line| (line.no, &line.terms, 1)).collect();
        renewed(lists, self.currency == lists.draft.currency, self.customer, &recurring)
    }
}

impl Priced for Subscription {
    const PART: &'static str = "";
    fn changed(&self, lists: &Lists) -> Result<Option<(Difference, Vec<ChangedLine>)>> {
        let line = [(self.order_line, &self.terms, self.billed.saturating_add(1))];
        renewed(lists, self.currency == lists.draft.currency, self.customer, &line)
    }
}

fn renewed(
    lists: &Lists,
    same_currency: bool,
    customer: CustomerId,
    lines: &[(u32, &LineTerms, u32)],
) -> Result<Option<(Difference, Vec<ChangedLine>)>> {
    if !same_currency {
        return Ok(None);
    }
    let sources = lists.sources(customer, None);
    let (mut sum, mut changed) = (None::<Difference>, Vec::new());
    for (no, terms, interval) in lines {
        let now = terms.net_in(*interval);
        let amounts = match lists.price_of(&sources, terms) {
            Some(price) => {
                let (before, after) = terms.renewed(price, *interval)?;
                let amounts = Difference::of(before, after)?;
                changed.push(ChangedLine { no: *no, description: terms.description.clone(), amounts });
                amounts
            }
            None => Difference::of(now, now)?,
        };
        sum = Some(sum.map_or(Ok(amounts), |sum| sum.add(amounts))?);
    }
    Ok(sum.filter(|_| !changed.is_empty()).map(|sum| (sum, changed)))
}

/// Goes through all documents of the kinds that prices can change.
struct Scan<'a> {
    reader: &'a Reader,
    lists: Lists,
    wanted: PreviewOf,
    kinds: Vec<ChangedKind>,
    changed: Vec<ChangedDocument>,
    not_priced: Vec<NotPriced>,
}

impl Scan<'_> {
    async fn all<D: Priced>(&mut self, conn: &mut Conn, states: &[&str]) -> Result<()> {
        let actor = &self.reader.actor;
        let Ok(scope) = actor.need(&format!("{}.read", D::KIND.noun())) else { return Ok(()) };
        let zero = Money::zero(self.lists.draft.currency);
        let mut kind =
            ChangedKind { kind: D::KIND.noun(), looked_at: 0, changed: 0, amounts: Difference::of(zero, zero)? };
        let mut after = None;
        let of_one = self.wanted.document;
        if of_one.is_some_and(|one| one.kind != D::KIND) {
            return Ok(());
        }
        loop {
            let states = states.iter().map(ToString::to_string).collect();
            let ids = of_one.iter().map(|one| one.id).collect();
            let query = Query { kind: Some(D::KIND), states, ids, limit: PAGE, after, ..Query::default() };
            let page: Vec<(Listed, D)> = load_page(conn, self.reader.org, &query, D::PART).await?;
            after = page.last().map(|(head, _)| head.id).filter(|_| page.len() == PAGE as usize);
            for (head, doc) in page.into_iter().filter(|(head, _)| actor.sees(scope, head.owner)) {
                kind.looked_at += 1;
                match doc.changed(&self.lists) {
                    Ok(None) => {}
                    Ok(Some((amounts, lines))) => {
                        (kind.changed, kind.amounts) = (kind.changed + 1, kind.amounts.add(amounts)?);
                        let lines = if of_one.is_some() { lines } else { Vec::new() };
                        self.changed.push(row(head, amounts, lines));
                    }
                    Err(error) => {
                        let (document, number, refusal) = (head.doc_ref(), head.number, error.into_refusal());
                        self.not_priced.push(NotPriced { document, number, code: refusal.code, refusal });
                    }
                }
            }
            if after.is_none() {
                break;
            }
        }
        self.kinds.push(kind);
        Ok(())
    }

    fn told(mut self) -> Result<PricePreview> {
        let at_stake = |amounts: &Difference| std::cmp::Reverse(amounts.difference.minor().unsigned_abs());
        let mut by_customer: BTreeMap<CustomerId, ChangedCustomer> = BTreeMap::new();
        // A subscription is a line of a contract that was counted, or of an order that came in directly; what a customer
        // pays now is told by what is open and what runs, so contracts are left out of their sums.
        for row in self.changed.iter().filter(|row| row.document.kind != Kind::Contract) {
            let Some(customer) = row.customer else { continue };
            let name = row.customer_name.clone().unwrap_or_default();
            let sum = match by_customer.remove(&customer) {
                Some(sum) => {
                    ChangedCustomer { documents: sum.documents + 1, amounts: sum.amounts.add(row.amounts)?, ..sum }
                }
                None => ChangedCustomer { customer, name, documents: 1, amounts: row.amounts },
            };
            by_customer.insert(customer, sum);
        }
        let mut customers: Vec<ChangedCustomer> = by_customer.into_values().collect();
        customers.sort_by_key(|sum| (at_stake(&sum.amounts), sum.customer));
        customers.truncate(CUSTOMERS);
        self.changed.sort_by_key(|row| (at_stake(&row.amounts), row.document.id));
        let count = self.changed.len();
        let documents: Vec<ChangedDocument> = self.changed.into_iter().skip(self.wanted.from).take(DOCUMENTS).collect();
        Ok(PricePreview {
            price_book: self.lists.draft.id,
            name: self.lists.draft.name,
            earlier: self.lists.earlier.id,
            earlier_name: self.lists.earlier.name,
            valid_from: self.lists.draft.valid_from,
            kinds: self.kinds,
            customers,
            has_more: count > self.wanted.from + documents.len(),
            documents,
            count,
            not_priced: self.not_priced,
        })
    }
}

fn row(head: Listed, amounts: Difference, lines: Vec<ChangedLine>) -> ChangedDocument {
    ChangedDocument {
        document: head.doc_ref(),
        number: head.number,
        title: head.title,
        state: head.state,
        customer: head.customer,
        customer_name: head.customer_name,
        amounts,
        lines,
    }
}
