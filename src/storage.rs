//! Browser storage and coordination of tabs: run records in IndexedDB, preferences, the lock that one tab holds, and the
//! channel between tabs.

pub mod claim;

#[cfg(target_arch = "wasm32")]
pub mod channel;
#[cfg(target_arch = "wasm32")]
pub mod lock;
#[cfg(target_arch = "wasm32")]
pub mod preference;
#[cfg(target_arch = "wasm32")]
pub mod records;
