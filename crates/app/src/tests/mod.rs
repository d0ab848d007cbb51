//! Stories told through the verbs: each runs on a fresh SQLite file and on a fresh PostgreSQL database.

mod approval;
mod billing;
mod books;
mod bundles;
mod configuring;
mod due;
mod exchange;
mod lines;
mod operations;
mod sales;
mod why;

use crate::{
    App, Call, Done, Verb,
    access::Founding,
    clock_verbs::ClockSet,
    customer::{CustomerCreate, CustomerFields},
    entity::EntityFields,
    read::Reader,
    roles::{Actor, Grants},
};
use domain::{
    crm::CustomerType,
    dates::Date,
    document::{DocRef, Document},
    ids::*,
    money::{Currency, Money},
    org::{Address, Language, Registration},
    refusal::Refusal,
};
use store::Db;

/// Makes a test of each story on each database: `stories!(a_deal_is_won)` gives `sqlite::a_deal_is_won` and
/// `postgres::a_deal_is_won`, which is skipped, visibly, when no server is given.
macro_rules! stories {
    ($($story:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $story() {
                super::$story(crate::tests::World::on_sqlite().await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test]
            async fn $story() {
                match crate::tests::World::on_postgres().await {
                    Some(world) => super::$story(world).await,
                    None => eprintln!("skipped: QUITTANCE_TEST_POSTGRES names no server"),
                }
            })*
        }
    };
}
pub(crate) use stories;

/// An organisation with a Dutch entity, its owner and a clock that stands at 09:00 UTC on Monday 2 March 2026.
pub(crate) struct World {
    pub app: App,
    pub org: OrgId,
    pub owner: UserId,
    pub entity: EntityId,
    _folder: Option<tempfile::TempDir>,
}

impl World {
    pub async fn on_sqlite() -> World {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", folder.path().join("books.db").display())).await.unwrap();
        World::founded(db, Some(folder)).await
    }
    /// In a database of its own on the server that the environment names.
    pub async fn on_postgres() -> Option<World> {
        let server = std::env::var("QUITTANCE_TEST_POSTGRES").ok()?;
        let name = format!("quittance_app_{}", crate::clock::new_id());
        let maker = Db::open(&server).await.unwrap();
        maker.raw().await.unwrap().exec(&format!("CREATE DATABASE {name}"), &[]).await.unwrap();
        maker.close().await;
        let (address, options) = server.split_once('?').map_or((server.as_str(), None), |(a, o)| (a, Some(o)));
        let (host, _) = address.rsplit_once('/').unwrap();
        let options = options.map_or(String::new(), |o| format!("?{o}"));
        Some(World::founded(Db::open(&format!("{host}/{name}{options}")).await.unwrap(), None).await)
    }
    async fn founded(db: Db, folder: Option<tempfile::TempDir>) -> World {
        store::migrate(&db, 0).await.unwrap();
        let app = App::new(db, std::sync::Arc::new(documents::print::Unprinted));
        let (org, owner) = app.found(founding("owner@hovenier.example")).await.unwrap();
        let query =
            store::document::Query { kind: Some(domain::document::Kind::Entity), limit: 1, ..Default::default() };
        let listed = store::document::list(&mut app.db.read().await.unwrap(), org, &query).await.unwrap();
        let world = World { app, org, owner, entity: EntityId(listed[0].id), _folder: folder };
        world.at("2026-03-02").await;
        world
    }

    /// Another organisation in the same database, to show that the two do not see each other.
    pub async fn neighbour(&self) -> Call {
        let (org, user) = self.app.found(founding("owner@neighbour.example")).await.unwrap();
        Call::new(org, Actor::User { id: user, team: None, grants: Grants::of_role("owner") })
    }
    /// Moves business time to 09:00 UTC on a date.
    pub async fn at(&self, date: &str) {
        let to = format!("{}T09:00:00Z", day(date)).parse().unwrap();
        self.app.run(&Call::system(self.org), ClockSet { to }).await.unwrap();
    }
    /// The owner calls.
    pub fn call(&self) -> Call {
        self.call_as("owner")
    }
    /// The same login with the grants of another role.
    pub fn call_as(&self, role: &str) -> Call {
        Call::new(self.org, Actor::User { id: self.owner, team: None, grants: Grants::of_role(role) })
    }
    /// A visitor with a link to one document calls from an address.
    pub fn by_link(&self, document: DocRef) -> Call {
        Call::new(self.org, Actor::Link { document, person: None, address: Some("203.0.113.7".into()) })
    }
    pub fn reader(&self) -> Reader {
        Reader { org: self.org, actor: self.call().actor }
    }

