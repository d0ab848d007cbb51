//! The runner around every verb: permission, idempotency, time, ids, one transaction, one retry rule.

use crate::{
    clock,
    deals::KeptDeals,
    error::{Error, Result},
    quote::{HeldQuotes, LinesEdited},
    roles::Actor,
    tx::{Context, Tx},
    verb::{AnyVerb, Outcome, Verb},
};
use documents::print::Render;
use domain::{dates::Timestamp, document::DocRef, ids::*, refusal::Refusal};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use std::{borrow::Cow, sync::Arc};
use store::{
    Conn, Db, StoreError,
    document::Loaded,
    facts::{self, IntentRow},
};

/// The application: a database and what the verbs need from outside. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    /// Who sets the pages of PDF files.
    pub render: Arc<dyn Render>,
    pub(crate) deals: KeptDeals,
    pub(crate) quotes: HeldQuotes,
}

/// Who calls, for which organisation, and under which key.
#[derive(Clone, Debug)]
pub struct Call {
    pub org: OrgId,
    pub actor: Actor,
    /// The same key with the same request gives the same outcome once; with another request it is refused.
    pub idempotency_key: Option<String>,
    /// Business time of this call, only for runs over history in an organisation with a simulated clock.
    pub business_at: Option<Timestamp>,
    pub parent: Option<IntentId>,
    /// The version of the verb's document that the caller saw; refused when somebody changed it since.
    pub seen: Option<u32>,
    /// Set by a replay.
    pub recorded: Option<Recorded>,
}
impl Call {
    pub fn new(org: OrgId, actor: Actor) -> Call {
        Call { org, actor, idempotency_key: None, business_at: None, parent: None, seen: None, recorded: None }
    }
    pub fn system(org: OrgId) -> Call {
        Call::new(org, Actor::System)
    }
    pub fn key(mut self, key: impl Into<String>) -> Call {
        self.idempotency_key = Some(key.into());
        self
    }
}

/// What a replay repeats of an intent instead of asking the clock and the dice.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub intent: IntentId,
    pub at: Timestamp,
    pub business_at: Timestamp,
    /// Of the request as it came, which may have held personal data that was not kept. Computed when left out.
    pub request_hash: Option<[u8; 32]>,
    /// Whose data the request held, when it was erased since.
    pub erased: Option<Erased>,
}
impl Recorded {
    /// Under this id and at these moments; all else is computed.
    pub fn at(intent: IntentId, at: Timestamp, business_at: Timestamp) -> Recorded {
        Recorded { intent, at, business_at, request_hash: None, erased: None }
    }
}

/// A person whose key was destroyed: nobody can read what the request said of them, so it is recorded as it stands.
#[derive(Clone, Debug)]
pub struct Erased {
    pub person: PersonId,
    /// The input as it was recorded, sealed.
    pub input: String,
}

/// What came of a call: the outcome, and whether it had been done before.
#[derive(Clone, Debug)]
pub struct Done {
    pub intent: IntentId,
    pub outcome: Outcome,
    pub repeated: bool,
    /// The outcome's document as it stood at the end, when the verb saved it.
    pub(crate) saved: Option<Loaded>,
    /// A draft as the verb left it.
    pub(crate) held: Option<LinesEdited>,
}
impl Done {
    /// The document the verb was about. Panics for a verb that names none: its caller knows.
    pub fn document(&self) -> DocRef {
        self.outcome.id.unwrap_or_else(|| panic!("the verb's outcome names no document"))
    }
}

/// How often a verb is run again when somebody else changed the same rows first.
const TRIES: u32 = 8;

impl App {
    pub fn new(db: Db, render: Arc<dyn Render>) -> App {
        App { db, render, deals: KeptDeals::default(), quotes: HeldQuotes::default() }
    }

    /// Runs a typed verb.
    pub async fn run<V: Verb>(&self, call: &Call, verb: V) -> Result<Done> {
        let unread = |e: serde_json::Error| StoreError::Bug(format!("{}: {e}", V::NAME));
        // Who asks with a key or a version asks from outside, and personal data is sealed field by field.
        if call.idempotency_key.is_some() || call.seen.is_some() || !V::PERSONAL.is_empty() {
            return self.execute(call, V::NAME, serde_json::to_value(&verb).map_err(unread)?).await;
        }
        let known = crate::verbs::find(V::NAME);
        let known = known.ok_or_else(|| Refusal::not_found("verb_unknown").with("verb", V::NAME))?;
        call.actor.need(known.name())?;
        let text = serde_json::to_string(&verb).map_err(unread)?;
        self.start(call, known, Made { verb: Some(verb), text }).await
    }

