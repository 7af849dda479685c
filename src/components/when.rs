//! Shows something or nothing.

use leptos::prelude::*;

use crate::reactive::memo;

/// Shows its content while a condition holds. Like `Show`, of which each use weighs two kilobytes.
#[component]
pub fn When(
    /// The condition.
    is: Signal<bool>,
    /// The content.
    children: ChildrenFn,
) -> impl IntoView {
    let is = memo(move || is.get());
    move || is.get().then(|| children())
}
