//! The REST API under `/v1`: every verb and every document, by Stripe's conventions. Routes follow from the registry of verbs
//! and the kinds of documents; nothing is listed twice.

mod auth;
mod books;
mod catalogue;
mod error;
mod handlers;
pub mod openapi;
mod prices;
mod shape;

use app::App;
use axum::{Router, extract::DefaultBodyLimit, routing::get};

pub use auth::bearer;
pub use catalogue::shown as catalogue_import;
pub use error::{Failure, body as error_body};
pub use shape::{bank_import, happening, object, path_of, plural};

/// Largest request body: a quote of 10,000 lines fits with room to spare.
const BODY_MAX: usize = 32 * 1024 * 1024;

/// The routes of the API.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/v1/openapi.json", get(openapi::serve))
        .route("/v1/search", get(handlers::search))
        .route("/v1/reports", get(books::reports))
        .route("/v1/reports/{key}", get(books::report))
        .route("/v1/open_items", get(books::open_items))
        .route("/v1/postings", get(books::postings))
        .route("/v1/why/{id}", get(books::why))
        .route("/v1/payments/import", axum::routing::post(books::import_payments))
        .route("/v1/products/import", axum::routing::post(catalogue::import))
        .route("/v1/products/export", get(catalogue::export))
        .route("/v1/{plural}", get(handlers::list).post(handlers::create))
        .route("/v1/{plural}/{id}", get(handlers::show).post(handlers::edit_or_run))
        .route("/v1/quotes/{id}/outlook", get(handlers::outlook))
        .route("/v1/quotes/{id}/waterfall", get(prices::waterfall))
        .route("/v1/price_books/{id}/preview", get(prices::preview))
        .route("/v1/quotes/{id}/changes", get(handlers::changes))
        .route("/v1/quotes/preview", axum::routing::post(handlers::preview))
        .route("/v1/product_models/{id}/configure", get(handlers::configure))
        .route("/v1/{plural}/{id}/trail", get(handlers::trail))
        .route("/v1/{plural}/{id}/comments", get(handlers::comments))
        .route("/v1/{plural}/{id}/history", get(handlers::history))
        .route("/v1/{plural}/{id}/{action}", axum::routing::post(handlers::act))
        .fallback(handlers::unknown)
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(app)
}
