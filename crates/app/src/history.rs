//! Verbs that take in sales history from another system. One run per file is the parent intent, one `history.take` per
//! chunk of it; the chunk holds its invoices, so that a replay needs no file. What is imported was settled elsewhere: it
//! posts to its own accounts, opens no items, and is never issued as an e-invoice.

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use documents::online_retail::country_code;
use domain::{billing::*, catalog::*, crm::*, dates::*, ids::*, money::*, org::*, refusal::Refusal, tax::*};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::document::Part;

/// Series of invoices that kept their numbers from another system.
pub const SERIES: &str = "IMPORT";
/// Where the cursor of a file stands when all of it was taken.
pub const FINISHED: &str = "finished";

/// The name under which the place in a file is kept.
pub fn cursor_name(sha256: &str) -> String {
    format!("history {sha256}")
}

/// Begins to take in a file of sales history; its chunks follow.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HistoryBegin {
    /// Name of the file.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    pub mapping: String,
}
impl Verb for HistoryBegin {
    const NAME: &'static str = "history.begin";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        tx.entity_or_first(None).await?;
        Ok(Outcome::default())
    }
}

/// A line as the old system recorded it; negative on a credit note.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakenLine {
    /// Line of the file.
    pub at: u64,
    pub code: String,
    pub text: String,
    pub quantity: Quantity,
    pub price: Amount,
}

/// An invoice or credit note from the old system.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakenInvoice {
    pub number: String,
    pub credit: bool,
    pub date: Date,
    /// Seconds since midnight, in the entity's time zone.
    pub second: u32,
    /// The old system's customer number; the counter of the country when left out.
    pub customer: Option<String>,
    pub country: String,
    pub lines: Vec<TakenLine>,
    /// The lines as they are stored, once they were made: they depend on nothing else.
    #[serde(skip)]
    made: Option<Lines>,
}
impl TakenInvoice {
    pub fn new(
        number: String,
        credit: bool,
        (date, second): (Date, u32),
        customer: Option<String>,
        country: String,
        lines: Vec<TakenLine>,
    ) -> TakenInvoice {
        TakenInvoice { number, credit, date, second, customer, country, lines, made: None }
    }
}

/// Lines of an invoice written out, and their sum.
#[derive(Clone, Debug)]
struct Lines {
    net: Money,
    parts: Vec<Part>,
}

fn lines(taken: &TakenInvoice, currency: Currency) -> Result<Lines> {
    let lines = taken.lines.iter().zip(1u32..).map(|(line, no)| invoice_line(no, line, taken, currency));
    let lines: Vec<InvoiceLine> = lines.collect::<std::result::Result<_, Refusal>>()?;
    let net = Money::sum(currency, lines.iter().map(|line| line.net))?;
    Ok(Lines { net, parts: store::document::parts("lines", &lines)? })
}

/// Takes in one chunk of a file and moves the place in it, in one transaction.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HistoryTake {
    /// The selling company; the first one when left out.
    pub entity: Option<EntityId>,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    pub currency: Currency,
    /// The place in the file this chunk begins at; empty for the first.
    pub from: Option<String>,
    /// The place it ends at.
    pub to: String,
    pub invoices: Vec<TakenInvoice>,
}
impl HistoryTake {
    /// Makes what can be made before the transaction, so that nobody waits for it.
    pub fn made_ready(mut self) -> Result<HistoryTake> {
        for taken in &mut self.invoices {
            taken.made = Some(lines(taken, self.currency)?);
        }
        Ok(self)
    }
}
impl Verb for HistoryTake {
    const NAME: &'static str = "history.take";
    async fn run(mut self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let (org, name) = (tx.org(), cursor_name(&self.sha256));
        if store::state::cursor(tx.conn(), org, &name).await? != self.from {
            return Err(Refusal::state("history_moved").into());
        }
        let entity = tx.entity_or_first(self.entity).await?;
        let customers = customers(tx, &entity, &self).await?;
        let mut invoices = Vec::with_capacity(self.invoices.len());
        for taken in &mut self.invoices {
            let made = taken.made.take().map_or_else(|| lines(taken, self.currency), Ok)?;
            let (number, _) = customer_of(taken);
            let customer = &customers[&number];
            let invoice = invoice(tx.new_id(), taken, &entity, customer, made.net);
            let event = BillingEvent::Imported {
                entity: entity.id,
                customer: customer.id,
                invoice: invoice.id,
                number: invoice.number.clone(),
                on: invoice.date_issued,
                gross: invoice.gross,
                credit: taken.credit,
            };
            tx.emit(event, invoice.date_issued).await?;
            invoices.push((invoice, made.parts));
        }
        let (saving, count) = (tx.saving(), invoices.len() as u64);
        store::document::insert_many(tx.conn(), saving, invoices).await?;
        store::state::set_cursor(tx.conn(), org, &name, &self.to).await?;
        Ok(Outcome::count(count))
    }
}

/// Number and name of the customer an invoice belongs to.
fn customer_of(taken: &TakenInvoice) -> (String, Option<&str>) {
    match &taken.customer {
        Some(number) => (number.clone(), None),
        None => (format!("COUNTER-{}", country(&taken.country)), Some(&taken.country)),
    }
}

