//! The built page, with the content security policy it has in the window.

use std::path::{Component, Path};

use axum::{
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};

/// What the page may load: itself, and nothing from elsewhere. The window's is stricter only in `connect-src`.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; \
                      connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/// A file of the built page.
pub(crate) fn page(ui: &Path, uri: &Uri) -> Response {
    let name = uri.path().trim_start_matches('/');
    let name = Path::new(if name.is_empty() { "index.html" } else { name });
    if !name.components().all(|part| matches!(part, Component::Normal(_))) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match std::fs::read(ui.join(name)) {
        Ok(bytes) => {
            let kind = (header::CONTENT_TYPE, HeaderValue::from_static(kind(name)));
            let policy = (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
            ([kind, policy], bytes).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn kind(name: &Path) -> &'static str {
    match name.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
