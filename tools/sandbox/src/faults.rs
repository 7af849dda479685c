//! What goes wrong on demand: faults that a test adds, and profiles of rules.

mod another_admin;
mod answers;
mod carry_out;
mod draw;
mod effect;
mod later;
mod pages;
mod profile;
mod read;
mod reads;
mod shift;

use crate::db::Db;
use another_admin::Known;
use draw::Rules;
use later::Operations;
use rusqlite::Transaction;
use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::Notify;

pub use another_admin::{Change, OtherAdmin, Whose};
pub use answers::{Dropped, whole};
pub use carry_out::apply;
pub use effect::{Accepted, Answer, Content, Delay, Effect, End, Late, Location, Reply, When};
pub use later::{OPERATIONS, status};
pub use pages::Pages;
pub use profile::{Profile, Rule};
pub use read::ProfileError;
pub use reads::{Cacheable, Kept, Lag};
pub use shift::Shift;

/// Makes things go wrong in a running sandbox.
#[derive(Clone)]
pub struct Faults {
    state: Arc<Mutex<State>>,
    released: Arc<Notify>,
    db: Db,
}

#[derive(Default)]
struct State {
    rules: Rules,
    held: Vec<String>,
    garbled: Option<usize>,
    one_license_per_application: bool,
    known: Known,
    operations: Operations,
    /// The paths whose next read shows how things are now, of a server that flaps.
    fresh_next: HashSet<String>,
}

impl Faults {
    pub(crate) fn new(db: Db) -> Self {
        Self {
            state: Arc::default(),
            released: Arc::default(),
            db,
        }
    }

    /// Puts a profile in the place of all rules that there are.
    pub fn load(&self, profile: Profile) {
        let mut state = self.lock();
        state.one_license_per_application = profile.one_license_per_application;
        state.known = Known::default();
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
        self.lock().one_license_per_application = refused;
    }

    /// Ends all faults, those of a profile too, and releases what waits. What was answered 202 goes on,
    /// and how many licenses of an application the server allows stays as it is.
    pub fn clear(&self) {
        let mut state = self.lock();
        *state = State {
            one_license_per_application: state.one_license_per_application,
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

    /// Lets everything go on that waits: because of `hold`, or to be applied late.
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

    pub(crate) fn is_one_license_per_application(&self) -> bool {
        self.lock().one_license_per_application
    }

    fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, rusqlite::Error>) {
        if let Err(error) = self.db.write(work) {
            eprintln!("The database failed: {error}");
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn wait_until_released(&self, path: &str) {
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

    fn garbled(&self, path: &str) -> Option<usize> {
        self.lock().garbled.filter(|_| carry_out::is_of_users(path))
    }
}
