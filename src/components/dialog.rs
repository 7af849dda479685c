//! A modal dialog: the browser's own.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use stylers::style_sheet;

/// A modal dialog with a title. Its content exists only while it is open.
#[component]
pub fn Dialog(
    /// Whether it is open; set to `false` by Escape.
    open: RwSignal<bool>,
    /// Whether what it is about has ended: then it closes itself, so that nobody acts on that.
    is_over: Signal<bool>,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// Its content.
    children: ChildrenFn,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/dialog.css");
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            // An element that is not on the page cannot be shown; then the page is going away.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    Effect::new(move |_| {
        if open.get() && is_over.get() {
            open.set(false);
        }
    });
    view! { class=cls,
        <dialog class="dialog" node_ref=element aria-label=title on:close=move |_: ev::Event| open.set(false)>
            <h2 class="title">{title}</h2>
            <Show when=move || open.get()>{children()}</Show>
        </dialog>
    }
}
