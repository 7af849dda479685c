//! A notice across the page.

use leptos::prelude::*;
use stylers::style_sheet;

use super::{Icon, Shape};

/// How loud a notice is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Good to know.
    Quiet,
    /// Something may go wrong.
    Warning,
    /// Something went wrong.
    Error,
}

/// A notice: a title that stands out, and what follows from it.
#[component]
pub fn Banner(
    /// How loud.
    tone: Tone,
    /// The text that stands out.
    #[prop(into)]
    title: Signal<String>,
    /// The rest.
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
                <strong class="title">{title}</strong>
                " "
                <div class="more">{children()}</div>
            </div>
        </div>
    }
}