    /// Runs a verb as the owner; it must succeed.
    pub async fn run<V: Verb>(&self, verb: V) -> Done {
        self.run_by(&self.call(), verb).await
    }
    pub async fn run_by<V: Verb>(&self, call: &Call, verb: V) -> Done {
        self.app.run(call, verb).await.unwrap_or_else(|e| panic!("{}: {e}", V::NAME))
    }
    /// Runs a verb as the owner and returns why it was refused; it must be.
    pub async fn refused<V: Verb>(&self, verb: V) -> Refusal {
        self.refused_by(&self.call(), verb).await
    }
    /// A refusal must have its sentence in both languages, with all of its values.
    pub async fn refused_by<V: Verb>(&self, call: &Call, verb: V) -> Refusal {
        let refusal = match self.app.run(call, verb).await {
            Ok(done) => panic!("{} was not refused: {:?}", V::NAME, done.outcome),
            Err(error) => error.into_refusal(),
        };
        for language in [Language::En, Language::Nl] {
            let sentence = text::refusal(language, &refusal);
            assert!(!sentence.contains(['⟨', '{']), "{}: {sentence}", refusal.code);
        }
        refusal
    }
    pub async fn get<D: Document>(&self, id: impl Into<RawId>) -> D {
        self.app.document(&self.reader(), id.into()).await.unwrap()
    }
    /// The kinds of the events on a document, oldest first, such as `quote.sent`.
    pub async fn events(&self, document: DocRef) -> Vec<String> {
        let trail = self.app.trail(&self.reader(), document, None, crate::read::TRAIL_MAX).await.unwrap();
        trail.happenings.into_iter().map(|h| h.kind).collect()
    }

    /// Replays the whole history in another database; it must come to the same.
    pub async fn replay(&self) -> crate::operations::Replayed {
        let folder = tempfile::tempdir().unwrap();
        let target = Db::open(&format!("sqlite:{}", folder.path().join("replayed.db").display())).await.unwrap();
        store::migrate(&target, 0).await.unwrap();
        let replayed = self.app.replay(self.org, &target).await.unwrap();
        assert_eq!(replayed.differences, Vec::<String>::new());
        replayed
    }

    /// A Dutch business customer.
    pub async fn customer(&self, name: &str) -> CustomerId {
        CustomerId(self.run(CustomerCreate { fields: customer_fields(name, "NL") }).await.document().id)
    }
}

pub(crate) fn founding(owner_email: &str) -> Founding {
    Founding {
        name: "De Hovenier".into(),
        entity: EntityFields {
            code: "HOV".into(),
            legal_name: "De Hovenier B.V.".into(),
            address: address("NL"),
            vat_number: Some("NL123456782B90".into()),
            registration: Some(Registration { scheme: "0106".into(), value: "12345678".into() }),
            iban: Some("NL91ABNA0417164300".into()),
            bic: Some("ABNANL2A".into()),
            email: Some("info@hovenier.example".into()),
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
        owner_email: owner_email.into(),
        owner_name: "Anna de Wit".into(),
        password: "correct horse battery".into(),
        language: Language::Nl,
    }
}

pub(crate) fn customer_fields(name: &str, country: &str) -> CustomerFields {
    CustomerFields {
        number: None,
        name: name.into(),
        customer_type: CustomerType::Business,
        address: address(country),
        delivery_address: None,
        vat_number: None,
        registration: None,
        email: Some("administratie@klant.example".into()),
        iban: None,
        currency: None,
        language: None,
        payment_days: None,
        buyer_reference: None,
        credit_limit: None,
        sector: None,
        owner: None,
        metadata: Default::default(),
    }
}

pub(crate) fn address(country: &str) -> Address {
    Address {
        street: "Dorpsstraat 1".into(),
        city: "Utrecht".into(),
        postal_code: "3511 AB".into(),
        country: country.parse().unwrap(),
    }
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}
pub(crate) fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

/// Reads a verb or value from JSON as an API call would give it.
pub(crate) fn from<T: serde::de::DeserializeOwned>(json: serde_json::Value) -> T {
    crate::input::read(&serde_json::Value::Null, &json).unwrap_or_else(|e| panic!("{e}"))
}
