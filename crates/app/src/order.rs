//! Verbs on orders: made from a contract, a quote or directly, changed and called off.

mod line;

pub use line::OrderLineFields;

use crate::{
    error::Result,
    price_book::{self, Wanted},
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    catalog::Sources,
    contract::Contract,
    crm::{Customer, Metadata},
    dates::Date,
    document::{Document, Kind},
    ids::*,
    money::Currency,
    order::{
        DirectOrder, NewOrder, Order, OrderEvent, OrderState, Origin, Subscription, SubscriptionState, subscriptions,
    },
    org::Entity,
    quote::{AcceptedQuote, PaymentPlan, Quote, QuoteState},
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How long before its own date an order without contract or quote may start.
const BACKDATED_MONTHS: i32 = 24;

/// Makes an order without a quote: a customer's purchase order, or what was agreed by phone.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OrderCreate {
    /// The selling company; the first one when left out.
    pub entity: Option<EntityId>,
    pub customer: CustomerId,
    pub title: String,
    /// Your own reference to where the order came from.
    pub reference: Option<String>,
    /// The customer's order number.
    pub purchase_order: Option<String>,
    /// The customer's currency when left out.
    pub currency: Option<Currency>,
    /// Today when left out.
    pub date: Option<Date>,
    /// First day of service periods; the order's date when left out.
    pub start: Option<Date>,
    pub payment_days: Option<u32>,
    #[serde(default)]
    pub payment_plan: PaymentPlan,
    pub lines: Vec<OrderLineFields>,
    pub owner: Option<UserId>,
    #[serde(default)]
    pub metadata: Metadata,
}
impl Verb for OrderCreate {
    const NAME: &'static str = "order.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let entity = tx.entity_or_first(self.entity).await?;
        let customer: Customer = tx.peek(self.customer).await?;
        tx.check_colleague(self.owner).await?;
        let currency = self.currency.unwrap_or(customer.currency);
        let new = new_order(tx, &entity, self.date, self.start, self.purchase_order).await?;
        let wanted = Wanted { customer: customer.id, channel: None, currency, on: new.date };
        let asked = self.lines.iter().any(line::OrderLineFields::asks_price);
        let org = tx.org();
        let sources = if asked { price_book::sources(tx.conn(), org, &wanted).await? } else { Sources::default() };
        let mut lines = Vec::new();
        for (index, fields) in self.lines.into_iter().enumerate() {
            lines.push(fields.terms(tx, currency, &sources, &format!("lines.{index}")).await?);
        }
        let direct = DirectOrder {
            entity: entity.id,
            customer: customer.id,
            reference: self.reference,
            title: self.title,
            currency,
            payment_days: self.payment_days.or(customer.payment_days).unwrap_or(entity.payment_days),
            payment_plan: self.payment_plan,
            lines,
            owner: self.owner.or(tx.actor().user()),
            metadata: self.metadata,
        };
        let order = Order::direct(new, direct)?;
        crate::approval::check_direct(tx, &order).await?;
        started(tx, &entity, order).await
    }
}

/// Makes the order that a signed contract calls for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OrderCreateFromContract {
    pub contract: ContractId,
    /// The customer's order number.
    pub purchase_order: Option<String>,
    /// First day of service periods; the contract's start when left out.
    pub start: Option<Date>,
}
impl Verb for OrderCreateFromContract {
    const NAME: &'static str = "order.create_from_contract";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        // Loaded, not peeked: two requests at once must not make two orders.
        let contract: Contract = tx.load(self.contract).await?;
        refuse_second(tx, &contract).await?;
        let entity = tx.entity(contract.entity).await?;
        let signed = contract.signed()?;
        let new = new_order(tx, &entity, None, self.start, self.purchase_order).await?;
        started(tx, &entity, Order::from_contract(&signed, new)?).await
    }
}

/// Makes the order of an accepted quote that needs no contract.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OrderCreateFromQuote {
    pub quote: QuoteId,
    /// The customer's order number.
    pub purchase_order: Option<String>,
    /// First day of service periods; today when left out.
    pub start: Option<Date>,
}
impl Verb for OrderCreateFromQuote {
    const NAME: &'static str = "order.create_from_quote";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let quote: Quote = tx.load(self.quote).await?;
        refuse_second(tx, &quote).await?;
        let entity = tx.entity(quote.entity).await?;
        let accepted = AcceptedQuote::of(quote)?;
        let new = new_order(tx, &entity, None, self.start, self.purchase_order).await?;
        started(tx, &entity, Order::from_quote(&accepted, new)?).await
    }
}

async fn new_order(
    tx: &mut Tx<'_>,
    entity: &Entity,
    date: Option<Date>,
    start: Option<Date>,
    purchase_order: Option<String>,
) -> Result<NewOrder> {
    let today = tx.today(entity.id).await?;
    let date = tx.happened(entity.id, date).await?;
    let number = tx.number(entity, "ORD", today).await?;
    Ok(NewOrder { id: tx.new_id(), number, date, start, purchase_order })
}

