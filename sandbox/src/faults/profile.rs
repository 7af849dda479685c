//! What a profile says: rules for which requests something goes wrong, how often, and what happens.

use super::{another_admin::OtherAdmin, read};
use axum::http::Method;
use serde::Deserialize;

/// The paths of a rule that names none: the API, but not the portal's own pages.
const API: [&str; 3] = ["/identity/", "/entitlements/", "/sms/"];

/// A list of rules; a TOML file holds one as `[[rule]]` tables.
///
/// ```
/// let profile: sandbox::Profile = r#"
///     seed = 7
///
///     [[rule]]
///     probability = 0.2
///     then.answer = { status = 503, retry_after = 2 }
///
///     [[rule]]
///     method = "POST"
///     path = "/entitlements/users/entitlements/bulk"
///     after = 1
///     times = 1
///     then.reset = "after"
/// "#
/// .parse()?;
/// assert_eq!(profile.rules.len(), 2);
/// # Ok::<(), sandbox::ProfileError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// The same seed draws the same for the same requests, in whatever order they come.
    pub seed: u64,
    /// The server refuses a second license of one application.
    pub one_license_per_application: bool,
    /// The rules. Of those that end a request, the first that is drawn does.
    #[serde(rename = "rule")]
    pub rules: Vec<Rule>,
}

/// Which requests something happens to, how often, and what.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    #[serde(default, deserialize_with = "read::method")]
    method: Option<Method>,
    #[serde(default, rename = "path", deserialize_with = "read::paths")]
    paths: Vec<String>,
    #[serde(default, deserialize_with = "read::probability")]
    probability: Option<f64>,
    #[serde(default)]
    times: Option<usize>,
    #[serde(default)]
    after: usize,
    then: Effect,
}

impl Rule {
    /// Always, for every request of the API that it fits.
    pub fn new(then: Effect) -> Self {
        Self {
            method: None,
            paths: Vec::new(),
            probability: None,
            times: None,
            after: 0,
            then,
        }
    }

    /// Only requests with this method.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.method = Method::from_bytes(method.to_uppercase().as_bytes()).ok();
        self
    }

    /// Only requests whose path begins like this; called again, one more such beginning.
    #[must_use]
    pub fn path(mut self, prefix: &str) -> Self {
        self.paths.push(prefix.to_owned());
        self
    }

    /// Only such a part of the requests, from 0 to 1.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = Some(probability.clamp(0.0, 1.0));
        self
    }

    /// So often at most.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// So many requests that fit go through before the first that something happens to.
    #[must_use]
    pub fn after(mut self, requests: usize) -> Self {
        self.after = requests;
        self
    }

    pub(super) fn fits(&self, method: &Method, path: &str) -> bool {
        let below = |prefix: &str| path.starts_with(prefix);
        let here = match self.paths.as_slice() {
            [] => API.into_iter().any(below),
            paths => paths.iter().any(|prefix| below(prefix)),
        };
        here && self.method.as_ref().is_none_or(|only| only == method)
            && self.then.fits(method, path)
    }

    pub(super) fn share(&self) -> f64 {
        self.probability.unwrap_or(1.0)
    }

    pub(super) fn skips(&self) -> usize {
        self.after
    }

    /// How often at most; what would be pointless to repeat happens once unless something else is said.
    pub(super) fn limit(&self) -> Option<usize> {
        let once = matches!(self.then, Effect::ExpireTokens | Effect::OtherAdmin(_));
        match (self.times, self.probability) {
            (None, None) if once => Some(1),
            (times, _) => times,
        }
    }

    pub(super) fn then(&self) -> &Effect {
        &self.then
    }
}

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
            Self::Delay(_) | Self::ExpireTokens | Self::OtherAdmin(_)
        )
    }

    /// Whether clients see a closed connection.
    pub(super) fn closes(&self) -> bool {
        match self {
            Self::Reset(_) => true,
            Self::Late(late) => late.reply == Reply::Drop,
            _ => false,
        }
    }

    fn fits(&self, method: &Method, path: &str) -> bool {
        match self {
            Self::Accepted(_) | Self::Late(_) => !method.is_safe(),
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
    /// A page such as proxies send.
    Html,
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
