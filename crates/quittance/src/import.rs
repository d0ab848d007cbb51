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
use domain::{ids::OrgId, refusal::Refusal};
use indicatif::ProgressBar;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

/// Lines of one transaction: few enough that others wait for it only milliseconds.
const CHUNK_LINES: usize = 500;

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

/// Imports a file in the Online Retail layout into an organisation. `bar` counts lines.
pub async fn online_retail(app: &App, org: OrgId, path: &Path, bar: &ProgressBar) -> app::Result<Imported> {
    let sha256 = hash(path)?;
    let survey = online_retail::survey(open(path)?)?;
    bar.set_length(survey.totals.lines());
    let begin = HistoryBegin {
        file: path.file_name().map(|name| name.to_string_lossy().to_string()).unwrap_or_default(),
        sha256: sha256.clone(),
        mapping: "online-retail".to_string(),
    };
    let parent = app.run(&Call::system(org).key(format!("history {sha256}")), begin).await?.intent;
    let name = history::cursor_name(&sha256);
    let mut from = store::state::cursor(&mut app.db.read().await?, org, &name).await?;
    let mut run = Imported { survey, taken_now: 0 };
    if from.as_deref() == Some(FINISHED) {
        bar.set_position(run.survey.totals.lines());
        return Ok(run);
    }
    let mut reading = open(path)?;
    if let Some(place) = &from {
        let cursor: Cursor =
            serde_json::from_str(place).map_err(|e| store::StoreError::Bug(format!("cursor of {name}: {e}")))?;
        bar.set_position(cursor.at.row);
        reading = reading.skip_to(cursor)?;
    }
    loop {
        let chunk = Chunk::read(&mut reading)?;
        let to = match chunk.ended {
            true => FINISHED.to_string(),
            false => serde_json::to_string(&reading.cursor())
                .map_err(|e| store::StoreError::Bug(format!("cursor of {name}: {e}")))?,
        };
        run.taken_now += chunk.invoices.len() as u64;
        let take = HistoryTake {
            entity: None,
            sha256: sha256.clone(),
            currency: online_retail::currency(),
            from,
            to: to.clone(),
            invoices: chunk.invoices,
        };
        let call = Call { parent: Some(parent), ..Call::system(org) };
        app.run(&call, take).await?;
        bar.inc(chunk.lines as u64);
        if chunk.ended {
            return Ok(run);
        }
        from = Some(to);
    }
}

/// What one transaction takes.
struct Chunk {
    invoices: Vec<TakenInvoice>,
    /// Lines of the file it covers, the named ones included.
    lines: usize,
    ended: bool,
}

impl Chunk {
    fn read(history: &mut History<Source>) -> Result<Chunk, Refusal> {
        let mut chunk = Chunk { invoices: Vec::new(), lines: 0, ended: false };
        while chunk.lines < CHUNK_LINES {
            match history.next() {
                None => {
                    chunk.ended = true;
                    break;
                }
                Some(item) => match item? {
                    Item::Named(_) => chunk.lines += 1,
                    Item::Invoice(invoice) => {
                        chunk.lines += invoice.lines.len();
                        chunk.invoices.push(taken(invoice));
                    }
                },
            }
        }
        Ok(chunk)
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
    TakenInvoice {
        number: invoice.number,
        credit: invoice.credit,
        date: invoice.date,
        second: invoice.second_of_day,
        customer: invoice.customer,
        country: invoice.country,
        lines: invoice.lines.into_iter().map(line).collect(),
    }
}
