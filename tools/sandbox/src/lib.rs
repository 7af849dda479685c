//! A local Application Framework: the license API over SQLite, a portal page that signs an
//! administrator in and embeds the frontend, the welcome emails, and faults on demand.
//!
//! The binary of the same name serves it to a person; tests start it on a free port:
//!
//! ```no_run
//! # async fn example() -> Result<(), sandbox::StartError> {
//! use sandbox::{Options, Sandbox};
//!
//! let sandbox = Sandbox::start(Options { port: 0, users: 40, ..Options::default() }).await?;
//! println!("{}", sandbox.url());
//! assert_eq!(sandbox.inspect().users().len(), 40);
//! # Ok(())
//! # }
//! ```

mod api;
mod app;
mod assets;
mod connections;
mod db;
mod description;
mod faults;
mod http;
mod ids;
mod inspect;
mod mail;
mod oauth;
mod options;
mod portal;
mod random;
mod seed;
mod server;

pub use db::OpenError;
pub use faults::{
    Accepted, Answer, Cacheable, Change, Content, Delay, Effect, End, Faults, Lag, Late, Location,
    OtherAdmin, Pages, Profile, ProfileError, Reply, Rule, Shift, When, Whose,
};
pub use http::cors::OriginError;
pub use inspect::{Inspect, LicenseRow, Mail, NumberRow, UserRow};
pub use mail::DeliveryError;
pub use oauth::{CLIENT_ID, CLIENT_SECRET};
pub use options::Options;
pub use seed::SeedError;
pub use seed::accounts::{ACCOUNT, ADMIN, OTHER_ACCOUNT, OTHER_ADMIN, PASSWORD};
pub use server::{Sandbox, StartError};
