//! License management: gives the users of an account their licenses for the platform's applications.

pub mod model;
