//! What the browser keeps for the page: the records of runs, in IndexedDB; the lock that only one tab has; and what tabs
//! tell each other.

pub mod claim;

#[cfg(target_arch = "wasm32")]
pub mod channel;
#[cfg(target_arch = "wasm32")]
pub mod lock;
#[cfg(target_arch = "wasm32")]
pub mod records;
