//! The page that takes a catalogue, CSV or UBL, and says what came or would come of each row; and the catalogue as a file.

use crate::{
    file_page::{FilePage, Outcome, Upload},
    problem::Problem,
    session::Visitor,
    ui::{Field, Kind as FieldKind},
};
use app::{
    App, Call,
    product::{CatalogueFormat as Format, CatalogueReport},
};
use axum::{
    extract::{Extension, Multipart, RawQuery},
    http::header,
    response::{IntoResponse, Response},
};
use domain::{document::Kind, refusal::Refusal};
use maud::html;

fn page(visitor: &Visitor) -> FilePage {
    let dry = Field::new("dry_run", visitor.t("field-dry_run"), FieldKind::Check).value("true");
    FilePage {
        key: "catalogue-file",
        kind: Kind::Product,
        accept: ".csv,.xml,text/csv,application/xml,text/xml",
        also: vec![dry.hint(visitor.t("hint-dry_run"))],
        beside: html! {
            @for format in ["csv", "ubl"] {
                a class="btn btn-q-plain" href={ "/products/export?format=" (format) } { (visitor.t(&format!("catalogue-file-{format}"))) }
            }
        },
    }
}

/// `GET /products/import`
pub async fn ask(visitor: Visitor) -> Result<Response, Problem> {
    visitor.who.actor.need("product.create").map_err(|r| Problem(r, visitor.lang))?;
    Ok(page(&visitor).form(&visitor, None))
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
pub async fn take(visitor: Visitor, Extension(app): Extension<App>, parts: Multipart) -> Result<Response, Problem> {
    let Upload { file: (name, bytes), fields } = match Upload::read(&visitor, parts).await {
        Ok(upload) => upload,
        Err(refused) => return refused.shown(&visitor, page(&visitor)),
    };
    let call = Call::new(visitor.who.org, visitor.who.actor.clone());
    let dry_run = fields.get("dry_run").is_some_and(|value| value == "true");
    match app.import_products(&call, &name, &bytes, dry_run).await {
        Ok(report) => Ok(taken(&visitor, name, &report)),
        Err(error) => Ok(page(&visitor).form(&visitor, Some(error.into_refusal()))),
    }
}

fn taken(visitor: &Visitor, name: String, report: &CatalogueReport) -> Response {
    let counts = vec![
        ("catalogue-file-added", report.added),
        ("catalogue-file-changed", report.changed),
        ("catalogue-file-same", report.same),
        ("catalogue-file-prices", report.prices),
    ];
    let (path, word) = match report.dry_run {
        true => ("/products/import", "catalogue-file-title"),
        false => ("/products", "catalogue-file-products"),
    };
    let onward = html! { a class="btn btn-q-plain" href=(path) { (visitor.t(word)) } };
    let title = match report.dry_run {
        true => format!("{name} ({})", visitor.t("field-dry_run").to_lowercase()),
        false => name,
    };
    FilePage::outcome(Kind::Product, visitor, Outcome { title, counts, named: &report.named, onward })
}