    /// Runs a verb by name. Returns once the change is durable. Runs in a task of its own: a caller that goes away does not
    /// stop it half way, and others may wait for its fsync.
    pub async fn execute(&self, call: &Call, name: &str, input: Json) -> Result<Done> {
        let verb = crate::verbs::find(name).ok_or_else(|| Refusal::not_found("verb_unknown").with("verb", name))?;
        call.actor.need(verb.name())?;
        // Only here: what was recorded before this rule is still replayed.
        crate::input::check_fields(crate::verbs::schema(verb), &input)?;
        let input = match verb.prepare() {
            Some(prepare) => prepared(prepare, input).await?,
            None => input,
        };
        self.start(call, verb, input).await
    }

    async fn start(&self, call: &Call, verb: &'static dyn AnyVerb, request: impl Request) -> Result<Done> {
        if let Some(key) = &call.idempotency_key
            && (key.is_empty() || key.len() > 255)
        {
            return Err(Refusal::invalid("idempotency_key_length").with("length", key.len()).into());
        }
        let (app, call) = (self.clone(), call.clone());
        let task = tokio::spawn(async move { app.attempt(&call, verb, request).await });
        task.await.unwrap_or_else(|e| Err(StoreError::Bug(format!("{} stopped: {e}", verb.name())).into()))
    }

    async fn attempt(&self, call: &Call, verb: &'static dyn AnyVerb, mut request: impl Request) -> Result<Done> {
        let request_hash = request.hash(call, verb);
        let mut tries = 0;
        loop {
            tries += 1;
            match self.once(call, verb, &mut request, request_hash).await {
                Err(Error::Store(StoreError::Conflict)) if tries < TRIES => {
                    let jitter = u64::from(clock::random::<1>()[0]);
                    tokio::time::sleep(std::time::Duration::from_micros(jitter * 20 * u64::from(tries))).await;
                }
                // Two requests with one key at the same time: the second finds the first one's outcome.
                Err(Error::Store(StoreError::Duplicate(what)))
                    if tries < TRIES && (what.contains("idempotency_key") || what.contains("intent_key")) => {}
                other => return other,
            }
        }
    }

    async fn once(
        &self,
        call: &Call,
        verb: &'static dyn AnyVerb,
        request: &mut impl Request,
        request_hash: [u8; 32],
    ) -> Result<Done> {
        let mut write = self.db.begin().await?;
        match requested(write.conn(), (call, &self.quotes), verb, request, request_hash).await {
            // Also what was done before: on SQLite the one before may still wait for its fsync, and until then no reader
            // sees what it made.
            Ok(done) => {
                write.commit().await?;
                if let Some(held) = &done.held {
                    self.quotes.keep(call.org, held.held.clone());
                }
                Ok(done)
            }
            Err(error) => {
                write.rollback().await;
                Err(error)
            }
        }
    }
}

/// Does the long part of a verb's work, in a thread that may take its time.
async fn prepared(prepare: fn(&Json), input: Json) -> Result<Json> {
    let task = tokio::task::spawn_blocking(move || {
        prepare(&input);
        input
    });
    Ok(task.await.map_err(|e| StoreError::Bug(format!("preparing a verb: {e}")))?)
}

/// Runs a verb inside a transaction that the caller ends: the runner's own, or a chunk of a run.
pub async fn in_transaction(conn: &mut Conn, call: &Call, verb: &'static dyn AnyVerb, mut input: Json) -> Result<Done> {
    let request_hash = input.hash(call, verb);
    requested(conn, (call, &HeldQuotes::default()), verb, &mut input, request_hash).await
}

async fn requested(
    conn: &mut Conn,
    (call, quotes): (&Call, &HeldQuotes),
    verb: &'static dyn AnyVerb,
    request: &mut impl Request,
    request_hash: [u8; 32],
) -> Result<Done> {
    if let Some(key) = &call.idempotency_key
        && let Some(before) = facts::intent_by_key(conn, call.org, key).await?
    {
        return repeat(before, key, verb.name(), request_hash);
    }
    let simulated = store::state::simulated_at(conn, call.org).await?;
    let recorded = call.recorded.as_ref();
    let erased = recorded.and_then(|r| r.erased.as_ref());
    let (intent, now, business_now) = match recorded {
        Some(recorded) => (recorded.intent, recorded.at, recorded.business_at),
        None => {
            let now = clock::now();
            let id = IntentId(RawId::from_moment(now.millis(), clock::random()));
            (id, now, call.business_at.filter(|_| simulated.is_some()).or(simulated).unwrap_or(now))
        }
    };
    let context = Context {
        org: call.org,
        intent,
        verb: verb.name(),
        actor: call.actor.clone(),
        now,
        business_now,
        erased: erased.map(|e| e.person),
        seen: call.seen.zip(request.document()).map(|(seen, id)| (id.to_string(), seen)),
        quotes: quotes.clone(),
    };
    let mut tx = Tx::new(conn, context);
    let outcome = match request.run(&mut tx, call, verb).await {
        Ok(outcome) => outcome,
        Err(Error::Refused(refusal)) => return Err(crate::naming::by_number(conn, call.org, refusal).await.into()),
        Err(error) => return Err(error),
    };
    let person = tx.flush().await?;
    let saved = outcome.id.and_then(|document| tx.saved(document.id));
    let held = tx.held();
    let input = request.record(conn, call, intent, verb, person).await?;
    let row = IntentRow {
        id: intent,
        parent: call.parent,
        name: verb.name().to_string(),
        actor: call.actor.text(),
        idempotency_key: call.idempotency_key.clone(),
        request_hash: recorded.and_then(|r| r.request_hash).unwrap_or(request_hash),
        input: erased.map_or(input, |e| e.input.clone()),
        outcome: serde_json::to_string(&outcome).map_err(|e| StoreError::Bug(e.to_string()))?,
        recorded_at: now,
        business_at: business_now,
    };
    facts::record_intent(conn, call.org, &row).await?;
    Ok(Done { intent, outcome, repeated: false, saved, held })
}

