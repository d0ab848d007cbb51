//! Static files: stylesheet, scripts, icons and the vendored libraries, built into the binary.
//! A URL carries a hash over the whole bundle (`/assets/<hash>/<path>`), so a browser may keep a file for ever and a
//! relative import between our modules stays inside one version. A URL of another version is answered with the present
//! file, but must be asked again: a page that was open during an upgrade keeps working.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// Where the router must mount [`serve`]: `Router::new().route(assets::ROUTE, get(assets::serve))`.
pub const ROUTE: &str = "/assets/{hash}/{*path}";

/// One answer is immutable for a year; its URL changes when a byte of the bundle changes.
const KEEP: &str = "public, max-age=31536000, immutable";

/// The URL of an asset, for example `asset("app.css")`.
///
/// # Panics
/// In debug builds, when no such file exists: a page that names a missing file is a bug of ours.
pub fn asset(path: &str) -> String {
    debug_assert!(Files::get(path).is_some(), "no asset {path}");
    format!("/assets/{}/{path}", bundle_hash())
}

/// Serves one asset; 404 for a path that is not in the bundle.
pub async fn serve(Path((hash, path)): Path<(String, String)>, request: HeaderMap) -> Response {
    let Some(file) = Files::get(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // A debug build reads from disk and may change under a fixed hash.
    let keep = if hash == bundle_hash() && !cfg!(debug_assertions) { KEEP } else { "no-cache" };
    let etag = etag(&file);
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Ok(value) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, value);
    }
    if names(&request, header::IF_NONE_MATCH, &etag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    if let Ok(value) = HeaderValue::from_str(media_type(&file)) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    if names(&request, header::ACCEPT_ENCODING, "gzip")
        && let Some(small) = gzipped(&path, &file)
    {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        return (headers, Body::from(small.to_vec())).into_response();
    }
    (headers, Body::from(file.data.into_owned())).into_response()
}

fn bundle_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let mut paths: Vec<_> = Files::iter().collect();
        paths.sort();
        let mut hasher = DefaultHasher::new();
        for path in paths {
            if let Some(file) = Files::get(&path) {
                (path.as_ref(), file.metadata.sha256_hash()).hash(&mut hasher);
            }
        }
        format!("{:016x}", hasher.finish())
    })
}

fn etag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let hex: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    // Weak, because the same file is sent both plain and compressed.
    format!("W/\"{hex}\"")
}

fn media_type(file: &EmbeddedFile) -> &str {
    match file.metadata.mimetype() {
        "text/javascript" | "application/javascript" => "text/javascript; charset=utf-8",
        "text/css" => "text/css; charset=utf-8",
        other => other,
    }
}

fn names(request: &HeaderMap, header: header::HeaderName, value: &str) -> bool {
    request.get_all(header).iter().any(|given| given.to_str().is_ok_and(|text| text.contains(value)))
}

/// The compressed bytes, made once per file; `None` when compressing does not pay (pictures, tiny files).
fn gzipped(path: &str, file: &EmbeddedFile) -> Option<Arc<[u8]>> {
    type Kept = Mutex<HashMap<(String, [u8; 32]), Arc<[u8]>>>;
    static KEPT: OnceLock<Kept> = OnceLock::new();
    let text = ["css", "js", "svg", "md", "json"].iter().any(|end| path.ends_with(end));
    if !text || file.data.len() < 1024 {
        return None;
    }
    let key = (path.to_string(), file.metadata.sha256_hash());
    let mut kept = KEPT.get_or_init(Kept::default).lock().ok()?;
    if let Some(found) = kept.get(&key) {
        return Some(found.clone());
    }
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(&file.data).ok()?;
    let small: Arc<[u8]> = encoder.finish().ok()?.into();
    kept.insert(key, small.clone());
    Some(small)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn get(hash: &str, path: &str, headers: &[(header::HeaderName, &str)]) -> Response {
        let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().expect("header"))).collect();
        serve(Path((hash.to_string(), path.to_string())), headers).await
    }

    #[test]
    fn a_url_is_stable_and_names_the_file() {
        assert_eq!(asset("app.css"), asset("app.css"));
        assert!(asset("app.css").ends_with("/app.css"));
        assert_eq!(asset("app.css").len(), "/assets/0123456789abcdef/app.css".len());
    }

    #[tokio::test]
    async fn an_unknown_file_is_not_found() {
        for path in ["nothing.css", "../Cargo.toml", "", "vendor"] {
            assert_eq!(get(bundle_hash(), path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[tokio::test]
    async fn an_unchanged_file_is_not_sent_again() {
        let first = get(bundle_hash(), "app.css", &[]).await;
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(first.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        let etag = first.headers()[header::ETAG].to_str().expect("text").to_string();
        let again = get(bundle_hash(), "app.css", &[(header::IF_NONE_MATCH, &etag)]).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    }

    #[tokio::test]
    async fn a_url_of_another_version_is_answered_but_not_kept() {
        let answer = get("0000000000000000", "app.css", &[(header::ACCEPT_ENCODING, "gzip, br")]).await;
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-cache");
        assert_eq!(answer.headers()[header::CONTENT_ENCODING], "gzip");
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        for path in ["app.css", "app.js", "chart.js", "theme.js", "vendor/tabler/tabler.min.css"] {
            let file = Files::get(path).expect(path);
            let text = String::from_utf8_lossy(&file.data);
            for outside in ["@import", "url(http", "url(\"http", "url(//", "from 'http", "src=\"http"] {
                assert!(!text.contains(outside), "{path} loads from outside: {outside}");
            }
        }
    }
}
