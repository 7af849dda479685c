//! What the handlers share.

use crate::{db::Db, faults::Faults, inspect::Recorder, mail::Postman};
use std::{path::PathBuf, sync::Arc, time::Duration};

/// The state behind every route.
pub struct App {
    pub db: Db,
    pub faults: Faults,
    pub postman: Postman,
    pub recorder: Recorder,
    pub token_ttl: Duration,
    pub dist: PathBuf,
    pub delay: Duration,
}

/// How the routes hold it.
pub type Shared = Arc<App>;
