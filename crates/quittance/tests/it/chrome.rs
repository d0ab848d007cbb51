//! A real Chromium, driven over WebDriver: what a person does, and what the browser says about it.

use base64::Engine;
use fantoccini::{Client, ClientBuilder, Locator, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value as Json, json};
use std::{
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// The variables by which a caller names the programs; else they are looked for in the path.
const DRIVER: &str = "QUITTANCE_TEST_CHROMEDRIVER";
const CHROMIUM: &str = "QUITTANCE_TEST_CHROMIUM";

/// Quiet, alone, and without asking the network for anything of its own.
const ARGUMENTS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--window-size=1440,1000",
];

const PATIENCE: Duration = Duration::from_secs(30);

pub struct Chrome {
    page: Client,
    /// The session's address at the driver, for what the client has no function for.
    session: String,
    /// Where the pages are.
    url: String,
    agent: ureq::Agent,
    driver: Child,
    _profile: tempfile::TempDir,
}

impl Drop for Chrome {
    fn drop(&mut self) {
        // The driver ends its browser when it ends.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(variable) {
        return Some(named.into());
    }
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    names.iter().flat_map(|name| folders.iter().map(move |f| f.join(name))).find(|file| file.is_file())
}

impl Chrome {
    /// A browser for the pages at `url`; says why there is none.
    pub async fn start(url: &str) -> Option<Chrome> {
        let driver = program(DRIVER, &["chromedriver"]);
        let chromium = program(CHROMIUM, &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]);
        let (Some(driver), Some(chromium)) = (driver, chromium) else {
            println!("SKIPPED: no chromedriver and Chromium in the path, nor in {DRIVER} and {CHROMIUM}");
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let driver = Command::new(driver)
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let since = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(since.elapsed() < PATIENCE, "chromedriver does not listen on {port}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let profile = tempfile::tempdir().unwrap();
        let mut arguments: Vec<String> = ARGUMENTS.iter().map(ToString::to_string).collect();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let asked = json!({
            "goog:chromeOptions": {"binary": chromium, "args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        });
        let capabilities: Capabilities = asked.as_object().unwrap().clone().into_iter().collect();
        let base = format!("http://127.0.0.1:{port}");
        let page = ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(&base).await.unwrap();
        let session = format!("{base}/session/{}", page.session_id().await.unwrap().unwrap());
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        Some(Chrome { page, session, url: url.to_string(), agent, driver, _profile: profile })
    }

    /// A command of the driver that is not in the standard.
    async fn command(&self, path: &str, body: Json) -> Json {
        let (agent, url) = (self.agent.clone(), format!("{}/{path}", self.session));
        let sent = tokio::task::spawn_blocking(move || {
            let text = agent.post(&url).send(body.to_string()).unwrap().body_mut().read_to_string().unwrap();
            serde_json::from_str::<Json>(&text).unwrap_or_else(|_| panic!("{url}: {text}"))["value"].take()
        });
        sent.await.unwrap()
    }
    async fn devtools(&self, command: &str, params: Json) -> Json {
        self.command("goog/cdp/execute", json!({"cmd": command, "params": params})).await
    }

    /// Makes the window as large as a screen, or as small as a telephone.
    pub async fn size(&self, width: u32, height: u32) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        // A picture must not catch a panel on its way.
        let still = json!({"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]});
        self.devtools("Emulation.setEmulatedMedia", still).await;
    }
    /// What went wrong in the browser since it was asked last.
    pub async fn errors(&self) -> Vec<String> {
        let log = self.command("se/log", json!({"type": "browser"})).await;
        let entries = log.as_array().cloned().unwrap_or_default();
        let severe = entries.iter().filter(|e| e["level"] == "SEVERE" || e["level"] == "WARNING");
        severe.map(|e| e["message"].as_str().unwrap_or("?").to_string()).collect()
    }
    /// The whole page as a picture.
    pub async fn picture(&self, file: &Path) {
        let size = self.devtools("Page.getLayoutMetrics", json!({})).await;
        let height = size["cssContentSize"]["height"].as_i64().unwrap_or(900).clamp(200, 4000);
        let width = size["cssLayoutViewport"]["clientWidth"].as_i64().unwrap_or(1440);
        let clip = json!({"x": 0, "y": 0, "width": width, "height": height, "scale": 1});
        let taken = self.devtools("Page.captureScreenshot", json!({"captureBeyondViewport": true, "clip": clip})).await;
        let bytes = base64::prelude::BASE64_STANDARD.decode(taken["data"].as_str().unwrap_or("")).unwrap();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }

    pub async fn goto(&self, path: &str) {
        self.page.goto(&format!("{}{path}", self.url)).await.unwrap();
    }
    /// The path of the page with its query.
    pub async fn path(&self) -> String {
        let at = self.page.current_url().await.unwrap();
        at.as_str().strip_prefix(&self.url).unwrap_or(at.as_str()).to_string()
    }
    pub async fn run(&self, script: &str, arguments: Vec<Json>) -> Json {
        self.page.execute(script, arguments).await.unwrap_or_else(|e| panic!("{script}: {e}"))
    }
    pub async fn run_async(&self, script: &str) -> Json {
        self.page.execute_async(script, Vec::new()).await.unwrap_or_else(|e| panic!("{e}"))
    }
    pub async fn text(&self) -> String {
        self.run("return document.body.innerText", Vec::new()).await.as_str().unwrap_or("").to_string()
    }
    pub async fn has(&self, selector: &str) -> bool {
        self.run("return !!document.querySelector(arguments[0])", vec![json!(selector)]).await == json!(true)
    }
    pub async fn cookie(&self, name: &str, value: &str) {
        self.run("document.cookie = `${arguments[0]}=${arguments[1]}; path=/`", vec![json!(name), json!(value)]).await;
    }
    pub async fn forget(&self) {
        self.page.delete_all_cookies().await.unwrap();
    }

    /// Types into a field, or chooses in it.
    pub async fn fill(&self, name: &str, value: &str) {
        let selector = format!("[name='{name}']:not([type=hidden])");
        let kind = self.run(KIND_OF, vec![json!(selector)]).await;
        match kind.as_str() {
            Some("date" | "select") => {
                self.run(SET, vec![json!(selector), json!(value)]).await;
            }
            Some("checkbox") => self.click(&selector).await,
            Some(_) => {
                let field = self.find(&selector).await;
                field.clear().await.unwrap();
                field.send_keys(value).await.unwrap();
            }
            None => panic!("{} has no field {name}", self.path().await),
        }
    }
    /// Chooses a document by part of its name in a reference field.
    pub async fn refer(&self, name: &str, words: &str) {
        let script = "const box = document.querySelector(`[data-reference] [name='${arguments[0]}']`).closest('[data-reference]'); \
            return '#' + CSS.escape(box.querySelector('[type=text]').id)";
        let selector = self.run(script, vec![json!(name)]).await.as_str().unwrap().to_string();
        let field = self.find(&selector).await;
        field.clear().await.unwrap();
        field.send_keys(words).await.unwrap();
        let offered = "const box = document.querySelector(arguments[0]).closest('[data-reference]'); \
            const one = [...box.querySelectorAll('option')].find((o) => o.value.includes(arguments[1])); \
            return one ? one.value : null";
        let since = Instant::now();
        let label = loop {
            let found = self.run(offered, vec![json!(selector), json!(words)]).await;
            if let Some(label) = found.as_str() {
                break label.to_string();
            }
            assert!(since.elapsed() < PATIENCE, "{name} offers nothing for {words}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        self.run(SET, vec![json!(selector), json!(label)]).await;
    }
    async fn find(&self, selector: &str) -> fantoccini::elements::Element {
        match self.page.find(Locator::Css(selector)).await {
            Ok(found) => found,
            Err(_) => panic!("{} has no {selector}; it says:\n{}", self.path().await, self.text().await),
        }
    }
    /// Clicks on a thing, after opening the menu it is in and moving it into sight.
    async fn click(&self, selector: &str) {
        const SHOW: &str = "const one = document.querySelector(arguments[0]); \
            for (let up = one; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true; \
            one?.scrollIntoView({block: 'center', behavior: 'instant'})";
        self.run(SHOW, vec![json!(selector)]).await;
        let found = self.find(selector).await;
        found.click().await.unwrap_or_else(|e| panic!("{selector}: {e}"));
    }
    /// Presses what leads to another page, and waits for that page.
    pub async fn press(&self, selector: &str) {
        self.run("window.leaving = true", Vec::new()).await;
        self.click(selector).await;
        let since = Instant::now();
        loop {
            let there = self.page.execute("return !window.leaving && document.readyState === 'complete'", Vec::new());
            if there.await.is_ok_and(|v| v == json!(true)) {
                return;
            }
            assert!(since.elapsed() < PATIENCE, "{selector} on {} leads nowhere", self.path().await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    /// Does what an action of a document's page leads to, wherever the page shows it.
    pub async fn act(&self, action: &str) {
        let post = format!("form[action$='/{action}'] button[type=submit]");
        if self.has(&post).await { self.press(&post).await } else { self.press(&format!("a[href$='/{action}']")).await }
    }
    /// Adds a row to a group of repeated fields.
    pub async fn add_row(&self, group: &str) {
        self.click(&format!("[data-repeat='{group}'] [data-add]")).await;
    }
    /// Sends the form of the page; what it refuses is a failure.
    pub async fn submit(&self) {
        self.press("main form.q-form button[type=submit]").await;
        let wrong = self.run(WRONG, Vec::new()).await;
        assert_eq!(wrong, json!([]), "{} refuses", self.path().await);
    }
    /// As somebody of the organisation.
    pub async fn log_in(&self, email: &str, password: &str) {
        self.goto("/login").await;
        self.fill("email", email).await;
        self.fill("password", password).await;
        self.press("form[action='/login'] button[type=submit]").await;
        assert_eq!(self.path().await, "/", "{}", self.text().await);
    }
}

const KIND_OF: &str =
    "const one = document.querySelector(arguments[0]); return one && (one.tagName === 'SELECT' ? 'select' : one.type)";
const SET: &str = "const one = document.querySelector(arguments[0]); one.value = arguments[1]; \
    for (const kind of ['input', 'change']) one.dispatchEvent(new Event(kind, {bubbles: true}))";
const WRONG: &str = "return [...document.querySelectorAll('.q-error, .q-form [role=alert], .q-flash.tone-bad')].map((e) => e.innerText)";
