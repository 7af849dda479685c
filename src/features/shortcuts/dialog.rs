//! Listens for the shortcuts, and lists them in a dialog. Part of the second module.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use stylers::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::keys::{Press, Shortcut};
use crate::components::{Dialog, focus_place, root_of};
use crate::i18n::say;
use crate::storage::preference;

/// The places in the dock that take the focus, by preference.
pub const DOCK: &str = "result run interrupted other-tab selection changes history";

/// The preference that switches single keys off.
const SINGLE_KEYS: &str = "shortcuts";

/// The elements into which text is typed.
const TEXT: &str = "textarea, [contenteditable], input:not([type=checkbox], [type=radio])";

/// A button that lists the shortcuts, which work as long as it is on the page.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let cls = style_sheet!("./style/components/shortcuts.css");
    let open = RwSignal::new(false);
    let single_keys = RwSignal::new(!preference::is_off(SINGLE_KEYS));
    let button = NodeRef::<html::Button>::new();
    let handle = window_event_listener(ev::keydown, move |event| {
        let root = button.get_untracked().and_then(|button| root_of(&button));
        let shortcut = root.and_then(|root| {
            let shortcut = pressed(&event, &root, single_keys.get_untracked())?;
            follow(shortcut, &root, open)
        });
        if shortcut.is_some() {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
    view! { class=cls,
        <button type="button" class="link list" node_ref=button on:click=move |_| open.set(true)>
            {say!("shortcuts.title")}
        </button>
        <Dialog open is_over=Signal::stored(false) title=Signal::derive(|| say!("shortcuts.title"))>
            <ShortcutList single_keys open/>
        </Dialog>
    }
}

/// The shortcut that was pressed in the app, or nowhere in particular. A dialog has none.
fn pressed(event: &KeyboardEvent, root: &HtmlElement, single_keys: bool) -> Option<Shortcut> {
    let target: Element = event.composed_path().get(0).dyn_into().ok()?;
    let is_ours = root.contains(Some(&target)) || target.tag_name() == "BODY";
    let is_in_dialog = root.query_selector("dialog[open]").ok()?.is_some();
    if event.default_prevented() || !is_ours || is_in_dialog {
        return None;
    }
    let press = Press {
        key: &event.key(),
        control: event.ctrl_key() || event.meta_key(),
        alt: event.alt_key(),
        is_text: target.matches(TEXT).ok()?,
    };
    Shortcut::of(press, single_keys)
}

/// Does what the shortcut is for; `None`: there is nothing to do.
fn follow(shortcut: Shortcut, root: &HtmlElement, open: RwSignal<bool>) -> Option<()> {
    match shortcut {
        Shortcut::Search => {
            let input: HtmlInputElement = focus_place(root, "search")?.dyn_into().ok()?;
            input.select();
        }
        Shortcut::Dock => {
            focus_place(root, DOCK)?;
        }
        Shortcut::Review => {
            let button = root.query_selector("[aria-keyshortcuts='Control+Enter']");
            button.ok()??.dyn_into::<HtmlElement>().ok()?.click();
        }
        Shortcut::List => open.set(true),
    }
    Some(())
}

#[component]
fn ShortcutList(single_keys: RwSignal<bool>, open: RwSignal<bool>) -> impl IntoView {
    let cls = style_sheet!("./style/components/shortcut_list.css");
    let keys = [
        (say!("search.label"), "/".to_owned()),
        (say!("shortcuts.dock"), ".".to_owned()),
        (say!("bar.review"), say!("shortcuts.review_keys")),
        (say!("shortcuts.title"), "?".to_owned()),
    ];
    let line = |(what, key): (String, String)| {
        view! { class=cls,
            <div class="line"><dt>{what}</dt><dd class="key"><kbd class="cap" dir="ltr">{key}</kbd></dd></div>
        }
    };
    let switch = move |event| {
        single_keys.set(event_target_checked(&event));
        preference::switch(SINGLE_KEYS, single_keys.get_untracked());
    };
    view! { class=cls,
        <div class="body">
            <dl class="keys">{keys.map(line)}</dl>
            <label class="switch">
                <input class="check" type="checkbox" prop:checked=single_keys on:change=switch/>
                {say!("shortcuts.single_keys")}
            </label>
        </div>
        <div class="buttons">
            <button type="button" class="button" on:click=move |_| open.set(false)>{say!("history.close")}</button>
        </div>
    }
}
