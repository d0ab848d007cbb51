//! What happened: one enum that joins the stages' own. Every fact names the event it came from.

use crate::{
    approval::ApprovalEvent, billing::BillingEvent, catalog::CatalogEvent, contract::ContractEvent, crm::CrmEvent,
    exchange::ExchangeEvent, ledger::LedgerEvent, order::OrderEvent, org::OrgEvent, payment::PaymentEvent,
    quote::QuoteEvent, revenue::RevenueEvent, stock::StockEvent,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Event {
    Org(OrgEvent),
    Crm(CrmEvent),
    Catalog(CatalogEvent),
    Exchange(ExchangeEvent),
    Quote(QuoteEvent),
    Approval(ApprovalEvent),
    Contract(ContractEvent),
    Stock(StockEvent),
    Order(OrderEvent),
    Billing(BillingEvent),
    Payment(PaymentEvent),
    Revenue(RevenueEvent),
    Ledger(LedgerEvent),
}

macro_rules! from_stage {
    ($($variant:ident($type:ty)),* $(,)?) => { $(impl From<$type> for Event { fn from(e: $type) -> Event { Event::$variant(e) } })* };
}
from_stage! { Org(OrgEvent), Crm(CrmEvent), Catalog(CatalogEvent), Exchange(ExchangeEvent), Quote(QuoteEvent), Approval(ApprovalEvent), Contract(ContractEvent), Stock(StockEvent), Order(OrderEvent), Billing(BillingEvent), Payment(PaymentEvent), Revenue(RevenueEvent), Ledger(LedgerEvent) }
