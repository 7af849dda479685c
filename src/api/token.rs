//! The access token: kept in memory only, and asked for once for all who wait.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};
use gloo_net::http::Method;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::ApiError;
use super::error::Throttling;
use super::transport::{Call, send};
use super::wire::{Token, read};

/// Where access tokens come from.
#[derive(Clone)]
pub enum TokenSource {
    /// The host's function: answers a token, or a promise of one.
    Host(js_sys::Function),
    /// A same-origin address that answers for the host's own session.
    Url(String),
}

type Request = Shared<LocalBoxFuture<'static, Result<Rc<str>, ApiError>>>;

/// The token in use, and the request for a new one while there is one.
pub(super) struct Tokens {
    source: TokenSource,
    current: RefCell<Option<Rc<str>>>,
    request: RefCell<Option<Request>>,
}

impl Tokens {
    pub(super) fn new(source: TokenSource) -> Self {
        Self {
            source,
            current: RefCell::default(),
            request: RefCell::default(),
        }
    }

    /// The token in use, or a new one.
    ///
    /// # Errors
    /// [`ApiError::SignedOut`] when the host gives none.
    pub(super) async fn get(&self) -> Result<Rc<str>, ApiError> {
        if let Some(token) = self.current.borrow().clone() {
            return Ok(token);
        }
        let request = self
            .request
            .borrow_mut()
            .get_or_insert_with(|| fetch(self.source.clone()).boxed_local().shared())
            .clone();
        let answer = request.await;
        self.request.borrow_mut().take();
        if let Ok(token) = &answer {
            self.current.replace(Some(Rc::clone(token)));
        }
        answer
    }

    /// The server no longer takes this token.
    pub(super) fn reject(&self, token: &str) {
        self.current
            .borrow_mut()
            .take_if(|current| &**current == token);
    }
}

const LIMIT: Duration = Duration::from_secs(10);

async fn fetch(source: TokenSource) -> Result<Rc<str>, ApiError> {
    match source {
        TokenSource::Host(function) => from_host(&function).await.ok_or(ApiError::SignedOut),
        TokenSource::Url(url) => {
            let call = Call {
                method: Method::POST,
                url: &url,
                body: None,
                limit: LIMIT,
            };
            let answer = send(&call, Vec::new()).await?;
            match answer.status {
                200..300 => Ok(read::<Token>(&answer.body)?.access_token.into()),
                403 => Err(ApiError::SignedOut),
                status => Err(ApiError::from_answer(
                    status,
                    &answer.body,
                    answer.retry_after,
                    Throttling::Refusal,
                )),
            }
        }
    }
}

async fn from_host(function: &js_sys::Function) -> Option<Rc<str>> {
    let answer = function.call0(&JsValue::NULL).ok()?;
    let token = JsFuture::from(js_sys::Promise::resolve(&answer))
        .await
        .ok()?;
    token
        .as_string()
        .filter(|token| !token.is_empty())
        .map(Rc::from)
}
