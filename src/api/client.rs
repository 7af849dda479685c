//! Calls to the platform's services, with the headers that it wants. Source: `star2star-js-ms-sdk` 4.16.0.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use async_lock::Semaphore;
use gloo_net::http::Method;
use gloo_timers::future::sleep;
use uuid::Uuid;

use super::ApiError;
use super::administrator::Administrator;
use super::token::{TokenSource, Tokens};
use super::transport::{Answer, Call, send};
use crate::json::Json;

/// A service of the platform.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Service {
    /// Users and their aliases.
    Identity,
    /// License types and licenses.
    Entitlements,
    /// Numbers and campaigns.
    Sms,
}

/// The base URL of each service, without a slash at its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServiceUrls {
    /// Of the identity service.
    pub identity: String,
    /// Of the entitlements service.
    pub entitlements: String,
    /// Of the SMS service.
    pub sms: String,
}

/// The way to the services, for one account's administrator.
#[derive(Clone)]
pub struct Client {
    inner: Rc<Inner>,
}

struct Inner {
    urls: ServiceUrls,
    tokens: Tokens,
    reads: Semaphore,
    administrator: Administrator,
}

/// The most reads under way at once.
pub const READS_AT_ONCE: usize = 6;
pub(super) const READ_LIMIT: Duration = Duration::from_secs(10);
const WRITE_LIMIT: Duration = Duration::from_secs(30);
/// A slow write is asked after once a second, for so many seconds.
const POLLS: u32 = 9;

impl Client {
    /// A client of these services.
    pub fn new(urls: ServiceUrls, source: TokenSource) -> Self {
        Self {
            inner: Rc::new(Inner {
                urls,
                tokens: Tokens::new(source),
                reads: Semaphore::new(READS_AT_ONCE),
                administrator: Administrator::default(),
            }),
        }
    }

    pub(super) fn tokens(&self) -> &Tokens {
        &self.inner.tokens
    }

    pub(super) fn who(&self) -> &Administrator {
        &self.inner.administrator
    }

    /// Begins what the user does now: its calls carry one trace.
    pub fn action(&self) -> Action {
        Action {
            client: self.clone(),
            trace: new_uuid(),
            parent: Cell::new(new_uuid()),
        }
    }
}

/// One action of the user, which may take many calls.
pub struct Action {
    client: Client,
    trace: Uuid,
    parent: Cell<Uuid>,
}

impl Action {
    /// Reads.
    ///
    /// # Errors
    /// Every [`ApiError`]; a passing one is worth another try.
    pub async fn get(&self, service: Service, path: &str) -> Result<String, ApiError> {
        let url = self.url(service, path);
        let _turn = self.client.inner.reads.acquire().await;
        self.call(Method::GET, &url, None, READ_LIMIT)
            .await
            .map(|answer| answer.body)
    }

    /// Writes, and waits for the end of a slow write. Never sends twice what the server may have taken.
    ///
    /// # Errors
    /// Every [`ApiError`]; [`ApiError::into_failure`] tells whether the outcome is known.
    pub async fn write(
        &self,
        method: Method,
        service: Service,
        path: &str,
        body: Json,
    ) -> Result<String, ApiError> {
        let url = self.url(service, path);
        let is_deletion = method == Method::DELETE;
        let answer = self
            .call(method, &url, Some(body.into_string()), WRITE_LIMIT)
            .await?;
        if let (202, Some(location)) = (answer.status, &answer.location) {
            match self.wait_for(&resolve(location, &url)).await {
                Err(ApiError::Refused { status: 404, .. }) if is_deletion => {}
                ended => ended?,
            }
        }
        Ok(answer.body)
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn url(&self, service: Service, path: &str) -> String {
        let urls = &self.client.inner.urls;
        let base = match service {
            Service::Identity => &urls.identity,
            Service::Entitlements => &urls.entitlements,
            Service::Sms => &urls.sms,
        };
        format!("{base}{path}")
    }

    /// Asks after a slow write until it has ended. Of a deletion, 404 says that it has.
    async fn wait_for(&self, location: &str) -> Result<(), ApiError> {
        for _ in 0..POLLS {
            sleep(Duration::from_secs(1)).await;
            let answer = self.call(Method::HEAD, location, None, READ_LIMIT).await?;
            match answer.progress.as_deref() {
                Some("complete") => return Ok(()),
                Some("failure") => {
                    return Err(ApiError::Broken {
                        status: answer.status,
                        message: String::new(),
                    });
                }
                _ => {}
            }
        }
        Err(ApiError::TimedOut)
    }

    /// Sends with a token, once more with a new one after a 401.
    async fn call(
        &self,
        method: Method,
        url: &str,
        body: Option<String>,
        limit: Duration,
    ) -> Result<Answer, ApiError> {
        let tokens = &self.client.inner.tokens;
        let mut renewed = false;
        loop {
            let token = self.token(&method).await?;
            let headers = self.headers(&token);
            let answer = send(Call {
                method: method.clone(),
                url,
                headers,
                body: body.clone(),
                limit,
            })
            .await?;
            match answer.status {
                401 if !renewed => {
                    tokens.reject(&token);
                    renewed = true;
                }
                200..=399 => return Ok(answer),
                status => {
                    return Err(ApiError::from_answer(
                        status,
                        &answer.body,
                        answer.retry_after,
                    ));
                }
            }
        }
    }

    pub(super) fn headers(&self, token: &str) -> Vec<(&'static str, String)> {
        let id = new_uuid();
        let parent = self.parent.replace(id);
        vec![
            ("Authorization", format!("Bearer {token}")),
            ("Content-type", "application/json".into()),
            ("x-api-version", "v1".into()),
            ("id", id.to_string()),
            ("trace", self.trace.to_string()),
            ("parent", parent.to_string()),
            ("debug", "false".into()),
        ]
    }
}

/// A random identifier from the browser's generator.
fn new_uuid() -> Uuid {
    let mut bytes = [0; 16];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        // Without entropy the identifier is merely not unique; it is for tracing only.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// A `Location` header may be relative.
fn resolve(location: &str, base: &str) -> String {
    web_sys::window()
        .and_then(|window| window.location().href().ok())
        .and_then(|page| web_sys::Url::new_with_base(base, &page).ok())
        .and_then(|base| web_sys::Url::new_with_base(location, &base.href()).ok())
        .map_or_else(|| location.to_owned(), |url| url.href())
}
