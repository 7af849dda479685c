//! A lock that one tab of the browser holds at a time. The browser releases it when the tab is closed or crashes.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::FutureExt;
use gloo_timers::future::sleep;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::channel::Channel;
use super::claim::{Claim, Word};

/// The time for other tabs to object where Web Locks are unavailable, as over plain HTTP.
const CONTRADICTION: Duration = Duration::from_millis(1_000);

/// The mode in which tabs wait for the lock without holding it exclusively.
const SHARED: &str = "shared";

/// A held lock, released when dropped.
pub struct Lock {
    release: Option<Function>,
    /// Answers other tabs where Web Locks are unavailable.
    _talk: Option<Talk>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            // Resolving a settled promise has no effect.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Takes the lock, unless another tab holds it.
pub async fn take(name: &str) -> Option<Lock> {
    if let Some(locks) = Locks::of_browser()
        && let Ok(lock) = locks.request(name, &[("ifAvailable", JsValue::TRUE)]).await
    {
        return lock;
    }
    let talk = match Talk::begin(name, Claim::new) {
        Some(talk) => Some(talk.settle().await?),
        None => None,
    };
    Some(Lock {
        release: None,
        _talk: talk,
    })
}

/// Whether a tab holds the lock.
pub async fn is_taken(name: &str) -> bool {
    if let Some(locks) = Locks::of_browser()
        && let Ok(is_held) = locks.are_held(name).await
    {
        return is_held;
    }
    match Talk::begin(name, Claim::question) {
        Some(talk) => talk.settle().await.is_none(),
        None => false,
    }
}

/// Waits until no tab holds the lock.
pub async fn is_free(name: &str) {
    if let Some(locks) = Locks::of_browser()
        && locks
            .request(name, &[("mode", SHARED.into())])
            .await
            .is_ok()
    {
        return;
    }
    while is_taken(name).await {}
}

/// `navigator.locks`. It may exist and reject requests, as in a sandboxed iframe.
struct Locks(JsValue);

impl Locks {
    fn of_browser() -> Option<Self> {
        let navigator = web_sys::window()?.navigator();
        let locks = Reflect::get(&navigator, &"locks".into()).ok();
        locks.filter(JsValue::is_object).map(Self)
    }

    /// Requests the lock with these options; `None`: not granted.
    async fn request(
        &self,
        name: &str,
        options: &[(&str, JsValue)],
    ) -> Result<Option<Lock>, JsValue> {
        let chosen = Object::new();
        for (option, value) in options {
            Reflect::set(&chosen, &(*option).into(), value)?;
        }
        let (granted, lock) = on_grant();
        let request: Function = Reflect::get(&self.0, &"request".into())?.dyn_into()?;
        let ended = request.call3(&self.0, &name.into(), &chosen, &granted)?;
        let mut ended = JsFuture::from(Promise::resolve(&ended)).fuse();
        let mut lock = lock.fuse();
        futures_util::select_biased! {
            lock = lock => Ok(lock.ok()),
            ended = ended => ended.map(|_| None),
        }
    }

    async fn are_held(&self, name: &str) -> Result<bool, JsValue> {
        let query: Function = Reflect::get(&self.0, &"query".into())?.dyn_into()?;
        let answer = JsFuture::from(Promise::resolve(&query.call0(&self.0)?)).await?;
        let held: Array = Reflect::get(&answer, &"held".into())?.dyn_into()?;
        let is = |lock: &JsValue, property: &str, value: &str| {
            Reflect::get(lock, &property.into()).is_ok_and(|found| found == value)
        };
        Ok(held
            .iter()
            .any(|lock| is(&lock, "name", name) && !is(&lock, "mode", SHARED)))
    }
}

/// The callback for the browser's decision, and a receiver of the granted lock.
fn on_grant() -> (JsValue, oneshot::Receiver<Lock>) {
    let (grant, lock) = oneshot::channel();
    let granted = Closure::once_into_js(move |granted: JsValue| -> JsValue {
        if granted.is_null() {
            return JsValue::UNDEFINED;
        }
        let mut release = None;
        let until_released = Promise::new(&mut |resolve, _| release = Some(resolve));
        // If nobody receives the lock, it is dropped and thereby released.
        let _ = grant.send(Lock {
            release,
            _talk: None,
        });
        until_released.into()
    });
    (granted, lock)
}

/// This tab's side of the claim protocol, until dropped.
struct Talk {
    claim: Rc<RefCell<Claim>>,
    _ear: Channel,
}

impl Talk {
    /// `None`: the browser has no broadcast channels either, so other tabs cannot be detected.
    fn begin(name: &str, claim: fn(u64) -> Claim) -> Option<Self> {
        let name = format!("{name} lock");
        let claim = claim(js_sys::Math::random().to_bits());
        let mouth = Channel::open(&name)?;
        let opening = claim.opening().encode();
        let claim = Rc::new(RefCell::new(claim));
        let mouth = Rc::new(mouth);
        let ear = Channel::listen(&name, {
            let (claim, mouth) = (Rc::clone(&claim), Rc::clone(&mouth));
            move |text| {
                let heard = Word::decode(&text);
                if let Some(answer) = heard.and_then(|word| claim.borrow_mut().hear(word)) {
                    mouth.say(&answer.encode());
                }
            }
        })?;
        mouth.say(&opening);
        Some(Self { claim, _ear: ear })
    }

    /// Waits for objections; `None`: there was one.
    async fn settle(self) -> Option<Self> {
        sleep(CONTRADICTION).await;
        let is_uncontradicted = self.claim.borrow_mut().settle();
        is_uncontradicted.then_some(self)
    }
}
