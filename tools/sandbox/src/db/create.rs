//! Makes a new database.

use rusqlite::{Connection, Transaction};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Written into the file; a file of another version is refused.
pub const VERSION: i64 = 3;

/// Makes a file, which has its name only once it is full: one that was interrupted is begun anew.
pub fn create_file<E: From<rusqlite::Error> + From<io::Error>>(
    file: &Path,
    fill: impl FnOnce(&Transaction<'_>) -> Result<(), rusqlite::Error>,
) -> Result<(), E> {
    let partial = beside(file, ".partial");
    // A log that is left of another file with this name would be taken for one of the new file.
    for left in [&partial, &beside(file, "-wal"), &beside(file, "-shm")] {
        remove(left)?;
    }
    let mut connection = Connection::open(&partial)?;
    create(&mut connection, fill)?;
    connection.close().map_err(|(_, error)| error)?;
    fs::rename(&partial, file)?;
    Ok(())
}

/// Makes the tables and fills them.
pub fn create(
    connection: &mut Connection,
    fill: impl FnOnce(&Transaction<'_>) -> Result<(), rusqlite::Error>,
) -> Result<(), rusqlite::Error> {
    // What is filled in is sound, and what fails is begun anew: neither needs a look at each row.
    connection.execute_batch(
        "PRAGMA foreign_keys = OFF; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;
         PRAGMA cache_size = -262144;",
    )?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(include_str!("tables.sql"))?;
    fill(&transaction)?;
    transaction.execute_batch(include_str!("indexes.sql"))?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
