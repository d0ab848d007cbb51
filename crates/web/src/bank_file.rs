//! The page that takes a bank's CSV file and says what came of each row.

use crate::{
    acts::check_csrf,
    problem::Problem,
    session::Visitor,
    ui::{
        CSRF_FIELD, Cell, Column, Crumb, Field, Form, Group, Kind as FieldKind, ReportPage, Row, Table, Tile,
        form_page, report_page, shell,
    },
};
use app::{App, Call, bank_import::ImportReport};
use axum::{
    extract::{Extension, Multipart},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::refusal::Refusal;
use maud::html;

/// `GET /payments/import`
pub async fn ask(visitor: Visitor) -> Result<Response, Problem> {
    visitor.who.actor.need("payment.create").map_err(|r| Problem(r, visitor.lang))?;
    Ok(form(&visitor, None))
}

/// `POST /payments/import`
pub async fn take(visitor: Visitor, Extension(app): Extension<App>, mut parts: Multipart) -> Result<Response, Problem> {
    let fail = |r: Refusal| Problem(r, visitor.lang);
    let (mut token, mut file) = (String::new(), None);
    let unreadable = |e: axum::extract::multipart::MultipartError| {
        fail(Refusal::invalid("upload_unreadable").with("reason", e.to_string()).at("file"))
    };
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        match part.name() {
            Some(CSRF_FIELD) => token = part.text().await.map_err(unreadable)?,
            Some("file") => {
                let name = part.file_name().unwrap_or_default().to_string();
                file = Some((name, part.bytes().await.map_err(unreadable)?));
            }
            _ => {}
        }
    }
    check_csrf(&visitor, &token)?;
    let Some((name, bytes)) = file.filter(|(_, bytes)| !bytes.is_empty()) else {
        return Ok(form(&visitor, Some(Refusal::invalid("upload_missing").at("file"))));
    };
    let call = Call::new(visitor.who.org, visitor.who.actor.clone());
    match app.import_payments(&call, &name, &bytes, None).await {
        Ok(report) => Ok(taken(&visitor, &name, &report)),
        Err(error) => Ok(form(&visitor, Some(error.into_refusal()))),
    }
}

fn crumbs(visitor: &Visitor) -> [Crumb; 1] {
    [Crumb::new(crate::document::capital(&text::kinds(visitor.lang, domain::document::Kind::Payment)), "/payments")]
}

fn form(visitor: &Visitor, refused: Option<Refusal>) -> Response {
    let accept = ".csv,text/csv,text/plain".to_string();
    let mut field = Field::new("file", visitor.t("field-file"), FieldKind::File { accept });
    field.required = true;
    let form = Form {
        action: "/payments/import".into(),
        error: refused.as_ref().map(|r| text::refusal(visitor.lang, r)),
        groups: vec![Group::Fields {
            title: String::new(),
            hint: None,
            fields: vec![field.hint(visitor.t("bank-file-hint"))],
        }],
        hidden: Vec::new(),
        submit: visitor.t("bank-file-import"),
        cancel: Some("/payments".into()),
        danger: false,
        multipart: true,
        preview: None,
        also: None,
    };
    let title = visitor.t("bank-file-title");
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = visitor.page(|ctx| shell(ctx, &title, &crumbs(visitor), html! {}, form_page(ctx, &form)));
    (status, page).into_response()
}

fn taken(visitor: &Visitor, name: &str, report: &ImportReport) -> Response {
    let tile = |label: &str, count: u64| Tile {
        label: visitor.t(label),
        value: text::format::decimal(visitor.lang, count.into()),
        ..Tile::default()
    };
    let rows = report.named.iter().map(|row| {
        Row::new(vec![Cell::from(row.line.to_string()), Cell::from(text::refusal(visitor.lang, &row.reason))])
    });
    let table = Table {
        caption: visitor.t("bank-file-left"),
        columns: vec![Column::new(visitor.t("field-line")), Column::new(visitor.t("field-reason")).grow()],
        rows: rows.collect(),
        cards: false,
    };
    let tables = if report.named.is_empty() { Vec::new() } else { vec![(table.caption.clone(), table)] };
    let page = ReportPage {
        tiles: vec![
            tile("bank-file-taken", report.taken),
            tile("bank-file-allocated", report.allocated),
            tile("bank-file-repeated", report.repeated),
        ],
        tables,
        ..ReportPage::default()
    };
    let more = html! { a class="btn btn-q-plain" href="/payments" { (visitor.t("bank-file-payments")) } };
    visitor.page(|ctx| shell(ctx, name, &crumbs(visitor), more, report_page(ctx, &page))).into_response()
}
