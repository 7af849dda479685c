//! The host interface: what `public/mounting.js` passes in, and the callbacks it gets.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::config::Config;
use crate::api::token::TokenSource;
use crate::decode::DecodeError;

#[wasm_bindgen]
extern "C" {
    /// The host's side of a mount.
    #[derive(Clone)]
    pub type Host;

    /// A function that returns an access token or a promise of one.
    #[wasm_bindgen(method, getter)]
    fn token(this: &Host) -> Option<Function>;

    /// Whether the page adds history entries; in an iframe, the portal does.
    #[wasm_bindgen(method, getter)]
    pub fn pushes(this: &Host) -> bool;

    /// The texts of the second module, in the language of the page: a promise of a JSON object.
    #[wasm_bindgen(method)]
    pub fn more_texts(this: &Host) -> Promise;

    /// Called when the page navigates by itself; `push` says whether this is a new history entry.
    #[wasm_bindgen(method)]
    pub fn route(this: &Host, path: &str, push: bool);

    /// Called when it changes whether leaving would lose something.
    #[wasm_bindgen(method)]
    pub fn dirty(this: &Host, dirty: bool);

    /// Called with the state: empty while loading, `ready`, or why loading failed.
    #[wasm_bindgen(method)]
    pub fn stage(this: &Host, stage: &str);
}

/// A configuration and its host.
pub struct Setup {
    /// The configuration.
    pub config: Config,
    /// Where tokens come from.
    pub tokens: TokenSource,
    /// The host.
    pub host: Host,
}

impl Setup {
    /// Reads the host's configuration.
    ///
    /// # Errors
    /// [`DecodeError`] names the invalid field, and why it is invalid.
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
