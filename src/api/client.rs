//! Requests to the platform's services, with the headers they require. Source: `star2star-js-ms-sdk` 4.16.0.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use async_lock::Semaphore;
use serde::Serialize;
use uuid::Uuid;

use super::ApiError;
use super::administrator::Administrator;
use super::error::Throttling;
use super::paging::AT_ONCE;
use super::polling::{INTERVAL, Progress, Verdict, judge, place_to_ask};
use super::retry::with_retries;
use super::token::{TokenSource, Tokens};
use super::transport::{Answer, Method, Request, Transport, refusal, send};
use crate::decode::encode;

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

/// The base URL of each service, without a trailing slash.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServiceUrls {
    /// Of the identity service.
    pub identity: String,
    /// Of the entitlements service.
    pub entitlements: String,
    /// Of the SMS service.
    pub sms: String,
}

/// The client of the services. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    inner: Rc<Inner>,
}

struct Inner {
    transport: Rc<dyn Transport>,
    urls: ServiceUrls,
    throttling: Throttling,
    tokens: Tokens,
    reads: Semaphore,
    administrator: Administrator,
}

pub(super) const READ_LIMIT: Duration = Duration::from_secs(10);
const WRITE_LIMIT: Duration = Duration::from_secs(30);

impl Client {
    /// A client of these services; `throttling` says what a 429 to a write proves.
    pub fn new(
        transport: Rc<dyn Transport>,
        urls: ServiceUrls,
        throttling: Throttling,
        source: TokenSource,
    ) -> Self {
        Self {
            inner: Rc::new(Inner {
                tokens: Tokens::new(Rc::clone(&transport), source),
                transport,
                urls,
                throttling,
                reads: Semaphore::new(AT_ONCE),
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

    pub(super) fn transport(&self) -> &dyn Transport {
        &*self.inner.transport
    }

    pub(super) async fn send(&self, request: Request, limit: Duration) -> Result<Answer, ApiError> {
        send(&*self.inner.transport, request, limit).await
    }

    pub(super) fn refusal(&self, answer: &Answer, throttling: Throttling) -> ApiError {
        refusal(&*self.inner.transport, answer, throttling)
    }

    /// Starts an action; all its requests carry one trace ID.
    pub fn action(&self) -> Action {
        Action {
            client: self.clone(),
            trace: self.new_uuid(),
            parent: Cell::new(self.new_uuid()),
        }
    }

    fn new_uuid(&self) -> Uuid {
        let bytes = self.inner.transport.random();
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

/// One action of the administrator, which may take many requests.
pub struct Action {
    client: Client,
    trace: Uuid,
    parent: Cell<Uuid>,
}

impl Action {
    /// Sends a `GET` and returns the body.
    ///
    /// # Errors
    /// Any [`ApiError`]; retry a passing one.
    pub async fn get(&self, service: Service, path: &str) -> Result<String, ApiError> {
        let call = Call {
            method: Method::Get,
            url: &self.url(service, path),
            body: None,
            limit: READ_LIMIT,
        };
        let _turn = self.client.inner.reads.acquire().await;
        let answer = self.call(&call, Throttling::Refusal).await;
        answer.map(|answer| answer.body)
    }

    /// Sends a `GET` and retries passing errors.
    ///
    /// # Errors
    /// Every [`ApiError`].
    pub async fn get_with_retries(&self, service: Service, path: &str) -> Result<String, ApiError> {
        with_retries(self.client.transport(), async || {
            self.get(service, path).await
        })
        .await
    }

    /// Sends a write and, after a 202, polls until it has ended. Never resends a write that may have been accepted.
    ///
    /// # Errors
    /// Any [`ApiError`]; [`ApiError::into_failure`] says whether the outcome is known.
    pub async fn write(
        &self,
        method: Method,
        service: Service,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Result<(), ApiError> {
        self.send_write(method, &self.url(service, path), body.map(encode))
            .await
    }

    async fn send_write(
        &self,
        method: Method,
        url: &str,
        body: Option<String>,
    ) -> Result<(), ApiError> {
        let call = Call {
            method,
            url,
            body,
            limit: WRITE_LIMIT,
        };
        let answer = self.call(&call, self.client.inner.throttling).await?;
        if answer.status != 202 {
            return Ok(());
        }
        let transport = &self.client.inner.transport;
        let resolve = |location: &str| transport.resolve(location, url);
        let place = place_to_ask(answer.location.as_deref(), resolve, &self.origins())?;
        self.wait_for(&place, method == Method::Delete).await
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

    /// The origins of the services.
    fn origins(&self) -> Vec<String> {
        let ServiceUrls {
            identity,
            entitlements,
            sms,
        } = &self.client.inner.urls;
        [identity, entitlements, sms]
            .into_iter()
            .filter_map(|url| Some(self.client.inner.transport.resolve(url, "")?.origin))
            .collect()
    }

    /// Polls an accepted write until it has ended.
    async fn wait_for(&self, place: &str, is_deletion: bool) -> Result<(), ApiError> {
        let mut elapsed = Duration::ZERO;
        loop {
            let call = Call {
                method: Method::Head,
                url: place,
                body: None,
                limit: READ_LIMIT,
            };
            let answer = self.call(&call, Throttling::Refusal).await;
            let progress = answer.map(|answer| Progress {
                status: answer.progress,
            });
            match judge(progress, is_deletion, elapsed) {
                Verdict::Ask => {}
                Verdict::Done => return Ok(()),
                Verdict::Unknown(why) => return Err(ApiError::Unsettled(Box::new(why))),
            }
            self.client.transport().sleep(INTERVAL).await;
            elapsed += INTERVAL;
        }
    }

    /// Sends with a token; after a 401, once more with a new one.
    async fn call(&self, call: &Call<'_>, throttling: Throttling) -> Result<Answer, ApiError> {
        let mut renewed = false;
        loop {
            let token = self.token(call.method).await?;
            let request = Request {
                method: call.method,
                url: call.url.to_owned(),
                headers: self.headers(&token),
                body: call.body.clone(),
            };
            let answer = self.client.send(request, call.limit).await?;
            match answer.status {
                401 if !renewed => {
                    self.client.tokens().reject(&token);
                    renewed = true;
                }
                200..=399 => return Ok(answer),
                _ => return Err(self.client.refusal(&answer, throttling)),
            }
        }
    }

    pub(super) fn headers(&self, token: &str) -> Vec<(&'static str, String)> {
        let id = self.client.new_uuid();
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

/// A request without its token, so that it can be resent with another.
struct Call<'a> {
    method: Method,
    url: &'a str,
    body: Option<String>,
    /// The time-out.
    limit: Duration,
}

#[cfg(test)]
mod tests;