/// What a call asks: JSON from outside, or a verb that was made in this program.
trait Request: Send + 'static {
    /// The id of the document it is about.
    fn document(&self) -> Option<&str>;
    fn hash(&self, call: &Call, verb: &dyn AnyVerb) -> [u8; 32];
    fn run(
        &mut self,
        tx: &mut Tx<'_>,
        call: &Call,
        verb: &'static dyn AnyVerb,
    ) -> impl Future<Output = Result<Outcome>> + Send;
    /// The text under which it is recorded.
    fn record(
        &mut self,
        conn: &mut Conn,
        call: &Call,
        intent: IntentId,
        verb: &'static dyn AnyVerb,
        person: Option<PersonId>,
    ) -> impl Future<Output = Result<String>> + Send;
}

/// Of a request without a key nobody asks whether it is the same as an earlier one.
const UNKEYED: [u8; 32] = [0; 32];

impl Request for Json {
    fn document(&self) -> Option<&str> {
        self.get("id").and_then(Json::as_str)
    }
    fn hash(&self, call: &Call, verb: &dyn AnyVerb) -> [u8; 32] {
        match &call.idempotency_key {
            Some(_) => request_hash(verb.name(), &as_asked(call, verb, self)),
            None => UNKEYED,
        }
    }
    async fn run(&mut self, tx: &mut Tx<'_>, call: &Call, verb: &'static dyn AnyVerb) -> Result<Outcome> {
        verb.run(tx, &with_address(call, verb, self)).await
    }
    async fn record(
        &mut self,
        conn: &mut Conn,
        call: &Call,
        intent: IntentId,
        verb: &'static dyn AnyVerb,
        person: Option<PersonId>,
    ) -> Result<String> {
        if verb.personal().is_empty() {
            return Ok(self.to_string());
        }
        let input = with_address(call, verb, self).into_owned();
        Ok(sealed(conn, call.org, intent, verb, input, person).await?.to_string())
    }
}

/// A verb that was made here, without personal data: it is written down once, and read again only to be run again.
struct Made<V> {
    verb: Option<V>,
    text: String,
}

impl<V: Verb> Request for Made<V> {
    fn document(&self) -> Option<&str> {
        None
    }
    fn hash(&self, _: &Call, _: &dyn AnyVerb) -> [u8; 32] {
        UNKEYED
    }
    async fn run(&mut self, tx: &mut Tx<'_>, _: &Call, _: &'static dyn AnyVerb) -> Result<Outcome> {
        let read = |text: &str| serde_json::from_str(text).map_err(|e| StoreError::Bug(format!("{}: {e}", V::NAME)));
        let verb = self.verb.take().map_or_else(|| read(&self.text), Ok)?;
        verb.run(tx).await
    }
    async fn record(
        &mut self,
        _: &mut Conn,
        _: &Call,
        _: IntentId,
        _: &'static dyn AnyVerb,
        _: Option<PersonId>,
    ) -> Result<String> {
        Ok(self.text.clone())
    }
}

/// The input without the network address that is added below: a visitor asks the same from anywhere.
fn as_asked<'a>(call: &Call, verb: &dyn AnyVerb, input: &'a Json) -> Cow<'a, Json> {
    match (&call.actor, input) {
        (Actor::Link { .. }, Json::Object(map)) if verb.personal().contains(&"address") => {
            let mut asked = map.clone();
            asked.shift_remove("address");
            Cow::Owned(Json::Object(asked))
        }
        _ => Cow::Borrowed(input),
    }
}

