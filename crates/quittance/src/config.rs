//! Where the database is, which organisation is meant, and how the user wants to be answered.

use app::App;
use domain::{ids::OrgId, org::Language, refusal::Refusal};
use std::{path::PathBuf, sync::Arc};
use store::Db;

/// What every command is told.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sqlite:FILE` or `postgres://...`
    pub database: String,
    /// Id or name; needed only when the database holds several.
    pub organisation: Option<String>,
    pub json: bool,
    pub lang: Language,
}

impl Settings {
    /// The file of a SQLite database.
    pub fn file(&self) -> Option<PathBuf> {
        file_of(&self.database)
    }

    /// Opens the database that is there and brings it to this version's schema.
    pub async fn open(&self) -> app::Result<App> {
        if let Some(file) = self.file().filter(|file| !file.as_os_str().is_empty() && !file.exists()) {
            return Err(Refusal::not_found("database_missing").with("file", file.display().to_string()).into());
        }
        self.open_or_make().await
    }

    /// The same, for what begins a database: makes it, and its folder, when there is none.
    pub async fn open_or_make(&self) -> app::Result<App> {
        Ok(App::new(database(&self.database).await?, Arc::new(render::Typst)))
    }

    /// The organisation that was named, or the only one there is.
    pub async fn organisation(&self, app: &App) -> app::Result<(OrgId, String)> {
        let orgs = store::state::orgs(&mut app.db.read().await?).await?;
        let names = || orgs.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
        let named = |wanted: &str| orgs.iter().find(|(id, name)| id.to_string() == wanted || name == wanted);
        match (&self.organisation, orgs.as_slice()) {
            (_, []) => Err(Refusal::not_found("organisation_none").into()),
            (Some(wanted), _) => named(wanted).cloned().ok_or_else(|| {
                Refusal::not_found("organisation_missing").with("given", wanted).with("known", names()).into()
            }),
            (None, [only]) => Ok(only.clone()),
            (None, _) => Err(Refusal::invalid("organisation_choose").with("known", names()).into()),
        }
    }
}

/// Opens a database, made when absent, and brings it to this version's schema. A file of another program stays as it is.
pub async fn database(url: &str) -> app::Result<Db> {
    if let Some(file) = file_of(url) {
        if file.as_os_str().is_empty() {
            return Err(Refusal::invalid("database_unnamed").with("given", url).into());
        }
        app::operations::refuse_foreign(&file)?;
    }
    let db = Db::open(url).await?;
    store::migrate(&db, 0).await?;
    Ok(db)
}

fn file_of(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    Some(PathBuf::from(path.trim_start_matches("//")))
}

/// The database used when none is named: a file in the user's data directory, or in the working directory when the
/// system gives none.
pub fn default_database() -> String {
    let folder = directories::ProjectDirs::from("", "", "quittance").map(|dirs| dirs.data_dir().to_path_buf());
    format!("sqlite:{}", folder.unwrap_or_default().join("quittance.db").display())
}

/// The database of the demo company when none is named.
pub fn demo_database() -> String {
    default_database().replace("quittance.db", "demo.db")
}

/// The language of the user's environment: Dutch when it says so, else English.
pub fn language() -> Language {
    let set = |name: &&str| std::env::var(name).is_ok_and(|value| !value.is_empty());
    let name = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find(|name| set(name));
    match name.and_then(|name| std::env::var(name).ok()) {
        Some(value) if value.starts_with("nl") => Language::Nl,
        _ => Language::En,
    }
}
