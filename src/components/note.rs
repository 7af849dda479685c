//! A short remark beside something.

use leptos::prelude::*;
use stylers::style_sheet;

/// How a remark is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// It only tells: plain text, no background.
    Aside,
    /// It only tells.
    Neutral,
    /// All is well.
    Good,
    /// Under way.
    Busy,
    /// Something needs attention.
    Warning,
    /// Something went wrong.
    Bad,
}

impl Meaning {
    fn class(self) -> &'static str {
        match self {
            Self::Aside => "aside",
            Self::Neutral => "tag",
            Self::Good => "tag good",
            Self::Busy => "tag busy",
            Self::Warning => "tag warn",
            Self::Bad => "tag bad",
        }
    }
}

/// A remark, or nothing.
#[component]
pub fn Note(
    /// The text and how it is meant; `None`: nothing.
    note: Signal<Option<(String, Meaning)>>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/note.css");
    move || {
        note.get().map(|(text, meaning)| {
            view! { class=cls, <bdi class=meaning.class()>{text}</bdi> }
        })
    }
}
