//! Writes that are lost, late, partial, or delivered twice.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail too")]

mod common;
use common::{
    Answer, BULK, MEET, MEET_PRO, World, assignment,
    bulk::{assign_meet, assignments, holders, world_with},
    until,
};
use reqwest::Method;
use sandbox::{Accepted, Answer as Instead, Effect, End, Late, Reply, Rule, When};
use serde_json::json;

#[tokio::test]
async fn a_write_is_applied_and_its_answer_is_lost() {
    let (world, users) = world_with(Effect::Reset(When::After)).await;
    let request = world
        .alone(Method::POST, BULK)
        .json(&assignments(&users, MEET));
    assert!(request.send().await.unwrap_err().status().is_none());
    assert_eq!(holders(&world, &users), 3);
    let inspect = world.sandbox.inspect();
    assert_eq!(inspect.mails_per_user().into_values().sum::<usize>(), 3);
    assert_eq!(inspect.requests_to("POST", BULK), 1);
}

#[tokio::test]
async fn a_write_is_lost_with_the_connection() {
    let (world, users) = world_with(Effect::Reset(When::Before)).await;
    let request = world
        .alone(Method::POST, BULK)
        .json(&assignments(&users, MEET));
    assert!(request.send().await.unwrap_err().status().is_none());
    assert_eq!(holders(&world, &users), 0);
}

#[tokio::test]
async fn a_write_is_applied_and_answered_with_an_error() {
    for status in [429, 500, 502, 503] {
        let (world, users) = world_with(Effect::Answer(Instead::status(status).after())).await;
        assign_meet(&world, &users).await.error(status);
        assert_eq!(holders(&world, &users), 3);
    }
}

#[tokio::test]
async fn one_bad_item_refuses_the_whole_even_without_a_rule() {
    let world = World::new().await;
    let users = world.without("meet", 3);
    assign_meet(&world, &users[..1]).await.ok(200);
    let answer = assign_meet(&world, &users).await.error(409);
    assert_eq!(answer["details"].as_array().unwrap().len(), 1);
    assert_eq!(holders(&world, &users), 1);
}

#[tokio::test]
async fn a_write_is_acknowledged_and_applied_when_it_is_released() {
    let (world, users) = world_with(Effect::Late(Late::default())).await;
    assert_eq!(assign_meet(&world, &users).await.ok(200)["accepted"], 3);
    assert_eq!(holders(&world, &users), 0);
    world.sandbox.faults().release();
    until(|| holders(&world, &users) == 3).await;
}

#[tokio::test]
async fn a_write_without_an_answer_is_applied_later() {
    let late = Late {
        ms: None,
        reply: Reply::Drop,
    };
    let (world, users) = world_with(Effect::Late(late)).await;
    let request = world
        .alone(Method::POST, BULK)
        .json(&assignments(&users, MEET));
    assert!(request.send().await.unwrap_err().status().is_none());
    assert_eq!(holders(&world, &users), 0);
    world.sandbox.faults().clear();
    until(|| holders(&world, &users) == 3).await;
}

#[tokio::test]
async fn a_late_write_is_applied_after_its_time() {
    let late = Late {
        ms: Some(1),
        reply: Reply::Acknowledge,
    };
    let (world, users) = world_with(Effect::Late(late)).await;
    assign_meet(&world, &users).await.ok(200);
    until(|| holders(&world, &users) == 3).await;
}

#[tokio::test]
async fn a_write_is_delivered_twice() {
    let twice = Effect::Twice(Late::default());
    let (world, users) = world_with(twice).await;
    assign_meet(&world, &users).await.ok(200);
    assert_eq!(holders(&world, &users), 3);
    let faults = world.sandbox.faults();
    faults.one_license_per_application(false);
    for user in &users {
        let license = world.entitlements(user).await[MEET].clone();
        world.remove(&[&license]).await.ok(200);
    }
    assert_eq!(holders(&world, &users), 0);
    faults.release();
    until(|| holders(&world, &users) == 3).await;
}

#[tokio::test]
async fn from_some_write_on_the_administrator_may_not() {
    let world = World::new().await;
    let refuse = Effect::Answer(Instead::status(403));
    world
        .sandbox
        .faults()
        .rule(Rule::new(refuse).writes().after(1));
    let users = world.without("meet", 2);
    assign_meet(&world, &users[..1]).await.ok(200);
    for _ in 0..2 {
        assign_meet(&world, &users[1..]).await.error(403);
    }
    world.entitlements(&users[0]).await;
    assert_eq!(holders(&world, &users), 1);
}

#[tokio::test]
async fn nobody_writes_or_asks_without_a_token() {
    let world = World::new().await;
    let effects = [
        Effect::Accepted(Accepted {
            ends: End::Failure,
            ..Accepted::default()
        }),
        Effect::Late(Late::default()),
    ];
    for effect in effects {
        world.sandbox.faults().clear();
        world.sandbox.faults().rule(Rule::new(effect));
        let request = world.plain(Method::POST, BULK).json(&json!(["x", "y"]));
        Answer::of(request).await.error(401);
    }
    let request = world.plain(Method::HEAD, "/entitlements/operations/none");
    assert_eq!(Answer::of(request).await.status, 401);
}

#[tokio::test]
async fn a_server_can_refuse_a_second_license_of_one_application() {
    let world = World::new().await;
    let users = world.without("meet", 2);
    let faults = world.sandbox.faults();
    faults.one_license_per_application(true);
    assign_meet(&world, &users[..1]).await.ok(200);
    let refused = world
        .post(BULK, assignments(&users, MEET_PRO))
        .await
        .error(409);
    let message = "The user already has a license of this application.";
    assert_eq!(
        (&refused["code"], &refused["message"]),
        (&json!(409), &json!(message))
    );
    assert_eq!(holders(&world, &users), 1);
    faults.one_license_per_application(false);
    world
        .post(BULK, assignments(&users, MEET_PRO))
        .await
        .ok(200);
    assert_eq!(holders(&world, &users), 2);
}

#[tokio::test]
async fn two_licenses_of_one_application_in_one_request_are_refused_too() {
    let world = World::new().await;
    world.sandbox.faults().one_license_per_application(true);
    let users = world.without("meet", 1);
    let both = json!([
        assignment(&users[0], MEET, &json!({})),
        assignment(&users[0], MEET_PRO, &json!({}))
    ]);
    world.post(BULK, both).await.error(409);
    assert_eq!(holders(&world, &users), 0);
}
