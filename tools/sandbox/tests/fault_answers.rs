//! Answers that rules put in the place of the server's, or spoil.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail too")]

mod common;
use common::{Answer, World, nothing_comes_after};
use reqwest::Method;
use sandbox::{
    Answer as Instead, Content, Delay, Effect, Garbled, RetryAfter, Rule, Stalled, When,
};
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
async fn retry_after_comes_as_it_was_given() {
    for text in [
        "2",
        "Wed, 21 Oct 2099 07:28:00 GMT",
        "-5",
        "99999999999999999999",
        "soon",
        "",
    ] {
        let when = RetryAfter::Text(text.to_owned());
        let answer = answered(Instead::status(429).retry_after(when)).await;
        answer.error(429);
        assert_eq!(answer.headers["retry-after"], text);
    }
}

#[tokio::test]
async fn retry_after_can_be_the_date_in_some_seconds() {
    let when = RetryAfter::DateIn(3600);
    let answer = answered(Instead::status(503).retry_after(when)).await;
    answer.error(503);
    let date = httpdate::parse_http_date(answer.header("retry-after")).unwrap();
    let now = httpdate::parse_http_date(answer.header("date")).unwrap();
    let away = date.duration_since(now).unwrap();
    assert!((3590..=3610).contains(&away.as_secs()), "{away:?}");
}

#[tokio::test]
async fn a_proxy_answers_with_a_page() {
    let answer = answered(Instead::status(502).body(Content::Html)).await;
    assert_eq!(answer.status, 502);
    assert!(answer.header("content-type").starts_with("text/html"));
    assert!(answer.text.contains("502 Bad Gateway"), "{}", answer.text);
}

#[tokio::test]
async fn a_gateway_answers_in_its_own_shape_or_with_a_line_of_text() {
    let gateway = answered(Instead::status(503).body(Content::Gateway)).await;
    let shape = serde_json::json!({ "error": "Refused on demand" });
    assert_eq!(gateway.ok(503), shape);
    let text = answered(Instead::status(429).body(Content::Text)).await;
    assert_eq!(
        (text.status.as_u16(), text.text.as_str()),
        (429, "Refused on demand")
    );
    assert!(text.header("content-type").starts_with("text/plain"));
}

#[tokio::test]
async fn an_answer_can_be_without_a_body() {
    let answer = answered(Instead::status(500).body(Content::Empty)).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (500, ""));
}

#[tokio::test]
async fn headers_come_and_then_nothing() {
    let world = with(Rule::new(Effect::Stall(Stalled::Headers))).await;
    nothing_comes_after(&world, ME, "").await;
}

#[tokio::test]
async fn half_of_a_body_comes_and_then_nothing() {
    let world = World::new().await;
    let full = world.get(ME).await.text;
    let stall = Effect::Stall(Stalled::Body);
    world.sandbox.faults().rule(Rule::new(stall));
    nothing_comes_after(&world, ME, &full[..full.len() / 2]).await;
}

#[tokio::test]
async fn an_answer_is_truncated() {
    let world = with(Rule::new(Effect::Garble(Garbled::Truncated)).times(1)).await;
    let half = world.get(ME).await;
    let full = world.get(ME).await;
    assert_eq!(half.status, 200);
    assert_eq!(half.text, full.text[..full.text.len() / 2]);
}

#[tokio::test]
async fn an_answer_is_json_of_another_shape() {
    let world = with(Rule::new(Effect::Garble(Garbled::OtherShape)).times(1)).await;
    let other = world.get(ME).await.ok(200);
    let right = world.get(ME).await.ok(200);
    assert_ne!(other, right);
    assert_eq!(other["data"][0], right);
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_slow() {
    for when in [When::Before, When::After] {
        let world = with(Rule::new(Effect::Delay(Delay { ms: 90_000, when }))).await;
        let begin = tokio::time::Instant::now();
        world.get(ME).await.ok(200);
        assert!(begin.elapsed() >= Duration::from_secs(90));
    }
}

#[tokio::test]
async fn a_slow_answer_can_be_another_answer_too() {
    let world = with(Rule::new(Effect::Delay(Delay {
        ms: 1,
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
