//! Where the sandbox is served: the same site under two origins, so that one can embed the other.

use serde_json::Value;
use std::sync::Arc;

/// The two origins, without a slash at the end.
#[derive(Clone)]
pub struct Origins {
    pub main: Arc<str>,
    pub other: Arc<str>,
    /// Whether the frontend is to use the API at the other origin.
    pub api_elsewhere: bool,
}

impl Origins {
    /// Points a configuration of the frontend to the API's origin.
    pub fn point(&self, config: &mut Value) {
        if !self.api_elsewhere {
            return;
        }
        let services = config["api"].as_object_mut().into_iter().flatten();
        for (_, url) in services {
            if let Some(path) = url.as_str().filter(|url| url.starts_with('/')) {
                *url = format!("{}{path}", self.other).into();
            }
        }
    }
}
