//! Why a command ended without doing what it was asked.

use crate::config::Settings;
use domain::refusal::{Refusal, RefusalKind};
use serde_json::Value as Json;

#[derive(Debug)]
pub enum Stop {
    Refused(Box<Refusal>),
    /// A server answered with this status and error object.
    Answered {
        status: u16,
        body: Json,
    },
    /// All was said; what is left is the exit code.
    Said(u8),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(Box::new(refusal))
    }
}
impl From<app::Error> for Stop {
    fn from(error: app::Error) -> Stop {
        error.into_refusal().into()
    }
}
impl From<store::StoreError> for Stop {
    fn from(error: store::StoreError) -> Stop {
        app::Error::from(error).into()
    }
}

impl Stop {
    /// One sentence, or the API's error object for `--json`.
    pub fn told(&self, settings: &Settings) -> String {
        match self {
            Stop::Refused(refusal) if settings.json => api::error_body(refusal, settings.lang).to_string(),
            Stop::Refused(refusal) => text::refusal(settings.lang, refusal),
            Stop::Said(_) => String::new(),
            Stop::Answered { body, .. } if settings.json => body.to_string(),
            Stop::Answered { body, .. } => match body.pointer("/error/message").and_then(Json::as_str) {
                Some(message) => message.to_string(),
                None => body.to_string(),
            },
        }
    }

    /// The field it is about, as a path such as `lines.2.quantity`.
    pub fn param(&self) -> Option<&str> {
        match self {
            Stop::Refused(refusal) => refusal.param.as_deref(),
            Stop::Said(_) => None,
            Stop::Answered { body, .. } => body.pointer("/error/param").and_then(Json::as_str),
        }
    }

    /// Scripts can trust these: 3 refused, 4 not found, 5 unavailable or a fault.
    pub fn exit_code(&self) -> u8 {
        match self {
            Stop::Refused(refusal) => match refusal.kind {
                RefusalKind::NotFound => 4,
                RefusalKind::Unavailable | RefusalKind::Fault => 5,
                _ => 3,
            },
            Stop::Said(code) => *code,
            Stop::Answered { status: 404, .. } => 4,
            Stop::Answered { status: 500.., .. } => 5,
            Stop::Answered { .. } => 3,
        }
    }
}
