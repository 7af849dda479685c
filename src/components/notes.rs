//! Short notes beside a control.

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

/// The text of a note, and what it means.
pub type NoteText = (String, Meaning);

/// Notes beside a control; the tooltip has all of a note where it is cut off. Notes that are gone are hidden and kept for
/// the next ones, since adding and removing elements takes longer.
#[component]
pub fn Notes(notes: RwSignal<Vec<NoteText>>) -> impl IntoView {
    let built = Memo::new(move |built: Option<&usize>| {
        let built = built.copied().unwrap_or_default();
        notes.with(Vec::len).max(built)
    });
    view! {
        <For each=move || 0..built.get() key=|at| *at let(at)>
            <Note notes at/>
        </For>
    }
}

#[component]
fn Note(notes: RwSignal<Vec<NoteText>>, at: usize) -> impl IntoView {
    let cls = style_sheet!("./style/components/note.css");
    let is_gone = Memo::new(move |_| notes.with(|notes| notes.len() <= at));
    let note = Memo::new(move |before: Option<&Option<NoteText>>| {
        let note = notes.with(|notes| notes.get(at).cloned());
        note.or_else(|| before.cloned().flatten())
    });
    move || {
        let (text, meaning) = note.get()?;
        Some(view! { class=cls,
            <bdi class=meaning.class() title=text.clone() hidden=is_gone>{text.clone()}</bdi>
        })
    }
}
