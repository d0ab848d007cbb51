//! The transaction a verb runs in: it loads and saves documents, emits events with the facts that follow, and gives ids and
//! the two clocks. Everything it hands out is repeatable: a replay of the intent gets the same.

use crate::{
    error::Result,
    quote::{HeldQuotes, LinesEdited},
    roles::{Actor, Scope},
};
use domain::{
    dates::{Date, Timestamp},
    document::{Document, Kind},
    event::Event,
    ids::*,
    ledger,
    money::Money,
    org::Entity,
    refusal::Refusal,
};
use std::collections::HashMap;
use store::{
    Conn,
    document::{Loaded, Saving},
    facts::{EntryRow, EventRow},
};

/// What the runner knows before the verb starts.
#[derive(Clone, Debug)]
pub struct Context {
    pub org: OrgId,
    pub intent: IntentId,
    pub verb: &'static str,
    pub actor: Actor,
    /// System time: sessions, links, signatures.
    pub now: Timestamp,
    /// Business time: real, or where the organisation's simulated clock stands.
    pub business_now: Timestamp,
    /// In a replay: the person the input is about, when they were erased since.
    pub erased: Option<PersonId>,
    /// The document the verb is about, and the version of it that the caller saw.
    pub seen: Option<(String, u32)>,
    /// Drafts that are kept in memory.
    pub quotes: HeldQuotes,
}

