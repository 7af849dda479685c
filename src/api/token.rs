//! The access token: kept in memory only, and asked for once for all who wait.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};
use gloo_net::http::Method;
use gloo_timers::future::sleep;
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
    /// [`ApiError::SignedOut`] when the host gives none; a passing one when it does not answer, and is asked anew the
    /// next time.
    pub(super) async fn get(&self) -> Result<Rc<str>, ApiError> {
        if let Some(token) = self.current.borrow().clone() {
            return Ok(token);
        }
        let request = self
            .request
            .borrow_mut()
            .get_or_insert_with(|| fetch(self.source.clone()).boxed_local().shared())
            .clone();
        let answer = request.clone().await;
        // Of all who waited, the first keeps the answer: by the time of the others, it may be rejected already.
        let mut under_way = self.request.borrow_mut();
        let is_first = under_way.take_if(|other| other.ptr_eq(&request)).is_some();
        if let (true, Ok(token)) = (is_first, &answer) {
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

/// How long whoever gives tokens may take.
const LIMIT: Duration = Duration::from_secs(10);

async fn fetch(source: TokenSource) -> Result<Rc<str>, ApiError> {
    match source {
        TokenSource::Host(function) => from_host(&function).await,
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

async fn from_host(function: &js_sys::Function) -> Result<Rc<str>, ApiError> {
    let answer = function
        .call0(&JsValue::NULL)
        .map_err(|_| ApiError::SignedOut)?;
    let mut token = JsFuture::from(js_sys::Promise::resolve(&answer)).fuse();
    let mut limit = sleep(LIMIT).fuse();
    let token = futures_util::select_biased! {
        token = token => token.ok(),
        () = limit => return Err(ApiError::TimedOut),
    };
    token
        .and_then(|token| token.as_string())
        .filter(|token| !token.is_empty())
        .map(Rc::from)
        .ok_or(ApiError::SignedOut)
}
