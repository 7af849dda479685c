//! The database: one SQLite connection that every part shares.

mod create;
mod past;

use create::{VERSION, create, create_file};
use past::{PAST, Past};
use rusqlite::{Connection, Transaction};
use std::{
    fs, io,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// SQLite refuses.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// The file cannot be made.
    #[error(transparent)]
    File(#[from] io::Error),
    /// It is none of this version.
    #[error("the file was written by another version; delete it")]
    Version,
}

/// A handle to the database; clones share it.
#[derive(Clone)]
pub struct Db {
    connection: Arc<Mutex<Connection>>,
    steps: Arc<AtomicU64>,
    past: Past,
}

/// Steps of the database's machine are counted in such portions.
const PORTION: u8 = 100;

impl Db {
    /// Opens the file, or a database in memory. A new one is filled first; the file has its name only once it is full.
    pub fn open(
        file: Option<&Path>,
        fill: impl FnOnce(&Transaction<'_>) -> Result<(), rusqlite::Error>,
    ) -> Result<Self, OpenError> {
        let (connection, steps) = match file {
            None => {
                let mut connection = Connection::open_in_memory()?;
                let steps = counted(&connection);
                create(&mut connection, fill)?;
                (connection, steps)
            }
            Some(file) => {
                if fs::metadata(file).map_or(0, |found| found.len()) == 0 {
                    create_file::<OpenError>(file, fill)?;
                }
                let connection = Connection::open(file)?;
                let steps = counted(&connection);
                (connection, steps)
            }
        };
        let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if version != VERSION {
            return Err(OpenError::Version);
        }
        connection.set_prepared_statement_cache_capacity(64);
        connection.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
        )?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
            steps,
            past: Past::default(),
        })
    }

    /// About how many steps the database's machine has made: a measure of work on any computer.
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// Reads; within [`Db::as_of`], what was.
    pub fn read<T, E>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        match PAST.try_with(Arc::clone) {
            Ok(past) => work(&past.lock().unwrap_or_else(PoisonError::into_inner)),
            Err(_) => self.read_now(work),
        }
    }

    /// Reads what is, whatever the request is shown.
    pub fn read_now<T, E>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        work(&self.lock())
    }

    /// Keeps the states of the past that long; zero keeps none.
    pub fn remember(&self, span: Duration) {
        self.past.keep(span);
    }

    /// Lets some work read the state of so long ago.
    pub async fn as_of<F: Future>(&self, ago: Duration, work: F) -> F::Output {
        match self.past.state(ago) {
            Some(state) => PAST.scope(state, work).await,
            None => work.await,
        }
    }

    /// Writes all of it, or nothing when the work fails.
    pub fn write<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.lock();
        self.past.note(&connection)?;
        let transaction = connection.transaction()?;
        let answer = work(&transaction)?;
        transaction.commit()?;
        Ok(answer)
    }

    // A panic inside a transaction rolls it back, so the connection stays sound.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn counted(connection: &Connection) -> Arc<AtomicU64> {
    let steps = Arc::new(AtomicU64::new(0));
    let counter = steps.clone();
    let count = move || {
        counter.fetch_add(u64::from(PORTION), Ordering::Relaxed);
        // Answering true would interrupt the statement.
        false
    };
    connection.progress_handler(i32::from(PORTION), Some(count));
    steps
}
