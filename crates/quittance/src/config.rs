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
        let path = self.database.strip_prefix("sqlite:")?;
        Some(PathBuf::from(path.trim_start_matches("//")))
    }

    /// Opens the database and brings it to this version's schema.
    pub async fn open(&self) -> app::Result<App> {
        let db = Db::open(&self.database).await?;
        store::migrate(&db, 0).await?;
        Ok(App::new(db, Arc::new(render::Typst)))
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
