//! A page for each method of embedding: the examples of docs/embedding.md, verbatim.

use super::{
    first_script,
    frame::{Frame, Place, mail_count, module, sign_in_first},
    html::{embedded, private},
    session::Session,
};
use crate::{
    db::Db,
    http::{
        error::{ApiError, ErrorBody},
        headers,
        origins::Origins,
    },
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Redirect, Response},
};

const GUIDE: &str = include_str!("../../../../docs/embedding.md");
/// Where the examples have the page, and the frame.
const BASE: &str = "\"/licenses\"";
const FRAME_ORIGIN: &str = "https://licenses.example";
const HOSTILE_STYLE: &str = "<link rel=\"stylesheet\" href=\"/portal/hostile.css\">";

/// A way to embed the frontend.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Mount,
    Element,
    Frame,
    /// An element on a page whose styles reach for everything.
    Hostile,
    /// A page with nothing in it yet, for tests that embed by themselves.
    Bare,
}

impl Mode {
    fn named(name: &str) -> Result<Self, ApiError> {
        [
            Self::Mount,
            Self::Element,
            Self::Frame,
            Self::Hostile,
            Self::Bare,
        ]
        .into_iter()
        .find(|mode| mode.name() == name)
        .ok_or_else(|| ApiError::not_found("page"))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Mount => "mount",
            Self::Element => "element",
            Self::Frame => "frame",
            Self::Hostile => "hostile",
            Self::Bare => "bare",
        }
    }

    /// The example that it shows.
    fn example(self) -> &'static str {
        match self {
            Self::Hostile => Self::Element.name(),
            mode => mode.name(),
        }
    }

    /// What the head of its page loads.
    fn head(self) -> String {
        let script = module(&format!("/portal/examples/{}", self.name()));
        match self {
            Self::Hostile => format!("{HOSTILE_STYLE}{script}"),
            Self::Bare => module(first_script::PATH),
            _ => script,
        }
    }
}

/// A page that embeds the frontend.
#[utoipa::path(get, path = "/embedding/{mode}", tag = "portal", params(("mode" = String, Path)),
    responses((status = 200, body = String, content_type = "text/html"), (status = 303, description = "Sign in first, or go to the other origin"),
        (status = 404, body = ErrorBody, description = "There is no such way")))]
pub async fn page(
    session: Session,
    db: State<Db>,
    origins: State<Origins>,
    uri: Uri,
    headers: HeaderMap,
    Path(mode): Path<String>,
) -> Result<Response, ApiError> {
    show(
        session,
        (&db, &origins),
        (&uri, &headers),
        Mode::named(&mode)?,
    )
}

/// The same page for every view of the frontend.
#[utoipa::path(get, path = "/embedding/{mode}/{*view}", tag = "portal",
    params(("mode" = String, Path), ("view" = String, Path)),
    responses((status = 200, body = String, content_type = "text/html"), (status = 303, description = "Sign in first, or go to the other origin"),
        (status = 404, body = ErrorBody, description = "There is no such way")))]
pub async fn page_below(
    session: Session,
    db: State<Db>,
    origins: State<Origins>,
    uri: Uri,
    headers: HeaderMap,
    Path(path): Path<(String, String)>,
) -> Result<Response, ApiError> {
    show(
        session,
        (&db, &origins),
        (&uri, &headers),
        Mode::named(&path.0)?,
    )
}

fn show(
    session: Session,
    (db, origins): (&Db, &Origins),
    (uri, headers): (&Uri, &HeaderMap),
    mode: Mode,
) -> Result<Response, ApiError> {
    if mode == Mode::Frame && !is_at(headers, &origins.other) {
        let there = format!("{}{uri}", origins.other);
        return Ok(Redirect::to(&there).into_response());
    }
    let Session(Some(admin)) = session else {
        return Ok(sign_in_first(uri));
    };
    let mails = db.read(|connection| mail_count(connection, &admin.account))?;
    let example = match mode {
        Mode::Bare => "",
        mode => example("html", mode)?,
    };
    let content = format!("<div id=\"stage\">{example}</div>");
    let frame = Frame {
        place: Place::Elsewhere,
        title: "License management",
        head: mode.head(),
    };
    let page = private(frame.around(&admin, mails, &content));
    let policy = [(
        header::CONTENT_SECURITY_POLICY,
        headers::embedding(&origins.main),
    )];
    Ok((policy, page).into_response())
}

/// A frame is shown by the other origin.
fn is_at(headers: &HeaderMap, origin: &str) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    host.is_some_and(|host| origin.strip_prefix("http://") == Some(host))
}

/// The script of an example.
#[utoipa::path(get, path = "/portal/examples/{mode}", tag = "portal", params(("mode" = String, Path)),
    responses((status = 200, body = String, content_type = "text/javascript"),
        (status = 404, body = ErrorBody, description = "There is no such way")))]
pub async fn script(
    State(origins): State<Origins>,
    Path(mode): Path<String>,
) -> Result<Response, ApiError> {
    let mode = Mode::named(&mode)?;
    let script = example("js", mode)?
        .replace(BASE, &format!("\"/embedding/{}\"", mode.name()))
        .replace(FRAME_ORIGIN, &origins.main);
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, script).into_response())
}

/// Styles that reach for everything.
#[utoipa::path(get, path = "/portal/hostile.css", tag = "portal",
    responses((status = 200, body = String, content_type = "text/css")))]
pub async fn hostile_style() -> Response {
    embedded(
        "text/css; charset=utf-8",
        include_str!("../../portal/hostile.css"),
    )
}

/// The block of the guide in a language, for a way to embed.
fn example(language: &str, mode: Mode) -> Result<&'static str, ApiError> {
    let begin = format!("```{language} {}\n", mode.example());
    GUIDE
        .split_once(&begin)
        .and_then(|(_, rest)| rest.split_once("```"))
        .map(|(block, _)| block)
        .ok_or_else(|| ApiError::not_found("example"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_has_an_example_for_each_way() {
        for mode in [Mode::Mount, Mode::Element, Mode::Frame, Mode::Hostile] {
            assert!(example("html", mode).is_ok_and(|block| block.contains('<')));
            assert!(example("js", mode).is_ok_and(|block| block.contains(BASE)));
        }
        assert!(example("js", Mode::Frame).is_ok_and(|block| block.contains(FRAME_ORIGIN)));
    }
}
