//! What the tests share: a database of their own, a founded organisation, its server on a free port, a plain HTTP client.

use ::app::{
    App, Call,
    access::Founding,
    entity::EntityFields,
    roles::{Actor, Grants},
};
use ::store::Db;
use domain::{
    document::DocRef,
    ids::{OrgId, UserId},
    money::Currency,
    org::{Address, Language, Registration},
};
use serde_json::{Value as Json, json};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// The variable that names a PostgreSQL server whose databases may be thrown away.
const POSTGRES: &str = "QUITTANCE_TEST_POSTGRES";

/// Makes a test of each function on each database: `sqlite::x`, `postgres::x` and `partitioned::x`, the last two skipped,
/// visibly, when no server is given.
macro_rules! on_each_database {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                super::$test(crate::world::Base::sqlite().await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                if let Some(base) = crate::world::Base::postgres(0).await {
                    super::$test(base).await;
                }
            })*
        }
        mod partitioned {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                if let Some(base) = crate::world::Base::postgres(4).await {
                    super::$test(base).await;
                }
            })*
        }
    };
}
pub(crate) use on_each_database;

/// A fresh, migrated database.
pub struct Base {
    pub db: Db,
    /// Where it can be opened once more.
    pub url: String,
    pub partitions: u32,
    _folder: Option<tempfile::TempDir>,
}

impl Base {
    pub async fn sqlite() -> Base {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("books.db").display());
        Base::opened(url, 0, Some(folder)).await
    }
    /// On the server that the environment names, in a database of its own; with `partitions`, every table of an
    /// organisation is partitioned by it. Says why when it is skipped.
    pub async fn postgres(partitions: u32) -> Option<Base> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var(POSTGRES) else {
            println!("SKIPPED: {POSTGRES} names no server");
            return None;
        };
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("quittance_it_{}_{n}_{}", std::process::id(), ::app::clock::now().micros());
        Some(Base::opened(database(&server, &name, "").await, partitions, None).await)
    }
    async fn opened(url: String, partitions: u32, folder: Option<tempfile::TempDir>) -> Base {
        let db = Db::open(&url).await.unwrap();
        ::store::migrate(&db, partitions).await.unwrap();
        Base { db, url, partitions, _folder: folder }
    }
    /// An organisation in it, and its owner's call.
    pub async fn founded(&self, owner_email: &str) -> (App, Call) {
        let app = App::new(self.db.clone(), Arc::new(render::Typst));
        let (org, user) = app.found(founding(owner_email)).await.unwrap();
        (app, as_owner(org, user))
    }
    pub async fn count(&self, sql: &str, values: &[::store::Value]) -> i64 {
        self.db.read().await.unwrap().row(sql, values).await.unwrap().unwrap().int(0)
    }
}

/// Makes a database on a server and returns its URL. `from` may say ` TEMPLATE first`.
pub async fn database(server: &str, name: &str, from: &str) -> String {
    let maker = Db::open(server).await.unwrap();
    maker.raw().await.unwrap().exec(&format!("CREATE DATABASE {name}{from}"), &[]).await.unwrap();
    maker.close().await;
    let (address, options) = server.split_once('?').map_or((server, String::new()), |(a, o)| (a, format!("?{o}")));
    let (host, _) = address.rsplit_once('/').unwrap();
    format!("{host}/{name}{options}")
}

pub fn as_owner(org: OrgId, user: UserId) -> Call {
    Call::new(org, Actor::User { id: user, team: None, grants: Grants::of_role("owner") })
}

/// Runs a verb that must succeed, and returns the document it was about.
pub async fn done(app: &App, call: &Call, verb: &str, input: Json) -> DocRef {
    let said = |e: ::app::Error| text::refusal(Language::En, &e.into_refusal());
    let done = app.execute(call, verb, input.clone()).await;
    done.unwrap_or_else(|e| panic!("{verb} {input}: {}", said(e))).document()
}

/// Runs a verb that must be refused, and returns the code.
pub async fn refused(app: &App, call: &Call, verb: &str, input: Json) -> &'static str {
    match app.execute(call, verb, input.clone()).await {
        Ok(done) => panic!("{verb} {input} was not refused: {:?}", done.outcome),
        Err(error) => error.into_refusal().code,
    }
}

pub const PASSWORD: &str = "correct horse battery";

pub fn founding(owner_email: &str) -> Founding {
    Founding {
        name: "De Hovenier".into(),
        entity: EntityFields {
            code: "HOV".into(),
            legal_name: "De Hovenier B.V.".into(),
            address: Address {
                street: "Dorpsstraat 1".into(),
                city: "Utrecht".into(),
                postal_code: "3511 AB".into(),
                country: "NL".parse().unwrap(),
            },
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
        password: PASSWORD.into(),
        language: Language::Nl,
    }
}

/// The body of `customer.create` for a Dutch business.
pub fn customer(name: &str) -> Json {
    json!({"name": name, "address": {"street": "Kade 1", "city": "Utrecht", "postal_code": "3511 AB", "country": "NL"}})
}

/// A server over a fresh SQLite file, on a free port of the loopback; it ends with the test.
pub struct Served {
    pub app: App,
    pub org: OrgId,
    pub owner: UserId,
    pub url: String,
    base: Base,
}

impl Served {
    pub async fn start() -> Served {
        let base = Base::sqlite().await;
        let app = App::new(base.db.clone(), Arc::new(render::Typst));
        let (org, owner) = app.found(founding("owner@hovenier.example")).await.unwrap();
        let routes = quittance::server::router(app.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Served { app, org, owner, url, base }
    }
    /// Where its database can be opened once more.
    pub fn database(&self) -> String {
        self.base.url.clone()
    }
    /// The owner calls, past HTTP.
    pub fn call(&self) -> Call {
        as_owner(self.org, self.owner)
    }
    /// A client with a new key of a role, narrowed to some permissions when `grants` names them.
    pub async fn client(&self, role: &str, grants: Option<&str>) -> Client {
        let (_, key) = self.app.create_key(self.org, role, role, grants.map(Into::into)).await.unwrap();
        Client::new(&self.url, Some(&key))
    }
    pub async fn owner_client(&self) -> Client {
        self.client("owner", None).await
    }
}

/// Calls the API as one key.
#[derive(Clone)]
pub struct Client {
    url: String,
    authorization: Option<String>,
    agent: ureq::Agent,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: axum::http::HeaderMap,
    pub body: Json,
}
impl Answer {
    pub fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or("")
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("")
    }
    pub fn id(&self) -> String {
        self.body["id"].as_str().unwrap_or_else(|| panic!("no id in {self:?}")).to_string()
    }
}

impl Client {
    pub fn new(url: &str, key: Option<&str>) -> Client {
        // A connection of its own for each request: the server may close one after an answer that did not need the body.
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        let agent = config.max_idle_connections(0).build().into();
        Client { url: url.to_string(), authorization: key.map(|k| format!("Bearer {k}")), agent }
    }
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], String::new()).await
    }
    pub async fn post(&self, path: &str, body: &Json) -> Answer {
        self.send("POST", path, &[], body.to_string()).await
    }
    /// Sends a body as it is, with more headers.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: String) -> Answer {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (agent, has_body) = (self.agent.clone(), method == "POST");
        let sent = tokio::task::spawn_blocking(move || {
            let answer =
                if has_body { agent.run(request.body(body).unwrap()) } else { agent.run(request.body(()).unwrap()) };
            let (parts, mut body) = answer.unwrap().into_parts();
            (parts, body.read_to_string().unwrap())
        });
        let (parts, text) = sent.await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Json::String(text));
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}
