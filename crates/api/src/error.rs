//! Errors as the API tells them: `{error: {type, code, message, param}}` with the status that fits.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    org::Language,
    refusal::{Refusal, RefusalKind},
};
use serde_json::json;

/// A refusal on its way to the caller, in the caller's language.
pub struct Failure {
    refusal: Refusal,
    lang: Language,
}

impl Failure {
    pub fn new(refusal: Refusal, lang: Language) -> Failure {
        Failure { refusal, lang }
    }
    pub fn of(error: app::Error, lang: Language) -> Failure {
        Failure { refusal: error.into_refusal(), lang }
    }
    pub fn status(&self) -> StatusCode {
        status(self.refusal.kind)
    }
}

/// The HTTP status of each kind of refusal.
pub fn status(kind: RefusalKind) -> StatusCode {
    match kind {
        RefusalKind::Invalid => StatusCode::BAD_REQUEST,
        RefusalKind::NotFound => StatusCode::NOT_FOUND,
        RefusalKind::State => StatusCode::CONFLICT,
        RefusalKind::Forbidden => StatusCode::FORBIDDEN,
        RefusalKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        RefusalKind::Throttled => StatusCode::TOO_MANY_REQUESTS,
        RefusalKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        RefusalKind::Fault => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn type_of(kind: RefusalKind) -> &'static str {
    match kind {
        RefusalKind::Invalid => "invalid_request_error",
        RefusalKind::NotFound => "not_found_error",
        RefusalKind::State => "conflict_error",
        RefusalKind::Forbidden => "permission_error",
        RefusalKind::Unauthenticated => "authentication_error",
        RefusalKind::Throttled => "rate_limit_error",
        RefusalKind::Unavailable | RefusalKind::Fault => "api_error",
    }
}

/// The error object itself, as the command line prints it too.
pub fn body(refusal: &Refusal, lang: Language) -> serde_json::Value {
    json!({"error": {"type": type_of(refusal.kind), "code": refusal.code, "message": text::refusal(lang, refusal), "param": refusal.param}})
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.status(), Json(body(&self.refusal, self.lang))).into_response()
    }
}
