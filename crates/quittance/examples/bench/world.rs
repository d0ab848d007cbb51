//! A company on a database file of its own, and what fills it.

use crate::Failure;
use app::{
    App, Call,
    access::Founding,
    entity::EntityFields,
    roles::{Actor, Grants},
};
use domain::{
    document::DocRef,
    ids::{OrgId, UserId},
    money::Currency,
    org::{Address, Language, Registration},
};
use serde_json::{Value as Json, json};
use std::{path::PathBuf, sync::Arc};
use store::Db;

pub struct World {
    pub app: App,
    pub org: OrgId,
    pub owner: UserId,
    pub folder: tempfile::TempDir,
}

/// A folder beside the program: on a real disk, where a temporary folder may be memory.
pub fn folder() -> Result<tempfile::TempDir, Failure> {
    let program = std::env::current_exe()?;
    let beside = program.parent().ok_or("the program has no folder")?;
    Ok(tempfile::Builder::new().prefix("bench").tempdir_in(beside)?)
}

impl World {
    pub async fn new() -> Result<World, Failure> {
        let folder = folder()?;
        let db = Db::open(&format!("sqlite:{}", folder.path().join("books.db").display())).await?;
        store::migrate(&db, 0).await?;
        let app = App::new(db, std::sync::Arc::new(render::Typst));
        let (org, owner) = app.found(founding()?).await?;
        Ok(World { app, org, owner, folder })
    }
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("books.db")
    }
    pub fn call(&self) -> Call {
        Call::new(self.org, Actor::User { id: self.owner, team: None, grants: Grants::of_role("owner") })
    }

    /// So many customers, each with a quote of three lines; returns the last quote.
    pub async fn fill(&self, count: usize) -> Result<DocRef, Failure> {
        const CLIENTS: usize = 32;
        let (app, call) = (Arc::new(self.app.clone()), self.call());
        let mut tasks = Vec::new();
        for client in 0..CLIENTS {
            let (app, call) = (Arc::clone(&app), call.clone());
            tasks.push(tokio::spawn(async move {
                let mut last = None;
                for n in (client..count).step_by(CLIENTS) {
                    let made = app.execute(&call, "customer.create", customer(n)).await?;
                    let quote = quote(&made.document().to_string());
                    last = Some(app.execute(&call, "quote.create", quote).await?.document());
                }
                Ok::<_, app::Error>(last)
            }));
        }
        let mut last = None;
        for task in tasks {
            last = task.await??.or(last);
        }
        last.ok_or_else(|| "nothing was made".into())
    }
}

pub fn customer(n: usize) -> Json {
    json!({"name": format!("Scheepswerf De Hoop {n} B.V."), "email": "administratie@werf.example",
        "address": {"street": format!("Havenkade {n}"), "city": "Harlingen", "postal_code": "8861 XA", "country": "NL"}})
}

fn quote(customer: &str) -> Json {
    let line = |n: u32| {
        json!({"description": format!("Onderdeel {n}"), "quantity": "3",
            "price": {"model": "per_unit", "unit_price": format!("{}.50", 40 + n)}})
    };
    json!({"customer": customer, "lines": [line(1), line(2), line(3)]})
}

fn founding() -> Result<Founding, Failure> {
    let country = "NL".parse().map_err(|e: domain::refusal::Refusal| e.to_string())?;
    Ok(Founding {
        name: "Noorderwind Techniek".into(),
        entity: EntityFields {
            code: "NW".into(),
            legal_name: "Noorderwind Techniek B.V.".into(),
            address: Address {
                street: "Havenkade 12".into(),
                city: "Harlingen".into(),
                postal_code: "8861 XA".into(),
                country,
            },
            vat_number: Some("NL123456782B90".into()),
            registration: Some(Registration { scheme: "0106".into(), value: "12345678".into() }),
            iban: Some("NL91ABNA0417164300".into()),
            bic: Some("ABNANL2A".into()),
            email: Some("info@noorderwind.example".into()),
            phone: None,
            currency: Currency::EUR,
            language: Language::Nl,
            time_zone: "Europe/Amsterdam".into(),
            payment_days: 30,
            taxed_at_destination: false,
            promotion_stacking: Default::default(),
            remind_before_expiry: None,
            remind_unviewed: None,
        },
        owner_email: "owner@noorderwind.example".into(),
        owner_name: "Jelle Hoekstra".into(),
        password: "correct horse battery".into(),
        language: Language::Nl,
    })
}
