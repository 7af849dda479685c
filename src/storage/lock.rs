//! A lock that one tab of the browser has at a time. The browser frees it when the tab is closed or crashes.

use futures_channel::oneshot::{self, Receiver};
use futures_util::FutureExt;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// Another tab that only looks has the lock for less than this, in milliseconds.
const A_MOMENT: u32 = 1_000;

/// Held until it is dropped.
pub struct Lock {
    release: Option<Function>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            // A promise that is settled already stays so.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// The lock, unless another tab has it for longer than a moment.
pub async fn take(name: &str) -> Option<Lock> {
    request(name, Some(&AbortSignal::timeout_with_u32(A_MOMENT))).await
}

/// Waits until no other tab has the lock.
pub async fn is_free(name: &str) {
    drop(request(name, None).await);
}

/// A browser without locks has one tab, as far as anyone can tell.
async fn request(name: &str, until: Option<&AbortSignal>) -> Option<Lock> {
    let locks = web_sys::window()
        .and_then(|window| get(&window.navigator(), "locks"))
        .filter(|locks| locks.is_object());
    let request = locks.as_ref().and_then(|locks| get(locks, "request"));
    let request = request.and_then(|request| request.dyn_into::<Function>().ok());
    let (Some(locks), Some(request)) = (locks, request) else {
        return Some(Lock { release: None });
    };
    let options = js_sys::Object::new();
    if let Some(until) = until {
        // Setting a property of a plain object does not fail.
        let _ = Reflect::set(&options, &"signal".into(), until);
    }
    let (granted, mut lock) = on_grant();
    let ended = request
        .call3(&locks, &name.into(), &options, &granted)
        .ok()?;
    let mut ended = JsFuture::from(Promise::resolve(&ended)).fuse();
    futures_util::select_biased! {
        lock = lock => lock.ok(),
        _ = ended => None,
    }
}

/// What the browser calls when it grants the lock, and the lock then.
fn on_grant() -> (JsValue, Receiver<Lock>) {
    let (grant, lock) = oneshot::channel();
    let granted = Closure::once_into_js(move || -> JsValue {
        let mut release = None;
        let until_released = Promise::new(&mut |resolve, _| release = Some(resolve));
        // A lock that cannot be sent is dropped, and thereby released.
        let _ = grant.send(Lock { release });
        until_released.into()
    });
    (granted, lock)
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}
