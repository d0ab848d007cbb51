//! The page that takes a catalogue, CSV or UBL, and says what came or would come of each row; and the catalogue as a file.

use crate::{
    acts::check_csrf,
    problem::Problem,
    session::Visitor,
    ui::{
        CSRF_FIELD, Cell, Column, Crumb, Field, Form, Group, Kind as FieldKind, ReportPage, Row, Table, Tile,
        form_page, report_page, shell,
    },
};
use app::{
    App, Call,
    product::{CatalogueFormat as Format, CatalogueReport},
};
use axum::{
    extract::{Extension, Multipart, RawQuery},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{document::Kind, refusal::Refusal};
use maud::{Markup, html};

/// `GET /products/import`
pub async fn ask(visitor: Visitor) -> Result<Response, Problem> {
    visitor.who.actor.need("product.create").map_err(|r| Problem(r, visitor.lang))?;
    Ok(form(&visitor, None))
}

/// `GET /products/export?format=ubl`
pub async fn give(
    visitor: Visitor,
    Extension(app): Extension<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let fail = |r: Refusal| Problem(r, visitor.lang);
    let pairs = form_urlencoded::parse(query.as_deref().unwrap_or("").as_bytes()).into_owned();
    let asked = pairs.into_iter().find(|(name, _)| name == "format").map(|(_, value)| value);
    let format: Format = asked.as_deref().unwrap_or("csv").parse().map_err(fail)?;
    let text = app.export_products(&visitor.reader(), format).await.map_err(|e| fail(e.into_refusal()))?;
    let name = format!("attachment; filename=\"products.{}\"", format.extension());
    let headers = [(header::CONTENT_TYPE, format.media_type().to_string()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, text).into_response())
}

/// `POST /products/import`
pub async fn take(visitor: Visitor, Extension(app): Extension<App>, mut parts: Multipart) -> Result<Response, Problem> {
    let fail = |r: Refusal| Problem(r, visitor.lang);
    let (mut token, mut file, mut dry_run) = (String::new(), None, false);
    let unreadable = |e: axum::extract::multipart::MultipartError| {
        fail(Refusal::invalid("upload_unreadable").with("reason", e.to_string()).at("file"))
    };
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        match part.name() {
            Some(CSRF_FIELD) => token = part.text().await.map_err(unreadable)?,
            Some("dry_run") => dry_run = part.text().await.map_err(unreadable)? == "true",
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
    match app.import_products(&call, &name, &bytes, dry_run).await {
        Ok(report) => Ok(taken(&visitor, &name, &report)),
        Err(error) => Ok(form(&visitor, Some(error.into_refusal()))),
    }
}

fn crumbs(visitor: &Visitor) -> [Crumb; 1] {
    [Crumb::new(crate::document::capital(&text::kinds(visitor.lang, Kind::Product)), "/products")]
}

fn form(visitor: &Visitor, refused: Option<Refusal>) -> Response {
    let accept = ".csv,.xml,text/csv,application/xml,text/xml".to_string();
    let mut field = Field::new("file", visitor.t("field-file"), FieldKind::File { accept });
    field.required = true;
    let dry = Field::new("dry_run", visitor.t("field-dry_run"), FieldKind::Check).value("true");
    let fields = vec![field.hint(visitor.t("catalogue-file-hint")), dry.hint(visitor.t("hint-dry_run"))];
    let form = Form {
        action: "/products/import".into(),
        error: refused.as_ref().map(|r| text::refusal(visitor.lang, r)),
        groups: vec![Group::Fields { title: String::new(), hint: None, fields }],
        hidden: Vec::new(),
        submit: visitor.t("catalogue-file-import"),
        cancel: Some("/products".into()),
        danger: false,
        multipart: true,
        preview: None,
        also: None,
    };
    let title = visitor.t("catalogue-file-title");
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = visitor.page(|ctx| shell(ctx, &title, &crumbs(visitor), downloads(visitor), form_page(ctx, &form)));
    (status, page).into_response()
}

fn downloads(visitor: &Visitor) -> Markup {
    html! {
        @for format in ["csv", "ubl"] {
            a class="btn btn-q-plain" href={ "/products/export?format=" (format) } { (visitor.t(&format!("catalogue-file-{format}"))) }
        }
    }
}

fn taken(visitor: &Visitor, name: &str, report: &CatalogueReport) -> Response {
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
            tile("catalogue-file-added", report.added),
            tile("catalogue-file-changed", report.changed),
            tile("catalogue-file-same", report.same),
            tile("catalogue-file-prices", report.prices),
        ],
        tables,
        ..ReportPage::default()
    };
    let again = if report.dry_run {
        ("/products/import", "catalogue-file-title")
    } else {
        ("/products", "catalogue-file-products")
    };
    let more = html! { a class="btn btn-q-plain" href=(again.0) { (visitor.t(again.1)) } };
    let title = if report.dry_run {
        format!("{name} ({})", visitor.t("field-dry_run").to_lowercase())
    } else {
        name.to_string()
    };
    visitor.page(|ctx| shell(ctx, &title, &crumbs(visitor), more, report_page(ctx, &page))).into_response()
}
