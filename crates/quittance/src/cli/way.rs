//! How a verb gets to the database: through the server that has the file open, else in this process.

use super::stop::Stop;
use crate::{config::Settings, server::Notice};
use app::{
    App, Call,
    read::Reader,
    roles::Actor,
    verb::{AnyVerb, Outcome},
};
use domain::{
    document::DocRef,
    ids::OrgId,
    refusal::{Refusal, RefusalKind},
};
use serde_json::{Value as Json, json};
use std::time::Duration;

pub enum Way {
    Here { app: App, org: OrgId },
    Server { address: String, key: String, language: &'static str },
}

impl Way {
    pub async fn of(settings: &Settings) -> Result<Way, Stop> {
        if let Some(notice) = settings.file().and_then(|file| Notice::of(&file)) {
            let chosen = match (&settings.organisation, notice.keys.as_slice()) {
                (None, [only]) => Some(only),
                (Some(wanted), keys) => {
                    keys.iter().find(|key| key.name == *wanted || key.organisation.to_string() == *wanted)
                }
                _ => None,
            };
            if let Some(chosen) = chosen {
                let (address, key) = (notice.address.to_string(), chosen.key.clone());
                return Ok(Way::Server { address, key, language: settings.lang.code() });
            }
        }
        let app = settings.open().await?;
        let (org, _) = settings.organisation(&app).await?;
        Ok(Way::Here { app, org })
    }

    /// Runs a verb; answers the document it was about as the API shows it, or else its outcome.
    pub async fn run(&self, verb: &'static dyn AnyVerb, input: Json, key: Option<String>) -> Result<Json, Stop> {
        match self {
            Way::Here { app, org } => {
                let call = Call { idempotency_key: key, ..Call::system(*org) };
                let done = app.execute(&call, verb.name(), input).await?;
                shown(app, *org, &done.outcome).await
            }
            Way::Server { address, key: api_key, language } => {
                let id = input.get("id").and_then(Json::as_str).filter(|_| app::verbs::is_on_document(verb));
                let path = api::path_of(verb).replace("{id}", id.unwrap_or("{id}"));
                let mut request = agent()
                    .post(format!("http://{address}{path}"))
                    .header("authorization", format!("Bearer {api_key}"))
                    .header("accept-language", *language);
                if let Some(key) = key {
                    request = request.header("idempotency-key", key);
                }
                answer(request.send_json(&input))
            }
        }
    }
}

async fn shown(app: &App, org: OrgId, outcome: &Outcome) -> Result<Json, Stop> {
    let reader = Reader { org, actor: Actor::System };
    let document: Option<DocRef> = outcome.id;
    match document {
        Some(document) => Ok(api::object(&app.get(&reader, document).await?)),
        None => Ok(json!(outcome)),
    }
}

fn agent() -> ureq::Agent {
    let config =
        ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(60)));
    config.build().into()
}

fn answer(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Json, Stop> {
    let unavailable = |error: ureq::Error| {
        Refusal::new(RefusalKind::Unavailable, "server_unreachable").with("why", error.to_string())
    };
    let mut response = answer.map_err(unavailable)?;
    let status = response.status().as_u16();
    let body: Json = response.body_mut().with_config().limit(256 << 20).read_json().map_err(unavailable)?;
    if status < 400 { Ok(body) } else { Err(Stop::Answered { status, body }) }
}
