//! Time and randomness from the browser.

use leptos::prelude::window;

use crate::domain::date::Date;
use crate::engine::Timestamp;

/// The monotonic time, in milliseconds since the page was opened.
pub(crate) fn now() -> Timestamp {
    let clock = window().performance();
    Timestamp::from_millis(clock.map_or(0.0, |clock| clock.now()) as u64)
}

/// The current date.
pub(crate) fn today() -> Date {
    Date::from_millis(js_sys::Date::now() as u64)
}

/// A random seed for the back-off of a run.
pub(crate) fn seed() -> u64 {
    js_sys::Math::random().to_bits()
}
