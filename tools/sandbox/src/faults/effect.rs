//! What a rule can do to a request.

use super::{
    another_admin::OtherAdmin,
    fields,
    pages::Pages,
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
    /// A write is answered 202, and how it goes on is told below its `Location`.
    Accepted(Accepted),
    /// A write is applied only after its answer.
    Late(Late),
    /// A write is applied, and once more after its answer.
    Twice(Late),
    /// A read shows the state of some time ago.
    Lag(Lag),
    /// A list comes in other pages than were asked for.
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
    pub(super) fn is_side_effect(&self) -> bool {
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
            Self::Users(_) => lists_users(path),
            _ => true,
        }
    }
}

/// Whether a path is that of a list of users.
pub(super) fn lists_users(path: &str) -> bool {
    path.starts_with("/identity/accounts/") && path.contains("/identities")
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
    #[serde(deserialize_with = "fields::status")]
    pub(super) status: u16,
    #[serde(default)]
    pub(super) retry_after: Option<u32>,
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

/// The body of an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// The platform's error shape.
    #[default]
    Error,
    /// The shape of the vendor's gateway: `{"error": "..."}`.
    Gateway,
}

/// How much longer it takes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delay {
    /// So many milliseconds; without it, until `Faults::release` or `clear` is called.
    #[serde(default)]
    pub ms: Option<u64>,
    /// Before or after handling.
    #[serde(default)]
    pub when: When,
}

/// A write that is answered 202.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Accepted {
    /// So many times `HEAD` on the location answers `x-status: processing`.
    pub polls: usize,
    /// What it answers then.
    pub ends: End,
    /// How the location is written.
    pub location: Location,
}

/// How the location of a write that was answered 202 is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    /// As a path.
    #[default]
    Relative,
    /// With the sandbox's own origin.
    Absolute,
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
    /// This status instead of an end, in the error shape, however often it is asked.
    Answers(u16),
    /// `x-status: processing`, however often it is asked.
    Never,
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
