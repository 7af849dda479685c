//! The handle by which tests and profiles make things go wrong.

use super::{
    another_admin::Whose,
    draw::{Decision, Rules},
    effect::{Answer, Effect, When, lists_users},
    operations::Operations,
    profile::{Profile, Rule},
    reads::Lag,
    touched::{Touched, named_by},
};
use crate::{
    api::{auth::Admin, licensing::LicensePolicy},
    db::Db,
    http::{body::BufferedRequest, error::ApiError, origins::Origins},
    mail::MailQueue,
};
use axum::extract::FromRequestParts;
use rusqlite::Transaction;
use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::Notify;

/// Makes things go wrong in a running sandbox.
#[derive(Clone)]
pub struct Faults {
    pub(super) db: Db,
    pub(super) mail_queue: MailQueue,
    pub(super) origins: Origins,
    license_policy: LicensePolicy,
    state: Arc<Mutex<State>>,
    released: Arc<Notify>,
}

#[derive(Default)]
pub(super) struct State {
    pub rules: Rules,
    pub touched: Touched,
    pub operations: Operations,
    held: Vec<String>,
    garbled: Option<usize>,
    /// The paths whose next read shows how things are now, of a server that flaps.
    fresh_next: HashSet<String>,
}

impl Faults {
    pub(crate) fn new(
        db: Db,
        mail_queue: MailQueue,
        license_policy: LicensePolicy,
        origins: Origins,
    ) -> Self {
        Self {
            db,
            mail_queue,
            origins,
            license_policy,
            state: Arc::default(),
            released: Arc::default(),
        }
    }

    /// Replaces all rules by those of a profile.
    pub fn load(&self, profile: Profile) {
        self.one_license_per_application(profile.one_license_per_application);
        let mut state = self.lock();
        state.touched = Touched::default();
        state.rules.load(profile);
        self.db.remember(state.rules.longest_lag());
    }

    /// Adds a rule to those that there are.
    pub fn rule(&self, rule: Rule) {
        let mut state = self.lock();
        state.rules.add(rule);
        self.db.remember(state.rules.longest_lag());
    }

    /// Whether a second license of one application is refused.
    pub fn one_license_per_application(&self, refused: bool) {
        self.license_policy.refuse_second(refused);
    }

    /// Ends all faults, those of a profile too, and releases what waits. What was answered 202 goes on,
    /// and how many licenses of an application the server allows stays as it is.
    pub fn clear(&self) {
        let mut state = self.lock();
        *state = State {
            operations: std::mem::take(&mut state.operations),
            ..State::default()
        };
        drop(state);
        self.db.remember(Duration::ZERO);
        self.released.notify_waiters();
    }

    /// The first `n` identities of the first page come in shapes that cannot be decoded.
    pub fn garble_users(&self, n: usize) {
        self.lock().garbled = Some(n);
    }

    /// So many requests below the path answer this status, in the error shape.
    pub fn refuse(&self, path_prefix: &str, status: u16, times: usize) {
        let effect = Effect::Answer(Answer::status(status));
        self.rule(Rule::new(effect).path(path_prefix).times(times));
    }

    /// So many requests below the path get no answer: the connection is closed.
    pub fn drop_connections(&self, path_prefix: &str, times: usize) {
        let effect = Effect::Reset(When::Before);
        self.rule(Rule::new(effect).path(path_prefix).times(times));
    }

    /// Requests below the path wait until `release`.
    pub fn hold(&self, path_prefix: &str) {
        self.lock().held.push(path_prefix.to_owned());
    }

    /// Lets everything go on that waits: because of `hold`, to be applied or answered late.
    pub fn release(&self) {
        self.lock().held.clear();
        self.released.notify_waiters();
    }

    /// Makes all access tokens invalid that were issued until now.
    pub fn expire_tokens(&self) {
        self.write(|connection| connection.execute("UPDATE tokens SET expires = 0", []));
    }

    /// Ends all sessions of the portal.
    pub fn end_sessions(&self) {
        self.write(|connection| connection.execute("DELETE FROM sessions", []));
    }

    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, rusqlite::Error>,
    ) {
        if let Err(error) = self.db.write(work) {
            eprintln!("The database failed: {error}");
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether any rule that is not used up has such an effect.
    pub(super) fn any(&self, effect: impl Fn(&Effect) -> bool) -> bool {
        self.lock().rules.any(effect)
    }

    /// Draws what happens to a request.
    pub(super) fn decide(&self, request: &BufferedRequest) -> Decision {
        let others = self.any(|effect| matches!(effect, Effect::OtherAdmin(_)));
        let named = match others && !request.parts.method.is_safe() {
            true => named_by(request, &self.db),
            false => Vec::new(),
        };
        let (method, uri) = (&request.parts.method, &request.parts.uri);
        let state = &mut *self.lock();
        state.touched.add(&named);
        let touched = &state.touched;
        let possible = |effect: &Effect| match effect {
            Effect::OtherAdmin(admin) => !touched.among(admin.whose, &named).is_empty(),
            _ => true,
        };
        let decision = state.rules.decide(method, uri, possible);
        Decision { named, ..decision }
    }

    /// Among whom another administrator finds the users to change, when a request names these.
    pub(super) fn touched(&self, whose: Whose, named: &[String]) -> Vec<String> {
        self.lock().touched.among(whose, named).to_vec()
    }

    /// How long ago the state is that a read of this path shows.
    pub(super) fn age(&self, lag: Lag, path: &str) -> Duration {
        if !lag.flaps {
            return lag.span();
        }
        let fresh_next = &mut self.lock().fresh_next;
        if fresh_next.remove(path) {
            return Duration::ZERO;
        }
        fresh_next.insert(path.to_owned());
        lag.span()
    }

    pub(super) fn garbled(&self, path: &str) -> Option<usize> {
        self.lock().garbled.filter(|_| lists_users(path))
    }

    pub(super) async fn wait_until_released(&self, path: &str) {
        loop {
            // Made before the look at the list, so that no release is missed in between.
            let released = self.released.notified();
            if !self.is_held(path) {
                return;
            }
            released.await;
        }
    }

    fn is_held(&self, path: &str) -> bool {
        let held = &self.lock().held;
        held.iter().any(|prefix| path.starts_with(prefix.as_str()))
    }

    /// Ends after so many milliseconds, or when everything is released from now on.
    pub(super) fn later(&self, ms: Option<u64>) -> impl Future<Output = ()> + Send + use<> {
        // Made here and not when it is awaited, so that no release is missed in between.
        let released = self.released.clone().notified_owned();
        async move {
            match ms {
                Some(ms) => tokio::time::sleep(Duration::from_millis(ms)).await,
                None => released.await,
            }
        }
    }

    /// Who sends a request, which is not handled yet.
    pub(super) async fn admin(&self, request: &mut BufferedRequest) -> Result<Admin, ApiError> {
        Admin::from_request_parts(&mut request.parts, &self.db).await
    }
}
