//! Identifiers of elements that other elements refer to.

use std::sync::atomic::{AtomicUsize, Ordering};

/// An identifier that no other element of the document has, whichever mount it is in.
pub fn unique_id() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    format!(
        "license-management-{}",
        NEXT.fetch_add(1, Ordering::Relaxed)
    )
}
