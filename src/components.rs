//! General components, independent of licenses.

mod banner;
mod current_target;
mod dialog;
mod download;
mod empty_state;
mod focus;
mod icon;
mod menu;
mod meter;
mod note;
pub(crate) mod pagination;
mod progress;
mod progress_line;
mod select;
mod select_options;
mod status_bar;
mod unique_id;
pub(crate) mod user_list;

pub use banner::{Banner, Tone};
pub use current_target::current_target;
pub use dialog::Dialog;
pub use download::download;
pub use empty_state::EmptyState;
pub use focus::{focus_place, root_of};
pub use icon::{Icon, Shape};
pub use menu::Menu;
pub use meter::Meter;
pub use note::{Meaning, Note};
pub use pagination::Pagination;
pub use progress::Progress;
pub use progress_line::ProgressLine;
pub use select::{Select, Width};
pub use select_options::{SelectOption, SelectOptions};
pub use status_bar::{EdgeProgress, Status, StatusBar};
pub use unique_id::unique_id;
