//! A short note beside a control.

use leptos::prelude::*;
use stylers::style_sheet;

/// The meaning of a note, which decides its style.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// Information.
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
            Self::Neutral => "note",
            Self::Good => "note good",
            Self::Busy => "note busy",
            Self::Warning => "note warn",
            Self::Bad => "note bad",
        }
    }
}

/// A note; the tooltip has all of it where it is cut off.
#[component]
pub fn Note(
    /// The text.
    text: String,
    /// Its meaning.
    meaning: Meaning,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/note.css");
    view! { class=cls, <bdi class=meaning.class() title=text.clone()>{text.clone()}</bdi> }
}
