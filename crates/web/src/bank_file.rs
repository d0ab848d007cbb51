//! The page that takes a bank's CSV file and says what came of each row.

use crate::{
    file_page::{FilePage, Outcome, Upload},
    problem::Problem,
    session::Visitor,
};
use app::{App, Call, bank_import::ImportReport};
use axum::{
    extract::{Extension, Multipart},
    response::Response,
};
use domain::document::Kind;
use maud::html;

fn page() -> FilePage {
    let accept = ".csv,text/csv,text/plain";
    FilePage { key: "bank-file", kind: Kind::Payment, accept, also: Vec::new(), beside: html! {} }
}

/// `GET /payments/import`
pub async fn ask(visitor: Visitor) -> Result<Response, Problem> {
    visitor.who.actor.need("payment.create").map_err(|r| Problem(r, visitor.lang))?;
    Ok(page().form(&visitor, None))
}

/// `POST /payments/import`
pub async fn take(visitor: Visitor, Extension(app): Extension<App>, parts: Multipart) -> Result<Response, Problem> {
    let Upload { file: (name, bytes), .. } = match Upload::read(&visitor, parts).await {
        Ok(upload) => upload,
        Err(refused) => return refused.shown(&visitor, page()),
    };
    let call = Call::new(visitor.who.org, visitor.who.actor.clone());
    match app.import_payments(&call, &name, &bytes, None).await {
        Ok(report) => Ok(taken(&visitor, name, &report)),
        Err(error) => Ok(page().form(&visitor, Some(error.into_refusal()))),
    }
}

fn taken(visitor: &Visitor, title: String, report: &ImportReport) -> Response {
    let counts = vec![
        ("bank-file-taken", report.taken),
        ("bank-file-allocated", report.allocated),
        ("bank-file-repeated", report.repeated),
    ];
    let onward = html! { a class="btn btn-q-plain" href="/payments" { (visitor.t("bank-file-payments")) } };
    FilePage::outcome(Kind::Payment, visitor, Outcome { title, counts, named: &report.named, onward })
}
