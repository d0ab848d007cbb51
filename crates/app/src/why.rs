//! Why a figure is what it is: from a posting back to the price on the quote and to who agreed, and from an act forward to
//! what it did to the books. A tree of plain nodes in the reader's language; whoever shows it decides how.

use crate::{
    error::{Error, Result},
    read::{AnyDocument, Reader},
    runner::App,
};
use domain::{
    document::{DocRef, Kind, LineRef},
    ids::*,
    money::{Money, Quantity},
    org::Language,
    quote::PriceStep,
    refusal::Refusal,
};
use serde::Serialize;
use serde_json::Value as Json;
use std::{
    collections::{HashMap, HashSet},
    future::Future,
    pin::Pin,
    sync::Arc,
};
use store::{
    facts::{self, RecordedEvent},
    trace::{self, RecordedEntry, RecordedPosting},
};
use text::{format, t, t_with};

/// A step of the answer, with the reasons for it or what followed from it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Why {
    pub title: String,
    pub detail: String,
    /// What can be asked about next.
    pub id: Option<String>,
    pub children: Vec<Why>,
}
impl Why {
    fn new(title: String, detail: String) -> Why {
        Why { title, detail, id: None, children: Vec::new() }
    }
    fn about(self, id: impl ToString) -> Why {
        Why { id: Some(id.to_string()), ..self }
    }
    /// The tree as indented lines.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        self.write(0, &mut lines);
        lines
    }
    fn write(&self, depth: usize, lines: &mut Vec<String>) {
        let parts = [Some(&self.title), Some(&self.detail), self.id.as_ref()];
        let shown: Vec<&str> = parts.into_iter().flatten().map(String::as_str).filter(|p| !p.is_empty()).collect();
        lines.push(format!("{}{}", "  ".repeat(depth), shown.join(" · ")));
        self.children.iter().for_each(|c| c.write(depth + 1, lines));
    }
}

/// Lines, entries and postings beyond these are counted and not shown.
const LINES_MAX: usize = 25;
const ENTRIES_MAX: u32 = 50;
const POSTINGS_MAX: u32 = 200;
/// Of an entry that is one of many; asked about by itself it shows them all.
const POSTINGS_SHOWN: usize = 8;
/// An agreement is looked for among so many events of a document.
const AGREED_WITHIN: u32 = 1_000;
/// Events by which the two parties bound themselves.
const AGREED: &[&str] = &["quote.sent", "quote.accepted", "contract.sent", "contract.signed"];

impl App {
    /// Why the thing with this id is as it is: a journal entry, an event, an intent, or any document.
    pub async fn why(&self, reader: &Reader, lang: Language, id: &str) -> Result<Why> {
        let (prefix, raw) = parse_any(id.trim())?;
        let mut asked = Asked {
            app: self,
            reader,
            lang,
            zone: self.first_entity(reader.org).await?.time_zone,
            bodies: HashMap::new(),
            told: HashSet::new(),
        };
        if let Some(kind) = Kind::from_prefix(prefix) {
            reader.actor.need(&format!("{}.read", kind.noun()))?;
            return asked.whole_document(DocRef { kind, id: raw }).await;
        }
        reader.actor.need("ledger.read")?;
        match prefix {
            p if p == EntryId::PREFIX => asked.whole_entry(EntryId(raw)).await,
            p if p == EventId::PREFIX => asked.whole_event(EventId(raw)).await,
            p if p == IntentId::PREFIX => asked.whole_intent(IntentId(raw)).await,
            _ => Err(Refusal::invalid("why_unknown").with("id", id).into()),
        }
    }
}

type Told<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A document with its title and what stands beside it.
type Seen = Arc<(AnyDocument, String, String)>;

/// A question that is being answered.
struct Asked<'q> {
    app: &'q App,
    reader: &'q Reader,
    lang: Language,
    zone: String,
    /// Documents as the reader may see them; `None` for those they may not.
    bodies: HashMap<DocRef, Option<Seen>>,
    /// What was explained already is only named again.
    told: HashSet<(RawId, u32)>,
}

