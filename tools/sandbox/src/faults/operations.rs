//! Writes that were answered 202, and how they are told to go on.

use super::effect::{Accepted, End};
use crate::ids;
use std::collections::HashMap;

/// Where it is told how a write that was answered 202 goes on.
pub const OPERATIONS: &str = "/entitlements/operations/";

/// The writes that were answered 202, by the last part of their location.
#[derive(Default)]
pub struct Operations(HashMap<String, Operation>);

struct Operation {
    /// How often it is still said to be processing.
    polls: usize,
    end: End,
}

impl Operations {
    /// Adds a write; answers the path of its location.
    pub fn add(&mut self, accepted: &Accepted) -> String {
        let id = ids::uuid();
        let path = format!("{OPERATIONS}{id}");
        let operation = Operation {
            polls: accepted.polls,
            end: accepted.ends,
        };
        self.0.insert(id, operation);
        path
    }

    /// How a write stands now; none if there is no such one.
    pub fn poll(&mut self, id: &str) -> Option<End> {
        let operation = self.0.get_mut(id)?;
        if operation.polls == 0 {
            return Some(operation.end);
        }
        operation.polls -= 1;
        Some(End::Never)
    }
}
