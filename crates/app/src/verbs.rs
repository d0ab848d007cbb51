//! The list of all verbs: the only registration. API routes, commands, forms and permissions follow from it.

use crate::verb::AnyVerb;
use crate::{
    approval, billing, clock_verbs, comment, configuring, contract, customer, delivery, entity, exchange, history,
    invoice, ledger, opportunity, order, payment, person, price_book, product, promotion, quote, refund, revenue,
    stock, subscription, template,
};
use serde_json::Value as Json;
use std::{collections::HashMap, sync::OnceLock};

pub static VERBS: &[&dyn AnyVerb] = crate::verbs![
    entity::EntityCreate,
    entity::EntityEdit,
    customer::CustomerCreate,
    customer::CustomerEdit,
    customer::CustomerArchive,
    customer::CustomerRestore,
    person::PersonCreate,
    person::PersonEdit,
    person::PersonErase,
    opportunity::OpportunityCreate,
    opportunity::OpportunityEdit,
    opportunity::OpportunityEngage,
    opportunity::OpportunityWin,
    opportunity::OpportunityLose,
    opportunity::OpportunityReopen,
    product::ProductCreate,
    product::ProductEdit,
    product::ProductArchive,
    product::ProductRestore,
    product::ProductSetBundle,
    price_book::PriceBookCreate,
    price_book::PriceBookEdit,
    price_book::PriceBookSetPrice,
    price_book::PriceBookArchive,
    price_book::PriceBookRestore,
    price_book::PriceBookPrepare,
    price_book::PriceBookPublish,
    promotion::PromotionCreate,
    promotion::PromotionEdit,
    promotion::PromotionArchive,
    promotion::PromotionRestore,
    configuring::ProductModelCreate,
    configuring::ProductModelEdit,
    configuring::ProductModelArchive,
    configuring::ProductModelRestore,
    exchange::ExchangeRateSet,
    exchange::ExchangeRateImport,
    order::OrderCreate,
    order::OrderCreateFromContract,
    order::OrderCreateFromQuote,
    order::OrderEdit,
    order::OrderCancel,
    delivery::DeliveryCreate,
    delivery::DeliveryReverse,
    stock::StockReceive,
    stock::StockAdjust,
    subscription::SubscriptionCancel,
    invoice::InvoiceCreate,
    invoice::InvoiceCreateFromOrder,
    invoice::InvoiceEdit,
    invoice::InvoiceDiscard,
    invoice::InvoiceIssue,
    invoice::InvoiceCredit,
    invoice::InvoiceSend,
    billing::BillingRun,
    quote::QuoteCreate,
    quote::QuoteEdit,
    quote::QuoteEditLines,
    quote::QuoteSend,
    quote::QuoteAccept,
    quote::QuoteDecline,
    quote::QuoteWithdraw,
    quote::QuoteRevise,
    quote::QuoteDuplicate,
    quote::QuoteExpire,
    quote::QuoteExpireDue,
    promotion::QuoteRedeem,
    quote::QuoteView,
    quote::QuoteRemindDue,
    quote::QuoteSaveAsTemplate,
    quote::QuoteTemplateCreate,
    quote::QuoteTemplateEdit,
    quote::QuoteTemplateArchive,
    quote::QuoteTemplateRestore,
    configuring::QuoteAddConfiguration,
    approval::QuoteRequestApproval,
    approval::ApprovalRuleCreate,
    approval::ApprovalRuleEdit,
    approval::ApprovalRuleArchive,
    approval::ApprovalRuleRestore,
    approval::DelegationCreate,
    approval::DelegationEnd,
    approval::ApprovalApprove,
    approval::ApprovalReject,
    approval::ApprovalDelegate,
    approval::ApprovalEscalateDue,
    template::TemplateCreate,
    template::TemplateEdit,
    template::TemplateArchive,
    template::TemplateRestore,
    contract::ContractCreate,
    contract::ContractEdit,
    contract::ContractSend,
    contract::ContractSign,
    contract::ContractDecline,
    contract::ContractVoid,
    contract::ContractTerminate,
    comment::CommentCreate,
    payment::PaymentCreate,
    payment::PaymentIdentify,
    payment::PaymentAllocate,
    payment::PaymentUnallocate,
    payment::PaymentReverse,
    refund::RefundCreate,
    refund::RefundApprove,
    refund::RefundReject,
    ledger::LedgerEnter,
    ledger::LedgerClose,
    ledger::LedgerReopen,
    revenue::RevenueRecognise,
    history::HistoryBegin,
    history::HistoryTake,
    clock_verbs::ClockSet,
];

/// The verb of a name.
pub fn find(name: &str) -> Option<&'static dyn AnyVerb> {
    VERBS.iter().copied().find(|v| v.name() == name)
}

/// The verbs of a noun, in the list's order.
pub fn of_noun(noun: &str) -> impl Iterator<Item = &'static dyn AnyVerb> {
    VERBS.iter().copied().filter(move |v| v.noun() == noun)
}

/// The JSON schema of a verb's input. Making one takes longer than most verbs, so each is made once.
pub fn schema(verb: &dyn AnyVerb) -> &'static Json {
    static SCHEMAS: OnceLock<HashMap<&'static str, Json>> = OnceLock::new();
    static NONE: Json = Json::Null;
    let make = || VERBS.iter().map(|v| (v.name(), v.schema().to_value())).collect();
    SCHEMAS.get_or_init(make).get(verb.name()).unwrap_or(&NONE)
}

/// Whether a verb's input has a field of this name.
pub fn takes(verb: &dyn AnyVerb, field: &str) -> bool {
    schema(verb).get("properties").is_some_and(|p| p.get(field).is_some())
}

/// Whether a verb acts on a document that is there: its input has an `id`.
pub fn is_on_document(verb: &dyn AnyVerb) -> bool {
    takes(verb, "id")
}