/// What was agreed once is ordered once, unless that order was cancelled.
pub(crate) async fn refuse_second<D: Document>(tx: &mut Tx<'_>, origin: &D) -> Result<()> {
    let open = ["open", "completed"].map(String::from).to_vec();
    let query = store::document::Query {
        kind: Some(Kind::Order),
        parent: Some(origin.raw_id()),
        states: open,
        limit: 1,
        ..Default::default()
    };
    match tx.list(&query).await?.first() {
        Some(order) => {
            Err(Refusal::state("order_exists").with("number", origin.head().number).with("order", &order.number).into())
        }
        None => Ok(()),
    }
}

/// Refuses an order that starts before what was agreed: its contract's start, the day its quote was accepted, or, for an
/// order without either, [`BACKDATED_MONTHS`] before its own date. Whoever means to bill more of the past says so with a date.
async fn starts_in_time(tx: &mut Tx<'_>, entity: &Entity, order: &Order) -> Result<()> {
    let earliest = match order.origin {
        Origin::Contract { contract } => tx.peek::<Contract>(contract).await?.start,
        Origin::Quote { quote } => match tx.peek::<Quote>(quote).await?.state {
            QuoteState::Accepted { at, .. } => at.date_in(&entity.time_zone),
            _ => order.date,
        },
        Origin::Direct { .. } => order.date.add_months(-BACKDATED_MONTHS),
    };
    if order.start >= earliest {
        return Ok(());
    }
    let refusal = Refusal::invalid("order_start_early").with("start", order.start).with("earliest", earliest);
    Err(refusal.at("start").into())
}

/// Saves a new order and starts a subscription for each of its recurring lines.
async fn started(tx: &mut Tx<'_>, entity: &Entity, order: Order) -> Result<Outcome> {
    starts_in_time(tx, entity, &order).await?;
    tx.save(&order).await?;
    let on = tx.today(entity.id).await?;
    tx.emit(OrderEvent::Created { order: order.id }, on).await?;
    let mut outcome = Outcome::of(order.doc_ref()).number(&order.number);
    for new in subscriptions(&order) {
        let number = tx.number(entity, "SUB", on).await?;
        let subscription = new.start(tx.new_id(), number);
        tx.save(&subscription).await?;
        tx.emit(OrderEvent::SubscriptionStarted { subscription: subscription.id }, on).await?;
        outcome = outcome.made(subscription.doc_ref());
    }
    Ok(outcome)
}

/// Changes the customer's order number or, while nothing was done for the order, its start.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OrderEdit {
    pub id: OrderId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    /// The customer's order number.
    pub purchase_order: Option<String>,
    /// First day of service periods; unchanged when left out.
    pub start: Option<Date>,
}
impl Verb for OrderEdit {
    const NAME: &'static str = "order.edit";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let order: Order = tx.load_version(self.id, self.version).await?;
        let subscriptions = subscriptions_of(tx, order.id).await?;
        let start = self.start.unwrap_or(order.start);
        let moved = start != order.start;
        let order = order.edit(self.purchase_order, start, &subscriptions)?;
        if moved {
            let entity = tx.entity(order.entity).await?;
            starts_in_time(tx, &entity, &order).await?;
        }
        tx.save(&order).await?;
        let active = |s: &Subscription| matches!(s.state, SubscriptionState::Active);
        for subscription in subscriptions.into_iter().filter(|s| moved && active(s)) {
            tx.save(&Subscription { anchor: start, ..subscription }).await?;
        }
        let on = tx.today(order.entity).await?;
        tx.emit(OrderEvent::Edited { order: order.id }, on).await?;
        Ok(Outcome::of(order.doc_ref()).number(order.number))
    }
}

async fn subscriptions_of(tx: &mut Tx<'_>, order: OrderId) -> Result<Vec<Subscription>> {
    let query = store::document::Query {
        kind: Some(Kind::Subscription),
        parent: Some(order.raw()),
        ascending: true,
        limit: 10_000,
        ..Default::default()
    };
    let mut all = Vec::new();
    for listed in tx.list(&query).await? {
        all.push(tx.load(listed.id).await?);
    }
    Ok(all)
}

/// Calls off what is neither delivered nor invoiced.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OrderCancel {
    pub id: OrderId,
    pub reason: String,
}
impl Verb for OrderCancel {
    const NAME: &'static str = "order.cancel";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let now = tx.business_now();
        let order = tx.load::<Order>(self.id).await?.cancel(now, self.reason.clone())?;
        let on = tx.today(order.entity).await?;
        tx.emit(OrderEvent::Cancelled { order: order.id, reason: self.reason }, on).await?;
        save_settled(tx, &order, false, on).await?;
        Ok(Outcome::of(order.doc_ref()).number(order.number))
    }
}

/// Saves an order after something was done for it, and says so when that completed it.
pub(crate) async fn save_settled(tx: &mut Tx<'_>, order: &Order, was_completed: bool, on: Date) -> Result<()> {
    tx.save(order).await?;
    if !was_completed && is_completed(order) {
        tx.emit(OrderEvent::Completed { order: order.id }, on).await?;
    }
    Ok(())
}

pub(crate) fn is_completed(order: &Order) -> bool {
    matches!(order.state, OrderState::Completed { .. })
}
