//! Signals that notify only of changes.

use leptos::prelude::*;

/// Sets a signal, and notifies its subscribers, unless it has this value.
pub fn set_if_changed<T>(signal: RwSignal<T>, value: &T)
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    if signal.with_untracked(|shown| shown != value) {
        signal.set(value.clone());
    }
}
