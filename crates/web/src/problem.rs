//! Pages for what went wrong: the refusal's sentence, and where to go from there.

use crate::ui::{Action, Ctx, Theme, error_page};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    org::Language,
    refusal::{Refusal, RefusalKind},
};

/// An error on its way to the reader, in the reader's language.
pub struct Problem(pub Refusal, pub Language);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        page_for(self.0, self.1)
    }
}

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

/// The whole page, with its status.
pub fn page_for(refusal: Refusal, lang: Language) -> Response {
    let say = move |key: &str| text::t(lang, key);
    let ctx = Ctx {
        lang: lang.code(),
        theme: Theme::Auto,
        t: &say,
        user_name: "",
        org_name: "Quittance",
        csrf: "",
        path: "/",
        simulated_date: None,
        flashes: &[],
    };
    let title = say(match refusal.kind {
        RefusalKind::NotFound => "problem-not-found",
        RefusalKind::Forbidden => "problem-forbidden",
        RefusalKind::Unavailable | RefusalKind::Fault => "problem-fault",
        _ => "problem-refused",
    });
    let home = Action::link(say("nav-dashboard"), "/");
    let body = error_page(&ctx, &title, &text::refusal(lang, &refusal), None, &[home]);
    (status(refusal.kind), body).into_response()
}