pub struct Tx<'a> {
    conn: &'a mut Conn,
    context: Context,
    counter: u32,
    loaded: HashMap<RawId, Loaded>,
    entities: HashMap<EntityId, Entity>,
    events: Vec<EventRow>,
    entries: Vec<EntryRow>,
    person: Option<PersonId>,
    /// A draft as this verb leaves it, to be kept once that is durable.
    held: Option<LinesEdited>,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(conn: &'a mut Conn, context: Context) -> Tx<'a> {
        Tx {
            conn,
            context,
            counter: 0,
            loaded: HashMap::new(),
            entities: HashMap::new(),
            events: Vec::new(),
            entries: Vec::new(),
            person: None,
            held: None,
        }
    }
    pub fn org(&self) -> OrgId {
        self.context.org
    }
    pub fn intent(&self) -> IntentId {
        self.context.intent
    }
    pub fn actor(&self) -> &Actor {
        &self.context.actor
    }
    /// System time.
    pub fn now(&self) -> Timestamp {
        self.context.now
    }
    /// Business time, as states and documents carry it.
    pub fn business_now(&self) -> Timestamp {
        self.context.business_now
    }
    /// The next id of this intent.
    pub fn new_id<I: From<RawId>>(&mut self) -> I {
        self.counter += 1;
        I::from(self.context.intent.raw().derive(self.counter))
    }
    /// The database, for the store's functions.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// The civil date of business time where the entity is.
    pub async fn today(&mut self, entity: EntityId) -> Result<Date> {
        let zone = self.entity(entity).await?.time_zone;
        Ok(self.context.business_now.date_in(&zone))
    }
    /// A legal entity, read once in a transaction.
    pub async fn entity(&mut self, id: EntityId) -> Result<Entity> {
        if let Some(entity) = self.entities.get(&id) {
            return Ok(entity.clone());
        }
        let entity: Entity = self.peek(id.raw()).await?;
        self.entities.insert(id, entity.clone());
        Ok(entity)
    }
    /// The last day of the months the entity has closed.
    async fn closed_until(&mut self, id: EntityId) -> Result<Option<Date>> {
        match self.entities.get(&id) {
            Some(entity) => Ok(entity.closed_until),
            None => Ok(self.entity(id).await?.closed_until),
        }
    }
    /// The named entity, or the organisation's first one.
    pub async fn entity_or_first(&mut self, id: Option<EntityId>) -> Result<Entity> {
        if let Some(id) = id {
            return self.entity(id).await;
        }
        let query =
            store::document::Query { kind: Some(Kind::Entity), ascending: true, limit: 1, ..Default::default() };
        let first = store::document::list(self.conn, self.context.org, &query).await?;
        let first = first.first().ok_or_else(|| Refusal::state("entity_none"))?;
        self.entity(EntityId(first.id)).await
    }

    /// The civil date where the organisation's first entity is, for documents that belong to no entity.
    pub async fn today_of_org(&mut self) -> Result<Date> {
        let entity = self.entity_or_first(None).await?;
        self.today(entity.id).await
    }
    /// The day on which something happened in an entity's books; today when it is not given. What happened does not lie in the
    /// future; what is planned may.
    pub async fn happened(&mut self, entity: EntityId, on: Option<Date>) -> Result<Date> {
        let today = self.today(entity).await?;
        match on.filter(|on| *on > today) {
            Some(on) => Err(Refusal::invalid("date_in_future").with("date", on).with("today", today).at("date").into()),
            None => Ok(on.unwrap_or(today)),
        }
    }
    /// Refuses a user who does not belong to the organisation.
    pub async fn check_colleague(&mut self, user: Option<UserId>) -> Result<()> {
        let Some(user) = user.filter(|user| self.context.actor.user() != Some(*user)) else { return Ok(()) };
        match store::state::member_of(self.conn, self.context.org, user).await? {
            Some(_) => Ok(()),
            None => Err(Refusal::not_found("user_missing").with("id", user.to_string()).at("owner").into()),
        }
    }

    /// Loads a document this verb will save, and holds it until the end. Documents outside the actor's scope do not exist.
    pub async fn load<D: Document>(&mut self, id: impl Into<RawId>) -> Result<D> {
        let doc = self.load_along::<D>(id).await?;
        self.in_scope(&doc).await?;
        Ok(doc)
    }
    /// Loads a document that changes because of the one the verb is about: an opportunity whose quote is accepted. The
    /// actor's scope was checked on that one.
    pub async fn load_along<D: Document>(&mut self, id: impl Into<RawId>) -> Result<D> {
        let id = id.into();
        let (doc, loaded) = store::document::load::<D>(self.conn, self.context.org, id, true)
            .await?
            .ok_or_else(|| missing(D::KIND, id))?;
        self.check_seen(D::KIND, id, loaded.version)?;
        self.loaded.insert(id, loaded);
        Ok(doc)
    }
    /// The same, refusing when the caller saw another version than the stored one (`If-Match`).
    pub async fn load_version<D: Document>(&mut self, id: impl Into<RawId>, version: Option<u32>) -> Result<D> {
        let id = id.into();
        let doc = self.load::<D>(id).await?;
        let stored = self.loaded.get(&id).map_or(0, |l| l.version);
        match version {
            Some(seen) if seen != stored => Err(stale(D::KIND.show(id), seen, stored).into()),
            _ => Ok(doc),
        }
    }
    /// Holds the document the verb is about to the version that the caller saw. What the verb itself saved stands already
    /// at a later one.
    fn check_seen(&self, kind: Kind, id: RawId, stored: u32) -> Result<()> {
        match &self.context.seen {
            Some((about, seen)) if *seen != stored && !self.loaded.contains_key(&id) && *about == kind.show(id) => {
                Err(stale(kind.show(id), *seen, stored).into())
            }
            _ => Ok(()),
        }
    }
    /// Holds a document that was not loaded here to the actor's scope and to the version that the caller saw.
    pub(crate) async fn check_version<D: Document>(&mut self, doc: &D, stored: u32, seen: Option<u32>) -> Result<()> {
        self.check_seen(D::KIND, doc.raw_id(), stored)?;
        self.in_scope(doc).await?;
        match seen {
            Some(seen) if seen != stored => Err(stale(D::KIND.show(doc.raw_id()), seen, stored).into()),
            _ => Ok(()),
        }
    }
    pub(crate) fn kept_quotes(&self) -> &HeldQuotes {
        &self.context.quotes
    }
    pub(crate) fn keep_after(&mut self, held: LinesEdited) {
        self.held = Some(held);
    }
    pub(crate) fn held(&mut self) -> Option<LinesEdited> {
        self.held.take()
    }
    /// Reads a document that this verb only looks at.
    pub async fn peek<D: Document>(&mut self, id: impl Into<RawId>) -> Result<D> {
        Ok(self.peek_version(id).await?.0)
    }
    /// The same with its version.
    pub async fn peek_version<D: Document>(&mut self, id: impl Into<RawId>) -> Result<(D, u32)> {
        let id = id.into();
        let found = store::document::load::<D>(self.conn, self.context.org, id, false).await?;
        let (doc, loaded) = found.ok_or_else(|| missing(D::KIND, id))?;
        self.check_seen(D::KIND, id, loaded.version)?;
        Ok((doc, loaded.version))
    }
    /// Documents of the organisation that a list finds.
    pub async fn list(&mut self, query: &store::document::Query) -> Result<Vec<store::document::Listed>> {
        Ok(store::document::list(self.conn, self.context.org, query).await?)
    }
    /// The version under which a document was loaded or last saved here.
    pub fn version(&self, id: RawId) -> u32 {
        self.loaded.get(&id).map_or(0, |l| l.version)
    }
    async fn in_scope<D: Document>(&mut self, doc: &D) -> Result<()> {
        match (&self.context.actor, self.context.actor.need(self.context.verb)?) {
            (Actor::Link { document, .. }, _) if document.id != doc.raw_id() => {
                Err(missing(D::KIND, doc.raw_id()).into())
            }
            (_, Scope::All) => Ok(()),
            (actor, scope) => {
                let (Some(owner), Some(user)) = (doc.head().owner, actor.user()) else { return Ok(()) };
                if owner == user || (scope == Scope::Team && self.same_team(owner).await?) {
                    return Ok(());
                }
                Err(missing(D::KIND, doc.raw_id()).into())
            }
        }
    }
    async fn same_team(&mut self, owner: UserId) -> Result<bool> {
        let Actor::User { team: Some(team), .. } = &self.context.actor else { return Ok(false) };
        let member = store::state::member_of(self.conn, self.context.org, owner).await?;
        Ok(member.is_some_and(|m| m.team.as_ref() == Some(team)))
    }

    /// Saves a new document, or the next version of a loaded one.
    pub async fn save<D: Document>(&mut self, doc: &D) -> Result<()> {
        let saving = self.saving();
        let loaded = store::document::save(self.conn, saving, doc, self.loaded.get(&doc.raw_id())).await;
        let loaded = loaded.map_err(|e| already_there::<D>(e, doc))?;
        self.loaded.insert(doc.raw_id(), loaded);
        Ok(())
    }
    /// A document as it stands now in this transaction, when it was loaded or saved here; no verb saves it again after that.
    pub(crate) fn saved(&mut self, id: RawId) -> Option<Loaded> {
        self.loaded.remove(&id)
    }
    pub fn saving(&self) -> Saving {
        Saving { org: self.context.org, intent: self.context.intent, at: self.context.now }
    }

    /// Records an event with its journal entries. `on` is the date it takes effect; a date in a closed period moves the
    /// entry to the first open day, since closed months are not rewritten.
    pub async fn emit(&mut self, event: impl Into<Event>, on: Date) -> Result<EventId> {
        let event = event.into();
        let id: EventId = self.new_id();
        for entry in ledger::posting::entries(&event)? {
            let closed = self.closed_until(entry.entity()).await?;
            let entry = match closed {
                Some(until) if entry.date() <= until => entry.on(until.add_days(1)),
                _ => entry,
            };
            let row = EntryRow { id: self.new_id(), event: id, description: String::new(), entry };
            self.entries.push(row);
        }
        let row = EventRow::new(id, event, on)?;
        let kind = row.kind.clone();
        self.entries.iter_mut().filter(|e| e.event == id).for_each(|e| e.description.clone_from(&kind));
        self.events.push(row);
        Ok(id)
    }

    /// Gives a document number such as `Q-2026-0012`, from a series of the entity and year, without gaps. Numbers of another
    /// entity than the organisation's first begin with its code, as in `SUB-Q-2026-0001`.
    pub async fn number(&mut self, entity: &Entity, code: &str, on: Date) -> Result<String> {
        let first = self.entity_or_first(None).await?.id == entity.id;
        let code = if first { code.to_string() } else { format!("{}-{code}", entity.code) };
        let series = format!("{code}-{}", on.year());
        let n = store::state::next_number(self.conn, self.context.org, entity.id, &series).await?;
        Ok(format!("{code}-{}-{n:04}", on.year()))
    }

    /// Refuses an amount above the actor's limit for this verb.
    pub fn within_limit(&self, amount: Money) -> Result<()> {
        Ok(self.context.actor.within(self.context.verb, amount)?)
    }
    /// In a replay, the person the input was about when it can no longer be read.
    pub(crate) fn erased(&self) -> Option<PersonId> {
        self.context.erased
    }
    /// Names the person whose data the input holds, so that it is recorded sealed.
    pub fn concerns(&mut self, person: PersonId) {
        self.person = Some(person);
    }

    /// Writes what was gathered; the runner calls it before it records the intent.
    pub(crate) async fn flush(&mut self) -> Result<Option<PersonId>> {
        let saving = self.saving();
        store::facts::insert_events(self.conn, saving, &self.events).await?;
        store::facts::insert_entries(self.conn, saving, &self.entries).await?;
        self.events.clear();
        self.entries.clear();
        Ok(self.person)
    }
}

fn stale(document: String, seen: u32, stored: u32) -> Refusal {
    Refusal::state("version_stale").with("document", document).with("seen", seen).with("stored", stored)
}

/// There is no such document, or none that the actor may see.
pub(crate) fn missing(kind: Kind, id: RawId) -> Refusal {
    Refusal::not_found("document_missing")
        .with("kind", domain::refusal::Arg::Word(format!("kind-{}", kind.noun())))
        .with("id", kind.show(id))
}

/// A number that is taken is the user's to change, unlike other duplicates.
fn already_there<D: Document>(error: store::StoreError, doc: &D) -> crate::error::Error {
    match error {
        store::StoreError::Duplicate(what) if what.contains("document") && what.contains("number") => {
            let kind = domain::refusal::Arg::Word(format!("kind-{}", D::KIND.noun()));
            Refusal::state("number_taken").with("kind", kind).with("number", doc.head().number).at("number").into()
        }
        other => other.into(),
    }
}
