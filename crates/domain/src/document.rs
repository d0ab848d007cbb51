//! Documents: what a person would print or file. Each has an identity, a state, a version and a history; a few of its
//! values are columns so that lists can filter and sort. Collections that can grow are parts, saved row by row.

use crate::{
    dates::Date,
    ids::*,
    money::Money,
    refusal::{Arg, Refusal},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

macro_rules! kinds {
    ($($variant:ident = $noun:literal, $id:ident);* $(;)?) => {
        /// Every kind of document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind { $($variant),* }
        impl Kind {
            pub const ALL: &'static [Kind] = &[$(Kind::$variant),*];
            /// The noun as it stands in verb names, URLs, tables and word keys.
            pub fn noun(self) -> &'static str { match self { $(Kind::$variant => $noun),* } }
            pub fn prefix(self) -> &'static str { match self { $(Kind::$variant => $id::PREFIX),* } }
            /// The noun in the plural, as paths have it.
            pub fn plural(self) -> String {
                match self.noun().strip_suffix('y') {
                    Some(stem) => format!("{stem}ies"),
                    None => format!("{}s", self.noun()),
                }
            }
        }
    };
}
kinds! {
    Entity = "entity", EntityId;
    Customer = "customer", CustomerId;
    Person = "person", PersonId;
    Opportunity = "opportunity", OpportunityId;
    Product = "product", ProductId;
    PriceBook = "price_book", PriceBookId;
    Promotion = "promotion", PromotionId;
    ProductModel = "product_model", ProductModelId;
    ExchangeRates = "exchange_rate", ExchangeRatesId;
    Quote = "quote", QuoteId;
    QuoteTemplate = "quote_template", QuoteTemplateId;
    ApprovalRule = "approval_rule", ApprovalRuleId;
    Approval = "approval", ApprovalId;
    Delegation = "delegation", DelegationId;
    Template = "template", TemplateId;
    Contract = "contract", ContractId;
    Order = "order", OrderId;
    Delivery = "delivery", DeliveryId;
    Subscription = "subscription", SubscriptionId;
    Invoice = "invoice", InvoiceId;
    Payment = "payment", PaymentId;
    Refund = "refund", RefundId;
}
impl Kind {
    pub fn from_prefix(prefix: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|k| k.prefix() == prefix)
    }
    pub fn from_noun(noun: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|k| k.noun() == noun)
    }
    /// The document's id as people see it.
    pub fn show(self, id: RawId) -> String {
        format!("{}_{id}", self.prefix())
    }
}

/// A document of any kind, by kind and id: `quo_01h...`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocRef {
    pub kind: Kind,
    pub id: RawId,
}
impl std::fmt::Display for DocRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.kind.show(self.id))
    }
}
impl Serialize for DocRef {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for DocRef {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<DocRef, D::Error> {
        let s = String::deserialize(d)?;
        let parsed = parse_any(&s).ok().and_then(|(prefix, id)| Some(DocRef { kind: Kind::from_prefix(prefix)?, id }));
        parsed.ok_or_else(|| serde::de::Error::custom(format!("`{s}` is not the id of a document")))
    }
}
impl JsonSchema for DocRef {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DocRef".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "id"})
    }
}

/// A line of a document; `line` is its number there, given once and never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct LineRef {
    pub document: DocRef,
    pub line: u32,
}

/// The values of a document that lists filter, sort and join on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// What people call it: `Q-2026-0012`; for customers and products their own code.
    pub number: String,
    pub title: String,
    /// The word key of its state, such as `draft`.
    pub state: &'static str,
    pub entity: Option<EntityId>,
    pub customer: Option<CustomerId>,
    /// The user it belongs to, for record scope `own`.
    pub owner: Option<UserId>,
    pub date: Option<Date>,
    pub date_due: Option<Date>,
    pub amount: Option<Money>,
    /// The document this one was made from.
    pub parent: Option<DocRef>,
}

/// A document type. The store saves and loads any of them in the same way.
pub trait Document: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    const KIND: Kind;
    /// Version of the body's shape; a change of shape adds one and an upgrade step.
    const SCHEMA: u32 = 1;
    /// Names of the body's arrays that are saved as part rows.
    const PARTS: &'static [&'static str] = &[];
    /// Fields of the body, holding text, by which lists can be narrowed though they have no column.
    const FACETS: &'static [&'static str] = &[];
    fn raw_id(&self) -> RawId;
    fn head(&self) -> Head;
    fn doc_ref(&self) -> DocRef {
        DocRef { kind: Self::KIND, id: self.raw_id() }
    }
}

/// Refuses a text that is empty or only spaces; `field` is its name in the input.
pub fn required(field: &'static str, text: &str) -> Result<(), Refusal> {
    if !text.trim().is_empty() {
        return Ok(());
    }
    Err(Refusal::invalid("value_missing").with("field", Arg::Word(format!("field-{field}"))).at(field))
}
