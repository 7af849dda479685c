//! The [`Transport`] of the browser: `fetch`, timers, and the host's token function.

use std::rc::Rc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use gloo_net::http::{Method as HttpMethod, RequestBuilder, Response};
use gloo_timers::future::sleep;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCache};

use super::token::TokenSource;
use super::transport::{Address, Answer, Method, Request, Transport};

/// Sends requests with the browser's `fetch`.
pub struct Browser;

impl Transport for Browser {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Option<Answer>> {
        fetch(request).boxed_local()
    }

    fn sleep(&self, time: Duration) -> LocalBoxFuture<'static, ()> {
        sleep(time).boxed_local()
    }

    fn seconds_until(&self, date: &str) -> Option<f64> {
        let left = (js_sys::Date::parse(date) - js_sys::Date::now()) / 1000.0;
        (!left.is_nan()).then_some(left)
    }

    fn resolve(&self, address: &str, base: &str) -> Option<Address> {
        let page = web_sys::window()?.location().href().ok()?;
        let base = web_sys::Url::new_with_base(base, &page).ok()?;
        let url = web_sys::Url::new_with_base(address, &base.href()).ok()?;
        Some(Address {
            href: url.href(),
            origin: url.origin(),
        })
    }

    fn random(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
            // Without entropy the identifier is merely not unique; it is for tracing only.
            let _ = crypto.get_random_values_with_u8_array(&mut bytes);
        }
        bytes
    }
}

async fn fetch(request: Request) -> Option<Answer> {
    let mut abort = AbortOnDrop(Some(AbortController::new().ok()?));
    let mut builder = RequestBuilder::new(&request.url)
        .method(match request.method {
            Method::Get => HttpMethod::GET,
            Method::Head => HttpMethod::HEAD,
            Method::Post => HttpMethod::POST,
            Method::Put => HttpMethod::PUT,
            Method::Delete => HttpMethod::DELETE,
        })
        .cache(RequestCache::NoStore)
        .abort_signal(abort.0.as_ref().map(AbortController::signal).as_ref());
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let request = match request.body {
        Some(body) => builder.body(body),
        None => builder.build(),
    };
    let answer = read(request.ok()?.send().await.ok()?).await;
    abort.0 = None;
    answer
}

/// Aborts the request when dropped, unless it has ended.
struct AbortOnDrop(Option<AbortController>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

async fn read(response: Response) -> Option<Answer> {
    let headers = response.headers();
    Some(Answer {
        status: response.status(),
        location: headers.get("location"),
        progress: headers.get("x-status"),
        retry_after: headers.get("retry-after"),
        body: text(response.binary().await.ok()?),
    })
}

/// Decodes like `Response.text()`, which would make a JavaScript string first.
fn text(body: Vec<u8>) -> String {
    let text = String::from_utf8(body)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    match text.strip_prefix('\u{feff}') {
        Some(without_mark) => without_mark.to_owned(),
        None => text,
    }
}

impl From<js_sys::Function> for TokenSource {
    /// A function of the host that returns a token or a promise of one.
    fn from(function: js_sys::Function) -> Self {
        Self::Host(Rc::new(move || ask(function.clone()).boxed_local()))
    }
}

async fn ask(function: js_sys::Function) -> Option<String> {
    let answer = function.call0(&JsValue::NULL).ok()?;
    let token = JsFuture::from(js_sys::Promise::resolve(&answer)).await;
    token.ok()?.as_string()
}
