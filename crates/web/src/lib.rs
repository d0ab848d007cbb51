//! The pages of Quittance, rendered on the server. Lists, documents and forms follow from the kinds of documents and the
//! registry of verbs; only what is special has a page of its own.

pub mod account;
pub mod acts;
mod approvals;
pub mod assets;
pub mod bank_file;
pub mod books;
mod bundles;
pub mod catalogue_file;
mod changes;
mod configuring;
pub mod document;
pub mod file_page;
mod finding;
pub mod forms;
pub mod grid;
pub mod happened;
pub mod lists;
pub mod login;
mod names;
pub mod offers;
mod origin;
pub mod postings;
mod price_preview;
mod prices;
pub mod problem;
mod promotions;
pub mod prose;
pub mod public;
pub mod session;
pub mod settings;
pub mod settled;
pub mod ui;
mod watching;
pub mod why;

use app::App;
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Path, Query},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::refusal::Refusal;
use problem::Problem;
use session::Visitor;
use tower_http::set_header::SetResponseHeaderLayer;

/// Largest file that can be sent in.
const FILE_MAX: usize = 32 * 1024 * 1024;

/// The routes of the pages.
pub fn router(app: App) -> Router {
    let header =
        |name, value: &'static str| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    Router::new()
        .route("/", get(books::dashboard))
        .route("/login", get(login::ask).post(login::log_in))
        .route("/logout", post(login::log_out))
        .route("/preferences", post(account::preferences))
        .route("/account", get(account::page))
        .route("/account/{action}", post(account::act))
        .route("/why/{id}", get(why::page))
        .route("/search", get(finding::search))
        .route("/palette", get(finding::palette))
        .route("/lookup", get(finding::lookup))
        .route("/ledger", get(books::ledger))
        .route("/ledger/postings", get(postings::postings))
        .route("/ledger/{account}", get(postings::account))
        .route("/open-items", get(postings::open_items))
        .route(
            "/products/import",
            get(catalogue_file::ask).post(catalogue_file::take).layer(DefaultBodyLimit::max(FILE_MAX)),
        )
        .route("/products/export", get(catalogue_file::give))
        .route("/payments/import", get(bank_file::ask).post(bank_file::take).layer(DefaultBodyLimit::max(FILE_MAX)))
        .route("/revenue", get(books::revenue))
        .route("/insight", get(books::insight))
        .route("/reports/{key}", get(books::report))
        .route("/settings", get(settings::page))
        .route("/settings/{action}", post(settings::act))
        .route("/p/{token}", get(public::show))
        .route("/p/{token}/pdf", get(public::pdf))
        .route("/p/{token}/{action}", post(public::act))
        .route("/new/{verb}", get(acts::new))
        .route("/do/{verb}", post(acts::run))
        .route("/preview/{verb}", post(approvals::preview))
        .route("/bulk/{verb}", post(acts::bulk))
        .route(assets::ROUTE, get(assets::serve))
        .route("/quotes/{id}/lines", get(grid::page).post(grid::edit).layer(DefaultBodyLimit::max(FILE_MAX)))
        .route("/quotes/{id}/lines/rows", get(grid::rows))
        .route("/quotes/{id}/lines/steps", get(prices::steps))
        .route("/price_books/{id}/preview", get(price_preview::page))
        .route("/quotes/{id}/changes", get(changes::page))
        .route("/{kind}", get(list))
        .route("/{kind}/{id}", get(acts::show))
        .route("/product_models/{id}/configure", get(configuring::page).post(configuring::add))
        .route("/{kind}/{id}/{action}", get(acts::ask).post(acts::act))
        .route("/{kind}/{id}/file/{name}", get(file))
        .layer(Extension(app))
        .layer(axum::middleware::from_fn(origin::own_site))
        .layer(header(header::CONTENT_SECURITY_POLICY, ui::CONTENT_SECURITY_POLICY))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(header::X_FRAME_OPTIONS, "DENY"))
}

async fn list(
    visitor: Visitor,
    app: Extension<App>,
    Path(path): Path<String>,
    asked: Query<lists::Asked>,
) -> Result<Response, Problem> {
    match path.strip_suffix(".csv").and_then(lists::kind_of) {
        Some(kind) => lists::csv(visitor, &app, kind, &asked).await,
        None => lists::page(visitor, app, Path(path), asked).await,
    }
}

async fn file(
    visitor: Visitor,
    Extension(app): Extension<App>,
    Path((path, id, name)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let fail = |r: Refusal| Problem(r, visitor.lang);
    let kind = lists::kind_of(&path)
        .ok_or_else(|| fail(Refusal::not_found("route_unknown").with("path", format!("/{path}"))))?;
    let (_, raw) = domain::ids::parse_any(&id).map_err(fail)?;
    let document = domain::document::DocRef { kind, id: raw };
    let (media, file_name, bytes) =
        app.file(&visitor.reader(), document, &name).await.map_err(|e| fail(e.into_refusal()))?;
    Ok((
        [(header::CONTENT_TYPE, media), (header::CONTENT_DISPOSITION, format!("inline; filename=\"{file_name}\""))],
        bytes,
    )
        .into_response())
}
