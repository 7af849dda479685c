//! What a profile says: rules for which requests something goes wrong, how often, and what happens.

use super::{effect::Effect, fields};
use crate::api::lifecycle::SERVICES;
use axum::http::Method;
use serde::Deserialize;

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
    #[serde(default, deserialize_with = "fields::method")]
    method: Option<Method>,
    #[serde(default, rename = "path", deserialize_with = "fields::paths")]
    paths: Vec<String>,
    #[serde(default, deserialize_with = "fields::probability")]
    probability: Option<f64>,
    #[serde(default)]
    times: Option<usize>,
    #[serde(default)]
    after: usize,
    #[serde(default)]
    writes: bool,
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
            writes: false,
            then,
        }
    }

    /// Only requests with this method.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.method = Method::from_bytes(method.to_uppercase().as_bytes()).ok();
        self
    }

    /// Only requests that write, whatever their method.
    #[must_use]
    pub fn writes(mut self) -> Self {
        self.writes = true;
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
            // The API, but not the portal's own pages.
            [] => SERVICES.into_iter().any(below),
            paths => paths.iter().any(|prefix| below(prefix)),
        };
        here && !(self.writes && method.is_safe())
            && self.method.as_ref().is_none_or(|only| only == method)
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
        let once = matches!(
            self.then,
            Effect::ExpireTokens | Effect::OtherAdmin(_) | Effect::Users(_)
        );
        match (self.times, self.probability) {
            (None, None) if once => Some(1),
            (times, _) => times,
        }
    }

    pub(super) fn then(&self) -> &Effect {
        &self.then
    }
}
