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
use super::error::Throttling;
use super::paging::AT_ONCE;
use super::polling::{Address, INTERVAL, Progress, Verdict, judge, place_to_ask};
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
    throttling: Throttling,
    tokens: Tokens,
    reads: Semaphore,
    administrator: Administrator,
}

pub(super) const READ_LIMIT: Duration = Duration::from_secs(10);
const WRITE_LIMIT: Duration = Duration::from_secs(30);

impl Client {
    /// A client of these services, whose 429 to a write proves what `throttling` says.
    pub fn new(urls: ServiceUrls, throttling: Throttling, source: TokenSource) -> Self {
        Self {
            inner: Rc::new(Inner {
                urls,
                throttling,
                tokens: Tokens::new(source),
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
        let call = Call {
            method: Method::GET,
            url: &url,
            body: None,
            limit: READ_LIMIT,
        };
        let answer = self.call(call, Throttling::Refusal).await;
        answer.map(|answer| answer.body)
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
        body: Option<Json>,
    ) -> Result<String, ApiError> {
        let url = self.url(service, path);
        let is_deletion = method == Method::DELETE;
        let call = Call {
            method,
            url: &url,
            body: body.map(Json::into_string),
            limit: WRITE_LIMIT,
        };
        let answer = self.call(call, self.client.inner.throttling).await?;
        if answer.status == 202 {
            let origins = self.origins();
            let location = answer.location.as_deref();
            let place = place_to_ask(location, |location| resolve(location, &url), &origins)?;
            self.wait_for(&place, is_deletion).await?;
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

    /// The origins of the services.
    fn origins(&self) -> Vec<String> {
        let ServiceUrls {
            identity,
            entitlements,
            sms,
        } = &self.client.inner.urls;
        [identity, entitlements, sms]
            .into_iter()
            .filter_map(|url| Some(resolve(url, "")?.origin))
            .collect()
    }

    /// Asks after a write that was accepted, until it has ended.
    async fn wait_for(&self, place: &str, is_deletion: bool) -> Result<(), ApiError> {
        let mut elapsed = Duration::ZERO;
        loop {
            let call = Call {
                method: Method::HEAD,
                url: place,
                body: None,
                limit: READ_LIMIT,
            };
            let answer = self.call(call, Throttling::Refusal).await;
            let progress = answer.map(|answer| Progress {
                status: answer.progress,
            });
            match judge(progress, is_deletion, elapsed) {
                Verdict::Ask => {}
                Verdict::Done => return Ok(()),
                Verdict::Unknown(why) => return Err(ApiError::Unsettled(Box::new(why))),
            }
            sleep(INTERVAL).await;
            elapsed += INTERVAL;
        }
    }

    /// Sends with a token, once more with a new one after a 401.
    async fn call(&self, call: Call<'_>, throttling: Throttling) -> Result<Answer, ApiError> {
        let tokens = &self.client.inner.tokens;
        let mut renewed = false;
        loop {
            let token = self.token(&call.method).await?;
            let answer = send(&call, self.headers(&token)).await?;
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
                        throttling,
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

/// An address as the browser reads it on this page.
fn resolve(address: &str, base: &str) -> Option<Address> {
    let page = web_sys::window()?.location().href().ok()?;
    let base = web_sys::Url::new_with_base(base, &page).ok()?;
    let url = web_sys::Url::new_with_base(address, &base.href()).ok()?;
    Some(Address {
        href: url.href(),
        origin: url.origin(),
    })
}
