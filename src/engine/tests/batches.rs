//! How users share bulk calls.

use super::*;

#[test]
fn a_big_plan_goes_out_in_chunks_of_a_hundred() {
    let world = World::new(250);
    let mut server = Server::of(&world);
    let run = finish(draft_for_all(&world, PRO), &mut server);
    assert_eq!((run.tally().users, run.tally().changed), (250, 250));
    let mut sizes: Vec<usize> = server
        .calls
        .iter()
        .filter_map(|call| {
            if let Command::Assign(batch) = call {
                Some(batch.len())
            } else {
                None
            }
        })
        .collect();
    sizes.sort();
    assert_eq!(sizes, [50, 100, 100]);
}

#[test]
fn removals_of_users_who_are_scattered_over_the_plan_share_calls() {
    let mut world = World::new(200);
    for user in (0..200).step_by(2) {
        world.license(user, fixtures::MEET);
    }
    let mut server = Server::of(&world);
    let run = finish(draft_for_all(&world, PRO), &mut server);
    let removals = server.calls.iter().filter_map(|call| match call {
        Command::Remove(licenses) => Some(licenses.len()),
        _ => None,
    });
    assert_eq!(removals.collect::<Vec<_>>(), [100]);
    let in_order: Vec<UserId> = run.outcomes().map(|(change, _)| change.user).collect();
    assert_eq!(in_order, world.all_ids());
}
