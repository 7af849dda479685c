//! License management.
