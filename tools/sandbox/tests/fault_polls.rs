//! Writes that are answered 202, and how they are told to go on.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail too")]

mod common;
use common::{
    Answer, World,
    bulk::{assign_meet, holders, world_with},
};
use reqwest::Method;
use sandbox::{Accepted, Effect, End, Location};

/// Asks until it is no longer processing; answers how often it was, and the last answer.
async fn follow(world: &World, location: &str) -> (usize, Answer) {
    let mut processing = 0;
    loop {
        let answer = world.call(Method::HEAD, location, None).await;
        if answer.header("x-status") != "processing" {
            return (processing, answer);
        }
        processing += 1;
    }
}

#[tokio::test]
async fn a_write_is_accepted_and_completes_after_some_polls() {
    let (world, users) = world_with(Effect::Accepted(Accepted {
        polls: 2,
        ..Accepted::default()
    }))
    .await;
    let answer = assign_meet(&world, &users).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (202, ""));
    assert_eq!(holders(&world, &users), 3);
    let (processing, last) = follow(&world, answer.header("location")).await;
    assert_eq!((processing, last.header("x-status")), (2, "complete"));
}

#[tokio::test]
async fn an_accepted_write_that_fails_is_not_carried_out() {
    let (world, users) = world_with(Effect::Accepted(Accepted {
        polls: 1,
        ends: End::Failure,
        ..Accepted::default()
    }))
    .await;
    let answer = assign_meet(&world, &users).await;
    assert_eq!(answer.status, 202);
    let (processing, last) = follow(&world, answer.header("location")).await;
    assert_eq!((processing, last.header("x-status")), (1, "failure"));
    assert_eq!(holders(&world, &users), 0);
}

#[tokio::test]
async fn what_the_server_refuses_is_not_accepted() {
    let (world, users) = world_with(Effect::Accepted(Accepted::default())).await;
    let twice = [users[0].clone(), users[0].clone()];
    assign_meet(&world, &twice).await.error(409);
}

#[tokio::test]
async fn the_polls_of_any_write_can_be_answered_with_an_error() {
    for status in [401, 403, 404, 429, 503] {
        let (world, users) = world_with(Effect::Accepted(Accepted {
            ends: End::Answers(status),
            ..Accepted::default()
        }))
        .await;
        let answer = assign_meet(&world, &users).await;
        assert_eq!(answer.status, 202);
        for _ in 0..2 {
            let poll = world
                .call(Method::HEAD, answer.header("location"), None)
                .await;
            assert_eq!(poll.status, status);
        }
        assert_eq!(holders(&world, &users), 3);
    }
}

#[tokio::test]
async fn an_accepted_write_can_go_on_for_ever() {
    let (world, users) = world_with(Effect::Accepted(Accepted {
        ends: End::Never,
        ..Accepted::default()
    }))
    .await;
    let answer = assign_meet(&world, &users).await;
    for _ in 0..20 {
        let poll = world
            .call(Method::HEAD, answer.header("location"), None)
            .await;
        assert_eq!(poll.header("x-status"), "processing");
    }
    assert_eq!(holders(&world, &users), 3);
}

#[tokio::test]
async fn a_location_can_be_absolute() {
    for (location, begin) in [
        (Location::Relative, "/"),
        (Location::Absolute, "http://127.0.0.1:"),
    ] {
        let (world, users) = world_with(Effect::Accepted(Accepted {
            location,
            ..Accepted::default()
        }))
        .await;
        let answer = assign_meet(&world, &users).await;
        assert!(answer.header("location").starts_with(begin), "{answer:?}");
    }
}
