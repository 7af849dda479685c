//! What the handlers share.

use crate::{api::shapes::Shapes, db::Db, faults::Faults, inspect::Recorder, mail::Postman};
use std::{path::PathBuf, sync::Arc, time::Duration};

/// The state behind every route.
pub struct App {
    pub db: Db,
    pub faults: Faults,
    pub postman: Postman,
    pub recorder: Recorder,
    pub token_ttl: Duration,
    pub dist: PathBuf,
    pub origins: Origins,
    pub delay: Duration,
    pub shapes: Shapes,
    /// Whether the frontend is to use the API at the other origin.
    pub api_elsewhere: bool,
}

/// Where it listens, without a slash at the end: the same site under two origins, so that one can embed the other.
pub struct Origins {
    pub main: String,
    pub other: String,
}

/// How the routes hold it.
pub type Shared = Arc<App>;
