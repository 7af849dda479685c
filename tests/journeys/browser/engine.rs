//! The engine that all journeys of a test run use.

use std::env;
use std::path::Path;

use thirtyfour::Capabilities;

use super::{Driver, chromium, firefox, webkit};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

impl Engine {
    /// The one that the environment variable `ENGINE` names; without it, Chromium.
    pub fn chosen() -> Self {
        match env::var("ENGINE").as_deref() {
            Err(_) | Ok("chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) => panic!("ENGINE is chromium, firefox or webkit, and not {other:?}"),
        }
    }

    /// Starts its driver, for one browser.
    pub async fn start_driver(self, profile: &Path) -> Driver {
        match self {
            Self::Chromium => chromium::start_driver().await,
            Self::Firefox => firefox::start_driver().await,
            Self::WebKit => webkit::start_driver(profile).await,
        }
    }

    /// What its driver is asked for.
    pub fn capabilities(self, profile: &Path) -> Capabilities {
        match self {
            Self::Chromium => chromium::capabilities(profile),
            Self::Firefox => firefox::capabilities(profile),
            Self::WebKit => webkit::capabilities(),
        }
    }

    /// The id of the process of the browser on this profile.
    pub fn process_id(self, profile: &Path) -> String {
        match self {
            Self::Chromium => chromium::process_id(profile),
            Self::Firefox => firefox::process_id(profile),
            Self::WebKit => panic!("MiniBrowser keeps no profile while it is automated"),
        }
    }
}