/// A verb that keeps the network address of a visitor gets it as input, so that a replay has it too.
fn with_address<'a>(call: &Call, verb: &dyn AnyVerb, input: &'a Json) -> Cow<'a, Json> {
    match (&call.actor, input) {
        (Actor::Link { address: Some(address), .. }, Json::Object(map)) if verb.personal().contains(&"address") => {
            let mut more = map.clone();
            more.insert("address".to_string(), Json::from(address.as_str()));
            Cow::Owned(Json::Object(more))
        }
        _ => Cow::Borrowed(input),
    }
}

fn repeat(before: IntentRow, key: &str, name: &str, request_hash: [u8; 32]) -> Result<Done> {
    if before.request_hash != request_hash || before.name != name {
        return Err(Refusal::state("idempotency_key_reused").with("key", key).with("verb", before.name).into());
    }
    let outcome =
        serde_json::from_str(&before.outcome).map_err(|e| StoreError::Bug(format!("outcome of {}: {e}", before.id)))?;
    Ok(Done { intent: before.id, outcome, repeated: true, saved: None, held: None })
}

/// What the request was, without regard to how its JSON was written.
pub fn request_hash(name: &str, input: &Json) -> [u8; 32] {
    let mut text = Vec::with_capacity(1024);
    write_canonical(input, &mut text);
    let mut hash = Sha256::new();
    hash.update(name.as_bytes());
    hash.update([0]);
    hash.update(&text);
    hash.finalize().into()
}

/// JSON with its keys in order and without absent values: the same content gives the same text.
pub(crate) fn canonical(json: &Json) -> String {
    let mut text = Vec::new();
    write_canonical(json, &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

fn write_canonical(json: &Json, out: &mut Vec<u8>) {
    match json {
        Json::Object(map) => {
            let mut present: Vec<(&String, &Json)> = map.iter().filter(|(_, value)| !value.is_null()).collect();
            present.sort_by_key(|(key, _)| *key);
            out.push(b'{');
            for (at, (key, value)) in present.into_iter().enumerate() {
                out.extend((at > 0).then_some(b','));
                scalar(key, out);
                out.push(b':');
                write_canonical(value, out);
            }
            out.push(b'}');
        }
        Json::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                out.extend((at > 0).then_some(b','));
                write_canonical(item, out);
            }
            out.push(b']');
        }
        other => scalar(other, out),
    }
}

/// Writing into memory cannot fail.
fn scalar(value: &(impl serde::Serialize + ?Sized), out: &mut Vec<u8>) {
    let _ = serde_json::to_writer(out, value);
}

/// Personal fields are recorded only under the person's key; a verb that names no person keeps none of them.
async fn sealed(
    conn: &mut Conn,
    org: OrgId,
    intent: IntentId,
    verb: &dyn AnyVerb,
    mut input: Json,
    person: Option<PersonId>,
) -> Result<Json> {
    let key = match person {
        Some(person) => Some(store::people::ensure_key(conn, org, person).await?),
        None => None,
    };
    if let Json::Object(map) = &mut input {
        for field in verb.personal() {
            let Some(value) = map.get_mut(*field).filter(|v| !v.is_null()) else { continue };
            let closed = key.as_ref().map(|k| k.seal(intent.raw(), field, &value.to_string()));
            *value = closed.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(Json::Null);
        }
        if let Some(person) = person {
            map.insert("sealed_for".to_string(), Json::from(person.to_string()));
        }
    }
    Ok(input)
}

/// The input as it was given, for a replay. When its person was erased since, stand-ins take the place of what nobody can
/// read any more, and the person is named.
pub async fn unsealed(
    conn: &mut Conn,
    org: OrgId,
    verb: &dyn AnyVerb,
    mut input: Json,
) -> Result<(Json, Option<PersonId>)> {
    let Json::Object(map) = &mut input else { return Ok((input, None)) };
    let Some(person) = map.shift_remove("sealed_for").and_then(|p| p.as_str().and_then(|s| s.parse::<PersonId>().ok()))
    else {
        return Ok((input, None));
    };
    let key = store::people::key(conn, org, person).await?;
    for field in verb.personal() {
        let Some(sealed) = map.get(*field).and_then(Json::as_str) else { continue };
        let open = match &key {
            Some(key) => key.open(sealed).and_then(|text| serde_json::from_str(&text).ok()),
            None => Some(stand_in(field)),
        };
        if let Some(open) = open {
            map.insert(field.to_string(), open);
        }
    }
    Ok((input, key.is_none().then_some(person)))
}

/// What a verb accepts in a field of an erased person; the erasure that follows in the replay forgets it again.
fn stand_in(field: &str) -> Json {
    Json::from(if field.ends_with("email") { "erased@erased.invalid" } else { "erased" })
}
