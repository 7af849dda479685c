//! Pages of other origins that use the API.

mod common;
use common::{Answer, World, small};
use reqwest::Method;
use sandbox::{Options, Sandbox, StartError};
use serde_json::json;

const PORTAL: &str = "https://portal.example";
const ME: &str = "/identity/users/me";

async fn asked_by(world: &World, origin: &str) -> Answer {
    let request = world.plain(Method::GET, ME).bearer_auth(&world.token);
    Answer::of(request.header("origin", origin)).await
}

async fn allowing(hide_headers: bool) -> World {
    World::with(Options {
        allow_origins: vec![PORTAL.to_owned(), "http://localhost:3000".to_owned()],
        hide_headers,
        ..small()
    })
    .await
}

#[tokio::test]
async fn no_other_origin_may_use_the_api_unless_it_is_named() {
    let world = World::new().await;
    let answer = asked_by(&world, PORTAL).await;
    assert_eq!(answer.header("access-control-allow-origin"), "");
    let world = allowing(false).await;
    let answer = asked_by(&world, "https://evil.example").await;
    assert_eq!(answer.header("access-control-allow-origin"), "");
    for origin in [PORTAL, "http://localhost:3000"] {
        let answer = asked_by(&world, origin).await;
        assert_eq!(answer.header("access-control-allow-origin"), origin);
        assert_eq!(answer.header("access-control-allow-credentials"), "");
    }
}

#[tokio::test]
async fn a_page_of_another_origin_sees_what_it_needs_even_of_errors() {
    for (hidden, seen) in [(false, "location,x-status,retry-after,trace"), (true, "")] {
        let world = allowing(hidden).await;
        for _ in 0..2 {
            let answer = asked_by(&world, PORTAL).await;
            assert_eq!(answer.header("access-control-expose-headers"), seen);
            assert_eq!(answer.header("access-control-allow-origin"), PORTAL);
            world.sandbox.faults().refuse("/identity", 503, 1);
        }
    }
}

#[tokio::test]
async fn browsers_are_told_beforehand_what_may_be_sent() {
    let world = allowing(false).await;
    let request = world
        .client
        .request(Method::OPTIONS, format!("{}{ME}", world.sandbox.url()))
        .header("origin", PORTAL)
        .header("access-control-request-method", "PUT")
        .header("access-control-request-headers", "authorization,trace");
    let answer = Answer::of(request).await;
    assert_eq!(answer.status, 200);
    for method in ["GET", "HEAD", "POST", "PUT", "DELETE"] {
        let allowed = answer.header("access-control-allow-methods");
        assert!(allowed.contains(method), "{allowed}");
    }
    for name in [
        "authorization",
        "content-type",
        "x-api-version",
        "id",
        "trace",
        "parent",
        "debug",
    ] {
        let allowed = answer.header("access-control-allow-headers");
        assert!(allowed.split(',').any(|given| given == name), "{allowed}");
    }
}

#[tokio::test]
async fn what_is_no_origin_is_refused_at_start() {
    for origin in [
        "portal.example",
        "https://portal.example/",
        "https://",
        "ftp://a",
        "*",
    ] {
        let started = Sandbox::start(Options {
            allow_origins: vec![origin.to_owned()],
            ..small()
        });
        let refused = matches!(started.await, Err(StartError::Origin(_)));
        assert!(refused, "{origin}");
    }
}

#[tokio::test]
async fn the_portals_page_can_use_the_api_at_the_other_origin() {
    let world = World::with(Options {
        api_elsewhere: true,
        ..small()
    })
    .await;
    let (main, other) = (world.sandbox.url(), world.sandbox.other_url());
    let config = world.visit("/portal/config.json", "").await;
    let services = json!({
        "identity": format!("{other}/identity"),
        "entitlements": format!("{other}/entitlements"),
        "sms": format!("{other}/sms"),
    });
    assert_eq!(config.ok(200)["api"], services);
    let policy = config.header("content-security-policy");
    let connect = format!("connect-src 'self' {main} {other};");
    assert!(policy.contains(&connect), "{policy}");
    for origin in [&main, &other] {
        let answer = asked_by(&world, origin).await;
        assert_eq!(answer.header("access-control-allow-origin"), origin);
    }
}
