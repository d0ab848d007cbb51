//! Importing sales history: the file is read over once to know what it holds, then taken in chunk by chunk. Each chunk is
//! one transaction with the place in the file, so that a run that was killed goes on where it was, and a file that was
//! taken changes nothing when it is given again.

use app::{
    App, Call,
    history::{self, FINISHED, HistoryBegin, HistoryTake, TakenInvoice, TakenLine},
};
use documents::{
    csv::Unpacked,
    online_retail::{self, Cursor, History, HistoryInvoice, Item, Survey},
};
use domain::{
    ids::{IntentId, OrgId},
    refusal::Refusal,
};
use indicatif::ProgressBar;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{BufReader, Read},
    path::Path,
};
use store::StoreError;

/// Lines of one transaction: few enough that others wait for it only milliseconds.
const CHUNK_LINES: usize = 1_500;

/// What an import found and did.
#[derive(Clone, Debug)]
pub struct Imported {
    pub survey: Survey,
    /// Documents taken by this run; zero when the file was taken before.
    pub taken_now: u64,
}

type Source = Unpacked<BufReader<File>>;

fn open(path: &Path) -> Result<History<Source>, Refusal> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|e| unreadable(path, &e))?;
    History::open(&name, Unpacked::open(&name, BufReader::with_capacity(1 << 16, file))?)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Refusal {
    Refusal::not_found("file_unreadable").with("file", path.display().to_string()).with("why", error.to_string())
}

fn hash(path: &Path) -> Result<String, Refusal> {
    let mut file = File::open(path).map_err(|e| unreadable(path, &e))?;
    let (mut hash, mut buffer) = (Sha256::new(), vec![0u8; 1 << 16]);
    loop {
        match file.read(&mut buffer).map_err(|e| unreadable(path, &e))? {
            0 => return Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()),
            read => hash.update(&buffer[..read]),
        }
    }
}

/// Imports a file in the Online Retail layout into an organisation. `bar` counts lines. While one chunk is being written,
/// another thread reads the one behind it.
pub async fn online_retail(app: &App, org: OrgId, path: &Path, bar: &ProgressBar) -> app::Result<Imported> {
    let mut import = Import::begin(app, Call::system(org), path).await?;
    let (survey, call) = (import.survey.clone(), import.call(Call::system(org)));
    bar.set_length(survey.totals.lines());
    bar.set_position(import.row());
    let (give, mut chunks) = tokio::sync::mpsc::channel(1);
    let reading = tokio::task::spawn_blocking(move || {
        while let Some(chunk) = import.next(CHUNK_LINES).transpose() {
            let refused = chunk.is_err();
            // When nobody takes it, writing has failed and says why.
            if give.blocking_send(chunk).is_err() || refused {
                return;
            }
        }
    });
    let mut taken_now = 0;
    while let Some(chunk) = chunks.recv().await {
        let chunk = chunk?;
        taken_now += chunk.take.invoices.len() as u64;
        app.run(&call, chunk.take).await?;
        bar.inc(chunk.lines);
    }
    reading.await.map_err(|e| StoreError::Bug(format!("reading stopped: {e}")))?;
    Ok(Imported { survey, taken_now })
}

/// The import of one file: where it is, and what comes next. It holds nothing that a process which is killed would lose:
/// begun again, it goes on behind the last chunk that was committed.
pub struct Import {
    pub survey: Survey,
    parent: IntentId,
    sha256: String,
    reading: History<Source>,
    /// The place up to which chunks were given out; `None` before the first.
    from: Option<String>,
    row: u64,
}

/// What one transaction takes.
pub struct Chunk {
    pub take: HistoryTake,
    /// Lines of the file it covers, the named ones included.
    pub lines: u64,
}

impl Import {
    /// Reads the file over and writes down that it is being taken, unless that was done before.
    pub async fn begin(app: &App, call: Call, path: &Path) -> app::Result<Import> {
        let sha256 = hash(path)?;
        let survey = online_retail::survey(open(path)?)?;
        let begin = HistoryBegin {
            file: path.file_name().map(|name| name.to_string_lossy().to_string()).unwrap_or_default(),
            sha256: sha256.clone(),
            mapping: "online-retail".to_string(),
        };
        let parent = app.run(&call.clone().key(format!("history {sha256}")), begin).await?.intent;
        let name = history::cursor_name(&sha256);
        let from = store::state::cursor(&mut app.db.read().await?, call.org, &name).await?;
        let mut reading = open(path)?;
        let row = match from.as_deref() {
            None => 0,
            Some(FINISHED) => survey.totals.lines(),
            Some(place) => {
                let cursor: Cursor =
                    serde_json::from_str(place).map_err(|e| StoreError::Bug(format!("cursor of {name}: {e}")))?;
                let row = cursor.at.row;
                reading = reading.skip_to(cursor)?;
                row
            }
        };
        Ok(Import { survey, parent, sha256, reading, from, row })
    }

    /// Rows of the file before the next chunk.
    pub fn row(&self) -> u64 {
        self.row
    }

    /// The call with which a chunk is run.
    pub fn call(&self, call: Call) -> Call {
        Call { parent: Some(self.parent), ..call }
    }

    /// The next chunk, of about so many lines: an invoice is never split. `None` once all was given out. It must have been
    /// run before the one behind it is.
    pub fn next(&mut self, lines: usize) -> app::Result<Option<Chunk>> {
        if self.from.as_deref() == Some(FINISHED) {
            return Ok(None);
        }
        let (mut invoices, mut covered, mut ended) = (Vec::new(), 0, false);
        while covered < lines && !ended {
            match self.reading.next() {
                None => ended = true,
                Some(item) => match item? {
                    Item::Named(_) => covered += 1,
                    Item::Invoice(invoice) => {
                        covered += invoice.lines.len();
                        invoices.push(taken(invoice));
                    }
                },
            }
        }
        let cursor = self.reading.cursor();
        self.row = if ended { self.survey.totals.lines() } else { cursor.at.row };
        let to = match ended {
            true => FINISHED.to_string(),
            false => serde_json::to_string(&cursor).map_err(|e| StoreError::Bug(format!("cursor: {e}")))?,
        };
        let take = HistoryTake {
            entity: None,
            sha256: self.sha256.clone(),
            currency: online_retail::currency(),
            from: self.from.replace(to.clone()),
            to,
            invoices,
        };
        Ok(Some(Chunk { take: take.made_ready()?, lines: covered as u64 }))
    }
}

fn taken(invoice: HistoryInvoice) -> TakenInvoice {
    let line = |line: online_retail::HistoryLine| TakenLine {
        at: line.line,
        code: line.stock_code,
        text: line.description,
        quantity: line.quantity,
        price: line.unit_price,
    };
    let (moment, lines) = ((invoice.date, invoice.second_of_day), invoice.lines.into_iter().map(line).collect());
    TakenInvoice::new(invoice.number, invoice.credit, moment, invoice.customer, invoice.country, lines)
}
