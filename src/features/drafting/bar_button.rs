//! A button of the action bar, or of its menu.

use leptos::prelude::*;

/// Hidden when it has no use, since building it anew takes longer than all else that a change does.
#[component]
pub(super) fn BarButton(
    /// The style, and the widths at which it is there.
    class: &'static str,
    /// Whether it has a use.
    #[prop(into)]
    is_shown: Signal<bool>,
    /// Its text.
    #[prop(into)]
    text: Signal<String>,
    /// Its name, if the text needs what is around it.
    #[prop(optional, into)]
    name: Option<Signal<String>>,
    #[prop(into)] on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=class
            aria-label=name
            hidden=move || !is_shown.get()
            on:click=move |_| on_click.run(())
        >
            {text}
        </button>
    }
}
