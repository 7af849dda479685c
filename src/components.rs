//! Components that know nothing of licenses.

mod banner;
mod dialog;
mod download;
mod icon;
pub(crate) mod lines;
pub(crate) mod list_pagination;
mod meter;
mod note;
mod pager;
mod progress;
mod select;
mod state;

pub use banner::{Banner, Tone};
pub use dialog::Dialog;
pub use download::download;
pub use icon::{Icon, Shape};
pub use meter::Meter;
pub use note::{Meaning, Note};
pub use pager::Pager;
pub use progress::Progress;
pub use select::{Select, SelectOption, Width};
pub use state::EmptyState;
