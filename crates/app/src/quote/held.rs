//! Drafts kept in memory between edits: reading ten thousand lines for every cell that is typed would be most of the work.
//! The database says each time whether what is kept is still what is stored, so that several processes can edit.

use crate::{error::Result, tx::Tx};
use domain::{
    document::Document,
    ids::*,
    quote::{Edited, LineStep, Quote, QuoteLine},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use store::{
    Conn,
    held::{Change, Held, hold},
};

/// Most quotes that are kept, and most lines of all together.
const QUOTES: usize = 16;
const LINES: usize = 60_000;

/// What an edit of lines left behind.
#[derive(Clone, Debug)]
pub(crate) struct LinesEdited {
    pub held: Arc<Held<Quote>>,
    pub edited: Edited,
    /// What takes it back.
    pub undo: Vec<LineStep>,
}

type Kept = HashMap<(OrgId, RawId), Arc<Held<Quote>>>;

#[derive(Clone, Debug, Default)]
pub struct HeldQuotes(Arc<Mutex<Kept>>);

impl HeldQuotes {
    /// The quote as it is stored, for reading, or for changing with `lock`.
    pub async fn of(&self, conn: &mut Conn, org: OrgId, id: RawId, lock: bool) -> Result<Option<Arc<Held<Quote>>>> {
        let known = self.kept().get(&(org, id)).cloned();
        let found = hold::<Quote>(conn, (org, id), "lines", lock, known).await?;
        // What an open transaction sees may never be; it is kept once that is durable.
        if let Some(found) = found.as_ref().filter(|_| !lock) {
            self.keep(org, found.clone());
        }
        Ok(found)
    }

    pub(crate) fn keep(&self, org: OrgId, held: Arc<Held<Quote>>) {
        let key = (org, held.doc.raw_id());
        let mut all = self.kept();
        if all.get(&key).is_some_and(|other| other.version > held.version) {
            return;
        }
        all.insert(key, held);
        let lines = |all: &Kept| all.values().map(|held| held.doc.lines.len()).sum::<usize>();
        while all.len() > 1 && (all.len() > QUOTES || lines(&all) > LINES) {
            let Some(other) = all.keys().copied().find(|other| *other != key) else { break };
            all.remove(&other);
        }
    }

    /// Takes a quote out to be changed: nobody else has it then, unless somebody reads it right now.
    fn take(&self, org: OrgId, held: Arc<Held<Quote>>) -> Held<Quote> {
        self.kept().remove(&(org, held.doc.raw_id()));
        Arc::try_unwrap(held).unwrap_or_else(|shared| (*shared).clone())
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(|e| e.into_inner())
    }
}

impl Tx<'_> {
    /// A draft that this verb changes line by line; refused when the caller saw another version.
    pub(super) async fn hold(&mut self, id: QuoteId, version: Option<u32>) -> Result<Arc<Held<Quote>>> {
        let (org, raw, kept) = (self.org(), id.raw(), self.kept_quotes().clone());
        let found = kept.of(self.conn(), org, raw, true).await?;
        let held = found.ok_or_else(|| crate::tx::missing(domain::document::Kind::Quote, raw))?;
        self.check_version(&held.doc, held.version, version).await?;
        Ok(held)
    }
    /// Changes the lines of a held draft and saves what that changed.
    pub(super) async fn save_lines(
        &mut self,
        held: Arc<Held<Quote>>,
        edit: impl FnOnce(&mut Quote) -> Result<(Edited, Vec<LineStep>)>,
    ) -> Result<()> {
        let mut held = self.kept_quotes().take(self.org(), held);
        let before: Vec<u32> = held.doc.lines.iter().map(|line| line.no).collect();
        let (edited, undo) = edit(&mut held.doc)?;
        let lines = std::mem::take(&mut held.doc.lines);
        let bare = held.doc.clone();
        held.doc.lines = lines;
        let change: Change<QuoteLine> = Change {
            part: "lines",
            before: &before,
            now: held.doc.lines.iter().map(|line| (line.no, line)).collect(),
            touched: &edited.touched,
            moved: &edited.moved,
        };
        let saving = self.saving();
        let saved = held.save(self.conn(), saving, (&held.doc, &bare), &change).await?;
        let held = Arc::new(Held::after(held.doc, held.version + 1, saved));
        self.keep_after(LinesEdited { held, edited, undo });
        Ok(())
    }
}
