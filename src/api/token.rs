//! The access token: kept in memory only, and requested once for all concurrent requests.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};

use super::ApiError;
use super::dto::Token;
use super::error::Throttling;
use super::transport::{Method, Request, Transport, refusal, send};
use crate::decode::{Object, decode};

/// Where access tokens come from.
#[derive(Clone)]
pub enum TokenSource {
    /// The host's function: returns a token, or nothing when nobody is signed in.
    Host(Rc<dyn Fn() -> LocalBoxFuture<'static, Option<String>>>),
    /// A same-origin URL that returns a token for the host's own session.
    Url(String),
}

type Fetch = Shared<LocalBoxFuture<'static, Result<Rc<str>, ApiError>>>;

/// The current token, and the pending request for a new one.
pub(super) struct Tokens {
    transport: Rc<dyn Transport>,
    source: TokenSource,
    current: RefCell<Option<Rc<str>>>,
    request: RefCell<Option<Fetch>>,
}

impl Tokens {
    pub(super) fn new(transport: Rc<dyn Transport>, source: TokenSource) -> Self {
        Self {
            transport,
            source,
            current: RefCell::default(),
            request: RefCell::default(),
        }
    }

    /// The current token, or a new one.
    ///
    /// # Errors
    /// [`ApiError::SignedOut`] when the host returns none; a passing error when it does not respond in time.
    pub(super) async fn get(&self) -> Result<Rc<str>, ApiError> {
        if let Some(token) = self.current.borrow().clone() {
            return Ok(token);
        }
        let request = self
            .request
            .borrow_mut()
            .get_or_insert_with(|| {
                let fetch = fetch(Rc::clone(&self.transport), self.source.clone());
                fetch.boxed_local().shared()
            })
            .clone();
        let answer = request.clone().await;
        // Only the first waiter stores the token: it may have been rejected by the time the others wake.
        let mut under_way = self.request.borrow_mut();
        let is_first = under_way.take_if(|other| other.ptr_eq(&request)).is_some();
        if let (true, Ok(token)) = (is_first, &answer) {
            self.current.replace(Some(Rc::clone(token)));
        }
        answer
    }

    /// The server rejected this token.
    pub(super) fn reject(&self, token: &str) {
        self.current
            .borrow_mut()
            .take_if(|current| &**current == token);
    }
}

/// The time-out for a token.
const LIMIT: Duration = Duration::from_secs(10);

async fn fetch(transport: Rc<dyn Transport>, source: TokenSource) -> Result<Rc<str>, ApiError> {
    match source {
        TokenSource::Host(ask) => {
            let mut token = ask().fuse();
            let mut limit = transport.sleep(LIMIT).fuse();
            let token = futures_util::select_biased! {
                token = token => token,
                () = limit => return Err(ApiError::TimedOut),
            };
            let token = token.filter(|token| !token.is_empty());
            token.map(Rc::from).ok_or(ApiError::SignedOut)
        }
        TokenSource::Url(url) => {
            let request = Request {
                method: Method::Post,
                url,
                headers: Vec::new(),
                body: None,
            };
            let answer = send(&*transport, request, LIMIT).await?;
            match answer.status {
                200..300 => Ok(decode::<Object<Token>>(&answer.body)?.0.access_token.into()),
                403 => Err(ApiError::SignedOut),
                _ => Err(refusal(&*transport, &answer, Throttling::Refusal)),
            }
        }
    }
}
