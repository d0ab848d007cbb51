//! Verbs: every write is one struct. Its fields are the intent that is recorded, the body of the API call, the flags of
//! the command and the fields of the form; its doc comment is the text in all of them.

use crate::{error::Result, tx::Tx};
use domain::document::DocRef;
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use std::{future::Future, marker::PhantomData, pin::Pin};

/// A typed intent. `run` is one transaction: load, call the domain, save, emit.
pub trait Verb: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// `noun.action`; the permission it needs has the same name.
    const NAME: &'static str;
    /// Input fields that hold personal data: recorded only sealed with the key of the person `Tx::concerns` names.
    const PERSONAL: &'static [&'static str] = &[];
    /// Long work that needs nothing but the input, done before the transaction, which would keep every other write waiting;
    /// `run` finds it done.
    const PREPARE: Option<fn(&Json)> = None;
    fn run(self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Outcome>> + Send;
}

/// What a verb did: recorded with the intent and given again when the same request comes twice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// The document the verb was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<DocRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Documents that were made on the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made: Vec<DocRef>,
    /// How many things were done, for runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}
impl Outcome {
    pub fn of(document: DocRef) -> Outcome {
        Outcome { id: Some(document), ..Outcome::default() }
    }
    pub fn number(mut self, number: impl Into<String>) -> Outcome {
        self.number = Some(number.into());
        self
    }
    pub fn made(mut self, document: DocRef) -> Outcome {
        self.made.push(document);
        self
    }
    pub fn count(count: u64) -> Outcome {
        Outcome { count: Some(count), ..Outcome::default() }
    }
}

type Running<'a> = Pin<Box<dyn Future<Output = Result<Outcome>> + Send + 'a>>;

/// A verb without its type, as the registry, the API, the command line and the forms know it.
pub trait AnyVerb: Sync {
    fn name(&self) -> &'static str;
    fn personal(&self) -> &'static [&'static str];
    fn schema(&self) -> Schema;
    fn prepare(&self) -> Option<fn(&Json)>;
    /// Reads the input and runs it; input that does not fit the schema is refused with the field.
    fn run<'a>(&self, tx: &'a mut Tx<'_>, input: &'a Json) -> Running<'a>;
    fn noun(&self) -> &'static str {
        self.name().split_once('.').map_or(self.name(), |(noun, _)| noun)
    }
    fn action(&self) -> &'static str {
        self.name().split_once('.').map_or("", |(_, action)| action)
    }
}

/// Puts a verb type into the registry.
pub struct Entry<V>(pub PhantomData<fn() -> V>);

impl<V: Verb> AnyVerb for Entry<V> {
    fn name(&self) -> &'static str {
        V::NAME
    }
    fn personal(&self) -> &'static [&'static str] {
        V::PERSONAL
    }
    fn prepare(&self) -> Option<fn(&Json)> {
        V::PREPARE
    }
    fn schema(&self) -> Schema {
        schemars::generate::SchemaSettings::draft2020_12()
            .with(|s| s.inline_subschemas = true)
            .into_generator()
            .into_root_schema_for::<V>()
    }
    fn run<'a>(&self, tx: &'a mut Tx<'_>, input: &'a Json) -> Running<'a> {
        let schema = crate::verbs::schema(self);
        Box::pin(async move {
            let verb: V = crate::input::read(schema, input)?;
            verb.run(tx).await
        })
    }
}

/// The registry's list: `verbs![customer::CustomerCreate, ...]`.
#[macro_export]
macro_rules! verbs {
    ($($verb:ty),* $(,)?) => { &[$(&$crate::verb::Entry::<$verb>(::std::marker::PhantomData)),*] };
}
