//! What all routes share: errors, bodies, headers, and the origins they are served from.

pub mod body;
pub mod cors;
pub mod error;
pub mod headers;
pub mod origins;
pub mod trace;
