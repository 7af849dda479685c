//! A short note beside a control.

use leptos::prelude::*;
use stylers::style_sheet;

/// The meaning of a note, which decides its style.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// Information as plain text.
    Aside,
    /// Information as a tag.
    Neutral,
    /// Success.
    Good,
    /// In progress.
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

/// A note, or nothing.
#[component]
pub fn Note(
    /// The text and its meaning; `None`: no note.
    note: Option<(String, Meaning)>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/note.css");
    note.map(|(text, meaning)| view! { class=cls, <bdi class=meaning.class()>{text}</bdi> })
}
