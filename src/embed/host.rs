//! What `public/mounting.js` gives the program, and is told by it.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::config::Config;
use crate::api::token::TokenSource;
use crate::decode::DecodeError;

#[wasm_bindgen]
extern "C" {
    /// The host's side of a mount.
    #[derive(Clone)]
    pub type Host;

    /// Answers an access token, or a promise of one.
    #[wasm_bindgen(method, getter)]
    fn token(this: &Host) -> Option<Function>;

    /// Whether the page has a history of its own; in a frame, the portal around it has the one.
    #[wasm_bindgen(method, getter)]
    pub fn pushes(this: &Host) -> bool;

    /// A view that the page has moved to by itself, as a place to come back to or in place of the last.
    #[wasm_bindgen(method)]
    pub fn route(this: &Host, path: &str, push: bool);

    /// Whether leaving would lose something, told whenever that changes.
    #[wasm_bindgen(method)]
    pub fn dirty(this: &Host, dirty: bool);

    /// How far it is: empty while reading, `ready`, or why it failed.
    #[wasm_bindgen(method)]
    pub fn stage(this: &Host, stage: &str);
}

/// A configuration with the host that it came from.
pub struct Setup {
    /// The configuration.
    pub config: Config,
    /// Where tokens come from.
    pub tokens: TokenSource,
    /// The host.
    pub host: Host,
}

impl Setup {
    /// Reads the configuration that a host hands over.
    ///
    /// # Errors
    /// [`DecodeError`] names the field that is wrong, and why.
    pub fn read(config: &str, host: Host) -> Result<Self, DecodeError> {
        let config = Config::decode(config)?;
        let tokens = match (host.token(), &config.token_url) {
            (Some(function), _) => function.into(),
            (None, Some(url)) => TokenSource::Url(url.as_str().to_owned()),
            (None, None) => return Err(DecodeError::new("token_url", "is missing")),
        };
        Ok(Self {
            config,
            tokens,
            host,
        })
    }
}