/// An unknown country is ZZ, which ISO 3166 leaves to users.
fn country(name: &str) -> Country {
    country_code(name).or_else(|| "ZZ".parse().ok()).unwrap_or(Country::NL)
}

/// The customers of a chunk by number; those not seen before are made, in the country of their first invoice.
async fn customers(tx: &mut Tx<'_>, entity: &Entity, take: &HistoryTake) -> Result<BTreeMap<String, Customer>> {
    let (org, saving) = (tx.org(), tx.saving());
    let (mut known, mut new, mut seen) = (BTreeMap::new(), Vec::new(), BTreeSet::new());
    for taken in &take.invoices {
        let (number, counter) = customer_of(taken);
        if !seen.insert(number.clone()) {
            continue;
        }
        let found = store::document::read_by_number(tx.conn(), org, &number).await?;
        let customer = match found {
            Some(customer) => customer,
            None => {
                let word = if counter.is_some() { "history-counter" } else { "history-customer" };
                let args = [("number", number.as_str().into()), ("country", taken.country.as_str().into())];
                let name = text::t_with(entity.language, word, &args);
                let customer = customer(tx.new_id(), &number, name, taken, entity, take.currency);
                new.push(customer.clone());
                customer
            }
        };
        known.insert(number, customer);
    }
    let today = tx.today(entity.id).await?;
    for customer in &new {
        tx.emit(CrmEvent::CustomerCreated { customer: customer.id }, today).await?;
    }
    let new = new.into_iter().map(|customer| (customer, Vec::new())).collect();
    store::document::insert_many(tx.conn(), saving, new).await?;
    Ok(known)
}

fn customer(
    id: CustomerId,
    number: &str,
    name: String,
    taken: &TakenInvoice,
    entity: &Entity,
    currency: Currency,
) -> Customer {
    let unknown = String::new;
    Customer {
        id,
        number: number.to_string(),
        name,
        customer_type: CustomerType::Business,
        address: Address {
            street: unknown(),
            city: unknown(),
            postal_code: unknown(),
            country: country(&taken.country),
        },
        delivery_address: None,
        vat_number: None,
        vat_check: None,
        registration: None,
        email: None,
        iban: None,
        currency,
        language: entity.language,
        payment_days: None,
        buyer_reference: None,
        credit_limit: None,
        sector: None,
        owner: None,
        archived: None,
        metadata: Metadata::new(),
    }
}

/// The document without its lines: amounts of a credit note stand positive, its kind turns the sign.
fn invoice(id: InvoiceId, taken: &TakenInvoice, entity: &Entity, customer: &Customer, net: Money) -> Invoice {
    let at = taken.date.start_in(&entity.time_zone).add_seconds(i64::from(taken.second));
    let currency = net.currency();
    Invoice {
        id,
        kind: InvoiceKind::Imported { credit: taken.credit },
        number: taken.number.clone(),
        series: SERIES.to_string(),
        entity: entity.id,
        customer: customer.id,
        order: None,
        seller: PartySnapshot::seller(entity),
        buyer: PartySnapshot::buyer(customer),
        delivery_address: None,
        language: entity.language,
        currency,
        date_issued: taken.date,
        date_supplied: taken.date,
        due: vec![DueTerm { date: taken.date, amount: net }],
        buyer_reference: None,
        purchase_order: None,
        payment_reference: None,
        iban: None,
        bic: None,
        lines: Vec::new(),
        vat: vec![VatSubtotal { category: VatCategory::O, rate: Percent::ZERO, base: net, tax: Money::zero(currency) }],
        net,
        tax: Money::zero(currency),
        gross: net,
        exchange_rate: None,
        tax_in_books: None,
        notes: None,
        state: InvoiceState::Issued { at },
        owner: None,
        metadata: Metadata::new(),
    }
}

fn invoice_line(
    no: u32,
    line: &TakenLine,
    taken: &TakenInvoice,
    currency: Currency,
) -> std::result::Result<InvoiceLine, Refusal> {
    let exact = line.quantity.value().checked_mul(line.price.value());
    let exact = exact.ok_or_else(|| Refusal::invalid("amount_too_large").with("limit", QUANTITY_LIMIT))?;
    // Rounded with its sign and turned afterwards, as the file's own sum was.
    let net = Money::from_decimal(exact, currency, Rounding::HalfUp)?;
    let (quantity, net) =
        if taken.credit { (Quantity(-line.quantity.value()), net.negate()) } else { (line.quantity, net) };
    let description = if line.text.is_empty() { line.code.clone() } else { format!("{} {}", line.code, line.text) };
    Ok(InvoiceLine {
        no,
        source: None,
        product: None,
        description,
        quantity,
        unit: "C62".to_string(),
        unit_price: line.price,
        discount: Money::zero(currency),
        net,
        supply: Supply::Goods,
        tax_class: TaxClass::Standard,
        vat: VatTreatment {
            category: VatCategory::O,
            rate: Percent::ZERO,
            reason: "vat_as_recorded".to_string(),
            tax_point: taken.date,
            country: None,
        },
        period: None,
        earned: Earned::Now,
        credits_price: false,
    })
}

/// What the sentence for an amount that overflows names as the limit.
const QUANTITY_LIMIT: &str = "10^15";
