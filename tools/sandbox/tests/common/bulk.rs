//! Bulk requests that something happens to.

use super::{Answer, BULK, MEET, World, assignment};
use sandbox::{Effect, Rule};
use serde_json::{Value, json};

/// A world in which something happens to bulk requests, and three users without a license of Meet.
pub async fn world_with(effect: Effect) -> (World, Vec<String>) {
    let world = World::new().await;
    world.sandbox.faults().rule(Rule::new(effect).path(BULK));
    let users = world.without("meet", 3);
    (world, users)
}

/// A license of a type for each user.
pub fn assignments(users: &[String], product: &str) -> Value {
    let assignments = users
        .iter()
        .map(|user| assignment(user, product, &json!({})));
    assignments.collect()
}

/// Assigns Meet to each user.
pub async fn assign_meet(world: &World, users: &[String]) -> Answer {
    world.post(BULK, assignments(users, MEET)).await
}

/// How many of the users have a license of Meet.
pub fn holders(world: &World, users: &[String]) -> usize {
    let inspect = world.sandbox.inspect();
    let all = inspect.all_licenses();
    let listed = inspect.users().into_iter();
    let mine = listed.filter(|user| users.contains(&user.uuid));
    mine.filter(|user| all[&user.email].iter().any(|row| row.application == "meet"))
        .count()
}
