//! Why a sandbox does not start.

use crate::faults::ProfileError;
use std::{io, net::SocketAddr, path::PathBuf};

/// Why a sandbox did not start; the text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken or not allowed.
    #[error("cannot listen on {address}: {source}. Choose another one with --port or --host")]
    Listen {
        /// Where it was to listen.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The database cannot be opened or written.
    #[error("the database does not work: {0}. Check the file given with --db")]
    Database(#[from] rusqlite::Error),
    /// The user file cannot be read.
    #[error("{file}: {message}")]
    Users {
        /// The file given with `--users-from`.
        file: PathBuf,
        /// What is wrong, in which line and column, and the remedy.
        message: String,
    },
    /// The fault profile cannot be read.
    #[error("{file}: {source}")]
    Faults {
        /// The file given with `--faults`.
        file: PathBuf,
        /// What is wrong, with the field and the line.
        source: ProfileError,
    },
    /// The mail server's address is not understood.
    #[error(
        "--smtp {url}: {message}. It must look like smtp://localhost:1025 or smtps://user:password@host"
    )]
    Smtp {
        /// The URL that was given.
        url: String,
        /// What is wrong with it.
        message: String,
    },
    /// The folder for emails cannot be made.
    #[error("--outbox {folder}: {source}")]
    Outbox {
        /// The folder that was given.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// An application that does not exist was named.
    #[error("--without-products {slug}: there is no such application; there are {known}")]
    Application {
        /// What was given.
        slug: String,
        /// What would be understood.
        known: String,
    },
    /// What may use the API is no origin.
    #[error(
        "--allow-origins {origin}: must be an origin as browsers write it, such as https://portal.example"
    )]
    Origin {
        /// What was given.
        origin: String,
    },
}
