//! A banner across the page.

use leptos::prelude::*;
use stylers::style_sheet;

use super::{Icon, Shape};

/// The severity of a banner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Information.
    Quiet,
    /// Something may go wrong.
    Warning,
    /// Something went wrong.
    Error,
}

/// A banner with an emphasized title.
#[component]
pub fn Banner(
    /// The severity.
    tone: Tone,
    /// The emphasized text.
    #[prop(into)]
    title: Signal<String>,
    /// The text after the title.
    children: Children,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/banner.css");
    let (name, shape) = match tone {
        Tone::Quiet => ("banner quiet", Shape::Info),
        Tone::Warning => ("banner warning", Shape::Warning),
        Tone::Error => ("banner error", Shape::Warning),
    };
    let role = if tone == Tone::Error { "alert" } else { "note" };
    view! { class=cls,
        <div class=name role=role>
            <Icon shape/>
            <div class="words">
                <strong class="title"><bdi>{title}</bdi></strong>
                " "
                <div class="more">{children()}</div>
            </div>
        </div>
    }
}
