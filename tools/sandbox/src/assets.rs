//! Serves the built frontend below `/app/`.

use crate::http::{
    error::{ApiError, ErrorBody},
    headers,
    origins::Origins,
};
use axum::{
    Json,
    body::Body,
    extract::{FromRef, Request, State},
    http::{HeaderValue, StatusCode, Uri, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use tower::ServiceExt;
use tower_http::services::ServeDir;
use utoipa_axum::{router::OpenApiRouter, routes};

const MISSING: &str = include_str!("../portal/not-built.html");

/// The folder of the built frontend.
#[derive(Clone)]
pub struct Dist(Arc<Path>);

impl From<PathBuf> for Dist {
    fn from(folder: PathBuf) -> Self {
        Self(folder.into())
    }
}

/// Its routes.
pub fn router<S>() -> OpenApiRouter<S>
where
    Dist: FromRef<S>,
    Origins: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    OpenApiRouter::new()
        .routes(routes!(without_slash))
        .routes(routes!(page))
        .routes(routes!(below))
}

/// The frontend has its paths below the slash.
#[utoipa::path(get, path = "/app", tag = "frontend", responses((status = 308, description = "To `/app/`")))]
async fn without_slash() -> Redirect {
    Redirect::permanent("/app/")
}

/// The frontend on a page of its own.
#[utoipa::path(get, path = "/app/", tag = "frontend",
    responses((status = 200, body = String, content_type = "text/html"),
        (status = 404, body = String, content_type = "text/html", description = "It is not built; the page says how to")))]
async fn page(dist: State<Dist>, origins: State<Origins>, request: Request) -> Response {
    file(&dist.0.0, &origins, request).await
}

/// A file of the frontend; a path without an extension answers its page, below `frame/` the page in a frame.
#[utoipa::path(get, path = "/app/{*path}", tag = "frontend", params(("path" = String, Path)),
    responses((status = 200, description = "The file, packed by brotli or gzip for whoever understands it"),
        (status = 304, description = "Not modified"),
        (status = 404, content((ErrorBody = "application/json"), (String = "text/html")), description = "There is no such file; or it is not built, and the page says how to")))]
async fn below(dist: State<Dist>, origins: State<Origins>, request: Request) -> Response {
    file(&dist.0.0, &origins, request).await
}

async fn file(dist: &Path, origins: &Origins, mut request: Request) -> Response {
    let path = request.uri().path();
    let path = path.strip_prefix("/app").unwrap_or(path);
    let name = path.rsplit('/').next().unwrap_or_default().to_owned();
    if path == "/config.json"
        && let Some(config) = for_the_other_origin(dist, origins)
    {
        return ([(header::CACHE_CONTROL, "no-cache")], Json(config)).into_response();
    }
    let page = !name.contains('.');
    if page && !dist.join("index.html").is_file() {
        return (StatusCode::NOT_FOUND, Html(MISSING)).into_response();
    }
    // Paths that name no file are routes of the frontend, or of its iframe.
    let is_framed = path.starts_with("/frame/");
    let wanted = match (page, is_framed) {
        (true, true) => "/frame/index.html",
        (true, false) => "/index.html",
        (false, _) => path,
    };
    let Ok(uri) = wanted.parse::<Uri>() else {
        return missing();
    };
    *request.uri_mut() = uri;
    let files = ServeDir::new(dist)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let Ok(response) = files.oneshot(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        return missing();
    }
    let mut response = response.map(Body::new);
    let headers = response.headers_mut();
    let caching = if has_hash(&name) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_framed && let Ok(policy) = headers::embeddable_by(&origins.other).parse() {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The configuration of the build, with the sandbox's other origin as the one host of the frame.
fn for_the_other_origin(dist: &Path, origins: &Origins) -> Option<Value> {
    let text = fs::read_to_string(dist.join("config.json")).ok()?;
    let mut config: Value = serde_json::from_str(&text).ok()?;
    config["hosts"] = json!([*origins.other]);
    origins.point(&mut config);
    Some(config)
}

fn missing() -> Response {
    let mut response = ApiError::not_found("file").into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Whether a file's name changes with its content: `-<16 hex digits>.…` or `-<16 hex digits>_bg.…`
fn has_hash(name: &str) -> bool {
    name.match_indices('-').any(|(at, _)| {
        let rest = &name[at + 1..];
        let digits = rest
            .bytes()
            .take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            .count();
        let after = rest.get(digits..).unwrap_or_default();
        digits == 16 && (after.starts_with('.') || after.starts_with("_bg."))
    })
}

#[cfg(test)]
mod tests {
    use super::has_hash;

    #[test]
    fn only_names_with_a_whole_hash_are_immutable() {
        for name in [
            "license-management-0123456789abcdef.js",
            "license-management-0123456789abcdef_bg.wasm",
            "license-management-0123456789abcdef.dock.wasm",
            "a-0123456789abcdef.css",
        ] {
            assert!(has_hash(name), "{name}");
        }
        for name in [
            "license-management.js",
            "config.json",
            "a-0123456789abcde.js",
            "a-0123456789abcdef0.js",
            "a-0123456789abcdefg.js",
            "0123456789abcdef.js",
        ] {
            assert!(!has_hash(name), "{name}");
        }
    }
}
