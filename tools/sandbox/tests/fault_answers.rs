//! Answers that rules put in the place of the server's, or delay.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail too")]

mod common;
use common::{Answer, World};
use reqwest::Method;
use sandbox::{Answer as Instead, Content, Delay, Effect, Rule, When};
use std::time::Duration;

const ME: &str = "/identity/users/me";

async fn with(rule: Rule) -> World {
    let world = World::new().await;
    world.sandbox.faults().rule(rule);
    world
}

async fn answered(answer: Instead) -> Answer {
    let world = with(Rule::new(Effect::Answer(answer))).await;
    world.get(ME).await
}

#[tokio::test]
async fn a_status_comes_in_the_error_shape_and_without_retry_after() {
    for status in [429, 500, 503] {
        let answer = answered(Instead::status(status)).await;
        answer.error(status);
        assert!(!answer.headers.contains_key("retry-after"));
    }
}

#[tokio::test]
async fn retry_after_comes_in_seconds() {
    let world = World::new().await;
    let profile = "[[rule]]\nthen.answer = { status = 429, retry_after = 120 }";
    world.sandbox.faults().load(profile.parse().unwrap());
    let answer = world.get(ME).await;
    answer.error(429);
    assert_eq!(answer.header("retry-after"), "120");
}

#[tokio::test]
async fn a_gateway_answers_in_its_own_shape() {
    let gateway = answered(Instead::status(503).body(Content::Gateway)).await;
    let shape = serde_json::json!({ "error": "Refused on demand" });
    assert_eq!(gateway.ok(503), shape);
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_slow() {
    for when in [When::Before, When::After] {
        let ms = Some(90_000);
        let world = with(Rule::new(Effect::Delay(Delay { ms, when }))).await;
        let begin = tokio::time::Instant::now();
        world.get(ME).await.ok(200);
        assert!(begin.elapsed() >= Duration::from_secs(90));
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_waits_until_it_is_released() {
    for when in [When::Before, When::After] {
        let world = with(Rule::new(Effect::Delay(Delay { ms: None, when }))).await;
        let begin = tokio::time::Instant::now();
        let wait = Duration::from_secs(90);
        let answered = async {
            world.get(ME).await.ok(200);
            begin.elapsed()
        };
        let (elapsed, ()) = tokio::join!(answered, async {
            tokio::time::sleep(wait).await;
            world.sandbox.faults().release();
        });
        assert!(elapsed >= wait, "{elapsed:?}");
    }
}

#[tokio::test]
async fn a_slow_answer_can_be_another_answer_too() {
    let world = with(Rule::new(Effect::Delay(Delay {
        ms: Some(1),
        when: When::Before,
    })))
    .await;
    let refuse = Effect::Answer(Instead::status(503));
    world.sandbox.faults().rule(Rule::new(refuse).times(1));
    world.get(ME).await.error(503);
    world.get(ME).await.ok(200);
}

#[tokio::test]
async fn only_the_named_method_and_paths_are_hit() {
    let refuse = Effect::Answer(Instead::status(503));
    let rule = Rule::new(refuse).method("GET").path("/sms").path(ME);
    let world = with(rule).await;
    world.get(ME).await.error(503);
    world
        .get(&common::of_account("/sms/10dlc/customers", ""))
        .await
        .error(503);
    world.get("/entitlements/products").await.ok(200);
    world
        .call(Method::POST, "/sms/provision", None)
        .await
        .error(400);
}

#[tokio::test]
async fn without_a_path_only_the_api_is_hit() {
    let world = with(Rule::new(Effect::Answer(Instead::status(503)))).await;
    world.get("/entitlements/products").await.error(503);
    world.cookie().await;
    world.token_of(sandbox::ADMIN).await;
}

#[tokio::test]
async fn requests_go_through_before_and_after() {
    let refuse = Effect::Answer(Instead::status(500));
    let world = with(Rule::new(refuse).after(2).times(1)).await;
    for status in [200, 200, 500, 200] {
        assert_eq!(world.get(ME).await.status, status);
    }
}

#[tokio::test]
async fn a_connection_is_closed_before_the_request_is_handled() {
    let world = with(Rule::new(Effect::Reset(When::Before)).times(1)).await;
    let request = world.alone(Method::GET, ME).send().await;
    assert!(request.unwrap_err().status().is_none());
    world.get(ME).await.ok(200);
}

#[tokio::test]
async fn connections_are_not_used_again_while_they_may_be_closed() {
    let world = with(Rule::new(Effect::Reset(When::Before)).after(1).times(1)).await;
    assert_eq!(world.get(ME).await.header("connection"), "close");
    world.sandbox.faults().clear();
    assert_eq!(world.get(ME).await.header("connection"), "");
}