impl Asked<'_> {
    fn missing(&self, id: impl ToString) -> Error {
        Refusal::not_found("why_missing").with("id", id.to_string()).into()
    }

    // ---- What is asked about ----

    async fn whole_entry(&mut self, id: EntryId) -> Result<Why> {
        let org = self.reader.org;
        let mut conn = self.app.db.read().await?;
        let entry = trace::entry_by_id(&mut conn, org, id).await?.ok_or_else(|| self.missing(id))?;
        let event = trace::event_by_id(&mut conn, org, entry.event).await?.ok_or_else(|| self.missing(id))?;
        let postings = trace::postings_of_entry(&mut conn, org, id, POSTINGS_MAX).await?;
        drop(conn);
        let mut node = self.entry_node(&entry);
        for posting in &postings {
            let mut shown = self.posting_node(posting);
            if let Some(line) = posting.line_ref() {
                shown.children.extend(self.line(line).await?);
            }
            node.children.push(shown);
        }
        node.children.push(self.event_node(&event, false).await?);
        let mut documents: Vec<DocRef> = postings.iter().filter_map(|p| p.document).collect();
        documents.extend(documents_in(&event.body));
        for document in documents {
            if self.told.insert((document.id, u32::MAX)) {
                node.children.extend(self.document_node(document).await?);
            }
        }
        Ok(node)
    }

    async fn whole_event(&mut self, id: EventId) -> Result<Why> {
        let found = trace::event_by_id(&mut self.app.db.read().await?, self.reader.org, id).await?;
        let event = found.ok_or_else(|| self.missing(id))?;
        let mut node = self.event_node(&event, true).await?;
        for document in documents_in(&event.body) {
            if self.told.insert((document.id, u32::MAX)) {
                node.children.extend(self.document_node(document).await?);
            }
        }
        Ok(node)
    }

    async fn whole_intent(&mut self, id: IntentId) -> Result<Why> {
        let mut node = self.intent_node(id).await?.ok_or_else(|| self.missing(id))?;
        let org = self.reader.org;
        let events = trace::events_of_intent(&mut self.app.db.read().await?, org, id, ENTRIES_MAX).await?;
        for event in &events {
            let mut shown = self.event_node(event, true).await?;
            // Every event here has this same intent.
            shown.children.retain(|c| c.id.as_deref() != Some(id.to_string().as_str()));
            node.children.push(shown);
        }
        Ok(node)
    }

    async fn whole_document(&mut self, document: DocRef) -> Result<Why> {
        // Refused here with its own sentence; further down a document that may not be seen is left out.
        self.app.get(self.reader, document).await?;
        let mut node = self.document_node(document).await?.ok_or_else(|| self.missing(document))?;
        let mut conn = self.app.db.read().await?;
        let events = facts::events_of(&mut conn, self.reader.org, document.id, None, ENTRIES_MAX + 1).await?;
        drop(conn);
        let earlier = events.len().saturating_sub(ENTRIES_MAX as usize);
        if earlier > 0 {
            node.children.push(Why::new(t(self.lang, "why-earlier"), String::new()).about(document));
        }
        for event in &events[earlier..] {
            if self.told.insert((event.id.raw(), 0)) {
                node.children.push(self.event_node(event, true).await?);
            }
        }
        Ok(node)
    }

    // ---- Documents and their lines ----

    /// The document with what it was made from and where each of its lines comes from.
    async fn document_node(&mut self, document: DocRef) -> Result<Option<Why>> {
        let Some(mut node) = self.named(document).await? else { return Ok(None) };
        if let Some(parent) = self.parent(document).await? {
            node.children.extend(self.chain(parent, 0).await?);
        }
        let found = self.body(document).await?;
        let lines = found.as_ref().map_or(&[][..], |found| lines_of(&found.0.body));
        let numbers: Vec<u32> = lines.iter().filter_map(|l| number_at(l, "no")).collect();
        for no in numbers.iter().take(LINES_MAX) {
            node.children.extend(self.line(LineRef { document, line: *no }).await?);
        }
        node.children.extend(self.more(numbers.len().saturating_sub(LINES_MAX)));
        node.children.extend(self.agreed(document).await?);
        Ok(Some(node))
    }

    /// A document and those before it, by name.
    fn chain(&mut self, document: DocRef, depth: u32) -> Told<'_, Option<Why>> {
        Box::pin(async move {
            let Some(mut node) = self.named(document).await? else { return Ok(None) };
            let parent = self.parent(document).await?.filter(|_| depth < 16);
            if let Some(parent) = parent {
                node.children.extend(self.chain(parent, depth + 1).await?);
            }
            Ok(Some(node))
        })
    }

    async fn parent(&mut self, document: DocRef) -> Result<Option<DocRef>> {
        let parent = match self.app.listed(self.reader, document).await {
            Ok(head) => head.parent,
            Err(Error::Refused(_)) => None,
            Err(fault) => return Err(fault),
        };
        let Some(parent) = parent.filter(|p| *p != document.id) else { return Ok(None) };
        Ok(trace::document_ref(&mut self.app.db.read().await?, self.reader.org, parent).await?)
    }

    async fn named(&mut self, document: DocRef) -> Result<Option<Why>> {
        let node = self.body(document).await?.map(|found| Why::new(found.1.clone(), found.2.clone()));
        Ok(node.map(|n| n.about(document)))
    }

    async fn body(&mut self, document: DocRef) -> Result<Option<Seen>> {
        if !self.bodies.contains_key(&document) {
            let found = match self.app.get(self.reader, document).await {
                Ok(any) => {
                    let head = self.app.listed(self.reader, document).await?;
                    let name = if head.number.is_empty() { &head.title } else { &head.number };
                    let title = format!("{} {name}", text::kind(self.lang, document.kind));
                    let state = Some(format!("state-{}", head.state)).filter(|k| text::has(k));
                    let parts = [
                        state.map(|k| t(self.lang, &k)),
                        head.date.map(|d| format::date(self.lang, d)),
                        head.amount.map(|m| format::money(self.lang, m)),
                        head.customer_name.filter(|_| document.kind != Kind::Customer),
                    ];
                    let detail = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
                    Some(Arc::new((any, title, detail)))
                }
                Err(Error::Refused(_)) => None,
                Err(fault) => return Err(fault),
            };
            self.bodies.insert(document, found);
        }
        Ok(self.bodies.get(&document).cloned().flatten())
    }

    /// A line of a document, and under it the line it came from, back to the quote's price.
    fn line(&mut self, at: LineRef) -> Told<'_, Option<Why>> {
        Box::pin(async move {
            let Some(found) = self.body(at.document).await? else { return Ok(None) };
            let (title, body) = (found.1.clone(), &found.0.body);
            let own = lines_of(body).iter().find(|l| number_at(l, "no") == Some(at.line));
            let shown = own.or_else(|| body.get("terms")).unwrap_or(body);
            let args = [("line", at.line.into()), ("document", title.as_str().into())];
            let title = if own.is_some() { t_with(self.lang, "why-line", &args) } else { title };
            let mut node = Why::new(title, self.line_detail(shown)).about(at.document);
            if !self.told.insert((at.document.id, at.line)) {
                return Ok(Some(node));
            }
            if let Some(source) = source_of(body, own).filter(|s| *s != at) {
                node.children.extend(self.line(source).await?);
            }
            if at.document.kind == Kind::Quote {
                node.children.extend(self.steps(body, at.line));
            }
            node.children.extend(self.agreed(at.document).await?);
            Ok(Some(node))
        })
    }

    fn line_detail(&self, line: &Json) -> String {
        let value = |key: &str| line.get(key).cloned().unwrap_or_default();
        let quantity = serde_json::from_value::<Quantity>(value("quantity")).ok();
        let net = serde_json::from_value::<Money>(value("net")).ok();
        let parts = [
            line.get("description").and_then(Json::as_str).map(str::to_string),
            quantity.map(|q| format::quantity(self.lang, q)),
            net.map(|m| format::money(self.lang, m)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// How the price of a quote's line came about.
    fn steps(&self, body: &Json, line: u32) -> Vec<Why> {
        let waterfall = body.get("waterfall").cloned().unwrap_or_default();
        let steps: Vec<PriceStep> = serde_json::from_value(waterfall).unwrap_or_default();
        let shown = |s: PriceStep| {
            let result = format::money(self.lang, s.result);
            let told = match &s.not_applied {
                Some(reason) => text::not_applied(self.lang, reason),
                None => format!("{} = {result}", s.arithmetic),
            };
            let node = Why::new(t(self.lang, &s.step), told);
            Why { id: s.source.map(|d| d.to_string()), ..node }
        };
        steps.into_iter().filter(|s| s.line == line).map(shown).collect()
    }

    /// The events by which a quote or contract came to bind, each told once.
    async fn agreed(&mut self, document: DocRef) -> Result<Vec<Why>> {
        if !matches!(document.kind, Kind::Quote | Kind::Contract) {
            return Ok(Vec::new());
        }
        let mut conn = self.app.db.read().await?;
        let events = facts::events_of(&mut conn, self.reader.org, document.id, None, AGREED_WITHIN).await?;
        drop(conn);
        let mut nodes = Vec::new();
        for event in events.iter().filter(|e| AGREED.contains(&e.kind.as_str())) {
            if self.told.insert((event.id.raw(), 0)) {
                nodes.push(self.event_node(event, false).await?);
            }
        }
        Ok(nodes)
    }

    // ---- Facts ----

    /// Says how many lines are left out, when any are.
    fn more(&self, count: usize) -> Option<Why> {
        (count > 0).then(|| Why::new(t_with(self.lang, "why-more", &[("count", count.into())]), String::new()))
    }

    fn entry_node(&self, entry: &RecordedEntry) -> Why {
        let detail = [format::date(self.lang, entry.date), entry.description.clone()];
        let detail: Vec<String> = detail.into_iter().filter(|d| !d.is_empty()).collect();
        Why::new(t(self.lang, "why-entry"), detail.join(" · ")).about(entry.id)
    }

    fn posting_node(&self, posting: &RecordedPosting) -> Why {
        let key = format!("account-{}", posting.account);
        let name = if text::has(&key) { t(self.lang, &key) } else { String::new() };
        let side = t(self.lang, if posting.amount.is_negative() { "why-credit" } else { "why-debit" });
        let amount = format::money(self.lang, posting.amount.abs());
        Why::new(format!("{} {name}", posting.account).trim_end().to_string(), format!("{side} {amount}"))
    }

    /// An event with who wanted it and, when asked forward, what it did to the books.
    async fn event_node(&mut self, event: &RecordedEvent, forward: bool) -> Result<Why> {
        let mut detail = vec![format::date(self.lang, event.effective_date)];
        detail.extend(self.people_in(&event.body).await?);
        let mut node = Why::new(self.event_name(&event.kind), detail.join(" · ")).about(event.id);
        node.children.extend(self.intent_node(event.intent).await?);
        if !forward {
            return Ok(node);
        }
        let org = self.reader.org;
        let mut conn = self.app.db.read().await?;
        for entry in trace::entries_of_event(&mut conn, org, event.id, ENTRIES_MAX).await? {
            let mut shown = self.entry_node(&entry);
            let postings = trace::postings_of_entry(&mut conn, org, entry.id, POSTINGS_MAX).await?;
            let (first, rest) = postings.split_at(postings.len().min(POSTINGS_SHOWN));
            shown.children.extend(first.iter().map(|p| self.posting_node(p)));
            shown.children.extend(self.more(rest.len()));
            node.children.push(shown);
        }
        Ok(node)
    }

    fn event_name(&self, kind: &str) -> String {
        let key = format!("event-{}", kind.replace('.', "-"));
        if text::has(&key) { t(self.lang, &key) } else { kind.replace(['.', '_'], " ") }
    }

    /// Names of the persons an event speaks of, as far as the reader may see them.
    async fn people_in(&mut self, body: &str) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for person in documents_in(body).into_iter().filter(|d| d.kind == Kind::Person) {
            let found = self.body(person).await?;
            let name = found.and_then(|found| found.0.body.get("name")?.as_str().map(str::to_string));
            names.extend(name.filter(|n| !n.is_empty()));
        }
        Ok(names)
    }

    async fn intent_node(&mut self, id: IntentId) -> Result<Option<Why>> {
        let mut conn = self.app.db.read().await?;
        let Some((seq, intent)) = facts::intent_by_id(&mut conn, self.reader.org, id).await? else { return Ok(None) };
        let key = format!("verb-{}", intent.name.replace('.', "-"));
        let title = if text::has(&key) { t(self.lang, &key) } else { intent.name.clone() };
        let at = format::timestamp(self.lang, &self.zone, intent.recorded_at);
        let mut node = Why::new(title, format!("{at} · #{seq}")).about(intent.id);
        let (sort, who) = intent.actor.split_once(':').unwrap_or((intent.actor.as_str(), ""));
        let sort_name = t(self.lang, &format!("actor-{sort}"));
        let login = match who.parse::<UserId>() {
            Ok(user) => store::state::login_by_id(&mut conn, user).await?,
            Err(_) => None,
        };
        node.children.push(match login {
            Some(login) => Why::new(login.name, sort_name),
            None => Why::new(sort_name, who.to_string()),
        });
        Ok(Some(node))
    }
}

fn lines_of(body: &Json) -> &[Json] {
    body.get("lines").and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn number_at(json: &Json, key: &str) -> Option<u32> {
    json.get(key)?.as_u64().and_then(|n| u32::try_from(n).ok())
}

/// The line that a line was made from: as it says itself, or the line of the order that was delivered or runs on.
fn source_of(body: &Json, line: Option<&Json>) -> Option<LineRef> {
    let source = line.and_then(|l| l.get("source")).filter(|s| !s.is_null());
    if let Some(source) = source {
        return serde_json::from_value(source.clone()).ok();
    }
    let order: OrderId = body.get("order")?.as_str()?.parse().ok()?;
    let line = number_at(line.unwrap_or(body), "order_line")?;
    Some(LineRef { document: DocRef { kind: Kind::Order, id: order.raw() }, line })
}

/// The documents that an event names, in the order of its fields.
fn documents_in(body: &str) -> Vec<DocRef> {
    fn collect(json: &Json, found: &mut Vec<DocRef>) {
        match json {
            Json::String(s) => {
                let parsed = parse_any(s).ok().and_then(|(prefix, id)| Some((Kind::from_prefix(prefix)?, id)));
                found.extend(parsed.map(|(kind, id)| DocRef { kind, id }));
            }
            Json::Array(items) => items.iter().for_each(|i| collect(i, found)),
            Json::Object(map) => map.values().for_each(|i| collect(i, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect(&serde_json::from_str(body).unwrap_or_default(), &mut found);
    // Who the company and the customer are explains no figure.
    found.retain(|d| !matches!(d.kind, Kind::Entity | Kind::Customer));
    found
}
