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
    /// A video camera.
    Camera,
    /// A speech bubble.
    Speech,
    /// A plug.
    Plug,
    /// A phone with a star.
    Phone,
    /// An arrow back.
    Back,
    /// A clock.
    Clock,
    /// A cross.
    Cross,
    /// Three dots.
    More,
    /// A check mark in a circle.
    Done,
    /// A cross in a circle.
    Refused,
    /// Two bars in a circle.
    Paused,
    /// A part of a circle.
    Running,
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
            Self::Camera => {
                "M4.2 5h6a2.3 2.3 0 0 1 2.3 2.3v5.4a2.3 2.3 0 0 1-2.3 2.3h-6a2.3 2.3 0 0 1-2.3-2.3V7.3A2.3 2.3 0 0 1 4.2 5M12.5 9l5.6-3v8l-5.6-3"
            }
            Self::Speech => {
                "M5 3.1h10a2.5 2.5 0 0 1 2.5 2.5v5.7a2.5 2.5 0 0 1-2.5 2.5H8.8L5 16.9v-3.1a2.5 2.5 0 0 1-2.5-2.5V5.6A2.5 2.5 0 0 1 5 3.1M6.3 7h7.5M6.3 10h4.4"
            }
            Self::Plug => "M7.5 2.5v3.8M12.5 2.5v3.8M5 6.3h10v3.1a5 5 0 0 1-10 0zM10 14.4v3.1",
            Self::Phone => {
                "M7.3 1.9h5.4A2.3 2.3 0 0 1 15 4.2v11.6a2.3 2.3 0 0 1-2.3 2.3H7.3A2.3 2.3 0 0 1 5 15.8V4.2a2.3 2.3 0 0 1 2.3-2.3M10 6.2l.9 1.9 2 .3-1.5 1.4.4 2-1.8-1-1.8 1 .4-2-1.5-1.4 2-.3zM9 15.6h2"
            }
            Self::Back => "M7 3.8 3.2 7.5 7 11.2M3.2 7.5H12a5 5 0 0 1 0 10H7.5",
            Self::Clock => "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15M10 5.6V10l2.9 1.9",
            Self::Cross => "M5 5l10 10M15 5 5 15",
            Self::More => "M4 10h.8M9.6 10h.8M15.2 10h.8",
            Self::Done => "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15M6.6 10.2 9 12.6 13.4 7.8",
            Self::Refused => {
                "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15M7.3 7.3l5.4 5.4M12.7 7.3l-5.4 5.4"
            }
            Self::Paused => "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15M8 7.3v5.4M12 7.3v5.4",
            Self::Running => "M10 2.5A7.5 7.5 0 1 1 2.5 10",
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
        <svg class="icon" aria-hidden="true" viewBox="0 0 20 20">
            <path d=shape.path()></path>
        </svg>
    }
}
