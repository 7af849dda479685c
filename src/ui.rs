//! Components that know nothing of licenses.

mod banner;
mod dialog;
mod icon;
mod meter;
mod pager;
mod progress;
mod state;

pub use banner::{Banner, Tone};
pub use dialog::Dialog;
pub use icon::{Icon, Shape};
pub use meter::Meter;
pub use pager::Pager;
pub use progress::Progress;
pub use state::EmptyState;
