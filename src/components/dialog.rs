//! A modal dialog: the native `<dialog>`.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use stylers::style_sheet;

use super::effect;

/// A modal dialog with a title. Its content is rendered only while it is open.
#[component]
pub fn Dialog(
    /// Whether it is open; set to `false` by Escape.
    open: RwSignal<bool>,
    /// Closes the dialog when its subject no longer exists.
    is_over: Signal<bool>,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// Its content.
    children: ChildrenFn,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/dialog.css");
    let element = NodeRef::<html::Dialog>::new();
    let heading = NodeRef::<html::H2>::new();
    effect(move |_| {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            // These fail only for an element that is not connected, while the page unmounts.
            (true, false) => {
                let _ = dialog.show_modal();
                let _ = heading.get_untracked().map(|heading| heading.focus());
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    effect(move |_| {
        if open.get() && is_over.get() {
            open.set(false);
        }
    });
    view! { class=cls,
        <dialog
            class="dialog"
            node_ref=element
            data-focus-to="title"
            aria-label=title
            on:close=move |_: ev::Event| open.set(false)
        >
            <h2 class="title" node_ref=heading data-focus-place="title" tabindex="-1">{title}</h2>
            <Show when=move || open.get()>{children()}</Show>
        </dialog>
    }
}
