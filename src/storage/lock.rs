//! A lock that one tab of the browser has at a time. The browser frees it when the tab is closed or crashes.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

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

/// The lock, unless another tab has it. A browser without locks has one tab, as far as anyone can tell.
pub async fn take(name: &str) -> Option<Lock> {
    let locks = web_sys::window()
        .and_then(|window| get(&window.navigator(), "locks"))
        .filter(|locks| locks.is_object());
    let request = locks.as_ref().and_then(|locks| get(locks, "request"));
    let (Some(locks), Some(request)) = (locks, request) else {
        return Some(Lock { release: None });
    };
    let options = js_sys::Object::new();
    // Setting a property of a plain object does not fail.
    let _ = js_sys::Reflect::set(&options, &"ifAvailable".into(), &true.into());
    let answer = Promise::new(&mut |answered, _| {
        let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            if lock.is_null() {
                let _ = answered.call1(&JsValue::NULL, &JsValue::NULL);
                return JsValue::UNDEFINED;
            }
            let release = Rc::new(RefCell::new(None));
            let until_released = Promise::new(&mut |resolve, _| {
                release.replace(Some(resolve));
            });
            let release = release.take().map_or(JsValue::NULL, JsValue::from);
            let _ = answered.call1(&JsValue::NULL, &release);
            until_released.into()
        });
        if let Some(request) = request.dyn_ref::<Function>() {
            let _ = request.call3(&locks, &name.into(), &options, &granted);
        }
    });
    let release: Function = JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
    Some(Lock {
        release: Some(release),
    })
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(object, &name.into()).ok()
}
