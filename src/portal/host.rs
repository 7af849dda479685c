//! Reads what a host hands over.

use gloo_net::http::Request;
use js_sys::{Function, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::config::Config;
use crate::api::token::TokenSource;
use crate::json::WrongField;

/// A configuration with the way to a token.
pub struct Setup {
    /// The configuration.
    pub config: Config,
    /// Where tokens come from.
    pub tokens: TokenSource,
}

/// Reads the object that a host hands to `mount`: the configuration, with a function `token`.
///
/// # Errors
/// [`WrongField`] names the field that is wrong, and why.
pub fn from_object(object: &JsValue) -> Result<Setup, WrongField> {
    let text = JSON::stringify(object)
        .ok()
        .and_then(|text| text.as_string());
    let config = Config::from_json(&text.unwrap_or_default())?;
    let token = Reflect::get(object, &"token".into()).ok();
    let tokens = match token.and_then(|token| token.dyn_into::<Function>().ok()) {
        Some(function) => TokenSource::Host(function),
        None => token_url(&config)?,
    };
    Ok(Setup { config, tokens })
}

/// Reads `config.json` beside the page.
///
/// # Errors
/// [`WrongField`] names the field that is wrong, and why.
pub async fn from_file() -> Result<Setup, WrongField> {
    let whole = |problem: &str| WrongField {
        field: "config.json".into(),
        problem: problem.into(),
    };
    let answer = Request::get("./config.json")
        .send()
        .await
        .map_err(|_| whole("cannot be fetched"))?;
    if !answer.ok() {
        return Err(whole("cannot be fetched"));
    }
    let text = answer.text().await.map_err(|_| whole("cannot be read"))?;
    let config = Config::from_json(&text)?;
    let tokens = token_url(&config)?;
    Ok(Setup { config, tokens })
}

fn token_url(config: &Config) -> Result<TokenSource, WrongField> {
    match &config.token_url {
        Some(url) => Ok(TokenSource::Url(url.as_str().to_owned())),
        None => Err(WrongField {
            field: "token_url".into(),
            problem: "is missing".into(),
        }),
    }
}
