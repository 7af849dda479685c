//! What a rule can do to a request.

use super::{
    another_admin::OtherAdmin,
    pages::Pages,
    read,
    reads::{Cacheable, Lag},
    shift::Shift,
};
use axum::http::Method;
use serde::Deserialize;

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Another answer than that of the server.
    Answer(Answer),
    /// The connection is closed before or after the request is handled; there is no answer.
    Reset(When),
    /// It takes longer.
    Delay(Delay),
    /// The request is handled, but its answer never ends.
    Stall(Stalled),
    /// The request is handled, but its answer cannot be decoded.
    Garble(Garbled),
    /// A write is answered 202, and how it goes on is told below its `Location`.
    Accepted(Accepted),
    /// A bulk request is acknowledged, but only its first items are applied.
    Part(Part),
    /// A write is applied only after its answer.
    Late(Late),
    /// A write is applied, and once more after its answer.
    Twice(Late),
    /// A read shows the state of some time ago.
    Lag(Lag),
    /// A list comes in other pages than were asked for, or is counted wrong.
    Pages(Pages),
    /// The answer to a read may be kept by a browser.
    Cacheable(Cacheable),
    /// Users come, go, or change places, before the request is handled; once, unless `times` says otherwise.
    Users(Shift),
    /// All access tokens expire, before the request is handled; once, unless `times` says otherwise.
    ExpireTokens,
    /// Somebody else changes licenses, before the request is handled; once, unless `times` says otherwise.
    OtherAdmin(OtherAdmin),
}

impl Effect {
    /// Whether the request goes on, and other rules may hit it too.
    pub(super) fn is_aside(&self) -> bool {
        matches!(
            self,
            Self::Delay(_)
                | Self::ExpireTokens
                | Self::OtherAdmin(_)
                | Self::Lag(_)
                | Self::Pages(_)
                | Self::Cacheable(_)
                | Self::Users(_)
        )
    }

    /// Whether clients see a closed connection.
    pub(super) fn closes(&self) -> bool {
        match self {
            Self::Reset(_) => true,
            Self::Late(late) | Self::Twice(late) => late.reply == Reply::Drop,
            _ => false,
        }
    }

    pub(super) fn fits(&self, method: &Method, path: &str) -> bool {
        match self {
            Self::Accepted(_) | Self::Late(_) | Self::Twice(_) => !method.is_safe(),
            Self::Lag(_) | Self::Pages(_) | Self::Cacheable(_) => method.is_safe(),
            Self::Users(_) => super::carry_out::is_of_users(path),
            Self::Part(_) => !method.is_safe() && path.ends_with("/bulk"),
            _ => true,
        }
    }
}

/// Before or after the request is handled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// The request is not handled.
    #[default]
    Before,
    /// The request is handled.
    After,
}

/// An answer instead of the server's.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    #[serde(deserialize_with = "read::status")]
    pub(super) status: u16,
    #[serde(default, deserialize_with = "read::retry_after")]
    pub(super) retry_after: Option<RetryAfter>,
    #[serde(default)]
    pub(super) body: Content,
    #[serde(default)]
    pub(super) when: When,
}

impl Answer {
    /// This status, in the error shape, instead of handling the request.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            retry_after: None,
            body: Content::Error,
            when: When::Before,
        }
    }

    /// With `Retry-After`.
    #[must_use]
    pub fn retry_after(mut self, when: RetryAfter) -> Self {
        self.retry_after = Some(when);
        self
    }

    /// With this body.
    #[must_use]
    pub fn body(mut self, body: Content) -> Self {
        self.body = body;
        self
    }

    /// After the request was handled: what was written stays.
    #[must_use]
    pub fn after(mut self) -> Self {
        self.when = When::After;
        self
    }
}

/// What `Retry-After` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetryAfter {
    /// Just this, however absurd.
    Text(String),
    /// The date so many seconds after the answer.
    DateIn(i64),
}

/// The body of an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// The platform's error shape.
    #[default]
    Error,
    /// The shape of the vendor's gateway: `{"error": "..."}`.
    Gateway,
    /// A page such as proxies send.
    Html,
    /// A line of text.
    Text,
    /// None.
    Empty,
}

/// How much longer it takes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delay {
    /// So many milliseconds.
    pub ms: u64,
    /// Before or after handling.
    #[serde(default)]
    pub when: When,
}

/// What comes of an answer that never ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stalled {
    /// The headers only.
    Headers,
    /// The headers and the first half of the body.
    Body,
}

/// How an answer cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Garbled {
    /// It ends in the middle.
    Truncated,
    /// It is JSON of another shape.
    OtherShape,
}

/// A write that is answered 202.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Accepted {
    /// So many times `HEAD` on the location answers `x-status: processing`.
    pub polls: usize,
    /// What it answers then.
    pub ends: End,
    /// When the write is carried out.
    pub applied: Applied,
    /// How the location is written.
    pub location: Location,
}

/// How the location of a write that was answered 202 is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    /// As a path.
    #[default]
    Relative,
    /// With the sandbox's own origin.
    Absolute,
    /// With this origin.
    At(String),
}

/// How a write that was answered 202 ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// `x-status: complete`.
    #[default]
    Complete,
    /// `x-status: failure`; the write was not carried out.
    Failure,
    /// 404; the write was carried out.
    Gone,
    /// This status instead of an end, in the error shape, however often it is asked.
    Answers(u16),
    /// `x-status: processing`, however often it is asked.
    Never,
}

/// When a write that was answered 202 is carried out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applied {
    /// Before the 202.
    #[default]
    AtOnce,
    /// When the last `processing` was said.
    AtTheEnd,
    /// Not at all, whatever is said of it.
    Never,
}

/// A bulk request of which a part is applied.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// So many of its items, from the first on.
    pub items: usize,
}

/// A write that is applied after its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Late {
    /// So many milliseconds later; without it, when `Faults::release` or `clear` is called.
    pub ms: Option<u64>,
    /// What the client gets.
    pub reply: Reply,
}

/// What the client gets for a write that is applied later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// An answer as if it were done.
    #[default]
    Acknowledge,
    /// No answer: the connection is closed.
    Drop,
}
