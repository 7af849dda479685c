//! What the database held some time ago, for reads that lag.

use rusqlite::{Connection, backup::Backup};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// States that follow each other faster count as one.
const GRAIN: Duration = Duration::from_millis(100);
/// How many pages a copy makes at once: all.
const ALL: i32 = -1;

type State = Arc<Mutex<Connection>>;

tokio::task_local! {
    /// The state that a request is shown.
    pub static PAST: State;
}

/// The states of the past; clones share them.
#[derive(Clone, Default)]
pub struct Past(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    span: Duration,
    /// Each state with when it ended, oldest first.
    states: VecDeque<(Instant, State)>,
}

impl Past {
    pub fn keep(&self, span: Duration) {
        let mut kept = self.lock();
        kept.span = span;
        kept.forget();
    }

    /// Notes the state that is about to end.
    pub fn note(&self, connection: &Connection) -> Result<(), rusqlite::Error> {
        let mut kept = self.lock();
        kept.forget();
        let last = kept.states.back().map(|(ended, _)| ended.elapsed());
        if kept.span.is_zero() || last.is_some_and(|last| last < GRAIN) {
            return Ok(());
        }
        let mut copy = Connection::open_in_memory()?;
        Backup::new(connection, &mut copy)?.step(ALL)?;
        let state = Arc::new(Mutex::new(copy));
        kept.states.push_back((Instant::now(), state));
        Ok(())
    }

    /// The state of so long ago; none if it has not changed since.
    pub fn state(&self, ago: Duration) -> Option<State> {
        let then = Instant::now().checked_sub(ago)?;
        let kept = self.lock();
        let mut later = kept.states.iter().filter(|(ended, _)| *ended > then);
        later.next().map(|(_, state)| state.clone())
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn forget(&mut self) {
        let span = self.span;
        self.states.retain(|(ended, _)| ended.elapsed() <= span);
    }
}
