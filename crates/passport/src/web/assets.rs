//! Stylesheet, scripts and icons: files whose names change with their content, so
//! browsers keep them for a year. Compressed once, when first asked for.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

static COMPRESSED: LazyLock<HashMap<&str, Vec<u8>>> = LazyLock::new(|| {
    passport_pages::asset_paths()
        .filter_map(|path| {
            let asset = passport_pages::asset(path)?;
            let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
            gzip.write_all(asset.bytes).ok()?;
            let bytes = gzip.finish().ok()?;
            (bytes.len() < asset.bytes.len()).then_some((path, bytes))
        })
        .collect()
});

pub(super) async fn show(Path(path): Path<String>, asked: HeaderMap) -> Response {
    let Some(asset) = passport_pages::asset(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let takes_gzip = asked
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|kind| kind.trim() == "gzip"));
    let compressed = COMPRESSED.get(path.as_str()).filter(|_| takes_gzip);
    let mut response = match compressed {
        Some(bytes) => bytes.as_slice().into_response(),
        None => asset.bytes.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if compressed.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if asset.immutable {
        let year = HeaderValue::from_static("public, max-age=31536000, immutable");
        headers.insert(header::CACHE_CONTROL, year);
    }
    response
}
