//! What goes wrong on demand: faults that a test adds, and profiles of rules.

mod another_admin;
mod answers;
mod control;
mod draw;
mod effect;
mod fields;
mod later;
mod middleware;
mod operations;
mod pages;
mod profile;
mod profile_file;
mod reads;
mod shift;
mod touched;

pub use another_admin::{Change, OtherAdmin, Whose};
pub use answers::Dropped;
pub use control::Faults;
pub use effect::{Accepted, Answer, Content, Delay, Effect, End, Late, Location, Reply, When};
pub use later::status;
pub use middleware::apply;
pub use operations::OPERATIONS;
pub use pages::Pages;
pub use profile::{Profile, Rule};
pub use profile_file::ProfileError;
pub use reads::{Cacheable, Lag};
pub use shift::Shift;
