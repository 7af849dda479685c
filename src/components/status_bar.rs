//! What goes on, how far it is, and what can be done about it, in one row.

use leptos::prelude::*;
use stylers::style_sheet;

use super::{Icon, Meaning, Shape};

/// What a status bar says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Status {
    /// The icon in front.
    pub shape: Shape,
    /// Its color, and that of the upper edge.
    pub meaning: Meaning,
    /// The emphasized line.
    pub title: String,
    /// The second line.
    pub detail: String,
}

/// The progress at the upper edge of a status bar.
#[derive(Clone, Copy)]
pub struct EdgeProgress {
    /// What is in progress, and how far.
    pub label: Signal<String>,
    /// How much is done, and the total; `None`: not known yet.
    pub share: Signal<Option<(u32, u32)>>,
}

/// A row with an icon, two lines and buttons; its upper edge is the progress, then the outcome.
#[component]
pub fn StatusBar(
    /// What it says.
    status: Signal<Status>,
    /// The name of the title as a place that takes the focus.
    place: &'static str,
    /// The progress, while there is some.
    #[prop(optional)]
    progress: Option<EdgeProgress>,
    /// Follows the second line.
    #[prop(optional, into)]
    more: ViewFn,
    /// The buttons.
    children: Children,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/status_bar.css");
    let meaning = Memo::new(move |_| status.with(|status| status.meaning));
    let means = move |each: Meaning| move || meaning.get() == each;
    let shape = Memo::new(move |_| status.with(|status| status.shape));
    let edge = progress.map(|EdgeProgress { label, share }| {
        let bar = move || {
            view! { class=cls,
                <progress
                    class="edge"
                    max=move || share.get().map(|(_, all)| all.max(1))
                    value=move || share.get().map(|(done, _)| done)
                    aria-label=label
                ></progress>
            }
        };
        view! { <Show when=move || share.with(Option::is_some)>{bar}</Show> }
    });
    view! { class=cls,
        <div
            class="status"
            class:busy=means(Meaning::Busy)
            class:good=means(Meaning::Good)
            class:warn=means(Meaning::Warning)
            class:bad=means(Meaning::Bad)
        >
            {edge}
            <span class="mark">{move || view! { <Icon shape=shape.get()/> }}</span>
            <div class="message">
                <h2 class="title" data-focus-place=place tabindex="-1">{move || status.with(|status| status.title.clone())}</h2>
                <p class="detail">{move || status.with(|status| status.detail.clone())} " " {move || more.run()}</p>
            </div>
            <div class="buttons">{children()}</div>
        </div>
    }
}
