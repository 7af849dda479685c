//! Icons.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A triangle with an exclamation mark.
    Warning,
    /// A circle with an i.
    Info,
    /// A magnifying glass.
    Search,
    /// An arrow in a circle.
    Refresh,
    /// A person.
    Person,
    /// A key.
    Key,
    /// A broken link.
    Offline,
}

impl Shape {
    fn path(self) -> &'static str {
        match self {
            Self::Warning => "M10 3 18 17H2zM10 8v4M10 14.5v.01",
            Self::Info => "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15M10 9v5M10 6.3v.01",
            Self::Search => "M8.5 3a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11M12.5 12.5 17 17",
            Self::Refresh => "M16.5 10a6.5 6.5 0 1 1-1.9-4.6L17 7.5M17 3.5v4h-4",
            Self::Person => {
                "M10 3a3.2 3.2 0 1 1 0 6.4A3.2 3.2 0 0 1 10 3M3.5 17c.5-3.4 3.2-5 6.5-5s6 1.6 6.5 5"
            }
            Self::Key => "M7 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7M10.5 10H18M15.5 10v3",
            Self::Offline => {
                "M3 3l14 14M8 6.3A9 9 0 0 1 17 9M3 9a9 9 0 0 1 2.5-1.7M6 12a5.6 5.6 0 0 1 3-1.4M13 11.5l1 .5M10 15.5v.01"
            }
        }
    }
}

/// A decorative icon in the color of the text.
#[component]
pub fn Icon(
    /// What it shows.
    shape: Shape,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            aria-hidden="true"
            width="20"
            height="20"
            viewBox="0 0 20 20"
            fill="none"
            stroke="currentColor"
            stroke-width="1.6"
            stroke-linecap="round"
            stroke-linejoin="round"
        >
            <path d=shape.path()></path>
        </svg>
    }
}
