//! The pages of a company that is there already: a copy of a database file, never the file itself. Every list in several
//! ways, the newest and the longest document of each kind, every form, the books, every report; and the server's start.

use crate::{
    Failure,
    measure::{Limit, Measure, shown},
    pages::{Browser, LIMIT},
    startup, world,
};
use app::{
    App,
    read::{Listed, Query, Reader},
    roles::Actor,
};
use domain::{
    document::Kind,
    ids::{EntryId, OrgId, RawId, UserId},
    ledger::Account,
};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use store::{Db, Value};

/// Names the database file.
pub const VARIABLE: &str = "QUITTANCE_BENCH_DATABASE";

/// A page with the group under which the table shows it.
type Page = (&'static str, String);

struct Timed {
    group: &'static str,
    path: String,
    worst: Duration,
    spread: String,
}

pub fn given() -> Option<PathBuf> {
    std::env::var_os(VARIABLE).map(PathBuf::from)
}

pub async fn measured() -> Result<Vec<Measure>, Failure> {
    let file = given().ok_or_else(|| format!("no database is named; set {VARIABLE} to a file"))?;
    let folder = world::folder()?;
    let copy = copied(&file, folder.path())?;
    let db = Db::open(&format!("sqlite:{}", copy.display())).await?;
    store::migrate(&db, 0).await?;
    let app = App::new(db, std::sync::Arc::new(render::Typst));
    let (org, user) = owner(&app).await?;
    let pages = pages(&app, org).await?;
    let browser = Browser::open(&app, org, user).await?;
    let mut timed = Vec::new();
    for (group, path) in pages {
        // A form of a verb that the document's state does not allow is no page.
        let (first, status) = browser.ask(&path).await?;
        if status != 200 {
            eprintln!("({path}: status {status}, left out)");
            continue;
        }
        let mut times = browser.times(&path).await?;
        eprintln!("({path}: first {}, then {})", shown(first), times.spread());
        timed.push(Timed { group, path, worst: times.percentile(99), spread: times.spread() });
    }
    drop(browser);
    app.db.close().await;
    let size = format!("{} MB", std::fs::metadata(&copy)?.len() / 1_000_000);
    let mut measures = worst(&timed, &size);
    measures.push(startup::measured(&copy, size).await?);
    Ok(measures)
}

/// The slowest page of each group by its 99th percentile.
fn worst(timed: &[Timed], size: &str) -> Vec<Measure> {
    let mut measures = Vec::new();
    let mut groups: Vec<&str> = timed.iter().map(|page| page.group).collect();
    groups.dedup();
    for group in groups {
        let mine = timed.iter().filter(|page| page.group == group);
        let count = mine.clone().count();
        let Some(page) = mine.max_by_key(|page| page.worst) else { continue };
        let what = format!("{group}: {}", short(&page.path));
        let size = format!("{size}, worst of {count}");
        measures.push(Measure { spread: page.spread.clone(), ..Measure::timed(what, size, page.worst, LIMIT) });
    }
    let over = timed.iter().filter(|page| page.worst > LIMIT).count();
    measures.push(Measure {
        what: format!("pages over {} at p99", shown(LIMIT)),
        size: size.to_string(),
        ours: format!("{over} of {}", timed.len()),
        limit: Limit::new("none", over == 0),
        ..Measure::default()
    });
    measures
}

/// A path without the tail of its id.
fn short(path: &str) -> String {
    let parts = path.split('/').map(|part| match part.split_once('_') {
        Some((prefix, id)) if id.len() == 26 => format!("{prefix}_…{}", &id[20..]),
        _ => part.to_string(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The file as it stands, with what its log still holds.
fn copied(file: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    let copy = folder.join("copy.db");
    std::fs::copy(file, &copy).map_err(|e| format!("{} cannot be copied: {e}", file.display()))?;
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    if Path::new(&log).exists() {
        std::fs::copy(&log, folder.join("copy.db-wal"))?;
    }
    Ok(copy)
}

async fn owner(app: &App) -> Result<(OrgId, UserId), Failure> {
    let mut conn = app.db.read().await?;
    let orgs = store::state::orgs(&mut conn).await?;
    let (org, _) = orgs.first().ok_or("the database has no organisation")?;
    let members = store::state::members(&mut conn, *org).await?;
    let owner = members.into_iter().find(|(member, ..)| member.role == "owner" && member.active);
    Ok((*org, owner.ok_or("the organisation has no owner")?.0.user))
}

async fn pages(app: &App, org: OrgId) -> Result<Vec<Page>, Failure> {
    let reader = Reader { org, actor: Actor::System };
    let mut pages = vec![("dashboard", "/".to_string())];
    let (mut documents, mut others) = (Vec::new(), Vec::new());
    for kind in Kind::ALL.iter().copied() {
        let path = web::lists::path_of(kind);
        let found = app.list(&reader, Query { kind: Some(kind), limit: 50, ..Query::default() }).await?;
        pages.extend(lists(&path, kind, &found.rows, &found.counts));
        let longest = longest(app, org, kind).await?;
        let newest = found.rows.first().map(|row| row.id);
        for id in newest.into_iter().chain(longest.filter(|id| Some(*id) != newest)) {
            let href = web::lists::href_of(kind, id);
            others.push(("trees of why", format!("/why/{}", kind.show(id))));
            if app::verbs::find(&format!("{}.edit", kind.noun())).is_some() {
                others.push(("forms", format!("{href}/edit")));
            }
            documents.push(("documents", href));
        }
    }
    let mut forms =
        app::verbs::VERBS.iter().filter(|verb| !app::verbs::is_on_document(**verb) && verb.noun() != "comment");
    others.extend(forms.by_ref().map(|verb| ("forms", format!("/new/{}", verb.name()))));
    pages.extend(documents);
    others.sort_by_key(|(group, _)| *group);
    pages.extend(others);
    pages.extend(["/ledger", "/revenue", "/insight"].map(|path| ("books", path.to_string())));
    pages.extend(Account::ALL.iter().map(|account| ("books", format!("/ledger/{}", account.code()))));
    for report in domain::analytics::REPORTS {
        pages.push(("reports", format!("/reports/{}", report.key)));
        pages.extend(report.groups.iter().map(|by| ("reports", format!("/reports/{}?by={}", report.key, by.key()))));
    }
    pages.extend(entry(app, org).await?.map(|id| ("others", format!("/why/{id}"))));
    pages.extend(["/settings", "/account", "/search?q=van", "/palette?q=van"].map(|path| ("others", path.to_string())));
    Ok(pages)
}

/// A list as it opens, its second page, each of its states, searched, and sorted by what it can be.
fn lists(path: &str, kind: Kind, rows: &[Listed], counts: &[(String, i64)]) -> Vec<Page> {
    let mut asked = vec![String::new()];
    if let Some(last) = rows.last() {
        asked.push(format!("?after={}", kind.show(last.id)));
        asked.extend(counts.iter().map(|(state, _)| format!("?state={state}")));
        asked.extend(["title", "-date", "-amount", "customer"].map(|sort| format!("?sort={sort}")));
        let word = |text: &str| text.split(' ').next().unwrap_or_default().to_ascii_lowercase();
        asked.extend(
            [&last.title, &last.number]
                .map(|text| word(text))
                .iter()
                .map(|word| format!("?q={}", word.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>())),
        );
    }
    asked.into_iter().map(|query| ("lists", format!("/{path}{query}"))).collect()
}

/// The document of a kind that has most lines.
async fn longest(app: &App, org: OrgId, kind: Kind) -> Result<Option<RawId>, Failure> {
    // sql: the bench looks for its worst case
    const SQL: &str = "SELECT d.id FROM document d JOIN document_part p ON p.org_id = d.org_id AND p.doc_id = d.id WHERE d.org_id = $1 AND d.kind = $2 GROUP BY d.id ORDER BY COUNT(*) DESC LIMIT 1";
    let asked = [Value::from(org.raw()), Value::from(kind.noun())];
    Ok(app.db.read().await?.row(SQL, &asked).await?.map(|row| row.id(0)))
}

async fn entry(app: &App, org: OrgId) -> Result<Option<EntryId>, Failure> {
    // sql: the bench wants any entry of the books
    const SQL: &str = "SELECT id FROM entry WHERE org_id = $1 ORDER BY id DESC LIMIT 1";
    Ok(app.db.read().await?.row(SQL, &[Value::from(org.raw())]).await?.map(|row| EntryId(row.id(0))))
}
